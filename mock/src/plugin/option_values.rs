//! What the options of a plugin are set to, and by whom.

use std::fmt;

use super::judge::{Given, PluginOption};

/// Who has set an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// The node's command line.
    CommandLine,
    /// The command `plugin start`.
    PluginStart,
    /// `setconfig`, for as long as the node runs.
    Transient,
    /// `setconfig`, in this line of its file.
    File(usize),
}

/// One value of an option.
#[derive(Clone)]
pub(crate) struct OptionValue {
    pub(crate) name: String,
    /// `None` for a flag.
    pub(crate) text: Option<String>,
    pub(crate) source: Source,
}

/// The values of all options of a plugin, in the order in which they were set.
#[derive(Clone, Default)]
pub(super) struct OptionValues(Vec<OptionValue>);

/// Without the values, any of which may be secret.
impl fmt::Debug for OptionValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|value| &value.name)).finish()
    }
}

impl OptionValues {
    pub(super) fn new(given: &[Given], source: Source) -> Self {
        let value = |(name, text): &Given| OptionValue { name: name.clone(), text: text.clone(), source };
        Self(given.iter().map(value).collect())
    }

    /// What is left of them when the plugin is started again.
    pub(super) fn lasting(mut self) -> Self {
        self.0.retain(|value| value.source != Source::PluginStart);
        self
    }

    /// The same, and others on top.
    pub(super) fn and(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// As a command line has them.
    pub(super) fn given(&self) -> Vec<Given> {
        self.0.iter().map(|value| (value.name.clone(), value.text.clone())).collect()
    }

    /// Those of an option that count: the last one, or all of one that may be given several times.
    pub(super) fn of(&self, option: &PluginOption) -> Vec<OptionValue> {
        let mut all: Vec<_> = self.0.iter().filter(|value| value.name == option.name).cloned().collect();
        let first = if option.is_multi { 0 } else { all.len().saturating_sub(1) };
        all.split_off(first)
    }

    /// `setconfig` sets an option to this, or a flag. `new_line` is where the next line of its file is.
    pub(super) fn change(
        &mut self,
        option: &PluginOption,
        texts: &[String],
        is_transient: bool,
        mut new_line: impl FnMut() -> usize,
    ) {
        let name = &option.name;
        let is_old = |value: &OptionValue| {
            let is_of_setconfig = match value.source {
                Source::Transient => true,
                Source::File(_) => !is_transient,
                Source::CommandLine | Source::PluginStart => false,
            };
            value.name == *name && is_of_setconfig
        };
        // An option that may be given once keeps its line.
        let line = self.0.iter().find_map(|value| match value.source {
            Source::File(line) if value.name == *name && !option.is_multi => Some(line),
            _ => None,
        });
        self.0.retain(|value| !is_old(value));
        let mut source = || match is_transient {
            true => Source::Transient,
            false => Source::File(line.unwrap_or_else(&mut new_line)),
        };
        let flag = (texts.is_empty() && !option.is_multi).then_some(None);
        let texts = texts.iter().cloned().map(Some).chain(flag);
        self.0.extend(texts.map(|text| OptionValue { name: name.clone(), text, source: source() }));
    }
}
