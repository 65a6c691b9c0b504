//! What the node tells all its plugins: what happens, and what it logs.

use std::time::{Duration, SystemTime};

use cln_runtime::json::Tree;

use super::asking::native;
use super::hosted::Plugins;
use super::judge::{Level, PluginFault, Rule};
use super::link::Link;
use crate::wire::{object, text};

/// The last second that a calendar of four digits has.
const LAST_SECOND: u64 = 253_402_300_799;

impl Plugins {
    /// Whether any plugin is told of this.
    pub(crate) fn is_told(&self, topic: &str) -> bool {
        self.has_any() && self.all().iter().any(|link| link.is_told(topic))
    }

    /// Sends a notification of the node's own to all plugins that have subscribed to it; how often that is in all. Its
    /// payload is not even made if there is none.
    pub(crate) fn tell(&self, topic: &str, payload: impl FnOnce() -> String) -> usize {
        if !self.is_told(topic) {
            return 0;
        }
        self.publish(topic, &native(topic, payload().as_bytes()))
    }

    /// A line for the node's log, which is a notification, and one more if it warns.
    pub(crate) fn log(&self, source: &str, level: Level, line: &str) {
        let entry = |level: &str| self.entry(source, level, line);
        self.tell("log", || {
            entry(match level {
                Level::Warn => "unusual",
                Level::Error => "broken",
                other => other.name(),
            })
        });
        if level >= Level::Warn {
            self.tell("warning", || entry(level.name()));
        }
    }

    fn entry(&self, source: &str, level: &str, line: &str) -> String {
        let now = self.clock.now();
        let members = [
            ("level", level.to_owned()),
            ("time", format!("{}.{:09}", now.as_secs(), now.subsec_nanos())),
            ("timestamp", timestamp(now)),
            ("source", source.to_owned()),
            ("log", line.to_owned()),
        ];
        object(members.map(|(name, value)| (name, text(value)))).to_string()
    }

    /// Keeps something that a plugin has done wrong and that does not end it, and logs it as far as a node does.
    pub(super) fn note(&self, link: &Link, fault: PluginFault) {
        let own = format!("plugin-{}", link.name);
        match fault.rule {
            Rule::UnknownTopic | Rule::UndeclaredTopic => self.log(&own, Level::Warn, &fault.reason),
            Rule::BadRpcCommand => self.log("lightningd", Level::Error, &fault.reason),
            Rule::ModifiedTwice => self.log("lightningd", Level::Warn, &fault.reason),
            _ => {}
        }
        link.note(fault);
    }

    /// A plugin is ready.
    pub(super) fn has_started(&self, link: &Link) {
        link.is_ready();
        self.introduce("plugin_started", link);
    }

    /// A plugin is not there any more, unless all are to go.
    pub(super) fn has_ended(&self, link: &Link) {
        if self.is_ending() {
            return;
        }
        if let Some(why) = link.gone().filter(|_| !link.was_to_end()) {
            let level = if why.rule == Rule::Ended { Level::Info } else { Level::Warn };
            self.log(&format!("plugin-{}", link.name), level, &format!("Killing plugin: {}", why.reason));
        }
        self.introduce("plugin_stopped", link);
    }

    fn introduce(&self, topic: &str, link: &Link) {
        let Some((path, methods)) = link.introduction() else { return };
        self.tell(topic, || {
            let members = [
                ("plugin_name", text(link.name.clone())),
                ("plugin_path", text(path.to_string_lossy().into_owned())),
                ("methods", Tree::Array(methods.into_iter().map(Tree::Text).collect())),
            ];
            object(members).to_string()
        });
    }
}

/// A time since 1970 as a date, to the millisecond; of those that are too far away, the last one.
fn timestamp(time: Duration) -> String {
    let time = time.min(Duration::from_secs(LAST_SECOND));
    humantime::format_rfc3339_millis(SystemTime::UNIX_EPOCH + time).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_date_to_the_millisecond() {
        let recorded = Duration::new(1_795_670_782, 481_919_290);
        assert_eq!(timestamp(recorded), "2026-11-26T05:26:22.481Z");
        assert_eq!(timestamp(Duration::ZERO), "1970-01-01T00:00:00.000Z");
        assert_eq!(timestamp(Duration::MAX), "9999-12-31T23:59:59.000Z");
    }
}
