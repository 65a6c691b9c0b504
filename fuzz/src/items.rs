//! Lists that are taken item by item while they arrive.

use std::cell::RefCell;
use std::io;
use std::path::Path;

use cln_bindings::{DelpayPayments, DelpayRequest, DelpayResponse, DelpayStatus};
use cln_runtime::client::tokio::Client;
use cln_runtime::client::{CallError, Settings};
use cln_runtime::{Record, Rule};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::runtime::{Builder, Runtime};
use tokio::task::yield_now;

use crate::input::piece_of;
use crate::reached;

/// Of an answer with these bytes as its result come the same items, in pieces, as of the whole; and if an item is the first
/// thing that is wrong in the whole, those before it.
pub fn items(bytes: &[u8]) {
    let answer = [br#"{"jsonrpc":"2.0","id":"cln-runtime:delpay#0","result":"#, bytes, b"}\n\n"].concat();
    let (items, error) = Place::with(|place| place.taken(&answer, piece_of(bytes)));
    match DelpayResponse::from_json(bytes) {
        Ok(whole) => {
            assert!(error.is_none(), "the whole can be read, but {error:?}");
            assert_eq!(items, whole.payments);
            reached(if items.is_empty() { "none" } else { "all" });
        }
        Err(wrong) => {
            let index = wrong.pointer().strip_prefix("/payments/").and_then(|rest| rest.split('/').next());
            let index = index.and_then(|text| text.parse::<usize>().ok()).filter(|_| wrong.rule() != Rule::Json);
            if let Some(index) = index {
                assert_eq!(items.len(), index, "{wrong}");
                assert!(error.is_some(), "{wrong}");
                reached("item refused");
            }
        }
    }
    if let Some(error) = error {
        let is_about_answer =
            matches!(error, CallError::Unreadable(_) | CallError::MaybeExecuted(_) | CallError::Node(_));
        assert!(is_about_answer, "{error:?}");
        reached("error");
    }
}

type Taken = (Vec<DelpayPayments>, Option<CallError<cln_bindings::DelpayError>>);

/// A socket and the one thread that both ends run on.
struct Place {
    runtime: Runtime,
    listener: UnixListener,
    folder: TempDir,
}

impl Place {
    /// One for each thread: to make it takes longer than to use it.
    fn with<T>(run: impl FnOnce(&Self) -> T) -> T {
        thread_local! {
            static PLACE: RefCell<Option<Place>> = const { RefCell::new(None) };
        }
        PLACE.with_borrow_mut(|place| run(place.get_or_insert_with(|| Self::new().unwrap())))
    }

    fn new() -> io::Result<Self> {
        // The next piece is read before another is written, if what comes is looked for at each step.
        let runtime = Builder::new_current_thread().enable_all().event_interval(1).build()?;
        let folder = tempfile::tempdir()?;
        let listener = runtime.block_on(async { UnixListener::bind(socket(folder.path())) })?;
        Ok(Self { runtime, listener, folder })
    }

    /// The items of an answer that comes in pieces, and why there are no more.
    fn taken(&self, answer: &[u8], piece: usize) -> Taken {
        self.runtime.block_on(async {
            // A client that has seen enough goes, whether all has been written or not.
            let (taken, _) = tokio::join!(self.take(), self.serve(answer, piece));
            taken
        })
    }

    async fn take(&self) -> Taken {
        let settings = Settings::new().max_answer(1 << 20);
        let request = DelpayRequest::new(HASH.parse().unwrap(), DelpayStatus::Complete);
        let path = socket(self.folder.path());
        // The connection of a client is another than that of its items.
        let client = Client::connect_with(path, settings).await.unwrap();
        let mut arriving = client.items(&request).await.unwrap();
        let mut items = Vec::new();
        while let Some(item) = arriving.next().await {
            match item {
                Ok(item) => items.push(item),
                Err(error) => {
                    assert!(arriving.next().await.is_none(), "nothing follows an error");
                    return (items, Some(error));
                }
            }
        }
        (items, None)
    }

    async fn serve(&self, answer: &[u8], piece: usize) -> io::Result<()> {
        let _silent = self.listener.accept().await?;
        let (mut stream, _) = self.listener.accept().await?;
        until_asked(&mut stream).await?;
        for piece in answer.chunks(piece) {
            stream.write_all(piece).await?;
            yield_now().await;
        }
        Ok(())
    }
}

async fn until_asked(stream: &mut UnixStream) -> io::Result<()> {
    let mut asked = Vec::new();
    while !asked.ends_with(b"\n\n") {
        stream.read_buf(&mut asked).await?;
    }
    Ok(())
}

fn socket(folder: &Path) -> std::path::PathBuf {
    folder.join("lightning-rpc")
}

const HASH: &str = "684b5650b3deb052c93efe1fe16e7703b56272468eecdeb3daac5b81216dcb52";
