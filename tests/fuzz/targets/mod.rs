//! What is fuzzed: one function an input, shared by `fuzz/` (libFuzzer) and by the replay of the kept inputs (`tests/fuzz`).
//!
//! A target takes any bytes and panics when something that must hold does not.

mod engine;
mod laws;
mod readers;
mod words;

/// A target: its name, which is that of its folder of inputs, and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// All targets, the most dangerous readers first.
pub const TARGETS: &[Target] = &[
    ("pdf", |bytes| readers::named("a.pdf", bytes)),
    ("pdf_page", readers::pdf_page),
    ("html", |bytes| readers::named("a.html", bytes)),
    ("docx", readers::docx),
    ("xlsx", readers::xlsx),
    // Whatever is an archive, or the container of older offices (.xls), or neither.
    ("package", |bytes| readers::named("-", bytes)),
    ("xls", |bytes| readers::named("a.xls", bytes)),
    ("yaml", |bytes| readers::named("a.yaml", bytes)),
    ("json", readers::json),
    ("report_text", |bytes| engine::report("a.txt", bytes)),
    ("template", engine::template),
    ("report_html", |bytes| engine::report("a.html", bytes)),
    ("glued", engine::glued),
    ("toml", |bytes| readers::named("a.toml", bytes)),
    ("csv", |bytes| {
        readers::named("a.csv", bytes);
        readers::named("a.tsv", bytes);
    }),
    ("ndjson", |bytes| readers::named("a.ndjson", bytes)),
    ("text", |bytes| readers::named("a.txt", bytes)),
    ("markdown", |bytes| readers::named("a.md", bytes)),
    ("encoding", readers::encoding),
    // Structured data under the shipped templates.
    ("report_data", |bytes| {
        engine::report("a.json", bytes);
        engine::report("a.yaml", bytes);
        engine::report("a.csv", bytes);
    }),
    ("number", words::number),
    ("label", words::label),
];
