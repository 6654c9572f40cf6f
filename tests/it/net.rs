//! The client against a server that misbehaves.

use std::io::Write;
use std::time::{Duration, Instant};

use byline::model::{Password, Route, Secret, Terms, Validators};
use byline::net::{Answer, Client, FetchError, Limits, Request, Wanted};

use crate::web::{Reply, Web};

fn client() -> Client {
    Client::new("byline-test/1 (+https://byline.example/)")
}

fn typed(url: String) -> Request {
    Request {
        url,
        private_ok: true,
        ..Request::default()
    }
}

async fn get(web: &Web, path: &str) -> Result<Answer, FetchError> {
    client().get(&typed(web.url(path))).await
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    coder.write_all(bytes).unwrap();
    coder.finish().unwrap()
}

/// Under zlib's header, which the raw form does not have.
fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut coder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    coder.write_all(bytes).unwrap();
    coder.finish().unwrap()
}

/// Zeros under gzip: a thousandth of their size.
fn bomb(mebibytes: usize) -> Vec<u8> {
    let mut coder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    for _ in 0..mebibytes {
        coder.write_all(&vec![b'0'; 1024 * 1024]).unwrap();
    }
    coder.finish().unwrap()
}

#[tokio::test]
async fn asks_as_a_good_guest() {
    let web = Web::serve(|_| {
        Reply::with(
            200,
            &[
                ("Set-Cookie", "a=b"),
                ("ETag", "W/\"v,1\""),
                ("Cache-Control", "max-age=60"),
            ],
            "x",
        )
    });
    let client = client();
    let answer = client.get(&typed(web.url("/feed?x=1"))).await.unwrap();
    assert_eq!(answer.validators.etag.as_deref(), Some("W/\"v,1\""));
    assert_eq!(answer.fresh_for, Some(Duration::from_mins(1)));
    let validators = Validators {
        etag: Some("abc-123".to_owned()),
        last_modified: Some("Tue, 3 Jun 2008 11:05:30 GMT".to_owned()),
    };
    client
        .get(&Request {
            validators,
            ..typed(web.url("/feed?x=1"))
        })
        .await
        .unwrap();
    let asked = web.asked();
    for absent in ["cookie", "referer", "range", "cache-control", "pragma", "authorization"] {
        assert!(asked.iter().all(|asked| asked.header(absent).is_none()), "{absent}");
    }
    assert_eq!(asked[0].header("if-none-match"), None);
    assert_eq!(asked[1].header("if-none-match"), Some("abc-123"));
    assert_eq!(
        asked[1].header("if-modified-since"),
        Some("Tue, 3 Jun 2008 11:05:30 GMT")
    );
    assert_eq!(
        asked[0].header("user-agent"),
        Some("byline-test/1 (+https://byline.example/)")
    );
    assert!(asked[0].header("accept").unwrap().contains("application/atom+xml"));
    for coding in ["gzip", "br", "zstd", "deflate"] {
        assert!(asked[0].header("accept-encoding").unwrap().contains(coding), "{coding}");
    }
}

#[tokio::test]
async fn follows_redirects_and_remembers_the_permanent_ones() {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/a" => Reply::with(301, &[("Location", "/b")], ""),
        "/b" => Reply::with(308, &[("Location", "c")], ""),
        "/c" => Reply::with(302, &[("Location", "/d")], ""),
        "/round" => Reply::with(302, &[("Location", "/again")], ""),
        "/again" => Reply::with(302, &[("Location", "/round")], ""),
        path if path.starts_with("/on") => Reply::with(302, &[("Location", &format!("{path}n"))], ""),
        "/nowhere" => Reply::with(302, &[], ""),
        "/file" => Reply::with(302, &[("Location", "file:///etc/hostname")], ""),
        _ => Reply::ok("there"),
    });
    let answer = get(&web, "/a").await.unwrap();
    assert_eq!((answer.url, answer.moved_to), (web.url("/d"), Some(web.url("/c"))));
    assert_eq!(get(&web, "/c").await.unwrap().moved_to, None);
    assert!(matches!(get(&web, "/on").await, Err(FetchError::Refused(why)) if why.contains('5')));
    assert_eq!(web.paths().iter().filter(|path| path.starts_with("/on")).count(), 6);
    assert!(matches!(get(&web, "/round").await, Err(FetchError::Refused(why)) if why.contains("circle")));
    assert_eq!(web.paths().iter().filter(|path| *path == "/round").count(), 1);
    assert!(matches!(get(&web, "/nowhere").await, Err(FetchError::Broken(_))));
    assert!(matches!(get(&web, "/file").await, Err(FetchError::Refused(why)) if why.contains("file")));
}

