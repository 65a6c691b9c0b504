//! Schemas of the dialect, and what becomes of them.

use std::fs;

use cln_tests::dice::Dice;
use cln_tests::mutilated::{mutilated, tokens};
use cln_tests::random_schema::schema_by;
use cln_tools::man;

use crate::input::in_folder;
use crate::schema::{differences, is_read, pages, schema};

/// A schema of the dialect is taken; one that something has happened to is as any file; and what differs between them is
/// told.
pub fn random_schema(bytes: &[u8]) {
    let mut dice = Dice::loaded(bytes);
    let whole = schema_by(Dice::loaded(bytes));
    let damaged = mutilated(&tokens(&whole), &mut dice);
    in_folder(|folder| {
        let (old, new) = (folder.join("old.json"), folder.join("new.json"));
        fs::write(&old, &whole).unwrap();
        fs::write(&new, &damaged).unwrap();
        assert!(is_read(&old, true), "it is refused:\n{whole}");
        let page = pages(whole.as_bytes()).unwrap_or_default();
        assert!(man::title(&page).is_some_and(|title| title.ends_with(" -- Random")), "{page}");
        differences(&old, &new);
        differences(&new, &old);
    });
    schema(&damaged);
}
