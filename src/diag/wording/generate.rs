//! Wordings of `gouji gen`.

wordings! { "generate":
    RESISTED = "没有造出合乎要求的报告：过不去的是“{rule}”", "no such report was found: the rule that resisted is `{rule}`";
    NOT_FOUND = "没有造出合乎要求的报告：各项限制凑不到一起", "no such report was found: the limits of the figures cannot be met together";
    NO_SUCH_RULE = "没有名为“{name}”的规则，也没有这样的合计；有这些规则：{names}", "there is no rule `{name}` and no total at such a place; the rules are: {names}";
    CANNOT_BREAK = "“{rule}”不能在一份报告里违反：{why}", "`{rule}` cannot be broken by one report: {why}";
    SUSPENDED = "这条规则暂停执行", "the rule is suspended";
    NEEDS_PRIOR = "它要对照上一年度的报告", "it needs the report of the year before";
    NEEDS_PARTS = "它要对照下级机关的报告", "it needs the reports of subordinate offices";
    NO_CHECKS = "它没有可核对的数字", "it has nothing to check";
    LEFT_OUT = "{count} 条规则要对照别的报告，没有照顾：{rules}", "rules that need another report were not taken into account: {count} ({rules})";
    ALSO_FAIL = "违反“{rule}”时，这些也不成立：{rules}", "where `{rule}` fails, these fail too: {rules}";
    NOT_PRINTED = "这种版式印不出 {names}，核对时用 --meta 给出", "this layout cannot print {names}: give it with --meta when checking";
    QUIRK_NOT_HERE = "版式 {layout} 里没有“{name}”这种情形", "layout {layout} has no quirk `{name}`";
    ONE_FILE_EACH = "这种格式一个文件只能有一份报告：用 --out 目录 写成多个文件", "in this format a file holds one report: use --out DIR to write several";
}
