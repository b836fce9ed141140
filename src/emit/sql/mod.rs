//! A form as SQL: the checks of its plan over a table of figures, for engines that hold more than one machine does.
//!
//! The script is made of views, each on top of the one before: cells, what each of them says (`long`) and counts as, one line a
//! report with the whole number that each cell counts as (`values`), one line a check (`checked`), and the violations. Numbers
//! are whole numbers scaled by the decimal places that the figures of a report have, so nothing is rounded and nothing is a
//! float; figures that could outgrow the engine's numbers are told before anything is computed with them.

mod cells;
mod code;
mod dialect;
mod fill;
mod long;
mod number;
mod rules;
mod script;
mod values;

#[cfg(test)]
mod tests;

pub use dialect::Dialect;

use cells::Cells;
use number::{Arithmetic, Left};
use script::{Names, Script};

use crate::diag::wording::emit as w;
use crate::diag::{Lang, Message};
use crate::model::{Form, ValueKind};
use crate::plan::{Needs, Plan};

/// How a script is to be.
#[derive(Debug, Clone)]
pub struct Options {
    pub dialect: Dialect,
    /// Of the comments, and of what the violations say.
    pub lang: Lang,
    /// What the names of the views begin with; made of the form's name and version when `None`.
    pub prefix: Option<String>,
    /// The file of figures that the script says how to load.
    pub figures: String,
}

/// A form as a script.
#[derive(Debug, Clone)]
pub struct Emitted {
    pub text: String,
    /// What the script does not check, a message each; its head says the same.
    pub left_out: Vec<Message>,
}

/// Writes a form as SQL.
///
/// # Errors
/// What to tell the user when the engine cannot hold the form at all.
pub fn emit(form: &Form, plan: &Plan, options: &Options) -> Result<Emitted, Message> {
    let dialect = options.dialect;
    if let Some(place) = cells::shared_place(plan) {
        return Err(w::SHARED_PLACE.with("place", place));
    }
    let mut cells = Cells::new(form, plan, dialect);
    let mut arithmetic = Arithmetic::new(dialect);
    let fills = fill::fills(&mut cells);
    let mut left_out = beyond(plan);
    if !fills.left_out.is_empty() {
        let names: Vec<String> = fills.left_out.iter().map(|slot| cells.name(*slot).to_owned()).collect();
        left_out.push(w::LEFT_FILL.with("cells", names));
    }
    let mut lines = Vec::with_capacity(plan.checks.len());
    let mut unwritten: Vec<(u32, Left)> = Vec::new();
    for (index, check) in plan.checks.iter().enumerate() {
        match rules::line(&mut cells, &mut arithmetic, index, check) {
            Ok(line) => lines.push(line),
            Err(why) if unwritten.iter().any(|(rule, other)| *rule == check.rule && *other == why) => {}
            Err(why) => unwritten.push((check.rule, why)),
        }
    }
    for (rule, why) in unwritten {
        let name = plan.rules.get(rule as usize).map_or("", |rule| rule.name.as_str());
        let why = match why {
            Left::TooLarge => w::TOO_LARGE.plain(),
            Left::NoCounterpart => w::NO_COUNTERPART.plain(),
            Left::TooLong => w::TOO_LONG.plain(),
        };
        left_out.push(w::LEFT_RULE.with("rule", name).with("why", why));
    }
    if let Some(most) = dialect.most_columns() {
        let columns = plan.slots.list.len().max(cells.numbers.len() + cells.wanted.len()) + 16;
        if columns > most {
            let message = w::TOO_MANY_COLUMNS.with("dialect", dialect.name()).with("most", most);
            return Err(message.with("count", plan.slots.list.len()));
        }
    }
    for fill in &fills.all {
        arithmetic.room = arithmetic.room.min(room_of(cells.size(fill.slot)));
    }
    left_out.extend(words(&cells));
    let prefix = options.prefix.clone().unwrap_or_else(|| prefix(form, dialect));
    let names = Names::new(&prefix);
    let mut script = Script { text: String::new(), dialect, lang: options.lang };
    script::head(&mut script, &names, form, &options.figures, &left_out);
    long::views(&mut script, &names, &cells);
    values::view(&mut script, &names, &cells, &fills, arithmetic.room);
    let blanks = fill::lines(&cells, &fills);
    script::rules_view(&mut script, &names, &cells, &blanks, &lines);
    script::checked_view(&mut script, &names, &cells, &blanks, &lines);
    script::violations_view(&mut script, &names, &cells);
    Ok(Emitted { text: script.text, left_out })
}

fn room_of(times: u128) -> u32 {
    number::Size { degree: 1, times }.room().unwrap_or(0)
}

/// Rules that one report does not decide, or that their authors suspended; columns that are not read.
fn beyond(plan: &Plan) -> Vec<Message> {
    let mut out = Vec::new();
    for needs in [Needs::Prior, Needs::Parts] {
        let rules: Vec<String> = plan
            .rules
            .iter()
            .filter(|rule| rule.needs == Some(needs) && rule.suspended.is_none())
            .map(|rule| rule.name.clone())
            .collect();
        if !rules.is_empty() {
            let wording = if needs == Needs::Prior { &w::LEFT_PRIOR } else { &w::LEFT_PARTS };
            out.push(wording.with("rules", rules));
        }
    }
    let suspended: Vec<String> =
        plan.rules.iter().filter(|rule| rule.suspended.is_some()).map(|rule| rule.name.clone()).collect();
    if !suspended.is_empty() {
        out.push(w::LEFT_SUSPENDED.with("rules", suspended));
    }
    if !plan.unread_columns.is_empty() {
        let names: Vec<String> = plan.unread_columns.iter().map(|(name, _)| name.clone()).collect();
        out.push(w::LEFT_COLUMNS.with("columns", names));
    }
    out
}

/// Cells whose words were checked when they were read, and are not checked again.
fn words(cells: &Cells<'_>) -> Option<Message> {
    let checked = |kind: &ValueKind| matches!(kind, ValueKind::Enum(_) | ValueKind::Date);
    let names: Vec<String> =
        cells.all().filter(|(_, _, slot)| checked(&slot.ty.kind)).map(|(slot, ..)| cells.name(slot).to_owned()).collect();
    (!names.is_empty()).then(|| w::LEFT_WORDS.with("cells", names))
}

/// `zfxxgk_2021`: letters and digits of any script, short enough for the longest view's name.
fn prefix(form: &Form, dialect: Dialect) -> String {
    const LONGEST_PART: usize = "_violations".len();
    let title = form.title();
    let mut prefix: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect();
    if let Some(longest) = dialect.longest_name() {
        let mut end = prefix.len().min(longest - LONGEST_PART);
        while !prefix.is_char_boundary(end) {
            end -= 1;
        }
        prefix.truncate(end);
    }
    prefix
}
