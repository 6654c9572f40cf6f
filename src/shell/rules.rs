//! Hiding for a while, and rules: what the screen asks of the store and of the settings file.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::app::{Effect, Event, TRIAL_DAYS};
use crate::config::Config;
use crate::query::{Query, Rule};
use crate::shell::perform::{Performer, now};
use crate::shell::settings;
use crate::store::{Db, StoreError};

/// Another program may hide something meanwhile, the computer may sleep: between two looks whether what is hidden is to be shown.
const LOOKED_AFTER: Duration = Duration::from_mins(1);

impl Performer {
    pub(crate) async fn about_rules(&self, effect: Effect) {
        match effect {
            Effect::Hide { query, seconds } => self.hide(query, seconds).await,
            Effect::Show(mute) => self.show(move |db| Ok(usize::from(db.unmute(mute, now())?))).await,
            Effect::TryRule(rule) => self.try_rule(rule).await,
            Effect::AddRule(rule) => {
                let kept = settings::add_rule(&self.settings, &rule);
                self.ruled("keep the rule", kept, Some(rule)).await;
            }
            Effect::RemoveRule(rule) => {
                let without = settings::remove_rule(&self.settings, &rule);
                self.ruled("take the rule back", without, None).await;
            }
            _ => {}
        }
    }

    async fn hide(&self, query: Query, seconds: i64) {
        if seconds == 0 {
            return self.show(move |db| db.unmute_all(&query, now())).await;
        }
        let until = now()
            .saturating_add(SignedDuration::from_secs(seconds))
            .unwrap_or(Timestamp::MAX);
        let hid = self.write("hide it", move |db| db.mute(&query, until, now())).await;
        if let Some((mute, articles)) = hid {
            self.tell(Event::Hidden { mute, articles, until }).await;
            self.perform(Effect::Count);
        }
    }

    /// Shows again what was hidden for a while as soon as that is over, whoever hid it; never done.
    pub(crate) async fn end_mutes(&self) {
        loop {
            let next = match self.services.end_mutes(now()).await {
                Ok((true, next)) => {
                    self.tell(Event::ChangedOutside).await;
                    next
                }
                Ok((false, next)) => next,
                Err(error) => {
                    tracing::warn!(%error, "what was hidden for a while is not shown again");
                    None
                }
            };
            let wait = next.and_then(|next| Duration::try_from(next.duration_since(now())).ok());
            tokio::time::sleep(wait.map_or(LOOKED_AFTER, |wait| wait.min(LOOKED_AFTER))).await;
        }
    }

    async fn show(&self, work: impl FnOnce(&mut Db) -> Result<usize, StoreError> + Send + 'static) {
        if let Some(mutes) = self.write("show it again", work).await {
            self.tell(Event::Shown(mutes)).await;
            self.perform(Effect::Count);
        }
    }

    async fn try_rule(&self, rule: Rule) {
        let when = rule.when.clone();
        let tried = self
            .services
            .store
            .read(move |db| db.try_rule(&when, TRIAL_DAYS, 1, now()));
        match tried.await {
            Ok(trial) => {
                self.tell(Event::Tried {
                    rule,
                    fitting: trial.fitting,
                    of: trial.of,
                    newest: trial.newest.into_iter().next().map(|row| row.title),
                })
                .await;
            }
            Err(error) => self.fail(None, "try the rule", &error).await,
        }
    }

    /// Goes by the rules that the settings have now; `added` is one more.
    async fn ruled(&self, tried: &str, changed: anyhow::Result<Config>, added: Option<Rule>) {
        let config = match changed {
            Ok(config) => Box::new(config),
            Err(error) => return self.fail(None, tried, &format!("{error:#}")).await,
        };
        let rules = config.rules.clone();
        let set = move |db: &mut Db| {
            db.set_rules(rules);
            Ok(())
        };
        self.write("follow the rules", set).await;
        self.tell(Event::Ruled { config, added }).await;
    }
}
