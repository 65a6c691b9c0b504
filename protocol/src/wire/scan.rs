//! Where values begin and end, told as a node tells it: more laxly than JSON.
//!
//! A trailing comma, a missing one in an array, words such as `nope`, numbers such as `01` and control characters in
//! strings are taken; a zero byte ends the stream without a word. What is a value's content is nobody's business here.

#[cfg(test)]
mod tests;

use std::ops::Range;

/// Deepest nesting that is followed. A node has no limit; a byte is kept for each level.
const MAX_DEPTH: usize = 1 << 20;

/// Why a text is none that a node reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// What kind of value it is, told by its first byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// `{`
    Object,
    /// `[`
    Array,
    /// `"`
    String,
    /// A number, `true`, `false`, `null`, or any word that begins like one of them.
    Bare,
}

/// A value in a text, quotes and brackets included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its kind.
    pub kind: PartKind,
    /// Where it is.
    pub range: Range<usize>,
}

/// What has been read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A member or element of the outermost value; the name without its quotes.
    Member {
        /// Where its name is; an element has none.
        key: Option<Range<usize>>,
        /// Where its value is.
        value: Part,
    },
    /// An outermost value is whole.
    Root(Part),
}

/// What may come next in the value that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Expect {
    /// A key or the end of an object.
    Key,
    Colon,
    /// The value of a member.
    Value,
    /// A comma or the end of an object.
    Comma,
    /// An element or the end of an array; also: an outermost value.
    Element,
}

/// Follows a text that may arrive in pieces.
#[derive(Debug)]
pub struct Scanner {
    at: usize,
    /// Of each open array or object, whether it is an object.
    open: Vec<bool>,
    expect: Expect,
    /// Where a string or a word began that is not yet whole.
    token: Option<usize>,
    root: usize,
    member: usize,
    key: Option<Range<usize>>,
    /// Whether a comma was missing between members. A node finds that only when the outermost value is whole.
    spoilt: bool,
}

impl Default for Scanner {
    fn default() -> Self {
        Self::new()
    }
}

impl Scanner {
    /// At the beginning of a text.
    pub const fn new() -> Self {
        Self {
            at: 0,
            open: Vec::new(),
            expect: Expect::Element,
            token: None,
            root: 0,
            member: 0,
            key: None,
            spoilt: false,
        }
    }

    /// Bytes before this one have been taken away, none of which is part of an open value.
    pub fn forget(&mut self, bytes: usize) {
        self.at -= bytes;
        self.token = self.token.map(|start| start - bytes);
        self.key = self.key.take().map(|key| key.start - bytes..key.end - bytes);
        self.root = self.root.saturating_sub(bytes);
        self.member = self.member.saturating_sub(bytes);
    }

    /// Whether a zero byte keeps it from ever going on.
    pub fn is_stuck(&self, text: &[u8]) -> bool {
        text.get(self.at) == Some(&0)
    }

    /// Goes on in `text`, which begins as it did last time, to the next event; `None` where more is needed.
    ///
    /// # Errors
    /// The text is none that a node reads.
    pub fn next(&mut self, text: &[u8]) -> Result<Option<Event>, Malformed> {
        while let Some(&byte) = text.get(self.at) {
            let event = match (self.token, byte) {
                (_, 0) => return Ok(None),
                (Some(start), _) => match self.token(start, text)? {
                    Some(part) => self.value(part)?,
                    None => return Ok(None),
                },
                (None, b'{' | b'[') => self.enter(byte == b'{')?,
                (None, b'}' | b']') => self.leave(byte == b'}')?,
                (None, _) => self.between(byte)?,
            };
            if event.is_some() {
                return Ok(event);
            }
        }
        Ok(None)
    }

    /// White space, a comma, a colon, or the first byte of a token.
    fn between(&mut self, byte: u8) -> Result<Option<Event>, Malformed> {
        match (byte, self.expect) {
            (b' ' | b'\t' | b'\r' | b'\n', _) | (b',', Expect::Key | Expect::Element) => {}
            (b',', Expect::Comma) => self.expect = Expect::Key,
            (b':', Expect::Colon) => self.expect = Expect::Value,
            (b'"', _) if self.expect == Expect::Comma => {
                self.spoilt = true;
                self.token = Some(self.at);
            }
            (b'"', Expect::Key | Expect::Value | Expect::Element)
            | (b'-' | b'0'..=b'9' | b't' | b'f' | b'n', Expect::Value | Expect::Element) => self.token = Some(self.at),
            _ => return Err(Malformed),
        }
        self.at += 1;
        Ok(None)
    }

