//! `gouji extract --explain`: how a report was read, for people.

use std::io::{self, Write};

use crate::diag::wording::cli as w;
use crate::diag::{Lang, Wording};
use crate::engine::{By, Explain, Extraction, Label, Match, Place, Row, Source, Table};
use crate::report::clean::{clipped, one_line};
use crate::report::layout::{Align, table};
use crate::report::place_in;

/// Printed labels and sentences are cut to this many display cells.
const WIDEST: usize = 40;
/// The printed cells of a row, in all.
const WIDEST_ROW: usize = 56;

/// Writes the account of each report.
///
/// # Errors
/// Those of `out`.
pub(super) fn write(all: &[Extraction], lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    for (index, extraction) in all.iter().enumerate() {
        let Some(explain) = &extraction.explain else { continue };
        if all.len() > 1 {
            writeln!(out, "{}{}", if index > 0 { "\n" } else { "" }, one_line(&extraction.file))?;
        }
        Account { lang, out: &mut *out }.write(extraction, explain)?;
    }
    Ok(())
}

struct Account<'o> {
    lang: Lang,
    out: &'o mut dyn Write,
}

impl Account<'_> {
    fn say(&self, wording: &'static Wording) -> String {
        wording.plain().render(self.lang)
    }

    fn short(&self, place: Option<&Place>) -> String {
        place.map(|place| one_line(&place_in(self.lang, &place.short()))).unwrap_or_default()
    }

    fn block(&mut self, title: &str, rows: Vec<Vec<String>>, align: &[Align]) -> io::Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "{title}")?;
        for line in table(&rows, align) {
            writeln!(self.out, "  {line}")?;
        }
        Ok(())
    }

    fn write(&mut self, extraction: &Extraction, explain: &Explain) -> io::Result<()> {
        use Align::{Left, Right};
        let templates = explain.templates.iter().map(|fit| {
            let labels =
                w::HOW_LABELS.with("found", fit.found.div_ceil(2) as usize).with("total", fit.total.div_ceil(2) as usize);
            let chosen = if fit.chosen { self.say(&w::HOW_CHOSEN) } else { String::new() };
            let missing =
                w::HOW_NOT_FOUND_E_G.with("labels", fit.missing.iter().map(|label| one_line(label)).collect::<Vec<_>>());
            let missing = if fit.missing.is_empty() { String::new() } else { missing.render(self.lang) };
            vec![fit.template.clone(), labels.render(self.lang), chosen, clipped(&missing, WIDEST_ROW)]
        });
        let templates = templates.collect();
        self.block(&self.say(&w::HOW_TEMPLATES), templates, &[Left, Left, Left, Left])?;
        let meta = explain.meta.iter().map(|meta| {
            let place = match (&meta.value, &meta.place) {
                (Some(_), Some(place)) => self.short(Some(place)),
                (Some(_), None) => self.say(&w::HOW_GIVEN),
                (None, _) => self.say(&w::HOW_NONE),
            };
            vec![one_line(&meta.name), one_line(meta.value.as_deref().unwrap_or_default()), place]
        });
        let meta = meta.collect();
        self.block(&self.say(&w::HOW_META), meta, &[Left, Left, Left])?;
        let sections = explain.sections.iter().map(|label| self.label(label)).collect();
        self.block(&self.say(&w::HOW_SECTIONS), sections, &[Left, Left, Left, Right])?;
        for table in &explain.tables {
            self.table(table)?;
        }
        let facts = explain.facts.iter().map(|fact| {
            let name = fact.at.fact.clone().or(fact.at.row.clone()).unwrap_or_default();
            vec![one_line(&name), clipped(&one_line(&fact.sentence), WIDEST), self.short(fact.place.as_ref())]
        });
        let facts = facts.collect();
        self.block(&self.say(&w::HOW_FACTS), facts, &[Left, Left, Right])?;
        self.passed(extraction, explain)
    }

    fn how(&self, how: Match, edits: Option<usize>) -> String {
        match (how, edits) {
            (Match::Near, Some(edits)) if edits > 1 => w::HOW_NEAR_BY.with("edits", edits).render(self.lang),
            (Match::Near, _) => self.say(&w::HOW_NEAR),
            (Match::Exact, _) => self.say(&w::HOW_EXACT),
            (Match::OrdinalDiffers, _) => self.say(&w::HOW_ORDINAL),
            (Match::RemarkDiffers, _) => self.say(&w::HOW_REMARK),
            (Match::Unknown, _) => self.say(&w::HOW_UNKNOWN),
            (Match::Missing, _) => self.say(&w::HOW_NONE),
        }
    }

    fn label(&self, label: &Label) -> Vec<String> {
        vec![
            one_line(&label.name),
            self.how(label.how, label.edits),
            clipped(&one_line(&label.printed), WIDEST),
            self.short(label.place.as_ref()),
        ]
    }

    fn table(&mut self, table: &Table) -> io::Result<()> {
        use Align::{Left, Right};
        let source = match table.source {
            Source::Spanned => &w::HOW_SPANNED,
            Source::Rows => &w::HOW_BY_ROWS,
            Source::Stream => &w::HOW_STREAM,
            Source::Paragraphs => &w::HOW_PARAGRAPHS,
            Source::Run => &w::HOW_RUN,
            Source::None => &w::HOW_NONE,
        };
        let name = w::HOW_TABLE.with("table", one_line(&table.table)).render(self.lang);
        let heading = [name, self.short(table.place.as_ref()), self.say(source)];
        let heading: Vec<&str> = heading.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        writeln!(self.out, "{}", heading.join("  "))?;
        if table.source == Source::None {
            return Ok(());
        }
        let columns: Vec<Vec<String>> = table.columns.iter().map(|label| self.label(label)).collect();
        self.block(&format!("  {}", self.say(&w::HOW_COLUMNS)), indented(columns), &[Left, Left, Left, Right])?;
        if !table.missing_columns.is_empty() && !table.rows.is_empty() {
            self.names(&w::HOW_MISSING_COLUMNS, &table.missing_columns)?;
        }
        let rows: Vec<Vec<String>> = table.rows.iter().map(|row| self.row(row)).collect();
        self.block(&format!("  {}", self.say(&w::HOW_ROWS)), indented(rows), &[Left, Left, Left, Right, Left, Left])?;
        if !table.missing_rows.is_empty() && table.source != Source::Run {
            self.names(&w::HOW_MISSING_ROWS, &table.missing_rows)?;
        }
        Ok(())
    }

    fn names(&mut self, wording: &'static Wording, names: &[String]) -> io::Result<()> {
        let names: Vec<String> = names.iter().map(|name| one_line(name)).collect();
        writeln!(self.out, "    {}", wording.with("names", names).render(self.lang))
    }

    fn row(&self, row: &Row) -> Vec<String> {
        let by = match row.by {
            By::Headings => &w::HOW_BY_HEADINGS,
            By::Order => &w::HOW_BY_ORDER,
            By::Mismatch => &w::HOW_MISMATCH,
            By::Ambiguous => &w::HOW_AMBIGUOUS,
        };
        let printed: Vec<String> = row.cells.iter().map(|(_, text)| one_line(text)).collect();
        let mut cells = clipped(&printed.join(" | "), WIDEST_ROW);
        if row.surplus > 0 {
            let surplus = w::HOW_SURPLUS.with("count", row.surplus).render(self.lang);
            cells = if cells.is_empty() { surplus } else { format!("{cells}  {surplus}") };
        }
        let how = if row.printed.is_empty() { String::new() } else { self.how(row.how, row.edits) };
        vec![
            one_line(&row.row),
            how,
            clipped(&one_line(&row.printed), WIDEST),
            self.short(row.place.as_ref()),
            self.say(by),
            cells,
        ]
    }

    fn passed(&mut self, extraction: &Extraction, explain: &Explain) -> io::Result<()> {
        let mut rows: Vec<Vec<String>> = Vec::new();
        for grid in &explain.grids {
            let text = w::HOW_GRID.with("rows", grid.rows).with("first", clipped(&one_line(&grid.first), WIDEST));
            rows.push(vec![self.short(grid.place.as_ref()), text.render(self.lang)]);
        }
        for line in &explain.lines {
            let figures: Vec<String> = line.figures.iter().map(|figure| one_line(figure)).collect();
            let text = w::HOW_LINE.with("table", one_line(&line.table)).with("label", clipped(&one_line(&line.printed), WIDEST));
            rows.push(vec![self.short(line.place.as_ref()), text.with("figures", figures).render(self.lang)]);
        }
        // Those of a line that was just shown need not be shown again.
        let line_of = |place: &Option<Place>| match place {
            Some(Place::Bytes { line, .. }) => Some(*line),
            Some(Place::Words { .. }) | None => None,
        };
        let shown: Vec<usize> = explain.lines.iter().filter_map(|line| line_of(&line.place)).collect();
        let left = extraction.unclaimed.iter();
        for figure in left.filter(|figure| line_of(&figure.place).is_none_or(|line| !shown.contains(&line))) {
            let text = w::HOW_FIGURE.with("text", clipped(&one_line(&figure.text), WIDEST));
            rows.push(vec![self.short(figure.place.as_ref()), text.render(self.lang)]);
        }
        self.block(&self.say(&w::HOW_PASSED), rows, &[Align::Right, Align::Left])
    }
}

