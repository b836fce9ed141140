//! What a form becomes for other programs: SQL for engines that hold more than one machine does.

pub mod figures;
pub mod sql;

#[cfg(test)]
mod tests;
