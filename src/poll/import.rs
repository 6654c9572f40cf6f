//! Other programs' bookmarks → drafts for the store, cleaned and listened to as a feed's entries are. Pure.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::feed::{Content, Entry, ParsedFeed, Person, TextKind, Titled};
use crate::model::{Bookmark, ClipBook, Published};
use crate::poll::reading::{Common, draft};
use crate::store::Kept;

/// A bookmark as the article that it is to be. One without a title goes by its first words, else by its address; one
/// whose text cannot be read comes without it.
pub fn kept(bookmark: Bookmark) -> Kept {
    let common = Common::of(&ParsedFeed::default(), &bookmark.url, "", ClipBook::default());
    let read = |html: &str| {
        let entry = entry(&bookmark, html);
        catch_unwind(AssertUnwindSafe(|| draft(entry, &common)))
    };
    let draft = read(&bookmark.html).or_else(|_| read("")).unwrap_or_default();
    Kept { bookmark, draft }
}

fn entry(bookmark: &Bookmark, html: &str) -> Entry {
    let titled = !bookmark.title.trim().is_empty() && bookmark.title != bookmark.url;
    Entry {
        key: bookmark.url.clone(),
        link: Some(bookmark.url.clone()),
        title: titled.then(|| Titled {
            value: bookmark.title.clone(),
            ..Titled::default()
        }),
        content: vec![Content {
            value: html.to_owned(),
            kind: TextKind::Html,
            ..Content::default()
        }],
        authors: bookmark.authors.iter().map(|name| person(name)).collect(),
        published: bookmark.published.map(|at| Published { at, offset_minutes: 0 }),
        images: bookmark.image.iter().map(|url| (url.clone(), None)).collect(),
        language: bookmark.language.clone(),
        ..Entry::default()
    }
}

fn person(name: &str) -> Person {
    Person {
        name: Some(name.to_owned()),
        ..Person::default()
    }
}

#[cfg(test)]
mod tests {
    use super::kept;
    use crate::model::Bookmark;

    #[test]
    fn a_bookmark_without_title_and_text_goes_by_its_address() {
        let url = "https://dispatch.example/ferry?utm_source=pocket".to_owned();
        let draft = kept(Bookmark {
            title: url.clone(),
            url,
            ..Bookmark::default()
        })
        .draft;
        assert_eq!(draft.url.as_deref(), Some("https://dispatch.example/ferry"));
        assert_eq!((&*draft.title, draft.words), ("https://dispatch.example/ferry", 0));
    }
}
