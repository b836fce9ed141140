//! Reports of small templates of our own.
