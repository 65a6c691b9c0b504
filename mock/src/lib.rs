//! A stand-in node for tests: it listens on a Unix socket, behaves as Core Lightning does, and keeps invoices, payments and
//! channels, without a chain.
//!
//! ```
//! use cln_bindings::{DelpayRequest, DelpayStatus};
//! use cln_mock::MockNode;
//! use cln_runtime::client::blocking::Client;
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let node = MockNode::builder().example().start()?;
//! node.expect::<DelpayRequest>().times(1);
//!
//! let client = Client::connect(node.socket())?;
//! let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52".parse()?;
//! let deleted = client.call(&DelpayRequest::new(hash, DelpayStatus::Complete))?;
//!
//! assert_eq!(deleted.payments.len(), 1);
//! assert!(node.payments()?.iter().all(|payment| payment.payment_hash != hash));
//! # Ok(())
//! # }
//! ```
//!
//! | | |
//! |---|---|
//! | [`MockNode`] | the node: its socket, what it has received, what is expected of it |
//! | [`Expectation`] | what a test expects to be called, in a [`Sequence`] or in any order, and what is answered then |
//! | [`Builder`] | what it shall be: its payments, schemas, version, faults |
//! | [`Fault`] | what goes wrong on purpose |
//! | [`Payment`] | what becomes of payments that it sends |
//! | [`PluginUnderTest`] | a plugin, with the node on the other side of its pipes |
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(not(unix))]
compile_error!("cln-mock listens on a Unix socket, as nodes do, and this target has none");

mod address;
mod behaviour;
mod bell;
mod bolt11;
#[cfg(feature = "bolt12")]
mod bolt12;
mod builder;
mod call;
#[cfg(feature = "cli")]
pub mod cli;
mod clock;
mod commands;
mod condition;
mod dice;
mod documented;
mod envelope;
mod error;
mod events;
mod expect;
mod faults;
mod filter;
mod identity;
mod invoices;
mod lock;
mod log;
#[cfg(feature = "cli")]
mod narrator;
mod network;
mod node;
mod notices;
mod outcome;
mod params;
mod payment;
mod plugin;
mod received;
mod replay;
mod server;
mod state;
mod store;
mod under_test;
mod wire;

/// The README's program, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub use builder::Builder;
pub use clock::Clock;
pub use error::Error;
pub use expect::{Expectation, Sequence, Unmet};
pub use faults::Fault;
pub use network::Network;
pub use node::{MockNode, Stopper};
pub use payment::{FailCode, Payment, PaymentFailure};
#[doc(inline)]
pub use plugin::{Consequence, Rule};
pub use plugin::{EarlyMoment, LogLevel, LogLine, PluginFault, PluginProgram, PluginTrouble};
pub use received::Received;
pub use store::invoices::{Invoice, InvoicePayment, InvoiceStatus};
pub use store::read_payments;
pub use under_test::{HeldInput, PluginAnswer, PluginCallError, PluginExit, PluginUnderTest};
