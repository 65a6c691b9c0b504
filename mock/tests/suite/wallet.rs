//! What the node has on the chain, and who it is: `newaddr`, `listaddresses`, `listfunds`, `getinfo`.

use cln_mock::{MockNode, Network};
use cln_runtime::{Msat, PublicKey, Sat};
use cln_tests::folders::shared;
use cln_tests::transcript::{self, Exchange};
use serde_json::{Value, json};

use crate::peer::Peer;
use crate::valid::{Checked, RELEASES};

const PEER: &str = "03a0df6ce28f8cff4f920cd9bdd95aaf7aad9cf0b9bde6bea6bf76afa45cc57375";

fn key() -> PublicKey {
    PEER.parse().unwrap()
}

#[test]
fn addresses_are_new_each_time_and_listed() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    assert_eq!(peer.result("listaddresses", "{}"), json!({"addresses": []}));
    let bech32 = peer.result("newaddr", r#"["bech32"]"#);
    let p2tr = peer.result("newaddr", r#"{"addresstype":"p2tr"}"#);
    let both = peer.result("newaddr", r#"["all"]"#);
    let names = |address: &Value| address.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!([&bech32, &p2tr, &both].map(names), [vec!["bech32"], vec!["p2tr"], vec!["bech32", "p2tr"]]);
    assert!(bech32["bech32"].as_str().unwrap().starts_with("bcrt1q"), "{bech32}");
    assert!(p2tr["p2tr"].as_str().unwrap().starts_with("bcrt1p"), "{p2tr}");
    assert_ne!(bech32["bech32"], both["bech32"]);
    let listed = json!([
        {"keyidx": 1, "bech32": bech32["bech32"]},
        {"keyidx": 2, "p2tr": p2tr["p2tr"]},
        {"keyidx": 3, "bech32": both["bech32"], "p2tr": both["p2tr"]}
    ]);
    for (params, rows) in [
        ("{}".to_owned(), json!([listed[0], listed[1], listed[2]])),
        (r#"{"start":2}"#.to_owned(), json!([listed[1], listed[2]])),
        (r#"{"start":2,"limit":1}"#.to_owned(), json!([listed[1]])),
        (format!("[{}]", both["p2tr"]), json!([listed[2]])),
        (r#"["bcrt1qk5cc90rw0s7y6uqe4647snwdnkwxadgc5jppfu"]"#.to_owned(), json!([])),
    ] {
        assert_eq!(peer.result("listaddresses", &params)["addresses"], rows, "{params}");
    }
    for (params, code, message) in [
        (r#"{"start":0}"#, -32602, "Starting keyidx is 1; Cannot {start} with 0"),
        (r#"["x"]"#, -1, "Could not parse destination address, address should be a valid address"),
        (r#"["bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq"]"#, -1, "Destination address is not on network regtest"),
    ] {
        assert_eq!(peer.error("listaddresses", params), (code, message.to_owned()), "{params}");
    }
    let kind = "'addresstype' should be 'p2tr', 'bech32', or 'all', not 'foo'";
    assert_eq!(peer.error("newaddr", r#"["foo"]"#), (-32602, kind.to_owned()));
    peer.result("check", r#"["newaddr"]"#);
    assert_eq!(peer.result("listaddresses", "{}")["addresses"], listed);
}

#[test]
fn addresses_depend_on_the_seed_and_the_chain() {
    let address = |seed: u64, network: Network| {
        let node = MockNode::builder().seed(seed).network(network).start().unwrap();
        Peer::connect(node.socket()).result("newaddr", r#"["bech32"]"#)["bech32"].as_str().unwrap().to_owned()
    };
    assert_eq!(address(1, Network::Regtest), address(1, Network::Regtest));
    assert_ne!(address(1, Network::Regtest), address(2, Network::Regtest));
    assert!(address(1, Network::Bitcoin).starts_with("bc1q"));
}

/// Nodes since v25.12 give both kinds to who does not ask for one.
#[test]
fn the_kind_that_is_not_asked_for_is_that_of_the_version() {
    let names = |version: &str| {
        let node = MockNode::builder().behave_like(version).start().unwrap();
        let address = Peer::connect(node.socket()).result("newaddr", "{}");
        address.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(names("v25.09"), ["bech32"]);
    assert_eq!(names("v25.12"), ["bech32", "p2tr"]);
    assert_eq!(names("v26.06.6"), ["bech32", "p2tr"]);
}

#[test]
fn funds_are_those_on_the_chain_and_those_in_channels() {
    let node =
        MockNode::builder().output(Sat(7)).output(Sat(8)).channel(key(), Sat(100), Msat(60_000)).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let spent = json!({"outputs": [{"txid": "01".repeat(32), "output": 3, "amount_msat": 5, "scriptpubkey": "00",
        "status": "spent", "reserved": false}]});
    node.add_listings(&spent.to_string()).unwrap();
    let amounts = |funds: &Value| -> Vec<u64> {
        funds["outputs"].as_array().unwrap().iter().map(|output| output["amount_msat"].as_u64().unwrap()).collect()
    };
    let funds = peer.result("listfunds", "{}");
    assert_eq!(amounts(&funds), [7000, 8000]);
    assert_ne!(funds["outputs"][0]["txid"], funds["outputs"][1]["txid"]);
    assert_eq!(amounts(&peer.result("listfunds", "[true]")), [7000, 8000, 5]);
    let channel = peer.result("listpeerchannels", "{}")["channels"][0].take();
    assert_eq!(
        funds["channels"],
        json!([{
            "peer_id": PEER, "connected": true, "state": "CHANNELD_NORMAL", "channel_id": channel["channel_id"],
            "short_channel_id": channel["short_channel_id"], "our_amount_msat": 60_000, "amount_msat": 100_000,
            "funding_txid": channel["funding_txid"], "funding_output": 0
        }])
    );
    let twice = node.add_listings(&spent.to_string()).unwrap_err().to_string();
    assert!(twice.contains("an output of this \"txid\" and \"output\" is there already"), "{twice}");
    let without = node.add_listings(r#"{"outputs":[{"txid":"01","status":"spent"}]}"#).unwrap_err().to_string();
    assert!(without.contains("outputs: [0]: expected a number as output"), "{without}");
}

#[test]
fn a_made_channel_is_the_same_each_time() {
    let start = |ours: Msat| MockNode::builder().channel(key(), Sat(100_000), ours).start();
    let channels = || Peer::connect(start(Msat(600_000)).unwrap().socket()).result("listpeerchannels", "{}");
    let made = channels();
    assert_eq!(made, channels());
    let amount = |name: &str| made["channels"][0][name].as_u64().unwrap();
    assert_eq!([amount("to_us_msat"), amount("total_msat")], [600_000, 100_000_000]);
    // Less than the hundredth of the whole that is to be kept.
    assert_eq!([amount("spendable_msat"), amount("receivable_msat")], [0, 98_400_000]);
    let error = start(Msat(100_000_001)).unwrap_err().to_string();
    assert!(error.contains("to_us_msat is more than total_msat"), "{error}");
}

#[test]
fn the_node_says_who_it_is_and_counts_what_it_has() {
    let channel = |state: &str, number: u64| json!({"peer_id": PEER, "peer_connected": true, "state": state, "channel_id": format!("{number:064x}")});
    let rows = json!({"channels": [
        channel("CHANNELD_NORMAL", 1), channel("CLOSINGD_SIGEXCHANGE", 2), channel("ONCHAIN", 3),
        channel("CHANNELD_AWAITING_LOCKIN", 4)
    ]});
    let builder = MockNode::builder().network(Network::Signet).behave_like("v25.02");
    let node = builder.listings_json(rows.to_string()).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let info = peer.result("getinfo", "{}");
    let id = node.id().to_string();
    assert_eq!((info["id"].as_str(), info["color"].as_str()), (Some(&*id), id.get(..6)));
    assert_eq!((&info["version"], &info["network"]), (&json!("v25.02"), &json!("signet")));
    let counts = ["num_peers", "num_pending_channels", "num_active_channels", "num_inactive_channels"];
    assert_eq!(counts.map(|name| info[name].as_u64().unwrap()), [1, 1, 2, 1]);
    assert_eq!(peer.error("getinfo", "[1]"), (-32602, "too many parameters: got 1, expected 0".to_owned()));
}

#[test]
fn the_version_is_the_newest_that_the_schemas_name() {
    let folder = tempfile::tempdir().unwrap();
    let response = r#"{"properties": {"a": {"type": "array", "items": {"type": "object", "added": "v23.08",
        "properties": {"b": {"type": "u8", "added": "v24.02", "deprecated": ["v25.02", "v26.02"]}}}}}}"#;
    for name in ["one", "other"] {
        let added = if name == "one" { "v23.11" } else { "v23.05" };
        let schema = format!(r#"{{"rpc": "{name}", "added": "{added}", "request": {{}}, "response": {response}}}"#);
        std::fs::write(folder.path().join(format!("{name}.json")), schema).unwrap();
    }
    let version = |builder: cln_mock::Builder| {
        let node = builder.start().unwrap();
        Peer::connect(node.socket()).result("getinfo", "{}")["version"].clone()
    };
    assert_eq!(version(MockNode::builder().schemas(folder.path())), "v24.02");
    assert_eq!(version(MockNode::builder().schemas(folder.path()).behave_like("v23.02")), "v23.02");
    assert_eq!(version(MockNode::builder()), "v26.06.6");
}

/// What a v26.06.6 node lists, and this one, seeded with it.
#[test]
fn funds_are_as_recorded() {
    let Some(exchanges) = transcript::read("read_commands") else { return };
    let all = |method: &str| exchanges.iter().find(|exchange| exchange.method().as_deref() == Some(method)).unwrap();
    let result = |exchange: &Exchange| serde_json::from_str::<Value>(exchange.result().unwrap()).unwrap();
    let (funds, channels) = (result(all("listfunds")), result(all("listpeerchannels")));
    let mut seed = json!({"channels": channels["channels"], "outputs": funds["outputs"]});
    seed["addresses"] = result(all("listaddresses"))["addresses"].take();
    let node = MockNode::builder().behave_like("v26.06.6").listings_json(seed.to_string()).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    assert_eq!(peer.result("listfunds", "{}"), funds);
    assert_eq!(peer.result("listaddresses", "{}"), result(all("listaddresses")));
    let (mut info, mut recorded) = (peer.result("getinfo", "{}"), result(all("getinfo")));
    for varying in ["id", "alias", "color", "lightning-dir", "binding"] {
        assert!(info[varying].take() != Value::Null && recorded[varying].take() != Value::Null, "{varying}");
    }
    assert_eq!(info, recorded);
}

#[test]
fn each_release_takes_the_answers() {
    let made = || MockNode::builder().output(Sat(1000)).channel(key(), Sat(100_000), Msat(60_000_000));
    for (release, version) in RELEASES.into_iter().zip(["v24.11", "v26.06", "v26.09"]) {
        let Some(folder) = shared(release) else { return };
        let mut node = Checked::start(made(), &folder);
        for (method, params) in [
            ("listpeerchannels", "{}"),
            ("listfunds", "{}"),
            ("listpeers", "{}"),
            ("newaddr", "{}"),
            ("newaddr", "[\"all\"]"),
            ("listaddresses", "{}"),
        ] {
            node.result(method, params);
        }
        assert_eq!(node.result("getinfo", "{}")["version"], version);
        let mut node = Checked::start(MockNode::builder(), &folder);
        assert_eq!(node.result("listfunds", "{}"), json!({"outputs": [], "channels": []}));
        node.result("getinfo", "{}");
    }
}
