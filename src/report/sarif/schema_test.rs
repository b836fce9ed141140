//! SARIF output against the 2.1.0 schema.
//!
//! The schema uses a dozen keywords of JSON Schema; the validator below knows these and refuses any other, so that it
//! cannot pass by overlooking one. `format` and `pattern` (of GUIDs and dates, which are not written) are left aside.

use serde_json::{Map, Value};

use crate::diag::{Code, Diagnostic, Label, Lang, Message, Severity, Wording};
use crate::source::{Sources, Span};

const SCHEMA: &str = include_str!("../../../tests/data/sarif-schema-2.1.0.json");

struct Validator {
    root: Value,
    errors: Vec<String>,
}

impl Validator {
    fn check(&mut self, schema: &Value, value: &Value, path: &str) {
        let schema = schema.as_object().expect("a schema is an object");
        for (keyword, rule) in schema {
            let fault = match keyword.as_str() {
                "$ref" => {
                    let pointer = rule.as_str().unwrap().trim_start_matches('#');
                    let target = self.root.pointer(pointer).expect("a reference leads somewhere").clone();
                    self.check(&target, value, path);
                    None
                }
                "type" => (!has_type(rule, value)).then(|| format!("is no {rule}")),
                "enum" => (!rule.as_array().unwrap().contains(value)).then(|| format!("{value} is none of {rule}")),
                "minimum" => value.as_i64().filter(|n| *n < rule.as_i64().unwrap()).map(|n| format!("{n} < {rule}")),
                "maximum" => value.as_i64().filter(|n| *n > rule.as_i64().unwrap()).map(|n| format!("{n} > {rule}")),
                "minItems" => value.as_array().filter(|a| (a.len() as u64) < rule.as_u64().unwrap()).map(|_| "too few".into()),
                "uniqueItems" => value
                    .as_array()
                    .filter(|a| rule == true && (1..a.len()).any(|i| a[..i].contains(&a[i])))
                    .map(|_| "a duplicate".into()),
                "required" => value.as_object().and_then(|object| missing(rule, object)),
                "properties" => {
                    for (key, value) in value.as_object().into_iter().flatten() {
                        if let Some(rule) = rule.get(key) {
                            self.check(&rule.clone(), value, &format!("{path}/{key}"));
                        }
                    }
                    None
                }
                "additionalProperties" => self.additional(schema, rule, value, path),
                "items" => {
                    for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(rule, item, &format!("{path}/{index}"));
                    }
                    None
                }
                "anyOf" | "oneOf" => {
                    let fits = rule.as_array().unwrap().iter().filter(|rule| self.fits(rule, value)).count();
                    (fits == 0 || keyword == "oneOf" && fits > 1).then(|| format!("{fits} of {keyword} fit"))
                }
                "description" | "default" | "title" | "definitions" | "$schema" | "$id" | "format" | "pattern" => None,
                other => panic!("the schema uses {other}, which this validator does not know"),
            };
            self.errors.extend(fault.map(|fault| format!("{path}: {fault}")));
        }
    }

    fn additional(&mut self, schema: &Map<String, Value>, rule: &Value, value: &Value, path: &str) -> Option<String> {
        let known = schema.get("properties").and_then(Value::as_object);
        for (key, value) in value.as_object().into_iter().flatten() {
            if known.is_some_and(|known| known.contains_key(key)) {
                continue;
            }
            match rule {
                Value::Bool(true) => {}
                Value::Bool(false) => return Some(format!("{key} is not allowed")),
                rule => self.check(&rule.clone(), value, &format!("{path}/{key}")),
            }
        }
        None
    }

    fn fits(&self, schema: &Value, value: &Value) -> bool {
        let mut inner = Validator { root: self.root.clone(), errors: Vec::new() };
        inner.check(schema, value, "");
        inner.errors.is_empty()
    }
}

fn has_type(rule: &Value, value: &Value) -> bool {
    match rule {
        Value::Array(types) => types.iter().any(|rule| has_type(rule, value)),
        rule => match rule.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_i64() || value.is_u64(),
            "number" => value.is_number(),
            "null" => value.is_null(),
            other => panic!("unknown type {other}"),
        },
    }
}

