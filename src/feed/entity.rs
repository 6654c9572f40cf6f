//! Entities and references → characters, forgiving: what is none stays as written.

use std::borrow::Cow;
use std::cell::Cell;

use memchr::{memchr, memchr2};

use crate::feed::named::NAMED;

/// Entities of a document that are kept, and how long each may be.
const MAX_ENTITIES: usize = 100;
const MAX_ENTITY_BYTES: usize = 1000;
/// The longest name of an entity that HTML knows, and room for a document's own.
const MAX_NAME_BYTES: usize = 64;

/// Bytes that a document's own entities may stand for, all uses together: a short document must not become a long one.
const MAX_OWN_BYTES: usize = 1 << 20;

/// The entities that a document declares, and how much they were used.
#[derive(Debug, Default)]
pub(in crate::feed) struct Entities<'a> {
    list: Vec<(&'a str, &'a str)>,
    used_bytes: Cell<usize>,
}

impl<'a> Entities<'a> {
    /// Notes a declaration, within limits.
    pub(in crate::feed) fn declare(&mut self, name: &'a str, value: &'a str) {
        if self.list.len() < MAX_ENTITIES && value.len() <= MAX_ENTITY_BYTES {
            self.list.push((name, value));
        }
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        let (_, value) = self.list.iter().find(|(own, _)| *own == name)?;
        let used = self.used_bytes.get() + value.len();
        self.used_bytes.set(used);
        (used <= MAX_OWN_BYTES).then_some(*value)
    }
}

/// Text as XML means it, with HTML's entities besides and those that the document declares itself, once each.
pub(in crate::feed) fn decoded<'a>(raw: &'a str, own: &Entities<'_>) -> Cow<'a, str> {
    let Some(first) = memchr2(b'&', b'\r', raw.as_bytes()) else {
        return sifted(raw);
    };
    let mut text = String::with_capacity(raw.len());
    text.push_str(&sifted(raw.get(..first).unwrap_or_default()));
    let mut rest = raw.get(first..).unwrap_or_default();
    while let Some(sign) = rest.chars().next() {
        let tail = rest.get(1..).unwrap_or_default();
        if sign == '\r' {
            text.push('\n');
            rest = tail.strip_prefix('\n').unwrap_or(tail);
        } else if sign == '&' {
            rest = reference(rest, own, &mut text);
        }
        let next = memchr2(b'&', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        text.push_str(&sifted(rest.get(..next).unwrap_or_default()));
        rest = rest.get(next..).unwrap_or_default();
    }
    Cow::Owned(text)
}

/// Text without the control characters that XML has no room for; those of ISO 8859 are windows-1252 gone astray.
pub(in crate::feed) fn sifted(raw: &str) -> Cow<'_, str> {
    let banned = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r');
    if memchr(0xc2, raw.as_bytes()).is_some() && raw.contains(|sign| ('\u{80}'..='\u{9f}').contains(&sign)) {
        let kept = raw.chars().filter(|sign| !sign.is_ascii() || !banned(&(*sign as u8)));
        return Cow::Owned(
            kept.map(|sign| numbered(sign.into()).flatten().unwrap_or(sign))
                .collect(),
        );
    }
    // By pieces, each to its end: that way the processor takes many bytes at once.
    let any = |piece: &[u8]| piece.iter().fold(false, |any, byte| any | banned(byte));
    if raw.as_bytes().chunks(64).any(any) {
        return Cow::Owned(
            raw.chars()
                .filter(|sign| !sign.is_ascii() || !banned(&(*sign as u8)))
                .collect(),
        );
    }
    Cow::Borrowed(raw)
}

