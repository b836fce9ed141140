//! Postfix code as SQL. Three-valued logic is SQL's own; what a rule knows besides true, false and unknown (something
//! optional is not there, it cannot be computed) goes along as conditions ([`Gaps`]).

use super::cells::{Aux, Cells};
use super::number::{Arithmetic, Gaps, Left, Num, Size, factor, symbol, term};
use crate::bind::YES;
use crate::model::Aggregate;
use crate::plan::{Op, SlotId};
use crate::syntax::ast::CompareOp;

/// A condition; NULL where it is not known or has a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Truth {
    pub sql: String,
    pub gaps: Gaps,
}

/// What stands on the stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Item {
    Number(Num),
    Truth(Truth),
    Word(Word),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub sql: String,
    pub gaps: Gaps,
    from: From,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum From {
    Literal {
        is_number: bool,
    },
    Meta,
    /// `counts`: an empty one may count as a number.
    Cell {
        counts: bool,
    },
}

/// Translates code over the columns of the view of values.
pub(super) struct Translator<'t, 'c> {
    pub cells: &'t mut Cells<'c>,
    pub arithmetic: &'t mut Arithmetic,
}

pub(super) fn any(conditions: &[String]) -> String {
    match conditions {
        [one] => one.clone(),
        several => several.iter().map(|one| format!("({one})")).collect::<Vec<_>>().join(" OR "),
    }
}

impl Translator<'_, '_> {
    pub fn truth(&mut self, code: &[Op]) -> Result<Truth, Left> {
        match self.run(code)? {
            Item::Truth(truth) => Ok(truth),
            Item::Number(_) | Item::Word(_) => Err(Left::NoCounterpart),
        }
    }

    /// Code that leaves one value.
    pub fn run(&mut self, code: &[Op]) -> Result<Item, Left> {
        let mut stack: Vec<Item> = Vec::new();
        for op in code {
            let item = self.step(op, &mut stack)?;
            let length = match &item {
                Item::Number(num) => num.over.len(),
                Item::Truth(truth) => {
                    truth.sql.len() + truth.gaps.skipped.iter().chain(&truth.gaps.failed).map(String::len).sum::<usize>()
                }
                Item::Word(word) => word.sql.len(),
            };
            if length > 60_000 {
                return Err(Left::TooLong);
            }
            stack.push(item);
        }
        stack.pop().ok_or(Left::NoCounterpart)
    }

