//! Effects that open an article: from the store, as its outlet changed it, with the whole text from the outlet's page.

use url::Url;

use crate::app::{Effect, Event, Opened, Ticket, Trial};
use crate::document::{boxes, clips_for, document_of, plain};
use crate::model::{ArticleId, Clean, Clip, Clips};
use crate::shell::clips::ClipFile;
use crate::shell::perform::{Performer, now};
use crate::shell::reading;
use crate::store::StoreError;

impl Performer {
    pub(crate) async fn open(&self, ticket: Ticket, article: ArticleId, feed_text: bool) {
        let (book, file) = (self.services.clips.clone(), self.clips.clone());
        let read = self.services.store.read(move |db| {
            let wrong = file.refresh().err();
            // Cleaning here keeps the article on the thread that read it: one hop less to the screen.
            Ok((reading::read(db, article, feed_text, &book)?, wrong))
        });
        let (opened, wrong) = match read.await {
            Ok((opened, wrong)) => (Ok(opened), wrong),
            Err(error) => (Err(error), None),
        };
        self.opened(ticket, opened).await;
        if let Some(wrong) = wrong {
            self.fail(None, "read your clips again", &format!("{wrong:#}")).await;
        }
    }

    /// Shows the open article in another way.
    pub(crate) async fn about_article(&self, effect: Effect) {
        match effect {
            Effect::ReadNote(article) => self.read_note(article).await,
            Effect::Changes { ticket, article } => self.changes(ticket, article).await,
            Effect::WholeText { ticket, article } => self.whole_text(ticket, article).await,
            Effect::TryClip { ticket, trial, clip } => self.try_clip(ticket, trial, clip).await,
            Effect::KeepClip { ticket, trial, clip } => self.keep_clip(ticket, trial, clip).await,
            Effect::TakeClipBack {
                ticket,
                at,
                clip,
                shown,
            } => self.take_clip_back(ticket, at, clip, shown).await,
            Effect::Boxes { article, feed_text } => self.boxes(article, feed_text).await,
            _ => {}
        }
    }

    /// The article by one more clip than there are.
    async fn try_clip(&self, ticket: Ticket, trial: Trial, clip: Option<Clip>) {
        let book = self.services.clips.clone();
        let read = self.services.store.read(move |db| {
            let corrections = db.corrections(trial.article)?;
            Ok(db.article(trial.article)?.map(|article| {
                let mut clips = clips_for(&article, &book).unwrap_or_else(|| Clips::at(trial.at));
                clip.into_iter().for_each(|clip| clips.add(clip));
                reading::open(article, &corrections, trial.feed_text, Some(&clips))
            }))
        });
        self.opened(ticket, read.await).await;
    }

    /// The boxes on an article's page that a clip could name.
    async fn boxes(&self, id: ArticleId, feed_text: bool) {
        let read = self.services.store.read(move |db| {
            Ok(db.article(id)?.map(|article| {
                let shown = plain(&document_of(&article, feed_text, None).0).text;
                let page = article.page.as_ref().filter(|_| !feed_text);
                boxes(page.map_or(&article.html, |(html, _)| html), &shown)
            }))
        });
        // Without them clips can be typed all the same.
        if let Ok(Some(boxes)) = read.await {
            self.tell(Event::Boxes { article: id, boxes }).await;
        }
    }

    /// Writes a clip into the reader's file, and shows the article by it.
    async fn keep_clip(&self, ticket: Ticket, trial: Trial, clip: Clip) {
        let (at, kept) = (trial.at.clone(), clip.clone());
        let work = move |file: ClipFile| file.keep(&at, &kept);
        if self.rewrite_clips("keep the clip", work).await {
            let at = trial.at.clone();
            self.tell(Event::ClipKept { at, clip }).await;
        }
        self.try_clip(ticket, trial, None).await;
    }

    /// Takes a clip out of the reader's file, and shows the open article without it.
    async fn take_clip_back(&self, ticket: Ticket, at: Url, clip: Clip, shown: Option<Trial>) {
        let work = move |file: ClipFile| file.take_back(&at, &clip);
        if self.rewrite_clips("take the clip back", work).await {
            self.tell(Event::Told(Clean::line("Undone: the clip is gone"))).await;
        }
        if let Some(shown) = shown {
            self.try_clip(ticket, shown, None).await;
        }
    }

    async fn rewrite_clips(
        &self,
        tried: &str,
        work: impl FnOnce(ClipFile) -> anyhow::Result<()> + Send + 'static,
    ) -> bool {
        let file = self.clips.clone();
        let done = tokio::task::spawn_blocking(move || work(file)).await;
        match done.map_err(anyhow::Error::from).flatten() {
            Ok(()) => true,
            Err(error) => {
                self.fail(None, tried, &format!("{error:#}")).await;
                false
            }
        }
    }

    async fn read_note(&self, article: ArticleId) {
        let read = self.services.store.read(move |db| db.article(article)).await;
        match read {
            Ok(found) => {
                let note = found.and_then(|article| article.note).unwrap_or_default();
                self.tell(Event::NoteRead { article, note }).await;
            }
            Err(error) => self.fail(None, "read the note", &error).await,
        }
    }

    async fn changes(&self, ticket: Ticket, article: ArticleId) {
        let zone = self.zone.clone();
        let read = self.services.store.read(move |db| {
            let Some(found) = db.article(article)? else {
                return Ok(None);
            };
            let (revisions, text) = (db.revisions(article)?, db.feed_text(article)?);
            Ok(Some(reading::compare(found, revisions, text, now(), &zone)))
        });
        self.opened(ticket, read.await).await;
    }

    async fn opened(&self, ticket: Ticket, read: Result<Option<Opened>, StoreError>) {
        match read {
            Ok(Some(opened)) => {
                self.tell(Event::Opened {
                    ticket,
                    opened: Box::new(opened),
                })
                .await;
            }
            Ok(None) => {
                self.fail(Some(ticket), "open the article", &"it is not there any more")
                    .await;
            }
            Err(error) => self.fail(Some(ticket), "open the article", &error).await,
        }
    }

    async fn whole_text(&self, ticket: Ticket, article: ArticleId) {
        match self.services.poller.page(article).await {
            Ok(_) => self.open(ticket, article, false).await,
            Err(failure) => {
                self.tell(Event::Failed {
                    ticket: Some(ticket),
                    failure,
                })
                .await;
            }
        }
    }
}
