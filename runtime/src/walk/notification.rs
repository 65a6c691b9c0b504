//! Notifications, whose payload stands in the document in one of several ways.

use super::report::Report;
use super::{Mode, Place, Stop, TWICE, Violations, Walker};
use crate::json::{Next, Problem, SliceSource, Source, SyntaxError};
use crate::rules::{Kind, Rule, Shape};
use crate::value::{Reflect, Token};

/// What a document is taken for: all that a node sends of one topic.
///
/// Nodes wrap the payload in an object with the topic's name, `{"block_added": {"hash": ...}}`. v23.11 writes it bare, too,
/// and cln-plugin publishes both in one object, `{"a": 1, "topic": {"a": 1}}`. A member with the topic's name that is an
/// object is the payload, wherever it stands, and what stands beside it is not looked at. If the payload itself has a
/// field of that name (as that of `log` does), the field's type decides: one that cannot be an object changes nothing. If
/// it can be one, the document is a wrapper if it has no other member, and if what is in it has the field, should that be
/// required.
///
/// The payload is the root for pointers. It is walked where it stands, so that of a stream nothing is kept but what
/// comes before it, and the document if that is not wrapped.
#[derive(Clone, Copy)]
pub(crate) struct Topic<'t> {
    /// Its name.
    pub(crate) name: &'t str,
    /// The rules of its payload.
    pub(crate) shape: &'t Shape<'t>,
    /// Whether the document may be the whole message, whose `params` are what is described above. It is one if it has
    /// the members `method` and `params`, and the payload has no fields of these names.
    pub(crate) in_message: bool,
}

/// Where the payload stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// It is the document.
    Bare,
    /// In a member with the topic's name.
    Wrapped,
    /// In the member `params`, in one of these two ways.
    Message,
}

/// Walks a document of a topic.
///
/// # Errors
/// As the walk of any other document.
pub(super) fn walk_notification<S: Source>(
    source: S,
    topic: &Topic<'_>,
    slot: Option<&mut dyn Reflect>,
    mode: Mode,
    mut report: Report,
) -> Result<(), Violations> {
    let mut walker = Walker::new(source, mode, &mut report);
    let outcome = walker.notification(topic, topic.in_message, slot);
    walker.finish(outcome);
    report.finish()
}

/// Decodes the payload of a notification that a node wrote.
///
/// # Errors
/// The first thing that does not fit.
pub(crate) fn decode_notification(json: &[u8], topic: &Topic<'_>, slot: &mut dyn Reflect) -> Result<(), Violations> {
    walk_notification(SliceSource::new(json), topic, Some(slot), Mode::Lenient, Report::new(Mode::Lenient))
}

