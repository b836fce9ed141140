//! JSON: the tree and its places, every way to get it wrong, and agreement with serde_json.

use proptest::prelude::*;

use super::*;

fn tree(text: &str) -> (Sources, Tree) {
    match try_read("a.json", text.as_bytes()) {
        (sources, Ok(Content::Tree(tree))) => (sources, tree),
        (_, other) => panic!("{text}: {other:?}"),
    }
}

#[test]
fn values_keep_their_text_and_places() {
    let text = "{\"表\": {\"行\": [1e999999999, -0.50, \"a\\u4EF6\\ud83d\\ude00\\n\", true, null]}, \"\": {}}";
    let (sources, tree) = tree(text);
    let Some(Node { kind: NodeKind::Array(items), span }) = tree.root.get("表").and_then(|node| node.get("行")) else {
        panic!("{tree:?}")
    };
    assert_eq!(sources.slice(*span).chars().next(), Some('['));
    let shown: Vec<String> = items.iter().map(|item| format!("{:?} {}", item.kind, sources.slice(item.span))).collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    Number("1e999999999") 1e999999999
    Number("-0.50") -0.50
    Text("a件😀\n") "a\u4EF6\ud83d\ude00\n"
    Bool(true) true
    Null null
    "#);
    let NodeKind::Object(entries) = &tree.root.kind else { panic!("{tree:?}") };
    assert_eq!(entries.iter().map(|entry| sources.slice(entry.key_span)).collect::<Vec<_>>(), ["\"表\"", "\"\""]);
    assert_eq!(tree.root.span.range(), 0..text.len());
}

