//! The script: its head, and the views of checks and of violations.

use std::fmt::Write as _;

use super::Dialect;
use super::cells::{Aux, Cells};
use super::fill::FillLine;
use super::long::{kinds, type_troubles};
use super::rules::{Line, state};
use crate::diag::wording::emit as w;
use crate::diag::{Code, Lang, Message};
use crate::emit::figures::place;
use crate::model::{Form, RuleSeverity};
use crate::plan::{Origin, Plan, Rule, SlotId};

/// The text of a script while it is written.
pub(super) struct Script {
    pub text: String,
    pub dialect: Dialect,
    pub lang: Lang,
}

impl Script {
    pub fn line(&mut self, text: &str) {
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// A comment, a line for every line of the message.
    pub fn comment(&mut self, message: &Message) {
        for line in message.render(self.lang).lines() {
            self.plain_comment(line);
        }
    }

    pub fn plain_comment(&mut self, line: &str) {
        let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        self.line(format!("-- {line}").trim_end());
    }

    /// A blank line, and what comes next.
    pub fn heading(&mut self, message: &Message) {
        self.line("");
        self.comment(message);
    }
}

/// The views of one form.
pub(super) struct Names {
    pub cells: String,
    pub tokens: String,
    pub rules: String,
    pub long: String,
    pub wide: String,
    pub values: String,
    pub checked: String,
    pub violations: String,
}

impl Names {
    pub fn new(prefix: &str) -> Names {
        let name = |part: &str| format!("{prefix}_{part}");
        Names {
            cells: name("cells"),
            tokens: name("tokens"),
            rules: name("rules"),
            long: name("long"),
            wide: name("wide"),
            values: name("values"),
            checked: name("checked"),
            violations: name("violations"),
        }
    }

    /// Those that others are made of come last.
    fn all(&self) -> [&String; 8] {
        [&self.violations, &self.checked, &self.values, &self.wide, &self.long, &self.rules, &self.tokens, &self.cells]
    }
}

/// What is said before the views: where this comes from, how the figures get here, what is left out.
pub(super) fn head(script: &mut Script, names: &Names, form: &Form, figures: &str, left_out: &[Message]) {
    let dialect = script.dialect;
    let label = form.label.as_ref().map_or("", |label| label.text.as_str());
    script.comment(&w::HEAD.with("form", form.title()).with("label", label).with("dialect", dialect.name()));
    if let Some(basis) = &form.basis {
        script.comment(&w::BASIS.with("basis", basis.text.as_str()));
    }
    script.plain_comment("");
    let views = [
        (&names.long, &w::IS_LONG),
        (&names.wide, &w::IS_WIDE),
        (&names.checked, &w::IS_CHECKED),
        (&names.violations, &w::IS_VIOLATIONS),
    ];
    for (name, what) in views {
        script.comment(&w::VIEW.with("name", name.as_str()).with("what", what.plain()));
    }
    script.plain_comment("");
    if left_out.is_empty() {
        script.comment(&w::ALL_WRITTEN.plain());
    } else {
        script.comment(&w::NOT_WRITTEN.plain());
        for message in left_out {
            script.comment(&w::ITEM.with("text", message.clone()));
        }
    }
    script.heading(&w::FIGURES.plain());
    let [table, row, column] = ["table", "row", "column"].map(|name| dialect.name_of(name));
    let text = dialect.text_type();
    let columns = format!(
        "report {text} NOT NULL, template {text} NOT NULL, {table} {text}, {row} {text}, {column} {text}, state {text} NOT NULL, value {text}"
    );
    match dialect {
        Dialect::DuckDb => {
            script.line(&format!("CREATE TABLE IF NOT EXISTS gouji_figures ({columns});"));
            let path = dialect.text(figures);
            script.comment(&w::LOAD.with(
                "sql",
                format!("INSERT INTO gouji_figures SELECT * FROM read_csv({path}, header = true, all_varchar = true);"),
            ));
            script.comment(&w::LOAD_PARQUET.with("sql", "INSERT INTO gouji_figures SELECT * FROM 'figures.parquet';"));
        }
        Dialect::Spark => {
            let schema = format!(
                "report STRING, template STRING, {table} STRING, {row} STRING, {column} STRING, state STRING, value STRING"
            );
            let path = dialect.text(figures);
            let load = format!(
                "CREATE OR REPLACE TEMPORARY VIEW gouji_figures ({schema}) USING csv OPTIONS (path {path}, header 'true', escape '\"');"
            );
            script.comment(&w::LOAD.with("sql", load));
            script.comment(
                &w::LOAD_PARQUET.with(
                    "sql",
                    "CREATE OR REPLACE TEMPORARY VIEW gouji_figures USING parquet OPTIONS (path 'figures.parquet');",
                ),
            );
            script.line("SET spark.sql.ansi.enabled = true;");
        }
        Dialect::Postgres => {
            script.line(&format!("CREATE TABLE IF NOT EXISTS gouji_figures ({columns});"));
            let path = dialect.text(figures);
            script.comment(&w::LOAD.with("sql", format!("\\copy gouji_figures FROM {path} WITH (FORMAT csv, HEADER true)")));
            let dropped = names.all().map(|name| dialect.name_of(name)).join(", ");
            script.line(&format!("DROP VIEW IF EXISTS {dropped};"));
        }
    }
}

fn severity(rule: &Rule) -> &'static str {
    match rule.severity {
        RuleSeverity::Hard => "error",
        RuleSeverity::Soft => "warning",
        RuleSeverity::Note => "note",
    }
}

