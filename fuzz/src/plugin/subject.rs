//! The plugin: of everything one, with handlers that do what they are asked to do.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use cln_bindings::{DelpayRequest, DelpayResponse};
use cln_plugin_kit::{Context, HandlerError, HookOptions, Opt, Plugin};
use cln_protocol::hooks::Hook;
use cln_runtime::Json;
use cln_tests::dice::Dice;
use serde_json::Value;

/// The numbers of the notifications, in the order in which they were heard.
pub(super) type Heard = Mutex<Vec<u64>>;

/// How long a handler at `rpc_command` may take.
const DEADLINE: Duration = Duration::from_millis(3);

const COUNT: Opt<i64> = Opt::int("count", "a number").default(3).dynamic();
const NAMES: Opt<Vec<String>> = Opt::string("name", "some names").multi().dynamic();

/// It bears much or little, and either writes to a backup or hears of revocations.
pub(super) fn subject(heard: Arc<Heard>, dice: &mut Dice) -> Plugin<Arc<Heard>> {
    let left_out = if dice.one_in(2) { Hook::DbWrite } else { Hook::CommitmentRevocation };
    let mut plugin = Plugin::new(heard)
        .option(COUNT)
        .option(NAMES)
        .max_hooks(1 + dice.roll(3))
        .max_methods(1 + dice.roll(3))
        .method(|_, _: DelpayRequest| async { Ok(DelpayResponse::new(vec![])) })
        .method_raw("m", "[does]", |context, params| async move { does(&context, &params).await })
        .subscribe_raw("connect", |context, told| async move {
            let params: Value = serde_json::from_slice(told.as_bytes())?;
            tokio::task::yield_now().await;
            let number = params["n"].as_u64().ok_or_else(|| HandlerError::new("it has no number"))?;
            context.state().lock().unwrap().push(number);
            Ok(())
        })
        .on_change(|context, _| async move {
            if context.option(&COUNT) < 0 { Err(HandlerError::new("too few")) } else { Ok(()) }
        });
    for hook in Hook::ALL.iter().filter(|hook| **hook != left_out) {
        if !dice.one_in(6) {
            plugin = plugin.hook_raw(hook.name(), options(*hook, dice), |context, asked| async move {
                does(&context, &asked.json()?).await
            });
        }
    }
    plugin
}

fn options(hook: Hook, dice: &mut Dice) -> HookOptions {
    match hook {
        Hook::HtlcAccepted | Hook::InvoicePayment | Hook::DbWrite | Hook::PeerConnected if dice.one_in(2) => {
            HookOptions::closed()
        }
        Hook::HtlcAccepted | Hook::InvoicePayment => HookOptions::open(),
        Hook::RpcCommand => HookOptions::new().deadline(DEADLINE),
        _ => HookOptions::new(),
    }
}

/// What a question says: whether it takes time, whether it lasts until the plugin ends, and what is answered.
async fn does(context: &Context<Arc<Heard>>, params: &Json) -> Result<Json, HandlerError> {
    let does: Value = serde_json::from_str(params.as_str())?;
    if let Some(milliseconds) = does["sleeps"].as_u64() {
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
    }
    if does["holds"] == true {
        context.stopping().await;
    }
    context.progress(1, 2).await;
    match does.get("answer") {
        Some(answer) => Ok(answer.to_string().parse()?),
        None => Err(HandlerError::new("it fails\u{7} \"so\"\n\n")),
    }
}
