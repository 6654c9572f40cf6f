use std::fmt::Write;

use proptest::prelude::*;

use crate::document::{Block, Context, Document, Extent, Face, Link, LinkId, Span, from_html};
use crate::model::{Clean, Icons, Place, Role};
use crate::speech::{Quote, QuoteKind, Source, SourceKind, Speaker, Speech};
use crate::typeset::{Head, Marked, Measure, Page, lay_out, width};

fn measure(width: u16) -> Measure {
    Measure {
        width,
        column: 66,
        numbered_links: true,
        indirect: true,
        pictures: true,
        icons: Icons::Unicode,
    }
}

fn document(html: &str) -> Document {
    from_html(html, &Context::default())
}

/// Where some words of a document stand.
fn at(document: &Document, words: &str) -> Extent {
    let leaves = document.leaves();
    let found = leaves
        .iter()
        .enumerate()
        .find_map(|(leaf, text)| Some((leaf, text.text.find(words)?)));
    let (leaf, byte) = found.unwrap_or_else(|| panic!("{words} is not there"));
    let start = leaves[leaf].text.get(..byte).unwrap().chars().count();
    let place = |offset: usize| Place {
        leaf: leaf as u32,
        offset: offset as u32,
    };
    Extent {
        start: place(start),
        end: place(start + words.chars().count()),
    }
}

fn quote(document: &Document, words: &str, speaker: Option<usize>, mention: Option<&str>) -> Quote {
    Quote {
        at: at(document, words),
        text: Clean::line(words),
        kind: QuoteKind::Direct,
        speaker,
        mention: mention.map(|words| at(document, words)),
        cue: None,
        cue_text: None,
        confidence: 1.0,
    }
}

fn speaker(name: &str) -> Speaker {
    Speaker {
        named: true,
        name: Clean::line(name),
        role: None,
        mentions: Vec::new(),
    }
}

fn source(document: &Document, name: &str) -> Source {
    Source {
        at: at(document, name),
        name: Clean::line(name),
        described: None,
        kind: SourceKind::Agency,
        link: None,
    }
}

/// The page as text; with `roles` every piece that is no body as `{role text}`.
fn shown(page: &Page, roles: bool) -> String {
    let mut text = String::new();
    for line in &page.lines {
        let mut drawn = String::from("|");
        for piece in &line.pieces {
            let word = Role::ALL
                .iter()
                .find(|(role, ..)| *role == piece.role)
                .map_or("", |(_, word, _)| *word);
            if roles && piece.role != Role::Body {
                write!(drawn, "{{{word} {}}}", piece.text).unwrap();
            } else {
                drawn.push_str(&piece.text);
            }
        }
        text.push_str(drawn.trim_end());
        text.push('\n');
    }
    text
}

fn set(html: &str, cells: u16) -> String {
    shown(
        &lay_out(
            &Head::default(),
            &document(html),
            &Speech::default(),
            &[],
            &measure(cells),
        ),
        false,
    )
}

#[test]
fn head_and_paragraphs_stand_in_a_centred_column() {
    let head = Head {
        title: Clean::line("Minister ready to talk"),
        meta: Clean::line("By A. Writer · 2 min"),
    };
    let narrow = Measure {
        column: 20,
        ..measure(40)
    };
    let page = lay_out(
        &head,
        &document("<p>Words in a row.</p>"),
        &Speech::default(),
        &[],
        &narrow,
    );
    insta::assert_snapshot!(shown(&page, false));
    assert_eq!(page.line_of(Place::default()), 0);
}

#[test]
fn every_kind_of_block_has_its_shape() {
    let html = "<h2>What happened</h2><p>The first paragraph is long enough to be broken.</p>\
        <ul><li>one item that goes on and on</li><li>two<ul><li>deeper</li></ul></li></ul>\
        <ol start=9><li>nine</li><li>ten</li></ol>\
        <blockquote><p>Set apart by the outlet.</p><p>In two paragraphs.</p></blockquote>\
        <pre>let x = 1;\n\n    indented and far too long for it</pre><hr>\
        <table><tr><th>Port</th><th>Ships</th></tr><tr><td>Brask</td><td>12</td></tr></table>\
        <figure><img src=\"https://outlet.example/p.jpg\"><figcaption>The harbour at noon.</figcaption></figure>\
        <p>Said.</p><img src=\"https://outlet.example/q.jpg\"><video src=\"https://outlet.example/v.mp4\"></video>\
        <p>The end.</p>";
    insta::assert_snapshot!(set(html, 34));
}

