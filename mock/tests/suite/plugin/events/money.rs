//! Invoices and payments.

use cln_mock::{FailCode, InvoiceStatus, MockNode, PaymentFailure, PluginUnderTest, Rule};
use cln_runtime::{Hash, Msat};
use serde_json::Value;

use super::{CONTINUE, call, heard, node, told};
use crate::peer::Peer;
use crate::plugin::{Stage, json, manifest};

const TOPICS: &str = r#","hooks":["invoice_payment"],"subscriptions":["invoice_creation","invoice_payment","sendpay_success","sendpay_failure"]"#;

/// Makes an invoice, and says which.
fn invoice(node: &MockNode, label: &str) -> Value {
    let params = format!(r#"{{"amount_msat":5000,"label":"{label}","description":""}}"#);
    serde_json::from_str(call(node, "invoice", &params).unwrap().as_str()).unwrap()
}

/// What becomes known of an invoice once it is paid.
fn preimage(node: &MockNode) -> String {
    node.invoices().unwrap()[0].preimage.as_ref().unwrap().to_hex()
}

#[test]
fn a_test_that_pays_has_plugins_asked_and_told() {
    let stage = Stage::new();
    let (node, plugin) = node(&stage, MockNode::builder(), TOPICS, CONTINUE);
    invoice(&node, "t\\\"1");
    node.pay_invoice("t\"1", Msat(6000)).unwrap();
    let preimage = preimage(&node);
    let hook = format!(
        r#"{{"jsonrpc":"2.0","id":"cln:invoice_payment#3","method":"invoice_payment","params":{{"payment":{{"label":"t\"1","preimage":"{preimage}","msat":6000}}}}}}"#
    );
    let payload = |msat: u64| format!(r#"{{"msat":{msat},"preimage":"{preimage}","label":"t\"1"}}"#);
    let expected = [told("invoice_creation", &payload(5000)), hook, told("invoice_payment", &payload(6000))];
    assert_eq!(heard(&plugin, 3), expected);
}

#[test]
fn developers_are_shown_more() {
    let stage = Stage::new();
    let (node, plugin) = node(&stage, MockNode::builder().developer(true), r#","hooks":["invoice_payment"]"#, CONTINUE);
    invoice(&node, "t");
    node.pay_invoice("t", Msat(5000)).unwrap();
    assert!(heard(&plugin, 1)[0].ends_with(r#""msat":5000,"extratlvs":[]}}}"#), "{}", plugin.stderr());
}

#[test]
fn a_plugin_that_refuses_leaves_an_invoice_unpaid() {
    for (answer, code, xpay) in [
        (
            r#"{"result":"reject"}"#,
            "WIRE_INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS",
            (203, "Destination said it doesn't know invoice: incorrect_or_unknown_payment_details"),
        ),
        (
            r#"{"failure_message":"2002"}"#,
            "WIRE_TEMPORARY_NODE_FAILURE",
            (
                209,
                "Failed after 1 attempts. Unexpected error (temporary_node_failure) from final node: disabling 0x0x0/0 for this payment. Then routing failed: We could not find a usable set of paths.",
            ),
        ),
    ] {
        let stage = Stage::new();
        let (node, plugin) = node(&stage, MockNode::builder(), TOPICS, answer);
        let bolt11 = invoice(&node, "t")["bolt11"].as_str().unwrap().to_owned();
        let refused = node.pay_invoice("t", Msat(5000)).unwrap_err().to_string();
        assert!(refused.ends_with(&format!("a plugin refuses it: {code}")), "{refused}");
        let error = call(&node, "xpay", &format!(r#"["{bolt11}"]"#)).unwrap_err();
        assert_eq!((error.code, &*error.message), xpay);
        assert_eq!(node.invoices().unwrap()[0].status, InvoiceStatus::Unpaid);
        // The creation, the hook twice, and the failure.
        let lines = heard(&plugin, 4);
        assert!(lines[3].contains(&format!(r#""failcodename":"{code}""#)), "{lines:?}");
        assert!(
            lines[3]
                .starts_with(r#"{"jsonrpc":"2.0","method":"sendpay_failure","params":{"sendpay_failure":{"code":20"#)
        );
    }
}

#[test]
fn a_payment_of_an_own_invoice_waits_for_plugins() {
    let stage = Stage::new();
    let (node, plugin) = node(&stage, MockNode::builder(), TOPICS, CONTINUE);
    let made = invoice(&node, "t");
    let paid = call(&node, "xpay", &format!(r#"["{}"]"#, made["bolt11"].as_str().unwrap())).unwrap();
    let preimage = preimage(&node);
    assert!(paid.as_str().contains(&preimage));
    let lines = heard(&plugin, 4);
    assert!(lines[1].contains(r#""id":"cln:invoice_payment#3""#), "{lines:?}");
    assert_eq!(lines[2], told("invoice_payment", &format!(r#"{{"msat":5000,"preimage":"{preimage}","label":"t"}}"#)));
    let success: Value = serde_json::from_str(&lines[3]).unwrap();
    let payload = &success["params"]["sendpay_success"];
    assert_eq!((&payload["status"], &payload["payment_preimage"]), (&"complete".into(), &preimage.into()));
    assert_eq!(
        (&payload["amount_msat"], &payload["partid"], &payload["updated_index"]),
        (&5000.into(), &1.into(), &1.into())
    );
}

/// A payment that its node makes to itself goes through no plugin.
#[test]
fn a_payment_without_a_way_asks_nobody() {
    let stage = Stage::new();
    let (node, plugin) = node(&stage, MockNode::builder(), TOPICS, r#"{"result":"reject"}"#);
    let made = invoice(&node, "t");
    let (hash, secret) = (made["payment_hash"].as_str().unwrap(), made["payment_secret"].as_str().unwrap());
    let params = format!(r#"{{"route":[],"payment_hash":"{hash}","amount_msat":5000,"payment_secret":"{secret}"}}"#);
    call(&node, "sendpay", &params).unwrap();
    let lines = heard(&plugin, 3);
    assert!(lines[1].contains(r#""method":"invoice_payment","params":{"invoice_payment":"#), "{lines:?}");
    assert!(lines[2].contains("sendpay_success"), "{lines:?}");
}

#[test]
fn payments_to_others_end_as_the_test_says_and_plugins_are_told() {
    let stage = Stage::new();
    let (payer, plugin) = node(&stage, MockNode::builder(), TOPICS, CONTINUE);
    let payee = MockNode::builder().seed(1).start().unwrap();
    let made = invoice(&payee, "t");
    let hash: Hash = made["payment_hash"].as_str().unwrap().parse().unwrap();
    payer.payment(hash).fails(PaymentFailure::by_destination(FailCode::TemporaryNodeFailure));
    call(&payer, "xpay", &format!(r#"["{}"]"#, made["bolt11"].as_str().unwrap())).unwrap_err();
    let told: Value = serde_json::from_str(&heard(&plugin, 1)[0]).unwrap();
    let failure = &told["params"]["sendpay_failure"];
    assert_eq!(failure["code"], 204);
    assert_eq!(failure["message"], "failed: WIRE_TEMPORARY_NODE_FAILURE (reply from remote)");
    let data = &failure["data"];
    assert_eq!((&data["status"], &data["raw_message"]), (&"pending".into(), &"2002".into()));
    assert!(data.get("completed_at").is_none() && data.get("updated_index").is_none(), "{data}");
}

#[test]
fn an_end_that_the_test_makes_is_told_too() {
    let stage = Stage::new();
    let (payer, plugin) = node(&stage, MockNode::builder(), TOPICS, CONTINUE);
    let payee = MockNode::builder().seed(1).start().unwrap();
    let made = invoice(&payee, "t");
    let hash: Hash = made["payment_hash"].as_str().unwrap().parse().unwrap();
    payer.payment(hash).stays_pending();
    let mut peer = Peer::connect(payer.socket());
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"xpay","params":[{}]}}"#, made["bolt11"]));
    while payer.payments().unwrap().is_empty() {
        std::thread::yield_now();
    }
    payer.fail_payment(hash, &PaymentFailure::by_destination(FailCode::MppTimeout)).unwrap();
    assert!(heard(&plugin, 1)[0].contains(r#""failcodename":"WIRE_MPP_TIMEOUT""#));
}

#[test]
fn an_answer_that_a_node_does_not_survive_is_the_error_of_the_test() {
    let stage = Stage::new();
    let reactions = "invoice_payment) answer '{}' ;;";
    let program = stage.plugin("px", &manifest(r#","hooks":["invoice_payment"]"#), reactions);
    let plugin = PluginUnderTest::start(program).unwrap();
    let node = plugin.node().unwrap();
    invoice(node, "t");
    let error = node.pay_invoice("t", Msat(5000)).unwrap_err().to_string();
    assert!(error.contains("the node aborts: Invalid invoice_payment hook result"), "{error}");
    assert!(
        node.is_stopped() && plugin.next_fault_within(std::time::Duration::ZERO).is_none(),
        "{:?}",
        Rule::BadHookResult
    );
}

/// A plugin that gives its consent to a payment once it is told to.
fn slow(stage: &Stage, builder: cln_mock::Builder) -> (MockNode, PluginUnderTest) {
    let members = r#","hooks":["invoice_payment"],"subscriptions":["connect"]"#;
    let reactions =
        r#"invoice_payment) held=$id; echo asked >&2 ;; connect) id=$held; answer '{"result":"continue"}' ;;"#;
    let node = builder.plugin(stage.plugin("px", &manifest(members), reactions)).start().unwrap();
    let plugin = node.plugin("px").unwrap();
    (node, plugin)
}

/// Begins to pay an own invoice, and waits until the plugin is asked.
fn begin(node: &MockNode, plugin: &PluginUnderTest) -> Peer {
    let mut peer = Peer::connect(node.socket());
    let bolt11 = invoice(node, "t")["bolt11"].clone();
    peer.send(format!(r#"{{"jsonrpc":"2.0","id":1,"method":"xpay","params":[{bolt11}]}}"#));
    assert!(plugin.wait_until(|plugin| plugin.stderr() == "asked\n"));
    peer
}

#[test]
fn nobody_else_waits_for_what_plugins_say() {
    let stage = Stage::new();
    let (node, plugin) = slow(&stage, MockNode::builder());
    let mut payer = begin(&node, &plugin);
    // As the plugin itself may do before it answers.
    assert!(call(&node, "listinvoices", "{}").unwrap().as_str().contains(r#""status":"unpaid""#));
    assert!(call(&node, "listsendpays", "{}").unwrap().as_str().contains(r#""status":"pending""#));
    invoice(&node, "another");
    plugin.notify_raw("connect", &json("{}"));
    assert!(payer.line().contains("payment_preimage"));
}

#[test]
fn what_nobody_has_consented_to_does_not_happen_at_the_end_of_the_node() {
    let stage = Stage::new();
    let builder = || MockNode::builder().database(stage.0.path().join("db"));
    let (node, plugin) = slow(&stage, builder());
    let payer = begin(&node, &plugin);
    drop((node, plugin, payer));
    let again = builder().start().unwrap();
    assert_eq!(again.invoices().unwrap()[0].status, InvoiceStatus::Unpaid);
    assert!(call(&again, "listsendpays", "{}").unwrap().as_str().contains(r#""status":"pending""#));
}
