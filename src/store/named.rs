//! Articles by who is named in them: a speaker may have three of a million or half of them, and the way to either is another.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use crate::query::{Expr, Query, index_form, needle, part_form};
use crate::store::error::StoreError;

/// Who is named.
pub(crate) struct Named {
    /// What a name is looked for by: the parameter of what follows.
    wanted: fn(&str) -> String,
    /// All their articles, some of them several times.
    articles: &'static str,
    /// Whether they are in one that is at hand.
    here: &'static str,
    /// Articles up to which gathering them is quicker than asking those on the way.
    many: u32,
}

impl Named {
    /// The parameter of a condition.
    pub(crate) fn wanted(&self, name: &str) -> Value {
        Value::Text((self.wanted)(name))
    }

    /// Whether `article a` is one of theirs; takes one parameter.
    pub(crate) fn condition(&self, way: Way) -> String {
        match way {
            Way::LookUp => format!("a.id IN ({})", self.articles),
            // The `+` keeps SQLite from looking each up.
            Way::Gather => format!("+a.id IN ({})", self.articles),
            Way::Ask => self.here.to_owned(),
        }
    }
}

/// By how each word of the name begins.
pub(crate) const AUTHOR: Named = Named {
    wanted: beginning,
    articles: "SELECT rowid FROM author_search WHERE author_search MATCH ?",
    here: "EXISTS (SELECT 1 FROM author_search WHERE rowid = a.id AND author_search MATCH ?)",
    many: 100_000,
};
pub(crate) const SPEAKER: Named = Named {
    wanted: anywhere,
    articles: "SELECT q.id / 1024 FROM speaker s JOIN quote q ON q.speaker_id = s.id WHERE s.folded LIKE ? ESCAPE '\\'",
    here: "EXISTS (SELECT 1 FROM quote q CROSS JOIN speaker s ON s.id = q.speaker_id
        WHERE q.id BETWEEN a.id * 1024 AND a.id * 1024 + 1023 AND s.folded LIKE ? ESCAPE '\\')",
    many: 20_000,
};
pub(crate) const CITES: Named = Named {
    wanted: anywhere,
    articles: "SELECT c.article_id FROM source s JOIN citation c ON c.source_id = s.id WHERE s.folded LIKE ? ESCAPE '\\'",
    here: "EXISTS (SELECT 1 FROM citation c CROSS JOIN source s ON s.id = c.source_id
        WHERE c.article_id = a.id AND s.folded LIKE ? ESCAPE '\\')",
    many: 20_000,
};

/// How the articles are found in which somebody is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Each of theirs is looked up: best for everything, and for a list where there are few.
    LookUp,
    /// Theirs are gathered, then the list is walked until it is full.
    Gather,
    /// The list is walked, and each article asked: there are so many that it is full soon.
    Ask,
}

/// Articles up to which looking each up is quicker than walking a list past a million others.
const FEW: u32 = 1_000;

/// The quickest way to a page of a list for a query.
pub(crate) fn way(conn: &Connection, query: &Query) -> Result<Way, StoreError> {
    let mut least = None;
    for (named, name) in query.terms().iter().filter_map(named) {
        let sql = format!("SELECT count(*) FROM ({} LIMIT {})", named.articles, named.many + 1);
        let count: u32 = conn
            .prepare_cached(&sql)?
            .query_row([named.wanted(name)], |row| row.get(0))?;
        if least.is_none_or(|(fewest, _)| count < fewest) {
            least = Some((count, named.many));
        }
    }
    Ok(match least {
        Some((count, many)) if count > many => Way::Ask,
        Some((count, _)) if count > FEW => Way::Gather,
        _ => Way::LookUp,
    })
}

fn named(term: &Expr) -> Option<(&'static Named, &str)> {
    match term {
        Expr::Author(name) => Some((&AUTHOR, name)),
        Expr::Speaker(name) => Some((&SPEAKER, name)),
        Expr::Cites(name) => Some((&CITES, name)),
        _ => None,
    }
}

/// A pattern that finds a name anywhere, its own wildcards taken literally.
fn anywhere(name: &str) -> String {
    let name = part_form(name)
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    format!("%{name}%")
}

