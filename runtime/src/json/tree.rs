//! JSON as a tree: numbers compared digit for digit, key order free, editable by pointer.

use std::fmt;

use super::pointer::steps;
use super::write::write_string;
use super::{Next, SliceSource, Source, SyntaxError};

/// A JSON value in memory that keeps the text of its numbers.
#[derive(Clone, Debug)]
pub enum Tree {
    /// `null`, `true`, `false` or a number, as it was written.
    Plain(String),
    /// A string, escapes resolved.
    Text(String),
    /// An array.
    Array(Vec<Tree>),
    /// An object, in the order it was written.
    Object(Vec<(String, Tree)>),
}

impl Tree {
    /// Reads JSON.
    ///
    /// # Errors
    /// The text is not JSON.
    pub fn parse(json: &str) -> Result<Self, SyntaxError> {
        let mut source = SliceSource::new(json.as_bytes());
        let tree = read(&mut source)?;
        source.finish()?;
        Ok(tree)
    }

    /// The value at a JSON Pointer.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Self> {
        let mut here = self;
        for step in steps(pointer) {
            here = match here {
                Self::Object(members) => members.iter().find(|(name, _)| *name == step).map(|(_, value)| value)?,
                Self::Array(elements) => elements.get(step.parse::<usize>().ok()?)?,
                Self::Plain(_) | Self::Text(_) => return None,
            };
        }
        Some(here)
    }

    /// Removes the member or element at a JSON Pointer; `false` if there is none.
    pub fn remove(&mut self, pointer: &str) -> bool {
        let Some((parent, last)) = self.parent(pointer) else { return false };
        match parent {
            Self::Object(members) => {
                let before = members.len();
                members.retain(|(name, _)| *name != last);
                members.len() < before
            }
            Self::Array(elements) => match last.parse::<usize>() {
                Ok(index) if index < elements.len() => {
                    elements.remove(index);
                    true
                }
                _ => false,
            },
            Self::Plain(_) | Self::Text(_) => false,
        }
    }

    /// Puts a value at a JSON Pointer, replacing what is there; an array is filled up with `null` as far as needed.
    /// `false` if the place cannot be.
    pub fn set(&mut self, pointer: &str, value: Self) -> bool {
        if pointer.is_empty() {
            *self = value;
            return true;
        }
        let Some((parent, last)) = self.parent(pointer) else { return false };
        match parent {
            Self::Object(members) => {
                match members.iter_mut().find(|(name, _)| *name == last) {
                    Some((_, old)) => *old = value,
                    None => members.push((last, value)),
                }
                true
            }
            Self::Array(elements) => {
                let Ok(index) = last.parse::<usize>() else { return false };
                while elements.len() <= index {
                    elements.push(Self::Plain("null".to_owned()));
                }
                elements.get_mut(index).map(|old| *old = value).is_some()
            }
            Self::Plain(_) | Self::Text(_) => false,
        }
    }

    fn parent(&mut self, pointer: &str) -> Option<(&mut Self, String)> {
        let mut path: Vec<_> = steps(pointer).collect();
        let last = path.pop()?.into_owned();
        let mut here = self;
        for step in path {
            here = match here {
                Self::Object(members) => members.iter_mut().find(|(name, _)| *name == step).map(|(_, value)| value)?,
                Self::Array(elements) => elements.get_mut(step.parse::<usize>().ok()?)?,
                Self::Plain(_) | Self::Text(_) => return None,
            };
        }
        Some((here, last))
    }
}

fn read(source: &mut SliceSource<'_>) -> Result<Tree, SyntaxError> {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match source.peek()? {
        Next::Object => {
            source.enter_object()?;
            let mut members = Vec::new();
            while let Some(name) = source.next_key(members.is_empty())? {
                let name = text(name);
                members.push((name, read(source)?));
            }
            Ok(Tree::Object(members))
        }
        Next::Array => {
            source.enter_array()?;
            let mut elements = Vec::new();
            while source.next_element(elements.is_empty())? {
                elements.push(read(source)?);
            }
            Ok(Tree::Array(elements))
        }
        Next::String => Ok(Tree::Text(text(source.string()?))),
        Next::Number | Next::Bool | Next::Null => Ok(Tree::Plain(source.raw()?.to_owned())),
    }
}

/// The same value: key order is free, numbers are compared digit for digit.
impl PartialEq for Tree {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Plain(mine), Self::Plain(theirs)) | (Self::Text(mine), Self::Text(theirs)) => mine == theirs,
            (Self::Array(mine), Self::Array(theirs)) => mine == theirs,
            (Self::Object(mine), Self::Object(theirs)) => {
                // Both ways, or a name that stands twice could hide one that is missing.
                let within = |mine: &[(String, Self)], theirs: &[(String, Self)]| {
                    mine.iter().all(|member| theirs.contains(member))
                };
                mine.len() == theirs.len() && within(mine, theirs) && within(theirs, mine)
            }
            _ => false,
        }
    }
}

impl Tree {
    fn write(&self, json: &mut Vec<u8>) {
        match self {
            Self::Plain(text) => json.extend_from_slice(text.as_bytes()),
            Self::Text(text) => write_string(text, json),
            Self::Array(elements) => {
                json.push(b'[');
                for (index, element) in elements.iter().enumerate() {
                    json.extend((index > 0).then_some(b','));
                    element.write(json);
                }
                json.push(b']');
            }
            Self::Object(members) => {
                json.push(b'{');
                for (index, (name, value)) in members.iter().enumerate() {
                    json.extend((index > 0).then_some(b','));
                    write_string(name, json);
                    json.push(b':');
                    value.write(json);
                }
                json.push(b'}');
            }
        }
    }
}

/// Compact JSON.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut json = Vec::new();
        self.write(&mut json);
        f.write_str(&String::from_utf8_lossy(&json))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use super::*;

    fn tree(json: &str) -> Tree {
        Tree::parse(json).unwrap()
    }

    #[test]
    fn equality_ignores_key_order_and_nothing_else() {
        assert_eq!(tree(r#"{"a":1,"b":[true]}"#), tree(r#" { "b" : [ true ] , "a" : 1 } "#));
        for other in [r#"{"a":1.0,"b":[true]}"#, r#"{"a":1}"#, r#"{"a":1,"b":[true],"c":0}"#, r#"{"a":"1","b":[true]}"#]
        {
            assert_ne!(tree(r#"{"a":1,"b":[true]}"#), tree(other), "{other}");
        }
    }

    #[test]
    fn edits_reach_members_and_elements() {
        let mut json = tree(r#"{"a/b":[{"c":1.50}]}"#);
        assert_eq!(json.at("/a~1b/0/c").unwrap().to_string(), "1.50");
        assert!(json.set("/a~1b/2", tree("7")));
        assert!(json.remove("/a~1b/0/c"));
        assert!(!json.remove("/a~1b/9"));
        assert!(!json.set("/a~1b/x", tree("7")));
        assert_eq!(json.to_string(), r#"{"a/b":[{},null,7]}"#);
    }
}
