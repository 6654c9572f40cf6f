//! `byline export`: what is kept, in every form.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::{CompressionMethod, ZipArchive};

use crate::cli::Byline;
use crate::web::{Reply, Web};

/// Pictures as cameras make them, and one that no book can hold.
const HARBOUR: &[u8] = include_bytes!("../../assets/demo/pictures/harbour.png");
const DAWN: &[u8] = include_bytes!("../../assets/demo/pictures/dawn.png");
const AVIF: &[u8] = b"\0\0\0\x20ftypavif\0\0\0\0avifmif1";

/// Two articles with all that is hard to write down.
fn kept() -> Byline {
    let byline = Byline::new();
    let entries = r#"[{"title":"Ferry <crews> & \"boats\"","url":"https://valley.example/crews?a=1&b=2","tags":["sea"],"language":"en",
        "content":"<h2>Talks</h2><p>\"We will sail,\" Ada Moss said & left. <a href='https://valley.example/?x=1&y=2'>More</a> <b>now</b></p><ul><li>one<li>two</ul><blockquote><p>Said so.</p></blockquote><figure><img src='https://valley.example/p.jpg'><figcaption>The <i>ferry</i></figcaption></figure><pre>a < b</pre><table><tr><th>Day</th><th>Boats</th></tr><tr><td>1 &lt; 2</td><td>7</td></tr></table>",
        "created_at":"2022-10-30T10:49:00+0200","published_at":"2022-10-29T23:30:00Z","published_by":["A. Writer"],"annotations":[{"text":"<remember>","quote":""},{"text":"who & when?","quote":"left. More now"}]},
        {"title":"ميناء","url":"https://valley.example/2","content":"<p>بدأت العبارات الإبحار مرة أخرى.</p>","language":"ar","created_at":"2022-10-28T10:49:00+0200"}]"#;
    let file = byline.write("wallabag.json", entries);
    byline.run(&["import", &file], 0);
    byline
}

/// Bookmarks with pictures: two of one article, one of them gone; the same again in another; an article with its own alone.
fn illustrated() -> (Byline, Web) {
    let web = Web::serve(|asked| match asked.path.as_str() {
        "/feed" => {
            let site = format!("http://{}", asked.header("host").unwrap());
            let text = format!(
                "<p>{}</p>",
                "The ferries of the invented town of Ostervik run again. ".repeat(12)
            );
            let figure = |file: &str, words: &str| {
                format!("<figure><img src=\"/{file}\"><figcaption>{words}</figcaption></figure>")
            };
            let item = |at: u8, body: String, more: &str| {
                format!(
                    "<item><title>Ferry {at}</title><guid isPermaLink=\"false\">{at}</guid><link>{site}/{at}</link>\
                     <pubDate>Sun, 30 Oct 2022 1{at}:00:00 GMT</pubDate><description><![CDATA[{body}]]></description>{more}</item>"
                )
            };
            let own = format!("<media:content url=\"{site}/dawn.png\" medium=\"image\"/>");
            let items = [
                item(
                    3,
                    text.clone() + &figure("harbour.png", "The <i>harbour</i>") + &figure("gone.png", "Gone"),
                    "",
                ),
                item(
                    2,
                    text.clone() + &figure("again.png", "") + &figure("new.avif", "New"),
                    "",
                ),
                item(1, text.clone(), &own),
            ];
            Reply::ok(format!(
                "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>Dispatch</title>\
                 <link>{site}/</link>{}</channel></rss>",
                items.concat()
            ))
        }
        "/harbour.png" | "/again.png" => Reply::ok(HARBOUR),
        "/dawn.png" => Reply::ok(DAWN),
        "/new.avif" => Reply::ok(AVIF),
        _ => Reply::with(404, &[], "no"),
    });
    let byline = Byline::new();
    byline.run(&["add", &web.url("/feed")], 0);
    byline.run(&["bookmark", "1", "2", "3"], 0);
    let fetched = byline.command(&["fetch"]).env("BYLINE_HOUR", "30").output().unwrap();
    let said = String::from_utf8(fetched.stdout).unwrap();
    assert!(said.contains("4 pictures of bookmarks kept"), "{said}{:?}", web.paths());
    (byline, web)
}

