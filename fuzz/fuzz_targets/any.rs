//! One program for all targets, so that it is built once: `GOUJI_FUZZ` names the target.
#![no_main]

#[path = "../../tests/fuzz/targets/mod.rs"]
mod targets;

use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;

static TARGET: OnceLock<fn(&[u8])> = OnceLock::new();

fuzz_target!(|data: &[u8]| {
    let target = TARGET.get_or_init(|| {
        let asked = std::env::var("GOUJI_FUZZ").unwrap_or_default();
        let names: Vec<_> = targets::TARGETS.iter().map(|(name, _)| *name).collect();
        let found = targets::TARGETS.iter().find(|(name, _)| *name == asked);
        found.unwrap_or_else(|| panic!("GOUJI_FUZZ is one of {}", names.join(", "))).1
    });
    target(data);
});
