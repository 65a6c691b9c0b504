//! The files of a new crate of bindings.

use cln_codegen::model::{Api, Method, Struct};
use cln_codegen::schema::Target;

use super::{Dependencies, Name};

/// What CI runs.
pub(super) const CI: &str = ".ci/bindings";

/// How names begin of commands that only read, of which the stand-in node knows what to answer without parameters.
const READING: [&str; 3] = ["get", "list", "summary"];

/// What the files say.
pub(super) struct Contents<'c> {
    pub(super) name: &'c Name,
    pub(super) dependencies: &'c Dependencies,
    pub(super) is_committed: bool,
    /// The type of a request that the test makes.
    pub(super) request: Option<String>,
}

impl Contents<'_> {
    /// Each file's path and text.
    pub(super) fn files(&self) -> Vec<(&'static str, String)> {
        let (lib, test) = (
            if self.is_committed { include_str!("files/committed.rs.in") } else { include_str!("files/built.rs.in") },
            if self.request.is_some() { include_str!("files/call.rs.in") } else { include_str!("files/methods.rs.in") },
        );
        let mut files = vec![
            ("Cargo.toml", include_str!("files/Cargo.toml.in")),
            ("README.md", include_str!("files/README.md.in")),
            (".gitignore", "/target\n"),
            ("src/lib.rs", lib),
            ("tests/node.rs", test),
            (CI, include_str!("files/ci.in")),
        ];
        if !self.is_committed {
            files.push(("build.rs", include_str!("files/build.rs.in")));
        }
        files.into_iter().map(|(path, template)| (path, self.filled(template))).collect()
    }

    /// A template with what it has places for. Lines that begin with `committed:` or `built:` are for one kind of crate.
    fn filled(&self, template: &str) -> String {
        let (kept, dropped) = if self.is_committed { ("committed:", "built:") } else { ("built:", "committed:") };
        let lines = template.lines().filter(|line| !line.starts_with(dropped));
        let bare = |line: &str| line.strip_prefix(kept).map_or(line, str::trim_start).to_owned() + "\n";
        let text: String = lines.map(bare).collect();
        filled(&text, self.name, self.dependencies).replace("{Request}", self.request.as_deref().unwrap_or_default())
    }
}

/// A template with what is known of any crate.
pub(super) fn filled(template: &str, name: &Name, dependencies: &Dependencies) -> String {
    [
        ("{package}", name.package.as_str()),
        ("{crate}", name.code.as_str()),
        ("{runtime}", &dependencies.of("runtime")),
        ("{codegen}", &dependencies.of("codegen")),
        ("{mock}", &dependencies.of("mock")),
        ("{plugin}", &dependencies.of("plugin")),
        ("{install}", &dependencies.install("tools")),
        ("{install_mock}", &dependencies.install("mock")),
        ("{rust}", env!("CARGO_PKG_RUST_VERSION")),
    ]
    .into_iter()
    .fold(template.to_owned(), |text, (place, value)| text.replace(place, value))
}

/// The type of a request that needs no parameters and changes nothing: of `getinfo`, if there is that.
pub(super) fn harmless_request(api: &Api) -> Option<String> {
    let is_harmless = |method: &&Method| {
        method.target == Target::Rpc
            && READING.iter().any(|start| method.name.starts_with(start))
            && needs_nothing(method)
    };
    let mut methods: Vec<&Method> = api.methods.iter().filter(is_harmless).collect();
    methods.sort_by_key(|method| method.name != "getinfo");
    methods.first().and_then(|method| Some(method.struct_def(method.request)?.name.clone()))
}

fn needs_nothing(method: &Method) -> bool {
    let is_free = |request: &Struct| request.visible && request.fields.iter().all(|field| !field.required);
    method.struct_def(method.request).is_some_and(is_free)
}
