//! Calls that time out.

use super::*;
use crate::client::call::Call;

/// Asks for a page or waits, and has no events.
struct Silent {
    is_waiting: bool,
}

impl Feed<(), RpcError> for Silent {
    fn next(&mut self) -> Option<()> {
        None
    }

    fn call(&self, _: bool) -> Result<Call<'static>, NotSentError> {
        Ok(Call::bare("wait"))
    }

    fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    fn take(&mut self, outcome: CallOutcome) -> Result<(), CallError<RpcError>> {
        outcome.read(|_| Ok(()))
    }

    fn position(&self) -> u64 {
        0
    }
}

/// What follows on as many calls that time out: the length of each pause in milliseconds; `None` for a call at once.
fn after_timeouts(is_waiting: bool, count: usize) -> Vec<Option<u128>> {
    let mut follower = Follower::new(Box::new(Silent { is_waiting }), true);
    let mut pauses = Vec::new();
    assert!(matches!(follower.step(), Step::Call(_)));
    for _ in 0..count {
        let (error, is_lost) = follower.take(Ok(CallOutcome::Expired));
        assert!(error.is_none() && is_lost, "it is made again, on another connection");
        match follower.step() {
            Step::Call(_) => pauses.push(None),
            Step::Pause(pause) => {
                pauses.push(Some(pause.as_millis()));
                assert!(matches!(follower.step(), Step::Call(_)));
            }
            Step::Event(_) => unreachable!("there is none"),
        }
    }
    pauses
}

#[test]
fn who_has_waited_in_vain_waits_again_at_once() {
    assert_eq!(after_timeouts(true, 3), [None, None, None]);
}

/// Or a node that is too slow for the timeout would be asked for the same page without end.
#[test]
fn a_node_that_is_slow_with_a_page_gets_more_and_more_time() {
    assert_eq!(after_timeouts(false, 3), [Some(100), Some(200), Some(400)]);
}
