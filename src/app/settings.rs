//! Settings that change while the screen is open.

use crate::app::done::Done;
use crate::app::state::App;
use crate::config::{Config, Theme};

impl App {
    /// An option was set, or set back.
    pub(crate) fn option_set(&mut self, config: Config, undoes: bool) {
        // Where the file was changed by hand, too, what is to be taken back cannot be told.
        if let ([before], false) = (&self.config.where_not(&config)[..], undoes) {
            self.remember(Done::Set(before.clone()));
        }
        self.configured(config);
    }

    /// Takes changed settings into force.
    pub(crate) fn configured(&mut self, config: Config) {
        if config.reading.theme != self.config.reading.theme
            && let Ok(theme) = Theme::choose(&self.themes, &config.reading.theme, self.around)
        {
            self.theme = theme;
        }
        let later = config.polling != self.config.polling
            || config.programs != self.config.programs
            || config.stories.group != self.config.stories.group
            || config.stories.apart != self.config.stories.apart
            || config.retention.pictures != self.config.retention.pictures
            || config.retention.backups != self.config.retention.backups;
        let set = config.where_not(&self.config).join(", ");
        let from = if later {
            "; it holds from the next start on"
        } else if config.reading.whole_text != self.config.reading.whole_text {
            "; in the background it holds from the next start on"
        } else {
            ""
        };
        self.tell(&if set.is_empty() {
            "It is set so already".to_owned()
        } else {
            format!("Set: {set}{from}")
        });
        self.config = config;
    }
}
