//! Writes the bindings into `OUT_DIR`. The schemas are short ones of this repository; a program for real nodes has those of
//! a release.

fn main() -> Result<(), cln_codegen::Error> {
    cln_codegen::Builder::new()
        .schemas("../../schemas")
        .schemas("../mocked/schemas")
        .only(["delpay", "invoice", "listsendpays"])
        .generate()?;
    Ok(())
}
