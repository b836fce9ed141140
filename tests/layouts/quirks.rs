//! The irregularities of real reports, each a switch.

use crate::Dice;

/// The ways a report's tables are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// HTML with `rowspan` and `colspan`.
    Html,
    /// HTML whose merged cells were filled up with empty ones.
    HtmlFillers,
    /// HTML out of Word: texts cut up by `span` and `font`, `<o:p>` in empty cells.
    HtmlWord,
    /// HTML inside the layout tables of an old site.
    HtmlNested,
    Markdown,
    /// Markdown made by a machine that read a picture: a small table a row, columns named 数据1, 数据2.
    MarkdownRows,
    /// Rows between bars, blanks where cells were merged.
    Pipes,
    /// Rows between bars, merged cells dropped, `||` left behind.
    DroppedPipes,
    /// A cell a line, each with a bar at its end, bare bars between rows.
    CellLines,
    /// A cell a line, a bare bar on every line between.
    LonePipes,
    /// A cell a line behind a tab, a blank line between rows.
    TabIndented,
    /// A row a line, fields between tabs.
    TabFields,
    /// A cell a paragraph.
    Paragraphs,
    /// Words in lines, as they come out of a PDF: wrapped labels, vertical groups.
    Words,
}

pub const LAYOUTS: [Layout; 14] = [
    Layout::Html,
    Layout::HtmlFillers,
    Layout::HtmlWord,
    Layout::HtmlNested,
    Layout::Markdown,
    Layout::MarkdownRows,
    Layout::Pipes,
    Layout::DroppedPipes,
    Layout::CellLines,
    Layout::LonePipes,
    Layout::TabIndented,
    Layout::TabFields,
    Layout::Paragraphs,
    Layout::Words,
];

/// A switch; the number is its line in `docs/quirks.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quirk {
    /// 1: half-width punctuation.
    HalfWidth,
    /// 2: radicals in place of characters.
    Radicals,
    /// 3: NBSP and U+3000 around labels and figures.
    Blanks,
    /// 5: labels in traditional script.
    Traditional,
    /// 7: leaked Word markup before ordinals.
    WordMarkup,
    /// 9: a blank for zero.
    Blank,
    /// 10: `/` for zero.
    Slash,
    /// 10: `-` for zero.
    Dash,
    /// 13: the unit behind an amount.
    UnitInCell,
    /// 20: a group's label on every row.
    RepeatedGroups,
    /// 24: page numbers between the rows.
    Pages,
    /// 27: the note about the cross-check in the header.
    NoteInHeader,
    /// 28: the tables of one section in one grid.
    OneGrid,
    /// 29: the page's own table and its surroundings.
    Chrome,
    /// 30: a row that the form does not have.
    ExtraRow,
    /// 32: a group's label again in the middle.
    RepeatedGroupRow,
    /// 33, 36: other spellings of labels.
    Variants,
    /// 35: `1、` for `1.`
    OrdinalComma,
    /// 35: a blank behind ordinals.
    OrdinalBlank,
    /// 36: blanks inside `第二十条第（一）项`.
    ArticleBlank,
    /// 37: headings worded otherwise.
    Reworded,
    /// 38: headings left out.
    NoHeading,
    /// 38: numbering that begins again.
    Renumbered,
    /// 39: a heading glued to the text before it.
    GluedHeading,
    /// 40: the instruction of the blank form left in.
    Instruction,
    /// 41: the title with the year in front.
    TitleOrder,
    /// 42: the period in other words.
    Period,
}

pub const QUIRKS: [Quirk; 27] = [
    Quirk::HalfWidth,
    Quirk::Radicals,
    Quirk::Blanks,
    Quirk::Traditional,
    Quirk::WordMarkup,
    Quirk::Blank,
    Quirk::Slash,
    Quirk::Dash,
    Quirk::UnitInCell,
    Quirk::RepeatedGroups,
    Quirk::Pages,
    Quirk::NoteInHeader,
    Quirk::OneGrid,
    Quirk::Chrome,
    Quirk::ExtraRow,
    Quirk::RepeatedGroupRow,
    Quirk::Variants,
    Quirk::OrdinalComma,
    Quirk::OrdinalBlank,
    Quirk::ArticleBlank,
    Quirk::Reworded,
    Quirk::NoHeading,
    Quirk::Renumbered,
    Quirk::GluedHeading,
    Quirk::Instruction,
    Quirk::TitleOrder,
    Quirk::Period,
];

