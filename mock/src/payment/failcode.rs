//! Why a node refuses a payment: the failure codes of BOLT 4.

const PERM: u16 = 0x4000;
const BADONION: u16 = 0x8000;
const NODE: u16 = 0x2000;
const UPDATE: u16 = 0x1000;

/// A failure code of BOLT 4, which a node that refuses a payment sends back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u16)]
#[expect(missing_docs, reason = "BOLT 4 says what each means")]
pub enum FailCode {
    TemporaryNodeFailure = NODE | 2,
    PermanentNodeFailure = PERM | NODE | 2,
    RequiredNodeFeatureMissing = PERM | NODE | 3,
    InvalidOnionVersion = BADONION | PERM | 4,
    InvalidOnionHmac = BADONION | PERM | 5,
    InvalidOnionKey = BADONION | PERM | 6,
    TemporaryChannelFailure = UPDATE | 7,
    PermanentChannelFailure = PERM | 8,
    RequiredChannelFeatureMissing = PERM | 9,
    UnknownNextPeer = PERM | 10,
    AmountBelowMinimum = UPDATE | 11,
    FeeInsufficient = UPDATE | 12,
    IncorrectCltvExpiry = UPDATE | 13,
    ExpiryTooSoon = UPDATE | 14,
    IncorrectOrUnknownPaymentDetails = PERM | 15,
    FinalIncorrectCltvExpiry = 18,
    FinalIncorrectHtlcAmount = 19,
    ChannelDisabled = UPDATE | 20,
    ExpiryTooFar = 21,
    InvalidOnionPayload = PERM | 22,
    MppTimeout = 23,
    InvalidOnionBlinding = BADONION | PERM | 24,
}

impl FailCode {
    const ALL: [Self; 22] = [
        Self::TemporaryNodeFailure,
        Self::PermanentNodeFailure,
        Self::RequiredNodeFeatureMissing,
        Self::InvalidOnionVersion,
        Self::InvalidOnionHmac,
        Self::InvalidOnionKey,
        Self::TemporaryChannelFailure,
        Self::PermanentChannelFailure,
        Self::RequiredChannelFeatureMissing,
        Self::UnknownNextPeer,
        Self::AmountBelowMinimum,
        Self::FeeInsufficient,
        Self::IncorrectCltvExpiry,
        Self::ExpiryTooSoon,
        Self::IncorrectOrUnknownPaymentDetails,
        Self::FinalIncorrectCltvExpiry,
        Self::FinalIncorrectHtlcAmount,
        Self::ChannelDisabled,
        Self::ExpiryTooFar,
        Self::InvalidOnionPayload,
        Self::MppTimeout,
        Self::InvalidOnionBlinding,
    ];

    /// The code of this number, if there is one.
    pub(crate) fn numbered(number: u16) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.number() == number)
    }

    /// The number that stands for it on the wire.
    #[must_use]
    pub const fn number(self) -> u16 {
        self as u16
    }

    /// How nodes call it, such as `WIRE_UNKNOWN_NEXT_PEER`.
    #[must_use]
    pub fn name(self) -> String {
        let mut name = "WIRE".to_owned();
        for letter in format!("{self:?}").chars() {
            if letter.is_ascii_uppercase() {
                name.push('_');
            }
            name.push(letter.to_ascii_uppercase());
        }
        name
    }

    /// Whether trying again is no use.
    pub(crate) const fn is_permanent(self) -> bool {
        self.number() & PERM != 0
    }

    /// Whether the onion itself is refused.
    pub(crate) const fn is_of_onion(self) -> bool {
        self.number() & BADONION != 0
    }
}

#[cfg(test)]
mod tests {
    use super::FailCode;

    #[test]
    fn each_number_is_that_of_one_code() {
        let mut numbers = FailCode::ALL.map(FailCode::number);
        numbers.sort_unstable();
        assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{numbers:?}");
        assert_eq!(FailCode::numbered(0), None);
    }

    #[test]
    fn names_and_numbers_are_those_of_nodes() {
        for (code, number, name) in [
            (FailCode::IncorrectOrUnknownPaymentDetails, 16399, "WIRE_INCORRECT_OR_UNKNOWN_PAYMENT_DETAILS"),
            (FailCode::UnknownNextPeer, 16394, "WIRE_UNKNOWN_NEXT_PEER"),
            (FailCode::TemporaryChannelFailure, 4103, "WIRE_TEMPORARY_CHANNEL_FAILURE"),
            (FailCode::InvalidOnionHmac, 49157, "WIRE_INVALID_ONION_HMAC"),
            (FailCode::MppTimeout, 23, "WIRE_MPP_TIMEOUT"),
        ] {
            assert_eq!((code.number(), &*code.name()), (number, name));
            assert_eq!(FailCode::numbered(number), Some(code));
        }
    }
}
