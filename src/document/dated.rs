//! When an article was published, as its page says it: JSON-LD, `<meta>`, `<time>`, its address, and what stands written near its
//! headline. Never when it last changed, unless the page says nothing else.

use std::ops::Range;

use dom_query::Document as Dom;
use jiff::civil::{DateTime, Time};
use url::Url;

use crate::document::days::{Style, days_in};
use crate::document::declared::MetaTags;
use crate::document::json_ld::Described;
use crate::document::lexicon::lexicon;
use crate::document::near::{Near, Surroundings};
use crate::model::{Clean, Published, read_day};

/// `<meta>` names of the moment of publication, the surest first.
const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "article:published",
    "article.published",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "date",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "og:article:modified_time",
    "article:modified",
    "datemodified",
    "dcterms.modified",
    "last-modified",
];

/// When it was published.
pub(crate) fn published(
    dom: &Dom,
    tags: &MetaTags,
    described: &Described,
    url: Option<&Url>,
    around: &Surroundings<'_>,
    style: Style,
) -> Option<Published> {
    /// Hours that no difference of zones explains.
    const APART: i64 = 48;
    let read = |text: &str| read_day(text, style.day_first);
    let said = |name: &str| described.field(name).as_str().and_then(read);
    let declared = said("datePublished");
    if let Some(declared) = declared
        && said("dateModified").is_some_and(|modified| modified.at == declared.at)
        && let Some(shown) = first_shown(around.near(), style)
        && civil(declared).duration_since(civil(shown)).as_hours() >= APART
    {
        // Some declare the day of a change as both.
        return Some(shown);
    }
    declared
        .or_else(|| {
            PUBLISHED
                .iter()
                .find_map(|name| tags.get(name).and_then(|text| read(&text)))
        })
        .or_else(|| shown(dom, around, style))
        .or_else(|| {
            tags.all()
                .find_map(|(name, text)| says_published(name).then(|| read(text))?)
        })
        .or_else(|| said("dateCreated"))
        .or_else(|| url.and_then(dated_address))
        .or_else(|| below(&around.all(), style))
        .or_else(|| tags.get("last-modified").and_then(|text| read(&text)))
}

/// When it last changed.
pub(crate) fn modified(tags: &MetaTags, described: &Described) -> Option<Published> {
    let read = |text: &str| read_day(text, false);
    let tagged = || {
        MODIFIED
            .iter()
            .find_map(|name| tags.get(name).and_then(|text| read(&text)))
    };
    described.field("dateModified").as_str().and_then(read).or_else(tagged)
}

/// Whether a name is one of the countless others for the moment of publication: `w-published-date`, `citation_date`.
fn says_published(name: &str) -> bool {
    let joined: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let published = [
        "published",
        "publishdate",
        "publishtime",
        "publicationdate",
        "pubdate",
        "publishedon",
        "publishedat",
    ];
    let others = [
        "modif",
        "updat",
        "expir",
        "unpub",
        "revis",
        "review",
        "last",
        "event",
        "birth",
        "embargo",
        "valid",
        "copyright",
    ];
    !others.iter().any(|other| joined.contains(other))
        && (published.iter().any(|word| joined.contains(word))
            || joined.ends_with("date")
            || joined.ends_with("created"))
}

/// What the first line says that says nothing but when it was published, wherever it stands.
fn below(all: &Near<'_>, style: Style) -> Option<Published> {
    const LONGEST: usize = 80;
    let lines = all.lines.iter().filter(|line| line.text.len() <= LONGEST);
    lines.into_iter().find_map(|line| {
        let lower = line.text.to_lowercase();
        lexicon().published.rests(&lower).next()?;
        let days = days_in(&line.text, style);
        let (range, day) = days.first()?;
        let ends = line.text.len() - range.end <= LONGEST / 4;
        (ends && days.len() == 1 && !says_updated(&lower)).then_some(*day)
    })
}

/// The day in an address: `/2025/12/19/`, `/2025-12-19-ferry`, `/20251219/`.
fn dated_address(url: &Url) -> Option<Published> {
    let path = url.path();
    let runs = |digits: &[u8]| digits.iter().all(u8::is_ascii_digit);
    (0..path.len()).find_map(|at| {
        let rest = path.get(at..)?;
        let before = path.get(..at)?.bytes().next_back()?;
        if before.is_ascii_digit() || !rest.starts_with("19") && !rest.starts_with("20") {
            return None;
        }
        let parted = rest.get(..10).filter(|day| {
            let day = day.as_bytes();
            let mark = day[4];
            matches!(mark, b'/' | b'-' | b'_')
                && day[7] == mark
                && runs(&day[..4])
                && runs(&day[5..7])
                && runs(&day[8..])
        });
        let joined = || rest.get(..8).filter(|day| runs(day.as_bytes()));
        let day = parted.or_else(joined)?;
        let ends = !rest.get(day.len()..)?.starts_with(|sign: char| sign.is_ascii_digit());
        let digits: String = day.chars().filter(char::is_ascii_digit).collect();
        let (year, month, day) = (digits.get(..4)?, digits.get(4..6)?, digits.get(6..)?);
        let known =
            ends && (1..=12).contains(&month.parse::<u8>().ok()?) && (1..=31).contains(&day.parse::<u8>().ok()?);
        known.then(|| read_day(&format!("{year}-{month}-{day}"), false))?
    })
}

