//! Ways to call a node: ours and cln-rpc's, one after another, many at once, and with a large answer.

use std::fmt;
use std::hint::black_box;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::thread;

use cln_bindings::{DelpayRequest, DelpayStatus};
use cln_rpc::ClnRpc;
use cln_rpc::model::requests::{DelpayRequest as ClnRpcRequest, DelpayStatus as ClnRpcStatus};
use cln_runtime::client::{blocking, tokio as tasks};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Mutex;

use crate::Failure;

const HASH: &str = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    /// A loop that writes the same bytes again and again and reads until an empty line: the practical limit.
    Bare,
    /// Our client for threads.
    Blocking,
    /// Our client for tasks.
    Tokio,
    /// cln-rpc's client. It takes `&mut self`, so that who shares it waits for its turn.
    ClnRpc,
}

impl Caller {
    /// All that decode what they read.
    pub const CLIENTS: [Self; 3] = [Self::Blocking, Self::Tokio, Self::ClnRpc];
}

/// By the name that `Debug` shows.
impl FromStr for Caller {
    type Err = Failure;

    fn from_str(name: &str) -> Result<Self, Failure> {
        let found = Self::CLIENTS.into_iter().find(|caller| format!("{caller:?}") == name);
        found.ok_or_else(|| format!("nobody is called {name}").into())
    }
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Bare => "a bare loop over the socket",
            Self::Blocking => "`blocking::Client`",
            Self::Tokio => "`tokio::Client`",
            Self::ClnRpc => "`cln_rpc::ClnRpc`",
        })
    }
}

/// One of ours, its answer small or large.
fn ours(large: bool) -> Result<DelpayRequest, Failure> {
    Ok(DelpayRequest::new(HASH.parse()?, if large { DelpayStatus::Failed } else { DelpayStatus::Complete }))
}

fn cln_rpcs(large: bool) -> Result<ClnRpcRequest, Failure> {
    let status = if large { ClnRpcStatus::FAILED } else { ClnRpcStatus::COMPLETE };
    Ok(ClnRpcRequest { payment_hash: HASH.parse()?, status, partid: None, groupid: None })
}

fn runtime() -> Result<Runtime, Failure> {
    Ok(Builder::new_current_thread().enable_all().build()?)
}

/// Makes so many calls, one after another.
///
/// # Errors
/// A call has failed.
pub fn sequential(caller: Caller, socket: &Path, calls: usize, large: bool) -> Result<(), Failure> {
    match caller {
        Caller::Bare => bare(socket, calls),
        Caller::Blocking => {
            let (client, request) = (blocking::Client::connect(socket)?, ours(large)?);
            for _ in 0..calls {
                black_box(client.call(&request)?);
            }
            Ok(())
        }
        Caller::Tokio => runtime()?.block_on(async {
            let (client, request) = (tasks::Client::connect(socket).await?, ours(large)?);
            for _ in 0..calls {
                black_box(client.call(&request).await?);
            }
            Ok(())
        }),
        Caller::ClnRpc => runtime()?.block_on(async {
            let (mut client, request) = (ClnRpc::new(socket).await?, cln_rpcs(large)?);
            for _ in 0..calls {
                black_box(client.call_typed(&request).await?);
            }
            Ok(())
        }),
    }
}

fn bare(socket: &Path, calls: usize) -> Result<(), Failure> {
    let mut stream = UnixStream::connect(socket)?;
    let request = format!(
        "{{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"delpay\",\"params\":{{\"payment_hash\":\"{HASH}\",\"status\":\"complete\"}}}}\n\n"
    );
    let mut chunk = vec![0; 1 << 16];
    for _ in 0..calls {
        stream.write_all(request.as_bytes())?;
        let mut end = 0;
        while !chunk[..end].ends_with(b"\n\n") {
            end += stream.read(&mut chunk[end..])?;
        }
        black_box(&chunk[..end]);
    }
    Ok(())
}

/// Makes so many calls, `at_once` at a time on one connection.
///
/// # Errors
/// A call has failed.
pub fn concurrent(caller: Caller, socket: &Path, calls: usize, at_once: usize) -> Result<(), Failure> {
    let each = calls / at_once;
    match caller {
        Caller::Bare => bare(socket, calls),
        Caller::Blocking => threads(socket, each, at_once),
        Caller::Tokio => runtime()?.block_on(async {
            let client = tasks::Client::connect(socket).await?;
            let all: Vec<_> = (0..at_once).map(|_| tokio::spawn(tasks_share(client.clone(), each))).collect();
            for task in all {
                task.await?.map_err(|error| error.to_string())?;
            }
            Ok(())
        }),
        Caller::ClnRpc => runtime()?.block_on(async {
            let client = Arc::new(Mutex::new(ClnRpc::new(socket).await?));
            let all: Vec<_> = (0..at_once).map(|_| tokio::spawn(cln_rpcs_share(Arc::clone(&client), each))).collect();
            for task in all {
                task.await?.map_err(|error| error.to_string())?;
            }
            Ok(())
        }),
    }
}

fn threads(socket: &Path, each: usize, at_once: usize) -> Result<(), Failure> {
    let (client, request) = (blocking::Client::connect(socket)?, ours(false)?);
    let share = || (0..each).try_for_each(|_| client.call(&request).map(|response| drop(black_box(response))));
    let outcomes: Vec<_> = thread::scope(|scope| {
        let all: Vec<_> = (0..at_once).map(|_| scope.spawn(share)).collect();
        all.into_iter().map(thread::ScopedJoinHandle::join).collect()
    });
    for outcome in outcomes {
        outcome.map_err(|_| "a thread has panicked")??;
    }
    Ok(())
}

async fn tasks_share(client: tasks::Client, each: usize) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let request = ours(false).map_err(|error| error.to_string())?;
    for _ in 0..each {
        black_box(client.call(&request).await?);
    }
    Ok(())
}

async fn cln_rpcs_share(
    client: Arc<Mutex<ClnRpc>>,
    each: usize,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let request = cln_rpcs(false).map_err(|error| error.to_string())?;
    for _ in 0..each {
        black_box(client.lock().await.call_typed(&request).await?);
    }
    Ok(())
}
