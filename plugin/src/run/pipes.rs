//! Standard input and output, as a node gives them.

use std::io::{self, IsTerminal};
use std::os::fd::AsFd;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::unix::pipe::{Receiver, Sender};

use crate::error::PluginError;

/// What a plugin reads.
pub(super) type Reader = Box<dyn AsyncRead + Send + Unpin>;

/// What a plugin writes.
pub(super) type Writer = Box<dyn AsyncWrite + Send + Unpin>;

/// The pipes from and to the node.
pub(super) fn standard() -> Result<(Reader, Writer), PluginError> {
    if io::stdin().is_terminal() {
        return Err(PluginError::NoNode);
    }
    Ok((reader()?, writer()?))
}

fn reader() -> io::Result<Reader> {
    let input = io::stdin().as_fd().try_clone_to_owned()?;
    // Or it is a file, for example, whose end comes without waiting.
    Ok(Receiver::from_owned_fd(input).map_or_else(|_| Box::new(tokio::io::stdin()) as Reader, |pipe| Box::new(pipe)))
}

/// What handlers print would be taken for messages: from now on it goes to standard error. The pipe stays open until the
/// process ends: a node that sees it closed kills the process, whatever that still does.
fn writer() -> io::Result<Writer> {
    let output = io::stdout().as_fd().try_clone_to_owned()?;
    match Sender::from_owned_fd(output) {
        Ok(pipe) => {
            std::mem::forget(io::stdout().as_fd().try_clone_to_owned()?);
            rustix::stdio::dup2_stdout(io::stderr())?;
            Ok(Box::new(pipe))
        }
        Err(_) => Ok(Box::new(tokio::io::stdout())),
    }
}
