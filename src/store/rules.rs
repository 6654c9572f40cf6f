//! What is done with articles as they arrive: the reader's rules, and what is hidden for a while.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::{Connection, Transaction, params};

use crate::model::{Clean, Mute, MuteId, Row};
use crate::query::{Action, Age, Expr, Is, Query, Rule};
use crate::store::articles::Slice;
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::keeping::{add_tags, keep};
use crate::store::outlets::moment;
use crate::store::recent::newest;
use crate::store::search::{every, fitting_within};
use crate::store::touched::touch;

/// Articles of one transaction that are told of; with more, telling tells nothing.
const MAX_TOLD: usize = 20;

/// What rules did with the articles of a transaction.
#[derive(Debug, Default)]
pub(crate) struct Applied {
    /// Left out of the lists.
    pub(crate) hidden: Vec<i64>,
    /// To be told of.
    pub(crate) told: Vec<(i64, Clean)>,
}

/// What a rule would have done.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// Articles that it fits.
    pub fitting: u64,
    /// Of so many.
    pub of: u64,
    /// The newest of those it fits.
    pub newest: Vec<Row>,
}

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// Says what is done with articles as they arrive; for the connection that saves. What names nothing that there is
    /// stays as it is: it may come.
    pub fn set_rules(&mut self, mut rules: Vec<Rule>) {
        let known = if rules.is_empty() { None } else { self.known().ok() };
        for rule in &mut rules {
            if let Ok(when) = Query::parse_among(&rule.when.to_string(), known.as_ref()) {
                rule.when = when;
            }
        }
        self.rules = Arc::new(rules);
    }

    /// What a rule with this filter would have fitted of the last days' articles, hidden ones too.
    pub fn try_rule(&self, when: &Query, days: u32, limit: u32, now: Timestamp) -> Result<Trial, StoreError> {
        let recent = Query::default()
            .with(Expr::Age(Age {
                older: false,
                seconds: i64::from(days) * 86_400,
            }))
            .with(either_way());
        let fitting = when
            .terms()
            .iter()
            .cloned()
            .fold(recent.clone(), |all, term| all.with(term));
        Ok(Trial {
            fitting: self.count(&fitting, now)?,
            of: self.count(&recent, now)?,
            newest: self.rows(&fitting, &Slice { after: None, limit }, now)?,
        })
    }

    /// What is hidden for a while, what ends first first.
    pub fn mutes(&self) -> Result<Vec<Mute>, StoreError> {
        let mut statement = self.conn.prepare_cached(
            "SELECT m.id, m.query, m.until, (SELECT count(*) FROM hidden h WHERE h.mute_id = m.id)
             FROM mute m ORDER BY m.until, m.id",
        )?;
        let mutes = statement.query_map([], |row| {
            Ok(Mute {
                id: MuteId(row.get(0)?),
                query: row.get(1)?,
                until: Timestamp::from_second(row.get(2)?).unwrap_or(Timestamp::MAX),
                hidden: row.get::<_, i64>(3)?.unsigned_abs(),
            })
        })?;
        Ok(mutes.collect::<Result<_, _>>()?)
    }

    /// When what is hidden for a while is shown again next.
    pub fn next_end(&self) -> Result<Option<Timestamp>, StoreError> {
        let mut statement = self.conn.prepare_cached("SELECT min(until) FROM mute")?;
        Ok(statement.query_row([], |row| moment(row, 0))?)
    }

    /// Shows again what was hidden until now; tells whether there was anything.
    pub fn end_mutes(&mut self, now: Timestamp) -> Result<bool, StoreError> {
        let zone = self.zone.clone();
        let tx = self.begin()?;
        let over: Vec<i64> = {
            let mut statement = tx.prepare_cached("SELECT id FROM mute WHERE until <= ?1")?;
            let over = statement.query_map([now.as_second()], |row| row.get(0))?;
            over.collect::<Result<_, _>>()?
        };
        for mute in &over {
            end(&tx, *mute, now, &zone)?;
        }
        tx.commit()?;
        Ok(!over.is_empty())
    }

    /// Hides what fits for a while: what is there and not kept now, and what arrives until then. Tells how many it hid.
    pub fn mute(&mut self, query: &Query, until: Timestamp, now: Timestamp) -> Result<(MuteId, u64), StoreError> {
        let zone = self.zone.clone();
        let query = Query {
            sort: None,
            ..query.clone()
        };
        let seen = query.with(Expr::Not(Box::new(Expr::Is(Is::Bookmarked))));
        let tx = self.begin()?;
        tx.execute(
            "INSERT INTO mute (query, until) VALUES (?1, ?2)",
            params![query.to_string(), until.as_second()],
        )?;
        let mute = tx.last_insert_rowid();
        let seen = every(&tx, &seen, now, &zone)?;
        for article in &seen {
            hide(&tx, *article, Some(mute), now)?;
        }
        let many = seen.len() as u64;
        touch(&tx, seen)?;
        tx.commit()?;
        Ok((MuteId(mute), many))
    }

    /// Hides it no longer: what it hid is unread again, but for what had been read, and for what another mute hides. `false`:
    /// there is no such mute.
    pub fn unmute(&mut self, mute: MuteId, now: Timestamp) -> Result<bool, StoreError> {
        let zone = self.zone.clone();
        let tx = self.begin()?;
        let was = end(&tx, mute.0, now, &zone)?;
        tx.commit()?;
        Ok(was)
    }

    /// The same of all that a filter hides; tells how many mutes that were.
    pub fn unmute_all(&mut self, query: &Query, now: Timestamp) -> Result<usize, StoreError> {
        let (text, zone) = (query.to_string(), self.zone.clone());
        let named = self.mutes()?.into_iter().filter(|mute| mute.query == text);
        let tx = self.begin()?;
        let mut many = 0;
        for mute in named {
            many += usize::from(end(&tx, mute.id.0, now, &zone)?);
        }
        tx.commit()?;
        Ok(many)
    }
}

