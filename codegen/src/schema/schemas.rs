//! A schema and the schemas below it.

use cln_runtime::json::pointer::child;

use super::keyword::KEYWORDS;
use super::reader::{Expected, Keywords, Reader, Unknown};
use super::spelling::{did_you_mean, nearest};
use super::{Condition, Property, Schema, Type};
use crate::diagnostic::{Code, Severity, quoted};
use crate::source::{Member, Node, Spanned};

impl Reader<'_> {
    /// Reads a schema whose node is an object.
    pub(crate) fn schema(&mut self, node: &Node, members: &[Member], pointer: &str) -> Schema {
        let known = self.known_keywords(members, pointer);
        let mut keywords = Keywords { reader: self, members, pointer, severity: Severity::Error };
        let ty = keywords.ty();
        let unknown_type = ty.is_none() && keywords.find("type").is_some();
        let mut schema = keywords.schema(node, ty);
        self.bounds(&schema);
        if self.unknown == Unknown::Refuse {
            return schema;
        }
        // Parameters, results and payloads are objects in any release: only what is below gives way.
        let is_side = !pointer.trim_start_matches('/').contains('/');
        if is_side {
            schema.drop_branches_that_gave_way();
        } else if !known || unknown_type || schema.branches().any(|branch| branch.degraded) {
            schema = schema.into_any();
        }
        schema
    }

    /// Reports the keywords that the dialect does not know; whether there are none.
    fn known_keywords(&mut self, members: &[Member], pointer: &str) -> bool {
        let mut known = true;
        for Member { key, .. } in members {
            if KEYWORDS.contains(&key.value.as_str()) {
                continue;
            }
            known = false;
            let message = format!("the keyword {} is unknown", quoted(&key.value));
            let hint = did_you_mean(nearest(&key.value, KEYWORDS.iter().copied()), || {
                "remove it; if it is a property, move it into `properties`".to_owned()
            });
            let diagnostic = self
                .found(Code::UnknownKeyword, key.span, message)
                .severity(self.unknown_severity())
                .label("unknown keyword")
                .hint(hint)
                .pointer(child(pointer, &key.value));
            self.push(diagnostic);
        }
        known
    }
}

impl Keywords<'_, '_> {
    /// One field per keyword.
    fn schema(&mut self, node: &Node, ty: Option<Spanned<Type>>) -> Schema {
        Schema {
            pointer: self.pointer.to_owned(),
            span: node.span,
            ty,
            properties: self.properties(),
            required: self.required(),
            additional_properties: self.flag("additionalProperties"),
            items: self.below("items").map(Box::new),
            enum_values: self.enum_values(),
            description: self.prose("description"),
            default: self.find("default").cloned(),
            added: self.version("added"),
            deprecated: self.deprecated(),
            hidden: self.flag("hidden").unwrap_or(false),
            untyped: self.flag("untyped").unwrap_or(false),
            min_length: self.count("minLength"),
            max_length: self.count("maxLength"),
            min_items: self.count("minItems"),
            max_items: self.count("maxItems"),
            minimum: self.integer("minimum"),
            maximum: self.integer("maximum"),
            pattern: self.text("pattern"),
            format: self.text("format"),
            one_of: self.alternatives("oneOf"),
            any_of: self.alternatives("anyOf"),
            all_of: self.alternatives("allOf"),
            condition: self.condition().map(Box::new),
            groups: self.groups(),
            pre_return_value_notes: self.prose("pre_return_value_notes"),
            post_return_value_notes: self.prose("post_return_value_notes"),
            comment: self.prose("comment"),
            degraded: false,
            nullable: false,
            secret: None,
        }
    }

