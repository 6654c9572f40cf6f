//! What effects ask for about speakers.

use crate::app::{Effect, Event, Opened, Ticket};
use crate::model::{ArticleId, ClipBook, Correction};
use crate::query::Query;
use crate::shell::perform::{Performer, now};
use crate::shell::reading;
use crate::store::{Db, StoreError};

/// Quotes that are listed of one speaker.
const QUOTES: u32 = 500;

impl Performer {
    /// Reads what somebody is quoted with, or keeps whom the reader names.
    pub(crate) async fn about_speakers(&self, effect: Effect) {
        match effect {
            Effect::Quotes { ticket, query } => self.quotes(ticket, query).await,
            Effect::NameSpeaker {
                article,
                words,
                name,
                feed_text,
            } => {
                let book = self.services.clips.clone();
                let named = self.write("keep who said it", move |db| {
                    let before = db.correct(article, &words, &name)?;
                    heard_anew(db, article, feed_text, before, &book)
                });
                self.attributed(named.await.flatten()).await;
            }
            Effect::TakeNameBack { before, feed_text } => {
                let book = self.services.clips.clone();
                let taken = self.write("take it back", move |db| {
                    db.take_back(&before)?;
                    heard_anew(db, before.article, feed_text, None, &book)
                });
                self.attributed(taken.await.flatten()).await;
            }
            _ => {}
        }
    }

    async fn attributed(&self, heard: Option<(Opened, Option<Correction>)>) {
        if let Some((opened, before)) = heard {
            let opened = Box::new(opened);
            self.tell(Event::Attributed { opened, before }).await;
        }
    }

    async fn quotes(&self, ticket: Ticket, query: Query) {
        let read = (self.services.store).read(move |db| Ok((db.quotes(&query, QUOTES, now())?, db.quoted_by(&query)?)));
        match read.await {
            Ok((quotes, by)) => self.tell(Event::Quoted { ticket, quotes, by }).await,
            Err(error) => self.fail(Some(ticket), "read the quotes", &error).await,
        }
    }
}

fn heard_anew(
    db: &Db,
    article: ArticleId,
    feed_text: bool,
    before: Option<Correction>,
    book: &ClipBook,
) -> Result<Option<(Opened, Option<Correction>)>, StoreError> {
    Ok(reading::read(db, article, feed_text, book)?.map(|opened| (opened, before)))
}
