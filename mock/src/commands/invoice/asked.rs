//! What is asked for: the parameters, in a node's order.

use bitcoin::Address;
use bitcoin::address::NetworkUnchecked;
use cln_runtime::{Msat, MsatOrAny, ShortChannelId};
use lightning_invoice::Fallback;

use super::hints::Expose;
use crate::commands::parameters::read;
use crate::network::Network;
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::wire::{Failure, PartKind, Value};

const PARAMETERS: [Parameter<'_>; 9] = [
    Parameter::required("amount_msat"),
    Parameter::required("label"),
    Parameter::required("description"),
    Parameter::optional("expiry"),
    Parameter::optional("fallbacks"),
    Parameter::optional("preimage"),
    Parameter::optional("exposeprivatechannels"),
    Parameter::optional("cltv"),
    Parameter::optional("deschashonly"),
];

/// Of a label, in bytes.
const LONGEST_LABEL: usize = 128;

/// Of a description that stands in the invoice, in bytes.
const LONGEST_DESCRIPTION: usize = 639;

/// In seconds, unless something else is asked for: a week.
const EXPIRY: u64 = 7 * 24 * 3600;

/// More seconds than an invoice may be valid for.
const TOO_LATE: u64 = 1 << 32;

pub(super) struct Asked<'t> {
    /// None for any.
    pub(super) amount: Option<Msat>,
    pub(super) label: String,
    pub(super) description: String,
    pub(super) expiry: u64,
    pub(super) fallbacks: Vec<Value<'t>>,
    pub(super) preimage: Option<[u8; 32]>,
    pub(super) expose: Expose,
    pub(super) final_cltv: Option<u32>,
    pub(super) only_hash: bool,
}

/// Reads the parameters, and looks at them as a node does when it only checks.
pub(super) fn asked<'t>(state: &State, params: Value<'t>) -> Result<Asked<'t>, Failure> {
    let mut asked = Asked {
        amount: None,
        label: String::new(),
        description: String::new(),
        expiry: EXPIRY,
        fallbacks: Vec::new(),
        preimage: None,
        expose: Expose::Fitting,
        final_cltv: None,
        only_hash: false,
    };
    read(state, "invoice", params, &PARAMETERS, |name, value| {
        match name {
            "amount_msat" => asked.amount = amount(name, value)?,
            "label" => asked.label = reading::label(name, value)?,
            "description" => asked.description = reading::unescaped(name, value)?,
            "expiry" => asked.expiry = reading::u64(name, value)?,
            "fallbacks" => asked.fallbacks = reading::array(name, value, "should be an array")?.collect(),
            "preimage" => asked.preimage = Some(*reading::preimage(name, value)?.as_bytes()),
            "exposeprivatechannels" => asked.expose = expose(name, value)?,
            "cltv" => asked.final_cltv = Some(reading::integer(name, value)?),
            _ => asked.only_hash = reading::boolean(name, value)?,
        }
        Ok(())
    })?;
    match too_much(&asked) {
        Some(why) => Err(Failure::invalid_params(why)),
        None => Ok(asked),
    }
}

/// The limit of the expiry is that of newer nodes; older ones break where their clock's numbers end.
fn too_much(asked: &Asked<'_>) -> Option<String> {
    if asked.expiry >= TOO_LATE {
        return Some("expiry must be below 2^32 seconds (~136 years)".to_owned());
    }
    if asked.label.len() > LONGEST_LABEL {
        return Some(format!("Label '{}' over {LONGEST_LABEL} bytes", asked.label));
    }
    let length = asked.description.len();
    (length > LONGEST_DESCRIPTION && !asked.only_hash)
        .then(|| format!("Description greater than {LONGEST_DESCRIPTION} bytes invalid (description length {length})"))
}

fn amount(name: &str, value: Value<'_>) -> Result<Option<Msat>, Failure> {
    match reading::msat_or_any(name, value)? {
        MsatOrAny::Amount(amount) => Ok(Some(amount)),
        MsatOrAny::Any => Ok(None),
    }
}

fn expose(name: &str, value: Value<'_>) -> Result<Expose, Failure> {
    if let Ok(all) = reading::boolean(name, value) {
        return Ok(if all { Expose::All } else { Expose::Public });
    }
    if value.kind != PartKind::Array {
        return Ok(Expose::Only(vec![reading::short_channel_id(name, value)?]));
    }
    let channel = |(_, element): (_, Value<'_>)| {
        let id = std::str::from_utf8(element.token()).ok().and_then(|text| text.parse::<ShortChannelId>().ok());
        id.ok_or_else(|| Failure::bad_param(name, "should be a short channel id"))
    };
    Ok(Expose::Only(value.members().map(channel).collect::<Result<_, _>>()?))
}

/// An address on the chain, of the node's network.
pub(super) fn fallback(address: Value<'_>, network: Network) -> Result<Fallback, Failure> {
    let not_valid = || Failure::new(-1, "Fallback address not valid");
    let text = std::str::from_utf8(address.token()).map_err(|_| not_valid())?;
    let address: Address<NetworkUnchecked> = text.parse().map_err(|_| not_valid())?;
    let address = address
        .require_network(network.chain())
        .map_err(|_| Failure::new(-1, format!("Fallback address does not match our network {}", network.name())))?;
    let fallback = match (address.pubkey_hash(), address.script_hash(), address.witness_program()) {
        (Some(hash), _, _) => Some(Fallback::PubKeyHash(hash)),
        (_, Some(hash), _) => Some(Fallback::ScriptHash(hash)),
        (_, _, Some(program)) => {
            Some(Fallback::SegWitProgram { version: program.version(), program: program.program().as_bytes().to_vec() })
        }
        _ => None,
    };
    fallback.ok_or_else(not_valid)
}
