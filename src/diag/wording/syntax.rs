//! Wordings of the `syntax` phase.

wordings! { "syntax":
}
