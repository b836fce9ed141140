//! Wordings of `gouji audit`.

wordings! { "audit":
    HEADLINE = "模板 {title}：数字 {cells} 格，等式 {equations} 条，其中互相独立的 {rank} 条。", "Template {title}: {cells} figures; equations: {equations}, of them independent: {rank}.";
    NO_EQUATIONS = "模板 {title}：数字 {cells} 格，没有等式。", "Template {title}: {cells} figures and no equation.";
    TABLE = "表“{table}”", "Table “{table}”";
    FACTS_OF = "{section}（正文）", "{section} (in sentences)";
    WORDS = "另有 {count} 格填文字或选项，不是数字，没有画出", "{count} more cells hold words or choices, not figures; they are not drawn";
    ROWS_ALIKE = "… 另有 {count} 行，各列与上一行同类", "… {count} more rows, each column as in the row above";

    LEGEND_LOCATED = "只有这一格写错时，看得出是它", "if it alone is wrong, it can be told";
    LEGEND_DETECTED = "写错会被发现，但同一字母的几格分不清是哪一格", "an error is seen, but cells of one letter cannot be told apart";
    LEGEND_MANY = "写错会被发现，但分不清是哪一格（组太多，不标字母）", "an error is seen but cannot be located (too many groups for letters)";
    LEGEND_WATCHED = "不在等式里，只受不等式、有条件的规则或软规则约束", "in no equation; only in comparisons, conditional or soft rules";
    LEGEND_UNPROTECTED = "只看一份报告，没有规则管到它", "in no rule that one report alone can be held to";

    BLOCKS = "等式能看出什么", "What the equations can tell";
    BLOCK = "{tables}：{cells} 格在等式里，等式 {equations} 条，独立的 {rank} 条。", "{tables}: {cells} figures in equations; equations: {equations}, independent: {rank}.";
    ALL_LOCATED = "任何一格单独写错，都看得出是哪一格。", "Any single wrong figure can be located.";
    NONE_LOCATED = "任何一格写错都会被发现，但看不出是哪一格。", "Any single wrong figure is seen, but none can be located.";
    SOME_LOCATED = "{located} 格单独写错看得出是哪一格；另外 {detected} 格写错会被发现，但看不出是哪一格。", "{located} figures can be located if one alone is wrong; an error in the other {detected} is seen but cannot be located.";
    HIDDEN = "少于 {count} 格同时写错，总有等式不成立；{count} 格同时写错，就可能每个等式都成立，例如：{cells}。", "Fewer than {count} wrong figures always break an equation; {count} may hide each other, such as {cells}.";
    HIDDEN_TWO = "两格同时写错，就可能每个等式都成立，例如：{cells}。", "Two wrong figures may hide each other, such as {cells}.";
    HIDDEN_AT_LEAST = "少于 {count} 格同时写错，总有等式不成立；再多的没有查。", "Fewer than {count} wrong figures always break an equation; more were not looked for.";
    HIDDEN_NEVER = "少于 {count} 格同时写错，总有等式不成立；没有找到能互相掩盖的几格。", "Fewer than {count} wrong figures always break an equation; none were found that hide each other.";
    TOLERANT = "其中 {count} 条有容差：误差在容差以内的看不出来。", "{count} of them have a tolerance: an error within it is not seen.";

    GROUPS = "分不清的几格", "Figures that cannot be told apart";
    GROUP = "{sign}  {cells}", "{sign}  {cells}";
    GROUP_MORE = "{cells} 等 {count} 格", "{cells} and others, {count} in all";
    GROUPS_MORE = "另有 {count} 组（--format json 列出全部）", "{count} more groups (--format json lists all)";

    IMPLIED = "由其他等式推得出的（照样核对：有了多出来的等式，才看得出错在哪一格）", "Equations that others imply (still checked: it is the redundant ones that locate an error)";
    IMPLIED_ONE = "{equation}：由{from}推出", "{equation}: follows from {from}";
    IMPLIED_MORE = "另有 {count} 条（--format json 列出全部）", "{count} more (--format json lists all)";
    AT_PLACES = "{rule}（{places}）", "{rule} ({places})";
    AT_COUNT = "{rule}（{count} 处）", "{rule} ({count} places)";
    NAMED_RULE = "“{name}”", "“{name}”";
    TOTAL_OF = "合计“{name}”", "total “{name}”";
    DERIVED_OF = "算式“{name}”", "derived “{name}”";
    INCLUDING_OF = "其中数“{name}”", "the part “{name}”";

    CONFLICTS = "互相矛盾的规则：无论填什么数字，下面每一组都不能同时成立；一组里去掉任何一条，其余的就能同时成立", "Rules in contradiction: whatever the figures, those of one group cannot all hold; without any one of them, the others can";
    CONFLICT = "第 {number} 组", "Group {number}";
    CONFLICT_RULE = "{rule}  {place}", "{rule}  {place}";
    TYPE_AT_LEAST = "{cell}的类型：不小于 {end}  {place}", "the type of {cell}: at least {end}  {place}";
    TYPE_MORE = "{cell}的类型：大于 {end}  {place}", "the type of {cell}: more than {end}  {place}";
    TYPE_AT_MOST = "{cell}的类型：不大于 {end}  {place}", "the type of {cell}: at most {end}  {place}";
    TYPE_LESS = "{cell}的类型：小于 {end}  {place}", "the type of {cell}: less than {end}  {place}";

    OTHERS = "不算等式的规则（照样核对，只是不能用来定位）", "Rules that are not counted as equations (still checked, but they locate nothing)";
    OTHER = "{why}：{rules}", "{why}: {rules}";
    WHY_COMPARISON = "不等式，只看得出大小颠倒", "comparisons, which see only what turns the order round";
    WHY_NOT_LINEAR = "不是线性的", "not linear";
    WHY_CONDITIONAL = "有条件或只管某些年度", "conditional, or in force for some years only";
    WHY_SOFT = "软规则，不成立只是警告", "soft: a failure is only a warning";
    WHY_PRIOR = "要看上一年度的报告", "these need the report of the year before";
    WHY_PARTS = "要看下级各份报告", "these need the reports that this one sums up";
    WHY_SUSPENDED = "暂停执行", "suspended";

    UNCOVERED = "不在等式里的格", "Figures in no equation";
    WATCHED = "{table}：只受其他规则约束的 {count} 格：{cells}", "{table}: only in other rules, {count}: {cells}";
    UNPROTECTED = "{table}：没有规则管到的 {count} 格：{cells}", "{table}: in no rule, {count}: {cells}";
    AND_MORE = "{cells} 等", "{cells} and others";
    NAMED_LIST = "{cells}", "{cells}";
    NAMED_RULES = "{rules}", "{rules}";

    INCOMPLETE = "这个模板太大，没有查完：以上只是已经查到的。", "The form is too large to be audited to the end: the above is what was found.";

    MUTATED = "报告 {name}（{title}）：数字 {figures} 格，逐格改错 {tried} 次，被发现 {share}。", "Report {name} ({title}): {figures} figures, {tried} changes, {share} noticed.";
    MUTATED_PART = "数字太多，只改了其中 {changed} 格。", "There are too many figures: {changed} of them were changed.";
    MUTATED_FAILED = "报告原来就有 {count} 处规则不成立，这些规则发现不了改动。", "{count} checks failed before anything was changed: they notice nothing.";
    SLIP = "改动", "change";
    TRIED = "次数", "tried";
    BY_ERROR = "报错", "error";
    BY_WARNING = "仅警告", "warning only";
    PASSED = "没有发现", "unnoticed";
    SHARE = "发现", "noticed";
    SLIP_DIGIT = "一位数字写错", "one digit wrong";
    SLIP_DIGITS_SWAPPED = "相邻两位颠倒", "two digits swapped";
    SLIP_DIGIT_DROPPED = "少写一位", "a digit missing";
    SLIP_DIGIT_ADDED = "多写一位", "a digit too many";
    SLIP_BLANK = "该填的没有填", "blank for a figure";
    SLIP_CELLS_SWAPPED = "相邻两格颠倒", "neighbouring cells swapped";
    SLIP_SHIFTED = "整列下移一行", "a column shifted down";
    UNNOTICED = "没有规则发现的改动", "Changes that no rule noticed";
    UNNOTICED_CELL = "{cell}（{before}）：{slips}", "{cell} ({before}): {slips}";
    UNNOTICED_SLIP = "{slip} {count} 次（如改成 {after}）", "{slip} × {count} (such as {after})";
    UNNOTICED_ONCE = "{slip}（改成 {after}）", "{slip} ({after})";
    UNNOTICED_SHIFT = "{slip}", "{slip}";
    UNNOTICED_MORE = "另有 {count} 格（--format json 列出全部）", "{count} more figures (--format json lists all)";
    NOTHING_UNNOTICED = "每一次改动都有规则发现。", "Every change was noticed by a rule.";
    BLANK = "空白", "blank";

    NO_TEMPLATE_GIVEN = "要写模板：名称、名称@版本或 .gj 文件；--mutate 时可以由报告认出", "name a template: NAME, NAME@VERSION or a .gj file; with --mutate the report may tell";
    NOT_MUTATED = "{path} 认不出是哪个格式的报告，没有数字可改", "{path} is on no known form: there are no figures to change";
}