#[test]
fn a_book_holds_the_pictures_that_every_reader_shows() {
    let (byline, web) = illustrated();
    let file = byline.path("book.epub");
    byline.run(&["export", "--as", "epub", "--to", &file], 0);
    let bytes = std::fs::read(&file).unwrap();
    let parts = parts(&bytes);
    let package = &parts["EPUB/package.opf"];
    let pictures: Vec<String> = attributes(package, "item", "href")
        .into_iter()
        .filter(|href| href.starts_with("pictures/"))
        .collect();
    assert_eq!(pictures.len(), 2, "each once, and no AVIF: {package}");
    assert_eq!(package.matches("media-type=\"image/png\"").count(), 2);
    for (picture, shown) in [(HARBOUR, 2), (DAWN, 1)] {
        let stored = pictures
            .iter()
            .filter(|name| file_of(&bytes, &format!("EPUB/{name}")) == picture);
        let [name] = stored.collect::<Vec<_>>()[..] else {
            panic!("{pictures:?}")
        };
        let chapters = parts.iter().filter(|(file, _)| file.ends_with("xhtml"));
        let showing = chapters.filter(|(_, text)| text.contains(&format!("<img src=\"{name}\"")));
        assert_eq!(showing.count(), shown, "{name}");
    }
    let chapter = &parts["EPUB/article-00001.xhtml"];
    assert!(
        chapter.contains("<figcaption>The <em>harbour</em></figcaption>"),
        "{chapter}"
    );
    assert!(
        chapter.contains(&format!("<a href=\"{}\">▣</a> Gone", web.url("/gone.png"))),
        "{chapter}"
    );
    for (name, text) in parts
        .iter()
        .filter(|(name, _)| name.ends_with("xhtml") || name.ends_with("opf"))
    {
        well_formed(name, text);
    }
    let again = byline.command(&["export", "--as", "epub"]).output().unwrap().stdout;
    assert!(again == bytes, "the same bookmarks give the same bytes");
}

#[test]
fn one_page_holds_the_pictures_within() {
    let (byline, _web) = illustrated();
    let file = byline.path("all.html");
    byline.run(&["export", "--as", "html", "--to", &file], 0);
    let page = std::fs::read_to_string(&file).unwrap();
    assert_eq!(page.matches("<img src=\"data:image/png;base64,").count(), 3);
    assert_eq!(page.matches("<img src=\"data:image/avif;base64,").count(), 1);
    let coded = page.split("base64,").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(decoded(coded), HARBOUR);
    assert!(!page.contains("<img src=\"http"));
    assert!(!std::path::Path::new(&byline.path("all.html.part")).exists());
}

