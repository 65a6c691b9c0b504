//! `call`, against a stand-in node.

use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::workshop::{Outcome, Workshop};

/// A command with an error that means something, and parameters of several types.
const PAY: &str = r#"{
  "rpc": "pay",
  "request": {
    "required": ["invoice"],
    "properties": {
      "invoice": {"type": "string"},
      "label": {"type": "string"},
      "amount_msat": {"type": "msat"},
      "exclude": {"type": "array", "items": {"type": "string"}},
      "partid": {"type": "u64"},
      "groupid": {"type": "u64"},
      "payment_preimage": {"type": "secret"},
      "key": {"type": "secret"},
      "parts": {"type": "array", "items": {"type": "object", "properties": {"salt": {"type": "secret"}}}}
    },
    "pairedWith": [["partid", "groupid"]]
  },
  "response": {},
  "errors": ["The following error codes may occur:", "", "- 205: Unable to find a route.", "  Try again later."]
}
"#;

/// What a node does: it answers one request with this, in which `ID` is the request's, and tells what it was asked;
/// nothing if the client has gone without asking.
fn node(workshop: &Workshop, answer: &'static str) -> JoinHandle<String> {
    let listener = UnixListener::bind(workshop.path("lightning-rpc")).unwrap();
    thread::spawn(move || {
        let mut stream = accept(&listener);
        let mut asked = Vec::new();
        let mut chunk = [0; 4096];
        while !asked.ends_with(b"\n\n") {
            match stream.read(&mut chunk).unwrap() {
                0 => return String::new(),
                count => asked.extend_from_slice(&chunk[..count]),
            }
        }
        stream.write_all(answer.replace("ID", "\"cln-runtime:pay#0\"").as_bytes()).unwrap();
        String::from_utf8(asked).unwrap()
    })
}

