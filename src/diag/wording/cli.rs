//! Wordings of the `cli` phase.

wordings! { "cli":
}
