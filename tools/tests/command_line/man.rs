//! `man`: pages to standard output and to a folder, what `--check` finds, and pages of which one part is made anew.

use std::fs;

use crate::workshop::{WAIT, Workshop, command};

const PING: &str = "ping -- \n========\n\nSYNOPSIS\n--------\n\n**ping** \n\nDESCRIPTION\n-----------\n\n\n\n\
                    RETURN VALUE\n------------\n\nOn success, an empty object is returned.\n";

/// A page of an older release, about `wait`, with something on both sides of the generated part.
const OLDER: &str = "lightning-wait -- Waits\n===\n\nBy hand, _all_ of it.  \n\
    [comment]: # (GENERATE-FROM-SCHEMA-START)\nold\n\n[comment]: # (GENERATE-FROM-SCHEMA-END)\n\n\tBy hand, too.\n\
    [comment]: # ( SHA256STAMP:0000000000000000000000000000000000000000000000000000000000000000)\n";

/// What the part is made of today.
const PART: &str =
    "On success, an object is returned, containing:\n\n- **next** (u64)\n- **age** (u64) *(added v24.02)*\n\n";

/// The checksum of [`WAIT`].
const CHECKSUM: &str = "bf0591e1684a7e0cefad500cad90db4307c4ab089615a572d695e6775ee18b6d";

fn schemas() -> Workshop {
    Workshop::with(&[("schemas/hook/ping.json", &command("ping")), ("schemas/wait.json", WAIT)])
}

fn anew() -> String {
    OLDER.replace("START)\nold\n\n", &format!("START)\n{PART}")).replace(&"0".repeat(64), CHECKSUM)
}

#[test]
fn a_single_page_goes_to_standard_output() {
    schemas().run(&["man", "schemas/hook"]).done(PING);
    Workshop::with(&[]).run_on(command("ping"), &["man", "-"]).done(PING);
    Workshop::with(&[("schemas/ping.json", &command("ping"))]).run(&["man"]).done(PING);
}

#[test]
fn more_pages_need_a_folder() {
    schemas().run(&["man"]).refused(&["error[S0004]: there is no folder to write the pages in", "`--out DIR`"]);
}

#[test]
fn in_a_folder_each_page_keeps_the_path_of_its_schema() {
    let workshop = schemas();
    workshop.run(&["man", "schemas", "--out", "pages"]).done("pages: 2 pages written, 0 unchanged\n");
    assert_eq!(workshop.names("pages"), ["hook/ping.md", "wait.md"]);
    assert_eq!(workshop.read("pages/hook/ping.md"), PING);
    workshop.write("schemas/wait.json", &WAIT.replace("\"all\"", "\"every\""));
    workshop.run(&["man", "schemas", "--out", "pages"]).done("pages: 1 pages written, 1 unchanged\n");
    assert!(workshop.read("pages/wait.md").contains("(one of \"every\", \"one\")"));
}

#[test]
fn a_wrong_schema_writes_nothing() {
    let workshop = schemas();
    workshop.write("schemas/wait.json", &WAIT.replace("u64", "u46"));
    workshop.run(&["man", "schemas", "--out", "pages"]).refused(&["error[S0302]", "did you mean `u64`?"]);
    assert!(!workshop.path("pages").exists());
    let outcome = workshop.run(&["man", "schemas", "--out", "pages", "--unknown", "any"]);
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
}

#[test]
fn what_is_no_page_is_not_written_over() {
    let workshop = schemas();
    workshop.write("pages/wait.md", "# My notes\n");
    let outcome = workshop.run(&["man", "schemas", "--out", "pages"]);
    outcome.refused(&["error[M0103]: `pages/wait.md` is in the way", "nothing was written"]);
    assert_eq!(workshop.read("pages/wait.md"), "# My notes\n");
    assert!(!workshop.path("pages/hook").exists());
}

