//! Exact linear algebra over sparse rows: rank, dependence with the combination that shows it, small dependent sets of
//! columns, systems of equations and bounds that cannot all hold. It knows nothing of forms: a column is a number.

mod dependent;
mod echelon;
mod feasible;
mod row;
mod small;

#[cfg(test)]
mod tests;

pub use dependent::{Dependence, proportional, smallest_dependent};
pub use echelon::{Added, Echelon};
pub use feasible::{Bound, Feasibility, Limits, Part, feasible};
pub use row::Row;
pub use small::{Given, Solution, solve};
