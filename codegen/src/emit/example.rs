//! The documented example of a request, as JSON and as the Rust code that makes it: text for documentation, which is
//! compiled in the tests.

use super::types::ident;
use crate::model::{Construction, Constructor, Example, Method, Struct, TypeDef};

/// How wide lines of code may become.
const WIDTH: usize = 90;

const INDENT: &str = "    ";

/// What the documentation of a request shows.
pub(super) fn docs(method: &Method) -> Vec<String> {
    let Some(shown) = method.examples.iter().find_map(|example| example.shown.as_ref()) else { return Vec::new() };
    let json = shown.json.lines().map(str::to_owned);
    let code = code(method, &shown.construction);
    let lines = ["# Example", "", "```json"].map(str::to_owned).into_iter().chain(json);
    let lines = lines.chain(["```", "", "```ignore"].map(str::to_owned)).chain(code.lines().map(str::to_owned));
    lines.chain(["```".to_owned()]).collect()
}

/// The code that makes the request of an example, if its documentation shows it.
pub(super) fn statement(method: &Method, example: &Example) -> Option<String> {
    example.shown.as_ref().map(|shown| code(method, &shown.construction))
}

fn code(method: &Method, construction: &Construction) -> String {
    let mut text = String::from("let request = ");
    text.push_str(&expression(method, construction, false).written(0, text.len()));
    text.push(';');
    text
}

/// Rust code that can be broken over lines.
enum Expression {
    Text(String),
    /// What stands between brackets, with what stands before and after.
    List {
        open: String,
        items: Vec<Self>,
        close: &'static str,
    },
    /// An expression, and method calls on it.
    Chain(Box<Self>, Vec<Self>),
}

impl Expression {
    /// The code, on one line if it fits behind `column` columns.
    fn written(&self, indent: usize, column: usize) -> String {
        let flat = self.flat();
        if column + flat.len() < WIDTH {
            return flat;
        }
        let line = |depth: usize| format!("\n{}", INDENT.repeat(depth));
        match self {
            Self::Text(text) => text.clone(),
            Self::List { items, .. } if items.is_empty() => flat,
            Self::List { open, items, close } if matches!(items.as_slice(), [Self::List { .. }]) => {
                let only: String = items.iter().map(|item| item.written(indent, column + open.len())).collect();
                format!("{open}{only}{close}")
            }
            Self::List { open, items, close } => {
                let below = line(indent + 1);
                let items = items.iter().map(|item| item.written(indent + 1, below.len()));
                let items: String = items.map(|item| format!("{below}{item},")).collect();
                format!("{open}{items}{}{close}", line(indent))
            }
            Self::Chain(first, calls) => {
                let first = first.written(indent, column);
                let indent = if first.contains('\n') { indent } else { indent + 1 };
                let below = line(indent);
                let calls = calls.iter().map(|call| format!("{below}{}", call.written(indent, below.len())));
                first + &calls.collect::<String>()
            }
        }
    }

    fn flat(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::List { open, items, close } => {
                let items: Vec<String> = items.iter().map(Self::flat).collect();
                let blank = if open.ends_with('{') { " " } else { "" };
                format!("{open}{blank}{}{blank}{close}", items.join(", "))
            }
            Self::Chain(first, calls) => first.flat() + &calls.iter().map(Self::flat).collect::<String>(),
        }
    }
}

/// `is_owned` says whether a string must be one, since no argument turns it into one.
fn expression(method: &Method, construction: &Construction, is_owned: bool) -> Expression {
    match construction {
        Construction::Literal(text) => Expression::Text(text.clone()),
        Construction::Text(text) => Expression::Text(literal(text) + if is_owned { ".into()" } else { "" }),
        Construction::Parsed(text) => Expression::Text(literal(text) + ".parse()?"),
        Construction::List(items) => list("vec![", items.iter().map(|item| expression(method, item, true)), "]"),
        Construction::Value(id, place) => match method.type_def(*id) {
            Some(TypeDef::Enum(def)) => variant(&def.name, def.values.get(*place).map(|value| value.ident.as_str())),
            _ => Expression::Text(String::new()),
        },
        Construction::Alternative(id, place, value) => match method.type_def(*id) {
            Some(TypeDef::Union(def)) => {
                let name = def.variants.get(*place).map(|variant| variant.ident.as_str());
                let open = variant(&def.name, name).flat() + "(";
                list(&open, std::iter::once(expression(method, value, true)), ")")
            }
            _ => Expression::Text(String::new()),
        },
        Construction::Struct { id, required, set } => match method.struct_def(*id) {
            Some(def) => structure(method, def, required, set),
            None => Expression::Text(String::new()),
        },
    }
}

fn structure(
    method: &Method,
    def: &Struct,
    required: &[Construction],
    set: &[(usize, Vec<Construction>)],
) -> Expression {
    let arguments = |values: &[Construction]| -> Vec<Expression> {
        values.iter().map(|value| expression(method, value, false)).collect()
    };
    let new = match &def.constructor {
        Constructor::Arguments(_) => list(&format!("{}::new(", def.name), arguments(required), ")"),
        Constructor::Required(name, indices) => {
            let fields = indices.iter().zip(required).filter_map(|(&index, value)| {
                let value = expression(method, value, true).flat();
                Some(Expression::Text(format!("{}: {value}", ident(&def.fields.get(index)?.ident))))
            });
            let fields = list(&format!("{name} {{"), fields, "}");
            list(&format!("{}::new(", def.name), [fields], ")")
        }
    };
    let calls = set.iter().filter_map(|(place, values)| {
        let name = &def.setters.get(*place)?.name;
        Some(list(&format!(".{name}("), arguments(values), ")"))
    });
    let calls: Vec<Expression> = calls.collect();
    if calls.is_empty() { new } else { Expression::Chain(Box::new(new), calls) }
}

fn list(open: &str, items: impl IntoIterator<Item = Expression>, close: &'static str) -> Expression {
    Expression::List { open: open.to_owned(), items: items.into_iter().collect(), close }
}

fn variant(ty: &str, name: Option<&str>) -> Expression {
    Expression::Text(format!("{ty}::{}", ident(name.unwrap_or_default())))
}

/// A string literal on one line, for a line of its own could end the block of documentation that it stands in; raw where
/// it would be full of escapes.
fn literal(text: &str) -> String {
    let is_raw = text.contains(['"', '\\']) && !text.contains('\n');
    if is_raw { super::docs::raw(text).to_string() } else { format!("{text:?}") }
}
