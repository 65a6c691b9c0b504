//! What can go wrong with a mock node itself.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use cln_bindings::DelpayPayments;
use cln_runtime::{Hash, Violations, visible};
use rusqlite::ErrorCode;

use crate::plugin::PluginFault;

/// Why a mock node cannot start, or cannot do what a test asks of it. What caused that is its
/// [`source`](std::error::Error::source).
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The socket cannot be made.
    Socket(PathBuf, io::Error),
    /// Somebody listens on the socket already.
    InUse(PathBuf),
    /// What is there is no socket, and is left alone.
    NotASocket(PathBuf),
    /// The system refuses something else, such as a thread.
    System(io::Error),
    /// The database, which is in memory if there is no file, cannot be used.
    Database(Option<PathBuf>, rusqlite::Error),
    /// A file cannot be read.
    Unreadable(PathBuf, io::Error),
    /// Payments, of a file if there is one, are not as nodes answer them.
    Payments(Option<PathBuf>, Violations),
    /// A payment, of a file if there is one, is there already: another has its hash, part and group.
    Duplicate {
        /// The file of payments.
        file: Option<PathBuf>,
        /// Its hash.
        payment_hash: Hash,
        /// Its part, 0 if it has none.
        partid: u64,
        /// Its group, 0 if it has none.
        groupid: u64,
    },
    /// Rows, of a file if there is one, are not as nodes list them.
    Listings(Option<PathBuf>, String),
    /// A payment of this hash cannot be completed with a preimage of another.
    Preimage {
        /// Its hash.
        payment_hash: Hash,
    },
    /// No part of a payment of this hash is pending.
    NotPending {
        /// Its hash.
        payment_hash: Hash,
    },
    /// An invoice cannot be paid: which, and why.
    NotPaid(String, String),
    /// The program of a plugin cannot be run.
    Program(PathBuf, io::Error),
    /// A plugin, by its name, was given an option that it does not have, or not so: what the node says.
    PluginOption(String, String),
    /// A node would not go on with a plugin: its name, and why.
    Plugin(String, PluginFault),
    /// Faults are not described as they have to be.
    Faults(String),
    /// A fault on this command could never do anything: where in an answer it belongs, only the command's schema says.
    FaultWithoutSchema(String),
    /// What was recorded in a file cannot be replayed.
    Replay(PathBuf, String),
    /// The schemas are wrong.
    Schemas(cln_codegen::Error),
    /// No schema describes a command of this name.
    NoSuchCommand(String),
    /// No schema describes a hook or notification of this name.
    NoSuchEvent(String),
    /// What plugins are asked at a hook, or told by a notification, of this name cannot be made: why.
    NotMade(String, String),
    /// The text is no version of a node.
    Version(cln_codegen::schema::VersionError),
}

impl Error {
    pub(crate) fn database(file: Option<&Path>, error: rusqlite::Error) -> Self {
        Self::Database(file.map(Path::to_owned), error)
    }

    /// If the database has failed, it is that of this file.
    pub(crate) fn of_database(self, file: Option<&Path>) -> Self {
        match self {
            Self::Database(None, error) => Self::database(file, error),
            other => other,
        }
    }

    pub(crate) fn duplicate(file: Option<&Path>, payment: &DelpayPayments) -> Self {
        Self::Duplicate {
            file: file.map(Path::to_owned),
            payment_hash: payment.payment_hash,
            partid: payment.partid.unwrap_or(0),
            groupid: payment.groupid.unwrap_or(0),
        }
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(None, error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Socket(path, _) => write!(f, "cannot listen on {}", visible(path.display())),
            Self::InUse(path) => write!(f, "{} is in use: another node listens there", visible(path.display())),
            Self::NotASocket(path) => write!(f, "{} is no socket; it is left as it is", visible(path.display())),
            Self::System(_) => f.write_str("cannot start"),
            Self::Database(Some(path), error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => {
                write!(f, "the database {} is in use: another node has this file", visible(path.display()))
            }
            Self::Database(Some(path), _) => write!(f, "cannot use the database {}", visible(path.display())),
            Self::Database(None, _) => f.write_str("cannot use the database in memory"),
            Self::Unreadable(path, _) => write!(f, "cannot read {}", visible(path.display())),
            Self::Payments(Some(path), _) => {
                write!(f, "the payments of {} are not as a node answers them", visible(path.display()))
            }
            Self::Payments(None, _) => f.write_str("the payments are not as a node answers them"),
            Self::Duplicate { file, payment_hash, partid, groupid } => {
                let of = file.iter().map(|path| format!(" of {}", visible(path.display()))).collect::<String>();
                write!(
                    f,
                    "the payment {payment_hash}{of} with partid {partid} and groupid {groupid} is there already, in the \
                     database or among those before it: leave it out, or begin with another database"
                )
            }
            Self::Listings(Some(path), why) => {
                write!(f, "the rows of {} are not as a node lists them: {}", visible(path.display()), visible(why))
            }
            Self::Listings(None, why) => write!(f, "the rows are not as a node lists them: {}", visible(why)),
            Self::Preimage { payment_hash } => {
                write!(f, "the payment {payment_hash} cannot succeed with this preimage, whose hash is another one")
            }
            Self::NotPending { payment_hash } => {
                write!(f, "no part of the payment {payment_hash} is pending: there is nothing to be ended")
            }
            Self::NotPaid(invoice, why) => {
                write!(f, "the invoice {} cannot be paid: {}", visible(invoice), visible(why))
            }
            Self::Program(path, _) => write!(f, "the plugin {} cannot be run", visible(path.display())),
            Self::PluginOption(name, why) => {
                write!(f, "an option of the plugin {} is wrong: {}", visible(name), visible(why))
            }
            Self::Plugin(name, fault) => write!(f, "the plugin {} does not start: {fault}", visible(name)),
            Self::Faults(why) => write!(f, "the faults cannot be read: {}", visible(why)),
            Self::FaultWithoutSchema(command) => {
                let command = visible(command);
                write!(f, "a fault on {command} needs the schema of {command}: no schema that was named describes it")
            }
            Self::Replay(path, why) => write!(f, "{} cannot be replayed: {}", visible(path.display()), visible(why)),
            Self::Schemas(_) => f.write_str("the schemas are wrong"),
            Self::NoSuchCommand(name) => {
                write!(f, "no schema that was named describes the command {}", visible(name))
            }
            Self::NoSuchEvent(name) => {
                let name = visible(name);
                write!(f, "no schema that was named describes the hook or notification {name}: name those of a release")
            }
            Self::NotMade(name, why) => {
                write!(f, "no {} can be made of its schema: {}", visible(name), visible(why))
            }
            Self::Version(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Socket(_, error) | Self::System(error) | Self::Unreadable(_, error) | Self::Program(_, error) => {
                Some(error)
            }
            Self::Database(_, error) => Some(error),
            Self::Schemas(error) => Some(error),
            Self::Payments(_, violations) => Some(violations),
            // A version's error is told as it is, so it is not the source, too.
            Self::InUse(_)
            | Self::NotASocket(_)
            | Self::Faults(_)
            | Self::FaultWithoutSchema(_)
            | Self::Preimage { .. }
            | Self::NotPending { .. }
            | Self::Replay(..)
            | Self::Plugin(..)
            | Self::PluginOption(..)
            | Self::Listings(..)
            | Self::NotPaid(..)
            | Self::Duplicate { .. }
            | Self::NoSuchCommand(_)
            | Self::NoSuchEvent(_)
            | Self::NotMade(..)
            | Self::Version(_) => None,
        }
    }
}
