#![allow(clippy::unwrap_used, reason = "a failing test may panic")]

mod kill;

use tempfile::TempDir;

use super::*;

const FILES: &[(&str, &str)] = &[("a.rs", "new a"), ("b.rs", "new b")];

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.rs"), "old a").unwrap();
    folder
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn nothing_is_in_its_place_before_all_is_written() {
    let folder = folder();
    let staging = Staging::write(folder.path(), FILES).unwrap();
    assert_eq!(fs::read_to_string(folder.path().join("a.rs")).unwrap(), "old a");
    assert!(!folder.path().join("b.rs").exists());
    staging.commit().unwrap();
    assert_eq!(names(folder.path()), ["a.rs", "b.rs"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.rs")).unwrap(), "new a");
}

#[test]
fn what_is_not_committed_leaves_the_old_files_and_nothing_else() {
    let folder = folder();
    drop(Staging::write(folder.path(), FILES).unwrap());
    assert_eq!(names(folder.path()), ["a.rs"]);
    assert_eq!(fs::read_to_string(folder.path().join("a.rs")).unwrap(), "old a");
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = folder();
    let error = Staging::write(&folder.path().join("a.rs"), FILES).unwrap_err();
    assert!(error.message.starts_with("cannot write `") && error.message.contains("a.rs/a.rs`"), "{}", error.message);
    assert!(error.hint.unwrap().ends_with("the old output is left as it was"));
    assert_eq!(names(folder.path()), ["a.rs"]);
}

#[test]
fn a_file_that_cannot_be_replaced_leaves_no_temporary_files() {
    let folder = folder();
    let staging = Staging::write(folder.path(), FILES).unwrap();
    fs::create_dir(folder.path().join("b.rs")).unwrap();
    let error = staging.commit().unwrap_err();
    assert_eq!(error.hint.unwrap(), "other files are new already: mend the cause, then generate again");
    assert_eq!(names(folder.path()), ["a.rs", "b.rs"]);
}

#[test]
fn what_a_killed_run_has_left_is_removed_and_what_a_living_one_uses_stays() {
    let folder = folder();
    // The second has lost its lock to a run that was killed while it cleaned up.
    let left = ["0123456789abcdef-0.tmp", "0123456789abcdef.lock", "00000000-17.tmp"];
    let left = left.map(|name| format!(".cln-codegen-{name}"));
    let of_the_user = [".cln-codegen-notes", "a.tmp"];
    for name in of_the_user.into_iter().chain(left.iter().map(String::as_str)) {
        fs::write(folder.path().join(name), "half").unwrap();
    }
    let living = Staging::write(folder.path(), FILES).unwrap();
    assert!(!left.iter().any(|name| folder.path().join(name).exists()));
    Staging::write(folder.path(), &[("c.rs", "new c")]).unwrap().commit().unwrap();
    living.commit().unwrap();
    assert_eq!(names(folder.path()), [of_the_user[0], "a.rs", "a.tmp", "b.rs", "c.rs"]);
}

/// Nobody who can plant a link has us write where it leads.
#[cfg(unix)]
#[test]
fn links_are_replaced_and_not_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let (folder, elsewhere) = (folder(), tempfile::tempdir().unwrap());
    let (treasure, secret) = (elsewhere.path().join("treasure"), elsewhere.path().join("secret"));
    fs::write(&treasure, "mine").unwrap();
    fs::set_permissions(&treasure, fs::Permissions::from_mode(0o600)).unwrap();
    symlink(&treasure, folder.path().join("b.rs")).unwrap();
    symlink(&secret, folder.path().join("c.rs")).unwrap();
    // The names that older versions gave to their temporary files.
    for name in ["a.rs", "b.rs", "c.rs"] {
        symlink(&treasure, folder.path().join(format!(".{name}.{}.tmp", std::process::id()))).unwrap();
    }
    // As if it were left by a killed run.
    let planted = folder.path().join(".cln-codegen-0123456789abcdef-0.tmp");
    symlink(&treasure, &planted).unwrap();
    let files = [FILES, &[("c.rs", "new c")]].concat();
    Staging::write(folder.path(), &files).unwrap().commit().unwrap();
    assert_eq!(fs::read_to_string(&treasure).unwrap(), "mine");
    assert!(!secret.exists());
    assert!(fs::symlink_metadata(planted).unwrap().is_symlink());
    for (name, text) in files {
        let path = folder.path().join(name);
        let found = fs::symlink_metadata(&path).unwrap();
        assert!(found.is_file(), "{name}");
        assert_eq!(found.permissions().mode() & 0o044, 0o044, "{name}: as any new file");
        assert_eq!(fs::read_to_string(path).unwrap(), text);
    }
}

/// More than a process may have open at a time.
#[cfg(unix)]
#[test]
fn any_number_of_files_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let texts: Vec<String> = (0..200).map(|number| format!("{number}.rs")).collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|text| (text.as_str(), text.as_str())).collect();
    let open = || fs::read_dir("/dev/fd").unwrap().count();
    let before = open();
    let staging = Staging::write(folder.path(), &files).unwrap();
    assert!(open() < before + 100, "{} more files are open", open() - before);
    staging.commit().unwrap();
    assert_eq!(names(folder.path()).len(), 200);
}
