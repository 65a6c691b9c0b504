//! Options: declared, given by `init`, changed by `setconfig`.

use std::sync::Arc;

use cln_plugin_kit::{Context, HandlerError, Opt, Plugin};
use cln_runtime::Json;
use tokio::sync::Semaphore;

use super::node::{Node, init, run};

const DAYS: Opt<i64> = Opt::int("days", "how long").default(30).dynamic();
const LIMIT: Opt<Option<i64>> = Opt::int("limit", "how many");
const QUOTED: Opt<String> = Opt::string("quoted", "a text").default("q\"u\\").dynamic();
const NAMES: Opt<Vec<String>> = Opt::string("name", "a name").multi().dynamic();
const SIZES: Opt<Vec<i64>> = Opt::int("size", "a size").multi();
const SURE: Opt<bool> = Opt::bool("sure", "whether").default(true).dynamic();
const MAYBE: Opt<Option<bool>> = Opt::bool("maybe", "whether").deprecated();
const FAST: Opt<bool> = Opt::flag("fast", "whether").dynamic();
const TOKEN: Opt<Option<String>> = Opt::concealed("token", "a secret");

fn plugin() -> Plugin<()> {
    Plugin::new(())
        .option(DAYS)
        .option(LIMIT)
        .option(QUOTED)
        .option(NAMES)
        .option(SIZES)
        .option(SURE)
        .option(MAYBE)
        .option(FAST)
        .option(TOKEN)
        .method_raw("values", "", |context, _| async move { Ok(Json::from(&*values(&context))) })
}

fn values(context: &Context<()>) -> String {
    format!(
        "{} {:?} {} {:?} {:?} {} {:?} {} {:?}",
        context.option(&DAYS),
        context.option(&LIMIT),
        context.option(&QUOTED),
        context.option(&NAMES),
        context.option(&SIZES),
        context.option(&SURE),
        context.option(&MAYBE),
        context.option(&FAST),
        context.option(&TOKEN),
    )
}

async fn told(node: &mut Node) -> String {
    let answer: serde_json::Value = serde_json::from_str(&node.ask("v", "values", "{}").await).unwrap();
    answer["result"].as_str().unwrap().to_owned()
}

