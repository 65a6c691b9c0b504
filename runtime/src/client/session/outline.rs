//! The outline of JSON text that arrives in pieces: its tokens down to some depth; what lies deeper is passed over.
//!
//! It tells where values begin and end, not whether they are JSON: whoever decodes them finds that out, and need not
//! wait until the end for it. Each byte is looked at once, however small the pieces are.
//!
//! A value ends where its quotes and brackets say so, whatever else stands in it: control characters in strings, words
//! that mean nothing, commas too many. Two things cannot be passed over, because the end is not known then: brackets
//! that do not match, and text that looks like the next message inside this one.

use std::fmt;
use std::ops::Range;

/// One part of the outline. Places are indices in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// `{` or `[`
    Open(u8),
    /// `}` or `]`
    Close(u8),
    /// `:`
    Colon,
    /// `,`
    Comma,
    /// A string with its quotes.
    Text(Range<usize>),
    /// A number or word.
    Bare(Range<usize>),
    /// An array or object too deep to be shown, whole.
    Deep(Range<usize>),
    /// A byte that begins nothing in JSON.
    Odd(u8),
}

impl Part {
    /// The byte that it begins with.
    pub(crate) fn first(&self, text: &[u8]) -> u8 {
        match self {
            Self::Open(byte) | Self::Close(byte) | Self::Odd(byte) => *byte,
            Self::Colon => b':',
            Self::Comma => b',',
            Self::Text(range) | Self::Bare(range) | Self::Deep(range) => {
                text.get(range.start).copied().unwrap_or_default()
            }
        }
    }
}

/// The text is not what it has to be. Shows no more of it than one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Garbage {
    /// What would have been right there.
    pub(crate) expected: &'static str,
    /// The byte that stands there.
    pub(crate) found: u8,
}

impl fmt::Display for Garbage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {:?}", self.expected, char::from(self.found))
    }
}

/// Finds the parts of text, of which more may come.
#[derive(Debug)]
pub(crate) struct Outline {
    /// How many arrays and objects are shown inside each other.
    levels: usize,
    /// How many of those are open.
    open: usize,
    /// The next byte to look at.
    at: usize,
    /// The part that `at` is inside of.
    within: Within,
    gone: Gone,
}

/// What is still known of text that was taken away.
#[derive(Clone, Copy, Debug, Default)]
struct Gone {
    /// The last byte that was no white space.
    last: u8,
    /// How many line breaks it ended with.
    breaks: usize,
}

#[derive(Clone, Copy, Debug)]
enum Within {
    Nothing,
    Text { start: usize },
    Bare { start: usize },
    Deep { start: usize, open: Brackets, in_text: bool },
}

/// How a message of a node begins where another should have ended: real nodes end each with a blank line. A string
/// that holds this as it stands was never closed.
const NEXT_IN_TEXT: &[u8] = b"\n\n{\"";

/// The next message begins inside this one.
const UNCLOSED: Garbage = Garbage { expected: "the end of a message before the next one begins", found: b'{' };

impl Outline {
    /// Shows this many arrays and objects inside each other.
    pub(crate) const fn new(levels: usize) -> Self {
        Self { levels, open: 0, at: 0, within: Within::Nothing, gone: Gone { last: 0, breaks: 0 } }
    }

    /// How many bytes have been looked at.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// The text's beginning is taken away, all of which has been looked at. Of a part that began in it only the end will
    /// be told right.
    pub(crate) fn forget(&mut self, gone: &[u8]) {
        self.gone = self.gone.and(gone);
        let count = gone.len();
        self.at -= count;
        match &mut self.within {
            Within::Nothing => {}
            Within::Text { start } | Within::Bare { start } | Within::Deep { start, .. } => {
                *start = start.saturating_sub(count);
            }
        }
    }

    /// The next part of `text`, which begins as it did last time; `None` if more text is needed for it.
    pub(crate) fn next(&mut self, text: &[u8]) -> Result<Option<Part>, Garbage> {
        match self.within {
            Within::Nothing => self.begin(text),
            Within::Text { start } => self.text(text, start),
            Within::Bare { start } => Ok(self.bare(text, start)),
            Within::Deep { start, open, in_text } => self.deep(text, start, open, in_text),
        }
    }

