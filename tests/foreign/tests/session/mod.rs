//! A session of a plugin with its node, in which every kind of message goes over its pipes.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use cln_mock::{Error, MockNode, PluginCallError, PluginFault, PluginProgram, PluginUnderTest, Rule};
use cln_runtime::Json;

use crate::troubles::Trouble;

/// What becomes of a plugin that bears it all.
pub const ANSWERS: &str = "answers";

/// What becomes of one that is killed as its trouble says.
pub const KILLED: &str = "is killed";

const CONTINUE: &str = r#"{"result":"continue"}"#;

/// How long is waited for what may never come; the shell reads a long message byte by byte.
const PATIENCE: Duration = Duration::from_secs(10);
const LONG_PATIENCE: Duration = Duration::from_secs(120);

/// What a plugin goes through.
struct Session<'t> {
    trouble: &'t Trouble,
    patience: Duration,
}

/// What has become of it instead of an answer, and where.
struct Wrong(String);

/// What becomes of a plugin in such trouble.
pub fn run(trouble: &Trouble, program: &PluginProgram) -> String {
    let patience = if trouble.is_long { LONG_PATIENCE } else { PATIENCE };
    Session { trouble, patience }.run(program)
}

impl Session<'_> {
    fn run(self, program: &PluginProgram) -> String {
        let node = MockNode::builder().clock(Duration::from_secs(1_700_000_000)).start().unwrap();
        let program = program.clone().option("greeting", "hi").trouble(self.trouble.made.clone());
        let outcome = self.start(&node, program).and_then(|plugin| self.talk(&plugin));
        // What else there is comes of that.
        for plugin in node.plugins() {
            while plugin.next_fault_within(Duration::ZERO).is_some() {}
        }
        outcome.map_or_else(|Wrong(wrong)| wrong, |()| ANSWERS.to_owned())
    }

    /// Starts it as the command `plugin start` does.
    fn start(&self, node: &MockNode, program: PluginProgram) -> Result<PluginUnderTest, Wrong> {
        let started = thread::scope(|scope| {
            let (sender, ready) = channel();
            scope.spawn(move || sender.send(node.start_plugin(program)));
            ready.recv_timeout(self.patience).or_else(|_| {
                // It does not say anything more, and the two minutes pass in which it could.
                node.clock().advance(Duration::from_secs(120));
                ready.recv()
            })
        });
        started.unwrap().map_err(|error| match error {
            Error::Plugin(_, fault) => Wrong::of("start", &fault),
            other => panic!("{other:?}"),
        })
    }

    /// Begins everything, and then waits for it.
    fn talk(&self, plugin: &PluginUnderTest) -> Result<(), Wrong> {
        while let Some(early) = plugin.early() {
            let answer = called("early", early.wait_for(self.patience))?;
            // Before `init` it does not know its options.
            assert!(answer == CONTINUE || answer.ends_with(r#" early"}"#), "{answer}");
        }
        let held = self.trouble.is_held.then(|| plugin.hold());
        let calls =
            ["Alice", "Bob"].map(|name| plugin.begin_call_raw("greet", &json(&format!(r#"{{"name":"{name}"}}"#))));
        let connected = plugin.begin_hook_raw("peer_connected", &peer());
        let accepted = plugin.begin_hook_raw("htlc_accepted", &self.htlc());
        plugin.notify_raw("connect", &json(r#"{"id":"02aa"}"#));
        drop(held);
        for (call, greeting) in calls.into_iter().zip(["hi Alice", "hi Bob"]) {
            let answer = called("call", call.wait_for(self.patience))?;
            assert_eq!(answer, format!(r#"{{"greeting":"{greeting}"}}"#));
        }
        for hook in [connected, accepted] {
            let answer = hook.wait_for(self.patience).map_err(|fault| Wrong::of("hook", &fault))?;
            assert_eq!(compact(&answer), CONTINUE);
        }
        self.look_for_notification(plugin)?;
        let exit = plugin.hang_up().map_err(|fault| Wrong::of("end", &fault))?;
        match exit.status.and_then(|status| status.code()) {
            Some(0) => Ok(()),
            // Just then.
            None => Err(Wrong(KILLED.to_owned())),
            Some(status) => panic!("it exits by {status}"),
        }
    }

    /// It says in the log that it was notified.
    fn look_for_notification(&self, plugin: &PluginUnderTest) -> Result<(), Wrong> {
        let has_logged = || plugin.log().iter().any(|line| line.text == "connected: 02aa");
        let _ = plugin.wait_until_for(self.patience, |plugin| has_logged() || plugin.is_gone());
        if has_logged() {
            return Ok(());
        }
        Err(match plugin.next_fault_within(Duration::ZERO) {
            Some(fault) => Wrong::of("notification", &fault),
            // That it was killed is no fault of its own.
            None if plugin.is_gone() => Wrong(KILLED.to_owned()),
            None => Wrong("hangs (notification)".to_owned()),
        })
    }

    fn htlc(&self) -> Json {
        let payload = "0".repeat(self.trouble.event);
        json(&format!(r#"{{"onion":{{"payload":"{payload}","next_onion":""}},"htlc":{{"id":1}}}}"#))
    }
}

impl Wrong {
    fn of(place: &str, fault: &PluginFault) -> Self {
        Self(match fault.rule {
            // How far it comes until then is another matter.
            Rule::Ended if fault.reason == "it was killed" => KILLED.to_owned(),
            Rule::Ended => format!("ends ({place})"),
            Rule::CallUnanswered | Rule::HookUnanswered => format!("hangs ({place})"),
            other => format!("{other:?} ({place})"),
        })
    }
}

fn called(place: &str, answer: Result<Json, PluginCallError>) -> Result<String, Wrong> {
    answer.map(|answer| compact(&answer)).map_err(|error| match error {
        PluginCallError::Fault(fault) => Wrong::of(place, &fault),
        other => panic!("{place}: {other}"),
    })
}

/// Without the space that Python writes behind a colon.
fn compact(answer: &Json) -> String {
    answer.as_str().replace(": ", ":")
}

/// A peer that has connected.
pub fn peer() -> Json {
    json(r#"{"peer":{"id":"02aa","direction":"in","addr":"127.0.0.1:9735","features":""}}"#)
}

pub fn json(text: &str) -> Json {
    text.parse().unwrap()
}