async fn with(options: &str) -> Node {
    let mut node = Node::new(plugin());
    node.write(&init(options)).await;
    assert_eq!(node.line().await, r#"{"jsonrpc":"2.0","id":"cln:init#2","result":{}}"#, "{options}");
    node
}

#[test]
fn they_are_declared_with_all_that_the_node_wants_to_know() {
    for declared in [
        r#"{"name":"days","type":"int","description":"how long","default":30,"dynamic":true}"#,
        r#"{"name":"limit","type":"int","description":"how many"}"#,
        r#"{"name":"quoted","type":"string","description":"a text","default":"q\"u\\","dynamic":true}"#,
        r#"{"name":"name","type":"string","description":"a name","multi":true,"dynamic":true}"#,
        r#"{"name":"sure","type":"bool","description":"whether","default":true,"dynamic":true}"#,
        r#"{"name":"maybe","type":"bool","description":"whether","deprecated":true}"#,
        r#"{"name":"fast","type":"flag","description":"whether","dynamic":true}"#,
        r#"{"name":"token","type":"string-conceal","description":"a secret"}"#,
    ] {
        assert!(plugin().describe().contains(declared), "{}", plugin().describe());
    }
}

#[test]
fn what_nobody_sets_is_its_default() {
    run(async {
        assert_eq!(told(&mut with("{}").await).await, "30 None q\"u\\ [] [] true None false None");
    });
}

#[test]
fn values_are_read_as_a_node_writes_them() {
    run(async {
        let given = r#"{"days":0x10,"limit":-007,"quoted":"q\\\"u\\\\","name":["a","\u00e9\n"],"size":[1,0x1F],"sure":false,"maybe":true,"fast":true,"token":"t"}"#;
        let values = "16 Some(-7) q\"u\\ [\"a\", \"é\\n\"] [1, 31] false Some(true) true Some(\"t\")";
        assert_eq!(told(&mut with(given).await).await, values);
        let quoted = told(&mut with(r#"{"quoted":"other\\\""}"#).await).await;
        assert!(quoted.starts_with("30 None other\\\" "), "only a default comes with its escapes doubled: {quoted}");
    });
}

#[test]
fn a_value_that_cannot_be_read_disables_the_plugin() {
    run(async {
        let mut node = Node::new(plugin());
        node.write(&init(r#"{"days":"many"}"#)).await;
        let why = r#"{"disable":"option days: expected an integer of 64 bits, found 'many'"}"#;
        assert_eq!(node.line().await, format!(r#"{{"jsonrpc":"2.0","id":"cln:init#2","result":{why}}}"#));
    });
}

#[test]
fn setconfig_is_checked_by_type_and_kept() {
    run(async {
        let mut node = with("{}").await;
        for (params, then) in [
            (r#"{"config":"days","val":"9"}"#, "9 None q\"u\\ [] [] true None false None"),
            (r#"{"config":"quoted","val":"a\nb"}"#, "9 None a\nb [] [] true None false None"),
            (r#"{"config":"name","val":["x","y"]}"#, "9 None a\nb [\"x\", \"y\"] [] true None false None"),
            (r#"{"config":"sure","val":"no"}"#, "9 None a\nb [\"x\", \"y\"] [] false None false None"),
            (r#"{"config":"fast"}"#, "9 None a\nb [\"x\", \"y\"] [] false None true None"),
        ] {
            assert_eq!(node.ask("s", "setconfig", params).await, r#"{"jsonrpc":"2.0","id":"s","result":{}}"#);
            assert_eq!(told(&mut node).await, then);
        }
        for (params, why) in [
            (r#"{"config":"days","val":"zz"}"#, "days: expected an integer of 64 bits, found 'zz'"),
            // A node takes it and ends as soon as it lists it.
            (r#"{"config":"days","val":"0x10"}"#, "days: expected an integer in decimal digits"),
            (r#"{"config":"days","val":"010"}"#, "days: expected an integer in decimal digits"),
            (r#"{"config":"days","val":"-007"}"#, "days: expected an integer in decimal digits"),
            (r#"{"config":"days","val":" 7"}"#, "days: expected an integer in decimal digits"),
            (r#"{"config":"days","val":"9223372036854775808"}"#, "days: expected an integer of 64 bits"),
            (r#"{"config":"days"}"#, "days: expected a value, found none"),
            (r#"{"config":"days","val":[]}"#, "days: expected one value, found a list of them"),
            (r#"{"config":"sure","val":"1"}"#, "sure: expected true or false, found '1'"),
            (r#"{"config":"limit","val":"1"}"#, "limit: not a dynamic option of this plugin"),
            (r#"{"config":"zork","val":"1"}"#, "zork: not a dynamic option of this plugin"),
            ("{}", "missing required parameter: config"),
        ] {
            let refused = node.ask("s", "setconfig", params).await;
            assert!(refused.contains(r#""code":-32602"#) && refused.contains(why), "{params}: {refused}");
            let checked = params.replacen('{', r#"{"command_to_check":"setconfig","#, 1).replace(",}", "}");
            assert!(node.ask("s", "check", &checked).await.contains(why), "{checked}");
        }
        assert_eq!(told(&mut node).await, "9 None a\nb [\"x\", \"y\"] [] false None true None");
        let checked = node.ask("s", "check", r#"{"command_to_check":"setconfig","config":"days","val":"8"}"#).await;
        assert_eq!(checked, r#"{"jsonrpc":"2.0","id":"s","result":{"command_to_check":"setconfig"}}"#);
        assert!(told(&mut node).await.starts_with("9 "), "a check changes nothing");
    });
}

#[test]
fn a_change_that_the_plugin_refuses_or_panics_at_does_not_happen() {
    run(async {
        let plugin = plugin().on_change(|context, name| async move {
            match context.option(&DAYS) {
                1 => Err(HandlerError::new(format!("{name}: too few"))),
                2 => panic!("two"),
                _ => Ok(()),
            }
        });
        let mut node = Node::ready(plugin).await;
        for (days, why) in [(1, "days: too few"), (2, "the handler has panicked: two")] {
            let refused = node.ask("s", "setconfig", &format!(r#"{{"config":"days","val":"{days}"}}"#)).await;
            assert_eq!(refused, format!(r#"{{"jsonrpc":"2.0","id":"s","error":{{"code":-32603,"message":"{why}"}}}}"#));
            assert!(told(&mut node).await.starts_with("30 "));
        }
        node.ask("s", "setconfig", r#"{"config":"days","val":"3"}"#).await;
        assert!(told(&mut node).await.starts_with("3 "));
    });
}

#[test]
fn a_list_has_its_default_alone_until_it_is_given() {
    const TAGS: Opt<Vec<String>> = Opt::string("tag", "a tag").default("q\"u").multi();
    const STEPS: Opt<Vec<i64>> = Opt::int("step", "a step").default(7).multi();
    let plugin = || {
        Plugin::new(()).option(TAGS).option(STEPS).method_raw("values", "", |context, _| async move {
            Ok(Json::from(&*format!("{:?} {:?}", context.option(&TAGS), context.option(&STEPS))))
        })
    };
    assert!(plugin().describe().contains(r#""description":"a tag","default":"q\"u","multi":true}"#));
    run(async move {
        for (options, values) in [
            ("{}", r#"["q\"u"] [7]"#),
            (r#"{"tag":["q\\\"u"],"step":[7]}"#, r#"["q\"u"] [7]"#),
            (r#"{"tag":["a","b"],"step":[1,2]}"#, r#"["a", "b"] [1, 2]"#),
        ] {
            let mut node = Node::new(plugin());
            node.write(&init(options)).await;
            node.line().await;
            assert_eq!(told(&mut node).await, values, "{options}");
        }
    });
}

#[test]
fn a_change_that_is_refused_late_does_not_undo_the_next() {
    let gate = Arc::new(Semaphore::new(0));
    let plugin = Plugin::new(Arc::clone(&gate)).option(DAYS).on_change(|context, _| async move {
        let days = context.option(&DAYS);
        context.state().acquire().await?.forget();
        if days == 1 { Err(HandlerError::new("too few")) } else { Ok(()) }
    });
    let plugin = plugin
        .method_raw("values", "", |context, _| async move { Ok(Json::from(&*context.option(&DAYS).to_string())) });
    run(async move {
        let mut node = Node::ready(plugin).await;
        for days in [1, 2] {
            let id = format!("s{days}");
            node.write(&format!(r#"{{"id":"{id}","method":"setconfig","params":{{"config":"days","val":"{days}"}}}}"#))
                .await;
        }
        gate.add_permits(2);
        let lines = [node.line().await, node.line().await];
        assert_eq!(lines[0], r#"{"jsonrpc":"2.0","id":"s1","error":{"code":-32603,"message":"too few"}}"#);
        assert_eq!(lines[1], r#"{"jsonrpc":"2.0","id":"s2","result":{}}"#);
        assert_eq!(told(&mut node).await, "2");
    });
}
