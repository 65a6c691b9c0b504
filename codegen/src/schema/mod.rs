//! Second stage: the dialect as data, lossless, in the order of the file.

mod bounds;
mod deprecated;
mod document;
mod example;
mod groups;
mod keyword;
mod names;
pub mod overrides;
mod parse;
mod reader;
mod schemas;
pub(crate) mod spelling;
mod ty;
mod values;
mod version;

#[cfg(test)]
mod tests;

use cln_runtime::rules::GroupKind;

use crate::source::{Node, Spanned};
use crate::text::Span;

pub use deprecated::Deprecated;
pub use document::{Document, Section, Side, Target};
pub use example::Example;
pub(crate) use keyword::{KEYWORDS, TOP_LEVEL};
pub(crate) use parse::parse_corrected;
pub use parse::{parse, parse_with};
pub use reader::Unknown;
pub(crate) use reader::{Expected, Keywords, Reader};
pub(crate) use spelling::{Suggestions, did_you_mean, nearest};
pub use ty::Type;
pub(crate) use values::string;
pub use version::{Version, VersionError};

/// Text for people, line by line. Lines may be empty.
pub type Prose = Vec<Spanned<String>>;

/// What the dialect says about one place: the request, the response, a property, an item, or a
/// branch of a condition.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The JSON Pointer of this schema in its file, such as `/response/properties/payments`.
    pub pointer: String,
    /// Where the schema stands, braces included.
    pub span: Span,
    /// `type`
    pub ty: Option<Spanned<Type>>,
    /// `properties`; `None` if the keyword is absent, which is not the same as empty.
    pub properties: Option<Vec<Property>>,
    /// `required`, each name once.
    pub required: Vec<Spanned<String>>,
    /// `additionalProperties`
    pub additional_properties: Option<bool>,
    /// `items`
    pub items: Option<Box<Self>>,
    /// `enum`: strings, numbers, booleans or `null`, no two equal.
    pub enum_values: Option<Vec<Node>>,
    /// `description`
    pub description: Prose,
    /// `default`: words for people (`"False"`, `50000`), not a value to send.
    pub default: Option<Node>,
    /// `added`: the first release that knows this place.
    pub added: Option<Spanned<Version>>,
    /// `deprecated`
    pub deprecated: Option<Deprecated>,
    /// `hidden`: a developers' parameter, without documentation but valid to send.
    pub hidden: bool,
    /// `untyped`: any JSON.
    pub untyped: bool,
    /// `minLength`, in characters.
    pub min_length: Option<Spanned<u64>>,
    /// `maxLength`, in characters.
    pub max_length: Option<Spanned<u64>>,
    /// `minItems`
    pub min_items: Option<Spanned<u64>>,
    /// `maxItems`
    pub max_items: Option<Spanned<u64>>,
    /// `minimum`, included.
    pub minimum: Option<Spanned<i128>>,
    /// `maximum`, included.
    pub maximum: Option<Spanned<i128>>,
    /// `pattern`: a regular expression, not looked into here.
    pub pattern: Option<Spanned<String>>,
    /// `format`
    pub format: Option<Spanned<String>>,
    /// `oneOf`: exactly one of these.
    pub one_of: Vec<Self>,
    /// `anyOf`: at least one of these.
    pub any_of: Vec<Self>,
    /// `allOf`: all of these.
    pub all_of: Vec<Self>,
    /// `if`, `then`, `else`
    pub condition: Option<Box<Condition>>,
    /// `pairedWith`, `oneOfMany`, `dependentUpon`: what holds between fields.
    pub groups: Vec<Group>,
    /// `pre_return_value_notes`
    pub pre_return_value_notes: Prose,
    /// `post_return_value_notes`
    pub post_return_value_notes: Prose,
    /// `comment`: for authors of schemas.
    pub comment: Prose,
    /// Whether the place was taken for any JSON, because of something that the dialect does not know.
    pub degraded: bool,
    /// Whether the node may write `null` here; only a correction says so.
    pub nullable: bool,
    /// Whether this is a secret; only a correction says so, all else is told by the name.
    pub secret: Option<bool>,
}

/// A rule between fields.
#[derive(Clone, Debug)]
pub struct Group {
    /// Which rule.
    pub kind: GroupKind,
    /// The names; of `dependentUpon` the one that the others need comes first.
    pub names: Vec<Spanned<String>>,
}

/// A named part of an object.
#[derive(Clone, Debug)]
pub struct Property {
    /// The name, exactly as on the wire.
    pub name: Spanned<String>,
    /// What it holds.
    pub schema: Schema,
}

impl Property {
    /// Whether only a correction lists it. What a file lists has its name and its schema at two places.
    #[must_use]
    pub fn is_added_by_correction(&self) -> bool {
        self.name.span == self.schema.span
    }
}

/// `if`, `then` and `else`.
#[derive(Clone, Debug)]
pub struct Condition {
    /// `if`: what an instance must match for `then` to apply.
    pub when: Schema,
    /// `then`
    pub then: Option<Schema>,
    /// `else`
    pub otherwise: Option<Schema>,
}

impl Schema {
    /// The properties in the order of the file; none if the keyword is absent.
    pub fn properties(&self) -> impl Iterator<Item = &Property> {
        self.properties.iter().flatten()
    }

    /// The property of that name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Property> {
        self.properties().find(|property| property.name.value == name)
    }

    /// The groups of names that a rule between fields is about.
    pub fn groups_of(&self, kind: GroupKind) -> impl Iterator<Item = &[Spanned<String>]> {
        self.groups.iter().filter(move |group| group.kind == kind).map(|group| group.names.as_slice())
    }

    /// The schemas that describe the same place under a condition or as an alternative: `oneOf`,
    /// `anyOf`, `allOf`, `if`, `then` and `else`, in this order, not those below them.
    pub fn branches(&self) -> impl Iterator<Item = &Self> {
        let condition = self.condition.iter().flat_map(|condition| condition.branches());
        let lists = [&self.one_of, &self.any_of, &self.all_of];
        lists.into_iter().flatten().chain(condition)
    }

    /// `oneOf` and `anyOf`, in this order.
    pub fn alternatives(&self) -> impl Iterator<Item = &Self> {
        self.one_of.iter().chain(&self.any_of)
    }

    /// The branches that apply to some instances and not to others: alternatives, `then` and `else`.
    pub fn cases(&self) -> impl Iterator<Item = &Self> {
        self.alternatives()
            .chain(self.condition.iter().flat_map(|condition| condition.then.iter().chain(&condition.otherwise)))
    }

    /// All schemas directly below this one.
    pub(crate) fn below(&self) -> impl Iterator<Item = &Self> {
        self.properties().map(|property| &property.schema).chain(self.items.as_deref()).chain(self.branches())
    }

    /// All schemas directly below this one.
    fn below_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        let condition = self.condition.iter_mut().flat_map(|condition| condition.branches_mut());
        let lists = [&mut self.one_of, &mut self.any_of, &mut self.all_of];
        let properties = self.properties.iter_mut().flatten().map(|property| &mut property.schema);
        properties.chain(self.items.as_deref_mut()).chain(lists.into_iter().flatten()).chain(condition)
    }
}

impl Condition {
    fn branches_mut(&mut self) -> impl Iterator<Item = &mut Schema> {
        std::iter::once(&mut self.when).chain(&mut self.then).chain(&mut self.otherwise)
    }

    /// `if`, `then` and `else`, as far as they are there.
    pub fn branches(&self) -> impl Iterator<Item = &Schema> {
        std::iter::once(&self.when).chain(&self.then).chain(&self.otherwise)
    }
}