#[tokio::test]
async fn private_addresses_answer_only_when_typed() {
    let web = Web::serve(|_| Reply::ok("secret"));
    let names = [("inside.example".to_owned(), "127.0.0.1".parse().unwrap())].into();
    let client = Client::limited(
        "byline-test/1",
        Limits {
            names,
            ..Limits::default()
        },
    );
    let named = format!("http://inside.example:{}/", web.port());
    for url in [
        web.url("/"),
        web.url("/").replace("127.0.0.1", "0x7f.1"),
        web.url("/").replace("127.0.0.1", "localhost"),
        named.clone(),
    ] {
        let refused = client
            .get(&Request {
                url,
                ..Request::default()
            })
            .await;
        assert!(matches!(refused, Err(FetchError::Refused(why)) if why.contains("private")));
    }
    assert!(web.asked().is_empty());
    assert_eq!(client.get(&typed(named)).await.unwrap().body, b"secret");
}

#[tokio::test]
async fn a_redirect_cannot_lead_into_the_private_network() {
    let inside = Web::serve(|_| Reply::ok("secret"));
    let target = inside.url("/").replace("127.0.0.1", "127.0.0.2");
    let outside = Web::serve(move |_| Reply::with(302, &[("Location", &target)], ""));
    let refused = client().get(&typed(outside.url("/feed"))).await;
    assert!(matches!(refused, Err(FetchError::Refused(why)) if why.contains("private")));
    assert!(inside.asked().is_empty());
}

#[tokio::test]
async fn a_login_stays_with_its_origin_and_out_of_every_text() {
    let other = Web::serve(|_| Reply::ok("x"));
    let target = other.url("/other").replace("http://", "http://eve:evil@");
    let web = Web::serve(move |asked| match asked.path.as_str() {
        "/away" => Reply::with(302, &[("Location", &target)], ""),
        "/gone?token=hidden" => Reply::with(410, &[], ""),
        _ => Reply::ok("x"),
    });
    let client = client();
    let secret = |path: &str| typed(web.url(path).replace("http://", "http://ann:s%40fe@"));
    let answer = client.get(&secret("/feed")).await.unwrap();
    assert!(!answer.url.contains("ann"));
    let answer = client.get(&secret("/away")).await.unwrap();
    assert!(!answer.url.contains("eve"));
    assert_eq!(web.asked()[0].header("authorization"), Some("Basic YW5uOnNAZmU="));
    assert_eq!(other.asked()[0].header("authorization"), None);
    let unreachable = typed("http://ann:s%40fe@127.0.0.1:1/feed?token=hidden".to_owned());
    for failed in [
        client.get(&secret("/gone?token=hidden")).await,
        client.get(&unreachable).await,
    ] {
        let said = format!("{0} {0:?}", failed.unwrap_err());
        assert!(
            !said.contains("fe@") && !said.contains("ann:") && !said.contains("hidden"),
            "{said}"
        );
    }
}

/// Terms with every kind of secret for an address.
fn terms(at: &str) -> Terms {
    Terms {
        user_agent: Some("ann's own".to_owned()),
        headers: vec![("X-Key".to_owned(), Secret::new("key {password}"))],
        user: Some("ann".to_owned()),
        password: Some(Password::Text(Secret::new("s@fe"))),
        ..Terms::at(at.parse().unwrap())
    }
}

