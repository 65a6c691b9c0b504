//! The mistakes of the documentation that are known: what they become in each command, and where they stay.

use crate::workshop::{Outcome, WAIT, Workshop, command};

/// `utxos` stands too far behind.
const FUNDCHANNEL: &str = r#"{
  "rpc": "fundchannel",
  "request": {
    "required": ["id", "amount"],
    "properties": {
      "id": {"type": "string"},
      "amount": {"type": "sat_or_all"},
      "feerate": {"type": "feerate"},
      "announce": {"type": "boolean"},
      "minconf": {"type": "u32"},
      "push_msat": {"type": "msat"},
      "close_to": {"type": "string"},
      "request_amt": {"type": "sat"},
      "compact_lease": {"type": "string"},
      "utxos": {"type": "array", "items": {"type": "outpoint"}}
    }
  },
  "response": {}
}
"#;

const WITH_UTXOS: &str =
    r#"["me", "all", "slow", true, 1, ["7222144cd570153c8181202bf3c3b40ce05f4f4f1cad73a7c8becaad8b005b95:0"]]"#;
const WITH_PUSH: &str = r#"["me", "all", "slow", true, 1, "1000msat"]"#;

/// A field that is `null` at times.
const STATE_CHANGED: &str = r#"{
  "notification": "channel_state_changed",
  "request": {},
  "response": {
    "required": ["peer_id", "short_channel_id"],
    "properties": {
      "peer_id": {"type": "string"},
      "short_channel_id": {"type": "short_channel_id", "description": ["Null before."]}
    }
  }
}
"#;

/// The file of another command says it is this one.
const DISABLEOFFER: &str =
    r#"{"rpc": "disableoffer", "title": "Command for removing an offer", "request": {}, "response": {}}"#;
const ENABLEOFFER: &str =
    r#"{"rpc": "disableoffer", "title": "Command for re-enabling an offer", "request": {}, "response": {}}"#;

/// It requires what it does not describe.
const INJECT: &str = r#"{
  "rpc": "injectpaymentonion",
  "request": {},
  "response": {
    "required": ["created_index", "created_at", "completed_at", "payment_preimage"],
    "properties": {"created_index": {"type": "u64"}, "created_at": {"type": "u64"}, "completed_at": {"type": "u64"}}
  }
}
"#;

/// What the first release that has one file for each command ships.
fn shipped() -> Workshop {
    Workshop::with(&[
        ("schemas/lightning-disableoffer.json", DISABLEOFFER),
        ("schemas/lightning-enableoffer.json", ENABLEOFFER),
        ("schemas/lightning-injectpaymentonion.json", INJECT),
        ("schemas/lightning-wait.json", WAIT),
    ])
}

fn validate(workshop: &Workshop, schema: &str, side: &str, instance: &str, more: &[&str]) -> Outcome {
    workshop.run_on(instance, &[&["validate", schema, "--side", side], more].concat())
}

#[test]
fn they_are_corrected_and_counted_and_told_if_asked_for() {
    let workshop = Workshop::with(&[("schemas/a.json", FUNDCHANNEL), ("schemas/b.json", STATE_CHANGED)]);
    let summary = "2 methods, 6 types, 0 examples, 4 corrections: files 3 written, 0 unchanged, 0 removed\n";
    workshop.generate(&[]).done(summary);
    let text = workshop.read("out/fundchannel.rs");
    assert!(text.contains("/// Corrected: Nodes expect `utxos` directly after `minconf`.\n"), "{text}");
    assert!(text.contains("// Regenerate with: cln-codegen generate SCHEMAS --out FOLDER\n"), "{text}");
    let listed = "corrected: notification channel_state_changed /response/properties/short_channel_id: \
                  Nodes write `null` while the channel is not confirmed.\n\
                  corrected: fundchannel /errors: \
                  Nodes return -32602, not 302, for an amount below the dust limit.\n\
                  corrected: fundchannel /request/properties/request_amt: \
                  Nodes refuse an amount other than 0 without `compact_lease`.\n\
                  corrected: fundchannel /request: Nodes expect `utxos` directly after `minconf`.\n";
    for flag in ["-v", "--verbose"] {
        let outcome = workshop.generate(&[flag]);
        let (corrections, rest) = outcome.stdout.split_at(listed.len());
        assert_eq!((corrections, outcome.stderr.as_str()), (listed, ""));
        assert!(rest.starts_with("2 methods, 6 types, 0 examples, 4 corrections: files 0 written"), "{rest}");
    }
    let as_written = workshop.generate(&["--no-corrections", "--verbose"]);
    as_written.done("2 methods, 6 types, 0 examples: files 3 written, 0 unchanged, 0 removed\n");
    let text = workshop.read("out/fundchannel.rs");
    assert!(!text.contains("Corrected: "), "{text}");
    assert!(
        text.contains("// Regenerate with: cln-codegen generate SCHEMAS --out FOLDER --no-corrections\n"),
        "{text}"
    );
}

