//! Outlets and saved filters: what the screen asks of the poller and the store about them.

use crate::app::{Effect, Event, Offer, Purpose, Which};
use crate::model::{Clean, Feed, FeedId, FeedState, FilterId, OutletId, SavedFilter};
use crate::poll;
use crate::shell::perform::{Performer, now};
use crate::store::{Added, Db, NewOutlet, StoreError};

impl Performer {
    pub(crate) async fn about_sources(&self, effect: Effect) {
        match effect {
            Effect::EditOutlet { outlet, name, folder } => {
                self.write("rename the outlet", move |db| {
                    db.edit_outlet(outlet, &name, folder.as_deref())
                })
                .await;
                self.outlets().await;
            }
            Effect::RemoveOutlet(outlet) => {
                let removed = self.write("stop following the outlet", move |db| db.remove_outlet(outlet));
                if removed.await.is_some() {
                    self.tell(Event::Removed(outlet)).await;
                }
                self.changed().await;
            }
            Effect::Unfollow(outlets) => {
                for outlet in outlets {
                    let removed = self.write("take it back", move |db| db.remove_outlet(outlet));
                    if removed.await.is_some() {
                        self.tell(Event::Unfollowed(outlet)).await;
                    }
                }
                self.changed().await;
            }
            Effect::FollowAgain(outlet) => {
                let again = self.write("follow the outlet again", move |db| db.follow_again(&outlet, now()));
                if let Some(outlet) = again.await {
                    self.ask_followed(&[outlet]).await;
                    self.tell(Event::FollowedAgain(outlet)).await;
                }
            }
            Effect::Pause { outlet, paused } => self.pause(outlet, paused).await,
            Effect::SaveFilter { name, query } => {
                let saved = self.write("save the filter", move |db| db.save_filter(&name, &query));
                self.filter_changed(saved.await, true).await;
            }
            Effect::EditFilter(filter) => {
                let work = move |db: &mut Db| Ok((filter.id, db.put_filter(filter.id, Some(&filter))?));
                self.filter_changed(self.write("change the filter", work).await, true)
                    .await;
            }
            Effect::RemoveFilter(filter) => {
                let work = move |db: &mut Db| Ok((filter, db.put_filter(filter, None)?));
                self.filter_changed(self.write("remove the filter", work).await, false)
                    .await;
            }
            Effect::PutFilterBack { filter, before } => {
                let work = move |db: &mut Db| db.put_filter(filter, before.as_ref());
                self.write("bring the filter back", work).await;
                self.changed().await;
            }
            _ => {}
        }
    }

    /// Tells what a filter was before, and shows it as it is now.
    async fn filter_changed(&self, changed: Option<(FilterId, Option<SavedFilter>)>, there: bool) {
        if let Some((filter, before)) = changed {
            self.tell(Event::FilterChanged { filter, before, there }).await;
        }
        self.changed().await;
    }

    pub(crate) async fn refresh(&self, which: Which) {
        if let Err(error) = self.services.store.writable() {
            return self.ask_nobody(&error).await;
        }
        let wanted = match which {
            Which::All => poll::Which::All,
            Which::Outlet(outlet) => {
                poll::Which::Feeds(self.feeds_of(&[outlet]).await.iter().map(|feed| feed.id).collect())
            }
        };
        self.services.poller.request(wanted);
    }

    /// Tells the screen why no feed is asked.
    pub(crate) async fn ask_nobody(&self, why: &StoreError) {
        self.tell(Event::Unasked(Clean::line(&why.to_string()))).await;
    }

    /// Tells the screen how many feeds are due now: they will be asked as soon as the poller runs.
    pub(crate) fn expect_due(&self) {
        let me = self.clone();
        self.tasks.spawn(async move {
            let due = me
                .services
                .store
                .read(|db| db.due(now(), u32::MAX))
                .await
                .unwrap_or_default();
            if !due.is_empty() {
                me.tell(Event::Asking(due.iter().map(|feed| feed.id).collect())).await;
            }
        });
    }

    async fn feeds_of(&self, wanted: &[OutletId]) -> Vec<Feed> {
        let outlets = self.services.store.read(|db| db.outlets()).await.unwrap_or_default();
        let followed = outlets.into_iter().filter(|outlet| wanted.contains(&outlet.id));
        followed.flat_map(|outlet| outlet.feeds).collect()
    }

    pub(crate) async fn follow(&self, address: &str) {
        match self.services.poller.subscribe(address, None).await {
            Ok(subscribed) => {
                self.changed().await;
                let (outlet, is_new) = (subscribed.outlet, subscribed.is_new);
                self.followed(&[Added { outlet, is_new }]).await;
            }
            Err(mut failure) => {
                failure
                    .hint
                    .get_or_insert_with(|| Clean::line("Press a to put the address right"));
                let (purpose, text) = (Purpose::Address, address.to_owned());
                self.tell(Event::Refused { purpose, text, failure }).await;
            }
        }
    }

    pub(crate) async fn follow_offers(&self, offers: Vec<Offer>) {
        let outlets: Vec<NewOutlet> = offers
            .into_iter()
            .map(|offer| NewOutlet {
                name: offer.name.to_string(),
                folder: None,
                site: offer.site,
                language: Some(offer.language),
                feeds: offer.feeds,
            })
            .collect();
        let Some(added) = self
            .write("follow the outlets", move |db| db.add_outlets(&outlets, now()))
            .await
        else {
            return;
        };
        let outlets: Vec<OutletId> = added.iter().map(|added| added.outlet).collect();
        self.ask_followed(&outlets).await;
        self.followed(&added).await;
    }

    async fn followed(&self, added: &[Added]) {
        let (new, known): (Vec<Added>, Vec<Added>) = added.iter().partition(|added| added.is_new);
        let ids = |added: Vec<Added>| added.iter().map(|added| added.outlet).collect();
        let (new, known) = (ids(new), ids(known));
        self.tell(Event::Followed { new, known }).await;
    }

    /// Shows outlets that are followed now and asks their feeds at once.
    async fn ask_followed(&self, outlets: &[OutletId]) {
        let feeds: Vec<FeedId> = self.feeds_of(outlets).await.iter().map(|feed| feed.id).collect();
        self.outlets().await;
        self.tell(Event::Asking(feeds.clone())).await;
        self.services.poller.request(poll::Which::Feeds(feeds));
    }

    async fn pause(&self, outlet: OutletId, paused: bool) {
        let feeds = self.feeds_of(&[outlet]).await;
        let rests = |feed: &Feed| feed.state == FeedState::Paused;
        let changed: Vec<FeedId> = feeds
            .iter()
            .filter(|feed| rests(feed) != paused)
            .map(|feed| feed.id)
            .collect();
        let work = move |db: &mut Db| changed.iter().try_for_each(|feed| db.pause_feed(*feed, paused));
        self.write("pause the outlet", work).await;
        self.outlets().await;
        if !paused {
            self.services.poller.request(poll::Which::Due);
        }
    }
}
