//! Where things are in a crate of bindings as `init` makes it, so that `update` finds them.

use std::path::Path;

use cln_codegen::Builder;

/// The folder of the schemas.
pub(crate) const SCHEMAS: &str = "schemas";

/// The configuration: options, and corrections of schemas.
pub(crate) const CONFIG: &str = "cln-codegen.json";

/// The folder of the bindings, if they are committed.
pub(crate) const BINDINGS: &str = "src/bindings";

/// What `generate` calls itself if it reads such a configuration.
const COMMAND: &str = "cln-codegen generate SCHEMAS --out FOLDER --config CONFIG";

/// How the bindings of a crate in this folder are generated, if they are committed.
pub(crate) fn builder(folder: &Path, schemas: &Path) -> Builder {
    let builder = Builder::new().schemas(schemas).out_dir(folder.join(BINDINGS));
    let config = folder.join(CONFIG);
    if config.exists() {
        builder.config(config).command(COMMAND)
    } else {
        builder.command(COMMAND.replace(" --config CONFIG", ""))
    }
}
