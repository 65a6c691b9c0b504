//! Two releases: which methods they have, and which of them belong together.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread::{available_parallelism, scope};

use cln_codegen::diagnostic::{Code as Mistake, Diagnostic, Diagnostics, quoted};
use cln_codegen::internals::{Job, assemble};
use cln_codegen::model::Method;
use cln_codegen::schema::Target;

use super::announced::Releases;
use super::described::Described;
use super::documents::start;
use super::method::compare as compare_methods;
use super::renames::Candidates;
use super::verdict::verdict;
use super::{Code, Finding, Input, MethodDiff, Report, Selection, Versions};

/// The old and the new method, and whether it seems to have another name.
type Pair<'m> = (&'m Described, &'m Described, bool);

/// Methods by kind and name.
type Methods = BTreeMap<(Target, String), Described>;

pub(super) fn compare([old, new]: [Input; 2], versions: &Versions, mut job: Job) -> Result<Report, Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let are_folders = (old.is_folder(), new.is_folder());
    let names = [old.name(), new.name()];
    let revision = new.revision();
    if are_folders.0 != are_folders.1 && old.exists() && new.exists() {
        diagnostics.push(unlike(&names, are_folders.0));
    }
    let mut release = |input: Input| {
        let mut found = Diagnostics::new();
        let methods = methods(input, &mut job, &mut found);
        diagnostics.extend(found);
        methods
    };
    let named = [old.release(&versions.old), new.release(&versions.new)];
    let (old, new) = (release(old), release(new));
    let releases = Releases::of(named, new.values(), &mut diagnostics);
    // One that is for either is not in vain.
    job.corrections.complain(&mut diagnostics);
    if diagnostics.has_errors() {
        return Err(diagnostics);
    }
    let counts = [old.len(), new.len()];
    let methods = if are_folders.0 { by_name(old, new, &releases) } else { of_files(old, new, &releases) };
    let warnings = diagnostics.iter().cloned().collect();
    Ok(Report { names, methods, counts, warnings, revision, advice: None, selection: Selection::default() })
}

fn unlike([old, new]: &[String; 2], old_is_folder: bool) -> Diagnostic {
    let (file, folder) = if old_is_folder { (new, old) } else { (old, new) };
    let message = format!("{} is a file, and {} a folder", quoted(file), quoted(folder));
    Diagnostic::new(Mistake::NotOneSchema, message).hint("compare two files, or two folders")
}

/// The methods of one release.
fn methods(input: Input, job: &mut Job, diagnostics: &mut Diagnostics) -> Methods {
    let mut documents = input.documents(job, diagnostics);
    // Here nothing is made of examples, which takes longer than all the rest.
    let mut examples: Vec<_> =
        documents.iter_mut().map(|(document, _)| std::mem::take(&mut document.examples)).collect();
    let api = assemble(&documents, &job.only, &job.options, diagnostics);
    let mut models: BTreeMap<(Target, String), Method> =
        api.methods.into_iter().map(|method| ((method.target, method.name.clone()), method)).collect();
    let mut methods = Methods::new();
    let has_oldest_node = api.oldest.is_some();
    for ((document, _), examples) in documents.into_iter().zip(examples.drain(..)) {
        let key = (document.target, document.name.value.clone());
        if let Some(model) = models.remove(&key) {
            methods.insert(key, Described { document, examples, model, has_oldest_node });
        }
    }
    methods
}

/// Two files belong together whatever the names in them.
fn of_files(old: Methods, new: Methods, releases: &Releases) -> Vec<MethodDiff> {
    match (old.first_key_value(), new.first_key_value()) {
        (Some((before_key, before)), Some((after_key, after))) if before_key.0 == after_key.0 => {
            let renamed = before_key != after_key;
            pair((before, after, renamed), releases).into_iter().collect()
        }
        _ => by_name(old, new, releases),
    }
}

