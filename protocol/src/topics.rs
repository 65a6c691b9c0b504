//! Notifications that only a node sends.

/// What a node sends, and no plugin may.
pub const NATIVE_TOPICS: [&str; 22] = [
    "balance_snapshot",
    "block_added",
    "channel_open_failed",
    "channel_opened",
    "channel_state_changed",
    "coin_movement",
    "connect",
    "custommsg",
    "deprecated_oneshot",
    "disconnect",
    "forward_event",
    "invoice_creation",
    "invoice_payment",
    "log",
    "onionmessage_forward_fail",
    "openchannel_peer_sigs",
    "plugin_started",
    "plugin_stopped",
    "sendpay_failure",
    "sendpay_success",
    "shutdown",
    "warning",
];
