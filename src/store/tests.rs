//! The store over a real SQLite database in memory.

use jiff::Timestamp;

use crate::model::{
    ArticleId, Clean, FeedId, FeedState, Language, Mark, Passage, Place, Published, Seen, Validators, Written,
};
use crate::query::Query;
use crate::store::{Db, Delivery, Draft, Health, NewOutlet, Retention, Slice, Store, StoreError};

const NOON: i64 = 1_700_000_000;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(NOON + seconds).unwrap()
}

fn draft(key: &str, title: &str, text: &str, age_secs: i64) -> Draft {
    Draft {
        key: key.to_owned(),
        url: Some(format!("https://dispatch.example/{key}")),
        title: Clean::line(title),
        published: Some(Published {
            at: at(-age_secs),
            offset_minutes: 120,
        }),
        language: Language::ENGLISH,
        html: format!("<p>{text}</p>"),
        text: text.to_owned(),
        words: text.split_whitespace().count() as u32,
        ..Draft::default()
    }
}

pub(crate) fn delivery(drafts: Vec<Draft>) -> Delivery {
    Delivery {
        title: Clean::line("Harbour Dispatch"),
        kind: "rss20",
        site: None,
        drafts,
        unchanged: Vec::new(),
        health: health(),
    }
}

fn health() -> Health {
    Health {
        asked: None,
        state: FeedState::Ok,
        why: None,
        failures: 0,
        asked_at: at(0),
        next_poll_at: at(3600),
        validators: Validators::default(),
        body_hash: Some(7),
        moved_to: None,
        schedule: String::new(),
    }
}

/// A database with one outlet of one feed.
fn dispatch() -> (Db, FeedId) {
    let mut db = Db::in_memory().unwrap();
    let feed = follow_dispatch(&mut db);
    (db, feed)
}

fn follow_dispatch(db: &mut Db) -> FeedId {
    let outlet = NewOutlet {
        feeds: vec!["https://dispatch.example/rss".to_owned()],
        ..NewOutlet::default()
    };
    db.add_outlet(&outlet, at(0)).unwrap();
    db.due(at(0), 10).unwrap()[0].id
}

fn titles(db: &Db, filter: &str) -> Vec<String> {
    let rows = db
        .rows(
            &Query::parse(filter).unwrap(),
            &Slice {
                after: None,
                limit: 100,
            },
            at(0),
        )
        .unwrap();
    rows.into_iter().map(|row| row.title.into_string()).collect()
}

#[test]
fn an_outlet_takes_its_feeds_name_and_a_slug() {
    let (mut db, feed) = dispatch();
    assert_eq!(db.outlets().unwrap()[0].slug, "dispatch-example");
    db.save(feed, &delivery(vec![]), at(0)).unwrap();
    let outlets = db.outlets().unwrap();
    assert_eq!(
        (&*outlets[0].name, outlets[0].slug.as_str()),
        ("Harbour Dispatch", "harbour-dispatch")
    );
    assert!(db.due(at(10), 10).unwrap().is_empty());
    assert_eq!(db.next_due().unwrap(), Some(at(3600)));
}

#[test]
fn outlets_stand_as_people_look_them_up() {
    let mut db = Db::in_memory().unwrap();
    for (number, name) in ["Zeitung", "Bureau 10", "Ärzteblatt", "bureau 2"].iter().enumerate() {
        let outlet = NewOutlet {
            name: (*name).to_owned(),
            feeds: vec![format!("https://{number}.example/rss")],
            ..NewOutlet::default()
        };
        db.add_outlet(&outlet, at(0)).unwrap();
        let feed = db
            .outlets()
            .unwrap()
            .into_iter()
            .find(|outlet| &*outlet.name == *name)
            .unwrap()
            .feeds
            .remove(0)
            .id;
        let mut article = draft("one", name, "", 0);
        article.url = Some(format!("https://{number}.example/one"));
        db.save(feed, &delivery(vec![article]), at(0)).unwrap();
    }
    let expected = ["Ärzteblatt", "bureau 2", "Bureau 10", "Zeitung"];
    let names: Vec<_> = db
        .outlets()
        .unwrap()
        .into_iter()
        .map(|outlet| outlet.name.into_string())
        .collect();
    assert_eq!(names, expected);
    assert_eq!(titles(&db, "sort:outlet"), expected);
}

#[test]
fn a_folder_is_asked_for_by_the_name_that_is_shown() {
    let mut db = Db::in_memory().unwrap();
    let follow = |db: &mut Db, folder: &str| {
        let outlet = NewOutlet {
            folder: Some(folder.to_owned()),
            feeds: vec!["https://dispatch.example/rss".to_owned()],
            ..NewOutlet::default()
        };
        db.add_outlet(&outlet, at(0)).unwrap();
        db.outlets().unwrap().remove(0).folder
    };
    // The second time it is there already.
    for name in ["World \n News", "\u{200f}Ports\u{7}"] {
        let shown = follow(&mut db, name).unwrap();
        assert_eq!(db.known().unwrap().folders, [shown.to_string()]);
        let feed = db.outlets().unwrap()[0].feeds[0].id;
        db.save(feed, &delivery(vec![draft("a", "Talks", "go on", 60)]), at(0))
            .unwrap();
        assert_eq!(titles(&db, &format!("folder:\"{shown}\"")), ["Talks"]);
    }
    assert_eq!(follow(&mut db, " \n"), Some(Clean::line("Ports")));
}

#[test]
fn a_removed_outlet_is_followed_again_as_it_was() {
    let (mut db, feed) = dispatch();
    let ledger = NewOutlet {
        feeds: vec!["https://ledger.example/rss".to_owned()],
        ..NewOutlet::default()
    };
    assert!(db.add_outlet(&ledger, at(0)).unwrap().is_new);
    assert!(!db.add_outlet(&ledger, at(1)).unwrap().is_new);
    let drafts = vec![draft("a", "One", "talks", 60), draft("b", "Two", "storm", 30)];
    db.save(feed, &delivery(drafts.clone()), at(0)).unwrap();
    let outlet = db.outlets().unwrap()[0].id;
    db.edit_outlet(outlet, "The Dispatch", Some("Ports")).unwrap();
    db.pause_feed(feed, true).unwrap();
    let newest = db
        .rows(&Query::default(), &Slice { after: None, limit: 1 }, at(0))
        .unwrap()[0]
        .id;
    db.mark(&[newest], Mark::Read, at(0)).unwrap();
    let before = db.outlets().unwrap().remove(0);
    db.remove_outlet(outlet).unwrap();
    assert_eq!(db.gone(&[newest]).unwrap(), [newest]);

    let again = db.follow_again(&before, at(9)).unwrap();
    let followed = db.outlets().unwrap().remove(0);
    let told = |outlet: &crate::model::Outlet| {
        let paused = outlet.feeds[0].state == FeedState::Paused;
        let folder = outlet.folder.clone();
        (
            outlet.name.clone(),
            outlet.slug.clone(),
            folder,
            outlet.feeds[0].url.clone(),
            paused,
        )
    };
    assert_eq!(told(&followed), told(&before));
    assert_eq!(
        (followed.id, again),
        (before.id, before.id),
        "whatever else is to be taken back names it so"
    );
    db.save(followed.feeds[0].id, &delivery(drafts), at(10)).unwrap();
    assert_eq!(titles(&db, "is:unread"), ["One"], "what was read is read");
    let there = db
        .rows(&Query::default(), &Slice { after: None, limit: 9 }, at(10))
        .unwrap();
    assert_eq!(db.gone(&[there[0].id]).unwrap(), []);
}

