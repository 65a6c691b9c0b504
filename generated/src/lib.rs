//! Typed bindings for Core Lightning's JSON-RPC commands, generated from the schemas in `schemas/`.
//!
//! ```
//! use cln_bindings::runtime::Record;
//! use cln_bindings::{DelpayRequest, DelpayStatus};
//!
//! let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52".parse()?;
//! let request = DelpayRequest::new(hash, DelpayStatus::Failed).with_partid_and_groupid(2, 1);
//! request.validate()?;
//! assert!(request.to_json().starts_with(br#"{"payment_hash":"684b5650"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`runtime`] is the crate `cln-runtime`, and each of its features is one here: with the feature `client`,
//! `cln_bindings::runtime::client::blocking::Client` makes calls, and no other dependency is needed.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[rustfmt::skip]
mod bindings;

pub use bindings::*;
/// The crate that the bindings call: the domain types, validation, and with the feature `client` the clients.
///
/// It is a module of its own, so that no name of a method to come can be taken for one of these.
pub use cln_runtime as runtime;
