//! The words that name outlets in filters and on the command line.

use rusqlite::{Transaction, params};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::store::error::StoreError;

/// The word that names an outlet in filters, and that no other outlet has.
pub(crate) fn free_slug(tx: &Transaction<'_>, name: &str, own: i64) -> Result<String, StoreError> {
    let wish = slug(name);
    let mut taken = tx.prepare_cached("SELECT 1 FROM outlet WHERE slug = ?1 AND id <> ?2")?;
    let numbered = |number: u32| match number {
        1 => wish.clone(),
        _ => format!("{wish}-{number}"),
    };
    let mut is_taken = |number| taken.exists(params![numbered(number), own]);
    let (mut last, mut free) = (0, 1);
    while is_taken(free)? {
        (last, free) = (free, free * 2);
    }
    // Halved, not counted: lists have thousands of feeds of one name.
    while free - last > 1 {
        let middle = u32::midpoint(last, free);
        if is_taken(middle)? {
            last = middle;
        } else {
            free = middle;
        }
    }
    Ok(numbered(free))
}

/// Letters and digits of a name, or of its address's host, in lower case and joined by hyphens; Cyrillic in Latin letters,
/// other scripts in their own.
fn slug(name: &str) -> String {
    let host = url::Url::parse(name)
        .ok()
        .and_then(|url| url.host_str().map(|host| host.replace("www.", "")));
    let mut slug = String::new();
    for sign in host.as_deref().unwrap_or(name).to_lowercase().nfc() {
        match latin(sign) {
            Some(letters) => slug.push_str(letters),
            // A mark is part of the letter before it.
            None if sign.is_alphanumeric() || is_combining_mark(sign) && !slug.is_empty() && !slug.ends_with('-') => {
                slug.push(sign);
            }
            None if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            None => {}
        }
        if slug.chars().count() >= 40 {
            break;
        }
    }
    let slug = slug.trim_matches('-');
    if slug.is_empty() {
        "outlet".to_owned()
    } else {
        slug.to_owned()
    }
}

/// Cyrillic and accented Latin letters as they are commonly typed (Ukrainian and Russian passports, ICAO 9303).
fn latin(sign: char) -> Option<&'static str> {
    const LETTERS: &[(&str, &str)] = &[
        ("аàáâãäåāą", "a"),
        ("б", "b"),
        ("в", "v"),
        ("гґ", "g"),
        ("д", "d"),
        ("еэèéêëēęě", "e"),
        ("є", "ie"),
        ("ж", "zh"),
        ("з", "z"),
        ("и", "y"),
        ("іїйìíîï", "i"),
        ("к", "k"),
        ("лł", "l"),
        ("м", "m"),
        ("нñń", "n"),
        ("оòóôõöøő", "o"),
        ("п", "p"),
        ("рř", "r"),
        ("сçśš", "s"),
        ("т", "t"),
        ("уùúûüů", "u"),
        ("ф", "f"),
        ("х", "kh"),
        ("ц", "ts"),
        ("чćč", "c"),
        ("ш", "sh"),
        ("щ", "shch"),
        ("ыý", "y"),
        ("ю", "iu"),
        ("я", "ia"),
        ("ьъ'’", ""),
        ("źżž", "z"),
        ("ß", "ss"),
    ];
    LETTERS.iter().find(|(from, _)| from.contains(sign)).map(|(_, to)| *to)
}

#[cfg(test)]
mod tests {
    use super::slug;
    use crate::query::Query;

    #[test]
    fn every_script_keeps_its_letters() {
        for (name, expected) in [
            ("The Harbour Dispatch", "the-harbour-dispatch"),
            ("https://www.dispatch.example/rss", "dispatch-example"),
            ("Ранкова правда", "rankova-pravda"),
            ("Čtení & Życie", "cteni-zycie"),
            ("Cafe\u{301} du port", "cafe-du-port"),
            ("東都新報", "東都新報"),
            ("صحيفة الميناء", "صحيفة-الميناء"),
            ("Εφημερίδα «Λιμάνι»", "εφημερίδα-λιμάνι"),
            ("बंदर समाचार", "बंदर-समाचार"),
            ("- ! -", "outlet"),
        ] {
            assert_eq!(slug(name), expected);
            let filter = format!("outlet:{expected}");
            assert_eq!(Query::parse(&filter).unwrap().to_string(), filter, "typed as it is");
        }
        assert_eq!(slug(&"港".repeat(300)).chars().count(), 40);
    }
}
