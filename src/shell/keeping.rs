//! What the reader leaves on one article: tags, notes, highlights, the place.

use crate::app::{Effect, Event};
use crate::model::ArticleId;
use crate::shell::perform::{Performer, now};
use crate::store::{Db, StoreError};

impl Performer {
    /// Keeps what the reader leaves on an article.
    pub(crate) async fn put_on(&self, effect: Effect) {
        match effect {
            Effect::Tag { article, tags } => {
                self.keep(article, "keep the tags", move |db| db.set_tags(article, &tags, now()))
                    .await;
            }
            Effect::Note { article, note } => {
                self.keep(article, "keep the note", move |db| db.set_note(article, &note, now()))
                    .await;
            }
            Effect::Highlight { article, passage, note } => {
                let work = move |db: &mut Db| db.add_highlight(article, &passage, &note, now());
                self.keep(article, "keep the highlight", work).await;
            }
            Effect::NoteHighlight { article, passage, note } => {
                let work = move |db: &mut Db| db.note_highlight(article, &passage, &note);
                self.keep(article, "keep the note", work).await;
            }
            Effect::Unhighlight { article, passage } => {
                let work = move |db: &mut Db| db.remove_highlight(article, &passage);
                self.keep(article, "take the highlight away", work).await;
            }
            Effect::KeepPlace { article, place } => {
                self.write("remember your place", move |db| db.keep_place(article, place))
                    .await;
            }
            _ => {}
        }
    }

    /// Writes what the reader put on an article, and tells how it stands then.
    async fn keep(
        &self,
        article: ArticleId,
        tried: &str,
        work: impl FnOnce(&mut Db) -> Result<(), StoreError> + Send + 'static,
    ) {
        let kept = self.write(tried, move |db| {
            work(db)?;
            db.article(article)
        });
        match kept.await {
            Some(Some(article)) => {
                if article.row.bookmarked {
                    self.services.poller.heed_bookmarks();
                }
                self.tell(Event::Kept(Box::new(article))).await;
            }
            Some(None) => self.fail(None, tried, &"the article is not there any more").await,
            None => {}
        }
        self.count().await;
    }
}
