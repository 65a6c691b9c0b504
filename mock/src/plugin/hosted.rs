//! All plugins of a node, in the order in which they were registered.

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
#[cfg(feature = "cli")]
use std::time::Duration;

use cln_codegen::Version;
use cln_runtime::visible;

#[cfg(feature = "cli")]
use super::awaited::until;
use super::ids::Ids;
use super::judge::{Consequence, Deprecated, Method, PluginFault, Rule};
use super::link::Link;
use super::watch::Audience;
use crate::bell::Bell;
use crate::clock::Clock;
use crate::lock::lock;
use crate::network::Network;

/// How long what plugins have written to standard error is waited for once they have ended.
#[cfg(feature = "cli")]
const LAST_WORDS: Duration = Duration::from_millis(500);

/// What a node tells its plugins of itself.
#[derive(Clone, Debug)]
pub(crate) struct Home {
    /// The folder of its network, in which the socket is, and the socket's name.
    pub(crate) folder: PathBuf,
    pub(crate) rpc_file: String,
    pub(crate) network: Network,
    pub(crate) developer: bool,
}

/// What ends the node.
struct Stop(Box<dyn Fn() + Send + Sync>);

impl fmt::Debug for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Stop")
    }
}

/// All plugins of a node.
#[derive(Debug)]
pub(crate) struct Plugins {
    pub(super) home: Home,
    pub(super) clock: Arc<Clock>,
    pub(super) bell: Arc<Bell>,
    pub(super) ids: Ids,
    /// The node's own commands, once it knows them.
    commands: OnceLock<BTreeSet<String>>,
    /// Ends the node.
    stop: Stop,
    pub(super) audience: Arc<Audience>,
    /// The plugin that has ended the node, and how.
    ended_by: OnceLock<(String, PluginFault)>,
    /// How many lines `setconfig` has written to a node's file of settings.
    setconfig_lines: AtomicUsize,
    links: Mutex<Vec<Arc<Link>>>,
    /// Whether there are links. Most nodes have none, and ask no more than this.
    has_any: AtomicBool,
    /// Whether the node ends, and all of them with it.
    is_ending: AtomicBool,
}

