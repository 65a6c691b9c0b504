//! What goes over a connection: texts that a node takes for JSON, requests, answers.

mod answer;
mod tree;

pub(crate) use answer::{Failure, error_line, notification_line, result_line};
pub(crate) use cln_protocol::wire::{Event, Inbox, Message, Next, PartKind, Scanner, Value, unescaped};
pub(crate) use tree::{hex, number, object, text};
