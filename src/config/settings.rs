//! The table of options. From it come the settings' types, their defaults, the names that are known, and `config.example.toml`.

use toml::de::DeValue;

use crate::config::error::unknown;
use crate::config::value::{Clipboard, MarkRead, RightToLeft, Value, within};
use crate::input::Keymap;
use crate::model::{Icons, Terms, WholeText, terms_of};
use crate::query::Rule;

macro_rules! settings {
    ($($section:ident $Section:ident $about:literal {
        $($option:ident: $kind:ty = $default:expr $(, $range:expr)?; $help:literal)*
    })*) => {
        $(
            #[doc = $about]
            #[derive(Clone, Debug, PartialEq)]
            pub struct $Section { $(#[doc = $help] pub $option: $kind,)* }

            impl Default for $Section {
                fn default() -> Self {
                    Self { $($option: $default,)* }
                }
            }
        )*

        /// The settings in force. The default is what holds without any file.
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct Config {
            $(#[doc = $about] pub $section: $Section,)*
            /// What keys mean.
            pub keymap: Keymap,
            /// Addresses that are asked in a way of their own.
            pub outlets: Vec<Terms>,
            /// What is done with articles as they arrive.
            pub rules: Vec<Rule>,
        }

        impl Config {
            /// When whole texts are fetched for the articles of a feed.
            pub fn whole_text(&self, feed_url: &str) -> WholeText {
                let url = url::Url::parse(feed_url).ok();
                let terms = url.and_then(|url| terms_of(&self.outlets, &url));
                terms.and_then(|terms| terms.whole_text).unwrap_or(self.reading.whole_text)
            }

            /// Names of the sections.
            pub(crate) const SECTIONS: &[&str] = &[$(stringify!($section)),*];

            /// Names of a section's options; `None` where there is no such section.
            pub(crate) fn options(section: &str) -> Option<&'static [&'static str]> {
                match section {
                    $(stringify!($section) => Some(&[$(stringify!($option)),*]),)*
                    _ => None,
                }
            }

            /// Sets one option of a section that exists.
            pub(crate) fn set_option(&mut self, section: &str, option: &str, raw: &DeValue<'_>) -> Result<(), String> {
                match (section, option) {
                    $($((stringify!($section), stringify!($option)) => {
                        let value = <$kind>::read(raw);
                        $(let value = within(value, &$range);)?
                        self.$section.$option = value.map_err(|what| format!("`{option}` {what}"))?;
                        Ok(())
                    })*)*
                    _ => Err(unknown("option", option, Self::options(section).unwrap_or_default())),
                }
            }

            /// Sections with what they are for, each with its options: name, value in force as TOML, sentence.
            pub(crate) fn table(&self) -> Vec<(&'static str, &'static str, Vec<(&'static str, String, &'static str)>)> {
                vec![$((
                    stringify!($section),
                    $about,
                    vec![$((stringify!($option), self.$section.$option.show(), $help)),*],
                )),*]
            }
        }
    };
}

settings! {
    polling Polling "How outlets are asked for news." {
        parallel: u16 = 32, 1..=256; "Feeds that are asked at the same time, 1 to 256; never more than two of one host."
        contact: String = String::new(); "How an outlet's people can reach you: a web or mail address that is sent with every request. Empty: byline's own page."
    }
    reading Reading "How articles look." {
        theme: String = "auto".to_owned(); "A theme's name: dark, light, sixteen, mono, or one of your own in the folder themes beside this file. auto: as the terminal says."
        column: u16 = 66, 20..=400; "Cells that a line of an article takes at most, 20 to 400."
        icons: Icons = Icons::Unicode; "Signs on the screen: ascii, unicode, or nerd for a Nerd Font's."
        right_to_left: RightToLeft = RightToLeft::Auto; "Who puts right-to-left words in the order in which they are drawn: byline, terminal, or auto: the terminal where it is known to."
        numbered_links: bool = true; "Whether links are numbered in the text, to be opened by digits."
        indirect: bool = true; "Whether reported speech without quotation marks is set off, too."
        pictures: bool = true; "Whether pictures stand in the text as a line with their caption."
        mark_read: MarkRead = MarkRead::Open; "When an article counts as read: open, end (once its end was on the screen), by-hand."
        whole_text: WholeText = WholeText::Open; "When the whole text is fetched from the outlet's page where the feed brings a summary: always (in the background, too, for the newest unread articles of feeds that bring summaries only), open (as the article is opened, or in the background once it is bookmarked), by-hand (only with f)."
    }
    stories Stories "Articles of several outlets about the same event are one story." {
        group: bool = true; "Whether articles find their stories as they come in. Those that have one keep it."
        apart: Vec<String> = Vec::new(); "Outlets, by the short names that byline outlets lists, whose articles always stand alone."
        prefer: Vec<String> = Vec::new(); "Outlets, by their short names, whose article stands for a story in the list, the one you like best first."
    }
    retention Retention "How long articles are kept. Bookmarks are kept for good." {
        days: u32 = 90; "Read articles older than so many days go; 0 keeps them for good."
        per_feed: u32 = 2000; "All but the newest so many articles of a feed go; 0 keeps all."
        keep_unread: bool = true; "Whether unread articles stay whatever their age."
        pictures: bool = true; "Whether the pictures of bookmarks are kept, too, to be there without a network and in exports: at most 40 of an article, of 8 MB each and 40 MB in all. They are in the database, and so in each of its daily copies."
        backups: u16 = 7, 0..=60; "Daily copies of the database that are kept in the folder backups beside it, 0 to 60; byline doctor --restore puts the newest good one in its place."
    }
    programs Programs "What other programs do. They are started without a shell." {
        browser: Vec<String> = Vec::new(); "The program that opens web addresses, with its arguments; {url} stands for the address. Empty: what $BROWSER names, else the system's own."
        clipboard: Clipboard = Clipboard::Osc52; "How text is copied: osc52 (by the terminal, works over ssh), or a program that reads it from standard input, as in [\"wl-copy\"]."
    }
}
