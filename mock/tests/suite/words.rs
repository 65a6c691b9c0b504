//! What a node says of parameters that it does not take.
//!
//! Each case was recorded from a v26.06.6 node (the transcripts name the lines) or stands in its source.

use std::fs;

use cln_mock::MockNode;
use tempfile::TempDir;

use crate::peer::Peer;

/// A command, by its parameters, those that are required first: `name: type`, or `name?: type`.
type Command = (&'static str, &'static str);

const COMMANDS: &[Command] = &[
    ("blacklistrune", "start?: u64, end?: u64"),
    ("addpsbtoutput", "satoshi: sat, initialpsbt?: string, locktime?: u32"),
    ("askrene-bias-channel", "layer: string, bias: integer"),
    ("autoclean-status", "subsystem?: string"),
    ("checkmessage", "message: string, zbase: string"),
    ("checkrune", "rune: string"),
    ("close", "id: string, feerange?: array"),
    ("connect", "id: string, host?: string, port?: u16"),
    ("createinvoice", "invstring: string, label: label"),
    ("datastore", "key: key, string?: string, hex?: hex, mode?: string, generation?: u64"),
    ("decode", "string: string"),
    ("delforward", "in_channel: short_channel_id, status: string"),
    ("disconnect", "id: pubkey"),
    ("dev-splice", "script_or_json: string"),
    ("feerates", "style: string"),
    ("fetchinvoice", "offer: string, timeout?: number"),
    ("fundchannel", "id: pubkey, amount: sat, utxos?: array"),
    ("fundpsbt", "satoshi: sat_or_all, feerate: feerate"),
    ("getroute", "id: pubkey, riskfactor?: u64"),
    ("injectpaymentonion", "blinding: pubkey"),
    ("invoice", "amount_msat: msat_or_any, label: label, description: string, preimage?: hex, cltv?: u32"),
    ("keysend", "destination: pubkey, extratlvs?: object, routehints?: array"),
    ("listchannels", "short_channel_id?: short_channel_id, source?: pubkey, destination?: pubkey"),
    ("listforwards", "status?: string, in_channel?: short_channel_id, index?: string, start?: u64, limit?: u32"),
    ("listinvoices", "label?: label, invstring?: string, payment_hash?: hex, index?: string, start?: u64, limit?: u32"),
    ("listpays", "bolt11?: string, payment_hash?: hash, status?: string, index?: string, start?: u64, limit?: u32"),
    ("listpeers", "id?: pubkey, level?: string"),
    ("makesecret", "hex?: hex, string?: string"),
    ("newaddr", "addresstype?: string"),
    ("openchannel_abort", "channel_id: hash"),
    ("pay", "bolt11: string, amount_msat?: msat, label?: string"),
    ("sendinvoice", "invreq: string, label: string"),
    ("sendpay", "route: array, payment_hash: hash, amount_msat?: msat, payment_secret?: secret, partid?: u64"),
    ("signinvoice", "invstring: string"),
    ("splice_signed", "psbt: string"),
    ("txdiscard", "txid: txid"),
    ("txprepare", "outputs: array, minconf?: u32, utxos?: array"),
    ("utxopsbt", "utxos: array"),
    ("waitblockheight", "blockheight: u32, timeout?: u32"),
    ("withdraw", "destination: string, minconf?: u16, utxos?: array"),
    ("xpay", "invstring: string, amount_msat?: msat"),
];

