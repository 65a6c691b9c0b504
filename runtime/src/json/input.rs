//! Where bytes come from: the one thing in which slices and streams differ.

use super::SyntaxError;

/// Bytes in order, of which some stretch after the cursor, the *window*, lies in memory.
///
/// Sealed: the module is private, so nothing outside this crate can name it.
pub trait Input {
    /// The bytes in memory that have not been consumed. Begins at the cursor.
    fn window(&self) -> &[u8];

    /// Lengthens the window by at least one byte, the cursor staying where it is; `false` at the end of the input.
    ///
    /// May wait for a peer, so it is called only when no decision can be made without another byte.
    fn more(&mut self) -> Result<bool, SyntaxError>;

    /// Moves the cursor over `count` bytes of the window and gives them.
    fn take(&mut self, count: usize) -> &[u8];

    /// How many bytes lie before the cursor.
    fn offset(&self) -> u64;

    /// Keeps in memory, from here on, what is consumed, until [`release`](Input::release).
    fn hold(&mut self);

    /// Gives the bytes consumed since [`hold`](Input::hold), which need no longer be kept.
    fn release(&mut self) -> &[u8];

    /// Moves the cursor back to where [`hold`](Input::hold) was called; nothing need be kept any more.
    fn rewind(&mut self);
}