    fn step(&mut self, op: &Op, stack: &mut Vec<Item>) -> Result<Item, Left> {
        let dialect = self.arithmetic.dialect;
        let fact = |sql: String| Ok(Item::Truth(Truth { sql, gaps: Gaps::default() }));
        match op {
            Op::Number(value) => Ok(Item::Number(self.arithmetic.constant(*value))),
            Op::Word(word) => {
                let is_number = crate::number::Decimal::parse(word.trim()).is_ok();
                Ok(Item::Word(Word { sql: dialect.text(word), gaps: Gaps::default(), from: From::Literal { is_number } }))
            }
            Op::Bool(value) => fact(if *value { "TRUE" } else { "FALSE" }.to_owned()),
            Op::Slot { slot, factor } => self.slot(*slot, *factor),
            Op::Meta(meta) => {
                let sql = self.cells.meta(*meta).ok_or(Left::NoCounterpart)?;
                let gaps = Gaps { skipped: vec![format!("{sql} IS NULL")], failed: Vec::new() };
                Ok(Item::Word(Word { sql, gaps, from: From::Meta }))
            }
            Op::IsBlank(slot) => fact(self.cells.aux(*slot, Aux::Blank)),
            Op::IsAbsent(slot) => fact(self.cells.aux(*slot, Aux::Absent)),
            Op::IsKnown(slot) if self.cells.is_word(*slot) => fact(self.cells.aux(*slot, Aux::Known)),
            Op::IsKnown(slot) => fact(format!("{} IS NOT NULL", self.cells.number(*slot))),
            Op::Arithmetic(op) => {
                let (right, left) = (number(stack)?, number(stack)?);
                Ok(Item::Number(self.arithmetic.calculate(*op, &left, &right)?))
            }
            Op::Negate => {
                let value = number(stack)?;
                Ok(Item::Number(self.arithmetic.negated(value)))
            }
            Op::Abs => {
                let value = number(stack)?;
                Ok(Item::Number(self.arithmetic.magnitude(value)))
            }
            Op::Round => {
                let (quantum, value) = (number(stack)?, number(stack)?);
                Ok(Item::Number(self.arithmetic.rounded(&value, &quantum)?))
            }
            Op::Compare(op) => {
                let (right, left) = (pop(stack)?, pop(stack)?);
                Ok(Item::Truth(self.compare(*op, &left, &right)?))
            }
            Op::In(count) => {
                let at = stack.len().checked_sub(*count as usize).ok_or(Left::NoCounterpart)?;
                let alternatives = stack.split_off(at);
                let value = pop(stack)?;
                let mut found: Option<Truth> = None;
                for other in &alternatives {
                    let one = self.compare(CompareOp::Equal, &value, other)?;
                    found = Some(match found {
                        None => one,
                        Some(found) => either(found, one, "OR"),
                    });
                }
                Ok(Item::Truth(found.unwrap_or(Truth { sql: "FALSE".to_owned(), gaps: Gaps::default() })))
            }
            Op::Not => {
                let inner = condition(stack)?;
                Ok(Item::Truth(Truth { sql: format!("NOT ({})", inner.sql), gaps: inner.gaps }))
            }
            Op::And => {
                let (right, left) = (condition(stack)?, condition(stack)?);
                Ok(Item::Truth(either(left, right, "AND")))
            }
            Op::Or => {
                let (right, left) = (condition(stack)?, condition(stack)?);
                Ok(Item::Truth(either(left, right, "OR")))
            }
            Op::Implies => {
                let (right, left) = (condition(stack)?, condition(stack)?);
                let left = Truth { sql: format!("NOT ({})", left.sql), gaps: left.gaps };
                Ok(Item::Truth(either(left, right, "OR")))
            }
            Op::If => {
                let (otherwise, then, condition) = (pop(stack)?, pop(stack)?, condition(stack)?);
                self.choice(&condition, then, otherwise)
            }
            Op::Aggregate { function, count, skipping } => {
                let at = stack.len().checked_sub(*count as usize).ok_or(Left::NoCounterpart)?;
                let mut numbers = Vec::new();
                for item in stack.split_off(at) {
                    let Item::Number(number) = item else { return Err(Left::NoCounterpart) };
                    numbers.push(number);
                }
                Ok(Item::Number(self.aggregate(*function, &numbers, *skipping)?))
            }
        }
    }

    fn slot(&mut self, slot: SlotId, times: crate::number::Decimal) -> Result<Item, Left> {
        let gaps = match self.cells.may_be_skipped(slot) {
            true => Gaps { skipped: vec![self.cells.aux(slot, Aux::Skipped)], failed: Vec::new() },
            false => Gaps::default(),
        };
        if self.cells.is_word(slot) {
            let counts = self.cells.counts_as_number(slot);
            if self.cells.is_yes_or_no(slot) {
                // An empty box that counts as 0 is a no that stands nowhere.
                if counts {
                    return Err(Left::NoCounterpart);
                }
                let yes = self.arithmetic.dialect.text(YES);
                return Ok(Item::Truth(Truth { sql: format!("{} = {yes}", self.cells.aux(slot, Aux::Word)), gaps }));
            }
            return Ok(Item::Word(Word { sql: self.cells.aux(slot, Aux::Word), gaps, from: From::Cell { counts } }));
        }
        let size = self.cells.size(slot);
        let figure = self.arithmetic.figure(self.cells.number(slot), size, gaps);
        if times == crate::number::Decimal::ONE {
            return Ok(Item::Number(figure));
        }
        let times = self.arithmetic.constant(times);
        Ok(Item::Number(self.arithmetic.calculate(crate::syntax::ast::ArithmeticOp::Multiply, &times, &figure)?))
    }