/// Appends what the reference at the start of `rest` stands for, and gives what follows it.
fn reference<'a>(rest: &'a str, own: &Entities<'_>, text: &mut String) -> &'a str {
    let tail = rest.get(1..).unwrap_or_default();
    if tail.starts_with('#') {
        if let Some((code, after)) = number(tail) {
            let second = || after.strip_prefix('&').and_then(number);
            // Halves of UTF-16, as some programs write what lies beyond 65535.
            if let 0xd800..0xdc00 = code
                && let Some((low @ 0xdc00..0xe000, after)) = second()
            {
                text.extend(char::from_u32(0x1_0000 + ((code - 0xd800) << 10) + (low - 0xdc00)));
                return after;
            }
            if let Some(sign) = numbered(code) {
                text.extend(sign);
                return after;
            }
        }
    } else if let Some(end) = memchr(
        b';',
        tail.as_bytes()
            .get(..tail.len().min(MAX_NAME_BYTES))
            .unwrap_or_default(),
    ) && let Some(name) = tail.get(..end)
        && named(name, own, text)
    {
        return tail.get(end + 1..).unwrap_or_default();
    }
    text.push('&');
    tail
}

/// The number at the start of `#233;` or `#xe9;`, and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let number = text.strip_prefix('#')?;
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let end = digits.find(|sign: char| !sign.is_digit(radix)).unwrap_or(digits.len());
    let (digits, after) = digits.split_at_checked(end)?;
    let code = u32::from_str_radix(digits, radix).ok()?;
    Some((code, after.strip_prefix(';').unwrap_or(after)))
}

fn named(name: &str, own: &Entities<'_>, text: &mut String) -> bool {
    let sign = match name {
        "amp" | "AMP" => '&',
        "lt" | "LT" => '<',
        "gt" | "GT" => '>',
        "quot" | "QUOT" => '"',
        "apos" => '\'',
        _ => {
            if let Some(value) = own.get(name) {
                // Entities within entities are where bombs are made: only plain references are followed, once.
                text.push_str(&decoded(value, &Entities::default()));
                return true;
            }
            let Ok(at) = NAMED.binary_search_by(|(known, _)| (*known).cmp(name)) else {
                return false;
            };
            NAMED[at].1
        }
    };
    text.push(sign);
    true
}

/// A numbered character; `Some(None)` for one that is dropped. 128 to 159 are windows-1252, as in every browser.
fn numbered(code: u32) -> Option<Option<char>> {
    const WINDOWS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match code {
        0..=8 | 11 | 12 | 14..=31 | 0xd800..=0xdfff => Some(None),
        128..=159 => Some(Some(WINDOWS[code as usize - 128])),
        _ => char::from_u32(code).map(Some),
    }
}

/// Text as it must be written inside markup.
pub(in crate::feed) fn escaped(text: &str, into: &mut String) {
    for sign in text.chars() {
        match sign {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            _ => into.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Entities, decoded};

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        let mut own = Entities::default();
        own.declare("co", "Acme &amp; &other; Co");
        assert_eq!(decoded(raw, &own), expected);
    }

    #[test]
    fn bounds_what_a_document_declares() {
        let mut own = Entities::default();
        let long = "x".repeat(1000);
        own.declare("a", &long);
        assert!(decoded(&"&a;".repeat(100_000), &own).len() < 2 << 20);
    }

    #[test]
    fn has_its_names_in_order() {
        assert!(super::NAMED.is_sorted_by(|one, next| one.0 < next.0));
    }

    #[test]
    fn decodes_what_is_an_entity_and_leaves_what_is_none() {
        check("a &amp; b &lt;c&gt; &quot;d&apos;", "a & b <c> \"d'");
        check("&eacute;&hellip;&nbsp;&tau;", "é…\u{a0}τ");
        check(
            "AT&T & more &; &unknown; &#; &#xzz;",
            "AT&T & more &; &unknown; &#; &#xzz;",
        );
        check("&#233;&#xE9;&#146;&#x93;&#8217", "éé’“’");
        check("&#xD83D;&#xDE00; &#55357;&#56832;&#xDE00;&#xD83D;!", "😀 😀!");
        check("&#0;&#27;&#1114112;x\u{8}\r\ny\rz", "&#1114112;x\ny\nz");
        check("&co;!", "Acme & &other; Co!");
        check("don\u{92}t \u{1}\u{85}", "don’t …");
    }
}
