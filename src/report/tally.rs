//! What a run over many reports came to: verdicts, by template and year; findings by rule; the worst reports. It grows with the
//! number of templates, years and rules, not with that of the reports.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::clean::one_line;
use super::layout::{Align, table};
use super::{Style, Verdict};
use crate::diag::wording::cli as w;
use crate::diag::{Diagnostic, Severity, Wording};

/// So many of the worst reports are named.
const WORST: usize = 10;

/// How many reports came to which verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    pub reports: u64,
    pub accepted: u64,
    pub incomplete: u64,
    pub rejected: u64,
}

/// How often something was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Found {
    pub findings: u64,
    /// In so many reports.
    pub reports: u64,
}

/// What a finding is about: its template, its code, and the rule if it is about one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct About {
    template: String,
    code: &'static str,
    rule: Option<String>,
}

/// The sums over a run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    all: Verdicts,
    templates: BTreeMap<Option<String>, Verdicts>,
    years: BTreeMap<Option<String>, Verdicts>,
    found: BTreeMap<About, Found>,
    /// Errors and name; most errors first, of those the first read.
    worst: Vec<(u64, String)>,
}

impl Verdicts {
    fn add(&mut self, verdict: Verdict) {
        self.reports += 1;
        match verdict {
            Verdict::Accepted => self.accepted += 1,
            Verdict::Incomplete => self.incomplete += 1,
            Verdict::Rejected => self.rejected += 1,
        }
    }

    fn and(&mut self, other: Verdicts) {
        self.reports += other.reports;
        self.accepted += other.accepted;
        self.incomplete += other.incomplete;
        self.rejected += other.rejected;
    }
}

fn one_more<K: Ord + Clone>(map: &mut BTreeMap<Option<K>, Verdicts>, key: Option<&K>, verdict: Verdict) {
    match map.get_mut(&key.cloned()) {
        Some(verdicts) => verdicts.add(verdict),
        None => map.entry(key.cloned()).or_default().add(verdict),
    }
}

impl Tally {
    /// Counts a report. `name` is made only for one of the worst. Notes are not counted: they say what was not looked at.
    pub fn add(
        &mut self,
        name: impl FnOnce() -> String,
        template: Option<&str>,
        year: Option<&str>,
        verdict: Verdict,
        findings: &[Diagnostic],
    ) {
        self.all.add(verdict);
        one_more(&mut self.templates, template.map(str::to_owned).as_ref(), verdict);
        one_more(&mut self.years, year.map(str::to_owned).as_ref(), verdict);
        let mut here: Vec<(About, u64)> = Vec::new();
        let mut errors = 0;
        for finding in findings.iter().filter(|finding| finding.severity > Severity::Note) {
            errors += u64::from(finding.severity == Severity::Error);
            let rule = finding.finding.as_ref().and_then(|about| about.rule.clone());
            let about = About { template: template.unwrap_or_default().to_owned(), code: finding.code.name, rule };
            match here.iter_mut().find(|(known, _)| *known == about) {
                Some((_, count)) => *count += 1,
                None => here.push((about, 1)),
            }
        }
        for (about, count) in here {
            let found = self.found.entry(about).or_default();
            found.findings += count;
            found.reports += 1;
        }
        let least = self.worst.get(WORST - 1).map_or(0, |(errors, _)| *errors);
        if errors > least {
            self.place(errors, name());
        }
    }

    fn place(&mut self, errors: u64, name: String) {
        let at = self.worst.partition_point(|(others, _)| *others >= errors);
        self.worst.insert(at, (errors, name));
        self.worst.truncate(WORST);
    }

    /// Adds the sums of reports that come behind these.
    pub fn and(&mut self, other: Tally) {
        self.all.and(other.all);
        for (template, verdicts) in other.templates {
            self.templates.entry(template).or_default().and(verdicts);
        }
        for (year, verdicts) in other.years {
            self.years.entry(year).or_default().and(verdicts);
        }
        for (about, more) in other.found {
            let found = self.found.entry(about).or_default();
            found.findings += more.findings;
            found.reports += more.reports;
        }
        for (errors, name) in other.worst {
            self.place(errors, name);
        }
    }

