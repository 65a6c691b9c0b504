//! The rows of a list, page by page. A page begins after the last index that was seen, so rows that are added or deleted
//! meanwhile neither shift others out of sight nor back into it.

use std::vec::IntoIter;

use crate::lists::Pages;
use crate::record::Record;

/// How many rows a page has if the request does not say.
const PAGE: u32 = 1000;

/// The pages of a list, and how far they were read.
pub(crate) struct Pager<R: Pages<T>, T: Record> {
    request: R,
    limit: u32,
    /// The highest index in the pages that came.
    seen: u64,
    /// The index of the last row that was handed out.
    position: u64,
    rows: IntoIter<(u64, T)>,
}

impl<R: Pages<T>, T: Record> Pager<R, T> {
    pub(crate) fn new(request: &R) -> Self {
        let before = request.start().map_or(0, |start| start.saturating_sub(1));
        Self {
            request: request.clone(),
            limit: request.limit().unwrap_or(PAGE).max(1),
            seen: before,
            position: before,
            rows: Vec::new().into_iter(),
        }
    }

    /// The next row of the pages that came.
    pub(crate) fn next(&mut self) -> Option<T> {
        let (index, row) = self.rows.next()?;
        self.position = index;
        Some(row)
    }

    /// The request for the next page.
    pub(crate) fn request(&self) -> R {
        self.request.page(self.seen.saturating_add(1), self.limit)
    }

    /// Takes a page; tells what it held.
    ///
    /// A node that is asked for one row by its key looks at no index, and lists that row again and again: what was seen
    /// is no news.
    pub(crate) fn take(&mut self, response: R::Response) -> Page {
        let rows = R::rows(response);
        let is_full = u32::try_from(rows.len()).is_ok_and(|count| count >= self.limit);
        let indexed = rows.into_iter().filter_map(|row| Some((self.request.index(&row)?, row)));
        let mut rows: Vec<(u64, T)> = indexed.filter(|(index, _)| *index > self.seen).collect();
        rows.sort_by_key(|(index, _)| *index);
        let Some((last, _)) = rows.last() else { return Page::Empty };
        self.seen = *last;
        self.rows = rows.into_iter();
        if is_full { Page::Full } else { Page::Last }
    }

    /// Goes on after this index, if that is further.
    pub(crate) fn skip_to(&mut self, index: u64) {
        self.seen = self.seen.max(index);
        self.position = self.seen;
    }

    /// The index of the last row that was handed out.
    pub(crate) const fn position(&self) -> u64 {
        self.position
    }
}

/// What a page held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    /// Nothing new.
    Empty,
    /// As many rows as a page has.
    Full,
    /// Fewer: there were no more when it was made.
    Last,
}
