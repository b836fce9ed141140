//! Plain text and Markdown: grids by their marks.

use super::*;

#[test]
fn bar_rows() {
    insta::assert_snapshot!(shown("a.txt", "表头\n| 第一项 | |||\n| 项目 | 数量 | 金额 | 备注 |\n| 许可 | 12 | ||\n| 处罚 |  | 3 | |\n正文\n"), @r#"
    P 表头
    Rows
    R 第一项¦~¦~¦~
    R 项目¦数量¦金额¦备注
    R 许可¦12¦~¦~
    R 处罚¦¦3¦~
    P 正文
    "#);
    // Without doubled bars a blank last cell is the author's.
    insta::assert_snapshot!(shown("a.txt", "| 许可 | 12 | |\n| 处罚 | | 3 |\n"), @r#"
    Rows
    R 许可¦12¦
    R 处罚¦¦3
    "#);
    insta::assert_snapshot!(shown("a.txt", "项目 | 数量\n--- | ---\n许可 | 12\n完\n+----+----+\n| a | 1 |\n+----+----+\n| b ｜ -- ｜\n"), @r#"
    Rows
    R 项目¦数量
    R 许可¦12
    P 完
    Rows
    R a¦1
    R b¦--
    "#);
}

#[test]
fn a_cell_a_line() {
    insta::assert_snapshot!(shown("a.txt", "二、情况\n|\n许可 |\n12 |\n||\n|\n处罚 |\n0 |\n三、下一节\n|\n甲 |\n1 |\n"), @r#"
    P 二、情况
    Stream
    R ~¦许可¦12¦~¦~¦~¦处罚¦0
    P 三、下一节
    Stream
    R ~¦甲¦1
    "#);
    // Between lone bars; a heading between two of the other kind is not a cell.
    insta::assert_snapshot!(shown("a.txt", "二、情况\n|\n许可\n|\n12\n|\n|\n\n处罚\n|\n0\n|\n正文\n"), @r#"
    P 二、情况
    Stream
    R 许可¦12¦~¦处罚¦0
    P 正文
    "#);
    assert_eq!(shown("a.txt", "登录| 注册\n"), "P 登录| 注册\n");
}

#[test]
fn tabs() {
    insta::assert_snapshot!(shown("a.txt", "二、情况\n\n\t第一项\n\n\t项目\n\t数量\n\t\n\n\t\n\t许可\n\t12\n\n正文\n"), @r#"
    P 二、情况
    Rows
    R 第一项
    R 项目¦数量¦
    R ¦许可¦12
    P 正文
    "#);
    insta::assert_snapshot!(shown("a.txt", "项目\t数量\t备注\n许可\t12\n处罚\t\t无\t\n\t小计\t12\n"), @r#"
    Rows
    R 项目¦数量¦备注
    R 许可¦12
    R 处罚¦¦无
    R ¦小计¦12
    "#);
    // Indented prose is prose.
    insta::assert_snapshot!(shown("a.txt", "\t一、总体情况\n\t全年收到12件。\n\t全年办结11件。\n姓名：\t张三\n"), @r#"
    P 一、总体情况
    P 全年收到12件。
    P 全年办结11件。
    P 姓名：	张三
    "#);
}

#[test]
fn figures_alone() {
    // No marks are left, but a run of short lines that are mostly figures is a table; prose around it is not.
    insta::assert_snapshot!(shown("a.txt", "收到12件。\n二、情况\n\n项目\n\n本年\n\n上年\n\n差\n\n许可\n\n12\n\n3\n\n9\n\n处罚\n\n0\n\n0\n\n0\n\n办结11件。\n"), @r#"
    P 收到12件。
    P 二、情况
    Stream
    R 项目¦本年¦上年¦差¦许可¦12¦3¦9¦处罚¦0¦0¦0
    P 办结11件。
    "#);
    assert_eq!(
        shown("a.txt", "图1\n图2\n1\n2\n3\n4\n5\n全年收到12件。\n"),
        "P 图1\nP 图2\nP 1\nP 2\nP 3\nP 4\nP 5\nP 全年收到12件。\n"
    );
}

#[test]
fn markdown() {
    insta::assert_snapshot!(shown("a.md", "标题\n===\n## 二、**总体**情况 ##\n### （一）\n#不是标题\n小标题\n---\n> - 收到 *12* 件\\*，[公报](http://a/b_c) `x` a_b_c __粗__ ~~删~~ ![图](c.png)\n* * *\n1. 有序\n```\n**原样**\n```\n"), @r#"
    # 标题
    ## 二、总体情况
    ### （一）
    P #不是标题
    ## 小标题
    P 收到 12 件*，公报 x a_b_c 粗 删 图
    P 1. 有序
    P 原样
    "#);
    insta::assert_snapshot!(shown("a.md", "项目 | **数量**\n:-- | --:\n许可 | 12<br>件\n[2021\\|30] | - |\n\n| a | b |\n|---|---|\n| - | - |\n正文 &lt;3&nbsp;件\n<table><tr><td>收到\n\n<td>12</table>\n后\n"), @r#"
    Rows
    R 项目¦数量
    R 许可¦12 件
    R [2021|30]¦-
    Rows
    R a¦b
    R -¦-
    P 正文 <3 件
    Spanned
    R 收到¦12
    P 后
    "#);
}

#[test]
fn places_in_markdown() {
    let text = "| **许可** | *12* |\n|---|---|\n";
    let (sources, document) = document("a.md", text);
    let Some(Block::Grid(grid)) = document.blocks.first() else { panic!("{document:?}") };
    let cells: Vec<_> =
        grid.rows.iter().flat_map(|row| &row.cells).map(|cell| (cell.text.as_str(), sources.slice(cell.text.span()))).collect();
    assert_eq!(cells, [("许可", "许可"), ("12", "12")]);
}

#[test]
fn hostile_texts_end() {
    let many = 50_000;
    for piece in [
        "|\na\n",
        "|\n",
        "a |\n",
        "\ta\n",
        "a\tb\n",
        "|a",
        "*",
        "[",
        "](",
        "![a](",
        "<",
        "`",
        "~~",
        "_a",
        "\\",
        "&",
        "# ",
        "<table>\n",
        "<p>\n\n",
        "```\n",
        "-|-\n",
        "> ",
        "一、\n",
        "1\n",
        "一、\n1\n2\n3\n",
    ] {
        let text = piece.repeat(many);
        for name in ["a.txt", "a.md"] {
            let _ = try_read(name, text.as_bytes());
        }
    }
    let _ = try_read("a.txt", ("|\na\n".repeat(many) + "b |\n").as_bytes());
}
