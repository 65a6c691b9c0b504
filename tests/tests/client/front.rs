//! The clients behind one face, so that each scenario is written once.

use std::path::Path;
use std::pin::Pin;
use std::sync::LazyLock;
use std::time::Duration;

use cln_bindings::{DelpayError, DelpayPayments, DelpayRequest, DelpayResponse, DelpayStatus};
use cln_runtime::client::{
    CallError, ConnectError, Deletion, Filter, NodeVersion, NotSentError, Received, Retry, Settings, blocking,
    tokio as tasks,
};
use cln_runtime::jsonrpc::Id;
use cln_runtime::{Json, NodeRange, RpcError};
use serde::de::DeserializeOwned;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use crate::generated::{ListentriesEntries, ListentriesError, ListentriesRequest};
use crate::node::PATIENCE;

/// What is waited for comes, or a test fails that would wait for ever.
const NONE_CAME: &str = "an event comes in time";

/// Waits for a notification, for so long at most.
pub(crate) type Listen = Box<dyn FnMut(Duration) -> Received + Send>;

/// Items, one by one.
pub(crate) type Items = Box<dyn Iterator<Item = Result<DelpayPayments, CallError<DelpayError>>>>;

/// Rows, one by one.
pub(crate) type Rows = Box<dyn Iterator<Item = Result<ListentriesEntries, CallError<ListentriesError>>>>;

/// Deletions, one by one.
pub(crate) type Deletions = Box<dyn Iterator<Item = Result<Deletion, CallError<ListentriesError>>>>;

/// A client.
pub(crate) trait Front: Clone + Send + 'static {
    fn connect(path: &Path, settings: Settings) -> Result<Self, ConnectError>;
    fn with_timeout(&self, timeout: Duration) -> Self;
    fn with_retry(&self, retry: Retry) -> Self;
    fn unchecked(&self) -> Self;
    fn delpay(&self, request: &DelpayRequest) -> Result<DelpayResponse, CallError<DelpayError>>;
    fn raw(&self, method: &str, params: &str) -> Result<Json, CallError<RpcError>>;
    /// Makes a call once `know` has been told its id.
    fn prepared(
        &self,
        request: &DelpayRequest,
        know: impl FnOnce(Id),
    ) -> Result<DelpayResponse, CallError<DelpayError>>;
    fn prepared_raw(&self, method: &str, params: &str, know: impl FnOnce(Id)) -> Result<Json, CallError<RpcError>>;
    fn filtered(&self, request: &DelpayRequest, filter: &Filter) -> Result<Json, CallError<DelpayError>>;
    fn narrow<T: DeserializeOwned>(&self, request: &DelpayRequest) -> Result<T, CallError<DelpayError>>;
    fn items(&self, request: &DelpayRequest) -> Result<Items, NotSentError>;
    fn rows(&self, request: &ListentriesRequest) -> Rows;
    fn events(&self, request: &ListentriesRequest) -> Rows;
    fn deletions(&self, after: u64) -> Deletions;
    fn check_version(&self, nodes: &NodeRange) -> Result<NodeVersion, CallError<RpcError>>;
    fn listen(&self) -> Listen;

    fn on(path: &Path) -> Self {
        Self::connect(path, Settings::new()).unwrap()
    }
}

#[derive(Clone)]
pub(crate) struct Blocking(blocking::Client);

impl Front for Blocking {
    fn connect(path: &Path, settings: Settings) -> Result<Self, ConnectError> {
        blocking::Client::connect_with(path, settings).map(Self)
    }

    fn with_timeout(&self, timeout: Duration) -> Self {
        Self(self.0.clone().with_timeout(timeout))
    }

    fn with_retry(&self, retry: Retry) -> Self {
        Self(self.0.clone().with_retry(retry))
    }

    fn unchecked(&self) -> Self {
        Self(self.0.clone().with_validation(false))
    }

    fn delpay(&self, request: &DelpayRequest) -> Result<DelpayResponse, CallError<DelpayError>> {
        self.0.call(request)
    }

    fn raw(&self, method: &str, params: &str) -> Result<Json, CallError<RpcError>> {
        self.0.call_raw(method, &params.parse().unwrap())
    }

    fn prepared(
        &self,
        request: &DelpayRequest,
        know: impl FnOnce(Id),
    ) -> Result<DelpayResponse, CallError<DelpayError>> {
        let call = self.0.prepare(request)?;
        know(call.id());
        call.send()
    }

    fn prepared_raw(&self, method: &str, params: &str, know: impl FnOnce(Id)) -> Result<Json, CallError<RpcError>> {
        let call = self.0.prepare_raw(method, &params.parse().unwrap());
        know(call.id());
        call.send()
    }

    fn filtered(&self, request: &DelpayRequest, filter: &Filter) -> Result<Json, CallError<DelpayError>> {
        self.0.call_filtered(request, filter)
    }

    fn narrow<T: DeserializeOwned>(&self, request: &DelpayRequest) -> Result<T, CallError<DelpayError>> {
        self.0.call_narrow(request)
    }

    fn items(&self, request: &DelpayRequest) -> Result<Items, NotSentError> {
        Ok(Box::new(self.0.items(request)?))
    }

    fn rows(&self, request: &ListentriesRequest) -> Rows {
        Box::new(self.0.rows(request))
    }

