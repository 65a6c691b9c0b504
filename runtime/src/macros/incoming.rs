//! Enums of what a node sends of its own accord, a variant for each method that the bindings know.

/// `NotificationPayload` for a struct.
///
/// ```ignore
/// notification!(BlockAddedNotificationResponse is told by "block_added");
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! notification {
    ($payload:ident is told by $method:literal $(,)?) => {
        impl $crate::NotificationPayload for $payload {
            const METHOD: &'static str = $method;
        }
    };
}

/// `HookRequest` for a struct.
///
/// ```ignore
/// hook!(CustommsgHookRequest of "custommsg" is answered by CustommsgHookResponse);
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! hook {
    ($request:ident of $hook:literal is answered by $response:ident $(,)?) => {
        impl $crate::HookRequest for $request {
            const HOOK: &'static str = $hook;
            type Response = $response;
        }
    };
}

/// `parse` and what all variants have in common, for an enum of notifications.
///
/// ```ignore
/// notifications!(Notification { "block_added" BlockAdded });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! notifications {
    ($(#[$attribute:meta])* $name:ident { $($topic:literal $variant:ident),* $(,)? }) => {
        $(#[$attribute])*
        impl $name {
            /// Reads a notification by its method, the payload bare or wrapped in an object with the method's name.
            ///
            /// # Errors
            /// The message is no notification, or its payload does not fit the method that it names. The parameters of a
            /// method that is not known may be anything.
            pub fn parse(message: &[u8]) -> ::core::result::Result<Self, $crate::DecodeError> {
                let envelope = $crate::jsonrpc::Envelope::read(message)?;
                ::core::result::Result::Ok(match envelope.method() {
                    $($topic => Self::$variant(envelope.notified($topic)?),)*
                    _ => match envelope.other() {
                        ::core::result::Result::Ok(message) => Self::Other(message),
                        ::core::result::Result::Err(undecoded) => Self::Undecoded(undecoded),
                    },
                })
            }

            /// The name of the notification.
            #[must_use]
            pub fn method(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $topic,)*
                    Self::Other(message) => &message.method,
                    Self::Undecoded(undecoded) => &undecoded.method,
                }
            }

            /// The plugin that publishes it, by the base name of its program; `None` if it is the node.
            #[must_use]
            pub fn origin(&self) -> ::core::option::Option<&str> {
                match self {
                    $(Self::$variant(notified) => notified.origin.as_deref(),)*
                    Self::Other(message) => message.origin.as_deref(),
                    Self::Undecoded(undecoded) => undecoded.origin.as_deref(),
                }
            }
        }
    };
}

/// The same for an enum of hooks.
///
/// ```ignore
/// hooks!(Hook { "custommsg" Custommsg });
/// ```
#[macro_export]
#[doc(hidden)]
macro_rules! hooks {
    ($(#[$attribute:meta])* $name:ident { $($hook:literal $variant:ident),* $(,)? }) => {
        $(#[$attribute])*
        impl $name {
            /// Reads the call of a hook by its method. Whatever stands in the parameters, the call can be answered: what
            /// does not fit the method is [`Undecoded`](Self::Undecoded), not an error.
            ///
            /// # Errors
            /// The message is no call: it lacks a method, an id or parameters.
            pub fn parse(message: &[u8]) -> ::core::result::Result<Self, $crate::DecodeError> {
                let envelope = $crate::jsonrpc::Envelope::read_call(message)?;
                let call = match envelope.method() {
                    $($hook => envelope.called().map(Self::$variant),)*
                    _ => envelope.other().map(Self::Other),
                };
                ::core::result::Result::Ok(call.unwrap_or_else(Self::Undecoded))
            }

            /// The name of the hook.
            #[must_use]
            pub fn method(&self) -> &str {
                match self {
                    $(Self::$variant(_) => $hook,)*
                    Self::Other(message) => &message.method,
                    Self::Undecoded(undecoded) => &undecoded.method,
                }
            }

            /// What the answer must carry. All that [`parse`](Self::parse) gives has an id; of what has none, it is null.
            #[must_use]
            pub fn id(&self) -> &$crate::jsonrpc::Id {
                let id = match self {
                    $(Self::$variant(call) => ::core::option::Option::Some(&call.id),)*
                    Self::Other(message) => message.id.as_ref(),
                    Self::Undecoded(undecoded) => undecoded.id.as_ref(),
                };
                id.unwrap_or(&$crate::jsonrpc::Id::Null)
            }
        }
    };
}