#[test]
fn what_was_written_on_an_article_is_put_back() {
    let (mut db, feed) = dispatch();
    db.save(feed, &delivery(vec![draft("a", "One", "talks", 60)]), at(0))
        .unwrap();
    let id = db
        .rows(&Query::default(), &Slice { after: None, limit: 1 }, at(0))
        .unwrap()[0]
        .id;
    let written = |db: &Db| Written::on(&db.article(id).unwrap().unwrap());
    let passage = |text: &str| Passage {
        text: Clean::line(text),
        ..Passage::default()
    };
    let bare = written(&db);
    db.set_tags(id, &["later".to_owned()], at(1)).unwrap();
    db.set_note(id, "ask", at(2)).unwrap();
    db.add_highlight(id, &passage("talks"), "when?", at(3)).unwrap();
    db.add_highlight(id, &passage("ta"), "", at(4)).unwrap();
    let full = written(&db);
    assert!(full.bookmarked);

    db.set_tags(id, &[], at(5)).unwrap();
    db.set_note(id, "", at(5)).unwrap();
    db.remove_highlight(id, &passage("talks")).unwrap();
    let less = written(&db);
    db.write_back(id, &full, &less).unwrap();
    assert_eq!(written(&db), full);
    db.write_back(id, &bare, &full).unwrap();
    assert_eq!(written(&db), bare, "nor is it kept");
}

#[test]
fn what_another_program_wrote_meanwhile_is_not_taken_back() {
    let (mut db, feed) = dispatch();
    db.save(feed, &delivery(vec![draft("a", "One", "talks", 60)]), at(0))
        .unwrap();
    let id = db.newest().unwrap();
    let written = |db: &Db| Written::on(&db.article(id).unwrap().unwrap());
    let passage = |text: &str| Passage {
        text: Clean::line(text),
        ..Passage::default()
    };
    let tags = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let mut step = |work: &dyn Fn(&mut Db)| {
        let before = written(&db);
        work(&mut db);
        (before, written(&db))
    };
    let tagged = step(&|db| db.set_tags(id, &tags(&["one"]), at(1)).unwrap());
    let noted = step(&|db| db.set_note(id, "mine", at(2)).unwrap());
    let lit = step(&|db| db.add_highlight(id, &passage("talks"), "", at(3)).unwrap());
    let unlit = step(&|db| db.remove_highlight(id, &passage("talks")).unwrap());
    // Another program.
    db.set_tags(id, &tags(&["one", "two"]), at(4)).unwrap();
    db.set_note(id, "theirs", at(4)).unwrap();
    db.add_highlight(id, &passage("talks"), "theirs, too", at(4)).unwrap();
    let theirs = written(&db);

    for (before, after) in [unlit, lit, noted, tagged] {
        db.write_back(id, &before, &after).unwrap();
    }
    let left = Written {
        tags: vec![Clean::line("two")],
        ..theirs
    };
    assert!(left.bookmarked);
    assert_eq!(written(&db), left);
    assert_eq!(db.unkeep(&[id], at(5)).unwrap(), [id]);
    assert!(written(&db).bookmarked);

    db.set_tags(id, &[], at(6)).unwrap();
    db.set_note(id, "", at(6)).unwrap();
    db.remove_highlight(id, &passage("talks")).unwrap();
    assert_eq!(db.unkeep(&[id], at(7)).unwrap(), []);
    assert!(!written(&db).bookmarked);
}

#[test]
fn what_another_program_writes_is_noticed_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    let mut screen = Db::open(&path).unwrap();
    let mut other = Db::open(&path).unwrap();
    assert!(!screen.changed_outside().unwrap());
    follow_dispatch(&mut screen);
    assert!(!screen.changed_outside().unwrap(), "this is its own");
    let outlet = other.outlets().unwrap()[0].id;
    other.remove_outlet(outlet).unwrap();
    assert!(screen.changed_outside().unwrap());
    assert!(!screen.changed_outside().unwrap());
}

#[test]
fn saved_filters_are_put_back_as_they_were() {
    let (mut db, _) = dispatch();
    let query = |text: &str| Query::parse(text).unwrap();
    let saved = |db: &Db| {
        let filters = db.filters().unwrap().into_iter();
        filters
            .map(|filter| format!("{}: {}", filter.name, filter.query))
            .collect::<Vec<_>>()
    };
    let (talks, before) = db.save_filter("Talks", &query("talks")).unwrap();
    assert_eq!(before, None);
    db.save_filter("Storm", &query("storm")).unwrap();
    let (again, before) = db.save_filter("Talks", &query("outlet:gone")).unwrap();
    assert_eq!(
        (again, saved(&db)),
        (talks, vec!["Talks: outlet:gone".to_owned(), "Storm: storm".to_owned()])
    );
    db.put_filter(talks, before.as_ref()).unwrap();
    let before = db.put_filter(talks, None).unwrap();
    assert_eq!(saved(&db), ["Storm: storm"]);
    db.put_filter(talks, before.as_ref()).unwrap();
    assert_eq!(saved(&db), ["Talks: talks", "Storm: storm"], "in its place");
}

#[test]
fn saving_twice_is_saving_once() {
    let (mut db, feed) = dispatch();
    let drafts = vec![draft("a", "One", "talks", 60), draft("b", "Two", "storm", 30)];
    assert_eq!(db.save(feed, &delivery(drafts.clone()), at(0)).unwrap().new, 2);
    let again = db.save(feed, &delivery(drafts), at(5)).unwrap();
    assert_eq!((again.new, again.changed), (0, 0));
    assert_eq!(titles(&db, ""), ["Two", "One"]);
}

#[test]
fn a_changed_article_keeps_its_marks_and_its_former_text() {
    let (mut db, feed) = dispatch();
    db.save(feed, &delivery(vec![draft("a", "One", "talks", 60)]), at(0))
        .unwrap();
    let id = db.article_at("https://dispatch.example/a").unwrap().unwrap();
    db.mark(&[id], Mark::Read, at(1)).unwrap();
    let saved = db
        .save(
            feed,
            &delivery(vec![draft("a", "One, corrected", "agreement", 60)]),
            at(2),
        )
        .unwrap();
    assert_eq!((saved.new, saved.changed), (0, 1));
    assert!(db.article(id).unwrap().unwrap().row.read);
    assert_eq!(titles(&db, "agreement"), ["One, corrected"]);
    assert!(titles(&db, "talks").is_empty());
    let former = db.revisions(id).unwrap();
    assert_eq!(former.len(), 1);
    assert_eq!((&*former[0].title, former[0].until), ("One", at(2)));
    assert!(former[0].text.contains("talks") && db.feed_text(id).unwrap().contains("agreement"));
    assert!(db.article(id).unwrap().unwrap().row.edited);
}

