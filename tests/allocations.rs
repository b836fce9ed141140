//! Nothing is allocated on the path where rules hold.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use gouji::Library;
use gouji::bind::{Bound, Cell as Figure, Figures, State};
use gouji::eval::{Evaluator, Options};
use gouji::number::Decimal;
use gouji::source::Sources;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: everything is passed on to the system's allocator; counting touches only a thread-local cell.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let _ = COUNT.try_with(|count| count.set(count.get() + 1));
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const FORM: &str = "
gouji 1
unit 件
template 台账 @1 \"台账\" {
  section 正表 \"台账\" {
    table 台账 {
      cell natural[件]
      columns { 甲 乙 丙, total 合计 }
      rows { 年初, 增加, 减少, 年末 }
      rule 平衡 { 年初 + 增加 == 减少 + 年末 }
      rule 有增有减 { 年初[合计] > 0 or 增加[合计] == 0 }
    }
  }
}";

fn bound(plan: &gouji::plan::Plan, wrong: bool) -> Bound {
    let figure = |at: usize, name: &String| {
        let base = if name.starts_with("增加") || name.starts_with("减少") { 2 } else { 5 };
        let value = if name.ends_with("合计") { base * 3 } else { base } + i64::from(wrong && at == 0);
        Figure { state: State::Figure, value: Some(Decimal::from(value)), ..Figure::absent() }
    };
    let cells = plan.names.iter().enumerate().map(|(at, name)| figure(at, name)).collect();
    Bound { figures: Figures { cells }, meta: Vec::new(), unclaimed: Vec::new(), diagnostics: Vec::new() }
}

#[test]
fn a_report_whose_rules_hold_allocates_nothing() {
    let library = Library::compile(&mut Sources::new(), vec![("台账.gj".into(), FORM.into())]).expect("the form compiles");
    let plan = &library.plans[0];
    let (sound, wrong) = (bound(plan, false), bound(plan, true));
    let mut evaluator = Evaluator::default();
    let first = evaluator.evaluate(plan, &sound, Options::default());
    assert_eq!((first.counts.held, first.findings.len()), (9, 0));

    let allocations = |evaluator: &mut Evaluator, bound: &Bound| {
        let before = COUNT.with(Cell::get);
        let assessment = evaluator.evaluate(plan, bound, Options::default());
        (COUNT.with(Cell::get) - before, assessment.findings.len())
    };
    assert_eq!(allocations(&mut evaluator, &sound), (0, 0));
    // The counter does count: findings are built for a report that fails.
    let (count, findings) = allocations(&mut evaluator, &wrong);
    assert!(count > 0 && findings == 2, "{count} allocations, {findings} findings");
    assert_eq!(allocations(&mut evaluator, &sound), (0, 0));
}