fn client_with(terms: Terms) -> Client {
    let limits = Limits {
        terms: vec![terms],
        ..Limits::default()
    };
    Client::limited("byline-test/1", limits)
}

#[tokio::test]
async fn the_readers_terms_hold_where_they_were_meant_and_nowhere_else() {
    let other = Web::serve(|_| Reply::ok("x"));
    let target = other.url("/ann/feed");
    let web = Web::serve(move |asked| match asked.path.as_str() {
        "/ann/away" => Reply::with(302, &[("Location", &target)], ""),
        "/ann/beside" => Reply::with(302, &[("Location", "/bob")], ""),
        _ => Reply::ok("x"),
    });
    let client = client_with(terms(&web.url("/ann")));
    for path in ["/ann/feed", "/ann/away", "/ann/beside", "/bob"] {
        client.get(&typed(web.url(path))).await.unwrap();
    }
    let sent = |path: &str| {
        let asked = web.asked();
        let first = asked.iter().find(|asked| asked.path == path).unwrap();
        ["authorization", "x-key", "user-agent"].map(|name| first.header(name).map(ToOwned::to_owned))
    };
    let own = Some("ann's own".to_owned());
    let all = [
        Some("Basic YW5uOnNAZmU=".to_owned()),
        Some("key s@fe".to_owned()),
        own.clone(),
    ];
    assert_eq!(sent("/ann/feed"), all);
    assert_eq!(sent("/ann/away"), all);
    assert_eq!(sent("/bob"), [None, None, own], "a redirect to somebody else's place");
    let asked = web.asked();
    let direct = asked.iter().rfind(|asked| asked.path == "/bob").unwrap();
    assert_eq!(direct.header("user-agent"), Some("byline-test/1"));
    for name in ["authorization", "x-key"] {
        assert_eq!(other.asked()[0].header(name), None, "{name}");
    }
    assert!(client.is_bound(&web.url("/ann/feed"), &other.url("/ann/feed")));
    assert!(!client.is_bound(&web.url("/ann/feed"), &web.url("/ann/new")));
    assert!(!client.is_bound(&web.url("/bob"), &other.url("/")));
}

#[tokio::test]
async fn a_password_can_come_from_a_program_and_is_asked_for_once() {
    let web = Web::serve(|_| Reply::ok("x"));
    let folder = tempfile::tempdir().unwrap();
    let count = folder.path().join("count");
    let script = format!("echo x >> '{}'; printf 's@fe\\nmore'", count.display());
    let program = ["sh", "-c", &script].map(ToOwned::to_owned).to_vec();
    let mut from_program = terms(&web.url("/"));
    from_program.password = Some(Password::Program(program));
    let client = client_with(from_program.clone());
    let (one, two) = (typed(web.url("/1")), typed(web.url("/2")));
    let (first, second) = tokio::join!(client.get(&one), client.get(&two));
    first.and(second).unwrap();
    assert!(
        web.asked()
            .iter()
            .all(|asked| asked.header("authorization") == Some("Basic YW5uOnNAZmU="))
    );
    assert_eq!(std::fs::read_to_string(count).unwrap(), "x\n");
    from_program.password = Some(Password::Variable("BYLINE_TEST_UNSET".to_owned()));
    let failed = client_with(from_program).get(&one).await.unwrap_err();
    assert!(
        matches!(&failed, FetchError::NoPassword { why, .. } if why.contains("BYLINE_TEST_UNSET")),
        "{failed}"
    );
    assert_eq!(web.asked().len(), 2, "without its password nothing is asked");
}

