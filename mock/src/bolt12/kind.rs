//! What a message is.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Offer,
    Request,
    Invoice,
}

impl Kind {
    pub(super) const fn prefix(self) -> &'static str {
        match self {
            Self::Offer => "lno",
            Self::Request => "lnr",
            Self::Invoice => "lni",
        }
    }

    /// What a node says of what is no series of known records.
    pub(super) const fn no_data(self) -> &'static str {
        match self {
            Self::Offer => "invalid offer data",
            Self::Request => "invalid invreq data",
            Self::Invoice => "invalid invoice data",
        }
    }
}
