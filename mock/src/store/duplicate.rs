//! Rows that are there already.

use rusqlite::ErrorCode;

/// Whether a row is there already. Of the statement that says so, nothing is left; its transaction goes on.
pub(super) fn is_duplicate(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}