/// A command, parameters, and what is said of them.
const REFUSED: &[(&str, &str, &str)] = &[
    // By its type alone.
    ("askrene-bias-channel", r#"["l","x"]"#, "bias: should be an sign 64 bit integer"),
    ("getroute", r#"{"id":"x"}"#, "id: should be a node id"),
    ("listchannels", r#"["1x1"]"#, "short_channel_id: should be a short_channel_id of form NxNxN"),
    ("listforwards", r#"{"limit":-1}"#, "limit: should be an unsigned 32 bit integer"),
    ("listforwards", r#"{"start":"foo"}"#, "start: should be an unsigned 64 bit integer"),
    ("openchannel_abort", r#"["00"]"#, "channel_id: should be a channel id"),
    ("pay", r#"{"amount_msat":"1.5"}"#, "amount_msat: should be a millisatoshi amount"),
    ("sendpay", r#"{"payment_hash":"zz"}"#, "payment_hash: should be a 32 byte hex value"),
    ("sendpay", r#"{"payment_secret":"zz"}"#, "payment_secret: should be a 32 byte hex value"),
    ("txdiscard", r#"["zz"]"#, "txid: should be a txid"),
    ("fundpsbt", r#"["1msat"]"#, "satoshi: should be a satoshi amount"),
    ("fundpsbt", r#"["all","soon"]"#, "'feerate' should be an integer with optional perkw/perkb, not 'soon'"),
    ("fundpsbt", r#"["all","1.5perkb"]"#, "'feerate' should be an integer with optional perkw/perkb, not '1.5'"),
    ("fundpsbt", r#"["all","xblocks"]"#, "'feerate' should be an integer not 'x'"),
    ("fundpsbt", r#"["all",-1]"#, "'feerate' should be an integer with optional perkw/perkb, not '-1'"),
    ("fundchannel", r#"{"id":"KEY","amount":1,"utxos":"x"}"#, "utxos: should be an array"),
    // documented_wrongly.jsonl and compared_with_mock.jsonl
    ("addpsbtoutput", r#"{"satoshi":1,"locktime":4294967296}"#, "locktime: should be an integer"),
    ("invoice", r#"{"cltv":4294967296}"#, "cltv: should be an integer"),
    ("waitblockheight", "[4294967296]", "blockheight: should be an integer"),
    ("waitblockheight", r#"[1,"x"]"#, "timeout: should be an integer"),
    ("fetchinvoice", r#"{"timeout":1.5}"#, "timeout: should be an integer"),
    ("invoice", r#"{"preimage":"00"}"#, "preimage: should be 64 hex digits"),
    ("invoice", r#"{"label":[]}"#, "label: should be a string or number"),
    ("invoice", r#"{"label":1.5}"#, "label: should be a string or number"),
    ("invoice", r#"{"amount_msat":0}"#, "amount_msat: should be positive msat or 'any'"),
    ("invoice", r#"{"amount_msat":null}"#, "amount_msat: should be positive msat or 'any'"),
    ("invoice", r#"{"description":"\u00e9"}"#, "description: should be a string (without \\u)"),
    ("injectpaymentonion", r#"["mylabel"]"#, "blinding: should be a compressed pubkey"),
    ("splice_signed", r#"["cHNidP8BADMCAAAAAZzb"]"#, "psbt: Expected a PSBT"),
    ("sendpay", r#"{"route":5}"#, "route: must be an array"),
    ("disconnect", r#"{"id":"x"}"#, "id: invalid peer id"),
    ("connect", r#"{"id":"x@127.0.0.1"}"#, "id: should be a node id"),
    ("connect", r#"["KEY@host",null,0]"#, "port: should be non-zero"),
    ("connect", r#"["KEY",null,65536]"#, "port: should be a 16-bit integer"),
    ("close", r#"["x",["slow"]]"#, "feerange: should be an array of 2 entries"),
    ("checkrune", r#"["!!"]"#, "rune: should be base64 string"),
    // Words.
    ("newaddr", r#"["foo"]"#, "'addresstype' should be 'p2tr', 'bech32', or 'all', not 'foo'"),
    ("feerates", r#"["x"]"#, "'style' should be 'perkw' or 'perkb', not '\"x\"'"),
    ("listpeers", r#"{"level":"x"}"#, "level: should be 'io', 'debug', 'info', or 'unusual'"),
    ("listinvoices", r#"{"index":"bad"}"#, "index: unknown index"),
    ("listpays", r#"{"status":"bogus"}"#, "status: should be an invoice status"),
    ("listforwards", r#"["bogus"]"#, "status: Unrecognized status"),
    ("delforward", r#"["1x1x1","offered"]"#, "status: delforward status cannot be offered"),
    ("autoclean-status", r#"["bad"]"#, "subsystem: should be a valid subsystem name"),
    (
        "datastore",
        r#"{"mode":"foo"}"#,
        "mode: should be 'must-create', 'must-replace', 'create-or-replace', 'must-append', or 'create-or-append'",
    ),
    ("datastore", r#"{"key":[1,{}]}"#, "key: should be string"),
    ("datastore", r#"{"key":{}}"#, "key: should be string or array"),
    ("datastore", r#"{"key":[]}"#, "key: should not be empty"),
    // What is in a text, which a node looks at once all are read.
    ("decode", r#"["garbage"]"#, "string: Unparsable string"),
    ("decode", r#"["lnbcrt1x"]"#, "string: Bad bech32 string"),
    ("decode", r#"["lno1b"]"#, "string: invalid bech32 string"),
    ("fetchinvoice", r#"["x"]"#, "offer: Unparsable offer: invalid bech32 string"),
    ("fetchinvoice", r#"["lno1qq+"]"#, "offer: Unparsable offer: invalid bech32 string"),
    ("fetchinvoice", r#"["lno1q+ q+ 1"]"#, "offer: Unparsable offer: invalid bech32 string"),
    ("fetchinvoice", r#"["lnr1qq"]"#, "offer: Unparsable offer: unexpected prefix lnr"),
    ("sendinvoice", r#"["x","y"]"#, "invreq: Unparsable invoice_request: invalid bech32 string"),
    ("createinvoice", r#"["x",1]"#, "Unparsable invoice 'x': invalid bech32 string"),
    ("createinvoice", r#"["MAINNET",1]"#, "Unparsable invoice 'MAINNET': invalid bech32 string"),
    ("signinvoice", r#"["x"]"#, "Unparsable invoice 'x': Bad bech32 string"),
    ("listpays", r#"["zz"]"#, "Invalid invstring: invalid bech32 string"),
    ("listpays", r#"["lnbc1"]"#, "Invalid invstring: unexpected prefix lnbc"),
    ("listinvoices", r#"{"invstring":"zz"}"#, "Invalid invstring"),
    ("xpay", r#"["x"]"#, "Invalid bolt11 invoice: Bad bech32 string"),
    ("xpay", r#"{"invstring":"x","foo":1}"#, "unknown parameter: foo"),
    ("checkmessage", r#"["x","!"]"#, "zbase is not valid zbase32"),
    ("checkmessage", r#"{"zbase":"!"}"#, "missing required parameter: message"),
    // xpay takes over what it can of pay; the rest, and what is only checked, pay refuses itself.
    ("pay", r#"{"bolt11":""}"#, "Invalid bolt11 invoice: Bad bech32 string"),
    ("pay", r#"{"bolt11":"x","label":"y"}"#, "Invalid bolt11 invoice: Bad bech32 string"),
    ("pay", r#"["x",null,"y"]"#, "Invalid bolt11: Bad bech32 string"),
    ("pay", r#"{"invstring":"lnbcrt1"}"#, "Invalid bolt11: Bad bech32 string"),
    ("check", r#"{"command_to_check":"pay","bolt11":"x"}"#, "Invalid bolt11: Bad bech32 string"),
    ("pay", r#"{"invstring":"x","bolt11":"x"}"#, "unknown parameter: bolt11"),
    // check, and what it checks.
    (
        "check",
        r#"{"command_to_check":"listpeers","level":"x"}"#,
        "level: should be 'io', 'debug', 'info', or 'unusual'",
    ),
    ("check", r#"{"level":"x"}"#, "missing required parameter: command_to_check"),
    ("check", r#"[null,"listpeers"]"#, "missing required parameter: command_to_check"),
    ("check", r#"{"command_to_check":"listpeers","command_to_check":"pay"}"#, "duplicate json names: command_to_check"),
    ("check", r#"["listpeers",null,null,1]"#, "too many parameters: got 3, expected 2"),
    ("xpay", r#"["lni1b"]"#, "Invalid bolt12 invoice: invalid bech32 string"),
    ("check", r#"["pay","lni1b"]"#, "Invalid bolt12: invalid bech32 string"),
    // The wallet.
    ("withdraw", r#"{"minconf":"x"}"#, "minconf: should be an integer"),
    (
        "withdraw",
        r#"{"utxos":"x"}"#,
        "Could not decode the outpoint array for utxos: \"x\" is not a valid outpoint array.",
    ),
    ("txprepare", r#"["x"]"#, "Expected an array of outputs in the format '[{\"txid\":0}, ...]', got \"x\""),
    ("txprepare", r#"[["x"]]"#, "The output format must be {destination: amount}"),
    ("utxopsbt", "[5]", "Please specify an array of 'txid:output_index', not \"5\""),
    // Several together.
    ("blacklistrune", r#"{"end":1}"#, "Can not specify end without start"),
    ("datastore", r#"["k","s","00"]"#, "Cannot have both hex and string"),
    ("datastore", r#"["k"]"#, "Must have either hex or string"),
    ("makesecret", r#"{"hex":"x"}"#, "Must have either hex or string"),
    ("makesecret", r#"["00","x"]"#, "Cannot have both hex and string"),
    ("dev-splice", "{}", "Must pass 'script_or_json'"),
    ("listforwards", r#"{"start":1}"#, "Can only specify {start} with {index}"),
    ("listpays", r#"{"limit":1}"#, "Can only specify {limit} with {index}"),
    (
        "listforwards",
        r#"{"index":"created","start":1,"in_channel":"1x1x1"}"#,
        "Cannot use start with in_channel or out_channel",
    ),
    ("listchannels", r#"["1x1x1","KEY"]"#, "Can only specify one of `short_channel_id`, `source` or `destination`"),
    (
        "listinvoices",
        r#"{"label":"x","invstring":"y"}"#,
        "Can only specify one of {label}, {invstring}, {payment_hash} or {offer_id}",
    ),
    ("sendpay", r#"[[],"HASH"]"#, "Self-payment requires amount_msat"),
    ("sendpay", r#"{"route":[],"payment_hash":"HASH","partid":1}"#, "Must specify msatoshi with partid"),
    ("keysend", r#"["KEY",[]]"#, "Could not decode the TLV object from extratlvs: \"[]\" is not a valid JSON object."),
];

/// What a node takes, though it is not written as it should be.
const TAKEN: &[(&str, &str)] = &[
    // A command that hands its parameters on does not look at them.
    ("fundchannel", r#"["x","1sat"]"#),
    ("fundchannel", r#"{"id":[],"amount":{},"utxos":"1000msat"}"#),
    ("invoice", r#"{"amount_msat":"1btc","label":5,"description":"\n"}"#),
    ("invoice", r#"["any","x","y",null,"0x10"]"#),
    ("fundpsbt", r#"["all","2blocks"]"#),
    ("fundpsbt", r#"["10000msat","0x10perkw"]"#),
    ("fundpsbt", r#"["1sat","unilateral_anchor_close"]"#),
    ("getroute", r#"{"id":"KEY","riskfactor":"1.5"}"#),
    ("listpeers", r#"{"level":"BROKEN"}"#),
    ("listforwards", r#"{"start":0,"status":"offered"}"#),
    ("datastore", r#"{"key":5,"string":"\n"}"#),
    ("connect", r#"["KEY@127.0.0.1:1"]"#),
    ("decode", r#"["lightning:lno1pgx9getnwss8vetrw3hhyuckyypwa3eyt44h6txtxquqh7lz5djge4afgfjn7k4rgrkuag0jsd5xvxg"]"#),
    ("fetchinvoice", r#"["LNO1QQ+  QQ"]"#),
    ("pay", r#"{"invstring":"lni1x"}"#),
    ("createinvoice", r#"["INVOICE",1]"#),
    ("listinvoices", r#"{"invstring":"MAINNET"}"#),
    ("sendpay", r#"{"route":[],"payment_hash":"HASH","amount_msat":1}"#),
];

/// An invoice of the node's network, and one of another.
const INVOICE: &str = "lnbcrt10n1pj48ugqsp5qgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqpp5qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqsdqcvysxxatsyphkvgrrdanxvet9xqyjw5qcqp29qxpqysgqkdvp0755jdgjgv53vt0tnfh0hu90qjlg4u955ucmx2ld9jscrt445hdtumct7uxy80mrsxulq8yqs82wuuje5jz0t4wrtgrl6a8tv3cplazxdf";
const MAINNET: &str = "lnbc10n1pj48ugqsp5qgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqpp5qyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqszqgpqyqsdqcvysxxatsyphkvgrrdanxvet9xqyjw5qcqp29qxpqysgqacuun7spqlwzuva9et22pdu9czn0cfug97jwssz3lrkelh6cwdh5v53ksfupdlafnxplwjzn958swsj49gey5vxue2vpvhquecpz2rsp6034td";

/// Schemas of the commands, as far as they matter here.
fn schemas() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (command, parameters) in COMMANDS {
        let mut required = Vec::new();
        let mut properties = Vec::new();
        for parameter in parameters.split(", ") {
            let (name, ty) = parameter.split_once(": ").unwrap();
            let schema = match ty {
                "label" => r#"{"oneOf": [{"type": "string"}, {"type": "integer"}]}"#.to_owned(),
                "key" => r#"{"oneOf": [{"type": "array"}, {"type": "string"}]}"#.to_owned(),
                "array" => r#"{"type": "array", "items": {}}"#.to_owned(),
                _ => format!(r#"{{"type": "{ty}"}}"#),
            };
            match name.strip_suffix('?') {
                Some(name) => properties.push(format!(r#""{name}": {schema}"#)),
                None => {
                    required.push(format!("\"{name}\""));
                    properties.push(format!(r#""{name}": {schema}"#));
                }
            }
        }
        let (required, properties) = (required.join(", "), properties.join(", "));
        let request = format!(r#"{{"required": [{required}], "properties": {{{properties}}}}}"#);
        let schema = format!(r#"{{"rpc": "{command}", "request": {request}, "response": {{}}}}"#);
        fs::write(folder.path().join(format!("{command}.json")), schema).unwrap();
    }
    folder
}

/// Parameters, with what is too long to be written there.
fn filled(params: &str) -> String {
    let params = params.replace("KEY", &format!("02{}", "aa".repeat(32))).replace("HASH", &"c1".repeat(32));
    params.replace("INVOICE", INVOICE).replace("MAINNET", MAINNET)
}

#[test]
fn a_node_says_what_it_wants() {
    let folder = schemas();
    let node = MockNode::builder().schemas(folder.path()).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let mut wrong = Vec::new();
    for (command, params, says) in REFUSED {
        let answer = peer.call(command, &filled(params));
        let message = answer["error"]["message"].as_str().unwrap_or_default();
        let message = message.split(": invalid token").next().unwrap();
        let message = message.split(", this may be caused by").next().unwrap();
        if answer["error"]["code"] != -32602 || message != filled(says) {
            wrong.push(format!("{command} {params}\n  wanted: {says}\n  answer: {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), REFUSED.len(), wrong.join("\n"));
}

/// With a code of its own.
#[test]
fn an_address_has_to_be_one() {
    let folder = schemas();
    let node = MockNode::builder().schemas(folder.path()).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let none = "Could not parse destination address, destination should be a valid address";
    assert_eq!(peer.error("withdraw", r#"["x"]"#), (-1, none.to_owned()));
    let other = "Destination address is not on network regtest";
    assert_eq!(peer.error("withdraw", r#"["1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"]"#), (-1, other.to_owned()));
    peer.result("check", r#"["withdraw","bcrt1q6z64a43mjgkcq0ul2znwneq3spghrlau9slefp"]"#);
}

#[test]
fn a_node_takes_more_than_is_documented() {
    let folder = schemas();
    let node = MockNode::builder().schemas(folder.path()).start().unwrap();
    let mut peer = Peer::connect(node.socket());
    let mut wrong = Vec::new();
    for (command, params) in TAKEN {
        let params = filled(params);
        let checked = match params.strip_prefix('{') {
            Some(rest) => format!(r#"{{"command_to_check":"{command}",{rest}"#),
            None => format!(r#"["{command}",{}"#, &params[1..]),
        };
        let answer = peer.call("check", &checked);
        if answer["result"]["command_to_check"] != *command {
            wrong.push(format!("{command} {params}\n  answer: {answer}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), TAKEN.len(), wrong.join("\n"));
}