/// A date that the page shows.
struct Dated {
    at: Published,
    /// Which line it stands in.
    line: usize,
    /// Whether the page says that it is the day of a change.
    updated: bool,
    /// Whether its line says nothing else.
    alone: bool,
}

/// The date that people read right after the headline, where it is not the day of a change.
fn first_shown(near: &Near<'_>, style: Style) -> Option<Published> {
    let headline = near.headline?;
    let after = |dated: &Dated| (headline..=headline + AFTER).contains(&dated.line);
    let found = dates(near, style).into_iter().find(after);
    found
        .filter(|dated| dated.alone && !dated.updated)
        .map(|dated| dated.at)
}

/// Lines after the headline in which its date mostly stands.
const AFTER: usize = 10;

/// What the page shows near its headline; failing that, what it marks anywhere.
fn shown(dom: &Dom, around: &Surroundings<'_>, style: Style) -> Option<Published> {
    /// Lines before the headline in which its date may stand, and after it at most.
    const BEFORE: usize = 10;
    const BELOW: usize = 30;
    let read = |text: &str| read_day(text, style.day_first);
    let marked = dom.select("[itemprop~=datePublished]");
    let itemised = marked.nodes().iter().take(12).find_map(|node| {
        let values = ["content", "datetime"].into_iter().filter_map(|name| node.attr(name));
        let written = || {
            days_in(&Clean::title(&node.text(), 200), style)
                .first()
                .map(|(_, at)| *at)
        };
        values.into_iter().find_map(|value| read(&value)).or_else(written)
    });
    if itemised.is_some() {
        return itemised;
    }
    let near = around.near();
    let found = dates(near, style);
    let headline = near.headline;
    let within = |lines: usize| {
        move |dated: &&Dated| headline.is_none_or(|headline| (headline..=headline + lines).contains(&dated.line))
    };
    let before = |dated: &&Dated| {
        headline.is_some_and(|headline| (headline.saturating_sub(BEFORE)..headline).contains(&dated.line))
    };
    let of = |updated: bool| found.iter().filter(move |dated| dated.updated == updated);
    let nearest = |updated: bool| {
        let close = of(updated)
            .find(within(AFTER))
            .or_else(|| of(updated).rev().find(before));
        close.or_else(|| of(updated).find(within(BELOW)))
    };
    let dated = nearest(false).or_else(|| nearest(true)).map(|dated| dated.at);
    let stamps = || {
        let times = dom.select("main time, article time, time");
        let stamps = times.nodes().iter().take(12).filter_map(|time| time.attr("datetime"));
        stamps.into_iter().filter_map(|stamp| read(&stamp)).collect::<Vec<_>>()
    };
    match dated {
        // What people read says the day, what machines read the minute.
        Some(dated) if is_day(dated) => {
            let same = |stamp: &Published| civil(*stamp).date() == civil(dated).date();
            Some(stamps().into_iter().find(same).unwrap_or(dated))
        }
        Some(dated) => Some(dated),
        None => stamps().into_iter().next(),
    }
}

fn civil(moment: Published) -> DateTime {
    moment.offset().to_datetime(moment.at)
}

/// Whether no time was said.
fn is_day(moment: Published) -> bool {
    civil(moment).time() == Time::midnight()
}