fn code(origin: Origin) -> Code {
    match origin {
        Origin::Written => Code::G0401,
        Origin::Total => Code::G0402,
        Origin::Derived => Code::G0404,
        Origin::Including => Code::G0405,
    }
}

/// What a rule says: in its author's words, or what its kind implies.
fn says(rule: &Rule, lang: Lang) -> String {
    match (&rule.text, rule.origin) {
        (Some(text), _) => text.clone(),
        (None, Origin::Written) => rule.name.clone(),
        (None, Origin::Total) => w::TOTAL.plain().render(lang),
        (None, Origin::Derived) => w::DERIVED.with("name", rule.name.as_str()).render(lang),
        (None, Origin::Including) => w::INCLUDING.plain().render(lang),
    }
}

/// The file of figures names a place by table, row and column; a fact stands in the table `facts`.
fn at(plan: &Plan, slot: Option<SlotId>) -> [String; 3] {
    slot.map(|slot| place(plan, slot)).unwrap_or_default()
}

/// Lines of the view of checks that are no rules: what a report as a whole came to, and its blank totals.
const WHOLE: usize = 0;
const DUPLICATE: &str = "lines wrong";
const RANGE: &str = "out of range";
const FILLED: &str = "blank, computed";
const BLANK: &str = "blank, unknown";

/// A table of what every line of the checks is about.
pub(super) fn rules_view(script: &mut Script, names: &Names, cells: &Cells<'_>, fills: &[FillLine], lines: &[Line]) {
    let (dialect, plan, lang) = (cells.dialect, cells.plan, script.lang);
    let mut rows = Vec::new();
    let mut row = |no: usize,
                   code: &str,
                   severity: &str,
                   rule: &str,
                   at: &[String; 3],
                   op: &str,
                   units: (i32, i32),
                   says: &str,
                   basis: &str| {
        let (degree, places) = units;
        let place = at.iter().map(|part| dialect.text(part)).collect::<Vec<_>>().join(", ");
        let [code, severity, rule, op, says, basis] = [code, severity, rule, op, says, basis].map(|text| dialect.text(text));
        rows.push(format!("  ({no}, {code}, {severity}, {rule}, {place}, {op}, {degree}, {places}, {says}, {basis})"));
    };
    row(WHOLE, Code::G0506.name, "error", "", &at(plan, None), "", (0, 0), "", "");
    for (index, fill) in fills.iter().enumerate() {
        let rule = fill.rule.and_then(|rule| plan.rules.get(rule as usize));
        let (name, basis) = (rule.map_or("", |rule| &rule.name), rule.and_then(|rule| rule.basis.as_deref()).unwrap_or_default());
        let says = w::BLANK_TOTAL.plain().render(lang);
        let op = if fill.refused { "refused" } else { "" };
        row(index + 1, Code::G0403.name, "error", name, &at(plan, Some(fill.slot)), op, (1, 0), &says, basis);
    }
    for (index, line) in lines.iter().enumerate() {
        let Some((check, rule)) =
            plan.checks.get(line.check).and_then(|check| Some((check, plan.rules.get(check.rule as usize)?)))
        else {
            continue;
        };
        let place = at(plan, plan.operands(check).first().copied());
        let (says, basis) = (says(rule, lang), rule.basis.as_deref().unwrap_or_default());
        let no = fills.len() + index + 1;
        row(no, code(rule.origin).name, severity(rule), &rule.name, &place, line.op, (line.degree, line.places), &says, basis);
    }
    script.heading(&w::RULES.with("count", lines.len()));
    script.line(&dialect.view(&names.rules));
    let [table, row, column] = ["table", "row", "column"].map(|name| dialect.name_of(name));
    script.line(&format!(
        "SELECT * FROM (VALUES\n{}\n) AS r(no, code, severity, rule, {table}, {row}, {column}, op, degree, places, says, basis);",
        rows.join(",\n")
    ));
}

