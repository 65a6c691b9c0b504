//! Panics in the node's log, with the place that the text alone does not tell.

use std::panic::{self, Location};
use std::sync::Arc;

use cln_runtime::visible;

use crate::line::Level;
use crate::outbox::Outbox;

tokio::task_local! {
    /// How a panic of what is being done is logged, if not as what must not happen; `None` if not at all.
    pub(super) static LEVEL: Option<Level>;
}

/// Has each panic of the program logged, also of threads and tasks of its own. It goes to standard error, too, as before.
pub(super) fn log_panics(outbox: &Arc<Outbox>) {
    let (outbox, before) = (Arc::clone(outbox), panic::take_hook());
    panic::set_hook(Box::new(move |panic| {
        let level = LEVEL.try_with(|level| *level).unwrap_or(Some(Level::Broken));
        if let Some(level) = level {
            outbox.log(level, &line(panic.location(), panic.payload_as_str()));
        }
        before(panic);
    }));
}

/// Both on one line, where the panic itself writes two.
fn line(place: Option<&Location<'_>>, text: Option<&str>) -> String {
    let place = place.map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    format!("panicked at {place}: {}", visible(text.unwrap_or("without a text")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_one_line_that_can_be_read() {
        let here = Location::caller();
        let place = format!("{}:{}:{}", here.file(), here.line(), here.column());
        assert_eq!(line(Some(here), Some("no\nway")), format!("panicked at {place}: no\\u{{a}}way"));
        assert_eq!(line(None, None), "panicked at an unknown place: without a text");
    }
}
