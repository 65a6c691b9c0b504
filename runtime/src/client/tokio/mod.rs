//! The client for tasks of tokio.
//!
//! ```no_run
//! use cln_runtime::client::tokio::Client;
//!
//! # async fn run() -> Result<(), Box<dyn std::error::Error>> {
//! let client = Client::connect("/home/alice/.lightning/bitcoin/lightning-rpc").await?;
//! let info = client.call_raw("getinfo", &"{}".parse()?).await?;
//! println!("{info}");
//! # Ok(())
//! # }
//! ```

mod client;
mod connection;
mod events;
mod items;
mod notifications;
mod prepared;
mod reconnect;
mod retry;
mod rows;
mod state;
mod tasks;

pub use client::Client;
pub use events::Events;
pub use items::Items;
pub use notifications::Notifications;
pub use rows::Rows;
