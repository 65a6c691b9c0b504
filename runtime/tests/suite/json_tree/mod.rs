//! A whole JSON value, read token by token from any source.

pub(crate) mod agreement;

use cln_runtime::json::{Next, Source, SyntaxError};

/// A JSON value in which nothing is lost: numbers as text, members in order and with duplicates.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

/// Reads one text and what may follow it: nothing but white space.
pub(crate) fn read_text(source: &mut impl Source) -> Result<Tree, SyntaxError> {
    let tree = read_value(source)?;
    source.finish()?;
    Ok(tree)
}

fn read_value(source: &mut impl Source) -> Result<Tree, SyntaxError> {
    Ok(match source.peek()? {
        Next::Object => Tree::Object(read_members(source)?),
        Next::Array => Tree::Array(read_elements(source)?),
        Next::String => Tree::String(text(source.string()?)),
        Next::Number => Tree::Number(source.number()?.to_owned()),
        Next::Bool => Tree::Bool(source.boolean()?),
        Next::Null => source.null().map(|()| Tree::Null)?,
    })
}

fn read_members(source: &mut impl Source) -> Result<Vec<(String, Tree)>, SyntaxError> {
    let mut members = Vec::new();
    source.enter_object()?;
    while let Some(key) = source.next_key(members.is_empty())?.map(text) {
        members.push((key, read_value(source)?));
    }
    Ok(members)
}

fn read_elements(source: &mut impl Source) -> Result<Vec<Tree>, SyntaxError> {
    let mut elements = Vec::new();
    source.enter_array()?;
    while source.next_element(elements.is_empty())? {
        elements.push(read_value(source)?);
    }
    Ok(elements)
}

/// Sources promise UTF-8, so anything else must fail the test.
fn text(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).expect("a source gave text that is not UTF-8").to_owned()
}
