//! What `--help` says, in both languages: one line an argument, named `command.argument`; `*` stands for every command.

/// Path, Chinese, English.
pub(super) const TEXTS: &[(&str, &str, &str)] = &[
    (
        "",
        "勾稽：法定报表的填报规则语言与校验工具。读已经发布的报告，按模板逐项核对，指出哪里不对、为什么。",
        "Gouji checks statutory report forms: it reads reports as published, checks them against a template, and says what is wrong, where and why.",
    ),
    ("check", "校验报告", "Check reports"),
    ("extract", "取出报告里的数字和它们的位置", "Print the figures of a report, each with its place"),
    ("compile", "编译模板，只报模板自身的问题", "Compile templates and report their own mistakes"),
    ("explain", "解释一个诊断代码；不写代码则列出全部", "Explain a diagnostic code; without one, list them all"),
    ("list", "列出现有的模板、版本和适用年度", "List the templates at hand, with versions and years"),
    ("completions", "输出命令行补全脚本", "Print a completion script for a shell"),
    ("man", "生成手册页（man）", "Write the manual pages"),
    ("*.lang", "输出语言：zh 或 en（默认依系统语言环境）", "Language of the output: zh or en (default: from the locale)"),
    ("*.color", "颜色：auto、always 或 never（也认 NO_COLOR）", "Colour: auto, always or never (NO_COLOR is respected)"),
    ("*.quiet", "只显示错误，不显示汇总", "Show errors only, and no summary"),
    ("*.help", "显示帮助", "Print help"),
    ("*.version", "显示版本", "Print the version"),
    (
        "check.reports",
        "报告：文件、目录（逐级查找）、通配式，或 -（标准输入）",
        "Reports: files, directories (walked), globs, or - for standard input",
    ),
    ("extract.report", "报告文件，或 -（标准输入）", "The report, or - for standard input"),
    (
        "*.template",
        "指定模板：名称、名称@版本，或 .gj 文件（默认按报告内容认出）",
        "Use this template: NAME, NAME@VERSION or a .gj file (default: recognized from the report)",
    ),
    ("*.templates", "除内置模板外，再从这个目录读模板（可多次）", "Also read the templates of this folder (may be repeated)"),
    (
        "*.meta",
        "报告里没有写的基本信息，如 层级=部门（可多次）",
        "What the report does not say of itself, such as 层级=部门 (may be repeated)",
    ),
    (
        "*.encoding",
        "报告的字符编码，如 utf-8、gb18030、big5（默认依文件自己的说明和内容判断）",
        "The encoding of the report, such as utf-8, gb18030, big5 (default: as the file says, or by its content)",
    ),
    (
        "*.stdin_name",
        "标准输入按这个文件名判断格式，如 x.html",
        "Take standard input for a file of this name, such as x.html, to know its format",
    ),
    ("check.prior", "上一年度的报告", "The report of the year before"),
    (
        "*.format",
        "输出格式：human（终端默认）、text（否则默认）、short、narrated、json、jsonl、sarif、github",
        "Output: human (default on a terminal), text (default otherwise), short, narrated, json, jsonl, sarif, github",
    ),
    (
        "extract.explain",
        "说明每个部分、每张表、每一行是怎样找到的，略过了什么",
        "Show how each section, table and row was found, and what was passed over",
    ),
    ("extract.format", "输出格式：text、json、csv", "Output: text, json, csv"),
    ("list.format", "输出格式：text、json", "Output: text, json"),
    ("*.deny", "写 warnings 则有警告也算不通过（退出码 1）", "With `warnings`: warnings fail too (exit status 1)"),
    ("compile.templates", "模板文件，或存放模板的目录", "Template files, or folders of them"),
    ("explain.code", "诊断代码，如 G0401", "A diagnostic code such as G0401"),
    ("*.watch", "文件一有改动就重新运行", "Run again whenever a file changes"),
    ("completions.shell", "bash、zsh、fish、powershell 或 elvish", "bash, zsh, fish, powershell or elvish"),
    (
        "man.folder",
        "写到这个目录，每个命令一页（默认只输出总的一页）",
        "Write one page a command into this folder (default: print the program's page)",
    ),
];
