//! The runtime of bindings made by `cln-codegen`: domain types, decoding, validation, the JSON-RPC envelope, clients.
//!
//! Generated code holds the rules of its schema as constant tables ([`rules`]). One walker ([`walk`]) applies them to
//! bytes, fills typed values and reports every violation; serde's traits use the same tables.
//!
//! | module | what it holds |
//! |---|---|
//! | [`types`] | [`struct@Hash`], [`PublicKey`], [`Msat`], [`Sat`], [`Secret`], ... |
//! | [`rules`] | the tables, and the codes of violations |
//! | [`json`] | JSON as tokens, exact and bounded |
//! | [`walk`] | bytes + rules → values, violations |
//! | [`jsonrpc`] | requests, answers and errors on the wire |
//! | `client` | with the feature `client`: calling a node |
//! | [`conformance`] | replays a schema's documented examples in generated tests |
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod encode;
#[cfg(feature = "schemars")]
mod json_schema;
mod lists;
mod macros;
mod method;
mod node_range;
mod record;
mod serde;
mod text_enum;
mod value;
mod visible;
mod wipe;

#[cfg(feature = "client")]
pub mod client;
pub mod conformance;
pub mod json;
pub mod jsonrpc;
pub mod rules;
pub mod types;
pub mod walk;

pub use jsonrpc::method::{HookRequest, NotificationPayload, Request};
pub use jsonrpc::{ErrorDetail, MethodError, NodeError, RpcError};
pub use lists::{AwaitsPaid, Lists, Pages, RowOrder};
pub use method::{MethodInfo, find_method};
pub use node_range::{NodeFit, NodeRange};
pub use record::{DecodeError, Origin, Record, validate};
pub use rules::Rule;
pub use text_enum::TextEnum;
pub use types::*;
pub use value::{Token, TokenError};
pub use visible::{Visible, is_visible, visible, visible_json, visible_lines};
pub use walk::{Validation, Violation, Violations};

/// The domain types, and the traits without their names: safe to import by `*` beside the `*` of bindings.
///
/// None of its names ends in `Error`, `Request` or `Response`, so none clashes with a name in bindings. Those of the
/// command `decode`, for example, have a `DecodeError`, and so does `cln_runtime` itself.
///
/// ```
/// mod bindings {
///     /// What the command `decode` answers, among the bindings of a whole release.
///     pub struct DecodeError;
/// }
///
/// use bindings::*;
/// use cln_runtime::prelude::*;
///
/// let refused: Option<DecodeError> = None;
/// # let _ = refused;
/// let amount: Msat = "1sat".parse()?;
/// let error = cln_runtime::RpcError::from_json(br#"{"code": 208, "message": "gone"}"#)?; // by the trait `Record`
/// assert_eq!((amount, error.code()), (Msat(1000), 208));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub mod prelude {
    pub use crate::jsonrpc::method::{HookRequest as _, NotificationPayload as _, Request as _};
    pub use crate::jsonrpc::{MethodError as _, NodeError as _};
    pub use crate::lists::{AwaitsPaid as _, Lists as _, Pages as _};
    pub use crate::record::Record as _;
    pub use crate::text_enum::TextEnum as _;
    pub use crate::types::domain::*;
}

/// Includes the bindings that this crate's build script has generated with `cln_codegen::Builder`.
///
/// Put it where the bindings belong, usually in a module: `mod node { cln_runtime::include_bindings!(); }`.
#[macro_export]
macro_rules! include_bindings {
    () => {
        include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
    };
}

/// For generated code only.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "cln-rpc")]
    pub use ::cln_rpc;
    #[cfg(feature = "schemars")]
    pub use ::schemars;
    pub use ::serde;
    #[cfg(feature = "schemars")]
    pub use ::std::borrow::Cow;

    #[cfg(feature = "schemars")]
    pub use crate::json_schema::{enum_schema, kind_schema, record_schema, shape_schema};
    pub use crate::macros::number_or_text;
    pub use crate::serde::{deserialize, deserialize_as, serialize};
    pub use crate::text_enum::{deserialize_enum, parse_enum, read_enum};
    pub use crate::value::{Placeholder, Reflect, Scalar, Token, TokenError, ValueRef};
}
