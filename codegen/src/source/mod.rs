//! First stage: schema files from the disk, and their JSON with the place of each value.

mod discover;
mod json;
mod json_error;
mod json_text;
mod read;

pub use discover::{SchemaFile, discover};
pub use json::{Member, Node, Spanned, Value, parse_json};
pub use json_error::MAX_DEPTH;
pub use read::{MAX_BYTES, STDIN_NAME, is_stdin, too_large};
