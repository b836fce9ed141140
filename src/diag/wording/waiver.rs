//! Wordings of explanations: what an office says of a soft rule that fails.

wordings! { "waiver":
    EXPLAINED = "{finding}；已说明（{author}，{date}）：{reason}", "{finding}; explained ({author}, {date}): {reason}";
    EXPLAINED_HERE = "说明写在这里", "explained here";
    EXPLAINED_NOTE = "已说明：{reason}（{author}，{date}）", "explained: {reason} ({author}, {date})";

    STALE_RULE = "“{rule}”的说明（{date}）已失效：规则的条件改过了", "the explanation of `{rule}` ({date}) is stale: the rule's condition has changed";
    STALE_RULE_THEN = "说明是针对原来的条件写的", "it was written for the condition as it was";
    STALE_RULE_NOW = "现在的条件", "the condition now";
    STALE_VALUES = "“{rule}”的说明（{date}）已失效：报告里的数改过了", "the explanation of `{rule}` ({date}) is stale: figures of the report have changed";
    STALE_VALUE = "{path}：说明时是 {then}，现在是 {now}", "{path}: {then} when it was explained, {now} now";
    STALE_HELP = "请重新核实；理由仍然成立的，用 gouji explain-failure 添一份新的再填写，并删去这一份", "look into it again; if the reason still stands, let gouji explain-failure add a new one to fill in, and delete this one";

    UNUSED = "“{rule}”的说明没有用上：{why}", "the explanation of `{rule}` is not used: {why}";
    UNUSED_HOLDS = "这条规则没有不成立的地方", "the rule fails nowhere";
    UNUSED_HOLDS_HERE = "规则在这里（{paths}）没有不成立", "the rule does not fail here ({paths})";
    UNUSED_ANOTHER = "另一条说明已经说明了", "another explanation explains the same";
    UNUSED_SUSPENDED = "这条规则暂停执行", "the rule is suspended";
    UNUSED_NO_RULE = "格式 {template} 里没有这条规则", "the form {template} has no such rule";
    UNUSED_NO_REPORT = "没有校验到它所说的报告（{template}）", "no report that it is about ({template}) was checked";
    UNUSED_HELP = "不再需要的说明请删去", "delete explanations that are no longer needed";

    FORBIDDEN = "“{rule}”是强制性规则，不能用说明代替改正", "`{rule}` is a hard rule: it cannot be explained away";
    FORBIDDEN_HERE = "规则在这里；核实性规则标有 soft（核实）", "the rule is here; soft rules say `soft`";
    FORBIDDEN_HELP = "请改正报告；认为规则有误的，报请发布格式的机关修改或暂停", "correct the report; if the rule is wrong, ask the office that issued the form to change or suspend it";

    TOO_MANY = "说明多于 {most} 条，后面的没有读", "more than {most} explanations; those behind were not read";
    UNFILLED = "“{rule}”的说明还没有填好，没有生效", "the explanation of `{rule}` is not filled in; it has no effect";
    UNFILLED_HELP = "写明理由（reason）、说明人（author）和日期（date）；不打算说明的，删去这一条", "write the reason, the author and the date; delete the entry if you do not mean to explain it";
    NOT_PAIRS = "{key} 应当是一张表：名称 = 值", "`{key}` must be a table: NAME = VALUE";
    NOT_A_VALUE = "{key} 应当是一个数或加引号的文字", "`{key}` must be a number or a text in quotes";

    SKELETON_TITLE = "核实性规则不成立的说明。请逐条填写 reason（理由）、author（说明人）、date（日期，如 2025-01-20）；", "Explanations of soft rules that do not hold. Fill in reason, author and date (such as 2025-01-20) of each;";
    SKELETON_TITLE_2 = "其余各行由 gouji 填写，不要改动：数或规则变了，说明就失效。", "gouji wrote the other lines, leave them as they are: an explanation is void when the figures or the rule change.";
}
