//! Instances that the corrections move to what the node says: without them the verdict is the other one.

use std::collections::BTreeSet;

use cln_codegen::model::Method;
use cln_codegen::schema::Side;

use crate::documentation_bugs::applied::applied;
use crate::documentation_bugs::releases::{Release, releases, samples, violations};
use crate::documentation_bugs::table::{Answer, cells, rows};

/// A node id, for `$KEY` in an instance.
const KEY: &str = "02aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

/// 64 hex digits, for `$HASH`.
const HASH: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

/// Corrected rows without such an instance: both parameters take any JSON.
const NO_INSTANCE: &[[&str; 3]] = &[["fetchinvoice", "order", "/request/properties/dev_reply_path"]];

/// A row of `verdicts.tsv`.
struct Verdict {
    method: &'static str,
    kind: &'static str,
    place: &'static str,
    is_taken: bool,
    instance: String,
}

fn verdicts() -> impl Iterator<Item = Verdict> {
    cells(include_str!("verdicts.tsv")).map(|[method, kind, place, node, instance]| Verdict {
        method,
        kind,
        place,
        is_taken: node == "takes",
        instance: instance.replace("$KEY", KEY).replace("$HASH", HASH),
    })
}

impl Verdict {
    fn row(&self) -> [&'static str; 3] {
        [self.method, self.kind, self.place]
    }

    /// Whether one of these corrections is what moves the verdict.
    fn is_of(&self, made: &BTreeSet<(String, String)>) -> bool {
        let rows = rows().into_iter().filter(|row| [row.method, row.kind, row.place] == self.row());
        rows.flat_map(|row| row.named().collect::<Vec<_>>())
            .any(|name| made.contains(&(self.method.to_owned(), name.to_owned())))
    }

    fn holds_in(&self, release: &mut Release) {
        let place = format!("{} {} {}: {}", release.tag, self.method, self.place, self.instance);
        let [before, after] = release.methods(self.method);
        let judged = |method: &Method| violations(method, Side::Request, &self.instance);
        let found = judged(after.as_ref().unwrap_or_else(|| panic!("{place}: the file is refused")));
        assert_eq!(found.is_ok(), self.is_taken, "{place}: {found:?}");
        // One file of v24.11 is refused as it is written: there is no verdict without corrections.
        if let Some(found) = before.as_ref().map(judged) {
            assert_ne!(found.is_ok(), self.is_taken, "{place}: the correction changes nothing");
        }
    }
}

#[test]
fn corrections_move_verdicts_to_those_of_the_node() {
    let mut releases: Vec<Release> = std::iter::once(samples()).chain(releases()).collect();
    let mut held = BTreeSet::new();
    for release in &mut releases {
        let named = applied(release).into_iter().map(|made| (made.name(), made.method));
        let made: BTreeSet<(String, String)> = named.map(|(name, method)| (method, name)).collect();
        for verdict in verdicts().filter(|verdict| verdict.is_of(&made)) {
            verdict.holds_in(release);
            held.insert((verdict.row(), verdict.instance));
        }
    }
    let all: BTreeSet<_> = verdicts().map(|verdict| (verdict.row(), verdict.instance)).collect();
    let missed: Vec<_> = all.difference(&held).collect();
    assert!(missed.is_empty() || releases.len() == 1, "no schema at hand is for {missed:?}");
    assert!(held.len() >= 30, "{}", held.len());
}

#[test]
fn every_corrected_parameter_has_an_instance() {
    let judged: BTreeSet<_> = verdicts().map(|verdict| verdict.row()).collect();
    for row in rows().iter().filter(|row| row.answer == Answer::Corrected && row.kind != "error-code") {
        let key = [row.method, row.kind, row.place];
        assert_eq!(judged.contains(&key), !NO_INSTANCE.contains(&key), "{key:?}");
    }
}
