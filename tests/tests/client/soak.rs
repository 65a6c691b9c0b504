//! Many calls at once, random delays, cancellations and disorder: no answer may ever reach another call.
//!
//! Takes a second, or three in a long run; `CLN_SOAK_SECONDS=60` makes it a minute, in which there must be at least 100,000 calls.

use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use cln_runtime::client::{CallError, NoAnswerError, NotSentError, blocking, tokio as tasks};
use cln_runtime::{Json, RpcError};
use cln_tests::sizes::size;

use crate::front::{RUNTIME, wait};
use crate::node::{Node, PATIENCE, Peer, Polled};

/// Numbers that look random and are the same each time (xorshift).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn seconds() -> u64 {
    size("CLN_SOAK_SECONDS", 1, 3).into()
}

/// What all callers have seen.
#[derive(Default)]
struct Tally {
    answered: AtomicU64,
    given_up: AtomicU64,
}

impl Tally {
    /// Judges what the call with this number came to.
    fn count(&self, number: u64, patience: Duration, outcome: Option<Result<Json, CallError<RpcError>>>) {
        match outcome {
            Some(Ok(result)) => {
                assert_eq!(result.as_str(), format!("{{\"number\":{number}}}"), "another call's answer");
                self.answered.fetch_add(1, Ordering::Relaxed);
            }
            None
            | Some(Err(
                CallError::MaybeExecuted(NoAnswerError::TimedOut) | CallError::NotSent(NotSentError::TimedOut),
            )) => {
                assert!(patience < PATIENCE, "call {number} hangs");
                self.given_up.fetch_add(1, Ordering::Relaxed);
            }
            Some(Err(error)) => panic!("call {number}: {error}"),
        }
    }

    fn check(&self) {
        let (answered, given_up) = (self.answered.load(Ordering::Relaxed), self.given_up.load(Ordering::Relaxed));
        println!("{answered} calls answered, {given_up} given up");
        assert!(given_up > 0, "nothing was given up");
        let least = if seconds() >= 60 { 100_000 } else { 1000 };
        assert!(answered >= least, "{answered} answered");
    }
}

/// Answers in disorder, some late, some twice, with notifications and others' answers in between.
fn disorder(mut peer: Peer) {
    let mut dice = Dice::new(7);
    let mut held: Vec<String> = Vec::new();
    loop {
        // What is held back is sent when nobody asks any more.
        let keep = match peer.poll_request(Duration::from_millis(2)) {
            Polled::End => return,
            Polled::Nothing => 0,
            Polled::Request(asked) => {
                held.push(asked.result(&format!("{{\"number\":{}}}", asked.params[0])));
                dice.below(4) as usize
            }
        };
        if dice.below(50) == 0 {
            thread::sleep(Duration::from_micros(dice.below(3000)));
        }
        while held.len() > keep {
            let next = held.swap_remove(dice.below(held.len() as u64) as usize);
            // A client that has gone may leave answers behind.
            let _ = peer.stream.write_all(disguised(next, &mut dice).as_bytes());
        }
    }
}

/// An answer among what does not belong to it.
fn disguised(answer: String, dice: &mut Dice) -> String {
    match dice.below(8) {
        0 => answer.repeat(2),
        1 => "{\"jsonrpc\":\"2.0\",\"id\":\"cln-runtime:other#3\",\"result\":{\"number\":-1}}\n\n".to_owned() + &answer,
        2 => "{\"jsonrpc\":\"2.0\",\"method\":\"message\",\"params\":{}}\n\n".to_owned() + &answer,
        _ => answer,
    }
}

/// How long a call waits: many very shortly, the others as long as anything may take that does not hang.
fn patience(dice: &mut Dice) -> Duration {
    if dice.below(4) == 0 { Duration::from_micros(dice.below(2000)) } else { PATIENCE }
}

#[test]
fn threads() {
    let node = Node::once(disorder);
    let client = blocking::Client::connect(node.path()).unwrap();
    let (tally, numbers) = (Arc::new(Tally::default()), Arc::new(AtomicU64::new(1000)));
    let end = Instant::now() + Duration::from_secs(seconds());
    thread::scope(|scope| {
        for seed in 0..8 {
            let (client, tally, numbers) = (client.clone(), Arc::clone(&tally), Arc::clone(&numbers));
            scope.spawn(move || {
                let mut dice = Dice::new(seed + 1);
                while Instant::now() < end {
                    let number = numbers.fetch_add(1, Ordering::Relaxed);
                    let patience = patience(&mut dice);
                    let params = format!("[{number}]").parse().unwrap();
                    let outcome = client.clone().with_timeout(patience).call_raw("echo", &params);
                    tally.count(number, patience, Some(outcome));
                }
            });
        }
    });
    tally.check();
}

#[test]
fn tasks() {
    let node = Node::once(disorder);
    let client = wait(tasks::Client::connect(node.path())).unwrap();
    let (tally, numbers) = (Arc::new(Tally::default()), Arc::new(AtomicU64::new(1000)));
    let end = Instant::now() + Duration::from_secs(seconds());
    let all: Vec<_> = (0..64)
        .map(|seed| {
            let (client, tally, numbers) = (client.clone(), Arc::clone(&tally), Arc::clone(&numbers));
            RUNTIME.spawn(async move {
                let mut dice = Dice::new(seed + 1);
                while Instant::now() < end {
                    let number = numbers.fetch_add(1, Ordering::Relaxed);
                    let patience = patience(&mut dice);
                    let params = format!("[{number}]").parse().unwrap();
                    let outcome = if dice.below(2) == 0 {
                        Some(client.clone().with_timeout(patience).call_raw("echo", &params).await)
                    } else {
                        // The future is dropped.
                        tokio::time::timeout(patience, client.call_raw("echo", &params)).await.ok()
                    };
                    tally.count(number, patience, outcome);
                }
            })
        })
        .collect();
    for task in all {
        wait(task).unwrap();
    }
    tally.check();
    drop(client);
}

/// All call at the same time and then none, again and again: whoever is the last has nobody to lean on.
#[test]
fn bursts_of_threads() {
    const THREADS: usize = 3;
    let rounds = size("CLN_SOAK_ROUNDS", 4_000, 20_000);
    let node = Node::once(|mut peer| peer.echo());
    let client = blocking::Client::connect(node.path()).unwrap();
    let (start, (done, all_done)) = (Arc::new(Barrier::new(THREADS)), mpsc::channel());
    for _ in 0..THREADS {
        let (client, start, done) = (client.clone(), Arc::clone(&start), done.clone());
        thread::spawn(move || {
            let params = "{}".parse().unwrap();
            for _ in 0..rounds {
                start.wait();
                client.call_raw("echo", &params).unwrap();
            }
            done.send(()).unwrap();
        });
    }
    for _ in 0..THREADS {
        all_done.recv_timeout(PATIENCE).expect("a call hangs");
    }
}