#[test]
fn tags_and_notes_keep_an_article_find_it_and_outlive_it() {
    let (mut db, feed) = dispatch();
    let drafts = || vec![draft("a", "One", "talks", 60), draft("b", "Two", "talks", 30)];
    db.save(feed, &delivery(drafts()), at(0)).unwrap();
    let id = db.article_at("https://dispatch.example/a").unwrap().unwrap();
    let tags = ["Later", "ferry talks", "later"].map(str::to_owned);
    db.set_tags(id, &tags, at(1)).unwrap();
    db.set_note(id, "ask Orlova", at(1)).unwrap();
    let article = db.article(id).unwrap().unwrap();
    assert!(article.row.bookmarked);
    assert_eq!(
        article.row.tags.iter().map(|tag| &**tag).collect::<Vec<_>>(),
        ["ferry-talks", "Later"]
    );
    assert_eq!(article.note.as_deref(), Some("ask Orlova"));
    assert_eq!(db.names().unwrap().tags, ["ferry-talks", "Later"]);
    for (query, found) in [
        ("tag:later", &["One"][..]),
        ("tag:ferry-talks", &["One"]),
        ("has:note", &["One"]),
        ("-has:note", &["Two"]),
        ("tag:other", &[]),
    ] {
        assert_eq!(titles(&db, query), found, "{query}");
    }
    db.conn.execute("DELETE FROM article", []).unwrap();
    db.conn.execute("DELETE FROM mark", []).unwrap();
    db.save(feed, &delivery(drafts()), at(9)).unwrap();
    assert_eq!(titles(&db, "tag:later has:note"), ["One"]);
    let id = db.article_at("https://dispatch.example/a").unwrap().unwrap();
    db.set_tags(id, &[], at(9)).unwrap();
    db.set_note(id, " ", at(9)).unwrap();
    assert!(titles(&db, "tag:later or has:note").is_empty());
}

#[test]
fn the_same_address_in_two_feeds_of_an_outlet_is_one_article() {
    let mut db = Db::in_memory().unwrap();
    let feeds = ["https://d.example/top", "https://d.example/world"]
        .map(str::to_owned)
        .to_vec();
    db.add_outlet(
        &NewOutlet {
            name: "D".to_owned(),
            feeds,
            ..NewOutlet::default()
        },
        at(0),
    )
    .unwrap();
    let due = db.due(at(0), 10).unwrap();
    for feed in &due {
        db.save(feed.id, &delivery(vec![draft("a", "One", "talks", 60)]), at(0))
            .unwrap();
    }
    assert_eq!((due.len(), titles(&db, "").len()), (2, 1));
}

#[test]
fn marks_and_undo() {
    let (mut db, feed) = dispatch();
    db.save(
        feed,
        &delivery(vec![draft("a", "One", "x", 60), draft("b", "Two", "y", 30)]),
        at(0),
    )
    .unwrap();
    let changed = db.mark_all(&Query::default(), Mark::Read, Seen::ALL, at(1)).unwrap();
    assert_eq!(changed.len(), 2);
    assert_eq!(db.counts(at(1)).unwrap().unread, 0);
    assert!(
        db.mark_all(&Query::default(), Mark::Read, Seen::ALL, at(1))
            .unwrap()
            .is_empty()
    );
    db.mark(&changed, Mark::Read.inverse(), at(2)).unwrap();
    assert_eq!(
        db.counts(at(2)).unwrap().outlets.first().map(|(_, unread)| *unread),
        Some(2)
    );
}

#[test]
fn bookmarks_outlive_the_subscription_and_retention() {
    let (mut db, feed) = dispatch();
    let old = vec![
        draft("a", "Kept", "x", 86_400 * 90),
        draft("b", "Old", "y", 86_400 * 90),
        draft("c", "New", "z", 10),
    ];
    db.save(feed, &delivery(old.clone()), at(0)).unwrap();
    let kept = db.article_at("https://dispatch.example/a").unwrap().unwrap();
    db.mark(&[kept], Mark::Bookmarked, at(0)).unwrap();
    let retention = Retention {
        days: 30,
        per_feed: 0,
        keep_unread: false,
    };
    assert_eq!(db.tidy(&retention, at(0)).unwrap(), 1);
    let outlet = db.outlets().unwrap()[0].id;
    db.remove_outlet(outlet).unwrap();
    assert!(db.outlets().unwrap().is_empty());
    assert_eq!(titles(&db, "is:bookmarked"), ["Kept"]);
    let article = db.article(kept).unwrap().unwrap();
    assert_eq!(
        (&*article.row.outlet_name, article.html.as_str()),
        ("Harbour Dispatch", "<p>x</p>")
    );
    // Followed again, it is still a bookmark.
    let outlet = NewOutlet {
        feeds: vec!["https://dispatch.example/rss".to_owned()],
        ..NewOutlet::default()
    };
    db.add_outlet(&outlet, at(1)).unwrap();
    let feed = db.due(at(1), 1).unwrap()[0].id;
    db.save(feed, &delivery(old), at(1)).unwrap();
    assert!(titles(&db, "is:bookmarked").contains(&"Kept".to_owned()));
}

#[test]
fn filters_find_what_they_say() {
    let (mut db, feed) = dispatch();
    let mut french = draft("f", "Überfahrt nach Süden", "die Fähre", 3600 * 30);
    french.language = Language::of("de");
    db.save(
        feed,
        &delivery(vec![
            draft("a", "Ferry talks", "Ready to talk about ferries", 60),
            draft("b", "Storm", "talks end", 7200),
            french,
            draft("j", "東京の天気", "今日は東京で雨", 50),
        ]),
        at(0),
    )
    .unwrap();
    assert_eq!(titles(&db, "talks"), ["Ferry talks", "Storm"], "title before body");
    assert_eq!(titles(&db, "\"to talk about\""), ["Ferry talks"]);
    assert_eq!(titles(&db, "uberfahrt"), ["Überfahrt nach Süden"]);
    assert_eq!(titles(&db, "東京"), ["東京の天気"]);
    assert_eq!(titles(&db, "talks -ferr*"), ["Storm"]);
    assert_eq!(
        titles(&db, "ferries or fähre sort:date"),
        ["Ferry talks", "Überfahrt nach Süden"]
    );
    assert_eq!(titles(&db, "lang:de"), ["Überfahrt nach Süden"]);
    assert_eq!(titles(&db, "age:>1d"), ["Überfahrt nach Süden"]);
    assert_eq!(titles(&db, "title:storm outlet:harbour-dispatch"), ["Storm"]);
    assert!(titles(&db, "outlet:nobody").is_empty());
    for (text, found) in [
        ("re:/^ferry t.lks$/", &["Ferry talks"][..]),
        ("re:/TALK about ferr(y|ies)/", &["Ferry talks"]),
        ("re:/talks/ -re:/^ready/", &["Storm"]),
        ("talks re:/^storm/", &["Storm"]),
        (
            "re:/fähre|雨$/ lang:de or re:/^talks end/",
            &["Storm", "Überfahrt nach Süden"],
        ),
    ] {
        assert_eq!(titles(&db, text), found, "{text}");
        let count = db.count(&Query::parse(text).unwrap(), at(0)).unwrap();
        assert_eq!(count, found.len() as u64, "{text}");
    }
    for hostile in [
        "\"'; DROP TABLE article; --\"",
        "\"a OR b NEAR(\"",
        "title:\"col:x\"",
        "a\u{0}b",
        "NEAR(a b)",
        "author:\"*\" talks:x",
    ] {
        if let Ok(query) = Query::parse(hostile) {
            let rows = db.rows(&query, &Slice { after: None, limit: 9 }, at(0)).unwrap();
            assert!(rows.is_empty(), "{hostile}");
        }
    }
    // What has no letters is nothing to look for.
    assert_eq!(titles(&db, "talks & \"\u{0}*\""), ["Ferry talks", "Storm"]);
    assert_eq!(titles(&db, "*").len(), 4);
}

