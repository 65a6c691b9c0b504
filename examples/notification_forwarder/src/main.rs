//! Passes on what a node publishes, in order and without loss.

mod receiver;

use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use cln_plugin_kit::{Context, HandlerError, Level, Opt, Plugin, PluginError, Told};
use cln_runtime::Json;
use tokio::select;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, sleep_until};

use receiver::Receiver;

const TO: Opt<Option<String>> = Opt::string("forward-to", "The Unix socket of who gets the notifications").dynamic();
const TOPICS: Opt<Vec<String>> =
    Opt::string("forward-topic", "A notification to pass on; without this, all").multi().dynamic();

/// How many bytes of notifications wait for the receiver. While there are more, the plugin does not read: the node keeps
/// them.
const WAITING: usize = 1 << 20;

/// How soon to try again, at first and at last.
const PAUSES: [Duration; 2] = [Duration::from_millis(10), Duration::from_secs(5)];

/// How long what waits at the end of the plugin may still go out.
const LAST_CHANCE: Duration = Duration::from_secs(2);

/// What all notifications share.
#[derive(Default)]
struct Forwarder {
    receiver: Mutex<Receiver>,
    end: OnceLock<Instant>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), PluginError> {
    Plugin::new(Forwarder::default())
        .option(TO)
        .option(TOPICS)
        .max_bytes(WAITING)
        .on_start(|context| async move {
            context.option(&TO).map(drop).ok_or_else(|| HandlerError::new("forward-to: expected the path of a socket"))
        })
        .subscribe_raw("*", forward)
        .run()
        .await
}

/// Returns once the notification has arrived, so that the next one comes after it.
async fn forward(context: Context<Forwarder>, told: Told) -> Result<(), HandlerError> {
    let topics = context.option(&TOPICS);
    if !topics.is_empty() && !topics.iter().any(|topic| topic == told.topic()) {
        return Ok(());
    }
    let mut receiver = context.state().receiver.lock().await;
    let number = receiver.next_number();
    let line = line(number, context.origin(), &told);
    select! {
        () = deliver(&context, &mut receiver, number, line.as_bytes()) => Ok(()),
        () = ended(&context) => Err(HandlerError::new("it is lost: the plugin ends, and the receiver does not take it")),
    }
}

/// Tries for as long as it takes.
async fn deliver(context: &Context<Forwarder>, receiver: &mut Receiver, number: u64, line: &[u8]) {
    let [mut pause, longest] = PAUSES;
    let mut is_first = true;
    loop {
        let socket = context.option(&TO).unwrap_or_default();
        let Err(error) = receiver.send(Path::new(&socket), number, line).await else { return };
        if std::mem::take(&mut is_first) {
            context.log(Level::Unusual, &format!("{socket}: {error}; trying again until it works"));
        }
        sleep(pause).await;
        pause = longest.min(pause * 2);
    }
}

/// Waits until the plugin is to end, and a little longer.
async fn ended(context: &Context<Forwarder>) {
    context.stopping().await;
    sleep_until(*context.state().end.get_or_init(|| Instant::now() + LAST_CHANCE)).await;
}

/// The notification as one line: `Json` keeps no white space between values. Its parameters are a text if they are not JSON,
/// which a plugin may send.
fn line(number: u64, origin: Option<&str>, told: &Told) -> String {
    let topic = Json::from(told.topic());
    let origin = origin.map_or(String::new(), |origin| format!(r#","origin":{}"#, Json::from(origin)));
    let params = told.json().unwrap_or_else(|_| Json::from(&*String::from_utf8_lossy(told.as_bytes())));
    format!("{{\"number\":{number},\"topic\":{topic}{origin},\"params\":{params}}}\n")
}
