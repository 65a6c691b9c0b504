//! What plugins are asked and told, made of the rules of hooks and notifications.

use cln_codegen::instances::{exchanges, instance};
use cln_codegen::model::Target;
use cln_codegen::schema::Side;
use cln_runtime::json::Tree;

use super::Documented;
use crate::error::Error;

impl Documented {
    /// The parameters of a hook, or the payload of a notification: as documented, or made of the rules. The seed decides
    /// what these leave open.
    pub(crate) fn event(&self, target: Target, name: &str, seed: u64) -> Result<Tree, Error> {
        let unknown = || Error::NoSuchEvent(name.to_owned());
        let release = self.release.as_ref().ok_or_else(unknown)?;
        let wrong =
            |wrong: &cln_codegen::diagnostic::Diagnostics| Error::Schemas(cln_codegen::Error::Schemas(wrong.clone()));
        let method = release.method(target, name).map_err(wrong)?.ok_or_else(unknown)?;
        let is_hook = target == Target::Hook;
        let exchange = exchanges(method, seed).into_iter().next();
        let event = exchange.map(|exchange| if is_hook { exchange.request } else { exchange.answer });
        let side = if is_hook { Side::Request } else { Side::Response };
        let none = || Error::NotMade(name.to_owned(), "nothing was found that its schema accepts".to_owned());
        event.or_else(|| instance(method, side, seed)).ok_or_else(none)
    }
}
