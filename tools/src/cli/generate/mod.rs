//! `cln-codegen generate`

mod watch;

use std::path::PathBuf;

use clap::Args;
use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::emit::Derive;
use cln_codegen::model::Options;
use cln_codegen::schema::Version;
use cln_codegen::{Builder, Error};
use cln_runtime::visible;

use watch::watch;

use super::answer::{Answer, Status, in_colour, refusal, rendered};
use super::reading::{Correcting, DEFAULT_SCHEMAS, UnknownWords};
use crate::check::check as check_folder;

/// Where the bindings of this repository are committed.
const DEFAULT_OUT: &str = "generated/src/bindings";

/// Generate bindings from schema files.
///
/// Reads schema files (one per command, as in `doc/schemas` of Core Lightning since v24.08) and
/// writes `mod.rs` and one file per schema, named after the name inside; its tests have the same
/// name in `tests/`. A crate that says `mod bindings;` on that folder and depends on `cln-runtime`
/// compiles, and its `cargo test` replays the documented examples. Nothing is written if any schema
/// is wrong.
#[derive(Args, Debug)]
#[command(
    verbatim_doc_comment,
    after_help = GENERATE_HELP
)]
pub(super) struct Generate {
    /// Schema files, or folders, which are searched for *.json at any depth; - reads standard input.
    #[arg(value_name = "PATH", default_value = DEFAULT_SCHEMAS)]
    schemas: Vec<PathBuf>,

    /// Output folder.
    #[arg(long, value_name = "DIR", default_value = DEFAULT_OUT)]
    out: PathBuf,

    /// Write nothing; print a diff of the files that are stale, missing or orphaned.
    #[arg(long)]
    check: bool,

    /// Regenerate whenever a schema or the configuration is saved, and report mistakes, until Ctrl-C.
    #[arg(long, conflicts_with = "check")]
    watch: bool,

    /// Oldest node to support, such as v23.05: fields that were added to answers later become optional.
    #[arg(long, value_name = "VERSION")]
    since: Option<Version>,

    /// Newest node to support, such as v24.11: what was added later is left out.
    #[arg(long, value_name = "VERSION")]
    until: Option<Version>,

    /// Only these methods, by their names inside the schemas.
    #[arg(long, value_name = "NAME,...", value_delimiter = ',')]
    only: Vec<String>,

    #[command(flatten)]
    correcting: Correcting,

    /// List the corrections that were made: the method, the place in its schema, and the reason.
    #[arg(long, short, conflicts_with = "check")]
    verbose: bool,

    /// How to treat unknown keywords and types, which a newer release may have.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    unknown: UnknownWords,

    /// Do not generate conformance tests.
    #[arg(long)]
    no_tests: bool,

    /// A trait for all structs and enums to derive as well, such as ::my::Trait; may be repeated.
    #[arg(long, value_name = "PATH")]
    derive: Vec<Derive>,
}

/// What a configuration may hold, and how `generate` ends.
const GENERATE_HELP: &str = r#"Configuration: a JSON object, all of whose keys are optional:
  "since", "until", "only", "tests", "derive"
      Like the options of these names; lists are arrays, "tests" is true or false.
  "overrides": [{"method": NAME, "at": POINTER, CHANGE, "was": {KEYWORD: VALUE}, "reason": TEXT}, ...]
      Corrects one thing in the schema of one method ("notification", "hook"). CHANGE is one of
        "ignore": KEYWORD                  ignores a keyword, such as "pairedWith" or "enum"
        "set": {KEYWORD: VALUE}            sets keywords to other values; null removes one
        "extend": [VALUE, ...]             adds values to the "enum"
        "required", "optional": [NAME, ...]
        "nullable": true                   nodes may write null here
        "secret": true or false            regardless of its name
        "rename": {OLD: NEW}               renames properties on the wire
        "positions": [NAME, ...]           puts these parameters first
        "add": {NAME: SCHEMA}              adds properties, before the one in "before", or last
        "remove": [NAME, ...]              removes properties
        "note": TEXT                       adds to the documentation; needs no reason
        "errors": {"add": [LINE], "remove": [LINE]}
      "at" is the JSON Pointer of the schema to change, by default "/request"; "" is the file itself, whose name
      "set" can change. The change is made only if the schema says what is in "was", where null stands for a
      missing keyword. The reason becomes part of the documentation.
      Known mistakes in the node's documentation are corrected in the same way, unless --no-corrections is
      given; `lint --corrections` lists them.
  "lint": {"severity": ..., "suppress": ...}
      How bad findings of `lint` are, and which are accepted (see the end of `lint --help`).

