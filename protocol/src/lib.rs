//! How a Core Lightning node reads JSON and parameters, and what it makes of the answers to its hooks: text in, verdicts
//! out. No processes, no time, no I/O.
//!
//! This is what the stand-in node of `cln-mock`, which judges plugins, and `cln-plugin-kit`, which keeps them from being
//! judged badly, have in common. It has no stable API of its own.
#![forbid(unsafe_code)]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod hooks;
pub mod lax;
pub mod option_text;
pub mod params;
mod rule;
mod topics;
pub mod wire;

pub use rule::{Consequence, Objection, Rule};
pub use topics::NATIVE_TOPICS;
