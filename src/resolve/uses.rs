//! Which place uses which name: what an editor needs to go from a name to its declaration and back.
//!
//! A declaration is known by the span of its name ([`crate::model::Item::span`] and its like). The items of an axis are declared
//! once, in the axis, however many tables spread it.

use crate::source::Span;

/// How a use is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// The name itself, in backquotes or not.
    Name,
    /// The line number, `#84`.
    Code,
    /// Another spelling of a unit.
    Spelling,
    /// The name in the braces of a text, `"{年度}年"`; never in backquotes.
    Brace,
}

/// One use of a declared name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Use {
    /// The written name, without the dots, brackets and braces around it.
    pub at: Span,
    /// The name where it is declared.
    pub declared: Span,
    pub by: By,
}

/// Every use of a name in the files of a folder, in the order of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    list: Vec<Use>,
}

impl Uses {
    /// An axis is read again wherever it is spread: its uses are kept once.
    pub(super) fn new(mut list: Vec<Use>) -> Uses {
        list.retain(|one| !one.at.is_empty());
        list.sort_unstable();
        list.dedup();
        Uses { list }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Use> {
        self.list.iter()
    }

    /// The uses whose text a place touches: several only where an axis that is spread twice means another item each time.
    pub fn touching(&self, place: Span) -> impl Iterator<Item = &Use> {
        let behind = self.list.partition_point(|one| (one.at.file, one.at.start) <= (place.file, place.start));
        let here = self.list.get(..behind).unwrap_or(&[]).iter().rev();
        here.take_while(move |one| one.at.file == place.file && one.at.end >= place.start)
    }

    /// The uses of one declaration.
    pub fn of(&self, declared: Span) -> impl Iterator<Item = &Use> {
        self.list.iter().filter(move |one| one.declared == declared)
    }
}

#[cfg(test)]
mod tests {
    use super::super::resolve_with_uses;
    use crate::source::FileId;
    use crate::syntax::parse;

    #[test]
    fn every_use_goes_to_its_declaration() {
        let text = "gouji 1\nunit 件 | 起\nunit 百件 = 100起\naxis 内层 { 甲, 乙, 差 = 甲 - 乙 }\naxis 外层 { 一组 { ..内层 }, 二组 { ..内层 } }\n\
                    template 表 @1 \"表\" {\n applies 年度 in 2020..\n title \"{年度}年{机关}\"\n key 机关\n\
                    meta { 机关 \"{年度}年{}\", 年度: year }\n section 甲节 { facts { cell natural[件]\n 收到 #1 \"收到{}\"\n 转 = #1 } }\n\
                    table 大表 { cell natural[百件] columns { ..外层 } rows { 头 { 子 #3, 丑 #4 }, 尾 #5 }\n\
                    rule 一 { 头.子 + prior.尾 == sum(#3..#5) and 大表.尾[一组.甲] > 收到 and 大表[丑, 二组.乙] == 3起 and \
                    大表.头.丑 >= columns.一组.乙[尾] } } }";
        let (tree, found) = parse(text, FileId(0));
        assert!(found.is_empty(), "{found:?}");
        let (_, uses, _) = resolve_with_uses(&[tree]);
        for (written, declared, count) in [
            ("件", "件", 1),
            ("起", "件", 2),
            ("百件", "百件", 1),
            ("内层", "内层", 2),
            ("外层", "外层", 1),
            ("年度", "年度", 3),
            ("机关", "机关", 2),
            ("大表", "大表", 3),
            ("头", "头", 2),
            ("子", "子", 1),
            ("丑", "丑", 2),
            ("尾", "尾", 3),
            ("一组", "一组", 2),
            ("二组", "二组", 1),
            // One declaration in the axis, whichever group spreads it.
            ("甲", "甲", 2),
            ("乙", "乙", 3),
            ("收到", "收到", 1),
            ("#1", "收到", 1),
            ("#3", "子", 1),
            ("#5", "尾", 1),
        ] {
            let of = uses.iter().filter(|one| &text[one.at.range()] == written && &text[one.declared.range()] == declared);
            assert_eq!(of.count(), count, "{written} -> {declared}");
        }
        for one in uses.iter() {
            assert!(uses.touching(one.at.after()).any(|other| other == one));
        }
    }
}
