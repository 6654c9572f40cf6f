//! `byline import`: other programs' files, as these document them.

use rusqlite::Connection;
use serde_json::Value;

use crate::cli::{Byline, dispatch};

const POCKET: &str = "title,url,time_added,tags,status\n\
    \"Ferry talks, day two\",https://dispatch.example/ferry?utm_source=pocket,1667126940,sea|night ferry,unread\n\
    https://ledger.example/grain,https://ledger.example/grain,1667000000,,archive\n\
    Mail,mailto:nobody@ledger.example,1667000000,,unread\n";

#[track_caller]
fn imported(byline: &Byline, file: &str) -> [u64; 4] {
    let said = &byline.json(&["import", file])[0];
    ["bookmarks", "known", "read", "left_out"].map(|name| said[name].as_u64().unwrap())
}

fn found<'v>(rows: &'v [Value], url: &str) -> &'v Value {
    rows.iter().find(|row| row["url"] == url).unwrap()
}

#[test]
fn pockets_table_becomes_bookmarks_once() {
    let byline = Byline::new();
    let file = byline.write("part_000000.csv", POCKET);
    assert_eq!(imported(&byline, &file), [2, 0, 0, 1]);
    let once = byline.json(&["list", "is:bookmarked"]);
    let ferry = found(&once, "https://dispatch.example/ferry");
    assert_eq!(
        (&ferry["title"], &ferry["outlet"]),
        (&"Ferry talks, day two".into(), &"dispatch.example".into())
    );
    assert_eq!(
        (&ferry["tags"][0], &ferry["tags"][1]),
        (&"night-ferry".into(), &"sea".into())
    );
    assert_eq!(
        (&ferry["fetched"], &ferry["read"]),
        (&"2022-10-30T10:49:00Z".into(), &false.into())
    );
    assert_eq!(found(&once, "https://ledger.example/grain")["read"], true);

    assert_eq!(imported(&byline, &file), [0, 2, 0, 1]);
    assert_eq!(byline.json(&["list", "is:bookmarked"]), once);
    assert!(byline.json(&["outlets"]).is_empty(), "nothing is followed by it");
    let (said, _) = byline.run(&["import", &file], 0);
    assert!(said.contains("0 bookmarks are new, 2 were there already"), "{said}");
    assert!(said.contains("1 entry is left out"), "{said}");
}

#[test]
fn what_the_reader_wrote_here_stands() {
    let byline = Byline::new();
    let file = byline.write("a", POCKET);
    byline.run(&["import", &file], 0);
    let url = "https://dispatch.example/ferry";
    byline.run(&["bookmark", url, "--note", "mine"], 0);
    let other = "URL,Title,Selection,Folder,Timestamp\n\
        https://dispatch.example/ferry,Ferry,\"They said \"\"no\"\".\",Long reads,1667126999\n\
        https://dispatch.example/tram,Tram,The tram stood still.,Archive,1667126999\n";
    let other = byline.write("b", other);
    assert_eq!(imported(&byline, &other), [1, 1, 0, 0]);
    let exported = byline.json(&["export", "--as", "json"]);
    let ferry = found(&exported, url);
    assert_eq!(
        (&ferry["note"], &ferry["title"]),
        (&"mine".into(), &"Ferry talks, day two".into())
    );
    assert_eq!(ferry["tags"].as_array().unwrap().len(), 3);
    let tram = found(&exported, "https://dispatch.example/tram");
    assert_eq!(
        (&tram["highlights"][0]["text"], &tram["read"]),
        (&"The tram stood still.".into(), &true.into())
    );
}

#[test]
fn pockets_page_and_wallabags_texts() {
    let byline = Byline::new();
    let page = "<!DOCTYPE html>\n<html><head><title>Pocket Export</title></head><body><h1>Unread</h1>\n<ul>\n\
        <li><a href=\"https://dispatch.example/1\" time_added=\"1404143312\" tags=\"sea,trade\">One &amp; all</a></li>\n</ul>\n\
        <h1>Read Archive</h1><ul><li><a href=\"https://dispatch.example/2\" time_added=\"1404143313\" tags=\"\">Two</a></li></ul></body></html>";
    let page = byline.write("ril_export.html", page);
    assert_eq!(imported(&byline, &page), [2, 0, 0, 0]);
    assert_eq!(byline.json(&["list", "tag:trade is:unread"])[0]["title"], "One & all");

    let entries = r#"[{"is_archived":0,"is_starred":1,"tags":["boats"],"is_public":false,"id":3,"title":"Ferry crews \u001b[2Jagree",
        "url":"https://valley.example/crews","content":"<p>\"We will sail again on Monday,\" harbour minister Ada Moss said.</p><script>x</script>",
        "created_at":"2022-10-30T10:49:00+0200","updated_at":"2022-10-30T10:49:00+0200","published_at":"2022-10-29T08:00:00+0200",
        "published_by":["A. Writer"],"language":"en","domain_name":"valley.example","annotations":[{"text":"remember","quote":"sail again"}]}]"#;
    let entries = byline.write("all.json", entries);
    assert_eq!(imported(&byline, &entries), [1, 0, 0, 0]);
    let listed = &byline.json(&["list", "tag:boats tag:starred"])[0];
    assert_eq!(listed["title"], "Ferry crews [2Jagree");
    assert_eq!(
        (&listed["published"], &listed["byline"][0]),
        (&"2022-10-29T06:00:00+00:00".into(), &"A. Writer".into())
    );
    assert_eq!(
        byline.json(&["quotes", "speaker:moss"]).len(),
        1,
        "its text is read as any other"
    );
    let kept = byline.json(&["list", "sail has:highlight"]);
    let read = &byline.json(&["read", &kept[0]["id"].to_string()])[0];
    let highlight = &read["highlights"][0];
    assert_eq!(
        (&highlight["text"], &highlight["note"]),
        (&"sail again".into(), &"remember".into())
    );
    let at = |name: &str| usize::try_from(highlight[name].as_u64().unwrap()).unwrap();
    let passage: String = read["text"]
        .as_str()
        .unwrap()
        .chars()
        .skip(at("start"))
        .take(at("end") - at("start"))
        .collect();
    assert_eq!(passage, "sail again");
}

