//! What errors of the library say, each cause once.

use std::error::Error as _;
use std::io;
use std::iter::successors;
use std::path::PathBuf;

use cln_mock::{Error, MockNode};
use cln_runtime::{Record, RpcError};

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
    ] {
        let first: &dyn std::error::Error = &error;
        let texts: Vec<String> = successors(Some(first), |&error| error.source()).map(ToString::to_string).collect();
        assert!(texts.len() > causes && (error.source().is_some() == (causes > 0)), "{texts:?}");
        for pair in texts.windows(2) {
            assert!(!pair[0].contains(&pair[1]), "{texts:?}");
        }
    }
}
