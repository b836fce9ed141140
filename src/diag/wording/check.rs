//! Wordings of the `check` phase: types, units, shapes, totals, labels, and what is never used.

wordings! { "check":
    // What things are called inside other messages.
    TYPE_BARE = "不带单位的数", "a number without a unit";
    TYPE_UNIT = "以 `{unit}` 计的数", "a figure in `{unit}`";
    TYPE_PERCENT = "百分数", "a percentage";
    TYPE_TEXT = "文字", "text";
    TYPE_TRUTH = "真假判断", "true or false";
    TYPE_YEAR = "年份", "a year";
    TYPE_DATE = "日期", "a date";
    TYPE_ENUM = "选项（{words}）", "one of {words}";
    TYPE_CODE = "行次", "a line number";
    DIMENSION_ROWS = "`{table}` 表的各行", "the rows of `{table}`";
    DIMENSION_COLUMNS = "`{table}` 表的各列", "the columns of `{table}`";
    DIMENSION_ROWS_AXIS = "`{table}` 表的各行（轴 `{axis}`）", "the rows of `{table}` (axis `{axis}`)";
    DIMENSION_COLUMNS_AXIS = "`{table}` 表的各列（轴 `{axis}`）", "the columns of `{table}` (axis `{axis}`)";
    ADD = "相加", "added";
    SUBTRACT = "相减", "subtracted";
    COMPARE = "比较", "compared";
    CHOOSE = "作为同一个结果", "two outcomes of one `if`";
    GATHER = "汇总在一起", "aggregated together";

    // G0301 units
    UNITS_DIFFER = "`{left}` 与 `{right}` 不是同一种量，不能{verb}", "`{left}` and `{right}` measure different things and cannot be {verb}";
    UNITS_DIFFER_PURE = "以 `{unit}` 计的数与没有单位的数不能{verb}", "a figure in `{unit}` and a figure without a unit cannot be {verb}";
    HERE_TYPE = "这里是{type}", "this is {type}";
    BECAUSE_TYPE = "因为类型在这里写定", "because its type is declared here";
    TRUTH_HELP = "填“是”“否”的项目本身就是条件：直接写名称，或写 `not 名称`", "an item of yes and no is a condition by itself: write its name, or `not` before it";
    UNITS_HELP = "单位可以换算时，用 `unit {left} = …{right}` 声明；只论个数时，写成不带单位的数：`甲 / 1{left}`、`乙 / 1{right}`；否则检查是不是引用错了项目", "declare `unit {left} = …{right}` if one converts into the other; where only the counts matter, write plain numbers: `a / 1{left}`, `b / 1{right}`; otherwise check that this is the item you mean";
    UNITS_PURE_HELP = "给没有单位的一边也写上单位，例如 `natural[{unit}]`", "give the other side its unit too, for example `natural[{unit}]`";

    PERCENT_OF_HELP = "写明是谁的百分之几，例如 `总额 * 5%`", "say of what, as in `total * 5%`";
    UNIT_OF_LITERAL = "{value} 没有写单位，旁边的数以 `{unit}` 计，又可以换算成 `{base}`", "{value} has no unit; the figure beside it is in `{unit}`, which converts into `{base}`";
    UNIT_OF_LITERAL_LABEL = "是 {value}{unit}，还是 {value}{base}？", "{value}{unit} or {value}{base}?";
    UNIT_OF_LITERAL_HELP = "写成 `{value}{unit}`", "write `{value}{unit}`";

    // G0302 products and quotients
    PRODUCT = "两个带单位的数不能相乘：`{left}` × `{right}` 没有意义明确的单位", "two figures with units cannot be multiplied: `{left}` × `{right}` is no unit";
    QUOTIENT = "`{left}` ÷ `{right}` 没有意义明确的单位", "`{left}` ÷ `{right}` is no unit";
    QUOTIENT_BARE = "没有单位的数不能除以 `{right}`", "a number without a unit cannot be divided by `{right}`";
    COMPOUND_HELP = "语言里没有复合单位；先把其中一边化成纯数，例如除以 `1{unit}`", "there are no compound units; make one side a plain number first, for example by dividing it by `1{unit}`";

    // G0303 types
    TYPES_DIFFER = "{left}与{right}不能{verb}", "{left} and {right} cannot be {verb}";
    NOT_A_NUMBER = "这里要用数，却是{type}", "a number is needed here, but this is {type}";
    NOT_A_NUMBER_LABEL = "不能参加运算", "cannot be calculated with";
    ORDER_OF_TEXT = "{type}只能比较相等或不等，不能比较大小", "{type} can only be equal or different, not greater or less";
    PERCENT_LITERAL = "与百分数比较的数要写成百分数", "a number beside a percentage is written as one";
    PERCENT_LITERAL_LABEL = "{value} 就是 {times}%", "{value} means {times}%";
    PERCENT_LITERAL_HELP = "写成 `{value}%`", "write `{value}%`";
    NEEDS_NAME = "`{function}` 里只能写一个项目的名称，不能写算式", "`{function}` takes the name of an item, not a calculation";
    NEEDS_NAME_LABEL = "不是一个项目", "not an item";
    NEEDS_NAME_HELP = "分开写，例如 `{function}(甲) and {function}(乙)`", "write one for each, as in `{function}(a) and {function}(b)`";
    ROUND_QUANTUM = "`round` 的第二个数必须是大于 0 的常数", "the second argument of `round` must be a number above 0";
    ROUND_QUANTUM_LABEL = "要修约到的最小单位", "what to round to";

    // G0304 conditions
    NOT_A_CONDITION = "这里要写一个成立或不成立的条件，却是{type}", "a condition is needed here, but this is {type}";
    NOT_A_CONDITION_LABEL = "算出来的不是真假", "is neither true nor false";
    NOT_A_CONDITION_HELP = "写出要与什么比较，例如 `… == …`", "say what it is compared with, for example `… == …`";

    // G0305 options
    NO_SUCH_OPTION = "`{word}` 不是可选的词：{words}", "`{word}` is not one of the options: {words}";
    NO_SUCH_OPTION_LABEL = "没有这个选项", "no such option";
    NEAR_OPTION = "是不是 `{word}`？", "did you mean `{word}`?";
    OPTIONS_HERE = "选项在这里列出", "the options are listed here";

    // G0306 .. G0310 shapes
    ROW_WITH_COLUMN = "行与列不能放在同一个算式里", "a row and a column do not mix in one expression";
    RUNS_ALONG = "这里沿着 {dimension}逐项取数", "this runs along {dimension}";
    ROW_WITH_COLUMN_HELP = "用 `行[列]` 取一格，或用 `sum(…)` 先合成一个数", "pick one cell with `row[column]`, or make one figure of it with `sum(…)`";
    AXES_DIFFER = "两边的项目不一致，不能逐项对应", "the two sides do not have the same items";
    AXES_DIFFER_HELP = "两边要展开同一个轴，或有同样名称、同样分组的项目；只比一格时写 `行[列]`", "both must spread one axis, or have items of the same names and groups; write `row[column]` to compare one cell";
    SINGLE_WITH_VECTOR = "一个数字不能与一整行（列）的多个数字对应", "one figure cannot stand beside a vector of several figures";
    SINGLE_LABEL = "这里只有一个数", "one figure";
    SINGLE_HELP = "用 `[…]` 从另一边取出一格，例如 `[{item}]`，或用 `sum(…)` 先合成一个数", "pick one cell of the other side with `[…]`, for example `[{item}]`, or make one figure of it with `sum(…)`";
    TABLE_VALUE = "`{table}` 是整张表，不是一个数", "`{table}` is a whole table, not a figure";
    TABLE_VALUE_LABEL = "表不能直接参加运算", "a table cannot be calculated with";
    TABLE_VALUE_HELP = "写出行或列的名称，或用 `sum({table})` 合计全表", "name one of its rows or columns, or add it all up with `sum({table})`";
    HEADING_VALUE = "`{name}` 只是分组的标题，本身没有数字", "`{name}` is the heading of a group and has no figure of its own";
    HEADING_VALUE_LABEL = "标题没有数字", "a heading has no figure";
    HEADING_VALUE_HELP = "要各项之和，写 `sum({name})`；表上印有合计的，把它声明为 `total {name} {{ … }}`", "for the sum of its items write `sum({name})`; if the form prints that sum, declare it `total {name} {{ … }}`";
    PARTS_VALUE = "`parts.…` 是下级的许多份报告，不是一个数", "`parts.…` is many reports, not one figure";
    PARTS_VALUE_LABEL = "要先汇总", "needs an aggregate around it";
    PARTS_VALUE_HELP = "写 `sum(parts.…)`", "write `sum(parts.…)`";
    AGGREGATE_OF_SINGLE = "这里只有一个数，没有可以汇总的行或列", "this is one figure: there is no row or column to aggregate";
    AGGREGATE_OF_SINGLE_LABEL = "一个数", "one figure";
    AGGREGATE_OF_SINGLE_HELP = "去掉汇总，或写出整行、整列、分组的名称", "drop the aggregate, or name a whole row, column or group";
    TOO_DEEP = "算式太长或嵌套太深（上限 {limit} 层）", "the expression is too long or nested too deep (the limit is {limit})";
    TOO_DEEP_LABEL = "从这里起不再检查", "not looked at from here on";
    TOO_DEEP_HELP = "用 `sum(分组)` 代替一项项相加", "use `sum(group)` instead of adding item by item";

    // G0311 .. G0315 declared types
    NO_TYPE_TABLE = "`{table}` 表没有写数字的类型", "the figures of `{table}` have no type";
    NO_TYPE_ITEMS = "这些项目没有写类型：{items}", "these items have no type: {items}";
    NO_TYPE_LABEL = "没有类型", "has no type";
    NO_TYPE_HELP = "在表里写一句 `cell 类型`，例如 `cell natural[件]`，或在项目后写 `: 类型`", "add a line `cell TYPE` to the table, for example `cell natural`, or write `: TYPE` after the item";
    TWO_TYPES = "`{row}` 行与 `{column}` 列给同一格写了不同的类型", "row `{row}` and column `{column}` give one cell different types";
    TWO_TYPES_COLUMN = "列的类型", "the type of the column";
    TWO_TYPES_ROW = "行的类型", "the type of the row";
    TWO_TYPES_HELP = "只在行上或只在列上写类型", "write types on the rows or on the columns, not on both";
    LIMITS_EMPTY = "没有任何数能同时满足这些限定", "no number can meet these bounds together";
    LIMITS_EMPTY_LABEL = "与另一条限定矛盾", "contradicts the other bound";
    LIMITS_EMPTY_OTHER = "另一条限定", "the other bound";
    RANGE_REVERSED = "区间的两头写反了", "the ends of the range are the wrong way round";
    RANGE_REVERSED_LABEL = "起点比终点大", "starts above its end";
    NATURAL_NEGATIVE = "`natural` 不会是负数，这条限定没有意义", "`natural` is never negative, so this bound means nothing";
    NATURAL_NEGATIVE_LABEL = "比 0 还小", "is below 0";
    NATURAL_NEGATIVE_HELP = "可能出现负数的项目用 `integer`", "use `integer` for figures that may be negative";
    KIND_UNIT = "{type}不能带单位 `{unit}`", "{type} cannot carry the unit `{unit}`";
    KIND_LIMIT = "{type}不能用大小来限定", "{type} cannot be bounded";
    KIND_MATCHES = "`matches` 只能用于 `text`", "`matches` is for `text` only";
    MATCHES_WRONG = "`matches` 后面的不是可用的正则表达式：{problem}", "what follows `matches` is no regular expression that can be used: {problem}";
    MATCHES_WRONG_LABEL = "写在这里", "written here";
    KIND_ROUNDING = "`step` 和 `rounded` 只能用于 `decimal` 和 `percent`", "`step` and `rounded` are for `decimal` and `percent` only";
    ROUNDING_NOT_POSITIVE = "`step` 或 `rounded` 后面的数必须大于 0", "the number after `step` or `rounded` must be above 0";
    KIND_LABEL = "类型写在这里", "the type is written here";
    KIND_LIMIT_LABEL = "去掉这条限定", "leave this out";
    KIND_UNIT_HELP = "去掉方括号里的单位", "leave out the unit in brackets";
    KIND_COUNT_HELP = "个数本来就是整数，去掉即可", "a count is whole anyway: leave it out";
    KIND_PLACE = "{type}不能用在这里：它只能是表里的一列", "{type} does not belong here: it can only be a column of a table";
    VALUE_OUTSIDE = "`{name}` 的类型不容许 {value}", "{value} is not a value that `{name}` may have";
    VALUE_OUTSIDE_ALL = "模板的 `read` 把缺数计作 {value}，但没有一个数字的类型容许它", "the `read` of the template counts a missing figure as {value}, which no figure may be";
    VALUE_OUTSIDE_LABEL = "缺数时计作 {value}", "counts as {value} when there is no figure";
    VALUE_OUTSIDE_TEXT = "这句话计作 {value}", "this text stands for {value}";
    VALUE_OUTSIDE_TYPE = "类型在这里写定", "its type is declared here";

    // G0316 .. G0319 totals and derived lines
    TOTAL_ALONE = "合计 `{name}` 没有可以相加的项目", "the total `{name}` has nothing to add";
    TOTAL_ALONE_LABEL = "这一层没有别的数字", "there is no other figure on its level";
    TOTAL_EMPTY_LABEL = "它的分组里没有数字", "there is no figure in its group";
    TOTAL_ALONE_HELP = "不是合计的，去掉 `total`；是合计的，把组成项写进它的 `{{ … }}` 或写在它旁边", "drop `total` if it is none; otherwise put its parts in its `{{ … }}` or beside it";
    TWO_TOTALS = "同一层有两个合计：`{first}` 和 `{second}`", "two totals on one level: `{first}` and `{second}`";
    TWO_TOTALS_FIRST = "这一层已经有合计", "this level has its total already";
    TWO_TOTALS_SECOND = "又一个合计", "a second total";
    TWO_TOTALS_HELP = "把各自的组成项分成两组，或把其中一个写成算式：`{second} = … + …`", "put the parts of each in a group of its own, or write one of them as a formula: `{second} = … + …`";
    TOTAL_OF_KIND = "合计 `{name}` 要加的是{type}，不能相加", "the total `{name}` adds {type}, which cannot be added";
    TOTAL_OF_KIND_LABEL = "这是一个合计", "this is a total";
    TOTAL_PART_DIFFERS = "合计 `{name}` 是{type}，组成项 `{part}` 却是{other}", "the total `{name}` is {type}, but its part `{part}` is {other}";
    TOTAL_PART_LABEL = "组成项", "the part";
    TOTAL_WHOLE = "合计 `{name}` 是整数，组成项 `{part}` 却可能有小数", "the total `{name}` is a whole number, but its part `{part}` may have decimals";
    INCLUDING_DIFFERS = "`{part}` 是 `{name}` 的其中数，两者的类型却不同：{other}，{type}", "`{part}` is included in `{name}`, but their types differ: {other}, {type}";
    INCLUDING_LABEL = "其中数", "the included figure";
    TOTAL_TYPE_HELP = "给它们同一种单位和类型", "give them one unit and type";
    CYCLE = "这几行互相推算，成了循环：{cycle}", "these lines are derived from each other in a circle: {cycle}";
    CYCLE_SELF = "`{name}` 的算式里有它自己", "`{name}` is derived from itself";
    CYCLE_LABEL = "由 `{next}` 推算", "is derived from `{next}`";
    CYCLE_HELP = "把其中一行改为填报的数字，另写一条 `rule`", "let one of them be a figure as entered, and write a `rule` instead";

    // G0320 .. G0323 rules
    ALWAYS = "规则 `{rule}` 永远成立，查不出任何错误", "the rule `{rule}` always holds: no figure can break it";
    ALWAYS_LABEL = "不论填什么数都成立", "holds whatever the figures are";
    ALWAYS_HELP = "检查是不是引用错了项目；类型已经保证的，不必再写规则", "check that these are the items you mean; what a type says already needs no rule";
    ALWAYS_WHEN = "规则 `{rule}` 的 `when` 永远成立，可以去掉", "the `when` of rule `{rule}` is always true and can be dropped";
    NEVER = "规则 `{rule}` 永远不成立，任何报告都会违反它", "the rule `{rule}` can never hold: every report would break it";
    NEVER_LABEL = "不论填什么数都不成立", "fails whatever the figures are";
    NEVER_HELP = "检查两边引用的项目和常数", "check the items and the numbers on both sides";
    NEVER_WHEN = "规则 `{rule}` 的 `when` 永远不成立，这条规则从不适用", "the `when` of rule `{rule}` is never true: the rule never applies";
    NEVER_DERIVED = "`{name}` 的算式永远不可能成立", "the formula of `{name}` can never hold";
    ZERO_DIVISOR = "除数永远是 0", "the divisor is always 0";
    ZERO_DIVISOR_LABEL = "等于 0", "is 0";
    WITHIN_NOTHING = "规则 `{rule}` 写了 `within`，条件里却没有数字的比较", "the rule `{rule}` says `within`, but its condition compares no figures";
    WITHIN_NEGATIVE = "`within` 的容差不能小于 0", "the allowance of `within` cannot be below 0";
    WITHIN_UNIT = "容差是{allowance}，比较的却是{type}", "the allowance is {allowance}, but what is compared is {type}";
    WITHIN_LABEL = "容差写在这里", "the allowance";
    WITHIN_COMPARED = "比较的是{type}", "this compares {type}";

    // G0324, G0325 never used
    UNUSED_UNIT = "单位 `{name}` 没有用到", "the unit `{name}` is never used";
    UNUSED_UNIT_LABEL = "没有哪个类型、哪条规则用它，也不能换算成用到的单位", "no type or rule uses it, and it converts into no unit that is used";
    UNUSED_AXIS = "轴 `{name}` 没有展开过", "the axis `{name}` is never spread";
    UNUSED_AXIS_LABEL = "没有哪张表写 `..{name}`", "no table says `..{name}`";
    UNUSED_META = "`meta` 项 `{name}` 没有用到", "the `meta` item `{name}` is never used";
    UNUSED_META_LABEL = "标题、语句、`applies`、`key` 和规则里都没有它", "no title, pattern, `applies`, `key` or rule names it";
    UNUSED_FACTS = "{count} 个语句中的数字只被摘录，没有规则用到：{names}", "{count} figures of sentences are only extracted; no rule uses them: {names}";
    UNUSED_FACTS_LABEL = "没有规则用到", "no rule uses it";
    SPELLING_TAKEN = "这种写法永远用不上：`{other}` 已经有同样的标签", "this spelling can never match: `{other}` has the same label";
    SPELLING_TWICE = "这种写法是多余的：`{other}` 已经有同样的标签", "this spelling adds nothing: `{other}` has the same label already";
    SPELLING_LABEL = "折叠全角、空白和标点之后相同", "the same once width, spaces and punctuation are folded";
    SPELLING_FIRST = "先出现在这里", "first stands here";

    // G0326, G0327 labels
    SAME_LABEL = "同一层的 `{first}` 和 `{second}` 标签相同，无法在报告里分清", "`{first}` and `{second}` stand on one level with the same label and cannot be told apart in a report";
    SAME_LABEL_LABEL = "标签相同", "the same label";
    SAME_LABEL_HELP = "按表上印的全文写出两者的标签，或把它们分到不同的组", "write both labels in full as the form prints them, or put the items into different groups";
    SAME_SENTENCE_HELP = "把两句话写得能区分开，例如多写几个前后的字", "write the two sentences so that they differ, for example with more of the words around the figure";
    SAME_CAPTION = "`{first}` 和 `{second}` 两张表在同一节里标题相同", "the tables `{first}` and `{second}` have the same caption in one section";
    SAME_HEADING = "`{first}` 和 `{second}` 两节标题相同", "the sections `{first}` and `{second}` have the same heading";
    SAME_CAPTION_HELP = "报告里没有印标题的表可以不写标题，由行和列来找", "a table without a printed caption needs none: its rows and columns find it";

    // G0328 versions
    APPLIES_OVERLAP = "`{first}` 和 `{second}` 适用的年度重叠：{years}", "`{first}` and `{second}` apply to the same years: {years}";
    APPLIES_SECOND = "与另一版重叠", "overlaps the other version";
    APPLIES_FIRST = "另一版在这里写定", "the other version";
    APPLIES_ALL = "没有写 `applies`，就是适用于所有年度", "without `applies` it is in force for every year";
    APPLIES_HELP = "旧版写到终止的年度，例如 `applies 年度 in 2019..2020`", "end the older one with its last year, for example `applies year in 2019..2020`";
    APPLIES_REVERSED = "适用年度的两头写反了", "the years of `applies` are the wrong way round";
    APPLIES_NOT_YEAR = "`applies` 要用年份，`{name}` 却是{type}", "`applies` needs a year, but `{name}` is {type}";
    APPLIES_NOT_YEAR_LABEL = "不是年份", "is not a year";
    VERSION_MISSING = "有两个叫 `{name}` 的模板，这一个没有写版本", "there are two templates `{name}`, and this one has no version";
    VERSION_MISSING_LABEL = "缺版本", "has no version";
    VERSION_OTHER = "另一个", "the other one";
    VERSION_HELP = "在名称后写 `@版本`，例如 `{name} @2021`", "write `@VERSION` after the name, for example `{name} @2021`";
    DURING_REVERSED = "规则 `{rule}` 的 `during` 两头写反了", "the years of `during` in rule `{rule}` are the wrong way round";

    // G0329 facts
    FACT_KIND = "语句中的数字 `{name}` 是{type}，不是数", "the fact `{name}` is {type}, not a number";
    FACT_KIND_LABEL = "`{{}}` 只取数字", "`{{}}` takes a number only";
    FACT_KIND_HELP = "年份、机构名称等写在 `meta` 里", "years, names and the like belong in `meta`";
}
