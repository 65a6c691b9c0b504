//! Objects into structs, their properties into fields.

use std::borrow::Cow;
use std::collections::BTreeMap;

use cln_runtime::rules::GroupForm;
use cln_runtime::rules::{MAX_FIELDS, ScalarKind};
use cln_runtime::{Origin, Rule};

use super::branches::Object;
use super::constructor::{constructor, setters};
use super::context::{Lowering, Path, Role, is_newer, not_an_identifier};
use super::deprecation::{deprecated, deprecation, is_going, is_gone};
use super::flatten::{FlatProperty, flatten, type_of};
use super::general::{all_listed, general, same_rules};
use super::names::{constant, free, snake};
use super::notes::{default_sentence, notes, standing};
use super::scalar::unit;
use super::secrets::is_secret;
use super::{Checks, Constructor, Field, Group, Struct, Type, TypeDef, TypeId, docs};
use crate::diagnostic::{Code, Diagnostic, quoted};
use crate::schema::{Schema, Type as SchemaType};
use crate::source::{Node, Spanned};
use crate::text::Span;

impl Lowering<'_> {
    /// Makes a struct of an object.
    pub(super) fn lower_object(&mut self, schema: &Schema, path: &Path<'_>, origin: Origin, role: Role) -> TypeId {
        let id = self.reserve();
        let name = if role == Role::Rules { self.rules_name(path) } else { self.type_name(path) };
        let fields = self.lower_fields(schema, path, origin, role);
        let clauses = self.lower_clauses(schema, Object { fields: &fields, path, origin });
        let views = match role {
            Role::Rules => Vec::new(),
            _ => self.lower_views(&name, &clauses, Object { fields: &fields, path, origin }),
        };
        let groups = lower_groups(schema, &fields);
        let closed = schema.additional_properties.map_or(is_closed(role, origin), |more| !more);
        let constructor = match role {
            Role::Rules => Constructor::Arguments(Vec::new()),
            _ => constructor(&fields, || self.reserve_name(&format!("{name}Required"))),
        };
        let deprecated = match role {
            Role::Params | Role::Whole => schema.deprecated.as_ref().or(self.document.deprecated.as_ref()),
            Role::Part | Role::Rules => None, // The field that holds it says so.
        };
        let deprecated = deprecation(deprecated, self.options);
        let def = Struct {
            table: constant(&name),
            constructor,
            setters: setters(&fields, &groups),
            trace: self.trace(schema),
            docs: docs::prose(&schema.description),
            deprecated,
            closed,
            params: role == Role::Params,
            additional: (!closed).then(|| additional_name(&fields)),
            visible: role != Role::Rules,
            objects_only: role != Role::Rules || schema.ty.is_some(),
            name,
            fields,
            groups,
            clauses,
            views,
            origin,
        };
        self.define(id, TypeDef::Struct(def));
        id
    }

    fn lower_fields(&mut self, schema: &Schema, path: &Path<'_>, origin: Origin, role: Role) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut idents: BTreeMap<String, &Spanned<String>> = BTreeMap::new();
        for property in flatten(schema) {
            let added = property.definitions().find_map(|definition| definition.added.as_ref());
            if added.is_some_and(|added| is_newer(&added.value, self.options.until.as_ref())) {
                continue;
            }
            if is_gone(deprecated(&property), self.options) {
                continue;
            }
            let name = property.name;
            let Some(ident) = snake(&name.value) else {
                self.diagnostics.push(not_an_identifier(self.document, name.span, &name.value, &schema.pointer));
                continue;
            };
            if let Some(first) = idents.get(&ident) {
                self.same_identifier(&ident, (&first.value, first.span), (&name.value, name.span));
                continue;
            }
            idents.insert(ident.clone(), name);
            fields.push(self.lower_field(&property, ident, schema, path, origin, role));
        }
        if fields.len() > MAX_FIELDS {
            let message = format!("an object with {} properties; at most {MAX_FIELDS} can be generated", fields.len());
            let diagnostic = Diagnostic::new(Code::TooManyFields, message)
                .at(&self.document.source, schema.span)
                .hint("nest some of them in an object of their own")
                .pointer(&schema.pointer);
            self.diagnostics.push(diagnostic);
            // The tables that are made of them all the same hold no more.
            fields.truncate(MAX_FIELDS);
        }
        fields
    }

    fn lower_field(
        &mut self,
        property: &FlatProperty<'_>,
        ident: String,
        parent: &Schema,
        path: &Path<'_>,
        origin: Origin,
        role: Role,
    ) -> Field {
        let wire = property.name.value.clone();
        let path = path.then(&wire);
        let whole = whole(property, parent, origin);
        let ty = if role == Role::Rules {
            self.lower_rule(&whole, &path, origin)
        } else {
            self.lower_type(&whole, &path, origin)
        };
        let secret = whole.secret.unwrap_or_else(|| is_secret(&wire, &ty));
        if secret {
            self.hide_alternatives(&ty);
        }
        let checks = match property.own {
            None => Checks::Nothing,
            Some(own) if same_rules(own, &whole) || property.others.is_empty() => Checks::Type,
            Some(own) => Checks::Other(self.lower_rule(own, &path, origin)),
        };
        let nullable = property.definitions().any(|definition| definition.nullable);
        let checks = if nullable { or_null(checks, &ty) } else { checks };
        let is_later = whole.added.as_ref().is_some_and(|added| is_newer(&added.value, self.options.since.as_ref()));
        let going = deprecated(property);
        // Some of the nodes leave it out: those before it came, and those after it went.
        let later = origin == Origin::Node && (is_later || is_going(going, self.options));
        let deprecated = deprecation(going, self.options);
        if property.required && !later && !nullable {
            self.note_oldest(&whole, origin);
        }
        Field {
            secret,
            required: property.required && !later && !nullable,
            later,
            docs: field_docs(&whole, &ty),
            notes: notes(&whole, unit_of(&ty)),
            deprecated,
            trace: self.trace(&whole),
            checks,
            wire,
            ident,
            ty,
        }
    }

    /// Remembers since when a node's answers have everything they must have.
    fn note_oldest(&mut self, schema: &Schema, origin: Origin) {
        let (Origin::Node, Some(added)) = (origin, &schema.added) else { return };
        if self.oldest.as_ref().is_none_or(|oldest| *oldest < added.value) {
            self.oldest = Some(added.value.clone());
        }
    }

    pub(super) fn same_identifier(&mut self, ident: &str, first: (&str, Span), second: (&str, Span)) {
        let message = format!("{} and {} would both be `{ident}` in Rust", quoted(first.0), quoted(second.0));
        let diagnostic = Diagnostic::new(Code::SameIdentifier, message)
            .at(&self.document.source, second.1)
            .label("the second")
            .related(first.1, "the first")
            .hint("Rust names keep only ASCII letters, digits and word breaks; rename one of the two, or leave this schema out");
        self.diagnostics.push(diagnostic);
    }
}

