//! Two stand-in nodes of the release: one sells, the other pays.

use cln_mock::{Builder, MockNode};
use node::runtime::client::CallError;
use node::runtime::client::blocking::Client;
use node::runtime::{Msat, MsatOrAny, Sat};
use node::{
    DatastoreError, DatastoreRequest, DatastoreRequestKey, DecodeRequest, DeldatastoreRequest, DeldatastoreRequestKey,
    DelinvoiceRequest, DelinvoiceRequestStatus, InvoiceRequest, ListdatastoreRequest, ListinvoicesInvoicesStatus,
    ListinvoicesRequest, NewaddrRequest, WaitinvoiceRequest, XpayRequest,
};
use whole_release::Overview;

type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error>>;

/// A node of the release, whose answers are checked by its schemas.
fn node() -> Builder {
    MockNode::builder().schemas(concat!(env!("CARGO_MANIFEST_DIR"), "/node/schemas"))
}

fn client(node: &MockNode) -> Result<Client> {
    Ok(Client::connect(node.socket())?)
}

#[test]
fn an_invoice_is_paid() -> Result {
    let seller = node().start()?;
    let buyer = node().seed(1).output(Sat(50_000)).start()?;
    let (sells, buys) = (client(&seller)?, client(&buyer)?);

    let invoice = sells.call(&InvoiceRequest::new(Msat(5_000).into(), "tea", "A cup of tea"))?;
    let decoded = buys.call(&DecodeRequest::new(invoice.bolt11.as_str()))?;
    assert_eq!(
        (decoded.valid, decoded.amount_msat, decoded.payment_hash),
        (true, Some(Msat(5_000)), Some(invoice.payment_hash))
    );

    // There is no network between stand-in nodes: the test says what becomes of the payment.
    let paid = seller.pay_invoice("tea", Msat(5_000))?;
    buyer.payment(invoice.payment_hash).fee(Msat(3)).succeeds(paid.preimage.ok_or("a paid invoice has a preimage")?)?;
    let payment = buys.call(&XpayRequest::new(invoice.bolt11.as_str()))?;
    assert_eq!((payment.amount_msat, payment.amount_sent_msat), (Msat(5_000), Msat(5_003)));

    let row = sells.call(&WaitinvoiceRequest::new("tea"))?;
    assert_eq!(row.payment_preimage, Some(payment.payment_preimage));
    let (seller, buyer) = (Overview::of(&sells)?, Overview::of(&buys)?);
    assert_eq!((seller.received, seller.sent), (Some(Msat(5_000)), Some(Msat::ZERO)));
    assert_eq!((buyer.received, buyer.sent), (Some(Msat::ZERO), Some(Msat(5_003))));
    assert_eq!(buyer.on_chain, Some(Msat(50_000_000)));
    assert!(buyer.to_string().contains("sent: 5003msat"), "{buyer}");
    Ok(())
}

#[test]
fn an_invoice_is_deleted_once_it_is_not_wanted() -> Result {
    let node = node().start()?;
    let client = client(&node)?;
    client.call(&InvoiceRequest::new(Msat(5_000).into(), "tea", "A cup of tea"))?;
    client.call(&DelinvoiceRequest::new("tea", DelinvoiceRequestStatus::Unpaid))?;
    client.call(&InvoiceRequest::new(MsatOrAny::Any, "tip", "What you like"))?;
    let invoices = client.call(&ListinvoicesRequest::new())?.invoices;
    let left: Vec<_> = invoices.iter().map(|row| (row.label.as_str(), &row.status, row.amount_msat)).collect();
    assert_eq!(left, [("tip", &ListinvoicesInvoicesStatus::Unpaid, None)]);
    Ok(())
}

#[test]
fn data_is_stored_and_not_overwritten_by_mistake() -> Result {
    let node = node().start()?;
    let client = client(&node)?;
    let key = || DatastoreRequestKey::StringArray(vec!["shop".to_owned(), "orders".to_owned()]);
    client.call(&DatastoreRequest::new(key()).with_string("tea"))?;
    match client.call(&DatastoreRequest::new(key()).with_string("coffee")) {
        Err(CallError::Node(DatastoreError::DatastoreUpdateAlreadyExists(_))) => {}
        other => panic!("{other:?}"),
    }
    let entries = client.call(&ListdatastoreRequest::new())?.datastore;
    assert_eq!(entries.len(), 1);
    client.call(&DeldatastoreRequest::new(DeldatastoreRequestKey::StringArray(vec![
        "shop".to_owned(),
        "orders".to_owned(),
    ])))?;
    assert!(client.call(&ListdatastoreRequest::new())?.datastore.is_empty());
    Ok(())
}

#[test]
fn addresses_are_new() -> Result {
    let node = node().start()?;
    let client = client(&node)?;
    let (one, other) = (client.call(&NewaddrRequest::new())?, client.call(&NewaddrRequest::new())?);
    assert!(one.p2tr.is_some() || one.bech32.is_some());
    assert_ne!((one.p2tr, one.bech32), (other.p2tr, other.bech32));
    Ok(())
}
