//! A plugin and a node that does what dice say, over pipes in memory.
//!
//! The core of a plugin is private, and is to stay so. It is driven by public means alone: a runtime of one thread, whose
//! clock stands still, does the same in every run, and a plugin that would never end is noticed at once.

mod node;
mod subject;

use std::sync::Arc;
use std::time::Duration;

use cln_tests::dice::Dice;
use tokio::io::{duplex, split};
use tokio::runtime::Builder;
use tokio::time::timeout;

use node::Node;
use subject::{Heard, subject};

/// How many things happen at most before the node goes.
const STEPS: usize = 60;

/// Longer than any plugin may go on, on a clock that stands still while anything can be done.
const FOR_EVER: Duration = Duration::from_secs(3600);

/// However bytes, questions, calls and mistakes follow one another: what the plugin writes is strict JSON, one message after
/// another; at a hook it is never what a node does not survive; each question is answered once, unless a node would survive no
/// answer, or the plugin ends first; what is told is heard in order; and the plugin ends.
pub fn plugin(bytes: &[u8]) {
    let runtime = Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    runtime.block_on(talk(Dice::loaded(bytes)));
}

async fn talk(mut dice: Dice) {
    let heard = Arc::new(Heard::default());
    let (near, far) = duplex(1 + dice.roll(300));
    let (reader, writer) = split(near);
    let running = tokio::spawn(subject(Arc::clone(&heard), &mut dice).run_over(reader, writer));
    let mut node = Node::new(far);
    for _ in 0..dice.roll(STEPS) {
        node.step(&mut dice).await;
    }
    if dice.one_in(2) {
        node.init();
    }
    node.finish().await;
    let ended = timeout(FOR_EVER, running).await.expect("the plugin never ends").unwrap();
    node.judge(ended, &heard);
}
