//! What a plugin is asked before it is ready.

use std::sync::Arc;

use super::hosted::Plugins;
use super::link::{EarlyAnswer, Link};
use super::trouble::EarlyMoment;

impl Plugins {
    /// Asks a plugin what its trouble has it asked at this moment.
    pub(super) fn ask_early(self: &Arc<Self>, link: &Arc<Link>, moment: EarlyMoment) {
        for early in link.program.trouble.at(moment) {
            let params = early.params.as_str();
            let slot = match early.is_hook {
                true => self.hook_of(link, &early.name, params),
                false => self.call(link, &early.name, params.as_bytes()),
            };
            link.keep_early(EarlyAnswer { is_hook: early.is_hook, slot });
        }
    }
}
