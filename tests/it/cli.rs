//! The command line: the built program in a temporary home, against a loopback server.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::web::{Asked, Reply, Web};

/// The built program with a home of its own.
pub(crate) struct Byline {
    home: tempfile::TempDir,
}

impl Byline {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("config.toml"), "").unwrap();
        Self { home }
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_byline"));
        command
            .arg("--data-dir")
            .arg(self.home.path())
            .arg("--config")
            .arg(self.home.path().join("config.toml"));
        command
            .args(arguments)
            .env_remove("HTTP_PROXY")
            .env_remove("http_proxy");
        command
    }

    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str], code: i32) -> (String, String) {
        let Output { status, stdout, stderr } = self.command(arguments).output().unwrap();
        let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
        assert_eq!(status.code(), Some(code), "{arguments:?}: {out}{err}");
        (out, err)
    }

    /// The same with standard input.
    #[track_caller]
    pub(crate) fn run_with(&self, arguments: &[&str], input: &[u8], code: i32) -> String {
        let mut command = self.command(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let Output { status, stdout, .. } = child.wait_with_output().unwrap();
        let out = String::from_utf8(stdout).unwrap();
        assert_eq!(status.code(), Some(code), "{arguments:?}: {out}");
        out
    }

    /// Standard output of a command that does all it should, as one object a line.
    #[track_caller]
    pub(crate) fn json(&self, arguments: &[&str]) -> Vec<Value> {
        let (out, _) = self.run(&[arguments, &["--json"]].concat(), 0);
        out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.home.path().join(name).display().to_string()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> String {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }
}

/// An outlet with one feed of two articles, and their pages.
pub(crate) fn dispatch() -> Web {
    Web::serve(|asked: &Asked| match asked.path.as_str() {
        "/feed" => Reply::with(
            200,
            &[("Content-Type", "application/rss+xml")],
            FEED.replace("HOST", asked.header("host").unwrap()),
        ),
        "/ferry" => Reply::with(200, &[("Content-Type", "text/html; charset=utf-8")], PAGE),
        "/" => Reply::with(
            200,
            &[("Content-Type", "text/html")],
            "<link rel=alternate type=application/rss+xml href=/feed><h1>Home</h1>",
        ),
        _ => Reply::with(404, &[], "no"),
    })
}

const FEED: &str = r#"<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Dispatch</title><link>http://HOST/</link>
<item><guid>1</guid><title>Ferry talks end</title><link>http://HOST/ferry?utm_source=rss</link><pubDate>Sun, 30 Oct 2022 10:49:00 +0200</pubDate>
<description>&lt;p&gt;"The ferries will sail again on Monday," harbour minister Ada Moss said after the talks.&lt;/p&gt;&lt;p&gt;Source: Orion&lt;/p&gt;</description></item>
<item><guid>2</guid><title>Storm &#27;]0;x&#7;closes roads</title><link>http://HOST/storm</link><pubDate>Sat, 29 Oct 2022 08:00:00 +0200</pubDate>
<description>Three mountain roads are closed.</description></item></channel></rss>"#;

const PAGE: &str = "<html lang=en><head><title>Ferry talks end | Harbour Dispatch</title><meta property='og:site_name' content='Harbour Dispatch'></head><body>
<nav><a href=/>Home</a></nav><article><h1>Ferry talks end</h1><p>The ferry talks between the port and the crews ended on Sunday after nine hours, and the boats will sail again.</p>
<p>\"The ferries will sail again on Monday,\" harbour minister Ada Moss said after the talks, which had begun in the early morning.</p>
<p>The crews had asked for longer rests between crossings, and for a second engineer on the night boats to the islands.</p></article><footer>Footer words</footer></body></html>";

#[test]
fn follows_fetches_lists_and_keeps() {
    let (byline, web) = (Byline::new(), dispatch());
    let added = byline.json(&["add", &web.url("/"), "--folder", "Coast"]);
    assert_eq!(added[0]["outlet"], "Harbour Dispatch");
    assert_eq!(added[0]["new"], 2);

    let listed = byline.json(&["list"]);
    assert_eq!(listed.len(), 2);
    assert_eq!(listed[0]["title"], "Ferry talks end");
    assert_eq!(listed[0]["published"], "2022-10-30T10:49:00+02:00");
    assert_eq!(listed[0]["read"], false);
    assert_eq!(listed[1]["title"], "Storm ]0;xcloses roads");
    assert_eq!(listed[0]["url"], web.url("/ferry"));

    let id = listed[0]["id"].to_string();
    byline.run(&["bookmark", &id], 0);
    assert_eq!(byline.json(&["list", "is:bookmarked"]).len(), 1);
    assert_eq!(byline.json(&["list", "ferries"]).len(), 1);

    let outlets = byline.json(&["outlets"]);
    assert_eq!(
        (&outlets[0]["outlet"], &outlets[0]["unread"]),
        (&"harbour-dispatch".into(), &2.into())
    );
    assert_eq!(outlets[0]["feeds"][0]["state"], "ok");

    byline.run(&["remove", "harbour-dispatch"], 0);
    let kept = byline.json(&["list"]);
    assert_eq!((kept.len(), &kept[0]["bookmarked"]), (1, &true.into()));
}

#[test]
fn fetch_tells_each_feed() {
    let (byline, web) = (Byline::new(), dispatch());
    let list = byline.write("feeds.opml", &format!("<opml version='2.0'><body><outline text='Good' xmlUrl='{}'/><outline text='Gone' xmlUrl='{}'/></body></opml>", web.url("/feed"), web.url("/nothing")));
    let (out, _) = byline.run(&["fetch", "--opml", &list, "--json"], 1);
    let mut told: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    told.sort_by_key(|line| line["feed"].as_str().unwrap().to_owned());
    assert_eq!(
        (&told[0]["outcome"], &told[0]["new"], &told[0]["status"]),
        (&"new".into(), &2.into(), &200.into())
    );
    assert_eq!(
        (&told[1]["outcome"], &told[1]["status"]),
        (&"failed".into(), &404.into())
    );
    assert!(told[1]["why"].as_str().is_some_and(|why| why.len() > 10), "{told:?}");
    let (again, _) = byline.run(&["fetch", "--json"], 0);
    assert_eq!(again, "", "nothing is due");
}

#[test]
fn offline_nobody_is_asked() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let asked = web.asked().len();
    let list = byline.write(
        "feeds.opml",
        &format!(
            "<opml><body><outline text='North Ledger' xmlUrl='{}'/></body></opml>",
            web.url("/other")
        ),
    );
    for arguments in [
        &["fetch", "--all"][..],
        &["fetch", "--watch"],
        &["fetch", "harbour-dispatch"],
        &["fetch", "--opml", &list],
        &["add", &web.url("/")],
        &["discover", &web.url("/")],
        &["read", &web.url("/storms")],
    ] {
        let (_, said) = byline.run(&[arguments, &["--offline"]].concat(), 1);
        assert!(said.contains("--offline"), "{arguments:?}: {said}");
    }
    assert_eq!(web.asked().len(), asked);
    let outlets = byline.json(&["outlets", "--offline"]);
    assert_eq!((outlets.len(), &outlets[0]["feeds"][0]["state"]), (2, &"ok".into()));
}

