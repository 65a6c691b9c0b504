//! Text as a node sent it.

use std::fmt;
use std::sync::Arc;

use crate::wipe::Buffer;

/// Text from a node. It may hold secrets, so neither `Display` nor `Debug` shows it.
#[derive(Clone)]
pub struct RawText(Arc<Buffer>);

impl RawText {
    pub(crate) fn new(text: Buffer) -> Self {
        Self(Arc::new(text))
    }

    /// The bytes as they came, which may not be UTF-8.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// Its length.
impl fmt::Display for RawText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes, not shown", self.0.len())
    }
}

impl fmt::Debug for RawText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RawText({self})")
    }
}
