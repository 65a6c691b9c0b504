//! The findings of one method that both releases have.

use std::cmp::Reverse;

use bumpalo::Bump;
use cln_codegen::internals::rules;
use cln_codegen::schema::{Schema, Side};
use cln_runtime::Origin;

use super::announced::Releases;
use super::canon::rules as rule_text;
use super::changes::{Change, Changes, Spot};
use super::described::Described;
use super::documents::origin;
use super::levels::by_items;
use super::nodes::fields;
use super::verdict::{by_instance, is_decided_by_instance, verdict};
use super::witness::Sides;
use super::{Code, Finding, Instance, Release, Severity};

/// All findings, the worst first.
pub(super) fn compare(old: &Described, new: &Described, releases: &Releases) -> Vec<Finding> {
    let mut changes = Changes::default();
    changes.documents((&old.document, &old.examples), (&new.document, &new.examples));
    let mut findings = Vec::new();
    let (of_values, of_words): (Vec<_>, Vec<_>) = changes.0.into_iter().partition(|change| change.aim.is_some());
    for side in Side::ALL {
        let is_here = |change: &&Change| change.aim.as_ref().is_some_and(|aim| aim.side == side);
        findings.extend(of_side((old, new, releases), side, of_values.iter().filter(is_here)));
    }
    findings.extend(of_words.iter().map(|change| finding(old, new, change, None)));
    let unaccounted = by_items(old, new, &mut findings);
    findings.extend(unaccounted);
    findings
        .sort_by_key(|finding| (Reverse(finding.severity), finding.new.as_ref().map(|place| place.line), finding.code));
    findings
}

fn of_side<'c>(
    (old, new, releases): (&Described, &Described, &Releases),
    side: Side,
    changes: impl Iterator<Item = &'c Change>,
) -> Vec<Finding> {
    let (arena, origin) = (Bump::new(), origin(side, old.document.target));
    let shapes = (rules(&arena, &old.model, side), rules(&arena, &new.model, side));
    let (Some(old_shape), Some(new_shape)) = shapes else { return Vec::new() };
    let examples = old.instances(side).chain(new.instances(side)).collect();
    let sides = Sides::new(origin, (old.side(side), old_shape), (new.side(side), new_shape), examples);
    let changes: Vec<&Change> = changes.collect();
    sides.divide_among(changes.len());
    let mut findings = Vec::new();
    for change in changes {
        let shown_by = verdict(change.code, change.origin).shown_by;
        let aim = change.aim.as_ref();
        let instance = aim.zip(shown_by).and_then(|(aim, shown_by)| sides.of_change(change, aim, shown_by));
        let mut found = finding(old, new, change, instance);
        if is_decided_by_instance(change.code) {
            decide(&mut found, origin, sides.breaking());
        }
        if let Some(removed_in) = &change.removed_in {
            releases.judge(&mut found, removed_in);
        }
        findings.push(found);
    }
    let is_safe = findings.iter().all(|finding| finding.severity < Severity::Announced);
    if is_safe && may_differ(old.side(side), new.side(side)) {
        let found = sides.that_breaks();
        findings.extend(found.map(|instance| separated(old, new, side, origin, instance)));
    }
    findings
}

/// What conditions and alternatives mean is what instances show.
fn decide(finding: &mut Finding, origin: Origin, breaking: Release) {
    let found = finding.instance.as_ref().map(|instance| instance.accepted_by == breaking);
    if let Some((severity, consequence)) = by_instance(finding.severity, origin, found) {
        finding.severity = severity;
        finding.consequence = consequence.to_owned();
    }
}

/// Whether validators may judge differently.
fn may_differ(old: &Schema, new: &Schema) -> bool {
    let order = |schema: &Schema| -> Vec<String> {
        fields(schema).iter().map(|field| field.property.name.value.clone()).collect()
    };
    old.additional_properties != new.additional_properties
        || rule_text(old) != rule_text(new)
        || order(old) != order(new)
}

fn finding(old: &Described, new: &Described, change: &Change, instance: Option<Instance>) -> Finding {
    let verdict = verdict(change.code, change.origin);
    Finding {
        code: change.code,
        severity: change.severity.unwrap_or(verdict.severity),
        semver: verdict.semver,
        guess: change.guess,
        change: change.what.clone(),
        consequence: change.consequence.clone().unwrap_or_else(|| verdict.consequence.to_owned()),
        old: Some(old.place(&change.old)),
        new: Some(new.place(&change.new)),
        instance,
    }
}

fn separated(old: &Described, new: &Described, side: Side, origin: Origin, instance: Instance) -> Finding {
    let spots = (Spot::of(old.side(side)), Spot::of(new.side(side)));
    let what = format!("the {}: the rules together mean something else", side.key());
    let mut changes = Changes::default();
    let change = changes.of_words(Code::Separated, spots, Some(origin), what);
    finding(old, new, change, Some(instance))
}
