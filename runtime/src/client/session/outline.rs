//! The outline of JSON text that arrives in pieces: its tokens down to some depth; what lies deeper is passed over.
//!
//! It tells where values begin and end, not whether they are JSON: whoever decodes them finds that out, and need not
//! wait until the end for it. Each byte is looked at once, however small the pieces are.

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
}

impl Part {
    /// The byte that it begins with.
    pub(crate) fn first(&self, text: &[u8]) -> u8 {
        match self {
            Self::Open(bracket) | Self::Close(bracket) => *bracket,
            Self::Colon => b':',
            Self::Comma => b',',
            Self::Text(range) | Self::Bare(range) | Self::Deep(range) => {
                text.get(range.start).copied().unwrap_or_default()
            }
        }
    }
}

/// The text cannot be JSON. Shows no more of it than one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Garbage {
    /// What would have been right there.
    pub(crate) expected: &'static str,
    /// The byte that stands there.
    pub(crate) found: u8,
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
}

#[derive(Clone, Copy, Debug)]
enum Within {
    Nothing,
    Text { start: usize },
    Bare { start: usize },
    Deep { start: usize, depth: usize, in_text: bool },
}

impl Outline {
    /// Shows this many arrays and objects inside each other.
    pub(crate) const fn new(levels: usize) -> Self {
        Self { levels, open: 0, at: 0, within: Within::Nothing }
    }

    /// How many bytes have been looked at.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    /// The first `count` bytes of the text are taken away, all of which have been looked at. Of a part that began in
    /// them only the end will be told right.
    pub(crate) const fn forget(&mut self, count: usize) {
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
            Within::Deep { start, depth, in_text } => self.deep(text, start, depth, in_text),
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
            b'{' | b'[' if self.open == self.levels => return self.deep(text, start, 1, false),
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
                Some(&found) => return Err(Garbage { expected: "the rest of a string", found }),
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
        mut depth: usize,
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
                Some(b'{' | b'[') => depth += 1,
                Some(_) => depth -= 1,
            }
            if depth == 0 {
                self.within = Within::Nothing;
                return Ok(Some(Part::Deep(start..self.at)));
            }
        }
        self.within = Within::Deep { start, depth, in_text };
        Ok(None)
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

    #[test]
    fn what_cannot_be_json_is_found_at_once() {
        for (text, found) in [
            (&b"HTTP/1.1 400"[..], b'H'),
            (b"}", b'}'),
            (b"{\"a\":\"cut\n\n{", b'\n'),
            (b"{\"a\":{\"b\":\"cut\n\n{", b'\n'),
            (b"{\0", 0),
            (b"{'a'", b'\''),
        ] {
            assert_eq!(parts(1, text, 1).unwrap_err().found, found);
            assert_eq!(parts(1, text, text.len()).unwrap_err().found, found);
        }
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
        outline.forget(outline.at());
        assert_eq!(outline.next(b":[1").unwrap(), Some(Part::Colon));
        assert_eq!(outline.next(b":[1").unwrap(), None);
        outline.forget(outline.at());
        assert_eq!(outline.next(b"]}").unwrap(), Some(Part::Deep(0..1)));
    }
}
