//! Wordings of `gouji new`.

wordings! { "draft":
    TO_COME = "待写", "to come";
}