/// Lines of one statement: an engine plans them together.
const MOST_LINES: usize = 400;

/// A line for every check of every report.
pub(super) fn checked_view(script: &mut Script, names: &Names, cells: &Cells<'_>, fills: &[FillLine], lines: &[Line]) {
    let (dialect, plan) = (cells.dialect, cells.plan);
    script.heading(&w::CHECKED.plain());
    let whole_type = dialect.whole_type();
    script.line(&dialect.view(&names.checked));
    // Every line with the comment that stands before it.
    let mut all: Vec<(Option<String>, [String; 6])> = Vec::new();
    let null = || "NULL".to_owned();
    let whole = format!("CASE WHEN NOT whole THEN '{DUPLICATE}' WHEN NOT fits THEN '{RANGE}' ELSE '{}' END", state::HELD);
    all.push((None, [WHOLE.to_string(), whole, null(), null(), null(), null()]));
    for (index, fill) in fills.iter().enumerate() {
        let comment = (index == 0).then(|| w::BLANK_TOTALS.plain().render(script.lang));
        all.push((comment, fill_line(cells, index + 1, fill)));
    }
    let mut last = None;
    for (index, line) in lines.iter().enumerate() {
        let rule = plan.checks.get(line.check).map(|check| check.rule);
        let comment = (rule != last)
            .then(|| rule.and_then(|rule| plan.rules.get(rule as usize)))
            .flatten()
            .map(|rule| about(rule, script.lang));
        last = rule;
        let text = |value: &Option<String>| value.clone().unwrap_or_else(null);
        let no = (fills.len() + index + 1).to_string();
        all.push((comment, [no, line.state.clone(), text(&line.left), text(&line.right), text(&line.more), text(&line.less)]));
    }
    let mut parts = Vec::new();
    for chunk in all.chunks(MOST_LINES) {
        let mut out = String::new();
        for (at, (comment, fields)) in chunk.iter().enumerate() {
            if let Some(comment) = comment {
                for line in comment.lines() {
                    let _ = writeln!(out, "    -- {}", line.replace(|c: char| c.is_control(), " "));
                }
            }
            let mut fields = fields.clone();
            // The first line says what is in the columns; in Spark every line has to be of that type by itself.
            if at == 0 || dialect == Dialect::Spark {
                for field in fields.iter_mut().skip(2) {
                    *field = format!("CAST({field} AS {whole_type})");
                }
            }
            let fields = fields.join(", ");
            let end = if at + 1 == chunk.len() { "" } else { "," };
            let _ = match dialect {
                Dialect::DuckDb | Dialect::Postgres => writeln!(out, "    ({fields}){end}"),
                Dialect::Spark => writeln!(out, "    {fields}{end}"),
            };
        }
        let values = dialect.name_of(&names.values);
        let columns = "no, state, left_side, right_side, more, less";
        parts.push(match dialect {
            Dialect::DuckDb | Dialect::Postgres => format!(
                "  SELECT v.report, v.whole AND v.fits AS ready, v.scale, s.*\n  FROM {values} v CROSS JOIN LATERAL (VALUES\n{out}  ) AS s({columns})"
            ),
            Dialect::Spark => format!(
                "  SELECT v.report, v.whole AND v.fits AS ready, v.scale, s.*\n  FROM {values} v LATERAL VIEW stack({},\n{out}  ) s AS {columns}",
                chunk.len()
            ),
        });
    }
    script.line(&format!("WITH sides AS (\n{}\n)", parts.join("\n  UNION ALL\n")));
    script.line(&format!(
        "SELECT s.report, s.no,
  CASE
    WHEN s.no > 0 AND NOT s.ready THEN '{unknown}'
    WHEN s.state = 'blank' THEN CASE
      WHEN s.right_side IS NULL THEN CASE r.op WHEN 'refused' THEN '{BLANK}' ELSE '{none}' END
      WHEN s.left_side = s.right_side THEN '{none}'
      ELSE '{FILLED}' END
    WHEN s.state <> '{compare}' THEN s.state
    WHEN s.left_side IS NULL OR s.right_side IS NULL THEN '{unknown}'
    WHEN (r.op = '=' AND s.left_side = s.right_side) OR (r.op = '<>' AND s.left_side <> s.right_side)
      OR (r.op = '<' AND s.left_side < s.right_side) OR (r.op = '<=' AND s.left_side <= s.right_side)
      OR (r.op = '>' AND s.left_side > s.right_side) OR (r.op = '>=' AND s.left_side >= s.right_side) THEN '{held}'
    WHEN (r.op IN ('=', '<', '<=') AND s.left_side - s.right_side > s.more)
      OR (r.op IN ('=', '>', '>=') AND s.right_side - s.left_side > s.less)
      OR (r.op = '<>' AND s.more = 0) OR s.more IS NULL THEN '{failed}'
    ELSE '{within}'
  END AS state,
  CASE WHEN s.state = 'blank' THEN NULL ELSE s.left_side END AS left_side, s.right_side, CAST(s.scale * r.degree + r.places AS INTEGER) AS places,
  r.code, r.severity, r.rule, r.{table}, r.{row}, r.{column}, r.says, r.basis
FROM sides s JOIN {rules} r ON r.no = s.no;",
        unknown = state::UNKNOWN,
        none = state::NOT_APPLICABLE,
        compare = state::COMPARE,
        held = state::HELD,
        failed = state::FAILED,
        within = state::WITHIN,
        table = dialect.name_of("table"),
        row = dialect.name_of("row"),
        column = dialect.name_of("column"),
        rules = dialect.name_of(&names.rules),
    ));
}

