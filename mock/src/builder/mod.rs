//! What a mock node shall be.

mod start;

pub(crate) use start::start_plugins;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cln_bindings::DelpayPayments;
use cln_runtime::{Msat, PublicKey, Sat};

use crate::faults::Fault;
use crate::log::Log;
use crate::network::Network;
use crate::node::MockNode;
use crate::plugin::PluginProgram;
use crate::store::made;

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
    plugins: Vec<PluginProgram>,
    developer: bool,
    fault_files: Vec<PathBuf>,
    log: Log,
    records: bool,
    /// Whether somebody watches it, and no test fails with what plugins do wrong.
    is_hands_on: bool,
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
            plugins: Vec::new(),
            developer: false,
            fault_files: Vec::new(),
            log: Log(None),
            records: true,
            is_hands_on: false,
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

    /// Starts this plugin with the node: the path of its program, or that and what it is started with. May be called again;
    /// plugins are registered in this order.
    pub fn plugin(mut self, program: impl Into<PluginProgram>) -> Self {
        self.plugins.push(program.into());
        self
    }

    /// Is in developer mode, of which its plugins are told, and in which deprecated interfaces are off.
    pub const fn developer(mut self, developer: bool) -> Self {
        self.developer = developer;
        self
    }

    /// Hands over a line for each call, and for what plugins log, write to standard error and do wrong, without what is
    /// secret.
    pub fn log(mut self, write: impl Fn(&str) + Send + Sync + 'static) -> Self {
        self.log = Log(Some(Box::new(write)));
        self
    }

    /// Is for somebody who watches it: what plugins do wrong goes to the log, and fails nothing; what they say is not kept.
    #[cfg(feature = "cli")]
    pub(crate) const fn hands_on(mut self) -> Self {
        self.is_hands_on = true;
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
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("socket", &self.socket)
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}
