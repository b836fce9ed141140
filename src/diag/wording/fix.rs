wordings! { "fix": }