#[test]
fn authors_are_found_by_how_their_names_begin_also_those_of_older_databases() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    let mut db = Db::open(&path).unwrap();
    let feed = follow_dispatch(&mut db);
    let by = |key: &str, names: &[&str], text: &str, age_secs| Draft {
        byline: names.iter().map(|name| Clean::line(name)).collect(),
        ..draft(key, key, text, age_secs)
    };
    let drafts = vec![
        by("one", &["Zoë Halle", "Ada Writer"], "Talks.", 60),
        by("two", &["Paul Hallström"], "Ada Writer talks.", 120),
        by("none", &[], "Paul Hallström talks.", 180),
    ];
    db.save(feed, &delivery(drafts), at(0)).unwrap();
    let check = |db: &Db| {
        assert_eq!(titles(db, "author:hall"), ["one", "two"]);
        assert_eq!(titles(db, "author:\"zoe hal\""), ["one"]);
        assert_eq!(titles(db, "author:ada"), ["one"]);
        assert_eq!(titles(db, "talks author:paul"), ["two"]);
        assert_eq!(titles(db, "talks -author:hall"), ["none"]);
        assert_eq!(titles(db, "author:paul or author:ada"), ["one", "two"]);
        assert!(titles(db, "author:riter").is_empty());
    };
    check(&db);
    db.conn
        .execute_batch(
            "ALTER TABLE body DROP COLUMN standfirst; ALTER TABLE body DROP COLUMN section;
             DROP TABLE author_search;
             DROP TRIGGER article_out; CREATE TRIGGER article_out AFTER DELETE ON article BEGIN SELECT 1; END;
             ALTER TABLE hidden DROP COLUMN was_read; ALTER TABLE mark DROP COLUMN key_hash; PRAGMA user_version = 8;",
        )
        .unwrap();
    drop(db);
    let db = Db::open(&path).unwrap();
    check(&db);
    db.conn.execute("DELETE FROM article WHERE title = 'two'", []).unwrap();
    assert_eq!(titles(&db, "author:hall"), ["one"]);
    let left: i64 = db
        .conn
        .query_row("SELECT count(*) FROM author_search", [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 1);
}

#[test]
fn norwegian_is_found_however_it_was_called_when_it_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    let mut db = Db::open(&path).unwrap();
    let feed = follow_dispatch(&mut db);
    let drafts = vec![draft("fjord", "Fjord", "", 60), draft("sea", "Sea", "", 90)];
    db.save(feed, &delivery(drafts), at(0)).unwrap();
    db.conn
        .execute_batch("UPDATE article SET language = 'nb' WHERE title = 'Fjord'; PRAGMA user_version = 11;")
        .unwrap();
    assert!(titles(&db, "lang:no").is_empty());
    drop(db);
    let db = Db::open(&path).unwrap();
    for filter in ["lang:no", "lang:nb", "lang:norwegian"] {
        assert_eq!(titles(&db, filter), ["Fjord"], "{filter}");
    }
}

#[test]
fn hits_bring_the_passage_they_stand_in() {
    let (mut db, feed) = dispatch();
    db.save(
        feed,
        &delivery(vec![draft("a", "Talks", "The ferry talks go on", 60)]),
        at(0),
    )
    .unwrap();
    for filter in ["talk*", "re:/t[aeiou]lks/"] {
        let rows = db
            .rows(&Query::parse(filter).unwrap(), &Slice { after: None, limit: 9 }, at(0))
            .unwrap();
        let snippet = rows[0].snippet.as_ref().unwrap();
        assert_eq!(
            snippet.iter().map(|(text, hit)| (&**text, *hit)).collect::<Vec<_>>(),
            [("The ferry ", false), ("talks", true), (" go on", false)],
            "{filter}"
        );
    }
}

#[test]
fn of_very_many_hits_those_in_titles_come_first_and_none_that_is_left_out() {
    let (mut db, feed) = dispatch();
    let filler = (0..500).map(|number| draft(&number.to_string(), "Harbour", "The talks go on", 60 + number));
    let mut drafts: Vec<Draft> = filler.collect();
    drafts.push(draft("storm", "Talks", "A storm ended them", 700));
    drafts.push(draft("calm", "Talks at sea", "Nobody came", 800));
    db.save(feed, &delivery(drafts), at(0)).unwrap();
    assert_eq!(titles(&db, "talks")[..3], ["Talks", "Talks at sea", "Harbour"]);
    for filter in ["talks -storm", "(talks -storm) or absent"] {
        assert_eq!(titles(&db, filter)[..2], ["Talks at sea", "Harbour"], "{filter}");
    }
}

#[test]
fn what_came_after_the_list_was_read_is_not_marked_with_it() {
    let (mut db, feed) = dispatch();
    let drafts = vec![draft("a", "One", "x", 600), draft("b", "Two", "x", 1200)];
    db.save(feed, &delivery(drafts), at(0)).unwrap();
    let newest = db.newest().unwrap();
    let list = Slice { after: None, limit: 1 };
    let shown = db.rows(&Query::default(), &list, at(0)).unwrap().remove(0);
    assert_eq!(&*shown.title, "One");
    let drafts = vec![draft("c", "Above", "x", 60), draft("d", "Further down", "x", 900)];
    db.save(feed, &delivery(drafts), at(1)).unwrap();
    let last = Some((shown.sorted_at, shown.id));
    for (last, count, left) in [(None, 2, 2), (last, 1, 1)] {
        let seen = Seen { newest, last };
        assert_eq!(
            db.mark_all(&Query::default(), Mark::Read, seen, at(2)).unwrap().len(),
            count
        );
        assert_eq!(db.counts(at(2)).unwrap().unread, left);
    }
    assert_eq!(titles(&db, "is:unread"), ["Above"]);
}

#[test]
fn what_retention_dropped_stays_away_and_what_was_unfollowed_comes_back_read() {
    let (mut db, feed) = dispatch();
    let drafts = vec![draft("a", "Old", "x", 86_400 * 40), draft("b", "New", "y", 60)];
    db.save(feed, &delivery(drafts.clone()), at(0)).unwrap();
    db.mark_all(&Query::default(), Mark::Read, Seen::ALL, at(1)).unwrap();
    let retention = Retention {
        days: 30,
        per_feed: 0,
        keep_unread: true,
    };
    assert_eq!(db.tidy(&retention, at(2)).unwrap(), 1);
    assert_eq!(db.save(feed, &delivery(drafts.clone()), at(3)).unwrap().new, 0);
    assert_eq!(titles(&db, ""), ["New"]);
    let outlet = db.outlets().unwrap()[0].id;
    db.remove_outlet(outlet).unwrap();
    assert_eq!(db.counts(at(4)).unwrap().all, 0);
    let again = NewOutlet {
        feeds: vec!["https://dispatch.example/rss".to_owned()],
        ..NewOutlet::default()
    };
    db.add_outlet(&again, at(5)).unwrap();
    let feed = db.due(at(5), 1).unwrap()[0].id;
    assert_eq!(db.save(feed, &delivery(drafts), at(6)).unwrap().new, 0, "seen before");
    assert_eq!(titles(&db, "is:read"), ["New", "Old"]);
    assert!(titles(&db, "is:unread").is_empty());
}

#[test]
fn what_retention_dropped_keeps_no_other_article_of_its_page_away() {
    let (mut db, feed) = dispatch();
    let word = |key: &str, age_secs: i64| Draft {
        named: true,
        url: Some("https://dispatch.example/word-of-the-day".to_owned()),
        ..draft(key, key, "x", age_secs)
    };
    let month = 86_400 * 40;
    let save = |db: &mut Db, word: Draft, now: i64| db.save(feed, &delivery(vec![word]), at(now)).unwrap().new;
    assert_eq!(save(&mut db, word("quay", month), 0), 1);
    db.mark_all(&Query::default(), Mark::Read, Seen::ALL, at(1)).unwrap();
    let retention = Retention {
        days: 30,
        per_feed: 0,
        keep_unread: true,
    };
    assert_eq!(db.tidy(&retention, at(2)).unwrap(), 1);
    assert_eq!(save(&mut db, word("quay", month), 3), 0);
    assert_eq!(save(&mut db, word("quay, with another guid", month), 4), 0);
    assert_eq!(save(&mut db, word("jetty", -5), 6), 1);
    assert_eq!(titles(&db, "is:unread"), ["jetty"]);
}

