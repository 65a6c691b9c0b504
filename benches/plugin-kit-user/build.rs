//! Writes the bindings of what is in `schemas` into `OUT_DIR`.

fn main() -> Result<(), cln_codegen::Error> {
    cln_codegen::Builder::new().schemas("schemas").generate()?;
    Ok(())
}
