//! A nation's reports: Gouji beside a hand-written program, in one run (`docs/benchmarks.md`).
#![allow(clippy::disallowed_methods, clippy::disallowed_macros)]
