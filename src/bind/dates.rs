//! Dates as people print them: `2024年1月15日`, `2024-01-15`, `2024.1.15`, `20240115`, `二〇二四年一月十五日`.

use crate::label::fold;
use crate::number::is_day;

/// The day in ISO 8601, `2024-01-15`; `None` when the text is no day of the calendar.
pub(super) fn read(text: &str) -> Option<String> {
    let folded = fold(text);
    let (year, month, day) = match folded.len() {
        8 if folded.bytes().all(|b| b.is_ascii_digit()) => (folded.get(..4)?, folded.get(4..6)?, folded.get(6..)?),
        _ => parts(&folded)?,
    };
    let year = year_of(year)?;
    let month = small(month)?;
    let day = small(day)?;
    is_day(year, month, day).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Year, month and day between their marks: 年 月 日, or one and the same sign twice.
fn parts(folded: &str) -> Option<(&str, &str, &str)> {
    if let Some((year, rest)) = folded.split_once('年') {
        let (month, day) = rest.split_once('月')?;
        return Some((year, month, day.strip_suffix(['日', '号'])?));
    }
    let sign = folded.chars().find(|c| matches!(c, '-' | '.' | '/'))?;
    let mut parts = folded.split(sign);
    let all = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().is_none().then_some(all)
}

/// Four digits, Arabic or Chinese.
fn year_of(text: &str) -> Option<u32> {
    let digits: Option<String> = text.chars().map(digit).collect();
    digits.filter(|digits| digits.len() == 4)?.parse().ok()
}

fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '零' | '○' => Some('0'),
        _ => "〇一二三四五六七八九".chars().position(|d| d == c).and_then(|value| char::from_digit(value as u32, 10)),
    }
}

/// A month or a day: `1`, `01`, `十一`, `二十三`.
fn small(text: &str) -> Option<u32> {
    if text.is_empty() || text.chars().nth(3).is_some() {
        return None;
    }
    let value = |text: &str| -> Option<u32> { text.chars().map(digit).collect::<Option<String>>()?.parse().ok() };
    match text.split_once('十') {
        None => value(text).filter(|_| text.chars().nth(2).is_none()),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { value(tens)? };
            let ones = if ones.is_empty() { 0 } else { value(ones)? };
            tens.checked_mul(10)?.checked_add(ones)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn one_day_in_many_spellings() {
        let day = Some("2024-01-15".to_owned());
        for text in [
            "2024年1月15日",
            "2024-01-15",
            "2024.1.15",
            "2024/1/15",
            "20240115",
            "二〇二四年一月十五日",
            "２０２４年１月１５日",
            " 2024 年 1 月 15 日 ",
        ] {
            assert_eq!(read(text), day, "{text}");
        }
        assert_eq!(read("二零二四年十二月三十一日"), Some("2024-12-31".to_owned()));
        assert_eq!(read("2024年2月29日"), Some("2024-02-29".to_owned()));
    }

    #[test]
    fn no_day_of_the_calendar() {
        for text in [
            "2023年2月29日",
            "2024年13月1日",
            "2024年1月",
            "2024",
            "1月15日",
            "无",
            "",
            "2024-1-15-2",
            "2024年1月320日",
            "2024-00-10",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[0-9年月日十〇一二三.\\-/]{0,12}") {
            read(&text);
        }
    }
}