#[test]
fn fetch_brings_whole_texts_ahead() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.write("config.toml", "[reading]\nwhole_text = \"always\"\n");
    let list = byline.write(
        "feeds.opml",
        &format!(
            "<opml version='2.0'><body><outline xmlUrl='{}'/></body></opml>",
            web.url("/feed")
        ),
    );
    let (out, _) = byline.run(&["fetch", "--opml", &list], 0);
    assert!(
        out.ends_with("2 new articles, 0 changed; 1 whole text fetched\n"),
        "{out}"
    );
    let id = byline.json(&["list"])[0]["id"].to_string();
    let article = &byline.json(&["read", &id])[0];
    assert_eq!(article["complete"], "whole");
    assert!(article["text"].as_str().unwrap().contains("second engineer"));
}

#[test]
fn clips_are_tried_and_kept() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let id = byline.json(&["list"])[0]["id"].to_string();
    let text = |more: &[&str]| byline.json(&[&["read", &id], more].concat())[0]["text"].clone();
    let clips = |what: &str| format!("[[outlet]]\nat = \"{}\"\n{what}\n", web.url("/"));
    assert!(text(&[]).as_str().unwrap().contains("Source: Orion"));
    let trial = byline.write("trial.toml", &clips("lines = [\"source: *\"]"));
    assert!(!text(&["--clips", &trial]).as_str().unwrap().contains("Orion"));
    assert!(text(&[]).as_str().unwrap().contains("Orion"), "it was only tried");
    byline.write("clips.toml", &clips("drop = [\"p:nth-child(2)\"]"));
    assert!(!text(&[]).as_str().unwrap().contains("Orion"));
    let (said, _) = byline.run(&["doctor"], 0);
    assert!(
        said.contains("0 selectors to take, 1 to drop, 0 lines to drop"),
        "{said}"
    );
    byline.write("clips.toml", &clips("dorp = []"));
    let (_, said) = byline.run(&["doctor"], 2);
    assert!(
        said.contains("clips.toml:3: unknown option `dorp`; did you mean `drop`?"),
        "{said}"
    );
    let page = byline.write("page.html", PAGE);
    let (_, said) = byline.run(&["read", &page, "--clips", &trial], 1);
    assert!(said.contains("--url"), "{said}");
    let url = web.url("/ferry");
    byline.write("trial.toml", &clips("lines = [\"The crews had asked*\"]"));
    let (said, _) = byline.run(&["read", &page, "--url", &url, "--clips", &trial], 0);
    assert!(
        said.contains("ferry talks") && !said.contains("second engineer"),
        "{said}"
    );
}

#[test]
fn a_file_that_is_no_page_is_not_read_as_one() {
    let byline = Byline::new();
    let (pdf, page) = (
        byline.write("report.pdf", "%PDF-1.4\n1 0 obj"),
        byline.write("page.html", PAGE),
    );
    let (out, said) = byline.run(&["read", &pdf], 1);
    assert!(
        out.is_empty() && said.contains("report.pdf: it is a PDF, not a page"),
        "{out}{said}"
    );
    let lines = format!("{pdf}\n{page}\n");
    let out = byline.run_with(&["read", "--batch"], lines.as_bytes(), 1);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["error"], "it is a PDF, not a page");
    assert_eq!(lines[1]["complete"], "whole");
}