    /// Writes the sums as tables for people.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write(&self, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        use Align::{Left, Right};
        let say = |wording: &'static Wording| wording.plain().render(style.lang);
        let verdicts = |first: String, verdicts: &Verdicts| {
            let counts = [verdicts.reports, verdicts.accepted, verdicts.incomplete, verdicts.rejected];
            std::iter::once(first).chain(counts.map(|count| count.to_string())).collect::<Vec<String>>()
        };
        let heading = |first: &'static Wording| {
            vec![say(first), say(&w::REPORTS), say(&w::ACCEPTED), say(&w::INCOMPLETE), say(&w::REJECTED)]
        };
        let none = || say(&w::NOT_KNOWN);
        let line = w::REPORTS_IN_ALL
            .with("all", self.all.reports as usize)
            .with("accepted", self.all.accepted as usize)
            .with("rejected", self.all.rejected as usize)
            .with("incomplete", self.all.incomplete as usize);
        writeln!(out, "{}", line.render(style.lang))?;
        for (first, map) in [(&w::TEMPLATE, &self.templates), (&w::YEAR, &self.years)] {
            let rows = map.iter().map(|(key, counts)| verdicts(key.as_deref().map_or_else(none, one_line), counts));
            let rows: Vec<Vec<String>> = std::iter::once(heading(first)).chain(rows).collect();
            tabled(&rows, &[Left, Right, Right, Right, Right], out)?;
        }
        if !self.found.is_empty() {
            let mut found: Vec<(&About, &Found)> = self.found.iter().collect();
            found.sort_by_key(|(_, found)| Reverse(found.findings));
            let mut rows = vec![vec![say(&w::FINDINGS), say(&w::IN_REPORTS), say(&w::CODE), say(&w::RULE), say(&w::TEMPLATE)]];
            rows.extend(found.into_iter().map(|(about, found)| {
                let rule = about.rule.as_deref().map_or_else(|| "–".to_owned(), |rule| rule_name(rule, style));
                let template = if about.template.is_empty() { none() } else { one_line(&about.template) };
                vec![found.findings.to_string(), found.reports.to_string(), about.code.to_owned(), rule, template]
            }));
            tabled(&rows, &[Right, Right, Left, Left, Left], out)?;
        }
        if !self.worst.is_empty() {
            let mut rows = vec![vec![say(&w::ERRORS), say(&w::WORST_REPORTS)]];
            rows.extend(self.worst.iter().map(|(errors, name)| vec![errors.to_string(), one_line(name)]));
            tabled(&rows, &[Right, Left], out)?;
        }
        Ok(())
    }

    /// Writes the sums as one JSON object.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        #[derive(Serialize)]
        struct OfTemplate<'a> {
            template: Option<&'a str>,
            #[serde(flatten)]
            verdicts: Verdicts,
        }
        #[derive(Serialize)]
        struct OfYear<'a> {
            year: Option<&'a str>,
            #[serde(flatten)]
            verdicts: Verdicts,
        }
        #[derive(Serialize)]
        struct FoundData<'a> {
            template: Option<&'a str>,
            code: &'a str,
            rule: Option<&'a str>,
            #[serde(flatten)]
            found: Found,
        }
        #[derive(Serialize)]
        struct Worst<'a> {
            file: &'a str,
            errors: u64,
        }
        #[derive(Serialize)]
        struct Whole<'a> {
            #[serde(flatten)]
            verdicts: Verdicts,
            templates: Vec<OfTemplate<'a>>,
            years: Vec<OfYear<'a>>,
            findings: Vec<FoundData<'a>>,
            worst: Vec<Worst<'a>>,
        }
        let templates = self.templates.iter();
        let templates = templates.map(|(name, verdicts)| OfTemplate { template: name.as_deref(), verdicts: *verdicts });
        let years = self.years.iter().map(|(year, verdicts)| OfYear { year: year.as_deref(), verdicts: *verdicts });
        let findings = self.found.iter().map(|(about, found)| FoundData {
            template: Some(about.template.as_str()).filter(|template| !template.is_empty()),
            code: about.code,
            rule: about.rule.as_deref(),
            found: *found,
        });
        let worst = self.worst.iter().map(|(errors, name)| Worst { file: name, errors: *errors });
        let whole = Whole {
            verdicts: self.all,
            templates: templates.collect(),
            years: years.collect(),
            findings: findings.collect(),
            worst: worst.collect(),
        };
        serde_json::to_writer_pretty(&mut *out, &whole)?;
        writeln!(out)
    }
}

