//! Holds incoming payments until somebody decides what becomes of them.

use cln_plugin_kit::PluginError;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), PluginError> {
    htlc_interceptor::plugin().run().await
}