#[test]
fn tables_keep_words_off_their_lines_numbers_at_the_right_and_links() {
    let html = "<table><tr><th>Port</th><th>Ships</th></tr><tr><td><a href=\"https://brask.test/\">Brask</a></td><td>12</td></tr>\
        <tr><td>Sund</td><td>7</td></tr></table>";
    insta::assert_snapshot!(set(html, 34), @r"
    | ─────────┬──────
    | Port     │ Ships
    | ─────────┼──────
    | Brask[1] │    12
    | Sund     │     7
    | ─────────┴──────
    ");
    let long = html.replace("Sund", "Sund, Tarn and whatever lies between");
    insta::assert_snapshot!(set(&long, 26), @r"
    | ─────────────────┬──────
    | Port             │ Ships
    | ─────────────────┼──────
    | Brask[1]         │    12
    | ─────────────────┼──────
    | Sund, Tarn and   │     7
    | whatever lies    │
    | between          │
    | ─────────────────┴──────
    ");
    assert!(
        set(html, 16).contains("Brask[1]│   12"),
        "where there is little room, the lines are close"
    );
    let page = lay_out(&Head::default(), &document(html), &Speech::default(), &[], &measure(34));
    assert_eq!((page.links[0].line, page.links[0].end), (3, 4));
    let many = format!(
        "<table><tr>{}</tr><tr>{0}</tr></table>",
        "<td>entry of words</td>".repeat(9)
    );
    assert_eq!(
        set(&many, 30).matches("| entry of words\n|   entry of words").count(),
        2
    );
}

#[test]
fn a_table_that_is_read_from_right_to_left_begins_at_the_right() {
    let html = "<table><tr><th>حزب</th><th>مقاعد</th></tr><tr><td>الأول</td><td>7</td></tr></table>";
    insta::assert_snapshot!(set(html, 30), @r"
    |                ──────┬──────
    |                مقاعد │   حزب
    |                ──────┼──────
    |                    7 │ الأول
    |                ──────┴──────
    ");
}

#[test]
fn quotes_sources_and_links_are_told_apart() {
    let html = "<p><strong>Source:</strong> state news agency Orion</p>\
        <p>“We are ready to talk,” the minister <b>said</b> in <a href=\"https://brask.example/\">Brask on Sunday</a>.</p>\
        <p>“[We are] ready to talk about reducing tensions, but only if there are realistic proposals.”</p>\
        <p>“Nobody will be left behind,” the text says, “whatever <a href=\"https://b.example/\">the cost</a>.”</p>";
    let document = document(html);
    let second = quote(
        &document,
        "“[We are] ready to talk about reducing tensions, but only if there are realistic proposals.”",
        Some(0),
        Some("the minister"),
    );
    let speech = Speech {
        quotes: vec![
            Quote {
                cue: Some(at(&document, "said")),
                ..quote(&document, "“We are ready to talk,”", Some(0), Some("the minister"))
            },
            second,
            quote(&document, "“Nobody will be left behind,”", None, None),
            Quote {
                kind: QuoteKind::Indirect,
                ..quote(&document, "“whatever the cost.”", None, None)
            },
        ],
        speakers: vec![speaker("the minister")],
        sources: vec![source(&document, "Orion")],
    };
    let page = lay_out(&Head::default(), &document, &speech, &[], &measure(50));
    insta::assert_snapshot!(shown(&page, true));
    let spots = |spots: &[crate::typeset::Spot]| {
        spots
            .iter()
            .map(|spot| (spot.index, spot.line, spot.end))
            .collect::<Vec<_>>()
    };
    assert_eq!(spots(&page.quotes), [(0, 2, 3), (1, 5, 8), (2, 9, 10), (3, 10, 11)]);
    assert_eq!(spots(&page.sources), [(0, 0, 1)]);
    assert_eq!(spots(&page.links), [(0, 2, 4), (1, 10, 11)]);
    let quiet = lay_out(
        &Head::default(),
        &document,
        &speech,
        &[],
        &Measure {
            indirect: false,
            numbered_links: false,
            ..measure(50)
        },
    );
    assert_eq!(quiet.quotes.len(), 3);
    assert!(!shown(&quiet, true).contains("link-number"));
}

#[test]
fn a_quote_of_several_paragraphs_has_one_bar_and_one_name() {
    let document =
        document("<p>“The first part is long.</p><p>“The second part.”</p><p>“Another voice.”</p><p>Then silence.</p>");
    let first = quote(&document, "“The first part is long.", Some(0), None);
    let end = at(&document, "“The second part.”").end;
    let speech = Speech {
        quotes: vec![
            Quote {
                at: Extent {
                    start: first.at.start,
                    end,
                },
                ..first
            },
            quote(&document, "“Another voice.”", Some(1), None),
        ],
        speakers: vec![
            speaker("Ilva Maren"),
            speaker("a spokesperson of the ministry whose name nobody knows"),
        ],
        sources: Vec::new(),
    };
    let page = lay_out(&Head::default(), &document, &speech, &[], &measure(40));
    insta::assert_snapshot!(shown(&page, false));
    assert!(page.lines.is_sorted_by_key(|line| line.place));
}

#[test]
fn hidden_pictures_leave_nothing_behind() {
    let html =
        "<p>One.</p><figure><img src=\"https://o.example/p.jpg\"><figcaption>No.</figcaption></figure><p>Two.</p>";
    let page = lay_out(
        &Head::default(),
        &document(html),
        &Speech::default(),
        &[],
        &Measure {
            pictures: false,
            ..measure(20)
        },
    );
    assert_eq!(shown(&page, false), "| One.\n|\n| Two.\n");
}

#[test]
fn places_survive_every_width() {
    let words = "words in a row that goes on ".repeat(60);
    let document = document(&format!("<h2>A heading</h2><p>{words}</p><p>{words}</p>"));
    let set = |cells| lay_out(&Head::default(), &document, &Speech::default(), &[], &measure(cells));
    let (wide, narrow) = (set(90), set(30));
    for line in 0..wide.lines.len() {
        let place = wide.place_at(line);
        let there = narrow.line_of(place);
        assert!(narrow.place_at(there) <= place);
        let back = wide.line_of(narrow.place_at(there));
        assert!(line.abs_diff(back) <= 2, "{line} came back as {back}");
    }
    assert_eq!(Page::default().line_of(Place { leaf: 3, offset: 1 }), 0);
    assert_eq!(wide.line_of(Place { leaf: 99, offset: 0 }), wide.lines.len() - 1);
}

fn texts() -> impl Strategy<Value = Vec<Span>> {
    let span = (
        "(\\PC| |[a-z]|[\u{300}-\u{36f}]|[\u{600}-\u{6ff}]|[漢字ﾊﾞ👩‍🚀🇩🇪]){0,24}",
        0..5_u8,
        proptest::option::of(0..4_u32),
    );
    let span = span.prop_map(|(raw, face, link)| Span {
        text: Clean::line(&raw),
        face: [Face::Plain, Face::Strong, Face::Emphasis, Face::Code, Face::Struck][usize::from(face)],
        link: link.map(LinkId),
    });
    proptest::collection::vec(span, 0..4)
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let leaf = prop_oneof![
        texts().prop_map(|text| Block::Heading { level: 2, text }),
        (0..6_usize, texts()).prop_map(|(label, text)| Block::Paragraph { label, text }),
        texts().prop_map(|caption| Block::Figure {
            embed: false,
            image: LinkId(0),
            caption
        }),
        "(\\PC|\n|\t| ){0,60}".prop_map(|raw| Block::Code {
            language: None,
            text: Clean::text(&raw)
        }),
        Just(Block::Rule),
    ];
    let block = leaf.prop_recursive(4, 24, 4, |inner| {
        let inner = proptest::collection::vec(inner, 0..4);
        prop_oneof![
            inner.clone().prop_map(Block::BlockQuote),
            (
                proptest::option::of(0..2000_u32),
                proptest::collection::vec(inner, 0..4)
            )
                .prop_map(|(start, items)| Block::List { start, items }),
        ]
    });
    proptest::collection::vec(block, 0..5)
}

proptest! {
    #[test]
    fn no_line_is_wider_than_asked_and_no_text_is_lost(
        blocks in blocks(),
        cells in 8..100_u16,
        column in 0..80_u16,
        ends in proptest::collection::vec((0..6_u32, 0..40_u32, 0..6_u32, 0..40_u32, 0..4_usize), 0..5),
    ) {
        let document = Document { blocks, links: vec![Link { url: "https://o.example/".to_owned() }; 4] };
        let quotes = ends.iter().map(|(leaf, start, last, end, speaker)| Quote {
            at: Extent { start: Place { leaf: *leaf, offset: *start }, end: Place { leaf: *last, offset: *end } },
            text: Clean::default(),
            kind: [QuoteKind::Direct, QuoteKind::Mixed, QuoteKind::Indirect, QuoteKind::Block][*speaker],
            speaker: Some(*speaker),
            mention: None,
            cue: None,
            cue_text: None,
            confidence: 0.5,
        });
        let speech = Speech { quotes: quotes.collect(), speakers: vec![speaker("名前 Name"); 4], sources: Vec::new() };
        let bare = Measure { column, numbered_links: false, ..measure(cells) };
        let page = lay_out(&Head::default(), &document, &speech, &[], &bare);
        for line in &page.lines {
            // As the screen draws it: piece by piece.
            let drawn: usize = line.pieces.iter().map(|piece| width(&piece.text)).sum();
            prop_assert!(drawn <= usize::from(cells), "{:?} takes {} of {}", line, drawn, cells);
        }
        prop_assert!(page.lines.is_sorted_by_key(|line| line.place));
        for spot in page.quotes.iter().chain(&page.links) {
            prop_assert!(spot.line < spot.end || page.lines.is_empty());
            prop_assert!(spot.end as usize <= page.lines.len());
        }
        let mut drawn = page.lines.iter().flat_map(|line| &line.pieces).flat_map(|piece| piece.text.chars());
        for leaf in document.leaves() {
            for sign in leaf.text.chars().filter(|sign| !sign.is_whitespace()) {
                prop_assert!(drawn.any(|other| other == sign), "{sign:?} of {:?} is lost", leaf.text);
            }
        }
    }
}

#[test]
fn what_the_reader_marked_has_a_line_beside_it_and_its_note_under_it() {
    let document = document("<p>One. Two words here. Three.</p><pre>fixed text</pre>");
    let marks = ["Two words", "fixed"].map(|words| Marked {
        at: at(&document, words),
        role: Role::Highlight,
        note: Some(Clean::line("why?")),
    });
    let page = lay_out(&Head::default(), &document, &Speech::default(), &marks, &measure(50));
    let of_role = |role| {
        let pieces = page.lines.iter().flat_map(|line| &line.pieces);
        let found = pieces.filter(|piece| piece.role == role).map(|piece| &*piece.text);
        found.collect::<Vec<_>>()
    };
    assert_eq!(of_role(Role::Highlight), ["Two words", "fixed"]);
    assert_eq!(of_role(Role::Note), ["┃", "» ", "why?", "» ", "why?"]);
    assert_eq!(page.marks.iter().map(|spot| spot.index).collect::<Vec<_>>(), [0, 1]);
    assert!(page.lines.is_sorted_by_key(|line| line.place));
}

#[test]
fn right_to_left_lines_end_at_the_right() {
    let html = "<h2>קול הנמל</h2><p>“אנחנו מוכנים לדבר.”</p><ul><li>אחת ועוד מילים אחדות לשורה</li></ul>\
        <blockquote><p>ציטוט.</p><p>עוד.</p></blockquote><p>Not this one.</p>";
    let document = document(html);
    let speech = Speech {
        quotes: vec![quote(&document, "“אנחנו מוכנים לדבר.”", Some(0), None)],
        speakers: vec![speaker("דנה")],
        ..Speech::default()
    };
    let page = lay_out(&Head::default(), &document, &speech, &[], &measure(28));
    insta::assert_snapshot!(shown(&page, false));
}