/// An implied total has no name of its own.
fn rule_name(rule: &str, style: &Style) -> String {
    if rule == "total" { w::TOTALS.plain().render(style.lang) } else { one_line(rule) }
}

fn tabled(rows: &[Vec<String>], align: &[Align], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    table(rows, align).iter().try_for_each(|line| writeln!(out, "{line}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Finding, Lang};

    fn finding(severity: Severity, rule: Option<&str>) -> Diagnostic {
        let mut found = Diagnostic::new(Code::G0402, severity, w::TEMPLATE.plain());
        found.finding = rule.map(|rule| Box::new(Finding { rule: Some(rule.to_owned()), ..Finding::default() }));
        found
    }

    fn sample(parts: usize) -> Tally {
        let (error, note) = (Severity::Error, Severity::Note);
        type Report = (&'static str, Option<&'static str>, Option<&'static str>, Verdict, Vec<Diagnostic>);
        let reports: Vec<Report> = vec![
            ("a.json", Some("表@1"), Some("2024"), Verdict::Accepted, vec![finding(note, None)]),
            (
                "b.json",
                Some("表@1"),
                Some("2023"),
                Verdict::Rejected,
                vec![finding(error, Some("total")), finding(error, Some("total"))],
            ),
            ("c.json", None, None, Verdict::Incomplete, vec![finding(error, None)]),
            ("d.json", Some("表@2"), Some("2024"), Verdict::Rejected, vec![finding(error, Some("收支平衡"))]),
            ("e.json", Some("表@2"), Some("2024"), Verdict::Accepted, vec![finding(Severity::Warning, Some("正文结转"))]),
        ];
        let mut whole = Tally::default();
        for chunk in reports.chunks(reports.len().div_ceil(parts)) {
            let mut part = Tally::default();
            for (name, template, year, verdict, findings) in chunk {
                part.add(|| (*name).to_owned(), *template, *year, *verdict, findings);
            }
            whole.and(part);
        }
        whole
    }

    #[test]
    fn parts_come_to_the_whole() {
        assert_eq!(sample(1), sample(2));
        assert_eq!(sample(1), sample(5));
    }

    #[test]
    fn the_first_of_the_worst_stay() {
        let mut tally = Tally::default();
        for number in 0..30 {
            tally.add(|| format!("{number}"), None, None, Verdict::Rejected, &[finding(Severity::Error, None)]);
        }
        let names: Vec<&str> = tally.worst.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    }

    #[test]
    fn as_tables_and_as_data() {
        for lang in [Lang::Zh, Lang::En] {
            let mut out = Vec::new();
            sample(1).write(&Style { lang, ..Style::default() }, &mut out).expect("written");
            insta::assert_snapshot!(format!("tally_{lang:?}").to_lowercase(), String::from_utf8(out).expect("UTF-8"));
        }
        let mut out = Vec::new();
        sample(1).write_json(&mut out).expect("written");
        insta::assert_snapshot!("tally_json", String::from_utf8(out).expect("UTF-8"));
    }
}
