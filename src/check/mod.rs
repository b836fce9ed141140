//! What the author of a template got wrong.

pub mod shape;
