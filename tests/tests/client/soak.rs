//! Many calls at once, random delays, cancellations and disorder: no answer may ever reach another call.
//!
//! Takes three seconds; `CLN_SOAK_SECONDS=60` makes it a minute, in which there must be at least 100,000 calls.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cln_runtime::client::{CallError, NoAnswer, NotSent, blocking, tokio as tasks};
use cln_runtime::{Json, RpcError};

use crate::front::RUNTIME;
use crate::node::{Node, Peer};

/// Numbers that look random and are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn seconds() -> u64 {
    env::var("CLN_SOAK_SECONDS").map_or(3, |seconds| seconds.parse().unwrap())
}

/// What all callers have seen.
#[derive(Default)]
struct Tally {
    answered: AtomicU64,
    given_up: AtomicU64,
}

impl Tally {
    /// Judges what the call with this number came to.
    fn count(&self, number: u64, outcome: Option<Result<Json, CallError<RpcError>>>) {
        match outcome {
            Some(Ok(result)) => {
                assert_eq!(result.as_str(), format!("{{\"number\":{number}}}"), "another call's answer");
                self.answered.fetch_add(1, Ordering::Relaxed);
            }
            None | Some(Err(CallError::MaybeExecuted(NoAnswer::TimedOut) | CallError::NotSent(NotSent::TimedOut))) => {
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
        assert!(answered + given_up >= least, "{answered} + {given_up}");
    }
}

/// Answers in disorder, some late, some twice, with notifications and others' answers in between.
fn disorder(mut peer: Peer) {
    let mut dice = Dice::new(7);
    let mut held: Vec<String> = Vec::new();
    while let Some(asked) = peer.try_request() {
        held.push(asked.result(&format!("{{\"number\":{}}}", asked.params[0])));
        if dice.below(50) == 0 {
            thread::sleep(Duration::from_micros(dice.below(3000)));
        }
        // Never hold back so much that everybody waits.
        let keep = dice.below(4) as usize;
        while held.len() > keep {
            let next = held.swap_remove(dice.below(held.len() as u64) as usize);
            let sent = match dice.below(8) {
                0 => next.repeat(2),
                1 => {
                    "{\"jsonrpc\":\"2.0\",\"id\":\"cln-runtime:echo#3\",\"result\":{\"number\":-1}}\n\n".to_owned()
                        + &next
                }
                2 => "{\"jsonrpc\":\"2.0\",\"method\":\"message\",\"params\":{}}\n\n".to_owned() + &next,
                _ => next,
            };
            // A client that has gone may leave answers behind.
            let _ = std::io::Write::write_all(&mut peer.stream, sent.as_bytes());
        }
    }
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
                    // What the node holds back would wait for ever if all waited without an end.
                    let patience = if dice.below(4) == 0 { dice.below(500) } else { 20_000 };
                    let client = client.clone().with_timeout(Duration::from_micros(patience));
                    let params = format!("[{number}]").parse().unwrap();
                    tally.count(number, Some(client.call_raw("echo", &params)));
                }
            });
        }
    });
    tally.check();
}

#[test]
fn tasks() {
    let node = Node::once(disorder);
    let client = RUNTIME.block_on(tasks::Client::connect(node.path())).unwrap();
    let (tally, numbers) = (Arc::new(Tally::default()), Arc::new(AtomicU64::new(1000)));
    let end = Instant::now() + Duration::from_secs(seconds());
    let all: Vec<_> = (0..64)
        .map(|seed| {
            let (client, tally, numbers) = (client.clone(), Arc::clone(&tally), Arc::clone(&numbers));
            RUNTIME.spawn(async move {
                let mut dice = Dice::new(seed + 1);
                while Instant::now() < end {
                    let number = numbers.fetch_add(1, Ordering::Relaxed);
                    let patience = Duration::from_micros(if dice.below(4) == 0 { dice.below(2000) } else { 100_000 });
                    let params = format!("[{number}]").parse().unwrap();
                    let outcome = if dice.below(2) == 0 {
                        Some(client.clone().with_timeout(patience).call_raw("echo", &params).await)
                    } else {
                        // The future is dropped.
                        tokio::time::timeout(patience, client.call_raw("echo", &params)).await.ok()
                    };
                    tally.count(number, outcome);
                }
            })
        })
        .collect();
    for task in all {
        RUNTIME.block_on(task).unwrap();
    }
    tally.check();
    drop(client);
}
