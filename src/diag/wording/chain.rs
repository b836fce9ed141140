//! Wordings about reports that belong together: years of one office, parts of a whole.

wordings! { "chain":
    UNREADABLE = "上年报告 {file} 读不出来，要对照它的规则没有核对", "the report of the year before, {file}, cannot be read; the rules that need it were not checked";
    UNREADABLE_WHY = "{file}：{why}", "{file}: {why}";
    UNREADABLE_FORM = "认不出它用的是哪一种格式", "no template fits it";
    WRONG_YEAR = "给出的上年报告是 {year} 年的，这里要的是 {wanted} 年的", "the report given for the year before is of {year}; that of {wanted} is needed";
    WRONG_OFFICE = "给出的上年报告是“{office}”的，这里要的是“{wanted}”的", "the report given for the year before is that of “{office}”; that of “{wanted}” is needed";
    WRONG_OFFICE_HELP = "名称不同而是同一单位时，用 --meta {name}=… 给出名称，两份报告都按它算", "if both names mean one office, give the name with --meta {name}=…: it then holds for both reports";
    NO_YEAR = "没有读到年度，不知道给出的上年报告是不是上一年的", "without the year it is not known whether the report given is that of the year before";
    NO_YEAR_HERE = "这份报告没有读到年度", "the year of this report was not found";
    NO_MAP = "给出的上年报告用的格式 {old} 与 {new} 没有对应关系，无法对照", "the form of the report given for the year before, {old}, has no connection with {new}: nothing can be compared";
    IS_YEAR = "{year} 年", "the year {year}";
    IS_OFFICE = "“{office}”", "“{office}”";
    IS_FORM = "按 {form} 读的", "read with {form}";
    WITHOUT = "要对照上年报告的规则没有核对", "the rules that need the report of the year before were not checked";
    NOT_FOUND = "没有找到{office}{year} 年的报告", "no report of {year}{office} was found";
    OF_OFFICE = "“{office}”", " of “{office}”";
    SEVERAL = "{office}{year} 年的报告有 {count} 份，不知道该对照哪一份", "there are {count} reports of {year}{office}: which of them to compare with is not known";
    SEVERAL_HERE = "其中一份", "one of them";
    SEVERAL_HELP = "只留一份，或用 --prior 直接给出那个文件", "keep one, or give that file with --prior";
    NOT_KNOWN = "这份报告没有读到{what}，无法寻找它上一年的报告", "the {what} of this report was not found: the report of the year before cannot be looked up";
    THE_YEAR = "年度", "year";
    THIS_REPORT = "要核对的报告", "the report to be checked";
    UNREAD_BESIDE = "另有 {count} 个文件读不出来，其中可能有它：{files}", "{count} more files could not be read, and may be it: {files}";
    NO_RULES = "{form} 没有要对照上年报告的规则，给出的上年报告没有用上", "{form} has no rule about the year before: the report given for it was not used";
}
