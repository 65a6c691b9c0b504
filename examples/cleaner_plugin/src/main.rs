//! Deletes the records of old payments, when it is told to.

use cln_plugin_kit::PluginError;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), PluginError> {
    cleaner_plugin::plugin().run().await
}