/// The first client, which must come within twenty seconds.
fn accept(listener: &UnixListener) -> UnixStream {
    listener.set_nonblocking(true).unwrap();
    for _ in 0..1000 {
        if let Ok((stream, _)) = listener.accept() {
            stream.set_nonblocking(false).unwrap();
            return stream;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("the node was not called");
}

const DONE: &str = "{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"status\": \"complete\"}}\n\n";

/// The parameters that a node gets for these words.
fn sent(words: &[&str]) -> String {
    let workshop = Workshop::with(&[("schemas/pay.json", PAY)]);
    let node = node(&workshop, DONE);
    let outcome = workshop.run(&[&["call", "--socket", "lightning-rpc", "pay"], words].concat());
    outcome.done("{\"status\":\"complete\"}\n");
    let asked = node.join().unwrap();
    asked.split_once("\"params\":").unwrap().1.trim_end().strip_suffix('}').unwrap().to_owned()
}

#[test]
fn the_result_is_printed() {
    assert_eq!(sent(&[r#"{"invoice": "lnbc1"}"#]), r#"{"invoice":"lnbc1"}"#);
}

#[test]
fn parameters_may_be_json_by_name_or_position_or_pairs() {
    assert_eq!(sent(&[r#"["lnbc1", "5"]"#]), r#"["lnbc1","5"]"#);
    assert_eq!(sent(&["invoice=lnbc1", "amount_msat=1000"]), r#"{"invoice":"lnbc1","amount_msat":1000}"#);
}

/// Where a secret is not seen in the list of processes.
#[test]
fn parameters_may_come_from_standard_input() {
    let workshop = Workshop::with(&[("schemas/pay.json", PAY)]);
    let node = node(&workshop, DONE);
    let outcome = workshop.run_on("{\"invoice\": \"lnbc1\"}\n", &["call", "--socket", "lightning-rpc", "pay", "-"]);
    outcome.done("{\"status\":\"complete\"}\n");
    assert!(node.join().unwrap().contains(r#""params":{"invoice":"lnbc1"}"#));

    let workshop = Workshop::with(&[("schemas/pay.json", PAY)]);
    for (stdin, why) in [
        ("lnbc1", "error: standard input: expected one JSON object or array\n"),
        ("invoice=lnbc1", "error: standard input: expected one JSON object or array\n"),
        ("", "error: standard input: expected one JSON object or array\n"),
        ("{\"invoice\":", "error: standard input: not JSON: the input ends too early (at byte 11)\n"),
        ("{} {}", "error: standard input: not JSON: something follows the end of the value (at byte 3)\n"),
    ] {
        let outcome = workshop.run_on(stdin, &["call", "--socket", "lightning-rpc", "pay", "-"]);
        outcome.refused(&[why, "nothing was sent"]);
    }
    workshop.run(&["call", "pay", "-", "label=x"]).refused(&["KEY=VALUE pairs", "nothing was sent"]);
}

/// What a node gets if one value comes from elsewhere.
fn sent_from(stdin: &str, words: &[&str]) -> String {
    let workshop =
        Workshop::with(&[("schemas/pay.json", PAY), ("value", " [\"a\",\n\"b\"]\n"), ("-", "\"of a file\"")]);
    let node = node(&workshop, DONE);
    let words = [&["call", "--socket", "lightning-rpc", "pay"], words].concat();
    workshop.run_on(stdin, &words).done("{\"status\":\"complete\"}\n");
    let asked = node.join().unwrap();
    asked.split_once("\"params\":").unwrap().1.trim_end().strip_suffix('}').unwrap().to_owned()
}

#[test]
fn one_value_may_come_from_a_file_or_standard_input() {
    let digits = "1".repeat(64);
    let expected = format!(r#"{{"invoice":"x","exclude":["a","b"],"payment_preimage":"{digits}"}}"#);
    let words = ["invoice=x", "exclude:=@value", "payment_preimage:=-"];
    assert_eq!(sent_from(&format!("\"{digits}\"\n"), &words), expected);
    assert_eq!(sent_from("", &["invoice:=@-"]), r#"{"invoice":"of a file"}"#);
    assert_eq!(sent_from("", &[r#"invoice:="x""#, "amount_msat:=5"]), r#"{"invoice":"x","amount_msat":5}"#);
    // Without the colon both are texts.
    assert_eq!(sent_from("", &["invoice=@value", "label=-"]), r#"{"invoice":"@value","label":"-"}"#);
}

#[test]
fn a_value_that_cannot_be_read_is_not_sent() {
    let nothing = "nothing was sent\n";
    unsent(&["pay", "invoice:=-", "label=x", "payment_preimage:=-"]).refused(&[
        "error: `invoice` and `payment_preimage` are both to come from standard input, which holds one JSON value",
        "KEY:=@FILE",
        nothing,
    ]);
    unsent(&["pay", "invoice:=@nowhere"]).refused(&["error: cannot read `nowhere`: ", nothing]);
    unsent(&["pay", "invoice:=@schemas"]).refused(&["error: cannot read `schemas`: ", nothing]);
    unsent(&["pay", ":=x"]).refused(&["KEY=VALUE pairs", nothing]);
    // It may be a secret.
    for (word, what) in [("payment_preimage:=@hunter", "`hunter`"), ("payment_preimage:=-", "standard input")] {
        let workshop = Workshop::with(&[("schemas/pay.json", PAY), ("hunter", "hunter2")]);
        let outcome = workshop.run_on("hunter2", &["call", "--socket", "lightning-rpc", "pay", "invoice=x", word]);
        let why = format!("error: `payment_preimage`: {what} is not JSON: ");
        outcome.refused(&[&why, "; a string needs double quotes\n", nothing]);
        assert!(!outcome.stderr.contains("hunter2"), "{}", outcome.stderr);
    }
}

/// What is told of secrets among these arguments, which break a rule.
fn warned(words: &[&str]) -> String {
    let outcome = unsent(&[&["pay"], words].concat());
    assert!(!outcome.stderr.contains("hunter2"), "{}", outcome.stderr);
    outcome.stderr.split_once("error: ").unwrap().0.to_owned()
}

const HINT: &str =
    "hint: KEY:=@FILE reads a value from a file, KEY:=- from standard input; - alone reads all parameters from there\n";

#[test]
fn a_secret_among_the_arguments_is_warned_of() {
    let one = format!("warning: `payment_preimage` is secret, and other processes can see arguments\n{HINT}");
    assert_eq!(warned(&["payment_preimage=hunter2"]), one);
    assert_eq!(warned(&["payment_preimage:=\"hunter2\""]), one);
    assert_eq!(warned(&[r#"{"payment_preimage":"hunter2"}"#]), one);
    assert_eq!(warned(&[r#"{"pay\u006dent_preimage":"hunter2"}"#]), one);
    assert_eq!(warned(&[r#"["x",1,2,[],1,2,"hunter2"]"#]), one);
    // By its type, by its name, in something else, and beside a name.
    let hidden = |words: &[&str]| warned(words).split(" is secret").next().unwrap().to_owned();
    assert_eq!(hidden(&["key=hunter2"]), "warning: `key`");
    assert_eq!(hidden(&["parts=[{\"salt\":\"hunter2\"}]"]), "warning: `parts`");
    assert_eq!(hidden(&["rpcpassword=hunter2"]), "warning: `rpcpassword`");
    assert_eq!(hidden(&[r#"exclude={"rune":"hunter2"}"#]), "warning: `exclude`");
    assert_eq!(hidden(&["config=rpcpassword", "val=hunter2"]), "warning: `val`");
    let two = warned(&["key=hunter2", "rune=hunter2"]);
    assert!(
        two.starts_with("warning: `key`, `rune` are secret, and other processes can see arguments\nhint: "),
        "{two}"
    );
    for quiet in [
        &["invoice=1", "partid=1"][..],
        &["payment_preimage:=null"],
        &["key:=false"],
        &["parts=[{\"name\":\"x\"}]"],
        &["config=alias", "val=x"],
    ] {
        assert_eq!(warned(quiet), "", "{quiet:?}");
    }
}

#[test]
fn a_secret_that_no_argument_holds_is_not_warned_of() {
    let digits = "1".repeat(64);
    for (stdin, words) in [
        (format!("\"{digits}\""), &["payment_preimage:=-"][..]),
        (String::new(), &["payment_preimage:=@secret"]),
        (format!("{{\"payment_preimage\":\"{digits}\"}}"), &["-"]),
    ] {
        let workshop = Workshop::with(&[("schemas/pay.json", PAY), ("secret", &format!("\"{digits}\""))]);
        let outcome = workshop.run_on(stdin, &[&["call", "--socket", "nowhere", "pay"], words].concat());
        assert!(outcome.stderr.starts_with("error: the parameters break"), "{}", outcome.stderr);
    }
    // The call is made all the same.
    let workshop = Workshop::with(&[]);
    let node = node(&workshop, DONE);
    let outcome = workshop.run(&["call", "--unchecked", "--socket", "lightning-rpc", "pay", "rune=x"]);
    assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), "{\"status\":\"complete\"}\n"));
    assert_eq!(outcome.stderr, format!("warning: `rune` is secret, and other processes can see arguments\n{HINT}"));
    node.join().unwrap();
}

#[test]
fn a_pair_is_read_as_its_parameter_wants_it() {
    let pairs = ["invoice=12", "label=a=b", "exclude=[\"x\"]", "partid=1", "groupid=2"];
    let expected = r#"{"invoice":"12","label":"a=b","exclude":["x"],"partid":1,"groupid":2}"#;
    assert_eq!(sent(&pairs), expected);
    assert_eq!(sent(&["invoice=\"x\"", "label=true"]), r#"{"invoice":"x","label":"true"}"#);
    let digits = "1".repeat(64);
    assert_eq!(
        sent_from(&format!("\"{digits}\""), &["invoice=x", "payment_preimage:=-"]),
        format!(r#"{{"invoice":"x","payment_preimage":"{digits}"}}"#)
    );
}

/// A run against a node that must not be asked.
fn unsent(words: &[&str]) -> Outcome {
    let workshop = Workshop::with(&[("schemas/pay.json", PAY)]);
    let listener = UnixListener::bind(workshop.path("lightning-rpc")).unwrap();
    listener.set_nonblocking(true).unwrap();
    let outcome = workshop.run(&[&["call", "--socket", "lightning-rpc"], words].concat());
    assert!(listener.accept().is_err(), "the node was called");
    outcome
}

#[test]
fn what_breaks_a_rule_is_not_sent() {
    let nothing = "nothing was sent\n";
    unsent(&["pay", "invoice=x", "partid=1"]).refused(&["/groupid", "[paired]", nothing]);
    unsent(&["pay"]).refused(&["/invoice", "[required]", nothing]);
    unsent(&["pay", "invoice=x", "invoice=y"]).refused(&["[duplicate]", nothing]);
    unsent(&["pay", "invoice=x", "amount_msat=much"]).refused(&["/amount_msat", "\"much\"", nothing]);
    unsent(&["pay", "{\"invoice\":"])
        .refused(&["error: the parameters: not JSON: the input ends too early (at byte 11)\n", nothing]);
    unsent(&["pay", "lnbc1"]).refused(&["error: expected one JSON object or array, or KEY=VALUE pairs", nothing]);
    unsent(&["pay", "{}", "a=b"]).refused(&["KEY=VALUE pairs", nothing]);
    let outcome = unsent(&["pay", "invoice=x", "payment_preimage=hunter2"]);
    outcome.refused(&["/payment_preimage", nothing]);
    assert!(!outcome.stderr.contains("hunter2"));
}

#[test]
fn a_method_without_a_schema_is_not_called() {
    unsent(&["pai", "{}"]).refused(&["pai", "--unchecked"]);
    unsent(&["--schemas", "nowhere", "pay", "{}"]).refused(&["nowhere", "--unchecked"]);
}

#[test]
fn a_method_without_a_schema_is_called_on_demand() {
    let workshop = Workshop::with(&[]);
    let node = node(&workshop, DONE);
    let outcome = workshop.run(&["call", "--unchecked", "--socket", "lightning-rpc", "pay", "a=1", "b=x", "c=[]"]);
    outcome.done("{\"status\":\"complete\"}\n");
    assert!(node.join().unwrap().contains("\"params\":{\"a\":1,\"b\":\"x\",\"c\":[]}"));
}

/// A run against a node that answers this.
fn answered(answer: &'static str) -> Outcome {
    let workshop = Workshop::with(&[("schemas/pay.json", PAY)]);
    let node = node(&workshop, answer);
    let outcome = workshop.run(&["call", "--socket", "lightning-rpc", "pay", "invoice=x", "--timeout", "20"]);
    assert_eq!(outcome.stdout, "", "{}", outcome.stderr);
    node.join().unwrap();
    outcome
}

#[test]
fn an_error_is_told_with_its_meaning() {
    let outcome = answered(
        "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":205,\"message\":\"no route\",\"data\":{\"attempts\":3}}}",
    );
    let expected = "error 205: no route\nmeaning: Unable to find a route. Try again later.\ndata: {\"attempts\":3}\n";
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), expected));
    let outcome = answered("{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":-1,\"message\":\"odd\"}}");
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), "error -1: odd\n"));
}

/// Errors as `delpay` documents them, and a node since v23.05 answers them.
const DELPAY: &str = r#"{
  "rpc": "pay",
  "request": {"properties": {"invoice": {"type": "string"}}},
  "response": {},
  "errors": [
    "The following error codes may occur:",
    "",
    "- -32602: Parameter missed or malformed;",
    "- 211: Payment status mismatch. Check the correct status via **paystatus**;",
    "- 208: Payment with payment_hash not found."
  ]
}
"#;

#[test]
fn a_meaning_that_is_not_that_of_the_message_is_not_told() {
    let workshop = Workshop::with(&[("schemas/pay.json", DELPAY)]);
    for (code, message, meaning) in [
        (208, "Unknown payment with payment_hash: 00", Some("Payment with payment_hash not found.")),
        (
            208,
            "No payment for that payment_hash with that partid and groupid",
            Some("Payment with payment_hash not found."),
        ),
        (208, "Payment with hash 00 has complete status but it different from the one provided failed", None),
        (211, "odd", Some("Payment status mismatch. Check the correct status via **paystatus**;")),
        (-32602, "payment_hash: payment status", Some("Parameter missed or malformed;")),
    ] {
        let answer = format!(r#"{{"jsonrpc":"2.0","id":ID,"error":{{"code":{code},"message":"{message}"}}}}"#);
        let node = node(&workshop, answer.leak());
        let outcome = workshop.run(&["call", "--socket", "lightning-rpc", "pay", "--timeout", "20"]);
        let meaning = meaning.map(|meaning| format!("meaning: {meaning}\n")).unwrap_or_default();
        let expected = format!("error {code}: {message}\n{meaning}");
        assert_eq!((outcome.status, outcome.stderr), (Some(1), expected));
        node.join().unwrap();
        std::fs::remove_file(workshop.path("lightning-rpc")).unwrap();
    }
}

#[test]
fn warnings_of_other_methods_are_not_told() {
    let odd = r#"{"rpc": "odd", "depecated": true, "request": {}, "response": {}}"#;
    let workshop = Workshop::with(&[("schemas/pay.json", PAY), ("schemas/odd.json", odd)]);
    let node = node(&workshop, DONE);
    let outcome = workshop.run(&["call", "--socket", "lightning-rpc", "pay", "invoice=x"]);
    assert_eq!(outcome.stderr, "");
    node.join().unwrap();
    let outcome = workshop.run(&["call", "--socket", "nowhere", "odd"]);
    assert!(outcome.stderr.starts_with("warning"), "{}", outcome.stderr);
    assert!(outcome.stderr.contains("depecated"), "{}", outcome.stderr);
}

#[test]
fn an_answer_that_is_no_json_is_an_error() {
    let outcome = answered("{\"jsonrpc\":\"2.0\",\"id\":ID,\"result\":{\"a\":nope}}");
    assert_eq!(outcome.status, Some(1));
    assert!(
        outcome
            .stderr
            .starts_with("error: the node answered, but the answer cannot be used: the whole value: expected"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_node_that_goes_away_may_have_done_it() {
    let outcome = answered("{\"jsonrpc\"");
    let expected = "error: the node has closed the connection\nthe call may have been executed\n";
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(3), expected));
}

#[test]
fn without_a_connection_nothing_is_sent() {
    let workshop = Workshop::with(&[("schemas/pay.json", PAY)]);
    let outcome = workshop.run(&["call", "--socket", "nowhere", "pay", "invoice=x"]);
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.starts_with("error: cannot connect to nowhere: there is no such socket"));
    assert!(outcome.stderr.ends_with("nothing was sent\n"));
    drop(UnixListener::bind(workshop.path("lightning-rpc")).unwrap());
    let outcome = workshop.run(&["call", "--socket", "lightning-rpc", "pay", "invoice=x"]);
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.contains("nobody listens there; has the node stopped?"), "{}", outcome.stderr);
    let outcome = workshop.run(&["call", "--socket", "schemas", "pay", "invoice=x"]);
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.starts_with("error: cannot connect to schemas: it is a folder,"), "{}", outcome.stderr);
    let outcome = workshop.run(&["call", "--socket", "schemas/pay.json", "pay", "invoice=x"]);
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.starts_with("error: cannot connect to schemas/pay.json: it is a file, not a socket;"));
    let outcome = workshop.run(&["call", "--socket", "schemas/pay.json/lightning-rpc", "pay", "invoice=x"]);
    assert!(outcome.stderr.contains("lightning-rpc: Not a directory"), "the cause is told: {}", outcome.stderr);
}

#[test]
fn the_socket_is_where_lightningd_puts_it() {
    let workshop = Workshop::with(&[("schemas/pay.json", PAY)]);
    let said = |home: &str, arguments: &[&str]| {
        let mut program = workshop.program(&[&["call", "pay", "invoice=x"], arguments].concat());
        Outcome::from(program.env("HOME", home).output().unwrap())
    };
    let bitcoin = said("home", &[]);
    assert!(bitcoin.stderr.contains("connect to home/.lightning/bitcoin/lightning-rpc:"), "{}", bitcoin.stderr);
    let regtest = said("home", &["--network", "regtest"]);
    assert!(regtest.stderr.contains("connect to home/.lightning/regtest/lightning-rpc:"), "{}", regtest.stderr);
    workshop.write("home/.lightning/config", "network=signet\n");
    let signet = said("home", &[]);
    assert!(signet.stderr.contains("connect to home/.lightning/signet/lightning-rpc:"), "{}", signet.stderr);
}

#[test]
fn a_node_that_is_silent_is_not_waited_for_longer_than_wanted() {
    let workshop = Workshop::with(&[("schemas/pay.json", PAY)]);
    let node = node(&workshop, "");
    let outcome = workshop.run(&["call", "--socket", "lightning-rpc", "--timeout", "0.1", "pay", "invoice=x"]);
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.ends_with("the call may have been executed\n"), "{}", outcome.stderr);
    node.join().unwrap();
    for wrong in ["soon", "-1", "inf"] {
        unsent(&["pay", "invoice=x", &format!("--timeout={wrong}")]).refused(&["--timeout <SECONDS>"]);
    }
}
