//! What all connections of a node share.

use std::sync::{Arc, Mutex};

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
    pub(crate) log: Log,
    pub(crate) stop: Arc<Stop>,
    /// The longest request, in bytes.
    pub(crate) max_request: usize,
}
