//! Manual pages: a schema file as the Markdown page that users of the node know, `lightning-delpay.7`.
//!
//! A consumer of [`schema`](cln_codegen::schema), not of the model: a page shows what the file says, branch by branch and in
//! the words of its author, with all its chapters. The model has decided what of that becomes Rust, for one range of
//! nodes; most of a page is not in it, and a name that makes no Rust name is no reason to have no page.

mod alternatives;
mod annotation;
mod chapters;
mod condition;
mod escape;
mod examples;
mod fields;
mod literal;
mod number;
mod returned;
mod synopsis;
mod update;

use cln_codegen::schema::Document;
use cln_runtime::visible_lines;

pub use update::{has_part, update};

/// The page of a schema file.
///
/// Schemas without errors give complete pages; of one with errors, what could be read. What a terminal would not show but
/// act on is escaped, wherever it stands.
#[must_use]
pub fn page(document: &Document) -> String {
    let mut page = String::new();
    chapters::all(&mut page, document);
    visible_lines(page).to_string()
}

/// The title of a page without the line below it, if the text looks like one: `delpay -- Command for ...`.
#[must_use]
pub fn title(page: &str) -> Option<&str> {
    let mut lines = page.lines();
    let (title, rule) = (lines.next()?, lines.next()?);
    let is_rule = !rule.is_empty() && rule.bytes().all(|byte| byte == b'=') && rule.len() == title.chars().count();
    (is_rule && title.contains(chapters::TITLE_MARK)).then_some(title)
}

/// What the title of the page of this name begins with.
#[must_use]
pub fn title_start(name: &str) -> String {
    format!("{}{}", escape::name(name), chapters::TITLE_MARK)
}
