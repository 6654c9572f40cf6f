//! An invented newsroom for tests of app and view.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use ratatui::layout::Size;

use crate::app::{App, Effect, Event, Opened, Start};
use crate::config::Config;
use crate::document::{Block, Document, Extent, Face, Link, LinkId, Span};
use crate::input::Key;
use crate::model::{
    Article, ArticleId, Clean, Complete, Counts, Feed, FeedId, FeedState, FilterId, Language, Outlet, OutletId, Place,
    Published, Row, SavedFilter, Validators,
};
use crate::speech::{Quote, QuoteKind, Source, SourceKind, Speaker, Speech};

/// Sun 30 Oct 2022, 12:00 UTC.
pub(crate) fn noon() -> Timestamp {
    "2022-10-30T12:00:00Z".parse().unwrap()
}

pub(crate) fn outlet(id: i64, name: &str, folder: Option<&str>) -> Outlet {
    let slug = name.to_lowercase().replace(' ', "-");
    Outlet {
        id: OutletId(id),
        name: Clean::line(name),
        folder: folder.map(Clean::line),
        site: Some(format!("https://{slug}.test/")),
        language: Language::ENGLISH,
        feeds: vec![Feed {
            id: FeedId(id * 10),
            outlet: OutletId(id),
            url: format!("https://{slug}.test/feed.xml"),
            title: Clean::line(name),
            kind: Some("rss20".into()),
            state: FeedState::Ok,
            why: None,
            last_success_at: Some(noon()),
            next_poll_at: noon(),
            failures: 0,
            per_week: 20.0,
            validators: Validators::default(),
            schedule: String::new(),
            body_hash: None,
        }],
        slug,
    }
}

pub(crate) fn outlets() -> Vec<Outlet> {
    let mut valley = outlet(3, "The Valley Post", Some("Politics"));
    valley.feeds[0].state = FeedState::Failing;
    valley.feeds[0].why = Some(Clean::line("the server answered 500; asked again in an hour"));
    vec![
        outlet(1, "Harbour Dispatch", Some("Politics")),
        outlet(2, "North Ledger", Some("Politics")),
        valley,
        outlet(4, "Tidewater Science", None),
    ]
}

pub(crate) fn row(id: i64, title: &str, outlet: &Outlet) -> Row {
    let at = noon() - SignedDuration::from_mins(id * 50);
    Row {
        id: ArticleId(id),
        title: Clean::line(title),
        outlet: outlet.id,
        outlet_name: outlet.name.clone(),
        feed_url: outlet.feeds[0].url.clone(),
        url: Some(format!("https://{}.test/{id}", outlet.slug)),
        byline: vec![Clean::line("Ada Writer")],
        published: Some(Published { at, offset_minutes: 0 }),
        sorted_at: at,
        fetched_at: noon(),
        read: false,
        bookmarked: false,
        tags: Vec::new(),
        quotes: u32::try_from(id.rem_euclid(3)).unwrap() * 2,
        words: 420,
        excerpt: Clean::line("The foreign minister said on Sunday."),
        edited: false,
        snippet: None,
        story: None,
    }
}

pub(crate) const TITLES: [&str; 6] = [
    "Minister \"ready to talk\", but on conditions that nobody has accepted so far",
    "Grain ships leave port despite warnings",
    "Storm closes three mountain roads",
    "Council votes to keep the old bridge",
    "Tide gauges show the sea rising faster than thought",
    "Ferry fares to go up in spring",
];

pub(crate) fn rows() -> Vec<Row> {
    let all = outlets();
    (1..)
        .zip(TITLES)
        .map(|(id, title)| row(id, title, &all[usize::try_from(id - 1).unwrap() % all.len()]))
        .collect()
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph {
        label: 0,
        text: vec![Span {
            text: Clean::text(text),
            face: Face::Plain,
            link: None,
        }],
    }
}

/// An article with two speakers, a source and a link.
#[expect(
    clippy::too_many_lines,
    reason = "an article and what was found in it, piece by piece"
)]
pub(crate) fn opened(row: Row) -> Opened {
    let first = "The foreign minister said on Sunday that talks were possible.";
    let said = "\"We are ready to talk, but only if there are realistic proposals,\" Lena Orlova said.";
    let reply = "\"There is nothing new in this,\" said Marek Dunn, as the agency Orion reported.";
    let mut blocks = vec![paragraph(first), paragraph(said), paragraph(reply)];
    for number in 1..=30 {
        blocks.push(paragraph(&format!(
            "Background paragraph {number}: {}",
            "the harbour was quiet and the ships lay at anchor. ".repeat(4)
        )));
    }
    let quote = |leaf, start, end, text: &str, speaker| Quote {
        at: Extent {
            start: Place { leaf, offset: start },
            end: Place { leaf, offset: end },
        },
        text: Clean::line(text),
        kind: QuoteKind::Direct,
        speaker: Some(speaker),
        mention: None,
        cue: None,
        cue_text: None,
        confidence: 0.9,
    };
    let speaker = |name: &str, role: Option<&str>| Speaker {
        name: Clean::line(name),
        named: true,
        role: role.map(Clean::line),
        mentions: Vec::new(),
    };
    let speech = Speech {
        quotes: vec![
            quote(
                1,
                0,
                67,
                "We are ready to talk, but only if there are realistic proposals,",
                0,
            ),
            quote(2, 0, 31, "There is nothing new in this,", 1),
        ],
        speakers: vec![
            speaker("Lena Orlova", Some("foreign minister")),
            speaker("Marek Dunn", None),
        ],
        sources: vec![Source {
            at: Extent {
                start: Place { leaf: 2, offset: 60 },
                end: Place { leaf: 2, offset: 65 },
            },
            name: Clean::line("Orion"),
            described: Some(Clean::line("agency")),
            kind: SourceKind::Agency,
            link: Some(LinkId(0)),
        }],
    };
    let document = Document {
        blocks,
        links: vec![Link {
            url: "https://orion.test/news".into(),
        }],
    };
    opened_as(row, document, speech)
}

