//! What plugins say to one caller, in the order in which they say it.

use std::collections::VecDeque;
use std::sync::Mutex;

use crate::lock::lock;

/// What a caller is to hear of its calls, each of which has a number.
#[derive(Debug, Default)]
pub(crate) struct Heard(Mutex<Queue>);

#[derive(Debug, Default)]
struct Queue {
    calls: u64,
    news: VecDeque<(u64, News)>,
}

/// What a plugin says of a call.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum News {
    /// How it goes on: a notification.
    Told(Vec<u8>),
    /// What is answered; `None` if the plugin is not there any more.
    Answered(Option<Vec<u8>>),
}

impl Heard {
    /// The number of a call that is made.
    pub(super) fn call(&self) -> u64 {
        let mut queue = lock(&self.0);
        queue.calls += 1;
        queue.calls
    }

    pub(super) fn push(&self, call: u64, news: News) {
        lock(&self.0).news.push_back((call, news));
    }

    /// Which call the first news are of.
    pub(crate) fn first(&self) -> Option<u64> {
        lock(&self.0).news.front().map(|(call, _)| *call)
    }

    /// Takes the first news.
    pub(crate) fn take(&self) -> Option<News> {
        lock(&self.0).news.pop_front().map(|(_, news)| news)
    }
}