    fn begin(&mut self, text: &[u8]) -> Result<Option<Part>, Garbage> {
        self.at += text[self.at..].iter().take_while(|byte| is_white(**byte)).count();
        let start = self.at;
        let Some(&first) = text.get(start) else {
            return Ok(None);
        };
        self.at += 1;
        let part = match first {
            b'{' if self.open > 0 && self.is_next_message(text, start) => return Err(UNCLOSED),
            b'{' | b'[' if self.open == self.levels => return self.deep(text, start, Brackets::first(first), false),
            b'{' | b'[' => {
                self.open += 1;
                Part::Open(first)
            }
            b'}' | b']' if self.open > 0 => {
                self.open -= 1;
                Part::Close(first)
            }
            b':' => Part::Colon,
            b',' => Part::Comma,
            b'"' => return self.text(text, start),
            b'-' | b'0'..=b'9' | b'a'..=b'z' => return Ok(self.bare(text, start)),
            odd if self.open > 0 => Part::Odd(odd),
            found => return Err(Garbage { expected: "JSON", found }),
        };
        Ok(Some(part))
    }

    fn text(&mut self, text: &[u8], start: usize) -> Result<Option<Part>, Garbage> {
        let is_whole = self.finish_text(text)?;
        self.within = if is_whole { Within::Nothing } else { Within::Text { start } };
        Ok(is_whole.then_some(Part::Text(start..self.at)))
    }

    /// Goes to behind the closing quote; `false` if that has not come yet.
    fn finish_text(&mut self, text: &[u8]) -> Result<bool, Garbage> {
        loop {
            let at = text_run_end(text, self.at);
            match text.get(at) {
                None => {
                    self.at = at;
                    return Ok(false);
                }
                Some(b'"') => {
                    self.at = at + 1;
                    return Ok(true);
                }
                // The byte after the backslash may not have come yet, and may be a quote.
                Some(b'\\') if at + 1 == text.len() => {
                    self.at = at;
                    return Ok(false);
                }
                Some(b'\\') => self.at = at + 2,
                Some(_) => match text.get(at..).unwrap_or_default() {
                    rest if rest.starts_with(NEXT_IN_TEXT) => return Err(UNCLOSED),
                    rest if NEXT_IN_TEXT.starts_with(rest) => {
                        self.at = at;
                        return Ok(false);
                    }
                    // A control character, which the decoder will refuse.
                    _ => self.at = at + 1,
                },
            }
        }
    }

    /// A number or word is whole once something else follows.
    fn bare(&mut self, text: &[u8], start: usize) -> Option<Part> {
        let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        self.at += text[self.at..].iter().take_while(|byte| belongs(byte)).count();
        let is_whole = self.at < text.len();
        self.within = if is_whole { Within::Nothing } else { Within::Bare { start } };
        is_whole.then_some(Part::Bare(start..self.at))
    }

    fn deep(
        &mut self,
        text: &[u8],
        start: usize,
        mut open: Brackets,
        mut in_text: bool,
    ) -> Result<Option<Part>, Garbage> {
        loop {
            if in_text && !self.finish_text(text)? {
                break;
            }
            let run = text[self.at..].iter().position(|byte| IS_STRUCTURE[usize::from(*byte)]);
            self.at = run.map_or(text.len(), |run| self.at + run + 1);
            in_text = false;
            match run.map(|_| text[self.at - 1]) {
                None => break,
                Some(b'"') => in_text = true,
                Some(b'{') if self.is_next_message(text, self.at - 1) => return Err(UNCLOSED),
                Some(bracket @ (b'{' | b'[')) => open.open(bracket),
                Some(bracket) => open.close(bracket)?,
            }
            if open.depth == 0 {
                self.within = Within::Nothing;
                return Ok(Some(Part::Deep(start..self.at)));
            }
        }
        self.within = Within::Deep { start, open, in_text };
        Ok(None)
    }

    /// Whether the `{` at this place begins the next message, although this one has not ended: it comes after a blank
    /// line, and not where JSON has another value.
    fn is_next_message(&self, text: &[u8], at: usize) -> bool {
        let before = text.get(..at).unwrap_or_default();
        if before.last().is_some_and(|byte| *byte != b'\n') {
            return false;
        }
        let Gone { last, breaks } = self.gone.and(before);
        breaks >= 2 && !matches!(last, b'[' | b',' | b':')
    }
}

impl Gone {
    /// The same after more text.
    fn and(self, text: &[u8]) -> Self {
        let breaks = text.iter().rev().take_while(|byte| **byte == b'\n').count();
        Self {
            last: text.iter().rev().find(|byte| !is_white(**byte)).copied().unwrap_or(self.last),
            breaks: if breaks == text.len() { self.breaks.saturating_add(breaks) } else { breaks },
        }
    }
}