#[tokio::test]
async fn a_slow_password_is_not_the_servers_fault_and_a_failed_one_is_not_asked_for_at_once() {
    let web = Web::serve(|_| Reply::ok("x"));
    let folder = tempfile::tempdir().unwrap();
    let count = folder.path().join("count");
    let client = |script: &str| {
        let program = ["sh", "-c", script].map(ToOwned::to_owned).to_vec();
        let limits = Limits {
            total: Duration::from_secs(1),
            terms: vec![Terms {
                password: Some(Password::Program(program)),
                ..terms(&web.url("/"))
            }],
            ..Limits::default()
        };
        Client::limited("byline test", limits)
    };
    let one = typed(web.url("/1"));
    client("sleep 1.2; echo s@fe").get(&one).await.unwrap();
    let failing = client(&format!("echo x >> '{}'; false", count.display()));
    for _ in 0..3 {
        let failed = failing.get(&one).await.unwrap_err();
        assert!(matches!(&failed, FetchError::NoPassword { .. }), "{failed}");
    }
    assert_eq!(std::fs::read_to_string(count).unwrap(), "x\n");
}

#[tokio::test]
async fn a_proxy_of_its_own_is_used() {
    let proxy = Web::serve(|_| Reply::ok("by proxy"));
    let through = |to: String| Terms {
        route: Some(Route::Proxy(Secret::new(to))),
        ..Terms::at("http://ledger.example/".parse().unwrap())
    };
    let request = Request {
        url: "http://ledger.example/feed".to_owned(),
        ..Request::default()
    };
    let client = client_with(through(proxy.url("/").replace("http://", "http://ann:hush@")));
    let answer = client.get(&request).await.unwrap();
    assert_eq!(
        (answer.body.as_slice(), proxy.paths()),
        (b"by proxy".as_slice(), vec![request.url.clone()])
    );
    assert_eq!(
        proxy.asked()[0].header("proxy-authorization"),
        Some("Basic YW5uOmh1c2g=")
    );
    assert_eq!(proxy.asked()[0].header("authorization"), None);
    let nobody = client_with(through("http://ann:hush@127.0.0.1:1".to_owned()));
    let failed = nobody.get(&request).await.unwrap_err();
    assert!(matches!(failed, FetchError::NoProxy { .. }), "{failed}");
    assert!(!format!("{failed} {failed:?} {nobody:?}").contains("hush"));
    let inside = Request {
        url: "http://10.0.0.1/".to_owned(),
        ..Request::default()
    };
    let direct = Terms {
        route: Some(Route::Direct),
        ..Terms::at("http://10.0.0.1/".parse().unwrap())
    };
    let refused = client_with(direct).get(&inside).await;
    assert!(
        matches!(refused, Err(FetchError::Refused(_))),
        "no way opens the private network"
    );
}

#[tokio::test]
async fn bodies_are_bounded_after_decoding() {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/bomb" => Reply::with(200, &[("Content-Encoding", "gzip")], bomb(64)),
        "/small" => Reply::with(200, &[("Content-Encoding", "gzip")], bomb(3)),
        "/unnamed" => Reply::ok(bomb(64)),
        "/twice" => Reply::with(200, &[("Content-Encoding", "gzip, gzip")], gzip(&bomb(64))),
        "/nested" => Reply::with(200, &[("Content-Encoding", "gzip")], gzip(&bomb(64))),
        "/broken" => Reply::with(
            200,
            &[("Content-Encoding", "gzip")],
            *b"\x1f\x8b\x08, but no more of it",
        ),
        "/short" => {
            let whole = gzip(b"<rss>the end of this is missing</rss>");
            Reply::with(200, &[("Content-Encoding", "gzip")], &whole[..whole.len() - 12])
        }
        _ => Reply::Endless {
            head: b"<rss>".to_vec(),
            again: vec![b' '; 65_536],
        },
    });
    for path in ["/bomb", "/unnamed", "/twice", "/nested", "/endless"] {
        assert_eq!(get(&web, path).await.unwrap_err(), FetchError::TooLarge(10), "{path}");
    }
    assert_eq!(get(&web, "/small").await.unwrap().body.len(), 3 * 1024 * 1024);
    for path in ["/broken", "/short"] {
        let said = get(&web, path).await.unwrap_err().to_string();
        assert_eq!(said, "the answer cannot be decompressed", "{path}");
    }
    let page = Request {
        wanted: Wanted::Page,
        ..typed(web.url("/endless"))
    };
    assert_eq!(client().get(&page).await.unwrap_err(), FetchError::TooLarge(4));
}

