//! What a difference means, by who writes the value.

use cln_runtime::rules::GroupKind;
use cln_runtime::{Origin, Rule};

use super::table::{By, ROWS, Row};
use super::{Code, Release, Semver, Severity};

/// What a difference means.
#[derive(Clone, Copy)]
pub(super) struct Verdict {
    pub(super) severity: Severity,
    pub(super) semver: Semver,
    /// Who accepts the instance that shows it; `None` if there can be none.
    pub(super) shown_by: Option<Release>,
    pub(super) consequence: &'static str,
}

/// What a difference means to those who write, or read, such a value.
pub(super) fn verdict(code: Code, origin: Option<Origin>) -> Verdict {
    let is_meant = |by: By| match (by, origin) {
        (By::Any, _) => true,
        (By::Client, Some(origin)) => origin == Origin::Client,
        (By::Node, Some(origin)) => origin == Origin::Node,
        (By::Client | By::Node, None) => false,
    };
    let row = ROWS.iter().find(|row| row.0 == code && is_meant(row.1)).unwrap_or(&UNKNOWN);
    Verdict { severity: row.2, semver: row.3, shown_by: row.4, consequence: row.5 }
}

/// Whether an instance decides how bad it is: what conditions and alternatives allow cannot be read off them, and a
/// rule between fields may follow from others.
pub(super) fn is_decided_by_instance(code: Code) -> bool {
    let is_of_branches = matches!(
        code,
        Code::ConditionAdded
            | Code::ConditionDropped
            | Code::ConditionChanged
            | Code::AlternativeAdded
            | Code::AlternativeDropped
    );
    is_of_branches || code.group().is_some()
}

/// What an instance, or the want of one, says of something that the table takes for that bad:
/// `found` is whether the instance breaks something. `None` if the table is right.
pub(super) const fn by_instance(
    severity: Severity,
    origin: Origin,
    found: Option<bool>,
) -> Option<(Severity, &'static str)> {
    match (severity, found, origin) {
        (Severity::Breaking, Some(true), _) | (Severity::Compatible, Some(false) | None, _) => None,
        (_, Some(true), Origin::Client) => Some((Severity::Breaking, "Callers that send such a thing are refused.")),
        (_, Some(true), Origin::Node) => {
            Some((Severity::Breaking, "Readers that count on the old rules may find such a thing."))
        }
        (_, Some(false), Origin::Client) => Some((
            Severity::Compatible,
            "Nothing was found that callers send and is refused, only what is taken now, too.",
        )),
        (_, Some(false), Origin::Node) => Some((
            Severity::Compatible,
            "Nothing was found that the node writes and old readers refuse, only what is not written any more.",
        )),
        (_, None, _) => Some((
            Severity::Risky,
            "No instance was found that one release accepts and the other refuses, so somebody should look.",
        )),
    }
}

/// The rules that an instance must break to show a difference; any if there are none. What is about a bound or a value of
/// an enum says itself what shows it.
pub(super) fn rules_shown(code: Code) -> Vec<Rule> {
    let rules: &[Rule] = match code {
        Code::FieldAdded | Code::FieldRemoved | Code::Closed | Code::Opened => &[Rule::Unknown, Rule::Arity],
        Code::RequiredFieldAdded | Code::BecameRequired | Code::BecameOptional => &[Rule::Required],
        Code::RequiredFieldRemoved | Code::FieldRenamed => &[Rule::Required, Rule::Unknown, Rule::Arity],
        Code::EnumIntroduced | Code::EnumDropped => &[Rule::Enum],
        _ => &[],
    };
    let between_fields = code.group().map(GroupKind::rule);
    rules.iter().copied().chain(between_fields).collect()
}

/// How many steps below its place a difference shows, if it is about the place itself, and not about anything inside it:
/// a field that comes or goes in the field, unlisted fields in those of the object.
pub(super) const fn steps_to_violation(code: Code) -> Option<usize> {
    match code {
        Code::FieldAdded
        | Code::RequiredFieldAdded
        | Code::FieldRemoved
        | Code::RequiredFieldRemoved
        | Code::FieldRenamed
        | Code::BecameRequired
        | Code::BecameOptional => Some(0),
        Code::Closed | Code::Opened => Some(1),
        _ => None,
    }
}

/// Every code has its rows; a test sees to it.
const UNKNOWN: Row = Row(Code::Separated, By::Any, Severity::Breaking, Semver::Major, None, "Nothing is known of it.");
