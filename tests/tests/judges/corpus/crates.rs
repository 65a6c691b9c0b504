//! A crate around the bindings of a release, as a user has it; and one more, of another edition.

use std::fs;
use std::path::Path;

use cln_codegen::Builder;
use cln_runtime::json::Tree;
use cln_tests::scratch::{Outcome, Scratch};

/// What the bindings are asked: a table of methods, the name of one, a side and an instance.
pub(crate) struct Question {
    pub(crate) table: &'static str,
    pub(crate) method: String,
    /// `request` or `response`.
    pub(crate) side: &'static str,
    pub(crate) instance: String,
}

/// What the bindings make of an instance.
pub(crate) struct Reply {
    /// What they encode again, or a text that says why they do not decode.
    pub(crate) encoded: Tree,
    /// Rules and pointers.
    pub(crate) violations: Vec<(String, String)>,
}

/// What cargo says of the crates, and the bindings of the questions.
pub(crate) struct Run {
    pub(crate) lints: Outcome,
    pub(crate) docs: Outcome,
    pub(crate) tests: Outcome,
    pub(crate) replies: Vec<Reply>,
}

/// The crate with everything in a private module.
const PRIVATE: &str = r#"//! The bindings of a release in a private module.
#![deny(warnings, missing_docs)]

#[path = "../../release/mod.rs"]
mod release;

#[cfg(test)]
mod inside;
"#;

const PUBLIC: &str = r#"//! The bindings of a release in a public module.
#![deny(warnings, missing_docs, unreachable_pub)]

#[path = "../../release/mod.rs"]
pub mod release;
"#;

/// The release that the recorded nodes run.
pub(crate) const RECORDED: &str = "v26.06";

/// Where the private crate writes its answers.
const ANSWERS: &str = "corpus_private/replay/answers.jsonl";

/// Generates the bindings of a folder, builds the crates and puts the questions.
pub(crate) fn run(folder: &Path, recorded: &[String], questions: &[Question]) -> Run {
    let scratch =
        Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus"), &["corpus_private", "corpus_public"]);
    as_written(folder).out_dir(scratch.path("release")).generate().unwrap();
    let lib = format!("{PRIVATE}{}", methods(&scratch, folder, recorded));
    scratch.library("corpus_private", "2024", &lib);
    scratch.library("corpus_public", "2021", PUBLIC);
    scratch.write("corpus_private/src/inside.rs", include_str!("inside.rs"));
    scratch.write("corpus_private/replay/questions.jsonl", &questions.iter().map(line).collect::<String>());
    scratch.write(ANSWERS, "");
    let tests = scratch.cargo("test", &["-p", "corpus_private", "--lib"]);
    let replies = replies(&scratch);
    assert_eq!(replies.len(), questions.len(), "{}\n{}", tests.stdout, tests.stderr);
    Run {
        replies,
        tests,
        lints: scratch.cargo("clippy", &["--workspace"]),
        docs: scratch.cargo("rustdoc", &["-p", "corpus_public", "--", "-Dwarnings"]),
    }
}

/// The oracle reads the files as they are.
fn as_written(folder: &Path) -> Builder {
    Builder::new().schemas(folder).corrections(false)
}

/// The module for recent nodes, if any of its methods was recorded, and a function that finds a method by table and name.
fn methods(scratch: &Scratch, folder: &Path, recorded: &[String]) -> String {
    let index = fs::read_to_string(scratch.path("release/mod.rs")).unwrap();
    let mut arms = String::from("        \"rpc\" => release::method(name),\n");
    for table in ["notification", "hook"] {
        if index.contains(&format!("pub fn {table}(")) {
            arms.push_str(&format!("        \"{table}\" => release::{table}(name),\n"));
        }
    }
    let mut module = "";
    if !recorded.is_empty() {
        let builder = as_written(folder).since(RECORDED).unwrap().only(recorded);
        builder.tests(false).out_dir(scratch.path("recorded")).generate().unwrap();
        module = "#[cfg(test)]\n#[path = \"../../recorded/mod.rs\"]\nmod recorded;\n";
        arms.push_str("        \"recorded\" => recorded::method(name),\n");
    }
    format!(
        "{module}
#[cfg(test)]
fn method(table: &str, name: &str) -> Option<&'static cln_runtime::MethodInfo> {{
    match table {{
{arms}        _ => None,
    }}
}}
"
    )
}

fn line(question: &Question) -> String {
    let [table, method, side] =
        [question.table, &question.method, question.side].map(|text| Tree::Text(text.to_owned()));
    let instance = Tree::parse(&question.instance).unwrap();
    format!("{}\n", Tree::Array(vec![table, method, side, instance]))
}

fn replies(scratch: &Scratch) -> Vec<Reply> {
    fs::read_to_string(scratch.path(ANSWERS)).unwrap().lines().map(reply).collect()
}

fn reply(line: &str) -> Reply {
    let part = |pointer: &str| Tree::parse(line).unwrap().at(pointer).cloned();
    let text = |pointer: String| match part(&pointer) {
        Some(Tree::Text(text)) => Some(text),
        _ => None,
    };
    let violation = |index| Some((text(format!("/1/{index}/0"))?, text(format!("/1/{index}/1"))?));
    Reply { encoded: part("/0").unwrap(), violations: (0..).map_while(violation).collect() }
}
