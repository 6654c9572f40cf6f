//! Servers whose certificates are wrong, each in its own way.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

use byline::model::FeedState;
use byline::net::{Client, Distrust, FetchError, Limits, Request};
use byline::poll::{Poller, Settings, Which};
use byline::store::{NewOutlet, Store};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::web::feed;

/// The name that everybody asks for.
const NAME: &str = "news.example";

/// An authority of our own.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    certificate: Vec<u8>,
}

impl Authority {
    fn new(name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap().der().to_vec();
        let issuer = Issuer::new(params, key);
        Self { issuer, certificate }
    }

    /// A server with a certificate for a name, valid between two years; its port.
    fn serve(&self, name: &str, from: i32, to: i32) -> u16 {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new([name.to_owned()]).unwrap();
        (params.not_before, params.not_after) = (date_time_ymd(from, 2, 1), date_time_ymd(to, 2, 1));
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        serve(certificate.der().clone(), &key)
    }

    /// A client that trusts it.
    fn client(&self) -> Client {
        client(vec![self.certificate.clone()])
    }
}

fn client(trusted: Vec<Vec<u8>>) -> Client {
    let limits = Limits {
        names: [(NAME.to_owned(), "127.0.0.1".parse().unwrap())].into(),
        trusted,
        ..Limits::default()
    };
    Client::limited("byline-test/1", limits)
}

/// Answers every request with a feed, until the test's process ends.
fn serve(certificate: CertificateDer<'static>, key: &KeyPair) -> u16 {
    let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // Who does not trust the server breaks off; that is what is tested.
            drop(answer(stream, Arc::clone(&config)));
        }
    });
    port
}

fn answer(stream: TcpStream, config: Arc<ServerConfig>) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, stream);
    let (mut heard, mut piece) = (Vec::new(), [0; 1024]);
    while !heard.ends_with(b"\r\n\r\n") {
        let size = stream.read(&mut piece)?;
        heard.extend_from_slice(&piece[..size]);
    }
    let body = feed("Dispatch", &["Ferries run"]);
    let head = format!(
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    stream.flush()
}

async fn refused(client: &Client, port: u16) -> (Distrust, String) {
    let request = Request {
        url: format!("https://{NAME}:{port}/feed"),
        private_ok: true,
        ..Request::default()
    };
    match client.get(&request).await.unwrap_err() {
        FetchError::Insecure { what, cause } => (cause, what),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_certificate_is_told_apart() {
    let (ours, theirs) = (Authority::new("Ours"), Authority::new("Theirs"));
    let client = ours.client();
    for (port, cause, what) in [
        (
            ours.serve(NAME, 2015, 2020),
            Distrust::Stale,
            "expired on 1 February 2020",
        ),
        (ours.serve(NAME, 2090, 2095), Distrust::Early, "is not valid yet"),
        (
            ours.serve("other.example", 2015, 2095),
            Distrust::WrongName,
            "is for other.example",
        ),
        (
            theirs.serve(NAME, 2015, 2095),
            Distrust::Unknown,
            "is signed by nobody this computer trusts",
        ),
    ] {
        let said = format!("the certificate of {NAME} {what}");
        assert_eq!(refused(&client, port).await, (cause, said));
    }
    let key = KeyPair::generate().unwrap();
    let mut own = CertificateParams::new([NAME.to_owned()]).unwrap();
    own.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let port = serve(own.self_signed(&key).unwrap().der().clone(), &key);
    let (cause, what) = refused(&client, port).await;
    assert!(
        cause == Distrust::Unknown && what.contains("is signed by nobody but itself"),
        "{what}"
    );
    let plain = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = plain.local_addr().unwrap().port();
    std::thread::spawn(move || plain.accept().unwrap().0.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
    let (cause, what) = refused(&client, port).await;
    assert_eq!(
        (cause, what),
        (Distrust::Broken, format!("no secure connection to {NAME} can be made"))
    );
}

#[tokio::test]
async fn a_feed_says_what_is_wrong_with_its_certificate_and_comes_back_when_it_is_mended() {
    let ours = Authority::new("Ours");
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("byline.db"), jiff::tz::TimeZone::UTC).unwrap();
    let outlets: Vec<_> = [(2015, 2020), (2015, 2095)]
        .map(|(from, to)| NewOutlet {
            feeds: vec![format!("https://{NAME}:{}/feed", ours.serve(NAME, from, to))],
            ..NewOutlet::default()
        })
        .into();
    let add = move |db: &mut byline::store::Db| db.add_outlets(&outlets, jiff::Timestamp::UNIX_EPOCH);
    store.write(add).await.unwrap();
    let poller = Poller::new(store.clone(), ours.client(), Settings::default());
    let (tell, _told) = tokio::sync::mpsc::channel(10);
    let cancel = tokio_util::sync::CancellationToken::new();
    poller.pass(Which::Due, tell, cancel).await.unwrap();
    let outlets = store.read(|db| db.outlets()).await.unwrap();
    let mut feeds: Vec<_> = outlets.into_iter().flat_map(|outlet| outlet.feeds).collect();
    feeds.sort_by_key(|feed| feed.id.0);
    assert_eq!(feeds[1].state, FeedState::Ok, "{feeds:?}");
    let why = feeds[0].why.as_deref().unwrap();
    assert_eq!(
        why,
        format!(
            "the certificate of {NAME} expired on 1 February 2020; only the outlet can renew it; byline tries again by itself"
        )
    );
}

#[tokio::test]
async fn a_wrong_certificate_is_told_although_plain_http_breaks_off() {
    let port = Authority::new("Theirs").serve(NAME, 2015, 2035);
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("byline.db"), jiff::tz::TimeZone::UTC).unwrap();
    let poller = Poller::new(store, client(Vec::new()), Settings::default());
    let failed = poller
        .subscribe(&format!("{NAME}:{port}/feed"), None)
        .await
        .unwrap_err();
    assert!(
        failed.happened.contains("is signed by nobody this computer trusts"),
        "{failed:?}"
    );
}
