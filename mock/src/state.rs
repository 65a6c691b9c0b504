//! What all connections of a node share.

use std::sync::{Arc, Mutex};

use crate::behaviour::Behaviour;
use crate::documented::Documented;
use crate::expect::Expectations;
use crate::faults::Plan;
use crate::log::Log;
use crate::payments::Payments;
use crate::received::History;
use crate::server::Stop;

/// The node behind the socket.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) payments: Mutex<Payments>,
    pub(crate) documented: Documented,
    pub(crate) behaviour: Behaviour,
    pub(crate) faults: Mutex<Plan>,
    pub(crate) received: Mutex<History>,
    pub(crate) expectations: Mutex<Expectations>,
    pub(crate) log: Log,
    pub(crate) stop: Arc<Stop>,
    /// The longest request, in bytes.
    pub(crate) max_request: usize,
}