    fn events(&self, request: &ListentriesRequest) -> Rows {
        let mut events = self.0.events(request).unwrap();
        Box::new(std::iter::from_fn(move || Some(events.next_within(PATIENCE).expect(NONE_CAME))))
    }

    fn deletions(&self, after: u64) -> Deletions {
        let mut deletions = self.0.deletions(&ListentriesRequest::new(), after).unwrap();
        Box::new(std::iter::from_fn(move || Some(deletions.next_within(PATIENCE).expect(NONE_CAME))))
    }

    fn check_version(&self, nodes: &NodeRange) -> Result<NodeVersion, CallError<RpcError>> {
        self.0.check_version(nodes)
    }

    fn listen(&self) -> Listen {
        let mut notifications = self.0.notifications();
        Box::new(move |timeout| notifications.next_within(timeout))
    }
}

/// Where tasks run.
pub(crate) static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap());

/// Runs a future to its end. It is boxed, because the runtime has a loop of its own compiled for each type of future.
pub(crate) fn wait<T>(future: impl Future<Output = T>) -> T {
    let future: Pin<Box<dyn Future<Output = T> + '_>> = Box::pin(future);
    RUNTIME.block_on(future)
}

#[derive(Clone)]
pub(crate) struct Tokio(tasks::Client);

impl Front for Tokio {
    fn connect(path: &Path, settings: Settings) -> Result<Self, ConnectError> {
        wait(tasks::Client::connect_with(path, settings)).map(Self)
    }

    fn with_timeout(&self, timeout: Duration) -> Self {
        Self(self.0.clone().with_timeout(timeout))
    }

    fn with_retry(&self, retry: Retry) -> Self {
        Self(self.0.clone().with_retry(retry))
    }

    fn unchecked(&self) -> Self {
        Self(self.0.clone().with_validation(false))
    }

    fn delpay(&self, request: &DelpayRequest) -> Result<DelpayResponse, CallError<DelpayError>> {
        wait(self.0.call(request))
    }

    fn raw(&self, method: &str, params: &str) -> Result<Json, CallError<RpcError>> {
        wait(self.0.call_raw(method, &params.parse().unwrap()))
    }

    fn prepared(
        &self,
        request: &DelpayRequest,
        know: impl FnOnce(Id),
    ) -> Result<DelpayResponse, CallError<DelpayError>> {
        let call = self.0.prepare(request)?;
        know(call.id());
        wait(call.send())
    }

    fn prepared_raw(&self, method: &str, params: &str, know: impl FnOnce(Id)) -> Result<Json, CallError<RpcError>> {
        let call = self.0.prepare_raw(method, &params.parse().unwrap());
        know(call.id());
        wait(call.send())
    }

    fn filtered(&self, request: &DelpayRequest, filter: &Filter) -> Result<Json, CallError<DelpayError>> {
        wait(self.0.call_filtered(request, filter))
    }

    fn narrow<T: DeserializeOwned>(&self, request: &DelpayRequest) -> Result<T, CallError<DelpayError>> {
        wait(self.0.call_narrow(request))
    }

    fn items(&self, request: &DelpayRequest) -> Result<Items, NotSentError> {
        let mut items = wait(self.0.items(request))?;
        Ok(Box::new(std::iter::from_fn(move || wait(items.next()))))
    }

    fn rows(&self, request: &ListentriesRequest) -> Rows {
        let mut rows = self.0.rows(request);
        Box::new(std::iter::from_fn(move || wait(rows.next())))
    }

    fn events(&self, request: &ListentriesRequest) -> Rows {
        let mut events = self.0.events(request).unwrap();
        Box::new(std::iter::from_fn(move || {
            Some(wait(async { timeout(PATIENCE, events.next()).await }).expect(NONE_CAME))
        }))
    }

    fn deletions(&self, after: u64) -> Deletions {
        let mut deletions = self.0.deletions(&ListentriesRequest::new(), after).unwrap();
        Box::new(std::iter::from_fn(move || {
            Some(wait(async { timeout(PATIENCE, deletions.next()).await }).expect(NONE_CAME))
        }))
    }

    fn check_version(&self, nodes: &NodeRange) -> Result<NodeVersion, CallError<RpcError>> {
        wait(self.0.check_version(nodes))
    }

    fn listen(&self) -> Listen {
        let mut notifications = self.0.notifications();
        Box::new(move |patience| match wait(async { timeout(patience, notifications.next()).await }) {
            Ok(Some(message)) => Received::Message(message),
            Ok(None) => Received::Closed,
            Err(_) => Received::TimedOut,
        })
    }
}

/// A request that keeps to its schema.
pub(crate) fn request() -> DelpayRequest {
    let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52".parse().unwrap();
    DelpayRequest::new(hash, DelpayStatus::Failed)
}

/// One that does not.
pub(crate) fn invalid_request() -> DelpayRequest {
    let mut request = request();
    request.partid = Some(1);
    request
}

/// A result of `delpay`, its only payment with this label.
pub(crate) fn result(label: &str) -> String {
    format!(
        r#"{{"payments":[{{"created_index":1,"id":1,"payment_hash":"{}","status":"failed","amount_sent_msat":5,"created_at":1,"label":"{label}"}}]}}"#,
        "6".repeat(64)
    )
}

pub(crate) fn label(response: &DelpayResponse) -> &str {
    response.payments[0].label.as_deref().unwrap()
}
