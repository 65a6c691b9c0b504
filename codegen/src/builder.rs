//! The entry point for build scripts.

mod internals;

use std::collections::BTreeMap;
use std::env;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::emit::{Derive, Style};
use crate::error::Error;
use crate::model::{Api, Options};
use crate::output;
use crate::pipeline::{Job, Made, documents, model, run};
use crate::release::Release;
use crate::schema::overrides::Corrections;
use crate::schema::{Unknown, Version};
use crate::summary::Summary;

/// Generates bindings, usually from a build script.
///
/// ```
/// # fn main() -> Result<(), cln_codegen::Error> {
/// # let folder = tempfile::tempdir().map_err(|_| ()).unwrap();
/// # let schema = r#"{"rpc": "ping", "request": {}, "response": {}}"#;
/// # std::fs::write(folder.path().join("ping.json"), schema).unwrap();
/// # let out = folder.path().join("out");
/// let summary = cln_codegen::Builder::new()
///     .schemas(folder.path()) // a file or a folder; may be called again
///     .since("v23.11")?       // the oldest node to support
///     .tests(false)           // no conformance tests
///     .out_dir(&out)          // by default OUT_DIR
///     .generate()?;
/// assert_eq!(summary.methods, ["ping"]);
/// assert!(out.join("ping.rs").exists());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    schemas: Vec<PathBuf>,
    out_dir: Option<PathBuf>,
    configs: Vec<PathBuf>,
    corrections: bool,
    /// The options set in code, which override those of files.
    said: Config,
    unknown: Unknown,
    command: String,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// A builder without schemas. By default it generates all methods, with tests, and corrects known mistakes.
    pub fn new() -> Self {
        Self {
            schemas: Vec::new(),
            out_dir: None,
            configs: Vec::new(),
            corrections: true,
            said: Config::default(),
            unknown: Unknown::Refuse,
            command: "cargo build (cln_codegen::Builder in the build script)".to_owned(),
        }
    }

    /// Reads this schema file, or all `*.json` in and below this folder.
    pub fn schemas(mut self, path: impl AsRef<Path>) -> Self {
        self.schemas.push(path.as_ref().to_owned());
        self
    }

    /// Generates only the methods of these names, as they stand inside the schema files.
    pub fn only<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.said.only.extend(names.into_iter().map(Into::into));
        self
    }

    /// Whether the documented examples become conformance tests of the crate (by default they do).
    pub fn tests(mut self, tests: bool) -> Self {
        self.said.tests = Some(tests);
        self
    }

    /// Derives one more trait for every struct and enum. Its path must be valid in the generated code: `::my::Trait`.
    ///
    /// # Errors
    /// The text is no path.
    pub fn derive(mut self, path: &str) -> Result<Self, Error> {
        self.said.derives.push(path.parse::<Derive>()?);
        Ok(self)
    }

    /// The oldest node to support, such as `v23.05`: what was added to its answers later becomes optional.
    ///
    /// # Errors
    /// The text is no version.
    pub fn since(mut self, version: &str) -> Result<Self, Error> {
        self.said.since = Some(version.parse::<Version>()?);
        Ok(self)
    }

    /// The newest node to support: what was added later is left out.
    ///
    /// # Errors
    /// The text is no version.
    pub fn until(mut self, version: &str) -> Result<Self, Error> {
        self.said.until = Some(version.parse::<Version>()?);
        Ok(self)
    }

    /// Takes more options, and corrections of schemas, from a JSON file; may be called again.
    ///
    /// ```json
    /// {
    ///   "since": "v24.11", "until": "v26.06", "only": ["parsefeerate"], "tests": true, "derive": ["::my::Trait"],
    ///   "overrides": [
    ///     {"method": "fundchannel_start", "ignore": "pairedWith", "reason": "..."},
    ///     {"method": "splice_signed", "positions": ["psbt", "channel_id"], "reason": "..."},
    ///     {"method": "parsefeerate", "rename": {"feerate_str": "feerate"}, "reason": "..."},
    ///     {"method": "pay", "at": "/request/properties/maxdelay", "set": {"type": "u32"}, "was": {"type": "u16"}, "reason": "..."}
    ///   ]
    /// }
    /// ```
    ///
    /// All keys may be left out. Options set in code override those of the file. An override is for one `method`
    /// (or `notification`, or `hook`) and changes one thing at one place: `at` is the JSON Pointer of the schema that
    /// changes, by default `/request`. It is made only if that schema says what is under `was`. The reason goes into
    /// the documentation of what changes. The README of this package lists all changes.
    ///
    /// An override that does not fit is an error; one that changes nothing any more, or whose method is not among the
    /// schemas, a warning.
    pub fn config(mut self, path: impl AsRef<Path>) -> Self {
        self.configs.push(path.as_ref().to_owned());
        self
    }

    /// Whether the mistakes of the node's documentation that are known to this crate are corrected (by default they
    /// are): those of its `known-bugs.json`, which is such a configuration. The wrong text alone decides whether a
    /// correction is made, so it does nothing once a schema is mended; then nothing is said. `false` leaves
    /// out neither what that file marks as secret nor corrections of a [`config`](Builder::config).
    ///
    /// ```
    /// # fn main() -> Result<(), cln_codegen::Error> {
    /// # let folder = tempfile::tempdir().map_err(|_| ()).unwrap();
    /// # let schema = r#"{"rpc": "parsefeerate", "response": {}, "request": {
    /// #   "required": ["feerate_str"], "properties": {"feerate_str": {"type": "string"}}}}"#;
    /// # std::fs::write(folder.path().join("parsefeerate.json"), schema).unwrap();
    /// let builder = cln_codegen::Builder::new().schemas(folder.path());
    /// assert!(builder.generate_to_memory()?["parsefeerate.rs"].contains("pub feerate: "));
    /// let as_written = builder.corrections(false);
    /// assert!(as_written.generate_to_memory()?["parsefeerate.rs"].contains("pub feerate_str: "));
    /// # Ok(())
    /// # }
    /// ```
    pub fn corrections(mut self, corrections: bool) -> Self {
        self.corrections = corrections;
        self
    }

    /// Corrects the mistakes of the node's documentation that are known to this crate.
    #[deprecated(note = "known mistakes are corrected by default; `corrections(false)` leaves schemas as written")]
    pub fn known_bugs(self) -> Self {
        self.corrections(true)
    }

    /// What becomes of keywords and types that the dialect does not know (by default they are errors).
    pub fn unknown(mut self, unknown: Unknown) -> Self {
        self.unknown = unknown;
        self
    }

    /// Writes into this folder instead of `bindings` below `OUT_DIR`.
    pub fn out_dir(mut self, path: impl AsRef<Path>) -> Self {
        self.out_dir = Some(path.as_ref().to_owned());
        self
    }

    /// The command that the header of each file names for regenerating it.
    pub fn command(mut self, command: impl Into<String>) -> Self {
        self.command = command.into();
        self
    }

    /// Writes the bindings: the files that changed, and nothing at all if any schema is wrong.
    ///
    /// In a build script it also tells cargo which files and folders to watch.
    ///
    /// # Errors
    /// Everything that is wrong with the schemas, or the first thing wrong with the output folder.
    pub fn generate(&self) -> Result<Summary, Error> {
        let cargo_folder = env::var_os("OUT_DIR").map(PathBuf::from);
        if cargo_folder.is_some() {
            self.watch();
        }
        let folder = match (&self.out_dir, &cargo_folder) {
            (Some(folder), _) => folder.clone(),
            (None, Some(out)) => out.join("bindings"),
            (None, None) => return Err(Error::NoOutDir),
        };
        let made = self.make()?;
        let written = output::write(&folder, &made.files)?;
        if cargo_folder.is_some() {
            warn(&made.warnings);
            if self.out_dir.is_none() {
                output::write_include(&folder)?;
            }
        }
        Ok(Summary::new(&made, written))
    }

    /// What would be generated, before it becomes text, and what looks wrong with the schemas: for programs that make
    /// something else of schemas than Rust.
    ///
    /// # Errors
    /// Everything that is wrong with the schemas.
    pub fn model(&self) -> Result<(Api, Vec<Diagnostic>), Error> {
        let mut diagnostics = Diagnostics::new();
        let mut job = self.job(&mut diagnostics);
        let api = model(&self.schemas, &mut job, &mut diagnostics);
        if diagnostics.has_errors() { Err(diagnostics.into()) } else { Ok((api, diagnostics.into_iter().collect())) }
    }

    /// The same, method by method as each is first asked for: for programs that need few of many. What is wrong with one
    /// schema alone may be seen only then. Options that choose methods have no say.
    ///
    /// # Errors
    /// What is wrong with the files.
    pub fn release(&self) -> Result<Release, Error> {
        let mut diagnostics = Diagnostics::new();
        let mut job = self.job(&mut diagnostics);
        let documents = documents(&self.schemas, &mut job, &mut diagnostics);
        job.corrections.complain(&mut diagnostics);
        let release = Release::new(documents, job.options, &mut diagnostics);
        if diagnostics.has_errors() { Err(diagnostics.into()) } else { Ok(release) }
    }

    /// The generated files by name, without writing any.
    ///
    /// # Errors
    /// Everything that is wrong with the schemas.
    pub fn generate_to_memory(&self) -> Result<BTreeMap<String, String>, Error> {
        Ok(self.make()?.files.into_files())
    }

    fn make(&self) -> Result<Made, Error> {
        if self.schemas.is_empty() {
            let message = "no schemas were named";
            let hint = "call `schemas(\"folder\")` before `generate()`";
            return Err(Diagnostics::from(Diagnostic::new(Code::NoSchemas, message).hint(hint)).into());
        }
        let mut diagnostics = Diagnostics::new();
        let job = self.job(&mut diagnostics);
        Ok(run(&self.schemas, job, diagnostics)?)
    }

    /// What was said here and in files, together.
    fn job(&self, diagnostics: &mut Diagnostics) -> Job {
        let mut built_in = Config::built_in(diagnostics);
        // A secret is one whatever else a schema gets wrong.
        built_in.overrides.retain(|wanted| self.corrections || wanted.is_about_secrecy());
        let read = |path: &PathBuf| Config::read(path, diagnostics);
        let mut config = self.configs.iter().map(read).fold(built_in, Config::then);
        if !self.said.only.is_empty() {
            config.only.clear();
        }
        if !self.said.derives.is_empty() {
            config.derives.clear();
        }
        let Config { since, until, only, tests, derives, overrides, lint } = config.then(self.said.clone());
        if let (Some(since), Some(until)) = (&since, &until)
            && since > until
        {
            let message = format!("`since` is {since}, `until` is {until}: no node lies between them");
            let hint = "`since` is the oldest node to support, `until` the newest";
            diagnostics.push(Diagnostic::new(Code::VersionsCrossed, message).hint(hint));
        }
        Job {
            only,
            unknown: self.unknown,
            corrections: Corrections::new(overrides),
            lint,
            options: Options { since, until },
            style: Style { tests: tests.unwrap_or(true), derives },
            command: self.command.clone(),
        }
    }

    /// Tells cargo when to run the build script again, whatever comes of this run.
    ///
    /// A folder alone is enough: cargo looks at all that is in and below it, and at the folders themselves, whose
    /// times change when files come and go. A path that does not exist has cargo come back until it does.
    fn watch(&self) {
        for path in self.schemas.iter().chain(&self.configs) {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
}

/// Lets cargo show each warning in one line, which is all that cargo shows.
fn warn(warnings: &Diagnostics) {
    for warning in warnings.iter() {
        let text = warning.plain();
        println!("cargo::warning={}", text.lines().next().unwrap_or_default());
    }
}
