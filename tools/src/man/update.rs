//! Pages of older releases, written by hand but for one part: that part, and the stamp of the schema, made anew.

use std::sync::Arc;

use cln_codegen::diagnostic::{Code, Diagnostic, quoted};
use cln_codegen::schema::Document;
use cln_codegen::source::{Source, Span};
use cln_runtime::visible_lines;

use super::returned::fields_returned;

/// What the lines around the part hold.
const START: &str = "GENERATE-FROM-SCHEMA-START";
const END: &str = "GENERATE-FROM-SCHEMA-END";

/// What stands before the checksum of the schema.
const STAMP: &str = "SHA256STAMP:";

/// How long the checksum is, in hex digits.
const CHECKSUM: usize = 64;

/// The page with the part between its marks as the schema says today, and with this checksum in its last line. All
/// else stays as it is, byte for byte; so does all of it if it was up to date.
///
/// # Errors
/// Marks or a stamp that are not there, or not where they belong.
pub fn update(page: &Arc<Source>, document: &Document, checksum: &str) -> Result<String, Box<Diagnostic>> {
    let (start, end) = (mark(page, START)?, mark(page, END)?);
    if end < start {
        return Err(Box::new(out_of_order(page, start, end)));
    }
    let stamp = stamp(page).filter(|stamp| stamp.start > end.end).ok_or_else(|| Box::new(no_stamp(page)))?;
    let text = |start: usize, end: usize| page.slice(Span::new(start, end));
    let (before, between) = (text(0, start.end), text(end.start, stamp.start));
    let line_break = if before.ends_with("\r\n") { "\r\n" } else { "\n" };
    let part = format!("{}\n", visible_lines(fields_returned(&document.response))).replace('\n', line_break);
    Ok(format!("{before}{part}{between}{checksum}{}", text(stamp.end, page.text.len())))
}

/// Whether the page has such a part.
#[must_use]
pub fn has_part(page: &str) -> bool {
    page.contains(START)
}

/// The one line that holds the mark, its line break included.
fn mark(page: &Arc<Source>, mark: &str) -> Result<Span, Box<Diagnostic>> {
    let mut offset = 0;
    let mut lines = Vec::new();
    for line in page.text.split_inclusive('\n') {
        if line.contains(mark) {
            lines.push(Span::new(offset, offset + line.len()));
        }
        offset += line.len();
    }
    match lines.as_slice() {
        [line] => Ok(*line),
        [] => Err(Box::new(no_mark(page, mark))),
        [first, second, ..] => Err(Box::new(two_marks(page, mark, *first, *second))),
    }
}

/// The checksum in the last line that is not empty.
fn stamp(page: &Source) -> Option<Span> {
    let line = page.line_at(page.text.trim_end().len());
    let start = line.start + page.slice(line).rfind(STAMP)? + STAMP.len();
    let rest = page.slice(Span::new(start, line.end));
    let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
    (digits == CHECKSUM).then(|| Span::new(start, start + digits))
}

fn no_mark(page: &Arc<Source>, mark: &str) -> Diagnostic {
    let message = format!("{} has no line with {}", quoted(&page.path), quoted(mark));
    Diagnostic::new(Code::PageMarks, message).path(page.path.clone()).hint(format!(
        "put the lines `[comment]: # ({START})` and `[comment]: # ({END})` around what is to be made from the \
         schema; a page that is made as a whole needs no `--update`"
    ))
}

fn two_marks(page: &Arc<Source>, mark: &str, first: Span, second: Span) -> Diagnostic {
    let message = format!("the page has more than one line with {}", quoted(mark));
    Diagnostic::new(Code::PageMarks, message)
        .at(page, page.line_at(second.start))
        .label("again here")
        .related(page.line_at(first.start), "first here")
        .hint("a page has one part that is made from the schema: remove the other marks")
}

fn out_of_order(page: &Arc<Source>, start: Span, end: Span) -> Diagnostic {
    let message = format!("{} stands before {}", quoted(END), quoted(START));
    Diagnostic::new(Code::PageMarks, message)
        .at(page, page.line_at(end.start))
        .label("the part ends here")
        .related(page.line_at(start.start), "and starts here")
        .hint("swap the two lines")
}

fn no_stamp(page: &Arc<Source>) -> Diagnostic {
    let message = format!("the last line has no {} with {CHECKSUM} hex digits", quoted(STAMP));
    Diagnostic::new(Code::PageStamp, message)
        .at(page, page.line_at(page.text.trim_end().len()))
        .label("expected the stamp of the schema here")
        .hint(format!("end the page with the line `[comment]: # ( {STAMP}{})`", "0".repeat(CHECKSUM)))
}
