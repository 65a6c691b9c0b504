//! Where a peer is: a host, and perhaps a port.

use std::net::IpAddr;

use cln_runtime::json::Tree;

use crate::wire::object;

/// Where a node listens unless something else is said.
const PORT: u16 = 9735;

/// A host, and a port behind it, if there is one: an address of IPv6 stands in brackets then.
pub(super) fn split(text: &str) -> Option<(String, Option<u16>)> {
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, rest) = rest.split_once(']')?;
            (host, rest.strip_prefix(':').or_else(|| rest.is_empty().then_some(""))?)
        }
        None if text.matches(':').count() > 1 => (text, ""),
        None => text.split_once(':').unwrap_or((text, "")),
    };
    let port = if port.is_empty() { None } else { Some(port.parse().ok()?) };
    Some((host.to_owned(), port))
}

/// The address of a host and a port, as `listpeers` shows it. All names are of this machine.
pub(super) fn address(host: String, port: Option<u16>) -> String {
    let (host, number) = split(&host).unwrap_or((host, None));
    let is_name = host.parse::<IpAddr>().is_err() && !host.ends_with(".onion");
    let host = if is_name { "127.0.0.1".to_owned() } else { host };
    let port = number.or(port).unwrap_or(PORT);
    if host.contains(':') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}

/// An address as `connect` answers it.
pub(super) fn shown(address: &str) -> Tree {
    let (host, port) = split(address).unwrap_or_default();
    let kind = match &host {
        host if host.ends_with(".onion") => "torv3",
        host if host.contains(':') => "ipv6",
        _ => "ipv4",
    };
    let port = Tree::Plain(port.unwrap_or(PORT).to_string());
    object([("type", Tree::Text(kind.to_owned())), ("address", Tree::Text(host)), ("port", port)])
}
