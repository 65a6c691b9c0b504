//! `cln-codegen explain`

use clap::{Args, ValueEnum};
use cln_runtime::visible;

use super::answer::{Answer, Status};
use crate::explain::{explain, list, page};

/// Say what a code means, with an example, and how to mend or accept it.
///
/// Codes stand in the brackets of what the other commands report: S for schemas, C for the configuration,
/// L for `lint`, M for manual pages, D for `diff`.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = EXPLAIN_HELP)]
pub(super) struct Explain {
    /// Code, such as L0101, in any case; without one, all codes are listed.
    code: Option<String>,

    /// Output format.
    #[arg(long, default_value = "text", conflicts_with = "code")]
    format: Format,
}

/// Output format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One line per code.
    Text,
    /// All explanations, as a page in Markdown.
    Markdown,
}

/// How `explain` ends.
const EXPLAIN_HELP: &str = "Exit status: 0 done; 2 there is no such code.";

pub(super) fn run(arguments: &Explain) -> Answer {
    let Some(code) = &arguments.code else {
        let findings = match arguments.format {
            Format::Text => list(),
            Format::Markdown => page(),
        };
        return Answer { status: Status::Done, findings, complaints: String::new() };
    };
    match explain(code) {
        Ok(found) => Answer { status: Status::Done, findings: found.to_text(), complaints: String::new() },
        Err(nearest) => Answer::bad_input(unknown(code, &nearest)),
    }
}

/// What is said of a code that there is not.
fn unknown(code: &str, nearest: &[&str]) -> String {
    let hint = match nearest {
        [] => "`cln-codegen explain` lists all codes".to_owned(),
        near => format!("did you mean {}? `cln-codegen explain` lists all", near.join(", ")),
    };
    format!("error: there is no code `{}`\nhint: {hint}\n", visible(code))
}
