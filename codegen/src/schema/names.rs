//! Keywords that name properties: the properties must be there.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use cln_runtime::json::pointer::child;

use super::Schema;
use super::reader::Reader;
use super::spelling::{Suggestions, did_you_mean};
use crate::diagnostic::{Code, quoted};
use crate::source::Spanned;

/// The properties of one object by name, each with all schemas that describe it.
type Described<'s> = BTreeMap<&'s str, Vec<&'s Schema>>;

/// Reports every name in `required` and in rules between fields that is no property.
pub(super) fn check_names(reader: &mut Reader<'_>, root: &Schema, written_by_node: bool) {
    let (everywhere, suggestions) = (OnceCell::new(), Suggestions::default());
    Check { reader, root, everywhere, suggestions, written_by_node }.place(vec![root]);
}

struct Check<'r, 'a, 's> {
    reader: &'r mut Reader<'a>,
    root: &'s Schema,
    /// The names of all properties in and below the root.
    everywhere: OnceCell<BTreeSet<&'s str>>,
    suggestions: Suggestions,
    written_by_node: bool,
}

impl<'s> Check<'_, '_, 's> {
    /// Checks one place of an instance, which several schemas may describe: a condition's `then` requires
    /// what the base defines, and the other way round. So names are looked up in all of them.
    fn place(&mut self, mut schemas: Vec<&'s Schema>) {
        let mut next = 0;
        while let Some(schema) = schemas.get(next) {
            let branches: Vec<_> = schema.branches().collect();
            schemas.extend(branches);
            next += 1;
        }
        let mut described = Described::new();
        for property in schemas.iter().flat_map(|schema| schema.properties()) {
            described.entry(&property.name.value).or_default().push(&property.schema);
        }
        for schema in &schemas {
            self.keywords(schema, &described);
        }
        let items: Vec<_> = schemas.iter().filter_map(|schema| schema.items.as_deref()).collect();
        for below in described.into_values().chain([items]).filter(|below| !below.is_empty()) {
            self.place(below);
        }
    }

    fn keywords(&mut self, schema: &Schema, described: &Described<'_>) {
        self.names(schema, "required", &schema.required, described);
        for group in &schema.groups {
            self.names(schema, group.kind.keyword(), &group.names, described);
        }
    }

    fn names<'n>(
        &mut self,
        schema: &Schema,
        key: &str,
        names: impl IntoIterator<Item = &'n Spanned<String>>,
        described: &Described<'_>,
    ) {
        for name in names {
            if !described.contains_key(name.value.as_str()) {
                self.missing(schema, key, name, described);
            }
        }
    }

    fn missing(&mut self, schema: &Schema, key: &str, name: &Spanned<String>, described: &Described<'_>) {
        let shown = quoted(&name.value);
        // Real documentation does this. The answer can be decoded all the same, so it is not refused;
        // a request could never be built.
        let elsewhere = key == "required" && self.written_by_node && self.is_described(&name.value);
        let (code, message) = if elsewhere {
            let message = format!("`{key}` names {shown}, which is described elsewhere, but not here");
            (Code::UndescribedProperty, message)
        } else {
            (Code::NoSuchProperty, format!("`{key}` names {shown}, but there is no such property"))
        };
        let near = self.suggestions.nearest(&name.value, described.keys().copied());
        let hint = did_you_mean(near, || format!("describe it under `properties`, or remove it from `{key}`"));
        let diagnostic = self
            .reader
            .found(code, name.span, message)
            .label("no such property")
            .hint(hint)
            .pointer(child(&schema.pointer, key));
        self.reader.push(diagnostic);
    }

    /// Whether a property of that name is described anywhere.
    fn is_described(&self, name: &str) -> bool {
        let everywhere = self.everywhere.get_or_init(|| {
            let mut names = BTreeSet::new();
            collect_names(self.root, &mut names);
            names
        });
        everywhere.contains(name)
    }
}

/// The names of all properties in and below the schema.
fn collect_names<'s>(schema: &'s Schema, names: &mut BTreeSet<&'s str>) {
    names.extend(schema.properties().map(|property| property.name.value.as_str()));
    let properties = schema.properties().map(|property| &property.schema);
    for below in properties.chain(schema.items.as_deref()).chain(schema.branches()) {
        collect_names(below, names);
    }
}
