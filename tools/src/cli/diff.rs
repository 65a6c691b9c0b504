//! `cln-codegen diff`

use std::error::Error as _;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use cln_codegen::Builder;
use cln_codegen::internals::Suggestions;
use cln_codegen::schema::Version;
use cln_codegen::source::is_stdin;
use cln_runtime::{visible, visible_lines};

use super::answer::{Answer, Status, explained, rendered, said, wants_colour};
use super::reading::{Correcting, UnknownWords};
use crate::diff::{Input, Report, Selection, Severity, Versions, diff_versions};
use crate::git::{self, Revision};

/// Compare two releases and report what the changes mean for users of the bindings.
///
/// Compares two schema files or two folders of them, on the disk or in a git repository: REV:PATH is what
/// `git show` takes, unless there is a file of that name. What a change means depends on who writes the
/// value: a new required parameter breaks callers, a new field of a result breaks nobody. Decoding tolerates
/// new fields and enum values from a node, so they break nobody; everything else is compared by the rules of
/// strict validation. A change that is harmless on the wire may still break users of the generated crate.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = DIFF_HELP, override_usage = USAGE)]
pub(super) struct Diff {
    /// Schema file or folder of the old release, or REV:PATH; - reads standard input.
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// Schema file or folder of the new release, or REV:PATH; - reads standard input.
    #[arg(value_name = "NEW", required_unless_present = "against", conflicts_with = "against")]
    new: Option<PathBuf>,

    /// Compare the file or folder PATH with what it was in this revision, such as HEAD or a tag.
    #[arg(long, value_name = "REV")]
    against: Option<String>,

    /// Output format.
    #[arg(long, default_value = "text")]
    format: DiffFormat,

    /// The least severity that is shown, by default `compatible`, in JSON, SARIF and HTML `docs`.
    #[arg(long, value_name = "LEVEL", value_parser = severities())]
    level: Option<Severity>,

    /// Show only these methods, by their old or new names, such as pay or `hook recover`.
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    method: Vec<String>,

    /// The least severity that makes the exit status 1, shown or not.
    #[arg(long, value_name = "LEVEL", default_value = Severity::Breaking.name(), value_parser = severities())]
    deny: Severity,

    /// The old release, such as v25.12; default: what a file `cln-codegen.lock` beside the schemas says.
    #[arg(long, value_name = "VERSION")]
    from: Option<Version>,

    /// The new release; without it or such a file, the newest `added` in the new schemas is a bound.
    #[arg(long, value_name = "VERSION")]
    to: Option<Version>,

    #[command(flatten)]
    correcting: Correcting,

    /// How to treat unknown keywords and types, which a newer release may have.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    unknown: UnknownWords,
}

/// Output format of `diff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum DiffFormat {
    /// For people: a table of counts, and a few lines per finding.
    Text,
    /// For machines: an object.
    Json,
    /// For a comment on a pull request: one table per level, in at most 65536 bytes.
    Markdown,
    /// For a browser: one page with filters, which needs no network.
    Html,
    /// For code scanning: a log in SARIF 2.1.0.
    Sarif,
    /// For a GitHub workflow: annotations of the new files.
    Github,
}

const USAGE: &str = "cln-codegen diff [OPTIONS] <OLD> <NEW>
       cln-codegen diff [OPTIONS] --against <REV> <PATH>";

/// What `diff` writes, and how it ends.
const DIFF_HELP: &str = r#"Levels: `breaking`, programs that work with the old release fail with the new one; `announced`, they
fail as well, but the old release said when; `risky`, programs may notice, now or in a later release;
`compatible`, users of the old bindings notice nothing; `docs`, only documentation changed. Each finding also
has a level for the next version of the generated crate: `major`, `minor` or `patch`. Example instances were
checked by both validators. The package's README lists the codes.

JSON is an object with the keys
  "version"   1; it changes if a key is removed or changes its meaning
  "compared"  the number of methods, {"old", "new"}
  "summary"   the number of findings, shown or not, {"breaking", "announced", "risky", "compatible", "docs"}
  "semver"    "major", "minor" or "patch"; null if nothing differs
  "methods"   array of {"kind", "name", "old_name", "findings"} by name; kind is "rpc", "notification" or
              "hook"; old_name is null unless the method seems to be renamed
