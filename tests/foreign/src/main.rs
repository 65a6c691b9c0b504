//! A plugin written with cln-plugin, which knows nothing of the harness.

use cln_plugin::options::DefaultStringConfigOption;
use cln_plugin::{Builder, Error, Plugin};
use serde_json::{Value, json};

const GREETING: DefaultStringConfigOption =
    DefaultStringConfigOption::new_str_with_default("greeting", "hello", "What is said to whom `greet` names");

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let plugin = Builder::new(tokio::io::stdin(), tokio::io::stdout())
        .option(GREETING)
        .rpcmethod("greet", "Greets somebody", greet)
        .hook("peer_connected", go_on)
        .hook("htlc_accepted", go_on)
        .subscribe("connect", connected)
        .dynamic()
        .start(())
        .await?;
    match plugin {
        Some(plugin) => plugin.join().await,
        None => Ok(()),
    }
}

async fn greet(plugin: Plugin<()>, params: Value) -> Result<Value, Error> {
    let greeting = plugin.option(&GREETING)?;
    let name = params["name"].as_str().unwrap_or("you");
    Ok(json!({ "greeting": format!("{greeting} {name}") }))
}

async fn go_on(_plugin: Plugin<()>, _params: Value) -> Result<Value, Error> {
    Ok(json!({ "result": "continue" }))
}

async fn connected(_plugin: Plugin<()>, params: Value) -> Result<(), Error> {
    log::info!("connected: {}", params["connect"]["id"].as_str().unwrap_or_default());
    Ok(())
}