/// Does what the rules say with the articles above an id, which are in the index already, and hides those that are not to be
/// seen for a while.
pub(crate) fn apply(
    tx: &Transaction<'_>,
    rules: &[Rule],
    above: i64,
    now: Timestamp,
    zone: &TimeZone,
) -> Result<Applied, StoreError> {
    let mut applied = Applied::default();
    if newest(tx)? == above {
        return Ok(applied);
    }
    for rule in rules {
        for article in fitting_within(tx, &rule.when, above + 1..=i64::MAX, now, zone)? {
            for action in &rule.then {
                act(tx, action, article, now, &mut applied)?;
            }
        }
    }
    for (mute, query) in in_force(tx, now)? {
        for article in fitting_within(tx, &query, above + 1..=i64::MAX, now, zone)? {
            if hide(tx, article, Some(mute), now)? {
                applied.hidden.push(article);
            }
        }
    }
    applied.told.retain(|(article, _)| !applied.hidden.contains(article));
    Ok(applied)
}

/// The mutes that are not over.
fn in_force(tx: &Connection, now: Timestamp) -> Result<Vec<(i64, Query)>, StoreError> {
    let mut statement = tx.prepare_cached("SELECT id, query FROM mute WHERE until > ?1 ORDER BY id")?;
    let mut rows = statement.query([now.as_second()])?;
    let mut mutes = Vec::new();
    while let Some(row) = rows.next()? {
        // One that a later version wrote may not be read here: it hides nothing.
        if let Ok(query) = Query::parse(&row.get::<_, String>(1)?) {
            mutes.push((row.get(0)?, query));
        }
    }
    Ok(mutes)
}

/// Takes a mute away, and shows what it hid as it was before, unless another one hides it. `false`: there is none.
fn end(tx: &Connection, mute: i64, now: Timestamp, zone: &TimeZone) -> Result<bool, StoreError> {
    let was = tx.execute("DELETE FROM mute WHERE id = ?1", [mute])? > 0;
    let shown: BTreeSet<i64> = {
        let mut update = tx.prepare_cached(
            "UPDATE article SET read_at = iif((SELECT was_read FROM hidden WHERE article_id = article.id), read_at, NULL)
             WHERE id IN (SELECT article_id FROM hidden WHERE mute_id = ?1) RETURNING id",
        )?;
        let shown = update.query_map([mute], |row| row.get(0))?;
        shown.collect::<Result<_, _>>()?
    };
    tx.execute("DELETE FROM hidden WHERE mute_id = ?1", [mute])?;
    if !shown.is_empty() {
        for (other, query) in in_force(tx, now)? {
            for article in every(tx, &query, now, zone)? {
                if shown.contains(&article) {
                    hide(tx, article, Some(other), now)?;
                }
            }
        }
    }
    touch(tx, shown)?;
    Ok(was)
}

fn act(
    tx: &Transaction<'_>,
    action: &Action,
    article: i64,
    now: Timestamp,
    applied: &mut Applied,
) -> Result<(), StoreError> {
    match action {
        Action::Read => tx
            .prepare_cached("UPDATE article SET read_at = ?2 WHERE id = ?1 AND read_at IS NULL")?
            .execute(params![article, now.as_second()])
            .map(drop)?,
        Action::Bookmark => keep(tx, article, now)?,
        Action::Tag(name) => {
            add_tags(tx, article, std::slice::from_ref(name))?;
            keep(tx, article, now)?;
        }
        Action::Hide => {
            if hide(tx, article, None, now)? {
                applied.hidden.push(article);
            }
        }
        Action::Notify if applied.told.len() < MAX_TOLD && applied.told.iter().all(|(id, _)| *id != article) => {
            let title: String = tx.query_row("SELECT title FROM article WHERE id = ?1", [article], |row| row.get(0))?;
            applied.told.push((article, Clean::line(&title)));
        }
        Action::Notify => {}
    }
    Ok(())
}

/// Hides an article, unless it is kept or hidden already.
fn hide(tx: &Connection, article: i64, mute: Option<i64>, now: Timestamp) -> Result<bool, StoreError> {
    let hid = tx
        .prepare_cached(
            "INSERT OR IGNORE INTO hidden (article_id, mute_id, was_read)
             SELECT id, ?2, read_at IS NOT NULL FROM article WHERE id = ?1 AND bookmarked_at IS NULL",
        )?
        .execute(params![article, mute])?;
    tx.prepare_cached("UPDATE article SET read_at = ?2 WHERE id = ?1 AND read_at IS NULL AND bookmarked_at IS NULL")?
        .execute(params![article, now.as_second()])?;
    Ok(hid > 0)
}

/// Hidden or not.
fn either_way() -> Expr {
    let hidden = Expr::Is(Is::Hidden);
    Expr::Or(vec![hidden.clone(), Expr::Not(Box::new(hidden))])
}