#[test]
fn two_feeds_of_an_outlet_do_not_take_turns() {
    let mut db = Db::in_memory().unwrap();
    let feeds = ["https://d.example/top", "https://d.example/world"]
        .map(str::to_owned)
        .to_vec();
    let outlet = NewOutlet {
        name: "Щоденник Гавані".to_owned(),
        feeds,
        ..NewOutlet::default()
    };
    db.add_outlet(&outlet, at(0)).unwrap();
    assert_eq!(db.outlets().unwrap()[0].slug, "shchodennyk-gavani");
    let due = db.due(at(0), 10).unwrap();
    let short = delivery(vec![draft("a", "One", "talks", 60)]);
    let long = delivery(vec![draft("a", "One", "talks go on for long", 60)]);
    let mut changes = Vec::new();
    for round in 0..3 {
        changes.push(db.save(due[0].id, &short, at(round)).unwrap().changed);
        changes.push(db.save(due[1].id, &long, at(round)).unwrap().changed);
    }
    assert_eq!(changes, [0, 1, 0, 0, 0, 0]);
    assert_eq!(titles(&db, "long"), ["One"]);
}

#[test]
fn articles_that_share_the_front_page_stay_apart() {
    let (mut db, feed) = dispatch();
    let front = |key: &str| Draft {
        url: Some("https://dispatch.example/".to_owned()),
        ..draft(key, key, "x", 60)
    };
    let same = |key: &str| Draft {
        url: Some("https://dispatch.example/live".to_owned()),
        ..draft(key, key, "x", 60)
    };
    let drafts = vec![front("a"), front("b"), same("c"), same("d")];
    assert_eq!(db.save(feed, &delivery(drafts.clone()), at(0)).unwrap().new, 4);
    assert_eq!(
        db.save(feed, &delivery(drafts), at(1)).unwrap(),
        crate::store::Saved::default()
    );
    // A new key for a known address is no new article.
    let renamed = Draft {
        key: "e2".to_owned(),
        ..draft("e", "E", "x", 60)
    };
    db.save(feed, &delivery(vec![draft("e", "E", "x", 60)]), at(2)).unwrap();
    assert_eq!(
        db.save(feed, &delivery(vec![renamed]), at(3)).unwrap(),
        crate::store::Saved::default()
    );
}

#[test]
fn lists_of_several_outlets_are_merged_by_date() {
    let mut db = Db::in_memory().unwrap();
    for (name, age) in [("North", 10), ("South", 20), ("West", 30)] {
        let outlet = NewOutlet {
            name: name.to_owned(),
            folder: Some("Coast".to_owned()).filter(|_| name != "West"),
            feeds: vec![format!("https://{name}.example/rss")],
            ..NewOutlet::default()
        };
        db.add_outlet(&outlet, at(0)).unwrap();
        let feed = db.due(at(0), 1).unwrap()[0].id;
        let drafts = (0..3).map(|n| Draft {
            url: Some(format!("https://{name}.example/{n}")),
            ..draft(&n.to_string(), &format!("{name} {n}"), "x", age + n * 100)
        });
        db.save(feed, &delivery(drafts.collect()), at(0)).unwrap();
    }
    assert_eq!(
        titles(&db, "outlet:north,south")[..3],
        ["North 0", "South 0", "North 1"]
    );
    assert_eq!(titles(&db, "folder:coast is:unread").len(), 6);
    assert_eq!(titles(&db, "sort:outlet")[2..4], ["North 2", "South 0"]);
    let query = Query::parse("folder:coast").unwrap();
    let first = db.rows(&query, &Slice { after: None, limit: 2 }, at(0)).unwrap();
    let after = first.last().map(|row| (row.sorted_at, row.id));
    let next = db.rows(&query, &Slice { after, limit: 1 }, at(0)).unwrap();
    assert_eq!(&*next[0].title, "North 1");
    assert!((db.outlets().unwrap()[0].feeds[0].per_week - 0.75).abs() < 0.01);
}

#[test]
fn lists_go_on_after_a_row() {
    let (mut db, feed) = dispatch();
    db.save(
        feed,
        &delivery(
            (0..5)
                .map(|n| draft(&n.to_string(), &n.to_string(), "x", n * 10))
                .collect(),
        ),
        at(0),
    )
    .unwrap();
    let first = db
        .rows(&Query::default(), &Slice { after: None, limit: 2 }, at(0))
        .unwrap();
    let after = first.last().map(|row| (row.sorted_at, row.id));
    let next = db.rows(&Query::default(), &Slice { after, limit: 2 }, at(0)).unwrap();
    assert_eq!(next.iter().map(|row| &*row.title).collect::<Vec<_>>(), ["2", "3"]);
}

#[test]
fn the_reading_place_is_kept() {
    let (mut db, feed) = dispatch();
    db.save(feed, &delivery(vec![draft("a", "One", "x", 60)]), at(0))
        .unwrap();
    db.keep_place(ArticleId(1), Place { leaf: 3, offset: 14 }).unwrap();
    assert_eq!(
        db.article(ArticleId(1)).unwrap().unwrap().place,
        Some(Place { leaf: 3, offset: 14 })
    );
    assert!(
        db.mark(&[ArticleId(1)], Mark::Read, at(1))
            .unwrap()
            .contains(&ArticleId(1))
    );
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    std::fs::write(
        &path,
        "this is not a database, but somebody's notes; it must not be lost",
    )
    .unwrap();
    let error = Db::open(&path).unwrap_err();
    assert!(error.to_string().contains("damaged"), "{error}");
    assert!(std::fs::read_to_string(&path).unwrap().contains("somebody's notes"));
}

#[test]
fn a_newer_database_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    drop(Db::open(&path).unwrap());
    rusqlite::Connection::open(&path)
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    assert!(Db::open(&path).unwrap_err().to_string().contains("newer byline"));
}

#[tokio::test]
async fn what_could_only_be_read_on_a_full_disk_is_written_when_it_has_room() {
    // The first thing that lacks room, as SQLite tells it.
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_SHMSIZE);
    let error = StoreError::from(rusqlite::Error::SqliteFailure(code, None));
    assert!(matches!(error, StoreError::Full), "{error}");

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    let store = Store::open(&path, jiff::tz::TimeZone::UTC).unwrap();
    store.write(|db| db.keep_setting("theme", "dark")).await.unwrap();
    store.close().await.unwrap();
    let without_room = || Db {
        lacks_room: true,
        ..Db::open_read_only(&path).unwrap()
    };
    *store.shared.writer.lock().unwrap() = without_room();
    store.shared.readers.lock().unwrap().push(without_room());
    let theme = || store.read(|db| db.setting("theme"));
    assert_eq!(theme().await.unwrap().as_deref(), Some("dark"));
    store.write(|db| db.keep_setting("theme", "light")).await.unwrap();
    assert_eq!(
        theme().await.unwrap().as_deref(),
        Some("light"),
        "no reader stays behind"
    );
    assert!(!store.shared.writer.lock().unwrap().lacks_room);
}

