//! Wordings of tests: what a snapshot shows, and expectations.

wordings! { "snapshot":
    SAID = "期望“{text}”，没有实现", "expected “{text}”, which is not so";
    ACTUAL_VERDICT = "结论是{verdict}", "the verdict is: {verdict}";
    ACTUAL_RULE = "规则“{rule}”{states}", "rule “{rule}” {states}";
    ACTUAL_NO_FINDING = "没有这样的问题", "there is no such finding";
    ACTUAL_FIGURE = "“{figure}”是{value}", "“{figure}” is {value}";
    ACTUAL_MORE = "还有别的问题：{findings}", "there is more: {findings}";
    MORE_FINDING = "{code} {message}", "{code} {message}";
    STATE_AT = "在{place}{state}", "{state} at {place}";
    PLACE_AT = "“{name}”", "“{name}”";
    AND_MORE = "另有 {count} 处", "{count} more";

    HELD = "成立", "held";
    FAILED = "不成立", "failed";
    NOT_ASSESSABLE = "无法判断", "not assessable";
    NOT_APPLICABLE = "不适用", "not applicable";
    NOT_COMPUTED = "无法计算", "could not be computed";
    STATE_BLANK = "空白", "blank";
    STATE_NOT_APPLICABLE = "不适用", "not applicable";
    STATE_ABSENT = "未找到", "absent";
    STATE_UNREADABLE = "读不出的“{text}”", "unreadable: “{text}”";
    A_TEXT = "{text}", "{text}";

    NO_SUCH_RULE = "格式里没有“{name}”这条规则", "the form has no rule “{name}”";
    NO_SUCH_PLACE = "规则“{rule}”里没有“{name}”这一处", "rule “{rule}” has no place “{name}”";
    NO_SUCH_FIGURE = "格式里没有“{name}”这个数据项", "the form has no figure “{name}”";
    SEVERAL_FIGURES = "“{name}”可以指几个数据项：{names}", "“{name}” may be one of several figures: {names}";
    NO_SUCH_CODE = "没有诊断代码“{name}”", "there is no diagnostic code “{name}”";
    NO_VALUE = "“{value}”不是数字，也不是空白、未找到、不适用、读不出", "“{value}” is no number, nor one of blank, absent, not applicable, unreadable";
    NOT_UNDERSTOOD = "看不懂这条期望", "this expectation cannot be read";
    HELP_FORMS = "可以写：规则名 成立|不成立|无法判断|不适用 [于 行/列]；通过|不通过|不完整；问题 代码 [于 行/列]；数字 行.列 = 值；没有别的", "write: RULE held|failed|not assessable|not applicable [at ROW/COLUMN]; accepted|rejected|incomplete; finding CODE [at ROW/COLUMN]; figure ROW.COLUMN = VALUE; nothing else";
    NO_FORM = "没有认出适用的格式，期望无从核对", "no template was recognized: expectations cannot be judged";

    SHOW_TEMPLATE = "模板", "template";
    SHOW_NO_TEMPLATE = "未认出", "not recognized";
    SHOW_VERDICT = "结论", "verdict";
    SHOW_RULES = "规则", "rules";
    SHOW_COUNTS = "成立 {held}，不成立 {failed}，无法判断 {unknown}，不适用 {none}", "held {held}, failed {failed}, not assessable {unknown}, not applicable {none}";
    SHOW_FINDINGS = "问题", "findings";
    SHOW_SEVERITIES = "错误 {errors}，警告 {warnings}，提示 {notes}", "errors {errors}, warnings {warnings}, notes {notes}";
    SHOW_TABLE = "表 {name}", "table {name}";
    SHOW_FACTS = "文中", "facts";
    SHOW_UNCLAIMED = "没有归属的数字：{texts}", "figures that no cell claims: {texts}";
    SHOW_UNREADABLE = "读不出“{text}”", "unreadable “{text}”";
    SHOW_APPROXIMATE = "约{value}", "~{value}";
    SHOW_DECODED = "{value}（拆）", "{value} (decoded)";
    SHOW_REPORT = "第 {part} 份报告", "report {part}";
    ACCEPTED = "通过", "accepted";
    INCOMPLETE = "不完整", "incomplete";
    REJECTED = "不通过", "rejected";
}
