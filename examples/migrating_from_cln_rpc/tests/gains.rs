//! What the migration gains: the same happens to both clients.

use std::error::Error;
use std::time::Duration;

use cln_mock::{Fault, MockNode};
use cln_rpc::ClnRpc;
use cln_rpc::model::{requests, responses};
use cln_rpc::primitives::Amount;
use cln_runtime::client::blocking::Client;
use cln_runtime::client::{CallError, Settings};
use cln_runtime::{Msat, RpcError};
use migrating_from_cln_rpc::{
    DelpayRequest, DelpayStatus, ListsendpaysPaymentsStatus, ListsendpaysRequest, ListsendpaysStatus,
};

const FAILED: &str = "25af7c1858066685212846e0d976263dde0ddbf1a7dc517a652853641dcf81fb";

/// Longer than the time that a call has below.
const DELAY: Duration = Duration::from_millis(200);
const PATIENCE: Duration = Duration::from_millis(10);

fn node(fault: Fault) -> Result<MockNode, Box<dyn Error>> {
    Ok(MockNode::builder().example().fault(fault).start()?)
}

fn list(status: Option<requests::ListsendpaysStatus>) -> requests::ListsendpaysRequest {
    requests::ListsendpaysRequest { status, bolt11: None, payment_hash: None, index: None, start: None, limit: None }
}

fn delete() -> Result<requests::DelpayRequest, Box<dyn Error>> {
    let status = requests::DelpayStatus::FAILED;
    Ok(requests::DelpayRequest { payment_hash: FAILED.parse()?, status, partid: None, groupid: None })
}

/// One unknown status makes a whole list unreadable, or one entry unknown.
#[tokio::test]
async fn a_status_of_a_newer_node_is_read() -> Result<(), Box<dyn Error>> {
    let newer = || node(Fault::unknown_enum_value().on("listsendpays"));
    let before = newer()?;
    let error = ClnRpc::new(before.socket()).await?.call_typed(&list(None)).await.unwrap_err();
    assert!(error.message.contains("unknown variant"), "{error}");

    let after = newer()?;
    let payments = Client::connect(after.socket())?.call(&ListsendpaysRequest::new())?.payments;
    let unknown = payments.iter().filter(|part| matches!(part.status, ListsendpaysPaymentsStatus::Unknown(_))).count();
    assert_eq!((payments.len(), unknown), (3, 1));
    Ok(())
}

/// After a call that was given up, one client takes its answer for that of the next call.
#[tokio::test]
async fn an_answer_that_is_late_belongs_to_no_other_call() -> Result<(), Box<dyn Error>> {
    let slow = || node(Fault::delay(DELAY).on("listsendpays"));
    let before = slow()?;
    let mut client = ClnRpc::new(before.socket()).await?;
    let complete = list(Some(requests::ListsendpaysStatus::COMPLETE));
    assert!(tokio::time::timeout(PATIENCE, client.call_typed(&complete)).await.is_err());
    let found = client.call_typed(&list(Some(requests::ListsendpaysStatus::FAILED))).await?.payments;
    let statuses: Vec<_> = found.iter().map(|part| part.status).collect();
    assert_eq!(statuses, [responses::ListsendpaysPaymentsStatus::COMPLETE], "of the first call");

    let after = slow()?;
    let client = Client::connect(after.socket())?;
    let complete = ListsendpaysRequest::new().with_status(ListsendpaysStatus::Complete);
    assert!(client.clone().with_timeout(PATIENCE).call(&complete).is_err());
    let found = client.call(&ListsendpaysRequest::new().with_status(ListsendpaysStatus::Failed))?.payments;
    let statuses: Vec<_> = found.into_iter().map(|part| part.status).collect();
    assert_eq!(statuses, [ListsendpaysPaymentsStatus::Failed, ListsendpaysPaymentsStatus::Failed]);
    Ok(())
}

/// Whether to call again, the caller of one client is told, and that of the other is not.
#[tokio::test]
async fn what_was_done_is_told_from_what_was_not() -> Result<(), Box<dyn Error>> {
    let cut = || node(Fault::cut_answer().on("delpay"));
    let before = cut()?;
    let mut client = ClnRpc::new(before.socket()).await?;
    let executed = client.call_typed(&delete()?).await.unwrap_err();
    let not_sent = client.call_typed(&delete()?).await.unwrap_err();
    assert_eq!((before.payments()?.len(), executed.code, not_sent.code), (2, None, None));

    let after = cut()?;
    let client = Client::connect_with(after.socket(), Settings::new())?;
    let request = DelpayRequest::new(FAILED.parse()?, DelpayStatus::Failed);
    let executed = client.call(&request).unwrap_err();
    assert!(matches!(executed, CallError::MaybeExecuted(_)) && !executed.is_safe_to_retry(), "{executed}");
    let not_sent = client.call(&request).unwrap_err();
    assert!(matches!(not_sent, CallError::NotSent(_)) && not_sent.is_safe_to_retry(), "{not_sent}");
    assert_eq!(after.payments()?.len(), 2);
    // `?` makes one type of the errors of all commands, which knows the same.
    let error: CallError<RpcError> = executed.into();
    assert!(!error.is_safe_to_retry());
    Ok(())
}

/// One sum panics, or wraps around in a release build; the other says that there is none.
#[test]
fn amounts_do_not_overflow() {
    let sum = || Amount::from_msat(u64::MAX) + Amount::from_msat(1);
    assert_eq!(std::panic::catch_unwind(sum).is_err(), cfg!(debug_assertions));
    assert_eq!(Msat(u64::MAX).checked_add(Msat(1)), None);
    assert_eq!([Msat(u64::MAX), Msat(1)].into_iter().sum::<Option<Msat>>(), None);
}