#[test]
fn where_nothing_may_be_written_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("by line?.db");
    Db::open(&path).unwrap().keep_setting("theme", "dark").unwrap();
    let mut db = Db::open_read_only(&path).unwrap();
    assert_eq!(db.setting("theme").unwrap().as_deref(), Some("dark"));
    let refused = db.keep_setting("theme", "light").unwrap_err();
    assert!(matches!(refused, crate::store::StoreError::ReadOnly(_)), "{refused}");
}

#[test]
fn another_programs_database_is_refused_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    let other = rusqlite::Connection::open(&path).unwrap();
    other.execute_batch("CREATE TABLE notes (text)").unwrap();
    drop(other);
    let before = std::fs::read(&path).unwrap();
    let error = Db::open(&path).unwrap_err();
    assert!(error.to_string().contains("another program"), "{error}");
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn several_may_make_the_same_database_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    std::thread::scope(|scope| {
        let open = |number: u32| {
            let path = &path;
            scope.spawn(move || {
                let mut db = Db::open(path).unwrap();
                db.keep_setting(&number.to_string(), "here").unwrap();
            })
        };
        let all: Vec<_> = (0..6).map(open).collect();
        all.into_iter().for_each(|one| one.join().unwrap());
    });
    let db = Db::open(&path).unwrap();
    for number in 0..6 {
        assert_eq!(db.setting(&number.to_string()).unwrap().as_deref(), Some("here"));
    }
}

#[test]
fn counts_say_what_lists_hold() {
    let (mut db, feed) = dispatch();
    let drafts = vec![
        draft("a", "Ferry talks", "talks about ferries", 60),
        draft("b", "Storm", "talks end", 7200),
        draft("c", "Roads", "snow", 90_000),
    ];
    db.save(feed, &delivery(drafts), at(0)).unwrap();
    let storm = db.article_at("https://dispatch.example/b").unwrap().unwrap();
    db.mark(&[storm], Mark::Read, at(1)).unwrap();
    for (filter, fitting) in [
        ("", 3),
        ("is:unread", 2),
        ("talks", 2),
        ("talks is:unread", 1),
        ("talks is:unread today", 1),
        ("is:unread -talks", 1),
        ("is:unread has:quote", 0),
        ("is:unread lang:en age:<1d", 1),
        ("is:unread outlet:harbour-dispatch", 2),
        ("is:unread (talks or is:read)", 1),
        ("is:read or (title:roads is:unread today) or snow", 2),
        ("-is:unread", 1),
        ("is:unread speaker:x", 0),
        ("is:unread is:unread sort:outlet", 2),
    ] {
        let query = Query::parse(filter).unwrap();
        assert_eq!(db.count(&query, at(0)).unwrap(), fitting, "{filter}");
        assert_eq!(titles(&db, filter).len() as u64, fitting, "{filter}");
    }
}

/// What may happen to a store between two looks at its saved filters.
#[derive(Clone, Copy, Debug)]
enum Step {
    Save { key: u8, text: u8, age_secs: u16 },
    Page { article: u8, text: u8 },
    Mark { article: u8, mark: Mark },
    MarkAll { filter: usize, mark: Mark },
    Tag(u8),
    Note(u8),
    Folder(bool),
    Mute(u8),
    Hide(usize),
    Show,
    Tidy { days: u32 },
    Look,
}

const KEPT_FILTERS: [&str; 14] = [
    "talks",
    "talks or storm",
    "-talks",
    "\"storm at\" today",
    "is:read or title:roads",
    "is:bookmarked",
    "tag:later",
    "has:note lang:en",
    "outlet:harbour-dispatch -folder:coast",
    "folder:coast",
    "speaker:vale",
    "cites:\"the port\"",
    "re:/st[o0]rm/",
    "age:<1h (talks or cites:port)",
];

fn steps() -> impl proptest::strategy::Strategy<Value = Vec<Step>> {
    use proptest::prelude::*;
    let mark = || {
        prop_oneof![
            Just(Mark::Read),
            Just(Mark::Unread),
            Just(Mark::Bookmarked),
            Just(Mark::Unbookmarked)
        ]
    };
    let step = prop_oneof![
        6 => (0..9_u8, 0..5_u8, 0..8000_u16).prop_map(|(key, text, age_secs)| Step::Save { key, text, age_secs }),
        1 => (1..9_u8, 0..5_u8).prop_map(|(article, text)| Step::Page { article, text }),
        3 => (1..9_u8, mark()).prop_map(|(article, mark)| Step::Mark { article, mark }),
        1 => (0..KEPT_FILTERS.len(), mark()).prop_map(|(filter, mark)| Step::MarkAll { filter, mark }),
        1 => (1..9_u8).prop_map(Step::Tag),
        1 => (1..9_u8).prop_map(Step::Note),
        1 => any::<bool>().prop_map(Step::Folder),
        1 => (1..9_u8).prop_map(Step::Mute),
        1 => (0..KEPT_FILTERS.len()).prop_map(Step::Hide),
        1 => Just(Step::Show),
        1 => (0..2_u32).prop_map(|days| Step::Tidy { days }),
        3 => Just(Step::Look),
    ];
    proptest::collection::vec(step, 1..40)
}

#[test]
fn what_another_program_drops_meanwhile_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    let mut db = Db::open(&path).unwrap();
    let feed = follow_dispatch(&mut db);
    let quoting = heard("0", 2, 0);
    let drafts = (0..201).map(|number: i64| Draft {
        speech: quoting.speech.clone(),
        ..draft(&number.to_string(), &number.to_string(), "Talks", number)
    });
    db.save(feed, &delivery(drafts.collect()), at(0)).unwrap();
    let last_of_a_page = db.article_at("https://dispatch.example/199").unwrap().unwrap();

    let reader = Db::open_reader(&path).unwrap();
    let flags = rusqlite::functions::FunctionFlags::SQLITE_UTF8;
    let fits = move |asked: &mut rusqlite::functions::Context<'_>| {
        if asked.get::<String>(1)? == "199" {
            let other = rusqlite::Connection::open(&path)?;
            other.execute("DELETE FROM article WHERE title = '199'", [])?;
        }
        Ok(true)
    };
    reader
        .conn
        .create_scalar_function("title_fits", 2, flags, fits)
        .unwrap();
    let query = Query::parse("re:/talks/").unwrap();
    assert_eq!(reader.quotes(&query, 500, at(0)).unwrap().len(), 201, "as at the start");
    assert_eq!(reader.quotes(&query, 500, at(0)).unwrap().len(), 200);
    assert_eq!(reader.feed_text(last_of_a_page).unwrap(), "");
    let error = db.split_story(last_of_a_page).unwrap_err();
    assert_eq!(error.to_string(), "it is not there any more");
}

#[test]
fn a_part_of_a_name_finds_who_is_quoted_and_cited_in_scripts_without_blanks_too() {
    let (mut db, feed) = dispatch();
    let mut talks = heard("talks", 2, 60);
    talks.speech.speakers[0].name = Clean::line("山田太郎");
    let mut roads = heard("roads", 3, 120);
    roads.speech.sources[0].name = Clean::line("港湾局");
    db.save(feed, &delivery(vec![talks, roads]), at(0)).unwrap();
    for part in ["山", "山田", "田太", "太郎", "郎", "山田太郎"] {
        assert_eq!(titles(&db, &format!("speaker:{part}")).len(), 1, "{part}");
        let quotes = Query::parse(&format!("speaker:{part}")).unwrap();
        assert_eq!(db.quotes(&quotes, 9, at(0)).unwrap().len(), 1, "{part}");
        assert_eq!(db.quoted_by(&quotes).unwrap().len(), 1, "{part}");
    }
    assert!(titles(&db, "speaker:山郎").is_empty());
    for part in ["港湾", "湾局", "局"] {
        assert_eq!(titles(&db, &format!("cites:{part}")).len(), 1, "{part}");
    }
}

