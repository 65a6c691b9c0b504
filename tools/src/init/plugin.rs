//! The files of a new plugin.

use super::contents::filled;
use super::{Dependencies, Name};

/// What CI runs.
pub(super) const CI: &str = ".ci/plugin";

/// Each file's path and template.
const FILES: [(&str, &str); 11] = [
    ("Cargo.toml", include_str!("files/plugin/Cargo.toml.in")),
    ("README.md", include_str!("files/plugin/README.md.in")),
    (".gitignore", "/target\n"),
    ("build.rs", include_str!("files/plugin/build.rs.in")),
    ("schemas/greet.json", include_str!("files/plugin/greet.json")),
    ("doc/greet.md", include_str!("files/plugin/greet.md")),
    ("node/connect.json", include_str!("files/plugin/connect.json")),
    ("src/main.rs", include_str!("files/plugin/main.rs.in")),
    ("src/lib.rs", include_str!("files/plugin/lib.rs.in")),
    ("tests/plugin.rs", include_str!("files/plugin/test.rs.in")),
    (CI, include_str!("files/plugin/ci.in")),
];

/// Each file's path and text.
pub(super) fn files(name: &Name, dependencies: &Dependencies) -> impl Iterator<Item = (&'static str, String)> {
    // A node takes no others in the name of an option.
    let option = name.package.to_ascii_lowercase();
    FILES.iter().map(move |(path, template)| (*path, filled(template, name, dependencies).replace("{option}", &option)))
}
