//! Why a payment fails, and what a node keeps of that.

use std::fmt::Display;

use cln_runtime::json::Tree;
use cln_runtime::{Hex, Msat, PublicKey, ShortChannelId, ShortChannelIdDir};

use super::FailCode;
use crate::network::BLOCK_HEIGHT;
use crate::store::{Hop, Part, Refusal};
use crate::wire::Failure;

/// Why a payment fails.
///
/// ```
/// use cln_mock::{FailCode, MockNode, PaymentFailure};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let node = MockNode::builder().start()?;
/// let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52".parse()?;
/// // The destination does not know it.
/// node.payment(hash).fails(PaymentFailure::by_destination(FailCode::IncorrectOrUnknownPaymentDetails));
/// // A channel on the way is empty.
/// node.payment(hash).fails(PaymentFailure::by_channel(FailCode::TemporaryChannelFailure, "103x1x0/1".parse()?));
/// // Nothing is sent at all.
/// node.payment(hash).fails(PaymentFailure::unsent(206, "Could not find route without excessive cost"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFailure(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Unsent {
        code: i64,
        message: String,
    },
    Destination(FailCode),
    Channel(FailCode, ShortChannelIdDir),
    /// The answer that nobody can read.
    Garbled(Hex),
}

const UNPARSEABLE_ONION: i64 = 202;
pub(crate) const DESTINATION_PERM_FAIL: i64 = 203;
pub(crate) const TRY_OTHER_ROUTE: i64 = 204;
const MALFORMED: &str = "Malformed error reply";

/// What a node says where there is no way.
pub(crate) const NO_PATHS: &str = "We could not find a usable set of paths.";

/// Which is told only to those who wait when it comes.
pub(crate) const RAW_MESSAGE: &str = "raw_message";

impl PaymentFailure {
    /// The destination refuses it. `waitsendpay` answers 203 if the code says that this is for good, and 204 otherwise;
    /// `pay` and `xpay` answer 203 if the destination does not know the payment, and 209 otherwise.
    #[must_use]
    pub const fn by_destination(code: FailCode) -> Self {
        Self(Kind::Destination(code))
    }

    /// The node before a channel of the route refuses it: `waitsendpay` answers 204, `pay` and `xpay` answer 209.
    #[must_use]
    pub const fn by_channel(code: FailCode, channel: ShortChannelIdDir) -> Self {
        Self(Kind::Channel(code, channel))
    }

    /// Somebody refuses it in a way that cannot be read: `waitsendpay` answers 202, `pay` and `xpay` answer 209.
    #[must_use]
    pub const fn garbled(onionreply: Hex) -> Self {
        Self(Kind::Garbled(onionreply))
    }

    /// The node finds no way to the destination: 205.
    #[must_use]
    pub fn no_route() -> Self {
        Self::unsent(205, format!("Failed: {NO_PATHS}"))
    }

    /// Nothing is sent: the command that would send it answers this error, such as 210 where it has run out of time. A
    /// payment that is pending already fails with it.
    #[must_use]
    pub fn unsent(code: i64, message: impl Into<String>) -> Self {
        Self(Kind::Unsent { code, message: message.into() })
    }

    /// The error of the command that would send it, if it is not sent at all.
    pub(crate) fn before_sending(&self) -> Option<Failure> {
        match &self.0 {
            Kind::Unsent { code, message } => Some(Failure::new(*code, message.clone())),
            _ => None,
        }
    }

