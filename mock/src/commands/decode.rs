//! `decode`: a BOLT 11 invoice of any network is read, and BOLT 12 if that is built in; what else there is, is answered as
//! documented.

use bitcoin::{Address, ScriptBuf, WitnessProgram};
use cln_runtime::ShortChannelId;
use cln_runtime::json::Tree;
use lightning_invoice::{Fallback, RouteHint, RouteHintHop};

use super::answer;
use super::parameters::read;
use crate::bolt11::{self, Invoice};
use crate::outcome::Outcome;
use crate::params::Parameter;
use crate::state::State;
use crate::wire::{Failure, Value, hex, number, object, text};

const PARAMETERS: [Parameter<'_>; 1] = [Parameter::required("string")];

/// How texts begin that only the documentation shows: those of BOLT 12 unless they are read, and of an emergency.
const NOT_READ: [&str; 5] = ["lno1", "lni1", "lnr1", "lnp1", "clnemerg1"];

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let mut text = String::new();
    read(state, "decode", params, &PARAMETERS, |_, value| {
        text = String::from_utf8_lossy(value.token()).into_owned();
        Ok(())
    })?;
    let scheme = text.get(..10).filter(|scheme| scheme.eq_ignore_ascii_case("lightning:"));
    let text = text.get(scheme.map_or(0, str::len)..).unwrap_or_default();
    #[cfg(feature = "bolt12")]
    if let Some(read) = crate::bolt12::read(text) {
        let members = read.map_err(|why| Failure::bad_param("string", &why))?;
        return answer::object(state, "decode", members);
    }
    match bolt11::read(text) {
        Ok(invoice) => answer::object(state, "decode", members(&invoice)),
        Err(why) if bolt11::has_prefix(text) => Err(Failure::bad_param("string", &why)),
        Err(_) if is_only_documented(text) => state.documented.run(b"decode", params, only_check, state),
        Err(_) => Err(Failure::bad_param("string", "Unparsable string")),
    }
}

/// Whether a node might read it. What is shorter than the hash of a rune, or has other letters, is none.
fn is_only_documented(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_rune = text.len() >= 43 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_=".contains(&byte));
    NOT_READ.iter().any(|prefix| lower.starts_with(prefix)) || is_rune
}

/// In a node's order.
fn members(invoice: &Invoice) -> Vec<(&'static str, Tree)> {
    let routes: Vec<_> = invoice.routes().map(route).collect();
    let fallbacks: Vec<_> = invoice.fallbacks().map(|address| fallback(address, invoice.chain())).collect();
    let extra: Vec<_> = invoice.extra().map(|(tag, data)| object([("tag", text(tag)), ("data", text(data))])).collect();
    let list = |elements: Vec<Tree>| (!elements.is_empty()).then_some(Tree::Array(elements));
    let members = [
        ("type", Some(text("bolt11 invoice"))),
        ("currency", Some(text(invoice.prefix()))),
        ("created_at", Some(number(invoice.created_at()))),
        ("expiry", Some(number(invoice.expiry()))),
        ("payee", Some(text(invoice.payee().to_string()))),
        ("amount_msat", invoice.amount_msat().map(number)),
        ("description", invoice.description().map(text)),
        ("description_hash", invoice.description_hash().map(|hash| hex(&hash))),
        ("min_final_cltv_expiry", Some(number(u64::from(invoice.final_cltv())))),
        ("payment_secret", Some(hex(&invoice.payment_secret()))),
        ("features", invoice.features().map(Tree::Text)),
        ("payment_metadata", invoice.metadata().map(hex)),
        ("fallbacks", list(fallbacks)),
        ("routes", list(routes)),
        ("extra", list(extra)),
        ("payment_hash", Some(hex(&invoice.payment_hash()))),
        ("signature", Some(Tree::Text(invoice.signature()))),
        ("valid", Some(Tree::Plain("true".to_owned()))),
    ];
    members.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

fn route(route: &RouteHint) -> Tree {
    let hop = |hop: &RouteHintHop| {
        object([
            ("pubkey", Tree::Text(hop.src_node_id.to_string())),
            ("short_channel_id", Tree::Text(ShortChannelId::from(hop.short_channel_id).to_string())),
            ("fee_base_msat", number(u64::from(hop.fees.base_msat))),
            ("fee_proportional_millionths", number(u64::from(hop.fees.proportional_millionths))),
            ("cltv_expiry_delta", number(u64::from(hop.cltv_expiry_delta))),
        ])
    };
    Tree::Array(route.0.iter().map(hop).collect())
}

/// An address on the chain. A node names the types that it knows.
fn fallback(fallback: &Fallback, chain: bitcoin::Network) -> Tree {
    let script = match fallback {
        Fallback::PubKeyHash(hash) => ScriptBuf::new_p2pkh(hash),
        Fallback::ScriptHash(hash) => ScriptBuf::new_p2sh(hash),
        Fallback::SegWitProgram { version, program } => match WitnessProgram::new(*version, program) {
            Ok(program) => ScriptBuf::new_witness_program(&program),
            Err(_) => ScriptBuf::new(),
        },
    };
    let kind = match () {
        () if script.is_p2pkh() => Some("P2PKH"),
        () if script.is_p2sh() => Some("P2SH"),
        () if script.is_p2wpkh() => Some("P2WPKH"),
        () if script.is_p2wsh() => Some("P2WSH"),
        () if script.is_p2tr() => Some("P2TR"),
        () => None,
    };
    let address = kind.and_then(|_| Address::from_script(&script, chain).ok());
    let mut members: Vec<_> = kind.map(|kind| ("type", Tree::Text(kind.to_owned()))).into_iter().collect();
    members.extend(address.map(|address| ("addr", Tree::Text(address.to_string()))));
    members.push(("hex", hex(script.as_bytes())));
    object(members)
}
