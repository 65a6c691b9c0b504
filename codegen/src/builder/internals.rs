//! What `cln-tools` asks of a builder. Hidden, since it is [no part of the API](crate::internals).

use std::path::{Path, PathBuf};

use super::Builder;
use crate::diagnostic::Diagnostics;
use crate::emit::Derive;
use crate::error::Error;
use crate::model::Options;
use crate::pipeline::{Job, Made};

#[doc(hidden)]
impl Builder {
    /// What [`since`](Builder::since), [`until`](Builder::until) and [`derive`](Builder::derive) set, already read.
    pub fn read(mut self, options: Options, derives: Vec<Derive>) -> Self {
        self.said.since = options.since;
        self.said.until = options.until;
        self.said.derives = derives;
        self
    }

    /// The paths of [`schemas`](Builder::schemas).
    #[must_use]
    pub fn paths(&self) -> &[PathBuf] {
        &self.schemas
    }

    /// The folder of [`out_dir`](Builder::out_dir).
    ///
    /// # Errors
    /// None was set.
    pub fn folder(&self) -> Result<&Path, Error> {
        self.out_dir.as_deref().ok_or(Error::NoOutDir)
    }

    /// What is generated, not written anywhere.
    ///
    /// # Errors
    /// Those of [`generate`](Builder::generate).
    pub fn made(&self) -> Result<Made, Error> {
        self.make()
    }

    /// What is to be done with schemas.
    ///
    /// # Errors
    /// What is wrong with the configuration.
    pub fn readable_job(&self) -> Result<Job, Diagnostics> {
        let mut diagnostics = Diagnostics::new();
        let job = self.job(&mut diagnostics);
        if diagnostics.has_errors() { Err(diagnostics) } else { Ok(job) }
    }
}
