//! One scalar from the source.

use crate::json::{Next, Source, SyntaxError};
use crate::value::Token;

/// Consumes the value that comes next; of arrays and objects, and of any value that is wanted `whole`, the text.
#[inline]
pub(super) fn read_token<S: Source>(source: &mut S, next: Next, whole: bool) -> Result<Token<'_>, SyntaxError> {
    Ok(match next {
        _ if whole => Token::Json(source.raw()?),
        Next::String => Token::Text(source.string()?),
        Next::Number => Token::Number(source.number()?),
        Next::Bool => Token::Bool(source.boolean()?),
        Next::Null => {
            source.null()?;
            Token::Null
        }
        Next::Object | Next::Array => Token::Json(source.raw()?),
    })
}
