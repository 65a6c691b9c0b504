//! Answers to hooks, right and wrong.

use super::super::hooks::Judged;
use super::super::{Hook, HookAnswer, Modified, PluginFault, Rule, Verdict, judge, params_after};

/// The preimage of 32 bytes `01`, and its hash.
const KEY: &str = "0101010101010101010101010101010101010101010101010101010101010101";
const HASH: &str = "72cd6e8422c407fb6d098690f1130b7ded7ec2f7f5e1d30bd9d521f015363793";

/// How a question is asked.
#[derive(Clone, Copy, Default)]
struct Asked<'a> {
    params: &'a str,
    has_db_write: bool,
    is_modified: bool,
}

/// What the node makes of a whole answer of the plugin `e1`; it has the method `listpeers` alone.
fn answered(hook: Hook, answer: &str, asked: Asked<'_>) -> Judged {
    judge(&HookAnswer {
        hook,
        plugin: "e1",
        text: answer.as_bytes(),
        params: asked.params.as_bytes(),
        has_db_write: asked.has_db_write,
        is_modified: asked.is_modified,
        knows_method: &|method| method == "listpeers",
    })
}

/// The same, of its result.
fn result(hook: Hook, result: &str) -> Judged {
    answered(hook, &format!(r#"{{"jsonrpc":"2.0","id":"i","result":{result}}}"#), Asked::default())
}

fn verdict(hook: Hook, text: &str) -> Verdict {
    let judgement = result(hook, text).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    assert_eq!(judgement.noted, None, "{text}");
    judgement.verdict
}

fn fault(hook: Hook, text: &str) -> PluginFault {
    result(hook, text).err().unwrap_or_else(|| panic!("{text} is no fault"))
}

fn rule(hook: Hook, text: &str) -> Rule {
    fault(hook, text).rule
}

fn goes_on() -> Verdict {
    Verdict::Continue(Vec::new())
}

#[test]
fn continue_goes_on_whatever_stands_beside_it() {
    for hook in Hook::ALL.iter().copied() {
        if matches!(hook, Hook::Openchannel2Changed | Hook::Openchannel2Sign) {
            continue;
        }
        assert_eq!(verdict(hook, r#"{"zork":[1,],"result":"continue"}"#), goes_on(), "{}", hook.name());
    }
}

#[test]
fn an_error_or_no_result_aborts_the_node() {
    for hook in Hook::ALL.iter().copied().filter(|hook| *hook != Hook::DbWrite) {
        for answer in
            [r#"{"jsonrpc":"2.0","id":"i"}"#, r#"{"jsonrpc":"2.0","id":"i","error":{"code":-1,"message":"m"}}"#]
        {
            let fault = answered(hook, answer, Asked::default()).unwrap_err();
            let reason = format!("Plugin e1 for {} returned non-result response", hook.name());
            assert_eq!((fault.rule, fault.reason, &*fault.offending), (Rule::HookWithoutResult, reason, answer));
        }
    }
}

#[test]
fn another_result_aborts_the_node() {
    use Hook::*;
    let strict =
        [Custommsg, HtlcAccepted, InvoicePayment, Openchannel, Openchannel2, PeerConnected, RbfChannel, Recover];
    for hook in strict {
        for text in [r#"{"result":"zork"}"#, r#"{"result":true}"#, "{}", "null", "\"continue\"", "[]"] {
            assert_eq!(rule(hook, text), Rule::BadHookResult, "{} {text}", hook.name());
        }
    }
    let words = "Plugin returned an invalid response to the custommsg hook";
    assert_eq!(fault(Custommsg, r#"{"result":"zork"}"#).reason, words);
}

#[test]
fn htlc_accepted_may_change_what_goes_on() {
    let text = format!(r#"{{"result":"continue","payload":"0201aa","forward_to":"{HASH}","invoice_msat":"5msat"}}"#);
    let Verdict::Continue(changes) = verdict(Hook::HtlcAccepted, &text) else { panic!("it goes on") };
    let expected = [("payload", "\"0201aa\"".to_owned()), ("forward_to", format!("\"{HASH}\""))];
    assert_eq!(changes[..2], expected);
    let params = format!(r#"{{"onion":{{"payload":"04020200ff","x":1.50}},"forward_to":"{KEY}"}}"#);
    let next = format!(r#"{{"onion":{{"payload":"030201aa","x":1.50}},"forward_to":"{HASH}"}}"#);
    assert_eq!(params_after(Hook::HtlcAccepted, &params, &changes), next);
    for (bytes, prefix) in [(0xfc, "fc"), (0xfd, "fd00fd"), (0x10000, "fe00010000")] {
        let changes = vec![("payload", format!("\"{}\"", "ab".repeat(bytes)))];
        let next = params_after(Hook::HtlcAccepted, r#"{"onion":{}}"#, &changes);
        assert_eq!(next, format!(r#"{{"onion":{{"payload":"{prefix}{}"}}}}"#, "ab".repeat(bytes)));
    }
}

#[test]
fn members_that_are_not_as_they_have_to_be_abort_the_node() {
    for member in [
        r#""payload":"0""#,
        r#""payload":"zz""#,
        r#""payload":[]"#,
        r#""forward_to":"00""#,
        r#""extra_tlvs":"x""#,
        r#""invoice_msat":"1sat""#,
    ] {
        assert_eq!(
            rule(Hook::HtlcAccepted, &format!(r#"{{"result":"continue",{member}}}"#)),
            Rule::BadHookMember,
            "{member}"
        );
    }
    let fail = |member: &str| rule(Hook::HtlcAccepted, &format!(r#"{{"result":"fail",{member}}}"#));
    assert_eq!(fail(r#""failure_message":"zz""#), Rule::BadHookMember);
    assert_eq!(fail(r#""failure_onion":5.5"#), Rule::BadHookMember);
    assert_eq!(rule(Hook::InvoicePayment, r#"{"failure_message":"zz"}"#), Rule::BadHookMember);
    assert_eq!(rule(Hook::Openchannel, r#"{"result":"continue","close_to":"zork"}"#), Rule::BadHookMember);
    assert_eq!(rule(Hook::Openchannel2, r#"{"result":"continue","psbt":"zork"}"#), Rule::BadHookMember);
}

#[test]
fn a_failed_htlc_needs_a_message_or_an_onion() {
    assert_eq!(verdict(Hook::HtlcAccepted, r#"{"result":"fail","failure_message":"2002"}"#), Verdict::Ends);
    assert_eq!(
        verdict(Hook::HtlcAccepted, r#"{"result":"fail","failure_onion":"aa","failure_message":"zz"}"#),
        Verdict::Ends
    );
    assert_eq!(rule(Hook::HtlcAccepted, r#"{"result":"fail"}"#), Rule::FailWithoutMessage);
}

#[test]
fn an_htlc_is_resolved_by_its_preimage() {
    let params = format!(r#"{{"onion":{{}},"htlc":{{"payment_hash":"{HASH}"}}}}"#);
    let asked = Asked { params: &params, ..Asked::default() };
    let resolve = |key: &str| {
        let answer = format!(r#"{{"jsonrpc":"2.0","id":"i","result":{{"result":"resolve","payment_key":{key}}}}}"#);
        answered(Hook::HtlcAccepted, &answer, asked)
    };
    let right = resolve(&format!("\"{KEY}\"")).unwrap();
    assert_eq!((right.verdict, right.noted), (Verdict::Ends, None));
    let wrong = resolve(&format!("\"{HASH}\"")).unwrap();
    let noted = wrong.noted.unwrap();
    assert_eq!((wrong.verdict, noted.rule), (Verdict::Ends, Rule::WrongPaymentKey));
    assert_eq!(
        noted.offending,
        r#"{"jsonrpc":"2.0","id":"i","result":{"result":"resolve","payment_key":"<redacted>"}}"#
    );
    for key in ["5", "\"00\"", "\"zz\""] {
        assert_eq!(resolve(key).unwrap_err().rule, Rule::BadHookMember, "{key}");
    }
    assert_eq!(rule(Hook::HtlcAccepted, r#"{"result":"resolve"}"#), Rule::BadHookMember);
}

#[test]
fn a_paid_invoice_is_taken_or_not() {
    assert_eq!(verdict(Hook::InvoicePayment, r#"{"result":"reject"}"#), Verdict::Ends);
    assert_eq!(verdict(Hook::InvoicePayment, r#"{"failure_message":"2002"}"#), Verdict::Ends);
    assert_eq!(verdict(Hook::InvoicePayment, r#"{"failure_message":"2002","result":"continue"}"#), goes_on());
}

#[test]
fn disconnect_needs_a_message_even_if_empty() {
    assert_eq!(verdict(Hook::PeerConnected, r#"{"result":"disconnect","error_message":"go away"}"#), Verdict::Ends);
    assert_eq!(verdict(Hook::PeerConnected, r#"{"result":"disconnect","error_message":""}"#), Verdict::Ends);
    let fault = fault(Hook::PeerConnected, r#"{"result":"disconnect"}"#);
    assert_eq!(
        (fault.rule, &*fault.reason),
        (Rule::DisconnectWithoutMessage, "peer_connected hook rejects and says ''")
    );
}

#[test]
fn any_result_will_do_for_a_revocation() {
    for text in ["null", "{}", r#"{"result":"zork"}"#, "5"] {
        assert_eq!(verdict(Hook::CommitmentRevocation, text), goes_on(), "{text}");
    }
}

#[test]
fn db_write_and_revocations_do_not_go_together() {
    let answer = r#"{"jsonrpc":"2.0","id":"i","result":{"result":"continue"}}"#;
    let asked = Asked { has_db_write: true, ..Asked::default() };
    let fault = answered(Hook::CommitmentRevocation, answer, asked).unwrap_err();
    assert_eq!(fault.rule, Rule::DbWriteInRevocation);
    assert!(answered(Hook::HtlcAccepted, answer, asked).is_ok());
}

#[test]
fn anything_but_continue_for_db_write_ends_the_node() {
    let told = |answer: &str| {
        let fault = answered(Hook::DbWrite, answer, Asked::default()).unwrap_err();
        (fault.rule, fault.reason)
    };
    let expected = |what: &str| (Rule::DbWriteRefused, format!("Plugin 'e1' returned {what}"));
    assert_eq!(told(r#"{"result":{"result":"zork"}}"#), expected("failed db_write"));
    assert_eq!(told(r#"{"error":{"code":1,"message":"m"}}"#), expected("an invalid response to the db_write hook"));
    assert_eq!(told(r#"{"result":true}"#), expected("an invalid result to the db_write hook"));
}

#[test]
fn an_onion_message_is_for_another_or_not() {
    for hook in [Hook::OnionMessageRecv, Hook::OnionMessageRecvSecret] {
        for text in [r#"{"result":"resolve"}"#, "{}", "null"] {
            assert_eq!(verdict(hook, text), Verdict::Ends, "{text}");
        }
    }
}

#[test]
fn a_channel_is_continued_or_rejected() {
    let address = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";
    let text = format!(r#"{{"result":"continue","close_to":"{address}","mindepth":0}}"#);
    let expected = vec![("close_to", format!("\"{address}\"")), ("mindepth", "0".to_owned())];
    assert_eq!(verdict(Hook::Openchannel, &text), Verdict::Continue(expected));
    for hook in [Hook::Openchannel, Hook::Openchannel2, Hook::RbfChannel] {
        assert_eq!(verdict(hook, r#"{"result":"reject"}"#), Verdict::Ends);
        assert_eq!(verdict(hook, r#"{"result":"reject","error_message":"no"}"#), Verdict::Ends);
        let more = format!(r#"{{"result":"reject","close_to":"{address}"}}"#);
        assert_eq!(rule(hook, &more), Rule::RejectWithMore);
    }
    for more in [r#""psbt":"cHNidP8B""#, r#""our_funding_msat":1"#] {
        assert_eq!(rule(Hook::RbfChannel, &format!(r#"{{"result":"reject",{more}}}"#)), Rule::RejectWithMore);
    }
}

#[test]
fn who_funds_a_channel_gives_a_transaction_and_an_amount() {
    for hook in [Hook::Openchannel2, Hook::RbfChannel] {
        let both = verdict(hook, r#"{"result":"continue","psbt":"cHNidP8B","our_funding_msat":"5000msat"}"#);
        let expected = vec![("psbt", "\"cHNidP8B\"".to_owned()), ("our_funding_msat", "\"5000msat\"".to_owned())];
        assert_eq!(both, Verdict::Continue(expected));
        let fault = fault(hook, r#"{"result":"continue","psbt":"cHNidP8B"}"#);
        assert_eq!(fault.rule, Rule::PsbtWithoutAmount);
        assert_eq!(fault.reason, "Plugin failed to supply our_funding_msat field");
        assert_eq!(
            rule(hook, r#"{"result":"continue","psbt":"cHNidP8B","our_funding_msat":0}"#),
            Rule::PsbtWithoutAmount
        );
        let alone = result(hook, r#"{"result":"continue","our_funding_msat":1}"#).unwrap();
        assert_eq!((alone.verdict, alone.noted.unwrap().rule), (Verdict::Ends, Rule::AmountWithoutPsbt));
    }
}

#[test]
fn the_transaction_of_a_channel_has_to_come_back() {
    for hook in [Hook::Openchannel2Changed, Hook::Openchannel2Sign] {
        let Verdict::Continue(changes) = verdict(hook, r#"{"result":"continue","psbt":"cHNidP8B"}"#) else {
            panic!("it goes on")
        };
        let name = hook.name();
        let next = params_after(hook, &format!(r#"{{"{name}":{{"channel_id":"aa","psbt":"cHNidP8A"}}}}"#), &changes);
        assert_eq!(next, format!(r#"{{"{name}":{{"channel_id":"aa","psbt":"cHNidP8B"}}}}"#));
        for text in
            [r#"{"result":"continue"}"#, r#"{"result":"continue","psbt":"zork"}"#, r#"{"result":"continue","psbt":5}"#]
        {
            assert_eq!(rule(hook, text), Rule::NoPsbt, "{text}");
        }
        assert_eq!(rule(hook, r#"{"result":"reject"}"#), Rule::BadHookResult);
    }
}

#[test]
fn a_call_is_replaced_or_answered() {
    let request = r#"{"jsonrpc":"2.0","id":"zz","method":"listpeers","params":{"a": 1}}"#;
    let replaced = verdict(Hook::RpcCommand, &format!(r#"{{"replace":{request}}}"#));
    assert_eq!(replaced, Verdict::Modifies(Modified::Replace(request.to_owned())));
    for json in ["5", r#"{"hello":1}"#, "null"] {
        let returned = verdict(Hook::RpcCommand, &format!(r#"{{"return":{{"result":{json}}}}}"#));
        assert_eq!(returned, Verdict::Modifies(Modified::Result(json.to_owned())));
    }
    let error = r#"{"code":-5,"message":"nope","data":1}"#;
    let returned = verdict(Hook::RpcCommand, &format!(r#"{{"return":{{"error":{error}}}}}"#));
    assert_eq!(returned, Verdict::Modifies(Modified::Error(error.to_owned())));
}

#[test]
fn a_replacement_that_is_no_request_is_told_to_the_caller() {
    let told = |request: &str| {
        let judgement = result(Hook::RpcCommand, &format!(r#"{{"replace":{request}}}"#)).unwrap();
        let Verdict::Modifies(Modified::Error(error)) = judgement.verdict else { panic!("it is an error") };
        assert_eq!(judgement.noted.unwrap().rule, Rule::BadReplacement);
        let message = serde_json::from_str::<serde_json::Value>(&error).unwrap();
        assert_eq!(message["code"], -32600);
        message["message"].as_str().unwrap().to_owned()
    };
    for (request, why) in [
        (r#"{"id":"zz","method":"listpeers","params":{}}"#, "jsonrpc: \"2.0\" must be specified in the request"),
        (r#"{"jsonrpc":"2.0","id":1,"method":"nosuch","params":{}}"#, "redirected to unknown method 'nosuch'"),
        (r#"{"jsonrpc":"2.0","method":"listpeers","params":{}}"#, "missing 'id'"),
        (r#"{"jsonrpc":"2.0","id":1,"params":{}}"#, "missing 'method'"),
        (r#"{"jsonrpc":"2.0","id":1,"method":"listpeers"}"#, "missing 'params'"),
    ] {
        assert_eq!(told(request), format!("Bad response to 'rpc_command' hook: {why} ({request})"));
    }
}

#[test]
fn other_answers_about_a_call_are_logged() {
    for text in [
        r#"{"result":"zork"}"#,
        "{}",
        "null",
        "\"continue\"",
        r#"{"return":{}}"#,
        r#"{"return":{"error":{"code":"x","message":"m"}}}"#,
    ] {
        let judgement = result(Hook::RpcCommand, text).unwrap();
        assert_eq!((judgement.verdict, judgement.noted.unwrap().rule), (goes_on(), Rule::BadRpcCommand), "{text}");
    }
    let noted = result(Hook::RpcCommand, r#"{"result":"zork"}"#).unwrap().noted.unwrap();
    assert_eq!(noted.reason, "Bad response to 'rpc_command' hook. 'result' should only be 'continue'.");
}

#[test]
fn an_error_without_code_crashes_the_node() {
    for error in [r#"{"message":"nope"}"#, r#"{"code":-5}"#, "{}", "\"oops\""] {
        assert_eq!(
            rule(Hook::RpcCommand, &format!(r#"{{"return":{{"error":{error}}}}}"#)),
            Rule::ErrorWithoutCode,
            "{error}"
        );
    }
}

#[test]
fn two_plugins_that_modify_one_call_abort_the_node() {
    let params = r#"{"rpc_command":{"jsonrpc":"2.0","id":"t:1","method":"getinfo","params":{}}}"#;
    let asked = Asked { params, is_modified: true, ..Asked::default() };
    let second = |result: &str| answered(Hook::RpcCommand, &format!(r#"{{"id":"i","result":{result}}}"#), asked);
    for text in [r#"{"return":{"result":{"e2":1}}}"#, r#"{"replace":{}}"#] {
        let fault = second(text).unwrap_err();
        let reason = "rpc_command hook 'getinfo' already modified, ignoring.";
        assert_eq!((fault.rule, &*fault.reason), (Rule::ModifiedTwice, reason), "{text}");
    }
    assert_eq!(second(r#"{"result":"continue"}"#).unwrap().verdict, goes_on());
}

#[test]
fn all_hooks_but_one_are_chains() {
    assert!(Hook::ALL.iter().all(|hook| hook.is_chained() == (*hook != Hook::DbWrite)));
    assert_eq!(Hook::named("zork"), None);
}
