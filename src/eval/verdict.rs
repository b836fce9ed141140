//! What can come of a check (`semantics.md`, "The verdict of a rule").

/// The verdict of one check. "Not assessable" is never "held".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    Held,
    /// Off, but by no more than the tolerance.
    HeldWithin,
    Failed,
    /// A cell that it needs was not found or not read.
    NotAssessable,
    /// Its `when` is false, it is not in force, or something optional that it names is not there.
    NotApplicable,
    /// Division by zero, or a result beyond what is computed.
    NotComputed,
}

/// How many checks came to which verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub held: usize,
    pub held_within: usize,
    pub failed: usize,
    pub not_assessable: usize,
    pub not_applicable: usize,
    pub not_computed: usize,
}

impl Counts {
    pub(super) fn add(&mut self, verdict: Verdict) {
        let count = match verdict {
            Verdict::Held => &mut self.held,
            Verdict::HeldWithin => &mut self.held_within,
            Verdict::Failed => &mut self.failed,
            Verdict::NotAssessable => &mut self.not_assessable,
            Verdict::NotApplicable => &mut self.not_applicable,
            Verdict::NotComputed => &mut self.not_computed,
        };
        *count += 1;
    }
}