pub(crate) fn opened_as(row: Row, document: Document, speech: Speech) -> Opened {
    let article = Article {
        feed: FeedId(row.outlet.0 * 10),
        language: Language::ENGLISH,
        modified: None,
        note: None,
        highlights: Vec::new(),
        image: None,
        html: String::new(),
        base: None,
        page: None,
        page_said: None,
        standfirst: None,
        section: None,
        place: None,
        row,
    };
    Opened {
        article: Arc::new(article),
        document: Arc::new(document),
        speech: Arc::new(speech),
        complete: Complete::Whole,
        from_page: false,
        changes: false,
    }
}

/// A document of plain paragraphs.
pub(crate) fn plain(texts: &[&str]) -> Document {
    Document {
        blocks: texts.iter().map(|text| paragraph(text)).collect(),
        links: Vec::new(),
    }
}

pub(crate) fn empty(width: u16, height: u16) -> (App, Vec<Effect>) {
    App::start(Start {
        config: Config::default(),
        themes: crate::config::Theme::built_in(),
        theme: 0,
        size: Size { width, height },
        now: noon(),
        zone: TimeZone::UTC,
        offline: false,
        around: crate::config::Surroundings::default(),
    })
}

/// A screen with four outlets, a saved filter and six unread articles.
pub(crate) fn newsroom(width: u16, height: u16) -> App {
    let (mut app, effects) = empty(width, height);
    let filters = vec![SavedFilter {
        id: FilterId(1),
        name: Clean::line("talks + sanctions"),
        query: "talks or sanctions".into(),
    }];
    app.update(Event::Outlets {
        outlets: outlets(),
        filters,
    });
    app.update(Event::Counted(Counts {
        all: 1204,
        unread: 6,
        bookmarks: 12,
        today: 4,
        outlets: vec![(OutletId(1), 2), (OutletId(2), 2), (OutletId(3), 1), (OutletId(4), 1)],
    }));
    app.update(Event::Tallied(vec![(FilterId(1), 2)]));
    answer(&mut app, effects);
    app
}

/// Presses keys, and answers what they ask for as the shell would; returns everything that was asked for.
pub(crate) fn press(app: &mut App, keys: &str) -> Vec<Effect> {
    let mut all = Vec::new();
    for key in keys.split_whitespace() {
        let key: Key = key.parse().unwrap();
        let effects = app.update(Event::Key(key));
        all.extend(effects.iter().cloned());
        all.extend(answer(app, effects));
    }
    all
}

/// Types text, letter by letter.
pub(crate) fn type_text(app: &mut App, text: &str) {
    for sign in text.chars() {
        let key = if sign == ' ' {
            "space".to_owned()
        } else {
            sign.to_string()
        };
        press(app, &key);
    }
}

fn answer(app: &mut App, effects: Vec<Effect>) -> Vec<Effect> {
    let mut further = Vec::new();
    for effect in effects {
        let event = match effect {
            Effect::List {
                ticket,
                query,
                after: None,
                ..
            } => {
                let slugs = query.outlets().to_vec();
                let all = outlets();
                let wanted = |row: &Row| {
                    slugs.is_empty()
                        || all
                            .iter()
                            .any(|outlet| outlet.id == row.outlet && slugs.contains(&outlet.slug))
                };
                let rows: Vec<Row> = rows().into_iter().filter(wanted).collect();
                Event::Listed {
                    newest: ArticleId(6),
                    ticket,
                    total: Some(rows.len() as u64),
                    rows,
                }
            }
            Effect::List { ticket, .. } => Event::Listed {
                newest: ArticleId(6),
                ticket,
                rows: Vec::new(),
                total: None,
            },
            Effect::Open { ticket, article, .. } => {
                let row = rows().into_iter().find(|row| row.id == article).unwrap();
                Event::Opened {
                    ticket,
                    opened: Box::new(opened(row)),
                }
            }
            _ => continue,
        };
        let more = app.update(event);
        further.extend(more.iter().cloned());
        further.extend(answer(app, more));
    }
    further
}
