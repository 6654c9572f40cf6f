//! What the reader leaves on one article: tags, notes, highlights, the place.

use crate::app::{Effect, Event};
use crate::model::{ArticleId, Clean, Mark, Written};
use crate::shell::perform::{Performer, now};
use crate::store::{Db, StoreError};

/// Writes one thing on an article.
type Work = Box<dyn FnOnce(&mut Db) -> Result<(), StoreError> + Send>;

impl Performer {
    /// Keeps what the reader leaves on an article.
    pub(crate) async fn put_on(&self, effect: Effect) {
        let wanted = match &effect {
            Effect::WriteBack { before, .. } => Some(before.clone()),
            _ => None,
        };
        let (article, tried, work): (_, _, Work) = match effect {
            Effect::Tag { article, tags } => {
                let work = move |db: &mut Db| db.set_tags(article, &tags, now());
                (article, "keep the tags", Box::new(work))
            }
            Effect::Note { article, note, behind } => {
                let work = move |db: &mut Db| {
                    let before = if behind {
                        db.article(article)?.and_then(|article| article.note)
                    } else {
                        None
                    };
                    let note = format!("{} {note}", before.as_deref().unwrap_or_default());
                    db.set_note(article, note.trim(), now())
                };
                (article, "keep the note", Box::new(work))
            }
            Effect::Highlight { article, passage, note } => {
                let work = move |db: &mut Db| db.add_highlight(article, &passage, &note, now());
                (article, "keep the highlight", Box::new(work))
            }
            Effect::NoteHighlight { article, passage, note } => {
                let work = move |db: &mut Db| db.note_highlight(article, &passage, &note);
                (article, "keep the note", Box::new(work))
            }
            Effect::Unhighlight { article, passage } => {
                let work = move |db: &mut Db| db.remove_highlight(article, &passage);
                (article, "take the highlight away", Box::new(work))
            }
            Effect::WriteBack { article, before, after } => {
                let work = move |db: &mut Db| db.write_back(article, &before, &after);
                (article, "take back what you wrote", Box::new(work))
            }
            Effect::KeepPlace { article, place } => {
                self.write("remember your place", move |db| db.keep_place(article, place))
                    .await;
                return;
            }
            _ => return,
        };
        self.put(article, tried, work, wanted).await;
    }

    /// `wanted`: what is to be written there then.
    async fn put(&self, article: ArticleId, tried: &str, work: Work, wanted: Option<Written>) {
        let kept = self.write(tried, move |db| {
            let before = db.article(article)?.map(|article| Written::on(&article));
            work(db)?;
            Ok(before.zip(db.article(article)?))
        });
        match kept.await {
            Some(Some((before, article))) => {
                if article.row.bookmarked {
                    self.services.poller.heed_bookmarks();
                }
                if wanted.as_ref().is_some_and(|wanted| *wanted != Written::on(&article)) {
                    let rest = "Undone, but for what has been written there since";
                    self.tell(Event::Told(Clean::line(rest))).await;
                }
                self.tell(Event::Kept {
                    article: Box::new(article),
                    before: wanted.is_none().then_some(before),
                })
                .await;
            }
            Some(None) => self.fail(None, tried, &"the article is not there any more").await,
            None => {}
        }
        self.perform(Effect::Count);
    }

    /// Takes bookmarks back where nothing was written since.
    pub(crate) async fn unkeep(&self, articles: Vec<ArticleId>) {
        let (mark, tried) = (Mark::Unbookmarked, "take the bookmark back");
        let wanted = articles.clone();
        match self.services.store.write(move |db| db.unkeep(&wanted, now())).await {
            Ok(staying) if staying.is_empty() => {}
            Ok(staying) => {
                let why = "something is written on the article; b lets it go all the same";
                self.unmarked(staying, mark, tried, &why).await;
            }
            Err(error) => self.unmarked(articles, mark, tried, &error).await,
        }
        self.perform(Effect::Count);
    }
}
