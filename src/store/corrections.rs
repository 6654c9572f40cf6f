//! Who said a quote, as the reader put it right: kept by the article's ident and the quote's words, and for the names that an
//! outlet uses; what was heard is kept beside it, so that it can be taken back.

use rusqlite::{OptionalExtension, Transaction, params};

use crate::model::{ArticleId, Clean, Correction, Language};
use crate::speech::{Corrections, one_person, same_words};
use crate::store::db::Db;
use crate::store::error::StoreError;
use crate::store::named::speaker_id;
use crate::store::touched::touch_all;

/// Characters of a name.
const MAX_NAME: usize = 200;

#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails as StoreError says, and then nothing has changed"
)]
impl Db {
    /// What the reader put right of what an article says.
    pub fn corrections(&self, article: ArticleId) -> Result<Corrections, StoreError> {
        corrections(&self.conn, article.0)
    }

    /// Says who said a quote: nobody where the name is empty. Where the name is that of the same person more fully, or more
    /// shortly, it holds for every quote of a speaker whom the outlet calls so, too, those to come among them. Returns how it
    /// was before.
    pub fn correct(
        &mut self,
        article: ArticleId,
        words: &str,
        speaker: &str,
    ) -> Result<Option<Correction>, StoreError> {
        let speaker = Clean::title(speaker, MAX_NAME);
        let tx = self.begin()?;
        let home: Option<(String, String)> = tx
            .query_row(
                "SELECT o.slug, a.language FROM article a JOIN outlet o ON o.id = a.outlet_id WHERE a.id = ?1",
                [article.0],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let Some((outlet, language)) = home else {
            return Ok(None);
        };
        let known = corrections(&tx, article.0)?;
        let heard = heard(&tx, article.0, words)?;
        let alias = |name: &Clean| known.names.iter().find(|(known, _)| known == name);
        let called = heard.filter(|heard| {
            *heard == speaker && alias(heard).is_some() || one_person(heard, &speaker, Language::of(&language))
        });
        let before = Correction {
            article,
            words: Clean::text(words),
            speaker: known
                .quotes
                .iter()
                .find(|(known, _)| same_words(known, words))
                .map(|(_, speaker)| speaker.clone()),
            called: called
                .clone()
                .map(|name| (name.clone(), alias(&name).map(|(_, speaker)| speaker.clone()))),
        };
        let wanted = Correction {
            speaker: Some(speaker.clone()),
            called: called.map(|name| (name.clone(), (name != speaker).then_some(speaker))),
            ..before.clone()
        };
        write(&tx, &outlet, &wanted)?;
        touch_all(&tx)?;
        tx.commit()?;
        Ok(Some(before))
    }

    /// Brings back how an attribution stood.
    pub fn take_back(&mut self, before: &Correction) -> Result<(), StoreError> {
        let tx = self.begin()?;
        let outlet: Option<String> = tx
            .query_row(
                "SELECT o.slug FROM article a JOIN outlet o ON o.id = a.outlet_id WHERE a.id = ?1",
                [before.article.0],
                |row| row.get(0),
            )
            .optional()?;
        if let Some(outlet) = outlet {
            write(&tx, &outlet, before)?;
        }
        touch_all(&tx)?;
        Ok(tx.commit()?)
    }
}

fn write(tx: &Transaction<'_>, outlet: &str, correction: &Correction) -> Result<(), StoreError> {
    let article = correction.article.0;
    for (known, _) in corrections(tx, article)?.quotes {
        if same_words(&known, &correction.words) {
            tx.execute(
                "DELETE FROM attribution WHERE ident = (SELECT ident FROM article WHERE id = ?1) AND words = ?2",
                params![article, &*known],
            )?;
        }
    }
    if let Some(speaker) = &correction.speaker {
        tx.execute(
            "INSERT INTO attribution (ident, words, speaker) SELECT ident, ?2, ?3 FROM article WHERE id = ?1",
            params![article, &*correction.words, &**speaker],
        )?;
    }
    settle(tx, article)?;
    let Some((name, speaker)) = &correction.called else {
        return Ok(());
    };
    tx.execute(
        "DELETE FROM alias WHERE outlet = ?1 AND name = ?2",
        params![outlet, &**name],
    )?;
    if let Some(speaker) = speaker {
        tx.execute(
            "INSERT INTO alias (outlet, name, speaker) VALUES (?1, ?2, ?3)",
            params![outlet, &**name, &**speaker],
        )?;
    }
    let mut quoting = tx.prepare(
        "SELECT DISTINCT a.id FROM speaker s JOIN quote q ON q.speaker_id = s.id OR q.heard_id = s.id
            JOIN article a ON a.id = q.id / 1024 JOIN outlet o ON o.id = a.outlet_id
         WHERE s.name = ?1 AND o.slug = ?2",
    )?;
    let articles = quoting.query_map(params![&**name, outlet], |row| row.get(0))?;
    for article in articles.collect::<Result<Vec<i64>, _>>()? {
        settle(tx, article)?;
    }
    Ok(())
}

fn corrections(conn: &rusqlite::Connection, article: i64) -> Result<Corrections, StoreError> {
    let pairs = |sql: &str| -> Result<Vec<(Clean, Clean)>, StoreError> {
        let mut statement = conn.prepare_cached(sql)?;
        let pairs = statement.query_map([article], |row| {
            Ok((
                Clean::text(row.get_ref(0)?.as_str()?),
                Clean::line(row.get_ref(1)?.as_str()?),
            ))
        })?;
        Ok(pairs.collect::<Result<_, _>>()?)
    };
    Ok(Corrections {
        quotes: pairs(
            "SELECT words, speaker FROM attribution WHERE ident = (SELECT ident FROM article WHERE id = ?1)",
        )?,
        names: pairs(
            "SELECT n.name, n.speaker FROM article a JOIN outlet o ON o.id = a.outlet_id JOIN alias n ON n.outlet = o.slug
             WHERE a.id = ?1",
        )?,
    })
}

/// Whom byline heard say these words.
fn heard(tx: &Transaction<'_>, article: i64, words: &str) -> Result<Option<Clean>, StoreError> {
    let quotes = kept_quotes(tx, article)?;
    let quote = quotes.into_iter().find(|quote| same_words(&quote.words, words));
    Ok(quote.and_then(|quote| quote.heard).map(|(_, name, _)| name))
}

struct KeptQuote {
    id: i64,
    words: String,
    /// The speaker in force.
    speaker: Option<i64>,
    /// The one that was heard: number, name and role.
    heard: Option<(i64, Clean, String)>,
    /// Whether another was put in its place.
    corrected: bool,
}

fn kept_quotes(tx: &Transaction<'_>, article: i64) -> Result<Vec<KeptQuote>, StoreError> {
    let mut statement = tx.prepare_cached(
        "SELECT q.id, q.text, q.speaker_id, s.id, s.name, s.role, q.heard_id IS NOT NULL
         FROM quote q LEFT JOIN speaker s ON s.id = coalesce(q.heard_id, q.speaker_id)
         WHERE q.id BETWEEN ?1 * 1024 AND ?1 * 1024 + 1023",
    )?;
    let quotes = statement.query_map([article], |row| {
        let heard = match row.get::<_, Option<i64>>(3)? {
            Some(id) => Some((id, Clean::line(row.get_ref(4)?.as_str()?), row.get(5)?)),
            None => None,
        };
        Ok(KeptQuote {
            id: row.get(0)?,
            words: row.get(1)?,
            speaker: row.get(2)?,
            heard,
            corrected: row.get(6)?,
        })
    })?;
    Ok(quotes.collect::<Result<_, _>>()?)
}

/// Whether the reader ever put anything right: most never do, and saving an article asks no more than this.
pub(crate) fn any(tx: &Transaction<'_>) -> Result<bool, StoreError> {
    Ok(tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM attribution) OR EXISTS (SELECT 1 FROM alias)")?
        .query_row([], |row| row.get(0))?)
}

