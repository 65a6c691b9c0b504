//! Many connections that delete the same payments.

use std::collections::BTreeMap;
use std::sync::{Arc, Barrier};
use std::thread;

use cln_bindings::DelpayPaymentsStatus::{Complete, Failed, Pending};
use cln_mock::MockNode;
use serde_json::Value;

use crate::peer::Peer;
use crate::rows::part;

const CONNECTIONS: usize = 16;
const PAYMENTS: u8 = 40;
const PARTS: u64 = 3;

#[test]
fn each_row_is_returned_exactly_once() {
    let folder = tempfile::tempdir().unwrap();
    let rows = (0..PAYMENTS).flat_map(|byte| {
        (0..PARTS)
            .map(move |id| part(byte, id, 1, if id == 2 { Complete } else { Failed }, u64::from(byte) * PARTS + id))
    });
    let pending = (0..PAYMENTS).map(|byte| part(byte, 9, 1, Pending, 1000 + u64::from(byte)));
    let node = MockNode::builder().database(folder.path().join("db")).payments(rows.chain(pending)).start().unwrap();
    let start = Arc::new(Barrier::new(CONNECTIONS));
    let threads: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            let (start, mut peer) = (Arc::clone(&start), Peer::connect(node.socket()));
            thread::spawn(move || {
                start.wait();
                let mut deleted = Vec::new();
                for step in 0..PAYMENTS {
                    // All begin together, and meet again and again, from both ends.
                    let byte = if number % 2 == 0 { step } else { PAYMENTS - 1 - step };
                    let hash = format!("{byte:02x}").repeat(32);
                    for status in ["failed", "complete"] {
                        let answer = peer.call("delpay", &format!(r#"["{hash}","{status}"]"#));
                        deleted.extend(answer["result"]["payments"].as_array().into_iter().flatten().cloned());
                    }
                }
                deleted
            })
        })
        .collect();
    let mut seen = BTreeMap::new();
    for row in threads.into_iter().flat_map(|thread| thread.join().unwrap()) {
        let row: Value = row;
        *seen.entry(row["created_index"].as_u64().unwrap()).or_insert(0) += 1;
    }
    assert_eq!(seen.len() as u64, u64::from(PAYMENTS) * PARTS);
    assert!(seen.values().all(|count| *count == 1), "{seen:?}");
    assert!(node.payments().unwrap().iter().all(|payment| payment.status == Pending));
    assert_eq!(node.payments().unwrap().len(), usize::from(PAYMENTS));
}
