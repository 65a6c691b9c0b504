//! What can be said to `man`.

use std::path::PathBuf;

use clap::Args;

use super::super::reading::UnknownWords;

/// Render schema files as manual pages in Markdown, those that users know as `lightning-delpay.7`.
///
/// A single page goes to standard output; more of them, to a folder, where each keeps the path that its schema
/// has below the folder of schemas. With --update only the part between GENERATE-FROM-SCHEMA-START and -END
/// of a page that is otherwise written by hand is made anew, and the SHA256STAMP of the schema in its last line.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = MAN_HELP)]
pub(in crate::cli) struct Man {
    /// Schema files, or folders of them, of which all *.json at any depth are read; - is standard input.
    ///
    /// [default: schemas]
    #[arg(value_name = "PATH")]
    pub(super) schemas: Vec<PathBuf>,

    /// Folder of the pages.
    #[arg(long, value_name = "DIR", conflicts_with = "update")]
    pub(super) out: Option<PathBuf>,

    /// Write nothing, but print a diff of the pages that are stale, missing or orphaned; DIR is that of --out.
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    pub(super) check: Option<Option<PathBuf>>,

    /// Make the generated part of this page anew, from the one schema at PATH.
    #[arg(long, value_name = "PAGE")]
    pub(super) update: Option<PathBuf>,

    /// What becomes of keywords and types in schemas that are unknown, as a newer release may have them.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(super) unknown: UnknownWords,
}

/// How `man` ends.
const MAN_HELP: &str = r#"A page is orphaned if no schema describes what its title names; only folders of schemas can tell. In the
folder of --check a page of an older release, such as lightning-delpay.7.md with a generated part, may stand for the
page of its command.

Exit status: 0 done, or up to date with --check; 1 stale with --check; 2 bad input, nothing written."#;
