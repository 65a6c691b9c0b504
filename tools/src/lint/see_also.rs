//! Pages under `see_also` that no schema file describes.

use std::collections::BTreeSet;

use cln_codegen::diagnostic::{Code, Diagnostic, quoted};
use cln_codegen::internals::{Suggestions, Traced};
use cln_codegen::schema::Document;
use cln_codegen::source::Spanned;

use super::Finding;

/// What the name of a command's page begins with.
const PREFIX: &str = "lightning-";

/// The section of the manual that commands are in.
const SECTION: &str = "7";

/// Pages of that name and section that are about no single command.
const GENERAL: [&str; 1] = ["rpc"];

/// A finding for each name of a page that is none of these files'; none for a single file, which cannot know the others.
pub(super) fn without_page(documents: &[Traced]) -> Vec<Finding> {
    if documents.len() < 2 {
        return Vec::new();
    }
    let names: BTreeSet<&str> = documents.iter().map(|(document, _)| document.name.value.as_str()).collect();
    let mut suggestions = Suggestions::new();
    let mut findings = Vec::new();
    for (document, _) in documents {
        for (index, page) in document.see_also.iter().enumerate() {
            findings.extend(complaint(document, index, page, &names, &mut suggestions));
        }
    }
    findings
}

fn complaint(
    document: &Document,
    index: usize,
    page: &Spanned<String>,
    names: &BTreeSet<&str>,
    suggestions: &mut Suggestions,
) -> Option<Finding> {
    let rest = page.value.trim().strip_prefix(PREFIX)?;
    let (name, section) = rest.split_once('(').unwrap_or((rest, ""));
    let section = section.strip_suffix(')').unwrap_or_default();
    let known = names.contains(name) || GENERAL.contains(&name);
    let (message, hint) = match (section, known) {
        ("", _) => {
            let message = format!("{} names no section of the manual", quoted(&page.value));
            (message, format!("write it like this: `{PREFIX}{name}({SECTION})`"))
        }
        (SECTION, false) => {
            let hint = match suggestions.nearest(name, names.iter().copied()) {
                Some(near) => format!("did you mean `{PREFIX}{near}({SECTION})`? If not, lint its file, too"),
                None => "correct the name, or lint its file, too".to_owned(),
            };
            (format!("none of the files describes {}, which {} names", quoted(name), quoted(&page.value)), hint)
        }
        _ => return None,
    };
    let diagnostic = Diagnostic::new(Code::NoSuchPage, message)
        .at(&document.source, page.span)
        .label("no such page")
        .hint(hint)
        .pointer(format!("/see_also/{index}"));
    Some(diagnostic.into())
}
