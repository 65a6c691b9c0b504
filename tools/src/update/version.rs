//! Which version comes next of a crate that publishes the bindings.

use std::fs;
use std::path::Path;

use toml::de::DeTable;

use crate::diff::Semver;

/// The next version of the crate in this folder, in a sentence; `None` if its manifest does not say its version.
pub(super) fn advice(root: &Path, semver: Semver) -> Option<String> {
    let manifest = fs::read_to_string(root.join("Cargo.toml")).ok()?;
    let manifest = DeTable::parse(&manifest).ok()?;
    let package = manifest.get_ref().get("package")?.as_ref().as_table()?;
    let text = |key: &str| package.get(key)?.as_ref().as_str();
    let (name, version) = (text("name")?, text("version")?);
    let next = next(version, semver)?;
    Some(format!("{name} {version}: what changes is {}, so the next version is {next}", semver.name()))
}

/// As cargo reads versions: below 1.0, the second number stands for what breaks, and below 0.1 the third. A version with a
/// suffix promises nothing yet.
fn next(version: &str, semver: Semver) -> Option<String> {
    let numbers: Vec<u64> = version.split('.').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    let [major, minor, patch] = <[u64; 3]>::try_from(numbers).ok()?;
    Some(match (major, minor, semver) {
        (0, 0, _) => format!("0.0.{}", patch + 1),
        (0, _, Semver::Major) => format!("0.{}.0", minor + 1),
        (0, ..) | (_, _, Semver::Patch) => format!("{major}.{minor}.{}", patch + 1),
        (_, _, Semver::Minor) => format!("{major}.{}.0", minor + 1),
        (_, _, Semver::Major) => format!("{}.0.0", major + 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_below_one_move_one_place_to_the_right() {
        let cases = [
            ("1.2.3", ["2.0.0", "1.3.0", "1.2.4"]),
            ("0.2.3", ["0.3.0", "0.2.4", "0.2.4"]),
            ("0.0.3", ["0.0.4", "0.0.4", "0.0.4"]),
        ];
        for (version, expected) in cases {
            let found = [Semver::Major, Semver::Minor, Semver::Patch].map(|semver| next(version, semver));
            assert_eq!(found, expected.map(|next| Some(next.to_owned())), "{version}");
        }
        for version in ["1.0.0-rc.1", "1.0", "x", ""] {
            assert_eq!(next(version, Semver::Major), None, "{version}");
        }
    }
}
