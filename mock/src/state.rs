//! What all connections of a node share.

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use cln_codegen::Version;

use crate::behaviour::{Behaviour, VERSION};
use crate::bell::Bell;
use crate::clock::Clock;
use crate::documented::Documented;
use crate::expect::Expectations;
use crate::faults::Plan;
use crate::identity::Identity;
use crate::lock::lock;
use crate::log::Log;
use crate::notices::Notices;
use crate::payment::Fates;
use crate::plugin::{Plugins, Starter, When};
use crate::received::History;
use crate::replay::Replay;
use crate::server::Stop;
use crate::store::Store;
use crate::store::invoices::{expire, next_expiry};

/// The node behind the socket.
#[derive(Debug)]
pub(crate) struct State {
    /// The node itself, for what goes on once a plugin has answered.
    pub(crate) this: Weak<Self>,
    pub(crate) store: Mutex<Store>,
    pub(crate) identity: Identity,
    pub(crate) clock: Arc<Clock>,
    pub(crate) bell: Arc<Bell>,
    pub(crate) notices: Notices,
    pub(crate) documented: Documented,
    pub(crate) behaviour: Behaviour,
    pub(crate) faults: Mutex<Plan>,
    pub(crate) received: Mutex<History>,
    pub(crate) expectations: Mutex<Expectations>,
    pub(crate) fates: Mutex<Fates>,
    pub(crate) replay: Mutex<Replay>,
    pub(crate) plugins: Arc<Plugins>,
    pub(crate) log: Arc<Log>,
    pub(crate) stop: Arc<Stop>,
    /// The longest request, in bytes.
    pub(crate) max_request: usize,
}

impl State {
    /// Lets happen what happens by itself at the time that it is: invoices expire.
    pub(crate) fn pass_time(&self) -> rusqlite::Result<()> {
        let now = self.clock.seconds();
        let mut store = lock(&self.store);
        match next_expiry(store.db())? {
            Some(at) if at <= now => store.change(|transaction| expire(transaction, now)),
            _ => Ok(()),
        }
    }

    /// When something happens by itself, by the node's clock.
    pub(crate) fn next_event(&self) -> Option<Duration> {
        next_expiry(lock(&self.store).db()).ok().flatten().map(Duration::from_secs)
    }

    /// What plugins are started by, for a caller of this id.
    pub(crate) fn starter(&self, when: When, caller: &[u8]) -> Starter {
        Starter { when, clock: Arc::clone(&self.clock), version: self.shown_version(), caller: caller.to_vec() }
    }

    /// The version of the node that is stood in for: the one that was asked for, or that of the schemas. `None` if nothing
    /// tells.
    pub(crate) fn version(&self) -> Option<&Version> {
        self.behaviour.version.as_ref().or_else(|| self.documented.version())
    }

    /// The version that is shown, which is the newest that is known if nothing tells.
    pub(crate) fn shown_version(&self) -> String {
        self.version().map_or_else(|| VERSION.to_owned(), ToString::to_string)
    }

    /// Whether the node is of this version or newer; one of no version is.
    pub(crate) fn is_since(&self, version: &str) -> bool {
        match (self.version(), version.parse::<Version>()) {
            (Some(own), Ok(version)) => *own >= version,
            _ => true,
        }
    }
}
