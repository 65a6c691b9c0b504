//! What a plugin says of itself in its answer to `getmanifest`, and whether a node takes it.

mod deprecated;
mod features;
pub(super) mod hook;
mod members;
mod method;
mod option;
mod registry;
mod topic;

use super::fault::PluginFault;
use crate::wire::Value;
use cln_protocol::Rule;
use cln_protocol::lax::{boolean, elements, member, number, object, raw};
use members::flag;

pub(crate) use deprecated::Deprecated;
pub(crate) use features::{Features, with_features};
pub(crate) use hook::HookEntry;
pub(crate) use method::Method;
pub(crate) use option::{OptionType, PluginOption};
pub(crate) use registry::Registry;
pub(crate) use topic::unknown_topics;

/// What a plugin is, as far as its node cares.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manifest {
    /// Why it has disabled itself. Nothing else is read then, and even an important plugin may.
    pub(crate) disabled: Option<String>,
    pub(crate) options: Vec<PluginOption>,
    pub(crate) methods: Vec<Method>,
    /// Whether `plugin start` and `plugin stop` work.
    #[allow(dead_code, reason = "no command asks for it yet")]
    pub(crate) is_dynamic: bool,
    /// In order. What is named twice, or is named beside `*`, is delivered twice.
    pub(crate) subscriptions: Vec<String>,
    /// In order.
    pub(crate) hooks: Vec<HookEntry>,
    /// Topics that it may send.
    pub(crate) notifications: Vec<String>,
    pub(crate) features: Features,
    /// Whether `check` of its methods is sent on to it.
    pub(crate) can_check: bool,
}

impl Manifest {
    /// Reads the whole answer, in the order in which a node does.
    pub(crate) fn read(answer: &[u8], registry: &Registry<'_>) -> Result<Self, PluginFault> {
        let Some(result) = member(object(answer), "result").filter(|result| result.is_object()) else {
            return Err(PluginFault::new(Rule::BadManifest, "Invalid/missing result tok", answer));
        };
        if let Some(reason) = member(result, "disable") {
            return Ok(Self { disabled: Some(raw(reason)), ..Self::default() });
        }
        let is_dynamic = flag(result, "dynamic", "Bad 'dynamic' field")?;
        let features = features::read(result, is_dynamic)?;
        check_custom_messages(result)?;
        takes_text_ids(result)?;
        let can_check = flag(result, "cancheck", "Invalid cancheck")?;
        let manifest = Self {
            disabled: None,
            notifications: topic::notifications(result)?,
            options: option::read(result, registry)?,
            methods: method::read(result, registry)?,
            subscriptions: topic::subscriptions(result)?,
            hooks: hook::read(result)?,
            is_dynamic,
            features,
            can_check,
        };
        if !is_dynamic && !registry.is_starting {
            return Err(PluginFault::new(Rule::NotDynamic, "Not a dynamic plugin", answer));
        }
        Ok(manifest)
    }

    /// How often a notification of the topic is delivered.
    pub(crate) fn deliveries(&self, topic: &str) -> usize {
        let is_meant = |subscribed: &&String| *subscribed == topic || (*subscribed == "*" && topic != "log");
        self.subscriptions.iter().filter(is_meant).count()
    }
}

/// Messages of these types do not disconnect a peer, though nobody knows them.
fn check_custom_messages(result: Value<'_>) -> Result<(), PluginFault> {
    let mut types = member(result, "custommessages").into_iter().flat_map(elements).enumerate();
    types.try_for_each(|(index, value)| {
        let reason = || format!("custommessages {index} not a u16");
        let fault = || PluginFault::new(Rule::BadCustomMessage, reason(), value.json);
        number::<u16>(value).map(drop).ok_or_else(fault)
    })
}

/// Ids are texts, whatever a plugin says; what says that it cannot read them is not wanted.
fn takes_text_ids(result: Value<'_>) -> Result<(), PluginFault> {
    let Some(value) = member(result, "nonnumericids") else { return Ok(()) };
    match boolean(value) {
        Some(true) => Ok(()),
        Some(false) => Err(PluginFault::new(Rule::NumericIds, "Plugin does not allow nonnumericids", value.json)),
        None => Err(PluginFault::new(Rule::BadManifest, "Invalid nonnumericids", value.json)),
    }
}
