//! Requests whose answer is one list.

use crate::jsonrpc::method::Request;
use crate::record::Record;

/// A request whose answer has one array, of objects that become `T`: a client's `items` takes it and hands them out
/// while they arrive.
///
/// There is one such `T` for a request, so the compiler knows it from the request alone. Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "the answer to `{Self}` has not one array, of `{T}`",
    label = "its items cannot be taken one by one",
    note = "`call` gives the whole answer"
)]
pub trait Lists<T: Record>: Request {
    /// The array's name on the wire.
    const FIELD: &'static str;
}

/// A request for a list that can be read page by page: a client's `rows` and `events` take it.
///
/// The node gives each row an index when it is created, and another one whenever it is changed. No index is given twice.
/// The parameters `index`, `start` and `limit` of the request say which of the two is meant, the first one that is
/// wanted, and how many rows a page has.
///
/// Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not list `{T}` by pages",
    label = "needs the parameters `index`, `start` and `limit`, and rows with a `created_index`",
    note = "`items` takes any list at once; of `listpays`, whose rows are made of parts, `listsendpays` has the parts"
)]
pub trait Pages<T: Record>: Lists<T> + Clone {
    /// What the command `wait` calls the rows.
    const SUBSYSTEM: &'static str;

    /// By which index the rows are ordered.
    fn order(&self) -> RowOrder;

    /// The first index that is wanted.
    fn start(&self) -> Option<u64>;

    /// How many rows a page has.
    fn limit(&self) -> Option<u32>;

    /// The same request, for the page that begins with this index.
    #[must_use]
    fn page(&self, start: u64, limit: u32) -> Self;

    /// The rows of an answer.
    fn rows(response: Self::Response) -> Vec<T>;

    /// The index of a row in the [order](Self::order) of this request; `None` if it has none.
    fn index(&self, row: &T) -> Option<u64>;
}

/// By which of their indices rows are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOrder {
    /// `created_index`: a number for each new row.
    Created,
    /// `updated_index`: a number for each change of a row. A row that has never changed has none.
    Updated,
}

impl RowOrder {
    /// The name as the parameters `index` of lists and `indexname` of `wait` have it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
        }
    }
}

/// The request that waits for the next invoice to be paid, `waitanyinvoice`: a client's `paid_invoices` repeats it.
///
/// Implemented by generated code.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not wait for the next paid invoice",
    note = "`waitanyinvoice` does: it has `lastpay_index`, and its answer has `pay_index`"
)]
pub trait AwaitsPaid: Request {
    /// The `lastpay_index`: the payment after which the next one is wanted.
    fn last_index(&self) -> Option<u64>;

    /// The same request, for the payment after this one.
    #[must_use]
    fn after(&self, index: u64) -> Self;

    /// The `pay_index` of the payment; `None` if the node does not say.
    fn index(response: &Self::Response) -> Option<u64>;
}