#[tokio::test]
async fn codings_are_taken_off_as_the_bytes_say() {
    const TEXT: &[u8] = b"<rss>The ferries will sail again on Monday, and again on Tuesday.</rss>";
    let web = Web::serve(|asked| {
        let coded = |coding: &str, body: Vec<u8>| Reply::with(200, &[("Content-Encoding", coding)], body);
        match asked.path.as_str() {
            "/gzip" => coded("gzip", gzip(TEXT)),
            "/upper" => coded("GZIP", gzip(TEXT)),
            "/x-gzip" => coded("x-gzip", gzip(TEXT)),
            "/members" => coded("gzip", [gzip(&TEXT[..20]), gzip(&TEXT[20..])].concat()),
            "/zlib" => coded("deflate", zlib(TEXT)),
            "/raw-deflate" => coded("deflate", zlib(TEXT)[2..].to_vec()),
            "/zstd" => coded("zstd", zstd::encode_all(TEXT, 1).unwrap()),
            "/zstd-in-gzip" => coded("zstd, gzip", gzip(&zstd::encode_all(TEXT, 1).unwrap())),
            "/gzip-in-gzip" => coded("gzip, gzip", gzip(&gzip(TEXT))),
            "/file-in-gzip" => coded("gzip", gzip(&gzip(TEXT))),
            "/feed.xml.gz" => Reply::with(200, &[("Content-Type", "application/gzip")], gzip(TEXT)),
            "/not-gzip" => coded("gzip", TEXT.to_vec()),
            "/not-zstd" => coded("zstd", TEXT.to_vec()),
            "/charset" => coded("utf-8", TEXT.to_vec()),
            "/empty" => coded("br", Vec::new()),
            _ => coded("gzip", gzip(&gzip(&gzip(TEXT)))),
        }
    });
    for path in [
        "/gzip",
        "/upper",
        "/x-gzip",
        "/members",
        "/zlib",
        "/raw-deflate",
        "/zstd",
        "/zstd-in-gzip",
        "/gzip-in-gzip",
        "/file-in-gzip",
        "/feed.xml.gz",
        "/not-gzip",
        "/not-zstd",
        "/charset",
    ] {
        assert_eq!(get(&web, path).await.unwrap().body, TEXT, "{path}");
    }
    assert!(get(&web, "/empty").await.unwrap().body.is_empty());
    let thrice = get(&web, "/thrice").await.unwrap();
    assert_eq!(
        thrice.body,
        gzip(TEXT),
        "a file within a file within what the header says"
    );
}

