//! Making the socket, so that nobody else can open it and nobody loses his.

use std::fs::{self, File, Permissions};
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixListener;
use std::path::Path;

use rustix::fs::{FlockOperation, Mode, flock};
use rustix::io::{Errno, ioctl_fionbio};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketType, bind, connect, listen as start_listening};

use crate::error::Error;

/// Clients that may wait to be accepted.
const BACKLOG: i32 = 128;

/// Listens at the path, where only this user may connect. What a node has left there is replaced if nobody listens on
/// it; the folder is locked meanwhile, so that of two that start at a time one finds the other.
pub(crate) fn listen(path: &Path) -> Result<UnixListener, Error> {
    let failed = |error: io::Error| Error::Socket(path.to_owned(), error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let folder = File::open(folder).map_err(failed)?;
    flock(&folder, FlockOperation::LockExclusive).map_err(|error| failed(error.into()))?;
    remove_stale(path)?;
    make(path).map(UnixListener::from).map_err(failed)
}

/// Nobody can connect before `listen`, so nobody can before the mode is set.
fn make(path: &Path) -> io::Result<OwnedFd> {
    let made = unix_socket()?;
    // On Linux the file is made with the mode of the socket; other systems may not even know that one.
    let _ = rustix::fs::fchmod(&made, Mode::RUSR | Mode::WUSR);
    bind(&made, &SocketAddrUnix::new(path)?)?;
    fs::set_permissions(path, Permissions::from_mode(0o600))?;
    start_listening(&made, BACKLOG)?;
    Ok(made)
}

/// A socket that programs which are started do not inherit.
#[cfg(any(target_os = "linux", target_os = "android"))]
fn unix_socket() -> Result<OwnedFd, Errno> {
    use rustix::net::{SocketFlags, socket_with};
    socket_with(AddressFamily::UNIX, SocketType::STREAM, SocketFlags::CLOEXEC, None)
}

/// A socket that programs which are started do not inherit, unless that is at this very moment.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn unix_socket() -> Result<OwnedFd, Errno> {
    let made = rustix::net::socket(AddressFamily::UNIX, SocketType::STREAM, None)?;
    rustix::io::fcntl_setfd(&made, rustix::io::FdFlags::CLOEXEC)?;
    Ok(made)
}

fn remove_stale(path: &Path) -> Result<(), Error> {
    let failed = |error| Error::Socket(path.to_owned(), error);
    match fs::symlink_metadata(path) {
        Ok(found) if !found.file_type().is_socket() => return Err(Error::NotASocket(path.to_owned())),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed(error)),
    }
    match try_connect(path) {
        // Somebody listens, even if too many wait for him already.
        Ok(()) | Err(Errno::AGAIN) => Err(Error::InUse(path.to_owned())),
        Err(Errno::CONNREFUSED) => fs::remove_file(path).map_err(failed),
        Err(error) => Err(failed(error.into())),
    }
}

/// Connects without waiting for anybody.
fn try_connect(path: &Path) -> Result<(), Errno> {
    let socket = unix_socket()?;
    ioctl_fionbio(&socket, true)?;
    connect(&socket, &SocketAddrUnix::new(path)?)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn who_listens_and_accepts_nobody_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("rpc");
        let busy = unix_socket().unwrap();
        bind(&busy, &SocketAddrUnix::new(&path).unwrap()).unwrap();
        start_listening(&busy, 0).unwrap();
        let mut waiting = Vec::new();
        let full = loop {
            let socket = unix_socket().unwrap();
            ioctl_fionbio(&socket, true).unwrap();
            match connect(&socket, &SocketAddrUnix::new(&path).unwrap()) {
                Ok(()) => waiting.push(socket),
                Err(error) => break error,
            }
        };
        assert_eq!(full, Errno::AGAIN);
        let (tell, told) = mpsc::channel();
        thread::spawn(move || tell.send(listen(&path)));
        let refused = told.recv_timeout(Duration::from_secs(60)).unwrap();
        assert!(matches!(refused, Err(Error::InUse(_))), "{refused:?}");
    }
}