/// A rule for whoever reads the script: its name, what it says, how grave it is, and on what it rests.
fn about(rule: &Rule, lang: Lang) -> String {
    let severity = match rule.severity {
        RuleSeverity::Hard => w::HARD.plain(),
        RuleSeverity::Soft => w::SOFT.plain(),
        RuleSeverity::Note => w::NOTE.plain(),
    };
    let name = match rule.origin {
        Origin::Written | Origin::Derived => rule.name.clone(),
        Origin::Total => w::NAME_TOTAL.plain().render(lang),
        Origin::Including => w::NAME_INCLUDING.plain().render(lang),
    };
    let says = if rule.text.is_none() && rule.origin == Origin::Written { String::new() } else { says(rule, lang) };
    let head = w::RULE.with("name", name).with("severity", severity).with("says", says).render(lang);
    match &rule.basis {
        Some(basis) => format!("{head}\n{}", w::BASIS.with("basis", basis.as_str()).render(lang)),
        None => head,
    }
}

/// A total that may be blank: what it counts as by itself, and what it goes on with.
fn fill_line(cells: &Cells<'_>, no: usize, fill: &FillLine) -> [String; 6] {
    let blank = cells.aux_name(fill.slot, Aux::Blank);
    let case = format!("CASE WHEN {blank} THEN 'blank' ELSE '{}' END", state::NOT_APPLICABLE);
    [no.to_string(), case, fill.left.clone(), fill.right.clone(), "NULL".to_owned(), "NULL".to_owned()]
}

