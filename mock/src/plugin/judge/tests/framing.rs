//! Bytes as plugins write them, right and wrong.

use super::super::{Framing, PluginFault, Rule, Said};

/// What the node reads: the id of an answer, the method of a notification.
fn read(writes: &[&[u8]]) -> Result<Vec<String>, PluginFault> {
    let mut framing = Framing::new(1 << 20);
    let mut read = Vec::new();
    for write in writes {
        framing.take_in(write);
        while let Some(said) = framing.next()? {
            let value = match said {
                Said::Answer(answer) => answer.id,
                Said::Notification(notification) => notification.method,
            };
            read.push(String::from_utf8_lossy(value.token()).into_owned());
        }
    }
    Ok(read)
}

/// The rule and what is shown of the text.
fn fault(writes: &[&[u8]]) -> (Rule, String) {
    let fault = read(writes).unwrap_err();
    (fault.rule, fault.offending)
}

#[test]
fn values_count_and_not_lines() {
    let all = b"\n\n {\"jsonrpc\":\"2.0\",\n\n\"id\":\"a\"}{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[]}\n{\"id\":\"b\",\"jsonrpc\":1}";
    let expected = vec!["a".to_owned(), "m".to_owned(), "b".to_owned()];
    assert_eq!(read(&[all]).unwrap(), expected);
    let bytes: Vec<&[u8]> = all.chunks(1).collect();
    assert_eq!(read(&bytes).unwrap(), expected);
}

#[test]
fn lax_json_is_read() {
    for text in [
        &br#"{"jsonrpc":"2.0","id":"a","result":{"a":1,}}"#[..],
        br#"{"jsonrpc":"2.0","id":"a","result":{"a":1,"a":2},"result":3,"id":"b"}"#,
        b"{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":\"l1\nl2\n\nl3\x01\"}",
        br#"{"jsonrpc":"2.0","id":"a","method":"getinfo","params":{}}"#,
    ] {
        assert_eq!(read(&[text]).unwrap(), ["a"], "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn what_is_not_json_kills() {
    for text in [
        &br#"{"jsonrpc":"2.0","id":"a","result":{}}}"#[..],
        br#"{'jsonrpc':'2.0','id':"a",'result':{}}"#,
        br#"{"jsonrpc":"2.0","id":"a","result":{"a":NaN}}"#,
        b"{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":\"\xff\xfe\"}",
    ] {
        assert_eq!(fault(&[text]).0, Rule::NotJson, "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn garbage_is_noticed_once_more_follows() {
    let mut framing = Framing::new(1 << 20);
    framing.take_in(b"hello\n\n");
    assert!(framing.next().unwrap().is_none());
    let waiting = framing.unfinished().unwrap();
    assert_eq!((waiting.rule, &*waiting.offending), (Rule::Unfinished, "hello"));
    framing.take_in(br#"{"jsonrpc":"2.0","id":"a"}"#);
    let fault = framing.next().unwrap_err();
    assert_eq!(fault.reason, "Failed to parse RPC JSON response");
    assert_eq!((fault.rule, &*fault.offending), (Rule::NotJson, r#"hello\u{a}\u{a}{"jsonrpc":"2.0","id":"a"}"#));
}

#[test]
fn white_space_is_nothing_to_wait_for() {
    let mut framing = Framing::new(1 << 20);
    framing.take_in(b"{\"jsonrpc\":\"2.0\",\"id\":\"a\"}\n\n");
    assert!(framing.next().unwrap().is_some());
    assert!(framing.next().unwrap().is_none());
    assert_eq!(framing.unfinished(), None);
}

#[test]
fn what_has_no_jsonrpc_kills() {
    for text in ["{}", r#"{"id":"a","result":{}}"#, r#"[{"jsonrpc":"2.0","id":"a"}]"#, "5 {}"] {
        let shown = if text == "5 {}" { "5" } else { text };
        assert_eq!(fault(&[text.as_bytes()]), (Rule::NoJsonrpc, shown.to_owned()));
    }
}

#[test]
fn a_notification_without_method_or_params_kills() {
    for text in [r#"{"jsonrpc":"2.0","method":"log"}"#, r#"{"jsonrpc":"2.0","params":{}}"#, r#"{"jsonrpc":"2.0"}"#] {
        assert_eq!(fault(&[text.as_bytes()]), (Rule::NotificationWithoutParams, text.to_owned()));
    }
}

#[test]
fn a_zero_byte_stalls_and_what_came_before_counts() {
    let mut framing = Framing::new(1 << 20);
    framing.take_in(b"{\"jsonrpc\":\"2.0\",\"id\":\"a\"}\n{\"jsonrpc\":\"2.0\",\"id\":\"b\0\"}\n");
    assert!(framing.next().unwrap().is_some());
    let fault = framing.next().unwrap_err();
    assert_eq!((fault.rule, &*fault.offending), (Rule::ZeroByte, r#"{"jsonrpc":"2.0","id":"b\u{0}"}"#));
    framing.take_in(br#"{"jsonrpc":"2.0","id":"c"}"#);
    assert!(framing.next().unwrap().is_none());
}

#[test]
fn messages_have_a_limit_of_ours() {
    let mut framing = Framing::new(10);
    framing.take_in(br#"{"jsonrpc":"2.0","#);
    assert_eq!(framing.next().unwrap_err().rule, Rule::TooLong);
}

/// A byte at a time, a message of so many would never end if each looked at all before it.
#[test]
fn long_messages_in_single_bytes_are_read_in_one_go() {
    let text = format!(
        r#"{{"jsonrpc":"2.0","id":"a","result":{{"a":"{}","b":[{}0]}}}}"#,
        "}".repeat(300_000),
        "1,".repeat(300_000)
    );
    let mut framing = Framing::new(1 << 24);
    for byte in text.as_bytes().chunks(1) {
        framing.take_in(byte);
    }
    let Some(Said::Answer(answer)) = framing.next().unwrap() else { panic!("it is an answer") };
    assert_eq!(answer.text.len(), text.len());
}