    pub fn compare(&mut self, op: CompareOp, left: &Item, right: &Item) -> Result<Truth, Left> {
        let dialect = self.arithmetic.dialect;
        match (left, right) {
            (Item::Number(left), Item::Number(right)) => {
                let gaps = left.gaps.clone().and(&right.gaps);
                Ok(Truth { sql: self.arithmetic.compared(op, left, right)?, gaps })
            }
            (Item::Word(left), Item::Word(right)) => {
                let number =
                    |word: &Word| matches!(word.from, From::Literal { is_number: true } | From::Cell { .. } | From::Meta);
                let counts = |word: &Word| matches!(word.from, From::Cell { counts: true });
                // An empty cell that counts as 0 is no word: only against a word that is no number is the answer plain.
                if (counts(left) && number(right)) || (counts(right) && number(left)) {
                    return Err(Left::NoCounterpart);
                }
                let (one, other) = match op {
                    CompareOp::Equal | CompareOp::NotEqual => (left.sql.clone(), right.sql.clone()),
                    CompareOp::Less | CompareOp::LessEqual | CompareOp::Greater | CompareOp::GreaterEqual => {
                        (dialect.ordered(&left.sql), dialect.ordered(&right.sql))
                    }
                };
                Ok(Truth { sql: format!("{one} {} {other}", symbol(op)), gaps: left.gaps.clone().and(&right.gaps) })
            }
            (Item::Truth(left), Item::Truth(right)) => {
                let sql = format!("({}) {} ({})", left.sql, symbol(op), right.sql);
                Ok(Truth { sql, gaps: left.gaps.clone().and(&right.gaps) })
            }
            (Item::Word(word), Item::Number(number)) => {
                let word = Item::Number(self.number_of(word)?);
                self.compare(op, &word, &Item::Number(number.clone()))
            }
            (Item::Number(number), Item::Word(word)) => {
                let word = Item::Number(self.number_of(word)?);
                self.compare(op, &Item::Number(number.clone()), &word)
            }
            (Item::Truth(_), Item::Number(_) | Item::Word(_)) | (Item::Number(_) | Item::Word(_), Item::Truth(_)) => {
                Err(Left::NoCounterpart)
            }
        }
    }

    /// A year or another meta is kept as it was printed.
    fn number_of(&mut self, word: &Word) -> Result<Num, Left> {
        if word.from != From::Meta {
            return Err(Left::NoCounterpart);
        }
        let dialect = self.arithmetic.dialect;
        let trimmed = format!("TRIM({})", word.sql);
        let whole = dialect.whole(&trimmed);
        let over = format!("CASE WHEN {} THEN {whole} END", dialect.matches(&trimmed, "^-?[0-9]{1,15}$"));
        let over_size = Size { degree: 0, times: 10u128.pow(15) };
        let gaps = word.gaps.clone();
        Ok(Num { over, under: None, degree: 0, places: 0, over_size, under_size: Size::ONE, gaps })
    }

