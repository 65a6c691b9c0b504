//! Files that import each other, directly or by way of others.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::imports::Import;

/// The circles: each the largest set of files of which each reaches every other.
pub(crate) fn circles(imports: &BTreeSet<Import>) -> BTreeSet<BTreeSet<String>> {
    let mut edges: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for import in imports.iter().filter(|import| !import.passes_on) {
        edges.entry(&import.from).or_default().insert(&import.to);
    }
    let reached: BTreeMap<&str, BTreeSet<&str>> = edges.keys().map(|file| (*file, reached(&edges, file))).collect();
    let reaches = |from: &str, to: &str| reached.get(from).is_some_and(|reached| reached.contains(to));
    let in_circles = reached.keys().copied().filter(|file| reaches(file, file));
    let circle = |file: &str| {
        let others = reached[file].iter().filter(|other| reaches(other, file));
        others.map(|other| (*other).to_owned()).collect()
    };
    in_circles.map(circle).collect()
}

/// The files that a file imports, and those that these import.
fn reached<'a>(edges: &BTreeMap<&'a str, BTreeSet<&'a str>>, from: &str) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::new();
    let mut left: Vec<&str> = vec![from];
    while let Some(file) = left.pop() {
        for next in edges.get(file).into_iter().flatten() {
            if reached.insert(*next) {
                left.push(next);
            }
        }
    }
    reached
}

/// The shortest way around in a circle, for people: the whole of it may be half the crate.
pub(crate) fn shown(circle: &BTreeSet<String>, imports: &BTreeSet<Import>) -> String {
    let ways = circle.iter().filter_map(|file| way_around(file, circle, imports));
    let shortest = ways.min_by_key(Vec::len).unwrap_or_default();
    let lines = shortest.iter().map(|Import { from, to, path, .. }| format!("  {from} imports {path} of {to}\n"));
    lines.collect()
}

/// The shortest way from a file back to itself.
fn way_around<'i>(start: &'i str, circle: &BTreeSet<String>, imports: &'i BTreeSet<Import>) -> Option<Vec<&'i Import>> {
    let mut led_to: BTreeMap<&str, &Import> = BTreeMap::new();
    let mut next = VecDeque::from([start]);
    while let Some(file) = next.pop_front() {
        for import in imports.iter().filter(|import| !import.passes_on && import.from == file) {
            if circle.contains(&import.to) && !led_to.contains_key(import.to.as_str()) {
                led_to.insert(&import.to, import);
                next.push_back(&import.to);
            }
        }
    }
    let mut way = vec![*led_to.get(start)?];
    while let Some(first) = way.last().filter(|first| first.from != start) {
        way.push(led_to.get(first.from.as_str())?);
    }
    way.reverse();
    Some(way)
}
