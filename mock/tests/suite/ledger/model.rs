//! All that a node has to know of its invoices, payments and datastore, as plainly as can be.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What a command answers: a result, or the code of an error and how its message begins.
pub(super) type Answer = Result<Value, (i64, String)>;

#[derive(Clone)]
pub(super) struct Invoice {
    pub(super) label: String,
    pub(super) hash: String,
    pub(super) bolt11: String,
    pub(super) amount: u64,
    pub(super) description: String,
    pub(super) status: &'static str,
    pub(super) expires_at: u64,
    pub(super) created: u64,
    pub(super) updated: u64,
    /// Its number among those that are paid, how much has come in, when.
    pub(super) paid: Option<(u64, u64, u64)>,
}

impl Invoice {
    /// As nodes list it, but for the preimage.
    pub(super) fn row(&self) -> Value {
        let mut row = json!({
            "label": self.label, "bolt11": self.bolt11, "payment_hash": self.hash, "amount_msat": self.amount,
            "status": self.status, "description": self.description, "expires_at": self.expires_at,
            "created_index": self.created,
        });
        if let Some((index, received, at)) = self.paid {
            row["pay_index"] = json!(index);
            row["amount_received_msat"] = json!(received);
            row["paid_at"] = json!(at);
        }
        if self.updated > 0 {
            row["updated_index"] = json!(self.updated);
        }
        row
    }
}

#[derive(Clone)]
pub(super) struct Payment {
    pub(super) hash: String,
    pub(super) bolt11: String,
    pub(super) amount: u64,
    pub(super) status: &'static str,
    pub(super) created: u64,
    pub(super) updated: u64,
    pub(super) at: u64,
}

/// How often something was created, changed and deleted.
#[derive(Default)]
pub(super) struct Counts {
    pub(super) created: u64,
    pub(super) updated: u64,
    pub(super) deleted: u64,
}

fn next(count: &mut u64) -> u64 {
    *count += 1;
    *count
}

#[derive(Default)]
pub(super) struct Model {
    pub(super) now: u64,
    pub(super) invoices: Vec<Invoice>,
    pub(super) invoice_counts: Counts,
    pub(super) receipts: u64,
    pub(super) payments: Vec<Payment>,
    pub(super) payment_counts: Counts,
    pub(super) datastore: BTreeMap<Vec<String>, (u64, String)>,
}

impl Model {
    /// Time goes on: those expire first whose time is over first.
    pub(super) fn advance(&mut self, seconds: u64) {
        self.now += seconds;
        let now = self.now;
        let mut due: Vec<&mut Invoice> =
            self.invoices.iter_mut().filter(|row| row.status == "unpaid" && row.expires_at <= now).collect();
        due.sort_by_key(|row| (row.expires_at, row.created));
        for row in due {
            row.status = "expired";
            row.updated = next(&mut self.invoice_counts.updated);
        }
    }

    pub(super) fn invoice(&mut self, label: &str) -> Option<&mut Invoice> {
        self.invoices.iter_mut().find(|row| row.label == label)
    }

    /// An invoice is made.
    pub(super) fn create(&mut self, label: &str, amount: u64, expiry: u64, hash: &str, bolt11: &str) {
        self.invoices.push(Invoice {
            label: label.to_owned(),
            hash: hash.to_owned(),
            bolt11: bolt11.to_owned(),
            amount,
            description: format!("for {label}"),
            status: "unpaid",
            expires_at: self.now + expiry,
            created: next(&mut self.invoice_counts.created),
            updated: 0,
            paid: None,
        });
    }

    /// Somebody pays so much; whether it is taken.
    pub(super) fn receive(&mut self, hash: &str, amount: u64) -> bool {
        let payable = |row: &&mut Invoice| {
            row.hash == hash && row.status == "unpaid" && (row.amount..=2 * row.amount).contains(&amount)
        };
        let Some(row) = self.invoices.iter_mut().find(payable) else { return false };
        row.status = "paid";
        row.paid = Some((next(&mut self.receipts), amount, self.now));
        row.updated = next(&mut self.invoice_counts.updated);
        true
    }

    /// The node pays an invoice that it has, or had: the time when that was begun, or why it cannot be.
    pub(super) fn pay(&mut self, invoice: &Invoice) -> Answer {
        if self.now > invoice.expires_at {
            let ago = self.now - invoice.expires_at;
            return Err((207, format!("Invoice expired {ago} seconds ago")));
        }
        let mut before = self.payments.iter().filter(|row| row.hash == invoice.hash);
        if let Some(row) = before.find(|row| row.status == "complete") {
            return Ok(json!(row.at));
        }
        let is_there = self.invoices.iter().any(|row| row.hash == invoice.hash);
        let is_paid = self.receive(&invoice.hash, invoice.amount);
        self.payments.push(Payment {
            hash: invoice.hash.clone(),
            bolt11: invoice.bolt11.clone(),
            amount: invoice.amount,
            status: if is_paid { "complete" } else { "failed" },
            created: next(&mut self.payment_counts.created),
            updated: next(&mut self.payment_counts.updated),
            at: self.now,
        });
        let why = if is_there { "Already paid or expired invoice" } else { "Unknown invoice" };
        match is_paid {
            true => Ok(json!(self.now)),
            false => Err((203, format!("Destination said it doesn't know invoice: {why} {}", invoice.hash))),
        }
    }

