//! `overrides`: one method, one change and one reason each.

use std::sync::Arc;

use crate::diagnostic::{Code, quoted};
use crate::schema::overrides::{Change, IGNORABLE, Override};
use crate::schema::{Expected, Keywords, Target, nearest, string};
use crate::source::{Node, Span, Spanned};

/// The keys that name what an override is for. A command is named by the word that users have for it.
const TARGETS: [(&str, Target); 3] =
    [("method", Target::Rpc), ("notification", Target::Notification), ("hook", Target::Hook)];

/// The keys that say what changes.
const CHANGES: [&str; 3] = ["ignore", "positions", "rename"];

const KEYS: &[&str] = &["method", "notification", "hook", "ignore", "positions", "rename", "at", "reason"];

/// What `at` is if it is not given.
const REQUEST: &str = "/request";

impl Keywords<'_, '_> {
    /// All overrides; one with a mistake is reported and left out.
    pub(super) fn overrides(&mut self) -> Vec<Override> {
        let Some(node) = self.find("overrides") else { return Vec::new() };
        let Some(elements) = node.as_array() else {
            self.wrong_kind("overrides", node, Expected::ARRAY);
            return Vec::new();
        };
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
        keys.known(KEYS);
        let method = keys.method(place);
        let change = keys.change(place);
        let reason = keys.reason(place);
        let (target, method) = method?;
        let source = Arc::clone(keys.reader.source);
        Some(Override { source, target, method, change: change?, reason: reason?, bundled: false })
    }

    /// What the override is for.
    fn method(&mut self, place: Span) -> Option<(Target, Spanned<String>)> {
        let keys = TARGETS.map(|(key, _)| key);
        let key = self.only_one(&keys, place, "an override is for one method", "\"method\": \"delpay\"")?;
        let (_, target) = TARGETS.into_iter().find(|(known, _)| *known == key)?;
        Some((target, self.text(key)?))
    }

    fn change(&mut self, place: Span) -> Option<Change> {
        let hint = "\"ignore\": \"pairedWith\"";
        match self.only_one(&CHANGES, place, "an override changes one thing", hint)? {
            "ignore" => self.ignore(),
            "positions" => self.positions(),
            _ => self.rename(),
        }
    }

    /// Why. Without it nobody could tell later whether the override is still right.
    fn reason(&mut self, place: Span) -> Option<String> {
        if self.find("reason").is_none() {
            self.malformed_override(place, "the override has no `reason`", "say why: \"reason\": \"...\"");
        }
        let reason = self.text("reason")?;
        if reason.value.trim().is_empty() {
            self.malformed_override(reason.span, "the `reason` is empty", "say why the schema is not right");
            return None;
        }
        Some(reason.value)
    }

    fn ignore(&mut self) -> Option<Change> {
        let keyword = self.text("ignore")?;
        let known = || IGNORABLE.iter().map(|(keyword, _)| *keyword);
        if !known().any(|known| known == keyword.value) {
            let hint = match nearest(&keyword.value, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("what can be ignored is `{}`", known().collect::<Vec<_>>().join("`, `")),
            };
            self.malformed_override(keyword.span, &format!("{} cannot be ignored", quoted(&keyword.value)), &hint);
            return None;
        }
        Some(Change::Ignore { keyword, at: self.at()? })
    }

    fn positions(&mut self) -> Option<Change> {
        if let Some(node) = self.find("at") {
            self.malformed_override(node.span, "`positions` are always the request's", "remove `at`");
            return None;
        }
        let names = self.texts("positions");
        for (index, name) in names.iter().enumerate() {
            if names.iter().take(index).any(|before| before.value == name.value) {
                let message = format!("`positions` lists {} twice", quoted(&name.value));
                self.malformed_override(name.span, &message, "remove one of the two");
                return None;
            }
        }
        Some(Change::Positions(names))
    }

    fn rename(&mut self) -> Option<Change> {
        const NAMES: Expected = Expected::new("an object from old to new names", "{\"old\": \"new\"}");
        let node = self.find("rename")?;
        let Some(members) = node.as_object() else {
            self.wrong_kind("rename", node, NAMES);
            return None;
        };
        let mut names = Vec::with_capacity(members.len());
        for member in members {
            match string(&member.value) {
                Some(new) => names.push((member.key.clone(), new)),
                None => self.wrong_kind("rename", &member.value, NAMES),
            }
        }
        Some(Change::Rename { names, at: self.at()? })
    }

    /// The place of the schema that changes.
    fn at(&mut self) -> Option<Spanned<String>> {
        match self.find("at") {
            Some(_) => self.text("at"),
            None => Some(Spanned { value: REQUEST.to_owned(), span: Span::default() }),
        }
    }

    /// The one of these keys that is there; reported if none or more than one is.
    fn only_one<'k>(&mut self, keys: &[&'k str], place: Span, rule: &str, example: &str) -> Option<&'k str> {
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

    fn malformed_override(&mut self, span: Span, message: &str, hint: &str) {
        let diagnostic =
            self.reader.found(Code::MalformedOverride, span, message.to_owned()).hint(hint).pointer(self.pointer);
        self.reader.push(diagnostic);
    }
}
