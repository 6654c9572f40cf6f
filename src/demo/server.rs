//! A small HTTP/1.1 server on loopback: fixed replies by path, validators, connections that stay open.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use jiff::Timestamp;

/// How long a connection may say nothing before it is closed; also the longest that one outlives the edition.
const IDLE: Duration = Duration::from_secs(10);
const MAX_HEAD_BYTES: u64 = 16 * 1024;
/// The listener only needs to hand connections on.
const STACK_BYTES: usize = 128 * 1024;

/// Replies by path.
pub(crate) type Shelf = HashMap<String, Reply>;

/// A reply, ready to be sent any number of times.
#[derive(Debug)]
pub(crate) struct Reply {
    kind: String,
    body: Vec<u8>,
    etag: String,
    modified: String,
}

impl Reply {
    /// `kind` is the whole `Content-Type`.
    pub(crate) fn new(kind: &str, body: Vec<u8>, modified: Timestamp) -> Self {
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        Self {
            kind: kind.into(),
            etag: format!("\"{:016x}\"", hasher.finish()),
            modified: modified.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
            body,
        }
    }
}

/// A port on loopback, served until dropped.
#[derive(Debug)]
pub(crate) struct Listener {
    address: SocketAddr,
    listener: Option<TcpListener>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    /// A free port, not yet answering.
    pub(crate) fn bind() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let address = listener.local_addr()?;
        Ok(Self {
            address,
            listener: Some(listener),
            stop: Arc::default(),
            thread: None,
        })
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Answers from `shelf` from now on.
    pub(crate) fn serve(mut self, shelf: Shelf) -> io::Result<Self> {
        if let Some(listener) = self.listener.take() {
            let stop = Arc::clone(&self.stop);
            let shelf = Arc::new(shelf);
            let work = move || accept(&listener, &stop, &shelf);
            self.thread = Some(Builder::new().name("demo".into()).stack_size(STACK_BYTES).spawn(work)?);
        }
        Ok(self)
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(thread) = self.thread.take() {
            // A connection of our own wakes the listener. Where even that fails, the thread is left to the end of the process.
            if TcpStream::connect_timeout(&self.address, Duration::from_secs(1)).is_ok() {
                drop(thread.join());
            }
        }
    }
}

fn accept(listener: &TcpListener, stop: &Arc<AtomicBool>, shelf: &Arc<Shelf>) {
    for stream in listener.incoming() {
        if stop.load(Ordering::Acquire) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let (stop, shelf) = (Arc::clone(stop), Arc::clone(shelf));
        let work = move || drop(converse(&stream, &stop, &shelf));
        drop(Builder::new().name("demo".into()).stack_size(STACK_BYTES).spawn(work));
    }
}

/// Answers requests on a connection until either side has enough.
fn converse(stream: &TcpStream, stop: &AtomicBool, shelf: &Shelf) -> io::Result<()> {
    stream.set_read_timeout(Some(IDLE))?;
    stream.set_write_timeout(Some(IDLE))?;
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = Request::read(&mut reader)? {
        let mut writer = stream;
        writer.write_all(&answer(&request, shelf))?;
        if request.close || stop.load(Ordering::Acquire) {
            break;
        }
    }
    Ok(())
}

#[derive(Debug, Default)]
struct Request {
    method: String,
    path: String,
    etag: Option<String>,
    modified: Option<String>,
    close: bool,
}

impl Request {
    /// The next request, or nothing when the other side has closed.
    fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut lines = reader.take(MAX_HEAD_BYTES).lines();
        let Some(first) = lines.next().transpose()? else {
            return Ok(None);
        };
        let mut words = first.split_ascii_whitespace();
        let mut request = Self {
            method: words.next().unwrap_or_default().into(),
            path: words
                .next()
                .and_then(|target| target.split('?').next())
                .unwrap_or_default()
                .into(),
            ..Self::default()
        };
        for line in lines {
            let line = line?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "if-none-match" => request.etag = Some(value.into()),
                "if-modified-since" => request.modified = Some(value.into()),
                "connection" => request.close = value.eq_ignore_ascii_case("close"),
                _ => {}
            }
        }
        Ok(Some(request))
    }

    /// RFC 9110 §13.2.2: the tag decides where one is given.
    fn has(&self, reply: &Reply) -> bool {
        match &self.etag {
            Some(tags) => {
                tags == "*"
                    || tags
                        .split(',')
                        .any(|tag| tag.trim().trim_start_matches("W/") == reply.etag)
            }
            None => self.modified.as_ref() == Some(&reply.modified),
        }
    }
}

fn answer(request: &Request, shelf: &Shelf) -> Vec<u8> {
    let bare = |status: &str| format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n").into_bytes();
    if request.method != "GET" && request.method != "HEAD" {
        return bare("405 Method Not Allowed");
    }
    let Some(reply) = shelf.get(&request.path) else {
        return bare("404 Not Found");
    };
    let validators = format!("ETag: {}\r\nLast-Modified: {}\r\n", reply.etag, reply.modified);
    if request.has(reply) {
        return format!("HTTP/1.1 304 Not Modified\r\n{validators}\r\n").into_bytes();
    }
    let mut bytes = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {}\r\nContent-Length: {}\r\n{validators}\r\n",
        reply.kind,
        reply.body.len()
    )
    .into_bytes();
    if request.method == "GET" {
        bytes.extend_from_slice(&reply.body);
    }
    bytes
}
