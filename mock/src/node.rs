//! A mock node that runs.

use std::panic::Location;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use cln_bindings::DelpayPayments;
use cln_runtime::{Hash, Json, NotificationPayload, PublicKey, Request, Secret};
use rusqlite::Transaction;
use tempfile::TempDir;

use crate::clock::Clock;
use crate::error::Error;
use crate::events;
use crate::expect::{Expectation, Expectations, Sequence, Unmet, Witness};
use crate::faults::Fault;
use crate::lock::lock;
use crate::payment::{self, Payment, PaymentFailure};
use crate::received::Received;
use crate::server::Stop;
use crate::state::State;
use crate::store::{Listing, Part, Seeds, complete, fail, list, parts, seed};
use crate::wire::notification_line;

/// A stand-in node, which listens as long as it lives.
///
/// When it is dropped, it stops, its own folder goes, and the test fails if what it expected has not happened.
#[derive(Debug)]
pub struct MockNode {
    pub(crate) socket: PathBuf,
    pub(crate) state: Arc<State>,
    pub(crate) thread: Option<JoinHandle<()>>,
    /// The folder of the socket, unless that was named.
    pub(crate) _folder: Option<TempDir>,
}

impl MockNode {
    /// Where it listens.
    #[must_use]
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// By which other nodes know it: it depends on [`Builder::seed`](crate::Builder::seed) alone.
    #[must_use]
    pub fn id(&self) -> PublicKey {
        self.state.identity.id().into()
    }

    /// All requests so far, in the order in which they were taken up. What is no request to a node is not among them.
    ///
    /// # Panics
    /// Some were not recorded: a test that looks at the others would be wrong about what has been called.
    #[must_use]
    #[expect(clippy::panic, reason = "a test that cannot see what was called has to fail")]
    pub fn received(&self) -> Vec<Received> {
        let history = lock(&self.state.received);
        match history.unrecorded() {
            0 => history.requests().to_vec(),
            count => panic!(
                "the mock node has not recorded {count} requests: those before them take all the bytes that it keeps (see \
                 Builder::max_recorded)"
            ),
        }
    }

    /// How many requests were not recorded because those before them take all the bytes that
    /// [`Builder::max_recorded`](crate::Builder::max_recorded) leaves them.
    #[must_use]
    pub fn unrecorded(&self) -> u64 {
        lock(&self.state.received).unrecorded()
    }