#[test]
fn markdown_has_its_pictures_beside_it() {
    let (byline, web) = illustrated();
    let folder = byline.path("notes");
    for _ in 0..2 {
        byline.run(&["export", "--as", "markdown", "--to", &folder], 0);
    }
    let files = |folder: &str| {
        let entries = std::fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    assert_eq!(files(&folder).iter().filter(|name| name.ends_with("md")).count(), 3);
    let pictures = files(&format!("{folder}/pictures"));
    assert_eq!(pictures.len(), 3);
    let name_of = |bytes: &[u8]| {
        let is = |name: &&String| std::fs::read(format!("{folder}/pictures/{name}")).unwrap() == bytes;
        pictures.iter().find(is).unwrap().clone()
    };
    let text = |number: &str| {
        let name = files(&folder).into_iter().find(|name| name.contains(number)).unwrap();
        std::fs::read_to_string(format!("{folder}/{name}")).unwrap()
    };
    let (third, first) = (text("ferry-3"), text("ferry-1"));
    assert!(
        third.contains(&format!("![The harbour](pictures/{})", name_of(HARBOUR))),
        "{third}"
    );
    assert!(third.contains(&format!("![Gone]({})", web.url("/gone.png"))), "{third}");
    assert!(first.contains(&format!("![](pictures/{})", name_of(DAWN))), "{first}");
    let (printed, _) = byline.run(&["export", "--as", "markdown"], 0);
    assert!(
        printed.contains(&web.url("/harbour.png")) && !printed.contains("pictures/"),
        "{printed}"
    );
}

#[test]
fn the_doctor_says_what_room_pictures_take() {
    let (byline, _web) = illustrated();
    let (said, _) = byline.run(&["doctor"], 0);
    assert!(said.contains("space      pictures of bookmarks: 3, 2 KiB"), "{said}");
    let pictures = &byline.json(&["doctor"])[0]["pictures"];
    assert_eq!(pictures["number"], 3);
    assert_eq!(pictures["bytes"], HARBOUR.len() + DAWN.len() + AVIF.len());
}

fn file_of(book: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

/// What base64 says (RFC 4648 §4).
fn decoded(coded: &str) -> Vec<u8> {
    let value = |sign: u8| match sign {
        b'A'..=b'Z' => sign - b'A',
        b'a'..=b'z' => sign - b'a' + 26,
        b'0'..=b'9' => sign - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let signs = coded.trim_end_matches('=').bytes().map(|sign| u32::from(value(sign)));
    let signs: Vec<u32> = signs.collect();
    let mut bytes = Vec::new();
    for four in signs.chunks(4) {
        let bits = four
            .iter()
            .enumerate()
            .fold(0, |bits, (at, sign)| bits | sign << (18 - 6 * at));
        bytes.extend(bits.to_be_bytes().into_iter().skip(1).take(four.len() - 1));
    }
    bytes
}

#[test]
fn a_book_has_the_structure_that_readers_ask_for() {
    let byline = kept();
    let file = byline.path("book.epub");
    byline.run(&["export", "--as", "epub", "--to", &file], 0);
    let bytes = std::fs::read(&file).unwrap();
    assert_eq!(
        &bytes[30..58],
        b"mimetypeapplication/epub+zip",
        "it is told by its bytes"
    );

    let parts = parts(&bytes);
    let package = &parts["EPUB/package.opf"];
    let mut listed: Vec<String> = attributes(package, "item", "href")
        .iter()
        .map(|href| format!("EPUB/{href}"))
        .collect();
    listed.extend(["mimetype", "META-INF/container.xml", "EPUB/package.opf"].map(str::to_owned));
    listed.sort();
    assert_eq!(
        parts.keys().cloned().collect::<Vec<_>>(),
        listed,
        "the manifest names every file, and no other"
    );
    let ids = attributes(package, "item", "id");
    let spine = attributes(package, "itemref", "idref");
    assert!(spine.len() == 3 && spine.iter().all(|id| ids.contains(id)), "{spine:?}");
    assert_eq!(
        attributes(&parts["META-INF/container.xml"], "rootfile", "full-path"),
        ["EPUB/package.opf"]
    );
    assert_eq!(
        attributes(&parts["EPUB/nav.xhtml"], "a", "href"),
        ["article-00001.xhtml", "article-00002.xhtml"]
    );
    for part in [
        "<dc:language>en</dc:language>",
        "<dc:language>ar</dc:language>",
        "\">2022-10-30T08:49:00Z</meta>",
        "urn:uuid:",
    ] {
        assert!(package.contains(part), "{part}: {package}");
    }
    for (name, text) in parts
        .iter()
        .filter(|(name, _)| !name.ends_with("css") && *name != "mimetype")
    {
        well_formed(name, text);
    }

    let again = byline.command(&["export", "--as", "epub"]).output().unwrap().stdout;
    assert_eq!(again, bytes, "the same bookmarks give the same bytes");
}

#[test]
fn a_chapter_has_the_article_and_what_the_reader_wrote() {
    let bytes = kept().command(&["export", "--as", "epub"]).output().unwrap().stdout;
    let parts = parts(&bytes);
    let chapter = &parts["EPUB/article-00001.xhtml"];
    for part in [
        "<title>Ferry &lt;crews&gt; &amp; &quot;boats&quot;</title>",
        "href=\"https://valley.example/crews?a=1&amp;b=2\"",
        "A. Writer · valley.example · 2022-10-29 · #sea",
        "<p class=\"note\">&lt;remember&gt;</p>",
        "<li><mark>left. More now</mark><br/>who &amp; when?</li>",
        "<h2>Talks</h2>",
        "<strong>now</strong>",
        "<li><p>one</p>",
        "<th>Day</th>",
    ] {
        assert!(chapter.contains(part), "{part}: {chapter}");
    }
    assert!(parts["EPUB/article-00002.xhtml"].contains("xml:lang=\"ar\" dir=\"rtl\""));
}

#[test]
fn markdown_goes_into_a_folder_with_a_file_an_article() {
    let byline = kept();
    let folder = byline.path("notes");
    for _ in 0..2 {
        byline.run(&["export", "--as", "markdown", "--to", &folder], 0);
    }
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["2022-10-29-ferry-crews-boats-1.md", "ميناء-2.md"]);
    let text = std::fs::read_to_string(format!("{folder}/{}", names[0])).unwrap();
    for part in [
        "# Ferry \\<crews\\> & \"boats\"\n\nA. Writer · valley.example · 2022-10-29 · #sea\n\n<https://valley.example/crews?a=1&b=2>\n\n> \\<remember\\>\n\n## Highlights\n\n> left. More now\n\nwho & when?\n\n---\n\n## Talks",
        "[More](https://valley.example/?x=1&y=2) **now**",
        "| Day | Boats |",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn what_articles_say_is_markdown_nowhere_and_highlighted_in_their_own_words() {
    let byline = Byline::new();
    let entries = r#"[{"title":"<img src=x onerror=y> &copy; #","url":"https://valley.example/1","language":"fr","published_by":["_A._ Moss"],
        "content":"<p>« Nous attendons — dit-elle — l’aube », a répété Ada Moss.</p><p>- Non, dit-elle.</p><p>1986. Une année.</p>",
        "annotations":[{"text":"+ why?","quote":"- Non, dit-elle."}]}]"#;
    let file = byline.write("wallabag.json", entries);
    byline.run(&["import", &file], 0);
    for _ in 0..2 {
        byline.run(
            &["bookmark", "1", "--highlight", "Nous attendons - dit-elle - l'aube"],
            0,
        );
        byline.run(&["bookmark", "1", "--highlight=- Non, dit-elle."], 0);
    }
    let (text, _) = byline.run(&["export", "--as", "markdown"], 0);
    assert_eq!(
        text.trim_end(),
        "# \\<img src=x onerror=y\\> \\&copy; \\#\n\n\\_A.\\_ Moss · valley.example\n\n<https://valley.example/1>\n\n\
         ## Highlights\n\n> Nous attendons — dit-elle — l’aube\n\n> \\- Non, dit-elle.\n\n\\+ why?\n\n---\n\n\
         « Nous attendons — dit-elle — l’aube », a répété Ada Moss.\n\n\\- Non, dit-elle.\n\n1986\\. Une année."
    );
    let (quotes, _) = byline.run(&["quotes", "--as", "markdown"], 0);
    assert!(
        quotes.ends_with("valley.example, <https://valley.example/1>\n\n"),
        "{quotes}"
    );
}

#[test]
fn one_page_and_json() {
    let byline = kept();
    let (page, _) = byline.run(&["export", "--as", "html"], 0);
    assert!(
        page.starts_with("<!doctype html>") && page.trim_end().ends_with("</body></html>"),
        "{page}"
    );
    assert_eq!(page.matches("<article").count(), 2);
    assert!(page.contains("<p class=\"note\">&lt;remember&gt;</p>") && !page.contains("<remember>"));
    let file = byline.path("all.html");
    byline.run(&["export", "--as", "html", "--to", &file], 0);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), page);
    let rows = byline.json(&["export", "--as", "json"]);
    assert_eq!((rows.len(), &rows[0]["note"]), (2, &"<remember>".into()));
    assert_eq!(rows[0]["highlights"][0]["note"], "who & when?");
    assert!(rows[0]["text"].as_str().unwrap().contains("We will sail"));
}