impl Plugins {
    pub(crate) fn new(
        home: Home,
        clock: Arc<Clock>,
        bell: Arc<Bell>,
        audience: Audience,
        stop: impl Fn() + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            home,
            clock,
            bell,
            ids: Ids::default(),
            commands: OnceLock::new(),
            stop: Stop(Box::new(stop)),
            audience: Arc::new(audience),
            ended_by: OnceLock::new(),
            setconfig_lines: AtomicUsize::new(0),
            links: Mutex::default(),
            has_any: AtomicBool::new(false),
            is_ending: AtomicBool::new(false),
        })
    }

    /// Whether any were ever started.
    pub(crate) fn has_any(&self) -> bool {
        self.has_any.load(Ordering::Relaxed)
    }

    /// Whether the node is in developer mode.
    pub(crate) const fn is_developer(&self) -> bool {
        self.home.developer
    }

    /// Whether all of them are to end.
    pub(crate) fn is_ending(&self) -> bool {
        self.is_ending.load(Ordering::Relaxed)
    }

    /// All of them are to end, which is nothing wrong.
    pub(super) fn are_to_end(&self) -> Vec<Arc<Link>> {
        self.is_ending.store(true, Ordering::Relaxed);
        let all = self.all();
        all.iter().for_each(|link| link.is_to_end());
        all
    }

    /// The node has these commands of its own.
    pub(crate) fn know(&self, commands: impl FnOnce() -> BTreeSet<String>) {
        self.commands.get_or_init(commands);
    }

    /// The node's own commands.
    pub(super) fn own_commands(&self) -> impl Iterator<Item = &String> {
        self.commands.get().into_iter().flatten()
    }

    /// Whether there is such a command, of the node or of a plugin.
    pub(crate) fn knows(&self, method: &str) -> bool {
        self.commands.get().is_some_and(|own| own.contains(method)) || self.owner(method.as_bytes()).is_some()
    }

    /// Why nobody answers that was waited for.
    pub(crate) fn silence(&self, rule: Rule) -> PluginFault {
        let unfinished = self.all().iter().find_map(|link| link.unfinished());
        unfinished.unwrap_or_else(|| PluginFault::silent(rule, "there is no answer"))
    }

    /// The folder of the node's network.
    pub(crate) fn folder(&self) -> &Path {
        &self.home.folder
    }

    /// Where the node listens.
    pub(crate) fn socket(&self) -> PathBuf {
        self.home.folder.join(&self.home.rpc_file)
    }

    /// All that were started, whether they are there or not.
    pub(crate) fn all(&self) -> Vec<Arc<Link>> {
        lock(&self.links).clone()
    }

    pub(super) fn add(&self, link: &Arc<Link>) {
        lock(&self.links).push(Arc::clone(link));
        self.has_any.store(true, Ordering::Relaxed);
    }

    /// The last one of this name.
    pub(crate) fn named(&self, name: &str) -> Option<Arc<Link>> {
        lock(&self.links).iter().rev().find(|link| link.name == name).cloned()
    }

    /// The plugin that has this command.
    pub(crate) fn owner(&self, method: &[u8]) -> Option<Arc<Link>> {
        if !self.has_any() {
            return None;
        }
        lock(&self.links).iter().find(|link| link.has_method(method)).cloned()
    }

    /// Whether a command of a plugin is refused by a node of this version, which may have what is deprecated or not.
    pub(crate) fn refuses(&self, method: &[u8], version: &Version, may_use_deprecated: bool) -> bool {
        let manifest = self.owner(method).and_then(|link| link.manifest());
        let methods = manifest.iter().flat_map(|manifest| &manifest.methods);
        methods
            .filter(|known| known.name.as_bytes() == method)
            .any(|method| method.deprecated.is_refused(version, may_use_deprecated))
    }

    /// The commands of all plugins, as `help` shows them: their names and how they are used.
    pub(crate) fn commands(&self) -> Vec<(String, String)> {
        let manifests = self.all().into_iter().filter_map(|link| link.manifest());
        let commands = |method: &Method| {
            let mark = if method.deprecated == Deprecated::No { "" } else { "(DEPRECATED!) " };
            (method.name.clone(), format!("{mark}{}", method.usage))
        };
        manifests.flat_map(|manifest| manifest.methods.iter().map(commands).collect::<Vec<_>>()).collect()
    }

    /// Has those know who want to, as often as each has said it wants to; how often that is in all.
    pub(super) fn publish(&self, topic: &str, line: &[u8]) -> usize {
        self.all().iter().map(|link| link.deliver(topic, line)).sum()
    }

    /// The test knows of this fault, whichever plugin has it.
    pub(crate) fn see(&self, fault: &PluginFault) {
        self.all().iter().for_each(|link| link.see(fault));
    }

    /// Does what a node does about a fault.
    pub(super) fn commit(&self, link: &Link, fault: &PluginFault) {
        match fault.consequence() {
            Consequence::Killed => drop(link.lose(fault)),
            Consequence::Aborted | Consequence::Crashed | Consequence::Exited => {
                self.note(link, fault.clone());
                self.take_down(link, fault);
            }
            Consequence::Hangs | Consequence::Refused | Consequence::Ignored => self.note(link, fault.clone()),
        }
    }

    /// A plugin has ended the node: all plugins see the end of their input, and all clients that of their connection.
    pub(super) fn take_down(&self, link: &Link, fault: &PluginFault) {
        let _ = self.ended_by.set((link.name.clone(), fault.clone()));
        self.are_to_end().iter().for_each(|link| link.process.close_input());
        (self.stop.0)();
    }

    /// The plugin that has ended the node, and how.
    #[cfg(feature = "cli")]
    pub(crate) fn ended_by(&self) -> Option<&(String, PluginFault)> {
        self.ended_by.get()
    }

    /// The line of its file into which a node would write the next setting: the first says what the file is.
    pub(super) fn new_setconfig_line(&self) -> usize {
        self.setconfig_lines.fetch_add(1, Ordering::Relaxed) + 2
    }

    /// Closes the standard input of all plugins, as the end of the node does, and waits until they have ended; who has not
    /// by then is killed.
    #[cfg(feature = "cli")]
    pub(crate) fn hang_up(&self, patience: Duration) {
        let all = self.are_to_end();
        all.iter().for_each(|link| link.process.close_input());
        let is_there = |link: &&Arc<Link>| link.gone().is_none();
        self.bell.wait_for(until(patience), || (!all.iter().any(|link| is_there(&link))).then_some(()));
        for link in all.iter().filter(is_there) {
            let seconds = patience.as_secs();
            let reason = format!("it has not ended {seconds} seconds after the end of its standard input");
            let late = PluginFault::silent(Rule::ShutdownTimeout, reason);
            // Unless another thread has, meanwhile.
            if link.lose(&late) {
                link.note(late);
            }
        }
        // What it has started may keep its standard error open.
        self.bell.wait_for(until(LAST_WORDS), || all.iter().all(|link| link.has_ended()).then_some(()));
    }

    /// Ends all plugins at once.
    pub(crate) fn end(&self) {
        let ended = PluginFault::silent(Rule::Ended, "the node has ended");
        for link in self.are_to_end() {
            link.lose(&ended);
        }
    }

    /// What plugins have done wrong that the test does not know of, for people.
    pub(crate) fn complaint(&self) -> Option<String> {
        let of = |link: &Arc<Link>| {
            let name = visible(&link.name).to_string();
            link.unseen().into_iter().map(move |fault| format!("the plugin {name}: {fault}")).collect::<Vec<_>>()
        };
        let complaints: Vec<_> = self.all().iter().flat_map(of).collect();
        (!complaints.is_empty()).then(|| {
            format!(
                "a plugin does what a node does not put up with, and the test has not looked at it:\n{}",
                complaints.join("\n")
            )
        })
    }
}
