//! Relative addresses → absolute ones.

use memchr::memmem;
use url::Url;

/// An address as it is to be kept: trimmed, and absolute where `base` makes it so.
pub(in crate::feed) fn resolve(href: &str, base: Option<&Url>) -> String {
    let trimmed = href.trim();
    let plain: String;
    let href = if trimmed.contains(['\n', '\r', '\t']) {
        plain = trimmed
            .chars()
            .filter(|sign| !matches!(sign, '\n' | '\r' | '\t'))
            .collect();
        &plain
    } else {
        trimmed
    };
    if href.is_empty() || has_scheme(href) {
        return href.to_owned();
    }
    if href.starts_with("www.") {
        return format!("http://{href}");
    }
    base.and_then(|base| base.join(href).ok())
        .map_or_else(|| href.to_owned(), String::from)
}

/// The base that an element's `xml:base` makes of the one around it.
pub(in crate::feed) fn rebase(base: Option<&Url>, said: &str) -> Option<Url> {
    match base {
        Some(base) => base.join(said.trim()).ok(),
        None => Url::parse(said.trim()).ok(),
    }
}

/// Markup whose relative `href` and `src` are absolute.
pub(in crate::feed) fn resolve_markup(markup: String, base: Option<&Url>) -> String {
    let Some(base) = base.filter(|base| !base.cannot_be_a_base()) else {
        return markup;
    };
    let mut resolved = String::new();
    let mut done = 0;
    for at in memmem::find_iter(markup.as_bytes(), b"=") {
        let before = markup.as_bytes().get(..at).unwrap_or_default().trim_ascii_end();
        let names = [
            &b" href"[..],
            b" src",
            b" cite",
            b" longdesc",
            b" action",
            b" background",
            b" usemap",
            b" poster",
            b" data",
        ];
        let named = |name: &&&[u8]| {
            let (sign, name) = name.split_first().map_or((b' ', &[][..]), |(sign, name)| (*sign, name));
            before.len() > name.len()
                && before[before.len() - name.len()..].eq_ignore_ascii_case(name)
                && (before[before.len() - name.len() - 1] == sign
                    || before[before.len() - name.len() - 1].is_ascii_whitespace())
        };
        if at < done || names.iter().find(named).is_none() {
            continue;
        }
        let value = markup.get(at + 1..).unwrap_or_default();
        let lead = value.len() - value.trim_start().len();
        let Some(quote) = value
            .trim_start()
            .chars()
            .next()
            .filter(|sign| matches!(sign, '"' | '\''))
        else {
            continue;
        };
        let start = at + 1 + lead + 1;
        let Some(length) = markup.get(start..).and_then(|value| value.find(quote)) else {
            break;
        };
        let raw = markup.get(start..start + length).unwrap_or_default();
        if raw.trim().is_empty() || has_scheme(raw.trim()) {
            continue;
        }
        let Ok(whole) = base.join(&raw.trim().replace("&amp;", "&")) else {
            continue;
        };
        resolved.push_str(markup.get(done..start).unwrap_or_default());
        resolved.push_str(&whole.as_str().replace('&', "&amp;"));
        done = start + length;
    }
    if done == 0 {
        return markup;
    }
    resolved.push_str(markup.get(done..).unwrap_or_default());
    resolved
}

fn has_scheme(href: &str) -> bool {
    let end = href.find(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '+' | '-' | '.')));
    end.is_some_and(|end| {
        end > 0 && href.as_bytes().get(end) == Some(&b':') && href.starts_with(|sign: char| sign.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::{resolve, resolve_markup};
    use url::Url;

    #[test]
    fn resolves_what_is_relative_and_nothing_else() {
        let base = Url::parse("https://paper.test/a/feed.xml").ok();
        for (href, expected) in [
            (" b ", "https://paper.test/a/b"),
            ("/b", "https://paper.test/b"),
            ("//c.test/d", "https://c.test/d"),
            ("http://x.test", "http://x.test"),
            ("tag:x,2020:1", "tag:x,2020:1"),
            ("", ""),
            ("www.x.test/a", "http://www.x.test/a"),
            ("http://x.test/a\n b", "http://x.test/a b"),
        ] {
            assert_eq!(resolve(href, base.as_ref()), expected, "{href}");
        }
        assert_eq!(resolve("b", None), "b");
    }

    #[test]
    fn resolves_inside_markup() {
        let base = Url::parse("https://paper.test/a/").ok();
        let check =
            |markup: &str, expected: &str| assert_eq!(resolve_markup(markup.to_owned(), base.as_ref()), expected);
        check(
            "<a href='b?c&amp;d'>x=\"y\"</a>",
            "<a href='https://paper.test/a/b?c&amp;d'>x=\"y\"</a>",
        );
        check(
            "<img alt=\"\" src=\"/i.png\"><a data-href=\"x\">",
            "<img alt=\"\" src=\"https://paper.test/i.png\"><a data-href=\"x\">",
        );
        check("<a href=\"https://c.test/\">", "<a href=\"https://c.test/\">");
        check("<a href=\"unclosed>", "<a href=\"unclosed>");
    }
}
