//! Small repositories of git.

use std::env;
use std::path::Path;
use std::process::Command;

use crate::workshop::Workshop;

/// The program in a folder, as if nobody had configured it; whether it has done what it was asked.
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> bool {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"]);
    git.args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    git.output().is_ok_and(|output| output.status.success())
}

/// A repository with these files in one commit, `v1`; `None` where there is no git.
pub(crate) fn repository(files: &[(&str, &str)]) -> Option<Workshop> {
    let workshop = Workshop::with(files);
    if !git(&workshop.path("."), &["init", "--quiet"]) {
        assert!(env::var_os("CLN_LONG").is_none(), "the long runs need git");
        eprintln!("there is no git, so nothing is read of a repository");
        return None;
    }
    commit(&workshop, "v1");
    Some(workshop)
}

#[track_caller]
pub(crate) fn commit(workshop: &Workshop, tag: &str) {
    for arguments in [&["add", "--all"][..], &["commit", "--quiet", "--allow-empty", "--message", tag], &["tag", tag]] {
        assert!(git(&workshop.path("."), arguments), "{arguments:?}");
    }
}
