//! Wordings of files that stand beside reports: explanations and policies.

wordings! { "sidecar":
    NOT_A_TABLE = "这里应当是一张表（[[…]] 下面的 键 = 值）", "a table belongs here ([[…]] with KEY = VALUE lines)";
    UNKNOWN_KEY = "没有“{key}”这个键；可以写：{known}", "there is no key “{key}”; known are: {known}";
    MISSING = "缺少 {key}", "`{key}` is missing";
    NOT_A_TEXT = "{key} 应当是加引号的文字", "`{key}` must be a text in quotes";
    EMPTY = "{key} 是空的，要填写", "`{key}` is empty; it has to be filled in";
    NOT_A_DATE = "“{text}”不是日期，写作 2025-01-20", "“{text}” is no date; write 2025-01-20";
}
