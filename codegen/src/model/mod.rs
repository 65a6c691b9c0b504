//! Third stage: what will be generated, decided down to the last name.
//!
//! Lowering turns a [`Document`](crate::schema::Document) into a [`Method`]. Nothing after it looks at a schema
//! again: emitters only write down what stands here.

mod branches;
mod canonical;
mod constructor;
mod deprecation;
mod docs;
mod errors;
mod examples;
mod exports;
mod fields;
mod flatten;
mod general;
mod lower;
mod names;
mod negatives;
mod notes;
mod scalar;
mod tables;
mod values;
mod views;

use cln_runtime::rules::ScalarKind;
use cln_runtime::{Rule, Writer};

use crate::schema::Version;

pub use crate::schema::Target;

pub use canonical::json_string;
pub(crate) use errors::documented_codes;
pub(crate) use examples::{Judged, judge};
pub use lower::lower;
pub use names::raw_if_keyword;
#[cfg(feature = "cli")]
pub(crate) use tables::rules;
#[cfg(test)]
pub(crate) use tables::shape;
pub use tables::with_rules;

/// What the user chose.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The oldest node to support: what was `added` later is optional in its answers.
    pub since: Option<Version>,
    /// The newest node to support: what was `added` later is left out, and what was `deprecated` later is not yet.
    pub until: Option<Version>,
}

/// Everything that is generated in one run.
#[derive(Clone, Debug)]
pub struct Api {
    /// The methods, sorted by name.
    pub methods: Vec<Method>,
    /// The oldest node whose answers the bindings read; `None` if no schema says.
    pub oldest: Option<Version>,
}

/// A command, notification or hook: the content of one generated file.
#[derive(Clone, Debug)]
pub struct Method {
    /// What it is.
    pub target: Target,
    /// The name on the wire.
    pub name: String,
    /// The module's name, a valid identifier; also the file's name.
    pub module: String,
    /// The name as a variant of an enum of methods.
    pub variant: String,
    /// The schema's path as it stands in traces.
    pub source: String,
    /// The module's documentation.
    pub docs: Vec<String>,
    /// What the schema says to people about the whole and the parameters.
    pub request_notes: Notes,
    /// What it says to people about the whole and the result.
    pub response_notes: Notes,
    /// The structs and enums, each before those inside it, the request's first.
    pub types: Vec<TypeDef>,
    /// The parameters.
    pub request: TypeId,
    /// The result.
    pub response: TypeId,
    /// The documented errors.
    pub errors: ErrorEnum,
    /// The documented exchanges.
    pub examples: Vec<Example>,
    /// Since when a node's answers have everything they must have.
    pub oldest: Option<Version>,
}

/// What a schema says to people, as it says it: for what is read elsewhere than in Rust.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// The description, and since when it holds; empty if there is nothing to say.
    pub text: String,
    /// `default`, as compact JSON.
    pub default: Option<String>,
    /// Whether it is deprecated.
    pub deprecated: bool,
}

/// What the documentation says of something that it wants nobody to use any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deprecation {
    /// The release that deprecated it.
    pub since: Option<String>,
    /// The release that does not have it any more.
    pub removed_in: Option<String>,
}

/// Where a type stands among the types of its method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

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
    pub writer: Writer,
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
    /// Whether its name says that it is a secret.
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

/// What a field or element holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// Any JSON.
    Any,
    /// A scalar type, within bounds if any are given.
    Scalar(ScalarKind, Option<Box<Limits>>),
    /// A struct or enum of the same method.
    Named(TypeId),
    /// An array.
    Array(Box<Array>),
    /// One of these, or the rule is broken; only in rules, since as a Rust type it has a name.
    OneOf(Rule, Vec<Type>),
}

/// What strict validation demands of a field's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Checks {
    /// What the field's type holds.
    Type,
    /// Something narrower.
    Other(Type),
    /// Nothing: only branches say.
    Nothing,
}

/// What must hold of an object beside its fields' own rules.
#[derive(Clone, Debug, PartialEq)]
pub enum Clause {
    /// This, too (an entry of `allOf`).
    All(Branch),
    /// `if`, `then`, `else`
    If {
        /// When it applies.
        test: Box<Branch>,
        /// The same in words.
        reason: String,
        /// What must hold if it does.
        then: Option<Box<Branch>>,
        /// What must hold if it does not.
        otherwise: Option<Box<Branch>>,
    },
    /// At least one of these (`oneOf` and `anyOf` of a whole object).
    Any(Rule, Vec<Branch>),
}

/// A schema that an object must satisfy in addition. Fields are given by their indices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Branch {
    /// What must be there.
    pub required: Vec<usize>,
    /// What may be there; `None` if anything may.
    pub allowed: Option<Vec<usize>>,
    /// What fields must be if they are there.
    pub kinds: Vec<(usize, Type)>,
    /// What else must hold.
    pub clauses: Vec<Clause>,
}

