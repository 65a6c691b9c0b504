//! Notifications, and the types that bindings have for them.

use cln_runtime::client::Heard;

use crate::front::Front;
use crate::node::{Node, PATIENCE};

mod generated {
    cln_runtime::include_bindings!();
}

use generated::Notification;

pub(crate) fn a_notification_becomes_its_type<F: Front>() {
    let hash = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";
    let node = Node::once(move |mut peer| {
        let asked = peer.request();
        peer.send(format!(
            r#"{{"jsonrpc":"2.0","method":"block_added","params":{{"block_added":{{"hash":"{hash}","height":753304}}}}}}"#
        ));
        peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"log\",\"params\":{\"text\":\"");
        peer.send(b"\xff\xfe");
        peer.send("\"}}".to_owned() + &asked.echo());
        peer.wait_for_end();
    });
    let client = F::on(&node.path());
    let (mut one, mut other) = (client.listen(), client.listen());
    client.raw("notifications", "{\"enable\":true}").unwrap();
    for listen in [&mut one, &mut other] {
        let Heard::Message(message) = listen(PATIENCE) else { panic!("there was a notification") };
        let Notification::BlockAdded(payload) = Notification::parse(message.as_bytes()).unwrap() else {
            panic!("it was block_added")
        };
        assert_eq!(payload.block_added.height, 753_304);
        let Heard::Message(message) = listen(PATIENCE) else { panic!("there was another") };
        assert!(!format!("{message:?}").contains("text"), "{message:?}");
        let Notification::Other(other) = Notification::parse(message.as_bytes()).unwrap() else {
            panic!("no type is made for it")
        };
        assert_eq!(other.params.as_str(), "{\"text\":\"\u{fffd}\u{fffd}\"}");
    }
}