/// The brackets that are open, the innermost last.
#[derive(Clone, Copy, Debug)]
struct Brackets {
    depth: usize,
    /// One bit each, set for arrays. What is deeper than the bits reach is refused by every decoder, and only counted.
    arrays: u128,
}

impl Brackets {
    /// How deep it is known which bracket was opened.
    const KNOWN: usize = u128::BITS as usize;

    const fn first(bracket: u8) -> Self {
        Self { depth: 1, arrays: (bracket == b'[') as u128 }
    }

    const fn open(&mut self, bracket: u8) {
        if self.depth < Self::KNOWN {
            self.arrays = self.arrays << 1 | (bracket == b'[') as u128;
        }
        self.depth += 1;
    }

    const fn close(&mut self, bracket: u8) -> Result<(), Garbage> {
        if self.depth <= Self::KNOWN {
            if (self.arrays & 1 == 1) != (bracket == b']') {
                return Err(Garbage { expected: "the bracket that closes the one before", found: bracket });
            }
            self.arrays >>= 1;
        }
        self.depth -= 1;
        Ok(())
    }
}

/// The bytes that matter outside strings where only nesting counts.
static IS_STRUCTURE: [bool; 256] = {
    let mut is = [false; 256];
    is[b'"' as usize] = true;
    is[b'{' as usize] = true;
    is[b'}' as usize] = true;
    is[b'[' as usize] = true;
    is[b']' as usize] = true;
    is
};

pub(crate) const fn is_white(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The index, `at` or later, of the first quote, backslash or control character, eight bytes at a time; the length of
/// the text if there is none. Bytes that are not UTF-8 pass: the messages of a node's errors may have them.
fn text_run_end(text: &[u8], at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = ONES * 0x80;
    let zero_bytes = |word: u64| word.wrapping_sub(ONES) & !word & HIGH;
    let mut next = at;
    while let Some(chunk) = text.get(next..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk);
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
        let special =
            zero_bytes(word ^ (ONES * u64::from(b'"'))) | zero_bytes(word ^ (ONES * u64::from(b'\\'))) | control;
        if special != 0 {
            return next + special.trailing_zeros() as usize / 8;
        }
        next += 8;
    }
    let rest = text.get(next..).unwrap_or_default();
    next + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | ..b' ')).count()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    /// The parts of a text that comes in pieces of this size.
    fn parts(levels: usize, text: &[u8], piece: usize) -> Result<Vec<Part>, Garbage> {
        let mut outline = Outline::new(levels);
        let mut parts = Vec::new();
        for end in (piece..text.len()).step_by(piece).chain([text.len()]) {
            while let Some(part) = outline.next(&text[..end])? {
                parts.push(part);
            }
        }
        Ok(parts)
    }

    const TEXT: &[u8] = br#" {"a\"}" : -1.5e+3 ,"b":[ {"]":"\\"}, [] ],"\u00e9":true}