#[test]
fn reads_articles_pages_and_files() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let article = &byline.json(&["read", &byline.json(&["list"])[0]["id"].to_string()])[0];
    assert!(article["text"].as_str().unwrap().contains("ferries will sail"));
    assert_eq!(article["speakers"][0]["name"], "Ada Moss");

    let page = &byline.json(&[
        "read",
        &byline.write("page.html", PAGE),
        "--url",
        "https://dispatch.example/ferry",
    ])[0];
    assert_eq!(
        (&page["title"], &page["outlet"], &page["complete"]),
        (&"Ferry talks end".into(), &"Harbour Dispatch".into(), &"whole".into())
    );
    let text = page["text"].as_str().unwrap();
    assert!(
        text.starts_with("The ferry talks") && !text.contains("Footer"),
        "{text}"
    );
    let quote = &page["quotes"][0];
    let at = |name: &str| usize::try_from(quote[name].as_u64().unwrap()).unwrap();
    let quoted: String = text.chars().skip(at("start")).take(at("end") - at("start")).collect();
    assert_eq!(quoted, "\"The ferries will sail again on Monday,\"");

    let (plain, _) = byline.run(&["read", &byline.write("page.html", PAGE)], 0);
    assert!(plain.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn discovers_what_an_address_leads_to() {
    let web = Web::serve(|asked: &Asked| {
        let html = |body: &str| Reply::with(200, &[("Content-Type", "text/html")], format!("<html>{body}</html>"));
        match asked.path.as_str() {
            "/feed.xml" | "/guess/feed.xml" => Reply::ok(FEED.replace("HOST", asked.header("host").unwrap())),
            "/declares" => html("<link rel=alternate type=application/rss+xml href=/one><link rel=feed href=/two>"),
            "/links" => html("<a href=/feed.xml>RSS</a>"),
            "/guess/" => html("<p>Nothing here"),
            "/check" => html("<title>Just a moment...</title>"),
            _ => Reply::with(404, &[], "no"),
        }
    });
    let byline = Byline::new();
    let found = |path: &str| byline.json(&["discover", &web.url(path)])[0]["feeds"].clone();
    let all = |paths: &[&str]| Value::from(paths.iter().map(|path| web.url(path)).collect::<Vec<_>>());
    assert_eq!(found("/feed.xml"), all(&["/feed.xml"]));
    assert_eq!(found("/declares"), all(&["/one", "/two"]));
    assert_eq!(found("/links"), all(&["/feed.xml"]));
    assert_eq!(found("/guess/"), all(&["/guess/feed.xml"]));
    let (out, said) = byline.run(&["discover", &web.url("/check"), "--json"], 1);
    assert!(out.contains("[]") && said.contains("bot check"), "{out}{said}");
    let (_, said) = byline.run(&["discover", &byline.write("page.html", "<p>Nothing")], 1);
    assert!(said.contains("declares none"), "{said}");
    // An address needs no scheme; what is a file is one, and what can only be one is not asked for anywhere.
    let (_, said) = byline.run(&["discover", "ledger.example", "--offline"], 1);
    assert!(said.contains("could not look for feeds"), "{said}");
    let (_, said) = byline.run(&["discover", "./ledger.example"], 1);
    assert!(said.contains("cannot read ./ledger.example"), "{said}");
    byline.write("ledger.example", "<link rel=feed href=/news.xml>");
    let there = byline
        .command(&["discover", "ledger.example"])
        .current_dir(byline.path(""))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&there.stdout), "http://localhost/news.xml\n");
    assert!(byline.json(&["outlets"]).is_empty());
}

#[test]
fn what_has_no_title_is_called_by_what_it_has() {
    let byline = Byline::new();
    let path = byline.write(
        "feed.xml",
        "<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://quay.test/'/><entry><id>1</id>\
         <content type='image/png'>iVBO</content><summary>Ferries run.</summary></entry></feed>",
    );
    let feed = &byline.json(&["parse", &path])[0];
    assert_eq!(feed["feed"]["title"], "https://quay.test/");
    assert_eq!(feed["entries"][0]["title"], "Ferries run.");
}

#[test]
fn quotes_of_all_articles_and_of_a_text() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let quotes = byline.json(&["quotes", "speaker:moss"]);
    assert_eq!((quotes.len(), &quotes[0]["speaker_name"]), (1, &"Ada Moss".into()));
    assert!(byline.json(&["quotes", "speaker:nobody"]).is_empty());
    let text = byline.write("text.txt", "\"It is over,\" said Bo Lind.");
    let found = &byline.json(&["quotes", "--text", &text])[0];
    assert_eq!(
        (&found["quotes"][0]["start"], &found["quotes"][0]["speaker_name"]),
        (&0.into(), &"Bo Lind".into())
    );
}

#[test]
fn quotes_and_bookmarks_go_to_citation_managers() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let (out, _) = byline.run(&["quotes", "--as", "csl", "speaker:moss"], 0);
    let items: serde_json::Value = serde_json::from_str(&out).unwrap();
    let item = &items[0];
    assert_eq!(
        (items.as_array().unwrap().len(), &item["type"]),
        (1, &"article-newspaper".into())
    );
    assert_eq!(item["container-title"], "Harbour Dispatch");
    let note = item["note"].as_str().unwrap();
    assert!(note.contains("”, Ada Moss") && !note.contains(",”"), "{item}");
    let day = item["issued"]["date-parts"][0].as_array().unwrap();
    assert!(day.len() == 3 && item["accessed"]["date-parts"][0].is_array(), "{item}");
    let (out, _) = byline.run(&["quotes", "--as", "markdown", "speaker:moss"], 0);
    assert!(out.starts_with("> ") && out.contains("> — Ada Moss, "), "{out}");
    let (none, _) = byline.run(&["export", "--as", "csl"], 0);
    assert_eq!(none, "[]\n");
    let id = byline.json(&["list"])[0]["id"].to_string();
    byline.run(&["bookmark", &id, "--note", "ask Orlova", "--tags", "ferry, later"], 0);
    let (out, _) = byline.run(&["export", "--as", "csl"], 0);
    let items: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        (&items[0]["note"], &items[0]["keyword"]),
        (&"ask Orlova".into(), &"ferry, later".into())
    );
    assert!(items[0]["URL"].as_str().unwrap().starts_with("http"));
}

