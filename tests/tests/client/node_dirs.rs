//! Sockets that are found as the node and `lightning-cli` find them.

use std::fs;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use cln_runtime::client::{ConnectError, ConnectErrorKind, Endpoint, NodeDir, blocking, tokio as tasks};
use tempfile::TempDir;

use crate::front::wait;
use crate::node::Node;

/// A folder with these files.
fn folder<const N: usize>(files: [(&str, &str); N]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The socket, seen from the folder.
fn socket(folder: &TempDir, network: Option<&str>) -> PathBuf {
    let node = NodeDir::at(folder.path());
    let socket = network.map_or(node.clone(), |network| node.network(network)).socket();
    socket.strip_prefix(folder.path()).map_or(socket.clone(), Path::to_owned)
}

fn refused(node: NodeDir) -> ConnectError {
    blocking::Client::connect(node).unwrap_err()
}

#[test]
fn the_socket_is_where_the_configuration_says() {
    for (config, expected) in [
        ("", "bitcoin/lightning-rpc"),
        ("network=signet\n", "signet/lightning-rpc"),
        ("alias=network=x\r\n\r\nnetwork=testnet4 \t\r\n", "testnet4/lightning-rpc"),
        ("# network=signet\nregtest", "regtest/lightning-rpc"),
        ("testnet\nmainnet\n", "bitcoin/lightning-rpc"),
        ("testnet=1\n network=signet\nnetwork\n", "bitcoin/lightning-rpc"),
        ("network=signet\nnetwork=regtest\nrpc-file=rpc\n", "regtest/rpc"),
        ("rpc-file=../rpc\n", "bitcoin/../rpc"),
        ("rpc-file=/run/lightning/rpc\n", "/run/lightning/rpc"),
    ] {
        assert_eq!(socket(&folder([("config", config)]), None), Path::new(expected), "{config:?}");
    }
}

#[test]
fn the_configuration_of_the_network_comes_later() {
    let folder = folder([
        ("config", "network=regtest\nrpc-file=first\n"),
        ("regtest/config", "network=signet\nrpc-file=second\n"),
        ("signet/config", "log-level=debug\n"),
    ]);
    assert_eq!(socket(&folder, None), Path::new("regtest/second"), "a network cannot choose another one");
    assert_eq!(socket(&folder, Some("signet")), Path::new("signet/first"));
    assert_eq!(socket(&folder, Some("bitcoin")), Path::new("bitcoin/first"));
}

#[test]
fn files_are_included_where_they_stand() {
    let folder = folder([
        ("config", "network=signet\ninclude more/network\nrpc-file=last\ninclude not-there\n"),
        ("more/network", "include rpc\nnetwork=regtest\n"),
        ("more/rpc", "rpc-file=first\n"),
    ]);
    assert_eq!(socket(&folder, None), Path::new("regtest/last"));
}

/// A node does not start with such a configuration; a client is not to hang.
#[test]
fn files_that_include_themselves_are_read_so_often() {
    let folder = folder([("config", "include config\ninclude config\nnetwork=regtest\n")]);
    assert_eq!(socket(&folder, None), Path::new("regtest/lightning-rpc"));
}

#[test]
fn a_file_is_read_so_far() {
    for (length, expected) in [(1 << 19, "regtest/lightning-rpc"), (1 << 20, "bitcoin/lightning-rpc")] {
        let config = format!("{}\nnetwork=regtest\n", "#".repeat(length));
        assert_eq!(socket(&folder([("config", &config)]), None), Path::new(expected));
    }
}

#[test]
fn clients_connect_to_the_node_of_a_folder() {
    let node = Node::new([Box::new(|mut peer| peer.echo()), Box::new(|mut peer| peer.echo())]);
    let folder = folder([("config", "network=regtest\n"), ("regtest/config", "")]);
    symlink(node.path(), folder.path().join("regtest/lightning-rpc")).unwrap();
    let endpoint = NodeDir::at(folder.path());
    let params = "{}".parse().unwrap();
    let client = blocking::Client::connect(endpoint.clone()).unwrap();
    assert!(client.call_raw("getinfo", &params).is_ok());
    assert!(format!("{client:?}").contains("regtest/lightning-rpc"), "{client:?}");
    drop(client);
    wait(async {
        let client = tasks::Client::connect(endpoint).await.unwrap();
        assert!(client.call_raw("getinfo", &params).await.is_ok());
    });
}

#[test]
fn an_error_says_where_the_client_has_looked_and_what_to_do() {
    let folder = folder([("config", "include \u{1b}[2J\n"), ("regtest/config", "")]);
    let path = folder.path().display().to_string();
    let error = refused(NodeDir::at(folder.path()));
    assert_eq!(
        (error.kind(), error.endpoint()),
        (ConnectErrorKind::NotFound, &*format!("{path}/bitcoin/lightning-rpc"))
    );
    let text = format!(
        "cannot connect to {path}/bitcoin/lightning-rpc: there is no such socket; does the node run? Looked at \
         {path}/config, {path}/\\u{{1b}}[2J (not there), {path}/bitcoin/config (not there)"
    );
    assert_eq!(error.to_string(), text);

    drop(UnixListener::bind(folder.path().join("regtest/lightning-rpc")).unwrap());
    let error = refused(NodeDir::at(folder.path())).to_string();
    let said = ": there is no such socket, but there is one for regtest; name the network. Looked at ";
    assert!(error.contains(said), "{error}");
    // What is not about finding the socket is said as of any.
    let error = refused(NodeDir::at(folder.path()).network("regtest"));
    assert_eq!(error.kind(), ConnectErrorKind::Refused);
    assert!(error.to_string().ends_with(": nobody listens there; has the node stopped?"), "{error}");

    let error = refused(NodeDir::at(folder.path().join("none"))).to_string();
    assert!(
        error.ends_with(&format!(": there is no folder {path}/none; is the node's folder another one?")),
        "{error}"
    );
}

/// As to a node. It is common that a service may open the socket and may not read the configuration, which has passwords.
#[test]
fn a_file_that_cannot_be_read_says_nothing() {
    let folder = folder([("config/is-a-folder", "")]);
    assert_eq!(socket(&folder, None), Path::new("bitcoin/lightning-rpc"));
    let error = refused(NodeDir::at(folder.path())).to_string();
    assert!(error.contains("/config (is a directory), "), "{error}");
}

#[test]
fn a_path_is_still_an_endpoint() {
    let node = NodeDir::at("/home/alice/.lightning");
    assert_eq!(node.socket(), Path::new("/home/alice/.lightning/bitcoin/lightning-rpc"));
    assert_eq!(Endpoint::from(node.socket()).to_string(), Endpoint::from(node).to_string());
}
