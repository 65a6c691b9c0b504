//! What a field or element holds, and within which bounds.

use cln_runtime::Rule;
use cln_runtime::rules::ScalarKind;

use super::Notes;

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

/// Where a type stands among the types of its method.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TypeId(pub usize);

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