/// Where `additionalProperties` is absent, only what a user writes at the top is closed.
fn is_closed(role: Role, origin: Origin) -> bool {
    match role {
        Role::Params => true,
        Role::Whole => origin == Origin::Client,
        Role::Part | Role::Rules => false,
    }
}

/// Everything said of a property as one schema; a property that is only named may be anything.
fn whole<'a>(property: &FlatProperty<'a>, parent: &Schema, origin: Origin) -> Cow<'a, Schema> {
    match (property.own, property.others.as_slice()) {
        (Some(only), []) | (None, &[only]) => return Cow::Borrowed(only),
        (None, []) => {
            let (pointer, span) = (parent.pointer.clone(), parent.span);
            return Cow::Owned(Schema { pointer, span, untyped: true, ..Schema::default() });
        }
        _ => {}
    }
    let mut whole = general(property.definitions());
    if let Some(values) = listed(property, origin) {
        whole.enum_values = Some(values);
    }
    if whole.description.is_empty() {
        let mut texts = property.definitions().map(|next| &next.description);
        whole.description = texts.find(|text| !text.is_empty()).cloned().unwrap_or_default();
    }
    whole.secret = property.definitions().find_map(|definition| definition.secret);
    Cow::Owned(whole)
}

/// What a field demands that may be `null` instead. The Rust type has no place for `null`: it is read as nothing given.
fn or_null(checks: Checks, ty: &Type) -> Checks {
    let value = match checks {
        Checks::Type => ty.clone(),
        Checks::Other(value) => value,
        Checks::Nothing => return Checks::Nothing,
    };
    Checks::Other(Type::OneOf(Rule::OneOf, vec![value, Type::Scalar(ScalarKind::Null, None)]))
}

/// The values of a text that an object lists and its branches do not, or the other way round.
///
/// Where only branches do, other values are right outside of them: an enum of what a user writes could not hold these.
fn listed(property: &FlatProperty<'_>, origin: Origin) -> Option<Vec<Node>> {
    let own = property.own?;
    if !property.definitions().all(|definition| type_of(definition) == Some(SchemaType::Scalar(ScalarKind::String))) {
        return None;
    }
    if own.enum_values.is_none() && origin == Origin::Client {
        return None;
    }
    let lists: Vec<&Vec<Node>> = property.definitions().filter_map(|schema| schema.enum_values.as_ref()).collect();
    (!lists.is_empty()).then(|| all_listed(lists))?
}

/// A name for the member that keeps unlisted fields which no listed one has.
fn additional_name(fields: &[Field]) -> String {
    free("additional", |name| fields.iter().any(|field| field.ident == name))
}

fn lower_groups(schema: &Schema, fields: &[Field]) -> Vec<Group> {
    let index = |name: &Spanned<String>| fields.iter().position(|field| field.wire == name.value);
    let group = |group: &crate::schema::Group| {
        // Without the one that they need, nothing is said of the others.
        let needed = group.kind.form() == GroupForm::ByFirst;
        group.names.first().filter(|first| !needed || index(first).is_some())?;
        let members: Vec<usize> = group.names.iter().filter_map(index).collect();
        (members.len() > 1).then_some(Group { kind: group.kind, members })
    };
    schema.groups.iter().filter_map(group).collect()
}

fn unit_of(ty: &Type) -> Option<&'static str> {
    match ty {
        Type::Scalar(kind, _) => unit(*kind),
        _ => None,
    }
}

/// Nothing about deprecation: rustdoc shows the attribute above the docs.
fn field_docs(schema: &Schema, ty: &Type) -> Vec<String> {
    let mut notes: Vec<String> = unit_of(ty).map(str::to_owned).into_iter().collect();
    if let Some(default) = &schema.default {
        notes.extend(docs::markdown(default_sentence(default).lines()));
    }
    notes.extend(standing(schema));
    docs::with_notes(docs::prose(&schema.description), notes)
}
