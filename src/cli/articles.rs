//! `byline list` and `byline bookmark`: articles by filter, kept or kept no longer.

use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;

use crate::cli::args::{Bookmark, List};
use crate::cli::print::{line, object};
use crate::document::{clips_for, document_of, find_passage, passage_at};
use crate::model::{ArticleId, Clean, Mark, Passage, Published, Row, shown_address, told_address, web_address};
use crate::query::Query;
use crate::services::Services;
use crate::store::{Slice, Store};

/// `byline list [FILTER]`: newest first, or as the filter sorts.
pub(crate) async fn list(args: List, store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let query = query(&args.filter.join(" "), store).await?;
    let slice = Slice {
        after: None,
        limit: args.limit,
    };
    let now = crate::cli::setup::now();
    let rows = store.read(move |db| db.rows(&query, &slice, now)).await?;
    for row in &rows {
        if as_json {
            object(&row_json(row))?;
        } else {
            let mark = if row.bookmarked {
                '*'
            } else if row.read {
                ' '
            } else {
                '.'
            };
            let day = row
                .published
                .map_or_else(String::new, |at| at.at.to_string().chars().take(10).collect());
            line(&format!(
                "{mark} {:>7}  {day:10}  {} ({})",
                row.id.0, row.title, row.outlet_name
            ))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Reads a filter as it was typed, by the names of the outlets that there are.
pub(crate) async fn query(text: &str, store: &Store) -> anyhow::Result<Query> {
    let known = store.read(|db| db.known()).await?;
    Query::parse_among(text, Some(&known)).context("the filter cannot be read")
}

/// A row as `byline list --json` prints it.
pub(crate) fn row_json(row: &Row) -> serde_json::Value {
    json!({
        "id": row.id.0, "url": row.url, "title": row.title, "outlet": row.outlet_name, "feed": shown_address(&row.feed_url),
        "byline": row.byline, "published": row.published.map(written), "fetched": row.fetched_at.to_string(),
        "read": row.read, "bookmarked": row.bookmarked, "tags": row.tags, "quotes": row.quotes, "story": row.story.as_ref().map(|story| story.id.0),
        "words": row.words, "excerpt": row.excerpt,
    })
}

/// RFC 3339 with the offset as published.
pub(crate) fn written(published: Published) -> String {
    published.at.display_with_offset(published.offset()).to_string()
}

/// `byline bookmark ID|URL…`: acknowledged when it is on the disk.
pub(crate) async fn bookmark(args: Bookmark, services: &Services, as_json: bool) -> anyhow::Result<ExitCode> {
    let mark = if args.remove {
        Mark::Unbookmarked
    } else {
        Mark::Bookmarked
    };
    if args.note.as_ref().is_some_and(|note| note.trim().contains('\n')) {
        let said = "a note is one line: its line breaks are blanks now";
        crate::cli::print::note(&Clean::line(said), as_json);
    }
    let store = &services.store;
    let mut code = ExitCode::SUCCESS;
    for name in args.articles {
        let Some(id) = find(store, &name).await? else {
            let error = no_article(&name);
            crate::cli::print::report(&error, as_json);
            code = ExitCode::FAILURE;
            continue;
        };
        let now = crate::cli::setup::now();
        let (tags, note) = (args.tags.clone(), args.note.clone());
        let passage = match &args.highlight {
            Some(words) => match passage_in(services, id, words).await? {
                Some(passage) => Some(passage),
                None => {
                    let name = told_address(&name);
                    let error =
                        anyhow::anyhow!("the text of {name} has no such passage; `byline read {name}` shows it");
                    crate::cli::print::report(&error, as_json);
                    code = ExitCode::FAILURE;
                    continue;
                }
            },
            None => None,
        };
        let write = store.write(move |db| {
            db.mark(&[id], mark, now)?;
            if let Some(tags) = tags {
                let tags: Vec<_> = tags.split(',').map(|tag| tag.trim().to_owned()).collect();
                db.set_tags(id, &tags, now)?;
            }
            match (passage, note) {
                (Some(passage), note) => db.add_highlight(id, &passage, &note.unwrap_or_default(), now)?,
                (None, Some(note)) => db.set_note(id, &note, now)?,
                (None, None) => {}
            }
            Ok(())
        });
        write.await?;
        if as_json {
            object(&json!({"id": id.0, "bookmarked": !args.remove}))?;
        }
    }
    Ok(code)
}

/// A passage of an article's text, with what is around it; as it was taken down where it is highlighted already.
async fn passage_in(services: &Services, id: ArticleId, words: &str) -> anyhow::Result<Option<Passage>> {
    let Some(article) = services.store.read(move |db| db.article(id)).await? else {
        return Ok(None);
    };
    let clips = clips_for(&article, &services.clips);
    let leaves = document_of(&article, false, clips.as_ref()).0.leaves();
    let sought = Passage {
        text: Clean::line(words),
        ..Passage::default()
    };
    let Some(at) = find_passage(&leaves, &sought) else {
        return Ok(None);
    };
    let mut highlights = article.highlights.into_iter().map(|highlight| highlight.passage);
    let known = highlights.find(|known| find_passage(&leaves, known) == Some(at));
    Ok(known.or_else(|| passage_at(&leaves, at)))
}

/// Says that there is none, by what should be its id or address.
pub(crate) fn no_article(name: &str) -> anyhow::Error {
    anyhow::anyhow!(
        "there is no article {}; `byline list` shows their ids",
        told_address(name)
    )
}

/// The article with an id or an address.
pub(crate) async fn find(store: &Store, name: &str) -> anyhow::Result<Option<ArticleId>> {
    let name = name.to_owned();
    Ok(store
        .read(move |db| match name.parse().map(ArticleId) {
            Ok(id) => Ok(db.article(id)?.map(|_| id)),
            Err(_) => db.article_at(&web_address(&name).unwrap_or(name)),
        })
        .await?)
}
