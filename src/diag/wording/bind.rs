//! Wordings of the `bind` phase.

wordings! { "bind":
}
