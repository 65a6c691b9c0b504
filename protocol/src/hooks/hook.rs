//! The hooks that there are.

macro_rules! hooks {
    ($($hook:ident: $name:literal;)*) => {
        /// A hook.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Hook {
            $(#[doc = concat!("`", $name, "`")] $hook,)*
        }

        impl Hook {
            /// All hooks.
            pub const ALL: &'static [Self] = &[$(Self::$hook,)*];

            /// As manifests and requests have it.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$hook => $name,)*
                }
            }
        }
    };
}

hooks! {
    CommitmentRevocation: "commitment_revocation";
    Custommsg: "custommsg";
    DbWrite: "db_write";
    HtlcAccepted: "htlc_accepted";
    InvoicePayment: "invoice_payment";
    OnionMessageRecv: "onion_message_recv";
    OnionMessageRecvSecret: "onion_message_recv_secret";
    Openchannel: "openchannel";
    Openchannel2: "openchannel2";
    Openchannel2Changed: "openchannel2_changed";
    Openchannel2Sign: "openchannel2_sign";
    PeerConnected: "peer_connected";
    RbfChannel: "rbf_channel";
    Recover: "recover";
    RpcCommand: "rpc_command";
}

impl Hook {
    /// The hook of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|hook| hook.name() == name)
    }

    /// Whether one plugin is asked after another, rather than all at once.
    pub const fn is_chained(self) -> bool {
        !matches!(self, Self::DbWrite)
    }
}
