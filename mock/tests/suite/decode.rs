//! `decode` of invoices, and of BOLT 12 where that is built in, as a node answers.

use cln_mock::MockNode;
use cln_tests::folders::shared;
use cln_tests::transcript;
use serde_json::{Value, json};

use crate::peer::Peer;
use crate::transcripts::before_tail;

/// From the examples of BOLT 11: with each kind of fallback, a route, metadata, and fields that nobody knows.
pub(crate) const EXAMPLES: [&str; 4] = [
    "lnbc20m1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqhp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqsfpp3qjmp7lwpagxun9pygexvgpjdc4jdj85fr9yq20q82gphp2nflc7jtzrcazrra7wwgzxqc8u7754cdlpfrmccae92qgzqvzq2ps8pqqqqqqpqqqqq9qqqvpeuqafqxu92d8lr6fvg0r5gv0heeeqgcrqlnm6jhphu9y00rrhy4grqszsvpcgpy9qqqqqqgqqqqq7qqzq9qrsgqdfjcdk6w3ak5pca9hwfwfh63zrrz06wwfya0ydlzpgzxkn5xagsqz7x9j4jwe7yj7vaf2k9lqsdk45kts2fd0fkr28am0u4w95tt2nsq76cqw0",
    "lnbc20m1pvjluezsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygshp58yjmdan79s6qqdhdzgynm4zwqd5d7xmw5fk98klysy043l2ahrqspp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqfp4qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q9qrsgq9vlvyj8cqvq6ggvpwd53jncp9nwc47xlrsnenq2zp70fq83qlgesn4u3uyf4tesfkkwwfg3qs54qe426hp3tz7z6sweqdjg05axsrjqp9yrrwc",
    "lnbc25m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdq5vdhkven9v5sxyetpdeessp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q5sqqqqqqqqqqqqqqqqsgq2a25dxl5hrntdtn6zvydt7d66hyzsyhqs4wdynavys42xgl6sgx9c4g7me86a27t07mdtfry458rtjr0v92cnmswpsjscgt2vcse3sgpz3uapa",
    "lnbc10m1pvjluezpp5qqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqqqsyqcyq5rqwzqfqypqdp9wpshjmt9de6zqmt9w3skgct5vysxjmnnd9jx2mq8q8a04uqsp5zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zyg3zygs9q2gqqqqqqsgq7hf8he7ecf7n4ffphs6awl9t6676rrclv9ckg3d3ncn7fct63p6s365duk5wrk202cfy3aj5xnnp5gs3vrdvruverwwq7yzhkf5a3xqpd05wjc",
];

fn decoded(text: &str) -> Value {
    let node = MockNode::builder().start().unwrap();
    Peer::connect(node.socket()).result("decode", &json!([text]).to_string())
}

#[test]
fn invoices_of_any_network_are_read() {
    let payee = "03e7156ae33b0a208d0744199163177e909e80176e55d97a2f221ede0f934dd9ad";
    let first = decoded(&format!("lightning:{}", EXAMPLES[0]));
    assert_eq!(first["type"], "bolt11 invoice");
    assert_eq!((&first["currency"], &first["amount_msat"]), (&json!("bc"), &json!(2_000_000_000)));
    assert_eq!(
        (&first["payee"], &first["created_at"], &first["expiry"]),
        (&json!(payee), &json!(1_496_314_658), &json!(3600))
    );
    assert_eq!(first["description_hash"], "3925b6f67e2c340036ed12093dd44e0368df1b6ea26c53dbe4811f58fd5db8c1");
    assert_eq!(first.get("description"), None);
    assert_eq!(first["min_final_cltv_expiry"], 18);
    assert_eq!(
        first["fallbacks"],
        json!([{"type": "P2PKH", "addr": "1RustyRX2oai4EYYDpQGWvEL62BBGqN9T",
            "hex": "76a91404b61f7dc1ea0dc99424464cc4064dc564d91e8988ac"}])
    );
    assert_eq!(
        first["routes"],
        json!([[
            {"pubkey": "029e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255",
             "short_channel_id": "66051x263430x1800", "fee_base_msat": 1, "fee_proportional_millionths": 20, "cltv_expiry_delta": 3},
            {"pubkey": "039e03a901b85534ff1e92c43c74431f7ce72046060fcf7a95c37e148f78c77255",
             "short_channel_id": "197637x395016x2314", "fee_base_msat": 2, "fee_proportional_millionths": 30, "cltv_expiry_delta": 4}
        ]])
    );
    let second = decoded(EXAMPLES[1]);
    assert_eq!(second["fallbacks"][0]["type"], "P2WSH");
    assert_eq!(second["fallbacks"][0]["addr"], "bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3");
    let fourth = decoded(EXAMPLES[3]);
    assert_eq!(fourth["payment_metadata"], "01fafaf0");
    assert_eq!(fourth["description"], "payment metadata inside");
}

