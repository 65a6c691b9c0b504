//! The watcher against a stand-in node: whatever ends and begins again, no payment is missed.

use std::error::Error;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use cln_mock::{Fault, MockNode};
use cln_runtime::Msat;
use cln_runtime::client::blocking::Client;
use invoice_watcher::node::InvoiceRequest;
use invoice_watcher::{Position, WatchError, watch};
use tempfile::TempDir;

type Outcome = Result<(), Box<dyn Error>>;

/// A node with a database, in a folder.
fn node(folder: &TempDir) -> Result<MockNode, Box<dyn Error>> {
    let path = folder.path();
    Ok(MockNode::builder().socket(path.join("rpc")).database(path.join("db")).start()?)
}

/// Makes and pays invoices with these numbers as labels: so the `pay_index` of each is its label.
fn pay(node: &MockNode, labels: std::ops::RangeInclusive<u64>) -> Outcome {
    let client = Client::connect(node.socket())?;
    for label in labels {
        client.call(&InvoiceRequest::new(Msat(1_000).into(), label.to_string(), ""))?;
        node.pay_invoice(&label.to_string(), Msat(1_000))?;
    }
    Ok(())
}

/// Watches until the payment of this index; says what was handled. The handler fails at the end, which is how a
/// program ends between handling and storing.
fn watch_until(socket: &Path, position: &Position, last: u64) -> Result<Vec<(u64, String)>, Box<dyn Error>> {
    let mut handled = Vec::new();
    let ended = watch(&Client::connect(socket)?, position, |index, paid| {
        handled.push((index, paid.label.clone()));
        if index == last { Err(io::Error::other("that is enough")) } else { Ok(()) }
    });
    match ended {
        Err(WatchError::Io(error)) if error.to_string() == "that is enough" => Ok(handled),
        other => Err(format!("it ended otherwise: {other:?}").into()),
    }
}

fn numbered(indices: impl IntoIterator<Item = u64>) -> Vec<(u64, String)> {
    indices.into_iter().map(|index| (index, index.to_string())).collect()
}

#[test]
fn what_was_handled_and_not_stored_is_handled_again() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (node, position) = (node(&folder)?, Position::at(folder.path().join("position")));
    pay(&node, 1..=3)?;
    assert_eq!(watch_until(node.socket(), &position, 2)?, numbered([1, 2]));
    assert_eq!(position.load()?, 1);

    // Nobody watches.
    pay(&node, 4..=5)?;
    assert_eq!(watch_until(node.socket(), &position, 5)?, numbered([2, 3, 4, 5]));
    assert_eq!(position.load()?, 4);
    Ok(())
}

#[test]
fn a_burst_of_payments_and_two_restarts_of_the_node() -> Outcome {
    let folder = tempfile::tempdir()?;
    let position = Position::at(folder.path().join("position"));
    let mut running = node(&folder)?;
    let socket = running.socket().to_owned();
    let handled = thread::scope(|scope| -> Result<_, Box<dyn Error>> {
        let watching = scope.spawn(|| watch_until(&socket, &position, 120).map_err(|error| error.to_string()));
        pay(&running, 1..=50)?;
        running.stop(); // in the middle of a wait, or of an answer
        running = node(&folder)?;
        pay(&running, 51..=100)?;
        running.stop();
        running = node(&folder)?;
        pay(&running, 101..=120)?;
        Ok(watching.join().map_err(|_| "it has panicked")??)
    })?;
    assert_eq!(handled, numbered(1..=120));
    Ok(())
}

#[test]
fn answers_that_are_lost_are_asked_for_again() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (node, position) = (node(&folder)?, Position::at(folder.path().join("position")));
    pay(&node, 1..=4)?;
    node.inject(Fault::cut_answer().on("waitanyinvoice").after(1).times(2));
    assert_eq!(watch_until(node.socket(), &position, 4)?, numbered(1..=4));
    Ok(())
}

#[test]
fn a_position_that_cannot_be_read_is_an_error() -> Outcome {
    let folder = tempfile::tempdir()?;
    let (node, path) = (node(&folder)?, folder.path().join("position"));
    std::fs::write(&path, "17 and more")?;
    let watched = watch(&Client::connect(node.socket())?, &Position::at(path), |_, _| Ok(()));
    assert!(matches!(watched, Err(WatchError::Io(_))), "{watched:?}");
    assert!(node.received().is_empty());
    Ok(())
}

/// The program, and the lines that it writes.
fn start(folder: &TempDir) -> io::Result<(Child, BufReader<ChildStdout>)> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_invoice_watcher"))
        .arg("--position")
        .arg(folder.path().join("position"))
        .arg("--socket")
        .arg(folder.path().join("rpc"))
        .stdout(Stdio::piped())
        .spawn()?;
    let out = program.stdout.take().ok_or_else(|| io::Error::other("it has no output"))?;
    Ok((program, BufReader::new(out)))
}

/// Each run is killed as soon as it has written so many lines, before or after it has stored that, or while it does.
#[test]
fn a_program_that_is_killed_misses_nothing() -> Outcome {
    let folder = tempfile::tempdir()?;
    let node = node(&folder)?;
    pay(&node, 1..=100)?;
    let mut stored = 0;
    for lines in (1..=9).cycle() {
        let (mut program, mut out) = start(&folder)?;
        let mut line = String::new();
        let wanted = (stored + lines).min(100);
        for index in stored + 1..=wanted {
            line.clear();
            out.read_line(&mut line)?;
            assert_eq!(line, format!("{index}\t1000msat\t{index}\n"));
        }
        program.kill()?;
        program.wait()?;
        // What the last run wrote after that is whole, too, and in order; at most its last line was not stored.
        let rest: Vec<String> = out.lines().collect::<io::Result<_>>()?;
        let written = wanted + u64::try_from(rest.len())?;
        stored = Position::at(folder.path().join("position")).load()?;
        assert!(stored == written || stored + 1 == written, "{stored} stored, {written} written");
        if stored == 100 {
            return Ok(());
        }
    }
    Ok(())
}
