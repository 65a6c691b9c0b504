//! How the walker, the encoder and serde reach into a typed value: an object-safe view of it.
//!
//! One walker serves every generated type, because it sees them all as `dyn Reflect`. That is what keeps
//! generated crates cheap to compile.

use std::fmt;

use super::{Additional, Token, TokenError};
use crate::rules::Shape;
use crate::wipe::grow;

/// A typed value seen for reading.
#[derive(Clone, Copy)]
pub enum ValueRef<'a> {
    /// An optional value that is not there.
    Absent,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A non-negative integer.
    Unsigned(u64),
    /// A signed integer.
    Signed(i64),
    /// A number, as text.
    Number(&'a str),
    /// A string.
    Text(&'a str),
    /// Bytes, written as a string of lower-case hex digits.
    Hex(&'a [u8]),
    /// A value whose `Display` is its wire text (digits, `x`, `:` and the like, nothing to escape).
    Display(&'a dyn fmt::Display),
    /// A JSON value, as compact text.
    Json(&'a str),
    /// An array of so many elements, reached with [`Reflect::get`].
    Array(usize),
    /// An object whose fields, in the order of the shape, are reached with [`Reflect::get`].
    Object(&'static Shape<'static>),
}

/// A place in a typed value.
///
/// Implemented by this crate for scalars, `Option`, `Vec` and `Box`, and by generated code for structs and enums.
pub trait Reflect {
    /// Takes a scalar.
    ///
    /// # Errors
    /// The token does not fit the type; the slot then holds a placeholder, and the whole value must be given up.
    fn put(&mut self, token: Token<'_>) -> Result<(), TokenError>;

    /// [`put`](Reflect::put) of an unsigned number that need not be read from its digits.
    ///
    /// # Errors
    /// As [`put`](Reflect::put).
    fn put_unsigned(&mut self, number: u64) -> Result<(), TokenError> {
        self.put(Token::Number(itoa::Buffer::new().format(number)))
    }

    /// [`put`](Reflect::put) of a string whose encoding need not be checked.
    ///
    /// # Errors
    /// As [`put`](Reflect::put).
    fn put_str(&mut self, text: &str) -> Result<(), TokenError> {
        self.put(Token::Text(text.as_bytes()))
    }

    /// An array or object begins here.
    fn start(&mut self) {}

    /// Appends a placeholder to an array and gives its slot; `None` where this is no array.
    fn element(&mut self) -> Option<&mut dyn Reflect> {
        None
    }

    /// Tells that so many more elements probably follow. An array makes room for them, taking its bytes from `room`.
    fn expect(&mut self, _elements: usize, _room: &mut usize) {}

    /// The slot of the field at `index` of the type's shape; `None` where there is no such field.
    fn field(&mut self, _index: usize) -> Option<&mut dyn Reflect> {
        None
    }

    /// Makes the value the alternative at `index` of its rules, as a placeholder, and gives that slot; `None` where there are no
    /// alternatives.
    fn arm(&mut self, _index: usize) -> Option<&mut dyn Reflect> {
        None
    }

    /// Where fields are kept that the shape does not list; `None` where they are not.
    fn additional_mut(&mut self) -> Option<&mut Additional> {
        None
    }

    /// The value as it stands.
    fn view(&self) -> ValueRef<'_>;

    /// The fields that the shape does not list, if they are kept.
    fn additional(&self) -> Option<&Additional> {
        None
    }

    /// The element or field at `index`, for values whose view is an array or object.
    fn get(&self, _index: usize) -> Option<&dyn Reflect> {
        None
    }
}

/// A type that has a value to start from before it is filled.
///
/// Blanks never reach users: decoding fails unless every required field was filled.
pub trait Placeholder: Sized {
    /// The value before anything is known of it.
    fn placeholder() -> Self;
}

impl Placeholder for Additional {
    fn placeholder() -> Self {
        Self::default()
    }
}

impl<T: Reflect + Placeholder> Reflect for Option<T> {
    fn put(&mut self, token: Token<'_>) -> Result<(), TokenError> {
        self.insert(T::placeholder()).put(token)
    }

    fn put_unsigned(&mut self, number: u64) -> Result<(), TokenError> {
        self.insert(T::placeholder()).put_unsigned(number)
    }

    fn put_str(&mut self, text: &str) -> Result<(), TokenError> {
        self.insert(T::placeholder()).put_str(text)
    }

    fn start(&mut self) {
        self.insert(T::placeholder()).start();
    }

    fn element(&mut self) -> Option<&mut dyn Reflect> {
        self.as_mut()?.element()
    }

    fn expect(&mut self, elements: usize, room: &mut usize) {
        if let Some(array) = self {
            array.expect(elements, room);
        }
    }

    fn field(&mut self, index: usize) -> Option<&mut dyn Reflect> {
        self.as_mut()?.field(index)
    }

    fn arm(&mut self, index: usize) -> Option<&mut dyn Reflect> {
        self.insert(T::placeholder()).arm(index)
    }

    fn additional_mut(&mut self) -> Option<&mut Additional> {
        self.as_mut()?.additional_mut()
    }

    fn view(&self) -> ValueRef<'_> {
        self.as_ref().map_or(ValueRef::Absent, Reflect::view)
    }

    fn additional(&self) -> Option<&Additional> {
        self.as_ref()?.additional()
    }

    fn get(&self, index: usize) -> Option<&dyn Reflect> {
        self.as_ref()?.get(index)
    }
}

impl<T> Placeholder for Option<T> {
    fn placeholder() -> Self {
        None
    }
}

impl<T: Reflect + Placeholder> Reflect for Vec<T> {
    fn put(&mut self, _token: Token<'_>) -> Result<(), TokenError> {
        Err(TokenError::kind("an array"))
    }

    fn element(&mut self) -> Option<&mut dyn Reflect> {
        if self.len() == self.capacity() {
            grow(self, 1);
        }
        // In place: items are large, and moving each costs more than filling it.
        self.resize_with(self.len() + 1, T::placeholder);
        self.last_mut().map(|element| element as &mut dyn Reflect)
    }

    fn expect(&mut self, elements: usize, room: &mut usize) {
        let each = size_of::<T>().max(1);
        let elements = elements.min(*room / each);
        if self.capacity() - self.len() < elements {
            *room -= elements * each;
            grow(self, elements);
        }
    }

    fn view(&self) -> ValueRef<'_> {
        ValueRef::Array(self.len())
    }

    fn get(&self, index: usize) -> Option<&dyn Reflect> {
        self.as_slice().get(index).map(|element| element as &dyn Reflect)
    }
}

impl<T> Placeholder for Vec<T> {
    fn placeholder() -> Self {
        Self::new()
    }
}

impl<T: Reflect + ?Sized> Reflect for Box<T> {
    fn put(&mut self, token: Token<'_>) -> Result<(), TokenError> {
        (**self).put(token)
    }

    fn start(&mut self) {
        (**self).start();
    }

    fn element(&mut self) -> Option<&mut dyn Reflect> {
        (**self).element()
    }

    fn expect(&mut self, elements: usize, room: &mut usize) {
        (**self).expect(elements, room);
    }

    fn field(&mut self, index: usize) -> Option<&mut dyn Reflect> {
        (**self).field(index)
    }

    fn arm(&mut self, index: usize) -> Option<&mut dyn Reflect> {
        (**self).arm(index)
    }

    fn additional_mut(&mut self) -> Option<&mut Additional> {
        (**self).additional_mut()
    }

    fn view(&self) -> ValueRef<'_> {
        (**self).view()
    }

    fn additional(&self) -> Option<&Additional> {
        (**self).additional()
    }

    fn get(&self, index: usize) -> Option<&dyn Reflect> {
        (**self).get(index)
    }
}

impl<T: Placeholder> Placeholder for Box<T> {
    fn placeholder() -> Self {
        Self::new(T::placeholder())
    }
}
