//! Makes bindings of schemas that have every kind of rule.

fn main() -> Result<(), cln_codegen::Error> {
    cln_codegen::Builder::new().schemas("../schemas").schemas("../tests/schemas").tests(false).generate()?;
    Ok(())
}