#[test]
fn lists_of_feeds_go_out_as_they_came_in() {
    let byline = Byline::new();
    let list = byline.write("in.opml", "<opml><body><outline text='Coast'><outline text='A &amp; B' type='rss' xmlUrl='https://ab.example/feed'/></outline><outline text='x' xmlUrl='|touch /tmp/x'/></body></opml>");
    assert_eq!(byline.json(&["import", &list])[0]["left_out"], 1);
    let (out, _) = byline.run(&["export"], 0);
    let other = Byline::new();
    let again = other.write("out.opml", &out);
    assert_eq!(other.json(&["import", &again])[0]["feeds"], 1);
    assert_eq!(other.json(&["outlets"])[0]["folder"], "Coast");
    assert_eq!(other.json(&["outlets"])[0]["name"], "A & B");
    let nested = |outer: &str, feed: &str| {
        format!(
            "<outline text='{outer}'><outline text='News'><outline xmlUrl='https://{feed}.example/'/></outline></outline>"
        )
    };
    let list = format!("<opml>{}{}</opml>", nested("Europe", "a"), nested("Asia", "b"));
    let byline = Byline::new();
    byline.run(&["import", &byline.write("nested.opml", &list)], 0);
    let outlets = byline.json(&["outlets"]);
    let mut folders: Vec<_> = outlets
        .iter()
        .map(|outlet| outlet["folder"].as_str().unwrap())
        .collect();
    folders.sort_unstable();
    assert_eq!(folders, ["Asia / News", "Europe / News"]);
    assert!(byline.json(&["list", "folder:\"Europe / News\""]).is_empty());
}

#[test]
fn a_list_of_feeds_is_taken_whole_or_not_at_all() {
    let byline = Byline::new();
    let feed = |number: usize| {
        let host = format!("https://{number}.example");
        format!("<outline text='Local news' xmlUrl='{host}/feed' htmlUrl='{host}/'/>\n")
    };
    let list = format!("<opml>{}</opml>", (0..20_001).map(feed).collect::<String>());
    let cut = byline.write("cut.opml", list.trim_end_matches("/'/>\n</opml>"));
    for asked in [&["import", &cut][..], &["fetch", "--opml", &cut]] {
        let (_, said) = byline.run(asked, 1);
        assert!(
            said.contains("cut.opml") && said.contains("breaks off before its end"),
            "{said}"
        );
    }
    assert!(byline.json(&["outlets"]).is_empty());
    let whole = byline.json(&["import", &byline.write("whole.opml", &list)]);
    assert_eq!((&whole[0]["feeds"], &whole[0]["left_out"]), (&20_001.into(), &0.into()));
}

#[test]
fn outlets_are_asked_by_the_settings_and_their_secrets_told_to_nobody() {
    let web = Web::serve(
        |asked: &Asked| match (asked.header("authorization"), asked.header("x-key")) {
            (Some("Basic YW5uOmh1c2g="), Some("hush")) if asked.path == "/feed" => {
                Reply::ok(FEED.replace("HOST", asked.header("host").unwrap()))
            }
            _ => Reply::with(401, &[], "no"),
        },
    );
    let byline = Byline::new();
    let settings = |password: &str| {
        let text = format!(
            "[[outlet]]\nat = \"{}\"\nevery_minutes = 600\nuser = \"ann\"\npassword = \"{password}\"\nheaders = [\"X-Key: hush\"]\n",
            web.url("/")
        );
        byline.write("config.toml", &text);
    };
    settings("wrong-hush");
    let (_, failed) = byline.run(&["add", &web.url("/feed")], 1);
    assert!(failed.contains("[[outlet]]"), "{failed}");
    settings("hush");
    assert_eq!(byline.json(&["add", &web.url("/feed")])[0]["new"], 2);
    settings("wrong-hush");
    let mut said = failed;
    for arguments in [
        &["fetch", "harbour-dispatch", "-v"][..],
        &["fetch", "harbour-dispatch", "--json"],
        &["outlets"],
        &["outlets", "--json"],
        &["export"],
        &["list", "--json"],
        &["doctor"],
        &["doctor", "--json"],
    ] {
        let output = byline.command(arguments).output().unwrap();
        said.push_str(&String::from_utf8_lossy(&output.stdout));
        said.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    for word in [
        "401",
        "asked every 600 minutes, own headers, login",
        "chmod 600",
        "never read yet",
    ] {
        assert_eq!(said.contains(word), word != "never read yet", "{word}: {said}");
    }
    assert!(!said.contains("hush"), "{said}");
    let files = std::fs::read_dir(byline.home.path()).unwrap();
    for file in files
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file() && !path.ends_with("config.toml"))
    {
        let bytes = std::fs::read(&file).unwrap();
        assert!(!bytes.windows(4).any(|four| four == b"hush"), "{}", file.display());
    }
}

#[test]
fn a_login_in_an_address_is_not_printed() {
    let (byline, web) = (Byline::new(), dispatch());
    let with_login = web.url("/feed").replace("http://", "http://ann:hush@");
    byline.run(&["add", &with_login], 0);
    for arguments in [
        &["list", "--json"][..],
        &["outlets"],
        &["outlets", "--json"],
        &["export"],
        &["doctor", "--json"],
    ] {
        let (said, _) = byline.run(arguments, 0);
        assert!(!said.contains("hush") && !said.contains("ann:"), "{said}");
    }
}

