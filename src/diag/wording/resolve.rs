//! Wordings of the `resolve` phase.

wordings! { "resolve":
}