#[tokio::test]
async fn bot_checks_are_named_by_headers_and_by_their_pages() {
    const CHECK: &str =
        "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>";
    const SHUT: &str =
        "<!DOCTYPE html><html><body><h1>Closed</h1><p>The captcha museum is closed today.</p></body></html>";
    let web = Web::serve(|asked| {
        let page = |status, headers: &[(&'static str, &str)], body: &str| {
            Reply::with(status, &[headers, &[("Content-Type", "text/html")]].concat(), body)
        };
        match asked.path.as_str() {
            "/mitigated" => page(403, &[("cf-mitigated", "challenge")], ""),
            "/checkpoint" => page(429, &[("x-vercel-mitigated", "challenge"), ("Retry-After", "7200")], ""),
            "/accepted" => page(202, &[("x-amzn-waf-action", "challenge")], ""),
            "/protected" => page(403, &[("X-DataDome", "protected")], ""),
            "/page403" => page(403, &[], CHECK),
            "/page503" => page(503, &[("Retry-After", "7200")], CHECK),
            "/packed" => Reply::with(
                403,
                &[("Content-Type", "text/html"), ("Content-Encoding", "gzip")],
                gzip(CHECK.as_bytes()),
            ),
            "/let-through" => page(200, &[("X-DataDome", "protected")], "<rss/>"),
            "/shut" => page(403, &[], SHUT),
            "/busy" => page(503, &[("Retry-After", "7200")], SHUT),
            "/feed" => Reply::with(503, &[("Content-Type", "application/rss+xml")], CHECK),
            _ => page(404, &[], CHECK),
        }
    });
    for (path, waits) in [
        ("/mitigated", false),
        ("/checkpoint", true),
        ("/accepted", false),
        ("/protected", false),
        ("/page403", false),
        ("/page503", true),
        ("/packed", false),
    ] {
        let failed = get(&web, path).await.unwrap_err();
        assert!(
            matches!(&failed, FetchError::Walled { until, .. } if until.is_some() == waits),
            "{path}: {failed:?}"
        );
    }
    assert_eq!(get(&web, "/let-through").await.unwrap().body, b"<rss/>");
    assert_eq!(get(&web, "/shut").await.unwrap_err(), FetchError::Status(403));
    assert!(matches!(get(&web, "/busy").await, Err(FetchError::Busy { .. })));
    assert_eq!(get(&web, "/feed").await.unwrap_err(), FetchError::Status(503));
    assert_eq!(get(&web, "/nothing").await.unwrap_err(), FetchError::Status(404));
}

#[tokio::test]
async fn slow_servers_end_at_the_time_limit() {
    let web = Web::serve(|asked| {
        if asked.path == "/drip" {
            Reply::Drip
        } else {
            Reply::Silent
        }
    });
    let limits = Limits {
        total: Duration::from_millis(300),
        ..Limits::default()
    };
    let client = Client::limited("byline-test/1", limits);
    for path in ["/drip", "/silent"] {
        let begun = Instant::now();
        assert!(
            matches!(client.get(&typed(web.url(path))).await, Err(FetchError::Timeout(_))),
            "{path}"
        );
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}

#[tokio::test]
async fn failures_say_what_can_be_done_about_them() {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/cut" => Reply::Cut {
            body: b"<rss>".to_vec(),
        },
        "/closed" => Reply::Closed,
        "/429" => Reply::with(429, &[("Retry-After", "120")], ""),
        "/503" => Reply::with(503, &[], ""),
        "/410" => Reply::with(410, &[], ""),
        "/304" => Reply::with(304, &[], ""),
        _ => Reply::with(404, &[], ""),
    });
    assert!(matches!(get(&web, "/cut").await, Err(FetchError::Broken(_))));
    assert!(matches!(get(&web, "/closed").await, Err(FetchError::Broken(_))));
    assert!(matches!(
        get(&web, "/429").await,
        Err(FetchError::Busy {
            status: 429,
            until: Some(_)
        })
    ));
    assert_eq!(get(&web, "/503").await.unwrap_err(), FetchError::Status(503));
    assert_eq!(get(&web, "/410").await.unwrap_err(), FetchError::Gone);
    assert_eq!(
        get(&web, "/304").await.unwrap_err(),
        FetchError::Status(304),
        "nobody asked for one"
    );
    assert!(matches!(get(&web, "/404").await, Err(FetchError::Status(404))));
    let nobody = client().get(&typed("http://127.0.0.1:1/".to_owned())).await;
    assert!(matches!(nobody, Err(FetchError::Offline { host, .. }) if host == "127.0.0.1"));
}

#[tokio::test]
async fn an_odd_header_costs_that_header() {
    let web = Web::serve(|_| {
        Reply::with(
            200,
            &[
                ("Made By", "hand"),
                ("Content-Type ", "text/xml"),
                ("X-Folded", "one\r\n two"),
            ],
            "<rss/>",
        )
    });
    let answer = get(&web, "/feed").await.unwrap();
    assert_eq!(
        (&answer.body[..], answer.content_type.as_deref()),
        (&b"<rss/>"[..], Some("text/xml"))
    );
}