    fn choice(&mut self, condition: &Truth, then: Item, otherwise: Item) -> Result<Item, Left> {
        let c = &condition.sql;
        let gaps = |then: &Gaps, otherwise: &Gaps, same: &str| {
            let undecided = |own: &[String]| own.iter().map(|one| format!("({c}) IS NULL AND ({one})")).collect::<Vec<_>>();
            let branch = |own: &[String], when: &str| own.iter().map(|one| format!("({when}) AND ({one})")).collect::<Vec<_>>();
            let mut gaps = Gaps {
                skipped: [branch(&then.skipped, c), branch(&otherwise.skipped, &format!("NOT ({c})"))].concat(),
                failed: [branch(&then.failed, c), branch(&otherwise.failed, &format!("NOT ({c})"))].concat(),
            };
            let apart = |one: String| format!("{one} AND NOT COALESCE({same}, FALSE)");
            gaps.skipped.extend(undecided(&condition.gaps.skipped).into_iter().map(apart));
            gaps.failed.extend(undecided(&condition.gaps.failed).into_iter().map(apart));
            gaps
        };
        match (then, otherwise) {
            (Item::Number(then), Item::Number(otherwise)) => {
                let (one, other) = self.arithmetic.aligned(&then, &otherwise)?;
                let same = format!("{} = {}", one.over, other.over);
                let gaps = gaps(&then.gaps, &otherwise.gaps, &same);
                let over = format!(
                    "CASE WHEN {c} THEN {} WHEN NOT ({c}) THEN {} WHEN {same} THEN {} END",
                    one.over, other.over, one.over
                );
                let over_size = one.over_size.plus(other.over_size)?;
                Ok(Item::Number(Num { over, over_size, gaps, ..one }))
            }
            (Item::Truth(then), Item::Truth(otherwise)) => {
                let (one, other) = (&then.sql, &otherwise.sql);
                let same = format!("({one}) = ({other})");
                let gaps = gaps(&then.gaps, &otherwise.gaps, &same);
                let sql = format!("CASE WHEN {c} THEN {one} WHEN NOT ({c}) THEN {other} WHEN {same} THEN {one} END");
                Ok(Item::Truth(Truth { sql, gaps }))
            }
            (Item::Word(_), _) | (_, Item::Word(_)) | (Item::Number(_), Item::Truth(_)) | (Item::Truth(_), Item::Number(_)) => {
                Err(Left::NoCounterpart)
            }
        }
    }

    fn aggregate(&mut self, function: Aggregate, numbers: &[Num], skipping: bool) -> Result<Num, Left> {
        let mut gaps = Gaps::default();
        for (at, number) in numbers.iter().enumerate() {
            gaps = gaps.and(&Gaps { skipped: Vec::new(), failed: number.gaps.failed.clone() });
            if skipping || number.gaps.skipped.is_empty() {
                continue;
            }
            // The last operand that has no value says why there is none.
            let mut condition = any(&number.gaps.skipped);
            for later in numbers.iter().skip(at + 1) {
                let known = format!("{} IS NOT NULL", term(&later.over));
                let known = later.gaps.skipped.iter().fold(known, |known, skipped| format!("{known} OR ({skipped})"));
                condition = format!("({condition}) AND ({known})");
            }
            gaps.skipped.push(condition);
        }
        let skipped = |number: &Num| (skipping && !number.gaps.skipped.is_empty()).then(|| any(&number.gaps.skipped));
        let all_skipped = || {
            let each: Option<Vec<String>> = numbers.iter().map(|number| Some(format!("({})", skipped(number)?))).collect();
            each.map(|each| if each.is_empty() { "TRUE".to_owned() } else { each.join(" AND ") })
        };
        let same = self.all_aligned(numbers)?;
        let zero = self.arithmetic.constant(crate::number::Decimal::ZERO);
        let count = || {
            let one = |number: &Num| match skipped(number) {
                Some(skipped) => format!("CASE WHEN {skipped} THEN 0 WHEN {} IS NOT NULL THEN 1 END", term(&number.over)),
                None => format!("CASE WHEN {} IS NOT NULL THEN 1 END", term(&number.over)),
            };
            numbers.iter().map(one).collect::<Vec<_>>().join(" + ")
        };
        let counted = Size { degree: 0, times: numbers.len().max(1) as u128 };
        let Some(first) = same.first() else {
            return match function {
                Aggregate::Sum | Aggregate::Count => Ok(zero),
                Aggregate::Min | Aggregate::Max | Aggregate::Avg => Err(Left::NoCounterpart),
            };
        };
        let sum = |items: &[Num]| -> Result<Num, Left> {
            let part = |(number, aligned): (&Num, &Num)| match skipped(number) {
                Some(skipped) => format!("CASE WHEN {skipped} THEN 0 ELSE {} END", aligned.over),
                None => aligned.over.clone(),
            };
            let over = numbers.iter().zip(items).map(part).collect::<Vec<_>>().join(" + ");
            let mut over_size = Size { degree: 0, times: 0 };
            for item in items {
                over_size = over_size.plus(item.over_size)?;
            }
            Ok(Num { over, over_size, ..first.clone() })
        };
        match function {
            Aggregate::Sum => {
                let sum = sum(&same)?;
                self.arithmetic.hold(sum.over_size)?;
                Ok(Num { gaps, ..sum })
            }
            Aggregate::Count => Ok(Num { over: count(), over_size: counted, gaps, ..zero }),
            Aggregate::Min | Aggregate::Max => {
                gaps.skipped.extend(all_skipped());
                let unknown = numbers.iter().map(|number| match skipped(number) {
                    Some(skipped) => format!("{} IS NULL AND NOT ({skipped})", term(&number.over)),
                    None => format!("{} IS NULL", term(&number.over)),
                });
                let unknown = any(&unknown.collect::<Vec<_>>());
                let values: Vec<&str> = same.iter().map(|number| number.over.as_str()).collect();
                let name = if function == Aggregate::Min { "LEAST" } else { "GREATEST" };
                let values = match values.as_slice() {
                    [one] => (*one).to_owned(),
                    several => format!("{name}({})", several.join(", ")),
                };
                let mut over_size = first.over_size;
                for item in &same {
                    over_size = over_size.plus(item.over_size)?;
                }
                Ok(Num { over: format!("CASE WHEN {unknown} THEN NULL ELSE {values} END"), over_size, gaps, ..first.clone() })
            }
            Aggregate::Avg => {
                gaps.skipped.extend(all_skipped());
                let sum = sum(&same)?;
                let under = match &sum.under {
                    Some(under) => format!("{} * NULLIF({}, 0)", factor(under), count()),
                    None => format!("NULLIF({}, 0)", count()),
                };
                let under_size = sum.under_size.by(counted)?;
                self.arithmetic.hold(sum.over_size)?;
                self.arithmetic.hold(under_size)?;
                Ok(Num { under: Some(under), under_size, gaps, ..sum })
            }
        }
    }

