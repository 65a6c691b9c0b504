//! Events without gaps: what is there is taken, then the node is waited for, and so on from the last index that was seen.
//! This says what to ask a node next; the clients ask.
//!
//! Nothing here has an effect on the node, so a call without an answer is made again.

mod changes;
mod deletions;
mod feed;
mod follower;
mod index;
mod paid;

pub(crate) use changes::Changes;
pub use deletions::Deletion;
pub(crate) use deletions::Deletions;
pub(crate) use feed::Feed;
pub(crate) use follower::{Follower, Step};
pub(crate) use paid::Paid;
