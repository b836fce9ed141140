//! Wordings of `gouji emit`.

wordings! { "emit":
    HEAD = "{form} {label}：勾稽关系的 {dialect} 脚本，由 gouji emit sql 生成。",
        "{form} {label}: its rules as a script for {dialect}, made by gouji emit sql.";
    BASIS = "依据：{basis}", "Basis: {basis}";
    VIEW = "  {name}：{what}", "  {name}: {what}";
    IS_LONG = "每份报告的每一格，一格一行", "every cell of every report, one a line";
    IS_WIDE = "每份报告一行，一格一列", "one line a report, a column for every cell";
    IS_CHECKED = "每份报告的每一处核对和结果", "every check of every report, and what it came to";
    IS_VIOLATIONS = "全部问题", "every violation";
    ALL_WRITTEN = "模板里的勾稽关系都写进了本脚本。", "All rules of the template are in this script.";
    NOT_WRITTEN = "本脚本没有核对的：", "What this script does not check:";
    ITEM = "  - {text}", "  - {text}";
    LEFT_PRIOR = "要用上年报告的规则：{rules}", "rules that need the report of the year before: {rules}";
    LEFT_PARTS = "要用下级报告的规则：{rules}", "rules that need the reports of which this is the sum: {rules}";
    LEFT_SUSPENDED = "作者暂停的规则：{rules}", "rules that their author suspended: {rules}";
    LEFT_COLUMNS = "不读的列（行号、单位）：{columns}", "columns that are not read (line numbers, units): {columns}";
    LEFT_RULE = "规则“{rule}”：{why}", "rule \"{rule}\": {why}";
    LEFT_FILL = "空白的合计不按各项推算（单位不同，要用除法）：{cells}",
        "blank totals that are not computed from their parts (other units, it would take a division): {cells}";
    LEFT_WORDS = "文字的格取数时已经核对，这里不再核对：{cells}",
        "words, which were checked when they were read, are not checked again: {cells}";
    TOO_LARGE = "中间结果可能超出 38 位", "its numbers may take more than 38 digits";
    NO_COUNTERPART = "其中的运算在 SQL 里没有对应的写法", "it computes something that has no counterpart in SQL";
    TOO_LONG = "写成 SQL 太长", "it would be very long in SQL";
    FIGURES = "数字，一格一行：gouji check 报告… --figures figures.csv 写出的文件。
state：figure（value 是精确的数字或文字）、blank、absent、not-applicable（value 是记号）、unreadable、approximate（约数）、
meta（报告信息，row 是名称）。正文里的数字，table 写作 facts。value 一律按文字装入，不要让装入工具猜类型。",
        "Figures, a cell a line: the file that gouji check REPORT… --figures figures.csv writes.
state: figure (value is the exact number, or the word), blank, absent, not-applicable (value is the token), unreadable, approximate,
meta (what identifies the report; row is its name). Figures in sentences are in the table facts. Load every column as text: let no tool guess types.";
    LOAD = "装入：{sql}", "to load: {sql}";
    LOAD_PARQUET = "或者：{sql}", "or: {sql}";
    CELLS = "模板的 {count} 格。kind 是类型；words：文字；places：宽表里的小数位数；used：有规则用到它的数；computed：合计或推算的行。
blank、absent：空白、缺失时计为什么（数字，skip 略去，unknown 无从核对，error 报错）；policy：记号表。",
        "The {count} cells of the form. kind: their type; words: they hold words; places: decimals in the wide view; used: some rule reads their
number; computed: totals and derived lines. blank, absent: what such a cell counts as (a number, skip, unknown, error); policy: their tokens.";
    TOKENS = "各种记号计为什么。", "What tokens count as.";
    LONG = "每格一行。counts：计为 number、word、skip、unknown、error（模板里没有的格和 meta 为 nothing）；
scaled：去掉小数点的整数，等于所计的数乘以 10^decimals，没有舍入；digits：整数部分的位数。",
        "A line a cell. counts: number, word, skip, unknown, error (nothing for meta and for cells that the form has not);
scaled: the number without its point, that is times 10^decimals, never rounded; digits: how many stand before the point.";
    WIDE = "每份报告一行，一格一列：数字按表中的类型。没有数字的、放不进这个类型的格为 NULL；原样的文字在上一个视图里。",
        "One line a report, a column for every cell, as a number. NULL where there is no figure or it does not fit the column's type exactly; the view
before has the exact text.";
    VALUES = "规则看到的数，每份报告一行：每格所计的数乘以 10^scale 成为整数，scale 是这份报告里规则用到的数最多的小数位数，one 是 10^scale。
空白的合计按各项推算，先小计后总计（名称后加 :read 的是推算之前的）。whole：每格恰好一行；fits：整数位数与 scale 合计不超过 {digits}。
两者有一不成立，这份报告的规则都不运算，另报问题。",
        "The numbers that rules see, a line a report: what each cell counts as, times 10^scale, a whole number. scale is the most decimal places of
the report's numbers that rules read; one is 10^scale. A blank total goes on with the sum of its parts, parts before wholes (:read is
before that). whole: every cell has one line; fits: digits and scale are {digits} at most. Where either fails, no rule of the report is computed, and that is reported.";
    RULES = "各处核对：共 {count} 处。op 是左右两边的关系；两边都是整数，小数位数是 scale × degree + places。",
        "The {count} checks. op: how the two sides are to compare; both are whole numbers, with scale × degree + places decimals.";
    CHECKED = "每份报告、每处核对一行。状态 compare 的比较左右两边；more、less：左边可以多出、少于右边多少。没有数的（NULL）无从核对，不算通过。",
        "A line for every check of every report. Where the state is compare, the sides are compared; more, less: how far the left side may exceed,
