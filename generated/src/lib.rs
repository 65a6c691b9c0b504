//! Typed bindings for Core Lightning's JSON-RPC commands, generated from the schemas in `schemas/`.
//!
//! ```
//! use cln_bindings::{DelpayRequest, DelpayStatus};
//! use cln_runtime::Record;
//!
//! let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52".parse()?;
//! let request = DelpayRequest::new(hash, DelpayStatus::Failed).with_partid_and_groupid(2, 1);
//! request.validate()?;
//! assert!(request.to_json().starts_with(br#"{"payment_hash":"684b5650"#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

#[rustfmt::skip]
mod bindings;

pub use bindings::*;
