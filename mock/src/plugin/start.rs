//! How a plugin becomes one of the node's: started, asked what it is, told where it is.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::awaited::{Slot, until};
use super::hosted::Plugins;
use super::judge::{
    Configuration, Manifest, PluginFault, PluginOption, Registry, Rule, disabled, init, unknown_topics, with_features,
};
use super::link::{Answer, Link};
use super::listener::Listener;
use super::option_values::{OptionValues, Source};
use super::process::{Outputs, Process, read_all};
use super::program::Program;
use super::trouble::EarlyMoment;
use super::watch::Lines;
use crate::clock::Clock;

/// How long a plugin may take to say what it is, and again to get ready.
const LIMIT: Duration = Duration::from_secs(120);

/// Topics of plugins that come with a node, and are not here: who subscribes to them does nothing wrong.
const BUILT_IN_TOPICS: [&str; 2] = ["pay_part_start", "pay_part_end"];

/// When a plugin is started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// With the node.
    StartUp,
    /// By the command `plugin`.
    Running,
}

/// Why a plugin is not one of the node's.
#[derive(Debug)]
pub(crate) enum NotStarted {
    Program(PathBuf, io::Error),
    /// A plugin by its name, and what the node says of an option that was given to it.
    Option(String, String),
    Fault(String, PluginFault),
}

/// What plugins are started by.
pub(crate) struct Starter {
    pub(crate) when: When,
    pub(crate) clock: Arc<Clock>,
    /// As plugins are told it.
    pub(crate) version: String,
    /// The id of who has called the command, as JSON.
    pub(crate) caller: Vec<u8>,
}

/// What a plugin was asked, and when.
struct Asked<'l> {
    link: &'l Arc<Link>,
    method: &'static str,
    slot: Arc<Slot<Answer>>,
    since: Duration,
}

impl Plugins {
    /// Starts plugins. All are asked at once what they are; none is told where it is before all have said that.
    pub(crate) fn start(
        self: &Arc<Self>,
        programs: Vec<Program>,
        starter: &Starter,
    ) -> Result<Vec<Arc<Link>>, NotStarted> {
        let mut started = Vec::new();
        for program in programs {
            started.push(self.spawn(program, starter)?);
        }
        let asked: Vec<_> = started.iter().map(|link| self.ask_manifest(link, starter)).collect();
        for asked in asked {
            self.take_manifest(&asked, starter).map_err(|fault| not_started(asked.link, fault))?;
        }
        started.iter().for_each(|link| self.look_for_topics(link));
        let there = || started.iter().filter(|link| link.disabled().is_none());
        // One that has ended by itself between its two answers has not started, either.
        if let Some((link, gone)) = there().find_map(|link| Some((link, link.gone()?))) {
            return Err(not_started(link, gone));
        }
        there().for_each(|link| self.ask_early(link, EarlyMoment::BeforeInit));
        let told: Vec<_> = there().map(|link| self.tell_init(link, starter)).collect::<Result<_, _>>()?;
        for told in told {
            self.take_init(&told, starter).map_err(|fault| not_started(told.link, fault))?;
        }
        Ok(started)
    }

    fn spawn(self: &Arc<Self>, program: Program, starter: &Starter) -> Result<Arc<Link>, NotStarted> {
        let path = program.path.clone();
        let run = || {
            let home = &self.home;
            let values = self.values(&program, starter.when);
            let (process, outputs) = Process::start(&program, &home.folder, &starter.version, home.developer)?;
            let link = Arc::new(Link::new(program, process, values, &self.bell, &self.audience));
            self.add(&link);
            self.listen(&link, outputs)?;
            if self.is_ending() {
                self.kill(&link);
            }
            Ok(link)
        };
        run().map_err(|error| NotStarted::Program(path, error))
    }

    /// What the options of a program are set to: as when it ran before, and as it is told now.
    fn values(&self, program: &Program, when: When) -> OptionValues {
        let source = match when {
            When::StartUp => Source::CommandLine,
            When::Running => Source::PluginStart,
        };
        let before = self.last_at(&program.path).map(|link| link.values().lasting()).unwrap_or_default();
        before.and(OptionValues::new(&program.options, source))
    }

    /// Reads what it says, in threads that end with its pipes.
    fn listen(self: &Arc<Self>, link: &Arc<Link>, outputs: Outputs) -> io::Result<()> {
        let (hearer, mut listener) = (Arc::clone(link), Listener::new(Arc::clone(self), Arc::clone(link)));
        let plugins = Arc::clone(self);
        thread::Builder::new().name(format!("{} stderr", link.name)).spawn(move || {
            let (watcher, mut lines) = (plugins.audience.watcher.as_ref(), Lines::default());
            read_all(outputs.stderr, |bytes| {
                hearer.keep_stderr(bytes);
                watcher.inspect(|watcher| lines.take_in(bytes, &hearer.name, watcher));
            });
            watcher.inspect(|watcher| lines.end_with(&hearer.name, watcher));
            hearer.is_silent();
        })?;
        thread::Builder::new().name(format!("{} stdout", link.name)).spawn(move || {
            read_all(outputs.stdout, |bytes| listener.hear(bytes));
            listener.end();
        })?;
        Ok(())
    }

