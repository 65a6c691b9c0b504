//! What of a repository is meant by a name.

use cln_codegen::internals::nearest;
use cln_codegen::schema::Version;

use super::Error;
use crate::git::{Name, Remote, is_id};

/// So many near names are told.
const NEAREST: usize = 3;

/// A tag, branch or commit.
pub(super) struct Found {
    /// As it was asked for.
    pub(super) name: String,
    pub(super) id: String,
    /// The release, if it is a tag that is named as releases are.
    pub(super) release: Option<Version>,
}

/// The tag, branch or commit of this name.
pub(super) fn find(remote: &Remote, asked: &str) -> Result<Found, Error> {
    let names = remote.names()?;
    let found = |id: &str, release| Found { name: asked.to_owned(), id: id.to_owned(), release };
    let is = |name: Option<&str>| name == Some(asked);
    if let Some(name) = names.iter().find(|name| is(name.tag())) {
        return Ok(found(&name.id, version(name)));
    }
    match names.iter().find(|name| is(name.branch())) {
        Some(name) => Ok(found(&name.id, None)),
        None if is_id(asked) => Ok(found(asked, None)),
        None => Err(Error::NoRelease { asked: asked.to_owned(), from: remote.shown(), nearest: near(asked, &names) }),
    }
}

/// The newest release.
pub(super) fn newest(remote: &Remote) -> Result<Found, Error> {
    let names = remote.names()?;
    let releases = names.iter().filter_map(|name| Some((version(name)?, name)));
    match releases.max_by(|(a, _), (b, _)| a.cmp(b)) {
        Some((version, name)) => {
            let tag = name.tag().unwrap_or_default().to_owned();
            Ok(Found { name: tag, id: name.id.clone(), release: Some(version) })
        }
        None => Err(Error::NoReleases { from: remote.shown() }),
    }
}

/// The release that a tag is for. Candidates for one, such as `v26.06rc1`, are none.
fn version(name: &Name) -> Option<Version> {
    name.tag().filter(|tag| tag.starts_with('v')).and_then(|tag| tag.parse().ok())
}

fn near(asked: &str, names: &[Name]) -> Vec<String> {
    let mut names: Vec<&str> = names.iter().filter_map(|name| name.tag().or_else(|| name.branch())).collect();
    let mut found = Vec::new();
    while found.len() < NEAREST
        && let Some(name) = nearest(asked, names.iter().copied())
    {
        found.push(name.to_owned());
        names.retain(|other| *other != name);
    }
    found
}
