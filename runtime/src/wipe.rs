//! Memory that has held secrets is overwritten before it is given back: when something is dropped, and when it grows.

use std::fmt;
use std::mem::MaybeUninit;
use std::ops::{Deref, DerefMut};

use zeroize::optimization_barrier;

/// From this size on, systems move the pages of what grows, and there is no copy to overwrite.
const PAGES: usize = 1 << 25;

/// From this size on, what grows gets much more room: moving it costs more than room that nobody touches.
const LARGE: usize = 1 << 20;

/// Overwrites bytes as fast as memory can be filled.
pub(crate) fn wipe(bytes: &mut [u8]) {
    // An empty vector points at no memory: filling nothing there takes some processors longer than reading a request.
    if bytes.is_empty() {
        return;
    }
    bytes.fill(0);
    optimization_barrier(bytes);
}

/// Overwrites a text and leaves it empty.
pub(crate) fn wipe_string(text: &mut String) {
    let mut bytes = std::mem::take(text).into_bytes();
    wipe(&mut bytes);
}

/// Makes room for `more` elements behind those of `vec`, and for some in advance; leaves no copy of what had to move.
#[cold]
pub(crate) fn grow<T>(vec: &mut Vec<T>, more: usize) {
    let bytes = vec.len().saturating_mul(size_of::<T>());
    // Bytes are all touched anyway; elements that would get more would be given pages of their own each time.
    let large = if size_of::<T>() == 1 { 7 } else { 3 };
    let growth = if (LARGE..PAGES).contains(&bytes) { large } else { 1 };
    let more = more.max(vec.len().saturating_mul(growth));
    if bytes >= PAGES {
        return vec.reserve(more);
    }
    let moved = vec.len();
    let mut longer = Vec::with_capacity(moved.saturating_add(more));
    longer.append(vec);
    // Not all of its room: that behind its elements may never have been touched.
    let left = &mut vec.spare_capacity_mut()[..moved];
    left.iter_mut().for_each(|element| *element = MaybeUninit::zeroed());
    optimization_barrier(left);
    *vec = longer;
}

/// The room that bytes get first: for most requests it is enough.
const FIRST: usize = 256;

/// Makes room for `more` bytes, as [`grow`] does, if there is none.
#[inline]
pub(crate) fn reserve(bytes: &mut Vec<u8>, more: usize) {
    if bytes.capacity() - bytes.len() < more {
        grow(bytes, more.max(FIRST));
    }
}

/// Appends a byte; what has to move for it leaves no copy.
#[inline]
pub(crate) fn push(bytes: &mut Vec<u8>, byte: u8) {
    reserve(bytes, 1);
    bytes.push(byte);
}

/// Appends bytes; what has to move for them leaves no copy.
#[inline]
pub(crate) fn extend(bytes: &mut Vec<u8>, more: &[u8]) {
    reserve(bytes, more.len());
    bytes.extend_from_slice(more);
}

/// Bytes that leave nothing behind, however they grow, shrink or end. Behind the last of them nothing is ever left.
#[derive(Clone, Default)]
pub(crate) struct Buffer(Vec<u8>);

impl Buffer {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// So many zeros, to be read into.
    pub(crate) fn zeros(length: usize) -> Self {
        Self(vec![0; length])
    }

    pub(crate) fn extend(&mut self, bytes: &[u8]) {
        extend(&mut self.0, bytes);
    }

    /// Makes it longer, with zeros.
    pub(crate) fn resize(&mut self, length: usize) {
        let more = length.saturating_sub(self.0.len());
        reserve(&mut self.0, more);
        self.0.resize(length, 0);
    }

    /// The same as a vector to append to. Whoever does so makes room by [`reserve`].
    pub(crate) const fn as_vec(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }

    /// Takes away the first bytes.
    #[cfg(any(test, feature = "client"))]
    pub(crate) fn take_away(&mut self, count: usize) {
        if count == 0 {
            return;
        }
        let rest = self.0.len().saturating_sub(count);
        let start = self.0.len() - rest;
        self.0.copy_within(start.., 0);
        self.cut(rest);
    }

    /// Splits off what stands from `at` on.
    #[cfg(any(test, feature = "client"))]
    pub(crate) fn split_off(&mut self, at: usize) -> Self {
        let rest = Self(self.0.get(at..).unwrap_or_default().to_vec());
        self.cut(at);
        rest
    }

    pub(crate) fn clear(&mut self) {
        self.cut(0);
    }

    fn cut(&mut self, length: usize) {
        wipe(self.0.get_mut(length..).unwrap_or_default());
        self.0.truncate(length);
    }

    /// Gives back the memory that it does not need, but for `least` bytes.
    #[cfg(any(test, feature = "client"))]
    pub(crate) fn shrink(&mut self, least: usize) {
        if self.0.capacity() > least.max(self.0.len()) {
            let mut smaller = Vec::with_capacity(least.max(self.0.len()));
            smaller.extend_from_slice(&self.0);
            self.cut(0);
            self.0 = smaller;
        }
    }

    #[cfg(test)]
    pub(crate) const fn capacity(&self) -> usize {
        self.0.capacity()
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

impl From<Vec<u8>> for Buffer {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Deref for Buffer {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [u8] {
        &mut self.0
    }
}

/// Its length.
impl fmt::Debug for Buffer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use super::*;

    #[test]
    fn bytes_stay_what_they_are() {
        let mut buffer = Buffer::new();
        for byte in 0..200 {
            buffer.extend(&[byte]);
        }
        buffer.take_away(50);
        assert_eq!(*buffer, (50..200).collect::<Vec<u8>>());
        let rest = buffer.split_off(100);
        assert_eq!((&*buffer, &*rest), (&(50..150).collect::<Vec<u8>>()[..], &(150..200).collect::<Vec<u8>>()[..]));
        buffer.shrink(10);
        assert_eq!((buffer.len(), buffer.capacity()), (100, 100));
        buffer.take_away(1000);
        assert!(buffer.is_empty());
        buffer.resize(3);
        assert_eq!(*buffer, [0; 3]);
        buffer.clear();
        assert!(buffer.is_empty());
    }

    #[test]
    fn what_is_wiped_is_zero() {
        let mut bytes = [7; 100];
        wipe(&mut bytes);
        assert_eq!(bytes, [0; 100]);
        let mut text = "secret".to_owned();
        wipe_string(&mut text);
        assert_eq!(text, "");
    }

    #[test]
    fn a_large_vector_gets_more_room_at_once_than_a_small_one() {
        let growth = |length: usize| {
            let mut vec = vec![7_u64; length];
            grow(&mut vec, 1);
            assert_eq!((vec.len(), vec.last()), (length, Some(&7)));
            vec.capacity() / length
        };
        assert_eq!([growth(1 << 10), growth(1 << 20), growth(1 << 22)], [2, 4, 2]);
        let mut few = vec![1_u8; 4];
        grow(&mut few, 100);
        assert!(few.capacity() >= 104);
    }
}
