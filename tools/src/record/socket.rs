//! The socket that clients connect to: for this user alone, from the moment it is there.

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::Path;

/// Listens at a path. What a program has left there is replaced if nobody listens on it.
///
/// The socket is made in a folder that nobody else can enter, and then moved.
pub(super) fn listen(path: &Path) -> io::Result<UnixListener> {
    refuse_if_taken(path)?;
    let beside = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Its name is short, since the path of a socket has a limit.
    let folder = tempfile::Builder::new().prefix(".r").tempdir_in(beside)?;
    let made = folder.path().join("s");
    let listener = UnixListener::bind(&made)?;
    fs::set_permissions(&made, Permissions::from_mode(0o600))?;
    // Nobody waits for a client who is not there.
    listener.set_nonblocking(true)?;
    fs::rename(&made, path)?;
    Ok(listener)
}

fn refuse_if_taken(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
        Ok(found) if !found.file_type().is_socket() => {
            return Err(io::Error::new(ErrorKind::AlreadyExists, "what is there is no socket, and is left alone"));
        }
        Ok(_) => {}
    }
    match UnixStream::connect(path) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => Ok(()),
        Err(error) => Err(error),
        Ok(_) => Err(io::Error::new(ErrorKind::AddrInUse, "somebody listens there already")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    #[test]
    fn a_socket_is_for_its_user_alone_and_replaces_only_one_that_is_left() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rpc");
        let first = listen(&path).unwrap();
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(listen(&path).unwrap_err().kind(), ErrorKind::AddrInUse);
        drop(first);
        listen(&path).unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "kept").unwrap();
        assert_eq!(listen(&file).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&file).unwrap(), "kept");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing else is left");
    }
}