#[test]
fn what_is_no_invoice_is_refused_in_the_words_of_a_node() {
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    for (text, why) in [
        ("garbage", "Unparsable string"),
        ("", "Unparsable string"),
        ("lnbcrt1", "Bad bech32 string"),
        // Its checksum is that of another one.
        (EXAMPLES[2].replace("9q5s", "9q4s").as_str(), "Bad bech32 string"),
    ] {
        let error = peer.error("decode", &json!([text]).to_string());
        assert_eq!(
            (error.0, error.1.split(": invalid token").next()),
            (-32602, Some(&*format!("string: {why}"))),
            "{text}"
        );
    }
    assert_eq!(peer.error("decode", "{}").1, "missing required parameter: string");
    // Without schemas, there is nothing documented either.
    assert_eq!(peer.error("decode", r#"["lno1x"]"#).0, if cfg!(feature = "bolt12") { -32602 } else { -32601 });
    let check = json!(["decode", EXAMPLES[0]]).to_string();
    assert_eq!(peer.result("check", &check), json!({"command_to_check": "decode"}));
}

/// What a node has answered, and this one on any release.
#[test]
fn decode_answers_as_the_recorded_node() {
    let Some(corpus) = shared("corpus") else { return };
    let node = MockNode::builder().schemas(corpus).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let mut replayed = 0;
    for exchange in
        ["invoices", "read_commands", "compared_with_mock"].into_iter().flat_map(|name| transcript::read(name).unwrap())
    {
        let Ok(request) = serde_json::from_str::<Value>(&exchange.request) else { continue };
        let is_bolt12 = request["params"]["string"].as_str().is_some_and(|text| text.starts_with("lni1"));
        if request["method"] != "decode" || is_bolt12 && cfg!(not(feature = "bolt12")) {
            continue;
        }
        peer.send(&exchange.request);
        let line = peer.line();
        let answer: Value = serde_json::from_str(&line).unwrap();
        match exchange.result() {
            // With the members in a node's order.
            Some(result) => assert!(line.contains(&format!(r#""result":{result}}}"#)), "{line}"),
            None => {
                let expected: Value = serde_json::from_str(&exchange.response).unwrap();
                let error = |value: &Value| {
                    (
                        value["error"]["code"].clone(),
                        before_tail(value["error"]["message"].as_str().unwrap()).to_owned(),
                    )
                };
                assert_eq!(error(&answer), error(&expected));
            }
        }
        replayed += 1;
    }
    assert!(replayed >= 6, "only {replayed} exchanges were replayed");
}

/// The node's own offers have the ids that it gave them.
#[cfg(feature = "bolt12")]
#[test]
fn decode_reads_the_recorded_offers_and_requests() {
    let Some(exchanges) = transcript::read("invoices") else { return };
    let node = MockNode::builder().start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let made = exchanges.iter().filter_map(|exchange| {
        let made: Value = serde_json::from_str(exchange.result()?).ok()?;
        let id = made.get("offer_id").or_else(|| made.get("invreq_id"))?.clone();
        Some((id, made.get("bolt12")?.as_str()?.to_owned()))
    });
    let mut kinds = std::collections::BTreeMap::new();
    for (id, text) in made {
        let decoded = peer.result("decode", &json!([text]).to_string());
        assert_eq!(decoded["valid"], true, "{text}");
        let is_offer = decoded["type"] == "bolt12 offer";
        assert!(!is_offer || decoded["offer_id"] == id, "{id}: {decoded}");
        *kinds.entry(is_offer).or_insert(0) += 1;
    }
    assert!(kinds.values().all(|count| *count > 0) && kinds.len() == 2, "{kinds:?}");
}
