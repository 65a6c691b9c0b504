//! What a mock node shall be.

use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{fmt, fs};

use cln_bindings::DelpayPayments;
use cln_runtime::{Msat, PublicKey, Sat};

use crate::behaviour::Behaviour;
use crate::bell::Bell;
use crate::clock::Clock;
use crate::commands::is_done;
use crate::documented::Documented;
use crate::error::Error;
use crate::expect::Expectations;
use crate::faults::{self, Fault, Plan};
use crate::identity::Identity;
use crate::log::Log;
use crate::network::Network;
use crate::node::MockNode;
use crate::notices::Notices;
use crate::payment::Fates;
use crate::received::History;
use crate::replay::Replay;
use crate::server::{Stop, listen, start};
use crate::state::State;
use crate::store::{Seeds, Store, made, read_payments, seed};

/// The payments of the documented examples of `delpay`, in the form of its response.
const EXAMPLE: &str = include_str!("../example.json");

/// The longest request that is taken unless another limit is set.
const MAX_REQUEST: usize = 64 << 20;

/// How many bytes of requests are recorded unless another limit is set.
const MAX_RECORDED: usize = 256 << 20;

/// Describes a [`MockNode`].
#[must_use]
pub struct Builder {
    socket: Option<PathBuf>,
    database: Option<PathBuf>,
    durable: bool,
    payments: Vec<DelpayPayments>,
    channels: Vec<made::Channel>,
    outputs: Vec<Sat>,
    seeds: Vec<Seed>,
    schemas: Vec<PathBuf>,
    replays: Vec<PathBuf>,
    lenient: bool,
    clock: Option<Duration>,
    behave_like: Option<String>,
    seed: Option<u64>,
    network: Network,
    faults: Vec<Fault>,
    fault_files: Vec<PathBuf>,
    log: Log,
    records: bool,
    max_recorded: usize,
    max_request: usize,
}

/// Rows that are read when the node starts.
enum Seed {
    Text(String),
    File(PathBuf),
    Listings(String),
    ListingsFile(PathBuf),
    /// Only those that a file of the database does not have yet.
    Example,
}

impl MockNode {
    /// A node to be described.
    pub const fn builder() -> Builder {
        Builder::new()
    }
}

impl Builder {
    const fn new() -> Self {
        Self {
            socket: None,
            database: None,
            durable: false,
            payments: Vec::new(),
            channels: Vec::new(),
            outputs: Vec::new(),
            seeds: Vec::new(),
            schemas: Vec::new(),
            replays: Vec::new(),
            lenient: false,
            clock: None,
            behave_like: None,
            seed: None,
            network: Network::Regtest,
            faults: Vec::new(),
            fault_files: Vec::new(),
            log: Log(None),
            records: true,
            max_recorded: MAX_RECORDED,
            max_request: MAX_REQUEST,
        }
    }

    /// Listens there. Without it, in a folder of its own, so that tests that run at a time do not meet.
    pub fn socket(mut self, path: impl AsRef<Path>) -> Self {
        self.socket = Some(path.as_ref().to_owned());
        self
    }

    /// Keeps the payments in this file, which is made if there is none. Without it, in memory.
    pub fn database(mut self, path: impl AsRef<Path>) -> Self {
        self.database = Some(path.as_ref().to_owned());
        self
    }

    /// Whether a deletion is on the disk, not only in the file, before it is answered: then it survives not only this
    /// process, but the machine, and takes as long as the disk does.
    pub const fn durable(mut self, durable: bool) -> Self {
        self.durable = durable;
        self
    }

    /// Has these payments. Each must have another hash, part or group.
    pub fn payments(mut self, payments: impl IntoIterator<Item = DelpayPayments>) -> Self {
        self.payments.extend(payments);
        self
    }

    /// Has the payments of this JSON, `{"payments": [...]}`, as nodes answer `delpay` and `listsendpays`.
    pub fn payments_json(mut self, json: impl Into<String>) -> Self {
        self.seeds.push(Seed::Text(json.into()));
        self
    }

    /// Has the payments of a file of such JSON.
    pub fn payments_file(mut self, path: impl AsRef<Path>) -> Self {
        self.seeds.push(Seed::File(path.as_ref().to_owned()));
        self
    }

    /// Has the rows of this JSON: an object of lists in the form in which nodes list them, `{"payments": [...]}` as
    /// `listsendpays` answers. Several answers may stand in one object. The README tells which lists there are.
    pub fn listings_json(mut self, json: impl Into<String>) -> Self {
        self.seeds.push(Seed::Listings(json.into()));
        self
    }

    /// Has the rows of a file of such JSON.
    pub fn listings_file(mut self, path: impl AsRef<Path>) -> Self {
        self.seeds.push(Seed::ListingsFile(path.as_ref().to_owned()));
        self
    }

