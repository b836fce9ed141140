//! Wordings of the `bind` phase.

wordings! { "bind":
    // Absent.
    TABLE_ABSENT = "报告里没有找到表“{table}”，缺 {count} 个数字", "table “{table}” was not found in the report: {count} figures are missing";
    ROW_ABSENT = "表“{table}”里没有找到“{row}”这一行，缺 {count} 个数字", "row “{row}” was not found in table “{table}”: {count} figures are missing";
    ROWS_ABSENT = "表“{table}”里有 {rows_count} 行没有找到，缺 {count} 个数字：{rows}", "{rows_count} rows were not found in table “{table}”: {count} figures are missing: {rows}";
    COLUMNS_ABSENT = "表“{table}”里有 {columns_count} 列没有找到，缺 {count} 个数字：{columns}", "{columns_count} columns were not found in table “{table}”: {count} figures are missing: {columns}";
    ONLY_CELLS_ABSENT = "表“{table}”缺 {count} 个数字：{columns}", "table “{table}” lacks {count} figures: {columns}";
    COLUMN_ABSENT = "表“{table}”里没有找到“{column}”这一列，缺 {count} 个数字", "column “{column}” was not found in table “{table}”: {count} figures are missing";
    CELLS_ABSENT = "表“{table}”的“{row}”缺 {count} 个数字：{columns}", "row “{row}” of table “{table}” lacks {count} figures: {columns}";
    FACT_ABSENT = "正文里没有找到“{fact}”的数字", "the text has no figure for “{fact}”";
    NO_FIGURES = "报告里有 {form} 的标签，它的各张表却一个数字也没有找到，缺 {count} 个数字", "the report has labels of {form}, but not one figure of its tables was found: {count} are missing";
    NO_FIGURES_HELP = "如果这不是一份报告，或者表是图片，换一个带文字的版本；gouji extract --explain 显示每张表是怎样找的", "if this is no report, or its tables are pictures, use a version with text; gouji extract --explain shows how each table was looked for";
    EXPECTED_HERE = "本应在这里", "expected here";
    EXPECTED_NEAR = "在这附近没有找到", "not found near here";
    FORM_ASKS = "格式要求有这一项", "the form asks for it";
    FORM_ASKS_TABLE = "格式要求有这张表", "the form asks for this table";
    ABSENT_HELP = "如果报告里有，只是标签的印法不同，请在模板中给它加一个写法（| \"…\"）；如果可以没有，写 optional", "if the report has it under another label, add that spelling to the template (| \"…\"); if it may be missing, write optional";
    FACT_ABSENT_HELP = "如果正文里有这个数字，只是说法不同，请在模板中给它加一个句式（| \"…{{}}\"）", "if the text has this figure in other words, add a pattern to the template (| \"…{{}}\")";

    // Unreadable.
    UNREADABLE = "“{text}”不是数字：{place} 这一格应填数字", "“{text}” is not a figure: {place} should hold one";
    UNREADABLE_HERE = "读不成数字", "cannot be read as a figure";
    UNLISTED_TOKEN = "{place} 这一格填的是“{text}”，格式没有说它算什么", "{place} holds “{text}”, and the form does not say what that counts as";
    UNLISTED_HELP = "没有就填 0；如果这类报告都这样填，在模板里写 read \"{text}\" as 0", "put 0 for none; if such reports all print this, write read \"{text}\" as 0 in the template";
    GROUPING = "“{text}”的千分位分隔不对：{place}", "the thousands separators of “{text}” are wrong: {place}";
    SPACES = "“{text}”中间有空格，分不清是一个数还是几个数：{place}", "“{text}” has blanks inside: it may be one figure or several: {place}";
    TOO_LONG = "“{text}”的位数太多，读不了：{place}", "“{text}” has too many digits to be read: {place}";
    WRONG_WORD = "“{text}”不是 {place} 可以填的内容", "“{text}” is not something that {place} may hold";
    WRONG_WORD_HERE = "读不出来", "cannot be read";
    MAY_HOLD_BOOL = "可以填“是”“否”“有”“无”，或打勾：☑ 是　□ 否", "yes or no, written out or ticked";
    MAY_HOLD_YEAR = "应填年份，如 2024", "a year, such as 2024";
    MAY_HOLD_DATE = "应填日历上有的日期，如 2024年1月15日、2024-01-15", "a day of the calendar, such as 2024-01-15";
    MAY_HOLD_ENUM = "只能是其中之一：{options}，照写或打勾都可以", "one of: {options}, written out or ticked";
    MANY_TICKED = "{place} 只能选一项，却选了：{options}", "{place} asks for one choice, but several are ticked: {options}";
    MANY_TICKED_HERE = "选了不止一项", "more than one is ticked";
    NO_MATCH = "{place} 填的是“{text}”，不合要求的写法 {pattern}", "{place} is “{text}”, which is not of the form {pattern}";
    REFUSED_TOKEN = "{place} 填的是“{text}”，格式不允许这样填", "{place} holds “{text}”, which the form does not allow";
    DECLARED_HERE = "类型写在这里", "the type is declared here";

    // Type.
    NEGATIVE = "{place} 是 {value}，这一项不能是负数", "{place} is {value}, but it cannot be negative";
    FRACTION = "{place} 是 {value}，这一项必须是整数", "{place} is {value}, but it must be a whole number";
    LIMIT = "{place} 是 {value}，格式要求 {op} {limit}", "{place} is {value}, but the form asks for {op} {limit}";
    PLACES = "{place} 是 {value}，小数位数多于格式规定的 {step}", "{place} is {value}, with more decimal places than {step}";

    // Units.
    DIMENSION = "{place} 的单位是“{unit}”，格式规定的是“{own}”，两者不能换算", "{place} is in “{unit}”, the form asks for “{own}”, and one cannot be converted into the other";
    INEXACT = "{place} 的单位是“{unit}”，换算成“{own}”得不到精确值", "{place} is in “{unit}”, which has no exact value in “{own}”";
    CONVERTED = "有 {count} 个数字以“{unit}”填报，已精确换算成“{own}”", "{count} figures printed in “{unit}” were converted exactly to “{own}”";
    PRINTED_UNIT = "以“{unit}”填报", "printed in “{unit}”";

    // Unclaimed, doubled.
    UNCLAIMED = "表里有数字不属于格式的任何一格：{texts}", "figures in the table belong to no cell of the form: {texts}";
    UNCLAIMED_MORE = "表里有 {count} 个数字不属于格式的任何一格：{texts} 等", "{count} figures in the table belong to no cell of the form: {texts} and more";
    UNCLAIMED_HERE = "没有归属", "claimed by no cell";
    UNCLAIMED_HELP = "检查这一行的标签和列数：也许标签漏了，也许格式里没有这一行、这一列", "look at the row's label and its number of cells: a label may be missing, or the form may not have this row or column";
    TWO_CANDIDATES = "{place} 在报告里出现两次，数字不同：{first} 和 {second}", "{place} stands in the report twice with different figures: {first} and {second}";
    TWO_FIGURES = "正文里“{fact}”有不同的数字：{figures}", "the text gives different figures for “{fact}”: {figures}";
    BLANK_FACT = "句子里缺了“{fact}”的数字：{text}", "the sentence lacks the figure of “{fact}”: {text}";
    BLANK_FACT_HERE = "单位前面没有数字", "no figure before the unit";
    BLANK_FACT_HELP = "把数字补上；没有就写 0", "put the figure in; write 0 for none";
    TAKEN = "取的是这个", "this one was taken";
    OTHER = "这里不同", "this one differs";

    // Claims of sentences.
    PARTS_OFF = "“其中”各项相加是 {sum}，与总数 {whole} 差 {difference}", "the parts listed add up to {sum}, which differs from the whole {whole} by {difference}";
    PARTS_WHOLE = "总数", "the whole";
    PARTS_PART = "其中的 {value}", "of which {value}";
    PARTS_SUM = "{terms} = {sum}", "{terms} = {sum}";
    PARTS_HELP = "核对这句话里的各个数；口径不同的，在报告里说明", "check the figures of this sentence; where they are counted differently, say so in the report";
    PARTS_OPEN_HELP = "如果各项互有重叠，不必改动", "if the parts overlap, nothing is wrong";
    PART_LARGER = "其中的 {part} 比总数 {whole} 还多", "the part {part} is more than its whole, {whole}";
    SHARE_OFF = "{part}占{whole}的 {value}，不是 {percent}", "{part} are {value} of {whole}, not {percent}";
    SHARE_HERE = "这个占比", "this share";
    SHARE_PART = "占比说的是这个数", "the share is of this figure";
    SHARE_WHOLE = "总数是这个数", "this is the whole";
    SHARE_HELP = "核对这句话里的各个数；按别的总数算的，写明是占什么的比例", "check the figures of this sentence; if the whole is another one, say which";
    SHARE_OPEN_HELP = "报告里没有一个总数算得出这个占比；核对这个数和占比，并写明是占什么的比例", "no figure of the report gives this share; check both, and say what it is a share of";
    CHANGE_OFF = "由 {then} 变为 {now}，相差 {value}，不是 {said}", "from {then} to {now} is a change of {value}, not {said}";
    CHANGE_PERCENT_OFF = "由 {then} 变为 {now}，幅度是 {value}，不是 {percent}", "from {then} to {now} is a change of {value}, not {percent}";
    CHANGE_HERE = "这个增减", "this change";
    CHANGE_NOW = "本年的数", "the figure of this year";
    CHANGE_THEN = "上年的数", "the figure of the year before";
    CHANGE_BY = "增减的数", "by how much it changed";
    CHANGE_HELP = "核对这句话里的各个数，以及是增是减", "check the figures of this sentence, and whether it says more or fewer";

    // Labels.
    LABELS_DIFFER = "表“{table}”有 {count} 处标签的印法与格式不同", "{count} labels of table “{table}” are not printed as in the form";
    LABEL_DIFFERS = "格式印作“{form}”", "the form prints “{form}”";
    LABEL_NEAR = "把“{text}”当作“{form}”，两者只差 {edits} 个字", "“{text}” was taken for “{form}”: they differ in {edits} characters";
    LABEL_NEAR_HERE = "报告这样印", "printed so in the report";
    LABEL_OF_FORM = "格式的标签", "the form's label";
    LABEL_NEAR_HELP = "如果就是这一项，在模板中加上这个写法：| \"{text}\"", "if it is the same item, add this spelling to the template: | \"{text}\"";
    MOVED = "表“{table}”的行次序与格式不同：{rows}", "the rows of table “{table}” are not in the form's order: {rows}";
    MOVED_HERE = "印得比格式靠后", "printed later than in the form";
    BY_ORDER = "表“{table}”没有印出这些列的标题，按格式的次序取数：{columns}", "table “{table}” does not print these column headings; its cells were taken in the form's order: {columns}";
    BY_ORDER_HERE = "从这一行起", "from this row on";

    // Rows.
    BLANK = "{place} 是空的，格式要求填写", "{place} is blank, and the form asks for a figure";
    BLANK_WORDS = "{place} 是空的，格式要求填写", "{place} is blank, and the form asks for it";
    BLANK_WORDS_HELP = "补上内容；如果可以不填，在模板里写 read blank skip", "fill it in; if it may be left blank, write read blank skip in the template";
    BLANK_BOXES = "{place} 一个选项也没有勾", "{place}: no box is ticked";
    BLANK_BOXES_HELP = "勾一项；如果不勾就表示“否”，在模板里写 read blank as 0", "tick one; if no tick means no, write read blank as 0 in the template";
    BLANK_HERE = "空的", "blank";
    BLANK_HELP = "没有就填 0；如果空格就表示 0，在模板里写 read blank as 0", "put 0 for none; if a blank means 0, write read blank as 0 in the template";
    ROW_MISMATCH = "表“{table}”的行有 {cells} 格，认得出的列有 {columns} 个，对不上：{rows}", "rows of table “{table}” have {cells} cells for the {columns} columns that are known: {rows}";
    EMPTY_ROW = "表“{table}”有 {count} 行只见标签，不见数字：{rows}", "{count} rows of table “{table}” show their labels, but no figure: {rows}";
    SHORT_ROW = "表“{table}”有 {count} 行的格数不足 {columns} 列，各个数字属于哪一列分不清，没有取：{rows}", "{count} rows of table “{table}” have fewer cells than its {columns} columns; which column each figure belongs to cannot be told, and none was taken: {rows}";
    AMBIGUOUS_ROW = "表“{table}”的行有 {cells} 格，分不清哪些是空格、哪些是合并单元格留下的：{rows}", "rows of table “{table}” have {cells} cells, and which of their blanks are cells cannot be told: {rows}";
    ROW_HERE = "这一行", "this row";

    // Glued figures.
    GLUED = "表“{table}”的数字连写在一起，没有分隔，已拆开 {rows} 行、{cells} 个数字：{how}", "the figures of table “{table}” stand without separators; {rows} rows were taken apart into {cells} figures: {how}";
    GLUED_BY_ONLY = "{count} 行只有一种拆法", "{count} can be read in one way only";
    GLUED_BY_ROW = "{count} 行由行内的勾稽关系确定", "{count} are settled by checks within the row";
    GLUED_BY_ROWS = "{count} 行由各行之间的勾稽关系确定", "{count} are settled by checks between rows";
    GLUED_HERE = "有 {count} 种拆法，取 {reading}", "{count} readings; taken: {reading}";
    GLUED_ONLY = "只能拆成 {reading}", "can only be {reading}";
    GLUED_CHECKS = "用到的勾稽关系：{checks}", "the checks that were used: {checks}";
    UNDECIDED = "{place} 的数字连写成“{text}”，要拆成 {cells} 个，有 {count} 种拆法，勾稽关系定不下来", "the figures of {place} are printed as “{text}”: there are {count} ways to take it apart into {cells} figures, and no check settles which";
    UNDECIDED_PART = "{place} 的数字连写成“{text}”，要拆成 {cells} 个，有 {count} 种拆法，勾稽关系只能定下一部分，定不下来的是 {columns}", "the figures of {place} are printed as “{text}”: there are {count} ways to take it apart into {cells} figures, and the checks settle only some of them; not settled: {columns}";
    UNDECIDED_HERE = "比如 {first}，或者 {second}", "{first}, for instance, or {second}";
    UNDIVIDED = "{place} 的数字连写成“{text}”，拆不成 {cells} 个数字", "the figures of {place} are printed as “{text}”, which cannot be taken apart into {cells} figures";
    UNDIVIDED_HERE = "也许有空格的单元格丢了，也许混进了别的数字", "a blank cell may be lost, or another figure mixed in";
    LACKING = "{place} 的数字连写成“{text}”：报告里有 {rows} 行的数字比列少，空着的格丢了，这一行是不是 {cells} 个数字也说不准", "the figures of {place} are printed as “{text}”: {rows} rows of the report have fewer figures than columns, so blank cells were lost, and whether this row holds {cells} figures cannot be told";
    LACKING_HERE = "没有读", "not read";
    TOO_MANY = "{place} 的数字连写成“{text}”，要拆成 {cells} 个，有 {count} 种拆法，多得无法逐一核对", "the figures of {place} are printed as “{text}”: there are {count} ways to take it apart into {cells} figures, too many to be compared";
    TOO_MANY_HERE = "没有读", "not read";
    UNDECIDED_HELP = "请对照原件，在数字之间加上空格；有原来的网页或 Word 文件，就直接检查那个文件", "compare the original and put blanks between the figures; if there is a web page or Word file, check that one";

    // Headings.
    HEADINGS_MISSING = "没有找到这些部分的标题：{headings}", "the headings of these sections were not found: {headings}";
    HEADINGS_HERE = "标题应在报告里", "the headings belong in the report";
    HEADING_OF_FORM = "格式的标题", "the form's heading";
    HEADINGS_DIFFER = "有 {count} 个标题的印法与格式不同", "{count} headings are not printed as in the form";

    // Recognition.
    NO_FORM = "认不出这份报告用的是哪个格式", "no template fits this report";
    NEAREST_FORM = "最接近的是 {form}，找到它 {total} 个标签中的 {found} 个", "the nearest is {form}: {found} of its {total} labels were found";
    NEAREST_MISSING = "例如没有找到：{labels}", "not found, for example: {labels}";
    TITLE_HERE = "标题在这里", "a title stands here";
    TITLE_ONLY = "有报告的标题，却没有报告的正文和表：也许这只是一个链接页、封面或扫描件，正文在附件里", "a report's title is there, but not its text and tables: this may be a page that links to the report, a cover or a scan";
    NO_FORM_HELP = "用 --template 名称@版本 指定格式（gouji list 列出所有格式）", "name the template with --template NAME@VERSION (gouji list shows them all)";
    NO_LABELS = "所有模板的标签，一个也没有找到", "not one label of any template was found";
    SEVERAL_REPORTS = "这个文件里有 {count} 份报告，只读了第一份", "this file holds {count} reports; only the first was read";
    FIRST_REPORT = "读的是这一份", "this one was read";
    OTHER_REPORT = "另一份从这里开始", "another begins here";
    SEVERAL_HELP = "每份报告存成一个文件，分别核对", "save each report as a file of its own and check them one by one";
    NO_FORMS = "没有任何模板可用", "there are no templates";
    UNKNOWN_FORM = "没有名为“{name}”的模板", "there is no template “{name}”";
    KNOWN_FORMS = "现有的模板：{forms}", "the templates at hand: {forms}";
    YEAR_DISAGREES = "这是 {year} 年度的报告，表的样子却是 {form}（适用 {range} 年度）", "this is a report of {year}, but its labels are those of {form}, which applies to {range}";
    YEAR_HERE = "年度在这里", "the year stands here";
    APPLIES_HERE = "适用年度写在这里", "the years it applies to";
    YEAR_DISAGREES_NOTE = "按表里的标签，用 {form} 检查", "by its labels it is checked with {form}";
    YEAR_DISAGREES_OTHER = "该年度的格式是 {form}", "the form of that year is {form}";
    TIE = "有几个模板同样合适：{forms}；取 {form}", "several templates fit equally well: {forms}; {form} was taken";
    META_MISSING = "没有找到“{name}”", "“{name}” was not found";
    META_DECLARED = "格式要求有它", "the form asks for it";
    META_MISSING_HELP = "在报告里写明，或用 --meta {name}=… 给出", "say it in the report, or give it with --meta {name}=…";
    META_DIFFERS = "“{name}”有两个说法：{first} 和 {second}，取 {first}", "“{name}” is given twice: {first} and {second}; {first} was taken";
    META_FIRST = "这里是 {value}", "here it is {value}";
    META_WRONG = "“{name}”的值“{value}”不对", "“{value}” is not a value of “{name}”";
    META_UNKNOWN = "格式 {form} 没有“{name}”这一项", "the form {form} has no “{name}”";

    // Trees.
    UNKNOWN_KEY = "格式 {form} 里没有“{key}”", "the form {form} has no “{key}”";
    UNKNOWN_KEY_HERE = "格式没有这一项", "not in the form";
    DID_YOU_MEAN = "是不是“{name}”？", "did you mean “{name}”?";
    AMBIGUOUS_KEY = "“{key}”不止一项：{names}", "“{key}” names several items: {names}";
    WRONG_KIND = "“{key}”这里应是{expected}", "“{key}” should be {expected} here";
    WRONG_KIND_HERE = "这里", "here";
    KIND_OBJECT = "一个对象 {{…}}", "an object {{…}}";
    KIND_FIGURE = "一个数、一段文字或 null", "a number, a text or null";
    KIND_ARRAY = "一个数组 […]", "an array […]";
    KIND_TEXT = "一段文字", "a text";
    NOT_A_REPORT = "这份 JSON 不是报告：最外层应是一个对象", "this JSON is no report: its outermost value should be an object";
}
