//! A text of the form that `matches "…"` asks for.
//!
//! Only what such patterns are made of is understood: characters, classes, groups, alternatives, repetitions. The caller
//! asks the matcher whether the text fits.

use std::iter::Peekable;
use std::str::Chars;

use fastrand::Rng;

/// Groups deeper than this are given up.
const DEEPEST: usize = 24;
/// Repetitions without an end go on for this many at most.
const MORE: u32 = 6;

enum Node {
    /// One of these ranges.
    Class(Vec<(char, char)>),
    Sequence(Vec<Node>),
    OneOf(Vec<Node>),
    Repeat(Box<Node>, u32, u32),
}

/// Draws a text; `None` when the pattern has something that is not understood.
pub(super) fn text(pattern: &str, rng: &mut Rng) -> Option<String> {
    let mut chars = pattern.chars().peekable();
    let node = alternatives(&mut chars, DEEPEST)?;
    if chars.next().is_some() {
        return None;
    }
    let mut out = String::new();
    write(&node, rng, &mut out)?;
    Some(out)
}

fn alternatives(chars: &mut Peekable<Chars<'_>>, depth: usize) -> Option<Node> {
    let depth = depth.checked_sub(1)?;
    let mut all = vec![sequence(chars, depth)?];
    while chars.next_if_eq(&'|').is_some() {
        all.push(sequence(chars, depth)?);
    }
    Some(Node::OneOf(all))
}

fn sequence(chars: &mut Peekable<Chars<'_>>, depth: usize) -> Option<Node> {
    let mut nodes = Vec::new();
    while let Some(c) = chars.next_if(|c| !matches!(c, '|' | ')')) {
        let node = match c {
            '(' => {
                if chars.next_if_eq(&'?').is_some() && chars.next() != Some(':') {
                    return None;
                }
                let inner = alternatives(chars, depth)?;
                chars.next_if_eq(&')')?;
                inner
            }
            '[' => Node::Class(class(chars)?),
            '.' => Node::Class(vec![('a', 'z'), ('0', '9')]),
            '\\' => Node::Class(escaped(chars.next()?)?),
            '^' | '$' => continue,
            '*' | '+' | '?' | '{' => return None,
            other => Node::Class(vec![(other, other)]),
        };
        nodes.push(match chars.peek() {
            Some('?') => repeat(chars, node, 0, 1),
            Some('*') => repeat(chars, node, 0, MORE),
            Some('+') => repeat(chars, node, 1, MORE),
            Some('{') => counted(chars, node)?,
            Some(_) | None => node,
        });
    }
    Some(Node::Sequence(nodes))
}

fn repeat(chars: &mut Peekable<Chars<'_>>, node: Node, least: u32, most: u32) -> Node {
    chars.next();
    // Greedy or not is all one.
    chars.next_if_eq(&'?');
    Node::Repeat(Box::new(node), least, most)
}

/// `{2}`, `{2,}`, `{2,5}`.
fn counted(chars: &mut Peekable<Chars<'_>>, node: Node) -> Option<Node> {
    chars.next();
    let mut inside = String::new();
    while let Some(c) = chars.next_if(|c| *c != '}') {
        inside.push(c);
    }
    let (least, most) = match inside.split_once(',') {
        None => (inside.parse().ok()?, inside.parse().ok()?),
        Some((least, "")) => (least.parse().ok()?, least.parse::<u32>().ok()?.checked_add(MORE)?),
        Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
    };
    (least <= most && least <= 1_000).then(|| repeat(chars, node, least, most))
}

fn escaped(c: char) -> Option<Vec<(char, char)>> {
    match c {
        'd' => Some(vec![('0', '9')]),
        'w' => Some(vec![('a', 'z'), ('0', '9')]),
        's' => Some(vec![(' ', ' ')]),
        c if c.is_alphanumeric() => None,
        c => Some(vec![(c, c)]),
    }
}

fn class(chars: &mut Peekable<Chars<'_>>) -> Option<Vec<(char, char)>> {
    if chars.peek() == Some(&'^') {
        return None;
    }
    let mut ranges = Vec::new();
    while let Some(c) = chars.next_if(|c| *c != ']') {
        if c == '\\' {
            ranges.extend(escaped(chars.next()?)?);
            continue;
        }
        if chars.next_if_eq(&'-').is_some() {
            match chars.next_if(|c| *c != ']') {
                Some(last) if last >= c => ranges.push((c, last)),
                Some(_) => return None,
                None => ranges.extend([(c, c), ('-', '-')]),
            }
        } else {
            ranges.push((c, c));
        }
    }
    chars.next_if_eq(&']')?;
    (!ranges.is_empty()).then_some(ranges)
}

fn write(node: &Node, rng: &mut Rng, out: &mut String) -> Option<()> {
    const LONGEST: usize = 2_000;
    if out.len() > LONGEST {
        return None;
    }
    match node {
        Node::Class(ranges) => {
            let (first, last) = ranges.get(rng.usize(..ranges.len()))?;
            out.push(rng.char(*first..=*last));
        }
        Node::Sequence(nodes) => nodes.iter().try_for_each(|node| write(node, rng, out))?,
        Node::OneOf(nodes) => write(nodes.get(rng.usize(..nodes.len()))?, rng, out)?,
        Node::Repeat(node, least, most) => {
            let most = (*most).min(least.saturating_add(MORE));
            for _ in 0..rng.u32(*least..=most) {
                write(node, rng, out)?;
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::label::Texts;

    #[test]
    fn what_is_drawn_fits() {
        let texts = Texts::default();
        let mut rng = Rng::with_seed(7);
        for pattern in ["[0-9a-z]{10}", r"https?://[\w.-]+(/.*)?", ".{1,4}ICP备\\d{8}号(-\\d{1,2})?", "甲|乙丙?", "[A-Za-z-]+"]
        {
            for _ in 0..50 {
                let drawn = text(pattern, &mut rng).expect(pattern);
                assert!(texts.fits(pattern, &drawn), "{pattern}: {drawn}");
            }
        }
    }

    #[test]
    fn what_is_not_understood_is_given_up() {
        let mut rng = Rng::with_seed(7);
        for pattern in ["[^a]", r"\bx", "(?i)a", "(a", "a)", "a{3,1}", "*"] {
            assert_eq!(text(pattern, &mut rng), None, "{pattern}");
        }
    }
}
