//! How users make a struct, set its options, and reach what its tags promise.

/// How a struct is made by its users.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// `new` takes the required fields.
    Arguments(Vec<usize>),
    /// `new` takes one struct of that name with the required fields, which cannot be left incomplete.
    Required(String, Vec<usize>),
}

/// A method that sets one option, or a group of them that goes together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setter {
    /// The method's name.
    pub name: String,
    /// The indices of the fields it sets.
    pub fields: Vec<usize>,
}

/// Typed access to the fields that are there where a tag has certain values.
#[derive(Clone, Debug)]
pub struct View {
    /// The name of its struct.
    pub name: String,
    /// The name of the method that gives it.
    pub method: String,
    /// When it applies, in words.
    pub reason: String,
    /// When it applies.
    pub tests: Vec<ViewTest>,
    /// The fields, which are optional otherwise.
    pub fields: Vec<usize>,
}

/// What a tag must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ViewTest {
    /// The field is one of these strings.
    Text {
        /// The field's index.
        index: usize,
        /// The strings.
        values: Vec<String>,
    },
    /// The field is this truth value.
    Flag {
        /// The field's index.
        index: usize,
        /// The field's name on the wire.
        wire: String,
        /// What it must be.
        value: bool,
    },
}
