//! Wordings of policies: what the supervising office decides about rules for a time.

wordings! { "policy":
    DECIDED = "{by}（{from} 起，{until}），这条规则由{was}改为{is}：{reason}{basis}", "{by} (from {from}, {until}) this rule counts as {is} in place of {was}: {reason}{basis}";
    BY = "按{issuer}的决定", "as decided by {issuer}";
    BY_POLICY = "按政策文件的决定", "as decided in the policy";
    UNTIL = "至 {until}", "until {until}";
    OPEN = "未定截止日期", "without an end";
    WITH_BASIS = "（{basis}）", " ({basis})";
    HARD = "强制", "hard";
    SOFT = "核实", "soft";
    NOTE = "提示", "note";
    SUSPENDED = "暂停执行", "suspended";
    DECIDED_HERE = "这样决定", "decided here";
    THIS_RULE = "这条规则", "this rule";

    UNDECIDED = "政策中关于“{rule}”的决定没有适用：不知道报告是哪一年的", "the decision about `{rule}` was not applied: the year of the report is not known";
    UNDECIDED_HELP = "用 --meta 给出报告年度，或者用 --date 给出校验日期", "give the report year with --meta, or the day that counts with --date";

    NO_ENTRIES = "政策文件里没有一条决定（[[rule]]）", "the policy has no decision ([[rule]])";
    TOO_MANY = "决定多于 {most} 条", "more than {most} decisions";
    NO_FORCE = "不认识“{text}”：force 可以是 suspended（暂停）、soft（核实）、note（提示）、hard（强制）", "unknown `{text}`: force is one of suspended, soft, note, hard";
    NO_YEARS = "年度写作 2022 或 \"2021..2023\"（一头可以不写）", "write years as 2022 or \"2021..2023\" (one end may be open)";
    UPSIDE_DOWN = "起讫颠倒：{until} 早于 {from}", "upside down: {until} comes before {from}";
    NO_TEMPLATE = "没有“{name}”这个格式；现有：{names}", "there is no template `{name}`; at hand: {names}";
    NO_RULE = "格式 {template} 里没有“{name}”这条规则", "the template {template} has no rule `{name}`";
    NO_RULE_HELP = "只能决定模板里写明的规则；合计、其中数、算式是表本身的要求，不能暂停或降级", "only rules written in the template can be decided about; totals, derived lines and “of which” are what the form is made of";
    OVERLAP = "关于“{rule}”有两条决定同时有效", "two decisions about `{rule}` are in force at the same time";
    OVERLAP_HERE = "这一条", "this one";
    OVERLAP_FIRST = "与这一条的年度和日期重叠", "overlaps with this one in years and dates";
    OVERLAP_HELP = "给前一条写上截止日期（until），或者分开年度（years）", "end the earlier one (until), or part them by years";
}
