use super::resolved;

#[test]
fn placeholder() {
    let _ = resolved("gouji 1\nunit 件\n");
}