"#;

    #[test]
    fn the_pieces_do_not_matter() {
        let whole = parts(1, TEXT, TEXT.len()).unwrap();
        let expected = [
            Part::Open(b'{'),
            Part::Text(2..8),
            Part::Colon,
            Part::Bare(11..18),
            Part::Comma,
            Part::Text(20..23),
            Part::Colon,
            Part::Deep(24..42),
            Part::Comma,
            Part::Text(43..51),
            Part::Colon,
            Part::Bare(52..56),
            Part::Close(b'}'),
        ];
        assert_eq!(whole, expected);
        for piece in 1..TEXT.len() {
            assert_eq!(parts(1, TEXT, piece).unwrap(), whole, "{piece}");
        }
    }

    #[test]
    fn deeper_levels_are_shown_if_wanted() {
        let text = br#"{"a":[1,{"b":[]}]}"#;
        let found = parts(2, text, text.len()).unwrap();
        assert_eq!(found[3..7], [Part::Open(b'['), Part::Bare(6..7), Part::Comma, Part::Deep(8..16)]);
    }

    #[track_caller]
    fn assert_garbage(text: &[u8], found: u8) {
        for piece in [1, 2, 3, text.len()] {
            assert_eq!(parts(1, text, piece).unwrap_err().found, found, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn what_begins_no_message_is_found_at_once() {
        for text in ["HTTP/1.1 400", "}", "\0", "'a'"] {
            assert_garbage(text.as_bytes(), text.as_bytes()[0]);
        }
    }

    #[test]
    fn a_message_that_is_never_closed_does_not_swallow_the_next() {
        for text in [
            "{\"a\":\"cut\n\n{\"b\":1}",
            "{\"a\":{\"b\":\"cut\n\n{\"b\":1}",
            "{\"a\":{\"b\":1\n\n{\"b\":1}",
            "{\"a\":{\"b\":{}\n \t\n\n{\"b\":1}",
            "{\"a\":1\n\n{\"b\":1}",
            "{\n\n{\"b\":1}",
        ] {
            assert_garbage(text.as_bytes(), b'{');
        }
    }

    #[test]
    fn brackets_close_their_own_kind() {
        for (text, found) in [("{\"a\":[}]", b'}'), ("{\"a\":{\"b\":[[{]", b']'), ("{\"a\":[[],{}}", b'}')] {
            assert_garbage(text.as_bytes(), found);
        }
        let deep = format!("{{\"a\":{}{}{}}}", "[".repeat(300), "{}", "]".repeat(300));
        assert_eq!(parts(1, deep.as_bytes(), 7).unwrap()[3], Part::Deep(5..607));
    }

    #[test]
    fn values_end_where_their_brackets_say() {
        for value in [
            "{\"a\":\"tab\tbreak\nblank\n\nNUL\0.\n\n{ x\"}",
            "[nope,,NaN,'x',01,]",
            "{\"a\":[\n\n{\"b\":1},\n\n{\"b\":2}]\n\n,\"c\":\n\n{\"d\":1}\n\n}",
            "{\"bad\":\"\\x \\ud800 \\\"\"}",
        ] {
            let text = format!("{{\"a\":{value},");
            for piece in 1..=text.len() {
                let found = parts(1, text.as_bytes(), piece).unwrap();
                assert_eq!(found[3], Part::Deep(5..5 + value.len()), "{value}, {piece}");
            }
        }
    }

    #[test]
    fn bytes_that_begin_nothing_are_shown_inside_a_message() {
        let found = parts(1, b"{\0'\xff", 1).unwrap();
        assert_eq!(found, [Part::Open(b'{'), Part::Odd(0), Part::Odd(b'\''), Part::Odd(0xff)]);
    }

    #[test]
    fn invalid_utf8_passes_inside_strings() {
        assert_eq!(parts(1, b"\"\xff\xfe\x80\xc3 and more\" ", 1).unwrap(), [Part::Text(0..15)]);
    }

    #[test]
    fn a_string_ends_at_any_offset() {
        for length in 0..40 {
            for special in [b'"', b'\\', 0x1f, 0] {
                let mut text = vec![b'\x7f'; length];
                text.push(special);
                text.extend([0xff; 9]);
                assert_eq!(text_run_end(&text, 0), length);
            }
            assert_eq!(text_run_end(&vec![b' '; length], 0), length);
        }
    }

    #[test]
    fn forgetting_keeps_the_place() {
        let mut outline = Outline::new(1);
        assert_eq!(outline.next(b"{\"a\":").unwrap(), Some(Part::Open(b'{')));
        assert_eq!(outline.next(b"{\"a\":").unwrap(), Some(Part::Text(1..4)));
        outline.forget(b"{\"a\"");
        assert_eq!(outline.next(b":[1").unwrap(), Some(Part::Colon));
        assert_eq!(outline.next(b":[1").unwrap(), None);
        outline.forget(b":[1");
        assert_eq!(outline.next(b"]}").unwrap(), Some(Part::Deep(0..1)));
    }

    #[test]
    fn what_was_forgotten_counts_before_a_blank_line() {
        for (gone, rest, is_next) in [
            (&["{\"a\":{\"b\":1"][..], "\n\n{", true),
            (&["{\"a\":{\"b\":1\n", "\n"], "{", true),
            (&["{\"a\":{\"b\":[1,"], "\n\n{", false),
            (&["{\"a\":{\"b\":[1,\n", "\n"], "{", false),
            (&["{\"a\":{\"b\":1\n"], "{", false),
        ] {
            let mut outline = Outline::new(1);
            for gone in gone {
                while outline.next(gone.as_bytes()).unwrap().is_some() {}
                outline.forget(gone.as_bytes());
            }
            assert_eq!(outline.next(rest.as_bytes()).is_err(), is_next, "{gone:?} {rest:?}");
        }
    }
}
