//! Manifests, right and wrong.

use std::collections::{BTreeMap, BTreeSet};

use super::super::manifest::OptionType;
use super::super::manifest::hook::Filters;
use super::super::{Deprecated, Hook, Manifest, PluginFault, Registry, Rule, unknown_topics, with_features};

/// What a node that has the method `getinfo`, another plugin's `taken` and its option `taken` makes of a result.
fn read_at(is_starting: bool, result: &str) -> Result<Manifest, PluginFault> {
    let owners = [("getinfo", ""), ("taken", "/opt/plugins/plug/pa")];
    let methods = BTreeMap::from(owners.map(|(name, owner)| (name.to_owned(), owner.to_owned())));
    let options = BTreeSet::from(["taken".to_owned()]);
    let answer = format!(r#"{{"jsonrpc":"2.0","id":"cln:getmanifest#20","result":{result}}}"#);
    Manifest::read(answer.as_bytes(), &Registry { methods: &methods, options: &options, is_starting })
}

/// The same, with these members beside those that have to be there.
fn with(members: &str) -> Result<Manifest, PluginFault> {
    read_at(true, &format!(r#"{{"options":[],"rpcmethods":[],{members}}}"#))
}

fn fault(members: &str) -> (Rule, String) {
    let fault = with(members).unwrap_err();
    (fault.rule, fault.reason)
}

/// With one option of these members.
fn option(members: &str) -> Result<Manifest, PluginFault> {
    read_at(true, &format!(r#"{{"options":[{{{members}}}],"rpcmethods":[]}}"#))
}

#[test]
fn options_and_methods_have_to_be_there() {
    let reason = |result: &str| read_at(true, result).unwrap_err().reason;
    assert_eq!(reason("{}"), "\"result.options\" was not found in the manifest");
    assert_eq!(reason(r#"{"options":{}}"#), "\"result.options\" is not an array");
    assert_eq!(reason(r#"{"options":[]}"#), "\"result.rpcmethods\" missing");
    assert_eq!(reason(r#"{"options":[],"rpcmethods":"x"}"#), "\"result.rpcmethods\" is not an array");
    assert_eq!(reason("[]"), "Invalid/missing result tok");
    assert_eq!(read_at(true, "5").unwrap_err().rule, Rule::BadManifest);
}

#[test]
fn methods_have_a_name_and_a_usage() {
    let read = |method: &str| read_at(true, &format!(r#"{{"options":[],"rpcmethods":[{method}]}}"#));
    let manifest = read(r#"{"name":"m","usage":"","description":5,"category":[]}"#).unwrap();
    assert_eq!((&*manifest.methods[0].name, &*manifest.methods[0].usage), ("m", ""));
    for method in [r#"{"usage":""}"#, r#"{"name":"m"}"#, r#"{"name":"m","usage":5}"#, "5"] {
        assert_eq!(read(method).unwrap_err().rule, Rule::BadMethod, "{method}");
    }
    assert_eq!(read(r#"{"name":"m"}"#).unwrap_err().reason, "rpcmethod does not have a string \"usage\"");
    for deprecated in ["\"v25.02\"", "[]", "[5]", "[\"v25.02\",\"v26.03\",\"v27.03\"]", "[\"zork\"]"] {
        let method = format!(r#"{{"name":"m","usage":"","deprecated":{deprecated}}}"#);
        assert_eq!(read(&method).unwrap_err().reason, "m: invalid \"deprecated\" field", "{deprecated}");
    }
}

#[test]
fn what_is_deprecated_is_refused_once_its_end_is_past() {
    let refused = |deprecated: &str| {
        let method = format!(r#"{{"name":"m","usage":"","deprecated":{deprecated}}}"#);
        let manifest = read_at(true, &format!(r#"{{"options":[],"rpcmethods":[{method}]}}"#)).unwrap();
        let now = "v26.06.6".parse().unwrap();
        [true, false].map(|allowed| manifest.methods[0].deprecated.is_refused(&now, allowed))
    };
    assert_eq!(refused("false"), [false, false]);
    assert_eq!(refused("true"), [false, true]);
    assert_eq!(refused(r#"["v26.03"]"#), [false, true]);
    assert_eq!(refused(r#"["v26.09"]"#), [false, false]);
    assert_eq!(refused(r#"["v26.03","v27.03"]"#), [false, true]);
    assert_eq!(refused(r#"["v25.02","v26.03"]"#), [true, true]);
}

#[test]
fn a_method_that_is_taken_kills() {
    for (name, owner) in [("getinfo", "the node"), ("taken", "/opt/plugins/plug/pa")] {
        let result = format!(r#"{{"options":[],"rpcmethods":[{{"name":"{name}","usage":""}}]}}"#);
        let fault = read_at(true, &result).unwrap_err();
        let reason = format!(
            "Could not register method \"{name}\", a method with that name is already registered by plugin {owner}"
        );
        assert_eq!((fault.rule, fault.reason), (Rule::MethodTaken, reason));
    }
    let twice = r#"{"options":[],"rpcmethods":[{"name":"m","usage":""},{"name":"m","usage":"a"}]}"#;
    assert_eq!(read_at(true, twice).unwrap_err().rule, Rule::MethodTaken);
}

#[test]
fn dynamic_has_to_be_a_boolean() {
    assert_eq!(fault(r#""dynamic":"true""#), (Rule::BadManifest, "Bad 'dynamic' field".to_owned()));
    assert!(with(r#""dynamic":true"#).unwrap().is_dynamic);
    assert!(!with(r#""dynamic":false"#).unwrap().is_dynamic);
}

#[test]
fn only_dynamic_plugins_can_be_started_later() {
    let fault = read_at(false, r#"{"options":[],"rpcmethods":[]}"#).unwrap_err();
    assert_eq!((fault.rule, &*fault.reason), (Rule::NotDynamic, "Not a dynamic plugin"));
    assert!(read_at(false, r#"{"options":[],"rpcmethods":[],"dynamic":true}"#).is_ok());
}

#[test]
fn any_value_of_disable_disables() {
    for (value, reason) in [("\"because\"", "because"), ("null", "null"), ("false", "false"), ("{}", "{}")] {
        let manifest = read_at(true, &format!(r#"{{"disable":{value},"dynamic":5}}"#)).unwrap();
        assert_eq!(manifest.disabled.as_deref(), Some(reason));
    }
    assert_eq!(with(r#""other":1"#).unwrap().disabled, None);
}

#[test]
fn subscriptions_are_strings_and_may_be_repeated() {
    let manifest = with(r#""subscriptions":["*","connect","connect","nosuchtopic","my-topic"]"#).unwrap();
    let deliveries = ["connect", "disconnect", "log", "my-topic"].map(|topic| manifest.deliveries(topic));
    assert_eq!(deliveries, [3, 1, 0, 2]);
    assert_eq!(with(r#""subscriptions":["log"]"#).unwrap().deliveries("log"), 1);
    let unknown = unknown_topics(&manifest.subscriptions, |topic| topic == "my-topic");
    let reasons: Vec<_> = unknown.iter().map(|fault| (fault.rule, &*fault.reason)).collect();
    assert_eq!(reasons, [(Rule::UnknownTopic, "topic 'nosuchtopic' is not a known notification topic")]);
    assert_eq!(fault(r#""subscriptions":["a",5]"#).1, "result.subscriptions[1] is not a string");
    assert_eq!(fault(r#""subscriptions":"*""#).1, "\"result.subscriptions\" is not an array");
}

#[test]
fn hooks_are_names_or_objects() {
    let hooks = r#""hooks":["htlc_accepted",{"name":"rpc_command","before":["a","/b"],"after":["c"],"filters":["pay"]},
        {"name":"custommsg","filters":[1,"2"]}]"#;
    let manifest = with(hooks).unwrap();
    let [accepted, command, message] = &*manifest.hooks else { panic!("there are three") };
    assert_eq!((accepted.hook, accepted.filters.is_none()), (Hook::HtlcAccepted, true));
    assert_eq!((&*command.before, &*command.after), (&["a".to_owned(), "/b".to_owned()][..], &["c".to_owned()][..]));
    assert_eq!(["pay", "getinfo"].map(|method| command.wants_method(method)), [true, false]);
    assert_eq!([1, 2, 3].map(|kind| message.wants_type(kind)), [true, true, false]);
    assert_eq!(message.filters, Some(Filters::Types(BTreeSet::from([1, 2]))));
    assert!(accepted.wants_method("pay") && accepted.wants_type(7));
}

#[test]
fn a_hook_that_is_not_there_or_named_twice_kills() {
    for hooks in
        [r#"["zork"]"#, r#"["recover","recover"]"#, r#"["recover",{"name":"recover"}]"#, r#"[{"name":"zork"}]"#]
    {
        assert_eq!(fault(&format!(r#""hooks":{hooks}"#)).0, Rule::BadHook, "{hooks}");
    }
    let reason =
        "could not register hook 'zork', either the name doesn't exist or another plugin already registered it.";
    assert_eq!(fault(r#""hooks":["zork"]"#).1, reason);
    assert_eq!(fault(r#""hooks":[{"before":["a"]}]"#), (Rule::BadHook, "no name in hook obj".to_owned()));
}

#[test]
fn filters_of_another_hook_or_type_kill() {
    for (hook, filters) in
        [("peer_connected", "[]"), ("rpc_command", "[5]"), ("rpc_command", "\"pay\""), ("custommsg", "[\"x\"]")]
    {
        let members = format!(r#""hooks":[{{"name":"{hook}","filters":{filters}}}]"#);
        assert_eq!(fault(&members).0, Rule::BadFilters, "{hook} {filters}");
    }
}

#[test]
fn own_topics_are_declared_and_native_ones_refused() {
    let manifest = with(r#""notifications":[{"method":"my-topic"},{"method":"my2"}]"#).unwrap();
    assert_eq!(manifest.notifications, ["my-topic", "my2"]);
    assert_eq!(fault(r#""notifications":[{"method":"connect"}]"#).0, Rule::NativeTopic);
    assert_eq!(fault(r#""notifications":{}"#).1, "\"result.notifications\" is not an array");
    assert_eq!(fault(r#""notifications":["x"]"#).1, "\"result.notifications[0]\" is not an object");
    assert_eq!(fault(r#""notifications":[{}]"#).1, "\"result.notifications[0].name\" missing or not a string.");
}

#[test]
fn custom_messages_are_numbers_up_to_65535() {
    assert!(with(r#""custommessages":[55555,"44443"]"#).is_ok());
    for (list, index) in [("[65536]", 0), ("[1,\"x\"]", 1), ("[-1]", 0), ("[1.5]", 0)] {
        let expected = (Rule::BadCustomMessage, format!("custommessages {index} not a u16"));
        assert_eq!(fault(&format!(r#""custommessages":{list}"#)), expected, "{list}");
    }
}

#[test]
fn features_are_added_to_those_of_the_node() {
    let members = r#""featurebits":{"node":"02000000000000000000000000000000000000","init":"","unknownplace":"zz"}"#;
    let manifest = with(members).unwrap();
    let features = with_features([&manifest.features]);
    assert_eq!(features[0], ("init", "800898880a8a59a1".to_owned()));
    assert_eq!(features[1], ("node", "0200000000000000000000808898880a8a59a1".to_owned()));
    assert_eq!(fault(r#""featurebits":{"node":"xx"}"#).0, Rule::BadFeatures);
    assert_eq!(fault(r#""dynamic":true,"featurebits":{"node":"02"}"#).0, Rule::FeaturesOfDynamic);
    assert!(with(r#""dynamic":true,"featurebits":{"node":"","zork":"02"}"#).is_ok());
}

#[test]
fn ids_are_texts_whatever_a_plugin_wants() {
    assert!(with(r#""nonnumericids":true"#).is_ok());
    assert_eq!(fault(r#""nonnumericids":false"#).0, Rule::NumericIds);
    assert_eq!(fault(r#""nonnumericids":1"#).0, Rule::BadManifest);
}

#[test]
fn who_can_check_says_so() {
    assert!(with(r#""cancheck":true"#).unwrap().can_check);
    assert!(!with(r#""cancheck":false"#).unwrap().can_check);
    assert_eq!(fault(r#""cancheck":"yes""#), (Rule::BadManifest, "Invalid cancheck".to_owned()));
}

#[test]
fn options_have_a_name_a_type_and_a_description() {
    let manifest =
        option(r#""name":"o_1-x","type":"string-conceal","description":"","default":"pw","deprecated":true"#);
    let read = manifest.unwrap().options.remove(0);
    assert_eq!((&*read.name, read.kind, read.default.as_deref()), ("o_1-x", OptionType::Conceal, Some("pw")));
    assert_eq!(read.deprecated, Deprecated::Yes);
    for members in [
        r#""type":"int","description":"""#,
        r#""name":"o","description":"""#,
        r#""name":"o","type":"int""#,
        r#""name":"O","type":"int","description":"""#,
        r#""name":"a|b","type":"int","description":"""#,
        r#""name":"","type":"int","description":"""#,
        r#""name":"o","type":"float","description":"""#,
        r#""name":"o","type":"bool","description":"","multi":true"#,
        r#""name":"o","type":"flag","description":"","multi":true"#,
        r#""name":"o","type":"int","description":"","multi":1"#,
        r#""name":"o","type":"int","description":"","dynamic":"true""#,
        r#""name":"o","type":"int","description":"","deprecated":"v26.03""#,
    ] {
        assert_eq!(option(members).unwrap_err().rule, Rule::BadOption, "{members}");
    }
}

#[test]
fn an_option_that_is_taken_kills_or_ends_the_node() {
    let result = r#"{"options":[{"name":"taken","type":"int","description":""}],"rpcmethods":[],"dynamic":true}"#;
    let rules = [true, false].map(|is_starting| read_at(is_starting, result).unwrap_err().rule);
    assert_eq!(rules, [Rule::OptionTakenAtStart, Rule::OptionTaken]);
    let one = r#"{"name":"o","type":"int","description":""}"#;
    let twice = format!(r#"{{"options":[{one},{one}],"rpcmethods":[],"dynamic":true}}"#);
    assert_eq!(read_at(false, &twice).unwrap_err().rule, Rule::OptionTaken);
}

#[test]
fn defaults_are_kept_as_they_are_written() {
    let default = |kind: &str, default: &str| {
        let members = format!(r#""name":"o","type":"{kind}","description":"","default":{default}"#);
        option(&members).map(|manifest| manifest.options[0].default.clone())
    };
    let string = ["12", "true", r#"["a"]"#, r#""q\"u""#, "null"].map(|text| default("string", text).unwrap());
    let expected = [Some("12"), Some("true"), Some(r#"["a"]"#), Some(r#"q\"u"#), None];
    assert_eq!(string, expected.map(|text| text.map(str::to_owned)));
    for (kind, text) in
        [("int", "5"), ("int", "\"0x10\""), ("int", "\"007\""), ("bool", "\"False\""), ("bool", "\"yes\"")]
    {
        assert_eq!(default(kind, text).unwrap().as_deref(), Some(text.trim_matches('"')), "{kind} {text}");
    }
    assert_eq!(default("flag", "false").unwrap(), None);
    for (kind, text) in
        [("int", "\"zz\""), ("int", "1.5"), ("int", "\"\""), ("bool", "1"), ("bool", "\"off\""), ("flag", "true")]
    {
        let fault = default(kind, text).unwrap_err();
        assert_eq!((fault.rule, fault.reason), (Rule::BadDefault, format!("default is not a valid {kind}")), "{text}");
    }
}

#[test]
fn other_members_are_ignored() {
    assert!(with(r#""unknown_member":{"x":1},"options":5"#).is_ok());
}
