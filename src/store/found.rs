//! What was found in an article, kept for search: its words, who is quoted, what is cited.

use std::collections::HashSet;

use rusqlite::{OptionalExtension, Transaction, params};

use crate::query::index_form;
use crate::speech::{QuoteKind, Speech};
use crate::store::body::unpack;
use crate::store::corrections;
use crate::store::draft::{Draft, lines};
use crate::store::error::StoreError;
use crate::store::named::speaker_id;

/// Quotes kept of one article: as many as its stretch of ids holds.
const MAX_QUOTES: usize = 1024;

/// Quotes that count: in somebody's own words.
pub(crate) fn quotes(draft: &Draft) -> u32 {
    let spoken = |quote: &&crate::speech::Quote| quote.kind != QuoteKind::Indirect;
    draft.speech.quotes.iter().filter(spoken).count() as u32
}

/// Forgets all that was found in an article.
pub(crate) fn forget(tx: &Transaction<'_>, id: i64) -> Result<(), StoreError> {
    tx.prepare_cached("DELETE FROM article_search WHERE rowid = ?1")?
        .execute([id])?;
    tx.prepare_cached("DELETE FROM author_search WHERE rowid = ?1")?
        .execute([id])?;
    tx.prepare_cached("DELETE FROM quote WHERE id BETWEEN ?1 * 1024 AND ?1 * 1024 + 1023")?
        .execute([id])?;
    tx.prepare_cached("DELETE FROM citation WHERE article_id = ?1")?
        .execute([id])?;
    Ok(())
}

/// Keeps who is quoted and what is cited in an article of which nothing is kept yet.
pub(crate) fn keep(tx: &Transaction<'_>, id: i64, draft: &Draft) -> Result<(), StoreError> {
    keep_quotes(tx, id, &draft.speech)?;
    keep_sources(tx, id, &draft.speech)
}

/// Puts articles' words and then their authors into the indexes. To be done for all articles of a
/// transaction at its end: an index writes a segment of its own whenever another statement comes between, which doubles
/// what saving costs.
pub(crate) fn index(tx: &Transaction<'_>, articles: &[(i64, &Draft)]) -> Result<(), StoreError> {
    let mut words = tx.prepare_cached("INSERT INTO article_search (rowid, title, body) VALUES (?1, ?2, ?3)")?;
    for (id, draft) in articles {
        words.execute(params![id, index_form(&draft.title), index_form(&draft.text)])?;
    }
    let mut authors = tx.prepare_cached("INSERT INTO author_search (rowid, byline) VALUES (?1, ?2)")?;
    for (id, draft) in articles.iter().filter(|(_, draft)| !draft.byline.is_empty()) {
        authors.execute(params![id, index_form(&lines(&draft.byline))])?;
    }
    Ok(())
}

/// Does so anew with what is kept of articles: their titles and authors, and the text of the page where there is one.
pub(crate) fn index_anew(tx: &Transaction<'_>, articles: &[i64]) -> Result<(), StoreError> {
    if articles.is_empty() {
        return Ok(());
    }
    let mut kept = tx.prepare_cached(
        "SELECT a.title, coalesce(b.page, b.html), a.byline FROM article a JOIN body b ON b.article_id = a.id WHERE a.id = ?1",
    )?;
    let mut words =
        tx.prepare_cached("INSERT OR REPLACE INTO article_search (rowid, title, body) VALUES (?1, ?2, ?3)")?;
    let mut bylines = Vec::with_capacity(articles.len());
    for id in articles {
        let (title, blob, byline): (String, Vec<u8>, String) =
            kept.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let (_, text) = unpack(&blob).unwrap_or_default();
        words.execute(params![id, index_form(&title), index_form(&text)])?;
        bylines.push((id, byline));
    }
    let mut none = tx.prepare_cached("DELETE FROM author_search WHERE rowid = ?1")?;
    let mut authors = tx.prepare_cached("INSERT OR REPLACE INTO author_search (rowid, byline) VALUES (?1, ?2)")?;
    for (id, byline) in bylines {
        if byline.is_empty() {
            none.execute([id])?;
        } else {
            authors.execute(params![id, index_form(&byline)])?;
        }
    }
    Ok(())
}

/// Drops speakers of no quote, heard or put right, and sources that nothing cites.
pub(crate) fn drop_unnamed(tx: &Transaction<'_>) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM speaker WHERE NOT EXISTS (SELECT 1 FROM quote WHERE speaker_id = speaker.id)
            AND NOT EXISTS (SELECT 1 FROM quote WHERE heard_id = speaker.id)",
        [],
    )?;
    tx.execute(
        "DELETE FROM source WHERE NOT EXISTS (SELECT 1 FROM citation WHERE source_id = source.id)",
        [],
    )?;
    Ok(())
}

fn keep_quotes(tx: &Transaction<'_>, id: i64, speech: &Speech) -> Result<(), StoreError> {
    let mut speakers = Vec::with_capacity(speech.speakers.len());
    for speaker in &speech.speakers {
        let role = speaker.role.as_deref().unwrap_or_default();
        speakers.push(speaker_id(tx, &speaker.name, role, speaker.named)?);
    }
    for (number, quote) in (0_i64..).zip(speech.quotes.iter().take(MAX_QUOTES)) {
        tx.prepare_cached(
            "INSERT INTO quote (id, speaker_id, kind, text, cue, confidence) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            id * 1024 + number,
            quote.speaker.and_then(|speaker| speakers.get(speaker)),
            quote.kind.word(),
            &*quote.text,
            quote.cue_text.as_deref(),
            f64::from(quote.confidence),
        ])?;
    }
    if !speech.quotes.is_empty() && corrections::any(tx)? {
        corrections::settle(tx, id)?;
    }
    Ok(())
}

fn keep_sources(tx: &Transaction<'_>, id: i64, speech: &Speech) -> Result<(), StoreError> {
    let mut kept = HashSet::new();
    for source in &speech.sources {
        let described = source.described.as_deref().unwrap_or_default();
        if !kept.insert((&*source.name, described, source.kind)) {
            continue;
        }
        let known = tx
            .prepare_cached("SELECT id FROM source WHERE name = ?1 AND described = ?2 AND kind = ?3")?
            .query_row([&*source.name, described, source.kind.word()], |row| row.get(0))
            .optional()?;
        let source: i64 = if let Some(known) = known {
            known
        } else {
            let folded = index_form(&format!("{} {described}", source.name));
            tx.prepare_cached("INSERT INTO source (name, described, kind, folded) VALUES (?1, ?2, ?3, ?4)")?
                .execute([&*source.name, described, source.kind.word(), &folded])?;
            tx.last_insert_rowid()
        };
        tx.prepare_cached("INSERT INTO citation (article_id, source_id) VALUES (?1, ?2)")?
            .execute([id, source])?;
    }
    Ok(())
}
