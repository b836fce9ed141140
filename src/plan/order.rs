//! In which order blank totals can be filled in.

use std::collections::HashMap;

use super::{Body, Check, Origin, Rule, SlotId, Term};

/// The checks of totals and linear derived lines, parts before wholes. A cycle (which `check` rejects) leaves its members in printed order.
pub(super) fn totals(rules: &[Rule], checks: &[Check], terms: &[Term]) -> Vec<u32> {
    let mut of_slot: HashMap<SlotId, Vec<u32>> = HashMap::new();
    let mut parts: Vec<(u32, SlotId, Vec<SlotId>)> = Vec::new();
    for (index, check) in checks.iter().enumerate() {
        let Body::Linear { terms: range, .. } = &check.body else { continue };
        if rules.get(check.rule as usize).is_none_or(|rule| !matches!(rule.origin, Origin::Total | Origin::Derived)) {
            continue;
        }
        let row = terms.get(range.start as usize..range.end as usize).unwrap_or(&[]);
        let Some((total, rest)) = row.split_first() else { continue };
        of_slot.entry(total.slot).or_default().push(index as u32);
        parts.push((index as u32, total.slot, rest.iter().map(|term| term.slot).collect()));
    }
    // Kahn's algorithm over totals: a check waits for every check whose total is one of its parts.
    let position: HashMap<u32, usize> = parts.iter().enumerate().map(|(at, (check, _, _))| (*check, at)).collect();
    let mut waits: Vec<usize> = vec![0; parts.len()];
    let mut wanted_by: HashMap<u32, Vec<usize>> = HashMap::new();
    for (at, (check, _, slots)) in parts.iter().enumerate() {
        for inner in slots.iter().filter_map(|slot| of_slot.get(slot)).flatten().filter(|inner| *inner != check) {
            wanted_by.entry(*inner).or_default().push(at);
            if let Some(count) = waits.get_mut(at) {
                *count += 1;
            }
        }
    }
    let mut order: Vec<u32> = Vec::with_capacity(parts.len());
    let mut ready: std::collections::VecDeque<usize> = (0..parts.len()).filter(|at| waits.get(*at) == Some(&0)).collect();
    while let Some(at) = ready.pop_front() {
        let Some((check, _, _)) = parts.get(at) else { continue };
        order.push(*check);
        for outer in wanted_by.get(check).map(Vec::as_slice).unwrap_or(&[]) {
            if let Some(count) = waits.get_mut(*outer) {
                *count -= 1;
                if *count == 0 {
                    ready.push_back(*outer);
                }
            }
        }
    }
    let placed: std::collections::HashSet<u32> = order.iter().copied().collect();
    order.extend(position.keys().copied().filter(|check| !placed.contains(check)).collect::<std::collections::BTreeSet<_>>());
    order
}
