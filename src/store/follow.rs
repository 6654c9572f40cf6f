//! Outlets are followed, each feed once, however its address is written.

use std::collections::HashMap;

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use url::Url;

use crate::model::{Clean, Feed, FeedId, FeedState, Language, Outlet, OutletId, shown_address};
use crate::store::db::Db;
use crate::store::draft::NewOutlet;
use crate::store::error::StoreError;
use crate::store::slug::free_slug;
use crate::store::touched::touch_all;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Adds an outlet; one that has one of the feeds, or the same site and name, gets the other feeds instead.
    pub fn add_outlet(&mut self, outlet: &NewOutlet, now: Timestamp) -> Result<Added, StoreError> {
        let tx = self.begin()?;
        let added = add(&tx, outlet, None, &mut Followed::read(&tx)?, now)?;
        tx.commit()?;
        Ok(added)
    }

    /// The same for a whole list of them, all or none.
    pub fn add_outlets(&mut self, outlets: &[NewOutlet], now: Timestamp) -> Result<Vec<Added>, StoreError> {
        let tx = self.begin()?;
        let mut followed = Followed::read(&tx)?;
        let added = outlets
            .iter()
            .map(|outlet| add(&tx, outlet, None, &mut followed, now))
            .collect::<Result<_, _>>()?;
        tx.commit()?;
        Ok(added)
    }

    /// Follows an outlet again that was removed, as it was, its number too unless another has it by now; of its articles come back those that its feeds still have.
    pub fn follow_again(&mut self, outlet: &Outlet, now: Timestamp) -> Result<OutletId, StoreError> {
        let again = NewOutlet {
            name: outlet.name.to_string(),
            folder: outlet.folder.as_ref().map(ToString::to_string),
            site: outlet.site.clone(),
            language: outlet.language.known().map(str::to_owned),
            feeds: outlet.feeds.iter().map(|feed| feed.url.clone()).collect(),
        };
        let tx = self.begin()?;
        let id = add(&tx, &again, Some(outlet.id), &mut Followed::read(&tx)?, now)?.outlet;
        // Filters name it so, unless somebody else is called that by now.
        tx.execute(
            "UPDATE OR IGNORE outlet SET slug = ?2 WHERE id = ?1",
            params![id.0, outlet.slug],
        )?;
        for feed in outlet.feeds.iter().filter(|feed| feed.state == FeedState::Paused) {
            tx.execute("UPDATE feed SET state = 'paused' WHERE url = ?1", [&feed.url])?;
        }
        tx.commit()?;
        Ok(id)
    }

    /// The feed at an address, however that is written.
    pub fn feed_at(&self, url: &str) -> Result<Option<Feed>, StoreError> {
        match Followed::read(&self.conn)?.find(url) {
            Some(feed) => self.feed(feed.id),
            None => Ok(None),
        }
    }
}

/// An outlet that is followed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Added {
    /// Which.
    pub outlet: OutletId,
    /// Whether it was not before.
    pub is_new: bool,
}

/// A feed that is followed.
#[derive(Clone, Debug)]
struct Address {
    id: FeedId,
    outlet: i64,
    /// `user:password@`, if anything.
    login: String,
    /// Whether it was there before it moved.
    former: bool,
}

/// What is followed, as thousands are looked for in it at once.
#[derive(Debug, Default)]
struct Followed {
    /// Feeds by their addresses without login and fragment, which the server is not asked for.
    feeds: HashMap<String, Vec<Address>>,
    /// Outlets by site and name.
    outlets: HashMap<(String, String), i64>,
}

impl Followed {
    fn read(conn: &Connection) -> Result<Self, StoreError> {
        let mut followed = Self::default();
        let mut statement = conn.prepare_cached(
            "SELECT id, outlet_id, url, 0 FROM feed UNION ALL
             SELECT f.id, f.outlet_id, m.url, 1 FROM former_address m JOIN feed f ON f.id = m.feed_id",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let url: String = row.get(2)?;
            followed.put(FeedId(row.get(0)?), row.get(1)?, &url, row.get(3)?);
        }
        let mut statement = conn.prepare_cached("SELECT site, name, id FROM outlet WHERE site IS NOT NULL")?;
        let outlets = statement.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
        followed.outlets = outlets.collect::<Result<_, _>>()?;
        Ok(followed)
    }

    fn put(&mut self, id: FeedId, outlet: i64, url: &str, former: bool) {
        let (bare, login) = parted(url);
        let address = Address {
            id,
            outlet,
            login,
            former,
        };
        self.feeds.entry(bare).or_default().push(address);
    }

    /// The feed at this address; two logins may be shown two feeds.
    fn find(&self, url: &str) -> Option<&Address> {
        let (bare, login) = parted(url);
        let there = self.feeds.get(&bare)?;
        let same = there.iter().find(|feed| feed.login == login);
        same.or_else(|| {
            let mut there = there.iter();
            there.find(|feed| feed.login.is_empty() || login.is_empty())
        })
    }
}