    /// Expects calls of a command from now on: at least one, unless more is said.
    ///
    /// ```
    /// use cln_bindings::DelpayRequest;
    ///
    /// # fn main() -> Result<(), cln_mock::Error> {
    /// let node = cln_mock::MockNode::builder().start()?;
    /// node.expect::<DelpayRequest>().with(|request| request.partid == Some(1)).never();
    /// assert!(node.verify().is_ok());
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn expect<R: Request>(&self) -> Expectation<'_, R> {
        let since = lock(&self.state.received).requests().len();
        Expectation::new(&self.state.expectations, Location::caller(), since)
    }

    /// An order for expectations: see [`Expectation::in_order`].
    pub fn sequence(&self) -> Sequence {
        Sequence::new(&mut lock(&self.state.expectations))
    }

    /// Whether what was expected has happened. It is asked once more when the node is dropped.
    ///
    /// # Errors
    /// What has not, or too often, or in another order; where the test expects it; and what was called instead, without
    /// what is secret.
    ///
    /// ```
    /// use cln_bindings::DelpayRequest;
    ///
    /// # fn main() -> Result<(), cln_mock::Error> {
    /// let node = cln_mock::MockNode::builder().start()?;
    /// let deleted = node.expect::<DelpayRequest>();
    /// let unmet = node.verify().unwrap_err().to_string();
    /// assert!(unmet.ends_with("expected at least 1 call, found 0\n  nothing was called"), "{unmet}");
    /// deleted.never(); // or the example would panic here
    /// # Ok(())
    /// # }
    /// ```
    pub fn verify(&self) -> Result<(), Unmet> {
        let history = lock(&self.state.received);
        let witness = Witness { history: &history, documented: &self.state.documented };
        Expectations::verify(&self.state.expectations, witness)
    }

    /// Sends a notification to all plugins that have subscribed to it, and to all connections that have asked for some with
    /// the command `notifications`; how often that is. The payload is wrapped as nodes wrap it: `"params": {"block_added": {"hash": ..., "height": 7}}`.
    ///
    /// It comes before the answers to all calls that are made later.
    pub fn notify<N: NotificationPayload>(&self, payload: &N) -> usize {
        let payload = String::from_utf8_lossy(&payload.to_json()).into_owned();
        let connections = self.publish(N::METHOD, &format!("{{{}:{payload}}}", Json::from(N::METHOD)));
        connections + self.state.plugins.tell(N::METHOD, || payload)
    }

    /// Sends a notification to connections alone, with these parameters as they are: what no bindings describe, such as
    /// `message`, `progress` or a plugin's own.
    ///
    /// ```
    /// use cln_mock::MockNode;
    /// use cln_runtime::client::CallUpdate;
    /// use cln_runtime::client::blocking::Client;
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let node = MockNode::builder().start()?;
    /// let client = Client::connect(node.socket())?;
    /// let mut heard = client.notifications();
    /// client.call_raw("notifications", &r#"{"enable":true}"#.parse()?)?;
    ///
    /// let params = r#"{"id":"cln-runtime:pay#7","level":"info","message":"trying again"}"#.parse()?;
    /// assert_eq!(node.notify_raw("message", &params), 1);
    /// let told = heard.next().ok_or("the connection has ended")?;
    /// assert!(matches!(told.update()?, CallUpdate::Message(told) if told.message.as_deref() == Some("trying again")));
    /// # Ok(())
    /// # }
    /// ```
    pub fn notify_raw(&self, method: &str, params: &Json) -> usize {
        self.publish(method, params.as_str())
    }

    fn publish(&self, method: &str, params: &str) -> usize {
        self.state.notices.publish(&notification_line(method, params))
    }

    /// Adds a fault, from now on.
    ///
    /// # Panics
    /// The fault could never do anything, because it needs the schema of its command, which was not named.
    #[track_caller]
    #[expect(clippy::panic, reason = "a test whose fault does nothing has to fail")]
    pub fn inject(&self, fault: Fault) {
        if let Err(error) = self.state.documented.check_fault(&fault) {
            panic!("{error}");
        }
        lock(&self.state.faults).add(fault);
    }

    /// Adds payments: all, or none if one of them is there already.
    ///
    /// # Errors
    /// Two parts have the same hash, part and group; or the database fails.
    pub fn add_payments<'p>(&self, payments: impl IntoIterator<Item = &'p DelpayPayments>) -> Result<(), Error> {
        let payments = payments.into_iter().cloned().collect();
        seed(&mut lock(&self.state.store), &[Seeds { payments, ..Seeds::default() }], || Ok(()))
    }

    /// The payments that are there, in the order of their creation.
    ///
    /// # Errors
    /// The database fails.
    pub fn payments(&self) -> Result<Vec<DelpayPayments>, Error> {
        let mut payments = Vec::new();
        list(lock(&self.state.store).db(), &Listing::default(), |payment| payments.push(payment.clone()))?;
        Ok(payments)
    }

    /// What shall become of the payments of a hash that are sent from now on.
    ///
    /// ```
    /// use cln_mock::{FailCode, MockNode, PaymentFailure};
    /// use cln_runtime::{Hash, Msat};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let node = MockNode::builder().start()?;
    /// let hash: Hash = "66687aadf862bd776c8fc18b8e9f8e20089714856ee233b3902a591d0d5f2925".parse()?;
    /// node.payment(hash).fee(Msat(12)).succeeds([0; 32])?;
    ///
    /// node.payment(hash).fails(PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails));
    /// node.payment(hash).stays_pending();
    /// # Ok(())
    /// # }
    /// ```
    pub fn payment(&self, hash: Hash) -> Payment<'_> {
        Payment::new(&self.state.fates, hash)
    }

    /// Completes all parts of a payment that are pending. Who waits for them is answered.
    ///
    /// # Errors
    /// The hash is not that of the preimage, or nothing of the payment is pending; or the database fails.
    pub fn complete_payment(&self, hash: Hash, preimage: impl Into<Secret>) -> Result<(), Error> {
        let preimage = preimage.into();
        payment::check(hash, &preimage)?;
        let now = self.state.clock.seconds();
        self.end_payment(hash, |transaction, part| complete(transaction, part, &preimage, now))
    }

    /// Fails all parts of a payment that are pending. Who waits for them is answered.
    ///
    /// # Errors
    /// Nothing of the payment is pending; or the database fails.
    pub fn fail_payment(&self, hash: Hash, failure: &PaymentFailure) -> Result<(), Error> {
        let (now, id) = (self.state.clock.seconds(), self.id());
        self.end_payment(hash, |transaction, part| fail(transaction, part, failure.kept(part, id), now))
    }

    fn end_payment(
        &self,
        hash: Hash,
        end: impl Fn(&Transaction<'_>, &mut Part) -> rusqlite::Result<()>,
    ) -> Result<(), Error> {
        let ended = lock(&self.state.store).change(|transaction| {
            let mut pending = parts(transaction, hash)?;
            pending.retain(Part::is_pending);
            if pending.is_empty() {
                return Err(Error::NotPending { payment_hash: hash });
            }
            pending.iter_mut().try_for_each(|part| end(transaction, part))?;
            Ok(pending)
        })?;
        events::payments_ended(&self.state, &ended);
        Ok(())
    }

    /// Adds rows, as JSON in the form of [`Builder::listings_json`](crate::Builder::listings_json): all, or none if one
    /// of them cannot be added.
    ///
    /// # Errors
    /// One is not as a node lists it, or is there already; or the database fails.
    pub fn add_listings(&self, json: &str) -> Result<(), Error> {
        seed(&mut lock(&self.state.store), &[Seeds::read(None, json)?], || Ok(()))
    }

    /// The node's clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.state.clock
    }

    /// What stops the node from elsewhere, such as a handler of signals.
    #[must_use]
    pub fn stopper(&self) -> Stopper {
        Stopper(Arc::clone(&self.state.stop))
    }

    /// Whether the node was stopped, by the command `stop` or a [`Stopper`].
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.state.stop.is_stopped()
    }

    /// Waits until the node was stopped, by the command `stop` or a [`Stopper`].
    pub fn wait(mut self) {
        self.join();
    }

    /// The same, with something to be done then, before the node goes.
    #[cfg(feature = "cli")]
    pub(crate) fn wait_with(mut self, then: impl FnOnce()) {
        self.join();
        then();
    }

    /// Stops the node: pending calls see the end of their connection, the socket's file stays if its path was named.
    pub fn stop(self) {
        self.state.stop.stop();
        self.wait();
    }

    fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            // If it has panicked, it has told so.
            let _ = thread.join();
        }
    }
}

impl Drop for MockNode {
    #[expect(clippy::panic, reason = "a test that does not do what it was expected to do has to fail")]
    fn drop(&mut self) {
        // Before plugins end: who waits for one sees the end of its connection, as with a node, and no error.
        self.state.stop.stop();
        self.state.plugins.end();
        self.join();
        let unmet = self.verify().err().map(|unmet| format!("the mock node was not called as expected:\n{unmet}"));
        let faults = self.state.plugins.complaint();
        let complaints: Vec<String> = unmet.into_iter().chain(faults).collect();
        match complaints.join("\n") {
            none if none.is_empty() => {}
            // The test fails already, perhaps because of this.
            complaints if thread::panicking() => eprintln!("{complaints}"),
            complaints => panic!("{complaints}"),
        }
    }
}

/// Stops a node, from any thread.
#[derive(Clone, Debug)]
pub struct Stopper(Arc<Stop>);

impl Stopper {
    /// Stops it.
    pub fn stop(&self) {
        self.0.stop();
    }
}
