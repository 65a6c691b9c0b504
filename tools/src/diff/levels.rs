//! Findings mean at least what the items of the bindings show: whoever publishes them goes by that.

use std::collections::BTreeMap;

use cln_codegen::diagnostic::quoted;

use super::bindings::{Bindings, Fate, ItemDiff};
use super::described::Described;
use super::documents::start;
use super::nearest::{Causes, Items, may_change_items, values};
use super::verdict::verdict;
use super::{Code, Finding, Semver};

/// How many names are said before it is only said how many more there are.
const NAMES: usize = 3;

/// What follows of items that are only new.
const MORE: &str = "Programs that compiled still do; the bindings have more.";

/// What becomes of some items.
type Diffs<'d, 'm> = Vec<&'d ItemDiff<'m>>;

/// Brings each finding to what it means for the items of its place, and finds what none accounts for.
pub(super) fn by_items(old: &Described, new: &Described, findings: &mut [Finding]) -> Option<Finding> {
    let is_same = old.document.source.text == new.document.source.text;
    if is_same || old.document.name.value != new.document.name.value {
        return None;
    }
    let diffs = bindings(old, new).compare(&bindings(new, old));
    let (told, mut untold) = by_cause(&diffs, findings);
    let items = Items::of(&diffs);
    findings.iter_mut().for_each(|finding| lower(finding, &items));
    for (at, diffs) in told {
        if let Some(finding) = findings.get_mut(at) {
            raise(finding, &diffs);
        }
    }
    // That something more is there needs no word beside other findings that say so.
    let is_told = findings.iter().any(|finding| finding.semver >= Semver::Minor);
    untold.retain(|diff| diff.semver == Semver::Major || !is_told);
    unaccounted(old, new, &untold)
}

/// The items of a method. A constant of the index is there as long as any method gives it a value: it comes or goes
/// with the last of those that do.
fn bindings<'m>(method: &'m Described, other: &Described) -> Bindings<'m> {
    let bindings = Bindings::of(&method.model);
    let is_here = method.model.oldest.is_some() && !other.has_oldest_node;
    if is_here { bindings.with_oldest_node() } else { bindings }
}

/// What becomes of items, by the finding that accounts for it, and what none accounts for.
fn by_cause<'d, 'm>(
    diffs: &'d [ItemDiff<'m>],
    findings: &[Finding],
) -> (BTreeMap<usize, Diffs<'d, 'm>>, Diffs<'d, 'm>) {
    let causes = Causes::of(findings);
    let (mut told, mut untold) = (BTreeMap::<usize, Diffs<'d, 'm>>::new(), Vec::new());
    for diff in diffs {
        match causes.of_item(diff) {
            Some(at) => told.entry(at).or_default().push(diff),
            None => untold.push(diff),
        }
    }
    (told, untold)
}

/// Raises a finding to what becomes of these items, and says so.
fn raise(finding: &mut Finding, diffs: &[&ItemDiff<'_>]) {
    let Some(semver) = diffs.iter().map(|diff| diff.semver).max().filter(|semver| *semver > finding.semver) else {
        return;
    };
    let worst = diffs.iter().copied().filter(|diff| diff.semver == semver).collect::<Vec<_>>();
    finding.semver = semver;
    let consequence = finding.consequence.trim_end_matches('.');
    finding.consequence = format!("{consequence}; in the bindings {}.", words(&worst));
}

/// Brings a finding that may be about items to what becomes of those at its place. Its sentence says after a semicolon
/// what would follow.
fn lower(finding: &mut Finding, items: &Items<'_>) {
    let near = values(finding).into_iter().filter_map(|value| items.near(&value));
    let semver = near.max().unwrap_or(Semver::Patch);
    if !may_change_items(finding.code) || finding.semver <= semver {
        return;
    }
    let on_the_wire = match finding.consequence.rsplit_once("; ") {
        Some((before, _)) => before,
        None => finding.consequence.trim_end_matches('.'),
    };
    let follows =
        if semver == Semver::Patch { "no item of the bindings changes" } else { "the bindings only have more" };
    finding.consequence = format!("{on_the_wire}; {follows}.");
    finding.semver = semver;
}

/// What becomes of items that no finding accounts for. A type that is gone says more than its parts and users.
fn unaccounted(old: &Described, new: &Described, diffs: &[&ItemDiff<'_>]) -> Option<Finding> {
    let semver = diffs.iter().map(|diff| diff.semver).max()?;
    let gone: Vec<_> = diffs.iter().copied().filter(|diff| diff.is_type && diff.fate == Fate::Gone).collect();
    let worst: Vec<_> = diffs.iter().copied().filter(|diff| diff.semver == semver).collect();
    let (code, told) = if gone.is_empty() { (Code::BindingsChanged, worst) } else { (Code::BindingsRenamed, gone) };
    let verdict = verdict(code, None);
    Some(Finding {
        code,
        severity: verdict.severity,
        semver,
        guess: false,
        change: format!("in the bindings {}", words(&told)),
        consequence: if semver == Semver::Minor { MORE } else { verdict.consequence }.to_owned(),
        old: Some(old.place(&start(&old.document))),
        new: Some(new.place(&start(&new.document))),
        instance: None,
    })
}

/// "`A` is gone, and `B` and `C` have changed".
fn words(diffs: &[&ItemDiff<'_>]) -> String {
    let names = |fate: Fate| diffs.iter().filter(|diff| diff.fate == fate).map(|diff| quoted(&diff.name)).collect();
    let (gone, changed, new): (Vec<_>, Vec<_>, Vec<_>) = (names(Fate::Gone), names(Fate::Changed), names(Fate::New));
    let is = |names: &[String], one: &str, many: &str| match names {
        [] => None,
        [only] => Some(format!("{only} {one}")),
        names => Some(format!("{} {many}", listed(names))),
    };
    let parts =
        [is(&gone, "is gone", "are gone"), is(&changed, "has changed", "have changed"), is(&new, "is new", "are new")];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", and ")
}

/// The first few names, and how many more there are.
fn listed(names: &[String]) -> String {
    let (shown, more) = names.split_at(names.len().min(NAMES));
    match (shown, more.len()) {
        ([first @ .., last], 0) if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        (_, 0) => shown.concat(),
        (_, more) => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_few_names_are_said() {
        let names = ["a", "b", "c", "d", "e"].map(str::to_owned);
        assert_eq!(listed(&names[..3]), "a, b and c");
        assert_eq!(listed(&names[..1]), "a");
        assert_eq!(listed(&names), "a, b, c and 2 more");
    }
}
