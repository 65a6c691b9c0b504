//! Peers and channels.

use cln_mock::MockNode;
use cln_tests::folders::shared;
use cln_tests::transcript::{self, Exchange};
use serde_json::{Value, json};

use crate::peer::Peer;
use crate::valid::{Checked, RELEASES};

const ONE: &str = "03a0df6ce28f8cff4f920cd9bdd95aaf7aad9cf0b9bde6bea6bf76afa45cc57375";
const OTHER: &str = "037dce900c677a38066ea5f1914702e58272e3e10c07bed55d86a6cdf30d4cd43a";
const STRANGER: &str = "021d1370f9b964398acd4a3258e3ec59c4745da17d80ddb73e6dd09f725652bc3c";

/// A peer with a channel, one with a channel that is closing, and one without any.
fn listings() -> Value {
    let channel = |peer: &str, state: &str, number: u64| {
        json!({
            "peer_id": peer, "peer_connected": true, "reestablished": true, "state": state, "opener": "local",
            "features": ["option_static_remotekey"], "short_channel_id": format!("{number}x1x0"), "direction": 0,
            "channel_id": format!("{number:064x}"), "funding_txid": "ab".repeat(32), "funding_outnum": 0,
            "to_us_msat": 600_000, "total_msat": 1_000_000, "spendable_msat": 590_000, "receivable_msat": 390_000
        })
    };
    json!({
        "channels": [channel(ONE, "CHANNELD_NORMAL", 127), channel(OTHER, "ONCHAIN", 128)],
        "peers": [
            {"id": ONE, "connected": true, "num_channels": 1, "netaddr": ["127.0.0.1:19002"], "features": "80"},
            {"id": STRANGER, "connected": true, "num_channels": 0, "netaddr": ["127.0.0.1:3"], "features": "81"}
        ],
        "closedchannels": [
            {"peer_id": ONE, "channel_id": "01".repeat(32), "opener": "local", "total_msat": 5},
            {"peer_id": OTHER, "channel_id": "02".repeat(32), "opener": "remote", "total_msat": 6}
        ]
    })
}

fn node() -> (MockNode, Peer) {
    let node = MockNode::builder().listings_json(listings().to_string()).start().unwrap();
    let peer = Peer::connect(node.socket());
    (node, peer)
}