#[test]
fn what_cannot_be_written_is_told() {
    let byline = Byline::new();
    let (_, said) = byline.run(&["export", "--as", "epub", "--to", &byline.path("x.epub")], 1);
    assert!(said.contains("no bookmarks"), "{said}");
    let (_, said) = kept().run(&["export", "--as", "html", "--to", "/nowhere/at/all.html"], 1);
    assert!(said.contains("cannot write /nowhere/at/all.html"), "{said}");
}

/// The files of a book; the first of them is as the format wants it.
#[track_caller]
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let first = archive.by_index(0).unwrap();
    assert_eq!(
        (&*first.name().unwrap(), first.compression()),
        ("mimetype", CompressionMethod::Stored)
    );
    assert!(first.extra_data().is_none_or(|extra| extra.is_empty()));
    drop(first);
    let mut parts = BTreeMap::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        parts.insert(part.name().unwrap().into_owned(), text);
    }
    parts
}

/// Reads it to the end as XML, every end tag matching its start.
#[track_caller]
fn well_formed(name: &str, text: &str) {
    let mut reader = Reader::from_str(text);
    let mut open = 0;
    loop {
        let event = reader.read_event();
        match &event {
            Ok(Event::Start(_)) => open += 1,
            Ok(Event::End(_)) => open -= 1,
            _ => {}
        }
        match event {
            Ok(Event::Eof) => return assert_eq!(open, 0, "{name}"),
            Ok(Event::Start(tag) | Event::Empty(tag)) => {
                for attribute in tag.attributes() {
                    attribute.unwrap_or_else(|error| panic!("{name}: {error}: {text}"));
                }
            }
            // XML itself knows five entities.
            Ok(Event::GeneralRef(entity)) => assert!(
                ["amp", "lt", "gt", "quot", "apos"].contains(&&*entity),
                "{name}: {entity:?}"
            ),
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}: {text}"),
        }
    }
}

/// An attribute of every element of a name.
fn attributes(text: &str, element: &str, attribute: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    let mut values = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return values,
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == element => {
                let value = tag.try_get_attribute(attribute).unwrap();
                values.extend(value.map(|value| value.value.into_owned()));
            }
            _ => {}
        }
    }
}
