//! Clients over streams that are no sockets.

use std::io::{self, Read};
use std::os::unix::net::UnixStream;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWrite, AsyncWriteExt};

use cln_runtime::client::{
    CallError, ConnectionError, NoAnswerError, NotSentError, Settings, blocking, tokio as tasks,
};
use cln_runtime::{Json, JsonObjectOrArray, RpcError};

use crate::front::{RUNTIME, label, request, result, wait};
use crate::node::{PATIENCE, Peer};

/// Reads byte by byte and knows no time-outs; writes what is flushed.
struct Plain(UnixStream);

impl Read for Plain {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let end = buffer.len().min(1);
        self.0.read(&mut buffer[..end])
    }
}

fn pair() -> (Plain, io::BufWriter<UnixStream>, Peer) {
    let (near, far) = UnixStream::pair().unwrap();
    let writer = io::BufWriter::with_capacity(1 << 20, near.try_clone().unwrap());
    (Plain(near), writer, Peer::new(far))
}

#[test]
fn a_blocking_client_talks_through_any_streams() {
    let (reader, writer, mut peer) = pair();
    let client = blocking::Client::over(reader, writer, Settings::new()).unwrap();
    let script = thread::spawn(move || {
        let asked = peer.request();
        peer.send(asked.result(&result("through")));
        peer.request();
    });
    assert_eq!(label(&client.call(&request()).unwrap()), "through");
    let hasty = client.clone().with_timeout(Duration::from_secs(1));
    assert!(matches!(hasty.call(&request()).unwrap_err(), CallError::MaybeExecuted(_)));
    script.join().unwrap();
    let error = client.call(&request()).unwrap_err();
    let ended = match &error {
        CallError::NotSent(NotSentError::Broken(broken)) | CallError::MaybeExecuted(NoAnswerError::Broken(broken)) => {
            broken
        }
        _ => panic!("{error:?}"),
    };
    assert!(matches!(ended, ConnectionError::Closed));
}

#[test]
fn the_writer_of_a_blocking_client_that_is_gone_is_closed() {
    let (reader, _silent) = io::pipe().unwrap();
    let (mut far, writer) = io::pipe().unwrap();
    drop(blocking::Client::over(reader, writer, Settings::new()).unwrap());
    assert_eq!(far.read_to_end(&mut Vec::new()).unwrap(), 0);
}

/// A stream whose code is wrong.
struct Panics;

impl Read for Panics {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        panic!("this reader panics")
    }
}

impl io::Write for Panics {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        panic!("this writer panics")
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_stream_that_panics_ends_the_calls_of_a_blocking_client() {
    let params: JsonObjectOrArray = "{}".parse().unwrap();
    let (reader, _silent) = io::pipe().unwrap();
    let writes = blocking::Client::over(reader, Panics, Settings::new()).unwrap();
    writes.call_raw("x", &params).unwrap_err();
    let reads = blocking::Client::over(Panics, io::sink(), Settings::new()).unwrap();
    reads.call_raw("x", &params).unwrap_err();
}

impl AsyncWrite for Panics {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<io::Result<usize>> {
        panic!("this writer panics")
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[test]
fn a_stream_that_panics_ends_the_calls_of_a_client_for_tasks() {
    wait(async {
        let (silent, _far) = tokio::io::duplex(16);
        let client = tasks::Client::over(silent, Panics, Settings::new()).unwrap();
        for _ in 0..2 {
            let params = "{}".parse().unwrap();
            tokio::time::timeout(PATIENCE, client.call_raw("x", &params)).await.expect("a call hangs").unwrap_err();
        }
    });
}

#[test]
fn a_client_for_tasks_talks_through_any_streams() {
    wait(async {
        let (near, mut far) = tokio::io::duplex(16);
        let (reader, writer) = tokio::io::split(near);
        let client = tasks::Client::over(reader, writer, Settings::new()).unwrap();
        let script = tokio::spawn(async move {
            let mut asked = vec![0; 1];
            while !asked.ends_with(b"\n\n") {
                asked.push(far.read_u8().await.unwrap());
            }
            far.write_all(b"{\"id\":\"cln-runtime:x#0\",\"result\":{\"a\":1}}").await.unwrap();
            far
        });
        let result: Result<Json, CallError<RpcError>> = client.call_raw("x", &"{}".parse().unwrap()).await;
        assert_eq!(result.unwrap().as_str(), r#"{"a":1}"#);
        drop(client);
        assert_eq!(script.await.unwrap().read(&mut [0; 9]).await.unwrap(), 0, "the peer sees the end");
    });
}

#[test]
fn a_client_for_tasks_wants_a_runtime() {
    let error = tasks::Client::over(tokio::io::empty(), tokio::io::sink(), Settings::new()).unwrap_err();
    assert!(error.to_string().contains("runtime"), "{error}");
}

/// Calls on other runtimes end when the one is shut down that reads for them.
#[test]
fn a_runtime_that_is_shut_down_ends_all_calls() {
    let other = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (near, mut far) = tokio::io::duplex(1000);
    let (reader, writer) = tokio::io::split(near);
    let client = other.block_on(async { tasks::Client::over(reader, writer, Settings::new()).unwrap() });
    let call = RUNTIME.spawn(async move { client.call_raw("x", &"{}".parse().unwrap()).await.unwrap_err() });
    wait(async { while far.read_u8().await.unwrap() != b'\n' {} }); // it has been sent
    drop(other);
    let error = wait(call).unwrap();
    assert!(matches!(error, CallError::MaybeExecuted(NoAnswerError::Broken(ConnectionError::Closed))), "{error:?}");
}