Exit status: 0 done, or fresh with --check; 1 stale with --check; 2 bad input, nothing written."#;

pub(super) fn run(arguments: &Generate) -> Answer {
    if !arguments.watch {
        return once(arguments);
    }
    let paths: Vec<PathBuf> = arguments.schemas.iter().chain(&arguments.correcting.config).cloned().collect();
    watch(&paths, || once(arguments))
}

fn once(arguments: &Generate) -> Answer {
    let builder = builder(arguments);
    let answer = if arguments.check { check(&builder, arguments) } else { generate(&builder, arguments.verbose) };
    answer.unwrap_or_else(|error| bad_input(&error))
}

fn generate(builder: &Builder, is_verbose: bool) -> Result<Answer, Error> {
    let summary = builder.generate()?;
    let complaints = rendered(&summary.warnings);
    let corrections = summary.corrections.iter().filter(|_| is_verbose);
    let corrections: String = corrections.map(|correction| format!("corrected: {correction}\n")).collect();
    Ok(Answer { status: Status::Done, findings: format!("{corrections}{summary}\n"), complaints })
}

fn check(builder: &Builder, arguments: &Generate) -> Result<Answer, Error> {
    let checked = check_folder(builder)?;
    let complaints = rendered(&checked.warnings);
    let (status, findings) = match checked.diff {
        None => (Status::Done, format!("{} is up to date\n", visible(arguments.out.display()))),
        Some(diff) => {
            let command = visible(command(arguments));
            (Status::No, format!("{diff}\nThe bindings are stale. To mend them: {command}\n"))
        }
    };
    Ok(Answer { status, findings, complaints })
}

fn bad_input(error: &Error) -> Answer {
    let complaints = match error {
        Error::Schemas(diagnostics) => {
            let found: Vec<Diagnostic> = diagnostics.iter().cloned().collect();
            format!("{}nothing was written\n", refusal(&found))
        }
        Error::Output(diagnostic) => diagnostic.render(in_colour()),
        other => format!("error: {other}\n"),
    };
    Answer { status: Status::BadInput, findings: String::new(), complaints }
}

fn builder(arguments: &Generate) -> Builder {
    let options = Options { since: arguments.since.clone(), until: arguments.until.clone() };
    let builder = Builder::new()
        .out_dir(&arguments.out)
        .only(arguments.only.iter().cloned())
        .read(options, arguments.derive.clone())
        .unknown(arguments.unknown.into())
        .command(command(arguments));
    let builder = if arguments.no_tests { builder.tests(false) } else { builder };
    arguments.schemas.iter().fold(arguments.correcting.say_to(builder), Builder::schemas)
}

/// The command that makes the same output again. It names no paths but the defaults, so that the output is the same
/// wherever it is made.
fn command(arguments: &Generate) -> String {
    let is_default = arguments.out.as_os_str() == DEFAULT_OUT
        && matches!(arguments.schemas.as_slice(), [only] if only.as_os_str() == DEFAULT_SCHEMAS);
    let mut command =
        String::from(if is_default { "cargo codegen generate" } else { "cln-codegen generate SCHEMAS --out FOLDER" });
    let versions = [("since", &arguments.since), ("until", &arguments.until)];
    for (name, version) in versions.into_iter().filter_map(|(name, version)| Some((name, version.as_ref()?))) {
        command.push_str(&format!(" --{name} {version}"));
    }
    if !arguments.only.is_empty() {
        let mut names = arguments.only.clone();
        names.sort();
        command.push_str(&format!(" --only {}", names.join(",")));
    }
    if arguments.correcting.config.is_some() {
        command.push_str(" --config CONFIG");
    }
    if arguments.correcting.no_corrections {
        command.push_str(" --no-corrections");
    }
    if arguments.unknown == UnknownWords::Any {
        command.push_str(" --unknown any");
    }
    if arguments.no_tests {
        command.push_str(" --no-tests");
    }
    for path in &arguments.derive {
        command.push_str(&format!(" --derive {path}"));
    }
    command
}
