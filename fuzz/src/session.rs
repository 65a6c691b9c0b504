//! A client and a node that does what dice say, over a stream in memory.
//!
//! The state machine behind the clients is private, and is to stay so. The client for tasks drives it by public means
//! alone: a runtime of one thread, whose clock stands still, does the same in every run, and a call that would never end
//! is noticed at once.

mod peer;

use std::collections::BTreeSet;
use std::time::Duration;

use cln_runtime::client::tokio::{Client, Notifications};
use cln_runtime::client::{CallError, Settings};
use cln_runtime::{Json, RpcError};
use cln_tests::dice::Dice;
use tokio::io::duplex;
use tokio::runtime::Builder;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::reached;
use peer::{Peer, token};

/// How many things happen at most before the node goes.
const STEPS: usize = 60;

/// Longer than any call may take on a clock that stands still while anything can be done.
const FOR_EVER: Duration = Duration::from_secs(3600);

/// The longest answer that is taken.
const LONGEST: usize = 600;

/// However bytes, answers, notifications and mistakes follow one another: a call gets its own answer or none, ends, and is
/// said not to have been sent only if the node never got it.
pub fn session(bytes: &[u8]) {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(async { Talk::begin(Dice::loaded(bytes)).run().await });
}

type Outcome = Result<Json, CallError<RpcError>>;

struct Talk {
    dice: Dice,
    client: Client,
    notifications: Notifications,
    /// How many bytes of them are kept.
    max_notifications: usize,
    peer: Peer,
    /// The calls that have not been given up, by their numbers.
    calls: Vec<(u64, JoinHandle<Outcome>)>,
    begun: u64,
    /// The calls that said that they were not sent.
    unsent: BTreeSet<u64>,
}

impl Talk {
    fn begin(mut dice: Dice) -> Self {
        let (near, far) = duplex(1 + dice.roll(300));
        let (reader, writer) = tokio::io::split(near);
        let max_notifications = [usize::MAX, 0, 100, 400][dice.roll(4)];
        let settings = Settings::new()
            .max_answer(LONGEST)
            .max_unread([usize::MAX, 1, 200][dice.roll(3)])
            .max_notifications(max_notifications);
        let client = Client::over(reader, writer, settings).unwrap();
        let notifications = client.notifications();
        let peer = Peer::new(far);
        let (calls, unsent) = (Vec::new(), BTreeSet::new());
        Self { dice, client, notifications, max_notifications, peer, calls, begun: 0, unsent }
    }

    async fn run(mut self) {
        for _ in 0..self.dice.roll(STEPS) {
            self.step().await;
        }
        let answers_all = self.dice.one_in(2);
        if answers_all {
            self.peer.answer_all(&mut self.dice).await;
        }
        let heard = self.peer.leave().await;
        for (number, call) in std::mem::take(&mut self.calls) {
            let outcome = timeout(FOR_EVER, call).await.expect("a call never ends").unwrap();
            self.judge(number, outcome);
        }
        let wrong: Vec<_> = self.unsent.intersection(&heard).collect();
        assert!(wrong.is_empty(), "said not to have been sent, but the node got {wrong:?}");
        self.assert_notifications().await;
    }

    async fn step(&mut self) {
        match self.dice.roll(12) {
            0..3 => self.call(),
            3 => self.give_up().await,
            4 | 5 => {
                self.peer.hear(1 + self.dice.roll(400)).await;
            }
            6 | 7 => self.peer.answer(&mut self.dice),
            8 => self.peer.say_something_else(&mut self.dice),
            9 | 10 => self.peer.send(1 + self.dice.roll(300)).await,
            _ if self.dice.one_in(6) => self.peer.damage(&mut self.dice),
            _ => tokio::task::yield_now().await,
        }
    }

    fn call(&mut self) {
        let number = self.begun;
        self.begun += 1;
        let mut client = self.client.clone();
        if self.dice.one_in(8) {
            client = client.with_timeout(Duration::ZERO);
        }
        let method = ["a", "b\"#1", "pay"][self.dice.roll(3)];
        let padding = "x".repeat(self.dice.roll(3) * self.dice.roll(200));
        let params = format!(r#"{{"token":"{}","padding":"{padding}"}}"#, token(number)).parse().unwrap();
        let call = tokio::spawn(async move { client.call_raw(method, &params).await });
        self.calls.push((number, call));
    }

    /// Drops the future of a call, which may have ended.
    async fn give_up(&mut self) {
        if !self.calls.is_empty() {
            let (number, call) = self.calls.swap_remove(self.dice.roll(self.calls.len()));
            call.abort();
            match call.await {
                Ok(outcome) => self.judge(number, outcome),
                Err(error) => {
                    assert!(error.is_cancelled(), "{error}");
                    reached("cancelled");
                }
            }
        }
    }

    /// Those that came are among those that were sent, in order, and take no more room than they have. Only where there
    /// was none are any lost, and it is known how many.
    async fn assert_notifications(&mut self) {
        let mut sent = self.peer.notifications.iter();
        let (mut count, mut bytes) = (0, 0);
        while let Some(message) = timeout(FOR_EVER, self.notifications.next()).await.expect("notifications never end") {
            if !self.peer.has_damaged {
                let lost = sent.by_ref().take_while(|text| text.as_bytes() != message.as_bytes()).count();
                assert!(lost == 0 || self.notifications.missed() > 0, "{lost} lost before {message:?}");
            }
            count += 1;
            bytes += message.as_bytes().len();
            reached("notification");
        }
        let missed = self.notifications.missed();
        assert!(bytes <= self.max_notifications, "{bytes} bytes were kept");
        assert!(
            self.peer.has_damaged || count + missed <= self.peer.notifications.len() as u64,
            "{count} and {missed}"
        );
        match self.max_notifications {
            usize::MAX => assert_eq!(missed, 0),
            _ if missed > 0 => reached("missed"),
            _ => {}
        }
    }

    /// Any end will do, but an answer must be the node's to this call.
    fn judge(&mut self, number: u64, outcome: Outcome) {
        let (what, answer) = match outcome {
            Ok(result) => ("answered", Some(result.as_str().to_owned())),
            Err(CallError::Node(error)) => ("node error", Some(error.message)),
            Err(CallError::MaybeExecuted(_)) => ("maybe executed", None),
            Err(CallError::NotSent(_)) => {
                self.unsent.insert(number);
                ("not sent", None)
            }
            Err(error) => {
                let is_known = self.peer.has_damaged || self.peer.too_long.contains(&number);
                assert!(is_known, "what the node answered call {number} can be read: {error:#}");
                ("unreadable", None)
            }
        };
        reached(what);
        if let Some(answer) = answer {
            // Each answer holds its token twice, so that one damaged byte makes no other of it.
            assert!(answer.contains(&token(number)), "call {number} got another's answer: {answer}");
            assert!(self.peer.answered.contains(&number), "nobody has answered call {number}: {answer}");
        }
    }
}
