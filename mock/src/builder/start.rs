//! A described node becomes one that listens.

use std::fs;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Weak};

use super::{Builder, Seed};

use crate::behaviour::Behaviour;
use crate::bell::Bell;
use crate::clock::Clock;
use crate::commands::{HowDone, how_done, names};
use crate::documented::Documented;
use crate::error::Error;
use crate::expect::Expectations;
use crate::faults::{self, Plan};
use crate::identity::Identity;
use crate::node::MockNode;
use crate::notices::Notices;
use crate::payment::Fates;
use crate::plugin::{Audience, Home, Link, NotStarted, PluginProgram, Plugins, TEST, Watcher, When};
use crate::received::History;
use crate::replay::Replay;
use crate::server::{Stop, listen, start};
use crate::state::State;
use crate::store::{Seeds, Store, made, read_payments, seed};

/// The payments of the documented examples of `delpay`, in the form of its response.
const EXAMPLE: &str = include_str!("../../example.json");

impl Builder {
    /// Starts it. It listens when this returns.
    ///
    /// # Errors
    /// Whatever keeps it from listening, or from being as it was described.
    pub fn start(mut self) -> Result<MockNode, Error> {
        let (folder, socket) = match &self.socket {
            Some(socket) => (None, socket.clone()),
            None => {
                let folder = tempfile::Builder::new().prefix("cln-mock-").tempdir().map_err(Error::System)?;
                let socket = folder.path().join("lightning-rpc");
                (Some(folder), socket)
            }
        };
        let programs = std::mem::take(&mut self.plugins);
        let (state, listener) = self.state(&socket)?;
        state.plugins.know(|| names(&state).into_iter().map(str::to_owned).collect());
        let state = Arc::new_cyclic(|this| State { this: Weak::clone(this), ..state });
        let thread = start(listener, Arc::new(Arc::clone(&state)))?;
        let node = MockNode { socket, state, thread: Some(thread), _folder: folder };
        start_plugins(&node.state, programs, When::StartUp)?;
        Ok(node)
    }

    /// All that can fail has been done before payments are in a file for good: whoever mends what was wrong starts with
    /// what he has started with before.
    fn state(mut self, socket: &Path) -> Result<(State, UnixListener), Error> {
        let behaviour = self.behave_like.as_deref().map_or(Ok(Behaviour::default()), Behaviour::like);
        let behaviour = behaviour.map_err(Error::Version)?;
        let documented = self.documented()?;
        let faults = self.plan(&documented)?;
        let replay = self.replay_of(&documented)?;
        let stop = Stop::new().map_err(Error::System)?;
        let identity = Identity::new(self.seed.unwrap_or(0), self.network);
        let mut seeds = self.seeds(&documented)?;
        seeds.push(self.made(&identity)?);
        let bell = Arc::<Bell>::default();
        let mut store = Store::open(self.database.as_deref(), self.durable, Arc::clone(&bell))?;
        let listener = seed(&mut store, &seeds, || listen(socket))?;
        let stop = Arc::new(stop);
        let stopped = Arc::clone(&stop);
        let home = self.home(socket)?;
        let log = Arc::new(self.log);
        let watcher = log.is_read().then(|| Arc::clone(&log)).map(|log| Watcher::new(move |line| log.note(line)));
        let audience = Audience { watcher, is_test: !self.is_hands_on };
        let clock = Arc::new(Clock::new(self.clock, Arc::clone(&bell)));
        let state = State {
            this: Weak::new(),
            plugins: Plugins::new(home, Arc::clone(&clock), Arc::clone(&bell), audience, move || stopped.stop()),
            store: Mutex::new(store),
            identity,
            clock,
            notices: Notices::new(Arc::clone(&bell)),
            bell,
            documented,
            behaviour,
            faults: Mutex::new(faults),
            received: Mutex::new(History::new(self.records, self.max_recorded)),
            expectations: Mutex::new(Expectations::default()),
            fates: Mutex::new(Fates::default()),
            replay: Mutex::new(replay),
            stop,
            max_request: self.max_request,
            log,
        };
        Ok((state, listener))
    }

    /// What plugins are told of the node.
    fn home(&self, socket: &Path) -> Result<Home, Error> {
        let socket = std::path::absolute(socket).map_err(Error::System)?;
        Ok(Home {
            folder: socket.parent().unwrap_or(Path::new("/")).to_owned(),
            rpc_file: socket.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            network: self.network,
            developer: self.developer,
        })
    }

