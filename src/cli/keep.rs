//! `byline export --as markdown|html|json|epub|csl`: bookmarks with their texts, for keeping elsewhere.

use std::io::{Cursor, IsTerminal, Seek, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::{Value, json};

use crate::cli::args::Form;
use crate::cli::articles::row_json;
use crate::cli::csl;
use crate::cli::files::{cannot_write, named, put};
use crate::cli::print::{are, line, object};
use crate::document::{Document, clips_for, document_of, find_passage, plain, plain_of};
use crate::export::{Book, HEAD, Kept, PICTURES, TAIL, file_name, markdown, section};
use crate::files::{Part, is_replaced};
use crate::model::{Article, ArticleId};
use crate::query::Query;
use crate::services::Services;
use crate::store::Slice;

/// Bookmarks that one export holds at most.
const MAX_BOOKMARKS: u32 = 100_000;

/// Exports every bookmark, newest first: to a file, Markdown to a folder with a file an article; else to standard output.
pub(crate) async fn export(
    form: Form,
    to: Option<&Path>,
    services: &Services,
    as_json: bool,
) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(
        form != Form::Epub || to.is_some() || !std::io::stdout().is_terminal(),
        "a book is no text for a terminal; name its file: byline export --as epub --to bookmarks.epub"
    );
    let store = &services.store;
    let now = crate::cli::setup::now();
    let query = Query::parse("is:bookmarked")?;
    let slice = Slice {
        after: None,
        limit: MAX_BOOKMARKS,
    };
    let ids: Vec<ArticleId> = store
        .read(move |db| Ok(db.rows(&query, &slice, now)?.iter().map(|row| row.id).collect()))
        .await?;
    match (form, to) {
        (Form::Epub, to) => book(&ids, to, services).await?,
        (Form::Csl, to) => cite(&ids, to, services).await?,
        (Form::Markdown, Some(folder)) => {
            std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
            each(&ids, services, true, |kept| {
                put_pictures(&folder.join(PICTURES), kept)?;
                put(&folder.join(file_name(kept)), markdown(kept).as_bytes())
            })
            .await?;
        }
        (form, Some(file)) => {
            let mut part = Part::begin(file).with_context(|| cannot_write(file))?;
            head(form).map(|head| writeln!(part.file, "{head}")).transpose()?;
            each(&ids, services, form == Form::Html, |kept| {
                writeln!(part.file, "{}", written(form, kept)).with_context(|| cannot_write(file))
            })
            .await?;
            tail(form).map(|tail| writeln!(part.file, "{tail}")).transpose()?;
            part.done().with_context(|| cannot_write(file))?;
        }
        (form, None) => {
            head(form).map(line).transpose()?;
            each(&ids, services, form == Form::Html, |kept| {
                Ok(line(&written(form, kept))?)
            })
            .await?;
            tail(form).map(line).transpose()?;
        }
    }
    match to {
        Some(to) if as_json => object(&json!({"bookmarks": ids.len(), "to": named(to)}))?,
        Some(to) => line(&format!("{} in {}", are(ids.len() as u64, "bookmark"), to.display()))?,
        None => {}
    }
    Ok(ExitCode::SUCCESS)
}

/// A book of them all.
async fn book(ids: &[ArticleId], to: Option<&Path>, services: &Services) -> anyhow::Result<()> {
    anyhow::ensure!(
        !ids.is_empty(),
        "there are no bookmarks to make a book of; `b` keeps an article"
    );
    if let Some(file) = to.filter(|file| is_replaced(file)) {
        let mut part = Part::begin(file).with_context(|| cannot_write(file))?;
        bind(ids, services, &mut part.file).await?;
        return part.done().with_context(|| cannot_write(file));
    }
    // A book is not written from front to back, as a pipe is.
    let mut book = Cursor::new(Vec::new());
    bind(ids, services, &mut book).await?;
    match to {
        Some(file) => put(file, book.get_ref()),
        None => Ok(std::io::stdout().lock().write_all(book.get_ref())?),
    }
}

async fn bind(ids: &[ArticleId], services: &Services, to: impl Write + Seek) -> anyhow::Result<()> {
    const NO_BOOK: &str = "cannot write the book";
    let mut book = Book::new(to).context(NO_BOOK)?;
    each(ids, services, true, |kept| book.add(kept).context(NO_BOOK)).await?;
    book.finish().context(NO_BOOK)?.flush().context(NO_BOOK)
}

/// One list of them all, for citation managers.
async fn cite(ids: &[ArticleId], to: Option<&Path>, services: &Services) -> anyhow::Result<()> {
    let mut items = Vec::new();
    each(ids, services, false, |kept| {
        items.push(csl::item(kept.article, kept.article.note.as_deref()));
        Ok(())
    })
    .await?;
    let list = csl::list(&items);
    match to {
        Some(file) => put(file, format!("{list}\n").as_bytes())?,
        None => line(&list)?,
    }
    Ok(())
}

/// Reads the articles one after the other, with their kept pictures or without.
async fn each(
    ids: &[ArticleId],
    services: &Services,
    pictures: bool,
    mut work: impl FnMut(&Kept<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for id in ids.iter().copied() {
        let read = services.store.read(move |db| {
            let kept = if pictures { db.pictures(id)? } else { Vec::new() };
            Ok((db.article(id)?, kept))
        });
        let (Some(article), pictures) = read.await? else {
            continue;
        };
        let clips = clips_for(&article, &services.clips);
        let (document, _) = document_of(&article, false, clips.as_ref());
        work(&Kept {
            article: &article,
            document: &document,
            pictures: &pictures,
        })?;
    }
    Ok(())
}

fn head(form: Form) -> Option<&'static str> {
    (form == Form::Html).then_some(HEAD)
}

fn tail(form: Form) -> Option<&'static str> {
    (form == Form::Html).then_some(TAIL)
}

fn written(form: Form, kept: &Kept<'_>) -> String {
    match form {
        Form::Markdown => markdown(kept),
        Form::Html => section(kept),
        Form::Json | Form::Opml | Form::Epub | Form::Csl => {
            let mut value = row_json(&kept.article.row);
            value["note"] = kept.article.note.as_deref().into();
            value["highlights"] = highlights(kept.article, kept.document);
            value["text"] = plain(kept.document).text.into();
            value.to_string()
        }
    }
}

/// What the reader highlighted, as JSON: where it stands in the article's text as `byline read --json` prints it.
pub(crate) fn highlights(article: &Article, document: &Document) -> Value {
    let leaves = document.leaves();
    let plain = plain_of(document, &leaves);
    let described = article.highlights.iter().map(|highlight| {
        let at = find_passage(&leaves, &highlight.passage);
        json!({
            "start": at.map(|at| plain.offset_of(at.start)), "end": at.map(|at| plain.offset_of(at.end)),
            "text": highlight.passage.text, "note": highlight.note, "made": highlight.made_at.to_string(),
        })
    });
    described.collect()
}

/// Writes the kept pictures of an article into a folder, unless they are there already: their names tell their bytes.
fn put_pictures(folder: &Path, kept: &Kept<'_>) -> anyhow::Result<()> {
    for picture in kept.shown() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let file = folder.join(picture.file_name());
        if !file.exists() {
            put(&file, &picture.bytes)?;
        }
    }
    Ok(())
}