/// An article in which one of a few things is said.
fn heard(key: &str, text: u8, age_secs: i64) -> Draft {
    let text = [
        "Talks went on.",
        "A storm at sea.",
        "“We will sign the treaty tomorrow morning,” said Anna Vale, the minister.",
        "Roads are closed, according to the port authority.",
        "Nothing.",
    ][usize::from(text)];
    let mut draft = draft(key, ["Roads", "Harbour"][text.len() % 2], text, age_secs);
    let document = crate::document::from_html(&draft.html, &crate::document::Context::default());
    draft.speech = crate::speech::listen(&document.leaves(), draft.language);
    draft
}

fn take(db: &mut Db, feed: FeedId, step: Step) {
    let id = |article: u8| ArticleId(i64::from(article));
    match step {
        Step::Save { key, text, age_secs } => {
            let mut draft = heard(&key.to_string(), text, i64::from(age_secs));
            draft.published = draft.published.filter(|_| key % 3 > 0);
            db.save(feed, &delivery(vec![draft]), at(0)).map(drop)
        }
        Step::Page { article, text } => {
            let draft = heard("page", text, 90_000);
            db.keep_page(id(article), &draft.html, "https://dispatch.example/p", &draft)
        }
        Step::Mark { article, mark } => db.mark(&[id(article)], mark, at(1)).map(drop),
        Step::MarkAll { filter, mark } => {
            let query = Query::parse(KEPT_FILTERS[filter]).unwrap();
            db.mark_all(&query, mark, Seen::ALL, at(1)).map(drop)
        }
        Step::Tag(article) => db.set_tags(id(article), &["later".to_owned()], at(1)),
        Step::Note(article) => db.set_note(id(article), "why", at(1)),
        Step::Folder(coast) => {
            let outlet = db.outlets().unwrap()[0].id;
            db.edit_outlet(outlet, "Harbour Dispatch", coast.then_some("coast"))
        }
        Step::Mute(article) if db.article(id(article)).unwrap().is_some() => {
            db.take_stance(id(article), crate::model::Stance::Mute, at(1)).map(drop)
        }
        Step::Hide(filter) => {
            let query = Query::parse(KEPT_FILTERS[filter]).unwrap();
            db.mute(&query, at(86_400), at(1)).map(drop)
        }
        Step::Show => match db.mutes().unwrap().first() {
            Some(mute) => db.unmute(mute.id, at(1)).map(drop),
            None => Ok(()),
        },
        Step::Tidy { days } => {
            let retention = Retention {
                days,
                per_feed: 5,
                keep_unread: false,
            };
            db.tidy(&retention, at(86_400 - 3600)).map(drop)
        }
        Step::Mute(_) | Step::Look => Ok(()),
    }
    .unwrap();
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 64, ..Default::default() })]

    #[test]
    fn kept_counts_are_those_that_counting_gives(steps in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("byline.db");
        let outlet = NewOutlet { feeds: vec!["https://dispatch.example/rss".to_owned()], ..NewOutlet::default() };
        let mut screen = Db::open(&path).unwrap();
        screen.add_outlet(&outlet, at(0)).unwrap();
        let feed = screen.due(at(0), 1).unwrap()[0].id;
        for (number, filter) in KEPT_FILTERS.iter().enumerate() {
            screen.save_filter(&number.to_string(), &Query::parse(filter).unwrap()).unwrap();
        }
        let mut other = Db::open(&path).unwrap();
        for (number, step) in steps.into_iter().chain([Step::Look]).enumerate() {
            take(if number % 3 == 0 { &mut other } else { &mut screen }, feed, step);
            if matches!(step, Step::Look) {
                let tallies = screen.tallies(at(2)).unwrap();
                for (filter, (_, kept)) in KEPT_FILTERS.iter().zip(tallies) {
                    let query = Query::parse(&format!("({filter}) is:unread")).unwrap();
                    proptest::prop_assert_eq!(kept, other.count(&query, at(2)).unwrap(), "{}", filter);
                }
            }
        }
    }
}

#[test]
fn who_missed_too_much_counts_anew() {
    let (mut db, feed) = dispatch();
    let talks = Query::parse("talks").unwrap();
    let (filter, _) = db.save_filter("talks", &talks).unwrap();
    db.save(feed, &delivery(vec![draft("a", "One", "talks", 60)]), at(0))
        .unwrap();
    assert_eq!(db.tallies(at(0)).unwrap(), [(filter, 1)]);
    let article = db.article_at("https://dispatch.example/a").unwrap().unwrap();
    for _ in 0..501 {
        db.set_note(article, "again", at(1)).unwrap();
    }
    db.mark(&[article], Mark::Read, at(1)).unwrap();
    assert_eq!(db.tallies(at(1)).unwrap(), [(filter, 0)]);
}

fn rules(lines: &[&str]) -> Vec<crate::query::Rule> {
    let read = |line: &&str| crate::query::Rule::parse(line, None).unwrap();
    lines.iter().map(read).collect()
}

#[test]
fn rules_act_on_what_arrives_and_on_nothing_else() {
    let (mut db, feed) = dispatch();
    db.save(feed, &delivery(vec![draft("old", "Old storm", "storm", 60)]), at(0))
        .unwrap();
    db.set_rules(rules(&[
        "storm: read",
        "title:results: hide",
        "speaker:vale: tag harbour, notify",
        "cites:port -tag:harbour: bookmark",
        "results or talks: notify",
    ]));
    let drafts = vec![
        draft("a", "Storm at sea", "waves", 50),
        draft("b", "Match results", "talks", 40),
        heard("c", 2, 30),
        heard("d", 3, 20),
        draft("e", "Talks", "go on", 10),
    ];
    let saved = db.save(feed, &delivery(drafts.clone()), at(1)).unwrap();
    let told: Vec<&str> = saved.told.iter().map(|title| &**title).collect();
    assert_eq!(
        (saved.new, told),
        (4, vec!["Harbour", "Talks"]),
        "what is hidden is not told of"
    );
    assert_eq!(titles(&db, "is:unread"), ["Talks", "Roads", "Harbour", "Old storm"]);
    assert_eq!(titles(&db, "is:hidden"), ["Match results"]);
    assert!(titles(&db, "results").is_empty() && !titles(&db, "").contains(&"Match results".to_owned()));
    assert_eq!(titles(&db, "tag:harbour"), ["Harbour"]);
    assert_eq!(titles(&db, "is:bookmarked"), ["Roads", "Harbour"]);
    assert_eq!(
        (
            db.counts(at(1)).unwrap().all,
            db.count(&Query::default(), at(1)).unwrap()
        ),
        (5, 5)
    );
    assert_eq!(db.count(&Query::parse("talks").unwrap(), at(1)).unwrap(), 1);

    let hidden = db.article_at("https://dispatch.example/b").unwrap().unwrap();
    let again = db.save(feed, &delivery(drafts), at(2)).unwrap();
    assert_eq!((again.new, again.told.len()), (0, 0), "nothing arrives twice");
    db.mark(&[hidden], Mark::Unread, at(3)).unwrap();
    assert!(titles(&db, "is:hidden").is_empty() && titles(&db, "is:unread").contains(&"Match results".to_owned()));
}

