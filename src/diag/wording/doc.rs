//! Wordings of `gouji doc`.

wordings! { "doc":
    TO_COME = "待写", "to come";
}
