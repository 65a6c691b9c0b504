//! Where answers and schemas differ, counted place by place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use cln_codegen::schema::Side;
use cln_runtime::json::Tree;
use cln_runtime::json::pointer::{child, steps};
use cln_runtime::{Rule, Violation, visible};

use super::observed::Observed;

/// So many places are told apart; of others only the number is known.
const PLACES: usize = 1000;

/// So many values that no schema lists are kept of a place, and none that is longer than this.
const VALUES: usize = 32;
const LONGEST: usize = 100;

/// A rule that messages of a method break somewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) method: String,
    /// Whether it is the request.
    pub(super) is_request: bool,
    /// The pointer, with `*` for each element of a list.
    pub(super) pointer: String,
    pub(super) rule: Rule,
}

/// What is wrong with a message, and where.
#[derive(Clone, Debug)]
pub(super) struct Difference {
    pub(super) pointer: String,
    pub(super) rule: Rule,
    pub(super) message: String,
}

/// What has been seen at a place.
#[derive(Debug)]
pub(super) struct Seen {
    /// In how many messages.
    pub(super) messages: u64,
    /// The first of them.
    pub(super) first: Difference,
    pub(super) values: BTreeSet<String>,
    pub(super) observed: Observed,
    /// Whether `null` was among the values.
    pub(super) has_null: bool,
}

/// All that has been seen.
#[derive(Debug, Default)]
pub(super) struct Drift {
    pub(super) places: BTreeMap<Place, Seen>,
    /// Violations at places beyond those that are told apart.
    pub(super) more: u64,
}

impl Place {
    pub(super) const fn side(&self) -> Side {
        if self.is_request { Side::Request } else { Side::Response }
    }
}

impl From<&Violation> for Difference {
    fn from(violation: &Violation) -> Self {
        let (pointer, message) = (violation.pointer().to_owned(), violation.message().to_owned());
        Self { pointer, rule: violation.rule(), message }
    }
}

/// As a violation is shown.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if self.pointer.is_empty() { "the whole value" } else { &self.pointer };
        write!(f, "{}: {} [{}]", visible(place), visible(&self.message), self.rule)
    }
}

impl Drift {
    /// Takes in what is wrong with a message, whose JSON may be gone.
    pub(super) fn add(&mut self, method: &str, side: Side, differences: &[Difference], json: Option<&Tree>) {
        let mut counted = BTreeSet::new();
        for difference in differences {
            let (method, is_request) = (method.to_owned(), side == Side::Request);
            let pointer = general(&difference.pointer, json);
            let place = Place { method, is_request, pointer, rule: difference.rule };
            if self.places.len() >= PLACES && !self.places.contains_key(&place) {
                self.more += 1;
                continue;
            }
            let is_new = counted.insert(place.clone());
            let seen = self.places.entry(place).or_insert_with(|| Seen::new(difference.clone()));
            seen.messages += u64::from(is_new);
            if let Some(value) = json.and_then(|json| json.at(&difference.pointer)) {
                seen.add(value);
            }
        }
    }
}

impl Seen {
    fn new(first: Difference) -> Self {
        let (values, observed) = (BTreeSet::new(), Observed::Nothing);
        Self { messages: 0, first, values, observed, has_null: false }
    }

    fn add(&mut self, value: &Tree) {
        match value {
            Tree::Text(text) if text.len() <= LONGEST && self.values.len() < VALUES => {
                self.values.insert(text.clone());
            }
            Tree::Plain(word) if word == "null" => self.has_null = true,
            _ => {}
        }
        let before = std::mem::replace(&mut self.observed, Observed::Nothing);
        self.observed = before.or(Observed::of(value));
    }
}

/// A pointer that is the same for all elements of a list. Without the JSON a number is taken for an index.
fn general(pointer: &str, json: Option<&Tree>) -> String {
    let (mut general, mut here) = (String::new(), json);
    for step in steps(pointer) {
        let is_index = match (json, here) {
            (None, _) => step.bytes().all(|byte| byte.is_ascii_digit()),
            (Some(_), here) => matches!(here, Some(Tree::Array(_))),
        };
        here = here.and_then(|here| here.at(&child("", &step)));
        general = child(&general, if is_index { "*" } else { &step });
    }
    general
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use cln_runtime::{Record, RpcError};

    use super::*;

    #[test]
    fn elements_of_a_list_are_one_place() {
        let json = Tree::parse(r#"{"a":[{"b~/1":[[1]]}],"7":{}}"#).unwrap();
        assert_eq!(general("/a/0/b~0~11/0/0", Some(&json)), "/a/*/b~0~11/*/*");
        assert_eq!(general("/7/8", Some(&json)), "/7/8");
        assert_eq!(general("/a/8/c", None), "/a/*/c");
    }

    #[test]
    fn a_message_counts_once_at_a_place() {
        let mut drift = Drift::default();
        for json in [r#"{"code":"x","message":1}"#, r#"{"code":null,"message":"m"}"#] {
            let violations = RpcError::validate_json(json.as_bytes()).unwrap_err();
            let twice: Vec<Difference> = violations.iter().chain(violations.iter()).map(Difference::from).collect();
            drift.add("m", Side::Response, &twice, Tree::parse(json).ok().as_ref());
        }
        let found: Vec<_> = drift.places.iter().map(|(place, seen)| (&*place.pointer, seen.messages)).collect();
        assert_eq!(found, [("/code", 2), ("/message", 1)]);
        let (_, code) = drift.places.first_key_value().unwrap();
        assert!(code.has_null && code.values == BTreeSet::from(["x".to_owned()]) && code.observed == Observed::Text);
    }
}