#[test]
fn what_is_muted_is_not_seen_until_then_and_unread_after_it() {
    let (mut db, feed) = dispatch();
    let drafts = vec![
        draft("a", "Cup final", "goals", 60),
        draft("b", "Cup kept", "goals", 50),
        draft("c", "Roads", "snow", 40),
    ];
    db.save(feed, &delivery(drafts), at(0)).unwrap();
    let kept = db.article_at("https://dispatch.example/b").unwrap().unwrap();
    db.mark(&[kept], Mark::Bookmarked, at(0)).unwrap();
    let cup = Query::parse("cup sort:date").unwrap();
    let (mute, hidden) = db.mute(&cup, at(100), at(1)).unwrap();
    assert_eq!(
        (hidden, titles(&db, "")),
        (1, vec!["Roads".to_owned(), "Cup kept".to_owned()])
    );

    db.save(feed, &delivery(vec![draft("d", "Cup again", "goals", 10)]), at(2))
        .unwrap();
    assert_eq!(titles(&db, "is:hidden"), ["Cup again", "Cup final"]);
    let mutes = db.mutes().unwrap();
    assert_eq!(
        (mutes[0].query.as_str(), mutes[0].until, mutes[0].hidden),
        ("cup", at(100), 2)
    );

    assert!(db.unmute(mute, at(2)).unwrap() && !db.unmute(mute, at(2)).unwrap());
    assert_eq!(
        titles(&db, "is:unread"),
        ["Cup again", "Roads", "Cup kept", "Cup final"],
        "as before"
    );

    db.mute(&cup, at(100), at(3)).unwrap();
    assert!(!db.end_mutes(at(99)).unwrap());
    db.save(feed, &delivery(vec![draft("e", "Cup drawn", "goals", 0)]), at(100))
        .unwrap();
    assert_eq!(
        (titles(&db, "is:hidden").len(), db.next_end().unwrap()),
        (2, Some(at(100)))
    );
    assert!(db.end_mutes(at(100)).unwrap() && !db.end_mutes(at(100)).unwrap());
    assert_eq!((db.mutes().unwrap().len(), db.next_end().unwrap()), (0, None));
    assert_eq!(
        titles(&db, "is:unread"),
        ["Cup drawn", "Cup again", "Roads", "Cup kept", "Cup final"]
    );
}

#[test]
fn what_two_mutes_hide_comes_back_with_the_last_of_them() {
    let (mut db, feed) = dispatch();
    let drafts = vec![
        draft("a", "Cup final", "goals", 60),
        draft("b", "Cup draw", "balls", 50),
    ];
    db.save(feed, &delivery(drafts), at(0)).unwrap();
    let read = db.article_at("https://dispatch.example/b").unwrap().unwrap();
    db.mark(&[read], Mark::Read, at(0)).unwrap();
    let mut mute = |filter, until| db.mute(&Query::parse(filter).unwrap(), at(until), at(1)).unwrap().1;
    assert_eq!((mute("cup", 100), mute("goals", 200), mute("balls", 300)), (2, 0, 0));
    assert!(titles(&db, "").is_empty(), "what is read is hidden, too");
    for (now, shown, unread) in [(100, 0, 0), (200, 1, 1), (300, 2, 1)] {
        db.end_mutes(at(now)).unwrap();
        assert_eq!(
            (titles(&db, "").len(), titles(&db, "is:unread").len()),
            (shown, unread),
            "{now}"
        );
    }
}

#[test]
fn what_a_mute_hides_is_unread_where_unread_articles_are_kept() {
    let (mut db, feed) = dispatch();
    let day = 86_400;
    let drafts = [("a", "Cup final"), ("b", "Cup draw"), ("c", "Roads")];
    let drafts = drafts.map(|(key, title)| draft(key, title, "goals", 2 * day)).to_vec();
    db.save(feed, &delivery(drafts), at(0)).unwrap();
    let read = ["b", "c"].map(|key| {
        db.article_at(&format!("https://dispatch.example/{key}"))
            .unwrap()
            .unwrap()
    });
    db.mark(&read, Mark::Read, at(0)).unwrap();
    db.mute(&Query::parse("cup").unwrap(), at(100), at(0)).unwrap();
    let retention = Retention {
        days: 1,
        per_feed: 0,
        keep_unread: true,
    };
    assert_eq!(db.tidy(&retention, at(0)).unwrap(), 2);
    db.end_mutes(at(100)).unwrap();
    assert_eq!(titles(&db, "is:unread"), ["Cup final"]);
}

#[test]
fn what_had_been_read_before_a_mute_hid_it_is_read_after_it() {
    let (mut db, feed) = dispatch();
    db.save(feed, &delivery(vec![draft("a", "Cup final", "goals", 60)]), at(0))
        .unwrap();
    let outlet = db.outlets().unwrap().remove(0);
    let read = db.article_at("https://dispatch.example/a").unwrap().unwrap();
    db.mark(&[read], Mark::Read, at(0)).unwrap();
    db.remove_outlet(outlet.id).unwrap();
    let (mute, _) = db.mute(&Query::parse("cup").unwrap(), at(100), at(1)).unwrap();
    db.set_rules(rules(&["drawn: read"]));

    db.follow_again(&outlet, at(2)).unwrap();
    let feed = db.due(at(2), 1).unwrap()[0].id;
    let drafts = vec![
        draft("a", "Cup final", "goals", 60),
        draft("b", "Cup drawn", "goals", 50),
        draft("c", "Cup won", "goals", 40),
    ];
    db.save(feed, &delivery(drafts), at(2)).unwrap();
    assert_eq!(titles(&db, "is:hidden").len(), 3);
    db.unmute(mute, at(3)).unwrap();
    assert_eq!(titles(&db, "is:unread"), ["Cup won"]);
    assert_eq!(titles(&db, "is:read"), ["Cup drawn", "Cup final"]);
    assert!(titles(&db, "is:hidden").is_empty());
}

#[test]
fn what_is_hidden_lessens_the_new_articles_only_where_it_is_one() {
    let (mut db, feed) = dispatch();
    let old = [1, 2].map(|number| draft(&number.to_string(), "Cup final", "goals", 60));
    db.save(feed, &delivery(old.to_vec()), at(0)).unwrap();
    let outlet = db.outlets().unwrap().remove(0);
    db.remove_outlet(outlet.id).unwrap();
    db.set_rules(rules(&["cup: hide"]));

    db.follow_again(&outlet, at(2)).unwrap();
    let feed = db.due(at(2), 1).unwrap()[0].id;
    let new = [draft("3", "Cup won", "goals", 40), draft("4", "Roads", "snow", 30)];
    let saved = db.save(feed, &delivery([&old[..], &new[..]].concat()), at(2)).unwrap();
    assert_eq!((saved.new, titles(&db, "")), (1, vec!["Roads".to_owned()]));
}

#[test]
fn a_rule_can_be_tried_on_what_is_there() {
    let (mut db, feed) = dispatch();
    db.set_rules(rules(&["storm: hide"]));
    let drafts = vec![
        draft("a", "Storm", "waves", 60),
        draft("b", "Roads", "snow", 50),
        draft("c", "Old storm", "waves", 86_400 * 9),
    ];
    db.save(feed, &delivery(drafts), at(0)).unwrap();
    let trial = db.try_rule(&Query::parse("storm").unwrap(), 7, 5, at(0)).unwrap();
    assert_eq!((trial.fitting, trial.of), (1, 2));
    assert_eq!(
        trial.newest.iter().map(|row| &*row.title).collect::<Vec<_>>(),
        ["Storm"]
    );
}
