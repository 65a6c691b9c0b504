//! Findings and items of the bindings by the values that they are about, to find those near each other.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::bindings::ItemDiff;
use super::levels::{may_change_items, value, values};
use super::{Code, Finding, Semver};

/// All that a difference may mean.
const LEVELS: [Semver; 3] = [Semver::Patch, Semver::Minor, Semver::Major];

/// The way to a value.
type Way<'w> = Vec<&'w str>;

/// A finding at the end of a way of that length, by what it means, and its index: the first of several is the best.
type Ranked = (usize, Reverse<(Semver, Code)>, usize);

/// Whether a finding is around an item, whether it means less, how far it is, what it means, and its index.
type Nearness = (bool, bool, usize, Reverse<(Semver, Code)>, usize);

/// Findings that may account for what becomes of items.
pub(super) struct Causes<'f> {
    /// The best of those at a value or inside it that mean so much at least.
    inside: BTreeMap<(Way<'f>, Semver), Ranked>,
    /// The best of those at the value itself.
    at: BTreeMap<Way<'f>, Ranked>,
}

impl<'f> Causes<'f> {
    pub(super) fn of(findings: &'f [Finding]) -> Self {
        let mut causes = Self { inside: BTreeMap::new(), at: BTreeMap::new() };
        for (index, finding) in findings.iter().enumerate().filter(|(_, finding)| may_change_items(finding.code)) {
            for way in values(finding) {
                let ranked = (way.len(), Reverse((finding.semver, finding.code)), index);
                for around in (0..=way.len()).filter_map(|length| way.get(..length)) {
                    for semver in LEVELS.into_iter().filter(|semver| *semver <= finding.semver) {
                        let best = causes.inside.entry((around.to_vec(), semver)).or_insert(ranked);
                        *best = ranked.min(*best);
                    }
                }
                let best = causes.at.entry(way).or_insert(ranked);
                *best = ranked.min(*best);
            }
        }
        causes
    }

    /// The index of the finding that accounts for what becomes of an item: one at its schema or inside it, or else one
    /// around it; of these, one that means as much already, or else the nearest.
    pub(super) fn of_item(&self, diff: &ItemDiff<'_>) -> Option<usize> {
        let near = ways(diff).filter_map(|item| self.near(&item, diff.semver));
        near.min().map(|(.., index)| index)
    }

    /// The best for one of the item's values.
    fn near(&self, item: &Way<'_>, semver: Semver) -> Option<Nearness> {
        let near = |is_around: bool, (length, meaning, index): Ranked| {
            let Reverse((means, _)) = meaning;
            (is_around, means < semver, length.abs_diff(item.len()), meaning, index)
        };
        let inside = |least: Semver| self.inside.get(&(item.clone(), least)).map(|ranked| near(false, *ranked));
        let around = || {
            let ways = (0..item.len()).filter_map(|length| item.get(..length));
            ways.filter_map(|way| self.at.get(way)).map(|ranked| near(true, *ranked)).min()
        };
        inside(semver).or_else(|| inside(Semver::Patch)).or_else(around)
    }
}

/// How much becomes of items.
pub(super) struct Items<'d> {
    /// The most that becomes of those at a value or inside it.
    inside: BTreeMap<Way<'d>, Semver>,
    /// The most that becomes of those at the value itself.
    at: BTreeMap<Way<'d>, Semver>,
}

impl<'d> Items<'d> {
    pub(super) fn of(diffs: &'d [ItemDiff<'_>]) -> Self {
        let mut items = Self { inside: BTreeMap::new(), at: BTreeMap::new() };
        for diff in diffs {
            for way in ways(diff) {
                for around in (0..=way.len()).filter_map(|length| way.get(..length)) {
                    let most = items.inside.entry(around.to_vec()).or_insert(diff.semver);
                    *most = diff.semver.max(*most);
                }
                let most = items.at.entry(way).or_insert(diff.semver);
                *most = diff.semver.max(*most);
            }
        }
        items
    }

    /// The most that becomes of items at a value, inside it or around it.
    pub(super) fn near(&self, way: &Way<'_>) -> Option<Semver> {
        let around = (0..way.len()).filter_map(|length| self.at.get(way.get(..length)?));
        around.chain(self.inside.get(way)).max().copied()
    }
}

/// The values that an item is made of.
fn ways<'m>(diff: &ItemDiff<'m>) -> impl Iterator<Item = Way<'m>> {
    diff.pointers.iter().flatten().map(|pointer| value(pointer))
}
