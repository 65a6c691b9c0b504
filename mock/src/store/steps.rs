//! How many steps SQLite takes for one row among many: as many as among few.
#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cln_runtime::Msat;
use cln_runtime::client::blocking::Client;
use cln_tests::sizes::size;
use rusqlite::{Connection, Transaction};
use serde_json::{Value, json};

use super::counters::{Change, Subsystem, raise};
use super::{layout, own};
use crate::MockNode;
use crate::lock::lock;

const FEW: u32 = 100;

/// Rows of both tables, from one number to another. Half of the invoices are unpaid and were never changed, the others
/// are paid; 10 of them belong to an offer. Of the payments, half are complete and half have failed.
const ROWS: &str = "
    CREATE TEMP TABLE n (i INTEGER PRIMARY KEY);
    WITH RECURSIVE c(i) AS (SELECT FIRST UNION ALL SELECT i + 1 FROM c WHERE i < LAST) INSERT INTO n SELECT i FROM c;
    INSERT INTO invoices
        SELECT 'label ' || i, CAST(printf('%032d', i) AS BLOB), ZERO + i, ZERO + iif(i % 2, 0, i),
            iif(i % 2, 'unpaid', 'paid'), ZERO + 1000, NULL, 'lni' || i, 'x', ZERO + 4000000000,
            iif(i <= 20 AND i % 2 = 0, CAST(printf('%032d', 7) AS BLOB), NULL), NULL, zeroblob(32),
            iif(i % 2, NULL, ZERO + i), iif(i % 2, NULL, ZERO + 1000), iif(i % 2, NULL, ZERO + 1), NULL
        FROM n;
    INSERT INTO payments (payment_hash, partid, groupid, created_index, id, status, amount_sent_msat, amount_msat,
            created_at, updated_index, completed_at, payment_preimage, bolt11)
        SELECT CAST(printf('%032d', i) AS BLOB), ZERO, ZERO + 1, ZERO + i, ZERO + i, iif(i % 2, 'failed', 'complete'),
            ZERO + 1000, ZERO + 1000, ZERO + 1, ZERO + i, ZERO + 1, iif(i % 2, NULL, zeroblob(32)), 'lnbcrt' || i
        FROM n;
    DROP TABLE n;
";

/// What is written at a time: the log beside the file is as large as that.
const CHUNK: u32 = 50_000;

fn fill(db: &mut Connection, rows: u32) -> rusqlite::Result<()> {
    for before in (0..rows).step_by(CHUNK as usize) {
        let transaction = db.transaction()?;
        add(&transaction, before + 1, rows.min(before + CHUNK))?;
        transaction.commit()?;
    }
    Ok(())
}

fn add(transaction: &Transaction<'_>, first: u32, last: u32) -> rusqlite::Result<()> {
    let rows = ROWS.replace("FIRST", &first.to_string()).replace("LAST", &last.to_string());
    // So numbers are stored, and so must this one be written.
    transaction.execute_batch(&rows.replace("ZERO", "(-9223372036854775807 - 1)"))?;
    own::mark(transaction, own::PAYMENTS)?;
    for (subsystem, change) in [
        (Subsystem::Invoices, Change::Created),
        (Subsystem::Invoices, Change::Updated),
        (Subsystem::Receipts, Change::Created),
        (Subsystem::Sendpays, Change::Created),
        (Subsystem::Sendpays, Change::Updated),
    ] {
        raise(transaction, subsystem, change, last.into())?;
    }
    Ok(())
}

/// The hash of a row.
fn hash(number: u32) -> String {
    format!("{number:032}").bytes().map(|byte| format!("{byte:02x}")).collect()
}

/// A file with all tables.
fn prepared(file: &Path) -> Connection {
    let mut db = Connection::open(file).unwrap();
    layout::prepare(&mut db, false).unwrap();
    db
}

/// Counts what a connection does from now on.
fn count(db: &Connection) -> Arc<AtomicU64> {
    let steps = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&steps);
    db.progress_handler(1, Some(move || counter.fetch_add(1, Ordering::Relaxed) == u64::MAX));
    steps
}

/// What a request answers beside how many steps it takes.
type Looked = (String, u64, Value);

