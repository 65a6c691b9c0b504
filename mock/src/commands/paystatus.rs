//! `paystatus`: what a node that leaves `pay` to `xpay` says of it, which is nothing.

use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use crate::outcome::Outcome;
use crate::params::Parameter;
use crate::state::State;
use crate::wire::Value;

pub(super) fn run(state: &State, params: Value<'_>) -> Outcome {
    read(state, "paystatus", params, &[Parameter::optional("bolt11")], |_, _| Ok(()))?;
    answer::object(state, "paystatus", vec![("pay", Tree::Array(Vec::new()))])
}
