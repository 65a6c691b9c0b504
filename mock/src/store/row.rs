//! Rows that are kept as the JSON in which a node lists them.

use cln_runtime::json::Tree;
use rusqlite::types::Type;

use super::not_added::NotAdded;

/// A row as it was stored.
pub(super) fn json(row: &str) -> rusqlite::Result<Tree> {
    Tree::parse(row).map_err(|error| rusqlite::Error::FromSqlConversionFailure(0, Type::Text, Box::new(error)))
}

/// A member that is a text.
pub(super) fn text(row: &Tree, name: &str) -> Result<Option<String>, NotAdded> {
    match row.at(&format!("/{name}")) {
        Some(Tree::Text(text)) => Ok(Some(text.clone())),
        Some(other) => Err(NotAdded::Wrong(format!("{name}: expected a text, found {other}"))),
        None => Ok(None),
    }
}

/// A member that is a text, and has to be there.
pub(super) fn required(row: &Tree, name: &str) -> Result<String, NotAdded> {
    text(row, name)?.ok_or_else(|| NotAdded::Wrong(format!("expected {name}, which is missing")))
}

/// Whether a member is true; one that is missing is not.
pub(super) fn flag(row: &Tree, name: &str) -> Result<bool, NotAdded> {
    match row.at(&format!("/{name}")) {
        Some(Tree::Plain(value)) if value == "true" => Ok(true),
        Some(Tree::Plain(value)) if value == "false" => Ok(false),
        Some(other) => Err(NotAdded::Wrong(format!("{name}: expected true or false, found {other}"))),
        None => Ok(false),
    }
}