or fall short of, the right. What has no number (NULL) is not assessable, and never held.";
    BLANK_TOTALS = "空白的合计", "Blank totals";
    RULE = "{name}〔{severity}〕{says}", "{name} [{severity}] {says}";
    NAME_TOTAL = "合计", "total";
    NAME_INCLUDING = "其中", "of which";
    HARD = "强制性", "hard";
    SOFT = "核实性", "soft";
    NOTE = "提示性", "note";
    TOTAL = "合计等于各项之和", "a total equals the sum of its parts";
    DERIVED = "“{name}”由其他各项算出", "\"{name}\" follows from other lines";
    INCLUDING = "“其中”不大于其所属的数", "\"of which\" is at most the figure it belongs to";
    VIOLATIONS = "全部问题：代码、位置、左右两边和差，与 gouji check 一致。", "Every violation: code, place, both sides and the difference, as gouji check has them.";
    BLANK_TOTAL = "合计空着；right_side 是按各项推算的数", "the total is blank; right_side is what its parts make";
    BLANK_UNKNOWN = "合计空着，各项也不全，推算不出", "the total is blank, and its parts are not all known";
    DUPLICATE = "不是每格恰好一行（重复装入，或者缺行）：这份报告的规则都没有核对",
        "not every cell has exactly one line (loaded twice, or lines are missing): no rule of this report was checked";
    RANGE = "数字位数太多，超出精确运算的范围：这份报告的规则都没有核对，请用 gouji check",
        "figures have more digits than are computed exactly: no rule of this report was checked; use gouji check";
    NEGATIVE = "是负数", "is negative";
    NOT_WHOLE = "不是整数", "is not a whole number";
    LIMIT = "不符合 {op} {limit}", "is not {op} {limit}";
    PLACES = "小数位数比 {step} 多", "has more decimal places than {step}";
    ABSENT = "没有找到", "is not there";
    BLANK = "空着", "is blank";
    UNREADABLE = "读不出数字", "cannot be read";
    UNASSESSED = "是约数，或者模板说它计为未知：用到它的规则无从核对", "is approximate, or counts as unknown: rules that use it are not assessable";
    UNKNOWN_CELL = "模板里没有这一格", "the form has no such cell";
    SHARED_PLACE = "有两格都叫“{place}”，写成 SQL 分不清；请给其中一张表改名",
        "two cells are called \"{place}\" and cannot be told apart in SQL; rename one of their tables";
    TOO_MANY_COLUMNS = "这个模板有 {count} 格，{dialect} 的一行最多 {most} 列；请用 duckdb 或 spark",
        "the form has {count} cells, and a row of {dialect} has {most} columns at most; use duckdb or spark";
    BAD_PREFIX = "“{name}”不能作视图的名称：用字母、数字和下划线", "`{name}` cannot begin a view's name: use letters, digits and underscores";
    LEFT_OUT = "脚本没有核对的（脚本开头也列出了）：{items}", "the script does not check (its head says so too): {items}";
}
