//! Updates about a running call, which a node sends to clients that have enabled notifications.

use std::fmt;

use super::message::Message;
use crate::jsonrpc::{Id, Incoming};
use crate::record::DecodeError;
use crate::rules::{Field, Kind, ScalarKind, Shape, key_index};
use crate::types::Number;

/// A notification about a call.
///
/// ```no_run
/// use cln_runtime::client::{CallUpdate, blocking::Client};
/// # fn run(client: Client, pay: impl cln_runtime::Request) -> Result<(), Box<dyn std::error::Error>> {
/// client.call_raw("notifications", &r#"{"enable": true}"#.parse()?)?;
/// let notifications = client.notifications();
/// let call = client.prepare(&pay)?;
/// let id = call.id();
/// std::thread::spawn(move || {
///     for update in notifications.filter_map(|message| message.update().ok()) {
///         match update {
///             CallUpdate::Progress(progress) if progress.id == id => eprintln!("{:?} of {:?}", progress.num, progress.total),
///             _ => {}
///         }
///     }
/// });
/// let response = call.send();
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CallUpdate {
    /// `message`
    Message(CallMessage),
    /// `progress`
    Progress(CallProgress),
    /// Any other notification, or one of these two in a form that is not known.
    Other(Incoming),
}

impl CallUpdate {
    /// The id of the call that the update is about; `None` for other notifications.
    #[must_use]
    pub const fn id(&self) -> Option<&Id> {
        match self {
            Self::Message(message) => Some(&message.id),
            Self::Progress(progress) => Some(&progress.id),
            Self::Other(_) => None,
        }
    }
}

/// A log line about a call.
///
/// It is written by the plugin that executes the call, unchecked. That of a payment may contain its preimage, so `Debug`
/// does not show the text.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallMessage {
    /// The id of the call.
    pub id: Id,
    /// The log level: `debug`, `info`, `unusual` or the like, or any other word.
    pub level: Option<String>,
    /// The text.
    pub message: Option<String>,
}

/// The progress of a call.
///
/// It is written by the plugin that executes the call, unchecked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallProgress {
    /// The id of the call.
    pub id: Id,
    /// How many steps have been done.
    pub num: Option<Number>,
    /// How many steps there are.
    pub total: Option<Number>,
    /// The current stage, if the call has several.
    pub stage: Option<CallStage>,
}

/// A stage of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallStage {
    /// Its number; the first is 0.
    pub num: Option<Number>,
    /// How many stages there are.
    pub total: Option<Number>,
}

impl Message {
    /// Reads the message as an update about a call.
    ///
    /// # Errors
    /// It is not a JSON-RPC message.
    pub fn update(&self) -> Result<CallUpdate, DecodeError> {
        let incoming = self.decode()?;
        let update = match incoming.method.as_str() {
            "message" => incoming.decode().map(CallUpdate::Message),
            "progress" => incoming.decode().map(CallUpdate::Progress),
            _ => return Ok(CallUpdate::Other(incoming)),
        };
        Ok(update.unwrap_or(CallUpdate::Other(incoming)))
    }
}

impl fmt::Debug for CallMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.message.as_ref().map_or(0, String::len);
        f.debug_struct("CallMessage")
            .field("id", &self.id)
            .field("level", &self.level)
            .field("message", &format_args!("{length} bytes"))
            .finish()
    }
}

const NUMBER: Kind<'static> = Kind::Scalar(ScalarKind::Number);
const STRING: Kind<'static> = Kind::Scalar(ScalarKind::String);

static MESSAGE_FIELDS: &[Field<'static>] =
    &[Field::required("id", Kind::Any), Field::optional("level", STRING), Field::optional("message", STRING).secret()];
static MESSAGE: Shape<'static> = Shape::of_fields(MESSAGE_FIELDS, &key_index::<8>(MESSAGE_FIELDS));
crate::record!(CallMessage from Node by MESSAGE { id, level, message });

static PROGRESS_FIELDS: &[Field<'static>] = &[
    Field::required("id", Kind::Any),
    Field::optional("num", NUMBER),
    Field::optional("total", NUMBER),
    Field::optional("stage", Kind::Object(&STAGE)),
];
static PROGRESS: Shape<'static> = Shape::of_fields(PROGRESS_FIELDS, &key_index::<8>(PROGRESS_FIELDS));
crate::record!(CallProgress from Node by PROGRESS { id, num, total, stage });

static STAGE_FIELDS: &[Field<'static>] = &[Field::optional("num", NUMBER), Field::optional("total", NUMBER)];
static STAGE: Shape<'static> = Shape::of_fields(STAGE_FIELDS, &key_index::<4>(STAGE_FIELDS));
crate::record!(CallStage from Node by STAGE { num, total });
