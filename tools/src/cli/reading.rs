//! What is said of how schemas are read, the same for every command.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use cln_codegen::Builder;
use cln_codegen::schema::{Side, Unknown, Version};

/// Where the schemas of this repository are.
pub(super) const DEFAULT_SCHEMAS: &str = "schemas";

/// Which corrections of schemas are made.
#[derive(Args, Debug)]
pub(super) struct Correcting {
    /// More options, and corrections of schemas, from a JSON file (see the end of `generate --help`).
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,

    /// Read schemas as they are written, with their known mistakes; secrets stay secret.
    #[arg(long)]
    pub(super) no_corrections: bool,
}

impl Correcting {
    /// The same, said to a builder.
    pub(super) fn say_to(&self, builder: Builder) -> Builder {
        self.config.iter().fold(builder.corrections(!self.no_corrections), Builder::config)
    }
}

/// What becomes of keywords and types that the dialect does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum UnknownWords {
    /// Report them as errors.
    Refuse,
    /// Report them as warnings; their place accepts any JSON.
    Any,
}

impl From<UnknownWords> for Unknown {
    fn from(words: UnknownWords) -> Self {
        match words {
            UnknownWords::Refuse => Self::Refuse,
            UnknownWords::Any => Self::AnyJson,
        }
    }
}

/// How one schema file is read.
#[derive(Args, Debug)]
pub(super) struct Reading {
    /// Oldest node to support, such as v23.05: fields that were added to answers later may be missing.
    #[arg(long, value_name = "VERSION")]
    pub(super) since: Option<Version>,

    /// Newest node to support, such as v24.11: what was added later is unknown.
    #[arg(long, value_name = "VERSION")]
    pub(super) until: Option<Version>,

    #[command(flatten)]
    pub(super) correcting: Correcting,

    /// How to treat unknown keywords and types, which a newer release may have.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(super) unknown: UnknownWords,
}

/// A side of a schema file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SideName {
    /// A command's parameters, or the payload of a hook.
    Request,
    /// A command's result, a notification's payload in any form, or the answer to a hook.
    Response,
}

impl From<SideName> for Side {
    fn from(name: SideName) -> Self {
        match name {
            SideName::Request => Self::Request,
            SideName::Response => Self::Response,
        }
    }
}
