//! A session over byte slices, without any socket.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a failing test may panic")]

use super::*;

/// A session and what comes in, as a front end holds them.
struct Line {
    numbers: Counter,
    session: Session<&'static str>,
    inbox: Inbox,
}

impl Line {
    fn new() -> Self {
        Self { numbers: Counter::default(), session: Session::new(), inbox: Inbox::new(10_000) }
    }

    fn begin(&mut self, method: &str, waiter: &'static str) -> u64 {
        let number = self.numbers.next();
        self.session.begin(EncodedRequest::new(number, method, b"{}", None), waiter).unwrap();
        number
    }

    /// Writes everything and gives what was written.
    fn write(&mut self) -> String {
        let mut written = String::new();
        while let Some(mut batch) = self.session.next_batch() {
            written.push_str(std::str::from_utf8(batch.rest()).unwrap());
            batch.advance(batch.rest().len());
            assert!(self.session.wrote(batch, None).is_empty());
        }
        written
    }

    /// Who was woken by these bytes, and with what.
    fn receive(&mut self, bytes: impl AsRef<[u8]>) -> Vec<String> {
        self.inbox.push(bytes.as_ref());
        let mut events = Vec::new();
        while let Some(received) = self.inbox.next().unwrap() {
            events.push(match self.session.receive(received) {
                Event::Dropped => "dropped".to_owned(),
                Event::Reply(waiter, reply) => format!("{waiter}: {}", shown(reply)),
                Event::Notification(_) => "notification".to_owned(),
                Event::Broken(broken) => format!("{broken:?}"),
            });
        }
        events
    }
}

fn shown(reply: Reply) -> String {
    match reply {
        Reply::Answer(frame) => match frame.outcome() {
            Outcome::Result(result) => String::from_utf8_lossy(result).into_owned(),
            other => format!("{other:?}"),
        },
        other => format!("{other:?}"),
    }
}

fn answer(method: &str, number: u64, result: &str) -> String {
    format!("{{\"jsonrpc\":\"2.0\",\"id\":\"cln-runtime:{method}#{number}\",\"result\":{result}}}\n\n")
}

