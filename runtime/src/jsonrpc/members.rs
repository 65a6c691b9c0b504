//! The members of an object, found without reading them: what a caller of a node wrote is forwarded to hooks as it
//! was, whether it is JSON to us or not.

use crate::json::{Problem, SyntaxError};

/// Gives each member of the object that `text` must be to `keep`: its name as it stands between quotes, and the text of
/// its value. Of the values only the brackets and quotes are looked at.
///
/// # Errors
/// Text in which the members cannot be told apart, or more than the object.
pub(super) fn members<'t>(text: &'t [u8], mut keep: impl FnMut(&'t [u8], &'t [u8])) -> Result<(), SyntaxError> {
    let mut cursor = Cursor { text, at: 0 };
    cursor.punctuation(b'{', "an object")?;
    if cursor.next() == Some(b'}') {
        cursor.at += 1;
        return cursor.finish();
    }
    loop {
        if cursor.next() != Some(b'"') {
            return Err(cursor.error("a key in quotes"));
        }
        let name = cursor.value()?;
        cursor.punctuation(b':', "a colon")?;
        cursor.next();
        let value = cursor.value()?;
        keep(&name[1..name.len() - 1], value);
        if cursor.next() == Some(b'}') {
            cursor.at += 1;
            return cursor.finish();
        }
        cursor.punctuation(b',', "a comma or a closing brace")?;
    }
}

struct Cursor<'t> {
    text: &'t [u8],
    at: usize,
}

impl<'t> Cursor<'t> {
    /// The next byte that is no white space, which is not consumed.
    fn next(&mut self) -> Option<u8> {
        let rest = self.text.get(self.at..)?;
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.text.get(self.at).copied()
    }

    fn punctuation(&mut self, byte: u8, expected: &'static str) -> Result<(), SyntaxError> {
        if self.next() != Some(byte) {
            return Err(self.error(expected));
        }
        self.at += 1;
        Ok(())
    }

    /// Consumes a value from its first byte on.
    fn value(&mut self) -> Result<&'t [u8], SyntaxError> {
        let start = self.at;
        match self.text.get(start) {
            Some(b'"') => self.string()?,
            Some(b'{' | b'[') => self.nested()?,
            _ => self.bare()?,
        }
        Ok(&self.text[start..self.at])
    }

    /// Consumes a string from its opening quote on.
    fn string(&mut self) -> Result<(), SyntaxError> {
        self.at += 1;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let run = rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\')).count();
            self.at += run;
            match rest.get(run) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(_) => self.at += 2,
                None => return Err(self.error("the end of a string")),
            }
        }
    }

    /// Consumes an array or object from its opening bracket on.
    fn nested(&mut self) -> Result<(), SyntaxError> {
        let mut depth = 0_usize;
        loop {
            match self.text.get(self.at) {
                Some(b'"') => {
                    self.string()?;
                    continue;
                }
                Some(b'{' | b'[') => depth += 1,
                Some(b'}' | b']') => depth -= 1,
                Some(_) => {}
                None => return Err(self.error("a closing bracket")),
            }
            self.at += 1;
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Consumes a number or word.
    fn bare(&mut self) -> Result<(), SyntaxError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends =
            |byte: &u8| matches!(byte, b',' | b':' | b'"' | b'{' | b'}' | b'[' | b']') || byte.is_ascii_whitespace();
        match rest.iter().take_while(|byte| !ends(byte)).count() {
            0 => Err(self.error("a value")),
            length => {
                self.at += length;
                Ok(())
            }
        }
    }

    fn finish(&mut self) -> Result<(), SyntaxError> {
        match self.next() {
            None => Ok(()),
            Some(_) => Err(SyntaxError::new(self.at as u64, Problem::Trailing)),
        }
    }

    fn error(&self, expected: &'static str) -> SyntaxError {
        let problem = if self.at < self.text.len() { Problem::Expected(expected) } else { Problem::UnexpectedEnd };
        SyntaxError::new(self.at.min(self.text.len()) as u64, problem)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    fn found(text: &[u8]) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let shown = |bytes| String::from_utf8_lossy(bytes).into_owned();
        members(text, |name, value| found.push((shown(name), shown(value)))).unwrap();
        found
    }

    #[test]
    fn members_are_found_whatever_is_in_them() {
        let text = b" {\"a\" : [1,],\n\n\"b\":{\"]\":\"\\\"}\n\xff\"} , \"a\":01 ,\"\":null}\n\n";
        let expected = [("a", "[1,]"), ("b", "{\"]\":\"\\\"}\n\u{fffd}\"}"), ("a", "01"), ("", "null")];
        assert_eq!(found(text), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(found(b"{}"), []);
    }

    #[test]
    fn what_does_not_show_its_members_is_refused_where_that_begins() {
        for (text, at) in [
            (&b""[..], 0),
            (b"[1]", 0),
            (b"{", 1),
            (b"{\"a", 3),
            (b"{\"a\\", 5),
            (b"{\"a\" 1}", 5),
            (b"{\"a\":}", 5),
            (b"{\"a\":1,}", 7),
            (b"{\"a\":1 2}", 7),
            (b"{\"a\":[{]", 8),
            (b"{a:1}", 1),
            (b"{} x", 3),
            (b"{}{}", 2),
        ] {
            let error = members(text, |_, _| {}).unwrap_err();
            assert_eq!(error.offset(), at.min(text.len() as u64), "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn nesting_is_counted_and_takes_no_stack() {
        let deep = 1 << 20;
        let text = format!("{{\"a\":{}{}}}", "[".repeat(deep), "]".repeat(deep));
        assert_eq!(found(text.as_bytes()).len(), 1);
    }
}
