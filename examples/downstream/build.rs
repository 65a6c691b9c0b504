//! Writes the bindings into `OUT_DIR`, and again whenever a schema changes.

fn main() -> Result<(), cln_codegen::Error> {
    // Any folder of schemas: one of your own, or `doc/schemas` in a checkout of Core Lightning.
    cln_codegen::Builder::new().schemas("../../schemas").generate()?;
    Ok(())
}
