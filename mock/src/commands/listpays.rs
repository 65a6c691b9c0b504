//! `listpays`: payments as `pay` makes them: all parts of a group are one.

use std::collections::HashMap;

use cln_runtime::json::Tree;
use cln_runtime::{Hash, Msat};

use super::{answer, listsendpays};
use crate::lock::lock;
use crate::outcome::Outcome;
use crate::state::State;
use crate::store::{Part, list_parts};
use crate::wire::Value;

pub(super) fn run(state: &State, params: Value<'_>, only_check: bool) -> Outcome {
    let listing = listsendpays::listing(state, "listpays", params)?;
    answer::list(state, "listpays", "pays", |rows| {
        if only_check {
            return Ok(());
        }
        let mut pays = Pays::default();
        list_parts(lock(&state.store).db(), &listing, |part| pays.add(part, listing.bolt11.as_deref()))?;
        pays.in_order.into_iter().for_each(|pay| rows.push(pay.row()));
        Ok(())
    })
}

/// Payments in the order of their first parts.
#[derive(Default)]
struct Pays {
    in_order: Vec<Pay>,
    places: HashMap<(Hash, u64), usize>,
}

/// The parts of a payment that have been seen.
struct Pay {
    first: Part,
    invoice: Option<String>,
    /// What the destination gets; `None` if that of any part is not known.
    amount: Option<Msat>,
    sent: Msat,
    /// How many have not failed.
    parts: u64,
    is_pending: bool,
    /// One that is complete.
    complete: Option<Part>,
    completed_at: Option<u64>,
    updated_index: Option<u64>,
}

impl Pays {
    /// A part without an invoice belongs to the one that is asked for, if any.
    fn add(&mut self, part: Part, asked: Option<&str>) {
        let key = (part.payment.payment_hash, part.groupid());
        let place = *self.places.entry(key).or_insert_with(|| {
            self.in_order.push(Pay::new(&part));
            self.in_order.len() - 1
        });
        if let Some(pay) = self.in_order.get_mut(place) {
            pay.add(part, asked);
        }
    }
}

impl Pay {
    fn new(first: &Part) -> Self {
        Self {
            first: first.clone(),
            invoice: None,
            amount: Some(Msat(0)),
            sent: Msat(0),
            parts: 0,
            is_pending: false,
            complete: None,
            completed_at: None,
            updated_index: None,
        }
    }

    fn add(&mut self, part: Part, asked: Option<&str>) {
        let payment = &part.payment;
        let invoice = payment.bolt11.as_deref().or(payment.bolt12.as_deref()).or(asked);
        self.invoice = self.invoice.take().or_else(|| invoice.map(str::to_owned));
        self.first.description = self.first.description.take().or_else(|| part.description.clone());
        self.first.payment.created_index = self.first.payment.created_index.min(payment.created_index);
        self.updated_index = self.updated_index.max(payment.updated_index);
        let is_complete = part.is_complete();
        if !is_complete && !part.is_pending() {
            return;
        }
        self.parts += 1;
        self.sent = self.sent.checked_add(payment.amount_sent_msat).unwrap_or(self.sent);
        self.amount = self.amount.zip(payment.amount_msat).map(|(sum, amount)| sum.checked_add(amount).unwrap_or(sum));
        self.is_pending |= part.is_pending();
        if is_complete {
            self.completed_at = self.completed_at.into_iter().chain(payment.completed_at).min();
            self.complete = Some(part);
        }
    }

    /// In a node's order. An amount that has not been sent is none.
    fn row(self) -> Tree {
        let status = match (&self.complete, self.is_pending) {
            (Some(_), _) => "complete",
            (None, true) => "pending",
            (None, false) => "failed",
        };
        let number = |number: u64| Tree::Plain(number.to_string());
        let invoice =
            if self.invoice.as_ref().is_some_and(|text| text.starts_with("lni")) { "bolt12" } else { "bolt11" };
        let preimage = self.complete.as_ref().and_then(|part| part.payment.payment_preimage.as_ref());
        let first = &self.first.payment;
        let members = [
            (invoice, self.invoice.clone().map(Tree::Text)),
            ("description", self.first.description.clone().map(Tree::Text)),
            ("destination", first.destination.map(|node| Tree::Text(node.to_string()))),
            ("payment_hash", Some(Tree::Text(first.payment_hash.to_string()))),
            ("status", Some(Tree::Text(status.to_owned()))),
            ("created_at", Some(number(first.created_at))),
            ("completed_at", self.completed_at.map(number)),
            ("label", first.label.clone().map(Tree::Text)),
            ("preimage", preimage.map(|preimage| Tree::Text(preimage.to_hex()))),
            ("amount_msat", self.amount.filter(|_| self.parts > 0).map(|amount| number(amount.0))),
            ("amount_sent_msat", Some(number(self.sent.0))),
            ("number_of_parts", (self.parts > 1).then(|| number(self.parts))),
            ("created_index", Some(number(first.created_index))),
            ("updated_index", self.updated_index.map(number)),
        ];
        Tree::Object(members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect())
    }
}
