//! Stories as the reader has them: nothing moves by itself once an article has found its own.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::model::{ArticleId, Grouped, Mark, OutletId, Row, Seen, Stance, Story, StoryId};
use crate::store::db::Db;
use crate::store::draft::Grouping;
use crate::store::error::StoreError;
use crate::store::marks;
use crate::store::outlets::moment;
use crate::store::recent::Recent;
use crate::store::touched::touch;

/// Takes stories away that the reader did nothing about.
const NO_STANCE: &str = "DELETE FROM story WHERE followed_at IS NULL AND muted_at IS NULL";
/// Articles of a story that are listed.
const MAX_ARTICLES: u32 = 200;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Says which articles are to find stories; for the connection that saves.
    pub fn set_grouping(&mut self, grouping: Grouping) {
        self.grouping = Arc::new(grouping);
        self.recent = None;
    }

    /// Reads what stories are found by. Takes a while, so that it is for a reader to do; [`Self::remember`] takes it.
    pub fn recent(&self, now: Timestamp) -> Result<Recent, StoreError> {
        Recent::read(&self.conn, now)
    }

    /// Takes it for the articles to come, unless there is something newer already.
    pub fn remember(&mut self, recent: Recent) {
        if self.recent.as_ref().is_none_or(|mine| recent.is_ahead_of(mine)) {
            self.recent = Some(recent);
        }
    }

    /// The articles of an article's story in the order in which they came out; itself alone where nobody else reports it.
    pub fn story(&self, article: ArticleId) -> Result<Vec<Row>, StoreError> {
        let story = self
            .story_of(article)?
            .map_or_else(|| vec![article], |story| story.articles);
        self.rows_of(&story)
    }

    /// The story of an article: `None` where it stands alone and the reader did nothing about it.
    pub(crate) fn story_of(&self, article: ArticleId) -> Result<Option<Story>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT a.story_id, s.followed_at, s.muted_at IS NOT NULL FROM article a
             LEFT JOIN story s ON s.id = coalesce(a.story_id, a.id) WHERE a.id = ?1",
        )?;
        let found: Option<(Option<i64>, Option<i64>, bool)> = statement
            .query_row([article.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let Some((story, followed_at, muted)) = found else {
            return Ok(None);
        };
        let followed_at = followed_at.and_then(|at| Timestamp::from_second(at).ok());
        let (articles, outlets) = match story {
            None if followed_at.is_none() && !muted => return Ok(None),
            None => (vec![article], 1),
            Some(story) => self.members(story)?,
        };
        Ok(Some(Story {
            id: StoryId(story.unwrap_or(article.0)),
            articles,
            outlets,
            followed_at,
            muted,
        }))
    }

    fn members(&self, story: i64) -> Result<(Vec<ArticleId>, u32), StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT id, outlet_id FROM article WHERE story_id = ?1 ORDER BY sorted_at, id LIMIT ?2")?;
        let members = statement.query_map([story, i64::from(MAX_ARTICLES)], |row| {
            Ok((ArticleId(row.get(0)?), OutletId(row.get(1)?)))
        })?;
        let (articles, outlets): (Vec<_>, HashSet<_>) = members.collect::<Result<_, _>>()?;
        Ok((articles, u32::try_from(outlets.len()).unwrap_or(u32::MAX)))
    }

    /// Follows the story of an article, mutes it, or neither; tells how it was before. What is muted is read: it takes no
    /// place among the unread.
    pub fn take_stance(&mut self, article: ArticleId, stance: Stance, now: Timestamp) -> Result<Grouped, StoreError> {
        let tx = self.begin()?;
        let story = story_name(&tx, article.0)?;
        let mut before = Grouped {
            stances: vec![stance_on(&tx, story)?.unwrap_or((StoryId(story), None, None))],
            ..Grouped::default()
        };
        let at = |wanted: Stance| (stance == wanted).then_some(now.as_second());
        tx.execute(
            "INSERT OR REPLACE INTO story (id, followed_at, muted_at) VALUES (?1, ?2, ?3)",
            params![story, at(Stance::Follow), at(Stance::Mute)],
        )?;
        if stance == Stance::Mute {
            let mut update = tx.prepare(
                "UPDATE article SET read_at = ?2 WHERE read_at IS NULL AND (story_id = ?1 OR id = ?1) RETURNING id",
            )?;
            let muted = update.query_map(params![story, now.as_second()], |row| row.get(0).map(ArticleId))?;
            before.unread = muted.collect::<Result<_, _>>()?;
            touch(&tx, before.unread.iter().map(|article| article.0))?;
        }
        tx.execute(NO_STANCE, [])?;
        tx.commit()?;
        Ok(before)
    }

    /// Makes one story of two articles' stories, as the reader said; tells how they were grouped before.
    pub fn join_stories(&mut self, article: ArticleId, with: ArticleId) -> Result<Grouped, StoreError> {
        let recent = self.recent.take();
        let tx = self.begin()?;
        let before = grouped(&tx, &[article, with])?;
        let (one, other) = (story_name(&tx, article.0)?, story_name(&tx, with.0)?);
        // The elder gives the name.
        let (story, joining) = (one.min(other), one.max(other));
        if story != joining {
            tx.execute(
                "UPDATE article SET story_id = ?1 WHERE id IN (?1, ?2) OR story_id = ?2",
                [story, joining],
            )?;
            rename(&tx, joining, story)?;
        }
        tx.commit()?;
        self.regroup(recent, article)?;
        Ok(before)
    }

    /// Takes an article out of its story, as the reader said; tells how its story was grouped before.
    pub fn split_story(&mut self, article: ArticleId) -> Result<Grouped, StoreError> {
        let recent = self.recent.take();
        let tx = self.begin()?;
        let before = grouped(&tx, &[article])?;
        let story: Option<i64> = tx.query_row("SELECT story_id FROM article WHERE id = ?1", [article.0], |row| {
            row.get(0)
        })?;
        let mut left = Vec::new();
        if let Some(story) = story {
            tx.execute("UPDATE article SET story_id = NULL WHERE id = ?1", [article.0])?;
            {
                let mut rest = tx.prepare_cached("SELECT id FROM article WHERE story_id = ?1 ORDER BY id")?;
                let rest = rest.query_map([story], |row| row.get(0))?;
                left = rest.collect::<Result<Vec<i64>, _>>()?;
            }
            match left[..] {
                [] => {}
                [only] => {
                    tx.execute("UPDATE article SET story_id = NULL WHERE id = ?1", [only])?;
                    rename(&tx, story, only)?;
                }
                // Its first article has gone: the next one gives it its name.
                [first, ..] if story == article.0 => {
                    tx.execute("UPDATE article SET story_id = ?2 WHERE story_id = ?1", [story, first])?;
                    rename(&tx, story, first)?;
                }
                _ => {}
            }
        }
        tx.commit()?;
        let recent = self.regroup_all(recent, &left)?;
        self.regroup(recent, article)?;
        Ok(before)
    }

    /// Puts articles back into the stories that they were in, as these were. What has come to one of these since stays with the article
    /// that named it.
    pub fn put_back(&mut self, before: &Grouped) -> Result<(), StoreError> {
        let recent = self.recent.take();
        let tx = self.begin()?;
        let (mut left, mut moved) = (HashSet::new(), Vec::new());
        for (article, story) in &before.articles {
            let Some(now) = story_name(&tx, article.0).optional()? else {
                continue;
            };
            left.insert(now);
            moved.push(article.0);
            tx.execute(
                "UPDATE article SET story_id = ?2 WHERE id = ?1",
                params![article.0, story.map(|story| story.0)],
            )?;
        }
        for story in left {
            tx.execute("DELETE FROM story WHERE id = ?1", [story])?;
            let mut since = tx.prepare_cached("SELECT id FROM article WHERE story_id = ?1 AND id != ?1")?;
            let since = since.query_map([story], |row| row.get(0))?;
            let since: Vec<i64> = since.collect::<Result<_, _>>()?;
            if !since.is_empty() {
                let name = story_name(&tx, story).optional()?.unwrap_or(story);
                tx.execute(
                    "UPDATE article SET story_id = ?2 WHERE story_id = ?1 OR id = ?1",
                    [story, name],
                )?;
            }
            moved.extend(since);
        }
        for (story, followed_at, muted_at) in &before.stances {
            let second = |at: &Option<Timestamp>| at.map(Timestamp::as_second);
            tx.execute(
                "INSERT OR REPLACE INTO story (id, followed_at, muted_at) VALUES (?1, ?2, ?3)",
                params![story.0, second(followed_at), second(muted_at)],
            )?;
        }
        tx.execute(NO_STANCE, [])?;
        let unread: Vec<i64> = before.unread.iter().map(|article| article.0).collect();
        marks::put(&tx, &unread, Mark::Unread, Seen::ALL, Timestamp::UNIX_EPOCH)?;
        tx.commit()?;
        self.recent = self.regroup_all(recent, &moved)?;
        Ok(())
    }

    /// Tells the index what the reader changed.
    fn regroup(&mut self, recent: Option<Recent>, article: ArticleId) -> Result<(), StoreError> {
        let articles = self
            .story_of(article)?
            .map_or_else(|| vec![article], |story| story.articles);
        let articles: Vec<i64> = articles.iter().map(|article| article.0).collect();
        self.recent = self.regroup_all(recent, &articles)?;
        Ok(())
    }

    fn regroup_all(&self, mut recent: Option<Recent>, articles: &[i64]) -> Result<Option<Recent>, StoreError> {
        for article in articles {
            if let Some(recent) = &mut recent
                && let Some(story) = story_name(&self.conn, *article).optional()?
            {
                recent.regroup(*article, story);
            }
        }
        Ok(recent)
    }
}