/// Every violation of every report.
pub(super) fn violations_view(script: &mut Script, names: &Names, cells: &Cells<'_>) {
    let dialect = cells.dialect;
    let text = |message: Message| dialect.text(&message.render(script.lang));
    let [table, row, column] = ["table", "row", "column"].map(|name| dialect.name_of(name));
    let kind_cases: String = kinds(cells)
        .iter()
        .enumerate()
        .flat_map(|(at, ty)| type_troubles(script, ty).into_iter().map(move |(condition, says)| (at + 1, condition, says)))
        .map(|(kind, condition, says)| format!("\n      WHEN kind = {kind} AND {condition} THEN {says}"))
        .collect();
    let kind_cases = if kind_cases.is_empty() { "NULL".to_owned() } else { format!("CASE{kind_cases} END") };
    let shown = |side: &str| {
        let digits = format!("CAST(ABS({side}) AS {})", dialect.text_type());
        format!("LPAD({digits}, CAST(GREATEST(LENGTH({digits}), places + 1) AS INTEGER), '0')")
    };
    let printed = |side: &str, digits: &str| {
        format!(
            "CASE WHEN {side} < 0 THEN '-' ELSE '' END || LEFT({digits}, LENGTH({digits}) - places)\n    || TRIM(TRAILING '.' FROM '.' || TRIM(TRAILING '0' FROM RIGHT({digits}, places)))"
        )
    };
    let null = format!("CAST(NULL AS {})", dialect.text_type());
    let mut out = String::new();
    let _ = write!(
        out,
        "WITH failed AS (
  SELECT c.*, c.left_side - c.right_side AS apart FROM {checked} c
  WHERE c.state IN ('{failed}', '{not_computed}', '{FILLED}', '{BLANK}', '{DUPLICATE}', '{RANGE}')
), shown AS (
  SELECT f.*, {left} AS left_digits,
    {right} AS right_digits,
    {apart} AS apart_digits
  FROM failed f
), troubles AS (
  SELECT report, no, state, counts, value, {table}, {row}, {column}, words, computed, used, decimals,
    CASE WHEN state IN ('figure', 'approximate') AND NOT words THEN {kind_cases} END AS wrong
  FROM {long}
), cells AS (
  SELECT report, value, {table}, {row}, {column}, wrong,
    CASE
      WHEN no IS NULL THEN CASE WHEN state <> 'meta' THEN '{unknown_cell}' END
      WHEN state IN ('absent', 'blank', 'not-applicable') AND counts = 'unknown' THEN CASE WHEN used THEN '{unassessed}' END
      WHEN state = 'absent' THEN CASE WHEN counts = 'error' THEN '{absent}' END
      WHEN state = 'blank' THEN CASE WHEN counts = 'error' AND NOT computed THEN '{blank}' END
      WHEN state = 'not-applicable' THEN CASE WHEN counts = 'error' THEN '{unreadable}' END
      WHEN state IN ('figure', 'approximate') AND NOT words AND decimals IS NULL THEN '{unreadable}'
      WHEN state = 'figure' AND counts = 'unknown' THEN '{unreadable}'
      WHEN state NOT IN ('figure', 'approximate') THEN '{unreadable}'
      WHEN wrong IS NOT NULL THEN '{ty}'
      WHEN state = 'approximate' AND used THEN '{unassessed}'
    END AS code
  FROM troubles
)",
        checked = dialect.name_of(&names.checked),
        long = dialect.name_of(&names.long),
        failed = state::FAILED,
        not_computed = state::NOT_COMPUTED,
        left = shown("left_side"),
        right = shown("right_side"),
        apart = shown("apart"),
        absent = Code::G0501.name,
        blank = Code::G0509.name,
        unreadable = Code::G0502.name,
        ty = Code::G0503.name,
        unassessed = Code::G0406.name,
        unknown_cell = Code::G0513.name,
    );
    let _ = write!(
        out,
        "
SELECT report,
  CASE state WHEN '{not_computed}' THEN '{computed}' WHEN '{RANGE}' THEN '{computed}' ELSE code END AS code, severity,
  CASE WHEN state <> '{BLANK}' THEN NULLIF(rule, '') END AS rule, NULLIF({table}, '') AS {table}, NULLIF({row}, '') AS {row}, NULLIF({column}, '') AS {column},
  {left} AS left_side,
  {right} AS right_side,
  {apart} AS difference,
  CASE state WHEN '{DUPLICATE}' THEN {duplicate} WHEN '{RANGE}' THEN {range} WHEN '{BLANK}' THEN {unknown} ELSE says END AS says,
  NULLIF(basis, '') AS basis
FROM shown
UNION ALL
SELECT report, code, CASE WHEN code IN ('{unassessed}', '{unknown_cell}') THEN 'warning' ELSE 'error' END, {null},
  NULLIF({table}, ''), NULLIF({row}, ''), NULLIF({column}, ''), NULLIF(value, ''), {null}, {null},
  CASE code WHEN '{absent}' THEN {says_absent} WHEN '{blank}' THEN {says_blank} WHEN '{unreadable}' THEN {says_unreadable}
    WHEN '{ty}' THEN wrong WHEN '{unknown_cell}' THEN {says_unknown} ELSE {says_unassessed} END, {null}
FROM cells WHERE code IS NOT NULL;",
        not_computed = state::NOT_COMPUTED,
        computed = Code::G0407.name,
        left = printed("left_side", "left_digits"),
        right = printed("right_side", "right_digits"),
        apart = printed("apart", "apart_digits"),
        duplicate = text(w::DUPLICATE.plain()),
        range = text(w::RANGE.plain()),
        unknown = text(w::BLANK_UNKNOWN.plain()),
        unassessed = Code::G0406.name,
        absent = Code::G0501.name,
        blank = Code::G0509.name,
        unreadable = Code::G0502.name,
        ty = Code::G0503.name,
        says_absent = text(w::ABSENT.plain()),
        says_blank = text(w::BLANK.plain()),
        says_unreadable = text(w::UNREADABLE.plain()),
        says_unassessed = text(w::UNASSESSED.plain()),
        unknown_cell = Code::G0513.name,
        says_unknown = text(w::UNKNOWN_CELL.plain()),
    );
    script.heading(&w::VIOLATIONS.plain());
    script.line(&dialect.view(&names.violations));
    script.line(&out);
}
