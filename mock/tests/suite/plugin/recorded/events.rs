//! Events: hooks at which plugins were asked, and notifications.

use cln_mock::MockNode;
use serde_json::Value;

use super::{Line, Stage, id, lines, manifest, recording, start, without_what_varies};
use crate::plugin::json;

/// Hooks that a plugin was asked at, and notifications of the node itself; how many of each.
fn replay_events(lines: Vec<Line>) -> [usize; 2] {
    let (stage, node) = (Stage::new(), MockNode::builder().start().unwrap());
    let (mut puppet, plugin) = start(&stage, &node, "p", &manifest());
    assert!(puppet.hear().contains("plugin_started"), "it hears of itself first");
    let mut replayed = [0; 2];
    for line in lines.iter().filter(|line| line.from_node && !line.note.contains("raw is cut")) {
        // What a recording shows on two lines is not whole on either.
        let Ok(message) = serde_json::from_str::<Value>(&line.raw) else { continue };
        let Some(method) = message["method"].as_str() else { continue };
        let params = line.raw.split_once("\"params\":").unwrap().1.strip_suffix('}').unwrap();
        let is_hook = manifest().split_once("\"hooks\":").unwrap().1.contains(&format!("\"{method}\""));
        let is_own = message["params"].get(method).is_some() && message.get("origin").is_none();
        let waits = match message.get("id") {
            Some(_) if is_hook => {
                replayed[0] += 1;
                Some(plugin.begin_hook_raw(method, &json(params)))
            }
            None if is_own => {
                let payload = params.split_once(':').unwrap().1.strip_suffix('}').unwrap();
                let times = plugin.notify_raw(method, &json(payload));
                (1..times).for_each(|_| drop(puppet.hear()));
                replayed[1] += 1;
                None
            }
            None if message.get("origin").is_some() => {
                plugin.notify_from(message["origin"].as_str().unwrap(), method, &json(params));
                replayed[1] += 1;
                None
            }
            _ => continue,
        };
        let heard = puppet.hear();
        assert_eq!(without_what_varies(&heard), without_what_varies(&line.raw), "{}", line.note);
        if let Some(answer) = waits {
            puppet
                .say(format!(r#"{{"jsonrpc":"2.0","id":"{}","result":{}}}"#, id(&heard), harmless(method)).as_bytes());
            answer.wait().unwrap();
        }
    }
    plugin.kill();
    replayed
}

/// An answer that changes nothing.
fn harmless(hook: &str) -> &'static str {
    match hook {
        "openchannel2_changed" | "openchannel2_sign" => r#"{"result":"continue","psbt":"cHNidP8="}"#,
        _ => r#"{"result":"continue"}"#,
    }
}

#[test]
fn events_are_written_as_recorded() {
    let own = [
        r#"{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"cln:custommsg#9\",\"method\":\"custommsg\",\"params\":{\"payload\":\"d903\",\"peer_id\":\"02\"}}","note":"own"}"#,
        r#"{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"id\":\"x:9/cln:rpc_command#1\",\"method\":\"rpc_command\",\"params\":{\"rpc_command\":{\"id\":\"x:9\",\"method\":\"help\"}}}","note":"own"}"#,
        r#"{"dir":"node->plugin","raw":"{\"jsonrpc\":\"2.0\",\"method\":\"connect\",\"params\":{\"connect\":{\"id\":\"02\"}}}","note":"own"}"#,
    ];
    assert_eq!(replay_events(lines(&own.join("\n"))), [2, 1]);
    let replay = |name| Some(replay_events(recording(name)?.into_iter().flatten().collect()));
    let replayed = [
        "plugin_hooks_chain_and_payment",
        "plugin_hooks_rpc_peer_custommsg",
        "plugin_hooks_dualfund_recover_early",
        "plugin_notifications",
        "plugin_answers",
    ]
    .map(replay);
    if let [Some(chain), Some(rpc), Some(opening), Some(notifications), Some(answers)] = replayed {
        assert_eq!([chain, rpc, opening, notifications, answers], [[11, 12], [65, 12], [14, 10], [0, 59], [0, 19]]);
    }
}
