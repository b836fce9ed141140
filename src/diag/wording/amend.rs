//! Wordings of amendments: a template written as the change of an older version.

wordings! { "amend":
    // What a change speaks of.
    A_ROW = "行", "row";
    A_COLUMN = "列", "column";
    A_FACT = "文中的项目", "fact";
    A_META = "元数据", "meta";
    A_SECTION = "章", "section";
    A_TABLE = "表", "table";
    A_RULE = "规则", "rule";
    A_PLACE = "表或章", "table or section";

    // The amended version.
    NO_SUCH_VERSION = "要修订的 `{title}` 不在这个文件夹里", "`{title}`, which this template amends, is not in this folder";
    NO_SUCH_VERSION_HERE = "没有这一版", "there is no such version";
    NO_SUCH_VERSION_HELP = "同名的模板有 {titles}；把旧的一版放进同一个文件夹，或者写出完整的模板", "templates of this name: {titles}; put the older one into the same folder, or write the whole form";
    NO_SUCH_VERSION_HELP_NONE = "把旧的一版放进同一个文件夹，或者写出完整的模板", "put the older one into the same folder, or write the whole form";
    AMENDS_ITSELF = "模板 `{title}` 修订的是它自己", "template `{title}` amends itself";
    AMENDS_CIRCLE = "修订绕成了圈：{path}", "the amendments go round in a circle: {path}";
    AMENDS_CIRCLE_HERE = "到这里又绕了回来", "here it comes round again";
    AMENDS_CIRCLE_HELP = "至少有一版必须写成完整的模板", "at least one version has to be written in full";
    AMENDS_TOO_MUCH = "修订展开以后太大", "the amendments expand to too much";
    AMENDS_TOO_MUCH_HERE = "从这里起不再展开", "nothing is expanded from here on";
    AMENDS_TOO_MUCH_HELP = "把中间的一版写成完整的模板", "write one of the versions between in full";

    // Not there.
    UNKNOWN = "旧版里没有{what} `{name}`", "the amended version has no {what} `{name}`";
    UNKNOWN_IN = "旧版的 `{place}` 里没有{what} `{name}`", "`{place}` of the amended version has no {what} `{name}`";
    UNKNOWN_HERE = "找不到", "not found";
    UNKNOWN_HELP = "那里有：{names}", "there are: {names}";
    SEVERAL = "{what} `{name}` 有 {count} 个，分不清改的是哪一个", "there are {count} of {what} `{name}`: which one is changed is not clear";
    SEVERAL_HERE = "分不清指哪一个", "which one is meant is not clear";
    SEVERAL_HELP = "写明是哪一个：{paths}", "say which one: {paths}";
    TWO_KINDS = "`{name}` 既是章，又是表", "`{name}` is a section and a table";
    TWO_KINDS_HELP = "写成 `in table {name}` 或 `in section {name}`", "write `in table {name}` or `in section {name}`";

    // Changed twice.
    GONE = "{what} `{name}` 前面已经改过，不再叫这个名称", "{what} `{name}` was changed before and is no longer there under this name";
    GONE_HERE = "这里又改了一次", "changed again here";
    GONE_FIRST = "第一次改在这里", "first changed here";
    TWICE = "`{name}` 的{clause}改了两次", "the {clause} of `{name}` is changed twice";
    TWICE_HELP = "一个项目的同一处只改一次：合成一处", "one thing is changed once: put the two together";
    CLAUSE_TYPE = "类型", "type";
    CLAUSE_LABEL = "标签", "label";
    CLAUSE_CODE = "行号", "line number";
    CLAUSE_EQUATION = "算式", "equation";
    CLAUSE_ATTRIBUTE = "属性", "attribute";
    CLAUSE_POSITION = "位置", "position";
    CLAUSE_STATEMENT = "语句", "statement";

    // What an inherited rule still says.
    LEFT_BEHIND = "沿用的规则 `{rule}` 用到了这次修订改掉的内容：{why}", "the inherited rule `{rule}` uses what this amendment changes: {why}";
    LEFT_BEHIND_OTHER = "沿用旧版的内容与这次修订不合：{why}", "what is inherited does not fit this amendment: {why}";
    LEFT_BEHIND_HERE = "修订在这里", "the amendment is here";
    LEFT_BEHIND_THERE = "旧版里这样写", "the amended version says so";
    LEFT_BEHIND_HELP = "删去这条规则（`drop rule {rule}`），或者换成新的（`replace rule {rule} …`）", "drop the rule (`drop rule {rule}`) or write a new one (`replace rule {rule} …`)";
    FROM_AMENDED = "这一段沿用自旧版，由 `{title}` 的修订带入", "this is inherited by `{title}`, which amends it";

    // Changes that cannot be.
    IN_AMENDING = "带 `amends` 的模板里", "in a template with `amends`";
    WITHOUT_TABLE = "没有说是哪个表的{what}", "of which table is this {what}?";
    WITHOUT_TABLE_HERE = "不知道是哪个表", "no table is named";
    WITHOUT_TABLE_HELP = "写在表的里面：`in 表名 {{ … }}`", "write it inside the table: `in NAME {{ … }}`";
    FACTS_IN_TABLE = "句子里的数字不在表里", "a table has no facts";
    FACTS_IN_TABLE_HELP = "写在章的里面：`in section 章名 {{ … }}`", "write it inside the section: `in section NAME {{ … }}`";
    META_INSIDE = "元数据属于整个模板", "meta belongs to the whole template";
    META_INSIDE_HELP = "移到 `in` 的外面", "move it out of the `in`";
    META_RENAMED = "元数据不能改名：标题和主键里都用着它", "meta cannot be renamed: titles and keys use its name";
    NEEDS_VERB = "修订里要写明怎么改 `{word}`", "an amendment says what is done with `{word}`";
    NEEDS_VERB_HERE = "是新增，还是替换？", "is it added, or does it replace something?";
    NEEDS_VERB_HELP = "写成 `{verb} …`", "write `{verb} …`";
    NOT_PLAIN = "`{name}` 不能{verb}：它{why}", "`{name}` cannot be {verb}: it {why}";
    VERB_SPLIT = "拆分", "split";
    VERB_MERGED = "合并", "merged";
    IS_GROUP = "本身是一组", "is a group already";
    IS_TOTAL = "是合计", "is a total";
    IS_DERIVED = "由算式得出", "is derived by an equation";
    NOT_PLAIN_HERE = "不是填报的数", "not a figure that is entered";
    NOT_PLAIN_HELP = "删去它（`drop`），再写出新的（`add`）", "drop it and add the new ones";
    INTO_ITSELF = "`{name}` 不能移到它自己里面", "`{name}` cannot be moved into itself";
    MERGE_FEW = "合并要有两项以上", "it takes at least two items to merge";
    MERGE_APART = "`{name}` 和 `{other}` 不在同一组，不能合并", "`{name}` and `{other}` are not in one group and cannot be merged";
    AMENDED_HERE = "在这里", "here";
    NO_LABELS = "规则没有标签", "a rule has no label";
}
