//! What an override changes.

use std::collections::BTreeSet;

use crate::diagnostic::{Severity, quoted};
use crate::schema::overrides::{Change, IGNORABLE, is_error_line};
use crate::schema::{Expected, Keywords, did_you_mean, nearest, string};
use crate::source::{Member, Node, Spanned};
use crate::text::Span;

/// The keys that say what changes.
pub(super) const CHANGES: [&str; 13] = [
    "ignore",
    "set",
    "extend",
    "required",
    "optional",
    "nullable",
    "secret",
    "rename",
    "positions",
    "add",
    "remove",
    "note",
    "errors",
];

/// What a correction can say of the file itself: what it describes, and since when.
pub(super) const OF_FILE: [&str; 6] = ["rpc", "notification", "hook", "title", "added", "deprecated"];

const PROPERTIES: Expected = Expected::new("an object from names to schemas", "{\"name\": {\"type\": \"string\"}}");
const KEYWORDS: Expected = Expected::new("an object from keywords to values", "{\"type\": \"u32\"}");
const LINES: Expected = Expected::new("an object of lists of lines", "{\"add\": [\"- 208: ...\"], \"remove\": []}");

impl<'r> Keywords<'r, '_> {
    pub(super) fn change(&mut self, place: Span, at: &Spanned<String>) -> Option<Change> {
        let hint = "\"ignore\": \"pairedWith\"";
        let key = self.only_one(&CHANGES, place, "an override changes one thing", hint)?;
        if key != "add" && self.find("before").is_some() {
            self.malformed_override(place, "`before` is only for `add`", "remove `before`");
            return None;
        }
        match key {
            "ignore" => self.ignore(),
            "set" => self.set(at),
            "extend" => self.extend(),
            "required" => Some(Change::Required(self.some_names(key)?)),
            "optional" => Some(Change::Optional(self.some_names(key)?)),
            "remove" => Some(Change::Remove(self.some_names(key)?)),
            "nullable" => self.nullable(),
            "secret" => Some(Change::Secret(self.flag(key)?, self.find(key)?.span)),
            "rename" => self.rename(),
            "positions" => self.positions(),
            "add" => self.added_properties(),
            "note" => Some(Change::Note(self.find(key)?.span)),
            _ => self.errors(),
        }
    }

    fn ignore(&mut self) -> Option<Change> {
        let keyword = self.text("ignore")?;
        if !IGNORABLE.contains(&keyword.value.as_str()) {
            let hint = did_you_mean(nearest(&keyword.value, IGNORABLE.iter().copied()), || {
                format!("the keywords that can be ignored are `{}`", IGNORABLE.join("`, `"))
            });
            self.malformed_override(keyword.span, &format!("{} cannot be ignored", quoted(&keyword.value)), &hint);
            return None;
        }
        Some(Change::Ignore(keyword))
    }

    /// Keywords and their values, which have to be those of a schema; `null` is for keywords that go.
    fn set(&mut self, at: &Spanned<String>) -> Option<Change> {
        let members = self.read("set", Node::as_object, KEYWORDS)?;
        let node = self.find("set")?;
        let pointer = self.child("set");
        if at.value.is_empty() {
            let mut keys = Keywords { reader: self.reader, members, pointer: &pointer, severity: Severity::Error };
            keys.known(&OF_FILE);
        } else {
            let given: Vec<Member> = members.iter().filter(|member| !member.value.is_null()).cloned().collect();
            self.reader.schema(node, &given, &pointer);
        }
        Some(Change::Set(members.to_vec()))
    }

    fn extend(&mut self) -> Option<Change> {
        let some = |node: &'r Node| node.as_array().filter(|values| !values.is_empty());
        Some(Change::Extend(self.read("extend", some, Expected::ARRAY)?.to_vec()))
    }

    fn nullable(&mut self) -> Option<Change> {
        let span = self.find("nullable")?.span;
        if self.flag("nullable")? {
            return Some(Change::Nullable(span));
        }
        self.malformed_override(span, "`nullable` is `false`, which is the default", "remove the override");
        None
    }

    fn rename(&mut self) -> Option<Change> {
        const NAMES: Expected = Expected::new("an object from old to new names", "{\"old\": \"new\"}");
        let members = self.read("rename", Node::as_object, NAMES)?;
        let mut names = Vec::with_capacity(members.len());
        for member in members {
            match string(&member.value) {
                Some(new) => names.push((member.key.clone(), new)),
                None => self.wrong_kind("rename", &member.value, NAMES),
            }
        }
        Some(Change::Rename(names))
    }

    fn positions(&mut self) -> Option<Change> {
        if let Some(node) = self.find("at") {
            self.malformed_override(node.span, "`positions` always apply to the request", "remove `at`");
            return None;
        }
        Some(Change::Positions(self.some_names("positions")?))
    }

    fn added_properties(&mut self) -> Option<Change> {
        let properties = self.read("add", Node::as_object, PROPERTIES)?.to_vec();
        let pointer = self.child("add");
        for Member { key, value } in &properties {
            match value.as_object() {
                Some(members) => {
                    self.reader.schema(value, members, &format!("{pointer}/{}", key.value));
                }
                None => self.wrong_kind("add", value, PROPERTIES),
            }
        }
        Some(Change::Add { properties, before: self.text("before") })
    }

    fn errors(&mut self) -> Option<Change> {
        if let Some(node) = self.find("at") {
            self.malformed_override(node.span, "`errors` always applies to the whole file", "remove `at`");
            return None;
        }
        let members = self.read("errors", Node::as_object, LINES)?;
        let pointer = self.child("errors");
        let mut keys = Keywords { reader: self.reader, members, pointer: &pointer, severity: Severity::Error };
        keys.known(&["add", "remove"]);
        let (add, remove) = (keys.texts("add"), keys.texts("remove"));
        let hint = "write it like this: \"add\": [\"- 208: Payment not found.\"]";
        if let Some(line) = add.iter().find(|line| !is_error_line(&line.value)) {
            self.malformed_override(line.span, "a line of `errors` has no code", hint);
            return None;
        }
        if add.is_empty() && remove.is_empty() {
            self.malformed_override(self.find("errors")?.span, "`errors` has no lines", hint);
            return None;
        }
        Some(Change::Errors { add, remove })
    }

    /// At least one name, and none of them twice.
    fn some_names(&mut self, key: &str) -> Option<Vec<Spanned<String>>> {
        let names = self.texts(key);
        if let Some(node) = self.find(key).filter(|node| node.as_array().is_some_and(<[_]>::is_empty)) {
            self.malformed_override(node.span, &format!("`{key}` has no names"), "remove the override");
            return None;
        }
        let mut before = BTreeSet::new();
        for name in &names {
            if !before.insert(&name.value) {
                let message = format!("`{key}` lists {} twice", quoted(&name.value));
                self.malformed_override(name.span, &message, "remove one of the two");
                return None;
            }
        }
        Some(names)
    }
}
