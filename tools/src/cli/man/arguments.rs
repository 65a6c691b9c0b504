//! What can be said to `man`.

use std::path::PathBuf;

use clap::Args;

use super::super::reading::UnknownWords;

/// Render schema files as manual pages in Markdown, such as `lightning-delpay.7`.
///
/// A single page goes to standard output. Several pages go to a folder, where each keeps the path that its
/// schema has below the folder of schemas. --update regenerates part of a page that is otherwise written by
/// hand: what stands between GENERATE-FROM-SCHEMA-START and -END, and the SHA256STAMP in the last line.
#[derive(Args, Debug)]
#[command(verbatim_doc_comment, after_help = MAN_HELP)]
pub(in crate::cli) struct Man {
    /// Schema files, or folders, which are searched for *.json at any depth; - reads standard input.
    ///
    /// [default: schemas]
    #[arg(value_name = "PATH")]
    pub(super) schemas: Vec<PathBuf>,

    /// Folder for the pages.
    #[arg(long, value_name = "DIR", conflicts_with = "update")]
    pub(super) out: Option<PathBuf>,

    /// Write nothing; print a diff of the pages that are stale, missing or orphaned in DIR, or in that of --out.
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    pub(super) check: Option<Option<PathBuf>>,

    /// Regenerate the generated part of this page from the schema at PATH.
    #[arg(long, value_name = "PAGE")]
    pub(super) update: Option<PathBuf>,

    /// How to treat unknown keywords and types, which a newer release may have.
    #[arg(long, value_name = "WHAT", default_value = "refuse")]
    pub(super) unknown: UnknownWords,
}

/// How `man` ends.
const MAN_HELP: &str = r#"A page is orphaned if no schema describes the command in its title; this is only checked for folders of
schemas. In the folder of --check, a page of an older release, such as lightning-delpay.7.md with a generated
part, counts as the page of its command.

Exit status: 0 done, or fresh with --check; 1 stale with --check; 2 bad input, nothing written."#;
