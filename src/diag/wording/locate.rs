//! Wordings of the `locate` phase: what would make failed rules hold.

wordings! { "locate":
    ONE = "只改“{cell}”一格（{before} 改为 {after}），{count} 条不成立的规则就都成立；{others}", "changing only `{cell}` ({before} to {after}) makes all {count} failed rules hold; {others}";
    ONE_OF_ONE = "只改“{cell}”一格（{before} 改为 {after}），不成立的规则就成立；{others}", "changing only `{cell}` ({before} to {after}) makes the failed rule hold; {others}";
    SEVERAL = "改 {number} 格（{changes}），{count} 条不成立的规则就都成立，改得更少做不到；{others}", "changing {number} figures ({changes}) makes all {count} failed rules hold, and nothing less does; {others}";
    UNIQUE = "改别的任何一格都做不到", "no other single figure does";
    UNIQUE_CONDITIONAL = "规则条件里的数字没有算在内", "figures in the conditions of the rules are not counted in";
    UNIQUE_SET = "改别的格，改得同样少都做不到", "no other change of as few figures does";
    ONE_OF = "这样的改法有 {count} 种，这一种排在最前", "it is the likeliest of {count} such changes";
    TIED = "这样的改法有 {count} 种，看不出是哪一种", "it is one of {count} such changes, and nothing tells which";
    CHANGE = "{cell} {before} 改为 {after}", "{cell} {before} to {after}";

    SUSPECT = "{cell} {before}：改为 {after}，这些规则就都成立", "{cell} {before}: with {after} these rules hold";
    SUSPECT_ONE_OF = "{cell} {before}：要改为 {after}", "{cell} {before}: would be {after}";
    SUSPECT_OTHER = "{cell} {before}：或者改为 {after}（另一种改法）", "{cell} {before}: or {after} (the other way)";
    SAID_HERE = "这里写的是 {value}（{cell}）", "here it says {value} ({cell})";
    SAID = "别处写的正是改后的数：{places}", "elsewhere it says what this change gives: {places}";
    OTHERS_OPPOSED = "别的改法会使{rules}不成立", "the other ways would break {rules}";
    OTHERS_DENIED = "别的改法要改的数，别处也是这样写的：{places}", "elsewhere it says what the other ways would change: {places}";
    DENIED = "但别处写的和原来的数相同：{places}", "but elsewhere it says what stands here now: {places}";
    PLACE = "{cell} {value}", "{cell} {value}";
    TOTALS_ALONE = "不会只是合计填错：只改合计（{changes}），另有 {count} 处会不成立：{rules}", "not just the totals: with {changes} other checks would fail: {count} ({rules})";
    TOTALS_ALONE_MORE = "不会只是合计填错：只改合计（{changes}，等等），另有 {count} 处会不成立：{rules}", "not just the totals: with {changes} and more, other checks would fail: {count} ({rules})";
    RULE_AT = "{rule}（{place}）", "{rule} ({place})";
    RULE_OFF = "不成立，差 {difference}：{rule}", "does not hold, difference {difference}: {rule}";

    LOOKS_LIKE = "看起来像是：{slips}", "it looks like {slips}";
    SUPPORTED = "改了以后，{rules}也成立", "with this change {rules} would hold too";
    OPPOSED = "但改了以后，{rules}反而不成立", "but with this change {rules} would no longer hold";
    RUNNER_UP = "另一种改法：{changes}；排在后面，因为{why}", "another way: {changes}; it comes after, because {why}";
    RUNNER_UP_TIED = "另一种改法：{changes}；和前一种分不出先后", "another way: {changes}; nothing sets the first above it";
    OTHERS = "其余的改法：{list}", "the other ways: {list}";
    OTHERS_MORE = "{list}，等等（--format json 列出全部）", "{list} and more (--format json lists all)";
    OTHERS_LIST = "{list}", "{list}";
    WAY = "{changes}", "{changes}";
    BECAUSE_OPPOSED = "它会使{rules}不成立", "it would break {rules}";
    BECAUSE_SUPPORTED = "前一种还使{rules}成立", "the first also makes {rules} hold";
    BECAUSE_DENIED = "别处写的和它要改的数相同：{places}", "elsewhere it says what this one would change: {places}";
    BECAUSE_SAID = "别处写的正是前一种改后的数：{places}", "elsewhere it says what the first gives: {places}";
    BECAUSE_SLIP = "它不像常见的笔误", "it is like no common slip";
    BECAUSE_MORE_SLIPS = "它要有 {count} 处笔误才说得通", "it takes {count} slips";
    BECAUSE_EDITS = "它改动的数字位更多", "it changes more digits";
    HELP = "请核对原始数据：勾稽关系只能说明怎样改才平，不能证明错在哪里", "look at the sources: the rules say what would make them hold, not where the error is";

    MAYBE = "改一格就能使它成立的改法有 {count} 种，看不出是哪一格", "changing one figure makes it hold, in {count} ways; nothing tells which";
    MAYBE_SET = "改 {number} 格才能使它成立，改法有 {count} 种，看不出是哪几格", "changing {number} figures makes it hold, in {count} ways; nothing tells which";
    MAYBE_FIRST = "能使它成立的最小改法有 {count} 种，最像的是{changes}：{slips}", "the smallest changes that make it hold: {count}; the likeliest is {changes}: {slips}";
    MORE = "连同这一条，{count} 条不成立的规则，改动 {most} 格以内解释不了：写错的很可能不止 {most} 格", "together with this one, {count} failed rules; no change of up to {most} figures makes them hold: more than {most} are probably wrong";
    MORE_ONE = "改动 {most} 格以内，没有办法使它成立而不违反别的规则", "no change of up to {most} figures makes it hold without breaking another rule";
    GAVE_UP = "连同这一条，{count} 条不成立的规则，改哪几格能使它们成立没有查完：写错的可能不止 {most} 格", "together with this one, {count} failed rules; the search for figures that would make them hold ended early: more than {most} may be wrong";

    SLIP_SWAPPED = "“{one}”和“{other}”两格填颠倒了", "`{one}` and `{other}` changed places";
    SLIP_SHIFTED = "{cells}几格错开了一格", "{cells} each stand one cell too far";
    SLIP_BLANK = "“{cell}”漏填了", "`{cell}` was left out";
    SLIP_SIGN = "“{cell}”的正负号反了", "the sign of `{cell}` is the other one";
    SLIP_TIMES = "“{cell}”多了 {places} 位（小数点或末尾的 0）", "`{cell}` has {places} places too many (the decimal point, or zeros at the end)";
    SLIP_OVER = "“{cell}”少了 {places} 位（小数点或末尾的 0）", "`{cell}` has {places} places too few (the decimal point, or zeros at the end)";
    SLIP_DIGITS_SWAPPED = "“{cell}”相邻两位数字颠倒", "two neighbouring digits of `{cell}` swapped";
    SLIP_DIGIT = "“{cell}”错了一位数字", "one digit of `{cell}` wrong";
    SLIP_DIGIT_MISSING = "“{cell}”少了一位数字", "one digit of `{cell}` missing";
    SLIP_DIGIT_EXTRA = "“{cell}”多了一位数字", "one digit too many in `{cell}`";
    SLIP_NEIGHBOUR = "“{cell}”填成了相邻的“{other}”的数", "`{cell}` holds the figure of `{other}` beside it";
}