impl<S: Source> Walker<'_, S> {
    fn notification(
        &mut self,
        topic: &Topic<'_>,
        in_message: bool,
        slot: Option<&mut dyn Reflect>,
    ) -> Result<(), Stop> {
        match self.layout(topic, in_message)? {
            Layout::Bare => self.object(topic.shape, slot, &Place::ROOT),
            Layout::Wrapped => self.wrapped(topic, slot),
            Layout::Message => self.message(topic, slot),
        }
    }

    /// Looks ahead to where the payload stands; consumes nothing.
    fn layout(&mut self, topic: &Topic<'_>, in_message: bool) -> Result<Layout, Stop> {
        let mark = self.source.mark();
        match topic.layout(in_message, &mut self.source) {
            Err(error) if is_final(&error) => Err(self.syntax(&error)),
            found => {
                self.source.rewind(mark);
                // What is no JSON is reported in its turn.
                Ok(found.unwrap_or(Layout::Bare))
            }
        }
    }

    /// An object that has the payload in the member with the topic's name.
    fn wrapped(&mut self, topic: &Topic<'_>, mut slot: Option<&mut dyn Reflect>) -> Result<(), Stop> {
        let (mut is_walked, mut is_known) = (false, false);
        self.source.enter_object().map_err(|error| self.report.syntax(&error))?;
        let mut first = true;
        while let Some(name) = self.source.next_key(first).map_err(|error| self.report.syntax(&error))? {
            first = false;
            if name != topic.name.as_bytes() {
                self.skip()?;
                continue;
            }
            self.once(topic.name, &mut is_known)?;
            if !is_walked && self.peek()? == Next::Object {
                is_walked = true;
                self.object(topic.shape, slot.take(), &Place::ROOT)?;
            } else {
                self.skip()?;
            }
        }
        Ok(())
    }

    /// A whole message.
    fn message(&mut self, topic: &Topic<'_>, mut slot: Option<&mut dyn Reflect>) -> Result<(), Stop> {
        let (mut has_method, mut has_params, mut is_ours) = (false, false, true);
        self.source.enter_object().map_err(|error| self.report.syntax(&error))?;
        let mut first = true;
        while let Some(name) = self.source.next_key(first).map_err(|error| self.report.syntax(&error))? {
            first = false;
            match name {
                b"method" => {
                    self.once("method", &mut has_method)?;
                    is_ours &= self.method(topic)?;
                }
                b"params" => {
                    let is_walked = has_params;
                    self.once("params", &mut has_params)?;
                    match is_ours && !is_walked {
                        true => self.notification(topic, false, slot.take())?,
                        false => self.skip()?,
                    }
                }
                _ => self.skip()?,
            }
        }
        Ok(())
    }

    /// Whether the method of a message is the topic.
    fn method(&mut self, topic: &Topic<'_>) -> Result<bool, Stop> {
        let text = self.source.raw().map_err(|error| self.report.syntax(&error))?;
        let is_ours = SliceSource::new(text.as_bytes()).string().is_ok_and(|name| name == topic.name.as_bytes());
        if !is_ours {
            let message = format!("expected {:?}, found {}", topic.name, super::found(Token::Json(text), false));
            self.report.add(Rule::Enum, &Place::ROOT.name("method", false), message)?;
        }
        Ok(is_ours)
    }

    /// Reports a member that stands there for the second time.
    fn once(&mut self, name: &str, is_known: &mut bool) -> Result<(), Stop> {
        if std::mem::replace(is_known, true) {
            self.report.add(Rule::Duplicate, &Place::ROOT.name(name, false), TWICE.to_owned())?;
        }
        Ok(())
    }

    fn skip(&mut self) -> Result<(), Stop> {
        self.source.skip().map_err(|error| self.report.syntax(&error))
    }
}

/// Whether reading has come to its end, and not only JSON.
const fn is_final(error: &SyntaxError) -> bool {
    matches!(error.problem(), Problem::TokenTooLong | Problem::ValueTooLong | Problem::Io(_))
}

impl Topic<'_> {
    /// Where the payload stands in the next value, of which no more is consumed than it takes to know.
    fn layout<S: Source>(&self, in_message: bool, source: &mut S) -> Result<Layout, SyntaxError> {
        let names = [&b"method"[..], b"params"];
        let in_message = in_message && names.iter().all(|name| self.shape.lookup(name).is_none());
        if source.peek()? != Next::Object {
            return Ok(Layout::Bare);
        }
        let rival = self.rival();
        let (mut seen, mut may_wrap, mut members) = ([false; 2], false, 0);
        source.enter_object()?;
        while let Some(name) = source.next_key(members == 0)? {
            members += 1;
            let is_topic = name == self.name.as_bytes();
            let envelope = names.iter().position(|known| in_message && name == *known);
            if is_topic && source.peek()? == Next::Object {
                match rival {
                    Rival::None => return Ok(Layout::Wrapped),
                    Rival::Optional => may_wrap = true,
                    Rival::Required => {
                        may_wrap = self.is_inside(source)?;
                        continue;
                    }
                }
            }
            if let Some(index) = envelope {
                seen[index] = true;
                if seen == [true; 2] {
                    return Ok(Layout::Message);
                }
            }
            source.skip()?;
        }
        Ok(if may_wrap && members == 1 { Layout::Wrapped } else { Layout::Bare })
    }

    /// Whether the object that comes next has a member with the topic's name.
    fn is_inside<S: Source>(&self, source: &mut S) -> Result<bool, SyntaxError> {
        let (mut is_inside, mut first) = (false, true);
        source.enter_object()?;
        while let Some(name) = source.next_key(first)? {
            first = false;
            is_inside |= name == self.name.as_bytes();
            source.skip()?;
        }
        Ok(is_inside)
    }

    fn rival(&self) -> Rival {
        let may_be_object = |kind: &Kind<'_>| matches!(kind, Kind::Object(_)) || kind.takes_json();
        match self.shape.lookup(self.name.as_bytes()) {
            Some((_, field)) if may_be_object(&field.kind) && field.required => Rival::Required,
            Some((_, field)) if may_be_object(&field.kind) => Rival::Optional,
            _ => Rival::None,
        }
    }
}

/// A field of the payload that has the topic's name and may be an object, so that it may be taken for a wrapper.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rival {
    None,
    Optional,
    Required,
}
