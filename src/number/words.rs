//! Whole numbers written in Chinese: 零, 三, 十二, 一百零三, 三万五千, 二〇一八.

/// More characters than this are no number.
const MAX_CHARS: usize = 32;

/// The run of numeral characters that `text` begins with: its length in bytes, 0 if there is none.
pub fn run_len(text: &str) -> usize {
    text.find(|c| !is_numeral(c)).unwrap_or(text.len())
}

/// Whether a number in words may begin with this character.
pub fn is_numeral(c: char) -> bool {
    numeral(c).is_some()
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numeral {
    Digit(i128),
    /// 十 百 千.
    Unit(i128),
    /// 万 亿.
    Section(i128),
}

fn numeral(c: char) -> Option<Numeral> {
    Some(match c {
        '零' | '〇' | '○' => Numeral::Digit(0),
        '一' | '壹' => Numeral::Digit(1),
        '二' | '两' | '贰' => Numeral::Digit(2),
        '三' | '叁' => Numeral::Digit(3),
        '四' | '肆' => Numeral::Digit(4),
        '五' | '伍' => Numeral::Digit(5),
        '六' | '陆' => Numeral::Digit(6),
        '七' | '柒' => Numeral::Digit(7),
        '八' | '捌' => Numeral::Digit(8),
        '九' | '玖' => Numeral::Digit(9),
        '十' | '拾' => Numeral::Unit(10),
        '百' | '佰' => Numeral::Unit(100),
        '千' | '仟' => Numeral::Unit(1000),
        '万' | '萬' => Numeral::Section(10_000),
        '亿' | '億' => Numeral::Section(100_000_000),
        _ => return None,
    })
}

/// The factor of a character that follows digits: `18万`, `5千万`.
pub fn factor(c: char) -> Option<i128> {
    match numeral(c)? {
        Numeral::Digit(_) | Numeral::Unit(10) => None,
        Numeral::Unit(factor) | Numeral::Section(factor) => Some(factor),
    }
}

/// The value of a text of nothing but numerals. Loose forms that people read two ways (`一百三`, `三万五`) have none.
pub fn value(text: &str) -> Option<i128> {
    if text.is_empty() || text.chars().count() > MAX_CHARS {
        return None;
    }
    let numerals: Vec<Numeral> = text.chars().map(numeral).collect::<Option<_>>()?;
    let digits_only = numerals.iter().all(|numeral| matches!(numeral, Numeral::Digit(_)));
    if digits_only {
        // Year style: 二〇一八.
        return numerals.iter().try_fold(0i128, |value, numeral| match numeral {
            Numeral::Digit(digit) => value.checked_mul(10)?.checked_add(*digit),
            Numeral::Unit(_) | Numeral::Section(_) => None,
        });
    }
    positional(&numerals)
}

fn positional(numerals: &[Numeral]) -> Option<i128> {
    let (mut total, mut section, mut digit) = (0i128, 0i128, None::<i128>);
    // The last unit read, which the next one of the section must be below; a 零 lets units be left out.
    let (mut last_unit, mut last_section, mut zero) = (i128::MAX, i128::MAX, false);
    for numeral in numerals {
        match *numeral {
            Numeral::Digit(0) => {
                if digit.is_some() || zero {
                    return None;
                }
                zero = true;
            }
            Numeral::Digit(value) => {
                if digit.replace(value).is_some() {
                    return None;
                }
            }
            Numeral::Unit(unit) => {
                let count = match digit.take() {
                    Some(digit) => digit,
                    None if unit == 10 => 1,
                    None => return None,
                };
                if unit >= last_unit {
                    return None;
                }
                section = section.checked_add(count.checked_mul(unit)?)?;
                last_unit = unit;
                zero = false;
            }
            Numeral::Section(factor) => {
                // 万亿: the sum so far is of 亿.
                let amount = section.checked_add(digit.take().unwrap_or(0))?;
                if amount == 0 && total == 0 {
                    return None;
                }
                if factor > last_section {
                    total = total.checked_add(amount)?.checked_mul(factor)?;
                } else if factor == last_section {
                    return None;
                } else {
                    total = total.checked_add(amount.checked_mul(factor)?)?;
                }
                (section, last_unit, last_section, zero) = (0, i128::MAX, factor, false);
            }
        }
    }
    if let Some(digit) = digit {
        let loose = (last_unit != i128::MAX && last_unit > 10) || (last_unit == i128::MAX && last_section != i128::MAX);
        if loose && !zero {
            return None;
        }
        section = section.checked_add(digit)?;
    } else if zero {
        return None;
    }
    total.checked_add(section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_in_words() {
        for (text, expected) in [
            ("零", 0),
            ("〇", 0),
            ("三", 3),
            ("十", 10),
            ("十二", 12),
            ("二十", 20),
            ("二十一", 21),
            ("一百零三", 103),
            ("一百一十二", 112),
            ("一千零五十", 1050),
            ("两千", 2000),
            ("三万五千", 35_000),
            ("三万零五", 30_005),
            ("十八万", 180_000),
            ("一亿二千万", 120_000_000),
            ("三万亿", 3_000_000_000_000),
            ("二〇一八", 2018),
            ("伍佰", 500),
        ] {
            assert_eq!(value(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn refuses_loose_and_broken_forms() {
        for text in ["", "一百三", "三万五", "百", "万", "十百", "三三十", "一百零", "十十", "二十百", "万万", "一零百", "三件"]
        {
            assert_eq!(value(text), None, "{text}");
        }
        assert_eq!(value(&"九".repeat(33)), None);
        assert_eq!(run_len("十二件"), 6);
        assert_eq!(run_len("件"), 0);
    }
}
