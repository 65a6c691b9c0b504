//! Texts that are one JSON value and nothing else.

use super::scan::is_white;
use super::{Next, SliceSource, Source, SyntaxError};

/// Whether `text` is one JSON value.
pub(crate) fn is_value(text: &str) -> bool {
    let mut source = SliceSource::new(text.as_bytes());
    source.skip().and_then(|()| source.finish()).is_ok()
}

/// Whether `text` is a number as JSON writes it, with nothing around it.
pub(crate) fn is_number(text: &str) -> bool {
    let mut source = SliceSource::new(text.as_bytes());
    source.peek() == Ok(Next::Number) && source.number().is_ok_and(|number| number.len() == text.len())
}

/// The same JSON text without white space around its tokens; numbers and strings stay exactly as they are written.
///
/// # Errors
/// If `text` is not JSON.
pub fn compact(text: &str) -> Result<String, SyntaxError> {
    let mut source = SliceSource::new(text.as_bytes());
    source.skip()?;
    source.finish()?;
    let mut place = Place::Outside;
    let is_kept = |&character: &char| {
        let outside = matches!(place, Place::Outside);
        place = place.after(character);
        !(outside && u8::try_from(character).is_ok_and(is_white))
    };
    // Never to be moved, which would leave a copy of what may be a secret.
    let mut compact = String::with_capacity(text.len());
    compact.extend(text.chars().filter(is_kept));
    Ok(compact)
}

/// Where in a text that is known to be JSON a character stands.
#[derive(Clone, Copy)]
enum Place {
    Outside,
    Inside,
    /// Inside a string, after a backslash.
    Escaped,
}

impl Place {
    const fn after(self, character: char) -> Self {
        match (self, character) {
            (Self::Outside, '"') | (Self::Escaped, _) => Self::Inside,
            (Self::Inside, '"') => Self::Outside,
            (Self::Inside, '\\') => Self::Escaped,
            (place, _) => place,
        }
    }
}
