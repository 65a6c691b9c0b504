//! The two tasks of a connection: one reads for all, another writes for all.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::thread;

use ::tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use ::tokio::task::{AbortHandle, yield_now};

use super::state::Shared;
use crate::client::error::ConnectionError;
use crate::client::session::{Batch, Inbound, Inbox};
use crate::wipe::{Buffer, wipe};

/// How much is read in one go.
const CHUNK: usize = 128 * 1024;

/// Ends every call when the task that reads does, even if that is because its runtime has been shut down.
pub(super) struct EndOnDrop {
    pub(super) shared: Arc<Shared>,
    /// The task that writes, which might wait for ever.
    pub(super) writing: AbortHandle,
}

impl Drop for EndOnDrop {
    fn drop(&mut self) {
        self.shared.lock().end(ConnectionError::Closed);
        self.writing.abort();
    }
}

/// A batch that goes back to the session, however writing it ends.
struct Writing<'s> {
    shared: &'s Shared,
    batch: Option<Batch>,
    failure: Option<ConnectionError>,
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        if let Some(batch) = self.batch.take() {
            // A stream that has panicked is not asked again.
            let failure = self.failure.take().or_else(|| thread::panicking().then_some(ConnectionError::Closed));
            let mut state = self.shared.lock();
            let ended = state.session.wrote(batch, failure);
            state.give_all(ended);
        }
    }
}

pub(super) async fn read_all(mut reader: impl AsyncRead + Unpin, mut inbox: Inbox, shared: EndOnDrop) {
    let mut chunk = Buffer::zeros(CHUNK);
    let mut received = Vec::new();
    loop {
        let mut end = match reader.read(&mut chunk).await {
            Ok(0) => Some(ConnectionError::Closed),
            Ok(count) => receive(&mut inbox, chunk.get_mut(..count).unwrap_or_default(), &mut received).err(),
            Err(error) if error.kind() == ErrorKind::Interrupted => None,
            Err(error) => Some(error.into()),
        };
        let mut received = received.drain(..);
        while shared.shared.deliver(&mut received, &mut end) {
            // Those whose answers have come may only not have had their turn.
            yield_now().await;
        }
        if let Some(why) = end {
            return shared.shared.lock().end(why);
        }
    }
}

fn receive(inbox: &mut Inbox, bytes: &mut [u8], received: &mut Vec<Inbound>) -> Result<(), ConnectionError> {
    inbox.push(bytes);
    wipe(bytes);
    while let Some(next) = inbox.next()? {
        received.push(next);
    }
    Ok(())
}

pub(super) async fn write_all(mut writer: impl AsyncWrite + Unpin, shared: Arc<Shared>) {
    loop {
        let batch = shared.lock().session.next_batch();
        let mut writing = Writing { shared: &shared, batch, failure: None };
        match &mut writing.batch {
            None => shared.unwritten.notified().await,
            Some(batch) => {
                if let Err(error) = write_some(&mut writer, batch).await {
                    writing.failure = Some(error.into());
                    return;
                }
            }
        }
    }
}

/// One write. What it leaves goes back to the session, for calls may be given up meanwhile.
async fn write_some(writer: &mut (impl AsyncWrite + Unpin), batch: &mut Batch) -> io::Result<()> {
    match writer.write(batch.rest()).await {
        Ok(0) => return Err(ErrorKind::WriteZero.into()),
        Ok(count) => batch.advance(count),
        Err(error) if error.kind() == ErrorKind::Interrupted => {}
        Err(error) => return Err(error),
    }
    if batch.rest().is_empty() { writer.flush().await } else { Ok(()) }
}