/// A node with so many of each, asked for one thing after another.
fn look(file: &Path, rows: u32) -> Vec<Looked> {
    let builder = || MockNode::builder().database(file).clock(Duration::from_secs(1_700_000_000)).record(false);
    fill(&mut prepared(file), rows).unwrap();
    let start = Instant::now();
    let node = builder().start().unwrap();
    println!("{rows} rows of each: opened in {:?}, {} bytes", start.elapsed(), file.metadata().unwrap().len());
    let steps = count(lock(&node.state.store).db());
    let client = Client::connect(node.socket()).unwrap();
    let mut looked = Vec::new();
    let mut ask = |what: &str, request: &dyn Fn() -> Value| {
        steps.store(0, Ordering::Relaxed);
        let start = Instant::now();
        let answer = request();
        println!("  {what}: {:?}", start.elapsed());
        looked.push((what.to_owned(), steps.load(Ordering::Relaxed), answer));
    };
    let call = |method: &str, params: Value| {
        let answer = client.call_raw(method, &params.to_string().parse().unwrap()).unwrap();
        serde_json::from_str::<Value>(answer.as_str()).unwrap()
    };
    for (method, what, params) in reads(rows) {
        ask(&format!("{method} {what}"), &|| call(method, params.clone()));
    }
    let made = call("invoice", json!({"amount_msat": 1, "label": "own", "description": ""}));
    ask("invoice", &|| call("invoice", json!({"amount_msat": 1, "label": "other", "description": ""})));
    ask("listinvoices by its text", &|| call("listinvoices", json!({"invstring": made["bolt11"]})));
    ask("pay", &|| call("pay", json!([made["bolt11"]])));
    ask("pay again", &|| call("pay", json!([made["bolt11"]])));
    ask("an invoice is paid", &|| json!(node.pay_invoice("other", Msat(1)).unwrap().payment.unwrap().pay_index));
    ask("waitinvoice", &|| call("waitinvoice", json!(["own"])));
    ask("delinvoice", &|| call("delinvoice", json!(["label 3", "unpaid"])));
    ask("delpay", &|| call("delpay", json!([hash(4), "complete"])));
    looked
}

/// Reads of one row or of a page: the command, what it is to find, and how it is asked for.
fn reads(rows: u32) -> Vec<(&'static str, String, Value)> {
    let (row, last) = (hash(51), json!({"start": rows - 10, "limit": 5}));
    let mut reads = vec![
        ("listinvoices", "by label", json!({"label": "label 51"})),
        ("listinvoices", "by hash", json!({"payment_hash": row})),
        ("listinvoices", "of an offer", json!({"offer_id": hash(7)})),
        ("listsendpays", "by hash", json!({"payment_hash": row})),
        ("listsendpays", "by invoice", json!({"bolt11": "lnbcrt51"})),
        ("listpays", "by hash", json!({"payment_hash": row})),
        ("waitanyinvoice", "after many", json!([rows - 1])),
        ("wait", "for invoices", json!(["invoices", "created", 1])),
    ]
    .into_iter()
    .map(|(method, what, params)| (method, what.to_owned(), params))
    .collect::<Vec<_>>();
    for method in ["listinvoices", "listsendpays", "listpays"] {
        for index in ["created", "updated"] {
            for (page, mut params) in [("first", json!({"limit": 5})), ("last", last.clone())] {
                params["index"] = json!(index);
                reads.push((method, format!("by {index}, the {page} page"), params));
            }
        }
    }
    reads
}

#[test]
fn one_row_takes_as_many_steps_among_many_as_among_few() {
    let many = size("CLN_MANY_ROWS", 20_000, 1_000_000);
    let folder = tempfile::tempdir().unwrap();
    let [few, many] = [("few", FEW), ("many", many)].map(|(name, rows)| look(&folder.path().join(name), rows));
    let mut more = Vec::new();
    for ((what, steps, answer), (_, others, other)) in few.iter().zip(&many) {
        println!("{what}: {steps} steps among few, {others} among many");
        assert_eq!(lengths(answer), lengths(other), "{what}");
        if *others > steps + steps / 10 {
            more.push(what);
        }
    }
    assert!(more.is_empty(), "these take more steps among many rows: {more:?}");
}

/// How many rows an answer has, which are not none.
fn lengths(answer: &Value) -> Vec<usize> {
    let lists = answer.as_object().into_iter().flatten().filter_map(|(_, value)| value.as_array());
    let lengths: Vec<usize> = lists.map(Vec::len).collect();
    assert!(!lengths.contains(&0), "{answer}");
    lengths
}

/// Nothing is counted or rewritten when a file is opened.
#[test]
fn a_file_is_opened_in_as_many_steps_with_many_rows_as_with_few() {
    let folder = tempfile::tempdir().unwrap();
    let [few, many] = [FEW, 20 * FEW].map(|rows| {
        let file = folder.path().join(rows.to_string());
        fill(&mut prepared(&file), rows).unwrap();
        let mut db = Connection::open(&file).unwrap();
        let steps = count(&db);
        layout::prepare(&mut db, false).unwrap();
        steps.load(Ordering::Relaxed)
    });
    println!("{few} steps among few, {many} among many");
    assert_eq!(few, many);
}
