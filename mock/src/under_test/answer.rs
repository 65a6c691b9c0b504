//! What a plugin will answer, for a thread or a task to wait for.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use cln_runtime::{RpcError, visible};

use crate::plugin::{Answer, PATIENCE, PluginFault, Slot};

/// An answer that a plugin has still to give. It was asked when this was made; until it answers, the test can do something
/// else.
///
/// A thread [waits](Self::wait) for it. For a task it is a future, which depends on no runtime.
///
/// ```no_run
/// # async fn test() -> Result<(), Box<dyn std::error::Error>> {
/// let plugin = cln_mock::PluginUnderTest::start("target/debug/interceptor")?;
/// let held = plugin.begin_hook_raw("htlc_accepted", &r#"{"onion":{},"htlc":{"id":1}}"#.parse()?);
/// plugin.call_raw("release", &r#"{"id":1}"#.parse()?)?;
/// assert_eq!(held.await?.as_str(), r#"{"result":"continue"}"#);
/// # Ok(())
/// # }
/// ```
#[must_use = "what a plugin was asked is to be waited for"]
pub struct PluginAnswer<T> {
    slot: Arc<Slot<Answer>>,
    /// Why nothing has come that was waited for.
    silence: Box<dyn Fn() -> PluginFault + Send>,
    /// `None` once it was read.
    read: Option<Box<dyn FnOnce(Answer) -> T + Send>>,
}

impl<T> PluginAnswer<T> {
    pub(super) fn new(
        slot: Arc<Slot<Answer>>,
        silence: impl Fn() -> PluginFault + Send + 'static,
        read: impl FnOnce(Answer) -> T + Send + 'static,
    ) -> Self {
        Self { slot, silence: Box::new(silence), read: Some(Box::new(read)) }
    }

    /// The same answer, read once more.
    pub(super) fn map<U>(self, then: impl FnOnce(T) -> U + Send + 'static) -> PluginAnswer<U>
    where
        T: 'static,
    {
        let read = self.read.map(|read| Box::new(move |answer| then(read(answer))) as Box<_>);
        PluginAnswer { slot: self.slot, silence: self.silence, read }
    }

    /// Waits for it, for up to a minute.
    pub fn wait(self) -> T {
        self.wait_for(PATIENCE)
    }

    /// Waits for it so long. What has not come by then never comes, as far as the test is concerned.
    #[expect(clippy::panic, reason = "a future that is polled after its end is a mistake of the test")]
    pub fn wait_for(self, patience: Duration) -> T {
        let answer = self.slot.wait(patience).unwrap_or_else(|| Err((self.silence)()));
        match self.read {
            Some(read) => read(answer),
            None => panic!("the answer of the plugin was taken before"),
        }
    }
}

impl<T> Future for PluginAnswer<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        match self.slot.poll(context) {
            Poll::Ready(answer) => self.read.take().map_or(Poll::Pending, |read| Poll::Ready(read(answer))),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<T> fmt::Debug for PluginAnswer<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PluginAnswer").finish_non_exhaustive()
    }
}

/// Why a call of a plugin's command has no response. `E` is the type of the errors that the command documents.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PluginCallError<E = RpcError> {
    /// The plugin has answered with an error, as it may.
    Refused(E),
    /// A node would not have passed on any answer.
    Fault(PluginFault),
    /// A node passes the answer on as it is, and clients cannot read it: it does not fit the command's schema, has a blank
    /// line in it, or is no answer at all. This is what is wrong with it.
    Unreadable(String),
}

impl<E: fmt::Display> fmt::Display for PluginCallError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(error) => write!(f, "the plugin has refused the call: {error}"),
            Self::Fault(fault) => fault.fmt(f),
            Self::Unreadable(error) => write!(f, "the plugin's answer cannot be read: {}", visible(error)),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> Error for PluginCallError<E> {}
