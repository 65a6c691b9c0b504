//! The client for threads: nothing but the standard library.
//!
//! ```no_run
//! use cln_runtime::client::blocking::Client;
//!
//! let client = Client::connect("/home/alice/.lightning/bitcoin/lightning-rpc")?;
//! let info = client.call_raw("getinfo", &"{}".parse()?)?;
//! println!("{info}");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod client;
mod connection;
mod events;
mod items;
mod notifications;
mod prepared;
mod reader;
mod reconnect;
mod retry;
mod rows;
mod state;
mod timed_lock;
mod waiter;

pub use client::Client;
pub use events::Events;
pub use items::Items;
pub use notifications::Notifications;
pub use rows::Rows;
