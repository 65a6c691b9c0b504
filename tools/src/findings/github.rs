//! Findings as commands of a GitHub workflow, which shows them beside the lines that they are about.

use cln_runtime::visible;

use super::{Finding, Place, Weight};

/// A line for each finding: `::error file=FILE,line=LINE,col=COLUMN,title=TITLE::MESSAGE`.
pub(crate) fn to_github<D>(findings: &[Finding<'_, D>]) -> String {
    findings.iter().map(annotation).collect()
}

fn annotation<D>(finding: &Finding<'_, D>) -> String {
    let command = match finding.weight {
        Weight::Error => "error",
        Weight::Warning => "warning",
        Weight::Note => "notice",
    };
    let place = finding.places.first();
    let number = |of: fn(&Place<'_>) -> Option<usize>| place.and_then(of).map(|number| number.to_string());
    let properties = [
        ("file", place.and_then(|place| place.file).map(str::to_owned)),
        ("line", number(|place| place.line)),
        ("col", number(|place| place.column)),
        ("title", Some(title(finding))),
    ];
    let properties = properties.into_iter().filter_map(|(key, value)| Some(format!("{key}={}", property(&value?))));
    let properties = properties.collect::<Vec<_>>().join(",");
    let shown = finding.shown.iter().map(|shown| format!("%0A{}", data(shown))).collect::<String>();
    format!("::{command} {properties}::{}{shown}\n", data(&finding.message))
}

/// `D0206 breaking: wait`
fn title<D>(finding: &Finding<'_, D>) -> String {
    let method = finding.method.iter().map(|method| format!(": {method}")).collect::<String>();
    format!("{} {}{method}", finding.code, finding.level)
}

/// Text after `::`. What comes here has no line breaks left, but a workflow would take `%0A` for one.
fn data(text: &str) -> String {
    visible(text).to_string().replace('%', "%25")
}

/// Text of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
