//! Which fields hold secrets. Their Rust types, their rules and their alternatives all follow from this.

use cln_runtime::is_secret_name;
use cln_runtime::rules::ScalarKind;

use super::context::Lowering;
use super::{Type, TypeDef};

/// Whether a field of this name and type holds a secret.
pub(super) fn is_secret(name: &str, ty: &Type) -> bool {
    holds_secret(ty) || (is_secret_name(name) && !is_bool_or_number(ty))
}

/// Whether the type alone says it.
fn holds_secret(ty: &Type) -> bool {
    match ty {
        Type::Scalar(kind, _) => kind.facts().secret,
        Type::Array(array) => holds_secret(&array.items),
        Type::OneOf(_, types) => types.iter().any(holds_secret),
        Type::Any | Type::Named(_) => false,
    }
}

/// Whether a value says too little to be a secret: how many tries a password has, whether a rune is needed.
fn is_bool_or_number(ty: &Type) -> bool {
    use ScalarKind::{
        Bool, Feerate, I64, Msat, MsatInteger, MsatOrAll, MsatOrAny, Number, Sat, SatOrAll, U8, U16, U32, U64,
    };
    match ty {
        Type::Scalar(kind, _) => matches!(
            kind,
            Bool | I64
                | U8
                | U16
                | U32
                | U64
                | Number
                | Msat
                | MsatInteger
                | MsatOrAll
                | MsatOrAny
                | Sat
                | SatOrAll
                | Feerate
        ),
        Type::Any | Type::Named(_) | Type::Array(_) | Type::OneOf(..) => false,
    }
}

impl Lowering<'_> {
    /// Hides the alternatives of a secret field, too.
    pub(super) fn hide_alternatives(&mut self, ty: &Type) {
        match ty {
            Type::Array(array) => self.hide_alternatives(&array.items),
            Type::Named(id) => {
                if let Some(TypeDef::Union(union)) = self.defined_mut(*id) {
                    union.secret = true;
                    for variant in &mut union.variants {
                        variant.secret = !is_bool_or_number(&variant.ty);
                    }
                }
            }
            Type::Any | Type::Scalar(..) | Type::OneOf(..) => {}
        }
    }
}
