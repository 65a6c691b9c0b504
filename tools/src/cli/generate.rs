//! `cln-codegen generate`

use std::path::PathBuf;

use cln_codegen::diagnostic::Diagnostic;
use cln_codegen::model::Options;
use cln_codegen::{Builder, Error};
use cln_runtime::visible;

use super::args::{Generate, UnknownWords};
use super::watch::watch;
use super::{Answer, Status, in_colour, rendered};
use crate::check::check as check_folder;

/// Where the bindings of this repository are committed.
pub(super) const DEFAULT_OUT: &str = "generated/src/bindings";

/// Where its schemas are.
pub(super) const DEFAULT_SCHEMAS: &str = "schemas";

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
            format!("{}nothing was written\n", rendered(&found))
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
