//! The Rust blocks of the README files, compiled and run as documentation tests.

#[doc = include_str!("../../README.md")]
mod repository {}

#[doc = include_str!("../../codegen/README.md")]
mod codegen {}

#[doc = include_str!("../../runtime/README.md")]
mod runtime {}

#[doc = include_str!("../../generated/README.md")]
mod generated {}

#[doc = include_str!("../../tools/README.md")]
mod tools {}
