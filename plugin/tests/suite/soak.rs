//! Hooks, calls and notifications at once: no answer is lost, none comes twice, and order is kept.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cln_plugin_kit::{HookOptions, Plugin};
use cln_tests::sizes::size;

use super::node::{Node, run};

/// What has been heard, in order, or out of it.
#[derive(Default)]
struct Heard {
    next: AtomicU64,
    out_of_order: AtomicU64,
}

fn plugin() -> Plugin<Heard> {
    Plugin::new(Heard::default())
        .max_bytes(256 << 10)
        .max_hooks(8)
        .hook_raw("htlc_accepted", HookOptions::closed(), |_, asked| async move {
            let number = asked.as_bytes().len() % 7;
            tokio::time::sleep(Duration::from_micros(number as u64 * 100)).await;
            assert_ne!(number, 3, "one of seven panics");
            Ok(r#"{"result":"continue"}"#.parse()?)
        })
        .method_raw("m", "", |_, params| async move { Ok(params) })
        .subscribe_raw("connect", |context, told| async move {
            let number: u64 = told.json()?.as_str().trim_matches(['[', ']']).parse()?;
            tokio::task::yield_now().await;
            if context.state().next.swap(number + 1, Ordering::SeqCst) != number {
                context.state().out_of_order.fetch_add(1, Ordering::SeqCst);
            }
            Ok(())
        })
        .method_raw("heard", "", |context, _| async move {
            let heard = context.state();
            let counts = [&heard.next, &heard.out_of_order].map(|count| count.load(Ordering::SeqCst).to_string());
            Ok(format!("[{}]", counts.join(",")).parse()?)
        })
}

/// Writes all of it at once, while what comes back is read.
async fn round(node: &mut Node, round: u64, count: u64) {
    let (mut text, mut open) = (String::new(), BTreeSet::new());
    for number in 0..count {
        let nth = round * count + number;
        let padding = "x".repeat(usize::try_from(nth % 3001).unwrap());
        text += &format!(r#"{{"id":"h{nth}","method":"htlc_accepted","params":{{"p":"{padding}"}}}}"#);
        text += &format!(r#"{{"id":"m{nth}","method":"m","params":["{padding}"]}}"#);
        text += &format!(r#"{{"method":"connect","params":[{nth}]}}"#);
        open.extend([format!("h{nth}"), format!("m{nth}")]);
    }
    node.begin(text);
    while !open.is_empty() {
        let line: serde_json::Value = serde_json::from_str(&node.line().await).unwrap();
        if let Some(id) = line["id"].as_str() {
            assert!(open.remove(id), "an answer that nobody waits for: {line}");
            assert!(line["result"].is_object() || line["result"].is_array(), "{line}");
        } else {
            assert_eq!(line["method"], "log", "{line}");
        }
    }
}

#[test]
fn no_answer_is_lost_none_comes_twice_and_order_is_kept() {
    let lasts = Duration::from_secs(size("CLN_SOAK_SECONDS", 3, 10).into());
    run(async move {
        let mut node = Node::ready(plugin()).await;
        let (begun, mut rounds) = (Instant::now(), 0);
        while begun.elapsed() < lasts {
            round(&mut node, rounds, 200).await;
            rounds += 1;
        }
        let heard = format!(r#""result":[{},0]}}"#, rounds * 200);
        let mut told = node.ask("i", "heard", "[]").await;
        while !told.ends_with(&heard) {
            assert!(told.ends_with(",0]}"), "out of order: {told}");
            told = node.ask("i", "heard", "[]").await;
        }
        node.end().await.unwrap();
    });
}
