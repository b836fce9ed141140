//! Wordings of the `check` phase.

wordings! { "check":
}
