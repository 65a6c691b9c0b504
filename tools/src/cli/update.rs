//! `cln-codegen update`

use std::error::Error as _;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use cln_codegen::internals::replace;
use cln_runtime::{visible, visible_lines};

use super::answer::{Answer, Status, rendered, said, wants_colour};
use super::fetch::failed as not_fetched;
use crate::diff::Report;
use crate::fetch::REPOSITORY;
use crate::update::{Error, Update as Crate};

/// Update a crate of bindings to another release of Core Lightning.
///
/// Run it in the folder of a crate as `init` makes it. Fetches the schemas of the release, compares them with those
/// in `schemas`, writes a review of what the changes mean for users of the crate, replaces the schemas, and
/// generates the bindings in `src/bindings` again if they are there; otherwise the next build does. Corrections and
/// options in `cln-codegen.json` count for all of it.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = UPDATE_HELP)]
pub(super) struct Update {
    /// Tag, branch or commit, such as v26.06.6 [default: the newest release].
    #[arg(value_name = "RELEASE")]
    release: Option<String>,

    /// Path or URL of the repository.
    #[arg(long, value_name = "REPOSITORY", default_value = REPOSITORY)]
    from: String,

    /// Write nothing but the review.
    #[arg(long)]
    dry_run: bool,

    /// Format of the review; `diff --help` says more.
    #[arg(long, default_value = "text")]
    format: Format,

    /// Write the review into this file, instead of to standard output.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Format of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// For a comment on a pull request, in at most 65536 bytes.
    Markdown,
    /// For a browser: one page, with changes of the documentation, too.
    Html,
}

/// What the review says of versions, what a killed run leaves, and how `update` ends.
const UPDATE_HELP: &str = r#"The review says which version of the crate comes next. From 1.0 on, what is `major`, `minor` or `patch` for users
of its items raises the number of that name. Below, as cargo has it: at 0.Y.Z, `major` raises Y, all else Z; at
0.0.Z, everything raises Z.

Schemas that were edited stop it, as they stop `fetch`. Nothing is replaced before bindings were made of the new
schemas in memory. A run that is killed leaves each file old or new; the next run finishes it, with the same review.

Exit status: 0 done, or the release is there already; 2 bad input, nothing written; 3 the repository cannot be
reached, nothing written."#;

pub(super) fn run(arguments: &Update) -> Answer {
    update(arguments).unwrap_or_else(|error| match &error {
        Error::Fetch(error) => not_fetched(error),
        Error::Schemas(error) => Answer::bad_input(said(error)),
        error => {
            let why = error.source().map(|source| format!(": {source}")).unwrap_or_default();
            Answer::bad_input(visible_lines(format!("error: {error}{why}\n")).to_string())
        }
    })
}

fn update(arguments: &Update) -> Result<Answer, Error> {
    let done = |findings: String, complaints| Ok(Answer { status: Status::Done, findings, complaints });
    let Some(update) = Crate::new(Path::new(""), &arguments.from, arguments.release.as_deref())? else {
        return done("this release is there already\n".to_owned(), String::new());
    };
    let review = review(&update.report, arguments);
    let mut complaints = rendered(&update.report.warnings);
    // Before anything changes: whoever finds the crate changed finds out how.
    let shown = match &arguments.out {
        Some(path) => {
            replace(path, &review).map_err(cln_codegen::Error::Output)?;
            format!("{}: the review is written\n", visible(path.display()))
        }
        None => review,
    };
    if arguments.dry_run {
        return done(shown, complaints);
    }
    let (written, warnings) = update.write()?;
    complaints.push_str(&rendered(&warnings));
    done(shown + &written, complaints)
}

fn review(report: &Report, arguments: &Update) -> String {
    let is_terminal = arguments.out.is_none() && io::stdout().is_terminal();
    match arguments.format {
        Format::Text => report.to_text(wants_colour(is_terminal)),
        Format::Markdown => report.to_markdown(),
        Format::Html => report.to_html(),
    }
}