/// How one report is printed.
#[derive(Debug, Clone)]
pub struct Style {
    pub layout: Layout,
    pub quirks: Vec<Quirk>,
}

/// Characters of the shipped labels in traditional script.
const TRADITIONAL: &str = "总總体體开開动動请請处處复複诉訴讼訟问問题題进進况況规規范範发發废廢现現有有许許处處罚罰强強费費额額数數个個业業构構会會组組织織务務机機关關无無办辦结結属屬于於国國经經执執卷卷询詢项項补補内內确確认認获獲没沒护護权權过過程程类類举舉报報投投缴繳纳納续續转轉计計维維纠糾审審维維须需";

impl Style {
    pub fn random(dice: &mut Dice) -> Style {
        let layout = LAYOUTS[dice.below(LAYOUTS.len())];
        let share = 2 + dice.below(6);
        let quirks = QUIRKS.into_iter().filter(|_| dice.one_in(share)).filter(|quirk| allowed(layout, *quirk)).collect();
        Style { layout, quirks }
    }

    pub fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk)
    }

    /// A label as this report prints it.
    pub fn label(&self, text: &str) -> String {
        let mut text = text.to_owned();
        if self.has(Quirk::OrdinalComma) || self.has(Quirk::OrdinalBlank) {
            let mark = if self.has(Quirk::OrdinalComma) { "、" } else { "." };
            let blank = if self.has(Quirk::OrdinalBlank) { " " } else { "" };
            if let Some((ordinal, rest)) = text.split_once('.').filter(|(ordinal, _)| ordinal.len() == 1) {
                text = format!("{ordinal}{mark}{blank}{rest}");
            }
        }
        if self.has(Quirk::ArticleBlank) {
            text = text.replace("条第", "条  第");
        }
        if self.has(Quirk::Traditional) {
            let pairs: Vec<char> = TRADITIONAL.chars().collect();
            let to = |c: char| pairs.chunks(2).find(|pair| pair[0] == c).map_or(c, |pair| pair[1]);
            text = text.chars().map(to).collect();
        }
        if self.has(Quirk::Radicals) {
            let pairs = [
                ('一', '⼀'),
                ('行', '⾏'),
                ('人', '⼈'),
                ('文', '⽂'),
                ('面', '⾯'),
                ('民', '⺠'),
                ('门', '⻔'),
                ('长', '⻓'),
                ('见', '⻅'),
                ('用', '⽤'),
                ('自', '⾃'),
            ];
            text = text.chars().map(|c| pairs.iter().find(|pair| pair.0 == c).map_or(c, |pair| pair.1)).collect();
        }
        if self.has(Quirk::HalfWidth) {
            let pairs = [('（', '('), ('）', ')'), ('：', ':'), ('，', ',')];
            text = text.chars().map(|c| pairs.iter().find(|pair| pair.0 == c).map_or(c, |pair| pair.1)).collect();
        }
        text
    }

    /// The contents of a cell.
    pub fn cell(&self, text: &str) -> String {
        if self.has(Quirk::Blanks) && !text.is_empty() { format!("\u{a0}{text}\u{3000}") } else { text.to_owned() }
    }
}

/// Whether a layout can show a quirk at all.
pub fn allowed(layout: Layout, quirk: Quirk) -> bool {
    let html = matches!(layout, Layout::Html | Layout::HtmlFillers | Layout::HtmlWord | Layout::HtmlNested);
    match quirk {
        Quirk::WordMarkup => html,
        // Figures stand behind each other in a grid that one table may share, or on a line of their own.
        Quirk::OneGrid => layout != Layout::MarkdownRows,
        Quirk::Pages => matches!(layout, Layout::Words | Layout::Markdown | Layout::Pipes | Layout::TabFields),
        Quirk::RepeatedGroups => layout != Layout::Words,
        Quirk::UnitInCell => layout != Layout::Words,
        Quirk::RepeatedGroupRow | Quirk::ExtraRow => layout != Layout::MarkdownRows,
        _ => true,
    }
}
