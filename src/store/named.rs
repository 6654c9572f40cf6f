//! Articles by who is named in them: a speaker may have three of a million or half of them, and the way to either is another.

use rusqlite::Connection;
use rusqlite::types::Value;

use crate::query::{Expr, Query};
use crate::store::db::StoreError;
use crate::store::found::fold;

/// Who is named: all their articles (some of them several times), and whether they are in one that is at hand.
pub(crate) struct Named {
    articles: &'static str,
    here: &'static str,
}

impl Named {
    /// Whether `article a` is one of theirs; takes one parameter, of [`like`].
    pub(crate) fn condition(&self, way: Way) -> String {
        match way {
            Way::LookUp => format!("a.id IN ({})", self.articles),
            // The `+` keeps SQLite from looking each up.
            Way::Gather => format!("+a.id IN ({})", self.articles),
            Way::Ask => self.here.to_owned(),
        }
    }
}

pub(crate) const SPEAKER: Named = Named {
    articles: "SELECT q.id / 1024 FROM speaker s JOIN quote q ON q.speaker_id = s.id WHERE s.folded LIKE ? ESCAPE '\\'",
    here: "EXISTS (SELECT 1 FROM quote q CROSS JOIN speaker s ON s.id = q.speaker_id
        WHERE q.id BETWEEN a.id * 1024 AND a.id * 1024 + 1023 AND s.folded LIKE ? ESCAPE '\\')",
};
pub(crate) const CITES: Named = Named {
    articles: "SELECT c.article_id FROM source s JOIN citation c ON c.source_id = s.id WHERE s.folded LIKE ? ESCAPE '\\'",
    here: "EXISTS (SELECT 1 FROM citation c CROSS JOIN source s ON s.id = c.source_id
        WHERE c.article_id = a.id AND s.folded LIKE ? ESCAPE '\\')",
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
/// Articles up to which gathering them is quicker than asking those on the way.
const MANY: u32 = 20_000;

/// The quickest way to a page of a list for a query.
pub(crate) fn way(conn: &Connection, query: &Query) -> Result<Way, StoreError> {
    let mut fewest = 0;
    for (at, (named, name)) in query.terms().iter().filter_map(named).enumerate() {
        let sql = format!("SELECT count(*) FROM ({} LIMIT {})", named.articles, MANY + 1);
        let count: u32 = conn
            .prepare_cached(&sql)?
            .query_row([like(&fold(name))], |row| row.get(0))?;
        fewest = if at == 0 { count } else { fewest.min(count) };
    }
    Ok(if fewest <= FEW {
        Way::LookUp
    } else if fewest <= MANY {
        Way::Gather
    } else {
        Way::Ask
    })
}

fn named(term: &Expr) -> Option<(&'static Named, &str)> {
    match term {
        Expr::Speaker(name) => Some((&SPEAKER, name)),
        Expr::Cites(name) => Some((&CITES, name)),
        _ => None,
    }
}

/// A pattern that finds the text anywhere, its own wildcards taken literally.
pub(crate) fn like(text: &str) -> Value {
    let text = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Value::Text(format!("%{text}%"))
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