/// Puts the speakers of an article's quotes right as far as the reader said so, and back where nothing is said any more.
pub(crate) fn settle(tx: &Transaction<'_>, article: i64) -> Result<(), StoreError> {
    let corrections = corrections(tx, article)?;
    let quotes = kept_quotes(tx, article)?;
    for quote in &quotes {
        let heard = quote.heard.as_ref().map(|(_, name, _)| name);
        let name = corrections.speaker(&quote.words, heard);
        let heard_id = quote.heard.as_ref().map(|(id, ..)| *id);
        let wanted = match name {
            _ if name == heard => heard_id,
            None => None,
            Some(name) => {
                let known = quotes
                    .iter()
                    .filter_map(|other| other.heard.as_ref())
                    .find(|(_, other, role)| other == name && !role.is_empty());
                let own = quote.heard.as_ref().filter(|(_, heard, _)| {
                    corrections
                        .names
                        .iter()
                        .any(|(called, speaker)| called == heard && speaker == name)
                });
                let role = known.or(own).map_or("", |(.., role)| role);
                Some(speaker_id(tx, name, role, true)?)
            }
        };
        let corrected = name != heard;
        if wanted != quote.speaker || corrected != quote.corrected {
            tx.prepare_cached("UPDATE quote SET speaker_id = ?2, heard_id = ?3 WHERE id = ?1")?
                .execute(params![
                    quote.id,
                    wanted,
                    corrected.then_some(heard_id.unwrap_or_default())
                ])?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use crate::document::passages;
    use crate::model::{ArticleId, FeedId, Language};
    use crate::query::Query;
    use crate::speech::listen;
    use crate::store::db::Db;
    use crate::store::draft::{Draft, NewOutlet, Retention};
    use crate::store::tests::delivery;

    fn now() -> Timestamp {
        "2022-10-30T12:00:00Z".parse().unwrap()
    }

    fn draft(key: &str, text: &str) -> Draft {
        Draft {
            key: key.to_owned(),
            url: Some(format!("https://dispatch.example/{key}")),
            title: crate::model::Clean::line(key),
            language: Language::ENGLISH,
            html: text.to_owned(),
            text: text.to_owned(),
            speech: listen(&passages(text, Language::ENGLISH).0, Language::ENGLISH),
            ..Draft::default()
        }
    }

    fn deliver(db: &mut Db, feed: FeedId, drafts: Vec<Draft>) {
        db.save(feed, &delivery(drafts), now()).unwrap();
    }

    fn follow(db: &mut Db, address: &str) -> FeedId {
        let outlet = NewOutlet {
            name: address.to_owned(),
            feeds: vec![format!("https://{address}/rss")],
            ..NewOutlet::default()
        };
        let outlet = db.add_outlet(&outlet, now()).unwrap().outlet;
        let outlets = db.outlets().unwrap();
        outlets.iter().find(|known| known.id == outlet).unwrap().feeds[0].id
    }

    /// Words and speakers of all quotes that fit, the speaker in the article before them.
    fn said(db: &Db, query: &str) -> Vec<String> {
        let quotes = db.quotes(&Query::parse(query).unwrap(), 100, now()).unwrap();
        let mut said: Vec<String> = quotes
            .iter()
            .map(|quote| {
                format!(
                    "{} {}: {}",
                    quote.title,
                    quote.speaker.as_deref().unwrap_or("?"),
                    quote.text
                )
            })
            .collect();
        said.sort();
        said
    }

    fn at(db: &Db, key: &str) -> ArticleId {
        db.article_at(&format!("https://dispatch.example/{key}"))
            .unwrap()
            .unwrap()
    }

    const TALKS: &str = "“We are ready to talk,” Haldane said.\n\n“Nobody asked us yet,” Orion said on Sunday.";
    const LATER: &str = "“The talks begin tomorrow,” Haldane told reporters.";

    #[test]
    fn a_corrected_speaker_outlives_a_new_text_and_the_article_and_is_taken_back() {
        let mut db = Db::in_memory().unwrap();
        let feed = follow(&mut db, "dispatch.example");
        deliver(&mut db, feed, vec![draft("talks", TALKS)]);
        let id = at(&db, "talks");
        let before = db.correct(id, "Nobody asked us yet,", "Mara Haldane").unwrap().unwrap();
        assert_eq!(before.called, None, "Orion is no name of hers");
        let right = "talks Mara Haldane: Nobody asked us yet,";
        assert_eq!(said(&db, "speaker:mara"), [right]);
        let sure = db.quotes(&Query::parse("speaker:mara").unwrap(), 9, now()).unwrap()[0].confidence;
        assert!(sure > 0.99, "{sure}");
        // The words stay the words, whatever is written around them.
        let edited = format!("Updated. {}", TALKS.replace("us yet,", "us yet."));
        deliver(&mut db, feed, vec![draft("talks", &edited)]);
        assert_eq!(said(&db, "speaker:mara"), ["talks Mara Haldane: Nobody asked us yet."]);
        db.conn.execute("DELETE FROM article", []).unwrap();
        db.conn.execute("DELETE FROM mark", []).unwrap();
        deliver(&mut db, feed, vec![draft("talks", TALKS)]);
        assert_eq!(said(&db, "speaker:mara"), [right]);
        let id = at(&db, "talks");
        db.correct(id, "Nobody asked us yet", "").unwrap();
        assert!(said(&db, "").contains(&"talks ?: Nobody asked us yet,".to_owned()));
        db.take_back(&crate::model::Correction { article: id, ..before })
            .unwrap();
        assert_eq!(said(&db, "speaker:orion"), ["talks Orion: Nobody asked us yet,"]);
        assert_eq!(db.corrections(id).unwrap(), crate::speech::Corrections::default());
    }

    #[test]
    fn a_fuller_name_holds_for_the_outlet_from_then_on() {
        let mut db = Db::in_memory().unwrap();
        let feed = follow(&mut db, "dispatch.example");
        deliver(&mut db, feed, vec![draft("talks", TALKS)]);
        let id = at(&db, "talks");
        let before = db
            .correct(id, "We are ready to talk,", "Mara Haldane")
            .unwrap()
            .unwrap();
        deliver(&mut db, feed, vec![draft("later", LATER)]);
        let both = [
            "later Mara Haldane: The talks begin tomorrow,",
            "talks Mara Haldane: We are ready to talk,",
        ];
        assert_eq!(said(&db, "speaker:mara"), both);
        // Another outlet's Haldane may be somebody else.
        let other = follow(&mut db, "ledger.example");
        let elsewhere = Draft {
            url: Some("https://ledger.example/1".to_owned()),
            ..draft("elsewhere", LATER)
        };
        deliver(&mut db, other, vec![elsewhere]);
        assert_eq!(said(&db, "speaker:mara"), both);
        let by = db.quoted_by(&Query::parse("speaker:haldane").unwrap()).unwrap();
        let counts: Vec<_> = by.iter().map(|by| (by.quotes, by.articles)).collect();
        assert_eq!(counts, [(2, 2), (1, 1)]);
        assert!(db.quoted_by(&Query::default()).unwrap().is_empty());
        // A still fuller name takes its place; each is taken back to what was before.
        let fuller = db
            .correct(id, "We are ready to talk,", "Mara J. Haldane")
            .unwrap()
            .unwrap();
        assert_eq!(said(&db, "speaker:\"mara j. haldane\"").len(), 2);
        db.take_back(&fuller).unwrap();
        assert_eq!(said(&db, "speaker:mara"), both);
        db.take_back(&before).unwrap();
        assert!(said(&db, "speaker:mara").is_empty());
        assert_eq!(said(&db, "speaker:haldane").len(), 3);
    }

    #[test]
    fn who_is_quoted_nowhere_any_more_goes_but_nobody_whom_a_correction_means() {
        let mut db = Db::in_memory().unwrap();
        let feed = follow(&mut db, "dispatch.example");
        let roads = "Roads are closed, according to the port authority.";
        let drafts = [("talks", TALKS), ("roads", roads), ("later", LATER)];
        deliver(&mut db, feed, drafts.map(|(key, text)| draft(key, text)).to_vec());
        let id = at(&db, "later");
        let before = db.correct(id, "The talks begin tomorrow,", "Mara Haldane").unwrap();
        let named = |db: &Db| {
            let mut names = db.names().unwrap();
            names.speakers.sort();
            (names.speakers, names.sources.len())
        };
        let both = ["Haldane", "Mara Haldane"].map(str::to_owned).to_vec();
        assert_eq!(named(&db), ([&both[..], &["Orion".to_owned()]].concat(), 1));

        let old = "UPDATE article SET sorted_at = 0 WHERE title <> 'later'";
        db.conn.execute(old, []).unwrap();
        let retention = Retention {
            days: 1,
            per_feed: 0,
            keep_unread: false,
        };
        assert_eq!(db.tidy(&retention, now()).unwrap(), 2);
        assert_eq!(named(&db), (both, 0));
        deliver(&mut db, feed, vec![draft("again", LATER)]);
        assert_eq!(said(&db, "speaker:mara").len(), 2);
        db.take_back(&before.unwrap()).unwrap();
        assert_eq!(said(&db, "speaker:haldane -speaker:mara").len(), 2);
    }
}
