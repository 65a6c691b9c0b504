//! What else is done with schemas, with the same options.

use std::path::Path;

use super::Builder;
use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::pipeline::Job;
use crate::{diff, lint};

impl Builder {
    /// What is wrong with the schemas and their examples.
    ///
    /// # Errors
    /// What is wrong with the configuration.
    pub fn lint(&self) -> Result<lint::Report, Error> {
        Ok(lint::look(&self.schemas, self.readable_job()?))
    }

    /// What a change from one schema file to another means for those who use the bindings, or from one folder of them
    /// to another. [`schemas`](Builder::schemas) is not asked for.
    ///
    /// # Errors
    /// Everything that is wrong with the configuration, or with any of the files, in both.
    pub fn diff(&self, old: impl AsRef<Path>, new: impl AsRef<Path>) -> Result<diff::Report, Error> {
        Ok(diff::compare(old.as_ref(), new.as_ref(), self.readable_job()?)?)
    }

    /// What to do, unless there is a mistake in what says so.
    fn readable_job(&self) -> Result<Job, Error> {
        let mut diagnostics = Diagnostics::new();
        let job = self.job(&mut diagnostics);
        if diagnostics.has_errors() { Err(diagnostics.into()) } else { Ok(job) }
    }
}
