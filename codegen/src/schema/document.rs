//! One schema file as a whole.

use std::sync::Arc;

use super::{Deprecated, Example, Prose, Schema, Version};
use crate::source::{Node, Spanned};
use crate::text::Source;

/// What a file describes, told by the key that holds its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A command: `request` holds its parameters, `response` its result.
    Rpc,
    /// A notification: `response` is the payload.
    Notification,
    /// A hook: `request` is what the node sends, `response` what the plugin answers.
    Hook,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rpc, Self::Notification, Self::Hook];

    /// The key that names such a file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Rpc => "rpc",
            Self::Notification => "notification",
            Self::Hook => "hook",
        }
    }
}

/// One half of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// `request`
    Request,
    /// `response`
    Response,
}

impl Side {
    /// Both, in the order of a file.
    pub const ALL: [Self; 2] = [Self::Request, Self::Response];

    /// The key in a file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }

    /// Whether it is the node that writes this half, not the user: a result, a notification's payload,
    /// what a hook is called with.
    #[must_use]
    pub const fn is_written_by_node(self, target: Target) -> bool {
        match (target, self) {
            (Target::Rpc | Target::Notification, Self::Response) | (Target::Hook, Self::Request) => true,
            (Target::Rpc | Target::Notification, Self::Request) | (Target::Hook, Self::Response) => false,
        }
    }
}

/// A schema file.
#[derive(Clone, Debug)]
pub struct Document {
    /// The file.
    pub source: Arc<Source>,
    /// The whole file as JSON, corrected, for what the fields below do not hold.
    pub root: Node,
    /// What the file describes.
    pub target: Target,
    /// The name of the command, notification or hook, exactly as on the wire. Not empty.
    pub name: Spanned<String>,
    /// `title`: one line.
    pub title: Option<String>,
    /// `description`
    pub description: Prose,
    /// `warning`: one line.
    pub warning: Option<String>,
    /// `added`: the first release that has it.
    pub added: Option<Spanned<Version>>,
    /// `deprecated`
    pub deprecated: Option<Deprecated>,
    /// `request`
    pub request: Schema,
    /// `response`
    pub response: Schema,
    /// `examples`, without the malformed ones.
    pub examples: Vec<Example>,
    /// `errors`: what can go wrong, with codes, in words.
    pub errors: Prose,
    /// `see_also`
    pub see_also: Prose,
    /// `categories`
    pub categories: Prose,
    /// `author`
    pub author: Prose,
    /// `resources`
    pub resources: Prose,
    /// The other chapters (`usage`, `reliability`, ...), in the order of the file.
    pub sections: Vec<Section>,
}

/// A chapter of the manual page.
#[derive(Clone, Debug)]
pub struct Section {
    /// The key in the file, such as `restriction_format`.
    pub name: Spanned<String>,
    /// Its lines.
    pub text: Prose,
}
