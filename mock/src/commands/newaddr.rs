//! `newaddr` and `listaddresses`, in the words of a node's `walletrpc.c`.

use cln_runtime::json::Tree;

use super::answer;
use super::parameters::read;
use crate::address::{bech32, p2tr};
use crate::lock::lock;
use crate::outcome::{Done, Outcome};
use crate::params::{Parameter, reading};
use crate::state::State;
use crate::store::wallet::{Issued, issue, issued, next_key};
use crate::wire::{Failure, Value, object};

/// What the keys of addresses are for.
const WALLET: &str = "wallet";

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let mut kind = None;
    read(state, "newaddr", params, &[Parameter::optional("addresstype")], |name, value| {
        kind = Some(reading::address_type(name, value)?);
        Ok(())
    })?;
    // Those that do not say so would have had one for Bech32 before, and still get it.
    let kind = kind.unwrap_or(if state.is_since("v25.12") { "all" } else { "bech32" });
    if only_check {
        return Ok(Done::new("{}".to_owned()));
    }
    let issued = lock(&state.store).change(|transaction| {
        let keyidx = next_key(transaction)?;
        let (node, number) = (&state.identity, keyidx.unsigned_abs());
        let issued = Issued {
            keyidx,
            bech32: (kind != "p2tr").then(|| bech32(node, WALLET, number).to_string()),
            p2tr: (kind != "bech32").then(|| p2tr(node, WALLET, number).to_string()),
        };
        issue(transaction, &issued)?;
        Ok::<_, Failure>(issued)
    })?;
    answer::object(state, "newaddr", addresses(issued))
}

pub(super) fn list(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let (mut address, mut start, mut limit) = (None, 1, None);
    let known = [Parameter::optional("address"), Parameter::optional("start"), Parameter::optional("limit")];
    read(state, "listaddresses", params, &known, |name, value| {
        match name {
            "address" => address = Some(reading::address(name, value, state.identity.network())?),
            "start" => start = reading::u64(name, value)?,
            _ => limit = Some(reading::u32(name, value)?),
        }
        Ok(())
    })?;
    if start == 0 {
        return Err(Failure::invalid_params("Starting keyidx is 1; Cannot {start} with 0"));
    }
    answer::list(state, "listaddresses", "addresses", |rows| {
        if only_check {
            return Ok(());
        }
        let start = i64::try_from(start).unwrap_or(i64::MAX);
        let push = |issued: Issued| {
            let keyidx = ("keyidx", Tree::Plain(issued.keyidx.to_string()));
            rows.push(object(std::iter::once(keyidx).chain(addresses(issued))));
        };
        Ok(issued(lock(&state.store).db(), start, limit, address.as_deref(), push)?)
    })
}

fn addresses(issued: Issued) -> Vec<(&'static str, Tree)> {
    let kinds = [("bech32", issued.bech32), ("p2tr", issued.p2tr)];
    kinds.into_iter().filter_map(|(kind, address)| Some((kind, Tree::Text(address?)))).collect()
}
