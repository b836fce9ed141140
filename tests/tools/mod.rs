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

/// The folder of PostgreSQL's programs; says so when there is none.
#[allow(dead_code)]
pub fn postgres() -> Option<std::path::PathBuf> {
    let installed =
        std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|entry| entry.path().join("bin"));
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let found = installed.chain(on_path).find(|bin| bin.join("initdb").exists() && bin.join("psql").exists());
    if found.is_none() {
        eprintln!("skipped: PostgreSQL is not installed");
    }
    found
}

/// A command as a user that is not root, which PostgreSQL insists on.
#[allow(dead_code)]
pub fn as_postgres(program: &str) -> Command {
    let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
    if !root {
        return Command::new(program);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--", program]);
    command
}
