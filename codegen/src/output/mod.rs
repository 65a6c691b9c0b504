//! Fifth stage: tokens into text, text into a folder.

pub(crate) mod failure;
pub(crate) mod folder;
mod header;
mod layout;
pub(crate) mod staging;
mod text;

use std::collections::BTreeMap;

use crate::emit::File;

pub(crate) use folder::{Written, write, write_include};

/// Generated files by their paths below the output folder, parted by `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated(BTreeMap<String, String>);

impl Generated {
    /// The files by path.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<String, String> {
        self.0
    }

    /// Each file's name and text, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    fn get(&self, path: &str) -> Option<&str> {
        self.0.get(path).map(String::as_str)
    }
}

/// The text of each file; its header names the command that makes it again.
pub fn render(files: impl Iterator<Item = File>, command: &str) -> Generated {
    let texts = files.map(|file| {
        let head = header::header(file.source.as_deref(), command);
        let text = text::text(head, &file);
        (file.name, text)
    });
    Generated(texts.collect())
}