#[test]
fn mistakes_are_shown_where_they_are() {
    let mut shown = String::new();
    for text in [
        "{\"a\": 1,}",
        "[1, 2",
        "{\"a\" 1}",
        "{\"a\"：1}",
        "{“a”: 1}",
        "{a: 1}",
        "[1，2]",
        "[01]",
        "[+1]",
        "[.5]",
        "[1,234.]",
        "[True]",
        "[NaN]",
        "{\"a\": }",
        "[1] x",
        "\"abc",
        "\"a\nb\"",
        "\"\\x41\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "{\"件\": 1, \"b\": {\"c\": 1, \"c\": 2}, \"件\": 3}",
        "}",
        "[}",
        "// 注",
    ] {
        shown.push_str(&format!(
            "{text}\n{}{}",
            failure("a.json", text.as_bytes(), Lang::Zh),
            failure("a.json", text.as_bytes(), Lang::En)
        ));
    }
    insta::assert_snapshot!(shown, @r#"
    {"a": 1,}
    G0605 JSON 语法错误：这里应是用双引号括起的键，却是“}”
      8..9 "}" 
      0..1 "{" 在这里打开
      = 最后一项后面不要写逗号
      > "," -> ""
    G0605 JSON syntax: expected a key in double quotes, found `}`
      8..9 "}" 
      0..1 "{" opened here
      = leave out the comma behind the last one
      > "," -> ""
    [1, 2
    G0605 JSON 到这里就断了：还应有“,”或“]”
      5..5 "" 
      0..1 "[" 在这里打开
    G0605 the JSON breaks off here: expected `,` or `]`
      5..5 "" 
      0..1 "[" opened here
    {"a" 1}
    G0605 JSON 语法错误：这里应是“:”，却是“1”
      5..6 "1" 
      0..1 "{" 在这里打开
    G0605 JSON syntax: expected `:`, found `1`
      5..6 "1" 
      0..1 "{" opened here
    {"a"：1}
    G0605 JSON 语法错误：这里应是“:”，却是“：”
      4..7 "：" 
      0..1 "{" 在这里打开
      > "：" -> ":"
    G0605 JSON syntax: expected `:`, found `：`
      4..7 "：" 
      0..1 "{" opened here
      > "：" -> ":"
    {“a”: 1}
    G0605 JSON 语法错误：这里应是用双引号括起的键或“}”，却是中文引号
      1..4 "“" 
      0..1 "{" 在这里打开
      = JSON 只用半角双引号 "
      > "“" -> "\""
    G0605 JSON syntax: expected a key in double quotes or `}`, found a curly quotation mark
      1..4 "“" 
      0..1 "{" opened here
      = JSON uses the straight double quote " only
      > "“" -> "\""
    {a: 1}
    G0605 JSON 语法错误：这里应是用双引号括起的键或“}”，却是“a”
      1..2 "a" 
      0..1 "{" 在这里打开
      > "a" -> "\"a\""
    G0605 JSON syntax: expected a key in double quotes or `}`, found `a`
      1..2 "a" 
      0..1 "{" opened here
      > "a" -> "\"a\""
    [1，2]
    G0605 JSON 语法错误：这里应是“,”或“]”，却是“，”
      2..5 "，" 
      0..1 "[" 在这里打开
      > "，" -> ","
    G0605 JSON syntax: expected `,` or `]`, found `，`
      2..5 "，" 
      0..1 "[" opened here
      > "，" -> ","
    [01]
    G0605 “01”不是合法的 JSON 数
      1..3 "01" 
      = 数写成 12、-3 或 0.5：没有前导零、加号和千位分隔符，小数点两边都有数字
    G0605 `01` is no JSON number
      1..3 "01" 
      = write 12, -3 or 0.5: no leading zero, no plus sign, no thousands separator, digits on both sides of the point
    [+1]
    G0605 “+1”不是合法的 JSON 数
      1..3 "+1" 
      = 数写成 12、-3 或 0.5：没有前导零、加号和千位分隔符，小数点两边都有数字
    G0605 `+1` is no JSON number
      1..3 "+1" 
      = write 12, -3 or 0.5: no leading zero, no plus sign, no thousands separator, digits on both sides of the point
    [.5]
    G0605 “.5”不是合法的 JSON 数
      1..3 ".5" 
      = 数写成 12、-3 或 0.5：没有前导零、加号和千位分隔符，小数点两边都有数字
    G0605 `.5` is no JSON number
      1..3 ".5" 
      = write 12, -3 or 0.5: no leading zero, no plus sign, no thousands separator, digits on both sides of the point
    [1,234.]
    G0605 “234.”不是合法的 JSON 数
      3..7 "234." 
      = 数写成 12、-3 或 0.5：没有前导零、加号和千位分隔符，小数点两边都有数字
    G0605 `234.` is no JSON number
      3..7 "234." 
      = write 12, -3 or 0.5: no leading zero, no plus sign, no thousands separator, digits on both sides of the point
    [True]
    G0605 JSON 语法错误：这里应是一个值或“]”，却是“True”
      1..5 "True" 
      0..1 "[" 在这里打开
      = 没有引号的词只有 true、false 和 null
    G0605 JSON syntax: expected a value or `]`, found `True`
      1..5 "True" 
      0..1 "[" opened here
      = the only words without quotes are true, false and null
    [NaN]
    G0605 JSON 语法错误：这里应是一个值或“]”，却是“NaN”
      1..4 "NaN" 
      0..1 "[" 在这里打开
      = 没有引号的词只有 true、false 和 null
    G0605 JSON syntax: expected a value or `]`, found `NaN`
      1..4 "NaN" 
      0..1 "[" opened here
      = the only words without quotes are true, false and null
    {"a": }
    G0605 JSON 语法错误：这里应是一个值，却是“}”
      6..7 "}" 
      0..1 "{" 在这里打开
    G0605 JSON syntax: expected a value, found `}`
      6..7 "}" 
      0..1 "{" opened here
    [1] x
    G0605 JSON 的值到此已经完整，后面却还有“x”
      4..5 "x" 
      = 一个文件只放一个 JSON 值；多份报告请写成一个数组，或一行一份存为 .ndjson
    G0605 the JSON value is complete, but `x` follows it
      4..5 "x" 
      = a file holds one JSON value: make several reports an array, or put one on each line of a .ndjson file
    "abc
    G0605 JSON 到这里就断了：还应有结束的双引号
      4..4 "" 
      0..1 "\"" 在这里打开
    G0605 the JSON breaks off here: expected a closing double quote
      4..4 "" 
      0..1 "\"" opened here
    "a
    b"
    G0605 字符串里有未转义的控制字符 U+000A
      2..3 "\n" 
      = 请写成 \n
      > "\n" -> "\\n"
    G0605 the control character U+000A stands unescaped in a string
      2..3 "\n" 
      = write it as \n
      > "\n" -> "\\n"
    "\x41"
    G0605 没有 \x 这种转义
      1..3 "\\x" 
      = 反斜杠后只能是 \" \\ \/ \b \f \n \r \t 或 \u 加四位十六进制数；反斜杠本身写成 \\
    G0605 \x is no escape of JSON
      1..3 "\\x" 
      = a backslash is followed by \" \\ \/ \b \f \n \r \t or by \u and four hexadecimal digits; write a backslash itself as \\
    "\u12"
    G0605 没有 \u12 这种转义
      1..5 "\\u12" 
      = 反斜杠后只能是 \" \\ \/ \b \f \n \r \t 或 \u 加四位十六进制数；反斜杠本身写成 \\
    G0605 \u12 is no escape of JSON
      1..5 "\\u12" 
      = a backslash is followed by \" \\ \/ \b \f \n \r \t or by \u and four hexadecimal digits; write a backslash itself as \\
    "\ud800"
    G0605 \ud800 是半个代理对，单独不成字符
      1..7 "\\ud800" 
    G0605 \ud800 is one half of a surrogate pair and no character by itself
      1..7 "\\ud800" 
    "\ud800\u0041"
    G0605 \ud800 是半个代理对，单独不成字符
      1..7 "\\ud800" 
    G0605 \ud800 is one half of a surrogate pair and no character by itself
      1..7 "\\ud800" 
    "\udc00"
    G0605 \udc00 是半个代理对，单独不成字符
      1..7 "\\udc00" 
    G0605 \udc00 is one half of a surrogate pair and no character by itself
      1..7 "\\udc00" 
    {"件": 1, "b": {"c": 1, "c": 2}, "件": 3}
    G0606 键“c”在同一个对象里出现了两次
      25..28 "\"c\"" 第二次在这里
      17..20 "\"c\"" 第一次在这里
      = 留下正确的一个；两个值不能都算数，程序不替你选
    G0606 the key `c` occurs twice in one object
      25..28 "\"c\"" the second one
      17..20 "\"c\"" the first one
      = keep the right one: only one of the values can count, and it is not for a program to choose
    }
    G0605 JSON 语法错误：这里应是一个值，却是“}”
      0..1 "}" 
    G0605 JSON syntax: expected a value, found `}`
      0..1 "}" 
    [}
    G0605 JSON 语法错误：这里应是一个值或“]”，却是“}”
      1..2 "}" 
      0..1 "[" 在这里打开
    G0605 JSON syntax: expected a value or `]`, found `}`
      1..2 "}" 
      0..1 "[" opened here
    // 注
    G0605 JSON 语法错误：这里应是一个值，却是“/”
      0..1 "/" 
    G0605 JSON syntax: expected a value, found `/`
      0..1 "/"
    "#);
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(try_read("a.json", nested(256).as_bytes()).1.is_ok());
    assert!(failure("a.json", nested(257).as_bytes(), Lang::Zh).starts_with("G0604"));
    let objects = "{\"a\":".repeat(100_000);
    assert!(failure("a.json", objects.as_bytes(), Lang::Zh).starts_with("G0604"));
}

