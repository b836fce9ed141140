//! Ordinals as a word processor generates them: 一, 甲, 壹, ①, iv, b. Most reports written in Word have the numbers of their
//! sections nowhere else.

/// The number `n` in a format of WordprocessingML; `None` for bullets and formats that print nothing.
pub fn ordinal(format: &str, n: u32) -> Option<String> {
    Some(match format {
        "bullet" | "none" => return None,
        "decimalZero" => format!("{n:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => {
            n.to_string().chars().map(|c| c.to_digit(10).and_then(|digit| char::from_u32(0xff10 + digit)).unwrap_or(c)).collect()
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" | "ideographEnclosedCircle" => circled(n),
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting" => chinese(n, "零一二三四五六七八九", ["", "十", "百", "千"]),
        "chineseLegalSimplified" => chinese(n, "零壹贰叁肆伍陆柒捌玖", ["", "拾", "佰", "仟"]),
        "ideographLegalTraditional" => chinese(n, "零壹貳參肆伍陸柒捌玖", ["", "拾", "佰", "仟"]),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => {
            n.to_string().chars().filter_map(|c| "〇一二三四五六七八九".chars().nth(c.to_digit(10)? as usize)).collect()
        }
        "ideographTraditional" => cyclic(n, "甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => cyclic(n, "子丑寅卯辰巳午未申酉戌亥"),
        "upperRoman" => roman(n).to_uppercase(),
        "lowerRoman" => roman(n),
        "upperLetter" => letters(n, 'A'),
        "lowerLetter" => letters(n, 'a'),
        _ => n.to_string(),
    })
}

fn circled(n: u32) -> String {
    let c = match n {
        1..=20 => char::from_u32(0x245f + n),
        21..=35 => char::from_u32(0x3250 + n - 20),
        36..=50 => char::from_u32(0x32b0 + n - 35),
        _ => None,
    };
    c.map_or(n.to_string(), String::from)
}

/// Up to 9999; beyond, Arabic digits.
fn chinese(n: u32, digits: &str, units: [&str; 4]) -> String {
    let digit = |value: u32| digits.chars().nth(value as usize).unwrap_or('?');
    if n == 0 || n > 9999 {
        return if n == 0 { digit(0).to_string() } else { n.to_string() };
    }
    let mut out = String::new();
    let mut gap = false;
    for (power, unit) in units.iter().enumerate().rev() {
        let value = n / 10u32.pow(power as u32) % 10;
        if value == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push(digit(0));
            gap = false;
        }
        // 十一, not 一十一.
        if !(value == 1 && *unit == "十" && out.is_empty()) {
            out.push(digit(value));
        }
        out.push_str(unit);
    }
    out
}

fn cyclic(n: u32, signs: &str) -> String {
    let count = u32::try_from(signs.chars().count()).unwrap_or(1).max(1);
    let index = n.saturating_sub(1) % count;
    signs.chars().nth(index as usize).map_or(n.to_string(), String::from)
}

fn roman(n: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if n == 0 || n > 9999 {
        return n.to_string();
    }
    let mut left = n;
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

/// a … z, aa, bb, as Word counts.
fn letters(n: u32, first: char) -> String {
    let Some(index) = n.checked_sub(1).filter(|index| *index < 26 * 10) else { return n.to_string() };
    let letter = char::from_u32(u32::from(first) + index % 26).unwrap_or(first);
    std::iter::repeat_n(letter, (index / 26 + 1) as usize).collect()
}

#[cfg(test)]
mod tests {
    use super::ordinal;

    #[test]
    fn ordinals_of_the_formats_reports_use() {
        let row = |format: &str, numbers: &[u32]| {
            numbers.iter().map(|n| ordinal(format, *n).unwrap_or_default()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            row("chineseCounting", &[1, 2, 10, 11, 20, 21, 100, 101, 110, 1005]),
            "一 二 十 十一 二十 二十一 一百 一百零一 一百一十 一千零五"
        );
        assert_eq!(row("chineseLegalSimplified", &[1, 12]), "壹 壹拾贰");
        assert_eq!(row("ideographTraditional", &[1, 10, 11]), "甲 癸 甲");
        assert_eq!(row("decimalEnclosedCircle", &[1, 20, 21, 36, 51]), "① ⑳ ㉑ ㊱ 51");
        assert_eq!(row("lowerRoman", &[1, 4, 9, 14]), "i iv ix xiv");
        assert_eq!(row("upperLetter", &[1, 26, 27, 0]), "A Z AA 0");
        assert_eq!(row("decimal", &[7]), "7");
        assert_eq!(ordinal("bullet", 1), None);
    }
}
