//! Wordings of the `document` phase.

wordings! { "document":
}