/// The dates of the lines near the headline.
fn dates(near: &Near<'_>, style: Style) -> Vec<Dated> {
    /// Longer lines are prose.
    const LONGEST: usize = 140;
    /// Letters of a line that may stand around a date.
    const AROUND: usize = 90;
    let mut found = Vec::new();
    // The line before, where it is short: "Last updated:".
    let mut said = String::new();
    for (at, line) in near.lines.iter().enumerate() {
        let days = if line.text.len() <= LONGEST {
            days_in(&line.text, style)
        } else {
            Vec::new()
        };
        let alone = says_nothing_else(&line.text, &days);
        for (stamp, class) in &line.stamps {
            let marked = format!("{said} {class} {}", line.text.to_lowercase());
            if let Some(moment) = read_day(stamp, style.day_first) {
                found.push(Dated {
                    at: moment,
                    line: at,
                    updated: says_updated(&marked) || ["updat", "modif"].iter().any(|word| class.contains(word)),
                    alone,
                });
            }
        }
        let taken: usize = days.iter().map(|(range, _)| range.len()).sum();
        let mut from = 0;
        for (range, moment) in days.iter().filter(|_| line.text.len() - taken <= AROUND) {
            let before = line.text.get(from..range.start).unwrap_or_default().to_lowercase();
            found.push(Dated {
                at: *moment,
                line: at,
                updated: says_updated(&before) || from == 0 && says_updated(&said),
                alone,
            });
            from = range.end;
        }
        said.clear();
        if line.text.len() <= 40 && days.is_empty() && line.stamps.is_empty() {
            said = line.text.to_lowercase();
        }
    }
    found
}

/// Whether there is nothing in a line but its days and the words around them: "Published on 19 December 2025, 8:30".
fn says_nothing_else(line: &str, days: &[(Range<usize>, Published)]) -> bool {
    let mut from = 0;
    let mut rest = String::new();
    for (range, _) in days {
        rest.push_str(line.get(from..range.start).unwrap_or_default());
        rest.push(' ');
        from = range.end;
    }
    rest.push_str(line.get(from..).unwrap_or_default());
    let rest = rest.to_lowercase();
    let mut words = rest
        .split(|sign: char| !sign.is_alphabetic())
        .filter(|word| !word.is_empty());
    words.all(|word| lexicon().dates.contains(word))
}