fn by_name(old: Methods, new: Methods, releases: &Releases) -> Vec<MethodDiff> {
    let (gone, kept): (Vec<_>, Vec<_>) = old.iter().partition(|(key, _)| !new.contains_key(*key));
    let come = new.iter().filter(|(key, _)| !old.contains_key(*key)).map(|(_, new)| new);
    let mut come: BTreeMap<usize, &Described> = come.enumerate().collect();
    let mut candidates = Candidates::of(come.values().map(|after| &after.document));
    let mut pairs: Vec<Pair<'_>> =
        kept.into_iter().filter_map(|(key, before)| Some((before, new.get(key)?, false))).collect();
    let mut diffs: Vec<MethodDiff> = Vec::new();
    for (_, before) in gone {
        // What was deprecated goes because it was to go.
        let may_be_renamed = before.document.deprecated.is_none();
        let other = if may_be_renamed { candidates.take(&before.document) } else { None };
        match other.and_then(|place| come.remove(&place)) {
            Some(after) => pairs.push((before, after, true)),
            None => diffs.push(removed(before, releases)),
        }
    }
    diffs.extend(come.into_values().map(|after| alone(Code::MethodAdded, after)));
    diffs.extend(all_pairs(&pairs, releases));
    diffs.sort_by(|a, b| (&a.name, a.target).cmp(&(&b.name, b.target)));
    diffs
}

/// The differences of all that belong together, in any order. One thread for each processor takes every so manieth.
fn all_pairs(pairs: &[Pair<'_>], releases: &Releases) -> Vec<MethodDiff> {
    let threads = available_parallelism().map_or(1, usize::from).min(pairs.len()).max(1);
    let work = |first: usize| {
        let mine = pairs.iter().skip(first).step_by(threads);
        mine.filter_map(|mine| pair(*mine, releases)).collect::<Vec<_>>()
    };
    scope(|scope| {
        let others: Vec<_> = (1..threads).map(|first| scope.spawn(move || work(first))).collect();
        let mut diffs = work(0);
        for other in others {
            match other.join() {
                Ok(found) => diffs.extend(found),
                Err(panic) => resume_unwind(panic),
            }
        }
        diffs
    })
}

/// What differs between two that belong together; `None` if nothing does.
fn pair((old, new, renamed): Pair<'_>, releases: &Releases) -> Option<MethodDiff> {
    let mut findings = compare_methods(old, new, releases);
    let old_name = &old.document.name.value;
    if renamed {
        let mut finding = whole(Code::MethodRenamed, Some(old), Some(new));
        finding.change = format!("{} seems to be {} now", quoted(old_name), quoted(&new.document.name.value));
        finding.guess = true;
        findings.insert(0, finding);
    }
    (!findings.is_empty()).then(|| MethodDiff {
        target: new.document.target,
        name: new.document.name.value.clone(),
        old_name: renamed.then(|| old_name.clone()),
        findings,
    })
}

fn removed(method: &Described, releases: &Releases) -> MethodDiff {
    let mut diff = alone(Code::MethodRemoved, method);
    let removed_in = method.document.deprecated.as_ref().and_then(|deprecated| deprecated.removed_in.as_ref());
    if let (Some(finding), Some(removed_in)) = (diff.findings.first_mut(), removed_in) {
        releases.judge(finding, removed_in);
    }
    diff
}

fn alone(code: Code, method: &Described) -> MethodDiff {
    let is_new = code == Code::MethodAdded;
    let name = &method.document.name.value;
    let mut finding = if is_new { whole(code, None, Some(method)) } else { whole(code, Some(method), None) };
    finding.change = format!("{} {}", quoted(name), if is_new { "is new" } else { "is gone" });
    MethodDiff { target: method.document.target, name: name.clone(), old_name: None, findings: vec![finding] }
}

/// A finding about a method as a whole.
fn whole(code: Code, old: Option<&Described>, new: Option<&Described>) -> Finding {
    let verdict = verdict(code, None);
    let place = |method: &Described| method.place(&start(&method.document));
    Finding {
        code,
        severity: verdict.severity,
        semver: verdict.semver,
        guess: false,
        change: String::new(),
        consequence: verdict.consequence.to_owned(),
        old: old.map(place),
        new: new.map(place),
        instance: None,
    }
}
