//! `short_channel_id` and `short_channel_id_dir`: where a channel's funding output stands in the chain.

use std::fmt;

use zeroize::Zeroize;

use super::digits::decimal;
use super::parse_error::scalar_from_str;
use super::pattern::up_to;
use crate::value::{Scalar, Token, TokenError, ValueRef, scalar_slot};

/// The place of a channel's funding output in the chain (BOLT 7), as `BLOCKxTXxOUT`.
///
/// ```
/// use cln_runtime::ShortChannelId;
///
/// let scid: ShortChannelId = "539268x845x1".parse()?;
/// assert_eq!((scid.block(), scid.transaction(), scid.output()), (539_268, 845, 1));
/// assert_eq!(u64::from(scid), 592_931_436_542_885_889);
/// assert_eq!(ShortChannelId::new(539_268, 845, 1), Some(scid));
/// assert_eq!(ShortChannelId::new(1 << 24, 0, 0), None);
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortChannelId(u64);

/// The first number that does not fit 24 bits.
const LIMIT: u32 = 1 << 24;

impl ShortChannelId {
    /// The output `output` of the transaction at index `transaction` of the block at height `block`. `None` unless both
    /// `block` and `transaction` are below 2^24.
    #[must_use]
    pub const fn new(block: u32, transaction: u32, output: u16) -> Option<Self> {
        if block >= LIMIT || transaction >= LIMIT {
            return None;
        }
        Some(Self((block as u64) << 40 | (transaction as u64) << 16 | output as u64))
    }

    /// The height of the block.
    #[must_use]
    pub const fn block(self) -> u32 {
        (self.0 >> 40) as u32
    }

    /// The index of the transaction in the block.
    #[must_use]
    pub const fn transaction(self) -> u32 {
        (self.0 >> 16) as u32 & (LIMIT - 1)
    }

    /// The index of the output in the transaction.
    #[must_use]
    pub const fn output(self) -> u16 {
        self.0 as u16
    }

    fn from_text(text: &[u8]) -> Option<Self> {
        let mut parts = text.split(|byte| *byte == b'x');
        let scid = Self::new(decimal(parts.next()?)?, decimal(parts.next()?)?, decimal(parts.next()?)?)?;
        parts.next().is_none().then_some(scid)
    }
}

impl Scalar for ShortChannelId {
    const EXPECTED: &'static str = "a short channel id such as \"103x1x0\"";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        match token {
            Token::Text(text) => Self::from_text(text).ok_or(TokenError::format(Self::EXPECTED)),
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }

    fn pattern() -> Option<String> {
        let [place, output] = [up_to((LIMIT - 1).into()), up_to(u16::MAX.into())];
        Some(format!("{place}x{place}x{output}"))
    }
}

scalar_slot!(ShortChannelId, placeholder: Self(0), view: |value| ValueRef::Display(value));
scalar_from_str!(ShortChannelId);

impl From<u64> for ShortChannelId {
    fn from(number: u64) -> Self {
        Self(number)
    }
}

impl From<ShortChannelId> for u64 {
    fn from(scid: ShortChannelId) -> Self {
        scid.0
    }
}

impl fmt::Display for ShortChannelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}x{}x{}", self.block(), self.transaction(), self.output())
    }
}

impl fmt::Debug for ShortChannelId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShortChannelId({self})")
    }
}

impl Zeroize for ShortChannelId {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}

/// One direction of a channel, as `BLOCKxTXxOUT/0` or `/1`.
///
/// Direction 0 leads away from the node whose id is the lesser of the two (BOLT 7, `channel_update`).
///
/// ```
/// use cln_runtime::{ShortChannelId, ShortChannelIdDir};
///
/// let half: ShortChannelIdDir = "539268x845x1/1".parse()?;
/// assert_eq!(half.scid().to_string(), "539268x845x1");
/// assert_eq!(half.direction(), 1);
/// assert_eq!(half.opposite().to_string(), "539268x845x1/0");
/// assert_eq!(ShortChannelIdDir::new(half.scid(), 2), None);
/// # Ok::<(), cln_runtime::ParseError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ShortChannelIdDir {
    scid: ShortChannelId,
    direction: u8,
}

impl ShortChannelIdDir {
    /// The direction `direction` of a channel; `None` unless it is 0 or 1.
    #[must_use]
    pub const fn new(scid: ShortChannelId, direction: u8) -> Option<Self> {
        if direction > 1 { None } else { Some(Self { scid, direction }) }
    }

    /// The channel.
    #[must_use]
    pub const fn scid(self) -> ShortChannelId {
        self.scid
    }

    /// The direction, 0 or 1.
    #[must_use]
    pub const fn direction(self) -> u8 {
        self.direction
    }

    /// The other direction of the same channel.
    #[must_use]
    pub const fn opposite(self) -> Self {
        Self { scid: self.scid, direction: 1 - self.direction }
    }

    fn from_text(text: &[u8]) -> Option<Self> {
        let (scid, direction) = match text {
            [scid @ .., b'/', b'0'] => (scid, 0),
            [scid @ .., b'/', b'1'] => (scid, 1),
            _ => return None,
        };
        Some(Self { scid: ShortChannelId::from_text(scid)?, direction })
    }
}

impl Scalar for ShortChannelIdDir {
    const EXPECTED: &'static str = "a short channel id and direction such as \"103x1x0/1\"";

    fn read(token: Token<'_>) -> Result<Self, TokenError> {
        match token {
            Token::Text(text) => Self::from_text(text).ok_or(TokenError::format(Self::EXPECTED)),
            _ => Err(TokenError::kind(Self::EXPECTED)),
        }
    }

    fn pattern() -> Option<String> {
        ShortChannelId::pattern().map(|scid| format!("{scid}/[01]"))
    }
}

scalar_slot!(ShortChannelIdDir, placeholder: Self { scid: ShortChannelId(0), direction: 0 }, view: |value| ValueRef::Display(value));
scalar_from_str!(ShortChannelIdDir);

impl fmt::Display for ShortChannelIdDir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.scid, self.direction)
    }
}

impl fmt::Debug for ShortChannelIdDir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ShortChannelIdDir({self})")
    }
}

impl Zeroize for ShortChannelIdDir {
    fn zeroize(&mut self) {
        self.scid.zeroize();
        self.direction.zeroize();
    }
}
