//! What a test expects to be called, in which order, and what is answered then.

mod all;
mod entry;
mod times;
mod unmet;

use std::marker::PhantomData;
use std::panic::Location;
use std::sync::Mutex;

use cln_runtime::{Record, Request, RpcError};

pub(crate) use all::Expectations;
use entry::{Answer, Entry};
use times::Times;
pub use unmet::Unmet;
pub(crate) use unmet::Witness;

use crate::condition::Condition;
use crate::lock::lock;
use crate::outcome::Done;
use crate::wire::Failure;

/// What a test expects of a command. Made by [`MockNode::expect`](crate::MockNode::expect); at least one call, unless
/// something else is said.
///
/// An expectation that has neither an answer nor a place in a [`Sequence`] only looks on: it counts every call that it is
/// about, whoever answers that. The others share their calls: each call goes to the first of them, in the order in which
/// the test has them, that is about it and does not have as many as it may. If all of them do, the node executes the call
/// itself, and the last of them complains.
///
/// ```
/// use cln_bindings::{DelpayRequest, DelpayResponse, DelpayStatus};
/// use cln_mock::MockNode;
/// use cln_runtime::RpcError;
/// use cln_runtime::client::blocking::Client;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let node = MockNode::builder().example().start()?;
/// let nothing = DelpayResponse::new(Vec::new());
/// // The first call fails, the second one succeeds; neither is executed.
/// node.expect::<DelpayRequest>().refuse(RpcError::new(-1, "busy")).answer(&nothing).times(2);
/// // Nobody deletes a part alone.
/// node.expect::<DelpayRequest>().with(|request| request.partid.is_some()).never();
///
/// let client = Client::connect(node.socket())?;
/// let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52".parse()?;
/// let request = DelpayRequest::new(hash, DelpayStatus::Complete);
/// assert!(client.call(&request).is_err());
/// assert_eq!(client.call(&request)?, nothing);
/// assert_eq!(node.payments()?.len(), 3);
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Expectation<'n, R> {
    all: &'n Mutex<Expectations>,
    /// Which of all it is.
    index: usize,
    request: PhantomData<fn() -> R>,
}

impl<'n, R: Request> Expectation<'n, R> {
    pub(crate) fn new(all: &'n Mutex<Expectations>, place: &'static Location<'static>, since: usize) -> Self {
        let entries = &mut lock(all).entries;
        entries.push(Entry::new(R::METHOD, place, since));
        Self { all, index: entries.len() - 1, request: PhantomData }
    }

    fn change(self, change: impl FnOnce(&mut Entry)) -> Self {
        if let Some(entry) = lock(self.all).entries.get_mut(self.index) {
            change(entry);
        }
        self
    }

    /// Exactly so often.
    pub fn times(self, times: u64) -> Self {
        self.change(|entry| entry.times = Times::exactly(times))
    }

    /// Not once.
    pub fn never(self) -> Self {
        self.times(0)
    }

    /// So often or more.
    pub fn at_least(self, times: u64) -> Self {
        self.change(|entry| entry.times = entry.times.at_least(times))
    }

    /// So often or less, so perhaps never unless [`at_least`](Self::at_least) says otherwise.
    pub fn at_most(self, times: u64) -> Self {
        self.change(|entry| entry.times = entry.times.at_most(times))
    }

    /// It is about calls only whose parameters are such. Those that are no request of the type are not. If said again, both
    /// must hold.
    ///
    /// The closure must not use the node, which waits for it. If it panics, the connection ends, and
    /// [`verify`](crate::MockNode::verify) complains.
    pub fn with(self, matches: impl Fn(&R) -> bool + Send + Sync + 'static) -> Self {
        self.change(|entry| entry.conditions.push(Condition::new(matches)))
    }

