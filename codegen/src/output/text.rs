//! A file as text.

use super::layout::lay_out;
use crate::emit::File;

/// The file's text, which begins with `header`.
pub(super) fn text(header: String, file: &File) -> String {
    let mut text = header;
    for line in &file.docs {
        text.push_str(if line.is_empty() { "//!" } else { "//! " });
        text.push_str(line);
        text.push('\n');
    }
    for item in &file.items {
        text.push('\n');
        lay_out(&item.to_string(), &mut text);
    }
    text
}