/// The name of an article's story: its own where it stands alone.
fn story_name(conn: &Connection, article: i64) -> rusqlite::Result<i64> {
    conn.prepare_cached("SELECT coalesce(story_id, id) FROM article WHERE id = ?1")?
        .query_row([article], |row| row.get(0))
}

/// How the stories of some articles are grouped.
fn grouped(tx: &Transaction<'_>, articles: &[ArticleId]) -> Result<Grouped, StoreError> {
    let mut grouped = Grouped::default();
    for article in articles {
        let mut members = tx.prepare_cached(
            "SELECT id, story_id FROM article WHERE id = ?1
                OR story_id = (SELECT story_id FROM article WHERE id = ?1) ORDER BY id",
        )?;
        let members = members.query_map([article.0], |row| {
            Ok((ArticleId(row.get(0)?), row.get::<_, Option<i64>>(1)?.map(StoryId)))
        })?;
        grouped.articles.extend(members.collect::<Result<Vec<_>, _>>()?);
        let story = story_name(tx, article.0)?;
        grouped.stances.extend(stance_on(tx, story)?);
    }
    Ok(grouped)
}

/// A story that the reader did something about: when it was followed, and when muted.
type Stood = (StoryId, Option<Timestamp>, Option<Timestamp>);

fn stance_on(tx: &Transaction<'_>, story: i64) -> rusqlite::Result<Option<Stood>> {
    tx.prepare_cached("SELECT id, followed_at, muted_at FROM story WHERE id = ?1")?
        .query_row([story], |row| {
            Ok((StoryId(row.get(0)?), moment(row, 1)?, moment(row, 2)?))
        })
        .optional()
}