    /// All with one degree, one number of places, one denominator.
    fn all_aligned(&mut self, numbers: &[Num]) -> Result<Vec<Num>, Left> {
        let degree = numbers.iter().map(|number| number.degree).max().unwrap_or(0);
        let places = numbers.iter().map(|number| number.places).max().unwrap_or(0);
        let same =
            numbers.iter().map(|number| &number.under).all(|under| numbers.first().is_some_and(|first| first.under == *under));
        if !same {
            return Err(Left::NoCounterpart);
        }
        numbers.iter().map(|number| self.arithmetic.raised(number, degree, places)).collect()
    }
}

fn pop(stack: &mut Vec<Item>) -> Result<Item, Left> {
    stack.pop().ok_or(Left::NoCounterpart)
}

fn number(stack: &mut Vec<Item>) -> Result<Num, Left> {
    match pop(stack)? {
        Item::Number(number) => Ok(number),
        Item::Truth(_) | Item::Word(_) => Err(Left::NoCounterpart),
    }
}

fn condition(stack: &mut Vec<Item>) -> Result<Truth, Left> {
    match pop(stack)? {
        Item::Truth(truth) => Ok(truth),
        Item::Number(_) | Item::Word(_) => Err(Left::NoCounterpart),
    }
}

/// Two conditions joined. Where one of them decides, the other's gaps are of no account.
fn either(left: Truth, right: Truth, word: &str) -> Truth {
    let sql = format!("({}) {word} ({})", left.sql, right.sql);
    let both = left.gaps.and(&right.gaps);
    let open = |conditions: &[String]| match conditions {
        [] => Vec::new(),
        some => vec![format!("({sql}) IS NULL AND ({})", any(some))],
    };
    let gaps = Gaps { skipped: open(&both.skipped), failed: open(&both.failed) };
    Truth { sql, gaps }
}
