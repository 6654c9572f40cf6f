//! What effects ask for about stories.

use crate::app::{Effect, Event};
use crate::shell::perform::{Performer, failure, now};
use crate::shell::reading;
use crate::store::Db;

impl Performer {
    /// Reads a story, or keeps what the reader did to it; what is about one article goes on.
    pub(crate) async fn about_stories(&self, effect: Effect) {
        match effect {
            Effect::Members { ticket, article } => match self.services.store.read(move |db| db.story(article)).await {
                Ok(rows) => self.tell(Event::Members { ticket, rows }).await,
                Err(error) => self.fail(Some(ticket), "read the story", &error).await,
            },
            Effect::Side { ticket, article } => {
                let clips = self.services.clips.clone();
                match self
                    .services
                    .store
                    .read(move |db| reading::story(db, article, &clips))
                    .await
                {
                    Ok(side) => {
                        let side = Box::new(side);
                        self.tell(Event::Sided { ticket, side }).await;
                    }
                    Err(error) => self.fail(Some(ticket), "read the story", &error).await,
                }
            }
            Effect::Stance {
                article,
                stance,
                before,
            } => {
                let work = move |db: &mut Db| db.take_stance(article, stance, now());
                self.tell(match self.services.store.write(work).await {
                    Ok(before) => Event::StanceTaken(before),
                    Err(error) => Event::StanceLost {
                        before,
                        failure: failure("keep what you did to the story", &error),
                    },
                })
                .await;
                self.perform(Effect::Count);
            }
            Effect::JoinStories { article, with } => {
                let joined = self.write("join the stories", move |db| db.join_stories(article, with));
                if let Some(before) = joined.await {
                    self.tell(Event::Regrouped { article: with, before }).await;
                }
            }
            Effect::SplitStory(article) => {
                let split = self.write("take the article out", move |db| db.split_story(article));
                if let Some(before) = split.await {
                    self.tell(Event::Regrouped { article, before }).await;
                }
            }
            Effect::PutBack(before) => {
                let put_back = self.write("put them back", move |db| db.put_back(&before));
                if put_back.await.is_some() {
                    self.tell(Event::PutBack).await;
                }
                self.perform(Effect::Count);
            }
            other => self.about_article(other).await,
        }
    }

    /// Reads what stories are found by, while nobody waits for it.
    pub(crate) fn recall_stories(&self) {
        let me = self.clone();
        self.tasks.spawn(async move {
            if let Err(error) = me.services.recall_stories(now()).await {
                // The first article that comes in tries again.
                tracing::warn!(%error, "stories could not be recalled");
            }
        });
    }
}
