//! Wordings of corrected copies.

wordings! { "fix":
    CHANGE = "{cell} {before} 改为 {after}", "{cell} {before} to {after}";
    PUBLISHED = "{file} 是要发布（或已经发布）的文件，gouji 不改：请核对原始数据，在原来的系统里更正，按规定重新发布。能写出更正副本的只有数据文件（JSON、NDJSON、YAML、TOML、CSV）", "{file} is a document for publication and is not changed: look at the sources, correct it where it was made, and publish it again as the rules demand. Only of data (JSON, NDJSON, YAML, TOML, CSV) a corrected copy can be written";
    TRANSCRIPT = "{file} 是从发布的文件里取出的数，带有原文的位置：请更正原文，再取一次", "{file} was extracted from a published document, with the places there: correct the document and extract again";
    NOTHING = "没有不成立的等式，不用改", "no equation fails; there is nothing to change";
    NO_PROBLEM = "没有第 {number} 个问题，一共 {count} 个", "there is no problem {number}; there are {count}";
    TWICE = "第 {number} 个问题写了两次", "problem {number} is given twice";
    NO_CHOICE = "第 {number} 个问题改动三格以内没有办法，要查原始数据", "problem {number}: no change of up to three figures makes its rules hold; look at the sources";
    AMBIGUOUS = "第 {number} 个问题有 {count} 种改法，看不出是哪一种。核对原始数据后写明用哪一种，如 --accept {number}.1", "problem {number} has {count} explanations, and nothing tells which. Look at the sources, then name one: --accept {number}.1, for instance";
    NO_SUCH_CHOICE = "第 {number} 个问题没有第 {choice} 种改法，一共 {count} 种", "problem {number} has no explanation {choice}; it has {count}";
    BY_HAND = "{change}：原文写作“{text}”，不是单纯的数字，请手工修改", "{change}: it is written “{text}”, not in plain digits; change it by hand";
    NOT_SAFE = "没有写出副本：{why}", "no copy was written: {why}";
    WHY_PLACES = "要改的地方在文件里对不上", "the places to be changed do not tie with the file";
    WHY_READ = "改过以后读出的报告不一样", "the changed file does not read as the same report";
    WHY_FIGURE = "改过以后，“{cell}”读出的数不对", "in the changed file `{cell}` is not what it should be";
    WHY_RULE = "改过以后，“{rule}”不成立", "in the changed file {rule} does not hold";

    WHY = "改了以后，原来不成立的 {count} 处成立（{rules}）；{way}", "failed checks that hold with this change: {count} ({rules}); {way}";
    ONLY_WAY = "改得更少做不到，也没有别的同样少的改法", "nothing less does, and no other change of as few figures";
    CHOSEN_WAY = "有 {count} 种同样少的改法，选定第 {choice} 种", "of {count} changes of as few figures, number {choice} was chosen";
    LOG_FROM = "原文件：{file}（SHA-256 {hash}）", "original: {file} (SHA-256 {hash})";
    LOG_TO = "更正后：SHA-256 {hash}，gouji {version}", "corrected: SHA-256 {hash}, gouji {version}";
    LOG_CHANGE = "{place} {cell}：{before} 改为 {after}。{why}", "{place} {cell}: {before} to {after}. {why}";

    LIST_PROBLEM = "{number}. {count} 处不成立：{rules}", "{number}. failed checks: {count} ({rules})";
    LIST_PROBLEM_IN = "{number}. [{part}] {count} 处不成立：{rules}", "{number}. [{part}] failed checks: {count} ({rules})";
    LIST_ONLY = "   {changes}（唯一的改法）", "   {changes} (the only way)";
    LIST_CHOICE = "   {number}.{choice} {changes}", "   {number}.{choice} {changes}";
    LIST_MORE = "   另有 {count} 种，--all 列出全部", "   {count} more; --all lists them";
    LIST_NONE = "   改动三格以内没有办法，要查原始数据", "   no change of up to three figures does; look at the sources";
    LIST_OTHERS = "另有 {count} 个错误不是改数能解决的，用 gouji check 查看", "errors that no change of figures explains: {count}; gouji check shows them";
    HOW = "勾稽关系只能说明怎样改就平，不能证明错在哪里。核对原始数据后，用 --accept 写明接受哪些，如 --accept 1 或 --accept 1,2.3；每个问题都只有一种改法时，可以写 --accept all。", "The rules say what would make them hold, not where the error is. Look at the sources, then say with --accept which to take: --accept 1, or --accept 1,2.3; --accept all will do where every problem has only one.";
    WROTE = "更正副本写到 {path}，记录写到 {log}", "corrected copy: {path}; log: {log}";
    LEFT = "副本里还有 {count} 个错误", "errors left in the copy: {count}";
    CLEAN = "副本通过校验", "the copy is accepted";
    EXISTS = "{path} 已经存在；换一个名字，或者先移走", "{path} exists: choose another name, or move it away";
    OVER_ORIGINAL = "不能写在原文件上：{path}", "not over the original: {path}";
    NEEDS_OUT = "从标准输入读报告时，用 --out 指定写到哪个文件", "for a report from standard input, say with --out which file to write";
}
