//! Which article an entry is, over several answers of a feed that changes.

use byline::model::{ArticleId, Complete, Mark, Row};
use byline::query::Query;
use byline::store::{NewOutlet, Slice};
use jiff::Timestamp;

use crate::poll::Desk;
use crate::web::{Reply, Web};

/// An item: guid, link, title, minutes after eight, text; what is empty or 0 is left out.
type Item<'a> = (&'a str, &'a str, &'a str, u32, &'a str);

fn answer(items: &[Item<'_>]) -> String {
    let part = |name: &str, value: &str| match value {
        "" => String::new(),
        value => format!("<{name}>{value}</{name}>"),
    };
    let item = |(guid, link, title, minutes, text): &Item<'_>| {
        let guid = part("guid", guid).replace("<guid>", "<guid isPermaLink=\"false\">");
        let date = match minutes {
            0 => String::new(),
            minutes => format!("Thu, 26 Nov 2020 {:02}:{:02}:00 GMT", 8 + minutes / 60, minutes % 60),
        };
        let (link, title, date, text) = (
            part("link", link),
            part("title", title),
            part("pubDate", &date),
            part("description", text),
        );
        format!("<item>{guid}{link}{title}{date}{text}</item>")
    };
    let items: String = items.iter().map(item).collect();
    format!("<rss version=\"2.0\"><channel><title>Harbour Dispatch</title>{items}</channel></rss>")
}

/// A desk that follows a feed with these answers.
struct Polls {
    desk: Desk,
    web: Web,
}