    /// Has an open channel with this peer, who is connected: of this capacity, of which so much is ours. Either side has to
    /// keep a hundredth of the capacity in it, as is usual. May be called again.
    ///
    /// ```
    /// use cln_runtime::{Msat, PublicKey, Sat};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let peer: PublicKey = "03a0df6ce28f8cff4f920cd9bdd95aaf7aad9cf0b9bde6bea6bf76afa45cc57375".parse()?;
    /// let node = cln_mock::MockNode::builder().channel(peer, Sat(100_000), Msat(60_000_000)).start()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn channel(mut self, peer: PublicKey, capacity: Sat, ours: Msat) -> Self {
        self.channels.push(made::Channel { peer, capacity, ours });
        self
    }

    /// Has this amount in its wallet, in a confirmed output of its own; may be called again.
    pub fn output(mut self, amount: Sat) -> Self {
        self.outputs.push(amount);
        self
    }

    /// Its clock stands still at this time since 1970, and goes on when a test [moves it](crate::Clock::advance).
    /// Without it, it follows the clock of the system.
    pub const fn clock(mut self, at: Duration) -> Self {
        self.clock = Some(at);
        self
    }

    /// Has the payments of the documented examples of `delpay`, as far as the database has none of them; also of those of
    /// a schema that [`schemas`](Self::schemas) names.
    pub fn example(mut self) -> Self {
        self.seeds.push(Seed::Example);
        self
    }

    /// Knows the commands of this schema file, or of those in and below this folder; may be called again.
    pub fn schemas(mut self, path: impl AsRef<Path>) -> Self {
        self.schemas.push(path.as_ref().to_owned());
        self
    }

    /// Answers as a node did in exchanges that were recorded, by `cln-codegen record`; may be called again.
    ///
    /// Requests are compared by method and parameters, in canonical form where a schema describes the method, and without
    /// their secrets, of which a recording has others. What was recorded more than once is answered in turn, the last
    /// answer again and again. A request that was not recorded is an error that says what was, and so is a method that
    /// was not, unless the node has also been given payments, listings, channels, outputs or a database: then it does those itself.
    pub fn replay(mut self, path: impl AsRef<Path>) -> Self {
        self.replays.push(path.as_ref().to_owned());
        self
    }

    /// Whether commands that are only documented answer any request, as the documented one that is nearest to it. By
    /// default they answer their documented requests alone: to another one a list is empty, and what would be made up is
    /// an error.
    pub const fn lenient(mut self, lenient: bool) -> Self {
        self.lenient = lenient;
        self
    }

    /// Behaves as nodes of this version, such as `v26.06`, where they do not behave as documented. What nodes report
    /// behind the number, as in `v24.02-modded`, does not matter.
    pub fn behave_like(mut self, version: impl Into<String>) -> Self {
        self.behave_like = Some(version.into());
        self
    }

    /// Has this fault; may be called again.
    pub fn fault(mut self, fault: Fault) -> Self {
        self.faults.push(fault);
        self
    }

    /// Has the faults of a file, whose form the README tells.
    pub fn faults_file(mut self, path: impl AsRef<Path>) -> Self {
        self.fault_files.push(path.as_ref().to_owned());
        self
    }

    /// What decides of faults that are left to chance, and of where they hit; also of values that the documentation of a
    /// command leaves open, and of the node's key. 0 unless something is said.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The chain that it is on: regtest unless something is said.
    pub const fn network(mut self, network: Network) -> Self {
        self.network = network;
        self
    }

    /// Hands over a line for each call, without what is secret.
    pub fn log(mut self, write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.log = Log(Some(Box::new(write)));
        self
    }

    /// Whether requests are kept for [`MockNode::received`], as they are unless told otherwise. A node that runs for long
    /// should not.
    pub const fn record(mut self, record: bool) -> Self {
        self.records = record;
        self
    }

    /// How many bytes of requests are kept for [`MockNode::received`], 256 MiB by default; each is kept as it came, and
    /// its method and parameters once more. Once one has no room, it and those after it are only counted, in
    /// [`MockNode::unrecorded`].
    pub const fn max_recorded(mut self, bytes: usize) -> Self {
        self.max_recorded = bytes;
        self
    }

    /// The longest request that is taken, 64 MiB by default. A longer one is answered by an error, and its connection
    /// not read again. A node has no limit.
    pub const fn max_request(mut self, bytes: usize) -> Self {
        self.max_request = bytes;
        self
    }

    /// Starts it. It listens when this returns.
    ///
    /// # Errors
    /// Whatever keeps it from listening, or from being as it was described.
    pub fn start(self) -> Result<MockNode, Error> {
        let (folder, socket) = match &self.socket {
            Some(socket) => (None, socket.clone()),
            None => {
                let folder = tempfile::Builder::new().prefix("cln-mock-").tempdir().map_err(Error::System)?;
                let socket = folder.path().join("lightning-rpc");
                (Some(folder), socket)
            }
        };
        let (state, listener) = self.state(&socket)?;
        let state = Arc::new(state);
        let thread = start(listener, Arc::new(Arc::clone(&state)))?;
        Ok(MockNode { socket, state, thread: Some(thread), _folder: folder })
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
        let state = State {
            store: Mutex::new(store),
            identity,
            clock: Clock::new(self.clock, Arc::clone(&bell)),
            notices: Notices::new(Arc::clone(&bell)),
            bell,
            documented,
            behaviour,
            faults: Mutex::new(faults),
            received: Mutex::new(History::new(self.records, self.max_recorded)),
            expectations: Mutex::new(Expectations::default()),
            fates: Mutex::new(Fates::default()),
            replay: Mutex::new(replay),
            stop: Arc::new(stop),
            max_request: self.max_request,
            log: self.log,
        };
        Ok((state, listener))
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
        if is_done(command) {
            return Ok(format!("{command} is done by the node itself: its documented answers are not given"));
        }
        self.documented()?.explain(command)
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

fn of_payments(source: Option<&PathBuf>, json: &str) -> Result<Seeds, Error> {
    let payments = read_payments(json).map_err(|violations| Error::Payments(source.cloned(), violations))?;
    Ok(Seeds { source: source.cloned(), payments, ..Seeds::default() })
}

fn text(path: &Path) -> Result<String, Error> {
    fs::read_to_string(path).map_err(|error| Error::Unreadable(path.to_owned(), error))
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("socket", &self.socket)
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}
