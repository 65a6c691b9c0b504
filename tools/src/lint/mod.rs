//! What is wrong with schemas and their examples: all that generating would refuse or warn of, and what only
//! somebody who mends the schemas needs to know. A consumer of the model, beside [`emit`](cln_codegen::emit).

mod baseline;
mod baseline_file;
mod corrections;
mod error_codes;
mod examples;
mod json;
mod judged;
mod machines;
mod report;
mod required;
mod see_also;
mod suppressed;
mod text;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{MAIN_SEPARATOR, Path};

use cln_codegen::diagnostic::{Code, Diagnostic, Diagnostics, Severity};
use cln_codegen::internals::{Traced, assemble, read};
use cln_codegen::model::{Api, Method};
use cln_codegen::schema::Target;
use cln_codegen::{Builder, Error};

pub use baseline::Baseline;
use cln_codegen::source::{SchemaFile, discover};
use judged::judge;
pub use report::{Finding, Known, Report, State, Suppressed};

/// Looks at the schemas of a builder, with its options: what is known to be wrong with the node's documentation is
/// corrected before, unless it says otherwise.
///
/// # Errors
/// What is wrong with the configuration.
pub fn lint(builder: &Builder) -> Result<Report, Error> {
    let mut job = builder.readable_job()?;
    let mut diagnostics = Diagnostics::new();
    let files = discover(builder.paths(), &mut diagnostics);
    let undiscovered = diagnostics.count(Severity::Error);
    let documents = read(&files, job.unknown, &job.only, &mut job.corrections, &mut diagnostics);
    job.corrections.complain(&mut diagnostics);
    let api = assemble(&documents, &job.only, &job.options, &mut diagnostics);
    let mut findings = beyond(&documents, &api, &diagnostics);
    let (unreadable, refused): (Vec<_>, Vec<_>) = diagnostics.into_iter().partition(is_about_reading);
    findings.extend(refused.into_iter().map(Finding::from));
    let names = Names::of(&files);
    findings.iter_mut().for_each(|finding| names.give(finding));
    let suppressed = suppressed::apply(&job.lint, &mut findings, &names.and_paths());
    findings.sort_by(|a, b| place(&a.diagnostic).cmp(&place(&b.diagnostic)));
    // Each file that could not be read has one diagnostic more.
    let files = files.len() + undiscovered - unreadable.len();
    let corrections = job.corrections.outcomes().collect();
    Ok(Report { findings, suppressed, gone: None, files, unreadable, corrections })
}

/// The names of files below the folders that were searched, by their paths: these are the same wherever the folders are.
struct Names(BTreeMap<String, String>);

impl Names {
    fn of(files: &[SchemaFile]) -> Self {
        let slashed = |path: &Path| path.to_string_lossy().replace(MAIN_SEPARATOR, "/");
        Self(files.iter().map(|file| (slashed(&file.path), slashed(&file.relative))).collect())
    }

    fn give(&self, finding: &mut Finding) {
        if let Some(name) = self.0.get(&finding.diagnostic.path) {
            finding.file.clone_from(name);
        }
    }

    /// All names, and the paths as findings show them: a suppression may have either.
    fn and_paths(&self) -> BTreeSet<&str> {
        self.0.iter().flat_map(|(path, name)| [path.as_str(), name.as_str()]).collect()
    }
}

/// What generating does not mind.
fn beyond(documents: &[Traced], api: &Api, diagnostics: &Diagnostics) -> Vec<Finding> {
    let errors = diagnostics.iter().filter(|found| found.severity == Severity::Error);
    let broken: BTreeSet<&str> = errors.map(|found| found.path.as_str()).collect();
    let methods: BTreeMap<(&str, Target), &Method> =
        api.methods.iter().map(|method| ((method.name.as_str(), method.target), method)).collect();
    let mut findings = Vec::new();
    for (document, _) in documents {
        findings.extend(error_codes::unnamed(document));
        // What an example must be is only known if the schema can be understood.
        let method = methods.get(&(document.name.value.as_str(), document.target));
        if let Some(method) = method.filter(|_| !broken.contains(document.source.path.as_str())) {
            let judged = judge(document, method);
            findings.extend(required::without_added(document, &judged));
            findings.extend(examples::violations(document, judged));
        }
    }
    findings.extend(see_also::without_page(documents));
    findings
}

/// Whether the file itself could not be had, so that nothing can be said about what is in it.
fn is_about_reading(diagnostic: &Diagnostic) -> bool {
    matches!(diagnostic.code, Code::Unreadable | Code::TooLarge | Code::NotFound | Code::NoSchemas)
}

/// What findings are ordered by.
fn place(diagnostic: &Diagnostic) -> (&str, Option<usize>, Option<&str>) {
    (&diagnostic.path, diagnostic.span.map(|span| span.start), diagnostic.pointer.as_deref())
}
