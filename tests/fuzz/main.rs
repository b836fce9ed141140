//! The kept inputs of the fuzzer, run again without it: every file of `tests/fuzz/corpus/TARGET` through its target.
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]

mod targets;

use std::path::Path;

use targets::TARGETS;

#[test]
fn every_kept_input_holds_to_the_laws() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus");
    for (name, target) in TARGETS {
        let folder = corpus.join(name);
        let mut inputs: Vec<_> = std::fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.unwrap().path())
            .collect();
        inputs.sort();
        assert!(!inputs.is_empty(), "{name} has no inputs");
        for input in inputs {
            let bytes = std::fs::read(&input).unwrap();
            if let Err(panic) = std::panic::catch_unwind(|| target(&bytes)) {
                eprintln!("in {}", input.display());
                std::panic::resume_unwind(panic);
            }
        }
    }
}
