//! That no secret is written, and that equal ones stay equal.

use cln_mock::{Fault, MockNode};
use cln_runtime::RpcError;
use serde_json::{Value, json};

use super::lines;
use super::recorder::{Client, DELPAY, HASH, Recorder};
use crate::workshop::Workshop;

const PREIMAGE: &str = "e8a6b3f0c1d2e3f4a5b6c7d8e9f00112233445566778899aabbccddeeff00112";
const RUNE: &str = "tU-RLjMiDpY2U0o3W1oFowar36RFGpWloPbW9-RuZdo9MyZpZD0wMjRiOWExZmE4ZTAwNg==";

/// A plugin's command, whose answer has secrets by type, by name, beside a name, and in texts.
const VAULT: &str = r#"{
  "rpc": "vault",
  "request": {
    "required": ["word"],
    "properties": {"word": {"type": "secret"}, "password": {"type": "string"}, "text": {"type": "string"}}
  },
  "response": {
    "required": ["preimage"],
    "properties": {
      "preimage": {"type": "secret"},
      "echo": {"type": "string"},
      "settings": {"type": "array", "items": {"type": "string"}},
      "invoice": {"type": "string"}
    }
  }
}"#;

/// Plays the node with the answers of a file, which the recorder is not to tell from a real one.
fn vault(answers: &[(&Value, Value)]) -> (Workshop, MockNode) {
    let line = |(params, answer): &(&Value, Value)| {
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": "vault", "params": params}).to_string();
        json!({"request": request, "response": {"id": 1, "result": answer}}).to_string() + "\n"
    };
    let workshop = Workshop::with(&[("vault.json", VAULT), ("a", &answers.iter().map(line).collect::<String>())]);
    let node = MockNode::builder().replay(workshop.path("a")).start().unwrap();
    (workshop, node)
}

#[test]
fn no_secret_is_written_and_equal_ones_stay_equal() {
    let first = json!({"word": PREIMAGE, "password": "hunter22", "text": "plain"});
    let second = json!({"word": "00".repeat(32), "text": RUNE});
    let invoice = format!("lnbcrt1{}", "q".repeat(100));
    let answers = [
        (
            &first,
            json!({"preimage": PREIMAGE.to_uppercase(), "echo": "you said hunter22", "settings": ["a=b", format!("rune={RUNE}")], "invoice": invoice}),
        ),
        (&second, json!({"preimage": PREIMAGE, "echo": PREIMAGE, "settings": [RUNE]})),
    ];
    let (workshop, node) = vault(&answers);
    let schema = workshop.path("vault.json");
    let recorder = Recorder::start(node.socket(), &["--schemas", schema.to_str().unwrap()]);
    let mut client = Client::connect(&recorder.socket());
    for (params, answer) in &answers {
        assert_eq!(client.call("vault", params)["result"], *answer, "the client gets the real ones");
    }
    let (outcome, text) = recorder.stop();
    assert_eq!(outcome.status, Some(0), "{}", outcome.stdout);
    for secret in [PREIMAGE, &PREIMAGE.to_uppercase(), "hunter22", RUNE] {
        assert!(!text.contains(secret) && !outcome.stdout.contains(secret), "{secret}\n{text}\n{}", outcome.stdout);
    }
    let recorded = lines(&text);
    let request = |index: usize| -> Value {
        serde_json::from_str::<Value>(recorded[index]["request"].as_str().unwrap()).unwrap()["params"].clone()
    };
    let answer = |index: usize| recorded[index]["response"]["result"].clone();
    let word = request(0)["word"].as_str().unwrap().to_owned();
    assert_eq!(answer(0)["preimage"].as_str().unwrap().to_lowercase(), word);
    assert_eq!((&answer(1)["preimage"], &answer(1)["echo"]), (&json!(word), &json!(word)));
    let password = request(0)["password"].as_str().unwrap().to_owned();
    assert_eq!(answer(0)["echo"], format!("you said {password}"));
    let rune = answer(0)["settings"][1].as_str().unwrap().strip_prefix("rune=").unwrap().to_owned();
    assert_eq!((&answer(1)["settings"][0], &request(1)["text"]), (&json!(rune), &json!(rune)));
    assert_eq!((answer(0)["settings"][0].as_str(), request(0)["text"].as_str()), (Some("a=b"), Some("plain")));
    assert_eq!(answer(0)["invoice"], invoice);
}

#[test]
fn an_error_repeats_no_secret_of_its_request() {
    let said = format!("word: bad token '{PREIMAGE}', or hunter\\\\22 for \"hunter\\22\"");
    let error = RpcError::new(-32602, said).with_data(json!({"given": [PREIMAGE]}).to_string().parse().unwrap());
    let node = MockNode::builder().fault(Fault::error(error)).start().unwrap();
    let recorder = Recorder::start(node.socket(), &["--schemas", DELPAY, "--unchecked"]);
    let mut client = Client::connect(&recorder.socket());
    let answer = client.call("vault", &json!({"secret": PREIMAGE, "password": "hunter\\22", "id": 1}));
    assert!(answer.to_string().contains(PREIMAGE));
    let (_, text) = recorder.stop();
    let recorded = &lines(&text)[0];
    assert!(!text.contains(PREIMAGE) && !text.contains("hunter"), "{text}");
    let request: Value = serde_json::from_str(recorded["request"].as_str().unwrap()).unwrap();
    let error = &recorded["response"]["error"];
    assert_eq!(error["data"]["given"][0], request["params"]["secret"]);
    let (secret, password) =
        (request["params"]["secret"].as_str().unwrap(), request["params"]["password"].as_str().unwrap());
    let escaped = password.replace('\\', "\\\\");
    assert_eq!(error["message"], format!("word: bad token '{secret}', or {escaped} for \"{password}\""));
    assert_eq!(request["params"]["id"], 1);
}

#[test]
fn what_stands_at_a_position_that_nobody_knows_is_replaced() {
    let node = MockNode::builder().start().unwrap();
    let recorder = Recorder::start(node.socket(), &["--schemas", DELPAY, "--unchecked"]);
    let mut client = Client::connect(&recorder.socket());
    client.call("vault", &json!([PREIMAGE, "hunter22", 1234567, true]));
    client.call("delpay", &json!([HASH, "complete"]));
    let (_, text) = recorder.stop();
    assert!(!text.contains(PREIMAGE) && !text.contains("hunter") && !text.contains("1234567"), "{text}");
    let request: Value = serde_json::from_str(lines(&text)[1]["request"].as_str().unwrap()).unwrap();
    assert_eq!(request["params"], json!([HASH, "complete"]));
}

#[test]
fn another_recording_has_other_stand_ins() {
    let node = MockNode::builder().example().start().unwrap();
    let recorded: Vec<String> = (0..2)
        .map(|_| {
            let recorder = Recorder::start(node.socket(), &["--schemas", DELPAY, "--unchecked"]);
            Client::connect(&recorder.socket()).call("vault", &json!({"secret": PREIMAGE}));
            lines(&recorder.stop().1)[0]["request"].as_str().unwrap().to_owned()
        })
        .collect();
    assert!(recorded[0] != recorded[1] && recorded[0].len() == recorded[1].len(), "{recorded:?}");
}
