//! `byline export`: what is kept, in every form.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::{CompressionMethod, ZipArchive};

use crate::cli::Byline;

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
        "# Ferry <crews> & \"boats\"\n\nA. Writer · valley.example · 2022-10-29 · #sea\n\n<https://valley.example/crews?a=1&b=2>\n\n> <remember>\n\n## Highlights\n\n> left. More now\n\nwho & when?\n\n---\n\n## Talks",
        "[More](https://valley.example/?x=1&y=2) **now**",
        "| Day | Boats |",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
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
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
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
