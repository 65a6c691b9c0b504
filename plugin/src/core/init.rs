//! Where the node is, and what its options are.

use std::path::PathBuf;

use cln_protocol::lax::{boolean, member, object};
use cln_protocol::wire::Value as Written;

use crate::manifest::Manifest;
use crate::values::{self, Value};

/// What a node tells its plugins of itself, with `init`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Configuration {
    /// The folder of the node's network.
    pub lightning_dir: PathBuf,
    /// The node's socket.
    pub socket: PathBuf,
    /// The chain, such as `bitcoin` or `regtest`.
    pub network: String,
    /// Whether the plugin starts with the node, rather than by `plugin start`.
    pub is_startup: bool,
}

/// What `init` says: `Err` if it cannot be gone on with.
pub(crate) struct Init(pub(crate) Result<Said, String>);

/// Where the node is, and the options that are given.
pub(crate) type Said = (Configuration, Vec<(&'static str, Vec<Value>)>);

pub(super) fn read(manifest: &Manifest, params: &[u8]) -> Init {
    let params = object(params);
    let values = member(params, "options").map_or_else(|| Ok(Vec::new()), |options| read_options(manifest, options));
    let configuration = member(params, "configuration").and_then(configuration);
    let configuration = configuration.ok_or_else(|| "init does not say where the node is".to_owned());
    Init(configuration.and_then(|configuration| Ok((configuration, values?))))
}

fn read_options(manifest: &Manifest, given: Written<'_>) -> Result<Vec<(&'static str, Vec<Value>)>, String> {
    let mut all = Vec::new();
    for option in &manifest.options {
        let Some(written) = member(given, option.name) else { continue };
        let values = values::given(option, written).map_err(|why| format!("option {}: {why}", option.name))?;
        all.push((option.name, values));
    }
    Ok(all)
}

fn configuration(told: Written<'_>) -> Option<Configuration> {
    let text = |name| member(told, name).map(Written::unescaped);
    let lightning_dir = PathBuf::from(text("lightning-dir")?);
    Some(Configuration {
        socket: lightning_dir.join(text("rpc-file")?),
        lightning_dir,
        network: text("network")?,
        is_startup: member(told, "startup").and_then(boolean).unwrap_or(true),
    })
}
