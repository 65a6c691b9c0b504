//! `lint`: what it prints, and its exit status.

use crate::workshop::{WAIT, Workshop, command};

/// A command whose example breaks its schema.
fn broken() -> String {
    WAIT.replace("{\"index\": 1}", "{\"index\": -1}")
}

const FOUND: &str = "schemas/wait.json:18:79: warning[L0101] /examples/0/request/params/index: \
                     expected an integer from 0 to 18446744073709551615, found the number -1 [range]\n";

#[test]
fn clean_files_are_said_to_be_clean() {
    let workshop = Workshop::with(&[("schemas/wait.json", WAIT), ("schemas/ping.json", &command("ping"))]);
    workshop.run(&["lint"]).done("2 files: no findings\n");
    workshop.run(&["lint", "schemas/wait.json", "--format", "json"]).done("[]\n");
}

#[test]
fn findings_go_to_standard_output_and_make_the_answer_no() {
    let workshop = Workshop::with(&[("schemas/wait.json", &broken()), ("schemas/ping.json", &command("ping"))]);
    let outcome = workshop.run(&["lint", "schemas"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    let rest = "schemas/wait.json: 1 finding\n     1 warning[L0101]: a documented example breaks its own schema\n\
                2 files, 1 with findings: 1 finding\n`cln-codegen explain L0101` says more\n";
    assert_eq!(outcome.stdout, format!("{FOUND}{rest}"));
}

#[test]
fn machines_get_one_array() {
    let workshop = Workshop::with(&[("schemas/wait.json", &broken())]);
    let outcome = workshop.run(&["lint", "schemas", "--format", "json"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    assert_eq!(
        outcome.stdout,
        "[\n  {\"file\": \"schemas/wait.json\", \"line\": 18, \"column\": 79, \"severity\": \"warning\", \"code\": \"L0101\", \
         \"rule\": \"range\", \"pointer\": \"/examples/0/request/params/index\", \"message\": \"expected an integer \
         from 0 to 18446744073709551615, found the number -1\", \"hint\": null, \"baseline\": null}\n]\n"
    );
}

#[test]
fn what_generate_refuses_is_a_finding() {
    let wrong = WAIT.replace("\"u64\"},", "\"u46\"},");
    let workshop = Workshop::with(&[("schemas/wait.json", &wrong), ("schemas/z.json", "{")]);
    let outcome = workshop.run(&["lint"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    let lines: Vec<&str> = outcome.stdout.lines().collect();
    assert_eq!(
        lines[0],
        "schemas/wait.json:6:25: error[S0302] /request/properties/index/type: the type `u46` is unknown; \
         did you mean `u64`?"
    );
    assert_eq!(lines[2], "schemas/wait.json: 2 findings (2 errors)");
    assert!(lines[3].starts_with("schemas/z.json:1:"), "{}", lines[3]);
    assert_eq!(lines[7], "2 files, 2 with findings: 3 findings (3 errors)");
}

#[test]
fn a_file_that_cannot_be_read_goes_to_standard_error_and_the_others_are_looked_at() {
    let workshop = Workshop::with(&[("schemas/wait.json", &broken())]);
    let outcome = workshop.run(&["lint", "schemas", "nowhere.json"]);
    assert_eq!(outcome.status, Some(2));
    assert!(outcome.stderr.starts_with("error[S0004]: `nowhere.json` does not exist\n"), "{}", outcome.stderr);
    assert!(outcome.stdout.starts_with(FOUND), "{}", outcome.stdout);
}

#[test]
fn a_dash_reads_standard_input() {
    let outcome = Workshop::with(&[]).run_on(broken(), &["lint", "-"]);
    assert_eq!(outcome.status, Some(1));
    assert!(outcome.stdout.starts_with("<stdin>:18:79: warning[L0101]"), "{}", outcome.stdout);
}