/// Bounds of a scalar, with equality.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The only values, as compact JSON.
    pub values: Option<Vec<String>>,
    /// `minLength`
    pub min_length: Option<u64>,
    /// `maxLength`
    pub max_length: Option<u64>,
    /// `minimum`
    pub minimum: Option<i128>,
    /// `maximum`
    pub maximum: Option<i128>,
}

/// An array type.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    /// What its elements are.
    pub items: Type,
    /// What the schema of the elements says to people.
    pub notes: Notes,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
}

/// A rule between fields, by their indices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Group {
    /// All or none.
    Paired(Vec<usize>),
    /// At most one.
    Exclusive(Vec<usize>),
    /// The others only together with the first.
    Dependent(usize, Vec<usize>),
}

/// How a struct is made by its users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// `new` takes the required fields.
    Arguments(Vec<usize>),
    /// `new` takes one struct of that name with the required fields, which cannot be left incomplete.
    Required(String, Vec<usize>),
}

/// A method that sets one option, or a group of them that goes together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setter {
    /// The method's name.
    pub name: String,
    /// The indices of the fields it sets.
    pub fields: Vec<usize>,
}

/// Typed access to the fields that are there where a tag has certain values.
#[derive(Clone, Debug)]
pub struct View {
    /// The name of its struct.
    pub name: String,
    /// The name of the method that gives it.
    pub method: String,
    /// When it applies, in words.
    pub reason: String,
    /// When it applies.
    pub tests: Vec<ViewTest>,
    /// The fields, which are optional otherwise.
    pub fields: Vec<usize>,
}

/// What a tag must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewTest {
    /// The field is one of these strings.
    Text {
        /// The field's index.
        index: usize,
        /// The strings.
        values: Vec<String>,
    },
    /// The field is this truth value.
    Flag {
        /// The field's index.
        index: usize,
        /// The field's name on the wire.
        wire: String,
        /// What it must be.
        value: bool,
    },
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
    /// What is broken if none of the alternatives fits: `oneOf` or `anyOf`.
    pub rule: Rule,
    /// Its alternatives, in schema order; the first that fits is taken.
    pub variants: Vec<Variant>,
    /// The name of the variant for what fits none of them; only in what a node writes.
    pub open: Option<String>,
}

/// An alternative.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    /// The variant's name.
    pub ident: String,
    /// What it holds.
    pub ty: Type,
    /// Whether the field's name says that it is a secret.
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

/// The errors that a method documents.
#[derive(Clone, Debug)]
pub struct ErrorEnum {
    /// The type's name.
    pub name: String,
    /// Its variants, in the order of the documentation.
    pub variants: Vec<ErrorVariant>,
}

/// A documented error.
#[derive(Clone, Debug)]
pub struct ErrorVariant {
    /// The code.
    pub code: i64,
    /// The variant's name.
    pub ident: String,
    /// What the schema says of it.
    pub docs: Vec<String>,
}

/// A documented exchange, for conformance tests.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where it is documented.
    pub trace: String,
    /// The parameters, as compact JSON.
    pub params: String,
    /// The parameters by name, amounts as integers, hex in lower case.
    pub canonical: String,
    /// The result, as compact JSON; in canonical form where a user writes it, as a hook's answer.
    pub result: String,
    /// Whether each parameter has a position.
    pub positional: bool,
    /// How the parameters break the schema.
    pub params_violations: Vec<(Rule, String)>,
    /// How the result breaks the schema.
    pub result_violations: Vec<(Rule, String)>,
    /// Instances broken on purpose.
    pub negatives: Vec<Negative>,
}

/// Which instance of an example is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// The parameters by name.
    Named,
    /// The parameters by position.
    Positional,
    /// The result.
    Response,
}

/// How it is broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// By taking out what stands at the pointer.
    Remove(String),
    /// By putting this JSON at the pointer.
    Set(String, String),
}

/// An instance broken in one place, and the violation that this must cause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Negative {
    /// Which instance.
    pub side: Side,
    /// How.
    pub edit: Edit,
    /// The rule that it must break.
    pub rule: Rule,
    /// Where the violation must be.
    pub pointer: String,
}

impl Method {
    /// The type with this id.
    #[must_use]
    pub fn type_def(&self, id: TypeId) -> Option<&TypeDef> {
        self.types.get(id.0)
    }

    /// The struct with this id, if it is one.
    #[must_use]
    pub fn struct_def(&self, id: TypeId) -> Option<&Struct> {
        match self.type_def(id)? {
            TypeDef::Struct(def) => Some(def),
            TypeDef::Enum(_) | TypeDef::Union(_) => None,
        }
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
