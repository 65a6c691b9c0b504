//! The crates keep to the floors that `docs/ARCHITECTURE.md` draws: imports go down, and never in a circle.
//!
//! All `use` lines and all paths in code count, each for the file that defines what it names, whatever it is passed on by.
//! What only tests have does not count.

mod circles;
mod house;
mod imports;
mod modules;

use std::collections::BTreeSet;
use std::fs;

use circles::{circles, shown};
use cln_tests::folders::workspace;
use house::{House, room};
use imports::{Import, imports};
use modules::Crate;

/// The folders of the crates that are published, but for the generated one.
const CRATES: [&str; 6] = ["codegen", "mock", "plugin", "protocol", "runtime", "tools"];

fn read(name: &str) -> Crate {
    let folder = workspace().join(name).join("src");
    Crate::read(&|file| fs::read_to_string(folder.join(file)).ok())
}

fn house(name: &str) -> House {
    House::read(&fs::read_to_string(workspace().join("docs/ARCHITECTURE.md")).unwrap(), name)
}

/// What is wrong with a crate, by the house it should be.
fn objections(house: &House, of: &Crate) -> Vec<String> {
    let imports: BTreeSet<Import> = imports(of);
    let mut found: Vec<String> = imports.iter().filter_map(|import| house.objection(import)).collect();
    let circles = circles(&imports);
    let unknown = circles.difference(&house.recursions);
    found.extend(unknown.map(|circle| format!("a circle:\n{}", shown(circle, &imports))));
    let gone = house.recursions.difference(&circles);
    found.extend(gone.map(|circle| format!("a circle that is listed is none: {circle:?}")));
    let files: BTreeSet<&str> = of.modules.values().filter_map(|module| room(&module.file)).collect();
    let rooms = house.rooms();
    found.extend(files.difference(&rooms).map(|room| format!("{room} is on no floor")));
    found.extend(rooms.difference(&files).map(|room| format!("{room} is on a floor, but there is no such room")));
    found
}

#[test]
fn imports_go_down_and_never_in_a_circle() {
    let objections: Vec<String> = CRATES
        .iter()
        .flat_map(|name| objections(&house(name), &read(name)).into_iter().map(move |found| format!("{name}: {found}")))
        .collect();
    assert!(objections.is_empty(), "by docs/ARCHITECTURE.md, this is wrong:\n{}", objections.join("\n"));
}

/// A crate of these files, by its house below.
fn planted(files: &[(&str, &str)]) -> Vec<String> {
    let of = Crate::read(&|file| files.iter().find(|(name, _)| *name == file).map(|(_, text)| (*text).to_owned()));
    objections(&House::read(PLANTED, "planted"), &of)
}

const PLANTED: &str = "
```floors planted
roof: imports what it likes
east, west: two rooms of one floor
ground: imports nothing
```

```recursion planted
east/there.rs, east/back.rs: an exception
```
";

/// A crate that keeps to its house, with another text in place of one of its files.
fn with(file: &str, text: &str) -> Vec<String> {
    let mut files = vec![
        ("lib.rs", "mod roof; mod east; mod west; mod ground; pub use roof::Roof;"),
        ("roof.rs", "use crate::east::Thing; use crate::west; pub struct Roof(Thing); fn f() { west::g(); }"),
        ("east/mod.rs", "mod there; mod back; pub use there::Thing; pub use crate::ground::Stone;"),
        ("east/there.rs", "use super::back::b; use crate::ground::Stone; pub struct Thing(Stone); pub fn t() { b() }"),
        ("east/back.rs", "pub fn b() { super::there::t() }"),
        (
            "west.rs",
            "pub fn g() { println!(\"{}\", crate::ground::STONES) } #[cfg(test)] mod tests { use crate::roof::Roof; }",
        ),
        ("ground.rs", "pub struct Stone; pub const STONES: u8 = 1;"),
    ];
    files.iter_mut().filter(|(name, _)| *name == file).for_each(|planted| planted.1 = text);
    planted(&files)
}

#[test]
fn what_keeps_to_its_house_is_left_alone() {
    assert_eq!(with("", ""), [""; 0]);
}

#[test]
fn an_import_that_goes_up_is_noticed_however_it_is_written() {
    let up = ["ground.rs imports crate::west::g, but west is not on a floor below ground"];
    for way in [
        "use crate::west::g; pub struct Stone; pub const STONES: u8 = 1;",
        "pub use crate::west::g; pub struct Stone; pub const STONES: u8 = 1;",
        "pub struct Stone; pub const STONES: u8 = 1; fn f() { crate::west::g() }",
        "pub struct Stone; pub const STONES: u8 = 1; fn f() -> Vec<()> { vec![crate::west::g()] }",
        "pub struct Stone; pub const STONES: u8 = 1; mod inner { fn f() { crate::west::g() } }",
    ] {
        let found = with("ground.rs", way);
        assert!(found.iter().any(|found| up.contains(&found.as_str())), "{way}: {found:?}");
    }
    let aside = with("west.rs", "use super::east::Thing; pub fn g() {}");
    assert_eq!(aside, ["west.rs imports super::east::Thing, but east is not on a floor below west"]);
}

/// Neither the root nor a room that passes something on hides where it is from.
#[test]
fn what_is_passed_on_counts_for_where_it_is_from() {
    let by_the_root = with("west.rs", "use crate::Roof; pub fn g() {}");
    assert!(by_the_root.contains(&"west.rs imports crate::Roof, but roof is not on a floor below west".to_owned()));
    let by_a_room = with("west.rs", "use crate::east::Stone; pub fn g() {}");
    assert_eq!(by_a_room, ["west.rs imports crate::east::Stone, but east is not on a floor below west"]);
}

#[test]
fn a_circle_between_files_is_noticed() {
    let back = "use super::there::{Thing, t}; pub fn b(_: Thing) { t() }";
    assert_eq!(with("east/back.rs", back), [""; 0], "it is the one that is listed");
    let circle = with("east/mod.rs", "mod there; mod back; pub struct Thing; use there::t; pub fn f() { t() }");
    assert_eq!(circle, [""; 0], "what is there imports nothing of the file above");
    let circle = with("east/there.rs", "use super::Above; use super::back::b; pub struct Thing; pub fn t() { b() }");
    assert_eq!(circle, [""; 0], "there is no such name");
    let files = [
        ("lib.rs", "mod roof; mod east; mod west; mod ground;"),
        ("roof.rs", ""),
        ("east/mod.rs", "mod there; mod back; pub struct Above; use there::t; pub fn f() { t() }"),
        ("east/there.rs", "use super::Above; pub fn t() {}"),
        ("east/back.rs", ""),
        ("west.rs", ""),
        ("ground.rs", ""),
    ];
    let found = planted(&files);
    assert!(found[0].starts_with("a circle:\n  east/mod.rs imports"), "{found:?}");
    assert!(found[1].starts_with("a circle that is listed is none"), "{found:?}");
}

#[test]
fn a_room_that_is_not_listed_and_one_that_is_gone_are_noticed() {
    let files = [("lib.rs", "mod east; mod ground; mod hut;"), ("east.rs", ""), ("ground.rs", ""), ("hut.rs", "")];
    let found = planted(&files);
    let expected = [
        "hut is on no floor",
        "roof is on a floor, but there is no such room",
        "west is on a floor, but there is no such room",
    ];
    assert_eq!(found[1..], expected, "{found:?}");
}
