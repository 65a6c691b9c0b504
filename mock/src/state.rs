//! What all connections of a node share.

use std::sync::{Arc, Mutex};

use cln_codegen::Version;

use crate::behaviour::Behaviour;
use crate::bell::Bell;
use crate::clock::Clock;
use crate::documented::Documented;
use crate::expect::Expectations;
use crate::faults::Plan;
use crate::identity::Identity;
use crate::log::Log;
use crate::notices::Notices;
use crate::payment::Fates;
use crate::received::History;
use crate::replay::Replay;
use crate::server::Stop;
use crate::store::Store;

/// The node behind the socket.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) store: Mutex<Store>,
    pub(crate) identity: Identity,
    pub(crate) clock: Clock,
    pub(crate) bell: Arc<Bell>,
    pub(crate) notices: Notices,
    pub(crate) documented: Documented,
    pub(crate) behaviour: Behaviour,
    pub(crate) faults: Mutex<Plan>,
    pub(crate) received: Mutex<History>,
    pub(crate) expectations: Mutex<Expectations>,
    pub(crate) fates: Mutex<Fates>,
    pub(crate) replay: Mutex<Replay>,
    pub(crate) log: Log,
    pub(crate) stop: Arc<Stop>,
    /// The longest request, in bytes.
    pub(crate) max_request: usize,
}

impl State {
    /// The version of the node that is stood in for: the one that was asked for, or that of the schemas. `None` if nothing
    /// tells.
    pub(crate) fn version(&self) -> Option<Version> {
        self.behaviour.version.clone().or_else(|| self.documented.version())
    }

    /// Whether the node is of this version or newer; one of no version is.
    pub(crate) fn is_since(&self, version: &str) -> bool {
        match (self.version(), version.parse::<Version>()) {
            (Some(own), Ok(version)) => own >= version,
            _ => true,
        }
    }
}
