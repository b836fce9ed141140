//! Wordings of the `eval` phase.

wordings! { "eval":
}
