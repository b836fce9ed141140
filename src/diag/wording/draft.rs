//! Wordings of `gouji new`.

wordings! { "draft":
    MADE_FROM = "由 gouji new 从 {file} 起草。", "Drafted by gouji new from {file}.";
    GO_ON = "标有“猜测”的地方请逐一核对；名称、单位、规则和依据要由作者写定。", "Go through what is marked as a guess; names, units, rules and legal sources are the author's to settle.";
    NO_YEAR = "文件里没有年度：请写上 applies、title、meta 和 key。", "The document names no year: write `applies`, `title`, `meta` and `key`.";
    GUESS_APPLIES = "文件是 {year} 年度的，何时起用请核对", "the document is of {year}; check since when the form is in force";
    GUESS_TITLE = "取自标题“{title}”", "from the title \"{title}\"";
    GUESS_READ = "空白和横线计为 0，请按填报要求核对", "blanks and dashes count as 0; check against the instructions";
    GUESS_READ_MARKS = "横线计为 0，请按填报要求核对", "dashes count as 0; check against the instructions";
    TOTAL_UNITS = "像是合计，但各项的单位不同，先当作填报的数", "looks like a total, but its parts are counted in other units; taken for a figure that is entered";
    TYPE_TEXT = "多数格里是文字", "most cells hold text";
    TYPE_DECIMAL = "有小数或者是金额，单位没有印出", "decimals or amounts, no unit printed";
    TYPE_INTEGER = "有负数，单位没有印出", "negative figures, no unit printed";
    TYPE_NATURAL = "非负整数，单位没有印出", "whole numbers, no unit printed";
    TYPE_BY_LABEL = "单位从标签推断", "the unit is concluded from the label";
    TYPE_TEXT_BY_LABEL = "按标签推断", "concluded from the label";
    TYPE_ONE_OF = "只能选一项；可以选几项的，改成几个 bool", "one choice; where several may be ticked, write a bool for each";
    ANY_OF = "可以选几项；只能选一项的，改成 enum", "several may be ticked; where only one may, write an enum";
    NO_LABEL = "无标签", "unlabelled";
    SECOND_TOTAL = "同一层已有合计，这里先当作填报的数", "the level has a total already; taken for a figure that is entered";
    TOTAL_OFF = "像是合计，但与本文件的数字不合，先当作填报的数", "looks like a total, but the document's figures do not add up; taken for a figure that is entered";
    TOTAL_VERIFIED = "合计，本文件的数字相符", "a total; the document's figures add up";
    TOTAL_BY_LABEL = "按标签当作合计", "a total, by its label";
    OF_WHICH = "“其中”：各项不超过它", "\"of which\": each is at most this";
    PARTS_OFF = "各项之和与它不等，当作“其中”", "its parts do not add up to it; taken for \"of which\"";
    PARTS_VERIFIED = "等于下面各项之和，本文件的数字相符", "the sum of what is below; the document's figures add up";
    PARTS_BY_ORDINAL = "按次序，当作下面各项之和", "by their order, the sum of what is below";
    STREAM = "有一张表只剩下数字的次序，看不出行列，没有写进模板", "of one table only the order of the cells is left: it is not in the template";
    TOO_MANY_TABLES = "表太多，只取前 {most} 张", "too many tables: the first {most} are taken";
    NO_TABLES = "文件里没有找到表", "no tables were found in the document";
    NOT_A_DOCUMENT = "{file} 是数据，没有表样；请给出版的报告或空白表（html、docx、xlsx、pdf、md、txt）", "{file} is data and has no printed tables; give a published report or a blank form (html, docx, xlsx, pdf, md, txt)";
    SUMMARY = "起草了 {tables} 张表、{figures} 个数字，{guesses} 处猜测。", "Drafted: tables {tables}, figures {figures}, guesses {guesses}.";
    READS_BACK = "用它读同一个文件：{of} 个数字找到 {found} 个，另有 {unclaimed} 个数字没有归属。", "Reading the same document with it: figures found {found} of {of}; figures that no cell claims {unclaimed}.";
    DOES_NOT_COMPILE = "起草的模板还不能编译，请从下面的问题改起。", "The draft does not compile yet: go on from these.";
    EXISTS = "{path} 已经存在；要覆盖请写 --force", "{path} exists; use --force to overwrite it";
    WROTE = "已写入 {path}。", "Written to {path}.";
}
