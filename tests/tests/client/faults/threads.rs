//! Rounds of threads.

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use cln_runtime::client::blocking::Client;
use cln_tests::dice::Dice;

use super::{Ledger, judge, plans, settings};

pub(super) fn round(dice: &mut Dice, socket: &Path, ledger: &Ledger) {
    let client = Client::connect_with(socket, settings(dice)).unwrap();
    let (tell, outcomes) = mpsc::channel();
    let plans = plans(dice, ledger);
    let wanted: usize = plans.iter().map(Vec::len).sum();
    for plans in plans {
        let (client, tell) = (client.clone(), tell.clone());
        thread::spawn(move || {
            for plan in plans {
                let outcome = client.clone().with_timeout(plan.patience).call_raw("x", &plan.params);
                tell.send((plan.number, Some(outcome))).unwrap();
            }
        });
    }
    drop((client, tell));
    assert_eq!(judge(&outcomes, ledger), wanted, "a call has not ended");
}
