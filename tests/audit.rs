//! What `gouji audit` says of the shipped forms: the numbers of `localization.md`, and how they change when a rule is taken
//! out of the template.

use gouji::audit::{Audit, Protection, audit};
use gouji::model::TableId;
use gouji::plan::Plan;
use gouji::source::Sources;
use gouji::{Library, engine};

fn built_in(edit: impl Fn(&str) -> String) -> Library {
    let files = engine::BUILT_IN.iter().map(|(name, text)| ((*name).to_owned(), edit(text))).collect();
    Library::compile(&mut Sources::new(), files).expect("the templates compile")
}

fn of_form(library: &Library, title: &str) -> (Plan, Audit) {
    let plan = library.plans.iter().find(|plan| plan.title == title).expect("the form is there").clone();
    let audit = audit(&plan);
    (plan, audit)
}

/// Figures, equations, rank, located figures, detect-only figures of one table.
fn numbers(library: &Library, form: &str, table: &str) -> [usize; 5] {
    let (plan, audit) = of_form(library, form);
    let model = library.model.forms.iter().find(|model| model.title() == form).expect("the form is there");
    let id = TableId(model.tables.iter().position(|other| other.name == table).expect("the table is there") as u32);
    let of_table = |wanted: fn(Protection) -> bool| {
        plan.slots.of_table(id).filter(|(slot, _)| audit.protection(*slot).is_some_and(wanted)).count()
    };
    let block = audit.blocks.iter().find(|block| block.tables == [id]).expect("a block of its own");
    [
        of_table(|_| true),
        block.equations.len(),
        block.rank,
        of_table(|protection| protection == Protection::Located),
        of_table(|protection| matches!(protection, Protection::Detected(_))),
    ]
}

/// Replaces a piece of text that stands in exactly one of the files.
fn replacing(from: &'static str, to: &'static str) -> impl Fn(&str) -> String {
    let count: usize = engine::BUILT_IN.iter().map(|(_, text)| text.matches(from).count()).sum();
    assert!(count > 0, "{from} is nowhere");
    move |text: &str| text.replace(from, to)
}

#[test]
fn the_form_of_2021() {
    let library = built_in(str::to_owned);
    assert_eq!(numbers(&library, "zfxxgk@2021", "申请"), [175, 39, 37, 175, 0]);
    assert_eq!(numbers(&library, "zfxxgk@2021", "争议"), [15, 3, 3, 0, 15]);
    let (_, audit) = of_form(&library, "zfxxgk@2021");
    let applications = audit.blocks.first().expect("a block");
    // No three columns are dependent; four are.
    assert_eq!((applications.hidden_at_least, applications.hidden.as_ref().map(Vec::len)), (4, Some(4)));
    assert!(!applications.gave_up);
    assert_eq!(audit.groups.iter().map(Vec::len).collect::<Vec<_>>(), [5, 5, 5]);
    assert_eq!(audit.conflicts, []);
    assert!(audit.complete);
}

#[test]
fn without_the_row_totals_only_the_result_totals_are_located() {
    let library = built_in(replacing("法律服务机构  其他 }\n  total 总计", "法律服务机构  其他 }\n  总计"));
    assert_eq!(numbers(&library, "zfxxgk@2021", "申请"), [175, 14, 14, 7, 168]);
}

#[test]
fn without_the_result_totals_only_the_balance_locates() {
    let library = built_in(replacing("total 办理总计 \"（七）总计\"", "办理总计 \"（七）总计\""));
    assert_eq!(numbers(&library, "zfxxgk@2021", "申请"), [175, 32, 31, 28, 147]);
}

#[test]
fn without_the_balance_its_other_rows_are_only_detected() {
    let rule = "        basis \"国办公开办函〔2021〕30号，表三表头所印勾稽关系\" {\n        新收 + 上年结转 == 办理总计 + 结转下年\n      }";
    let soft = "        soft basis \"国办公开办函〔2021〕30号，表三表头所印勾稽关系\" {\n        新收 + 上年结转 == 办理总计 + 结转下年\n      }";
    let library = built_in(replacing(rule, soft));
    assert_eq!(numbers(&library, "zfxxgk@2021", "申请"), [175, 32, 31, 154, 21]);
}
