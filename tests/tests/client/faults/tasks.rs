//! Rounds of tasks, on a runtime of the round that may be shut down, and on one that stays.

use std::path::Path;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use cln_runtime::client::tokio::Client;
use cln_tests::dice::Dice;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use super::{Ledger, Outcome, Plan, judge, plans, settings};
use crate::front::RUNTIME;

/// The runtime that the client reads and writes on.
fn runtime(dice: &mut Dice) -> Runtime {
    Builder::new_multi_thread().worker_threads(1 + dice.roll(2)).enable_all().build().unwrap()
}

async fn call(client: &Client, plan: &Plan, is_dropped: bool) -> Outcome {
    if is_dropped {
        return timeout(plan.patience, client.call_raw("x", &plan.params)).await.ok();
    }
    Some(client.clone().with_timeout(plan.patience).call_raw("x", &plan.params).await)
}

pub(super) fn round(dice: &mut Dice, socket: &Path, ledger: &Ledger) {
    let own = runtime(dice);
    let client = own.block_on(Client::connect_with(socket, settings(dice))).unwrap();
    let is_shut_down = dice.one_in(3);
    let (tell, outcomes) = mpsc::channel();
    let mut wanted = 0;
    for plans in plans(dice, ledger) {
        let (client, tell, mut dice) = (client.clone(), tell.clone(), Dice::new(dice.roll(usize::MAX) as u64));
        let stays = dice.one_in(2);
        if stays || !is_shut_down {
            wanted += plans.len();
        }
        let runtime = if stays { RUNTIME.handle() } else { own.handle() };
        runtime.spawn(async move {
            for plan in plans {
                let outcome = call(&client, &plan, dice.one_in(2)).await;
                tell.send((plan.number, outcome)).unwrap();
            }
        });
    }
    drop((client, tell));
    let own = if is_shut_down {
        thread::sleep(Duration::from_micros(dice.roll(3000) as u64));
        own.shutdown_background();
        None
    } else {
        Some(own)
    };
    assert!(judge(&outcomes, ledger) >= wanted, "a call has not ended");
    drop(own);
}
