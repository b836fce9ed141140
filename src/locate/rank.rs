//! Which explanation is the likeliest.

use super::Explanation;

/// Fewer figures first (they all have as many); then what sentences and other soft rules say; then known slips; then the
/// smaller edit; then the order of the form.
pub(super) fn sort(explanations: &mut [Explanation]) {
    explanations.sort_by_key(key);
}

type Key = (usize, usize, usize, usize, usize, usize, Vec<u32>);

fn key(explanation: &Explanation) -> Key {
    let slots = explanation.changes.iter().map(|change| change.slot.0).collect();
    (
        explanation.changes.len(),
        against(explanation),
        usize::MAX - speaking_for(explanation),
        explanation.unaccounted,
        explanation.slips.len() + explanation.unaccounted,
        explanation.distance,
        slots,
    )
}

/// How many soft rules and other places speak against an explanation.
fn against(explanation: &Explanation) -> usize {
    explanation.opposed_by.len() + explanation.denied.len()
}

fn speaking_for(explanation: &Explanation) -> usize {
    explanation.supported_by.len() + explanation.said.len()
}

/// Why one explanation comes before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// The other would break soft rules that hold, or change what other places repeat; or more of these.
    Opposed,
    /// More of what fails besides would hold with the first, or more places say what it says.
    Supported,
    /// The first is a known slip; the other is not, or takes more slips.
    Slip,
    /// The first changes fewer digits.
    Edits,
    /// Nothing speaks for either: only the order of the form.
    Order,
}

/// The first difference that decided; `first` stands before `second`.
pub fn because(first: &Explanation, second: &Explanation) -> Because {
    let slips = |one: &Explanation| (one.unaccounted, one.slips.len() + one.unaccounted);
    if against(first) != against(second) {
        Because::Opposed
    } else if speaking_for(first) != speaking_for(second) {
        Because::Supported
    } else if slips(first) != slips(second) {
        Because::Slip
    } else if first.distance != second.distance {
        Because::Edits
    } else {
        Because::Order
    }
}
