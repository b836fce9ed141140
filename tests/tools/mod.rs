//! Other programs that tests compare with.

use std::process::Command;

/// `$GOUJI_PYTHON` or `python3`, if it has a package; says so when it has not.
pub fn python(package: &str) -> Option<String> {
    let python = std::env::var("GOUJI_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let there = Command::new(&python).args(["-c", &format!("import {package}")]).output();
    if there.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    eprintln!("skipped: {python} has no package {package}");
    None
}
