//! The floor: what a programmer would write by hand for this one form, with typed `serde_json` and the sums in the code. It knows
//! no places, no blanks and no words; it says only how many checks fail.

use serde::Deserialize;
use serde::de::IgnoredAny;

#[derive(Deserialize)]
pub struct Report<'a> {
    #[serde(borrow)]
    template: &'a str,
    #[serde(borrow)]
    meta: Meta<'a>,
    制发: Documents,
    许可: Permits,
    处罚强制: Penalties,
    收费: Fees,
    申请: Requests,
    争议: Disputes,
    #[serde(default)]
    #[allow(dead_code)]
    facts: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Meta<'a> {
    年度: &'a str,
    机关: &'a str,
    #[allow(dead_code)]
    层级: Option<&'a str>,
}

#[derive(Deserialize)]
struct Documents {
    规章: Three,
    行政规范性文件: Three,
}

#[derive(Deserialize)]
struct Three {
    本年制发件数: u64,
    本年废止件数: u64,
    现行有效件数: u64,
}

#[derive(Deserialize)]
struct Permits {
    行政许可: Decided,
}

#[derive(Deserialize)]
struct Penalties {
    行政处罚: Decided,
    行政强制: Decided,
}

#[derive(Deserialize)]
struct Decided {
    本年处理决定数量: u64,
}

#[derive(Deserialize)]
struct Fees {
    行政事业性收费: Fee,
}

#[derive(Deserialize)]
struct Fee {
    // A float: the hand-written program does not sum it.
    本年收费金额: f64,
}

#[derive(Deserialize)]
struct Applicants {
    自然人: u64,
    商业企业: u64,
    科研机构: u64,
    社会公益组织: u64,
    法律服务机构: u64,
    其他: u64,
    总计: u64,
}

macro_rules! requests {
    ($($outcome:ident)*) => {
        #[derive(Deserialize)]
        struct Requests {
            新收: Applicants,
            上年结转: Applicants,
            $($outcome: Applicants,)*
            办理总计: Applicants,
            结转下年: Applicants,
        }

        impl Requests {
            fn outcomes(&self) -> [&Applicants; 21] {
                [$(&self.$outcome),*]
            }
        }
    };
}

requests! {
    予以公开 部分公开 国家秘密 法律禁止 三安全一稳定 第三方权益 内部事务 过程性信息 执法案卷 行政查询 不掌握 需另行制作 补正后不明确
    信访举报投诉 重复申请 公开出版物 大量反复 重新确认 逾期不补正 逾期不缴费 其他原因
}

#[derive(Deserialize)]
struct Disputes {
    #[serde(rename = "行政复议.结果维持")]
    a1: u64,
    #[serde(rename = "行政复议.结果纠正")]
    a2: u64,
    #[serde(rename = "行政复议.其他结果")]
    a3: u64,
    #[serde(rename = "行政复议.尚未审结")]
    a4: u64,
    #[serde(rename = "行政复议.总计")]
    a5: u64,
    #[serde(rename = "未经复议直接起诉.结果维持")]
    b1: u64,
    #[serde(rename = "未经复议直接起诉.结果纠正")]
    b2: u64,
    #[serde(rename = "未经复议直接起诉.其他结果")]
    b3: u64,
    #[serde(rename = "未经复议直接起诉.尚未审结")]
    b4: u64,
    #[serde(rename = "未经复议直接起诉.总计")]
    b5: u64,
    #[serde(rename = "复议后起诉.结果维持")]
    c1: u64,
    #[serde(rename = "复议后起诉.结果纠正")]
    c2: u64,
    #[serde(rename = "复议后起诉.其他结果")]
    c3: u64,
    #[serde(rename = "复议后起诉.尚未审结")]
    c4: u64,
    #[serde(rename = "复议后起诉.总计")]
    c5: u64,
}

impl Applicants {
    fn list(&self) -> [u64; 7] {
        [self.自然人, self.商业企业, self.科研机构, self.社会公益组织, self.法律服务机构, self.其他, self.总计]
    }

    fn adds_up(&self) -> bool {
        let [a, b, c, d, e, f, total] = self.list();
        a + b + c + d + e + f == total
    }
}

/// How many of the 42 sums are off.
pub fn check(line: &[u8]) -> usize {
    let Ok(report) = serde_json::from_slice::<Report<'_>>(line) else { return 42 };
    let mut wrong = 0;
    let mut say = |holds: bool| wrong += usize::from(!holds);
    let requests = &report.申请;
    let outcomes = requests.outcomes();
    for row in outcomes.iter().copied().chain([&requests.新收, &requests.上年结转, &requests.办理总计, &requests.结转下年])
    {
        say(row.adds_up());
    }
    let (new, carried) = (requests.新收.list(), requests.上年结转.list());
    let (total, next) = (requests.办理总计.list(), requests.结转下年.list());
    for column in 0..7 {
        say(outcomes.iter().map(|row| row.list()[column]).sum::<u64>() == total[column]);
        say(new[column] + carried[column] == total[column] + next[column]);
    }
    let d = &report.争议;
    say(d.a1 + d.a2 + d.a3 + d.a4 == d.a5);
    say(d.b1 + d.b2 + d.b3 + d.b4 == d.b5);
    say(d.c1 + d.c2 + d.c3 + d.c4 == d.c5);
    // What is read and not summed is at least looked at, so that nothing of it is optimized away.
    let documents = &report.制发;
    let others = [&documents.规章, &documents.行政规范性文件]
        .map(|row| row.本年制发件数 | row.本年废止件数 | row.现行有效件数)
        .into_iter()
        .fold(report.许可.行政许可.本年处理决定数量, |all, one| all | one);
    let penalties = report.处罚强制.行政处罚.本年处理决定数量 | report.处罚强制.行政强制.本年处理决定数量;
    std::hint::black_box((others, penalties, report.收费.行政事业性收费.本年收费金额));
    std::hint::black_box((report.template, report.meta.年度, report.meta.机关));
    wrong
}