/// What the index of authors is asked for a name: its words in their order, the last by how it begins.
fn beginning(name: &str) -> String {
    let (words, _) = needle(&format!("{}*", name.trim_end_matches('*'))).unwrap_or_default();
    format!("\"{words}\" *")
}

/// The row of a speaker: of everybody who bears a name and is the same thing.
pub(crate) fn speaker_id(tx: &Transaction<'_>, name: &str, role: &str, named: bool) -> Result<i64, StoreError> {
    let known = tx
        .prepare_cached("SELECT id FROM speaker WHERE name = ?1 AND role = ?2")?
        .query_row([name, role], |row| row.get(0))
        .optional()?;
    if let Some(known) = known {
        return Ok(known);
    }
    tx.prepare_cached("INSERT INTO speaker (name, role, folded, named) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![name, role, index_form(&format!("{name} {role}")), named])?;
    Ok(tx.last_insert_rowid())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use rusqlite::{Connection, params_from_iter};

    use super::{Way, way};
    use crate::query::Query;
    use crate::store::db::Db;
    use crate::store::search::compile_page;

    /// Of 30,000 articles "lone" is quoted in 5, "known" in 2,000 and "lord" in all.
    fn gazette() -> Connection {
        let conn = Db::in_memory().unwrap().conn;
        conn.execute_batch(
            "INSERT INTO outlet (id, name, slug) VALUES (1, 'Gazette', 'gazette');
             WITH RECURSIVE n (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 30000)
             INSERT INTO article (id, outlet_id, sorted_at, fetched_at, key_hash, ident, fingerprint, quotes, words,
                language, title, byline, excerpt, image_alt, categories)
                SELECT id, 1, id * 7919 % 30000, 0, id, id, 0, 1, 9, 'en', '', '', '', '', '' FROM n;
             INSERT INTO speaker (id, name, role, folded) VALUES (1, 'Lone', '', 'lone'), (2, 'Known', '', 'known'),
                (3, 'Lord', '', 'lord');
             INSERT INTO quote (id, speaker_id, kind, text, confidence)
                SELECT id * 1024, 3, 'direct', '', 1 FROM article UNION ALL
                SELECT id * 1024 + 1, 2, 'direct', '', 1 FROM article WHERE id % 15 = 0 UNION ALL
                SELECT id * 1024 + 2, 1, 'direct', '', 1 FROM article WHERE id % 6000 = 0;",
        )
        .unwrap();
        conn
    }

    #[test]
    fn every_way_leads_to_the_same_articles() {
        let conn = gazette();
        let ids = |text: &str, way| -> Vec<i64> {
            let compiled = compile_page(&Query::parse(text).unwrap(), way, Timestamp::UNIX_EPOCH, &TimeZone::UTC);
            let sql = format!(
                "SELECT a.id FROM {} WHERE {} ORDER BY a.sorted_at DESC, a.id DESC LIMIT 50",
                compiled.from, compiled.condition
            );
            let mut statement = conn.prepare(&sql).unwrap();
            let found = statement.query_map(params_from_iter(&compiled.values), |row| row.get(0));
            found.unwrap().map(Result::unwrap).collect()
        };
        for (text, found) in [
            ("speaker:lone", 5),
            ("speaker:known is:unread", 50),
            ("speaker:lord", 50),
            ("speaker:lord -speaker:known", 50),
            ("speaker:lord speaker:lone", 5),
            ("cites:lord", 0),
        ] {
            let looked_up = ids(text, Way::LookUp);
            assert_eq!(looked_up.len(), found, "{text}");
            assert_eq!(ids(text, Way::Gather), looked_up, "{text}");
            assert_eq!(ids(text, Way::Ask), looked_up, "{text}");
        }
    }

    #[test]
    fn the_way_follows_who_is_named_least() {
        let conn = gazette();
        let way = |text: &str| way(&conn, &Query::parse(text).unwrap()).unwrap();
        assert_eq!(way("speaker:lone"), Way::LookUp);
        assert_eq!(way("speaker:known"), Way::Gather);
        assert_eq!(way("speaker:lord"), Way::Ask);
        assert_eq!(way("speaker:lord speaker:known"), Way::Gather);
        assert_eq!(way("is:unread -speaker:lord"), Way::LookUp);
    }
}
