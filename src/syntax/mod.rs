//! Template text → ast. Never stops at the first error.

pub mod ast;
