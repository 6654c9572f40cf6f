//! How many unread articles fit each saved filter: counted once, then kept up to date by what was written since. Every
//! transaction that may change a count says which articles it touched, so that it does not matter which program it was.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::RangeInclusive;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use roaring::RoaringBitmap;
use rusqlite::{Connection, params};

use crate::model::SavedFilter;
use crate::query::{Days, Expr, Is, Query};
use crate::store::error::StoreError;
use crate::store::search::{count, every, fitting_within};
use crate::store::touched::id;

/// Articles apart from each other that are looked at with one question.
const GAP: u32 = 64;
/// Such questions a filter; with more, counting anew is quicker.
const MAX_RUNS: usize = 200;

/// What is known of each filter, shared by all connections of a store.
#[derive(Debug, Default)]
pub(crate) struct Tallies {
    /// The transaction up to which it is right.
    seq: i64,
    /// By the filter's text without what depends on the time.
    of: HashMap<String, Tally>,
}

#[derive(Debug)]
struct Tally {
    query: Query,
    fitting: RoaringBitmap,
}

/// A moment at which articles are counted.
pub(crate) struct Reading<'a> {
    pub(crate) conn: &'a Connection,
    pub(crate) zone: &'a TimeZone,
    pub(crate) now: Timestamp,
}

impl Tallies {
    /// Unread articles of each of the filters, in their order.
    pub(crate) fn count(&mut self, filters: &[SavedFilter], reading: &Reading<'_>) -> Result<Vec<u64>, StoreError> {
        reading.catch_up(self)?;
        let mut used = HashMap::new();
        let count = |filter: &SavedFilter| match Query::parse(&filter.query) {
            Ok(query) => reading.tally(&query, &mut self.of, &mut used),
            // A filter that a later version wrote may not be read here: it counts nothing.
            Err(_) => Ok(0),
        };
        let counts = filters.iter().map(count).collect::<Result<_, _>>()?;
        self.of = used;
        Ok(counts)
    }
}

impl Reading<'_> {
    fn tally(
        &self,
        query: &Query,
        known: &mut HashMap<String, Tally>,
        used: &mut HashMap<String, Tally>,
    ) -> Result<u64, StoreError> {
        let (timed, lasting): (Vec<Expr>, Vec<Expr>) = query.terms().iter().cloned().partition(depends_on_time);
        let timed = unread(timed);
        if lasting.is_empty() {
            return count(self.conn, &timed, self.now, self.zone);
        }
        let lasting = unread(lasting);
        let fitting = match used.entry(lasting.to_string()) {
            Entry::Occupied(used) => &used.into_mut().fitting,
            Entry::Vacant(place) => {
                let tally = match known.remove(place.key()) {
                    Some(tally) => tally,
                    None => Tally {
                        fitting: self.all_of(&lasting)?,
                        query: lasting,
                    },
                };
                &place.insert(tally).fitting
            }
        };
        if timed.terms().len() > 1 {
            Ok(self.all_of(&timed)?.intersection_len(fitting))
        } else {
            Ok(fitting.len())
        }
    }

    fn all_of(&self, query: &Query) -> Result<RoaringBitmap, StoreError> {
        let found = every(self.conn, query, self.now, self.zone)?;
        Ok(found.into_iter().filter_map(id).collect())
    }

    /// Takes in what was touched since the last time.
    fn catch_up(&self, known: &mut Tallies) -> Result<(), StoreError> {
        let newest: i64 = self
            .conn
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM touched")?
            .query_row([], |row| row.get(0))?;
        if newest != known.seq && !known.of.is_empty() {
            match self.touched_since(known.seq)? {
                Some(touched) => self.look_again(&mut known.of, &touched)?,
                None => known.of.clear(),
            }
        }
        known.seq = newest;
        Ok(())
    }

    /// What was touched since; `None`: nobody knows.
    fn touched_since(&self, seq: i64) -> Result<Option<RoaringBitmap>, StoreError> {
        let mut statement = self
            .conn
            .prepare_cached("SELECT seq, ids FROM touched WHERE seq > ?1 ORDER BY seq")?;
        let mut rows = statement.query([seq])?;
        let mut touched = RoaringBitmap::new();
        let mut next = seq + 1;
        while let Some(row) = rows.next()? {
            let ids: Option<Vec<u8>> = row.get(1)?;
            let ids = ids.and_then(|bytes| RoaringBitmap::deserialize_from(&*bytes).ok());
            match ids {
                Some(ids) if row.get::<_, i64>(0)? == next => touched |= ids,
                _ => return Ok(None),
            }
            next += 1;
        }
        Ok(Some(touched).filter(|_| next > seq + 1))
    }

    fn look_again(&self, of: &mut HashMap<String, Tally>, touched: &RoaringBitmap) -> Result<(), StoreError> {
        let mut unread = RoaringBitmap::new();
        for run in runs(touched) {
            let mut statement = self
                .conn
                .prepare_cached("SELECT id FROM article NOT INDEXED WHERE id BETWEEN ?1 AND ?2 AND read_at IS NULL")?;
            let found = statement.query_map(params![run.start(), run.end()], |row| row.get(0))?;
            unread.extend(found.collect::<Result<Vec<i64>, _>>()?.into_iter().filter_map(id));
        }
        let runs = runs(&(unread & touched));
        if runs.len() > MAX_RUNS {
            of.clear();
            return Ok(());
        }
        for Tally { query, fitting } in of.values_mut() {
            *fitting -= touched;
            for run in &runs {
                fitting.remove_range(run.clone());
                let within = i64::from(*run.start())..=i64::from(*run.end());
                fitting.extend(
                    fitting_within(self.conn, query, within, self.now, self.zone)?
                        .into_iter()
                        .filter_map(id),
                );
            }
        }
        Ok(())
    }
}

fn unread(mut terms: Vec<Expr>) -> Query {
    terms.retain(|term| *term != Expr::Is(Is::Unread));
    terms.push(Expr::Is(Is::Unread));
    Query {
        expr: Expr::And(terms),
        sort: None,
    }
}

/// Whether an article may fit without having changed, or no longer.
fn depends_on_time(expr: &Expr) -> bool {
    match expr {
        Expr::Age(_) | Expr::Date(Days::Today | Days::Yesterday) | Expr::Is(Is::New) => true,
        Expr::And(terms) | Expr::Or(terms) => terms.iter().any(depends_on_time),
        Expr::Not(inner) => depends_on_time(inner),
        _ => false,
    }
}

/// The stretches that hold all ids, with few others between them.
fn runs(ids: &RoaringBitmap) -> Vec<RangeInclusive<u32>> {
    let mut runs: Vec<RangeInclusive<u32>> = Vec::new();
    for id in ids {
        match runs.last_mut() {
            Some(run) if id - run.end() <= GAP => *run = *run.start()..=id,
            _ => runs.push(id..=id),
        }
    }
    runs
}
