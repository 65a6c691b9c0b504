//! The generated bindings, compiled: a program that judges instances, a line each.

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::process::Command;

use cln_codegen::Builder;
use cln_runtime::json::Tree;
use cln_tests::oracle::Side;
use cln_tests::scratch::Scratch;

use super::{Case, Findings, sorted};
use crate::agreement::subjects::Set;

/// The bindings of all sets, ready to be asked.
pub(crate) struct Bindings {
    scratch: Scratch,
}

/// What the bindings make of an instance.
pub(crate) struct Reply {
    /// What the validator of bytes finds.
    pub(crate) strict: Findings,
    /// What the decoded value's validator finds, or where decoding fails.
    pub(crate) typed: Result<Findings, String>,
}

const LIB: &str = "//! The bindings of all sets.\n#![deny(warnings)]\n\n";

impl Bindings {
    /// Generates and builds them.
    pub(crate) fn build(sets: &[Set]) -> Self {
        let scratch = Scratch::new(Path::new(env!("CARGO_TARGET_TMPDIR")).join("agreement"), &["judge"]);
        let (mut lib, mut arms) = (LIB.to_owned(), String::new());
        for Set { name, folder } in sets {
            let out = scratch.path(name);
            // The oracle reads the files as they are.
            Builder::new().schemas(folder).corrections(false).out_dir(&out).tests(false).generate().unwrap();
            let index = fs::read_to_string(out.join("mod.rs")).unwrap();
            for (table, find) in [("rpc", "method"), ("notification", "notification"), ("hook", "hook")] {
                if index.contains(&format!("pub fn {find}(")) {
                    arms.push_str(&format!("        ({name:?}, {table:?}) => {name}::{find}(name),\n"));
                }
            }
            lib.push_str(&format!("#[path = \"../../{name}/mod.rs\"]\nmod {name};\n"));
        }
        lib.push_str(&format!(
            "
/// What is known of a method, by set, table and name.
#[must_use]
pub fn method(set: &str, table: &str, name: &str) -> Option<&'static cln_runtime::MethodInfo> {{
    match (set, table) {{
{arms}        _ => None,
    }}
}}
"
        ));
        scratch.library("judge", "2024", &lib);
        scratch.write("judge/src/main.rs", include_str!("program.rs"));
        scratch.cargo("build", &["-p", "judge"]).assert_success();
        Self { scratch }
    }

    /// What they make of each case.
    pub(crate) fn ask(&self, cases: &[Case<'_>]) -> Vec<Reply> {
        let questions = tempfile::NamedTempFile::new().unwrap();
        let lines: Vec<String> = cases.iter().map(line).collect();
        fs::write(questions.path(), lines.concat()).unwrap();
        let program = self.scratch.target().join("debug/judge");
        let output = Command::new(program).arg(questions.path()).output().unwrap();
        let complaint = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{complaint}");
        let replies: Vec<Reply> = String::from_utf8(output.stdout).unwrap().lines().map(reply).collect();
        assert_eq!(replies.len(), cases.len(), "{complaint}");
        replies
    }
}

fn line(case: &Case<'_>) -> String {
    let Case { subject, side, instance, .. } = case;
    assert!(!instance.contains('\n'), "a line each: {instance}");
    // As JSON, a name has neither tabs nor line breaks.
    let method = Tree::Text(subject.method.clone());
    let instance = sent(case, &method);
    format!("{}\t{}\t{method}\t{}\t{instance}\n", subject.set, subject.kind, side.key())
}

/// The payload of a notification is wrapped, as a node wraps it, so that an object in it is not taken for the wrapper,
/// which the other judges do not know. What is nested as deep as may be leaves no room for one.
fn sent<'c>(Case { subject, side, instance, .. }: &'c Case<'_>, method: &Tree) -> Cow<'c, str> {
    let is_wrapped = subject.kind == "notification" && *side == Side::Response && instance.starts_with('{');
    match is_wrapped && !instance.contains("[[[[[[[[") {
        true => Cow::Owned(format!("{{{method}:{instance}}}")),
        false => Cow::Borrowed(instance),
    }
}

fn reply(line: &str) -> Reply {
    let Ok(Tree::Array(parts)) = Tree::parse(line) else { panic!("{line}") };
    let [strict, typed] = parts.as_slice() else { panic!("{line}") };
    let typed = match typed {
        Tree::Text(pointer) => Err(pointer.clone()),
        _ => Ok(findings(typed)),
    };
    Reply { strict: findings(strict), typed }
}

/// The findings of `[["/pointer", "rule"]]`.
fn findings(tree: &Tree) -> Findings {
    let Tree::Array(pairs) = tree else { panic!("{tree}") };
    let finding = |pair: &Tree| match pair {
        Tree::Array(pair) => match pair.as_slice() {
            [Tree::Text(pointer), Tree::Text(rule)] => (pointer.clone(), rule.clone()),
            _ => panic!("{tree}"),
        },
        _ => panic!("{tree}"),
    };
    sorted(pairs.iter().map(finding).collect())
}
