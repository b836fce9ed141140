//! Web pages: paragraphs, entities, tables and what pages do to them.

use super::*;

fn page(html: &str) -> String {
    shown("a.html", html)
}

#[test]
fn paragraphs_headings_and_title() {
    insta::assert_snapshot!(page(
        "<!DOCTYPE html><html><head><title> 2024年&nbsp;年报\n</title><style>p{}</style><script>var a = '<p>1</p>';</script></head>
        <body><h1>总体<b>情况</b></h1><div>一<div>二</div>三</div><h2><p>标题</p></h2><h3>未关<p>正文
        接上行<span>12</span><font>3</font>件<!-- 略 -->，a  b</p><p><br />四、争议</p>甲<br>乙<ul><li>丙<li>丁</ul>
        <noscript><p>脚本</p></noscript><template><p>x</p></template><!--[if !supportLists]-->7、<!--[endif]-->戊<o:p> </o:p></body>"
    ), @r#"
    T 2024年 年报
    # 总体情况
    P 一
    P 二
    P 三
    ## 标题
    ### 未关
    P 正文接上行123件，a b
    P 四、争议
    P 甲
    P 乙
    P 丙
    P 丁
    P 7、戊
    "#);
}

#[test]
fn merged_cells_and_implied_ends() {
    insta::assert_snapshot!(page(
        "<table><caption>表一</caption><thead><tr><th rowspan=2>项目<th colspan=2>申请人</thead>
        <tbody><tr><td rowspan=0>A<td>本年新<br />制作数量<td>a<br>b<tr><td>1<td colspan=0>2
        <tbody><td>无行<td rowspan='99'>3</table>后"
    ), @r#"
    P 表一
    Spanned
    R 项目¦申请人@1+2*1
    R A@0+1*2¦本年新制作数量¦a b
    R 1¦2
    R 无行¦3
    P 后
    "#);
    insta::assert_snapshot!(page("<table><tr><td colspan=3 rowspan=2>A</td><td>B</td></tr><tr><td>C</td></tr><tr><td>D</td><td colspan=' 2x'>E<td>F</table>"), @r#"
    Spanned
    R A@0+3*2¦B
    R C
    R D¦E@1+2*1¦F
    "#);
}

#[test]
fn figures_on_two_lines_stay_two() {
    let found = page("<table><tr><td>1<br>2<td>１<br>２<td>新\n收<td>3\n4</table>");
    assert_eq!(found, "Spanned\nR 1 2¦１ ２¦新收¦3 4\n");
}

#[test]
fn blank_cells_have_a_place() {
    let html = "<table><tr><td>a</td><td><p>&nbsp;</p></td><td></td></tr></table>";
    let (sources, document) = document("a.html", html);
    let Some(Block::Grid(grid)) = document.blocks.first() else { panic!("{document:?}") };
    let cells: Vec<_> =
        grid.rows.iter().flat_map(|row| &row.cells).map(|cell| (cell.text.as_str(), sources.slice(cell.span))).collect();
    assert_eq!(cells, [("a", "a"), ("", "<p>&nbsp;</p>"), ("", "")]);
    assert_eq!(grid.span.range(), 0..html.len());
}

#[test]
fn entities_point_at_their_source() {
    let html = "<p>新收&nbsp;&#50;9８&hellip;件&unknown; &lt;</p>";
    let (sources, document) = document("a.html", html);
    let Some(Block::Paragraph(paragraph)) = document.blocks.first() else { panic!("{document:?}") };
    let text = &paragraph.text;
    assert_eq!(text.as_str(), "新收\u{a0}29８…件&unknown; <");
    let at = text.as_str().find("29").unwrap_or(0);
    assert_eq!(sources.slice(text.span_of(at, at + 2)), "&#50;9");
    assert_eq!(sources.slice(text.span()), "新收&nbsp;&#50;9８&hellip;件&unknown; &lt;");
}

#[test]
fn tables_in_tables() {
    // A table that lays out the page.
    insta::assert_snapshot!(page(
        "<table><tr><td>导航</td></tr><tr><td><p>一、总体情况</p><table><tr><td>收到<td>12</table><p>二、其他</td></tr></table>"
    ), @r#"
    P 导航
    P 一、总体情况
    Spanned
    R 收到¦12
    P 二、其他
    "#);
    // A table of figures with a small one inside.
    insta::assert_snapshot!(page(
        "<table><tr><td>收到<td>12<td>注<table><tr><td>说明</table></td></tr><tr><td>办结<td>11<td>无</table>"
    ), @r#"
    Spanned
    R 收到¦12¦注
    R 办结¦11¦无
    Spanned
    R 说明
    "#);
    // One column of running text.
    insta::assert_snapshot!(page("<table><tr><td><p>一、总体情况<p>收到12件。</td></tr></table>"), @r#"
    P 一、总体情况
    P 收到12件。
    "#);
    // A table that was not closed before the next.
    insta::assert_snapshot!(page("<table><tr><td>a<td>1</tr><table><tr><td>b<td>2</table>"), @r#"
    Spanned
    R a¦1
    Spanned
    R b¦2
    "#);
    // Text between rows.
    insta::assert_snapshot!(page("<table>单位：万元<tr><td>a<td>1</table>"), @r#"
    P 单位：万元
    Spanned
    R a¦1
    "#);
}

#[test]
fn hostile_pages_end() {
    let deep = 100_000;
    for html in [
        "<div>".repeat(deep),
        "<table><tr><td>".repeat(deep),
        "<table>".repeat(deep),
        "</table></td>".repeat(deep),
        "<td rowspan=65534 colspan=1000>".repeat(2000),
        format!("<table>{}", "<tr><td rowspan=65534>".repeat(20_000)),
        format!("<table><tr>{}", "<td colspan=1000 rowspan=0>".repeat(20_000)),
        format!("<p {}>x", "a=\"b\" c d='".repeat(20_000)),
        "<a".repeat(deep),
        "&".repeat(deep),
        "&#".repeat(deep),
        format!("&#{};", "9".repeat(deep)),
        format!("&{}", "n".repeat(deep)),
        "<!--".repeat(deep),
        "<title>".repeat(deep),
        "<script>".repeat(deep),
        "<template>".repeat(deep),
        " \n".repeat(deep) + "a" + &"\n ".repeat(deep) + "b",
    ] {
        let _ = try_read("a.html", html.as_bytes());
    }
}
