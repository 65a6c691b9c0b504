//! What goes over a connection: texts that a node takes for JSON, requests, answers.

mod answer;
mod inbox;
mod message;
mod scan;
mod tree;
mod value;

pub(crate) use answer::{Failure, error_line, notification_line, result_line};
pub(crate) use inbox::{Inbox, Next};
pub(crate) use message::{Members, Message};
pub(crate) use scan::{Event, Part, PartKind, Scanner};
pub(crate) use tree::{hex, number, object, text};
pub(crate) use value::{Value, unescaped};
