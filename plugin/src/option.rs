//! Options of a plugin: declared once, read as typed values.

use std::marker::PhantomData;

/// An option of the plugin, which users set on the node's command line or in its configuration.
///
/// `T` is what [`Context::option`](crate::Context::option) gives: `Option<i64>` of an integer without a default, `i64` of one
/// with a default, `Vec<i64>` of one that may be given several times.
///
/// ```
/// use cln_plugin_kit::Opt;
///
/// const KEEP_DAYS: Opt<i64> = Opt::int("keep-days", "Payments older than this are deleted").default(30).dynamic();
/// const PEERS: Opt<Vec<String>> = Opt::string("trusted-peer", "A peer that is never held up").multi();
/// ```
#[derive(Debug)]
pub struct Opt<T> {
    pub(crate) declared: Declared,
    read: PhantomData<fn() -> T>,
}

impl<T> Clone for Opt<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Opt<T> {}

/// What the manifest says of an option.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declared {
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
    pub(crate) kind: Kind,
    pub(crate) default: Option<Default>,
    pub(crate) is_multi: bool,
    pub(crate) is_dynamic: bool,
    pub(crate) is_deprecated: bool,
}

/// The type of an option, as manifests name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    String,
    Conceal,
    Int,
    Bool,
    Flag,
}

/// The default of an option.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Default {
    Text(&'static str),
    Int(i64),
    Bool(bool),
}

impl Kind {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Conceal => "string-conceal",
            Self::Int => "int",
            Self::Bool => "bool",
            Self::Flag => "flag",
        }
    }
}

impl<T> Opt<T> {
    const fn new(name: &'static str, description: &'static str, kind: Kind) -> Self {
        let declared = Declared {
            name,
            description,
            kind,
            default: None,
            is_multi: false,
            is_dynamic: false,
            is_deprecated: false,
        };
        Self { declared, read: PhantomData }
    }

    const fn as_type<U>(declared: Declared) -> Opt<U> {
        Opt { declared, read: PhantomData }
    }

    /// It can be changed while the plugin runs, by the command `setconfig`. The new value is checked and kept; see
    /// [`Plugin::on_change`](crate::Plugin::on_change) for more.
    #[must_use]
    pub const fn dynamic(mut self) -> Self {
        self.declared.is_dynamic = true;
        self
    }

    /// The node warns those who use it.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.declared.is_deprecated = true;
        self
    }

    /// Its name, without the dashes before it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.declared.name
    }
}

impl Opt<Option<i64>> {
    /// An integer of 64 bits, as C reads it: also `0x10`, and `010` for 8.
    #[must_use]
    pub const fn int(name: &'static str, description: &'static str) -> Self {
        Self::new(name, description, Kind::Int)
    }

    /// What it is if nobody sets it.
    #[must_use]
    pub const fn default(mut self, default: i64) -> Opt<i64> {
        self.declared.default = Some(Default::Int(default));
        Self::as_type(self.declared)
    }

    /// It may be given several times.
    #[must_use]
    pub const fn multi(mut self) -> Opt<Vec<i64>> {
        self.declared.is_multi = true;
        Self::as_type(self.declared)
    }
}

impl Opt<Option<String>> {
    /// A text.
    #[must_use]
    pub const fn string(name: &'static str, description: &'static str) -> Self {
        Self::new(name, description, Kind::String)
    }

    /// A text that `listconfigs` does not show.
    #[must_use]
    pub const fn concealed(name: &'static str, description: &'static str) -> Self {
        Self::new(name, description, Kind::Conceal)
    }

    /// What it is if nobody sets it.
    #[must_use]
    pub const fn default(mut self, default: &'static str) -> Opt<String> {
        self.declared.default = Some(Default::Text(default));
        Self::as_type(self.declared)
    }

    /// It may be given several times.
    #[must_use]
    pub const fn multi(mut self) -> Opt<Vec<String>> {
        self.declared.is_multi = true;
        Self::as_type(self.declared)
    }
}

impl Opt<i64> {
    /// It may be given several times; if it never is, it is its default alone.
    #[must_use]
    pub const fn multi(mut self) -> Opt<Vec<i64>> {
        self.declared.is_multi = true;
        Self::as_type(self.declared)
    }
}

impl Opt<String> {
    /// It may be given several times; if it never is, it is its default alone.
    #[must_use]
    pub const fn multi(mut self) -> Opt<Vec<String>> {
        self.declared.is_multi = true;
        Self::as_type(self.declared)
    }
}

impl Opt<Option<bool>> {
    /// `true` or `false`, also `yes` or `no`.
    #[must_use]
    pub const fn bool(name: &'static str, description: &'static str) -> Self {
        Self::new(name, description, Kind::Bool)
    }

    /// What it is if nobody sets it.
    #[must_use]
    pub const fn default(mut self, default: bool) -> Opt<bool> {
        self.declared.default = Some(Default::Bool(default));
        Self::as_type(self.declared)
    }
}

impl Opt<bool> {
    /// A flag: there, or not there.
    #[must_use]
    pub const fn flag(name: &'static str, description: &'static str) -> Self {
        Self::new(name, description, Kind::Flag)
    }
}