    /// A call is answered so, and not executed.
    ///
    /// The first answer, refusal or closure is for the first call, the next one for the next, and the last one for all that
    /// follow; [`times`](Self::times) or [`at_most`](Self::at_most) leaves those to the node. A call counts, and takes its
    /// answer, even if a fault puts an error in its place.
    pub fn answer(self, response: &R::Response) -> Self {
        let result = String::from_utf8_lossy(&response.to_json()).into_owned();
        self.then(Answer::new(move |_| Ok(Done::new(result.clone()))))
    }

    /// A call is refused so, and not executed: the next in the row, as [`answer`](Self::answer).
    pub fn refuse(self, error: RpcError) -> Self {
        self.then(Answer::new(move |_| Err(error.clone().into())))
    }

    /// A call is answered as the closure says, and not executed: the next in the row, as [`answer`](Self::answer). The
    /// expectation is then about calls only whose parameters are a request of the type.
    ///
    /// The closure may use the node, and may take its time: other calls are answered meanwhile. If it panics, the
    /// connection ends, and [`verify`](crate::MockNode::verify) complains.
    ///
    /// ```
    /// use cln_bindings::{DelpayError, DelpayRequest, DelpayResponse, DelpayStatus};
    /// use cln_mock::MockNode;
    /// use cln_runtime::RpcError;
    /// use cln_runtime::client::{CallError, blocking::Client};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let node = MockNode::builder().start()?;
    /// node.expect::<DelpayRequest>().answer_with(|request| match request.status {
    ///     DelpayStatus::Failed => Ok(DelpayResponse::new(Vec::new())),
    ///     other => Err(RpcError::new(211, format!("nothing is {other}"))),
    /// });
    /// let client = Client::connect(node.socket())?;
    /// let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52".parse()?;
    /// assert_eq!(client.call(&DelpayRequest::new(hash, DelpayStatus::Failed))?.payments, []);
    /// let refused = client.call(&DelpayRequest::new(hash, DelpayStatus::Complete));
    /// assert!(matches!(refused, Err(CallError::Node(DelpayError::PayStatusUnexpected(_)))));
    /// # Ok(())
    /// # }
    /// ```
    pub fn answer_with(self, mut answer: impl FnMut(R) -> Result<R::Response, RpcError> + Send + 'static) -> Self {
        let give = move |params: &[u8]| {
            let request = R::from_json(params).map_err(|error| Failure::invalid_params(error.to_string()))?;
            let response = answer(request)?;
            Ok(Done::new(String::from_utf8_lossy(&response.to_json()).into_owned()))
        };
        self.with(|_| true).then(Answer::new(give))
    }

    fn then(self, answer: Answer) -> Self {
        self.change(|entry| entry.answers.push(answer))
    }

    /// Its calls come after those of the expectations that the test has in the sequence before it. A call that comes too
    /// early or too late is answered all the same, and [`verify`](crate::MockNode::verify) complains.
    ///
    /// ```
    /// use cln_bindings::{DelpayRequest, DelpayResponse, DelpayStatus};
    /// use cln_mock::MockNode;
    /// use cln_runtime::client::blocking::Client;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let node = MockNode::builder().start()?;
    /// let order = node.sequence();
    /// for status in [DelpayStatus::Failed, DelpayStatus::Complete] {
    ///     let deletes = node.expect::<DelpayRequest>().with(move |request| request.status == status);
    ///     deletes.answer(&DelpayResponse::new(Vec::new())).in_order(&order);
    /// }
    ///
    /// let client = Client::connect(node.socket())?;
    /// let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52".parse()?;
    /// client.call(&DelpayRequest::new(hash, DelpayStatus::Failed))?;
    /// client.call(&DelpayRequest::new(hash, DelpayStatus::Complete))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn in_order(self, sequence: &Sequence) -> Self {
        self.change(|entry| entry.sequence = Some(sequence.0))
    }
}

/// An order for expectations of a node, whatever their commands. Made by
/// [`MockNode::sequence`](crate::MockNode::sequence).
#[derive(Debug)]
#[must_use]
pub struct Sequence(u64);

impl Sequence {
    pub(crate) fn new(all: &mut Expectations) -> Self {
        all.sequences += 1;
        Self(all.sequences)
    }
}
