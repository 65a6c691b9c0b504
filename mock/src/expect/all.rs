//! All expectations of a node, and which of them a call is for.

use super::entry::{Answer, Entry};

/// All expectations of a node.
#[derive(Debug, Default)]
pub(crate) struct Expectations {
    pub(super) entries: Vec<Entry>,
    /// How many sequences have been begun.
    pub(super) sequences: u64,
    pub(super) disorders: Vec<Disorder>,
}

/// How the order of a sequence was broken, the first time it was.
#[derive(Debug)]
pub(super) struct Disorder {
    sequence: u64,
    /// The expectation that was called, when it was, and what that is about: one that had to be called first, or one
    /// further on.
    pub(super) called: usize,
    pub(super) when: &'static str,
    pub(super) other: usize,
    /// Which call it was, if it was recorded.
    pub(super) call: Option<usize>,
}

impl Expectations {
    /// Counts a call where it is expected; what is to be answered, if that has been said. `call` is its number among those
    /// that are recorded.
    pub(crate) fn called(&mut self, method: &[u8], params: &[u8], call: Option<usize>) -> Option<Answer> {
        let mut about = Vec::new();
        for (index, entry) in self.entries.iter_mut().enumerate() {
            if entry.method.as_bytes() != method || !entry.is_about(params, call) {
                continue;
            }
            if entry.looks_on() {
                entry.take(call);
            } else {
                about.push(index);
            }
        }
        let taker = self.taker(&about)?;
        self.keep_order(taker, call);
        for index in about.into_iter().filter(|index| *index != taker) {
            self.entries.get_mut(index)?.leave(call);
        }
        self.entries.get_mut(taker)?.take(call)
    }

    /// Of these expectations the first that has room, best one whose turn it is; if none has any, the last.
    fn taker(&self, about: &[usize]) -> Option<usize> {
        let has_room = |index: &&usize| self.entries.get(**index).is_some_and(Entry::has_room);
        let in_turn = about.iter().filter(has_room).find(|index| self.in_the_way_of(**index).is_none());
        in_turn.or_else(|| about.iter().find(has_room)).or(about.last()).copied()
    }

    /// What is in the way of an expectation in a sequence: one before it that wants more calls, or one behind it that has
    /// had some.
    fn in_the_way_of(&self, index: usize) -> Option<usize> {
        let sequence = self.entries.get(index)?.sequence?;
        let is_in_the_way = |(other, entry): &(usize, &Entry)| {
            let too_early = *other < index && entry.times.wants_more(entry.seen);
            let too_late = *other > index && entry.seen > 0;
            entry.sequence == Some(sequence) && (too_early || too_late)
        };
        self.entries.iter().enumerate().find(is_in_the_way).map(|(other, _)| other)
    }

    fn keep_order(&mut self, called: usize, call: Option<usize>) {
        let Some(entry) = self.entries.get(called).filter(|entry| entry.has_room()) else { return };
        let (Some(sequence), Some(other)) = (entry.sequence, self.in_the_way_of(called)) else { return };
        if self.disorders.iter().any(|disorder| disorder.sequence == sequence) {
            return;
        }
        let when = match self.entries.get(other) {
            _ if other > called => "after",
            Some(first) if first.seen > 0 => "before the last call of",
            _ => "before",
        };
        self.disorders.push(Disorder { sequence, called, when, other, call });
    }
}
