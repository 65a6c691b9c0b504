//! A plugin with a command that deletes the records of old payments.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cln_bindings::DelpayStatus;
use cln_plugin_kit::{Context, HandlerError, Opt, Plugin};
use cln_runtime::client::tokio::Client;
use cln_runtime::client::{CallError, Retry};
use cln_runtime::{Msat, Request};
use payment_cleaner::{Caller, Deletion, Part, Selection, delete, find};
use tokio::runtime::Handle;
use tokio::task::spawn_blocking;

use node::{CleanpaysRequest, CleanpaysResponse, CleanpaysStatus};

/// The bindings that `build.rs` makes.
pub mod node {
    cln_runtime::include_bindings!();
}

const KEEP_DAYS: Opt<i64> =
    Opt::int("clean-keep-days", "Payments that have ended in the last so many days are kept").default(30).dynamic();

/// How long to wait for an answer of the node.
const PATIENCE: Duration = Duration::from_secs(60);

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// The plugin, ready to run.
pub fn plugin() -> Plugin<()> {
    Plugin::new(())
        .option(KEEP_DAYS)
        .on_start(|context| async move { kept(&context).map(drop) })
        .on_change(|context, _| async move { kept(&context).map(drop) })
        .method(cleanpays)
}

/// What is done takes as long as there are payments, and waits for the node all the time: on a thread of its own.
async fn cleanpays(context: Context<()>, request: CleanpaysRequest) -> Result<CleanpaysResponse, HandlerError> {
    let client = context.node().await?.with_retry(Retry::new().within(PATIENCE)).with_timeout(PATIENCE);
    let node = Node { client, runtime: Handle::current() };
    spawn_blocking(move || clean(&context, &node, &request)).await?
}

fn clean(context: &Context<()>, node: &Node, request: &CleanpaysRequest) -> Result<CleanpaysResponse, HandlerError> {
    let status = request.status.as_ref().map(|status| match status {
        CleanpaysStatus::Complete => DelpayStatus::Complete,
        CleanpaysStatus::Failed => DelpayStatus::Failed,
    });
    let parts = find(node, &Selection { status, before: kept(context)? }, |_| ())?;
    let is_dry_run = request.dry_run.unwrap_or(true);
    let deleted = if is_dry_run { 0 } else { delete_all(context, node, &parts)? };
    let sent = parts.iter().map(|part| part.amount_sent_msat).sum::<Option<Msat>>().unwrap_or(Msat(u64::MAX));
    Ok(CleanpaysResponse::new(parts.len() as u64, deleted, sent))
}

/// How many of them this has deleted.
fn delete_all(context: &Context<()>, node: &Node, parts: &[Part]) -> Result<u64, HandlerError> {
    let mut deleted = 0;
    for part in parts {
        if context.is_stopping() {
            let count = parts.len();
            return Err(HandlerError::new(format!("the plugin ends: {deleted} of {count} parts are deleted so far")));
        }
        deleted += u64::from(delete(node, part)? == Deletion::Deleted);
    }
    Ok(deleted)
}

/// What ended since then is kept, in seconds since 1970.
fn kept(context: &Context<()>) -> Result<u64, HandlerError> {
    let days = u64::try_from(context.option(&KEEP_DAYS))
        .map_err(|_| HandlerError::new(format!("{}: expected 0 or more days", KEEP_DAYS.name())))?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    Ok(now.saturating_sub(days.saturating_mul(SECONDS_A_DAY)))
}

/// The plugin's own client, for code that waits.
struct Node {
    client: Client,
    runtime: Handle,
}

impl Caller for Node {
    fn call<R: Request>(&self, request: &R) -> Result<R::Response, CallError<R::Error>> {
        self.runtime.block_on(self.client.call(request))
    }
}
