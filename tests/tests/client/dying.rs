//! A node that dies again and again, in the middle of requests and answers: what is said to be unsent it has not got.

use std::collections::HashSet;
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use cln_runtime::client::{CallError, Settings};
use cln_tests::sizes::size;

use crate::front::Front;
use crate::node::{PATIENCE, end_of_object};
use crate::soak::Dice;

/// How long calls are made.
fn time() -> Duration {
    Duration::from_secs(size("CLN_DYING_SECONDS", 1, 2).into())
}

const CALLERS: u64 = 8;

/// The numbers that requests had which came whole.
type Got = Arc<Mutex<HashSet<u64>>>;

/// Serves one connection after another, each until it dies of some byte.
fn serve(listener: &UnixListener, got: &Got, is_over: &AtomicBool) {
    let mut dice = Dice::new(11);
    for stream in listener.incoming() {
        if is_over.load(Ordering::Relaxed) {
            return;
        }
        let stream = stream.unwrap();
        // Long enough for nobody to think that it hangs.
        stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        live(stream, &mut dice, got);
    }
}

fn live(mut stream: UnixStream, dice: &mut Dice, got: &Got) {
    let mut left = dice.below(200_000) as usize;
    let (mut received, mut chunk) = (Vec::new(), vec![0; 4096]);
    while left > 0 {
        let most = left.min(chunk.len());
        let Ok(count @ 1..) = stream.read(&mut chunk[..most]) else { return };
        left -= count;
        received.extend_from_slice(&chunk[..count]);
        while let Some(end) = end_of_object(&received) {
            let request: Vec<u8> = received.drain(..end).collect();
            let request: serde_json::Value = serde_json::from_slice(&request).unwrap();
            let number = request["params"][0].as_u64().unwrap();
            got.lock().unwrap().insert(number);
            let answer =
                format!("{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":{{\"number\":{number}}}}}\n\n", request["id"]);
            let cut = if dice.below(20) == 0 { dice.below(answer.len() as u64) as usize } else { answer.len() };
            if stream.write_all(&answer.as_bytes()[..cut]).is_err() || cut < answer.len() {
                return;
            }
        }
    }
}

/// Makes calls of many sizes until the time is over, and gives the numbers of those that are said to be unsent.
fn call<F: Front>(client: &F, seed: u64, numbers: &AtomicU64, answered: &AtomicU64) -> Vec<u64> {
    let (mut dice, end, mut unsent) = (Dice::new(seed), Instant::now() + time(), Vec::new());
    while Instant::now() < end {
        let number = numbers.fetch_add(1, Ordering::Relaxed);
        let size = [5, 5, 5, 3_000, 40_000, 300_000][dice.below(6) as usize];
        let patience = if dice.below(4) == 0 { Duration::from_micros(dice.below(3000)) } else { PATIENCE };
        let outcome = client.with_timeout(patience).raw("x", &format!("[{number},\"{}\"]", "y".repeat(size)));
        match outcome {
            Ok(result) => {
                assert_eq!(result.as_str(), format!("{{\"number\":{number}}}"), "another call's answer");
                answered.fetch_add(1, Ordering::Relaxed);
            }
            Err(CallError::NotSent(_)) => unsent.push(number),
            Err(CallError::MaybeExecuted(_)) => {}
            Err(error) => panic!("call {number}: {error}"),
        }
    }
    unsent
}

fn start(listener: UnixListener, got: &Got, is_over: &Arc<AtomicBool>) -> JoinHandle<()> {
    let (got, is_over) = (Arc::clone(got), Arc::clone(is_over));
    thread::spawn(move || serve(&listener, &got, &is_over))
}

pub(crate) fn what_is_said_to_be_unsent_has_never_reached_the_node<F: Front>() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lightning-rpc");
    let (got, is_over) = (Got::default(), Arc::new(AtomicBool::new(false)));
    let node = start(UnixListener::bind(&path).unwrap(), &got, &is_over);
    let client = F::connect(&path, Settings::new().reconnect(true)).unwrap();
    let (numbers, answered) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let callers: Vec<_> = (1..=CALLERS)
        .map(|seed| {
            let (client, numbers, answered) = (client.clone(), Arc::clone(&numbers), Arc::clone(&answered));
            thread::spawn(move || call(&client, seed, &numbers, &answered))
        })
        .collect();
    let unsent: Vec<u64> = callers.into_iter().flat_map(|caller| caller.join().unwrap()).collect();
    drop(client);
    is_over.store(true, Ordering::Relaxed);
    drop(UnixStream::connect(&path));
    node.join().unwrap();
    let got = got.lock().unwrap();
    let wrong: Vec<&u64> = unsent.iter().filter(|number| got.contains(number)).collect();
    assert!(wrong.is_empty(), "said to be unsent, but the node has got them: {wrong:?}");
    assert!(!unsent.is_empty() && answered.load(Ordering::Relaxed) > 0, "{} unsent", unsent.len());
}