/// What the reader did to a story goes with its new name; what was done to the one that has it already stays.
fn rename(tx: &Transaction<'_>, from: i64, to: i64) -> Result<(), StoreError> {
    if from != to {
        tx.execute("UPDATE OR IGNORE story SET id = ?2 WHERE id = ?1", [from, to])?;
        tx.execute("DELETE FROM story WHERE id = ?1", [from])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use crate::model::{ArticleId, Clean, FeedId, FeedState, Language, Mark, Published, Row, Stance, Validators};
    use crate::query::Query;
    use crate::store::{Db, Delivery, Draft, Grouping, Health, NewOutlet, Slice};

    const FERRY: &str = "All 214 passengers of the island ferry Sister Maud have been brought ashore after a fire broke out in \
        her engine room shortly before dawn, the coast guard of Kestria said.";
    const FERRY_TOO: &str = "The coast guard of Kestria has rescued more than 200 people from the burning ferry Sister Maud in \
        the Grey Strait. The fire began in the engine room.";
    const BRIDGE: &str = "The council of Brackwater has voted to keep the old bridge after a debate past midnight.";

    fn noon() -> Timestamp {
        Timestamp::from_second(1_700_000_000).unwrap()
    }

    fn later(hours: i64) -> Timestamp {
        Timestamp::from_second(1_700_000_000 + hours * 3600).unwrap()
    }

    /// Saves an article of an outlet that was published so many hours after noon; its id.
    fn save(db: &mut Db, feed: FeedId, title: &str, text: &str, hours: i64) -> ArticleId {
        let health = Health {
            asked: None,
            state: FeedState::Ok,
            why: None,
            failures: 0,
            asked_at: noon(),
            next_poll_at: noon(),
            validators: Validators::default(),
            body_hash: None,
            moved_to: None,
            schedule: String::new(),
        };
        let draft = Draft {
            key: format!("{title} {hours}"),
            title: Clean::line(title),
            published: Some(Published {
                at: later(hours),
                offset_minutes: 0,
            }),
            language: Language::ENGLISH,
            text: text.to_owned(),
            excerpt: Clean::title(text, 240),
            html: format!("<p>{text}</p>"),
            ..Draft::default()
        };
        let delivery = Delivery {
            title: Clean::default(),
            kind: "rss20",
            site: None,
            drafts: vec![draft],
            unchanged: Vec::new(),
            health,
        };
        db.save(feed, &delivery, later(hours.max(0))).unwrap();
        let newest = Slice {
            after: None,
            limit: 1000,
        };
        let rows = db.rows(&Query::default(), &newest, noon()).unwrap();
        rows.iter().map(|row| row.id).max().unwrap()
    }

    /// A database whose outlets have reported other things before.
    fn newsroom() -> (Db, Vec<FeedId>) {
        let mut db = Db::in_memory().unwrap();
        let outlet = |name: &&str| NewOutlet {
            name: (*name).to_owned(),
            feeds: vec![format!("https://{name}.example/rss")],
            ..NewOutlet::default()
        };
        let names = ["dispatch", "ledger", "orion", "post"];
        db.add_outlets(&names.iter().map(outlet).collect::<Vec<_>>(), noon())
            .unwrap();
        let mut feeds: Vec<FeedId> = db.due(noon(), 10).unwrap().iter().map(|feed| feed.id).collect();
        feeds.sort();
        for (number, word) in ["harvest", "glacier", "orchestra", "vaccine", "railway", "penalty"]
            .iter()
            .enumerate()
        {
            let title = format!("The {word} of town{number}");
            save(
                &mut db,
                feeds[number % 4],
                &title,
                &format!("A {word} was a matter for place{number}, people said."),
                0,
            );
        }
        (db, feeds)
    }

    fn row(db: &Db, article: ArticleId) -> Row {
        db.article(article).unwrap().unwrap().row
    }

    fn members(db: &Db, article: ArticleId) -> Vec<ArticleId> {
        db.story(article).unwrap().iter().map(|row| row.id).collect()
    }

    /// The first outlet's report of the fire.
    fn ferry(db: &mut Db, feeds: &[FeedId]) -> ArticleId {
        save(db, feeds[0], "Fire on island ferry: all 214 brought ashore", FERRY, 1)
    }

    fn told(db: &mut Db, feeds: &[FeedId]) -> [ArticleId; 3] {
        [
            ferry(db, feeds),
            save(db, feeds[1], "Council votes for the old bridge", BRIDGE, 2),
            save(
                db,
                feeds[2],
                "More than 200 saved from burning ferry in Grey Strait",
                FERRY_TOO,
                3,
            ),
        ]
    }

    #[test]
    fn articles_find_their_story_as_they_are_saved() {
        let (mut db, feeds) = newsroom();
        let [first, bridge, second] = told(&mut db, &feeds);
        assert_eq!(members(&db, second), [first, second]);
        assert_eq!(members(&db, bridge), [bridge]);
        let story = row(&db, first).story.unwrap();
        assert_eq!((story.id.0, story.outlets), (first.0, 2));
        assert_eq!(row(&db, bridge).story, None);
        let first_of_all = db
            .rows(
                &Query::parse("sort:stories").unwrap(),
                &Slice { after: None, limit: 3 },
                noon(),
            )
            .unwrap();
        assert_eq!(first_of_all[0].id, second, "what most outlets report stands first");
    }

    #[test]
    fn a_start_anew_remembers_the_last_days() {
        let (mut db, feeds) = newsroom();
        let first = ferry(&mut db, &feeds);
        db.recent = None;
        let recent = db.recent(later(2)).unwrap();
        db.remember(recent);
        let second = save(
            &mut db,
            feeds[2],
            "Burning ferry in the Grey Strait: 200 saved",
            FERRY_TOO,
            3,
        );
        assert_eq!(members(&db, first), [first, second]);
        let late = save(
            &mut db,
            feeds[3],
            "Burning ferry in the Grey Strait: 200 were saved",
            FERRY_TOO,
            99,
        );
        assert_eq!(members(&db, late), [late], "another event by now");
    }

    #[test]
    fn old_news_and_dates_years_off_find_no_story() {
        let (mut db, feeds) = newsroom();
        let first = ferry(&mut db, &feeds);
        for (hours, title) in [
            (-200_000, "Burning ferry: 200 saved"),
            (-90, "200 saved from burning ferry"),
        ] {
            let odd = save(&mut db, feeds[1], title, FERRY_TOO, hours);
            assert_eq!(members(&db, odd), [odd]);
        }
        // What claims to come from the future is as old as it is known.
        let early = save(
            &mut db,
            feeds[2],
            "Burning ferry in the Grey Strait: 200 saved",
            FERRY_TOO,
            2,
        );
        assert_eq!(members(&db, first), [first, early]);
    }

    #[test]
    fn what_changes_later_moves_nowhere() {
        let (mut db, feeds) = newsroom();
        let plain = save(
            &mut db,
            feeds[0],
            "Harbour notes",
            "The harbour was quiet, people said.",
            1,
        );
        let first = save(
            &mut db,
            feeds[1],
            "Fire on island ferry: all 214 brought ashore",
            FERRY,
            1,
        );
        // A program that has just started knows nothing of the last days yet.
        db.recent = None;
        assert_eq!(
            save(&mut db, feeds[0], "Harbour notes", FERRY_TOO, 1),
            first,
            "no new article"
        );
        assert_eq!(members(&db, plain), [plain]);
        let late = save(
            &mut db,
            feeds[2],
            "Burning ferry in the Grey Strait: 200 saved",
            FERRY_TOO,
            3,
        );
        assert_eq!(members(&db, late), [plain, late], "by what it says now");
    }

    #[test]
    fn what_went_begins_no_story_any_more() {
        let (mut db, feeds) = newsroom();
        let first = ferry(&mut db, &feeds);
        let outlet = db.article(first).unwrap().unwrap().row.outlet;
        db.remove_outlet(outlet).unwrap();
        // Gets the number of the one that went.
        let unlike = save(&mut db, feeds[1], "Council votes for the old bridge", BRIDGE, 2);
        let other = save(
            &mut db,
            feeds[2],
            "Burning ferry in the Grey Strait: 200 saved",
            FERRY_TOO,
            3,
        );
        assert_eq!((members(&db, unlike), members(&db, other)), (vec![unlike], vec![other]));
    }

    #[test]
    fn grouping_can_be_off_for_all_or_for_an_outlet() {
        let (mut db, feeds) = newsroom();
        db.set_grouping(Grouping {
            off: false,
            apart: vec!["orion".to_owned(), "nobody".to_owned()],
        });
        let [first, _, second] = told(&mut db, &feeds);
        assert_eq!(members(&db, second), [second]);
        let third = save(&mut db, feeds[3], "Ferry burns in Grey Strait, 200 saved", FERRY_TOO, 4);
        assert_eq!(members(&db, third), [first, third]);
        db.set_grouping(Grouping {
            off: true,
            apart: Vec::new(),
        });
        let fourth = save(
            &mut db,
            feeds[1],
            "Ferry burns in the strait, 200 were saved",
            FERRY_TOO,
            5,
        );
        assert_eq!(members(&db, fourth), [fourth]);
    }

    #[test]
    fn what_the_reader_joins_and_splits_stays() {
        let (mut db, feeds) = newsroom();
        let [first, bridge, second] = told(&mut db, &feeds);
        db.take_stance(first, Stance::Follow, later(3)).unwrap();
        db.split_story(first).unwrap();
        assert_eq!((members(&db, first), members(&db, second)), (vec![first], vec![second]));
        assert_eq!(
            row(&db, second).story.unwrap().followed_at,
            Some(later(3)),
            "the story goes on without it"
        );
        db.join_stories(bridge, second).unwrap();
        assert_eq!(members(&db, second), [bridge, second]);
        let third = save(&mut db, feeds[3], "Ferry burns in Grey Strait, 200 saved", FERRY_TOO, 4);
        assert_eq!(
            members(&db, third),
            [bridge, second, third],
            "what comes later goes where its nearest went"
        );
        db.split_story(bridge).unwrap();
        assert_eq!(row(&db, third).story.unwrap().id.0, second.0);
        // Saving the same again moves nothing.
        ferry(&mut db, &feeds);
        assert_eq!(members(&db, first), [first]);
        db.split_story(first).unwrap();
        assert_eq!(members(&db, first), [first]);
    }

    #[test]
    fn what_the_reader_joined_or_split_can_be_put_back() {
        let (mut db, feeds) = newsroom();
        let [first, bridge, second] = told(&mut db, &feeds);
        db.take_stance(first, Stance::Follow, later(3)).unwrap();
        db.take_stance(bridge, Stance::Mute, later(3)).unwrap();
        let split = db.split_story(first).unwrap();
        db.put_back(&split).unwrap();
        assert_eq!(members(&db, second), [first, second]);
        assert_eq!(row(&db, second).story.unwrap().followed_at, Some(later(3)));

        let joined = db.join_stories(bridge, second).unwrap();
        assert_eq!(members(&db, bridge).len(), 3);
        let third = save(&mut db, feeds[3], "Ferry burns in Grey Strait, 200 saved", FERRY_TOO, 4);
        db.put_back(&joined).unwrap();
        assert_eq!(
            members(&db, first),
            [first, second, third],
            "what came since stays with the first"
        );
        let alone = row(&db, bridge).story.unwrap();
        assert!(alone.articles == [bridge] && alone.muted);
        assert_eq!(row(&db, first).story.unwrap().followed_at, Some(later(3)));
    }

    #[test]
    fn what_is_muted_comes_read() {
        let (mut db, feeds) = newsroom();
        let [first, bridge, second] = told(&mut db, &feeds);
        db.take_stance(second, Stance::Mute, later(3)).unwrap();
        assert!(row(&db, first).read && row(&db, second).read && !row(&db, bridge).read);
        let third = save(&mut db, feeds[3], "Ferry burns in Grey Strait, 200 saved", FERRY_TOO, 4);
        assert!(row(&db, third).read && row(&db, third).story.unwrap().muted);
        db.take_stance(second, Stance::Neither, later(5)).unwrap();
        assert!(!row(&db, third).story.unwrap().muted);
        // An article that stands alone can be followed, too: others may come.
        db.take_stance(bridge, Stance::Follow, later(5)).unwrap();
        assert_eq!(row(&db, bridge).story.unwrap().articles, [bridge]);
    }

    #[test]
    fn what_was_muted_is_put_back_as_it_was() {
        let (mut db, feeds) = newsroom();
        let [first, _, second] = told(&mut db, &feeds);
        db.take_stance(first, Stance::Follow, later(3)).unwrap();
        db.mark(&[first], Mark::Read, later(3)).unwrap();
        let muted = db.take_stance(second, Stance::Mute, later(4)).unwrap();
        assert_eq!(muted.unread, [second], "the other was read before");
        db.put_back(&muted).unwrap();
        let story = row(&db, second).story.unwrap();
        assert!(row(&db, first).read && !row(&db, second).read && !story.muted);
        assert_eq!(story.followed_at, Some(later(3)));
    }

    #[test]
    fn an_older_database_learns_about_stories() {
        let conn = rusqlite::Connection::open_in_memory().unwrap();
        conn.execute_batch(include_str!("migrations/0001.sql")).unwrap();
        conn.execute_batch(
            "INSERT INTO outlet (id, name, slug) VALUES (1, 'Dispatch', 'dispatch');
             INSERT INTO feed (id, outlet_id, url, next_poll_at) VALUES (1, 1, 'https://dispatch.example/rss', 0);
             INSERT INTO article (outlet_id, feed_id, sorted_at, fetched_at, key_hash, ident, fingerprint, quotes, words,
                language, title, byline, excerpt, image_alt, categories)
                VALUES (1, 1, 1699999000, 1699999000, 1, 1, 1, 0, 9, 'en', 'Fire on island ferry', '', '', '', '');
             PRAGMA user_version = 1;",
        )
        .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("byline.db");
        conn.execute("VACUUM INTO ?1", [file.to_str().unwrap()]).unwrap();
        let mut db = Db::open(&file).unwrap();
        let article = ArticleId(1);
        assert_eq!(row(&db, article).story, None);
        db.take_stance(article, Stance::Follow, noon()).unwrap();
        assert!(row(&db, article).story.is_some() && db.check().unwrap().is_empty());
        let mut files = std::fs::read_dir(folder.path()).unwrap();
        let copied = files.any(|file| file.unwrap().path().to_string_lossy().contains("byline.before-"));
        assert!(copied, "a copy from before is kept");
    }
}
