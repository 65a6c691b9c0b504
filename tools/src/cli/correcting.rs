//! What is said of configurations and corrections, the same for every command.

use std::path::PathBuf;

use clap::Args;
use cln_codegen::Builder;

/// What a configuration may hold, and how `generate` ends.
pub(super) const GENERATE_HELP: &str = r#"Configuration, a JSON object; all keys may be left out:
  "since", "until", "only", "tests", "derive"
      As the options of these names; lists are arrays, "tests" is true or false.
  "overrides": [{"method": NAME, "at": POINTER, CHANGE, "was": {KEYWORD: VALUE}, "reason": TEXT}, ...]
      Corrects one thing that the schema of one method ("notification", "hook") says. CHANGE is one of
        "ignore": KEYWORD                  the keyword means nothing, such as "pairedWith", "enum"
        "set": {KEYWORD: VALUE}            keywords have other values; null takes one out
        "extend": [VALUE, ...]             the "enum" has these values, too
        "required", "optional": [NAME, ...]
        "nullable": true                   what nodes write there may be null
        "secret": true or false            whatever its name says
        "rename": {OLD: NEW}               names on the wire
        "positions": [NAME, ...]           the parameters at the first positions
        "add": {NAME: SCHEMA}              a property; "before": NAME says where, else it is the last
        "remove": [NAME, ...]              properties
        "note": TEXT                       words for the documentation, in place of a reason
        "errors": {"add": [LINE], "remove": [LINE]}
      "at" is the JSON Pointer of the schema that changes, by default "/request"; "" is the file itself, of
      which "set" can change the name. The change is made only if the schema says what is in "was"; null stands
      for a keyword that is absent. The reason goes into the documentation.
      Known mistakes of the node's documentation are corrected the same way, unless --no-corrections is given;
      `lint --corrections` lists them.

Exit status: 0 done, or up to date with --check; 1 stale with --check; 2 bad input, nothing written."#;

/// Which corrections of schemas are made.
#[derive(Args, Debug)]
pub(super) struct Correcting {
    /// More options, and corrections of schemas, from a JSON file (see the end of `generate --help`).
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,

    /// Take schemas as they are written, known mistakes included; secrets stay secret.
    #[arg(long)]
    pub(super) no_corrections: bool,
}

impl Correcting {
    /// The same, said to a builder.
    pub(super) fn say_to(&self, builder: Builder) -> Builder {
        self.config.iter().fold(builder.corrections(!self.no_corrections), Builder::config)
    }
}