#[test]
fn an_article_that_is_here_is_the_bookmark_and_one_of_its_site_belongs_to_its_outlet() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let table = format!(
        "URL,Title,Selection,Folder,Timestamp\n{},Other title,,Archive,1667126940\n{},,,Unread,1667126940\n",
        web.url("/storm"),
        web.url("/ferry/old")
    );
    let file = byline.write("instapaper.csv", &table);
    assert_eq!(imported(&byline, &file), [2, 0, 0, 0]);
    let rows = byline.json(&["list", "is:bookmarked"]);
    assert_eq!(byline.json(&["list"]).len(), 3);
    let storm = found(&rows, &web.url("/storm"));
    assert!(storm["title"].as_str().unwrap().starts_with("Storm"), "{storm}");
    assert_eq!(storm["read"], true);
    let old = found(&rows, &web.url("/ferry/old"));
    assert_eq!(
        (&old["outlet"], &old["title"]),
        (&"Harbour Dispatch".into(), &web.url("/ferry/old").into())
    );
}

#[test]
fn newsboats_feeds_with_folder_and_title() {
    let byline = Byline::new();
    let list = "# feeds\nhttps://dispatch.example/feed coast \"~The Dispatch\"\nhttps://ledger.example/rss trade ports\n\
        \"query:Unread:unread = \\\"yes\\\"\"\n\"exec:~/bin/news\" x\n";
    let file = byline.write("urls", list);
    let (said, _) = byline.run(&["import", &file], 0);
    for part in [
        "2 feeds are followed",
        "1 query feed is left out",
        "1 entry is left out",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    byline.run(&["import", &file], 0);
    let outlets = byline.json(&["outlets"]);
    assert_eq!(outlets.len(), 2);
    assert_eq!(
        (&outlets[0]["name"], &outlets[0]["folder"]),
        (&"The Dispatch".into(), &"coast".into())
    );
    assert_eq!(outlets[1]["folder"], "trade");
}

/// newsboat's tables, as version 2.10 and later make them.
const CACHE: &str = r#"CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL, title VARCHAR(1024) NOT NULL,
    lastmodified INTEGER(11) NOT NULL DEFAULT 0, is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT "");
    CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL, title VARCHAR(1024) NOT NULL,
    author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL, feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL,
    content VARCHAR(65535) NOT NULL, unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
    enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0, base VARCHAR(128) NOT NULL DEFAULT "");"#;

#[test]
fn newsboats_cache_brings_read_marks_and_flagged_items() {
    let (byline, web) = (Byline::new(), dispatch());
    let cache = byline.write("cache.db", "");
    std::fs::remove_file(&cache).unwrap();
    let conn = Connection::open(&cache).unwrap();
    conn.execute_batch(CACHE).unwrap();
    let (feed, site) = (web.url("/feed"), web.url("/"));
    conn.execute(
        "INSERT INTO rss_feed (rssurl, url, title) VALUES (?1, ?2, 'Harbour Dispatch')",
        [&feed, &site],
    )
    .unwrap();
    let item = |guid: &str, url: &str, unread: i64, flags: Option<&str>| {
        conn.execute(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags)
             VALUES (?1, 'Item ' || ?1, 'A. Writer', ?2, ?3, 1667000000, '<p>Flagged words.</p>', ?4, ?5)",
            rusqlite::params![guid, url, feed, unread, flags],
        )
        .unwrap();
    };
    item("2", &web.url("/storm?utm_source=rss"), 0, None);
    item("0", &web.url("/old"), 1, Some("sA"));
    item("9", "", 0, Some("s"));
    drop(conn);

    assert_eq!(imported(&byline, &cache), [1, 0, 2, 1]);
    assert_eq!(imported(&byline, &cache), [0, 1, 0, 1]);
    let kept = byline.json(&["list"]);
    assert_eq!((kept.len(), &kept[0]["outlet"]), (1, &"Harbour Dispatch".into()));
    assert_eq!(
        (&kept[0]["tags"][0], &kept[0]["tags"][1]),
        (&"flag-A".into(), &"flag-s".into())
    );
    assert_eq!(byline.json(&["list", "\"flagged words\""]).len(), 1);

    byline.run(&["add", &feed], 0);
    let unread: Vec<Value> = byline
        .json(&["list", "is:unread"])
        .iter()
        .map(|row| row["title"].clone())
        .collect();
    assert_eq!(unread, ["Ferry talks end", "Item 0"]);
    assert_eq!(
        byline.json(&["list", "is:read"]).len(),
        1,
        "what newsboat knew as read came in as read"
    );
}

