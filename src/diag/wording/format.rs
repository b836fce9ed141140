//! Wordings of the formatter.

wordings! { "format":
    FAULT = "排版后的内容会与原文不同，没有改动文件。这是 Gouji 的缺陷，请把这个文件报给我们", "laid out, the template would not be what it was; it was left alone. This is a fault of Gouji: please report the file";
}
