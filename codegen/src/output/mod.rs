//! Fifth stage: tokens into text, text into a folder.

mod failure;
mod folder;
mod header;
mod layout;
mod staging;
mod text;

#[cfg(feature = "cli")]
mod check;
#[cfg(feature = "cli")]
mod pages;

use std::collections::BTreeMap;

use crate::emit::File;

#[cfg(feature = "cli")]
pub(crate) use check::check;
pub(crate) use folder::{Written, write, write_include};
#[cfg(feature = "cli")]
pub(crate) use pages::{orphaned_pages, replace, stale_pages, write_pages};

/// Generated files by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Generated(BTreeMap<String, String>);

impl Generated {
    /// The files by name.
    #[must_use]
    pub fn into_files(self) -> BTreeMap<String, String> {
        self.0
    }

    fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, text)| (name.as_str(), text.as_str()))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
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
