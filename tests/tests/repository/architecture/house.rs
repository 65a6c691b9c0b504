//! The floors of each crate, and the recursion that is allowed, as `docs/ARCHITECTURE.md` lists them.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::Import;

/// The floors of a crate.
#[derive(Debug)]
pub(crate) struct House {
    /// The number of the floor that each room is on, the ground floor being 0.
    floors: BTreeMap<String, usize>,
    /// Files that may import each other in a circle.
    pub(crate) recursions: BTreeSet<BTreeSet<String>>,
}

impl House {
    /// The house of a crate, from the blocks ```` ```floors CRATE ```` and ```` ```recursion CRATE ```` of a document. A line
    /// of the former holds the rooms of a floor, the lowest in the last line; a line of the latter the files of a circle.
    /// What comes after a colon is for people.
    pub(crate) fn read(document: &str, name: &str) -> Self {
        let floors: Vec<Vec<String>> = lines(document, &format!("floors {name}"));
        assert!(!floors.is_empty(), "the document has no floors of {name}");
        let numbered = floors.into_iter().rev().enumerate();
        let floors = numbered.flat_map(|(floor, rooms)| rooms.into_iter().map(move |room| (room, floor)));
        let recursions = lines(document, &format!("recursion {name}")).into_iter();
        Self { floors: floors.collect(), recursions: recursions.map(BTreeSet::from_iter).collect() }
    }

    /// The rooms.
    pub(crate) fn rooms(&self) -> BTreeSet<&str> {
        self.floors.keys().map(String::as_str).collect()
    }

    /// What is wrong with an import: the room of what it imports, or the one through which it does, is not below its own.
    pub(crate) fn objection(&self, import: &Import) -> Option<String> {
        let from = room(&import.from)?;
        let through = import.from_root.as_ref().and_then(|path| path.first()).map(String::as_str);
        let through = through.filter(|room| self.floors.contains_key(*room));
        let wrong = room(&import.to).into_iter().chain(through).find(|to| *to != from && !self.is_below(to, from))?;
        Some(format!("{} imports {}, but {wrong} is not on a floor below {from}", import.from, import.path))
    }

    fn is_below(&self, lower: &str, upper: &str) -> bool {
        matches!((self.floors.get(lower), self.floors.get(upper)), (Some(lower), Some(upper)) if lower < upper)
    }
}

/// The room that a file belongs to: the module of the crate's root that it is, or is in; `None` for the root itself.
pub(crate) fn room(file: &str) -> Option<&str> {
    let room = file.split('/').next().map(|first| first.strip_suffix(".rs").unwrap_or(first));
    room.filter(|room| *room != "lib")
}

/// The lines of a document's block of this kind, each split at its commas.
fn lines(document: &str, info: &str) -> Vec<Vec<String>> {
    let block = document.lines().skip_while(|line| line.strip_prefix("```") != Some(info)).skip(1);
    let lines = block.take_while(|line| !line.starts_with("```"));
    let names = lines.map(|line| line.split(": ").next().unwrap_or_default());
    names.map(|names| names.split(',').map(|name| name.trim().to_owned()).collect()).collect()
}
