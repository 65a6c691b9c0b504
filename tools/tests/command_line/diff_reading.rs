//! `diff` of many methods: what comes first, what is left out, and that all of it counts.

use serde_json::Value;

use crate::workshop::{WAIT, Workshop, command};

/// The schema of a command of that name.
fn named(name: &str, schema: &str) -> String {
    schema.replacen("wait", name, 1)
}

/// `alpha`: words and a field that comes; `beta`: words, a parameter that is required and one that is going to go;
/// `gamma`: words.
fn workshop() -> Workshop {
    let words = WAIT.replace("\"enum\"", "\"description\": [\"How.\"], \"enum\"");
    let compatible = words.replace(r#""age": {"#, r#""more": {"type": "u64"}, "age": {"#);
    let breaking = words
        .replace(r#""required": ["index"],"#, r#""required": ["index", "mode"],"#)
        .replace(r#""next": {"type": "u64"}"#, r#""next": {"type": "u64", "deprecated": ["v25.05", "v26.06"]}"#);
    let workshop = Workshop::with(&[]);
    for (name, new) in [("alpha", compatible), ("beta", breaking), ("gamma", words)] {
        workshop.write(&format!("old/{name}.json"), &named(name, WAIT));
        workshop.write(&format!("new/{name}.json"), &named(name, &new));
    }
    workshop
}

fn told(more: &[&str]) -> String {
    let outcome = workshop().run(&[&["diff", "old", "new"], more].concat());
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""), "{more:?}");
    outcome.stdout
}

const TABLE: &str = "       breaking  risky  compatible  docs
beta          1      1           -     1
alpha         -      -           1     1
total         1      1           1     3

";

const END: &str =
    "3 methods against 3: 3 methods differ: 1 breaking, 1 risky, 1 compatible, 3 docs; generated crate: major\n";

/// The codes in the order in which they are told.
fn codes(text: &str) -> Vec<&str> {
    text.lines().filter_map(|line| line.split_once("[D")?.1.get(..4)).collect()
}

#[test]
fn counts_come_first_and_then_what_breaks() {
    let text = told(&[]);
    assert!(text.starts_with(TABLE), "{text}");
    let headings: Vec<&str> = text.lines().skip(5).filter(|line| !line.starts_with(' ') && !line.is_empty()).collect();
    let docs = "3 documentation findings, shown with --level docs";
    assert_eq!(headings, ["beta", "alpha", END.trim_end(), docs, "`cln-codegen explain D0206` says more"]);
    assert_eq!(codes(&text), ["0206", "0501", "0201"]);
}

#[test]
fn a_level_is_shown_with_all_above_it() {
    for (level, expected, hidden) in [
        ("docs", 6, ""),
        ("compatible", 3, "3 documentation findings, shown with --level docs\n"),
        (
            "risky",
            2,
            "1 compatible finding, shown with --level compatible\n3 documentation findings, shown with --level docs\n",
        ),
        (
            "breaking",
            1,
            "1 risky finding, shown with --level risky\n1 compatible finding, shown with --level compatible\n\
                         3 documentation findings, shown with --level docs\n",
        ),
    ] {
        let text = told(&["--level", level]);
        assert_eq!(codes(&text).len(), expected, "{text}");
        assert!(text.ends_with(&format!("{END}{hidden}`cln-codegen explain D0206` says more\n")), "{text}");
    }
}

/// A report says `notification connect`, so that is a name, too.
#[test]
fn a_notification_is_told_apart_from_the_command_of_its_name() {
    let notification = command("connect").replace("rpc", "notification");
    let workshop = Workshop::with(&[
        ("old/connect.json", &command("connect")),
        ("old/notification/connect.json", &notification),
        ("old/ping.json", &command("ping")),
        ("new/ping.json", &command("ping")),
    ]);
    for (name, expected) in
        [("connect", &["connect", "notification connect"][..]), ("notification connect", &["notification connect"])]
    {
        let outcome = workshop.run(&["diff", "old", "new", "--method", name]);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
        let headings: Vec<&str> = outcome.stdout.lines().filter(|line| line.ends_with("connect")).collect();
        assert_eq!(headings, expected);
    }
}

#[test]
fn one_method_differs_and_two_differ() {
    let workshop = Workshop::with(&[("old/a.json", &command("a")), ("new/b.json", &command("b"))]);
    workshop.write("old/b.json", &command("b"));
    let outcome = workshop.run(&["diff", "old", "new", "--format", "html"]);
    assert!(outcome.stdout.contains("<p>2 methods against 1: 1 method differs: 1 breaking. "), "{}", outcome.stdout);
}

#[test]
fn a_method_is_shown_alone() {
    let text = told(&["--method", "gamma,alpha"]);
    let end = format!(
        "{END}2 documentation findings, shown with --level docs\n3 findings of other methods, shown without --method\n\
         `cln-codegen explain D0201` says more\n"
    );
    assert_eq!(codes(&text), ["0201"]);
    assert!(text.ends_with(&end), "{text}");
    let outcome = workshop().run(&["diff", "old", "new", "--method", "gama"]);
    assert_eq!(
        outcome.stderr,
        "warning: --method `gama`: nothing about it differs, or neither release has it; did you mean `gamma`?\n"
    );
    assert_eq!(outcome.status, Some(1), "what is not shown is denied all the same");
}

#[test]
fn json_and_sarif_have_everything_unless_asked_for_less() {
    let findings = |more: &[&str]| {
        let text = told(more);
        let json: Value = serde_json::from_str(&text).unwrap();
        let sarif = json["runs"][0]["results"].as_array().map(Vec::len);
        let methods = json["methods"].as_array().into_iter().flatten();
        sarif.unwrap_or_else(|| methods.map(|method| method["findings"].as_array().unwrap().len()).sum())
    };
    for format in ["json", "sarif"] {
        assert_eq!(findings(&["--format", format]), 6);
        assert_eq!(findings(&["--format", format, "--level", "risky"]), 2);
        assert_eq!(findings(&["--format", format, "--method", "alpha"]), 2);
    }
    let json: Value = serde_json::from_str(&told(&["--format", "json", "--level", "breaking"])).unwrap();
    assert_eq!(json["summary"]["docs"], 3, "what is not shown is counted");
    assert_eq!(told(&["--format", "github"]).lines().count(), 3);
}

#[test]
fn markdown_begins_with_counts_and_folds_words_away() {
    let text = told(&["--format", "markdown", "--level", "docs"]);
    let begin = "**1 breaking, 1 risky, 1 compatible, 3 docs** in 3 methods; generated crate: **major**

| | breaking | risky | compatible | docs |
|---|---:|---:|---:|---:|
| `beta` | 1 | 1 | - | 1 |
| `alpha` | - | - | 1 | 1 |
| `gamma` | - | - | - | 1 |
| **total** | 1 | 1 | 1 | 3 |

### breaking

| | change |";
    assert!(text.starts_with(begin), "{text}");
    let order = [
        "\n### breaking\n",
        "\n### risky\n",
        "\n### compatible\n",
        "\n<details><summary>3 documentation findings</summary>\n",
        "\n</details>\n",
    ];
    let places: Vec<Option<usize>> = order.iter().map(|part| text.find(part)).collect();
    assert!(places.is_sorted() && places[0].is_some(), "{text}");
    let text = told(&["--format", "markdown"]);
    assert!(
        text.contains("\n3 documentation findings, shown with --level docs\n") && !text.contains("<details>"),
        "{text}"
    );
}

/// A comment may have 65,536 characters; names here are long, and of letters of several bytes.
#[test]
fn markdown_fits_into_a_comment_and_counts_what_is_cut() {
    let fields = |count: usize, ty: &str| -> String {
        (0..count).map(|n| format!(r#""{}{n}": {{"type": "{ty}"}}, "#, "ü".repeat(300))).collect()
    };
    let with = |ty| WAIT.replace(r#""mode": {"#, &format!(r#"{}"mode": {{"#, fields(100, ty)));
    let words = WAIT.replace("\"enum\"", "\"description\": [\"How.\"], \"enum\"");
    let workshop = Workshop::with(&[("old/a.json", &with("u64")), ("new/a.json", &with("string"))]);
    for n in 0..300 {
        let name = format!("{}{n}", "m".repeat(200));
        workshop.write(&format!("old/m{n}.json"), &named(&name, WAIT));
        workshop.write(&format!("new/m{n}.json"), &named(&name, &words));
    }
    let text = workshop.run(&["diff", "old", "new", "--format", "markdown", "--level", "docs"]).stdout;
    assert!((50_000..=65_536).contains(&text.len()), "{}", text.len());
    let kept = |kind: &str| text.matches(kind).count();
    let (breaking, docs) = (kept("`D0303`"), kept("`D0701`"));
    assert!((10..100).contains(&breaking), "{breaking}");
    let last = format!(
        "\nCut, to fit into a comment: {} breaking findings, {} documentation findings. `--format html` has all.\n",
        100 - breaking,
        300 - docs
    );
    assert!(text.ends_with(&last), "{}", &text[text.len() - 300..]);
    assert!(text.contains("more* | - | - |\n| **total** | 100 | 300 |\n"), "the table of counts has an end, too");
}

/// `.ci/run` looks at the page in a browser; here it is seen that all of it is there, and that it stands for itself.
#[test]
fn html_is_one_page_with_everything() {
    let text = told(&["--format", "html"]);
    assert_eq!(text.matches("<article").count(), 6);
    for part in [
        "<h1>old against new</h1>",
        "3 methods against 3: 3 methods differ: 1 breaking, 1 risky, 1 compatible, 3 docs. Generated crate: <strong>major</strong>.",
        "<article class=\"breaking\" data-level=\"breaking\" data-method=\"beta\">",
        "<h3><code>mode</code> was optional and is required</h3>",
        "<p>Callers that leave it out are refused.</p>",
        "<p>old accepts, new refuses:</p><pre>{&quot;index&quot;:0}</pre>",
        "<dt>old</dt><dd><code>old/beta.json:7</code> <code>/request/properties/mode</code></dd>",
        "<dt>new</dt><dd><code>new/beta.json:7</code> <code>/request/properties/mode</code></dd>",
        "<option value=\"beta\">beta (3)</option>",
        "<input type=\"checkbox\" name=\"level\" value=\"breaking\" checked>",
        "<input type=\"checkbox\" name=\"level\" value=\"docs\">",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    assert!(
        !text.contains("http:") && !text.contains("https:") && !text.contains("src="),
        "it takes nothing from elsewhere"
    );
    assert!(told(&["--format", "html", "--level", "risky"]).matches("<article").count() == 2);
}

#[test]
fn html_has_no_markup_of_a_schema() {
    let name = r#"</script><script>alert(1)</script><img src=x onerror=alert(1)>"#;
    let odd = WAIT.replace("\"mode\":", &format!("\"{name}\":")).replace("\"one\"", &format!("\"{name}\""));
    let workshop = Workshop::with(&[("<b>.json", &named(name, &odd)), ("new.json", WAIT)]);
    let text = workshop.run(&["diff", "<b>.json", "new.json", "--format", "html"]).stdout;
    assert_eq!((text.matches("<script").count(), text.matches("</script").count()), (1, 1));
    assert!(!text.contains("<img") && !text.contains("<b>"), "{text}");
    assert!(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;"), "{text}");
}
