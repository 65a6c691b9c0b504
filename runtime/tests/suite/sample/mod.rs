//! Records and enums as the generator writes them, small, but with every kind of rule.
#![allow(unreachable_pub, reason = "as the generator writes it")]

mod every;
mod method;
mod ruled;

pub use every::Every;
pub use method::{Mode, Payment, SampleRequest, SampleResponse, State};
pub use ruled::{FLAT, RULED};

/// A struct's table of rules, and its impls.
macro_rules! record {
    ($type:ident $members:tt $writer:ident $fields:ident, $closed:literal, $params:literal, $groups:expr) => {
        const _: () = {
            use ::cln_runtime::rules::{KeyIndex, Shape, key_index, key_index_len};
            static SHAPE: Shape<'static> = Shape {
                fields: $fields,
                index: KeyIndex::new(&key_index::<{ key_index_len($fields.len()) }>($fields), $fields),
                closed: $closed,
                params: $params,
                groups: $groups,
                clauses: &[],
            };
    ::cln_runtime::record!($type from $writer by SHAPE $members);
        };
    };
}

pub(crate) use record;

/// A hash as text.
pub const HASH: &str = "abababababababababababababababababababababababababababababababab";

/// Parameters with what is required, and `members` (JSON, each after a comma).
pub fn params(members: &str) -> String {
    format!(r#"{{"payment_hash":"{HASH}","mode":"failed"{members}}}"#)
}

/// A response of one payment, with what is required, and `members` of the payment (JSON, each after a comma).
pub fn response(members: &str) -> String {
    format!(r#"{{"payments":[{{"id":1,"payment_hash":"{HASH}","state":"done","amount_msat":5{members}}}]}}"#)
}

/// Rules and pointers of all that is wrong, in order.
pub fn verdict<T: ::cln_runtime::Record>(json: impl AsRef<[u8]>) -> Vec<(::cln_runtime::Rule, String)> {
    let violations = T::validate_json(json.as_ref()).err();
    let all = violations.iter().flat_map(|violations| violations.iter());
    all.map(|violation| (violation.rule(), violation.pointer().to_owned())).collect()
}

/// One violation, as [`verdict`] gives it.
pub fn one(rule: ::cln_runtime::Rule, pointer: &str) -> Vec<(::cln_runtime::Rule, String)> {
    vec![(rule, pointer.to_owned())]
}
