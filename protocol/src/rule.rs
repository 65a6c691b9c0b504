//! The rules that a plugin can break, and what the node does then.

use std::fmt;

/// What the node does about what a plugin has said, or not said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Consequence {
    /// The plugin is killed. The node goes on, unless the plugin is important.
    Killed,
    /// The node ends by `SIGABRT`.
    Aborted,
    /// The node ends by `SIGSEGV`.
    Crashed,
    /// The node ends with status 1.
    Exited,
    /// Somebody waits for ever: a caller, an event, the plugin, or the whole node.
    Hangs,
    /// What was said does not take effect, and who waits for it is told so.
    Refused,
    /// Nobody but the log is told, and the node goes on as if nothing had been said.
    Ignored,
}

impl fmt::Display for Consequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Killed => "the node kills the plugin",
            Self::Aborted => "the node aborts",
            Self::Crashed => "the node crashes",
            Self::Exited => "the node exits",
            Self::Hangs => "it hangs for ever",
            Self::Refused => "the node refuses it",
            Self::Ignored => "the node ignores it",
        })
    }
}

/// A rule that is broken, and why, in the node's own words as far as they are known, without the message that they repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    /// Which one.
    pub rule: Rule,
    /// How.
    pub reason: String,
}

macro_rules! rules {
    ($($(#[$doc:meta])* $rule:ident: $consequence:ident;)*) => {
        /// What a plugin can do wrong.
        #[doc = include_str!("rules.md")]
        #[non_exhaustive]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[$doc])* $rule,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$rule,)*];

            /// What the node does about it.
            #[must_use]
            pub const fn consequence(self) -> Consequence {
                match self {
                    $(Self::$rule => Consequence::$consequence,)*
                }
            }
        }
    };
}

rules! {
    /// What it writes is not JSON, not even by the lax rules of a node. Noticed only once a `}` comes.
    NotJson: Killed;
    /// A message is no object with a member `jsonrpc`: an array, for example.
    NoJsonrpc: Killed;
    /// A message without `id` lacks `method` or `params`.
    NotificationWithoutParams: Killed;
    /// A zero byte: nothing behind it is ever read.
    ZeroByte: Hangs;
    /// A message is not whole, or is not JSON and nothing follows.
    Unfinished: Hangs;
    /// A message is longer than a limit of this crate; a node has none.
    TooLong: Killed;
    /// The plugin does not read, and more waits for it than a limit of this crate; a node has none, and keeps all in memory.
    ReadsNothing: Killed;
    /// The `id` of an answer is no string, or that of no request that waits.
    UnknownId: Ignored;

    /// The plugin has ended, or has closed its standard output.
    Ended: Killed;
    /// The plugin has ended instead of answering `db_write`.
    EndedInDbWrite: Exited;
    /// The plugin has ended instead of answering the hook `rpc_command` about one of its own methods.
    EndedInOwnCommand: Aborted;
    /// There is no answer to `getmanifest` within 120 seconds.
    ManifestTimeout: Killed;
    /// There is no answer to `init` within 120 seconds.
    InitTimeout: Killed;
    /// The plugin has not ended 30 seconds after the notification `shutdown`.
    ShutdownTimeout: Killed;
    /// There is no answer to a call.
    CallUnanswered: Hangs;
    /// There is no answer to a hook, whose event waits for it.
    HookUnanswered: Hangs;

    /// The manifest is no object, or one of its members is missing or not of the right kind.
    BadManifest: Killed;
    /// A method lacks the string `name` or `usage`, or `deprecated` is neither a boolean nor versions.
    BadMethod: Killed;
    /// There is a method of this name already.
    MethodTaken: Killed;
    /// A notification that only the node may send is declared.
    NativeTopic: Killed;
    /// What is subscribed to is sent by nobody.
    UnknownTopic: Ignored;
    /// There is no such hook, or the manifest names it twice.
    BadHook: Killed;
    /// Filters of a hook that has none, or not of the right type.
    BadFilters: Killed;
    /// Hooks are to be before and after each other in a circle.
    HookCycle: Killed;
    /// A type of a custom message is not from 0 to 65535.
    BadCustomMessage: Killed;
    /// A feature is not hexadecimal.
    BadFeatures: Killed;
    /// A plugin that can be started and stopped at any time declares features.
    FeaturesOfDynamic: Killed;
    /// The plugin wants numbers as ids.
    NumericIds: Killed;
    /// The plugin was started by `plugin start` or is stopped by `plugin stop`, and its manifest does not allow that.
    NotDynamic: Killed;

    /// An option lacks its name, type or description, or has one that cannot be.
    BadOption: Killed;
    /// There is an option of this name already.
    OptionTaken: Killed;
    /// The same, while the node starts.
    OptionTakenAtStart: Exited;
    /// The default of an option is not of its type.
    BadDefault: Killed;
    /// The value of an integer option is a number to the node, and not when it lists it.
    BadLiteral: Exited;
    /// An answer to `setconfig` has neither a result nor an error with code and message.
    SetconfigMalformed: Refused;
    /// The plugin has accepted a text by `setconfig` that is no integer, for an option that is one.
    SetconfigBadInt: Exited;

    /// The level of a line for the log is none.
    BadLogLevel: Killed;
    /// A line for the log has no string `message`.
    BadLogMessage: Killed;
    /// `message` or `progress` does not say which call it is about.
    ProgressWithoutId: Killed;
    /// A notification that the manifest does not declare.
    UndeclaredTopic: Ignored;

    /// A test asks a plugin at a hook that it has not registered, or about what its filters leave out: a node does not ask.
    NotAsked: Ignored;
    /// The answer to a hook is none that the hook's schema describes, though a node takes it.
    OffSchema: Ignored;
    /// The answer to a hook is an error, or has no `result`.
    HookWithoutResult: Aborted;
    /// The result of a hook is none that the hook has.
    BadHookResult: Aborted;
    /// Another member of a hook's answer is missing or not of the right kind.
    BadHookMember: Aborted;
    /// `peer_connected`: `disconnect` without `error_message`.
    DisconnectWithoutMessage: Aborted;
    /// `htlc_accepted`: `fail` without a failure message or onion.
    FailWithoutMessage: Aborted;
    /// `htlc_accepted`: `resolve` with the preimage of another payment, which fails the HTLC.
    WrongPaymentKey: Refused;
    /// A channel is rejected, and still something is said about it.
    RejectWithMore: Aborted;
    /// A channel is continued without the transaction that has to be given back.
    NoPsbt: Aborted;
    /// A channel is funded by a transaction without its amount.
    PsbtWithoutAmount: Aborted;
    /// A channel is funded by an amount without a transaction: it is not opened.
    AmountWithoutPsbt: Refused;
    /// `rpc_command`: the answer is none that there is.
    BadRpcCommand: Ignored;
    /// `rpc_command`: the request to run instead is none, which the caller is told.
    BadReplacement: Refused;
    /// `rpc_command`: an error to return that has no code or no message.
    ErrorWithoutCode: Crashed;
    /// `rpc_command`: a second plugin answers anything but `continue`.
    ModifiedTwice: Aborted;
    /// `db_write`: anything but `continue`.
    DbWriteRefused: Exited;
    /// `commitment_revocation` is answered by a plugin that has `db_write`, too: the node reads no more of it.
    DbWriteInRevocation: Hangs;
}
