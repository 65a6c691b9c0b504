//! What goes over a connection: texts that a node takes for JSON, and the messages in them.

mod inbox;
mod message;
mod scan;
mod value;

pub use inbox::{Inbox, Next};
pub use message::Message;
pub use scan::{Event, Malformed, Part, PartKind, Scanner};
pub use value::{Value, unescaped};
