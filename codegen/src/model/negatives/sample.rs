//! A value of a type, for a field that an example does not have.

use cln_runtime::rules::ScalarKind;

use super::super::canonical::json_string;
use super::super::{Limits, Type, TypeDef};
use super::Breaker;

impl Breaker<'_> {
    /// A value as JSON; `None` where one is not made up easily.
    pub(super) fn sample(&self, ty: &Type) -> Option<String> {
        match ty {
            Type::Any => Some("1".to_owned()),
            Type::Scalar(kind, limits) => scalar(*kind, limits.as_deref()),
            Type::Array(array) if array.min_items.is_none_or(|least| least == 0) => Some("[]".to_owned()),
            Type::Array(array) => Some(format!("[{}]", self.sample(&array.items)?)),
            Type::Named(id) => match self.method.type_def(*id)? {
                TypeDef::Enum(def) => Some(json_string(&def.values.first()?.wire)),
                TypeDef::Union(def) => self.sample(&def.variants.first()?.ty),
                TypeDef::Struct(_) => None,
            },
            Type::OneOf(..) => None,
        }
    }
}

fn scalar(kind: ScalarKind, limits: Option<&Limits>) -> Option<String> {
    if let Some(values) = limits.and_then(|limits| limits.values.as_ref()) {
        return values.first().cloned();
    }
    kind.facts().samples.first().map(|json| (*json).to_owned())
}
