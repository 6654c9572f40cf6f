//! Every `tests/fixtures/articles/NAME.html` comes out as `NAME.txt`: `feed-…` as a feed's body, `page-…` as a whole page.
//! Adding a case is adding two files. A first line `<!-- title: … | by: …, … -->` says what the feed calls the article, and whom it
//! names as its authors.

use std::path::Path;

use byline::document::{Context, Document, LeafKind, detect, from_html, from_page, from_page_by, plain};
use byline::model::{Clean, Clips};
use proptest::prelude::*;
use url::Url;

fn cleaned(name: &str, html: &str) -> Document {
    let base = Url::parse("https://valley.example/world/ferry").unwrap();
    if name.starts_with("page-") {
        return from_page(html, Some(&base)).document;
    }
    let said = html
        .strip_prefix("<!-- title: ")
        .and_then(|rest| rest.split(" -->").next())
        .unwrap_or_default();
    let (title, names) = said.split_once(" | by: ").unwrap_or((said, ""));
    let byline: Vec<_> = names.split(", ").map(Clean::line).collect();
    let context = Context {
        base: Some(&base),
        title,
        byline: &byline,
        ..Context::default()
    };
    from_html(html, &context)
}

#[test]
fn every_fixture_comes_out_as_its_journalist_wrote_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "html") {
            continue;
        }
        count += 1;
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let html = std::fs::read_to_string(&path).unwrap();
        let expected = std::fs::read_to_string(path.with_extension("txt")).unwrap();
        let found = plain(&cleaned(&name, &html)).text;
        if found.trim() != expected.trim() {
            wrong.push(format!("== {name}\n-- found\n{found}\n-- expected\n{expected}"));
        }
    }
    assert!(count >= 60, "{count} fixtures");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pictures_below_the_text_stay_where_they_say_what_they_show() {
    let page = "<html lang=en><body><main><h1>Ferries sail</h1><div class=story>\
        <p>The ferries will sail again on Monday, the harbour master of Brask said after nine hours of talks with the crews.</p>\
        <p>They have lain at the quay since the storm, and the shops of the island have been without bread for a week.</p>\
        <p>The first boat leaves before dawn and takes the mail, the flour and those who have waited longest in Lund.</p>\
        <figure><img src=/pier.jpg><figcaption>The pier of Lund after the storm</figcaption></figure><img src=/gift.jpg></div>\
        <div class=author><img src=/ada.jpg alt='Ada Moss of Brask'></div>\
        <p><a href=/more>More of the coast</a></p><img src=/map.jpg alt='A map of the whole coast'></main></body></html>";
    let base = Url::parse("https://valley.example/world/ferry").unwrap();
    let document = from_page(page, Some(&base)).document;
    let pictures: Vec<_> = document
        .leaves()
        .into_iter()
        .filter(|leaf| leaf.kind == LeafKind::Caption)
        .map(|leaf| leaf.text)
        .collect();
    assert_eq!(pictures, ["The pier of Lund after the storm"]);
}

#[test]
fn tells_languages() {
    for (text, code) in [
        (
            "The council of the island met and it was not what they had said before.",
            "en",
        ),
        (
            "Рада порту обговорювала, що він був і як це може бути, але не для них.",
            "uk",
        ),
        (
            "Der Rat hat sich am Sonntag mit der Fähre und dem Hafen nicht einigen können.",
            "de",
        ),
        ("港の評議会は日曜日に九時間にわたって会合を開いた。", "ja"),
    ] {
        assert_eq!(detect(text).code(), code, "{text}");
    }
}

