//! `cln-codegen fetch`

use std::error::Error as _;
use std::path::{Path, PathBuf};

use clap::Args;
use cln_runtime::{visible, visible_lines};

use super::answer::{Answer, Status, in_colour};
use super::reading::DEFAULT_SCHEMAS;
use crate::fetch::{Difference, Error, Folder, REPOSITORY, Release, fetch};

/// Get the schemas of a release of Core Lightning.
///
/// Writes the files below `doc/schemas` of a tag, branch or commit into a folder, and `cln-codegen.lock` beside
/// them: the release, its commit, and a SHA-256 for each file. The schema of their dialect goes to where their
/// `$schema` points, beside the folder. Only what is needed is fetched, by the program `git`.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = FETCH_HELP)]
pub(super) struct Fetch {
    /// Tag, branch or commit, such as v26.06.6.
    #[arg(value_name = "RELEASE", required_unless_present = "check")]
    release: Option<String>,

    /// Path or URL of the repository.
    #[arg(long, value_name = "REPOSITORY", default_value = REPOSITORY)]
    from: String,

    /// Folder of the schemas.
    #[arg(long, value_name = "DIR", default_value = DEFAULT_SCHEMAS)]
    out: PathBuf,

    /// Write nothing; list files that are not as the lock file says, or as RELEASE has them.
    #[arg(long)]
    check: bool,

    /// Overwrite files that were edited or that the lock file does not list.
    #[arg(long, conflicts_with = "check")]
    force: bool,
}

/// What `fetch` takes and leaves alone, and how it ends.
const FETCH_HELP: &str = r#"Nothing is written if the folder holds a file that the lock file does not list, or lists otherwise; --force
overwrites those that are part of the release, and leaves all others where they are. Hidden files do not count.
What the release does not have any more is removed if the lock file lists it. A run that is killed leaves each
file old or new; the next run finishes it.

--check needs no network unless RELEASE is another one than the lock file names. It prints a line for each file:
`edited`, `missing` or `not listed`; `new`, `changed` or `gone` in another release; `half done` if a run was killed.

`git` asks nobody for a password, runs no hooks, and has 120 s, or what CLN_GIT_TIMEOUT says in seconds.

Exit status: 0 done, or nothing differs with --check; 1 something differs with --check; 2 bad input, nothing
written; 3 the repository cannot be reached, nothing written."#;

pub(super) fn run(arguments: &Fetch) -> Answer {
    let answer = if arguments.check { check(arguments) } else { write(arguments) };
    answer.unwrap_or_else(|error| failed(&error))
}

fn write(arguments: &Fetch) -> Result<Answer, Error> {
    let release = Release::fetch(&arguments.from, arguments.release.as_deref())?;
    let written = fetch(&release, &arguments.out, arguments.force)?;
    Ok(Answer { status: Status::Done, findings: format!("{written}\n"), complaints: String::new() })
}

fn check(arguments: &Fetch) -> Result<Answer, Error> {
    let folder = Folder::read(&arguments.out)?;
    let differences = folder.differences()?;
    let asked = arguments.release.as_deref().filter(|asked| !folder.is_of(asked));
    match asked {
        None => Ok(told(&arguments.out, &folder.name(), &differences)),
        Some(asked) => {
            let mut release = Release::fetch(&arguments.from, Some(asked))?;
            let folder = Folder::for_release(&arguments.out, &mut release)?;
            let lost = differences.into_iter().filter(|found| !matches!(found, Difference::Missing(_)));
            let all: Vec<Difference> = lost.chain(folder.changes(&release)).collect();
            Ok(told(&arguments.out, asked, &all))
        }
    }
}

fn told(folder: &Path, release: &str, differences: &[Difference]) -> Answer {
    let folder = visible(folder.display());
    let (status, findings) = match differences {
        [] => (Status::Done, format!("{folder} is as {release} has it\n")),
        differences => {
            let lines: String = differences.iter().map(|difference| format!("{difference}\n")).collect();
            (Status::No, format!("{lines}{folder} is not as {release} has it\n"))
        }
    };
    Answer { status, findings: visible_lines(findings).to_string(), complaints: String::new() }
}

/// That nothing was done, and why.
pub(super) fn failed(error: &Error) -> Answer {
    let status = if error.is_unreachable() { Status::NoConnection } else { Status::BadInput };
    let complaints = match error {
        Error::File(diagnostic) => format!("{}nothing was written\n", diagnostic.render(in_colour())),
        error => {
            let why = error.source().map(|source| format!(": {source}")).unwrap_or_default();
            visible_lines(format!("error: {error}{why}\nnothing was written\n")).to_string()
        }
    };
    Answer { status, findings: String::new(), complaints }
}
