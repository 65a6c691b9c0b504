//! A diagnostic for people, in the look that was compiled in.

use std::fmt;

use super::Diagnostic;
#[cfg(feature = "pretty")]
use super::pretty;

impl Diagnostic {
    /// The diagnostic for people, with an excerpt of the file; ends with a line break. With the
    /// feature `pretty` in the look of the compiler's, and in colour if asked for; without it as
    /// [`Diagnostic::plain`] has it.
    #[must_use]
    pub fn render(&self, color: bool) -> String {
        #[cfg(feature = "pretty")]
        return pretty::render(self, color);
        #[cfg(not(feature = "pretty"))]
        {
            let _ = color;
            self.plain()
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}
