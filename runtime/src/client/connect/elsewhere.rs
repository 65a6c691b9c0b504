//! Where there are no Unix sockets: a program that wants one is told so when it is checked.

use super::endpoint::Endpoint;

/// The socket at a path. The bound is on this type, not on `P`, or the compiler would leave out what is said below.
pub struct UnixSocket<P>(P);

/// What nothing implements: there are no Unix sockets here.
#[diagnostic::on_unimplemented(
    message = "a node's socket is a Unix socket, and this target has none",
    label = "a client cannot connect to this here",
    note = "make the client with `Client::over`, from two streams that lead to the node"
)]
pub trait Connectable {
    /// Where it is.
    fn endpoint(self) -> Endpoint;
}

/// For no path: there are no Unix sockets here.
impl<P> From<P> for Endpoint
where
    UnixSocket<P>: Connectable,
{
    fn from(path: P) -> Self {
        UnixSocket(path).endpoint()
    }
}