    fn seeds(&mut self, documented: &Documented) -> Result<Vec<Seeds>, Error> {
        let mut all = vec![Seeds { payments: std::mem::take(&mut self.payments), ..Seeds::default() }];
        for seed in &self.seeds {
            all.push(match seed {
                Seed::File(path) => of_payments(Some(path), &text(path)?)?,
                Seed::Text(json) => of_payments(None, json)?,
                Seed::Example => Seeds { may_be_there: true, ..of_payments(None, EXAMPLE)? },
                Seed::ListingsFile(path) => Seeds::read(Some(path.clone()), &text(path)?)?,
                Seed::Listings(json) => Seeds::read(None, json)?,
            });
        }
        if self.seeds.iter().any(|seed| matches!(seed, Seed::Example)) {
            // Those of another release may be other than payments are here.
            let answers = documented.documented_answers("delpay");
            let read = answers.iter().filter_map(|answer| read_payments(answer).ok());
            all.extend(read.map(|payments| Seeds { payments, may_be_there: true, ..Seeds::default() }));
        }
        Ok(all)
    }

    /// The rows that a test has asked for without saying how they look.
    fn made(&self, node: &Identity) -> Result<Seeds, Error> {
        let channels: Vec<_> =
            (1..).zip(&self.channels).map(|(number, row)| made::channel(node, number, row)).collect();
        let outputs: Vec<_> = (1..).zip(&self.outputs).map(|(number, row)| made::output(node, number, *row)).collect();
        let json = format!(r#"{{"channels":[{}],"outputs":[{}]}}"#, channels.join(","), outputs.join(","));
        Seeds::read(None, &json)
    }

    /// What a command that is only documented answers to which requests, and where its documentation was mended.
    ///
    /// # Errors
    /// The schemas are wrong, or none describes the command.
    pub fn explain(&self, command: &str) -> Result<String, Error> {
        match how_done(command) {
            None => self.documented()?.explain(command, false),
            Some(HowDone::Always) => {
                Ok(format!("{command} is done by the node itself: its documented answers are not given"))
            }
            Some(HowDone::OnceItHasRows) => {
                let documented = self.documented()?.explain(command, true)?;
                Ok(format!(
                    "{command} is done by the node itself. Only as long as the node has had nothing that {command} is \
                     about, a documented request that would fail or wait is answered as documented.\n\n{documented}"
                ))
            }
        }
    }

    fn documented(&self) -> Result<Documented, Error> {
        if self.schemas.is_empty() {
            return Ok(Documented::default());
        }
        Documented::new(&self.schemas, self.seed.unwrap_or(0), self.lenient)
    }

    /// What was recorded.
    fn replay_of(&self, documented: &Documented) -> Result<Replay, Error> {
        let is_seeded = !(self.payments.is_empty() && self.channels.is_empty() && self.outputs.is_empty());
        let has_rows = self.database.is_some() || is_seeded || !self.seeds.is_empty();
        let mut replay = Replay::new(has_rows);
        self.replays.iter().try_for_each(|path| replay.read(path, documented))?;
        Ok(replay)
    }

    fn plan(&self, documented: &Documented) -> Result<Plan, Error> {
        let mut seed = self.seed;
        let mut all = self.faults.clone();
        for path in &self.fault_files {
            let (found, faults) =
                faults::read(&text(path)?).map_err(|why| Error::Faults(format!("{}: {why}", path.display())))?;
            seed = seed.or(found);
            all.extend(faults);
        }
        all.iter().try_for_each(|fault| documented.check_fault(fault))?;
        Ok(Plan::new(seed.unwrap_or(0), all))
    }
}

/// Starts plugins of a node that listens.
pub(crate) fn start_plugins(
    state: &Arc<State>,
    programs: Vec<PluginProgram>,
    when: When,
) -> Result<Vec<Arc<Link>>, Error> {
    if programs.is_empty() {
        return Ok(Vec::new());
    }
    state.plugins.start(programs, &state.starter(when, TEST)).map_err(|why| match why {
        NotStarted::Program(path, error) => Error::Program(path, error),
        NotStarted::Option(plugin, why) => Error::PluginOption(plugin, why),
        NotStarted::Fault(plugin, fault) => Error::Plugin(plugin, fault),
    })
}

fn of_payments(source: Option<&PathBuf>, json: &str) -> Result<Seeds, Error> {
    let payments = read_payments(json).map_err(|violations| Error::Payments(source.cloned(), violations))?;
    Ok(Seeds { source: source.cloned(), payments, ..Seeds::default() })
}

fn text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| Error::Unreadable(path.to_owned(), error))
}