#[test]
fn positions_are_those_of_the_node_in_every_command() {
    let workshop = Workshop::with(&[("schemas/a.json", FUNDCHANNEL), ("written.json", FUNDCHANNEL)]);
    let judge = |instance, more: &[&str]| validate(&workshop, "schemas/a.json", "request", instance, more).status;
    assert_eq!((judge(WITH_UTXOS, &[]), judge(WITH_PUSH, &[])), (Some(0), Some(1)));
    let as_written = ["--no-corrections"];
    assert_eq!((judge(WITH_UTXOS, &as_written), judge(WITH_PUSH, &as_written)), (Some(1), Some(0)));

    let exported = |more: &[&str]| {
        let arguments = ["json-schema", "schemas/a.json", "--side", "request"];
        workshop.run(&[&arguments, more].concat()).stdout
    };
    assert!(exported(&[]).contains("Corrected: Nodes expect") && !exported(&as_written).contains("Corrected: "));

    let call = |more: &[&str]| {
        let arguments = ["call", "--socket", "nowhere", "fundchannel", WITH_UTXOS];
        workshop.run(&[&arguments, more].concat()).status
    };
    assert_eq!((call(&[]), call(&as_written)), (Some(3), Some(2)), "there is no node, or nothing was to be sent");

    let page = workshop.run(&["man", "schemas/a.json"]).stdout;
    assert!(page.contains("[*compact\\_lease*] [*utxos*]"), "the page says what the file says: {page}");
    assert!(!page.contains("Corrected: "), "{page}");
}

