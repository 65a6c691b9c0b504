//! What a node has, and what it has been paid: `whole_release SOCKET`.

use std::env;
use std::process::ExitCode;

use node::runtime::client::blocking::Client;

fn main() -> ExitCode {
    let Some(socket) = env::args_os().nth(1) else {
        eprintln!("usage: whole_release SOCKET, such as /home/alice/.lightning/bitcoin/lightning-rpc");
        return ExitCode::from(2);
    };
    match overview(socket.as_ref()) {
        Ok(overview) => {
            print!("{overview}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn overview(socket: &std::path::Path) -> Result<whole_release::Overview, whole_release::Error> {
    whole_release::Overview::of(&Client::connect(socket)?)
}