fn ids(list: &Value, name: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|row| row[name].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_there_from_the_start_is_listed_as_it_was() {
    let (_node, mut peer) = node();
    let rows = listings();
    let peers = peer.result("listpeers", "{}")["peers"].take();
    assert_eq!(
        peers[0],
        json!({"id": ONE, "connected": true, "num_channels": 1,
        "netaddr": ["127.0.0.1:19002"], "features": "80"})
    );
    assert_eq!(ids(&peers, "id"), [ONE, OTHER, STRANGER]);
    assert_eq!(peer.result("listpeers", &format!(r#"["{STRANGER}"]"#))["peers"], json!([rows["peers"][1]]));
    assert_eq!(peer.result("listpeerchannels", "{}")["channels"], rows["channels"]);
    let closed = peer.result("listclosedchannels", "{}");
    assert_eq!(closed["closedchannels"], rows["closedchannels"]);
}

#[test]
fn channels_are_found_by_peer_and_id() {
    let (_node, mut peer) = node();
    let unknown = "03".repeat(33);
    for (params, found) in [
        (format!(r#"["{}"]"#, ONE.to_uppercase()), vec![ONE]),
        (format!(r#"["{unknown}"]"#), vec![]),
        (r#"{"short_channel_id":"128x1x0"}"#.to_owned(), vec![OTHER]),
        (format!(r#"{{"channel_id":"{:064x}"}}"#, 127), vec![ONE]),
        (format!(r#"{{"channel_id":"{:064x}","id":"{OTHER}"}}"#, 127), vec![]),
    ] {
        assert_eq!(ids(&peer.result("listpeerchannels", &params)["channels"], "peer_id"), found, "{params}");
    }
    for (id, found) in [(ONE, vec![ONE]), (&unknown, vec![])] {
        let closed = peer.result("listclosedchannels", &format!(r#"["{id}"]"#));
        assert_eq!(ids(&closed["closedchannels"], "peer_id"), found);
    }
    assert_eq!(peer.result("listpeers", &format!(r#"["{unknown}"]"#)), json!({"peers": []}));
    assert!(peer.error("listpeerchannels", r#"["zz"]"#).1.starts_with("id: should be a node id: invalid token"));
}

#[test]
fn peers_disconnect_and_connect() {
    let (_node, mut peer) = node();
    let mut disconnect = |id: &str, force: bool| peer.call("disconnect", &format!(r#"["{id}",{force}]"#));
    let open = "Peer has (at least one) channel in state CHANNELD_NORMAL";
    assert_eq!(disconnect(ONE, false)["error"], json!({"code": -1, "message": open}));
    assert_eq!(disconnect(OTHER, false)["result"], json!({}));
    assert_eq!(disconnect(ONE, true)["result"], json!({}));
    assert_eq!(disconnect(ONE, true)["error"], json!({"code": -1, "message": "Peer not connected"}));
    let channels = peer.result("listpeerchannels", "{}")["channels"].take();
    assert_eq!((&channels[0]["peer_connected"], &channels[0]["reestablished"]), (&json!(false), &json!(false)));
    let listed = peer.result("listpeers", "{}")["peers"].take();
    assert_eq!(listed[0], json!({"id": ONE, "connected": false, "num_channels": 1, "features": "80"}));
    // Where it was last, or where it is said to be.
    let connected = peer.result("connect", &format!(r#"["{ONE}"]"#));
    let address = json!({"type": "ipv4", "address": "127.0.0.1", "port": 19002});
    assert_eq!(connected, json!({"id": ONE, "features": "80", "direction": "out", "address": address}));
    let at = peer.result("connect", &format!(r#"["{OTHER}@[::2]:7"]"#))["address"].take();
    assert_eq!(at, json!({"type": "ipv6", "address": "::2", "port": 7}));
    // Who is connected stays where he is.
    let still = peer.result("connect", &format!(r#"["{OTHER}@1.2.3.4"]"#))["address"].take();
    assert_eq!(still, at);
    let listed = peer.result("listpeers", &format!(r#"["{OTHER}"]"#))["peers"][0].take();
    assert_eq!((&listed["connected"], &listed["netaddr"]), (&json!(true), &json!(["[::2]:7"])));
    assert_eq!(peer.result("listpeerchannels", "{}")["channels"], listings()["channels"]);
}

/// As on a node, which forgets whom it has no channel with.
#[test]
fn who_has_no_channel_is_listed_while_connected() {
    let (_node, mut peer) = node();
    let id = format!(r#"["{STRANGER}"]"#);
    assert_eq!(peer.result("disconnect", &id), json!({}));
    assert_eq!(peer.result("listpeers", &id), json!({"peers": []}));
    assert_eq!(peer.result("connect", &id)["address"]["port"], 3);
    assert_eq!(ids(&peer.result("listpeers", &id)["peers"], "id"), [STRANGER]);
}

#[test]
fn where_a_peer_is_may_be_said_in_many_ways() {
    let (_node, mut peer) = node();
    let tor = format!("{}.onion", "a".repeat(56));
    for (params, kind, host, port) in [
        (r#"["ID","1.2.3.4"]"#, "ipv4", "1.2.3.4", 9735),
        (r#"["ID","1.2.3.4",80]"#, "ipv4", "1.2.3.4", 80),
        (r#"{"host":"1.2.3.4:81","id":"ID"}"#, "ipv4", "1.2.3.4", 81),
        (r#"["ID@localhost:82"]"#, "ipv4", "127.0.0.1", 82),
        (r#"["ID@::3"]"#, "ipv6", "::3", 9735),
        (r#"["ID@TOR:83"]"#, "torv3", &tor, 83),
        (r#"{"port":84,"id":"ID@1.1.1.1"}"#, "ipv4", "1.1.1.1", 84),
    ] {
        let params = params.replace("ID", STRANGER).replace("TOR", &tor);
        peer.result("disconnect", &format!(r#"["{STRANGER}"]"#));
        let address = peer.result("connect", &params)["address"].take();
        assert_eq!(address, json!({"type": kind, "address": host, "port": port}), "{params}");
    }
    let twice = "as both xxx@yyy and separate argument";
    for (params, message) in [
        ("{}", "missing required parameter: id".to_owned()),
        (r#"["x@127.0.0.1"]"#, "id: should be a node id".to_owned()),
        (r#"["ID@1.1.1.1","1.1.1.1"]"#, format!("Can't specify host {twice}")),
        (r#"{"host":"1.1.1.1","id":"ID@1.1.1.1"}"#, format!("Can't specify host {twice}")),
        (r#"["ID@1.1.1.1:1",null,1]"#, format!("Can't specify port {}", twice.replace("yyy", "yyy:port"))),
        (r#"{"port":1,"id":"ID@1.1.1.1:1"}"#, format!("Can't specify port {}", twice.replace("yyy", "yyy:port"))),
        (r#"["ID@1.1.1.1:x"]"#, "malformed host @part".to_owned()),
        (r#"["ID",null,1]"#, "Can't specify port without host".to_owned()),
        (r#"["ID","x",0]"#, "port: should be non-zero".to_owned()),
        (r#"["ID","x",65536]"#, "port: should be a 16-bit integer".to_owned()),
    ] {
        let (code, said) = peer.error("connect", &params.replace("ID", STRANGER));
        assert_eq!((code, said.split(": invalid token").next()), (-32602, Some(&*message)), "{params}");
    }
}

#[test]
fn strangers_are_not_there() {
    let (_node, mut peer) = node();
    let unknown = "02".repeat(33);
    let mut at = |host: &str| peer.error("connect", &format!(r#"["{unknown}"{host}]"#));
    assert_eq!(at(""), (400, "Unable to connect, no address known for peer".to_owned()));
    let refused = "All addresses failed: 127.0.0.1:5: Connection establishment: Connection refused. ";
    assert_eq!(at(r#","127.0.0.1",5"#), (401, refused.to_owned()));
    let said = peer.error("disconnect", &format!(r#"["{unknown}"]"#));
    assert_eq!(said, (-32602, format!("Unknown peer '{unknown}'")));
    assert!(peer.error("disconnect", r#"["x"]"#).1.starts_with("id: invalid peer id: invalid token"));
    assert_eq!(peer.error("ping", &format!(r#"["{unknown}"]"#)), (-1, "Peer not connected".to_owned()));
}

#[test]
fn a_ping_says_how_long_the_pong_is() {
    let (_node, mut peer) = node();
    for (rest, total) in [("", 132), (",1000,65535", 0), (",0,0", 4), (r#","1",65531"#, 65_535), (",1,65532", 0)] {
        assert_eq!(peer.result("ping", &format!(r#"["{ONE}"{rest}]"#)), json!({"totlen": total}), "{rest}");
    }
    assert_eq!(peer.result("ping", &format!(r#"["{ONE}",65529]"#)), json!({"totlen": 132}));
    for (rest, message) in [("65530", "65530 would result in oversize ping"), ("1,65536", "pongbytes 65536 > 65535")] {
        assert_eq!(peer.error("ping", &format!(r#"["{ONE}",{rest}]"#)), (-32602, message.to_owned()));
    }
    peer.result("disconnect", &format!(r#"["{ONE}",true]"#));
    assert_eq!(peer.error("ping", &format!(r#"["{ONE}"]"#)), (-1, "Peer not connected".to_owned()));
}

#[test]
fn a_check_connects_nobody() {
    let (_node, mut peer) = node();
    let before = peer.result("listpeers", "{}");
    assert_eq!(peer.error("check", &format!(r#"["disconnect","{ONE}"]"#)).0, -1);
    for command in [format!(r#"["disconnect","{ONE}",true]"#), format!(r#"["connect","{}"]"#, "02".repeat(33))] {
        peer.result("check", &command);
        assert_eq!(peer.result("listpeers", "{}"), before);
    }
}

#[test]
fn rows_that_no_node_lists_are_refused() {
    let mut channel = listings()["channels"][0].take();
    channel["channel_id"] = json!("ff".repeat(32));
    let with = |name: &str, value: Value| {
        let mut row = channel.clone();
        row[name] = value;
        json!({"channels": [row]})
    };
    let mut without = channel.clone();
    without.as_object_mut().unwrap().remove("peer_id");
    let (node, _) = node();
    for (rows, said) in [
        (json!({"channels": [without]}), "channels: [0]: expected peer_id, which is missing"),
        (with("channel_id", json!(format!("{:064x}", 127))), "a channel with this \"channel_id\" is there already"),
        (with("to_us_msat", json!(1_000_001)), "to_us_msat is more than total_msat"),
        (with("spendable_msat", json!(600_001)), "spendable_msat is more than to_us_msat"),
        (with("receivable_msat", json!(400_001)), "receivable_msat is more than total_msat without to_us_msat"),
        (with("total_msat", json!("1000000msat")), "total_msat: expected a number up to"),
        (with("to_us_msat", json!(u64::MAX)), "to_us_msat: expected a number up to"),
        (with("peer_connected", json!(1)), "peer_connected: expected true or false, found 1"),
        (with("our_amount_msat", json!(1)), "this is how listfunds has it: give the rows of listpeerchannels"),
        (
            json!({"closedchannels": [listings()["closedchannels"][0]]}),
            "a channel with this \"channel_id\" is there already",
        ),
        (json!({"closedchannels": [{"peer_id": ONE}]}), "closedchannels: [0]: expected channel_id, which is missing"),
        (json!({"peers": [{"id": ONE, "connected": true}]}), "a peer with this \"id\" is there already"),
        (json!({"peers": [{"connected": true}]}), "peers: [0]: expected id, which is missing"),
    ] {
        let error = node.add_listings(&rows.to_string()).unwrap_err().to_string();
        assert!(error.contains(said), "{rows}: {error}");
    }
}

/// What a v26.06.6 node lists, and this one, seeded with it.
#[test]
fn lists_are_as_recorded() {
    let Some(exchanges) = transcript::read("read_commands") else { return };
    let all = |method: &str| exchanges.iter().find(|exchange| exchange.method().as_deref() == Some(method)).unwrap();
    let result = |exchange: &Exchange| serde_json::from_str::<Value>(exchange.result().unwrap()).unwrap();
    let mut seed = json!({});
    for method in ["listpeers", "listpeerchannels", "listdatastore"] {
        for (name, rows) in result(all(method)).as_object().unwrap() {
            seed[name] = rows.clone();
        }
    }
    let node = MockNode::builder().listings_json(seed.to_string()).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    for method in ["listpeers", "listpeerchannels", "listdatastore", "ping"] {
        let exchange = all(method);
        let answer = peer.result(method, exchange.params().unwrap());
        assert_eq!(answer, result(exchange), "{method}");
    }
    let wrongly = transcript::read("documented_wrongly").unwrap();
    let two = wrongly.iter().find(|exchange| exchange.method().as_deref() == Some("listpeers")).unwrap();
    let node = MockNode::builder().listings_json(two.result().unwrap()).start().unwrap();
    assert_eq!(Peer::connect(node.socket()).result("listpeers", "[]"), result(two));
}

#[test]
fn each_release_takes_the_answers() {
    for release in RELEASES {
        let Some(folder) = shared(release) else { return };
        let mut rows = listings();
        rows["closedchannels"] = json!([]);
        let mut node = Checked::start(MockNode::builder().listings_json(rows.to_string()), &folder);
        for (method, params) in [
            ("listpeers", "{}".to_owned()),
            ("listpeers", format!(r#"["{ONE}","io"]"#)),
            ("listpeerchannels", "{}".to_owned()),
            ("listclosedchannels", "{}".to_owned()),
            ("ping", format!(r#"["{ONE}"]"#)),
            ("disconnect", format!(r#"["{ONE}",true]"#)),
            ("listpeers", "{}".to_owned()),
            ("listpeerchannels", format!(r#"["{ONE}"]"#)),
            ("connect", format!(r#"["{ONE}"]"#)),
        ] {
            node.result(method, &params);
        }
    }
}
