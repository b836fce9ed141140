//! Wordings of the `resolve` phase.

wordings! { "resolve":
    // Near names.
    DID_YOU_MEAN = "是不是 `{name}`？", "did you mean `{name}`?";
    DID_YOU_MEAN_ONE_OF = "是不是其中之一：{names}？", "did you mean one of these: {names}?";
    DECLARED_HERE = "声明在这里", "declared here";

    // Unknown names.
    UNKNOWN_NAME = "没有 `{name}` 这个名称", "there is no name `{name}`";
    UNKNOWN_NAME_HERE = "本表的行、列，本模板的文中数字、表和元数据里都没有它", "no row or column of this table, no fact, table or meta of this template is called so";
    UNKNOWN_GROUP_HERE = "没有这样一个组", "there is no such group";
    NOT_UNDER = "`{group}` 下面没有 `{name}`", "there is no `{name}` under `{group}`";
    NOT_UNDER_HERE = "不在这个组里", "not in this group";
    UNKNOWN_NAME_HELP = "别的表里的项目写作 `表名.项目`；章、计量单位和规则不能用在条件里", "an item of another table is written `table.item`; sections, units and rules are no names in conditions";
    UNKNOWN_IN_TABLE = "表 `{table}` 里没有 `{name}`", "table `{table}` has no `{name}`";
    UNKNOWN_IN_TABLE_HERE = "表 `{table}` 的行和列里都没有", "neither a row nor a column of `{table}`";
    UNKNOWN_COLUMN = "表 `{table}` 没有 `{name}` 这一列", "table `{table}` has no column `{name}`";
    UNKNOWN_COLUMN_HERE = "方括号里应当是 `{table}` 的一列", "a column of `{table}` belongs in these brackets";
    UNKNOWN_ROW = "表 `{table}` 没有 `{name}` 这一行", "table `{table}` has no row `{name}`";
    UNKNOWN_ROW_HERE = "方括号里应当是 `{table}` 的一行", "a row of `{table}` belongs in these brackets";
    UNKNOWN_META = "元数据里没有 `{name}`", "there is no meta `{name}`";
    UNKNOWN_META_HERE = "这里应当是 meta 声明过的名称", "a name that `meta` declares belongs here";
    UNKNOWN_META_HELP = "在 `meta {{ … }}` 里声明它，如 `{name}: text`", "declare it in `meta {{ … }}`, as in `{name}: text`";

    // Ambiguous names.
    AMBIGUOUS = "`{name}` 有 {count} 个可能的意思", "`{name}` fits {count} things";
    AMBIGUOUS_HERE = "分不清指哪一个", "which one is meant is not clear";
    AMBIGUOUS_ONE = "可能是这一个", "it may be this one";
    AMBIGUOUS_HELP = "写明是哪一个：{paths}", "say which one: {paths}";
    AMBIGUOUS_RENAME = "这几个名称写成路径也分不开，请给其中一个改名", "no path tells them apart: rename one of them";
    AMBIGUOUS_INDEX = "方括号里的名称有 {count} 种读法", "the names in the brackets can be read in {count} ways";
    AMBIGUOUS_INDEX_HELP = "写明是哪一个：{paths}；也可以写 `rows.…`、`columns.…`", "say which one: {paths}; `rows.…` and `columns.…` may be written too";

    // Declared twice.
    DUPLICATE = "{what} `{name}` 出现了两次", "{what} `{name}` is there twice";
    DUPLICATE_HERE = "这里又写了一次", "written again here";
    DUPLICATE_FIRST = "第一次在这里", "first written here";
    DUPLICATE_HELP = "改名，或者删去其中一个", "rename or remove one of the two";
    DUPLICATE_BY_SPREAD = "这里展开的轴又带来一个 `{name}`", "the axis spread here brings another `{name}`";
    DUPLICATE_ITEM_HELP = "同一层的项目不能同名：改名，或者放进不同的组", "items of one level cannot share a name: rename one, or put them into different groups";
    A_UNIT = "计量单位", "the unit";
    AN_AXIS = "轴", "the axis";
    A_TEMPLATE = "模板", "the template";
    A_SECTION = "章", "the section";
    A_TABLE = "表", "the table";
    A_RULE = "规则", "the rule";
    AN_ITEM = "项目", "the item";
    A_FACT = "文中的项目", "the fact";
    A_META = "元数据", "the meta";
    A_KEY = "主键", "the key";
    A_CODE = "行次", "the line number";
    A_VALUE = "枚举值", "the value";
    A_READ = "读法", "the reading of";
    A_STATEMENT = "语句", "the statement";

    // Units.
    UNKNOWN_UNIT = "没有声明计量单位 `{name}`", "the unit `{name}` is not declared";
    UNKNOWN_UNIT_HERE = "不认识的单位", "unknown unit";
    UNKNOWN_UNIT_HELP = "在文件开头声明它：`unit {name}`", "declare it at the top of a file: `unit {name}`";
    CONVERSION_WITHOUT_UNIT = "单位 `{name}` 的换算没有写等于多少什么单位", "the conversion of `{name}` does not say of which unit";
    CONVERSION_HERE = "这个数后面应当紧跟一个单位", "a unit should touch this number";
    CONVERSION_HELP = "像这样写：`unit 万元 = 10000元`", "write it as in `unit kg = 1000g`";
    CONVERSION_NOT_POSITIVE = "单位 `{name}` 的换算率必须大于 0", "the conversion of `{name}` must be greater than 0";
    CONVERSION_POSITIVE_HERE = "不大于 0", "not greater than 0";
    CONVERSION_TOO_LARGE = "换算率的位数太多", "the conversion has too many digits";
    UNIT_CYCLE = "单位的换算绕成了圈：{path}", "the conversions of units go round in a circle: {path}";
    UNIT_CYCLE_HERE = "到这里又绕了回来", "here it comes round again";
    UNIT_CYCLE_HELP = "其中一个必须是基本单位，不写 `=`", "one of them has to be the base, without `=`";

    // Axes.
    UNKNOWN_AXIS = "没有轴 `{name}`", "there is no axis `{name}`";
    UNKNOWN_AXIS_HERE = "要展开的轴没有声明", "the axis to spread is not declared";
    UNKNOWN_AXIS_HELP = "在文件开头声明它：`axis {name} {{ … }}`", "declare it at the top of a file: `axis {name} {{ … }}`";
    AXIS_SPREADS_ITSELF = "轴 `{name}` 展开了它自己", "axis `{name}` spreads itself";
    AXIS_CYCLE = "轴的展开绕成了圈：{path}", "the spreads of axes go round in a circle: {path}";
    AXIS_CYCLE_HERE = "这里又回到了已经展开的轴", "this comes back to an axis that is being spread";
    AXIS_CYCLE_HELP = "去掉圈里的一处展开", "take one of these spreads away";

    // Statements and their places.
    MISPLACED = "`{word}` 不能写在{place}", "`{word}` cannot stand {place}";
    MISPLACED_HERE = "不该在这里", "out of place";
    MISPLACED_HELP = "`{word}` 写在{place}", "`{word}` stands {place}";
    IN_TEMPLATE = "模板里", "in a template";
    IN_SECTION = "章里", "in a section";
    IN_TABLE = "表里", "in a table";
    IN_FACTS = "文中数字（facts）里", "in facts";
    IN_TABLE_OR_FACTS = "表里或文中数字（facts）里", "in a table or in facts";
    IN_TEMPLATE_OR_TABLE = "模板里、表里，或者项目后面", "in a template, in a table or behind an item";
    IN_TEMPLATE_OR_SECTION = "模板里或章里", "in a template or a section";
    NOT_FOR_META = "元数据不能带 `{word}`", "a meta cannot have `{word}`";
    NOT_FOR_META_HERE = "在元数据里没有意义", "means nothing in `meta`";
    NOT_FOR_META_HELP = "元数据只有名称、类型、句式和 `optional`：`年度: year \"自{{}}年1月1日\"`", "a meta has a name, a type, patterns and `optional`: `year: year \"from {{}} January\"`";

    // Items that contradict themselves.
    TOTAL_AND_FORMULA = "一个项目不能既是求和又有公式", "an item cannot be both a total and a formula";
    TOTAL_AND_FORMULA_HERE = "后面已经写了 `=`", "a `=` follows";
    TOTAL_AND_FORMULA_HELP = "去掉 `total`（公式本身就是核对），或者去掉公式", "take `total` away (the formula is a check by itself), or the formula";
    FORMULA_AND_BLOCK = "有公式的项目不能再带一组项目", "an item with a formula cannot have a group of items";
    FORMULA_AND_BLOCK_HERE = "既有 `=` 又有 `{{ … }}`", "has both `=` and `{{ … }}`";
    FORMULA_AND_BLOCK_HELP = "等于下面各项之和，写 `total`；只是其中的一部分，写 `including {{ … }}`", "write `total` if it is the sum of its items, `including {{ … }}` if they are only some of it";
    INCLUDING_EMPTY = "`including` 后面没有项目", "nothing follows `including`";
    INCLUDING_EMPTY_HERE = "其中含什么？", "including what?";
    INCLUDING_EMPTY_HELP = "像这样写：`发布会 including {{ 负责人发布会 }}`", "write it as in `meetings including {{ public }}`";
    EMPTY_GROUP = "这个组里没有项目", "this group has no items";
    EMPTY_GROUP_HERE = "后面是空的 `{{ }}`", "an empty `{{ }}` follows";
    EMPTY_GROUP_HELP = "去掉 `{{ }}`，它就是一个有数字的项目", "take `{{ }}` away, and it is an item with a figure";
    ATTRIBUTE_TWICE = "同一个属性写了两次", "the same attribute is written twice";
    ATTRIBUTE_TWICE_HERE = "前面已经写过", "it is written before";
    ATTRIBUTE_TWICE_HELP = "只留一个", "keep one of them";
    STEP_AND_ROUNDED = "`step` 和 `rounded` 不能同时写", "`step` and `rounded` exclude each other";
    STEP_AND_ROUNDED_HERE = "各自舍入过", "rounded, each by itself";
    STEP_AND_ROUNDED_FIRST = "精确到这一位", "exact to this place";
    STEP_AND_ROUNDED_HELP = "数字是精确的，写 `step`；每个数各自四舍五入过，写 `rounded`", "write `step` if the figures are exact, `rounded` if each was rounded by itself";

    // Headings and tables where a figure belongs.
    HEADING_AS_VALUE = "`{name}` 是标题，本身没有数字", "`{name}` is a heading and has no figure";
    HEADING_AS_VALUE_HERE = "这里需要一个数", "a figure is needed here";
    HEADING_DECLARED = "在这里声明为一组项目", "declared here as a group of items";
    HEADING_AS_VALUE_HELP = "要它下面各项之和，写 `sum({path})`", "for the sum of its items write `sum({path})`";
    TABLE_AS_VALUE = "`{name}` 是一张表，不是一个数", "`{name}` is a table, not a figure";
    TABLE_AS_VALUE_HERE = "这里需要一个数", "a figure is needed here";
    TABLE_AS_VALUE_HELP = "写表里的一行、一列或一格：`{name}.行`、`{name}[行, 列]`；全表之和写 `sum({name})`", "write a row, a column or a cell of it: `{name}.row`, `{name}[row, column]`; for all of it `sum({name})`";

    // Braces.
    BRACE_UNBALANCED = "花括号不成对", "the braces do not match";
    BRACE_UNBALANCED_HERE = "缺了另一半", "the other half is missing";
    BRACE_HELP = "`{{}}` 取一个数，`{{年度}}` 是元数据，`{{年度 - 1}}` 是上一年", "`{{}}` takes a figure, `{{year}}` is a meta, `{{year - 1}}` the year before";
    BRACE_OFFSET = "花括号里只能加减一个整数", "only a whole number can be added or taken away in braces";
    BRACE_OFFSET_HERE = "读不懂", "not understood";
    FIGURE_IN_LABEL = "`{{}}` 不能写在标题和栏目名里", "`{{}}` cannot stand in a heading or a label";
    FIGURE_IN_LABEL_HERE = "这里没有数可取", "there is no figure to take here";
    FIGURE_IN_LABEL_HELP = "`{{}}` 只用在 facts 和 meta 的句式里；其中的年度写 `{{年度}}`", "`{{}}` is for the sentences of facts and meta; a year in a label is written `{{year}}`";
    FIGURE_IN_HEADING = "`{{}}` 要取数，但这个项目是标题，没有数", "`{{}}` takes a figure, but this item is a heading and has none";
    FIGURE_IN_HEADING_HERE = "没有数可取", "no figure to take";
    FIGURE_IN_HEADING_HELP = "等于下面各项之和，在名称前写 `total`；只是其中的一部分，在 `{{` 前写 `including`", "write `total` before the name if it is the sum of its items, `including` before the block if they are only some of it";
    TWO_FIGURES = "一个句式里只能有一个 `{{}}`", "a pattern can have only one `{{}}`";
    TWO_FIGURES_HERE = "这是第二个", "this is the second";
    TWO_FIGURES_HELP = "每个数写成单独的项目，各有自己的句式", "write one item for each figure, each with its own pattern";
    NO_FIGURE = "句式里没有 `{{}}`，不知道取哪个数", "the pattern has no `{{}}`: it does not say where the figure is";
    NO_FIGURE_HERE = "数在哪里？", "where is the figure?";
    NO_FIGURE_HELP = "在数字的位置写 `{{}}`；如果这句话本身就等于一个数，在后面写 `as 0`", "write `{{}}` where the figure stands; if the sentence itself means a number, write `as 0` behind it";
    NO_TEXT = "句式里没有可以查找的文字", "the pattern has no text to look for";
    NO_TEXT_HERE = "到处都会匹配", "matches anywhere";
    NO_TEXT_HELP = "写出数字前后的文字，如 `\"收到申请{{}}\"`", "write the words around the figure, as in `\"received {{}} requests\"`";
    NO_META_FIGURE_HELP = "在要取的内容的位置写 `{{}}`，如 `\"自{{}}年1月1日\"`", "write `{{}}` where the value stands, as in `\"from {{}} January\"`";
    VALUE_ON_LABEL = "`as` 只能写在有数字的文中句式后面", "`as` can stand only behind the sentence of a fact with a figure";
    VALUE_ON_LABEL_HERE = "这个名称不表示数", "this label means no number";
    VALUE_ON_LABEL_HELP = "表格里的空格或符号当作什么，用 `read` 写", "what a blank or a sign in a table counts as is said with `read`";
    EMPTY_IN_TITLE = "标题里的花括号要写元数据的名称", "braces in a title hold the name of a meta";
    EMPTY_IN_TITLE_HERE = "没有名称", "no name";
    EMPTY_IN_TITLE_HELP = "写 `{{年度}}` 或 `{{机关: text}}`；任意的文字写 `…`", "write `{{year}}` or `{{agency: text}}`; `…` stands for any text";

    // Ranges, runs and indices.
    RANGE_REVERSED = "范围倒了：{from} 大于 {to}", "the range is reversed: {from} is greater than {to}";
    RANGE_REVERSED_HERE = "没有数在这个范围里", "nothing lies in this range";
    RANGE_REVERSED_HELP = "写 `{to}..{from}`", "write `{to}..{from}`";
    RANGE_AS_VALUE = "`..` 不能用在这里", "`..` cannot stand here";
    RANGE_AS_VALUE_HERE = "这里需要一个数", "a figure is needed here";
    RANGE_AS_VALUE_HELP = "一串项目之和写 `sum(甲..乙)`；范围写在 `in` 后面：`x in 0..100`", "the sum of a run of items is `sum(a..b)`; a range stands behind `in`: `x in 0..100`";
    RUN_OPEN = "一串项目要写明从哪里到哪里", "a run of items needs a beginning and an end";
    RUN_OPEN_HERE = "少了一头", "one end is missing";
    RUN_HELP = "两头写同一张表的两行（或两列）：`sum(#32..#57)`、`sum(甲..乙)`", "both ends are rows (or columns) of one table: `sum(#32..#57)`, `sum(a..b)`";
    RUN_NOT_NAMES = "一串项目的两头必须是项目", "the ends of a run have to be items";
    RUN_NOT_NAMES_HERE = "不是项目", "not an item";
    RUN_TWO_LISTS = "一串项目的两头不在同一列表里", "the ends of the run lie in different lists";
    RUN_TWO_LISTS_HERE = "中间没有相连的项目", "nothing leads from one to the other";
    RUN_REVERSED = "这串项目倒了：末项印在首项前面", "the run is reversed: its end is printed before its beginning";
    RUN_REVERSED_HERE = "次序倒了", "the wrong way round";
    RUN_REVERSED_HELP = "把两头对调：`{from}..{to}`", "exchange the two ends: `{from}..{to}`";
    RUN_END_NOT_ADDED = "一串项目的两头不能是求和、公式或其中项", "a total, a formula or an `including` item cannot be the end of a run";
    RUN_END_NOT_ADDED_HERE = "求和时不计入它", "a sum leaves it out";
    RUN_END_HELP = "写相加的第一项和最后一项", "write the first and the last item that are added";
    INDEX_BASE = "方括号前面必须是行、列或表的名称", "brackets have to follow the name of a row, a column or a table";
    INDEX_BASE_HERE = "这里面没有格可取", "this has no cells to pick from";
    INDEX_HELP = "一格写作 `行[列]`、`列[行]` 或 `表[行, 列]`", "a cell is written `row[column]`, `column[row]` or `table[row, column]`";
    INDEX_NOT_NAME = "方括号里必须是行或列的名称", "the brackets hold the name of a row or a column";
    INDEX_NOT_NAME_HERE = "不是名称", "not a name";
    INDEX_NOT_NAME_HELP = "写名称或行次：`[总计]`、`[#84]`；数字开头的名称加反引号：`` [`1`] ``", "write a name or a line number: `[total]`, `[#84]`; a name that begins with a digit takes backquotes: `` [`1`] ``";
    INDEX_OF_FIGURE = "它只是一个数，后面不能写方括号", "it is a single figure: no brackets can follow";
    INDEX_OF_FIGURE_HERE = "只有一个数", "a single figure";
    INDEX_COUNT = "方括号里要 {wanted} 个名称，写了 {found} 个", "names in the brackets: {found}; needed: {wanted}";
    INDEX_COUNT_HERE = "个数不对", "the wrong number of names";
    INDEX_ONE_DIMENSION = "方括号里的两个名称都是行，或都是列", "both names in the brackets are rows, or both are columns";
    INDEX_ONE_DIMENSION_HERE = "要一行和一列", "a row and a column are needed";
    STRAY_PRIOR = "`prior` 和 `parts` 只能写在名称前面", "`prior` and `parts` can stand only in front of a name";
    STRAY_PRIOR_HERE = "后面要有名称，前面不能有", "a name follows it, none stands before it";
    STRAY_PRIOR_HELP = "写 `prior.结余`、`prior.表.行[列]`", "write `prior.carried`, `prior.table.row[column]`";

    // Functions.
    UNKNOWN_FUNCTION = "没有函数 `{name}`", "there is no function `{name}`";
    UNKNOWN_FUNCTION_HERE = "不认识的函数", "unknown function";
    UNKNOWN_FUNCTION_HELP = "有这些函数：sum min max avg count abs round blank absent known；不能自己定义", "these exist: sum min max avg count abs round blank absent known; none can be defined";
    WRONG_ARGUMENTS = "`{name}` 的参数个数不对：写了 {found} 个", "wrong number of arguments for `{name}`: {found}";
    WRONG_ARGUMENTS_HERE = "参数的个数不对", "this many do not fit";
    WRONG_ARGUMENTS_HELP = "写作 {usage}", "it is written {usage}";

    // Too large.
    TOO_LARGE_HERE = "到这里超出了上限", "the bound is passed here";
    TOO_MANY_ITEMS = "轴展开后项目太多：一个模板至多 {most} 项", "too many items once the axes are spread: a template has at most {most}";
    TOO_MANY_ITEMS_HERE = "展开到这里就放不下了", "there is no room for what is spread here";
    TOO_MANY_ITEMS_HELP = "轴里展开轴，项目会成倍增加；把表拆开，或者少嵌套几层", "axes that spread axes multiply; split the table, or nest fewer of them";
    TOO_MANY_CELLS = "模板的格子太多：{cells} 个，至多 {most} 个", "the template has too many cells: {cells}, at most {most}";
    TOO_MANY_CELLS_HERE = "加上这张表就超过了", "with this table it is too many";
    TOO_DEEP = "嵌套太深：至多 {most} 层", "nested too deep: at most {most} levels";
    TOO_DEEP_HELP = "许多项相加用 `sum(甲..乙)`", "add many items with `sum(a..b)`";
    TOO_MUCH_WORK = "规则展开后太大，不再往下解析", "the rules are too large once opened; the rest is not resolved";
    TOO_MUCH_WORK_HELP = "许多规则各自引用很大的组时会这样；让表自己的求和项去核对", "this comes from many rules that each open a large group; let the table's own totals check it";

    // Values and types.
    NOT_CONSTANT = "类型的限制必须是一个定数", "the bound of a type has to be a fixed number";
    NOT_CONSTANT_HERE = "不是定数", "not a fixed number";
    NOT_CONSTANT_HELP = "和别的数字比较，写成规则：`rule 名称 {{ 甲 <= 乙 }}`", "to compare with another figure write a rule: `rule name {{ a <= b }}`";
    CONSTANT_FAILS = "这个数算不出来", "this number cannot be computed";
    CONSTANT_FAILS_HERE = "除不尽、除以 0，或者位数太多", "the division has a remainder or is by 0, or there are too many digits";
    VALUE_UNIT = "这个值的单位和类型的单位（{unit}）不符", "the unit of this value does not fit the unit of the type ({unit})";
    VALUE_UNIT_HERE = "单位不符", "does not fit";
    VALUE_UNIT_TYPE = "类型写在这里", "the type is written here";
    VALUE_WITHOUT_TYPE = "这里的值不能带单位：它对许多单位的数字都有效", "this value cannot have a unit: it holds for figures of many units";
    VALUE_WITHOUT_TYPE_HERE = "去掉单位", "take the unit away";
    STEP_NOT_POSITIVE = "`step` 和 `rounded` 后面的数必须大于 0", "the number behind `step` or `rounded` has to be greater than 0";
    STEP_NOT_POSITIVE_HERE = "不大于 0", "not greater than 0";
    NOT_A_YEAR = "年度必须是一个整数", "a year is a whole number";
    NOT_A_YEAR_HERE = "不是年度", "not a year";
    NOT_A_YEAR_HELP = "像这样写：`applies 年度 in 2021..2023`", "write it as in `applies year in 2021..2023`";
    UNKNOWN_TYPE = "没有类型 `{name}`", "there is no type `{name}`";
    UNKNOWN_TYPE_HERE = "这里应当是类型", "a type belongs here";
    UNKNOWN_TYPE_HELP = "有这些类型：natural integer decimal percent text bool year date enum{{…}} code unit", "these exist: natural integer decimal percent text bool year date enum{{…}} code unit";

    // Nothing in it.
    EMPTY_TABLE = "表 `{name}` 既没有行也没有列", "table `{name}` has neither rows nor columns";
    EMPTY_TABLE_HERE = "没有格子", "no cells";
    EMPTY_TABLE_HELP = "写 `columns {{ … }}`、`rows {{ … }}`，至少一个", "write `columns {{ … }}`, `rows {{ … }}`, at least one of them";
    EMPTY_DIMENSION = "行或列里没有项目", "no items in these rows or columns";
    EMPTY_DIMENSION_HERE = "是空的", "empty";
    EMPTY_DIMENSION_HELP = "只有一行的表不写 `rows`，只有一列的不写 `columns`", "a table of one row has no `rows`, one of one column no `columns`";
    EMPTY_FACTS = "`facts` 里没有项目", "there are no items in `facts`";
    EMPTY_FACTS_HERE = "是空的", "empty";
    EMPTY_FACTS_HELP = "写上要从文字里找的数，如 `收到: natural[件] \"收到申请{{}}\"`；没有就删去 `facts`", "write the figures to be found in the text, as in `received: natural \"received {{}} requests\"`; without any remove `facts`";
}
