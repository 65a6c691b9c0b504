//! What is logged, and what never is.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use cln_runtime::is_visible;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Metadata, Subscriber};

use crate::front::{Front, request, result};
use crate::node::Node;

/// Keeps everything that is told, at every level.
#[derive(Clone, Default)]
pub(crate) struct Everything(Arc<Mutex<String>>);

impl Everything {
    /// Hears what is told meanwhile.
    pub(crate) fn hear(&self, run: impl FnOnce()) {
        // With a single subscriber, tracing keeps what the thread that comes first to a place says of it: a thread of
        // another test has no subscriber, and would silence the place for all.
        let _second = Dispatch::new(Self::default());
        tracing::subscriber::with_default(self.clone(), run);
    }

    /// The lines so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().lines().map(str::to_owned).collect()
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        attributes.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
        self.0.lock().unwrap().push('\n');
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

impl Visit for Everything {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.lock().unwrap().push_str(&format!("{}={value:?} ", field.name()));
    }
}

pub(crate) fn calls_are_logged_without_their_content<F: Front>() {
    let node = Node::once(|mut peer| {
        let asked = peer.request();
        peer.send(asked.result(&result("hunter2")));
        let asked = peer.request();
        peer.send(asked.error("{\"code\":1,\"message\":\"hunter2\",\"data\":\"hunter2\"}"));
        peer.wait_for_end();
    });
    let client = F::on(&node.path());
    let told = Everything::default();
    told.hear(|| {
        client.delpay(&request()).unwrap();
        client.raw("plugin", "{\"passphrase\":\"hunter2\"}").unwrap_err();
        client.with_timeout(Duration::from_secs(1)).raw("plug\u{9b}2J\u{202e}in", "[\"hunter2\"]").unwrap_err();
    });
    let told = told.0.lock().unwrap().clone();
    let lines: Vec<&str> = told.lines().filter(|line| line.contains("method=")).collect();
    assert_eq!(lines.len(), 6, "{told}");
    assert!(lines[0].starts_with("message=call method=\"delpay\" id=\"cln-runtime:delpay#0\" bytes=176"), "{told}");
    assert!(lines[1].contains("outcome=\"answered\" bytes=") && lines[1].contains("elapsed="), "{told}");
    assert!(lines[5].contains("outcome=\"timed out\""), "{told}");
    assert!(lines[4].contains(r#"id="cln-runtime:plug\u{9b}2J\u{202e}in#"#), "{told}");
    assert!(told.chars().all(|letter| letter == '\n' || is_visible(letter)), "{told:?}");
    for secret in ["hunter2", "6666", "684b5650", "failed"] {
        assert!(!told.contains(secret), "{told}");
    }
}
