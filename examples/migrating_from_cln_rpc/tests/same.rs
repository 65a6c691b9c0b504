//! The programs do the same, to the user and to the node.

use std::error::Error;
use std::process::Command;
use std::time::Duration;

use cln_mock::MockNode;

/// What a program prints, and the payments and invoices that the node has afterwards.
fn run(program: &str) -> Result<(String, Vec<String>), Box<dyn Error>> {
    let node = MockNode::builder().example().clock(Duration::from_secs(1_700_000_000)).start()?;
    let output = Command::new(program).arg(node.socket()).output()?;
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    let payments = node.payments()?.into_iter().map(|payment| format!("{payment:?}"));
    let invoices = node.invoices()?.into_iter().map(|invoice| format!("{invoice:?}"));
    Ok((String::from_utf8(output.stdout)?, payments.chain(invoices).collect()))
}

#[test]
fn all_programs_do_the_same() -> Result<(), Box<dyn Error>> {
    let before = run(env!("CARGO_BIN_EXE_before"))?;
    let lines: Vec<&str> = before.0.lines().skip(1).collect();
    let deleted = ["deleted: 1", "nothing to delete"];
    assert_eq!(lines, [&deleted[..], &deleted, &["spent: 500000000msat"]].concat(), "{}", before.0);
    assert!(before.0.starts_with("to be paid: lnbcrt50n1"), "{}", before.0);
    assert_eq!(run(env!("CARGO_BIN_EXE_between"))?, before);
    assert_eq!(run(env!("CARGO_BIN_EXE_after"))?, before);
    Ok(())
}