A finding has the keys
  "code", "severity", "semver", "guess", "change", "consequence"
  "old", "new"  {"file", "pointer", "line"}; null if the method is missing
  "instance"    {"json", "accepted_by", "refused_by", "pointer", "rule", "message"}, or null; json is a string

Text and Markdown say how many findings --level and --method leave out. --deny judges all of them.
SARIF 2.1.0 has each finding at its place in the new file, with the object above as its properties;
`breaking` is an error, `announced` and `risky` are warnings, the rest is a note. Its fingerprints stay when lines move.

Exit status: 0 no finding at or above --deny; 1 some; 2 bad input, nothing compared."#;

pub(super) fn run(arguments: &Diff) -> Answer {
    if is_stdin(&arguments.old) && arguments.new.as_deref().is_none_or(is_stdin) {
        let why = "error: standard input cannot be both the old and the new schema; name a file\n";
        return Answer::bad_input(why.to_owned());
    }
    let (old, new) = match inputs(arguments) {
        Ok(inputs) => inputs,
        Err(error) => {
            let why = error.source().map(|source| format!(": {source}")).unwrap_or_default();
            return Answer::bad_input(visible_lines(format!("error: {error}{why}\n")).to_string());
        }
    };
    let builder = arguments.correcting.say_to(Builder::new()).unknown(arguments.unknown.into());
    let versions = Versions { old: arguments.from.clone(), new: arguments.to.clone() };
    match diff_versions(&builder, old, new, &versions) {
        Ok(mut report) => {
            report.selection = selection(arguments);
            answer(arguments, &report)
        }
        Err(error) => Answer::bad_input(said(&error)),
    }
}

/// The old and the new.
fn inputs(Diff { old, new, against, .. }: &Diff) -> Result<(Input, Input), git::Error> {
    Ok(match against {
        None => (input(old)?, input(new.as_ref().unwrap_or(old))?),
        Some(revision) => (Revision::of_path(revision, old)?.read()?.into(), Input::from(old)),
    })
}

/// Whatever is on the disk, and else a revision, if it can be one.
fn input(path: &Path) -> Result<Input, git::Error> {
    let revision = path.to_str().and_then(Revision::named);
    match revision.filter(|_| path.symlink_metadata().is_err()) {
        Some(revision) => Ok(revision.read()?.into()),
        None => Ok(Input::from(path)),
    }
}

/// The names of severities.
fn severities() -> impl TypedValueParser<Value = Severity> {
    let mut levels = Severity::ALL;
    levels.sort();
    PossibleValuesParser::new(levels.map(Severity::name)).try_map(|name| Severity::named(&name).ok_or("no such level"))
}

fn selection(arguments: &Diff) -> Selection {
    let default = match arguments.format {
        DiffFormat::Text | DiffFormat::Markdown | DiffFormat::Github => Severity::Compatible,
        DiffFormat::Json | DiffFormat::Sarif | DiffFormat::Html => Severity::Docs,
    };
    Selection { level: arguments.level.unwrap_or(default), methods: arguments.method.clone() }
}

fn answer(arguments: &Diff, report: &Report) -> Answer {
    let findings = match arguments.format {
        DiffFormat::Text => {
            let more = report.worst_shown().map(|worst| explained(worst.code.as_str())).unwrap_or_default();
            report.to_text(wants_colour(io::stdout().is_terminal())) + &more
        }
        DiffFormat::Json => report.to_json(),
        DiffFormat::Markdown => report.to_markdown(),
        DiffFormat::Html => report.to_html(),
        DiffFormat::Sarif => report.to_sarif(),
        DiffFormat::Github => report.to_github(),
    };
    let is_denied = report.worst().is_some_and(|worst| worst >= arguments.deny);
    let status = if is_denied { Status::No } else { Status::Done };
    Answer { status, findings, complaints: rendered(&report.warnings) + &in_vain(arguments, report) }
}

/// What `--method` names and nothing was found of: a name may be misspelt.
fn in_vain(arguments: &Diff, report: &Report) -> String {
    let asked = arguments.method.iter();
    let unknown = asked.filter(|name| !report.methods.iter().any(|method| method.is_called(name)));
    let mut suggestions = Suggestions::default();
    let mut line = |name: &String| {
        let names = report.methods.iter().map(|method| method.name.as_str());
        let hint = suggestions.nearest(name, names).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        format!("warning: --method `{name}`: nothing about it differs, or neither release has it{hint}")
    };
    unknown.map(|name| visible(line(name)).to_string() + "\n").collect()
}