    fn ty(&mut self) -> Option<Spanned<Type>> {
        let node = self.find("type")?;
        let name = self.read("type", Node::as_str, Expected::TYPE)?;
        if let Some(value) = Type::from_name(name) {
            return Some(Spanned { value, span: node.span });
        }
        let hint = did_you_mean(nearest(name, Type::all().map(Type::name)), || {
            let names: Vec<&str> = Type::all().map(Type::name).collect();
            format!("for any JSON leave `type` out; the types are {}", names.join(", "))
        });
        let diagnostic = self
            .reader
            .found(Code::UnknownType, node.span, format!("the type {} is unknown", quoted(name)))
            .severity(self.reader.unknown_severity())
            .label("unknown type")
            .hint(hint)
            .pointer(self.child("type"));
        self.reader.push(diagnostic);
        None
    }

    fn properties(&mut self) -> Option<Vec<Property>> {
        let members = self.read("properties", Node::as_object, Expected::OBJECT)?;
        let pointer = self.child("properties");
        let mut properties = Vec::with_capacity(members.len());
        for Member { key, value } in members {
            let schema = self.sub_schema(&key.value, value, &child(&pointer, &key.value));
            properties.push(Property { name: key.clone(), schema });
        }
        Some(properties)
    }

    /// The schema under a keyword.
    fn below(&mut self, key: &str) -> Option<Schema> {
        let node = self.find(key)?;
        Some(self.sub_schema(key, node, &self.child(key)))
    }

    /// The branches of `oneOf`, `anyOf` or `allOf`.
    fn alternatives(&mut self, key: &str) -> Vec<Schema> {
        let Some(node) = self.find(key) else { return Vec::new() };
        let Some(elements) = self.read(key, Node::as_array, Expected::SCHEMAS) else { return Vec::new() };
        if elements.is_empty() {
            let diagnostic = self
                .reader
                .found(Code::EmptyAlternatives, node.span, format!("{} has no branches", quoted(key)))
                .label("expected at least one schema")
                .hint("add the branches, or remove the keyword")
                .pointer(self.child(key));
            self.reader.push(diagnostic);
        }
        let pointer = self.child(key);
        let below = |(index, element)| self.sub_schema(key, element, &child(&pointer, &format!("{index}")));
        elements.iter().enumerate().map(below).collect()
    }

    fn condition(&mut self) -> Option<Condition> {
        let [when, then, otherwise] = ["if", "then", "else"].map(|key| self.below(key));
        if let Some(when) = when {
            return Some(Condition { when, then, otherwise });
        }
        for branch in [then, otherwise].into_iter().flatten() {
            let message = "a `then` or `else` without `if` has no effect".to_owned();
            let diagnostic = self
                .reader
                .found(Code::ConditionWithoutIf, branch.span, message)
                .label("there is no `if` beside this")
                .hint("add the `if`, or remove the branch")
                .pointer(branch.pointer);
            self.reader.push(diagnostic);
        }
        None
    }

    /// A schema; anything but an object is reported, and read as one that says nothing.
    fn sub_schema(&mut self, key: &str, node: &Node, pointer: &str) -> Schema {
        match node.as_object() {
            Some(members) => self.reader.schema(node, members, pointer),
            None => {
                self.wrong_kind_at(pointer.to_owned(), key, node, Expected::SCHEMA);
                Schema { pointer: pointer.to_owned(), span: node.span, ..Schema::default() }
            }
        }
    }
}

impl Schema {
    /// Forgets what can no longer be decided: alternatives and conditions with a part that may be
    /// anything.
    fn drop_branches_that_gave_way(&mut self) {
        for alternatives in [&mut self.one_of, &mut self.any_of] {
            if alternatives.iter().any(|branch| branch.degraded) {
                alternatives.clear();
            }
        }
        self.all_of.retain(|branch| !branch.degraded);
        self.condition.take_if(|condition| condition.branches().any(|branch| branch.degraded));
    }

    /// The same place as any JSON: what is said to people stays.
    fn into_any(self) -> Self {
        Self {
            pointer: self.pointer,
            span: self.span,
            description: self.description,
            default: self.default,
            added: self.added,
            deprecated: self.deprecated,
            hidden: self.hidden,
            untyped: true,
            degraded: true,
            comment: self.comment,
            ..Self::default()
        }
    }
}
