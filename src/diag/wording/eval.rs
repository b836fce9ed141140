//! Wordings of the `eval` phase: what the rules say of a report.

wordings! { "eval":
    FAILED = "“{rule}”不成立{place}：左边 {left}，右边 {right}，差 {difference}", "rule `{rule}` does not hold{place}: left side {left}, right side {right}, difference {difference}";
    FAILED_PLAIN = "“{rule}”不成立{place}", "rule `{rule}` does not hold{place}";
    FAILED_IN = "“{rule}”不成立{place}：{left} 与任何一种口径都不符，最接近的是 {right}，差 {difference}", "rule `{rule}` does not hold{place}: {left} ties with none of the readings; the nearest is {right}, difference {difference}";
    TOTAL_FAILED = "合计不符：“{cell}”填的是 {left}，各部分相加是 {right}，差 {difference}", "a total is off: `{cell}` says {left}, its parts add up to {right}, difference {difference}";
    DERIVED_FAILED = "“{cell}”填的是 {left}，按式子算是 {right}，差 {difference}", "`{cell}` says {left}, its formula gives {right}, difference {difference}";
    INCLUDING_FAILED = "其中数大于总数：“{cell}”是 {left}，而它所在的“{whole}”只有 {right}，多 {difference}", "a part exceeds its whole: `{cell}` is {left}, but `{whole}`, of which it is a part, is only {right}, {difference} too much";
    IN_PLACE = "（{place}）", " ({place})";
    EQUATION = "{left}；{right}；差 {difference}", "{left}; {right}; difference {difference}";
    ALLOWED = "允许相差 {allowance}，超出 {excess}", "allowed difference {allowance}, exceeded by {excess}";
    RULE_TEXT = "规则原文是“{text}”", "the rule says “{text}”";
    OPERAND = "{cell} {value}", "{cell} {value}";
    OPERAND_BLANK = "{cell} 空白，按 {value} 计", "{cell} is blank, counted as {value}";
    OPERAND_TOKEN = "{cell} 填“{text}”，按 {value} 计", "{cell} says “{text}”, counted as {value}";
    OPERAND_ABSENT = "{cell} 没有，按 {value} 计", "{cell} is not there, counted as {value}";
    OPERAND_COMPUTED = "{cell} 空白，按各部分之和 {value} 计", "{cell} is blank, counted as the sum of its parts, {value}";
    OPERAND_LEFT = "{cell} 没有填", "{cell} is not filled in";
    OPERAND_UNKNOWN = "{cell} 没有可用的数", "{cell} has no usable figure";
    NAME_RULE = "{name}", "{name}";
    NAME_TOTAL = "合计", "total";
    NAME_INCLUDING = "其中数", "of which";
    RULE_HERE = "规则在这里", "the rule is here";
    TOTAL_HERE = "格式规定这一项是合计", "the form makes this item a total";
    DERIVED_HERE = "格式规定这一项由算式得出", "the form derives this item";
    INCLUDING_HERE = "格式规定这一项是“其中”数", "the form makes this item an “of which”";
    BLANK_TOTAL = "合计没有填：“{cell}”应为 {value}", "a total is left blank: `{cell}` should be {value}";
    BLANK_TOTAL_HERE = "这里是空白", "this is blank";
    BLANK_TOTAL_HELP = "各部分相加得 {value}；其余核对按这个数继续", "its parts add up to {value}; the other checks go on with that value";
    BLANK_UNKNOWN = "合计没有填：“{cell}”是空白，各部分也不全，算不出应填多少", "a total is left blank: `{cell}`; its parts are incomplete, so its value cannot be worked out";
    NOT_COMPUTED = "“{rule}”无法计算{place}", "rule `{rule}` cannot be computed{place}";
    NOT_COMPUTED_WHY = "除数为 0，或结果超出可以精确计算的范围", "a division by 0, or a result beyond what is computed exactly";
    NOT_ASSESSED_GIVEN = "因上面缺少或读不出的数，{count} 处勾稽没有核对：{rules}", "cross-checks not made because of the missing or unreadable figures above: {count} ({rules})";
    NOT_ASSESSED = "“{cell}”不能用于核对，{count} 处勾稽没有核对：{rules}", "`{cell}` cannot be used in a check; cross-checks not made: {count} ({rules})";
    NOT_ASSESSED_APPROXIMATE = "“{text}”是约数，不能比对", "“{text}” is approximate and compares with nothing";
    NOT_ASSESSED_POLICY = "格式规定这样的填法按“不知道”处理", "the form treats such an entry as unknown";
    NEEDS_PRIOR = "{count} 条规则要对照上一年度的报告，没有核对：{rules}", "not checked, because they need the report of the year before: {count} of the rules ({rules})";
    NEEDS_PRIOR_HERE = "这条规则要用上一年度报告的数", "this rule uses figures of the year before";
    NEEDS_PRIOR_GIVEN = "本版 Gouji 还不会用 --prior 给出的报告", "this edition of Gouji cannot use the report given with --prior yet";
    NEEDS_PARTS = "{count} 条规则要对照下级机关的报告，没有核对：{rules}", "not checked, because they need the reports of subordinate offices: {count} of the rules ({rules})";
    NEEDS_PARTS_HERE = "这条规则要用下级报告的数", "this rule uses figures of the parts";
    SUSPENDED = "规则“{rule}”暂停执行，没有核对：{why}", "rule `{rule}` is suspended and was not checked: {why}";
    SUSPENDED_HERE = "在这里暂停", "suspended here";
    UNREAD_COLUMNS = "行号列、单位列本版还不核对：{columns}", "columns of line numbers and units are not checked by this edition: {columns}";
    UNREAD_COLUMNS_HERE = "这一列没有核对", "this column was not checked";
}
