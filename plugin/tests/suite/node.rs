//! The node's side of the pipes.

use std::future::Future;
use std::sync::Arc;

use cln_plugin_kit::{Plugin, PluginError};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, ReadHalf, WriteHalf, duplex, split};
use tokio::runtime::Runtime;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

/// What `init` says, with these options.
pub(crate) fn init(options: &str) -> String {
    format!(
        r#"{{"jsonrpc":"2.0","id":"cln:init#2","method":"init","params":{{"options":{options},"configuration":{{"lightning-dir":"/nowhere/regtest","rpc-file":"lightning-rpc","startup":false,"network":"regtest","feature_set":{{}}}}}}}}"#
    ) + "\n\n"
}

/// A node that has started a plugin.
pub(crate) struct Node {
    says: Arc<Mutex<WriteHalf<DuplexStream>>>,
    hears: ReadHalf<DuplexStream>,
    read: Vec<u8>,
    plugin: JoinHandle<Result<(), PluginError>>,
}

impl Node {
    pub(crate) fn new<S: Send + Sync + 'static>(plugin: Plugin<S>) -> Self {
        Self::over(|reader, writer| plugin.run_over(reader, writer))
    }

    /// A node that has started whatever reads and writes these.
    pub(crate) fn over<Fut>(start: impl FnOnce(ReadHalf<DuplexStream>, WriteHalf<DuplexStream>) -> Fut) -> Self
    where
        Fut: Future<Output = Result<(), PluginError>> + Send + 'static,
    {
        let (pipe, other) = duplex(1 << 20);
        let (reader, writer) = split(other);
        let (hears, says) = split(pipe);
        Self { says: Arc::new(Mutex::new(says)), hears, read: Vec::new(), plugin: tokio::spawn(start(reader, writer)) }
    }

    /// A node whose plugin is ready.
    pub(crate) async fn ready<S: Send + Sync + 'static>(plugin: Plugin<S>) -> Self {
        let mut node = Self::new(plugin);
        node.write(&init("{}")).await;
        assert_eq!(node.line().await, r#"{"jsonrpc":"2.0","id":"cln:init#2","result":{}}"#);
        node
    }

    pub(crate) async fn write(&mut self, text: &str) {
        self.says.lock().await.write_all(text.as_bytes()).await.unwrap();
    }

    /// Writes while the test goes on.
    pub(crate) fn begin(&self, text: String) {
        let says = Arc::clone(&self.says);
        tokio::spawn(async move { says.lock().await.write_all(text.as_bytes()).await });
    }

    /// The next message, without the empty line behind it.
    pub(crate) async fn line(&mut self) -> String {
        loop {
            if let Some(end) = self.read.windows(2).position(|end| end == b"\n\n") {
                let rest = self.read.split_off(end + 2);
                let line = std::mem::replace(&mut self.read, rest);
                return String::from_utf8(line).unwrap().trim_end().to_owned();
            }
            let mut chunk = [0; 1 << 16];
            let count = self.hears.read(&mut chunk).await.unwrap();
            assert_ne!(count, 0, "the plugin has ended: {}", String::from_utf8_lossy(&self.read));
            self.read.extend_from_slice(&chunk[..count]);
        }
    }

    /// Asks it something; the next message that is written.
    pub(crate) async fn ask(&mut self, id: &str, method: &str, params: &str) -> String {
        let request = format!(r#"{{"jsonrpc":"2.0","id":"{id}","method":"{method}","params":{params}}}"#);
        self.write(&(request + "\n\n")).await;
        self.line().await
    }

    /// How the plugin ends by itself.
    pub(crate) async fn ended(self) -> Result<(), PluginError> {
        self.plugin.await.unwrap()
    }

    /// Closes the pipes; how the plugin ends.
    pub(crate) async fn end(self) -> Result<(), PluginError> {
        drop((self.says, self.hears));
        self.plugin.await.unwrap()
    }
}

/// Runs a test on two threads.
pub(crate) fn run(test: impl Future<Output = ()>) {
    Runtime::new().unwrap().block_on(test);
}
