//! From the dialect's types to the runtime's scalar kinds.

use cln_runtime::Origin;
use cln_runtime::rules::{ScalarKind, Unit};

use crate::schema::{Type, Version};

/// The first release that writes amounts as integers only.
const INTEGER_AMOUNTS: &str = "v23.05";

/// The scalar kind of a type, if it is a scalar.
pub fn scalar_kind(ty: Type, origin: Origin, since: Option<&Version>) -> Option<ScalarKind> {
    match ty {
        Type::Object | Type::Array => None,
        Type::Scalar(ScalarKind::Msat) => Some(msat(origin, since)),
        Type::Scalar(kind) => Some(kind),
    }
}

/// Users may write an amount as a string; nodes did so before v23.05.
fn msat(origin: Origin, since: Option<&Version>) -> ScalarKind {
    let integers: Option<Version> = INTEGER_AMOUNTS.parse().ok();
    let strings_too = match (since, &integers) {
        (Some(since), Some(integers)) => since < integers,
        _ => false,
    };
    if origin == Origin::Client || strings_too { ScalarKind::Msat } else { ScalarKind::MsatInteger }
}

/// What a reader should know of a scalar beyond its type.
pub(super) const fn unit(kind: ScalarKind) -> Option<&'static str> {
    match kind.facts().unit {
        Some(Unit::Msat) => Some("Unit: millisatoshi."),
        Some(Unit::Sat) => Some("Unit: satoshi."),
        None => None,
    }
}