#[test]
fn addresses_are_printed_as_they_are_asked_and_their_secrets_told_to_nobody() {
    let byline = Byline::new();
    let web = Web::serve(|asked: &Asked| match asked.path.as_str() {
        "/page" => Reply::ok(
            "<!DOCTYPE html><html><link rel=alternate type=application/rss+xml href='/feed?key=hush'><h1>Home</h1></html>",
        ),
        _ => Reply::with(404, &[], "no"),
    });
    let odd = web
        .url("/x&#x202e;y&#10;all is well&#13;&#9;")
        .replace("http://", "HTTP://ann:hush@");
    let list = format!(
        "<opml><body><outline xmlUrl='{odd}'/><outline text='Page' xmlUrl='{}' htmlUrl='{}'/></body></opml>",
        web.url("/page"),
        web.url("/").replace("http://", "http://ann:hush@"),
    );
    byline.run(&["import", &byline.write("odd.opml", &list)], 0);
    let mut said = byline.run(&["fetch"], 1).0;
    for arguments in [
        &["outlets"][..],
        &["outlets", "--json"],
        &["doctor"],
        &["doctor", "--json"],
        &["export"],
    ] {
        said.push_str(&byline.run(arguments, 0).0);
    }
    assert!(said.contains("/x%E2%80%AEyall%20is%20well"), "{said}");
    assert!(said.contains("`byline discover http://"), "{said}");
    assert!(!said.contains(['\u{202e}', '\t', '\r']), "{said}");
    assert!(!said.lines().any(|line| line.starts_with("all is well")), "{said}");
    let secret = "http://bob:hush@127.0.0.1:1/x?key=hush";
    for arguments in [
        &["read", secret][..],
        &["read", secret, "--offline"],
        &["discover", secret],
        &["add", secret],
        &["bookmark", secret],
        &["story", secret],
        &["remove", secret],
        &["pause", secret],
        &["fetch", secret],
    ] {
        let (out, err) = byline.run(arguments, 1);
        assert!(err.starts_with("byline: "), "{arguments:?}: {err}");
        said.push_str(&(out + &err));
    }
    for file in std::fs::read_dir(byline.path("")).unwrap() {
        let path = file.unwrap().path();
        if path.display().to_string().contains("byline.log.") {
            said.push_str(&std::fs::read_to_string(path).unwrap());
        }
    }
    assert!(said.contains("a feed failed"), "the log was read: {said}");
    assert!(!said.contains("hush"), "{said}");
}

#[test]
fn outlets_rest_until_they_are_woken() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    byline.run(&["pause", "harbour-dispatch"], 0);
    let state = || byline.json(&["outlets"])[0]["feeds"][0]["state"].clone();
    assert_eq!(state(), "paused");
    assert!(byline.run(&["outlets"], 0).0.contains("not asked any more"));
    assert!(byline.json(&["fetch", "--all"]).is_empty());
    let asked = &byline.json(&["fetch", "harbour-dispatch"])[0];
    assert_eq!((&asked["outcome"], &asked["next"]), (&"skipped".into(), &Value::Null));
    assert_eq!(byline.json(&["outlets"])[0]["feeds"][0]["next"], Value::Null);
    byline.run(&["pause", "--resume", "harbour-dispatch"], 0);
    assert_eq!(state(), "ok");
    byline.run(&["pause", "nobody"], 1);
}

