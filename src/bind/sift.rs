//! Quick answers that a text does not hold certain words, so that only few texts are searched for them.

/// Which characters there are in a text, told by 128 marks: two characters may share one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Characters(u128);

impl Characters {
    pub fn of(text: &str) -> Characters {
        text.chars().fold(Characters::default(), |all, c| all.and(Characters(1 << (spread(u32::from(c)) >> 25))))
    }

    /// Those of both.
    pub fn and(self, other: Characters) -> Characters {
        Characters(self.0 | other.0)
    }

    /// False: the text lacks one of these characters. True: it may have all of them.
    pub fn may_have(self, wanted: Characters) -> bool {
        self.0 & wanted.0 == wanted.0
    }
}

/// Which pairs of neighbouring characters there are in a text, in the same manner.
#[derive(Debug, Clone)]
pub(super) struct Pairs {
    marks: Vec<u64>,
}

/// Marks are 65,536: a long report has some ten thousand different pairs.
const WORDS: usize = 1024;

impl Pairs {
    pub fn of(text: &str) -> Pairs {
        let mut marks = vec![0u64; WORDS];
        for (word, bit) in places(text) {
            if let Some(word) = marks.get_mut(word) {
                *word |= bit;
            }
        }
        Pairs { marks }
    }

    /// False: the text does not hold these words. True: it may.
    pub fn may_hold(&self, words: &str) -> bool {
        places(words).all(|(word, bit)| self.marks.get(word).is_some_and(|marks| marks & bit != 0))
    }
}

/// Where the pairs of a text are marked.
fn places(text: &str) -> impl Iterator<Item = (usize, u64)> {
    text.chars().zip(text.chars().skip(1)).map(|(left, right)| {
        let mark = spread(spread(u32::from(left)) ^ u32::from(right)) >> 16;
        ((mark / 64) as usize, 1 << (mark % 64))
    })
}

fn spread(code: u32) -> u32 {
    code.wrapping_mul(0x9e37_79b1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn other_words_are_sifted_out() {
        let text = "收到和处理政府信息公开申请情况";
        assert!(!Pairs::of(text).may_hold("行政复议"));
        assert!(!Characters::of(text).may_have(Characters::of("年度报告")));
        assert!(Pairs::of(text).may_hold("") && Pairs::of("").may_hold("单"));
    }

    proptest! {
        #[test]
        fn no_words_that_are_there_are_sifted_out(before in "\\PC*", words in "\\PC*", behind in "\\PC*") {
            let text = format!("{before}{words}{behind}");
            prop_assert!(Pairs::of(&text).may_hold(&words));
            prop_assert!(Characters::of(&before).and(Characters::of(&words)).may_have(Characters::of(&words)));
            prop_assert!(Characters::of(&text).may_have(Characters::of(&words)));
        }
    }
}
