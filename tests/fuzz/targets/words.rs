//! Labels, patterns and figures: what is compared and what is read.

use gouji::label::{Hole, Label, Likeness, Pattern, distance, fold, fold_mapped};
use gouji::number::Decimal;
use gouji::number::printed::{self, Printed, PrintedError, Spellings};

/// Two labels, parted by the first line break: folding is stable, comparing is symmetrical, every range lies in its text.
pub fn label(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (left, right) = text.split_once('\n').unwrap_or((&text, ""));
    for one in [left, right] {
        let folded = fold(one);
        assert_eq!(fold(&folded), folded, "folding {one:?} twice");
        let mapped = fold_mapped(one);
        assert_eq!(mapped.as_str(), folded);
        let mut last = 0;
        for (at, c) in folded.char_indices() {
            let range = mapped.origin(at, at + c.len_utf8());
            assert!(one.get(range.clone()).is_some_and(|piece| !piece.is_empty()), "{range:?} of {one:?}");
            assert!(range.start >= last, "{one:?} goes back");
            last = range.start;
        }
        assert_eq!(Label::parse(one).compare(&Label::parse(one)), Likeness::Exact, "{one:?}");
    }
    let (a, b) = (Label::parse(left), Label::parse(right));
    assert_eq!(a.compare(&b), b.compare(&a), "{left:?} and {right:?}");
    for limit in [0, 2, 6] {
        let edits = distance(left, right, limit);
        assert_eq!(edits, distance(right, left, limit));
        assert!(edits.is_none_or(|edits| edits <= limit && (edits == 0) == (left == right)));
    }
    pattern(left, right);
}

fn pattern(pattern: &str, text: &str) {
    let compiled = match Pattern::compile(pattern) {
        Ok(compiled) => compiled,
        Err(error) => {
            assert!(pattern.get(error.start..).is_some(), "{error:?} of {pattern:?}");
            return;
        }
    };
    let text = fold(text);
    for range in compiled.occurrences(&text) {
        assert!(text.get(range.clone()).is_some(), "{range:?} of {text:?}");
    }
    for hole in [Hole::Year, Hole::Digits, Hole::Word] {
        let Some(captures) = compiled.captures(&text, |_| hole) else { continue };
        assert!(text.get(captures.range.clone()).is_some(), "{captures:?} of {text:?}");
        let mut last = captures.range.start;
        for value in &captures.values {
            assert!(value.range.start >= last && value.range.end <= captures.range.end, "{captures:?}");
            assert!(text.get(value.range.clone()).is_some(), "{captures:?}");
            last = value.range.end;
        }
    }
    for (at, _) in text.char_indices().step_by(text.len() / 64 + 1) {
        if let Some(before) = compiled.before(&text, 0, at) {
            assert!(text.get(before..at).is_some());
        }
        if let Some(behind) = compiled.behind(&text, at) {
            assert!(text.get(at..behind).is_some());
        }
    }
}

/// A cell and running text: every range lies in the text, figures stand one behind the other, a value is exact.
pub fn number(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let units = Spellings::new([("件", 0), ("条", 1), ("万元", 2), ("元", 3), ("人次", 4), ("%", 5)]);
    for spaces in [false, true] {
        match printed::read(&text, &units, spaces) {
            Ok(figure) => one(&text, &figure),
            Err(PrintedError::Empty) => assert!(text.trim().is_empty()),
            Err(PrintedError::NotANumber) => {}
            Err(
                PrintedError::Trailing(range)
                | PrintedError::Grouping(range)
                | PrintedError::Spaces(range)
                | PrintedError::TooLong(range),
            ) => assert!(text.get(range.clone()).is_some_and(|piece| !piece.is_empty()), "{range:?} of {text:?}"),
        }
    }
    let mut end = 0;
    for figure in printed::scan(&text, &units) {
        one(&text, &figure);
        assert!(figure.whole.start >= end, "{figure:?} of {text:?}");
        end = figure.whole.end;
    }
    for (at, _) in text.char_indices().step_by(text.len() / 64 + 1) {
        if let Ok(Some(figure)) = printed::find_at(&text, at, &units) {
            one(&text, &figure);
            assert!(figure.whole.start >= at);
        }
    }
    if let Ok(value) = Decimal::parse(&text) {
        exact(value);
    }
}

fn one(text: &str, figure: &Printed<i32>) {
    let (digits, whole) = (&figure.digits, &figure.whole);
    assert!(whole.start <= digits.start && digits.start < digits.end && digits.end <= whole.end, "{figure:?}");
    assert!(text.get(digits.clone()).is_some() && text.get(whole.clone()).is_some(), "{figure:?} of {text:?}");
    if !figure.normalized {
        let written = text.get(digits.clone()).unwrap_or("");
        assert_eq!(Decimal::parse(written), Ok(figure.value), "{written:?}");
    }
    exact(figure.value);
}

fn exact(value: Decimal) {
    assert_eq!(Decimal::parse(&value.to_string()), Ok(value), "{value}");
    assert_eq!(Decimal::from_rational(&value.to_rational()), Some(value.normalized()), "{value}");
    if let Some(negative) = value.checked_neg() {
        assert_eq!(value.checked_add(negative).map(Decimal::is_zero), Some(true), "{value}");
    }
}
