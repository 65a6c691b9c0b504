//! The Rust types that are generated.

use cln_runtime::{Origin, Rule};

use super::{Checks, Clause, Constructor, Deprecation, Group, Notes, Setter, Type, View};

/// A generated type.
#[derive(Clone, Debug)]
pub enum TypeDef {
    /// A struct, from an object.
    Struct(Struct),
    /// An enum, from a list of strings.
    Enum(Enum),
    /// An enum, from alternatives (`oneOf`, `anyOf`).
    Union(Union),
}

/// A struct, from an object.
#[derive(Clone, Debug)]
pub struct Struct {
    /// The type's name.
    pub name: String,
    /// The name of its table of rules.
    pub table: String,
    /// Where its schema stands, as `FILE#POINTER`.
    pub trace: String,
    /// Its documentation, without the trace.
    pub docs: Vec<String>,
    /// Whether it is the request or the response of a method that is deprecated, or itself.
    pub deprecated: Option<Box<Deprecation>>,
    /// Its fields, in schema order.
    pub fields: Vec<Field>,
    /// Rules between its fields.
    pub groups: Vec<Group>,
    /// Who writes it.
    pub origin: Origin,
    /// Whether unknown fields are a violation.
    pub closed: bool,
    /// Whether it is a command's parameters.
    pub params: bool,
    /// What else must hold, depending on what is there.
    pub clauses: Vec<Clause>,
    /// The name of the member that keeps fields that the schema does not list, if it allows them.
    pub additional: Option<String>,
    /// Whether it becomes a Rust type; if not, it is only a table of rules.
    pub visible: bool,
    /// Whether no other value will do. A branch may say something of an object without demanding one.
    pub objects_only: bool,
    /// How it is made.
    pub constructor: Constructor,
    /// How its options are set.
    pub setters: Vec<Setter>,
    /// What its tags promise.
    pub views: Vec<View>,
}

/// A field of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name on the wire.
    pub wire: String,
    /// The name in Rust, not yet made raw.
    pub ident: String,
    /// What it holds.
    pub ty: Type,
    /// What its value must be, where that is not what the type holds.
    pub checks: Checks,
    /// Whether it must be there.
    pub required: bool,
    /// Whether the oldest node to support does not know it, so that nothing in its answers can require it.
    pub later: bool,
    /// Whether it holds a secret: its Rust type is hidden, and messages do not show its value.
    pub secret: bool,
    /// Its documentation, without the trace.
    pub docs: Vec<String>,
    /// What its schema says to people.
    pub notes: Notes,
    /// Whether it is deprecated.
    pub deprecated: Option<Box<Deprecation>>,
    /// Where its schema stands.
    pub trace: String,
}

/// An enum, from a list of strings.
#[derive(Clone, Debug)]
pub struct Enum {
    /// The type's name.
    pub name: String,
    /// Where its schema stands.
    pub trace: String,
    /// Its documentation, without the trace.
    pub docs: Vec<String>,
    /// Its values, in schema order.
    pub values: Vec<EnumValue>,
    /// The name of the variant for values that the schema does not list; only in what a node writes.
    pub open: Option<String>,
}

/// An enum, from alternatives.
#[derive(Clone, Debug)]
pub struct Union {
    /// The type's name.
    pub name: String,
    /// Where its schema stands.
    pub trace: String,
    /// Its documentation, without the trace.
    pub docs: Vec<String>,
    /// The name of its rules.
    pub table: String,
    /// Who writes it.
    pub origin: Origin,
    /// What is broken if none of the alternatives fits: `oneOf` or `anyOf`.
    pub rule: Rule,
    /// Its alternatives, in schema order; the first that fits is taken.
    pub variants: Vec<Variant>,
    /// The name of the variant for what fits none of them; only in what a node writes.
    pub open: Option<String>,
    /// Whether the field that holds it is a secret.
    pub secret: bool,
}

/// An alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The variant's name.
    pub ident: String,
    /// What it holds.
    pub ty: Type,
    /// Whether what it holds is hidden, because the field is a secret.
    pub secret: bool,
    /// Its documentation.
    pub docs: Vec<String>,
    /// What its schema says to people.
    pub notes: Notes,
    /// Whether it is deprecated.
    pub deprecated: Option<Box<Deprecation>>,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumValue {
    /// The value on the wire.
    pub wire: String,
    /// The variant's name.
    pub ident: String,
}

impl Struct {
    /// Whether one of its fields is a parameter that is deprecated.
    #[must_use]
    pub fn is_deprecated_parameter(&self, field: &Field) -> bool {
        self.params && field.deprecated.is_some()
    }
}

impl TypeDef {
    /// The type's name.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Struct(def) => &def.name,
            Self::Enum(def) => &def.name,
            Self::Union(def) => &def.name,
        }
    }

    /// Whether the type itself is deprecated.
    #[must_use]
    pub const fn is_deprecated(&self) -> bool {
        matches!(self, Self::Struct(Struct { deprecated: Some(_), .. }))
    }

    /// Whether the type or something in it is deprecated.
    #[must_use]
    pub fn holds_deprecated(&self) -> bool {
        match self {
            Self::Struct(def) => self.is_deprecated() || def.fields.iter().any(|field| field.deprecated.is_some()),
            Self::Union(def) => def.variants.iter().any(|variant| variant.deprecated.is_some()),
            Self::Enum(_) => false,
        }
    }
}
