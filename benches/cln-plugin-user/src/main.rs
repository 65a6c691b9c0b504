//! Fails HTLCs that bring too little, and counts the payments of invoices.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use anyhow::{Context, Error};
use cln_plugin::options::{DefaultIntegerConfigOption, Value as OptionValue};
use cln_plugin::{Builder, Plugin};
use serde_json::{Value, json};

type Paid = Arc<AtomicU64>;

const LEAST: DefaultIntegerConfigOption =
    DefaultIntegerConfigOption::new_i64_with_default("least-msat", 1, "Smaller HTLCs fail");

#[tokio::main]
async fn main() -> Result<(), Error> {
    let builder = Builder::new(tokio::io::stdin(), tokio::io::stdout())
        .option(LEAST.dynamic())
        .setconfig_callback(set)
        .rpcmethod("paid", "How many payments have come", paid)
        .hook("htlc_accepted", htlc_accepted)
        .subscribe("invoice_payment", invoice_payment)
        .dynamic();
    match builder.start(Paid::default()).await? {
        Some(plugin) => plugin.join().await,
        None => Ok(()),
    }
}

async fn set(plugin: Plugin<Paid>, params: Value) -> Result<Value, Error> {
    let name = params["config"].as_str().context("there is no name")?;
    let value = params["val"].as_str().context("there is no value")?.parse()?;
    plugin.set_option_str(name, OptionValue::Integer(value))?;
    Ok(json!({}))
}

async fn paid(plugin: Plugin<Paid>, _: Value) -> Result<Value, Error> {
    Ok(json!({ "payments": plugin.state().load(Relaxed) }))
}

async fn htlc_accepted(plugin: Plugin<Paid>, event: Value) -> Result<Value, Error> {
    let amount = event["htlc"]["amount_msat"].as_u64().context("there is no amount")?;
    let is_enough = i128::from(amount) >= i128::from(plugin.option(&LEAST)?);
    Ok(if is_enough { json!({ "result": "continue" }) } else { json!({ "result": "fail", "failure_message": "2002" }) })
}

async fn invoice_payment(plugin: Plugin<Paid>, _: Value) -> Result<(), Error> {
    plugin.state().fetch_add(1, Relaxed);
    Ok(())
}
