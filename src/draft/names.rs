//! Names for rows, columns, tables and sections, made from what is printed.

use crate::describe::short_label;
use crate::syntax::{fold_name, keywords};

/// The longest name, in characters.
const LONGEST: usize = 20;

/// A name made from a label: its core up to the first stop, without what a name cannot hold.
pub(super) fn of_label(label: &str) -> String {
    let core = short_label(label);
    let first = core.split(['，', '。', '；', '：', '、', ',', ';', ':']).find(|part| !part.trim().is_empty()).unwrap_or(&core);
    let mut name: String = fold_name(first).chars().filter(|c| unicode_ident::is_xid_continue(*c)).take(LONGEST).collect();
    while name.chars().next().is_some_and(|c| !unicode_ident::is_xid_start(c)) {
        name = format!("第{name}");
    }
    if name.is_empty() { "项".to_owned() } else { name }
}

/// A name that no other of the list has.
pub(super) fn unique(name: String, taken: &[String]) -> String {
    if !taken.contains(&name) {
        return name;
    }
    (2..).map(|number: u32| format!("{name}{number}")).find(|name| !taken.contains(name)).unwrap_or(name)
}

/// As it has to be written.
pub(super) fn written(name: &str) -> String {
    if keywords::find(name).is_some() { format!("`{name}`") } else { name.to_owned() }
}

/// A text in quotes; what a template takes for its own signs is left out.
pub(super) fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '"' | '{' | '}') && !c.is_control()).collect();
    format!("\"{}\"", text.trim())
}
