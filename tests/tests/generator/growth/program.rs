//! Counts the steps of each stage: built apart, with an instrumented compiler, by the test beside it.
//!
//! The compiler has each block of code call a function at its start; that function counts. A line of standard input names a
//! stage and a folder, a line of standard output says how many steps that took.

use std::io::{BufRead, stdin};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cln_codegen::model::with_rules;
use cln_codegen::schema::{Side, parse};
use cln_codegen::text::Source;
use cln_codegen::{Builder, Diagnostics, Error};
use cln_runtime::Validation;
use cln_tools::diff::Report;
use cln_tools::json_schema::of_method;
use cln_tools::{diff, lint, man};

static STEPS: AtomicU64 = AtomicU64::new(0);

/// Called at the start of each block. The compiler does not instrument functions of this name.
#[unsafe(no_mangle)]
pub extern "C" fn __sanitizer_cov_trace_pc_guard(_: *mut u32) {
    STEPS.fetch_add(1, Ordering::Relaxed);
}

/// Called once for each unit of code, with what could tell its blocks apart.
#[unsafe(no_mangle)]
pub extern "C" fn __sanitizer_cov_trace_pc_guard_init(_: *mut u32, _: *mut u32) {}

fn main() {
    for line in stdin().lock().lines() {
        let line = line.expect("standard input can be read");
        let (stage, folder) = line.split_once(' ').expect("a line names a stage and a folder");
        let folder = Path::new(folder);
        let before = STEPS.load(Ordering::Relaxed);
        let made = match stage {
            "generate" => generate(folder),
            "lint" => lint(folder),
            "diff" => difference(folder),
            "man" => pages(folder),
            "json-schema" => json_schemas(folder),
            "validate" => validate(folder),
            other => panic!("there is no stage {other}"),
        };
        println!("{} {made}", STEPS.load(Ordering::Relaxed) - before);
    }
}

fn builder(folder: &Path) -> Builder {
    let config = folder.join("config.json");
    let builder = Builder::new().schemas(folder.join("old"));
    if config.exists() { builder.config(config) } else { builder }
}

/// How much was made, or said of what is wrong.
fn size(outcome: Result<usize, Error>) -> usize {
    match outcome {
        Ok(size) => size,
        Err(Error::Schemas(mistakes)) => said(&mistakes),
        Err(other) => panic!("{other}"),
    }
}

fn said(mistakes: &Diagnostics) -> usize {
    mistakes.iter().map(|mistake| mistake.render(false).len() + mistake.plain().len()).sum()
}

fn generate(folder: &Path) -> usize {
    size(builder(folder).generate_to_memory().map(|files| files.values().map(String::len).sum()))
}

fn lint(folder: &Path) -> usize {
    size(
        lint::lint(&builder(folder))
            .map(|report| report.to_text().len() + report.to_json().len() + report.to_sarif().len()),
    )
}

fn difference(folder: &Path) -> usize {
    let report = diff::diff(&Builder::new(), folder.join("old"), folder.join("new"));
    let formats = [Report::to_json, Report::to_markdown, Report::to_html, Report::to_sarif, Report::to_github];
    let written = |report: Report| formats.iter().map(|format| format(&report).len()).sum::<usize>();
    size(report.map(|report| report.to_text(false).len() + written(report)))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder.join("old")).expect("the folder can be read");
    entries.map(|entry| entry.expect("the folder can be read").path()).collect()
}

fn pages(folder: &Path) -> usize {
    let sources = files(folder).into_iter().map(|path| Arc::new(Source::read(&path).expect("the file can be read")));
    let documents = sources.filter_map(|source| parse(source, &mut Diagnostics::new()));
    documents.map(|document| man::page(&document).len()).sum()
}

fn json_schemas(folder: &Path) -> usize {
    size(builder(folder).model().map(|(api, _)| {
        let sides = api.methods.iter().flat_map(|method| Side::ALL.map(|side| (method, side)));
        sides.map(|(method, side)| of_method(method, side).len()).sum()
    }))
}

/// How much validators say of an instance, from memory and from a stream.
fn validate(folder: &Path) -> usize {
    let json = std::fs::read(folder.join("instance.json")).expect("the instance can be read");
    let (api, _) = builder(folder).model().expect("the schema is right");
    let method = api.methods.first().expect("there is a method");
    let said = with_rules(method, Side::Response, |shape| {
        let said =
            [Validation::new().validate_json(&json, shape), Validation::new().validate_reader(json.as_slice(), shape)];
        said.into_iter().filter_map(Result::err).map(|violations| violations.to_string().len()).sum()
    });
    said.expect("a result has a shape")
}