/// What a server is asked for, and the login.
fn parted(url: &str) -> (String, String) {
    let Ok(mut parsed) = Url::parse(url) else {
        return (url.to_owned(), String::new());
    };
    parsed.set_fragment(None);
    let login = match (parsed.username(), parsed.password()) {
        ("", None) => String::new(),
        (user, password) => format!("{user}:{}@", password.unwrap_or_default()),
    };
    // Both fail only for addresses without a host, which have no login either.
    let _cleared = parsed.set_username("").and(parsed.set_password(None));
    (parsed.into(), login)
}

fn add(
    tx: &Transaction<'_>,
    outlet: &NewOutlet,
    former: Option<OutletId>,
    followed: &mut Followed,
    now: Timestamp,
) -> Result<Added, StoreError> {
    let known = outlet.feeds.iter().find_map(|url| followed.find(url));
    let like = outlet.site.clone().map(|site| (site, name_of(outlet).into_string()));
    let known = known
        .map(|feed| feed.outlet)
        .or_else(|| followed.outlets.get(like.as_ref()?).copied());
    let (id, is_new) = match known {
        Some(id) => {
            let is_new = wake(tx, id, now)?;
            if let Some(folder) = folder(outlet.folder.as_deref()) {
                tx.execute("UPDATE outlet SET folder = ?2 WHERE id = ?1", params![id, &*folder])?;
                touch_all(tx)?;
            }
            (id, is_new)
        }
        None => {
            let id = insert_outlet(tx, outlet, former)?;
            followed.outlets.extend(like.map(|like| (like, id)));
            (id, true)
        }
    };
    for url in &outlet.feeds {
        let url = url.split('#').next().unwrap_or_default();
        match followed.find(url) {
            // With the login that it lacked it may be readable at last.
            Some(feed) if feed.login.is_empty() && !feed.former && !parted(url).1.is_empty() => {
                tx.execute(
                    "UPDATE feed SET url = ?2, next_poll_at = min(next_poll_at, ?3) WHERE id = ?1",
                    params![feed.id.0, url, now.as_second()],
                )?;
            }
            Some(_) => {}
            None => {
                tx.prepare_cached("INSERT INTO feed (outlet_id, url, next_poll_at) VALUES (?1, ?2, ?3)")?
                    .execute(params![id, url, now.as_second()])?;
                followed.put(FeedId(tx.last_insert_rowid()), id, url, false);
            }
        }
    }
    let outlet = OutletId(id);
    Ok(Added { outlet, is_new })
}

/// As its name is shown and asked for.
pub(crate) fn folder(name: Option<&str>) -> Option<Clean> {
    name.map(|name| Clean::title(name, 200)).filter(|name| !name.is_empty())
}

/// Lets an outlet that is no longer followed begin anew; tells whether it was one.
fn wake(tx: &Transaction<'_>, id: i64, now: Timestamp) -> Result<bool, StoreError> {
    let wakes = tx.execute("UPDATE outlet SET followed = 1 WHERE id = ?1 AND NOT followed", [id])? > 0;
    if wakes {
        tx.execute(
            "UPDATE feed SET state = 'new', why = NULL, failures = 0, next_poll_at = ?2, etag = NULL,
                last_modified = NULL, body_hash = NULL, schedule = '' WHERE outlet_id = ?1",
            params![id, now.as_second()],
        )?;
    }
    Ok(wakes)
}

pub(crate) fn outlet_of_feed(tx: &Transaction<'_>, url: &str) -> Result<Option<i64>, StoreError> {
    Ok(tx
        .query_row(
            "SELECT outlet_id FROM feed WHERE url = ?1 OR id = (SELECT feed_id FROM former_address WHERE url = ?1)",
            [url],
            |row| row.get(0),
        )
        .optional()?)
}

fn name_of(outlet: &NewOutlet) -> Clean {
    match outlet.feeds.first() {
        Some(first) if outlet.name.trim().is_empty() => Clean::title(&shown_address(first), 200),
        _ => Clean::title(&outlet.name, 200),
    }
}

/// Takes an outlet in, under the number that it had before where that is free.
pub(crate) fn insert_outlet(
    tx: &Transaction<'_>,
    outlet: &NewOutlet,
    former: Option<OutletId>,
) -> Result<i64, StoreError> {
    let name = name_of(outlet);
    let slug = free_slug(tx, &name, 0)?;
    let language = outlet.language.as_deref().map_or(Language::UNKNOWN, Language::of);
    tx.execute(
        "INSERT INTO outlet (id, name, slug, folder, site, language)
         VALUES (iif(EXISTS (SELECT 1 FROM outlet WHERE id = ?6), NULL, ?6), ?1, ?2, ?3, ?4, ?5)",
        params![
            &*name,
            slug,
            folder(outlet.folder.as_deref()).as_deref(),
            outlet.site,
            language.code(),
            former.map(|former| former.0)
        ],
    )?;
    Ok(tx.last_insert_rowid())
}
