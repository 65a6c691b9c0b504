//! Panics in the node's log, with the place that the text alone does not tell.

use std::panic;
use std::sync::Arc;

use crate::line::Level;
use crate::outbox::Outbox;

/// Has each panic of the program logged, also of threads and tasks of its own. It goes to standard error, too, as before.
pub(super) fn log_panics(outbox: &Arc<Outbox>) {
    let (outbox, before) = (Arc::clone(outbox), panic::take_hook());
    panic::set_hook(Box::new(move |panic| {
        outbox.log(Level::Broken, &cln_runtime::visible(&panic.to_string()).to_string());
        before(panic);
    }));
}
