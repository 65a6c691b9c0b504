//! Lists the public API of each published crate in `docs/api`, one item a line, so that a review shows what changes for
//! users. With `--check`, it writes nothing, and fails if a listing is stale.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs};

use similar::TextDiff;

const CRATES: [&str; 7] =
    ["cln-bindings", "cln-codegen", "cln-mock", "cln-plugin-kit", "cln-protocol", "cln-runtime", "cln-tools"];

/// What makes the listings anew.
const RENEW: &str = "cargo run --manifest-path api/Cargo.toml";

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let check = env::args().skip(1).any(|argument| argument == "--check");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("the project has no folder")?;
    let mut stale = false;
    for name in CRATES {
        let path = root.join("docs/api").join(name).with_extension("txt");
        let (old, new) = (fs::read_to_string(&path).unwrap_or_default(), listing(root, name)?);
        if old == new {
            continue;
        }
        stale = true;
        let changes = TextDiff::from_lines(&old, &new);
        println!("{}", changes.unified_diff().context_radius(0).header("committed", name));
        if !check {
            fs::write(&path, new)?;
        }
    }
    if check && stale {
        eprintln!("docs/api is stale; renew it and review the change: {RENEW}");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// What a user of the crate can name, with all its features. What every type has by derives, by blanket impls or by
/// itself is left out.
fn listing(root: &Path, name: &str) -> Result<String, Box<dyn Error>> {
    let api = public_api::Builder::from_rustdoc_json(rustdoc(root, name)?)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()?;
    Ok(without_trait_items(api.items().map(ToString::to_string)))
}

/// The items, one a line, without what an implemented trait says already.
fn without_trait_items(items: impl Iterator<Item = String>) -> String {
    let mut of_trait = false;
    let mut lines = String::new();
    for item in items {
        let begins = ["fn", "const", "type", "unsafe fn", "const fn", "async fn"].map(|word| format!("pub {word} "));
        if item.starts_with("impl") {
            of_trait = item.contains(" for ");
        } else if !begins.iter().any(|begin| item.starts_with(begin)) {
            of_trait = false;
        } else if of_trait {
            continue;
        }
        lines.push_str(&item);
        lines.push('\n');
    }
    lines
}

/// What rustdoc knows of the crate, as JSON.
fn rustdoc(root: &Path, name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
    let status = Command::new("cargo")
        .current_dir(root)
        .args(["rustdoc", "--quiet", "--lib", "--all-features", "--package", name, "--target-dir"])
        .arg(&target)
        .args(["--", "-Zunstable-options", "--output-format=json"])
        .env("RUSTDOC", root.join(".ci/rustdoc"))
        .status()?;
    if !status.success() {
        return Err(format!("rustdoc has failed for {name}").into());
    }
    Ok(target.join("doc").join(name.replace('-', "_")).with_extension("json"))
}
