//! The syntax tree of a template file: what was written, every node with its span, nothing resolved.
//!
//! Names are already folded (NFC, full-width ASCII to ASCII, backquotes off); both keyword languages give the same tree.

mod amend;

use std::cmp::Ordering;

pub use amend::{Amendment, Change, ItemPath, ListKind, PartKind, PlacedAt, Placing, Renaming};

use crate::number::Decimal;
use crate::source::{FileId, Span};

/// Which spelling of the keywords a file uses, taken from its first keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum KeywordLang {
    #[default]
    English,
    Chinese,
}

#[derive(Debug, Clone, PartialEq)]
pub struct File {
    pub id: FileId,
    pub keywords: KeywordLang,
    /// `gouji 1`: the edition of the language.
    pub edition: Option<(u32, Span)>,
    pub declarations: Vec<Declaration>,
    /// Every comment that is not a doc comment, in order, for the formatter.
    pub comments: Vec<Comment>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    pub text: String,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Declaration {
    Unit(Unit),
    Axis(Axis),
    Template(Template),
}

/// A name as the author wrote it. `text` is folded and is what names compare by; it is empty, its span too, where a missing
/// name was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    pub text: String,
    pub span: Span,
}

/// A quoted text: a label, a pattern, a legal source. `span` includes the quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub text: String,
    pub span: Span,
}

/// A number literal with the unit that touches it: `10000元`, `0.01%`. `%` is in `percent`, the value not divided.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    pub value: Decimal,
    pub percent: bool,
    pub unit: Option<Name>,
    pub span: Span,
}

/// `unit 件 | 起 | 宗`, `unit 万元 = 10000元`.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    pub doc: Option<String>,
    pub name: Name,
    /// Other spellings, in names or quoted.
    pub spellings: Vec<Text>,
    pub equals: Option<Number>,
    pub span: Span,
}

/// `axis 申请人 { … }`: a named list of items, to be spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    pub doc: Option<String>,
    pub name: Name,
    pub items: Vec<ItemNode>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    pub doc: Option<String>,
    pub name: Name,
    /// `@2021`, without the `@`; its span covers the `@`.
    pub version: Option<Name>,
    /// `amends @2019`.
    pub amends: Option<Name>,
    pub label: Option<Text>,
    pub body: Vec<Statement>,
    pub span: Span,
}

/// Anything that can stand in the body of a template, section, table or facts; `resolve` says which may stand where.
// A template has a few dozen statements: their size does not matter.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone, PartialEq)]
pub enum Statement {
    Basis(Text),
    /// `applies 年度 in 2021..2023`, one-sided ranges too.
    Applies {
        meta: Name,
        from: Option<Number>,
        to: Option<Number>,
        span: Span,
    },
    /// One `title` with its alternatives.
    Title(Vec<Text>, Span),
    Meta(Vec<ItemNode>, Span),
    Key(Vec<Name>, Span),
    Read(Vec<ReadClause>, Span),
    Section(Section),
    Table(Table),
    Facts(Facts),
    Prose(Span),
    /// `cell TYPE`.
    Cell(Type, Span),
    Columns(Dimension),
    Rows(Dimension),
    Rule(Rule),
    Axis(Axis),
    /// `drop rows { … }` and its like, in a template that amends another.
    Amend(Box<Amendment>),
    /// Something of the second ring: parsed over, answered with "not in this edition".
    /// `what` is the words as the author wrote them.
    NotInEdition {
        what: String,
        span: Span,
    },
}

#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    pub doc: Option<String>,
    pub name: Name,
    pub labels: Vec<Text>,
    pub body: Vec<Statement>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub doc: Option<String>,
    pub name: Name,
    pub labels: Vec<Text>,
    pub optional: Option<Span>,
    pub body: Vec<Statement>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    pub doc: Option<String>,
    /// `cell`, items and rules, in order.
    pub body: Vec<FactsNode>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum FactsNode {
    Item(ItemNode),
    Statement(Statement),
}

/// `columns "申请人情况" { … }`, `rows { … }`.
#[derive(Debug, Clone, PartialEq)]
pub struct Dimension {
    pub labels: Vec<Text>,
    pub items: Vec<ItemNode>,
    pub span: Span,
}

// Nearly every node is an item; a box around each would only cost.
#[allow(clippy::large_enum_variant)]
#[derive(Debug, Clone, PartialEq)]
pub enum ItemNode {
    Item(Item),
    /// `..申请人`.
    Spread {
        axis: Name,
        span: Span,
    },
    /// Second ring inside an item list (`rollup`, `each`).
    NotInEdition {
        what: String,
        span: Span,
    },
}

