//! Wordings of `gouji diff`.

wordings! { "diff":
    TO_COME = "待写", "to come";
}
