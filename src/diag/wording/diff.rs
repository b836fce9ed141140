//! Wordings of `gouji diff`.

wordings! { "diff":
    // What is spoken of.
    LABEL = "名称", "the name";
    BASIS = "依据", "the legal source";
    YEARS = "适用年度", "the years";
    TITLES = "标题的写法", "the patterns of the title";
    KEY = "主键", "the key";
    READ = "空白和记号的算法", "how blanks and tokens count";
    META = "报告信息", "meta";
    SECTION = "章", "section";
    TABLE = "表", "table";
    ROW = "行", "row";
    COLUMN = "列", "column";
    FACT = "文中的数字", "fact";
    RULE = "规则", "rule";
    FIGURES = "数字", "figures";
    NOTHING = "没有", "none";
    FREE = "{text}", "{text}";

    // The form.
    FORM_CHANGED = "{what}由“{old}”改为“{new}”", "{what} changed from \"{old}\" to \"{new}\"";
    META_ADDED = "新增报告信息“{name}”", "meta \"{name}\" added";
    META_DROPPED = "取消报告信息“{name}”", "meta \"{name}\" dropped";
    SECTION_ADDED = "新增一章“{label}”", "section \"{label}\" added";
    SECTION_DROPPED = "取消一章“{label}”", "section \"{label}\" dropped";
    SECTION_MOVED = "章“{label}”换了次序", "section \"{label}\" moved";

    // Tables and items.
    TABLE_ADDED = "新增表“{label}”：{items}", "table \"{label}\" added: {items}";
    TABLE_DROPPED = "取消表“{label}”：{items}", "table \"{label}\" dropped: {items}";
    TABLE_REPLACED = "表“{label}”整个换了，数字不接续", "table \"{label}\" was replaced as a whole; no figures carry over";
    IN_TABLE = "表 {table}：{text}", "table {table}: {text}";
    TABLE_MOVED = "表“{label}”换了次序", "table \"{label}\" moved";
    FACTS_ADDED = "新增文中的数字：{items}", "facts added: {items}";
    FACTS_DROPPED = "不再取文中的数字：{items}", "facts dropped: {items}";
    ITEM_ADDED = "新增{what}“{label}”", "{what} \"{label}\" added";
    ITEM_DROPPED = "取消{what}“{label}”", "{what} \"{label}\" dropped";
    ITEM_SPLIT = "{what}“{old}”分为 {count} 项：{new}", "{what} \"{old}\" split into {count}: {new}";
    ITEM_MERGED = "{count} 个{what}（{old}）并为“{new}”", "{count} of {what} ({old}) merged into \"{new}\"";
    ITEM_PERHAPS = "{what}“{old}”可能就是现在的“{new}”，也可能是两回事，请核实", "{what} \"{old}\" may be what is now \"{new}\", or something else: to be settled by a person";
    ITEM_MOVED = "{what}“{label}”换了次序", "{what} \"{label}\" moved";
    ITEM_REGROUPED = "{what}“{label}”移到“{group}”之下", "{what} \"{label}\" moved under \"{group}\"";
    RENAMED = "{what}“{old}”改名为“{new}”", "{what} \"{old}\" renamed to \"{new}\"";
    RELABELLED = "{what}的标签由“{old}”改为“{new}”", "the label of the {what} changed from \"{old}\" to \"{new}\"";
    SENTENCES = "“{name}”所认的句式有变", "the sentences that \"{name}\" is found in changed";
    CODE = "{what}“{name}”的行号由 {old} 改为 {new}", "the line number of {what} \"{name}\" changed from {old} to {new}";
    RETYPED = "{what}“{name}”由“{old}”改为“{new}”", "{what} \"{name}\" changed from \"{old}\" to \"{new}\"";
    REREAD = "{what}“{name}”的空白和记号，由“{old}”改为“{new}”", "{what} \"{name}\": blanks and tokens changed from \"{old}\" to \"{new}\"";
    NOW_OPTIONAL = "{what}“{name}”改为可以没有", "{what} \"{name}\" may be missing now";
    NOW_REQUIRED = "{what}“{name}”改为必须有", "{what} \"{name}\" must be there now";
    BASIS_OF = "{what}“{name}”的依据由“{old}”改为“{new}”", "the legal source of {what} \"{name}\" changed from \"{old}\" to \"{new}\"";
    KIND = "{what}“{name}”由{old}改为{new}", "{what} \"{name}\" was {old} and is now {new}";
    KIND_HEADING = "标题", "a heading";
    KIND_FIGURE = "填报的数", "a figure that is entered";
    KIND_TOTAL = "合计", "a total";
    KIND_DERIVED = "由算式得出的数", "derived by an equation";

    // How it is known.
    SAME_CAPTION = "表的标题相同", "the captions are the same";
    SAME_LABEL = "标签相同", "the labels are the same";
    SAME_NAME = "模板里的名称相同，标签不同", "the template uses one name for both; the labels differ";
    KNOWN_SPELLING = "一版的标签是另一版认得的写法", "the label of one is a spelling that the other knows";
    NEAR_LABEL = "标签相近", "the labels are alike";
    NOW_A_HEADING = "名称和标签不变，现在是一组的标题", "name and label are the same; it heads a group now";
    WAS_A_HEADING = "名称和标签不变，原来是一组的标题", "name and label are the same; it headed a group before";

    // Rules.
    RULE_ADDED = "新增规则“{name}”：{formula}", "rule \"{name}\" added: {formula}";
    RULE_NEW_FIGURES = "新增规则“{name}”，管新增的数字：{formula}", "rule \"{name}\" added, about new figures: {formula}";
    RULE_DROPPED = "取消规则“{name}”：{formula}", "rule \"{name}\" dropped: {formula}";
    RULE_WENT = "规则“{name}”随它所管的数字取消：{formula}", "rule \"{name}\" dropped with its figures: {formula}";
    RULE_TIGHTENED = "规则“{name}”更严：{details}", "rule \"{name}\" demands more: {details}";
    RULE_LOOSENED = "规则“{name}”更宽：{details}", "rule \"{name}\" demands less: {details}";
    RULE_CHANGED = "规则“{name}”有变：{details}", "rule \"{name}\" changed: {details}";
    RULE_REWRITTEN = "规则“{name}”换了写法，要求不变：原为 {old}，现为 {new}", "rule \"{name}\" is written differently and demands the same: it was {old}, it is {new}";
    RULE_TEXT = "规则“{name}”的说明由“{old}”改为“{new}”", "the text of rule \"{name}\" changed from \"{old}\" to \"{new}\"";
    IMPLIED_ADDED = "“{name}”现在必须等于它的各部分", "\"{name}\" has to be what its parts come to now";
    IMPLIED_DROPPED = "“{name}”不再要求等于原来的各部分", "\"{name}\" need no longer be what its parts came to";
    FORMULA_FROM_TO = "原为 {old}，现为 {new}", "it was {old}, it is {new}";
    SEVERITY_FROM_TO = "由{old}改为{new}", "{old} before, {new} now";
    WHEN_FROM_TO = "适用条件由“{old}”改为“{new}”", "it applied when \"{old}\", now when \"{new}\"";
    DURING_FROM_TO = "适用年度由 {old} 改为 {new}", "in force for {old} before, for {new} now";
    WITHIN_FROM_TO = "允许的差由 {old} 改为 {new}", "it allowed a difference of {old}, now of {new}";
    SUSPENDED = "暂停执行：{why}", "suspended: {why}";
    RESUMED = "恢复执行", "in force again";
    ALWAYS = "总是适用", "always";
    HARD = "强制", "hard";
    SOFT = "核实", "soft";
    ONLY_NOTE = "提示", "a note";

    // The page.
    HEADING = "{old} → {new}：有什么变化", "{old} → {new}: what changed";
    NO_DIFFERENCE = "两版没有差别。", "The two versions do not differ.";
    AMENDED = "新版写成对旧版的修订，对应关系取自修订本身。", "The newer version is written as an amendment of the older: what continues what is read off it.";
    GUESSED = "两版各自写成完整的模板，对应关系按名称和标签判断，依据写在括号里。", "Both versions are written in full: what continues what is judged by names and labels; the evidence is in brackets.";
    PART_FORM = "格式", "The form";
    PART_SECTIONS = "章", "Sections";
    PART_TABLE = "表 {name}", "Table {name}";
    PART_FACTS = "文中的数字", "Facts";
    PART_RULES = "规则", "Rules";
    PART_QUESTIONS = "需要核实", "To be settled by a person";
    PART_CARRY = "哪些数字可以接续", "Which figures carry over";
    COUNTS = "共 {changes} 处变化，{questions} 处需要核实。", "Changes: {changes}. To be settled: {questions}.";
    COLUMN_TABLE = "表", "Table";
    COLUMN_SAME = "接续", "Carried over";
    COLUMN_SPLIT = "分为几项", "Split";
    COLUMN_MERGED = "并为一项", "Merged";
    COLUMN_ENDED = "到此为止", "Ended";
    COLUMN_BEGUN = "从此开始", "Begun";
    OF_FACTS = "{name}（文中）", "{name} (facts)";
}