    /// What a node of this id keeps of it, if a part fails so.
    pub(crate) fn kept(&self, part: &Part, id: PublicKey) -> Refusal {
        match &self.0 {
            Kind::Unsent { code, message } => Refusal { code: *code, message: message.clone(), data: Vec::new() },
            Kind::Garbled(onion) => {
                let data = vec![("onionreply".to_owned(), Tree::Text(onion.to_string()))];
                Refusal { code: UNPARSEABLE_ONION, message: MALFORMED.to_owned(), data }
            }
            Kind::Destination(code) => {
                let last = part.route.len().checked_sub(1);
                let node = part.payment.destination;
                let channel = last.and_then(|last| Some((part.route.get(last)?.channel, direction(part, last, id))));
                refused(part, *code, &Place { index: part.route.len().max(1), node, channel, is_last: true })
            }
            Kind::Channel(code, at) => {
                // Beyond the route, it is the channel behind the first node.
                let index = part.route.iter().position(|hop| hop.channel == at.scid()).unwrap_or(1);
                let node = before(part, index, id);
                let channel = Some((at.scid(), at.direction()));
                refused(part, *code, &Place { index, node, channel, is_last: false })
            }
        }
    }
}

/// What the node itself refuses, before another one gets it.
pub(crate) fn refused_here(
    code: i64,
    failcode: FailCode,
    message: String,
    id: PublicKey,
    first: Option<&Hop>,
) -> Refusal {
    let channel = first.map(|hop| (hop.channel, u8::from(id > hop.node)));
    let data = routing(failcode, &Place { index: 0, node: Some(id), channel, is_last: false });
    Refusal { code, message, data }
}

/// Where a payment was refused.
struct Place {
    /// 0 is the node itself, 1 the first one of the route.
    index: usize,
    node: Option<PublicKey>,
    channel: Option<(ShortChannelId, u8)>,
    is_last: bool,
}

/// In which direction a hop goes through its channel: 1 from the greater of two node ids.
fn direction(part: &Part, index: usize, id: PublicKey) -> u8 {
    u8::from(before(part, index, id) > part.route.get(index).map(|hop| hop.node))
}

/// The node that a hop starts from.
fn before(part: &Part, index: usize, id: PublicKey) -> Option<PublicKey> {
    index.checked_sub(1).map_or(Some(id), |before| part.route.get(before).map(|hop| hop.node))
}

/// What a node says of that.
fn routing(code: FailCode, place: &Place) -> Vec<(String, Tree)> {
    let text = |text: &dyn Display| Tree::Text(text.to_string());
    let number = |number: &dyn Display| Tree::Plain(number.to_string());
    let members = [
        ("erring_index", Some(number(&place.index))),
        ("failcode", Some(number(&code.number()))),
        ("failcodename", Some(text(&code.name()))),
        ("erring_node", place.node.map(|node| text(&node))),
        ("erring_channel", place.channel.map(|(channel, _)| text(&channel))),
        ("erring_direction", place.channel.map(|(_, direction)| number(&direction))),
    ];
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

/// What another node refuses.
fn refused(part: &Part, failcode: FailCode, place: &Place) -> Refusal {
    let mut data = routing(failcode, place);
    if let Some(raw) = raw_message(failcode, part.payment.amount_msat) {
        data.push((RAW_MESSAGE.to_owned(), Tree::Text(raw)));
    }
    if place.is_last && failcode.is_of_onion() {
        return Refusal { code: UNPARSEABLE_ONION, message: MALFORMED.to_owned(), data };
    }
    let is_final = place.is_last && failcode.is_permanent();
    let message = format!("failed: {} (reply from remote)", failcode.name());
    Refusal { code: if is_final { DESTINATION_PERM_FAIL } else { TRY_OTHER_ROUTE }, message, data }
}

/// What came back, of codes whose fields are known: others tell of a channel.
fn raw_message(code: FailCode, amount: Option<Msat>) -> Option<String> {
    let number = code.number();
    match code {
        FailCode::IncorrectOrUnknownPaymentDetails => {
            Some(format!("{number:04x}{:016x}{BLOCK_HEIGHT:08x}", amount.unwrap_or(Msat(0)).0))
        }
        FailCode::TemporaryNodeFailure
        | FailCode::PermanentNodeFailure
        | FailCode::RequiredNodeFeatureMissing
        | FailCode::PermanentChannelFailure
        | FailCode::RequiredChannelFeatureMissing
        | FailCode::UnknownNextPeer
        | FailCode::ExpiryTooFar
        | FailCode::MppTimeout => Some(format!("{number:04x}")),
        _ => None,
    }
}