#[test]
fn two_schemas_of_one_path_are_refused() {
    let workshop = Workshop::with(&[("a/x.json", &command("ping")), ("b/x.json", &command("pong"))]);
    let said = "error[M0104]: `a/x.json` and `b/x.json` make the same page, `x.md`";
    workshop.run(&["man", "a", "b", "--out", "pages"]).refused(&[said]);
}

#[test]
fn fresh_pages_are_up_to_date_however_the_folder_is_named() {
    let workshop = schemas();
    assert_eq!(workshop.run(&["man", "schemas", "--out", "pages"]).status, Some(0));
    let spellings: &[&[&str]] = &[
        &["man", "--check", "pages"],
        &["man", "schemas", "--check", "pages"],
        &["man", "schemas", "--out", "pages", "--check"],
        &["man", "--check", "--out", "pages"],
        &["man", "--out", "pages", "--check", "schemas"],
    ];
    for spelling in spellings {
        workshop.run(spelling).done("pages is up to date\n");
    }
    let nowhere = workshop.run(&["man", "--check"]);
    nowhere.refused(&["error[S0004]: there is no folder to compare the pages in"]);
}

#[test]
fn stale_missing_and_orphaned_pages_are_shown_and_nothing_is_written() {
    let workshop = schemas();
    assert_eq!(workshop.run(&["man", "schemas", "--out", "pages"]).status, Some(0));
    fs::remove_file(workshop.path("pages/hook/ping.md")).unwrap();
    workshop.write("pages/wait.md", &workshop.read("pages/wait.md").replace("(u64)", "(u32)"));
    workshop.write("pages/old/gone.md", &PING.replace("ping -- ", "gone -- "));
    workshop.write("pages/README.md", "# About these pages\n");
    workshop.write("pages/copy.md", PING);
    let outcome = workshop.run(&["man", "schemas", "--out", "pages", "--check"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    let found = outcome.stdout;
    assert!(found.starts_with("missing: pages/hook/ping.md\n--- on disk\n+++ generated\n@@ "), "{found}");
    assert!(
        found.contains("\nstale: pages/wait.md\n") && found.contains("\n-- **index** (u32)\n+- **index** (u64)\n"),
        "{found}"
    );
    let mend = "orphaned: pages/old/gone.md\n\nThe pages are stale. To mend them: \
                cln-codegen man SCHEMAS --out FOLDER; remove those that are orphaned\n";
    assert!(found.ends_with(mend), "{found}");
    assert!(!found.contains("README") && !found.contains("copy.md"), "{found}");
    assert!(!workshop.path("pages/hook/ping.md").exists());
}

#[test]
fn one_schema_does_not_tell_which_pages_are_orphaned() {
    let workshop = schemas();
    assert_eq!(workshop.run(&["man", "schemas", "--out", "pages"]).status, Some(0));
    workshop.run(&["man", "schemas/wait.json", "--out", "pages", "--check"]).done("pages is up to date\n");
}

#[test]
fn a_page_of_an_older_release_stands_for_a_missing_one() {
    let workshop = Workshop::with(&[("schemas/wait.json", WAIT), ("pages/lightning-wait.7.md", OLDER)]);
    let outcome = workshop.run(&["man", "--check", "pages"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    assert!(outcome.stdout.starts_with("stale: pages/lightning-wait.7.md\n"), "{}", outcome.stdout);
    assert!(outcome.stdout.ends_with("cln-codegen man --update PAGE SCHEMA\n"), "{}", outcome.stdout);
    workshop.write("pages/lightning-wait.7.md", &anew());
    workshop.run(&["man", "--check", "pages"]).done("pages is up to date\n");
}

#[test]
fn an_update_makes_one_part_and_the_stamp_anew_and_nothing_else() {
    let workshop = Workshop::with(&[("wait.json", WAIT), ("page.md", OLDER)]);
    let update = ["man", "--update", "page.md", "wait.json"];
    let outcome = workshop.run(&[&update[..], &["--check"]].concat());
    assert_eq!((outcome.status, workshop.read("page.md").as_str()), (Some(1), OLDER), "{}", outcome.stderr);
    assert!(outcome.stdout.contains("\n-old\n+On success, an object is returned, containing:\n"), "{}", outcome.stdout);
    workshop.run(&update).done("page.md is made anew\n");
    assert_eq!(workshop.read("page.md"), anew());
    assert_eq!(workshop.names("."), ["page.md", "wait.json"]);

    let written = fs::metadata(workshop.path("page.md")).unwrap().modified().unwrap();
    workshop.run(&update).done("page.md is up to date\n");
    assert_eq!(fs::metadata(workshop.path("page.md")).unwrap().modified().unwrap(), written);
    workshop.run(&["man", "--update", "page.md", "--check", "wait.json"]).done("page.md is up to date\n");
}

#[test]
fn an_update_keeps_line_breaks_and_a_missing_last_one() {
    let older = OLDER.replace('\n', "\r\n");
    let workshop = Workshop::with(&[("wait.json", WAIT), ("page.md", older.trim_end())]);
    workshop.run(&["man", "--update", "page.md", "wait.json"]).done("page.md is made anew\n");
    assert_eq!(workshop.read("page.md"), anew().replace('\n', "\r\n").trim_end());
}

#[cfg(unix)]
#[test]
fn an_update_keeps_who_may_read_the_page_and_the_link_to_it() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let workshop = Workshop::with(&[("wait.json", WAIT), ("far/page.md", OLDER)]);
    fs::set_permissions(workshop.path("far/page.md"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("far/page.md", workshop.path("page.md")).unwrap();
    workshop.run(&["man", "--update", "page.md", "wait.json"]).done("page.md is made anew\n");
    assert!(workshop.path("page.md").is_symlink());
    assert_eq!(workshop.read("far/page.md"), anew());
    assert_eq!(fs::metadata(workshop.path("far/page.md")).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn marks_and_stamps_that_are_not_where_they_belong_are_refused() {
    let start = "[comment]: # (GENERATE-FROM-SCHEMA-START)\n";
    let end = "[comment]: # (GENERATE-FROM-SCHEMA-END)\n";
    let cases: &[(String, &[&str])] = &[
        (
            OLDER.replace(start, ""),
            &["error[M0101]: `page.md` has no line with `GENERATE-FROM-SCHEMA-START`", "put the lines"],
        ),
        (OLDER.replace(end, ""), &["error[M0101]: `page.md` has no line with `GENERATE-FROM-SCHEMA-END`"]),
        (
            OLDER.replace(start, &start.repeat(2)),
            &["error[M0101]: the page has more than one line", " --> page.md:6:1", "again here"],
        ),
        (
            OLDER.replace(start, "x\n").replace(end, start).replace("x\n", end),
            &["stands before", " --> page.md:5:1", "swap"],
        ),
        (
            OLDER.replace("SHA256STAMP", "STAMP"),
            &["error[M0102]: the last line has no `SHA256STAMP:`", " --> page.md:11:1"],
        ),
        (OLDER.replace(&"0".repeat(64), &"0".repeat(63)), &["error[M0102]", "[comment]: # ( SHA256STAMP:0"]),
        (format!("{OLDER}\nP.S.\n"), &["error[M0102]", " --> page.md:13:1"]),
        (String::new(), &["error[M0101]"]),
    ];
    for (page, parts) in cases {
        let workshop = Workshop::with(&[("wait.json", WAIT), ("page.md", page)]);
        workshop.run(&["man", "--update", "page.md", "wait.json"]).refused(parts);
        assert_eq!(workshop.read("page.md"), *page);
    }
}

#[test]
fn an_update_needs_one_schema_and_a_page() {
    let workshop = schemas();
    workshop.write("page.md", OLDER);
    workshop.run(&["man", "--update", "page.md"]).refused(&["error[S0509]: `--update` is made of one schema, found 2"]);
    workshop.run(&["man", "--update", "no.md", "schemas/wait.json"]).refused(&["error[S0001]: cannot read `no.md`"]);
    workshop.run(&["man", "--update", "page.md", "no.json"]).refused(&["error[S0004]: `no.json` does not exist"]);
}
