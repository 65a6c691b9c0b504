//! Findings as a page of its own: one file, which needs no network and has all its style and script in it.
//!
//! Schemas are written by others. Whatever comes from them is escaped where it is put into the page, and the page allows
//! no script but its own, by hash.

use cln_runtime::visible;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::counts::{Counts, cell};
use super::shown::findings;
use super::{Finding, Instance, MethodDiff, Place, Report, Severity};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What a browser may take: the script of this hash, and style. A test keeps the hash up to date.
const POLICY: &str = "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; \
                      script-src 'sha256-FOIyiBXS/rwn1Jj987y0AzYnM7fDPX18njR+6n2ktJA='";

/// An instance that is longer is folded away.
const LONGEST: usize = 400;

impl Report {
    /// One page with all that is shown, and filters by level, command and text. Documentation is filtered out at first,
    /// unless there is nothing else.
    #[must_use]
    pub fn to_html(&self) -> String {
        let title = format!("{} against {}", self.names[0], self.names[1]);
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta http-equiv="Content-Security-Policy" content=(POLICY);
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    title { (shown(&title)) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    header { (self.summary(&title)) }
                    @if self.shown_methods().next().is_some() {
                        main {
                            (self.filters())
                            @for severity in Severity::ALL { (self.section(severity)) }
                        }
                        script { (PreEscaped(SCRIPT)) }
                    }
                }
            }
        };
        page.into_string() + "\n"
    }

    fn summary(&self, title: &str) -> Markup {
        let compared = self.compared();
        html! {
            h1 { (shown(title)) }
            @match self.semver() {
                None => p { (compared) "." },
                Some(semver) => p { (compared) ": " (self.counted()) ". Generated crate: " strong { (semver.name()) } "." },
            }
            @if let Some(advice) = &self.advice { p { (shown(advice)) "." } }
            @for hidden in self.hidden() { p.quiet { (hidden) } }
            @if let Some(counts) = self.by_method() { (overview(&counts)) }
        }
    }

    /// The script shows them: without it they do nothing.
    fn filters(&self) -> Markup {
        let total = |severity| self.shown_at(severity).count();
        let levels = Severity::ALL.into_iter().filter(|severity| total(*severity) > 0);
        let worst = self.worst();
        html! {
            form hidden autocomplete="off" {
                fieldset {
                    legend { "Level" }
                    @for level in levels {
                        label class=(level.name()) {
                            input type="checkbox" name="level" value=(level.name())
                                checked[level > Severity::Docs || worst == Some(Severity::Docs)];
                            span { span.level { (level.name()) } " " (total(level)) }
                        }
                    }
                }
                label {
                    span.label { "Command" }
                    select name="method" {
                        option value="" { "all" }
                        @for method in self.shown_methods() {
                            @let title = shown(&method.title());
                            option value=(title) { (title) " (" (self.shown_of(method).count()) ")" }
                        }
                    }
                }
                label {
                    span.label { "Text" }
                    input type="search" name="text" placeholder="words, a code, a pointer";
                }
            }
            p.quiet role="status" {}
        }
    }

    fn section(&self, severity: Severity) -> Markup {
        let found: Vec<_> = self.shown_at(severity).collect();
        html! {
            @if !found.is_empty() {
                section aria-labelledby=(severity.name()) {
                    h2 #(severity.name()) { (findings(severity, found.len())) }
                    @for (method, finding) in found { (article(method, finding)) }
                }
            }
        }
    }
}

fn overview(counts: &Counts) -> Markup {
    html! {
        details {
            summary { "Counts by command" }
            table {
                thead {
                    tr {
                        th scope="col" { "command" }
                        @for level in &counts.levels { th scope="col" { (level.name()) } }
                    }
                }
                tbody {
                    @for (title, numbers) in &counts.rows { (row(&shown(title), numbers)) }
                    (row("total", &counts.total))
                }
            }
        }
    }
}

fn row(title: &str, numbers: &[usize]) -> Markup {
    html! {
        tr {
            th scope="row" { (title) }
            @for number in numbers { td { (cell(*number)) } }
        }
    }
}

fn article(method: &MethodDiff, finding: &Finding) -> Markup {
    let (title, level) = (shown(&method.title()), finding.severity.name());
    html! {
        article class=(level) data-level=(level) data-method=(title) {
            div.tags {
                span.level { (level) }
                code title=(finding.code.meaning()) { (finding.code.as_str()) }
                strong { (title) }
                @if let Some(name) = &method.old_name { span { "was perhaps " code { (shown(name)) } } }
                span.quiet { "crate: " (finding.semver.name()) }
                @if finding.guess { span.quiet { "a guess" } }
            }
            h3 { (words(&finding.change)) }
            p { (words(&finding.consequence)) }
            @if let Some(instance) = &finding.instance { (instance_of(instance)) }
            dl {
                @if let Some(old) = &finding.old { dt { "old" } dd { (place(old)) } }
                @if let Some(new) = &finding.new { dt { "new" } dd { (place(new)) } }
            }
        }
    }
}

fn place(place: &Place) -> Markup {
    html! { code { (shown(&place.file)) ":" (place.line) } " " code { (shown(&place.pointer)) } }
}

fn instance_of(instance: &Instance) -> Markup {
    let (accepts, refuses) = (instance.accepted_by.name(), instance.accepted_by.other().name());
    let head = format!("{accepts} accepts, {refuses} refuses");
    let json = html! { pre { (shown(&instance.json)) } };
    html! {
        @if instance.json.len() > LONGEST {
            details { summary { (head) ": " (instance.json.len()) " bytes" } (json) }
        } @else {
            p { (head) ":" }
            (json)
        }
        p.quiet {
            @if instance.pointer.is_empty() { "the whole" } @else { code { (shown(&instance.pointer)) } }
            ": " (shown(&instance.message)) " [" (instance.rule.code()) "]"
        }
    }
}

/// Words with names out of a file between backticks.
fn words(text: &str) -> Markup {
    html! {
        @for (index, part) in shown(text).split('`').enumerate() {
            @if index % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}

fn shown(text: &str) -> String {
    visible(text).to_string()
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// Base64 of 32 bytes.
    fn base64(hash: &[u8]) -> String {
        const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let bits = |at: usize| (0..6).fold(0, |bits, bit| bits << 1 | usize::from(bit_of(hash, at + bit)));
        let letters = (0..hash.len() * 8).step_by(6).map(|at| char::from(LETTERS[bits(at)]));
        letters.chain(['=']).collect()
    }

    fn bit_of(hash: &[u8], at: usize) -> bool {
        hash.get(at / 8).is_some_and(|byte| byte >> (7 - at % 8) & 1 == 1)
    }

    #[test]
    fn the_policy_allows_the_script_as_it_is() {
        let hash = base64(&Sha256::digest(SCRIPT));
        assert!(POLICY.ends_with(&format!("script-src 'sha256-{hash}'")), "its hash is {hash}");
    }
}
