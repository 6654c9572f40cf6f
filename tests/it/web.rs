//! A web server of our own on the loopback that can misbehave: it breaks off, drips, never ends, lies about what it sends.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// With its query.
    pub(crate) path: String,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    /// How many came for this path before.
    pub(crate) nth: usize,
}

impl Asked {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// What the server does.
pub(crate) enum Reply {
    /// Answers as a server should.
    Whole {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// Promises more than it sends.
    Cut { body: Vec<u8> },
    /// Sends a byte from time to time.
    Drip,
    /// Sends the same again and again.
    Endless { head: Vec<u8>, again: Vec<u8> },
    /// Says nothing until it is closed.
    Silent,
    /// Closes at once.
    Closed,
}

impl Reply {
    /// A good answer.
    pub(crate) fn ok(body: impl Into<Vec<u8>>) -> Self {
        Self::with(200, &[], body)
    }

    /// An answer with a status and headers.
    pub(crate) fn with(status: u16, headers: &[(&'static str, &str)], body: impl Into<Vec<u8>>) -> Self {
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        Self::Whole {
            status,
            headers,
            body: body.into(),
        }
    }
}

type Answer = dyn Fn(&Asked) -> Reply + Send + Sync;

struct Shared {
    answer: Box<Answer>,
    log: Mutex<Vec<Asked>>,
    heard: Condvar,
    stop: AtomicBool,
    now: AtomicUsize,
    most: AtomicUsize,
}

/// A running server; it stops when dropped.
pub(crate) struct Web {
    address: SocketAddr,
    shared: Arc<Shared>,
}

impl Web {
    /// Serves what `answer` says.
    pub(crate) fn serve(answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            answer: Box::new(answer),
            log: Mutex::default(),
            heard: Condvar::new(),
            stop: AtomicBool::new(false),
            now: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
        });
        let serving = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if serving.stop.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), serving) = (stream, Arc::clone(&serving)) else {
                    continue;
                };
                std::thread::spawn(move || drop(serving.talk(&stream)));
            }
        });
        Self { address, shared }
    }

    /// An address on this server.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Its port.
    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Everything that was asked so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.log.lock().unwrap().clone()
    }

    /// The paths that were asked so far.
    pub(crate) fn paths(&self) -> Vec<String> {
        self.asked().into_iter().map(|asked| asked.path).collect()
    }

    /// Waits until so many requests have come.
    pub(crate) fn wait_for(&self, requests: usize) {
        let until = Instant::now() + Duration::from_secs(10);
        let mut log = self.shared.log.lock().unwrap();
        while log.len() < requests {
            let left = until
                .checked_duration_since(Instant::now())
                .expect("the requests never came");
            log = self.shared.heard.wait_timeout(log, left).unwrap().0;
        }
    }

    /// How many requests were under way at once at most.
    pub(crate) fn most_at_once(&self) -> usize {
        self.shared.most.load(Ordering::SeqCst)
    }
}

impl Drop for Web {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn talk(&self, stream: &TcpStream) -> std::io::Result<()> {
        let mut reader = BufReader::new(stream);
        while let Some(asked) = self.hear(&mut reader)? {
            let now = self.now.fetch_add(1, Ordering::SeqCst) + 1;
            self.most.fetch_max(now, Ordering::SeqCst);
            let sent = self.send(stream, (self.answer)(&asked));
            self.now.fetch_sub(1, Ordering::SeqCst);
            if !sent? {
                return stream.shutdown(Shutdown::Both);
            }
        }
        Ok(())
    }

    fn hear(&self, reader: &mut BufReader<&TcpStream>) -> std::io::Result<Option<Asked>> {
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Ok(None);
            }
            if line.trim_end().is_empty() {
                break;
            }
            lines.push(line.trim_end().to_owned());
        }
        let path = lines
            .first()
            .and_then(|line| line.split(' ').nth(1))
            .unwrap_or_default()
            .to_owned();
        let headers = lines.iter().skip(1).filter_map(|line| line.split_once(": "));
        let headers = headers
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect();
        let mut log = self.log.lock().unwrap();
        let nth = log.iter().filter(|known| known.path == path).count();
        let asked = Asked { path, headers, nth };
        log.push(asked.clone());
        self.heard.notify_all();
        Ok(Some(asked))
    }

    /// Whether the connection can go on.
    fn send(&self, mut stream: &TcpStream, reply: Reply) -> std::io::Result<bool> {
        match reply {
            Reply::Whole { status, headers, body } => whole(stream, status, &headers, &body).map(|()| true),
            Reply::Cut { body } => {
                write!(
                    stream,
                    "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n",
                    body.len() + 1000
                )?;
                stream.write_all(&body)?;
                Ok(false)
            }
            Reply::Drip => {
                write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")?;
                while !self.stop.load(Ordering::SeqCst) {
                    stream.write_all(b"<")?;
                    // Dripping is what this reply is for; a test ends it by its own limit.
                    std::thread::sleep(Duration::from_millis(20));
                }
                Ok(false)
            }
            Reply::Endless { head, again } => {
                write!(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
                stream.write_all(&head)?;
                while !self.stop.load(Ordering::SeqCst) {
                    stream.write_all(&again)?;
                }
                Ok(false)
            }
            Reply::Silent => {
                let mut rest = [0];
                drop(stream.read(&mut rest));
                Ok(false)
            }
            Reply::Closed => Ok(false),
        }
    }
}

fn whole(mut stream: &TcpStream, status: u16, headers: &[(&str, String)], body: &[u8]) -> std::io::Result<()> {
    let mut head = format!("HTTP/1.1 {status} Said\r\n");
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n").expect("a String takes everything");
    }
    if status != 304 {
        write!(head, "Content-Length: {}\r\n", body.len()).expect("a String takes everything");
    }
    head.push_str("\r\n");
    stream.write_all(head.as_bytes())?;
    if status != 304 {
        stream.write_all(body)?;
    }
    Ok(())
}

/// A feed with these titles; an article's key is its number.
pub(crate) fn feed(title: &str, articles: &[&str]) -> String {
    let items: String = articles
        .iter()
        .enumerate()
        .map(|(at, article)| {
            format!(
                "<item><title>{article}</title><guid isPermaLink=\"false\">key-{at}</guid><link>http://127.0.0.1/{at}</link>\
                 <description>The council met on Monday. {article}.</description></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>{title}</title>\
         <link>http://127.0.0.1/</link><description>Invented</description>{items}</channel></rss>"
    )
}
