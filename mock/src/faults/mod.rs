//! Faults on purpose: what a client has to be able to bear.

mod edit;
mod file;

use std::time::Duration;

use cln_runtime::{Json, Request, RpcError};

pub(crate) use edit::{Edit, apply};
pub(crate) use file::read;

use crate::condition::Condition;
use crate::dice::Dice;

/// Something that goes wrong with answers, as it may with a real node, or worse.
///
/// ```
/// use std::time::Duration;
/// use cln_mock::Fault;
///
/// let slow = Fault::delay(Duration::from_millis(20)).on("delpay").after(1).times(3);
/// let now_and_then = Fault::drop_answer().percent(10);
/// let the_third_call = Fault::cut_answer().on("delpay").on_call(3);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Fault {
    kind: Kind,
    method: Option<String>,
    condition: Option<Condition>,
    after: u64,
    times: Option<u64>,
    percent: u64,
}

/// The longest list that is made.
const MOST_ITEMS: usize = 10_000_000;

/// What goes wrong.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Delay(Duration),
    Reorder(Duration),
    Drop,
    Cut,
    UnknownEnumValue,
    ExtraField,
    MissingField,
    Error(RpcError),
    Notification { method: String, params: Option<Json> },
    HugeList(usize),
}

impl Fault {
    const fn new(kind: Kind) -> Self {
        Self { kind, method: None, condition: None, after: 0, times: None, percent: 100 }
    }

    /// The answer comes so much later by the system's clock; answers to later requests overtake it.
    pub const fn delay(time: Duration) -> Self {
        Self::new(Kind::Delay(time))
    }

    /// The answer comes after that to a later request of the connection; if there is none, after this time.
    pub const fn reorder(patience: Duration) -> Self {
        Self::new(Kind::Reorder(patience))
    }

    /// The request is executed and never answered.
    pub const fn drop_answer() -> Self {
        Self::new(Kind::Drop)
    }

    /// The request is executed, and the connection closed in the middle of the answer.
    pub const fn cut_answer() -> Self {
        Self::new(Kind::Cut)
    }

    /// One field of the result that is one of a few words has another, as newer nodes may write. Only the schema of a
    /// command says which fields these are.
    pub const fn unknown_enum_value() -> Self {
        Self::new(Kind::UnknownEnumValue)
    }

    /// One object of the result has a field that nobody knows.
    pub const fn extra_field() -> Self {
        Self::new(Kind::ExtraField)
    }

    /// One object of the result lacks a field that it must have. Only the schema of a command says which fields these
    /// are.
    pub const fn missing_field() -> Self {
        Self::new(Kind::MissingField)
    }

    /// The request is answered by this error, which may carry data, and not executed.
    pub const fn error(error: RpcError) -> Self {
        Self::new(Kind::Error(error))
    }

    /// A notification comes before the answer, whether the client wants any or not: `message`, as of a command that
    /// takes long.
    pub fn notification() -> Self {
        Self::new(Kind::Notification { method: "message".to_owned(), params: None })
    }

    /// This notification comes before the answer.
    pub fn notification_of(method: impl Into<String>, params: Json) -> Self {
        Self::new(Kind::Notification { method: method.into(), params: Some(params) })
    }

    /// The first list in the result that has anything in it is repeated until it has so many items, ten million at most:
    /// the answer is made in memory.
    pub const fn huge_list(items: usize) -> Self {
        Self::new(Kind::HugeList(if items > MOST_ITEMS { MOST_ITEMS } else { items }))
    }

    /// Only with this command. Without it, with all.
    pub fn on(mut self, method: impl Into<String>) -> Self {
        self.method = Some(method.into());
        self
    }

    /// Only with calls of one command whose parameters are such. Those that are no request of the type are not.
    ///
    /// ```
    /// use cln_bindings::DelpayRequest;
    /// use cln_mock::Fault;
    ///
    /// let never_answered = Fault::drop_answer().when(|request: &DelpayRequest| request.partid == Some(2));
    /// ```
    ///
    /// The closure must not use the node, which waits for it.
    pub fn when<R: Request>(mut self, matches: impl Fn(&R) -> bool + Send + Sync + 'static) -> Self {
        self.condition = Some(Condition::new(matches));
        self.on(R::METHOD)
    }

