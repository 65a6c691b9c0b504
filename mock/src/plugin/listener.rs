//! What a plugin says, heard: answers go to who has asked, notifications to who wants them.

use std::sync::Arc;

use super::hosted::Plugins;
use super::judge::{Framing, PluginFault, Rule, Said, Told, told};
use super::link::Link;
use super::records::LogLine;

/// The longest message of a plugin. A node has no limit.
const MAX_MESSAGE: usize = 256 << 20;

/// The ear at a plugin's standard output.
pub(super) struct Listener {
    plugins: Arc<Plugins>,
    link: Arc<Link>,
    framing: Framing,
}

impl Listener {
    pub(super) fn new(plugins: Arc<Plugins>, link: Arc<Link>) -> Self {
        Self { plugins, link, framing: Framing::new(MAX_MESSAGE) }
    }

    /// Takes what has come. Of a plugin that is killed nothing more is heard.
    pub(super) fn hear(&mut self, bytes: &[u8]) {
        self.framing.take_in(bytes);
        while self.link.gone().is_none() {
            match self.framing.next() {
                Ok(Some(Said::Answer(answer))) => self.link.answered(answer.id.json, answer.text),
                Ok(Some(Said::Notification(notification))) => {
                    let manifest = self.link.manifest();
                    let declared = manifest.as_ref().map_or(&[][..], |manifest| &manifest.notifications);
                    match told(&notification, declared) {
                        Ok(told) => self.plugins.told(&self.link, told),
                        Err(fault) => self.plugins.commit(&self.link, &fault),
                    }
                }
                Ok(None) => break,
                Err(fault) => return self.plugins.commit(&self.link, &fault),
            }
        }
        self.link.keep_unfinished(self.framing.unfinished());
    }

    /// Its output is closed, which is its end to a node.
    pub(super) fn end(&self) {
        if self.link.process.is_killed() {
            self.plugins.kill(&self.link);
        } else {
            let reason = format!("exited {}", self.link.stage());
            self.link.lose(&PluginFault::silent(Rule::Ended, reason));
        }
        self.plugins.has_ended(&self.link);
    }
}

impl Plugins {
    /// Does what a plugin wants to have done.
    fn told(&self, link: &Link, told: Told<'_>) {
        match told {
            Told::Log(level, lines) => {
                for text in lines {
                    self.log(&format!("plugin-{}", link.name), level, &text);
                    link.keep_log(LogLine { level, text });
                }
            }
            Told::Progress { id, method, params } => link.told_of(id, method, params),
            Told::Topic { topic, params } => {
                let line = published(&link.name, &topic, params);
                self.publish(&topic, &line);
            }
        }
    }
}

/// A notification of a plugin, as others get it.
pub(super) fn published(origin: &str, topic: &str, params: &[u8]) -> Vec<u8> {
    let (topic, origin) = (cln_runtime::Json::from(topic), cln_runtime::Json::from(origin));
    let start = format!(r#"{{"jsonrpc":"2.0","method":{topic},"origin":{origin},"params":"#);
    [start.as_bytes(), params, b"}\n\n"].concat()
}