    fn ask_manifest<'l>(&self, link: &'l Arc<Link>, starter: &Starter) -> Asked<'l> {
        // By the command `plugin`, it is asked on behalf of who calls that.
        let caller = (starter.when == When::Running).then_some(&*starter.caller);
        let params = format!(r#"{{"allow-deprecated-apis":{}}}"#, !self.home.developer);
        self.ask(link, "getmanifest", caller, params.as_bytes(), starter)
    }

    fn ask<'l>(
        &self,
        link: &'l Arc<Link>,
        method: &'static str,
        caller: Option<&[u8]>,
        params: &[u8],
        starter: &Starter,
    ) -> Asked<'l> {
        let since = starter.clock.now();
        Asked { link, method, slot: link.ask_for(self.request(method, caller, params)), since }
    }

    fn take_manifest(&self, asked: &Asked<'_>, starter: &Starter) -> Result<(), PluginFault> {
        let answer = self.in_time(asked, Rule::ManifestTimeout, &starter.clock)?;
        let manifest = self.read_manifest(&answer, starter).inspect_err(|fault| self.commit(asked.link, fault))?;
        if let Some(reason) = manifest.disabled.clone() {
            asked.link.disable(reason);
            return Ok(());
        }
        asked.link.keep_manifest(manifest);
        self.check_order(asked.link).inspect_err(|fault| self.commit(asked.link, fault))
    }

    fn tell_init<'l>(self: &Arc<Self>, link: &'l Arc<Link>, starter: &Starter) -> Result<Asked<'l>, NotStarted> {
        let (manifest, given) = (link.manifest().unwrap_or_default(), &link.values().given());
        self.check_options(link, &manifest.options, starter)?;
        let all: Vec<_> = self.all().iter().filter_map(|link| link.manifest()).collect();
        let features = with_features(all.iter().map(|manifest| &manifest.features));
        let configuration = Configuration {
            lightning_dir: &self.home.folder.to_string_lossy(),
            rpc_file: &self.home.rpc_file,
            startup: starter.when == When::StartUp,
            network: self.home.network.name(),
            features: &features,
        };
        let params = init::params(&init::options(&manifest.options, given), &configuration);
        link.process.keep_back();
        let asked = self.ask(link, "init", None, params.as_bytes(), starter);
        self.ask_early(link, EarlyMoment::WithInit);
        link.process.let_go();
        init::bad_literals(&manifest.options, given).iter().for_each(|fault| link.note(fault.clone()));
        Ok(asked)
    }

    /// Whether it has the options that it is given, and they may be given so. By the command `plugin`, they are its own to
    /// refuse.
    fn check_options(&self, link: &Link, options: &[PluginOption], starter: &Starter) -> Result<(), NotStarted> {
        let checked = match starter.when {
            When::StartUp => init::check(options, &link.values().given()),
            When::Running => init::check_named(options, &link.program.options),
        };
        checked.map_err(|why| {
            self.kill(link);
            NotStarted::Option(link.name.clone(), why)
        })
    }

    fn take_init(&self, asked: &Asked<'_>, starter: &Starter) -> Result<(), PluginFault> {
        let answer = self.in_time(asked, Rule::InitTimeout, &starter.clock)?;
        match disabled(&answer) {
            Some(reason) => asked.link.disable(reason),
            None => self.has_started(asked.link),
        }
        Ok(())
    }

    fn read_manifest(&self, answer: &[u8], starter: &Starter) -> Result<Manifest, PluginFault> {
        let own = self.own_commands().map(|command| (command.clone(), String::new()));
        let (mut methods, mut options): (BTreeMap<_, _>, BTreeSet<_>) = (own.collect(), BTreeSet::new());
        for link in self.all() {
            let Some(manifest) = link.manifest() else { continue };
            let path = link.program.path.to_string_lossy();
            methods.extend(manifest.methods.iter().map(|method| (method.name.clone(), path.clone().into_owned())));
            options.extend(manifest.options.iter().map(|option| option.name.clone()));
        }
        let is_starting = starter.when == When::StartUp;
        Manifest::read(answer, &Registry { methods: &methods, options: &options, is_starting })
    }

    /// Complains of subscriptions to what nobody sends.
    fn look_for_topics(&self, link: &Link) {
        let Some(manifest) = link.manifest() else { return };
        let all: Vec<_> = self.all().iter().filter_map(|link| link.manifest()).collect();
        let is_declared = |topic: &str| {
            BUILT_IN_TOPICS.contains(&topic)
                || all.iter().any(|other| other.notifications.iter().any(|own| own == topic))
        };
        unknown_topics(&manifest.subscriptions, is_declared).into_iter().for_each(|fault| self.note(link, fault));
    }

    /// An answer that has to come within the limit, by the node's clock; or, should that stand still, by the system's.
    fn in_time(&self, asked: &Asked<'_>, rule: Rule, clock: &Clock) -> Answer {
        let (due, left) = (asked.since + LIMIT, until(LIMIT));
        let answer = self.bell.wait_for(|| due.saturating_sub(clock.now()).min(left()), || asked.slot.take());
        answer.unwrap_or_else(|| {
            let reason = format!("failed to respond to '{}' in time, terminating.", asked.method);
            let late = PluginFault::silent(rule, reason);
            asked.link.lose(&late);
            Err(late)
        })
    }
}

fn not_started(link: &Link, fault: PluginFault) -> NotStarted {
    link.see(&fault);
    let fault = if fault.rule == Rule::Ended { fault.with_last_words(&link.last_words()) } else { fault };
    NotStarted::Fault(link.name.clone(), fault)
}
