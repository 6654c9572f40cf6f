//! Bookmarks on their way in: byline's own (JSON), and other programs' by their documented exports: Pocket (CSV, and the older
//! page), Instapaper (CSV), Wallabag (JSON). Door: [`read`], which tells the format by the text, not by a file's name. No clock, no disk, no network.
//!
//! newsboat's are in a database: `store/newsboat.rs`.

mod clock;
mod own;
mod pocket;
mod table;
mod wallabag;

use crate::model::Bookmark;

/// What an export holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Export {
    /// The bookmarks, in its order.
    pub bookmarks: Vec<Bookmark>,
    /// Entries that have no http(s) address.
    pub left_out: usize,
}

/// Reads an export.
///
/// # Errors
/// A sentence, when it is of no known format or damaged.
pub fn read(text: &str) -> Result<Export, String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let entries = match text.chars().next() {
        Some('{') => own::read(text)?,
        Some('[') => wallabag::read(text)?,
        Some('<') => pocket::read(text)?,
        _ => table::read(text)?,
    };
    let (bookmarks, others): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| is_web_address(&entry.url));
    Ok(Export {
        bookmarks,
        left_out: others.len(),
    })
}

fn is_web_address(address: &str) -> bool {
    url::Url::parse(address).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn says_what_it_cannot_read() {
        for (text, said) in [
            ("", "neither"),
            ("nonsense", "neither"),
            ("name,link\nA,https://a.example/", "neither"),
            ("[{\"url\": \"https://a.example/1\"", "damaged"),
            ("{\"url\": 1}", "byline's own"),
            ("[{\"url\": 1}]", "Wallabag"),
            (
                "{\"url\": \"https://a.example/1\", \"bookmarked\": true}\n{\"url\"",
                "damaged",
            ),
            ("<html><p>Nothing here", "Pocket"),
        ] {
            let why = read(text).unwrap_err();
            assert!(why.contains(said), "{text}: {why}");
        }
    }

    #[test]
    fn leaves_out_what_is_no_web_address() {
        let export =
            read("title,url,time_added,tags,status\nA,javascript:alert(1),1,,\nB,https://b.example/1,1,,").unwrap();
        assert_eq!((export.bookmarks.len(), export.left_out), (1, 1));
    }
}