#[test]
fn a_feed_is_followed_once_however_its_address_is_written() {
    let (byline, web) = (Byline::new(), dispatch());
    let url = web.url("/feed");
    let fragment = format!("{url}#latest");
    let loud = url.replace("http://", "HTTP://");
    for (address, says) in [
        (&fragment, "followed:"),
        (&url, "followed already:"),
        (&loud, "followed already:"),
    ] {
        let said = byline.run(&["add", address], 0).0;
        assert!(said.contains(&format!("is {says} 2 articles")), "{said}");
    }
    let list = format!("<opml><body><outline text='D' xmlUrl='{fragment}'/></body></opml>");
    byline.run(&["import", &byline.write("in.opml", &list)], 0);
    let feeds = || {
        byline
            .json(&["outlets"])
            .iter()
            .map(|outlet| outlet["feeds"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!((feeds().len(), &feeds()[0][0]["url"]), (1, &url.clone().into()));
    // A login that is given later is kept.
    for address in [&url.replace("://", "://ann:word@"), &url] {
        byline.run(&["add", address], 0);
        byline.run(&["fetch", "--all"], 0);
        assert!(web.asked().last().unwrap().header("authorization").is_some());
    }
    assert_eq!((feeds().len(), feeds()[0].as_array().unwrap().len()), (1, 1));
    byline.run(&["remove", "harbour-dispatch"], 0);
    let again = &byline.json(&["add", &url])[0];
    assert_eq!((&again["new"], &again["articles"]), (&0.into(), &2.into()));
}

#[test]
fn commands_take_any_words_of_one_outlets_name() {
    let byline = Byline::new();
    let feed = |name: &str| {
        let host = name.replace(' ', "").to_lowercase();
        format!("<outline text='{name}' xmlUrl='https://{host}.example/feed'/>")
    };
    let list = ["North Ledger", "South Ledger", "Harbour Dispatch"].map(feed).concat();
    byline.run(
        &["import", &byline.write("in.opml", &format!("<opml>{list}</opml>"))],
        0,
    );
    for name in ["dispatch", "HARBOUR dispatch", "harbour-dispatch"] {
        let paused = &byline.json(&["pause", name])[0];
        assert_eq!(
            (&paused["outlet"], &paused["paused"]),
            (&"harbour-dispatch".into(), &true.into())
        );
    }
    for (arguments, said) in [
        (
            &["remove", "ledger"][..],
            "name one of them: north-ledger, south-ledger",
        ),
        (&["pause", "harbor"], "did you mean harbour-dispatch?"),
        (&["fetch", "ledger"], "name one of them: north-ledger, south-ledger"),
        (&["fetch", "nobody"], "`byline outlets` lists them"),
    ] {
        let (_, err) = byline.run(arguments, 1);
        assert!(err.contains(said), "{arguments:?}: {err}");
    }
    byline.run(&["remove", "north"], 0);
    assert_eq!(byline.json(&["outlets"]).len(), 2);
}

#[test]
fn a_filter_names_an_outlet_by_any_words_of_its_name() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed"), "--folder", "Ports and ships"], 0);
    for filter in ["outlet:dispatch", "outlet:\"HARBOUR dispatch\"", "folder:ships"] {
        assert_eq!(byline.json(&["list", filter]).len(), 2, "{filter}");
    }
    assert_eq!(
        byline.json(&["list", "lang:english"]),
        byline.json(&["list", "lang:en"])
    );
    let (out, said) = byline.run(&["list", "outlet:dispach"], 2);
    assert!(
        out.is_empty() && said.contains("did you mean outlet:harbour-dispatch?"),
        "{said}"
    );
    let (_, said) = byline.run(&["quotes", "folder:politics"], 2);
    assert!(said.contains("no folder is called politics"), "{said}");
    byline.write("config.toml", "[[rule]]\nwhen = \"outlet:nobody\"\nthen = [\"read\"]\n");
    assert_eq!(
        byline.json(&["list"]).len(),
        2,
        "a rule may name who is not followed yet"
    );
}

#[test]
fn what_is_wrong_with_a_theme_is_told() {
    let byline = Byline::new();
    std::fs::create_dir(byline.path("themes")).unwrap();
    byline.write("themes/mine.toml", "[colors]\n");
    let said = "mine.toml:1: unknown part of a theme `colors`";
    let (out, _) = byline.run(&["doctor"], 0);
    assert!(out.contains(said) && !out.contains("all is well"), "{out}");
    assert!(
        byline.json(&["doctor"])[0]["themes"][0]
            .as_str()
            .unwrap()
            .contains(said)
    );
    byline.write("config.toml", "[reading]\ntheme = \"mine\"\n");
    let (_, refused) = byline.run(&[], 2);
    assert!(refused.contains(said), "{refused}");
    byline.write("config.toml", "[reading]\ntheme = \"yours\"\n");
    let (_, refused) = byline.run(&[], 1);
    assert!(refused.contains("unknown theme `yours`"), "{refused}");
}

#[test]
fn wrong_use_is_told_and_costs_nothing() {
    let byline = Byline::new();
    let (_, said) = byline.run(&["list", "oulet:x"], 2);
    assert!(said.contains("outlet:"), "{said}");
    let (_, said) = byline.run(&["remove", "nobody", "--json"], 1);
    assert!(
        serde_json::from_str::<Value>(&said).unwrap()["error"]
            .as_str()
            .unwrap()
            .contains("nobody")
    );
    byline.run(&["nonsense"], 2);
    let json = |arguments: &[&str], code| -> Value { serde_json::from_str(&byline.run(arguments, code).1).unwrap() };
    let said = json(&["list", "--json", "-n", "x"], 2);
    assert!(
        said["error"]
            .as_str()
            .unwrap()
            .starts_with("invalid value 'x' for '--limit"),
        "{said}"
    );
    assert!(said["hint"].is_string(), "{said}");
    let said = json(&["fetch", "--al", "--json"], 2);
    assert!(said["hint"].as_str().unwrap().contains("'--all'"), "{said}");
    let said = json(&["add", "http://127.0.0.1:1/feed", "--json"], 1);
    assert!(
        said["error"]
            .as_str()
            .unwrap()
            .ends_with("cannot reach 127.0.0.1: nobody listens there"),
        "{said}"
    );
    assert_eq!(said["hint"], "look at the address, or try again later");
    let mut elsewhere = Command::new(env!("CARGO_BIN_EXE_byline"));
    elsewhere.args([
        "--data-dir",
        &byline.path(""),
        "--config",
        &byline.path("none.toml"),
        "list",
    ]);
    let refused = elsewhere.output().unwrap();
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(refused.status.code(), Some(2), "{said}");
    assert!(said.contains("none.toml; make one"), "{said}");
    byline.write("config.toml", "[reading]\ncolum = 70\n");
    let (_, said) = byline.run(&["list"], 2);
    assert!(said.contains("config.toml:2") && said.contains("column"), "{said}");
}

#[test]
fn a_damaged_database_is_left_alone() {
    let byline = Byline::new();
    let path = byline.write(
        "byline.db",
        "these are somebody's notes and no database at all, and must stay as they are",
    );
    let (_, said) = byline.run(&["list"], 1);
    assert!(said.contains("damaged"), "{said}");
    assert!(
        std::fs::read_to_string(Path::new(&path))
            .unwrap()
            .contains("somebody's notes")
    );
}

#[test]
fn a_backup_is_restored_by_one_command() {
    let (byline, web) = (Byline::new(), dispatch());
    let backups = || byline.json(&["doctor"])[0]["backups"].as_array().unwrap().len();
    byline.run(&["doctor", "--restore"], 1);
    byline.run(&["fetch"], 0);
    assert_eq!(backups(), 0, "nothing is there to be lost");
    byline.run(&["add", &web.url("/feed")], 0);
    byline.run(&["fetch"], 0);
    let rows = byline.json(&["list"]);
    assert_eq!(rows.len(), 2);
    assert_eq!(backups(), 1);
    byline.write("byline.db", "this was a database once");
    let (_, said) = byline.run(&["list"], 1);
    assert!(said.contains("byline doctor --restore"), "{said}");
    let (_, said) = byline.run(&["doctor", "--restore", "nowhere.db"], 1);
    assert!(said.contains("nowhere.db") && said.contains("no such file"), "{said}");
    let aside = byline.json(&["doctor", "--restore"])[0]["aside"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(std::fs::read_to_string(aside).unwrap(), "this was a database once");
    assert_eq!(byline.json(&["list"]), rows);
}

#[test]
fn a_lost_database_comes_back_and_that_is_said() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.write("byline.db", "");
    let (_, said) = byline.run(&["list"], 0);
    assert_eq!(said, "", "a first start is one");
    byline.run(&["add", &web.url("/feed")], 0);
    byline.run(&["fetch"], 0);
    let rows = byline.json(&["list"]);
    byline.write("byline.db", "");
    let (_, said) = byline.run(&["doctor"], 0);
    assert!(
        said.contains("/backups/byline-") && said.contains("is in its place now") && said.lines().count() == 1,
        "{said}"
    );
    assert_eq!(byline.json(&["list"]), rows);
    std::fs::remove_file(byline.path("byline.db")).unwrap();
    let (out, said) = byline.run(&["list", "--json"], 0);
    assert_eq!(out.lines().count(), rows.len());
    let said: Value = serde_json::from_str(&said).unwrap();
    assert!(said["note"].as_str().unwrap().contains("empty or gone"), "{said}");
    let (_, said) = byline.run(&["list"], 0);
    assert_eq!(said, "", "it is said once");
}

#[test]
fn who_closes_both_outputs_stumbles_over_nothing() {
    let byline = Byline::new();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut command = byline.command(&["bookmark", "999"]);
    command.stdout(writer.try_clone().unwrap()).stderr(writer);
    assert_eq!(command.status().unwrap().code(), Some(1));
}

#[test]
fn rules_are_followed_and_tried_and_things_are_hidden_for_a_while() {
    let (byline, web) = (Byline::new(), dispatch());
    let (said, _) = byline.run(&["rules"], 0);
    assert!(said.contains("[[rule]]"), "{said}");
    byline.write("config.toml", "[[rule]]\nwhen = \"title:storm\"\nthen = \"vanish\"\n");
    let (_, said) = byline.run(&["list"], 2);
    assert!(
        said.contains("config.toml:3: `then` after the filter comes read, bookmark"),
        "{said}"
    );
    byline.write(
        "config.toml",
        "[[rule]]\nwhen = \"title:storm\"\nthen = \"hide\"\n[[rule]]\nwhen = \"speaker:moss\"\nthen = [\"tag harbour\", \"notify\"]\n",
    );
    byline.run(&["add", &web.url("/feed")], 0);
    let titles = |filter: &str| -> Vec<String> {
        let rows = byline.json(&["list", filter]);
        rows.iter()
            .map(|row| row["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(titles("sort:date"), ["Ferry talks end"]);
    assert_eq!(titles("tag:harbour is:unread"), ["Ferry talks end"]);
    assert_eq!(titles("is:hidden").len(), 1);

    let tried = byline.json(&["rules", "--days", "3650"]);
    let numbers = |tried: &Value| (tried["fitting"].as_u64(), tried["of"].as_u64());
    assert_eq!(
        tried.iter().map(numbers).collect::<Vec<_>>(),
        [(Some(1), Some(2)), (Some(1), Some(2))]
    );
    let other = byline.json(&["rules", "--days", "3650", "--when", "-ferry"]);
    assert_eq!(
        (numbers(&other[0]), &other[0]["then"]),
        ((Some(1), Some(2)), &Value::Null)
    );

    byline.run(&["bookmark", "--remove", &web.url("/ferry")], 0);
    let hidden = byline.json(&["mute", "3d", "ferry"]);
    assert_eq!(
        (&hidden[0]["filter"], &hidden[0]["hidden"]),
        (&"ferry".into(), &1.into())
    );
    assert!(titles("sort:date").is_empty());
    byline.run(&["mute", "--end", "77"], 1);
    byline.run(&["mute", "3d", "colour:red"], 2);
    let (_, said) = byline.run(&["mute", "99999d", "ferry"], 2);
    assert!(said.contains("a time is between 0s and 200y"), "{said}");
    byline.run(&["mute", "--end", &hidden[0]["mute"].to_string()], 0);
    assert_eq!(titles("is:unread"), ["Ferry talks end"]);
    assert!(byline.json(&["mute"]).is_empty());
    byline.run(&["mute", "3d", "ferry"], 0);
    let database = rusqlite::Connection::open(byline.path("byline.db")).unwrap();
    database.execute("UPDATE mute SET until = unixepoch()", []).unwrap();
    drop(database);
    assert_eq!(titles("is:unread"), ["Ferry talks end"], "it is over");
    assert!(byline.json(&["mute"]).is_empty());
}

#[test]
fn tells_of_itself() {
    let byline = Byline::new();
    assert!(byline.run(&["completions", "bash"], 0).0.contains("bookmark"));
    assert!(byline.run(&["man"], 0).0.contains(".TH byline"));
    assert!(byline.run(&["doctor"], 0).0.contains("all is well"));
    let room = &byline.json(&["doctor"])[0]["room"];
    assert!(
        room["free"].as_u64() >= room["wanted"].as_u64() && room["short"] == false,
        "{room}"
    );
    assert!(byline.run(&["--help"], 0).0.contains("--demo"));
}

/// An outlet that reports the ferry fire in its own words, and has other things beside it.
fn reporter(title: &'static str, text: &'static str) -> Web {
    Web::serve(move |asked: &Asked| {
        let host = asked.header("host").unwrap();
        let others = ["harvest", "glacier", "orchestra", "vaccine"].map(|word| {
            format!("<item><guid>{word}</guid><title>The {word} of the year</title><link>http://{host}/{word}</link><description>A {word} was seen by many people at {host}.</description></item>")
        });
        let feed = format!(
            "<rss version=\"2.0\"><channel><title>Reporter {host}</title><language>en</language>{}<item><guid>1</guid><title>{title}</title><link>http://{host}/fire</link><description>{text}</description></item></channel></rss>",
            others.concat()
        );
        match asked.path.as_str() {
            "/feed" => Reply::with(200, &[("Content-Type", "application/rss+xml")], feed),
            _ => Reply::with(404, &[], "no"),
        }
    })
}

#[test]
fn tells_who_else_reports_it_and_what_they_leave_out() {
    let byline = Byline::new();
    let first = reporter(
        "Fire on island ferry: all 214 brought ashore",
        "All 214 passengers of the ferry Sister Maud were brought ashore in Almery after a fire in her engine room, the coast guard of \
         Kestria said. \"Nobody ran, and that is how it should be,\" Ansel Brody said.",
    );
    let second = reporter(
        "Burning ferry: passengers of the Sister Maud brought ashore",
        "The coast guard of Kestria has brought 241 passengers of the burning ferry Sister Maud ashore in Almery. The fire began in the \
         engine room.",
    );
    byline.json(&["add", &first.url("/feed")]);
    byline.json(&["add", &second.url("/feed")]);
    let listed = byline.json(&["list", "fire ferry"]);
    assert_eq!(listed.len(), 2, "{listed:?}");
    assert!(
        listed[0]["story"].is_i64() && listed[0]["story"] == listed[1]["story"],
        "{listed:?}"
    );

    let story = &byline.json(&["story", &listed[0]["id"].to_string()])[0];
    assert_eq!(story["story"], listed[0]["story"]);
    assert_eq!(story["articles"].as_array().unwrap().len(), 2);
    let quote = &story["quotes"][0];
    assert_eq!(
        (&quote["speaker"], &quote["text"]),
        (
            &"Ansel Brody".into(),
            &"Nobody ran, and that is how it should be,".into()
        )
    );
    assert_eq!(quote["left_out"].as_array().unwrap().len(), 1, "{quote}");
    let claims: Vec<&Value> = story["contradictions"][0]["claims"]
        .as_array()
        .unwrap()
        .iter()
        .map(|claim| &claim["text"])
        .collect();
    assert_eq!(claims, ["214 passengers", "241 passengers"]);

    let (shown, _) = byline.run(&["story", &first.url("/fire"), "--width", "100"], 0);
    assert!(
        shown.contains("2 outlets · 2 articles") && shown.contains("│ 2 "),
        "{shown}"
    );
    byline.run(&["story", "7777"], 1);

    byline.write("config.toml", "[stories]\ngroup = false\n");
    let third = reporter(
        "Fire on the ferry Sister Maud in Almery",
        "Fire in the engine room: 214 passengers of the ferry brought ashore.",
    );
    byline.json(&["add", &third.url("/feed")]);
    let apart = byline.json(&["list", "fire ferry"]);
    let alone: Vec<&Value> = apart.iter().filter(|row| row["story"].is_null()).collect();
    assert_eq!(alone.len(), 1, "{apart:?}");
    let story = &byline.json(&["story", &alone[0]["id"].to_string()])[0];
    assert_eq!(story["articles"].as_array().unwrap().len(), 1);
}

#[test]
fn tells_the_stories_of_a_stream() {
    use std::io::Write as _;
    let byline = Byline::new();
    let line = |id: &str, lang: &str, outlet: &str, hour: u32, title: &str, text: &str| {
        let published = format!("2022-10-30T{hour:02}:00:00Z");
        serde_json::json!({"id": id, "lang": lang, "outlet": outlet, "published": published, "title": title, "text": text}).to_string()
    };
    let fire = "All 214 passengers of the ferry Sister Maud were brought ashore after a fire in her engine room.";
    let lines = [
        line(
            "a",
            "en",
            "Dispatch",
            6,
            "The harvest of the year",
            "Farmers in the valley speak of the best harvest for ten years.",
        ),
        line("b", "en", "Dispatch", 7, "Fire on island ferry", fire),
        "not an object".to_owned(),
        line("c", "en", "Orion", 8, "Island ferry on fire, 214 brought ashore", fire),
        line("d", "de", "Anzeiger", 9, "Fire on island ferry", fire),
    ];
    let mut command = byline.command(&["story", "--batch"]);
    let pipe = std::process::Stdio::piped;
    let mut child = command.stdin(pipe()).stdout(pipe()).spawn().unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(lines.join("\n").as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "a line could not be read");
    let told: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let stories: Vec<&Value> = told.iter().map(|line| &line["story"]).collect();
    assert_eq!(
        stories,
        [&"a".into(), &"b".into(), &Value::Null, &"b".into(), &"d".into()]
    );
    assert!(told[2]["error"].is_string());
}

#[test]
fn passages_are_highlighted_and_outlive_another_text() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let ferry = web.url("/ferry");
    byline.run(
        &[
            "bookmark",
            &ferry,
            "--highlight",
            "sail again on\nMonday",
            "--note",
            "promised",
        ],
        0,
    );
    let (_, said) = byline.run(&["bookmark", &ferry, "--highlight", "never said"], 1);
    assert!(said.contains("no such passage"), "{said}");
    let kept = byline.json(&["list", "has:highlight"]);
    assert_eq!((kept.len(), &kept[0]["bookmarked"]), (1, &true.into()));
    let highlights = || byline.json(&["read", &ferry])[0]["highlights"].clone();
    let before = highlights();
    assert_eq!(
        (
            before[0]["text"].as_str(),
            before[0]["note"].as_str(),
            before[0]["start"].as_u64()
        ),
        (Some("sail again on Monday"), Some("promised"), Some(18))
    );
    // The same again adds nothing; neither unsubscribing nor coming back loses it.
    byline.run(&["bookmark", &ferry, "--highlight", "sail again on Monday"], 0);
    byline.run(&["remove", "harbour-dispatch"], 0);
    assert_eq!(highlights(), before);
}
