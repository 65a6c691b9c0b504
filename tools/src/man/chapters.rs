//! The chapters of a page, in order.

use cln_codegen::schema::{Document, Target};
use cln_codegen::source::{Node, Spanned};

use super::annotation::{added, deprecated};
use super::escape::{escaped, name, prose};
use super::examples::{examples, notifications};
use super::fields::fields;
use super::returned::returned;
use super::synopsis::parameters;

/// What stands between the name and its explanation.
pub(super) const TITLE_MARK: &str = " -- ";

/// Prose between the parameters and the return value.
const BEFORE: &[&str] = &[
    "reliability",
    "restriction_format",
    "permitted_sqlite3_functions",
    "treatment_of_types",
    "tables",
    "notes",
    "notifications",
    "sharing_runes",
    "riskfactor_effect_on_routing",
    "recommended_riskfactor_values",
    "optimality",
    "randomization",
];

/// Prose after the return value.
const AFTER: &[&str] = &["errors", "trivia", "author", "see_also", "resources"];

/// Everything from the title to the examples.
pub(super) fn all(page: &mut String, document: &Document) {
    title(page, document);
    description(page, document);
    BEFORE.iter().for_each(|name| chapter(page, document, name));
    result(page, document);
    AFTER.iter().for_each(|name| chapter(page, document, name));
    if let Some(elements) = list(document, "example_notifications") {
        heading(page, "example_notifications");
        notifications(page, elements);
    }
    chapter(page, document, "usage");
    if let Some(elements) = list(document, "examples") {
        heading(page, "examples");
        if elements.is_empty() {
            page.push('\n');
        }
        examples(page, document);
    }
}

fn title(page: &mut String, document: &Document) {
    let (called, explained) = (name(&document.name.value), name(document.title.as_deref().unwrap_or_default()));
    let title = format!("{called}{TITLE_MARK}{explained}");
    page.push_str(&format!("{title}\n{}\n", "=".repeat(title.chars().count())));
    if document.target != Target::Rpc {
        return page.push('\n');
    }
    heading(page, "synopsis");
    let warning = document.warning.iter().map(|warning| format!("**(WARNING: {})**\n\n", escaped(warning)));
    page.extend(warning);
    page.push_str(&format!("**{called}** {}\n", parameters(document)));
}

/// What it is, since when, and what is given to it.
fn description(page: &mut String, document: &Document) {
    heading(page, "description");
    let what = match document.target {
        Target::Rpc => "Command",
        Target::Notification => "Notification",
        Target::Hook => "Hook",
    };
    page.extend(document.deprecated.iter().map(|words| format!("{what} {}.\n\n", deprecated(words))));
    let version = added(document.added.as_ref().map(|added| &added.value));
    page.extend(version.map(|version| format!("{what} *added* in {version}.\n\n")));
    page.push_str(&format!("{}\n", prose(&document.description, "\n")));
    let mut given = String::new();
    fields(&mut given, &document.request, "");
    if document.target == Target::Hook {
        page.push('\n');
        heading(page, "hook_payload");
    } else if !given.is_empty() {
        page.push('\n');
    }
    page.push_str(&given);
}

/// What comes back, or what the plugin has to answer.
fn result(page: &mut String, document: &Document) {
    let name = match document.target {
        Target::Rpc => "return_value",
        Target::Notification => "notification_payload",
        Target::Hook => "hook_return",
    };
    heading(page, name);
    if document.target == Target::Rpc {
        return page.push_str(&returned(&document.response));
    }
    let notes = |lines: &[Spanned<String>]| if lines.is_empty() { String::new() } else { prose(lines, "\n") + "\n" };
    page.push_str(&notes(&document.response.pre_return_value_notes));
    fields(page, &document.response, "");
    page.push_str(&notes(&document.response.post_return_value_notes));
}

/// A chapter of prose, if the file has it.
fn chapter(page: &mut String, document: &Document, name: &str) {
    let Some(node) = document.root.get(name) else { return };
    let lines: Vec<&str> = match node.as_array() {
        Some(elements) => elements.iter().filter_map(Node::as_str).collect(),
        None => node.as_str().into_iter().collect(),
    };
    // References are a list; everything else has lines.
    let between = if name == "see_also" { ", " } else { "\n" };
    heading(page, name);
    page.push_str(&format!("{}\n", escaped(&lines.join(between))));
}

fn heading(page: &mut String, name: &str) {
    let heading = name.to_uppercase().replace('_', " ");
    page.push_str(&format!("\n{heading}\n{}\n\n", "-".repeat(heading.chars().count())));
}

fn list<'d>(document: &'d Document, name: &str) -> Option<&'d [Node]> {
    document.root.get(name).and_then(Node::as_array)
}
