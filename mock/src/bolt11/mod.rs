//! BOLT 11 invoices: made by the node, and read from anybody.

mod read;
mod write;

pub(crate) use read::{Invoice, canonical, has_prefix, read};
pub(crate) use write::{Terms, Unwritable, write};

/// For how many seconds an invoice is valid that says nothing of it.
const DEFAULT_EXPIRY: u64 = 3600;

/// How many blocks there are before the last hop expires, if an invoice says nothing of it.
const DEFAULT_FINAL_CLTV: u64 = 18;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a failing test may panic")]

    use bitcoin::hashes::{Hash as _, sha256};
    use lightning_invoice::{
        Currency, Description, Fallback, MinFinalCltvExpiryDelta, PaymentSecret, PositiveTimestamp, RawBolt11Invoice,
        RawDataPart, RawHrp, RouteHint, RouteHintHop, RoutingFees, Sha256, TaggedField,
    };
    use lightning_types::features::Bolt11InvoiceFeatures;

    use super::*;
    use crate::identity::Identity;
    use crate::network::Network;

    fn terms(amount_msat: Option<u64>) -> Terms {
        Terms {
            amount_msat,
            created_at: 1_700_000_000,
            payment_hash: [1; 32],
            payment_secret: [2; 32],
            description: "a cup of coffee".to_owned(),
            only_hash: false,
            expiry: 604_800,
            final_cltv: 10,
            fallbacks: Vec::new(),
            routes: Vec::new(),
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let node = Identity::new(7, Network::Regtest);
        let hop = RouteHintHop {
            src_node_id: node.id(),
            short_channel_id: 1 << 40 | 2 << 16 | 3,
            fees: RoutingFees { base_msat: 1, proportional_millionths: 10 },
            cltv_expiry_delta: 6,
            htlc_minimum_msat: None,
            htlc_maximum_msat: None,
        };
        let fallback = Fallback::PubKeyHash(bitcoin::PubkeyHash::all_zeros());
        let written =
            Terms { fallbacks: vec![fallback.clone()], routes: vec![RouteHint(vec![hop.clone()])], ..terms(Some(7)) };
        let text = write(&node, written).unwrap();
        assert!(text.starts_with("lnbcrt70p1"), "{text}");
        let invoice = read(&text).unwrap();
        assert_eq!(invoice.payee(), node.id());
        assert_eq!(invoice.amount_msat(), Some(7));
        assert_eq!((invoice.payment_hash(), invoice.payment_secret()), ([1; 32], [2; 32]));
        assert_eq!(invoice.description(), Some("a cup of coffee"));
        assert_eq!(invoice.description_hash(), None);
        assert_eq!((invoice.created_at(), invoice.expiry(), invoice.final_cltv()), (1_700_000_000, 604_800, 10));
        assert_eq!(invoice.prefix(), "bcrt");
        assert_eq!(invoice.fallbacks().collect::<Vec<_>>(), [&fallback]);
        assert_eq!(invoice.routes().collect::<Vec<_>>(), [&RouteHint(vec![hop])]);
        assert_eq!(invoice.features().unwrap(), "02024100");
        assert_eq!(invoice.extra().count(), 0);
        assert_eq!(read(&text.to_uppercase()).unwrap().payment_hash(), [1; 32]);
    }

    /// As a node of the recordings has written them.
    #[test]
    fn amounts_are_in_the_largest_unit_that_fits() {
        let node = Identity::new(0, Network::Bitcoin);
        for (amount, prefix) in [
            (None, "lnbc1p"),
            (Some(1), "lnbc10p1p"),
            (Some(1_000), "lnbc10n1p"),
            (Some(12_345_678), "lnbc123456780p1p"),
            (Some(100_000), "lnbc1u1p"),
            (Some(100_000_000), "lnbc1m1p"),
            (Some(300_000_000_000), "lnbc31p"),
            // A node multiplies without looking, so this one cannot be read.
            (Some(u64::MAX), "lnbc18446744073709551606p1p"),
        ] {
            let text = write(&node, terms(amount)).unwrap();
            assert!(text.starts_with(prefix), "{text}");
            match (read(&text), amount) {
                (Ok(invoice), amount) => assert_eq!(invoice.amount_msat(), amount),
                (Err(why), amount) => {
                    assert_eq!(amount, Some(u64::MAX));
                    assert_eq!(why, "Invalid sub-millisatoshi amount '18446744073709551606p'");
                }
            }
        }
    }

    /// An invoice of these fields, signed by the node.
    fn signed(node: &Identity, fields: Vec<TaggedField>) -> String {
        let hrp = RawHrp { currency: Currency::Regtest, raw_amount: Some(7), si_prefix: None };
        let timestamp = PositiveTimestamp::from_unix_timestamp(1).unwrap();
        let data = RawDataPart { timestamp, tagged_fields: fields.into_iter().map(Into::into).collect() };
        RawBolt11Invoice { hrp, data }.sign(|hash| Ok::<_, ()>(node.sign(hash))).unwrap().to_string()
    }

    #[test]
    fn an_invoice_that_a_node_does_not_take_is_told_why() {
        use TaggedField::{
            Description as Text, DescriptionHash, Features, MinFinalCltvExpiryDelta as Cltv, PayeePubKey as Payee,
            PaymentHash, PaymentMetadata, PaymentSecret as Secret,
        };

        let [node, other] = [0, 1].map(|seed| Identity::new(seed, Network::Regtest));
        let hash = Sha256(sha256::Hash::all_zeros());
        let secret = Secret(PaymentSecret([9; 32]));
        let text = Text(Description::empty());
        let features = |bytes: &[u8]| Features(Bolt11InvoiceFeatures::from_le_bytes(bytes.to_vec()));
        let good = vec![secret.clone(), PaymentHash(hash.clone()), text.clone()];
        let with = |field: TaggedField| [good.clone(), vec![field]].concat();
        for (fields, why) in [
            (good.clone(), None),
            (with(PaymentMetadata(vec![1])), None),
            (with(Payee(node.id().into())), None),
            (with(features(&[0, 1])), None),
            // An odd feature need not be known.
            (with(features(&[2])), None),
            (with(features(&[4])), Some("9: unknown feature bit 2")),
            (with(Payee(other.id().into())), Some("invalid signature")),
            (with(Cltv(MinFinalCltvExpiryDelta(1 << 32))), Some("c: 4294967296 is too large")),
            (with(DescriptionHash(hash.clone())), Some("must not have both 'd' and 'h' fields")),
            (vec![secret.clone(), PaymentHash(hash.clone())], Some("must have either 'd' or 'h' field")),
            (vec![secret.clone(), text.clone()], Some("No valid 'p' field found")),
            (vec![PaymentHash(hash.clone()), text.clone()], Some("Missing required payment secret (s field)")),
        ] {
            let read = read(&signed(&node, fields));
            assert_eq!(read.as_ref().err().map(String::as_str), why);
            assert!(read.is_err() || read.is_ok_and(|invoice| invoice.payee() == node.id()));
        }
    }

    #[test]
    fn a_long_description_is_there_as_its_hash() {
        let node = Identity::new(0, Network::Signet);
        let text = "x".repeat(640);
        let long = |only_hash| Terms { description: text.clone(), only_hash, ..terms(None) };
        assert_eq!(write(&node, long(false)), Err(Unwritable::Description));
        let invoice = read(&write(&node, long(true)).unwrap()).unwrap();
        assert_eq!(invoice.description(), None);
        assert_eq!(invoice.description_hash(), Some(sha256::Hash::hash(text.as_bytes()).to_byte_array()));
        assert_eq!(invoice.prefix(), "tbs");
    }

    #[test]
    fn a_time_that_no_invoice_can_say_is_told() {
        let node = Identity::new(0, Network::Regtest);
        assert_eq!(write(&node, Terms { created_at: 1 << 35, ..terms(None) }), Err(Unwritable::Time));
        assert!(write(&node, Terms { created_at: (1 << 35) - 1, ..terms(None) }).is_ok());
    }

    #[test]
    fn what_is_no_invoice_is_told_in_the_words_of_a_node() {
        let node = Identity::new(0, Network::Regtest);
        let good = write(&node, terms(Some(1_000))).unwrap();
        let broken = good.replacen("10n1", "11n1", 1);
        for (text, why) in [
            ("", "Bad bech32 string"),
            ("x", "Bad bech32 string"),
            ("lnbcrt1", "Bad bech32 string"),
            (broken.as_str(), "Bad bech32 string"),
            ("bcrt1q6y2a5y3vhcp3e6ccvqn4pzuycrdtkvxx6l2mcm", "Bad bech32 string"),
        ] {
            assert_eq!(read(text).err().as_deref(), Some(why), "{text}");
        }
        for (text, has) in [
            (good.as_str(), true),
            ("LNBCRT1X", true),
            ("lnbc20m1x", true),
            ("lnbc1", true),
            ("lntbs1", true),
            ("lnbc20x1", false),
            ("lnxy1", false),
            ("lno1", false),
            ("lnbcrt", false),
            ("bc1q", false),
        ] {
            assert_eq!(has_prefix(text), has, "{text}");
        }
    }
}
