//! Wordings of the language server: hovers, renaming, hints.

wordings! { "lsp":
    UNIT = "计量单位", "unit";
    AXIS = "轴", "axis";
    AXIS_ITEM = "轴 {axis} 的一项", "item of the axis {axis}";
    TEMPLATE = "模板", "template";
    META = "基本信息", "meta value";
    SECTION = "章", "section";
    TABLE = "表", "table";
    TABLE_IN = "表，在 {section} 一章", "table in the section {section}";
    FACT = "正文里的数字", "figure in the text";
    ROW = "表 {table} 的行", "row of the table {table}";
    COLUMN = "表 {table} 的列", "column of the table {table}";
    ITEM = "项目", "item";
    RULE = "规则（不成立为错误）", "rule (a failure is an error)";
    RULE_SOFT = "规则（不成立为警告，需要核实）", "rule (a failure is a warning)";
    RULE_NOTE = "规则（不成立只作提示）", "rule (a failure only informs)";
    CELL = "表 {table} 的格", "cell of the table {table}";
    CELL_OF_FACTS = "正文里的数字", "figure in the text";

    PRINTED = "印作：{text}", "printed as: {text}";
    TYPE = "类型：{text}", "type: {text}";
    READ = "没有数字时：{text}", "without a figure: {text}";
    OPTIONAL = "可以没有", "may be missing";
    HEADING = "标题：自身没有数字", "a heading: no figure of its own";
    ADDS = "合计：{text}", "total of: {text}";
    ADDS_NOTHING = "合计：没有可加的项目", "total of nothing";
    EQUALS = "等于：{text}", "equals: {text}";
    OF_WHICH = "其中的一项：不超过 {whole}", "of which: at most {whole}";
    USED_BY = "用到它的规则：{rules}", "rules that use it: {rules}";
    USED_BY_NONE = "没有规则用到它", "no rule uses it";
    IN_TOTALS = "计入合计：{totals}", "part of the totals: {totals}";
    SPREAD_IN = "铺开于：{tables}", "spread in: {tables}";
    NOT_SPREAD = "没有铺开在任何表里", "spread in no table";
    ALSO_WRITTEN = "也写作：{text}", "also written: {text}";
    SIZE = "{rows} 行、{columns} 列有数字", "figures in {rows} rows and {columns} columns";
    APPLIES = "适用于报告年度：{years}", "report years: {years}";
    CONDITION_OF = "在表 {table} 中", "in the table {table}";
    IN_EDITOR_FUNCTION = "函数", "function";
    MORE_PARTS = "{parts} …（共 {count} 项）", "{parts} … ({count} in all)";

    NOT_A_NAME = "这里没有可以改的名字", "there is no name to change here";
    RENAME_CODE = "这里写的是行号；请在名字上改名", "this is a line number; rename at the name";
    RENAME_SPELLING = "这是单位的另一种写法；请在单位的声明处改", "this is another spelling of the unit; change it where the unit is declared";
    NAME_EMPTY = "名字不能是空的", "a name cannot be empty";
    NAME_SIGN = "名字里不能有 {sign}", "a name cannot hold {sign}";
    NAME_IN_BRACES = "这个名字写在文字的花括号里，不能含有 {sign}", "this name stands in the braces of a text and cannot hold {sign}";
    NAME_BREAKS = "改成 {name} 以后：{text}", "with the name {name}: {text}";
    NAME_CAPTURED = "改成 {name} 以后，有的名字会指到别的东西上", "with the name {name}, some names would mean something else";
    NAME_UNREADABLE = "{file} 里有读不懂的地方，改名可能有遗漏；请先改正那里的错误", "a part of {file} cannot be read, and renaming could miss names there; mend its errors first";
    FORMAT_BROKEN = "文件里有读不懂的地方，不能排版", "a file that cannot be read to its end is not formatted";

    FIX_INSERT = "插入 {text}", "insert {text}";
    FIX_DELETE = "删去 {text}", "remove {text}";
    FIX_REPLACE = "改为 {text}", "change to {text}";

    IN_BUILT_IN = "内置模板 {name} 第 {line} 行：{text}", "built-in template {name}, line {line}: {text}";
    RULE_OF_TEMPLATE = "规则 {name} 写在这里", "the rule {name} is written here";

    UNKNOWN_METHOD = "没有这个功能：{method}", "no such method: {method}";
    BAD_PARAMS = "参数有误：{why}", "parameters that do not fit: {why}";
    NOT_INITIALIZED = "尚未初始化", "not initialized";
    SHUT_DOWN = "已经关闭", "shut down";
    UNKNOWN_DOCUMENT = "没有打开这个文件：{uri}", "this file is not open: {uri}";
    DISCONNECTED = "与编辑器的通信中断：{why}", "the connection with the editor broke: {why}";
    CANCELLED = "已取消", "cancelled";
    FAILED = "语言服务出错，请报告这个问题：{why}", "the language server failed; please report this: {why}";
}
