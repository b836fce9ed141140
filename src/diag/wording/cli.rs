//! Wordings of the shells: summaries, severity words, the command line.

wordings! { "cli":
    ERROR = "错误", "error";
    WARNING = "警告", "warning";
    NOTE = "提示", "note";

    BASIS = "依据：{text}", "basis: {text}";
    MORE = "说明：{text}", "note: {text}";
    HELP = "建议：{text}", "help: {text}";
    FIX = "改为：{text}", "write instead: {text}";
    FIX_DELETE = "删去：{text}", "remove: {text}";
    OMITTED = "另有 {count} 处次要的位置没有列出（--format json 列出全部）", "minor places not shown: {count} (--format json lists all)";
    PLACE = "位置：{place}", "at: {place}";
    PLACE_SAYS = "位置：{place}：{text}", "at: {place}: {text}";

    ACCEPTED = "通过", "accepted";
    INCOMPLETE = "不完整", "incomplete";
    REJECTED = "不通过", "rejected";

    REPORT = "报告", "report";
    VERDICT = "结论", "verdict";
    TEMPLATE = "模板", "template";
    HELD = "成立", "held";
    FAILED = "不成立", "failed";
    NOT_ASSESSABLE = "无法判断", "not assessable";
    ERRORS = "错误", "errors";
    WARNINGS = "警告", "warnings";
    NO_TEMPLATE = "未认出", "not recognized";
    REPORTS = "份数", "reports";
    YEAR = "年度", "year";
    FINDINGS = "问题", "findings";
    IN_REPORTS = "涉及份数", "in reports";
    CODE = "代码", "code";
    RULE = "规则", "rule";
    TOTALS = "（合计）", "(totals)";
    NOT_KNOWN = "（不明）", "(unknown)";
    WORST_REPORTS = "错误最多的报告", "reports with most errors";
    REPORTS_IN_ALL = "共 {all} 份报告：{accepted} 份通过，{rejected} 份不通过，{incomplete} 份不完整。", "{all} reports: {accepted} accepted, {rejected} rejected, {incomplete} incomplete.";

    SAY_REPORT = "报告 {name}：{verdict}。", "Report {name}: {verdict}.";
    SAY_TEMPLATE = "所用模板：{name}。", "Template: {name}.";
    SAY_NO_TEMPLATE = "没有认出适用的模板。", "No template was recognized.";
    SAY_RULES = "规则：成立 {held} 条，不成立 {failed} 条，无法判断 {unknown} 条。", "Rules: {held} held, {failed} failed, {unknown} not assessable.";
    SAY_FINDINGS = "错误 {errors} 个，警告 {warnings} 个。", "Errors: {errors}. Warnings: {warnings}.";

    NARRATE_SEVERITY = "级别：{severity}，代码 {code}（{title}）。", "Severity: {severity}, code {code} ({title}).";
    NARRATE_SNIPPET = "原文 {name}，从第 {line} 行起：", "Text of {name}, from line {line}:";
    NARRATE_LINE = "第 {line} 行：{text}", "Line {line}: {text}";
    NARRATE_POINT = "    标注：第 {line} 行第 {column} 字处", "    label at line {line}, column {column}";
    NARRATE_CHAR = "    标注：第 {line} 行第 {column} 字", "    label at line {line}, column {column}";
    NARRATE_RANGE = "    标注：第 {line} 行第 {column} 至 {end} 字", "    label at line {line}, columns {column} to {end}";
    NARRATE_LINES = "    标注：第 {line} 行第 {column} 字至第 {end_line} 行第 {end} 字", "    label from line {line}, column {column} to line {end_line}, column {end}";
    NARRATE_SAYS = "{place}：{text}", "{place}: {text}";

    DIAGNOSTICS_IN_ALL = "错误 {errors} 个，警告 {warnings} 个", "errors: {errors}, warnings: {warnings}";
    MORE_ERRORS = "另有 {count} 个问题", "more problems: {count}";

    HELP_USAGE = "用法：", "Usage: ";
    HELP_COMMANDS = "命令", "Commands";
    HELP_ARGUMENTS = "参数", "Arguments";
    HELP_OPTIONS = "选项", "Options";

    USAGE_ERROR = "用法不对：", "usage: ";
    USAGE_UNKNOWN = "没有 {arg} 这个选项或参数。", "there is no option or argument {arg}.";
    USAGE_COMMAND = "没有 {name} 这个命令。", "there is no command {name}.";
    USAGE_NO_VALUE = "{arg} 后面缺少值。", "{arg} needs a value.";
    USAGE_VALUE = "{arg} 的值不能是“{value}”，可以是：{valid}。", "{arg} cannot be `{value}`; it is one of {valid}.";
    USAGE_ENCODING = "没有“{value}”这种编码，可以写 utf-8、gb18030、gbk、utf-16le、utf-16be、big5 等。", "`{value}` is no encoding; there are utf-8, gb18030, gbk, utf-16le, utf-16be, big5 and others.";
    USAGE_SHARE = "{arg} 的值“{value}”应在 0 到 1 之间，如 0.3 或 30%。", "`{value}` is no value for {arg}: write a share from 0 to 1, such as 0.3 or 30%.";
    USAGE_NUMBER = "{arg} 的值“{value}”不是可用的整数。", "`{value}` is no value for {arg}: it should be a whole number within its range.";
    USAGE_FORM = "{arg} 的值“{value}”写法不对，应写作 名称=值，如 --meta 层级=部门。", "`{value}` is no value for {arg}: write NAME=VALUE, as in --meta LEVEL=office.";
    USAGE_MISSING = "缺少 {arg}。", "{arg} is missing.";
    USAGE_TWICE = "{arg} 不能这样重复或同时使用。", "{arg} cannot be repeated or combined like this.";
    USAGE_HINT = "用 gouji --help 查看用法。", "See gouji --help.";
    DID_YOU_MEAN = "是不是想写 {name}？", "Did you mean {name}?";

    NO_SUCH_FILE = "没有这个文件：{path}", "no such file: {path}";
    NO_PERMISSION = "没有权限读取：{path}", "permission denied: {path}";
    CANNOT_READ = "无法读取 {path}：{why}", "cannot read {path}: {why}";
    CANNOT_READ_STDIN = "无法读取标准输入：{why}", "cannot read standard input: {why}";
    IS_DIRECTORY = "{path} 是目录，这里要的是文件", "{path} is a directory; a file is wanted here";
    NO_REPORTS_IN = "目录 {path} 里没有可读的报告（找的是网页、文本、Word、Excel、PDF 和数据文件）", "no readable report in {path} (looked for web pages, texts, Word, Excel, PDF and data files)";
    NO_REPORTS_MATCH = "没有文件符合 {glob}", "no file matches {glob}";
    BAD_GLOB = "通配式 {glob} 写法不对：{why}", "{glob} is no glob: {why}";
    NO_TEMPLATES_IN = "目录 {path} 里没有模板（.gj 文件）", "no template (.gj file) in {path}";
    NOT_UTF8 = "{path} 不是 UTF-8 编码的文本", "{path} is not UTF-8 text";
    NO_FORM_IN = "{path} 里没有定义模板", "{path} declares no template";
    NO_SUCH_TEMPLATE = "没有模板 {name}。现有：{names}", "there is no template {name}. There are: {names}";
    SEVERAL_TEMPLATES = "{name} 里有 {count} 个模板，请写明是哪一个：{names}", "{name} holds {count} templates; say which: {names}";
    STDIN_TWICE = "标准输入只能读一次：- 写了不止一次", "standard input can be read only once: - stands more than once";
    CANNOT_WRITE = "无法写出结果：{why}", "cannot write the output: {why}";
    CANNOT_WRITE_TO = "无法写入 {path}：{why}", "cannot write {path}: {why}";
    NOTHING_TO_WATCH = "没有可以监视的文件或目录", "there is no file or folder to watch";
    CANNOT_WATCH = "无法监视文件的改动：{why}", "cannot watch for changes: {why}";
    WATCHING = "等待文件改动，按 Ctrl-C 结束……", "waiting for changes; Ctrl-C ends";
    CHANGED = "—— {name} 有改动 ——", "—— {name} changed ——";
    LINE_TOO_LONG = "{path} 第 {line} 行超过 {limit} 字节，不是一份报告；后面的没有读", "{path}: line {line} is longer than {limit} bytes and no report; what follows it was not read";
    PROGRESS = "校验", "checking";
    SKIPPED_TEMPLATES = "模板有错误，未能使用", "the templates have errors and cannot be used";

    COMPILED = "可用的模板 {forms} 个，错误 {errors} 个，警告 {warnings} 个", "usable templates: {forms}, errors: {errors}, warnings: {warnings}";

    NO_SUCH_CODE = "没有诊断代码 {code}。", "there is no diagnostic code {code}.";
    CODES_HINT = "用 gouji explain 列出全部代码。", "gouji explain lists all codes.";
    EXAMPLE = "例", "Example";
    CASE_TEMPLATE_WRONG = "这样写会得到这个代码：", "This gives the code:";
    CASE_TEMPLATE_RIGHT = "这样写就对了：", "This is right:";
    CASE_TEMPLATE = "模板：", "With this template:";
    CASE_REPORT_WRONG = "这样的报告会得到这个代码：", "this report gives the code:";
    CASE_REPORT_RIGHT = "这样的报告就对了：", "this report is right:";

    LIST_TEMPLATE = "模板", "template";
    LIST_LABEL = "名称", "form";
    LIST_YEARS = "适用年度", "years";
    YEARS_FROM = "{from} 起", "from {from}";
    YEARS_TO = "至 {to}", "up to {to}";
    YEARS_BETWEEN = "{from}–{to}", "{from}–{to}";
    YEARS_ALL = "不限", "any";

    FIGURE = "数据项", "figure";
    STATE = "状态", "state";
    VALUE = "数值", "value";
    UNIT = "单位", "unit";
    PRINTED = "原文", "as printed";
    LINE_COLUMN = "行:列", "line:column";
    STATE_FIGURE = "数字", "figure";
    STATE_BLANK = "空白", "blank";
    STATE_NOT_APPLICABLE = "不适用", "not applicable";
    STATE_ABSENT = "未找到", "absent";
    STATE_UNREADABLE = "无法读取", "unreadable";
    UNCLAIMED = "未归入任何数据项的数字：{texts}", "figures that belong to nothing: {texts}";

    HOW_TEMPLATES = "模板", "Templates";
    HOW_LABELS = "找到标签 {found}/{total}", "labels found: {found}/{total}";
    HOW_CHOSEN = "选用", "chosen";
    HOW_NOT_FOUND_E_G = "没有找到：{labels}", "not found: {labels}";
    HOW_META = "报告信息", "What identifies the report";
    HOW_GIVEN = "由命令行给出", "given on the command line";
    HOW_SECTIONS = "各部分的标题", "Section headings";
    HOW_TABLE = "表“{table}”", "Table “{table}”";
    HOW_COLUMNS = "列", "columns";
    HOW_ROWS = "行", "rows";
    HOW_MISSING_COLUMNS = "没有印出标题的列：{names}", "columns without a heading: {names}";
    HOW_MISSING_ROWS = "没有找到的行：{names}", "rows not found: {names}";
    HOW_SPANNED = "网页或文档的表格，行、列、合并单元格都已知", "a grid whose rows, columns and merged cells are known";
    HOW_BY_ROWS = "文本表格，知道行，不知道哪些格子合并过", "a text grid: its rows are known, its merged cells are not";
    HOW_STREAM = "一格一行的文本，只知道次序", "one cell a line: only their order is known";
    HOW_PARAGRAPHS = "没有表格，取自正文的段落", "no grid: read from plain paragraphs";
    HOW_RUN = "没有分隔的一串数字，按格式的勾稽关系断开", "a run of figures without separators, divided by the form's own checks";
    HOW_NONE = "没有找到", "not found";
    HOW_EXACT = "一致", "exact";
    NOT_READ = "{file} 读不出来，没有排进去：{why}", "{file} cannot be read and was left out: {why}";
    PRIOR_UNREAD = "{file} 读不出来，没有用作上年报告：{why}", "{file} cannot be read and was not used as a report of the year before: {why}";
    HOW_ORDINAL = "序号不同", "ordinal differs";
    HOW_REMARK = "括注不同", "remark differs";
    HOW_NEAR = "近似", "near";
    HOW_NEAR_BY = "近似（差 {edits} 字）", "near ({edits} edits)";
    HOW_UNKNOWN = "格式里没有", "not in the form";
    HOW_BY_HEADINGS = "按列标题", "by headings";
    HOW_BY_ORDER = "按次序", "by order";
    HOW_MISMATCH = "格数不对，没有取", "wrong number of cells: none taken";
    HOW_AMBIGUOUS = "空格分不清，没有取", "unclear blanks: none taken";
    HOW_SURPLUS = "多出 {count} 格", "{count} cells too many";
    HOW_FACTS = "从句子里取的数字", "Figures taken from sentences";
    HOW_PASSED = "没有用上的", "Passed over";
    HOW_GRID = "一张 {rows} 行的表格，从“{first}”开始，没有格式里的行", "a grid of {rows} rows beginning with “{first}”: none of them is a row of the form";
    HOW_LINE = "表“{table}”里的一行“{label}”，格式里没有这一行：{figures}", "line “{label}” in table “{table}”, which the form does not have: {figures}";
    HOW_FIGURE = "数字 {text}，不属于任何一格", "figure {text}, which no cell claims";

    FMT_DONE = "排好 {changed} 个文件，另有 {same} 个无须改动", "files formatted: {changed}; already in order: {same}";
    FMT_WOULD = "有 {changed} 个文件需要排版，{same} 个无须改动", "files to be formatted: {changed}; already in order: {same}";
    FMT_FAILED = "{path} 有错误，没有改动", "{path} has mistakes and was left alone";
    CANNOT_WRITE_FILE = "无法写入 {path}：{why}", "cannot write {path}: {why}";

    SKIPPED_POLICY = "政策文件有错误，没有校验", "the policy has mistakes; nothing was checked";
    EXPLAIN_WRITTEN = "有 {count} 处核实性规则不成立，待填写的说明已写到 {path}", "soft rules that do not hold: {count}; explanations to fill in are in {path}";
    EXPLAIN_WAITING = "没有新的要写；{path} 里还有 {count} 条说明没有填好", "nothing new to write; explanations not filled in yet in {path}: {count}";
    EXPLAIN_NOTHING = "没有需要说明的", "nothing to explain";
    EXPLAIN_HARD = "另有 {count} 个错误不能用说明代替，须改正报告：用 gouji check 查看", "errors that cannot be explained away: {count}; correct the report (gouji check shows them)";
    EXPLAIN_NEEDS_OUTPUT = "从标准输入读报告时，用 --output 指定写到哪个文件", "for a report from standard input, say with --output which file to write";
    WAIVED = "已说明", "explained";
    SAY_WAIVED = "已说明的规则 {count} 条。", "{count} rules explained.";

    TEST_NOTHING = "没有找到要测试的报告", "no report to test";
    TEST_DIFFERS = "不同", "differs";
    TEST_NEW = "新增", "new";
    TEST_ACCEPTED = "已接受", "accepted";
    TEST_UNMET = "期望没有实现", "expectations not met";
    TEST_FAILED = "未能测试", "could not be tested";
    TEST_DONE = "报告 {reports} 份：与快照相同 {same}，不同 {differ}，新增 {new}，已接受 {accepted}", "reports: {reports}; same as their snapshots: {same}, different: {differ}, new: {new}, accepted: {accepted}";
    TEST_EXPECTATIONS = "期望 {all} 条，没有实现 {unmet} 条", "expectations: {all}, not met: {unmet}";
    TEST_REVIEW = "用 gouji test --review 逐个查看，或用 --accept 全部接受。", "Look at them with gouji test --review, or take all with --accept.";
    TEST_UNREFERENCED = "有 {count} 个快照或期望文件没有报告，用 --unreferenced 列出", "snapshots and expectations without a report: {count}; --unreferenced lists them";
    TEST_NO_REPORT = "没有报告：{path}", "without a report: {path}";
    TEST_NOT_UTF8 = "{path} 里有期望，却不是 UTF-8 编码。请把期望写在旁边的 {path}.expect 里", "{path} holds expectations but is not UTF-8: write them into {path}.expect beside it";
    REVIEW_HEADING = "待定 {number}/{all}：{name}", "pending {number} of {all}: {name}";
    REVIEW_KEYS = "a 接受  r 拒绝  s 跳过  q 退出 >", "a accept  r reject  s skip  q quit >";
}
