//! `overrides`: one method, one change and one reason each.

use std::sync::Arc;

use super::changes::CHANGES;
use crate::diagnostic::Code;
use crate::schema::overrides::Override;
use crate::schema::{Expected, Keywords, Target};
use crate::source::{Node, Spanned};
use crate::text::Span;

/// The keys that name what an override is for. A command is named by the word that users have for it.
const TARGETS: [(&str, Target); 3] =
    [("method", Target::Rpc), ("notification", Target::Notification), ("hook", Target::Hook)];

/// What goes with a change.
const WITH_CHANGES: [&str; 4] = ["at", "was", "before", "reason"];

/// What `at` is if it is not given.
const REQUEST: &str = "/request";

impl Keywords<'_, '_> {
    /// All overrides; one with a mistake is reported and left out.
    pub(super) fn overrides(&mut self) -> Vec<Override> {
        let elements = self.read("overrides", Node::as_array, Expected::ARRAY).unwrap_or_default();
        elements.iter().enumerate().filter_map(|(index, element)| self.one_override(index, element)).collect()
    }

    fn one_override(&mut self, index: usize, node: &Node) -> Option<Override> {
        let Some(members) = node.as_object() else {
            self.wrong_kind("overrides", node, Expected::OBJECT);
            return None;
        };
        let pointer = format!("/overrides/{index}");
        // The opening brace: the whole object would be too much to show.
        let place = Span::new(node.span.start, node.span.start + 1);
        let mut keys = Keywords { reader: self.reader, members, pointer: &pointer, severity: self.severity };
        let known: Vec<&str> = TARGETS.iter().map(|(key, _)| *key).chain(CHANGES).chain(WITH_CHANGES).collect();
        keys.known(&known);
        let method = keys.method(place);
        let at = keys.at();
        let change = at.as_ref().and_then(|at| keys.change(place, at));
        let was = at.as_ref().map(|at| keys.was(at)).unwrap_or_default();
        let reason = keys.reason(place);
        let (target, method) = method?;
        let source = Arc::clone(keys.reader.source);
        Some(Override { source, target, method, at: at?, change: change?, was, reason: reason?, bundled: false })
    }

    /// What the override is for.
    fn method(&mut self, place: Span) -> Option<(Target, Spanned<String>)> {
        let keys = TARGETS.map(|(key, _)| key);
        let key = self.only_one(&keys, place, "an override is for one method", "\"method\": \"delpay\"")?;
        let (_, target) = TARGETS.into_iter().find(|(known, _)| *known == key)?;
        Some((target, self.text(key)?))
    }

    /// Why. Without it nobody could tell later whether the override is still right.
    fn reason(&mut self, place: Span) -> Option<String> {
        // A note is its own reason.
        let key = if self.find("note").is_some() { "note" } else { "reason" };
        if let Some(both) = self.find("reason").filter(|_| key == "note") {
            self.malformed_override(both.span, "a `note` needs no `reason`", "remove one of the two");
            return None;
        }
        if self.find(key).is_none() {
            self.malformed_override(place, "the override has no `reason`", "say why: \"reason\": \"...\"");
        }
        let reason = self.text(key)?;
        if reason.value.trim().is_empty() {
            let message = format!("the `{key}` is empty");
            self.malformed_override(reason.span, &message, "say what is wrong with the schema");
            return None;
        }
        Some(reason.value)
    }

    /// The place of the schema that changes.
    fn at(&mut self) -> Option<Spanned<String>> {
        match self.find("at") {
            // The lines of `errors` are those of the file.
            None if self.find("errors").is_some() => Some(Spanned { value: String::new(), span: Span::default() }),
            Some(_) => self.text("at"),
            None => Some(Spanned { value: REQUEST.to_owned(), span: Span::default() }),
        }
    }

    /// The one of these keys that is there; reported if none or more than one is.
    pub(super) fn only_one<'k>(&mut self, keys: &[&'k str], place: Span, rule: &str, example: &str) -> Option<&'k str> {
        let mut found = keys.iter().copied().filter(|key| self.find(key).is_some());
        let listed = keys.join("`, `");
        match (found.next(), found.next()) {
            (Some(key), None) => Some(key),
            (None, _) => {
                let message = format!("{rule}, but this one has none of `{listed}`");
                self.malformed_override(place, &message, &format!("write it like this: {example}"));
                None
            }
            (Some(_), Some(second)) => {
                let span = self.find(second).map_or(place, |node| node.span);
                let message = format!("{rule}, but this one has more than one of `{listed}`");
                self.malformed_override(span, &message, "write one override for each");
                None
            }
        }
    }

    pub(super) fn malformed_override(&mut self, span: Span, message: &str, hint: &str) {
        let diagnostic =
            self.reader.found(Code::MalformedOverride, span, message.to_owned()).hint(hint).pointer(self.pointer);
        self.reader.push(diagnostic);
    }
}
