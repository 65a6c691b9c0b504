//! `cln-codegen init`

use std::error::Error as _;
use std::path::PathBuf;

use clap::Args;
use cln_codegen::internals::count;
use cln_runtime::{visible, visible_lines};

use super::answer::{Answer, Status, said};
use super::fetch::failed as not_fetched;
use crate::fetch::{REPOSITORY, Release};
use crate::init::{Dependencies, Error, Init as Crate};

/// Make a crate of bindings for a release of Core Lightning, or a plugin.
///
/// Writes a manifest, the schemas with their lock file, a build script that generates the bindings, `lib.rs`, a
/// test that calls a stand-in node, a script for CI, and a README. The crate builds as it is. It is called as its
/// folder, which must not be there yet, or be empty.
///
/// With --plugin, it is a plugin instead: with a command of its own, whose schema makes types, checks, `help` and
/// a manual page, an option, and a notification that it hears, and tests that run it on the stand-in node.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = INIT_HELP)]
pub(super) struct Init {
    /// Folder of the new crate.
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Tag, branch or commit of the node, such as v26.06.6 [default: the newest release].
    #[arg(long, value_name = "RELEASE", conflicts_with = "schemas")]
    release: Option<String>,

    /// Path or URL of the node's repository.
    #[arg(long, value_name = "REPOSITORY", default_value = REPOSITORY, conflicts_with = "schemas")]
    from: String,

    /// Copy the schemas in this folder instead of fetching a release.
    #[arg(long, value_name = "DIR")]
    schemas: Option<PathBuf>,

    /// Write the bindings into the crate, instead of a build script that generates them.
    #[arg(long)]
    committed: bool,

    /// Make a plugin, for which no release is needed.
    #[arg(long, conflicts_with_all = ["release", "from", "schemas", "committed"])]
    plugin: bool,

    /// Depend on a clone of cln-codegen: its folder, or the one of `cln-runtime` in it.
    #[arg(long, value_name = "PATH", conflicts_with = "git")]
    runtime: Option<PathBuf>,

    /// Depend on a repository of cln-codegen.
    #[arg(long, value_name = "URL")]
    git: Option<String>,
}

/// Where dependencies are from, and how `init` ends.
const INIT_HELP: &str = r#"The crates of cln-codegen are not published yet, so --runtime or --git must say where they are.
A relative PATH becomes one that starts at the crate. Then `cargo test` in DIR calls the stand-in node.

Exit status: 0 done; 2 bad input, nothing written; 3 the repository cannot be reached, nothing written."#;

pub(super) fn run(arguments: &Init) -> Answer {
    make(arguments).unwrap_or_else(|error| match &error {
        Error::Fetch(error) => not_fetched(error),
        Error::Schemas(error) => Answer::bad_input(format!("{}nothing was written\n", said(error))),
        error => {
            let why = error.source().map(|source| format!(": {source}")).unwrap_or_default();
            Answer::bad_input(visible_lines(format!("error: {error}{why}\nnothing was written\n")).to_string())
        }
    })
}

fn make(arguments: &Init) -> Result<Answer, Error> {
    let dependencies = match (&arguments.runtime, &arguments.git) {
        (Some(path), _) => Dependencies::beside_runtime(path)?,
        (None, Some(url)) => Dependencies::Git(url.clone()),
        (None, None) => return Err(Error::NoDependencies),
    };
    let new = Crate::new(&arguments.folder, dependencies, arguments.committed)?;
    let folder = visible(arguments.folder.display());
    if arguments.plugin {
        return Ok(done(&format!("{folder}: the plugin {}\nnext: cd {folder} && cargo test\n", new.make_plugin()?)));
    }
    let release = match &arguments.schemas {
        Some(folder) => Release::read(folder)?,
        None => Release::fetch(&arguments.from, arguments.release.as_deref())?,
    };
    let made = new.make(&release)?;
    let said = format!(
        "{folder}: the crate {} with {} of {}\nnext: cd {folder} && cargo test\n",
        made.name,
        count(made.methods, "method"),
        made.release
    );
    Ok(done(&said))
}

fn done(said: &str) -> Answer {
    Answer { status: Status::Done, findings: visible_lines(said).to_string(), complaints: String::new() }
}