fn missing(rule: &Value, object: &Map<String, Value>) -> Option<String> {
    let absent = rule.as_array().unwrap().iter().filter_map(Value::as_str).find(|key| !object.contains_key(*key))?;
    Some(format!("{absent} is missing"))
}

fn faults(log: &Value) -> Vec<String> {
    let root: Value = serde_json::from_str(SCHEMA).unwrap();
    let mut validator = Validator { root: root.clone(), errors: Vec::new() };
    validator.check(&root, log, "");
    validator.errors
}

static SAY: Wording = Wording { key: "test.sarif", zh: "中文 {x}", en: "English {x}" };

fn say(text: &str) -> Message {
    SAY.with("x", text)
}

fn log(lang: Lang) -> (Value, String) {
    let mut sources = Sources::new();
    let file = sources.add("报告/😀 1.txt", "一\n😀新收\t298\r\n");
    let sheet = sources.add("001.xlsx", "");
    let at = "一\n😀新收\t".len();
    let span = Span::new(file, at, at + 3);
    let everything = Diagnostic::error(Code::G0401, say("a"))
        .at(span, say("b"))
        .at_bare(Span::file_start(file))
        .with_help(say("c"))
        .with_note(say("d"))
        .with_fix(span, "299")
        .with_finding(crate::diag::Finding { left: Some("1".into()), ..Default::default() });
    let mut placed = Diagnostic::new(Code::G0501, Severity::Note, say("e"));
    placed.labels = vec![Label { span: Span::file_start(sheet), place: Some("表3!B7".into()), message: None, minor: false }];
    let nowhere = Diagnostic::warning(Code::G0601, say("f"));
    let mut out = Vec::new();
    super::write(&[&everything, &placed, &nowhere, &everything], &sources, lang, &mut out).unwrap();
    (serde_json::from_slice(&out).unwrap(), String::from_utf8(out).unwrap())
}

#[test]
fn output_fits_the_schema() {
    for lang in [Lang::Zh, Lang::En] {
        let (log, text) = log(lang);
        assert_eq!(faults(&log), Vec::<String>::new(), "{text}");
    }
    let mut out = Vec::new();
    super::write(&[], &Sources::new(), Lang::Zh, &mut out).unwrap();
    assert_eq!(faults(&serde_json::from_slice(&out).unwrap()), Vec::<String>::new());
}

#[test]
fn the_validator_finds_faults() {
    let (good, _) = log(Lang::En);
    for (pointer, value, fault) in [
        ("/version", Value::from("2.0.0"), "none of"),
        ("/runs/0/columnKind", "bytes".into(), "none of"),
        ("/runs/0/results/0/ruleIndex", "0".into(), "is no"),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", 0.into(), "0 < 1"),
        ("/runs/0/results/0/message", serde_json::json!({}), "0 of anyOf"),
        ("/runs/0/results/0/level", serde_json::json!("notice"), "none of"),
        ("/runs/0/tool/driver", serde_json::json!({ "rules": [] }), "name is missing"),
        ("/runs/0/tool/driver", serde_json::json!({ "name": "x", "colour": 1 }), "colour is not allowed"),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = value;
        let faults = faults(&bad);
        assert!(faults.iter().any(|found| found.contains(fault)), "{pointer}: {faults:?}");
    }
}

#[test]
fn columns_are_utf16_units() {
    let (log, _) = log(Lang::Zh);
    let region = log.pointer("/runs/0/results/0/locations/0/physicalLocation/region").unwrap();
    // 😀 is two units, 新收 two, the tab one.
    assert_eq!((region["startLine"].as_u64(), region["startColumn"].as_u64()), (Some(2), Some(6)));
    assert_eq!(region["endColumn"].as_u64(), Some(9));
    assert_eq!(log.pointer("/runs/0/columnKind").unwrap(), "utf16CodeUnits");
    // Both languages stand in the help of a rule, whatever language the messages are in.
    let help = log.pointer("/runs/0/tool/driver/rules/0/help/markdown").unwrap().as_str().unwrap();
    assert_eq!(help, Code::G0401.page);
}
