//! The catalogue as the screen offers it.

use crate::app::Offer;
use crate::catalogue;
use crate::model::Clean;

/// The catalogue, by language; English and Ukrainian first, since most entries are theirs.
pub(crate) fn offers() -> Vec<Offer> {
    let entry = |entry: &catalogue::Entry| Offer {
        name: Clean::line(&entry.name),
        site: Some(entry.site.clone()),
        feeds: entry.feeds.clone(),
        language: entry.language.code().to_owned(),
        country: entry.country.clone(),
        topics: entry.topics.clone(),
    };
    let mut offers: Vec<Offer> = catalogue::entries().iter().map(entry).collect();
    let rank = |language: &str| ["en", "uk"].iter().position(|first| *first == language).unwrap_or(2);
    offers.sort_by(|one, other| (rank(&one.language), &one.language).cmp(&(rank(&other.language), &other.language)));
    offers
}
