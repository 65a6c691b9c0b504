//! What the plugin traces, in the node's log.

use std::fmt::{self, Write};
use std::sync::Arc;

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

use crate::line::Level;
use crate::outbox::Outbox;
use crate::plugin::Plugin;

/// Writes the events of `tracing` to the node's log, each with its level; spans are left out.
///
/// [`Plugin::node_log`] makes it. What is written before the node reads waits; if that is too much, it is dropped and counted.
#[derive(Clone, Debug)]
pub struct NodeLog(Arc<Outbox>);

impl<S: Send + Sync + 'static> Plugin<S> {
    /// A layer for the subscriber of `tracing`. Put a filter on it: all that comes is written.
    ///
    /// ```
    /// use cln_plugin_kit::Plugin;
    /// use tracing_subscriber::filter::LevelFilter;
    /// use tracing_subscriber::layer::{Layer, SubscriberExt};
    ///
    /// let plugin = Plugin::new(());
    /// let subscriber = tracing_subscriber::registry().with(plugin.node_log().with_filter(LevelFilter::INFO));
    /// tracing::subscriber::set_global_default(subscriber)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn node_log(&self) -> NodeLog {
        NodeLog(Arc::clone(&self.outbox))
    }
}

impl<S: Subscriber> Layer<S> for NodeLog {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut text = Text::default();
        event.record(&mut text);
        let Text { mut message, fields } = text;
        message.push_str(&fields);
        self.0.log(level(*event.metadata().level()), &message);
    }
}

const fn level(level: tracing::Level) -> Level {
    match level {
        tracing::Level::TRACE => Level::Trace,
        tracing::Level::DEBUG => Level::Debug,
        tracing::Level::INFO => Level::Info,
        tracing::Level::WARN => Level::Unusual,
        tracing::Level::ERROR => Level::Broken,
    }
}

/// The message of an event, and its other fields as ` name=value`.
#[derive(Default)]
struct Text {
    message: String,
    fields: String,
}

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a text does not fail.
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}
