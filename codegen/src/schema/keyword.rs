//! The words of the dialect.

use cln_runtime::rules::GroupKind;

/// Every keyword inside `request` and `response`.
pub(crate) const KEYWORDS: &[&str] = &with_groups::<{ PLAIN.len() + GroupKind::ALL.len() }>(PLAIN);

/// The keywords and, behind them, those that hold between fields.
pub(super) const fn with_groups<const ALL: usize>(plain: &[&'static str]) -> [&'static str; ALL] {
    let mut all = [""; ALL];
    let mut index = 0;
    while index < ALL {
        all[index] = match index.checked_sub(plain.len()) {
            None => plain[index],
            Some(group) => GroupKind::ALL[group].keyword(),
        };
        index += 1;
    }
    all
}

/// The keywords of which each says something else.
const PLAIN: &[&str] = &[
    "type",
    "properties",
    "required",
    "additionalProperties",
    "items",
    "enum",
    "description",
    "default",
    "added",
    "deprecated",
    "hidden",
    "untyped",
    "comment",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "minimum",
    "maximum",
    "pattern",
    "format",
    "oneOf",
    "anyOf",
    "allOf",
    "if",
    "then",
    "else",
    "pre_return_value_notes",
    "post_return_value_notes",
];

/// The keys of a file that are not chapters of the manual page.
pub(crate) const TOP_LEVEL: &[&str] = &[
    "$schema",
    "type",
    "additionalProperties",
    "rpc",
    "notification",
    "hook",
    "title",
    "description",
    "added",
    "deprecated",
    "warning",
    "categories",
    "request",
    "response",
    "examples",
    "errors",
    "author",
    "see_also",
    "resources",
    "example_notifications",
    "example_hooks",
];

/// The keys of a file that are chapters of the manual page.
pub(super) const SECTIONS: &[&str] = &[
    "usage",
    "notes",
    "notifications",
    "reliability",
    "restriction_format",
    "sharing_runes",
    "riskfactor_effect_on_routing",
    "recommended_riskfactor_values",
    "optimality",
    "randomization",
    "treatment_of_types",
    "permitted_sqlite3_functions",
    "tables",
    "trivia",
];