impl Polls {
    async fn of(answers: &[&[Item<'_>]]) -> Self {
        let answers: Vec<String> = answers.iter().map(|items| answer(items)).collect();
        let web = Web::serve(move |asked| match answers.get(asked.nth) {
            Some(answer) => Reply::ok(answer.clone()),
            None => Reply::ok(answers.last().unwrap().clone()),
        });
        let desk = Desk::new();
        desk.follow(&[web.url("/feed")]).await;
        Self { desk, web }
    }

    /// Asks once: how many articles are new, and how many changed.
    async fn ask(&self) -> (u32, u32) {
        let refreshed = self.desk.ask().await;
        assert_eq!(refreshed.why, None);
        (refreshed.new, refreshed.changed)
    }

    async fn rows(&self) -> Vec<Row> {
        let slice = Slice {
            limit: 100,
            ..Slice::default()
        };
        let list = move |db: &byline::store::Db| db.rows(&Query::default(), &slice, Timestamp::UNIX_EPOCH);
        self.desk.read(list).await
    }

    async fn mark(&self, article: ArticleId, mark: Mark) {
        let mark = move |db: &mut byline::store::Db| db.mark(&[article], mark, Timestamp::UNIX_EPOCH);
        self.desk.write(mark).await;
    }

    /// Follows the feed anew.
    async fn follow_again(&self) {
        let url = self.web.url("/feed");
        let again = move |db: &mut byline::store::Db| {
            let outlet = db.outlets()?.remove(0).id;
            db.remove_outlet(outlet)?;
            let feeds = vec![url];
            let outlet = NewOutlet {
                feeds,
                ..NewOutlet::default()
            };
            db.add_outlet(&outlet, Timestamp::UNIX_EPOCH)
        };
        self.desk.write(again).await;
    }
}

/// Asks for each answer; what was new and changed by each, and the titles in the end.
#[track_caller]
fn check(answers: &[&[Item<'_>]], told: &[(u32, u32)], titles: &[&str]) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let polls = Polls::of(answers).await;
        let mut got = Vec::new();
        for _ in answers {
            got.push(polls.ask().await);
        }
        assert_eq!(
            (got.as_slice(), polls.desk.titles().await),
            (told, titles.iter().map(|title| (*title).to_owned()).collect())
        );
    });
}

const LIVE: &str = "http://127.0.0.1/live";
const HOME: &str = "http://127.0.0.1/";

#[test]
fn entries_of_a_live_blog_are_articles_of_their_own() {
    let first = ("g1", LIVE, "First", 1, "The harbour opens.");
    let second = ("g2", LIVE, "Second", 62, "A ferry has left for the island.");
    let third = ("g3", LIVE, "Third", 123, "It is back.");
    check(
        &[&[first], &[second, first], &[third, second, first]],
        &[(1, 0); 3],
        &["First", "Second", "Third"],
    );
    // One at a time, which leaves but title and date to tell them apart.
    check(
        &[&[first], &[second], &[third]],
        &[(1, 0); 3],
        &["First", "Second", "Third"],
    );
    // Without dates, by their texts.
    let undated = |(guid, link, title, _, text): Item<'static>| (guid, link, title, 0, text);
    check(
        &[
            &[undated(first)],
            &[undated(second)],
            &[undated(second), undated(third)],
        ],
        &[(1, 0); 3],
        &["First", "Second", "Third"],
    );
}

#[test]
fn a_guid_that_changes_makes_no_other_article() {
    let page = "http://127.0.0.1/ferries";
    let text = "The ferries run again, the harbour master said on Monday.";
    let first = ("g1", page, "Ferries run", 1, text);
    check(
        &[&[first], &[("g2", page, "Ferries run", 9, "It was a Tuesday.")]],
        &[(1, 0), (0, 1)],
        &["Ferries run"],
    );
    check(
        &[&[first], &[("g2", page, "Ferries do run", 1, text)]],
        &[(1, 0), (0, 1)],
        &["Ferries do run"],
    );
    check(
        &[
            &[("g1", page, "Ferries run", 0, text)],
            &[("g2", page, "Boats go", 0, text)],
        ],
        &[(1, 0), (0, 1)],
        &["Boats go"],
    );
    // With the same guid anything may change.
    check(
        &[&[first], &[("g1", page, "Boats", 9, "Go.")]],
        &[(1, 0), (0, 1)],
        &["Boats"],
    );
}

#[test]
fn an_address_that_is_made_up_for_every_visitor_makes_no_other_article() {
    let text = "The ferries run again, the harbour master said on Monday.";
    let asked = |guid, visitor, minutes, text| [(guid, visitor, "Ferries run", minutes, text)];
    let (first, second) = ("http://127.0.0.1/ferries?sid=7", "http://127.0.0.1/ferries?sid=8");
    for (guid, text) in [("", text), ("", ""), ("g", text)] {
        let other = if guid.is_empty() { "" } else { "h" };
        check(
            &[&asked(guid, first, 1, text), &asked(other, second, 1, text)],
            &[(1, 0), (0, 0)],
            &["Ferries run"],
        );
    }
    // What is at the other address is another one, or stands beside it.
    let more = "A second boat joins them on the island line from Tuesday on.";
    for (minutes, said) in [(9, text), (0, text), (1, more)] {
        let titles = ["Ferries run"; 2];
        check(
            &[&asked("", first, 1, text), &asked("", second, minutes, said)],
            &[(1, 0); 2],
            &titles,
        );
    }
    let both = [asked("", first, 1, text)[0], asked("", second, 1, text)[0]];
    check(&[&both[..1], &both], &[(1, 0); 2], &["Ferries run"; 2]);
}

#[test]
fn entries_without_guid_that_share_a_link_stay_apart() {
    let a = ("", HOME, "News A", 1, "The harbour opens.");
    let b = ("", HOME, "News B", 2, "A ferry has left.");
    let c = ("", HOME, "News C", 3, "It is back.");
    let told = [(2, 0), (1, 0), (0, 0), (0, 0), (0, 0)];
    let all = ["News A", "News B", "News C"];
    check(&[&[b, a], &[c, b, a], &[b], &[c, a], &[c, b]], &told, &all);
    let page = |(guid, _, title, minutes, text): Item<'static>| (guid, LIVE, title, minutes, text);
    let [a, b, c] = [a, b, c].map(page);
    check(&[&[b, a], &[c, b, a], &[b], &[c, a], &[c, b]], &told, &all);
    check(
        &[&[a], &[b, a], &[b], &[a], &[a, b]],
        &[(1, 0), (1, 0), (0, 0), (0, 0), (0, 0)],
        &["News A", "News B"],
    );
    // With one guid for all of them.
    let same = |(_, _, title, minutes, text): Item<'static>| ("same", HOME, title, minutes, text);
    let [a, b, c] = [a, b, c].map(same);
    check(&[&[b, a], &[c, b, a], &[c, a]], &[(2, 0), (1, 0), (0, 0)], &all);
    // With nothing but a text to tell them apart.
    let photo = (
        "",
        "",
        "Photo of the day",
        0,
        "A boat at the pier, seen from the hill above.",
    );
    let other = (
        "",
        "",
        "Photo of the day",
        0,
        "A boat at the pier, seen from the church above.",
    );
    check(
        &[&[photo, other], &[other, photo], &[other]],
        &[(2, 0), (0, 0), (0, 0)],
        &["Photo of the day"; 2],
    );
}

#[test]
fn an_article_at_a_page_of_its_own_needs_no_guid() {
    let page = "http://127.0.0.1/ferries";
    check(
        &[
            &[("", page, "Ferries run", 0, "Again.")],
            &[("", page, "Boats go", 0, "At last.")],
        ],
        &[(1, 0), (0, 1)],
        &["Boats go"],
    );
    check(
        &[
            &[("", page, "Ferries run", 5, "Again.")],
            &[("", page, "Boats go", 5, "At last.")],
        ],
        &[(1, 0), (0, 1)],
        &["Boats go"],
    );
}

#[tokio::test]
async fn an_articles_link_is_corrected_and_its_marks_go_with_it() {
    let item = |link: &'static str, text: &'static str| ("g1", link, "Ferries run", 1, text);
    let (typo, fixed) = ("http://127.0.0.1/ferrys", "http://127.0.0.1/ferries");
    let tracked = "http://127.0.0.1/ferries?utm_source=feed";
    let polls = Polls::of(&[
        &[item(typo, "Again.")],
        &[item(fixed, "Again.")],
        &[item(tracked, "Again.")],
        &[item(HOME, "Again.")],
        &[item("http://127.0.0.1/boats", "Again, at last.")],
    ])
    .await;
    assert_eq!(polls.ask().await, (1, 0));
    let id = polls.rows().await[0].id;
    polls.mark(id, Mark::Bookmarked).await;
    let write = move |db: &mut byline::store::Db| {
        db.set_tags(id, &["harbour".to_owned()], Timestamp::UNIX_EPOCH)?;
        db.set_note(id, "Ask again", Timestamp::UNIX_EPOCH)?;
        db.keep_page_away(id, Complete::Empty)
    };
    polls.desk.write(write).await;
    for expected in [fixed, fixed, fixed, "http://127.0.0.1/boats"] {
        let changed = u32::from(expected.ends_with("boats"));
        assert_eq!(polls.ask().await, (0, changed), "{expected}");
        let article = move |db: &byline::store::Db| Ok((db.article_at(expected)?, db.article(id)?.unwrap()));
        let (there, article) = polls.desk.read(article).await;
        assert_eq!((there, article.row.url.as_deref()), (Some(id), Some(expected)));
        assert_eq!(
            (article.row.tags.len(), article.note.as_deref()),
            (1, Some("Ask again"))
        );
        assert_eq!((article.row.bookmarked, article.page_said), (true, None), "asked anew");
    }
    polls.mark(id, Mark::Read).await;
    polls.mark(id, Mark::Unbookmarked).await;
    polls.follow_again().await;
    assert_eq!(polls.ask().await, (0, 0), "seen before");
    let row = polls.rows().await.remove(0);
    assert_eq!((row.read, row.tags.len()), (true, 1));
}

#[test]
fn an_outlet_that_goes_to_https_brings_nothing_anew() {
    let items = |scheme: &str, named: bool| -> Vec<(String, String, String)> {
        let page = |title: &str| format!("{scheme}://127.0.0.1/{}", title.to_lowercase());
        let guid = |title| if named { page(title) } else { String::new() };
        ["Ferries", "Trams"]
            .map(|title| (guid(title), page(title), title.to_owned()))
            .to_vec()
    };
    fn lent(items: &[(String, String, String)]) -> Vec<Item<'_>> {
        items
            .iter()
            .map(|(guid, link, title)| (guid.as_str(), link.as_str(), title.as_str(), 1, "It runs."))
            .collect()
    }
    for named in [true, false] {
        let (http, https) = (items("http", named), items("https", named));
        let news = (
            "https://127.0.0.1/rain",
            "https://127.0.0.1/rain",
            "Rain",
            9,
            "It rains.",
        );
        let more: Vec<_> = std::iter::once(news).chain(lent(&https)).collect();
        check(
            &[&lent(&http), &lent(&https), &more],
            &[(2, 0), (0, 0), (1, 0)],
            &["Ferries", "Rain", "Trams"],
        );
    }
}