#[test]
fn lists_are_read_in_whatever_encoding_they_are() {
    let list = |encoding: &str| {
        format!(
            "<?xml version=\"1.0\" encoding=\"{encoding}\"?><opml><body>\
             <outline text=\"Köln über alles Öl\" xmlUrl=\"https://koeln.example/feed\"/></body></opml>"
        )
    };
    let latin: Vec<u8> = list("ISO-8859-1")
        .chars()
        .map(|sign| u8::try_from(sign).unwrap())
        .collect();
    let utf_16: Vec<u8> = format!("\u{feff}{}", list("UTF-16"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    for bytes in [latin, utf_16] {
        let byline = Byline::new();
        let file = byline.write("list.opml", "");
        std::fs::write(&file, bytes).unwrap();
        assert_eq!(byline.json(&["import", &file])[0]["feeds"], 1);
        assert_eq!(byline.json(&["outlets"])[0]["name"], "Köln über alles Öl");
    }
    let byline = Byline::new();
    let file = byline.write("scripts.opml", "<opml><outline xmlUrl='exec:ls'/></opml>");
    let (said, _) = byline.run(&["import", &file], 0);
    assert!(
        !said.contains("bookmark") && said.contains("1 entry is left out"),
        "{said}"
    );
}

#[test]
fn bad_files_are_told_and_change_nothing() {
    let byline = Byline::new();
    let strange = byline.write("strange.db", "");
    std::fs::remove_file(&strange).unwrap();
    Connection::open(&strange)
        .unwrap()
        .execute_batch("CREATE TABLE x (y);")
        .unwrap();
    let damaged = byline.write("damaged.db", &format!("SQLite format 3\0{}", "x".repeat(5000)));
    for (file, part) in [
        (byline.write("empty", ""), "the file is empty"),
        (byline.write("blank.csv", "\u{feff} \n"), "the file is empty"),
        (
            byline.write("none.opml", "<opml><body/></opml>"),
            "no feed in this list",
        ),
        (
            byline.write("notes.txt", "buy milk\nhttps://a.example/"),
            "neither Pocket's",
        ),
        (
            byline.write("cut.json", "[{\"url\":\"https://a.example/1\"},{\"ur"),
            "damaged JSON",
        ),
        (byline.write("other.json", "{\"feeds\": []}"), "Wallabag"),
        (byline.write("page.html", "<html><body><p>Hello"), "ril_export.html"),
        (byline.write("export.zip", "PK\x03\x04xxxx"), "unpack it"),
        (strange, "not newsboat's cache.db"),
        (damaged, "cannot be read"),
        ("/nowhere/at/all".to_owned(), "cannot read"),
    ] {
        let (_, said) = byline.run(&["import", &file], 1);
        assert!(
            said.contains(part) && said.contains("nothing was imported"),
            "{file}: {said}"
        );
        let (_, said) = byline.run(&["import", &file, "--json"], 1);
        assert!(serde_json::from_str::<Value>(&said).unwrap()["error"].is_string());
    }
    assert!(byline.json(&["list"]).is_empty() && byline.json(&["outlets"]).is_empty());
}

#[test]
fn bookmarks_go_from_one_byline_to_another() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let url = web.url("/ferry");
    byline.run(
        &["bookmark", &url, "--note", "ask <Moss> again", "--tags", "sea,trade"],
        0,
    );
    let passage = "The ferries will sail again on Monday";
    byline.run(&["bookmark", &url, "--highlight", passage, "--note", "when?"], 0);
    byline.run(&["bookmark", &web.url("/storm")], 0);
    let kept = |byline: &Byline| {
        let exported = byline.json(&["export", "--as", "json"]);
        let rows = exported.iter().map(|row| {
            [
                "url", "title", "outlet", "byline", "fetched", "read", "tags", "note", "text",
            ]
            .map(|name| row[name].clone())
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_by_key(|row| row[0].to_string());
        let highlight = &found(&exported, &url)["highlights"][0];
        (rows, ["start", "text", "note"].map(|name| highlight[name].clone()))
    };
    let file = byline.path("own.json");
    byline.run(&["export", "--as", "json", "--to", &file], 0);
    let other = Byline::new();
    assert_eq!(imported(&other, &file), [2, 0, 0, 0]);
    assert_eq!(kept(&other), kept(&byline));
    assert_eq!(imported(&byline, &file), [0, 2, 0, 0]);
    let highlights = &found(&byline.json(&["export", "--as", "json"]), &url)["highlights"].clone();
    assert_eq!(highlights.as_array().unwrap().len(), 1, "what was here stands");
}