    /// The command without whose rules it can do nothing.
    pub(crate) fn needs_rules_of(&self) -> Option<&str> {
        let looks_for_a_place = matches!(self.kind, Kind::UnknownEnumValue | Kind::MissingField);
        self.method.as_deref().filter(|_| looks_for_a_place)
    }

    /// Only with this call, counted from 1 among those that the fault is about.
    pub const fn on_call(self, call: u64) -> Self {
        self.after(call.saturating_sub(1)).times(1)
    }

    /// Not with so many calls, at first.
    pub const fn after(mut self, calls: u64) -> Self {
        self.after = calls;
        self
    }

    /// Only so many times.
    pub const fn times(mut self, times: u64) -> Self {
        self.times = Some(times);
        self
    }

    /// Only with so many of a hundred calls, which the seed decides. What a call gets depends on how many of its command
    /// came before, and on nothing else.
    pub const fn percent(mut self, percent: u64) -> Self {
        self.percent = percent;
        self
    }
}

/// The faults of a node, and how often each has had the chance.
#[derive(Debug, Default)]
pub(crate) struct Plan {
    seed: u64,
    faults: Vec<Planned>,
}

#[derive(Debug)]
struct Planned {
    fault: Fault,
    calls: u64,
    done: u64,
}

/// What goes wrong with one call.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    pub(crate) delay: Option<Duration>,
    pub(crate) reorder: Option<Duration>,
    pub(crate) drop: bool,
    /// Where the answer is cut, in millionths of its length.
    pub(crate) cut: Option<u64>,
    pub(crate) error: Option<RpcError>,
    pub(crate) notifications: Vec<(String, Option<Json>)>,
    pub(crate) edits: Vec<Edit>,
}

impl Plan {
    pub(crate) fn new(seed: u64, faults: impl IntoIterator<Item = Fault>) -> Self {
        let mut plan = Self { seed, faults: Vec::new() };
        faults.into_iter().for_each(|fault| plan.add(fault));
        plan
    }

    pub(crate) fn add(&mut self, fault: Fault) {
        self.faults.push(Planned { fault, calls: 0, done: 0 });
    }

    /// What goes wrong with the next call of a command.
    pub(crate) fn next(&mut self, method: &[u8], params: &[u8]) -> Faults {
        let mut faults = Faults::default();
        for (index, planned) in (0..).zip(&mut self.faults) {
            if let Some(dice) = planned.throw(self.seed, index, method, params) {
                planned.fault.kind.add_to(&mut faults, dice);
            }
        }
        faults
    }
}

impl Planned {
    /// The dice for the details, if it is this call's turn.
    fn throw(&mut self, seed: u64, index: u64, method: &[u8], params: &[u8]) -> Option<Dice> {
        let fault = &self.fault;
        let is_meant = fault.method.as_ref().is_none_or(|wanted| wanted.as_bytes() == method)
            && fault.condition.as_ref().is_none_or(|condition| condition.holds(params));
        if !is_meant {
            return None;
        }
        self.calls += 1;
        let mut dice = Dice::new(seed, index, self.calls);
        let is_hit = dice.roll(100) < fault.percent;
        if self.calls <= fault.after || !is_hit || fault.times.is_some_and(|times| self.done >= times) {
            return None;
        }
        self.done += 1;
        Some(dice)
    }
}

impl Kind {
    fn add_to(&self, faults: &mut Faults, mut dice: Dice) {
        match self {
            Self::Delay(time) => faults.delay = Some(*time),
            Self::Reorder(patience) => faults.reorder = Some(*patience),
            Self::Drop => faults.drop = true,
            Self::Cut => faults.cut = Some(dice.roll(1_000_000)),
            Self::UnknownEnumValue => faults.edits.push(Edit::UnknownEnumValue(dice)),
            Self::ExtraField => faults.edits.push(Edit::ExtraField(dice)),
            Self::MissingField => faults.edits.push(Edit::MissingField(dice)),
            Self::Error(error) => faults.error = Some(error.clone()),
            Self::Notification { method, params } => faults.notifications.push((method.clone(), params.clone())),
            Self::HugeList(items) => faults.edits.push(Edit::HugeList(*items)),
        }
    }
}
