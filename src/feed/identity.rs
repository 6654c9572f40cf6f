//! A stable key for an entry: its guid, else its link, else a hash of title and day.

use std::collections::HashMap;

use crate::feed::entry::Entry;

/// The longest key; longer ones end in a hash.
const MAX_KEY_BYTES: usize = 1000;

/// Gives every entry of one feed its key. The same entry twice gets the same key, so that it is stored once.
pub(in crate::feed) fn assign(entries: &mut [Entry]) {
    let own: Vec<String> = entries.iter().map(own_key).collect();
    // A guid is a name only if one thing bears it: some feeds give their home page to every item.
    let mut bearers: HashMap<&str, (String, bool)> = HashMap::new();
    for (key, entry) in own.iter().zip(&*entries) {
        let (first, shared) = bearers.entry(key).or_insert_with(|| (distinction(entry), false));
        *shared |= *first != distinction(entry);
    }
    for (key, entry) in own.iter().zip(&mut *entries) {
        let shared = bearers.get(key.as_str()).is_some_and(|(_, shared)| *shared);
        entry.key = bounded(if shared {
            format!("{key} {}", distinction(entry))
        } else {
            key.clone()
        });
    }
}

fn own_key(entry: &Entry) -> String {
    let link = entry.link.as_deref().map(str::trim).filter(|link| !link.is_empty());
    match (entry.id.as_deref().map(str::trim).filter(|id| !id.is_empty()), link) {
        (Some(id), link) => lasting(id, link).to_owned(),
        (None, Some(link)) => link.to_owned(),
        (None, None) => described(entry),
    }
}

/// Some publishers number the revisions of an article in its guid (`https://…/a#3`, `…/a?v=1700000000`): the link is what stays.
fn lasting<'a>(id: &'a str, link: Option<&'a str>) -> &'a str {
    let revision = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty();
    if let Some((page, tail)) = id.rsplit_once('#')
        && revision(tail)
        && page.starts_with("http")
    {
        return page;
    }
    let Some(link) = link else { return id };
    let tail = id.strip_prefix(link).unwrap_or_default();
    let mark = tail.chars().next();
    let value = tail
        .trim_start_matches(['?', '&', '#', '@'])
        .rsplit('=')
        .next()
        .unwrap_or_default();
    // A short number after `?` is a page of its own; a long one is a clock.
    let revised = matches!(mark, Some('#' | '@')) || (matches!(mark, Some('?' | '&')) && value.len() >= 9);
    if revised && revision(value) { link } else { id }
}

/// What tells two entries apart that share a guid.
fn distinction(entry: &Entry) -> String {
    entry
        .link
        .as_deref()
        .map_or_else(|| described(entry), |link| link.trim().to_owned())
}

fn described(entry: &Entry) -> String {
    let title = entry.title.as_ref().map_or("", |title| title.value.trim());
    let day = entry
        .published
        .or(entry.updated)
        .map_or(0, |date| date.at.as_second().div_euclid(86_400));
    let body = match title {
        "" => entry
            .summary
            .as_ref()
            .map(|summary| &summary.value)
            .or(entry.content.first().map(|content| &content.value)),
        _ => None,
    };
    format!(
        "#{:032x}",
        hash(&format!("{title}\n{day}\n{}", body.map_or("", String::as_str)))
    )
}

fn bounded(mut key: String) -> String {
    if key.len() > MAX_KEY_BYTES {
        let tail = format!(" {:032x}", hash(&key));
        key.truncate(key.floor_char_boundary(MAX_KEY_BYTES - tail.len()));
        key.push_str(&tail);
    }
    key
}

/// FNV-1a: the same in every release, which the standard hasher does not promise.
fn hash(text: &str) -> u128 {
    text.bytes()
        .fold(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d, |hash, byte| {
            (hash ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b)
        })
}

#[cfg(test)]
mod tests {
    use super::assign;
    use crate::feed::entry::{Entry, Titled};

    fn entry(id: &str, link: &str, title: &str) -> Entry {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Entry {
            id: some(id),
            link: some(link),
            title: some(title).map(|value| Titled {
                value,
                ..Titled::default()
            }),
            ..Entry::default()
        }
    }

    #[track_caller]
    fn check<const N: usize>(entries: [(&str, &str, &str); N]) -> Vec<String> {
        let mut entries = entries.map(|(id, link, title)| entry(id, link, title));
        assign(&mut entries);
        entries.into_iter().map(|entry| entry.key).collect()
    }

    #[test]
    fn takes_guid_then_link_then_title() {
        let keys = check([
            ("g", "http://a.test/1", "A"),
            ("", " http://a.test/2 ", "B"),
            ("", "", "C"),
            ("", "", "D"),
        ]);
        assert_eq!(keys[..2], ["g", "http://a.test/2"]);
        assert!(keys[2].starts_with('#') && keys[2] != keys[3]);
        assert_eq!(keys[2], check([("", "", "C")])[0]);
    }

    #[test]
    fn tells_apart_what_shares_a_guid_and_joins_what_is_the_same() {
        let keys = check([
            ("home", "http://a.test/1", ""),
            ("home", "http://a.test/2", ""),
            ("home", "http://a.test/2", ""),
        ]);
        assert_eq!(
            keys,
            ["home http://a.test/1", "home http://a.test/2", "home http://a.test/2"]
        );
        assert_eq!(
            check([("x", "http://a.test/1", ""), ("x", "http://a.test/1", "")]),
            ["x", "x"]
        );
    }

    #[test]
    fn ignores_the_revision_in_a_guid() {
        for id in [
            "http://a.test/1#4",
            "http://a.test/1?v=1700000000",
            "http://a.test/1@77",
        ] {
            assert_eq!(check([(id, "http://a.test/1", "")]), ["http://a.test/1"], "{id}");
        }
        assert_eq!(
            check([("http://a.test/?p=5", "http://a.test/", "")]),
            ["http://a.test/?p=5"]
        );
    }

    #[test]
    fn bounds_keys() {
        let long = "é".repeat(900);
        let keys = check([(&long, "", ""), (&format!("{long}2"), "", "")]);
        assert!(keys[0].len() <= 1000 && keys[0] != keys[1]);
    }
}