/// `[total] NAME [#code] [: TYPE] ["label"] [| "spelling"]… [= EXPRESSION] [attributes] [including] [{ children }]`.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub doc: Option<String>,
    /// The keyword `total`, where it stands.
    pub total: Option<Span>,
    pub name: Name,
    pub code: Option<Code>,
    pub ty: Option<Type>,
    /// The label (`"…"`), if written; the first of `spellings` is then a further one.
    pub label: Option<Spelling>,
    /// `| "…"`.
    pub spellings: Vec<Spelling>,
    pub derived: Option<Expr>,
    pub attributes: Vec<Attribute>,
    /// The keyword `including`, where it stands.
    pub including: Option<Span>,
    /// `None` without a block; `Some(vec![])` for `{ }`.
    pub children: Option<Vec<ItemNode>>,
    pub span: Span,
}

/// A label or pattern, with the value it stands for: `"未收取信息处理费" as 0`.
#[derive(Debug, Clone, PartialEq)]
pub struct Spelling {
    pub text: Text,
    pub value: Option<Number>,
}

/// `#84`, `#3.1`, `#A`: the line number printed on the form. `text` is without the `#`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub text: String,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Attribute {
    /// `optional`, `optional as 0`.
    Optional {
        value: Option<Number>,
        span: Span,
    },
    Read(Vec<ReadClause>, Span),
    /// `step 0.01`.
    Step(Number, Span),
    /// `rounded 0.01`.
    Rounded(Number, Span),
    Basis(Text, Span),
}

/// One clause of `read`: `blank as 0`, `"N/A" skip`, `absent unknown`.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadClause {
    pub what: ReadWhat,
    pub treatment: Treatment,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ReadWhat {
    Blank,
    Absent,
    Token(Text),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Treatment {
    As(Number),
    Skip,
    Unknown,
    Error,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Type {
    pub kind: TypeKind,
    /// `[件]`.
    pub unit: Option<Name>,
    pub refinements: Vec<Refinement>,
    /// `step`/`rounded` right behind a type belong to the type.
    pub step: Option<Number>,
    pub rounded: Option<Number>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    Natural,
    Integer,
    Decimal,
    Percent,
    Text,
    Bool,
    Year,
    Date,
    Enum(Vec<Name>),
    Code,
    Unit,
    /// A word where a type belongs.
    Unknown(Name),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Refinement {
    /// `>= 0`.
    Compare { op: CompareOp, value: Expr, span: Span },
    /// `in 0..100`.
    Range { from: Option<Number>, to: Option<Number>, span: Span },
    /// `matches "…"`.
    Matches(Text, Span),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    pub doc: Option<String>,
    pub name: Name,
    /// What it says, for people.
    pub text: Option<Text>,
    pub severity: Option<(RuleSeverity, Span)>,
    pub when: Option<Expr>,
    pub within: Option<Number>,
    pub basis: Option<Text>,
    /// `during 2021..2023`.
    pub during: Option<(Option<Number>, Option<Number>, Span)>,
    pub suspended: Option<Text>,
    pub condition: Expr,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleSeverity {
    Soft,
    Note,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    Number(Number),
    Text(String),
    Bool(bool),
    /// `收到`, `行政复议.总计`, `VA.pend_end`, `收入.#31`, `prior.结转下年`: the parts of a dotted path.
    Path(Vec<PathPart>),
    /// `新收[总计]`, `决算[#84, #2]`.
    Index {
        base: Box<Expr>,
        indices: Vec<Expr>,
    },
    /// `#32..#57`, `已主动公开..其他途径`, `1..3`: a run of neighbouring items, or a range of numbers.
    Range {
        from: Option<Box<Expr>>,
        to: Option<Box<Expr>>,
    },
    Call {
        function: Name,
        args: Vec<Expr>,
    },
    Negate(Box<Expr>),
    Not(Box<Expr>),
    Arithmetic {
        op: ArithmeticOp,
        op_span: Span,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// `a == b == c`: operands one more than operators.
    Compare {
        operands: Vec<Expr>,
        ops: Vec<(CompareOp, Span)>,
    },
    /// `x in (a, b)`, `x in 0..100`; one alternative of kind `Range` for a range.
    In {
        value: Box<Expr>,
        alternatives: Vec<Expr>,
    },
    Logic {
        op: LogicOp,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    If {
        condition: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    /// Second ring: `by`, `where`, `before`.
    NotInEdition {
        what: String,
    },
    /// What a syntax error left: stays silent.
    Poisoned,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathPart {
    /// A name; the keywords `prior` and `parts` come as `Prior` and `Parts`.
    Name(Name),
    Code(Code),
    Prior(Span),
    Parts(Span),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum ArithmeticOp {
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum CompareOp {
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
}

impl CompareOp {
    /// Whether `left OP right` holds, where `left.cmp(&right)` is `order`.
    pub fn holds(self, order: Ordering) -> bool {
        match self {
            CompareOp::Equal => order == Ordering::Equal,
            CompareOp::NotEqual => order != Ordering::Equal,
            CompareOp::Less => order == Ordering::Less,
            CompareOp::LessEqual => order != Ordering::Greater,
            CompareOp::Greater => order == Ordering::Greater,
            CompareOp::GreaterEqual => order != Ordering::Less,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum LogicOp {
    And,
    Or,
    Implies,
}