/// The tree as serde_json would have read it.
fn to_value(node: &Node) -> serde_json::Value {
    match &node.kind {
        NodeKind::Null => serde_json::Value::Null,
        NodeKind::Bool(value) => (*value).into(),
        NodeKind::Number(text) => serde_json::from_str(text).expect("a number"),
        NodeKind::Text(text) => text.as_str().into(),
        NodeKind::Array(items) => items.iter().map(to_value).collect(),
        NodeKind::Object(entries) => {
            serde_json::Value::Object(entries.iter().map(|entry| (entry.key.clone(), to_value(&entry.value))).collect())
        }
    }
}

fn agree(text: &str) {
    let theirs = serde_json::from_str::<serde_json::Value>(text);
    let ours = super::super::json::read(FileId(0), text, 0);
    match (ours, theirs) {
        (Ok(tree), Ok(value)) => assert_eq!(to_value(&tree.root), value, "{text}"),
        (Ok(_), Err(error)) => assert!(error.to_string().contains("out of range"), "{text}: {error}"),
        (Err(failure), Ok(_)) => assert!(matches!(failure.code.name, "G0606" | "G0603"), "{text}: {failure:?}"),
        (Err(_), Err(_)) => {}
    }
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        "-?(0|[1-9][0-9]{0,20})(\\.[0-9]{1,5})?([eE][+-]?[0-9]{1,2})?",
        "\"([a-z 件😀]|\\\\[\"\\\\/bfnrt]|\\\\u[0-9a-fA-F]{4}|\\\\ud83d\\\\ude0[0-9]){0,6}\"",
    ];
    leaf.prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(" , "))),
            prop::collection::vec(("[a-c件]{0,2}", inner), 0..5).prop_map(|entries| {
                let entries: Vec<String> = entries.into_iter().map(|(key, value)| format!("\"{key}\":\n{value}")).collect();
                format!("{{{}}}", entries.join(","))
            }),
        ]
    })
}

proptest! {
    #[test]
    fn agrees_with_serde_json_on_json(text in json()) {
        agree(&text);
    }

    #[test]
    fn agrees_with_serde_json_on_what_looks_like_json(text in "[\\[\\]{}:,\"\\\\ntrue0-9.eE+\\- \n件u]{0,16}") {
        agree(&text);
    }

    #[test]
    fn agrees_with_serde_json_on_damaged_json(text in json(), at in any::<prop::sample::Index>(), with in "[\\[\\]{}:,\"\\\\0-9.e\\- a]{0,2}") {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let at = places[at.index(places.len())];
        let end = at + text[at..].chars().next().map_or(0, char::len_utf8);
        agree(&(text[..at].to_owned() + &with + &text[end..]));
    }
}