    pub(super) fn delete_invoice(&mut self, label: &str, status: &str) -> Answer {
        let Some(place) = self.invoices.iter().position(|row| row.label == label) else {
            return Err((905, "Unknown invoice".to_owned()));
        };
        let found = self.invoices[place].status;
        if found != status {
            return Err((906, format!("Invoice status is {found} not {status}")));
        }
        self.invoice_counts.deleted += 1;
        Ok(self.invoices.remove(place).row())
    }

    /// How many parts are deleted.
    pub(super) fn delete_payment(&mut self, hash: &str, status: &str) -> Answer {
        let of_hash: Vec<&Payment> = self.payments.iter().filter(|row| row.hash == hash).collect();
        let count = of_hash.iter().filter(|row| row.status == status).count();
        match of_hash.last() {
            None => Err((208, format!("Unknown payment with payment_hash: {hash}"))),
            Some(last) if count == 0 => Err((211, format!("Payment with hash {hash} has {} status", last.status))),
            Some(_) => {
                self.payments.retain(|row| row.hash != hash || row.status != status);
                self.payment_counts.deleted += count as u64;
                Ok(json!(count))
            }
        }
    }

    /// The invoice that was paid first after so many.
    pub(super) fn next_paid(&self, after: u64) -> Option<&Invoice> {
        let index = |row: &&Invoice| row.paid.map_or(0, |(index, ..)| index);
        self.invoices.iter().filter(|row| index(row) > after).min_by_key(index)
    }

    pub(super) fn write(&mut self, key: &[String], text: &str, mode: &str, generation: Option<u64>) -> Answer {
        if generation.is_some() && !mode.starts_with("must-") || generation.is_some() && mode == "must-create" {
            return Err((-32602, "generation only valid with must-replace or must-append".to_owned()));
        }
        let entry = match self.datastore.get(key) {
            Some(_) if mode == "must-create" => return Err((1202, "Key already exists".to_owned())),
            Some((found, _)) if generation.is_some_and(|generation| generation != *found) => {
                return Err((1204, "generation is different".to_owned()));
            }
            Some((found, old)) if mode.ends_with("append") => (found + 1, format!("{old}{text}")),
            Some((found, _)) => (found + 1, text.to_owned()),
            None => {
                self.check_new(key, mode)?;
                (0, text.to_owned())
            }
        };
        self.datastore.insert(key.to_vec(), entry);
        Ok(self.entry(key))
    }

    fn check_new(&self, key: &[String], mode: &str) -> Result<(), (i64, String)> {
        if self.datastore.keys().any(|other| other.starts_with(key)) {
            return Err((1205, "Key has children already".to_owned()));
        }
        if let Some(parent) = (1..key.len()).map(|length| &key[..length]).find(|key| self.datastore.contains_key(*key))
        {
            return Err((1206, format!("Parent key [{}] exists", parent.join(","))));
        }
        match mode {
            "must-replace" | "must-append" => Err((1203, "Key does not exist".to_owned())),
            _ => Ok(()),
        }
    }

    pub(super) fn erase(&mut self, key: &[String], generation: Option<u64>) -> Answer {
        match self.datastore.get(key) {
            None => Err((1200, "Key does not exist".to_owned())),
            Some((found, _)) if generation.is_some_and(|generation| generation != *found) => {
                Err((1201, "generation is different".to_owned()))
            }
            Some(_) => {
                let entry = self.entry(key);
                self.datastore.remove(key);
                Ok(entry)
            }
        }
    }

    /// An entry and what is right below; of what is deeper, where it begins.
    pub(super) fn listed(&self, key: &[String]) -> Vec<Value> {
        let mut rows = Vec::new();
        for found in self.datastore.keys().filter(|found| found.starts_with(key)) {
            let row = match found.len() <= key.len() + 1 {
                true => self.entry(found),
                false => json!({"key": found[..=key.len()]}),
            };
            if rows.last() != Some(&row) {
                rows.push(row);
            }
        }
        rows
    }

    fn entry(&self, key: &[String]) -> Value {
        let (generation, text) = &self.datastore[key];
        let hex: String = text.bytes().map(|byte| format!("{byte:02x}")).collect();
        json!({"key": key, "generation": generation, "hex": hex, "string": text})
    }
}