#[test]
fn a_null_that_nodes_write_is_none() {
    let workshop = Workshop::with(&[("schemas/b.json", STATE_CHANGED)]);
    let judge = |instance, more: &[&str]| validate(&workshop, "schemas/b.json", "response", instance, more).status;
    let null = r#"{"peer_id": "02", "short_channel_id": null}"#;
    assert_eq!((judge(null, &[]), judge(null, &["--no-corrections"])), (Some(0), Some(1)));
    assert_eq!(judge(r#"{"peer_id": "02", "short_channel_id": "1x2x3"}"#, &[]), Some(0));
    assert_eq!(judge(r#"{"peer_id": "02", "short_channel_id": 1}"#, &[]), Some(1), "nothing else is allowed");
    workshop.generate(&[]);
    let text = workshop.read("out/channel_state_changed_notification.rs");
    assert!(text.contains("pub short_channel_id: Option<ShortChannelId>"), "{text}");
    assert!(text.contains("/// Corrected: Nodes write `null` while the channel is not confirmed."), "{text}");
    let exported = workshop.run(&["json-schema", "schemas/b.json", "--side", "response"]).stdout;
    assert!(exported.contains("\"type\": \"null\""), "{exported}");
}

#[test]
fn a_release_goes_through_as_it_was_shipped() {
    let workshop = shipped();
    let outcome = workshop.generate(&[]);
    outcome.done("4 methods, 13 types, 1 example, 5 corrections: files 6 written, 0 unchanged, 0 removed\n");
    let names = ["disableoffer.rs", "enableoffer.rs", "injectpaymentonion.rs", "mod.rs", "tests/wait.rs", "wait.rs"];
    assert_eq!(workshop.names("out"), names);
    assert!(workshop.read("out/injectpaymentonion.rs").contains("pub payment_preimage: Secret"));
    let listed = "corrected: enableoffer /rpc: The file that describes `enableoffer` calls it `disableoffer`.\n";
    let outcome = workshop.generate(&["--verbose", "--only", "enableoffer"]);
    assert!(outcome.stdout.starts_with(listed), "{}", outcome.stdout);
    workshop.run(&["lint"]).done("4 files: no findings\n");
    workshop.run(&["diff", "schemas", "schemas"]).done("4 methods against 4: no differences\n");
    workshop.generate(&["--no-corrections"]).refused(&[
        "error[S0505]: `disableoffer` is described twice",
        "error[S0401]: `required` names `payment_preimage`",
        "nothing was written\n",
    ]);
    assert_eq!(workshop.run(&["lint", "--no-corrections"]).status, Some(1));
    assert_eq!(workshop.run(&["diff", "--no-corrections", "schemas", "schemas"]).status, Some(2));
}

#[test]
fn nothing_is_said_of_files_that_were_not_asked_for() {
    let workshop = shipped();
    workshop.write("schemas/torn.json", "{");
    workshop.write("schemas/odd.json", &command("odd").replace("\"request\"", "\"exmaples\": [], \"request\""));
    let only = |names: &str| workshop.generate(&["--no-corrections", "--only", names]);
    only("wait").done("1 method, 4 types, 1 example: files 3 written, 0 unchanged, 0 removed\n");
    only("injectpaymentonion").refused(&["error[S0401]: `required` names `payment_preimage`"]);
    only("disableoffer").refused(&["error[S0505]: `disableoffer` is described twice"]);
    // The torn file may be the one.
    only("wait,other").refused(&["error[S0101]: "]);
    assert!(workshop.generate(&[]).stderr.contains("warning[S0206]: the top-level key `exmaples` is unknown\n"));
}

#[test]
fn which_corrections_apply_can_be_listed() {
    let parsefeerate = command("parsefeerate").replace("\"request\"", "\"exmaples\": [], \"request\"");
    let workshop = Workshop::with(&[("schemas/a.json", FUNDCHANNEL), ("schemas/b.json", &parsefeerate)]);
    assert_eq!(workshop.run(&["lint"]).status, Some(1));
    let outcome = workshop.run(&["lint", "--corrections"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    for line in [
        "applies: fundchannel /request: Nodes expect `utxos` directly after `minconf`.",
        "other text: parsefeerate /request/properties/feerate_str: Nodes know the parameter as `feerate`.",
        "no such method: splice_signed /request: Nodes expect `psbt` before `channel_id`.",
    ] {
        assert!(outcome.stdout.lines().any(|listed| listed == line), "{line}\n{}", outcome.stdout);
    }
    let total = outcome.stdout.lines().last().unwrap();
    assert!(total.contains(" corrections: ") && total.ends_with(" find no such method"), "{total}");
    let outcome = workshop.run(&["lint", "--corrections", "--format", "json"]);
    let object = r#"{"verdict": "applies", "kind": "rpc", "method": "fundchannel", "pointer": "/request", "reason": "Nodes expect `utxos` directly after `minconf`.", "file": "schemas/a.json"}"#;
    assert!(outcome.stdout.contains(object), "{}", outcome.stdout);
    assert!(outcome.stdout.starts_with("[\n  {") && outcome.stdout.ends_with("}\n]\n"), "{}", outcome.stdout);
}

/// The parameter that a configuration makes a text.
const CONFIG: &str = r#"{"overrides": [{"method": "wait", "at": "/request/properties/index",
  "set": {"type": "string"}, "was": {"type": "u64"}, "reason": "Nodes take words."}]}"#;

#[test]
fn a_configuration_means_the_same_in_every_command() {
    let workshop = Workshop::with(&[("schemas/wait.json", WAIT), ("config.json", CONFIG)]);
    let config = ["--config", "config.json"];
    let with = |arguments: &[&str]| workshop.run(&[arguments, &config].concat());
    let text = r#"{"index": "last"}"#;
    assert_eq!(validate(&workshop, "schemas/wait.json", "request", text, &config).status, Some(0));
    assert_eq!(validate(&workshop, "schemas/wait.json", "request", text, &[]).status, Some(1));
    assert!(with(&["json-schema", "schemas/wait.json", "--side", "request"]).stdout.contains("Nodes take words."));
    assert_eq!(with(&["call", "--socket", "nowhere", "wait", text]).status, Some(3), "only the node is missing");
    let found = with(&["lint"]).stdout;
    assert!(found.contains("/examples/0/request/params/index: expected a string"), "{found}");
    assert!(workshop.generate(&config).stdout.contains(" 1 correction: "));
    assert!(workshop.read("out/wait.rs").contains("pub index: String"));

    workshop.write("new.json", &WAIT.replace(r#""index": {"type": "u64"}"#, r#""index": {"type": "string"}"#));
    assert_eq!(workshop.run(&["diff", "schemas/wait.json", "new.json"]).status, Some(1));
    let outcome = with(&["diff", "schemas/wait.json", "new.json"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{}", outcome.stdout);
}

#[test]
fn what_is_wrong_with_a_configuration_is_told_by_every_command() {
    let workshop = Workshop::with(&[("schemas/wait.json", WAIT), ("config.json", &CONFIG.replace("u64", "u32"))]);
    let config = ["--config", "config.json"];
    let idle = "warning[C0105]: the schema at `/request/properties/index` says `\"u64\"` for `type`, not `\"u32\"`\n";
    let outcome = workshop.generate(&config);
    assert_eq!(outcome.status, Some(0));
    assert!(outcome.stderr.starts_with(idle), "{}", outcome.stderr);
    let outcome = workshop.run(&[&["lint"], &config[..]].concat());
    assert_eq!(outcome.status, Some(1));
    assert!(outcome.stdout.starts_with("config.json:2:"), "{}", outcome.stdout);
    let outcome = workshop.run(&[&["diff", "schemas", "schemas"], &config[..]].concat());
    assert_eq!(outcome.status, Some(0));
    assert!(outcome.stderr.starts_with(idle) && outcome.stderr.matches("C0105").count() == 1, "{}", outcome.stderr);
    workshop.write("config.json", "{\"overrides\": 1}");
    for arguments in [&["lint"][..], &["diff", "schemas", "schemas"], &["call", "wait"], &["generate"]] {
        workshop.run(&[arguments, &config].concat()).refused(&["error[S0303]: "]);
    }
}

#[test]
fn a_secret_is_what_a_correction_calls_one() {
    let config = r#"{"overrides": [
      {"method": "wait", "at": "/request/properties/words", "secret": true, "reason": "They are the wallet."},
      {"method": "wait", "at": "/request/properties/seed", "secret": false, "reason": "It is of a plant."}]}"#;
    let properties = r#""words": {"type": "string"}, "seed": {"type": "string"}, "mode""#;
    let workshop = Workshop::with(&[("schemas/wait.json", &WAIT.replace("\"mode\"", properties)), ("c.json", config)]);
    let types = |arguments: &[&str]| {
        assert_eq!(workshop.generate(arguments).status, Some(0));
        let text = workshop.read("out/wait.rs");
        ["pub words: ", "pub seed: "].map(|field| {
            let declared = text.lines().find(|line| line.trim_start().starts_with(field)).unwrap();
            declared.contains("Sensitive")
        })
    };
    assert_eq!(types(&[]), [false, true]);
    assert_eq!(types(&["--config", "c.json"]), [true, false]);
}

/// Nodes read a fee rate from a number, too, so the example is right and the schema is not.
#[test]
fn an_example_that_nodes_take_is_not_called_wrong() {
    let parsefeerate = r#"{"rpc": "parsefeerate", "response": {},
        "request": {"required": ["feerate_str"], "properties": {"feerate_str": {"type": "string"}}},
        "examples": [{"request": {"params": ["9999perkw"]}, "response": {}}, {"request": {"params": [10000]}, "response": {}}]}"#;
    let workshop = Workshop::with(&[("schemas/a.json", parsefeerate)]);
    workshop.run(&["lint"]).done("1 file: no findings\n");
    let as_written = workshop.run(&["lint", "--no-corrections"]).stdout;
    assert!(
        as_written.contains("L0101] /examples/1/request/params/0: expected a string, found the number 10000"),
        "{as_written}"
    );
}
