//! The layouts, and the irregularities of real reports.

use super::Dice;
use crate::label::traditional;

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

impl Layout {
    pub const ALL: [Layout; 14] = [
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

    /// As it is called on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Layout::Html => "html",
            Layout::HtmlFillers => "html-fillers",
            Layout::HtmlWord => "html-word",
            Layout::HtmlNested => "html-nested",
            Layout::Markdown => "markdown",
            Layout::MarkdownRows => "markdown-rows",
            Layout::Pipes => "pipes",
            Layout::DroppedPipes => "dropped-pipes",
            Layout::CellLines => "cell-lines",
            Layout::LonePipes => "lone-pipes",
            Layout::TabIndented => "tab-indented",
            Layout::TabFields => "tab-fields",
            Layout::Paragraphs => "paragraphs",
            Layout::Words => "words",
        }
    }

    pub fn is_html(self) -> bool {
        matches!(self, Layout::Html | Layout::HtmlFillers | Layout::HtmlWord | Layout::HtmlNested)
    }

    pub fn is_markdown(self) -> bool {
        matches!(self, Layout::Markdown | Layout::MarkdownRows)
    }

    /// How a file of it is named.
    pub fn extension(self) -> &'static str {
        if self.is_html() {
            "html"
        } else if self.is_markdown() {
            "md"
        } else {
            "txt"
        }
    }

    /// It has no way to show an empty cell.
    pub fn drops_blanks(self) -> bool {
        matches!(self, Layout::Words | Layout::Paragraphs | Layout::LonePipes | Layout::DroppedPipes | Layout::CellLines)
    }
}

impl Quirk {
    pub const ALL: [Quirk; 27] = [
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

    /// As it is called on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Quirk::HalfWidth => "half-width",
            Quirk::Radicals => "radicals",
            Quirk::Blanks => "blanks",
            Quirk::Traditional => "traditional",
            Quirk::WordMarkup => "word-markup",
            Quirk::Blank => "blank",
            Quirk::Slash => "slash",
            Quirk::Dash => "dash",
            Quirk::UnitInCell => "unit-in-cell",
            Quirk::RepeatedGroups => "repeated-groups",
            Quirk::Pages => "pages",
            Quirk::NoteInHeader => "note-in-header",
            Quirk::OneGrid => "one-grid",
            Quirk::Chrome => "chrome",
            Quirk::ExtraRow => "extra-row",
            Quirk::RepeatedGroupRow => "repeated-group-row",
            Quirk::Variants => "variants",
            Quirk::OrdinalComma => "ordinal-comma",
            Quirk::OrdinalBlank => "ordinal-blank",
            Quirk::ArticleBlank => "article-blank",
            Quirk::Reworded => "reworded",
            Quirk::NoHeading => "no-heading",
            Quirk::Renumbered => "renumbered",
            Quirk::GluedHeading => "glued-heading",
            Quirk::Instruction => "instruction",
            Quirk::TitleOrder => "title-order",
            Quirk::Period => "period",
        }
    }
}

/// How one report is printed.
#[derive(Debug, Clone)]
pub struct Style {
    pub layout: Layout,
    pub quirks: Vec<Quirk>,
}

impl Style {
    pub fn random(dice: &mut dyn Dice) -> Style {
        let layout = Layout::ALL.get(dice.below(Layout::ALL.len())).copied().unwrap_or(Layout::Html);
        let share = 2 + dice.below(6);
        let quirks = Quirk::ALL.into_iter().filter(|_| dice.one_in(share)).filter(|quirk| allowed(layout, *quirk)).collect();
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
            text = text.chars().map(traditional).collect();
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
    match quirk {
        Quirk::WordMarkup => layout.is_html(),
        // Figures stand behind each other in a grid that one table may share, or on a line of their own.
        Quirk::OneGrid => layout != Layout::MarkdownRows,
        Quirk::Pages => matches!(layout, Layout::Words | Layout::Markdown | Layout::Pipes | Layout::TabFields),
        Quirk::RepeatedGroups => layout != Layout::Words,
        Quirk::UnitInCell => layout != Layout::Words,
        Quirk::RepeatedGroupRow | Quirk::ExtraRow => layout != Layout::MarkdownRows,
        Quirk::HalfWidth
        | Quirk::Radicals
        | Quirk::Blanks
        | Quirk::Traditional
        | Quirk::Blank
        | Quirk::Slash
        | Quirk::Dash
        | Quirk::NoteInHeader
        | Quirk::Chrome
        | Quirk::Variants
        | Quirk::OrdinalComma
        | Quirk::OrdinalBlank
        | Quirk::ArticleBlank
        | Quirk::Reworded
        | Quirk::NoHeading
        | Quirk::Renumbered
        | Quirk::GluedHeading
        | Quirk::Instruction
        | Quirk::TitleOrder
        | Quirk::Period => true,
    }
}
