//! Wordings of the `syntax` phase.

wordings! { "syntax":
    EXPECTED = "这里应当是{what}，却是{found}", "expected {what}, found {found}";
    FOUND = "“{found}”", "`{found}`";
    FOUND_END = "行尾", "the end of the line";
    FOUND_CLOSE = "“{found}”", "`{found}`";
    HERE = "在这里", "here";

    WHAT_BRACE = "“{{”", "`{{`";
    WHAT_DECLARATION = "计量、轴或模板", "a unit, an axis or a template";
    WHAT_STATEMENT = "一条语句", "a statement";
    WHAT_ITEM = "一个项目", "an item";
    WHAT_CONDITION = "一个条件", "a condition";
    WHAT_TOTAL_NAME = "合计项的名称", "the name of the total";
    WHAT_UNIT_NAME = "计量单位的名称", "the name of a unit";
    WHAT_AXIS_NAME = "轴的名称", "the name of an axis";
    WHAT_TEMPLATE_NAME = "模板的名称", "the name of the template";
    WHAT_SECTION_NAME = "章的名称", "the name of the section";
    WHAT_TABLE_NAME = "表的名称", "the name of the table";
    WHAT_RULE_NAME = "规则的名称", "the name of the rule";
    WHAT_META_NAME = "元数据项的名称", "the name of a meta item";
    WHAT_KEY_NAME = "主键项的名称", "the name of a key item";
    WHAT_VERSION = "版本，如 2021", "a version such as 2021";
    WHAT_TEXT = "引号中的文字", "a quoted text";

    NOT_IN_EDITION = "第 1 版语言还没有“{what}”", "`{what}` is not in edition 1 of the language";
    HERE_NOT_IN_EDITION = "本版没有", "not in this edition";
    HELP_NOT_IN_EDITION = "删去它，或者等以后的版本", "leave it out, or wait for a later edition";

    EXPR_TOO_DEEP = "式子太长或者嵌套太深，最多 {max} 层", "the expression is too long or nests too deep: at most {max} levels";
    HERE_TOO_LONG = "这个式子", "this expression";
    HELP_USE_SUM = "长串的相加可以写成 sum(第一项..最后一项)", "a long addition can be written sum(first..last)";
    LIST_WITHOUT_IN = "几个值的列表只能跟在 in（属于）后面", "a list of values may stand only behind `in`";
    HERE_LIST = "这个列表", "this list";
    HELP_LIST = "写成 x in (a, b)，意思是与其中之一相等", "write x in (a, b): x equals one of them";

    NUMBER_TOO_LONG = "数字太长：最多 {digits} 位，小数最多 {places} 位", "the number is too long: at most {digits} digits, {places} of them behind the point";
    NUMBER_UNDERSCORE = "数字里不能有下划线", "a number holds no underscores";
    HERE_NUMBER = "这个数", "this number";
    HELP_NUMBER = "数字连着写，如 10000", "write the digits together: 10000";

    SEMICOLON_IN_ITEMS = "项目之间用逗号或换行隔开，不用“{found}”", "items are separated by a comma or a new line, not by `{found}`";
    HERE_COMMA = "换成逗号", "put a comma";
    MISSING_COLON = "类型“{type}”前面少了冒号", "the `:` before the type `{type}` is missing";
    HERE_COLON = "这里少了“：”", "`:` is missing here";
    HELP_COLON = "如果“{type}”是另一个项目的名称，前面加逗号", "if `{type}` is the name of another item, put a comma before it";
    MISSING_COMMA = "“{name}”前面少了逗号", "a comma is missing before `{name}`";
    HERE_NEXT_ITEM = "下一个项目从这里开始", "the next item starts here";
    HELP_MISSING_COMMA = "只有光写名称的项目才可以不加逗号写在一行", "only items that are bare names may share a line without a comma";
    CLAUSE_TWICE = "同一个项目里写了两次", "given twice";
    HERE_AGAIN = "第二次", "again";
    HERE_FIRST = "第一次", "first given here";
    HELP_CLAUSE_TWICE = "留下一个", "keep one of them";
    MISPLACED = "“{word}”要写在它所说的项目那一行", "`{word}` must stand on the line of its item";
    HERE_MISPLACED = "在另一行", "on another line";
    HELP_MISPLACED = "移到上一行的末尾；如果它是项目的名称，写成 `{word}`", "move it to the end of the line above; if it is the name of an item, write `{word}` in backquotes";
    STRAY = "这里不需要“{found}”", "no `{found}` is needed here";
    HERE_STRAY = "删去", "remove it";
    OUTSIDE = "“{word}”要写在模板里", "`{word}` must stand inside a template";
    HERE_OUTSIDE = "在模板外面", "outside every template";
    EDITION_NUMBER = "“gouji”后面要写语言的版本", "the edition of the language is missing behind `gouji`";
    HERE_EDITION = "这里写 1", "write 1 here";
    EDITION_UNKNOWN = "没有第 {found} 版语言", "there is no edition {found} of the language";
    HERE_EDITION_UNKNOWN = "不认识的版本", "unknown edition";
    HELP_EDITION = "已有的版本：1", "editions known: 1";
}
