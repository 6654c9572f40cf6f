//! The catalogue that a new reader chooses outlets from (`assets/outlets.toml`, bundled).
//!
//! Door: [`entries`]. No network: whether an address still answers is found out by whoever subscribes to it.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Language;

/// An outlet to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name, in its own script.
    pub name: String,
    /// Its home page.
    pub site: String,
    /// Its feeds, the most general first; never empty.
    pub feeds: Vec<String>,
    /// The language it writes in.
    pub language: Language,
    /// The country it publishes from, in English; `International` where there is none.
    pub country: String,
    /// What it writes about, in English, the most telling first.
    pub topics: Vec<String>,
}

/// Every outlet of the catalogue, grouped by region and subject as in the file.
pub fn entries() -> &'static [Entry] {
    static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| read(include_str!("../assets/outlets.toml")));
    &ENTRIES
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    outlet: Vec<Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    site: String,
    feeds: Vec<String>,
    language: String,
    country: String,
    topics: Vec<String>,
}

fn read(toml: &str) -> Vec<Entry> {
    let catalogue: Catalogue = toml::from_str(toml).expect("the bundled catalogue is read by a test");
    catalogue
        .outlet
        .into_iter()
        .map(|written| Entry {
            name: written.name,
            site: written.site,
            feeds: written.feeds,
            language: Language::of(&written.language),
            country: written.country,
            topics: written.topics,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::entries;

    #[test]
    fn every_entry_can_be_subscribed_to() {
        let mut names = HashSet::new();
        let mut addresses = HashSet::new();
        for entry in entries() {
            assert!(names.insert(&entry.name), "twice: {}", entry.name);
            assert!(entry.language.known().is_some(), "{}: no language", entry.name);
            assert!(!entry.country.is_empty() && !entry.topics.is_empty(), "{}", entry.name);
            assert!(!entry.feeds.is_empty(), "{}: no feed", entry.name);
            for address in entry.feeds.iter().chain([&entry.site]) {
                let url = url::Url::parse(address).unwrap();
                assert_eq!(url.scheme(), "https", "{address}");
                assert_eq!(url.as_str(), address, "not as it would be stored");
            }
            for feed in &entry.feeds {
                assert!(addresses.insert(feed), "twice: {feed}");
            }
        }
    }

    #[test]
    fn offers_a_choice() {
        assert!(entries().len() >= 60);
        let languages: HashSet<_> = entries().iter().map(|entry| entry.language).collect();
        let countries: HashSet<_> = entries().iter().map(|entry| &entry.country).collect();
        assert!(
            languages.len() >= 20 && countries.len() >= 30,
            "{} and {}",
            languages.len(),
            countries.len()
        );
        for address in ["https://www.pravda.com.ua/eng/rss/", "https://www.pravda.com.ua/rss/"] {
            assert!(
                entries()
                    .iter()
                    .any(|entry| entry.feeds.iter().any(|feed| feed == address))
            );
        }
    }
}
