//! Files that import each other, directly or by way of others.

use std::collections::{BTreeMap, BTreeSet};

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

/// The imports that make a circle, for people.
pub(crate) fn shown(circle: &BTreeSet<String>, imports: &BTreeSet<Import>) -> String {
    let inside = imports.iter().filter(|import| circle.contains(&import.from) && circle.contains(&import.to));
    let lines = inside.filter(|import| !import.passes_on).map(|import| {
        let Import { from, to, path, .. } = import;
        format!("  {from} imports {path} of {to}\n")
    });
    lines.collect()
}
