//! Wordings of the `syntax` phase.

wordings! { "syntax":
    // G0101
    EXPECTED = "这里应当是{what}，却是{found}", "expected {what}, found {found}";
    EITHER = "{a}或者{b}", "{a} or {b}";
    FOUND = "“{found}”", "`{found}`";
    MISSING = "这里少了{what}", "expected {what} here";
    HERE = "在这里", "here";

    WHAT_BRACE = "“{{”", "`{{`";
    WHAT_DECLARATION = "计量（unit）、轴（axis）或模板（template）", "`unit`, `axis` or `template`";
    WHAT_STATEMENT = "一条语句", "a statement";
    WHAT_ITEM = "一个项目", "an item";
    WHAT_CONDITION = "规则的条件", "the condition of the rule";
    WHAT_RULE_CLAUSE = "规则的说明（文字、soft、when、within 等）或“{{”", "something said of the rule (a text, `soft`, `when`, `within`, …) or `{{`";
    WHAT_TEMPLATE_HEADER = "版本（如 @2021）、引号里的标题或“{{”", "a version such as @2021, a quoted title or `{{`";
    WHAT_ELSE = "别的内容", "something else";
    WHAT_VALUE = "一个值（名称、数字或括号）", "a value: a name, a number or a bracket";
    WHAT_OPERATOR = "运算符（如 +、==）", "an operator such as + or ==";
    WHAT_TYPE = "类型（如 natural、decimal、text）", "a type such as `natural`, `decimal` or `text`";
    WHAT_NAME = "名称", "a name";
    WHAT_NUMBER = "数字", "a number";
    WHAT_RANGE = "范围（如 2021..2023）", "a range such as 2021..2023";
    WHAT_CODE = "行号（如 #84）", "a line number such as #84";
    WHAT_END = "语句的结尾", "the end of the statement";
    WHAT_SPELLING = "另一种写法", "another spelling";
    WHAT_ENUM_NAME = "取值的名称（不加引号）", "the name of a value, without quotes";
    WHAT_UNIT_NAME = "计量单位的名称", "the name of a unit";
    WHAT_AXIS_NAME = "轴的名称", "the name of an axis";
    WHAT_TEMPLATE_NAME = "模板的名称", "the name of the template";
    WHAT_SECTION_NAME = "章的名称", "the name of the section";
    WHAT_TABLE_NAME = "表的名称", "the name of the table";
    WHAT_RULE_NAME = "规则的名称", "the name of the rule";
    WHAT_META_NAME = "元数据项的名称", "the name of a meta item";
    WHAT_KEY_NAME = "主键项的名称", "the name of a key item";
    WHAT_PLACING = "位置（after、before 或 in，再写一个名称）", "a place: `after`, `before` or `in` and a name";
    WHAT_VERSION = "版本（如 2021）", "a version such as 2021";
    WHAT_TEXT = "引号里的文字", "a quoted text";
    WHAT_READ_CLAUSE = "blank（空白）、absent（缺失）或引号里的文字", "`blank`, `absent` or a quoted text";
    WHAT_TREATMENT = "“as 数字”、skip、unknown 或 error", "`as` and a number, `skip`, `unknown` or `error`";

    NAME_DIGIT = "名称不能以数字开头：这里应当是{what}，却是“{found}”", "a name does not start with a digit: expected {what}, found `{found}`";
    HERE_DIGIT = "以数字开头", "starts with a digit";
    HELP_BACKQUOTES = "如果它是名称，写成 `{word}`", "if it is a name, write it in backquotes: `{word}`";
    SEMICOLON = "行末不用“{found}”", "no `{found}` ends a line here";
    HELP_SEMICOLON = "换行就够了；项目之间可以用逗号", "a new line is enough; items may be separated by commas";
    QUOTE = "文字要用双引号，不用“{found}”", "a text stands in double quotes, not in `{found}`";
    HERE_QUOTE = "这个引号", "this quote";
    HELP_QUOTE = "写成 \"…\" 或 “…”", "write \"…\"";
    PROGRAM_OPERATOR = "这里不用“{found}”，写 {word}", "`{found}` is written `{word}` here";
    SEMICOLON_IN_ITEMS = "项目之间用逗号或换行隔开，不用“{found}”", "items are separated by a comma or a new line, not by `{found}`";
    HERE_COMMA = "换成逗号", "write a comma";
    MISSING_COLON = "类型“{type}”前面少了冒号", "the `:` before the type `{type}` is missing";
    HERE_COLON = "这里少了“:”", "`:` is missing here";
    HELP_COLON = "如果“{type}”是另一个项目的名称，在它前面加逗号", "if `{type}` is the name of another item, put a comma before it";
    MISSING_BAR = "另一种写法前面少了“|”", "the `|` before another spelling is missing";
    HERE_BAR = "这里少了“|”", "`|` is missing here";
    MATCHES_LATE = "`matches` 是类型的一部分，要写在标签前面", "`matches` belongs to the type, before the label";
    REFINEMENT_LATE = "`{sign}` 限定的是类型，要写在标签前面", "`{sign}` is a bound of the type and belongs before the label";
    HELP_REFINEMENT_LATE = "写成 `名称: decimal >= 0 \"标签\"`", "write `name: decimal >= 0 \"label\"`";
    HERE_MATCHES_LATE = "移到类型后面", "move this behind the type";
    HELP_MATCHES_LATE = "写成 `名称: text matches \"…\" \"标签\"`", "write `name: text matches \"…\" \"label\"`";
    MISSING_COMMA = "“{name}”前面少了逗号", "a comma is missing before `{name}`";
    HERE_NEXT_ITEM = "下一个项目从这里开始", "the next item starts here";
    HELP_MISSING_COMMA = "只有名称、别无内容的项目才可以不加逗号写在一行", "only items that are bare names may share a line without a comma";
    STRAY = "这里不需要“{found}”", "no `{found}` is needed here";
    HERE_STRAY = "删去它", "remove it";
    OUTSIDE = "“{word}”要写在模板里面", "`{word}` must stand inside a template";
    HERE_OUTSIDE = "在模板外面", "outside every template";
    NESTED = "“{word}”不能写在模板里面", "`{word}` cannot stand inside a template";
    HERE_NESTED = "前面的模板还没有结束", "the template before it has not ended";
    HELP_NESTED = "看看前面是不是少了一个“}}”", "see whether a `}}` is missing before it";
    UNKNOWN_STATEMENT = "“{word}”不是语句", "`{word}` begins no statement";
    HERE_STATEMENT = "这里应当是一条语句", "a statement belongs here";
    HELP_NEAR = "是不是“{near}”？", "did you mean `{near}`?";
    HELP_STATEMENTS = "项目写在 rows（行）、columns（列）、facts（文中）或 meta（元数据）的花括号里", "items stand in the braces of `rows`, `columns`, `facts` or `meta`";
    LIST_WITHOUT_IN = "几个值的列表只能跟在 in（属于）后面", "a list of values may stand only behind `in`";
    HERE_LIST = "这个列表", "this list";
    HELP_LIST = "写成 x in (a, b)，意思是 x 与其中之一相等", "write x in (a, b): x equals one of them";

    // G0102
    UNCLOSED = "“{open}”没有关上", "this `{open}` is not closed";
    HERE_OPENED = "从这里开始", "opened here";
    HERE_CLOSE = "这里应当有“{close}”", "`{close}` was expected here";
    STRAY_CLOSE = "“{close}”前面没有与它配对的“{open}”", "this `{close}` closes no `{open}`";
    HERE_STRAY_CLOSE = "多出来的，或者前面少了一个", "one too many, or one is missing before it";
    MISMATCH = "“{open}”要用“{wanted}”关上，不是“{close}”", "`{open}` is closed by `{wanted}`, not by `{close}`";

    // G0103
    UNTERMINATED = "这段文字没有结束：同一行里少了“{quote}”", "this text does not end: `{quote}` is missing on its line";
    UNTERMINATED_NAME = "这个名称没有结束：同一行里少了“{quote}”", "this name does not end: `{quote}` is missing on its line";
    HERE_CLOSE_QUOTE = "大概应当在这里结束", "it should probably end here";

    // G0104
    INVISIBLE = "这里有看不见的字符 {char}", "there is an invisible character here: {char}";
    BIDI = "这里有改变文字方向的字符 {char}", "there is a character here that turns the reading order: {char}";
    CONTROL = "这里有控制字符 {char}", "there is a control character here: {char}";
    HERE_FORBIDDEN = "删去它", "remove it";
    HELP_FORBIDDEN = "它多半是复制粘贴时带进来的；两个看上去一样的名称会因它而不同", "it probably came in with a paste; two names that look the same would differ by it";

    // G0105
    TOO_LARGE = "文件太大，模板最多 {max}", "the file is too large: a template has at most {max}";
    TOO_DEEP = "括号嵌套太深，最多 {max} 层", "brackets nest too deep: at most {max} levels";
    HERE_TOO_DEEP = "到这里超过了", "one too many";
    TOO_MANY_ITEMS = "项目太多，一个文件最多 {max} 个", "too many items: a file has at most {max}";
    TOO_MANY = "错误太多，还有 {count} 处没有列出", "too many errors: {count} more are not listed";
    EXPR_TOO_DEEP = "式子太长或者嵌套太深，最多 {max} 层", "the expression is too long or nests too deep: at most {max} levels";
    HERE_TOO_LONG = "这个式子", "this expression";
    HELP_USE_SUM = "长串的相加可以写成 sum(第一项..最后一项)", "a long addition can be written sum(first..last)";

    // G0106
    EDITION_MISSING = "文件开头少了语言的版本“{word} 1”", "the file does not begin with the edition of the language, `{word} 1`";
    HERE_EDITION_MISSING = "在这里写“{word} 1”", "write `{word} 1` here";
    EDITION_NUMBER = "“{word}”后面要写语言的版本号", "the number of the edition is missing behind `{word}`";
    HERE_EDITION = "这里写 1", "write 1 here";
    EDITION_UNKNOWN = "没有第“{found}”版语言", "there is no edition `{found}` of the language";
    HERE_EDITION_UNKNOWN = "不认识的版本", "unknown edition";
    HELP_EDITION = "已有的版本：1", "editions known: 1";

    // G0107
    CLAUSE_TWICE = "{what}写了两次", "{what} is given twice";
    CLAUSE_LABEL = "标签", "the label";
    CLAUSE_TYPE = "类型", "the type";
    CLAUSE_CODE = "行号", "the line number";
    CLAUSE_EQUATION = "等式（=）", "the equation (`=`)";
    CLAUSE_TEXT = "规则的说明文字", "the text of the rule";
    CLAUSE_SEVERITY = "规则的强制程度（soft 或 note）", "the severity (`soft` or `note`)";
    CLAUSE_VERSION = "版本", "the version";
    CLAUSE_WORD = "“{word}”", "`{word}`";
    HERE_AGAIN = "第二次", "given again here";
    HERE_FIRST = "第一次", "first given here";
    HELP_LABEL_TWICE = "另一种写法用 | 隔开：\"…\" | \"…\"", "add another spelling behind a bar: \"…\" | \"…\"";
    HELP_CLAUSE_TWICE = "只留一个", "keep one of them";

    // G0108
    RESERVED = "“{word}”是保留词，不能直接作名称", "`{word}` is a reserved word, not a name";
    HERE_RESERVED = "这里应当是名称", "a name belongs here";
    MISPLACED = "“{word}”要和它所说的项目写在同一行", "`{word}` must stand on the line of its item";
    HERE_MISPLACED = "前面没有项目", "no item before it on this line";
    HERE_ITS_ITEM = "是说这一项吗？", "does it belong to this item?";
    HELP_MISPLACED = "移到那个项目的末尾；如果它是项目的名称，写成 `{word}`", "move it to the end of that item; if it is the name of an item, write it in backquotes: `{word}`";
    TOTAL_ALONE = "“{word}”后面要在同一行写合计项的名称", "`{word}` must be followed by the name of the total, on the same line";
    HERE_TOTAL_NAME = "这里少了名称", "the name is missing here";
    HELP_TOTAL_ALONE = "例如“{word} 总计”；如果它是项目的名称，写成 `{word}`", "for instance `{word} all`; if it is the name of an item, write it in backquotes: `{word}`";

    // G0109
    NUMBER_TOO_LONG = "数字太长：最多 {digits} 位，小数最多 {places} 位", "the number is too long: at most {digits} digits, {places} of them behind the point";
    NUMBER_UNDERSCORE = "数字里不能有下划线", "a number holds no underscores";
    NUMBER_COMMA = "数字里不能有逗号", "a number holds no commas";
    HERE_NUMBER = "这个数", "this number";
    HERE_NUMBER_COMMA = "千位分隔符", "a thousands separator";
    HELP_NUMBER = "数字连着写，如 10000", "write the digits together: 10000";

    // G0901
    NOT_IN_EDITION = "第 1 版语言还没有“{what}”", "`{what}` is not in edition 1 of the language";
    HERE_NOT_IN_EDITION = "这一版没有", "not in this edition";
    HELP_NOT_IN_EDITION = "去掉它，或者用已有的写法", "leave it out, or say it with what the edition has";
}