fn says_updated(lower: &str) -> bool {
    lexicon().updated.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use dom_query::Document as Dom;
    use url::Url;

    use crate::document::meta::read_meta;

    #[track_caller]
    fn check(markup: &str, address: &str, expected: &str) {
        let url = Url::parse(address).ok();
        let meta = read_meta(&Dom::from(markup), &[], url.as_ref());
        let shown = meta
            .published
            .map(|published| published.at.display_with_offset(published.offset()).to_string());
        assert_eq!(shown.as_deref().unwrap_or("none"), expected, "{markup}");
    }

    #[test]
    fn reads_dates_near_the_headline() {
        let page = |language: &str, line: &str| {
            format!(
                "<html lang={language}><title>Ferry sinks</title><body><header><p>Monday, 7 July 2025</p></header>\
                 <ul><li>1</li><li>2</li><li>3</li><li>4</li><li>5</li><li>6</li><li>7</li><li>8</li><li>9</li><li>10</li></ul>\
                 <h1>Ferry sinks</h1><p>Off Brask, nobody was hurt.</p>{line}<p>On May 6, 2025, the ferry had been mended for the \
                 third time, its owner said, and then it was painted and left the yard for Brask again.</p>"
            )
        };
        for (language, line, expected) in [
            ("en", "<p>December 19, 2025</p>", "2025-12-19T00:00:00+00:00"),
            (
                "en",
                "<p>By Ada Moss <span>Dec. 19th, 2025</span> at 4:30 p.m.</p>",
                "2025-12-19T16:30:00+00:00",
            ),
            (
                "de",
                "<div>Von Ada Moss · 19. Dezember 2025, 8:30 Uhr</div>",
                "2025-12-19T08:30:00+00:00",
            ),
            (
                "fr",
                "<p>Publié le 19 décembre 2025 à 10:15</p>",
                "2025-12-19T10:15:00+00:00",
            ),
            ("es", "<p>19 de diciembre de 2025</p>", "2025-12-19T00:00:00+00:00"),
            ("ru", "<p>19 декабря 2025, 10:15</p>", "2025-12-19T10:15:00+00:00"),
            ("uk", "<p>19 грудня 2025 р.</p>", "2025-12-19T00:00:00+00:00"),
            ("pl", "<p>19 grudnia 2025</p>", "2025-12-19T00:00:00+00:00"),
            ("hu", "<p>2025. december 19.</p>", "2025-12-19T00:00:00+00:00"),
            ("ja", "<p>2025年12月19日 10:15</p>", "2025-12-19T10:15:00+00:00"),
            ("de", "<p>19.12.2025</p>", "2025-12-19T00:00:00+00:00"),
            ("en", "<p>4/3/2025</p>", "2025-04-03T00:00:00+00:00"),
            ("en-GB", "<p>4/3/2025</p>", "2025-03-04T00:00:00+00:00"),
            ("it", "<p>4/3/2025</p>", "2025-03-04T00:00:00+00:00"),
            (
                "en",
                "<p>Updated December 20, 2025</p><p>December 19, 2025</p>",
                "2025-12-19T00:00:00+00:00",
            ),
            (
                "de",
                "<p>Aktualisiert am</p><p>20.12.2025</p><p>19.12.2025</p>",
                "2025-12-19T00:00:00+00:00",
            ),
            ("en", "<p>Updated December 20, 2025</p>", "2025-12-20T00:00:00+00:00"),
            ("en", "<p>Ten ways to 25 trends in 2025</p>", "none"),
        ] {
            check(&page(language, line), "https://post.test/ferry", expected);
        }
    }

    #[test]
    fn machines_words_give_the_minute() {
        let time = "<time datetime='2025-12-19T10:15:00+02:00'></time>";
        check(
            &format!("<h1>Ferry</h1><p>19 December 2025</p><p>Text</p>{time}"),
            "",
            "2025-12-19T10:15:00+02:00",
        );
        check(
            &format!("<h1>Ferry</h1><p>Updated <time datetime='2025-12-20'>yesterday</time></p>{time}"),
            "",
            "2025-12-19T10:15:00+02:00",
        );
        check(
            "<h1>Ferry</h1><p>Nothing</p><div class=comments><time datetime='2025-12-24'></time></div>",
            "https://post.test/2025/12/19/ferry",
            "2025-12-24T00:00:00+00:00",
        );
    }

    #[test]
    fn the_day_of_a_change_may_be_declared_as_both() {
        let page = |modified: &str, line: &str| {
            let declared = format!(
                r#"{{"@type":"NewsArticle","headline":"Ferry","datePublished":"2025-12-19T10:15Z","dateModified":"{modified}"}}"#
            );
            let dom = Dom::from(format!("<h1>Ferry</h1>{line}<p>Text.</p>"));
            let published = read_meta(&dom, &[declared], None).published;
            published.map(|published| published.at.to_string()).unwrap_or_default()
        };
        let (same, later) = ("2025-12-19T10:15Z", "2025-12-20T10:15Z");
        let shown = "<p>Published on 12 November 2025, 8:30</p>";
        assert_eq!(page(same, shown), "2025-11-12T08:30:00Z");
        for line in [
            "<p>18 December 2025</p>",
            "<p>24 December 2025</p>",
            "<p>Updated 12 November 2025</p>",
            "<p>Release: 12 November 2025</p>",
        ] {
            assert_eq!(page(same, line), "2025-12-19T10:15:00Z", "{line}");
        }
        assert_eq!(page(later, shown), "2025-12-19T10:15:00Z");
    }

    #[test]
    fn a_line_below_says_when_it_was_published() {
        let lines = "<p>Rain and wind.</p>".repeat(40);
        for (line, expected) in [
            ("Posted on April 13, 2023", "2023-04-13T00:00:00+00:00"),
            ("Опубликовано 13 апреля 2023", "2023-04-13T00:00:00+00:00"),
            ("公開日：2023年4月13日", "2023-04-13T00:00:00+00:00"),
            ("Dated April 13, 2023", "none"),
            ("Posted on April 13, 2023, and on May 1, 2023", "none"),
        ] {
            check(
                &format!("<h1>Ferry</h1>{lines}<div>{line}</div>"),
                "https://post.test/ferry",
                expected,
            );
        }
    }

    #[test]
    fn reads_whatever_a_tag_is_called() {
        for (tags, expected) in [
            (
                "<meta name=w-published-date content='2025-12-19T10:15Z'>",
                "2025-12-19T10:15:00+00:00",
            ),
            (
                "<meta name=citation_date content='2025/12/19'>",
                "2025-12-19T00:00:00+00:00",
            ),
            (
                "<meta name=published content='December 19, 2025'>",
                "2025-12-19T00:00:00+00:00",
            ),
            ("<meta name=last-updated-date content='2025-12-20'>", "none"),
            (
                "<meta name=last-modified content='2025-12-20'><meta property=article:published_time content='2025-12-19'>",
                "2025-12-19T00:00:00+00:00",
            ),
        ] {
            check(tags, "", expected);
        }
    }

    #[test]
    fn an_address_is_the_last_witness() {
        for (address, expected) in [
            ("https://post.test/2025/12/19/ferry", "2025-12-19T00:00:00+00:00"),
            ("https://post.test/a/2025-12-19-ferry.html", "2025-12-19T00:00:00+00:00"),
            ("https://post.test/20251219/ferry", "2025-12-19T00:00:00+00:00"),
            ("https://post.test/2025/12/ferry", "none"),
            ("https://post.test/id-120251219", "none"),
            ("https://post.test/20259919/ferry", "none"),
        ] {
            check("<h1>Ferry</h1>", address, expected);
        }
    }
}
