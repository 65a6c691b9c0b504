//! What errors of the library say, each cause once.

use std::error::Error as _;
use std::io;
use std::iter::successors;
use std::path::PathBuf;

use cln_mock::{Error, MockNode};
use cln_runtime::{Record, RpcError, is_visible};

fn io() -> io::Error {
    io::Error::other("device on fire")
}

#[test]
fn no_error_says_what_its_source_says() {
    let path = || PathBuf::from("there");
    let violations = || RpcError::validate_json(b"{}").unwrap_err();
    let database = |file| MockNode::builder().database(file).start().err().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let schemas = MockNode::builder().schemas(folder.path().join("nothing")).start().err().unwrap();
    for (error, causes) in [
        (Error::Socket(path(), io()), 1),
        (Error::System(io()), 1),
        (Error::Unreadable(path(), io()), 1),
        (Error::Payments(None, violations()), 1),
        (Error::Payments(Some(path()), violations()), 1),
        (database(folder.path().to_owned()), 1),
        (schemas, 1),
        (MockNode::builder().behave_like("soon").start().err().unwrap(), 0),
        (Error::InUse(path()), 0),
        (Error::NotASocket(path()), 0),
        (Error::Faults("odd".to_owned()), 0),
        (Error::FaultWithoutSchema("odd".to_owned()), 0),
        (Error::NoSuchCommand("odd".to_owned()), 0),
    ] {
        let first: &dyn std::error::Error = &error;
        let texts: Vec<String> = successors(Some(first), |&error| error.source()).map(ToString::to_string).collect();
        assert!(texts.len() > causes && (error.source().is_some() == (causes > 0)), "{texts:?}");
        for pair in texts.windows(2) {
            assert!(!pair[0].contains(&pair[1]), "{texts:?}");
        }
    }
}

#[test]
fn no_error_does_anything_to_a_terminal() {
    const HOSTILE: &str = "a\u{1b}[2J\n\u{9b}\u{202e}\u{200b}b";
    let path = || PathBuf::from(HOSTILE);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(HOSTILE);
    std::fs::write(&file, "1").unwrap();
    for error in [
        Error::Socket(path(), io()),
        Error::InUse(path()),
        Error::NotASocket(path()),
        Error::Unreadable(path(), io()),
        Error::Faults(HOSTILE.to_owned()),
        Error::FaultWithoutSchema(HOSTILE.to_owned()),
        Error::NoSuchCommand(HOSTILE.to_owned()),
        Error::Payments(Some(path()), RpcError::validate_json(b"{}").unwrap_err()),
        MockNode::builder().faults_file(&file).start().err().unwrap(),
        MockNode::builder().behave_like(HOSTILE).start().err().unwrap(),
        MockNode::builder().schemas(folder.path().join(format!("{HOSTILE}.json"))).start().err().unwrap(),
    ] {
        let first: &dyn std::error::Error = &error;
        let text: Vec<String> = successors(Some(first), |&error| error.source()).map(ToString::to_string).collect();
        let text = text.join("\n");
        assert!(text.contains(r"a\u{1b}[2J\u{a}\u{9b}\u{202e}\u{200b}b"), "{text:?}");
        assert!(text.chars().all(|letter| letter == '\n' || is_visible(letter)), "{text:?}");
    }
}
