//! Makes bindings for nodes of long ago, from the same schema as the committed ones and from a few small ones.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    cln_codegen::Builder::new()
        .schemas("../schemas")
        .schemas("schemas/a_hook.json")
        .schemas("schemas/a_hook_with_a_request.json")
        .schemas("schemas/a_notification.json")
        .schemas("schemas/a_notification_with_its_name.json")
        .schemas("schemas/alternatives.json")
        .schemas("schemas/branch_types.json")
        .schemas("schemas/conditions.json")
        .schemas("schemas/deprecated.json")
        .schemas("schemas/deprecated_command.json")
        .schemas("schemas/own_command.json")
        .schemas("schemas/pages.json")
        .schemas("schemas/views.json")
        .since("v22.11")?
        .generate()?;
    Ok(())
}
