//! Figures as people print them.
