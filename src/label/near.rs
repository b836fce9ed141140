//! How far two labels are apart, and when that is near enough to be a slip of the pen.

/// The edits (insert, delete, replace) that turn one text into the other, if there are at most `limit`.
pub fn distance(left: &str, right: &str, limit: usize) -> Option<usize> {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    if left.len().abs_diff(right.len()) > limit {
        return None;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (done, from) in left.iter().enumerate() {
        let mut diagonal = done;
        let mut beside = done + 1;
        let mut best = beside;
        if let Some(first) = row.first_mut() {
            *first = beside;
        }
        for (to, cell) in right.iter().zip(row.iter_mut().skip(1)) {
            let above = *cell;
            let value = (diagonal + usize::from(from != to)).min(above + 1).min(beside + 1);
            diagonal = above;
            beside = value;
            best = best.min(value);
            *cell = value;
        }
        if best > limit {
            return None;
        }
    }
    row.last().copied().filter(|edits| *edits <= limit)
}

/// How near two different keys are, when that is near enough to be one label misprinted: one edit in five characters, or a
/// label that was cut short or has lost its first words. Labels that differ in a numeral are different labels.
pub(super) fn near(left: &str, right: &str) -> Option<usize> {
    let (left_len, right_len) = (left.chars().count(), right.chars().count());
    let (shorter, longer) = (left_len.min(right_len), left_len.max(right_len));
    if shorter < 3 || longer > 200 || numerals(left).ne(numerals(right)) {
        return None;
    }
    let edits = if shorter >= 5 { distance(left, right, (shorter / 5).min(6)) } else { None };
    edits.or_else(|| cut_short(left, right, shorter, longer))
}

/// One label is the other without its end or, if long enough, its beginning: 现行有效件(数), (行政)规范性文件.
fn cut_short(left: &str, right: &str, shorter: usize, longer: usize) -> Option<usize> {
    let (short, long) = if left.len() < right.len() { (left, right) } else { (right, left) };
    let lost = longer - shorter;
    let enough = lost > 0 && (shorter * 3 >= longer * 2 || (shorter >= 5 && shorter * 2 >= longer));
    let cut = (long.starts_with(short)) || (shorter >= 5 && long.ends_with(short));
    (enough && cut).then_some(lost)
}

fn numerals(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| c.is_ascii_digit() || "一二三四五六七八九十百千零〇".contains(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_edits_up_to_a_limit() {
        assert_eq!(distance("结果维持", "结果纠正", 4), Some(2));
        assert_eq!(distance("结果维持", "结果纠正", 1), None);
        assert_eq!(distance("", "总计", 2), Some(2));
        assert_eq!(distance("总计", "总计", 0), Some(0));
    }

    #[test]
    fn near_is_a_slip_of_the_pen_and_nothing_more() {
        for (left, right) in [
            ("属于三类内容事务信息", "属于三类内部事务信息"),
            ("规范性文件", "行政规范性文件"),
            ("社会公益", "社会公益组织"),
            ("现行有效件", "现行有效件数"),
            ("本年增", "本年增减"),
        ] {
            assert!(near(left, right).is_some() && near(right, left).is_some(), "{left} {right}");
        }
        for (left, right) in [
            ("第二十条第一项", "第二十条第五项"),
            ("行政许可", "行政处罚"),
            ("结果维持", "结果纠正"),
            ("本年制发件数", "本年废止件数"),
            ("其他", "其他处理"),
            ("行政复议", "行政诉讼"),
            ("属于三类内部事务信息", "属于四类过程性信息"),
            ("政府网站公开", "政府公报公开"),
        ] {
            assert_eq!(near(left, right), None, "{left} {right}");
        }
    }
}
