//! Wordings of the `document` phase.

wordings! { "document":
    // Files.
    BINARY = "这个文件不是文本：第 {offset} 字节是控制字符（NUL）", "this file is not text: byte {offset} is a NUL character";
    BINARY_HELP = "请用办公软件打开它，另存为网页（.html）或纯文本（.txt，UTF-8）后再检查", "open it in the program that made it and save it as a web page (.html) or plain text (.txt, UTF-8)";
    NOT_READ_YET = "本版还不能读取 {format} 文件", "{format} files are not read yet by this edition";
    NOT_READ_YET_HELP = "请用原来的软件打开它，另存为 .docx、.xlsx、网页（.html）或带文字的 PDF 后再检查", "open it in the program that made it, save it as .docx, .xlsx, a web page (.html) or a PDF with text, and check that";
    WORD_97 = "这是 Word 97-2003 的旧格式文件（.doc、.wps），本版不读", "this is a file of the old Word format, 97 to 2003 (.doc, .wps), which is not read";
    WORD_97_HELP = "请用 Word 或 WPS 打开它，另存为 .docx 后再检查", "open it in Word or WPS, save it as .docx and check that";
    EMPTY = "文件是空的，没有可以检查的内容", "the file is empty: there is nothing to check";
    EMPTY_HELP = "请核对导出或下载是否成功；文件里至少要有报告的正文和表格", "see whether the export or download succeeded; a report has at least its text and tables";
    ONLY_BLANKS = "文件里只有空白，没有可以检查的内容", "the file holds nothing but blanks: there is nothing to check";

    // Encodings.
    UNDECODABLE = "文件按 {encoding} 编码读不通：第 {line} 行（第 {offset} 字节）的 0x{byte} 不是合法字符", "the file cannot be decoded as {encoding}: 0x{byte} on line {line} (byte {offset}) is no valid character";
    UNDECODABLE_HERE = "从这里起无法解码", "from here on it cannot be decoded";
    UNDECODABLE_HELP = "如果它用的是别的编码，请用 --encoding 指明（如 --encoding gb18030）；如果不是，文件已经损坏，请重新取一份", "if it is in another encoding, name that with --encoding (as in --encoding gb18030); if not, the file is damaged: get another copy";
    FORCED_HELP = "请核对 --encoding；不写这个选项，程序会自己判断", "see whether --encoding is right; without it the encoding is found out";
    ENCODING_GUESSED = "文件没有写明编码，按内容判断为 {encoding}", "nothing says which encoding the file is in; it was read as {encoding}";
    ENCODING_DECLARED = "网页写明的编码是 {declared}，内容却是 {encoding}，已按 {encoding} 读取", "the page declares {declared}, but it is written in {encoding} and was read as that";
    ENCODING_HELP = "汉字显示得不对时，用 --encoding 指定编码", "if characters look wrong, name the encoding with --encoding";
    LOST_CHARACTERS = "文件里有 {count} 个替换符“�”：它曾被按错误的编码打开并保存，原来的文字已经丢失", "{count} replacement characters (U+FFFD): the file was once opened in the wrong encoding and saved, and its characters are lost";
    LOST_CHARACTERS_HERE = "第一处在这里", "the first of them";
    LOST_CHARACTERS_HELP = "请取原始文件重新导出，不要使用这一份", "go back to the original file and export it again";

    // Limits.
    FILE_TOO_LARGE = "文件有 {size} 字节，超过了 {limit} 字节的上限", "the file has {size} bytes; at most {limit} are read";
    TEXT_TOO_LONG = "这一段文字有 {size} 字节，中间没有任何分隔，超过了 {limit} 字节的上限，不像报告", "this piece of text runs on for {size} bytes without a break; at most {limit} are read, and no report has such a piece";
    TEXT_TOO_LONG_HERE = "从这里开始", "it begins here";
    TOO_MANY_PIECES = "段落和单元格超过了 {limit} 个的上限", "more than {limit} paragraphs and cells";
    TOO_MANY_REPORTS = "一个文件里的报告超过了 {limit} 份的上限", "more than {limit} reports in a file";
    TOO_MUCH_TEXT = "文件里的文字展开后超过了 {limit} 字节的上限", "the text of the file has more than {limit} bytes when every repetition is counted";
    TOO_MANY_PIECES_HERE = "到这里为止", "the limit is reached here";
    TOO_LARGE_HELP = "请核对是不是选错了文件；多份报告请分成多个文件", "see whether this is the right file; put several reports into several files";
    TOO_DEEP = "嵌套超过 {limit} 层", "nested deeper than {limit} levels";
    TOO_DEEP_HERE = "这一个已是第 {depth} 层", "this one is level {depth}";
    TOO_DEEP_HELP = "报告只需要几层：表、行、列", "a report needs a few levels: table, row, column";

    // JSON.
    JSON_UNEXPECTED = "JSON 语法错误：这里应是{expected}，却是{found}", "JSON syntax: expected {expected}, found {found}";
    JSON_END = "JSON 到这里就断了：还应有{expected}", "the JSON breaks off here: expected {expected}";
    JSON_OPENED = "在这里打开", "opened here";
    JSON_TRAILING = "JSON 的值到此已经完整，后面却还有{found}", "the JSON value is complete, but {found} follows it";
    JSON_TRAILING_HELP = "一个文件只放一个 JSON 值；多份报告请写成一个数组，或一行一份存为 .ndjson", "a file holds one JSON value: make several reports an array, or put one on each line of a .ndjson file";
    JSON_CONTROL = "字符串里有未转义的控制字符 U+{code}", "the control character U+{code} stands unescaped in a string";
    JSON_CONTROL_HELP = "请写成 {escape}", "write it as {escape}";
    JSON_ESCAPE = "没有 {escape} 这种转义", "{escape} is no escape of JSON";
    JSON_ESCAPE_HELP = "反斜杠后只能是 \\\" \\\\ \\/ \\b \\f \\n \\r \\t 或 \\u 加四位十六进制数；反斜杠本身写成 \\\\", "a backslash is followed by \\\" \\\\ \\/ \\b \\f \\n \\r \\t or by \\u and four hexadecimal digits; write a backslash itself as \\\\";
    JSON_SURROGATE = "{escape} 是半个代理对，单独不成字符", "{escape} is one half of a surrogate pair and no character by itself";
    JSON_NUMBER = "“{text}”不是合法的 JSON 数", "`{text}` is no JSON number";
    JSON_NUMBER_HELP = "数写成 12、-3 或 0.5：没有前导零、加号和千位分隔符，小数点两边都有数字", "write 12, -3 or 0.5: no leading zero, no plus sign, no thousands separator, digits on both sides of the point";
    JSON_DUPLICATE = "键“{key}”在同一个对象里出现了两次", "the key `{key}` occurs twice in one object";
    JSON_DUPLICATE_HERE = "第二次在这里", "the second one";
    JSON_DUPLICATE_FIRST = "第一次在这里", "the first one";
    JSON_DUPLICATE_HELP = "留下正确的一个；两个值不能都算数，程序不替你选", "keep the right one: only one of the values can count, and it is not for a program to choose";
    JSON_A_VALUE = "一个值", "a value";
    JSON_A_VALUE_OR_CLOSE = "一个值或“]”", "a value or `]`";
    JSON_A_KEY = "用双引号括起的键", "a key in double quotes";
    JSON_A_KEY_OR_CLOSE = "用双引号括起的键或“}}”", "a key in double quotes or `}}`";
    JSON_A_COLON = "“:”", "`:`";
    JSON_COMMA_OR_BRACKET = "“,”或“]”", "`,` or `]`";
    JSON_COMMA_OR_BRACE = "“,”或“}}”", "`,` or `}}`";
    JSON_A_QUOTE = "结束的双引号", "a closing double quote";
    JSON_FOUND = "“{text}”", "`{text}`";
    JSON_FOUND_QUOTE = "中文引号", "a curly quotation mark";
    JSON_COMMA_HELP = "最后一项后面不要写逗号", "leave out the comma behind the last one";
    JSON_SINGLE_QUOTE_HELP = "JSON 只用半角双引号 \"", "JSON uses the straight double quote \" only";
    YAML_SYNTAX = "YAML 语法错误：{detail}", "YAML syntax: {detail}";
    YAML_HELP = "缩进只用空格，同一层对齐；“:”后面空一格；含有“: ”或“ #”的文字加引号", "indent with blanks, the same for one level; put a blank behind `:`; quote a text that holds `: ` or ` #`";
    YAML_KEY = "键必须是一个词，不能是列表或映射", "a key is a word, not a list or a mapping";
    YAML_ALIAS = "别名所指的内容还没有写完，它不能包含自己", "an alias stands inside what it names";
    TOML_SYNTAX = "TOML 语法错误：{detail}", "TOML syntax: {detail}";
    YAML_TAB = "缩进不能用制表符", "tabs cannot indent";
    YAML_INDENT = "这一行的缩进和上面对不上", "the indentation of this line fits no line above";
    YAML_BRACKET = "括号没有配上，或者少了逗号", "a bracket is not closed, or a comma is missing";
    YAML_QUOTE = "引号到文件末尾也没有结束", "a quotation mark is never closed";
    YAML_BEHIND = "结束的引号后面还有内容", "something follows a closing quotation mark";
    YAML_ANCHOR = "没有叫这个名字的锚点", "there is no anchor of this name";
    YAML_COLON = "这里不能有“:”；文字里有“: ”的要加引号", "`:` cannot stand here; quote a text that holds `: `";
    YAML_NO_COLON = "这一行少了“:”", "this line lacks its `:`";
    TOML_KEY = "不带引号的键只能有半角字母、数字、“_”和“-”", "a key without quotes has only ASCII letters, digits, `_` and `-`";
    TOML_STRING = "文字的引号没有配上", "the quotation marks of a text do not match";
    TOML_BEHIND = "值已经写完，后面还有内容", "the value is complete, but something follows it";
    TOML_NO_VALUE = "这里应有一个值；文字要加引号", "a value belongs here; a text is quoted";
    TOML_ZERO = "数不能以 0 开头", "a number does not begin with 0";
    TOML_NO_EQUALS = "这一行少了“=”", "this line lacks its `=`";
    TOML_BRACKET = "括号没有配上，或者少了逗号", "a bracket is not closed, or a comma is missing";
    TOML_OTHER_HELP = "文字加引号；数写成 1234 或 12.30，不带千位分隔符", "quote texts; write numbers as 1234 or 12.30, without thousands separators";
    TOML_HELP = "含有汉字的键要加引号，如 \"收支\".\"收入\" = 298", "quote a key that has other than ASCII letters, as in \"total cost\" = 298";
    TOML_DUPLICATE = "这个键已经写过一次", "this key was written before";
    CSV_OPEN_QUOTE = "引号没有配上：到文件末尾也没有结束的引号", "a quotation mark is never closed";
    CSV_OPENED = "从这里打开", "opened here";
    CSV_QUOTED = "引号里的内容到这里结束", "the quotes end here";
    CSV_BEHIND_QUOTE = "结束的引号后面应是分隔符或换行，却是“{text}”", "behind a closing quotation mark belongs a separator or the end of the line, not `{text}`";
    CSV_QUOTE_HELP = "内容里有分隔符、引号或换行的，整格用半角双引号括起，里面的引号写两个，如 \"1,002\"", "quote a field that holds the separator, a quotation mark or a line break, and double the marks in it, as in \"1,002\"";
    CSV_RAGGED = "这一行有 {found} 格，表头有 {expected} 格", "this line has {found} fields, the header {expected}";
    CSV_SHORT_HELP = "没有内容的格留空，但分隔符要写全", "leave a field without contents blank, but write its separator";
    CSV_NAMELESS = "第 {column} 列没有表头，却有内容", "column {column} has no name in the header, but it has contents";
    CSV_HEADER = "表头在这里", "the header";
    CSV_TWINS = "表头“{key}”出现了两次", "two columns are called `{key}`";
    CSV_NO_RECORDS = "只有表头，没有数据", "a header and no records";
    JSON_LITERAL_HELP = "没有引号的词只有 true、false 和 null", "the only words without quotes are true, false and null";

    // Office files and PDF.
    DAMAGED = "文件已损坏，无法读取（{part}：{why}）", "the file is damaged and cannot be read ({part}: {why})";
    DAMAGED_HELP = "请核对下载是否完整，能否用办公软件打开；能打开的话，另存一份再检查", "see whether the download is complete and the program that made the file opens it; if it does, save a copy and check that";
    PASSWORD = "文件设有打开密码，读不到内容", "the file is encrypted: it takes a password to read it";
    PASSWORD_HELP = "请用办公软件打开它，去掉密码另存一份，再检查那一份", "open it, remove the password, save a copy and check that";
    XML_TOO_DEEP = "文件里的 XML（{part}）嵌套超过 {limit} 层", "the XML inside the file ({part}) is nested deeper than {limit} levels";
    TOO_MANY_PARTS = "压缩包里有 {count} 个文件，超过了 {limit} 个的上限", "the archive holds {count} files; at most {limit} are read";
    UNPACKED_TOO_LARGE = "文件解压后超过了 {limit} 字节的上限，不像报告", "unpacked, the file has more than {limit} bytes; no report has that many";
    HIDDEN_ROWS = "工作表“{sheet}”有隐藏的行：第 {list} 行；这些行照样读取和核对", "the sheet `{sheet}` has hidden rows: {list}; they are read and checked like the others";
    HIDDEN_COLUMNS = "工作表“{sheet}”有隐藏的列：{list}；这些列照样读取和核对", "the sheet `{sheet}` has hidden columns: {list}; they are read and checked like the others";
    HIDDEN_HELP = "如果它们不属于报告，请删除而不是隐藏", "if they are no part of the report, delete them rather than hide them";
    HIDDEN_SHEETS = "隐藏的工作表没有读取：{sheets}", "hidden sheets are not read: {sheets}";
    HIDDEN_SHEETS_HELP = "如果报告的内容在里面，请取消隐藏", "if the report is in one of them, unhide it";
    PDF_WITHOUT_TEXT = "这个 PDF 有 {pages} 页，但没有文字，像是扫描件", "this PDF has {pages} pages and no text: it looks like a scan";
    PDF_UNKNOWN_TEXT = "这个 PDF（{pages} 页）的字体没有说明字形是什么字：{count} 个字形认不出来", "the fonts of this PDF ({pages} pages) do not say which characters they show: {count} are unknown";
    PDF_SILENT_PAGES = "PDF 的这些页没有文字，可能是扫描的图片：第 {list} 页", "pages of this PDF without text, perhaps scanned pictures: {list}";
    PDF_WITHOUT_TEXT_HELP = "请用导出它的原始文件（Word、网页）检查，或先做文字识别（OCR）", "check the file it was made from (Word, a web page), or recognize its text (OCR) first";
    PDF_TOO_LARGE = "PDF 超过了 {pages} 页或 {bytes} 字节绘图指令的上限，不像报告", "the PDF has more than {pages} pages or {bytes} bytes of drawing instructions; no report has that many";
}
