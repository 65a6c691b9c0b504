//! A plugin that runs: bytes from and to the node, handlers in tasks.

mod answer;
mod dispatch;
mod load;
mod panics;
mod pipes;
mod process;
mod unanswered;

use std::future::{Future, poll_fn};
use std::io::Write as _;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use crate::context::Shared;
use crate::core::{Core, Event};
use crate::error::PluginError;
use crate::objection::objection;
use crate::outbox::Outbox;
use crate::plugin::Plugin;
use dispatch::Dispatcher;

/// How long it may take to write what is left when handlers have ended.
const TIME_TO_WRITE: Duration = Duration::from_secs(5);

/// How long the program may go on when the plugin has ended.
const TIME_TO_LEAVE: Duration = Duration::from_secs(2);

/// What is read at once.
const CHUNK: usize = 1 << 16;

impl<S: Send + Sync + 'static> Plugin<S> {
    /// Runs it on the standard input and output, until the node ends it. The program should end then: two seconds later
    /// it is ended, even if a handler blocks a thread.
    ///
    /// What the program prints goes to standard error from then on: standard output is the node's.
    ///
    /// With the argument `--describe`, prints what the plugin declares, and needs no node.
    ///
    /// # Errors
    /// What is declared cannot be; or the pipes fail.
    pub async fn run(self) -> Result<(), PluginError> {
        if std::env::args_os().any(|argument| argument == "--describe") {
            self.checked()?;
            return Ok(writeln!(std::io::stdout(), "{}", self.describe())?);
        }
        let (reader, writer) = pipes::standard()?;
        panics::log_panics(&self.outbox);
        process::end_after_input(self.limits.patience + TIME_TO_WRITE + TIME_TO_LEAVE)?;
        let ended = self.run_over(reader, writer).await;
        process::end_after(TIME_TO_LEAVE);
        ended
    }

    /// Runs it over any pipes, until the end of what is read.
    ///
    /// # Errors
    /// As [`run`](Self::run).
    pub async fn run_over(
        self,
        reader: impl AsyncRead + Send + Unpin + 'static,
        writer: impl AsyncWrite + Send + Unpin + 'static,
    ) -> Result<(), PluginError> {
        self.checked()?;
        let (manifest, outbox, patience) = (Arc::new(self.declared()), Arc::clone(&self.outbox), self.limits.patience);
        let shared = Arc::new(Shared::new(self.state, &outbox, manifest.notifications.clone()));
        let mut writing = tokio::spawn(write(Arc::clone(&shared), writer));
        let dispatcher = Dispatcher::new(Arc::clone(&shared), Arc::clone(&manifest), self.handlers, self.limits);
        let (mut busy, unanswered) = (dispatcher.busy(), dispatcher.unanswered());
        let mut stopping = shared.stopping.subscribe();
        let mut reading = tokio::spawn(read(Core::new(manifest), dispatcher, reader));
        let ended = first(&mut reading, stopping.wait_for(|is_stopping| *is_stopping)).await;
        shared.stopping.send_replace(true);
        // Handlers that do not end by then are left behind.
        let _ = timeout(patience, busy.wait_for(|count| *count == 0)).await;
        reading.abort();
        if ended.is_none() {
            // It may be about to ask one more handler.
            let _ = (&mut reading).await;
        }
        let end = async {
            answer::the_rest(&shared, &unanswered).await;
            outbox.close();
            (&mut writing).await
        };
        let written = timeout(TIME_TO_WRITE, end).await;
        writing.abort();
        if let Some(Ok(ended)) = ended {
            ended?;
        }
        match written {
            // A node that has ended does not read any more, which is nothing wrong.
            Ok(Ok(Err(error))) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Whether a node would have what it declares.
    fn checked(&self) -> Result<(), PluginError> {
        if let Some(name) = &self.unknown_hook {
            return Err(PluginError::Declared(format!("there is no hook '{name}'")));
        }
        objection(&self.declared()).map_or(Ok(()), |why| Err(PluginError::Declared(why)))
    }
}

/// What the first future comes to, unless the second ends before.
async fn first<T>(one: impl Future<Output = T>, other: impl Future) -> Option<T> {
    let (mut one, mut other) = (pin!(one), pin!(other));
    poll_fn(|context| match (one.as_mut().poll(context), other.as_mut().poll(context)) {
        (Poll::Ready(value), _) => Poll::Ready(Some(value)),
        (Poll::Pending, Poll::Ready(_)) => Poll::Ready(None),
        (Poll::Pending, Poll::Pending) => Poll::Pending,
    })
    .await
}

async fn read<S: Send + Sync + 'static>(
    mut core: Core,
    mut dispatcher: Dispatcher<S>,
    mut reader: impl AsyncRead + Unpin,
) -> Result<(), PluginError> {
    let mut chunk = vec![0; CHUNK];
    loop {
        let count = reader.read(&mut chunk).await?;
        if count == 0 {
            return Ok(());
        }
        core.take_in(chunk.get(..count).unwrap_or_default());
        while let Some(event) = core.next() {
            match event {
                Event::Write(line) => dispatcher.send(line).await,
                Event::Do(work) => dispatcher.dispatch(work).await,
                Event::Nothing => {}
                Event::Lost(why) => return Err(PluginError::Unreadable(why)),
            }
        }
    }
}

/// Writes until there is no more, or nobody reads it: to a node that is the end of the plugin, and so it is here.
async fn write<S>(shared: Arc<Shared<S>>, mut writer: impl AsyncWrite + Unpin) -> std::io::Result<()> {
    let written = write_lines(&shared.outbox, &mut writer).await;
    shared.outbox.close();
    shared.stopping.send_replace(true);
    written
}

/// Writes line by line, so that none is mixed with another.
async fn write_lines(outbox: &Outbox, writer: &mut (impl AsyncWrite + Unpin)) -> std::io::Result<()> {
    while let Some(line) = outbox.next().await {
        writer.write_all(&line).await?;
        if outbox.is_empty() {
            writer.flush().await?;
        }
    }
    Ok(())
}