/// Pieces that hostile and sloppy pages are made of.
fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[ -~]{0,20}",
        any::<char>().prop_map(String::from),
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<div>",
            "</div>",
            "<b>",
            "</b>",
            "<a href='x'>",
            "</a>",
            "<table>",
            "<tr>",
            "<td colspan=18446744073709551615>",
            "</table>",
            "<ul>",
            "<li>",
            "</ul>",
            "<br>",
            "<br/><br/>",
            "<img src=/a.jpg>",
            "<figure>",
            "<figcaption>",
            "</figure>",
            "<pre>",
            "<script>",
            "</script>",
            "<!--",
            "-->",
            "<![CDATA[",
            "&#x1b;",
            "&lt;p&gt;",
            "\u{1b}]52;c;SGk=\u{7}",
            "\u{202e}",
            "<svg>",
            "<title>",
            "<blockquote>",
            "<h2>",
            "</h2>",
            "<iframe>",
            "<select>",
            "<noscript>",
            "<article>",
            "<",
            "&",
            "<h1>",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_body_gives_a_clean_document(html in markup()) {
        let document = from_html(&html, &Context::default());
        let plain = plain(&document);
        prop_assert_eq!(plain.starts.len(), document.leaves().len());
        prop_assert!(!plain.text.contains(|sign: char| sign.is_control() && sign != '\n' && sign != '\t'));
        prop_assert!(!plain.text.contains('\u{202e}'), "{:?}", plain.text);
        prop_assert!(document.links.iter().all(|link| link.url.starts_with("http")));
    }

    #[test]
    fn any_page_gives_a_clean_document(html in markup()) {
        let page = from_page(&html, None);
        let text = plain(&page.document).text;
        prop_assert!(!text.contains('\u{1b}'), "{text:?}");
    }
}

#[test]
fn hostile_markup_comes_to_an_end() {
    let hostile = [
        "<div>".repeat(100_000),
        "<sup>".repeat(100_000),
        "<table>".repeat(50_000),
        "<p><font color=1>".repeat(50_000),
        format!("<p {}>x", "a=1 ".repeat(100_000)),
        format!("<table>{}</table>", "<tr>".to_owned() + &"<td>x".repeat(100_000)),
        "<".repeat(1_000_000),
        "&".repeat(1_000_000),
        "<br>".repeat(500_000),
        "<a href='https://x.example/'>x".repeat(100_000),
        "<!--".repeat(200_000),
        "<svg>".repeat(200_000),
        "&lt;p".repeat(200_000),
        "<ul><li>".repeat(50_000),
    ];
    for markup in hostile {
        let _body = from_html(&markup, &Context::default());
        let _page = from_page(&markup, None);
    }
}

fn clips(take: &[&str], drop: &[&str], lines: &[&str]) -> Clips {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Clips {
        take: owned(take),
        drop: owned(drop),
        lines: owned(lines),
        ..Clips::at("https://valley.example/".parse().unwrap())
    }
}

#[test]
fn clips_of_the_readers_own_have_the_last_word() {
    let sentence =
        "The ferries will sail again on Monday, the harbour master of Brask said after nine hours of talks. ";
    let page = format!(
        "<html lang=en><body><h1>Ferries sail</h1><div class=story><p>{0}</p><p>{0}</p><p class=odd>Aboard since 1903, always.</p>\
         <p>Our weather desk knows more.</p><p>{0} Really.</p></div><div class=else><p>Somewhere else.</p></div></body></html>",
        sentence.repeat(3)
    );
    let read = |clips: &Clips| {
        let page = from_page_by(&page, None, Some(clips));
        plain(&page.document).text
    };
    let all = read(&clips(&[], &[], &[]));
    assert!(all.contains("Aboard since") && all.contains("weather desk"), "{all}");
    let dropped = read(&clips(&[], &["p.odd"], &["our weather desk*"]));
    assert!(
        !dropped.contains("Aboard since") && !dropped.contains("weather desk"),
        "{dropped}"
    );
    assert!(dropped.contains("Really."));
    assert_eq!(read(&clips(&[".else"], &[], &[])), "Somewhere else.");
    assert_eq!(
        read(&clips(&[".gone"], &[], &[])),
        all,
        "what is not there takes nothing"
    );
    let body = "<p>The boats sail.</p><div class=promo><p>Our island guide</p></div><p>Buy our calendar!</p>";
    let own = clips(&[], &["div.promo"], &["BUY *"]);
    let context = Context {
        clips: Some(&own),
        ..Context::default()
    };
    assert_eq!(plain(&from_html(body, &context)).text, "The boats sail.");
}
