//! Invoices: made, about to be paid, and paid.

use cln_protocol::lax::{hex, is, member, object};
use cln_runtime::json::Tree;
use cln_runtime::{Msat, Secret};

use crate::payment::FailCode;
use crate::plugin::{Hook, PluginFault};
use crate::state::State;
use crate::store::invoices::Invoice;
use crate::wire::{number, text};

/// An invoice was made.
pub(crate) fn invoice_created(state: &State, invoice: &Invoice) {
    state.plugins.tell("invoice_creation", || {
        let asked = invoice.amount_msat.map(|amount| ("msat", number(amount.0)));
        let offer = invoice.local_offer_id.map(|offer| ("offer_id", text(offer.to_string())));
        let members = asked.into_iter().chain(named(invoice)).chain(offer);
        crate::wire::object(members).to_string()
    });
}

/// An invoice was paid.
pub(crate) fn invoice_paid(state: &State, invoice: &Invoice) {
    state.plugins.tell("invoice_payment", || {
        let received = invoice.payment.as_ref().map(|payment| ("msat", number(payment.amount_received_msat.0)));
        let members = received.into_iter().chain(named(invoice));
        crate::wire::object(members).to_string()
    });
}

/// The members that both have, in a node's order.
fn named(invoice: &Invoice) -> impl Iterator<Item = (&'static str, Tree)> {
    let preimage = invoice.preimage.as_ref().map(|preimage| ("preimage", text(preimage.to_hex())));
    preimage.into_iter().chain([("label", text(invoice.label.clone()))])
}

/// What plugins say about a payment that comes in.
#[derive(Clone, Debug)]
pub(crate) enum Consent {
    Given,
    /// The payer is told this.
    Refused(FailCode),
    /// The node does not survive the answer.
    Never(PluginFault),
}

/// Whether plugins are asked about payments that come in.
pub(crate) fn about_payment(state: &State) -> bool {
    state.plugins.is_asked(Hook::InvoicePayment)
}

/// Asks plugins whether the node shall take a payment of so much for an invoice, and goes on once they have said it.
pub(crate) fn ask_about_payment(
    state: &State,
    invoice: &Invoice,
    amount: Msat,
    then: impl FnOnce(&State, Consent) + Send + 'static,
) {
    let this = state.this.clone();
    let asked = params(state, invoice, amount);
    state.plugins.ask_all(
        Hook::InvoicePayment,
        None,
        &asked,
        Box::new(move |answer| {
            // Of a node that is not there any more nobody waits for anything.
            if let Some(state) = this.upgrade() {
                then(&state, answer.map_or_else(Consent::Never, |result| consent(&result)));
            }
        }),
    );
}

fn params(state: &State, invoice: &Invoice, amount: Msat) -> String {
    let preimage = invoice.preimage.as_ref().map(Secret::to_hex).unwrap_or_default();
    let mut members =
        vec![("label", text(invoice.label.clone())), ("preimage", text(preimage)), ("msat", number(amount.0))];
    // A node shows what it does not know of an onion only to developers.
    members.extend(state.plugins.is_developer().then(|| ("extratlvs", Tree::Array(Vec::new()))));
    crate::wire::object([("payment", crate::wire::object(members))]).to_string()
}

/// A result that a node takes says one of three.
fn consent(result: &[u8]) -> Consent {
    let result = object(result);
    match (member(result, "result"), member(result, "failure_message")) {
        (Some(word), _) if is(word, "continue") => Consent::Given,
        (None, Some(message)) => Consent::Refused(code(hex(message).unwrap_or_default())),
        _ => Consent::Refused(FailCode::IncorrectOrUnknownPaymentDetails),
    }
}

/// What a failure message begins with; one of no known code says no more than that it is refused.
fn code(message: &str) -> FailCode {
    let number = message.get(..4).and_then(|digits| u16::from_str_radix(digits, 16).ok());
    number.and_then(FailCode::numbered).unwrap_or(FailCode::IncorrectOrUnknownPaymentDetails)
}
