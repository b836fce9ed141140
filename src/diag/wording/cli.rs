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
    OMITTED = "图中略去 {count} 处无关紧要的位置（--format json 列出全部）", "places of little interest left out: {count} (--format json lists all)";
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
}
