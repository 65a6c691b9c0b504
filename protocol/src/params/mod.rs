//! Parameters of commands, read as laxly as a node reads them, and refused in its words and its order.
//!
//! A plugin that answers for commands of its own has their schemas as bindings. [`read`] makes a request of the parameters,
//! [`check`] only tells whether it could, and [`usage`] is what the manifest says of them.

pub mod by_type;
mod check;
mod each;
mod feerate;
mod given;
mod groups;
mod named;
mod number;
pub mod reading;
mod refusal;
mod strict;

pub use check::{COMMAND_TO_CHECK, split_check, unknown_command};
pub use each::{Parameter, each};
pub use given::{Given, Read, Taken, plain, quoted};
pub use groups::groups;
pub use number::{signed, unsigned};
pub use refusal::Refusal;

use cln_runtime::rules::Shape;
use cln_runtime::walk::validate;
use cln_runtime::{MethodInfo, Request, RpcError};

/// The parameters of a command as `help` shows them: in order, those that may be left out in brackets.
pub fn usage(shape: &Shape<'_>) -> String {
    let shown = shape.fields.iter().map(|field| match field.required {
        true => field.name.to_owned(),
        false => format!("[{}]", field.name),
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// The request that a caller makes by these parameters, as a node hands them on: named or positional, numbers perhaps in
/// quotes, JSON as lax as the node takes it.
///
/// # Errors
/// What a node answers, of code -32602, if a rule of the schema is broken; or a parameter is deprecated, unless
/// `deprecated_ok`. The values of secret parameters are not repeated.
pub fn read<R: Request>(params: &[u8], deprecated_ok: bool) -> Result<R, RpcError> {
    // Most callers write what the schema says.
    if may_be_strict(R::SHAPE, deprecated_ok)
        && let Ok(request) = R::from_json_strict(params)
    {
        return Ok(request);
    }
    let json = named::named(params, R::SHAPE, deprecated_ok)?;
    R::from_json_strict(json.as_bytes()).map_err(|violations| named::broken(&violations))
}

/// Whether [`read`] would make a request of parameters of this command.
///
/// # Errors
/// What [`read`] says of them.
pub fn check(method: &MethodInfo, params: &[u8], deprecated_ok: bool) -> Result<(), RpcError> {
    let shape = method.request_shape();
    if may_be_strict(shape, deprecated_ok) && validate(params, shape).is_ok() {
        return Ok(());
    }
    let json = named::named(params, shape, deprecated_ok)?;
    validate(json.as_bytes(), shape).map_err(|violations| named::broken(&violations))
}

/// Whether parameters that keep to every rule are taken in any case.
fn may_be_strict(shape: &Shape<'_>, deprecated_ok: bool) -> bool {
    deprecated_ok || !shape.fields.iter().any(|field| field.deprecated)
}
