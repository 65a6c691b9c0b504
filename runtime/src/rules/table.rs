//! The tables themselves: what an object, its fields and their values must be.

use super::bits::Bits;
use super::fingerprint::KeyFingerprint;
use super::group::Group;
use super::rule::Rule;
use super::scalar::ScalarKind;

/// The rules of one object.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'t> {
    /// The fields, in schema order; their indices identify them everywhere else.
    pub fields: &'t [Field<'t>],
    /// Finds a field by name; made by [`key_index`](super::key_index).
    pub index: KeyIndex<'t>,
    /// Whether a field that is not listed is a violation.
    pub closed: bool,
    /// Whether this is the top of a request, where params may also be given by position and a named `null` is refused.
    pub params: bool,
    /// What must hold between fields.
    pub groups: &'t [Group<'t>],
    /// What else must hold, depending on what is there.
    pub clauses: &'t [Clause<'t>],
}

/// One field of an object.
#[derive(Clone, Copy, Debug)]
pub struct Field<'t> {
    /// The name on the wire.
    pub name: &'t str,
    /// What its value must be to be decoded.
    pub kind: Kind<'t>,
    /// What its value must be for strict validation.
    pub checks: Checks<'t>,
    /// Whether it must be there.
    pub required: bool,
    /// Whether its value must not appear in messages.
    pub secret: bool,
    /// Whether it is a parameter that nobody is to give any more. Nothing in this crate refuses one.
    pub deprecated: bool,
    /// What tells the name from others, and finds it.
    pub(super) fingerprint: KeyFingerprint,
}

/// Where to look for a field's name, made once per shape, at compile time.
#[derive(Clone, Copy, Debug)]
pub struct KeyIndex<'t> {
    pub(super) slots: &'t [u8],
    pub(super) required: Bits,
}

/// What a value must be, as a schema's `type` and its keywords say.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Kind<'t> {
    /// Any JSON value.
    Any,
    /// One of the dialect's scalar types.
    Scalar(ScalarKind),
    /// A scalar type within bounds.
    Bounded(ScalarKind, &'t Bounds<'t>),
    /// One of these strings.
    Enum(&'t [&'t str]),
    /// An array.
    Array(&'t Array<'t>),
    /// An object.
    Object(&'t Shape<'t>),
    /// An object, or a value of another kind, of which nothing is said: what a branch without a `type` means.
    IfObject(&'t Shape<'t>),
    /// One of these; the first that fits (`oneOf`).
    OneOf(&'t [Kind<'t>]),
    /// The same, where the schema says `anyOf`.
    AnyOf(&'t [Kind<'t>]),
}

/// What a string or number must keep to beyond its type.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bounds<'t> {
    /// `enum`: the only values, as compact JSON.
    pub values: Option<&'t [&'t str]>,
    /// `minLength`, in characters of the text.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters of the text.
    pub max_length: Option<u64>,
    /// `minimum`, for integers.
    pub minimum: Option<i128>,
    /// `maximum`, for integers.
    pub maximum: Option<i128>,
}

/// The rules of an array.
#[derive(Clone, Copy, Debug)]
pub struct Array<'t> {
    /// What each element must be.
    pub items: Kind<'t>,
    /// `minItems`
    pub min_items: Option<u64>,
    /// `maxItems`
    pub max_items: Option<u64>,
}

/// What must hold of an object beside its fields' own rules. Only strict validation looks at it.
#[derive(Clone, Copy, Debug)]
pub enum Clause<'t> {
    /// This, too (an entry of `allOf`).
    All(Branch<'t>),
    /// `if`, `then`, `else`
    If {
        /// When it applies.
        test: Branch<'t>,
        /// The same in words, for messages.
        reason: &'t str,
        /// What must hold if it does.
        then: Option<&'t Branch<'t>>,
        /// What must hold if it does not.
        otherwise: Option<&'t Branch<'t>>,
    },
    /// At least one of these; the rule is the one to report if none holds.
    Any(Rule, &'t [Branch<'t>]),
}

/// A schema that an object must satisfy in addition. Fields are given by their indices.
#[derive(Clone, Copy, Debug)]
pub struct Branch<'t> {
    /// What must be there.
    pub required: &'t [usize],
    /// What may be there; `None` if anything may.
    pub allowed: Option<&'t [usize]>,
    /// What fields must be if they are there.
    pub kinds: &'t [(usize, Kind<'t>)],
    /// What else must hold.
    pub clauses: &'t [Clause<'t>],
}

/// What strict validation demands of a field's value.
#[derive(Clone, Copy, Debug)]
pub enum Checks<'t> {
    /// What decoding demands.
    Kind,
    /// Something narrower.
    Other(&'t Kind<'t>),
    /// Nothing: the field stands only in branches, which say.
    Nothing,
}
