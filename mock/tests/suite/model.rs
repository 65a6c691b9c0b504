//! Random sequences of seeding, deleting, listing and restarting, against a list in memory.

use cln_bindings::{DelpayPayments, DelpayPaymentsStatus, DelpayResponse};
use cln_mock::MockNode;
use cln_runtime::Record;
use cln_tests::dice::Dice;
use serde_json::Value;

use crate::peer::Peer;
use crate::rows::part;

const STEPS: usize = 10_000;
const STATUSES: [DelpayPaymentsStatus; 3] =
    [DelpayPaymentsStatus::Complete, DelpayPaymentsStatus::Failed, DelpayPaymentsStatus::Pending];
const GROUPS: [u64; 5] = [1, 2, (1 << 53) + 1, 1 << 63, u64::MAX];

/// All that the node has to know, as plainly as can be.
#[derive(Default)]
struct Model {
    rows: Vec<DelpayPayments>,
    created: u64,
}

fn key(row: &DelpayPayments) -> ([u8; 32], u64, u64) {
    (row.payment_hash.to_byte_array(), row.partid.unwrap_or(0), row.groupid.unwrap_or(0))
}

impl Model {
    /// The answer: the rows that are deleted, or the code and the message of an error.
    fn delete(
        &mut self,
        byte: u8,
        status: &DelpayPaymentsStatus,
        one: Option<(u64, u64)>,
    ) -> Result<Vec<DelpayPayments>, (i64, String)> {
        let hash = format!("{byte:02x}").repeat(32);
        let mut last = None;
        let (mut known, mut deleted) = (false, Vec::new());
        for row in self.rows.iter().filter(|row| row.payment_hash.as_bytes()[0] == byte) {
            known = true;
            if one.is_some_and(|(part, group)| (row.partid.unwrap_or(0), row.groupid) != (part, Some(group))) {
                continue;
            }
            last = Some(&row.status);
            if row.status == *status {
                deleted.push(row.clone());
            }
        }
        match last {
            _ if *status == DelpayPaymentsStatus::Pending => {
                Err((-32602, "status: Cannot delete pending status: ".to_owned()))
            }
            None if !known => Err((208, format!("Unknown payment with payment_hash: {hash}"))),
            None => Err((208, "No payment for that payment_hash with that partid and groupid".to_owned())),
            Some(has) if deleted.is_empty() => Err((
                211,
                format!("Payment with hash {hash} has {has} status but it different from the one provided {status}"),
            )),
            Some(_) => {
                self.rows.retain(|row| !deleted.iter().any(|gone| key(gone) == key(row)));
                Ok(deleted)
            }
        }
    }
}

/// Every third step asks at random for what may not be there.
const fn is_blind(step: usize) -> bool {
    step.is_multiple_of(3)
}

fn rows_of(answer: &Value) -> Vec<DelpayPayments> {
    DelpayResponse::from_json_strict(answer["result"].to_string().as_bytes()).unwrap().payments
}

#[test]
fn the_node_does_what_a_plain_list_would() {
    let folder = tempfile::tempdir().unwrap();
    let start = || MockNode::builder().database(folder.path().join("db")).record(false).start().unwrap();
    let mut node = Some(start());
    let mut peer = Peer::connect(node.as_ref().unwrap().socket());
    let (mut model, mut dice) = (Model::default(), Dice::new(2026));
    let mut kinds = [0; 5];
    for step in 0..STEPS {
        let byte = dice.roll(100) as u8;
        match dice.roll(100) {
            0 => {
                kinds[0] += 1;
                // Stopped first, or the file would still be taken.
                node.take().unwrap().stop();
                let again = start();
                peer = Peer::connect(again.socket());
                node = Some(again);
            }
            1..=24 => {
                kinds[1] += 1;
                // Few are pending: they stay for ever.
                let status = STATUSES[if dice.one_in(20) { 2 } else { dice.roll(2) }].clone();
                model.created += 1;
                let row = part(byte, dice.roll(3) as u64, *dice.pick(&GROUPS).unwrap(), status, model.created);
                let is_there = model.rows.iter().any(|other| key(other) == key(&row));
                assert_eq!(node.as_ref().unwrap().add_payments([&row]).is_err(), is_there, "step {step}");
                if !is_there {
                    model.rows.push(row);
                }
            }
            25..=84 => {
                let mut status = dice.pick(&STATUSES).unwrap().clone();
                let mut one = (!dice.one_in(5)).then(|| (dice.roll(3) as u64, *dice.pick(&GROUPS).unwrap()));
                let mut byte = byte;
                // Often something that is there.
                if let Some(row) = dice.pick(&model.rows).filter(|_| !is_blind(step)) {
                    byte = row.payment_hash.as_bytes()[0];
                    status = row.status.clone();
                    one = one.map(|_| (row.partid.unwrap_or(0), row.groupid.unwrap_or(0)));
                }
                let hash = format!("{byte:02x}").repeat(32);
                let pair = one.map_or_else(String::new, |(part, group)| format!(",{part},{group}"));
                let answer = peer.call("delpay", &format!(r#"["{hash}","{status}"{pair}]"#));
                match model.delete(byte, &status, one) {
                    Ok(deleted) => {
                        kinds[2] += 1;
                        assert_eq!(rows_of(&answer), deleted, "step {step}");
                    }
                    Err((code, message)) => {
                        kinds[3] += 1;
                        assert_eq!(answer["error"]["code"], code, "step {step}: {answer}");
                        assert!(
                            answer["error"]["message"].as_str().unwrap().starts_with(&message),
                            "step {step}: {answer}"
                        );
                    }
                }
            }
            _ => {
                kinds[4] += 1;
                let status = dice.pick(&STATUSES).unwrap().clone();
                let (by_hash, by_status) = (dice.one_in(2), dice.one_in(2));
                let hash =
                    if by_hash { format!("\"{}\"", format!("{byte:02x}").repeat(32)) } else { "null".to_owned() };
                let wanted = if by_status { format!("\"{status}\"") } else { "null".to_owned() };
                let answer = peer.call("listsendpays", &format!("[null,{hash},{wanted}]"));
                let expected = model.rows.iter().filter(|row| {
                    (!by_hash || row.payment_hash.as_bytes()[0] == byte) && (!by_status || row.status == status)
                });
                assert_eq!(rows_of(&answer), expected.cloned().collect::<Vec<_>>(), "step {step}");
            }
        }
    }
    println!("restarts, seeds, deletions, refusals, listings: {kinds:?}");
    assert!(kinds[0] > 50 && kinds[1..].iter().all(|count| *count > 500), "{kinds:?}");
}
