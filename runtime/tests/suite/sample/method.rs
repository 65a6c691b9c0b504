//! A command: its request, its response and their enums.

use cln_runtime::rules::{Array, Bounds, Field, Group, GroupKind, Kind, ScalarKind};
use cln_runtime::{Hash, Json, Msat, NodeError, Number, PublicKey, Request, RpcError, Secret, Sensitive};

use super::record;

/// A request's enum: closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Complete,
    Failed,
}

cln_runtime::text_enum!(Mode { Complete = "complete", Failed = "failed" });

/// A response's enum: open.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    Pending,
    Done,
    Unknown(String),
}

cln_runtime::text_enum!(State { Pending = "pending", Done = "done"; Unknown });

#[derive(Clone, Debug, PartialEq)]
pub struct SampleRequest {
    pub payment_hash: Hash,
    pub mode: Mode,
    pub partid: Option<u64>,
    pub groupid: Option<u64>,
    pub amount: Option<Msat>,
    pub rune: Option<Sensitive<String>>,
    pub extra: Option<Json>,
    pub tags: Option<Vec<String>>,
}

static REQUEST_FIELDS: &[Field<'static>] = &[
    Field::required("payment_hash", Kind::Scalar(ScalarKind::Hash)),
    Field::required("mode", Kind::Enum(Mode::VALUES)),
    Field::optional("partid", Kind::Scalar(ScalarKind::U64)),
    Field::optional("groupid", Kind::Scalar(ScalarKind::U64)),
    Field::optional("amount", Kind::Scalar(ScalarKind::Msat)),
    Field::optional("rune", Kind::Scalar(ScalarKind::String)).secret(),
    Field::optional("extra", Kind::Any),
    Field::optional(
        "tags",
        Kind::Array(&Array {
            items: Kind::Bounded(
                ScalarKind::String,
                &Bounds { values: None, min_length: Some(2), max_length: Some(5), minimum: None, maximum: None },
            ),
            min_items: Some(1),
            max_items: Some(3),
        }),
    ),
];

record!(SampleRequest {
    payment_hash, mode, partid, groupid, amount, rune, extra, tags,
} Client REQUEST_FIELDS, true, true, &[Group::new(GroupKind::Paired, &[2, 3])]);

#[derive(Clone, Debug, PartialEq)]
pub struct SampleResponse {
    pub payments: Vec<Payment>,
    pub time: Option<Number>,
    pub target_sub_command: Option<String>,
}

static RESPONSE_FIELDS: &[Field<'static>] = &[
    Field::required(
        "payments",
        Kind::Array(&Array {
            items: Kind::Object(<Payment as cln_runtime::Record>::SHAPE),
            min_items: None,
            max_items: None,
        }),
    ),
    Field::optional("time", Kind::Scalar(ScalarKind::Number)),
    Field::optional("target/sub~command", Kind::Scalar(ScalarKind::String)),
];

record!(SampleResponse { payments, time, target_sub_command, } Node RESPONSE_FIELDS, false, false, &[]);

#[derive(Clone, Debug, PartialEq)]
pub struct Payment {
    pub id: u64,
    pub payment_hash: Hash,
    pub state: State,
    pub amount_msat: Msat,
    pub destination: Option<PublicKey>,
    pub level: Option<u8>,
    pub delta: Option<i64>,
    pub payment_preimage: Option<Secret>,
    pub seeds: Option<Vec<Sensitive<String>>>,
    pub note: Option<String>,
}

static PAYMENT_FIELDS: &[Field<'static>] = &[
    Field::required("id", Kind::Scalar(ScalarKind::U64)),
    Field::required("payment_hash", Kind::Scalar(ScalarKind::Hash)),
    Field::required("state", Kind::Enum(State::VALUES)),
    Field::required("amount_msat", Kind::Scalar(ScalarKind::MsatInteger)),
    Field::optional("destination", Kind::Scalar(ScalarKind::PublicKey)),
    Field::optional("level", Kind::Scalar(ScalarKind::U8)),
    Field::optional(
        "delta",
        Kind::Bounded(
            ScalarKind::I64,
            &Bounds { values: None, min_length: None, max_length: None, minimum: Some(-5), maximum: Some(5) },
        ),
    ),
    Field::optional("payment_preimage", Kind::Scalar(ScalarKind::Secret)),
    Field::optional(
        "seeds",
        Kind::Array(&Array { items: Kind::Scalar(ScalarKind::String), min_items: None, max_items: Some(2) }),
    )
    .secret(),
    Field::optional("note", Kind::Scalar(ScalarKind::String)),
];

record!(Payment {
    id, payment_hash, state, amount_msat, destination, level, delta, payment_preimage, seeds, note,
} Node PAYMENT_FIELDS, true, false, &[]);

#[derive(Debug)]
pub struct SampleError(pub RpcError);

impl From<RpcError> for SampleError {
    fn from(error: RpcError) -> Self {
        Self(error)
    }
}

impl std::fmt::Display for SampleError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for SampleError {}

impl From<SampleError> for RpcError {
    fn from(error: SampleError) -> Self {
        error.0
    }
}

impl NodeError for SampleError {
    fn code(&self) -> i64 {
        self.0.code
    }

    fn message(&self) -> &str {
        &self.0.message
    }

    fn data(&self) -> Option<&Json> {
        self.0.data.as_ref()
    }
}

impl Request for SampleRequest {
    const METHOD: &'static str = "sample";
    type Response = SampleResponse;
    type Error = SampleError;
}
