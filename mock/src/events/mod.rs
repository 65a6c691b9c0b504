//! What plugins hear of what happens in the node, and are asked before it does. Without plugins nothing is even written
//! down.

mod invoices;
mod payments;
mod peers;

pub(crate) use invoices::{Consent, about_payment, ask_about_payment, invoice_created, invoice_paid};
pub(crate) use payments::payments_ended;
pub(crate) use peers::{ask_about_peer, connected, disconnected};
