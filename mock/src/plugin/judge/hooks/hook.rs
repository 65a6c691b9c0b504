//! The hooks that there are.

macro_rules! hooks {
    ($($hook:ident: $name:literal, $wrapper:expr;)*) => {
        /// A hook.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Hook {
            $($hook,)*
        }

        impl Hook {
            /// All hooks.
            pub(crate) const ALL: &'static [Self] = &[$(Self::$hook,)*];

            /// As manifests and requests have it.
            pub(crate) const fn name(self) -> &'static str {
                match self {
                    $(Self::$hook => $name,)*
                }
            }

            /// The one member of `params` that holds all; `None` if they are not wrapped.
            pub(crate) const fn wrapper(self) -> Option<&'static str> {
                match self {
                    $(Self::$hook => $wrapper,)*
                }
            }
        }
    };
}

hooks! {
    CommitmentRevocation: "commitment_revocation", None;
    Custommsg: "custommsg", None;
    DbWrite: "db_write", None;
    HtlcAccepted: "htlc_accepted", None;
    InvoicePayment: "invoice_payment", Some("payment");
    OnionMessageRecv: "onion_message_recv", Some("onion_message");
    OnionMessageRecvSecret: "onion_message_recv_secret", Some("onion_message");
    Openchannel: "openchannel", Some("openchannel");
    Openchannel2: "openchannel2", Some("openchannel2");
    Openchannel2Changed: "openchannel2_changed", Some("openchannel2_changed");
    Openchannel2Sign: "openchannel2_sign", Some("openchannel2_sign");
    PeerConnected: "peer_connected", Some("peer");
    RbfChannel: "rbf_channel", Some("rbf_channel");
    Recover: "recover", None;
    RpcCommand: "rpc_command", Some("rpc_command");
}

impl Hook {
    /// The hook of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|hook| hook.name() == name)
    }

    /// Whether one plugin is asked after another, rather than all at once.
    pub(crate) const fn is_chained(self) -> bool {
        !matches!(self, Self::DbWrite)
    }
}