    /// Goes on in a token; the whole of it, once its end is there.
    fn token(&mut self, start: usize, text: &[u8]) -> Result<Option<Part>, Malformed> {
        let is_string = text.get(start) == Some(&b'"');
        let whole = if is_string { self.string(start, text)? } else { self.bare(text)? };
        let kind = if is_string { PartKind::String } else { PartKind::Bare };
        Ok(whole.then_some(Part { kind, range: start..self.at }))
    }

    fn bare(&mut self, text: &[u8]) -> Result<bool, Malformed> {
        while let Some(&byte) = text.get(self.at) {
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' | b',' | b']' | b'}' => return Ok(true),
                0 => return Ok(false),
                32..=126 => self.at += 1,
                _ => return Err(Malformed),
            }
        }
        Ok(false)
    }

    fn string(&mut self, start: usize, text: &[u8]) -> Result<bool, Malformed> {
        while let Some(&byte) = text.get(self.at) {
            match byte {
                b'"' => {
                    let content = text.get(start + 1..self.at).unwrap_or_default();
                    self.at += 1;
                    return std::str::from_utf8(content).map(|_| true).map_err(|_| Malformed);
                }
                b'\\' => match escape(text.get(self.at + 1..).unwrap_or_default())? {
                    Some(length) => self.at += 1 + length,
                    None => return Ok(false),
                },
                0 => return Ok(false),
                _ => self.at += 1,
            }
        }
        Ok(false)
    }

    fn enter(&mut self, is_object: bool) -> Result<Option<Event>, Malformed> {
        self.spoilt |= self.expect == Expect::Comma;
        if matches!(self.expect, Expect::Key | Expect::Colon) || self.open.len() == MAX_DEPTH {
            return Err(Malformed);
        }
        match self.open.len() {
            0 => self.root = self.at,
            1 => self.member = self.at,
            _ => {}
        }
        self.open.push(is_object);
        self.expect = if is_object { Expect::Key } else { Expect::Element };
        self.at += 1;
        Ok(None)
    }

    fn leave(&mut self, is_object: bool) -> Result<Option<Event>, Malformed> {
        let may_end = matches!(self.expect, Expect::Key | Expect::Comma | Expect::Element);
        if self.open.pop() != Some(is_object) || !may_end {
            return Err(Malformed);
        }
        self.at += 1;
        let start = if self.open.is_empty() { self.root } else { self.member };
        let kind = if is_object { PartKind::Object } else { PartKind::Array };
        self.expect = if self.open.last() == Some(&true) { Expect::Value } else { Expect::Element };
        self.value(Part { kind, range: start..self.at })
    }

    /// A value is whole, or a key.
    fn value(&mut self, part: Part) -> Result<Option<Event>, Malformed> {
        self.token = None;
        let depth = self.open.len();
        match self.expect {
            Expect::Key => {
                self.expect = Expect::Colon;
                if depth == 1 {
                    self.key = Some(part.range.start + 1..part.range.end - 1);
                }
                return Ok(None);
            }
            Expect::Value => self.expect = Expect::Comma,
            Expect::Comma | Expect::Element => {}
            Expect::Colon => return Err(Malformed),
        }
        Ok(match depth {
            0 if self.spoilt => return Err(Malformed),
            0 => Some(Event::Root(part)),
            1 => Some(Event::Member { key: self.key.take(), value: part }),
            _ => None,
        })
    }
}

/// The length of what follows a backslash; `None` if not all of it is there.
fn escape(rest: &[u8]) -> Result<Option<usize>, Malformed> {
    match rest.first() {
        None => Ok(None),
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(Some(1)),
        Some(b'u') => match rest.get(1..5) {
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => Ok(Some(5)),
            Some(_) => Err(Malformed),
            None if rest.iter().skip(1).all(u8::is_ascii_hexdigit) => Ok(None),
            None => Err(Malformed),
        },
        Some(_) => Err(Malformed),
    }
}