/// Under the heading of a table's part.
fn indented(rows: Vec<Vec<String>>) -> Vec<Vec<String>> {
    rows.into_iter()
        .map(|mut row| {
            if let Some(first) = row.first_mut() {
                first.insert_str(0, "  ");
            }
            row
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::{self, Library};
    use crate::source::Sources;

    const MEALS: &str = r#"
gouji 1
unit 份
template 食堂 @1 "食堂年报" {
  title "{学校}{年度}年食堂…报告"
  meta { 年度: year, 学校: text optional, 校区: text optional }
  section 供餐 "一、供餐情况" {
    table 供餐 { cell natural[份]  columns { 师生, 客饭 | "客饭（人工）" }  rows { 早餐 "1.早餐", 午餐 "2.午餐", 教职工夜宵 "3.教职工夜宵" } }
  }
  section 说明 "二、其他说明" { facts { 留样: natural[份] "留样{}" } }
}
template 水电 @1 "水电年报" { section 用量 "一、用量" { table 用量 { cell natural[份]  columns { 度数 }  rows { 水, 电 } } } }"#;

    const REPORT: &str = "第一小学2024年食堂工作报告

| 索引号 | 0012 |
|---|---|
| 分类 | 年报 |

# 一、供餐情况

| 类别 | 师生 | 客饭 | 备注 |
|---|---|---|---|
| 1.早餐 | 120 | 3 | 无 |
| 3.午餐 | 300 | 12 | 无 |
| 点心 | 45 | 6 | 无 |

全年留样365份。
";

    fn account(report: &str, lang: Lang) -> String {
        let mut sources = Sources::new();
        let files = vec![("t.gj".to_owned(), MEALS.to_owned())];
        let library = Library::compile(&mut sources, files).expect("the template compiles");
        let options = engine::Options { explain: true, ..engine::Options::default() };
        let all = engine::extract_all(&[library], &mut sources, "r.md", report.as_bytes(), &options);
        let mut out = Vec::new();
        write(&all, lang, &mut out).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn says_how_everything_was_found() {
        insta::assert_snapshot!("account_zh", account(REPORT, Lang::Zh));
        insta::assert_snapshot!("account_en", account(REPORT, Lang::En));
    }

    #[test]
    fn says_what_there_was_to_choose_from() {
        insta::assert_snapshot!("account_unknown_zh", account("春天来了，早餐很好。\n", Lang::Zh));
    }
}
