//! An expression as people write it.

use crate::diag::Lang;
use crate::model::{Aggregate, Expr, ExprKind, Func, Over, Ref, Units};
use crate::syntax::ast::{ArithmeticOp, CompareOp, LogicOp};

/// Deeper than any expression that `resolve` lets through.
const MAX_DEPTH: usize = 400;

/// How tightly an expression binds; a looser one inside a tighter one stands in parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tightness {
    If,
    Implies,
    Or,
    And,
    Not,
    Compare,
    Add,
    Multiply,
    Sign,
    Atom,
}

struct Writer<'w> {
    name: &'w dyn Fn(&Ref) -> String,
    units: &'w Units,
    lang: Lang,
}

/// `name` says how a reference is called.
pub fn formula(expr: &Expr, units: &Units, lang: Lang, name: &dyn Fn(&Ref) -> String) -> String {
    Writer { name, units, lang }.write(expr, Tightness::If, 0)
}

impl Writer<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    fn comma(&self) -> &'static str {
        self.say("，", ", ")
    }

    fn list(&self, parts: &[String]) -> String {
        parts.join(self.comma())
    }

    fn write(&self, expr: &Expr, around: Tightness, depth: usize) -> String {
        if depth > MAX_DEPTH {
            return "…".to_owned();
        }
        let depth = depth.saturating_add(1);
        let (text, own) = self.kind(expr, depth);
        if own < around { format!("（{text}）") } else { text }
    }

    fn kind(&self, expr: &Expr, depth: usize) -> (String, Tightness) {
        use Tightness as T;
        let at = |inner: &Expr, around: T| self.write(inner, around, depth);
        let list = |args: &[Expr]| self.list(&args.iter().map(|arg| at(arg, T::Compare)).collect::<Vec<_>>());
        match &expr.kind {
            ExprKind::Number { value, unit, percent } => {
                let sign = if *percent { "%" } else { self.units.name(*unit) };
                (format!("{value}{sign}"), T::Atom)
            }
            ExprKind::Text(text) => (format!("“{text}”"), T::Atom),
            ExprKind::Bool(true) => (self.say("是", "true").to_owned(), T::Atom),
            ExprKind::Bool(false) => (self.say("否", "false").to_owned(), T::Atom),
            ExprKind::Ref(reference) => ((self.name)(reference), T::Atom),
            ExprKind::Prior(inner) => (format!("{}{}", self.say("上年报告的", "last year's "), at(inner, T::Atom)), T::Atom),
            ExprKind::Parts(inner) => (format!("{}{}", self.say("各下级报告的", "each part's "), at(inner, T::Atom)), T::Atom),
            ExprKind::Aggregate { function, over } => {
                let inside = match over {
                    Over::Refs(refs) => self.list(&refs.iter().map(|reference| (self.name)(reference)).collect::<Vec<_>>()),
                    Over::Along(inner) => at(inner, T::Compare),
                };
                (format!("{}（{inside}）", self.aggregate(*function)), T::Atom)
            }
            ExprKind::Itemwise { function, args } => (format!("{}（{}）", self.aggregate(*function), list(args)), T::Atom),
            ExprKind::Call { function, args } => match function {
                Func::Abs => (format!("|{}|", list(args)), T::Atom),
                Func::Round => (format!("{}（{}）", self.say("舍入", "round"), list(args)), T::Atom),
                Func::Blank => (format!("{}{}", list(args), self.say("是空白", " is blank")), T::Compare),
                Func::Absent => (format!("{}{}", list(args), self.say("没有找到", " is absent")), T::Compare),
                Func::Known => (format!("{}{}", list(args), self.say("已填", " is known")), T::Compare),
            },
            ExprKind::Negate(inner) => (format!("−{}", at(inner, T::Sign)), T::Sign),
            // Only an item of yes and no can be denied by its name.
            ExprKind::Not(inner) if matches!(inner.kind, ExprKind::Ref(_)) => {
                (format!("{}{}", at(inner, T::Atom), self.say("为“否”", " is no")), T::Compare)
            }
            ExprKind::Not(inner) => (format!("{}{}", self.say("不是：", "not "), at(inner, T::Not)), T::Not),
            // `x / 1个` is the count of x.
            ExprKind::Arithmetic { op: ArithmeticOp::Divide, left, right, .. } if is_one_unit(right) => self.kind(left, depth),
            ExprKind::Arithmetic { op, left, right, .. } => {
                let (sign, own, behind) = match op {
                    ArithmeticOp::Add => ("+", T::Add, T::Add),
                    ArithmeticOp::Subtract => ("−", T::Add, T::Multiply),
                    ArithmeticOp::Multiply => ("×", T::Multiply, T::Multiply),
                    ArithmeticOp::Divide => ("÷", T::Multiply, T::Sign),
                };
                (format!("{} {sign} {}", at(left, own), at(right, behind)), own)
            }
            ExprKind::Compare { operands, ops } => {
                let mut text = String::new();
                for (index, operand) in operands.iter().enumerate() {
                    if let Some((op, _)) = index.checked_sub(1).and_then(|before| ops.get(before)) {
                        text.push_str(compare_sign(*op));
                    }
                    text.push_str(&at(operand, T::Add));
                }
                (text, T::Compare)
            }
            ExprKind::In { value, alternatives } => {
                let each: Vec<String> = alternatives.iter().map(|other| at(other, T::Add)).collect();
                (format!("{} = {}", at(value, T::Add), each.join(self.say(" 或 ", " or "))), T::Compare)
            }
            ExprKind::Between { value, from, to } => {
                let mut text = String::new();
                if let Some(from) = from {
                    text.push_str(&at(from, T::Add));
                    text.push_str(" ≤ ");
                }
                text.push_str(&at(value, T::Add));
                if let Some(to) = to {
                    text.push_str(" ≤ ");
                    text.push_str(&at(to, T::Add));
                }
                (text, T::Compare)
            }
            ExprKind::Logic { op, left, right } => {
                let (word, own) = match op {
                    LogicOp::And => (self.say("，并且 ", " and "), T::And),
                    LogicOp::Or => (self.say("，或者 ", " or "), T::Or),
                    LogicOp::Implies => (self.say(" 时，", " implies "), T::Implies),
                };
                (format!("{}{word}{}", at(left, own), at(right, own)), own)
            }
            ExprKind::If { condition, then, otherwise } => {
                let (condition, then, otherwise) = (at(condition, T::Implies), at(then, T::If), at(otherwise, T::If));
                let text = match self.lang {
                    Lang::Zh => format!("若 {condition}，则 {then}，否则 {otherwise}"),
                    Lang::En => format!("if {condition} then {then} else {otherwise}"),
                };
                (text, T::If)
            }
            ExprKind::Poisoned => ("…".to_owned(), T::Atom),
        }
    }

    fn aggregate(&self, function: Aggregate) -> &'static str {
        match function {
            Aggregate::Sum => self.say("合计", "sum"),
            Aggregate::Min => self.say("最小", "min"),
            Aggregate::Max => self.say("最大", "max"),
            Aggregate::Avg => self.say("平均", "avg"),
            Aggregate::Count => self.say("个数", "count"),
        }
    }
}

fn is_one_unit(expr: &Expr) -> bool {
    matches!(&expr.kind, ExprKind::Number { value, unit: Some(_), percent: false } if *value == crate::number::Decimal::ONE)
}

fn compare_sign(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Equal => " = ",
        CompareOp::NotEqual => " ≠ ",
        CompareOp::Less => " < ",
        CompareOp::LessEqual => " ≤ ",
        CompareOp::Greater => " > ",
        CompareOp::GreaterEqual => " ≥ ",
    }
}