fn ended(all: Vec<(&'static str, Reply)>) -> Vec<String> {
    let mut all: Vec<String> = all.into_iter().map(|(waiter, reply)| format!("{waiter}: {}", shown(reply))).collect();
    all.sort();
    all
}

#[test]
fn answers_find_their_requests_in_any_order() {
    let mut line = Line::new();
    let (first, second) = (line.begin("a", "alice"), line.begin("b", "bob"));
    let written = line.write();
    assert_eq!(written.matches("\"jsonrpc\":\"2.0\",\"id\":\"cln-runtime:").count(), 2);
    assert!(!line.session.has_unwritten());
    let answers = answer("b", second, "2") + &answer("a", first, "1");
    assert_eq!(line.receive(answers), ["bob: 2", "alice: 1"]);
}

#[test]
fn only_the_very_id_that_was_sent_is_an_answer() {
    let mut line = Line::new();
    let number = line.begin("a", "alice");
    line.write();
    for id in [
        format!("{number}"),
        format!("\"{number}\""),
        "\"cln-runtime:a#7\"".to_owned(),
        format!("\"cln-runtime:b#{number}\""),
        format!("\"cln-runtime:a#0{number}\""),
        format!("\"cln-runtime\\u003aa#{number}\""),
    ] {
        assert_eq!(line.receive(format!("{{\"id\":{id},\"result\":1}}")), ["dropped"], "{id}");
    }
    assert_eq!(line.receive(answer("a", number, "2")), ["alice: 2"]);
    assert_eq!(line.receive(answer("a", number, "3")), ["dropped"], "it was answered already");
}

#[test]
fn the_late_answer_of_a_call_that_was_given_up_is_dropped() {
    let mut line = Line::new();
    let late = line.begin("a", "late");
    line.write();
    assert_eq!(line.session.withdraw(late), Withdrawn::Sent);
    assert_eq!(line.session.withdraw(late), Withdrawn::Ended);
    let next = line.begin("a", "next");
    line.write();
    assert_eq!(line.receive(answer("a", late, "1") + &answer("a", next, "2")), ["dropped", "next: 2"]);
}

#[test]
fn what_was_given_up_before_it_was_written_is_never_written() {
    let mut line = Line::new();
    let (first, second) = (line.begin("a", "alice"), line.begin("b", "bob"));
    assert_eq!(line.session.withdraw(first), Withdrawn::Unsent);
    let written = line.write();
    assert!(!written.contains(":a#") && written.contains(&format!(":b#{second}")));
    let third = line.begin("c", "carol");
    line.session.withdraw(third);
    assert_eq!(line.write(), "");
    assert!(!line.session.has_unwritten());
}

#[test]
fn a_notification_is_no_answer() {
    let mut line = Line::new();
    let number = line.begin("a", "alice");
    line.write();
    let notification =
        format!(r#"{{"jsonrpc":"2.0","method":"message","params":{{"id":"cln-runtime:a#{number}","result":{{}}}}}}"#);
    assert_eq!(line.receive(notification + &answer("a", number, "1")), ["notification", "alice: 1"]);
}

#[test]
fn a_complaint_about_a_request_ends_the_connection_and_is_not_shown() {
    let mut line = Line::new();
    line.begin("a", "alice");
    line.write();
    let events = line.receive(r#"{"id":null,"error":{"code":-32600,"message":"bad: 'hunter2'"}}"#);
    assert_eq!(events, ["Rejected(RawText(62 bytes, not shown))"]);
}

#[test]
fn when_writing_fails_only_what_was_written_may_have_been_executed() {
    let mut line = Line::new();
    line.begin("a", "before");
    line.write();
    line.begin("b", "whole");
    line.begin("c", "cut");
    let mut batch = line.session.next_batch().unwrap();
    line.begin("d", "queued");
    let whole = batch.rest().iter().position(|byte| *byte == b'\n').unwrap();
    batch.advance(whole + 10);
    let unsent = line.session.wrote(batch, Some(ConnectionError::Closed));
    assert_eq!(ended(unsent), ["cut: Unsent(Closed)", "queued: Unsent(Closed)"]);
    // Answers that are on their way still come.
    assert_eq!(line.receive(answer("b", 1, "1")), ["whole: 1"]);
    assert_eq!(ended(line.session.end(ConnectionError::Closed)), ["before: Lost(Closed)"]);
    assert!(line.session.begin(EncodedRequest::new(9, "e", b"{}", None), "late").is_err());
}

#[test]
fn an_unfinished_batch_is_finished_first() {
    let mut line = Line::new();
    line.begin("a", "alice");
    let mut batch = line.session.next_batch().unwrap();
    batch.advance(5);
    let rest = String::from_utf8(batch.rest().to_vec()).unwrap();
    assert!(line.session.wrote(batch, None).is_empty());
    assert_eq!(line.session.withdraw(0), Withdrawn::Sent, "half of a request cannot be taken back");
    line.begin("b", "bob");
    assert!(line.write().starts_with(&(rest + "{\"jsonrpc\"")));
}

#[test]
fn what_is_half_written_when_the_connection_ends_was_not_sent() {
    let mut line = Line::new();
    line.begin("a", "alice");
    let mut batch = line.session.next_batch().unwrap();
    batch.advance(5);
    assert!(line.session.wrote(batch, None).is_empty());
    assert_eq!(ended(line.session.end(ConnectionError::Closed)), ["alice: Unsent(Closed)"]);
}

#[test]
fn what_is_being_written_when_the_connection_ends_is_judged_by_how_far_that_came() {
    let mut line = Line::new();
    for (method, waiter) in [("a", "whole"), ("b", "cut")] {
        line.begin(method, waiter);
    }
    let mut batch = line.session.next_batch().unwrap();
    line.begin("c", "queued");
    assert_eq!(ended(line.session.end(ConnectionError::Closed)), ["queued: Unsent(Closed)"]);
    batch.advance(batch.rest().len() - 3);
    assert_eq!(ended(line.session.wrote(batch, None)), ["cut: Unsent(Closed)", "whole: Lost(Closed)"]);
}

#[test]
fn a_request_may_be_executed_once_its_last_brace_is_written() {
    for (missing, expected) in [(3, "alice: Unsent(Closed)"), (2, "alice: Lost(Closed)"), (1, "alice: Lost(Closed)")] {
        let mut line = Line::new();
        line.begin("a", "alice");
        let mut batch = line.session.next_batch().unwrap();
        batch.advance(batch.rest().len() - missing);
        assert!(line.session.wrote(batch, None).is_empty());
        assert_eq!(ended(line.session.end(ConnectionError::Closed)), [expected], "{missing} bytes were not written");
    }
}

#[test]
fn a_large_request_is_written_on_its_own() {
    let mut line = Line::new();
    line.begin("a", "alice");
    let params = format!("[\"{}\"]", "x".repeat(100_000));
    line.session.begin(EncodedRequest::new(7, "big", params.as_bytes(), None), "big").unwrap();
    line.begin("b", "bob");
    let sizes: Vec<usize> = std::iter::from_fn(|| line.session.next_batch()).map(|batch| batch.rest().len()).collect();
    assert_eq!(sizes.len(), 3);
    assert!(sizes[1] > 100_000 && sizes[0] < 1000 && sizes[2] < 1000, "{sizes:?}");
}

#[test]
fn an_answer_that_is_too_long_ends_only_its_own_call() {
    let mut line = Line::new();
    let (first, second) = (line.begin("a", "alice"), line.begin("b", "bob"));
    line.write();
    let long = answer("a", first, &format!("\"{}\"", "x".repeat(20_000)));
    assert_eq!(line.receive(long + &answer("b", second, "2")), ["alice: TooLong", "bob: 2"]);
}

#[test]
fn whoever_waits_for_a_writer_is_unwritten_until_the_last_byte() {
    let mut line = Line::new();
    let number = line.begin("a", "alice");
    assert!(line.session.is_unwritten(number));
    for last in [false, true] {
        let mut batch = line.session.next_batch().unwrap();
        let count = if last { batch.rest().len() } else { batch.rest().len() - 1 };
        batch.advance(count);
        assert!(line.session.is_unwritten(number), "it is being written");
        line.session.wrote(batch, None);
        assert_eq!(line.session.is_unwritten(number), !last);
    }
}

#[test]
fn of_a_batch_that_could_not_be_written_only_what_was_begun_stays() {
    let mut line = Line::new();
    for (method, waiter) in [("a", "done"), ("b", "begun"), ("c", "given up"), ("d", "queued")] {
        line.begin(method, waiter);
    }
    let mut batch = line.session.next_batch().unwrap();
    let done = batch.rest().windows(2).position(|end| end == b"\n\n").unwrap() + 2;
    batch.advance(done + 5);
    let rest = std::str::from_utf8(batch.rest()).unwrap().split_inclusive("\n\n").next().unwrap().to_owned();
    assert!(line.session.wrote(batch, None).is_empty());
    assert_eq!(line.session.withdraw(2), Withdrawn::Unsent);
    let expected = rest + r#"{"jsonrpc":"2.0","id":"cln-runtime:d#3","method":"d","params":{}}"# + "\n\n";
    assert_eq!(line.write(), expected);
}

#[test]
fn what_is_given_up_takes_no_memory() {
    let mut line = Line::new();
    line.begin("a", "alice");
    let blocked = line.session.next_batch().unwrap();
    for _ in 0..10_000 {
        let number = line.begin("b", "bob");
        assert_eq!(line.session.withdraw(number), Withdrawn::Unsent);
        assert!(line.session.queue.len() <= 130, "{}", line.session.queue.len());
    }
    assert_eq!(line.session.pending.len(), 1);
    line.session.wrote(blocked, None);
}

#[test]
fn an_answer_to_what_was_not_sent_is_none() {
    let mut line = Line::new();
    let number = line.begin("a", "alice");
    assert_eq!(line.receive(answer("a", number, "1")), ["dropped"]);
    line.write();
    assert_eq!(line.receive(answer("a", number, "2")), ["alice: 2"]);
}
