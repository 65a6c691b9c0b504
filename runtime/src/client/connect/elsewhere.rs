//! Where there are no Unix sockets: a program that wants one is told so when it is compiled.

use std::path::Path;

use super::endpoint::Endpoint;

/// Does not compile: there are no Unix sockets here.
impl<P: AsRef<Path>> From<P> for Endpoint {
    #[expect(clippy::panic, reason = "it is for the compiler")]
    fn from(_: P) -> Self {
        const {
            panic!(
                "a node's socket is a Unix socket, and this target has none: make the client with `Client::over`, from \
                 two streams that lead to the node"
            )
        }
    }
}
