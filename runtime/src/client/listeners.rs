//! Those who want the notifications of a connection.

use super::mailbox::Mailbox;
use super::message::Message;
use super::session::Frame;

/// The listeners of a connection, each of which may be waited for by a `W`.
pub(crate) struct Listeners<W> {
    all: Vec<Listener<W>>,
    /// The number of the next.
    next: u64,
    /// How many bytes are kept for each of them.
    most: usize,
    wake: fn(W),
}

struct Listener<W> {
    number: u64,
    mailbox: Mailbox,
    /// Who waits for the next notification.
    waiter: Option<W>,
}

impl<W> Listeners<W> {
    /// None yet. Whoever waits is woken by `wake`.
    pub(crate) const fn new(most: usize, wake: fn(W)) -> Self {
        Self { all: Vec::new(), next: 0, most, wake }
    }

    /// Keeps notifications, from now on, for another listener, whose number is given.
    pub(crate) fn add(&mut self) -> u64 {
        let number = self.next;
        self.next += 1;
        self.all.push(Listener { number, mailbox: Mailbox::new(self.most), waiter: None });
        number
    }

    /// Keeps nothing more for this listener.
    pub(crate) fn remove(&mut self, number: u64) {
        self.all.retain(|listener| listener.number != number);
    }

    /// How many notifications were thrown away because this listener did not take them.
    pub(crate) fn missed(&mut self, number: u64) -> u64 {
        self.listener(number).map_or(0, |listener| listener.mailbox.missed)
    }

    /// The oldest notification for this listener. If there is none, `waiter` is woken when one comes.
    pub(crate) fn take(&mut self, number: u64, waiter: impl FnOnce() -> W) -> Option<Message> {
        let listener = self.listener(number)?;
        let message = listener.mailbox.take();
        listener.waiter = message.is_none().then(waiter);
        message
    }

    /// Keeps a notification for each.
    pub(crate) fn announce(&mut self, frame: Frame) {
        if self.all.is_empty() {
            return;
        }
        let message = Message::new(frame);
        for listener in &mut self.all {
            listener.mailbox.add(message.clone());
        }
        self.wake_all();
    }

    /// Wakes all who wait.
    pub(crate) fn wake_all(&mut self) {
        self.all.iter_mut().filter_map(|listener| listener.waiter.take()).for_each(self.wake);
    }

    fn listener(&mut self, number: u64) -> Option<&mut Listener<W>> {
        self.all.iter_mut().find(|listener| listener.number == number)
    }
}
