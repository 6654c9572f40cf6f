//! Bytes of a page → text, with what its `<meta>` declares.

use crate::model::decode;

/// How far into a page its declaration may stand.
const HEAD_BYTES: usize = 4096;

/// A page's bytes as text without NULs, which no parser keeps; never fails.
pub fn decode_page(bytes: &[u8], content_type: Option<&str>) -> String {
    let head = String::from_utf8_lossy(bytes.get(..HEAD_BYTES).unwrap_or(bytes)).to_ascii_lowercase();
    let mut text = decode(bytes, content_type, declaration(&head)).text.into_owned();
    if text.contains('\0') {
        text.retain(|sign| sign != '\0');
    }
    text
}

/// What the first `charset=` says, be it of `<meta charset>` or of a `Content-Type` in one.
fn declaration(head: &str) -> Option<&str> {
    let mut values = head.split("charset").skip(1);
    let value = values.find_map(|after| after.trim_start().strip_prefix('='))?;
    let label = value.trim_start_matches([' ', '"', '\'']);
    label
        .split(|sign: char| !(sign.is_ascii_alphanumeric() || "-_:".contains(sign)))
        .next()
}

#[cfg(test)]
mod tests {
    use super::decode_page;

    #[track_caller]
    fn check(bytes: &[u8], content_type: Option<&str>, text: &str) {
        assert_eq!(decode_page(bytes, content_type), text);
    }

    #[test]
    fn decodes() {
        check("Straße".as_bytes(), None, "Straße");
        check(b"Stra\xdfe", Some("text/html; charset=ISO-8859-1"), "Straße");
        check(
            b"<meta charset=windows-1251>\xcf\xf0\xe8",
            None,
            "<meta charset=windows-1251>При",
        );
        check(
            b"<form accept-charset><meta content='text/html; charset = koi8-r'>\xcf\xd2",
            Some("text/html; charset=latin1"),
            "<form accept-charset><meta content='text/html; charset = koi8-r'>ор",
        );
        check(b"a\0b", None, "ab");
    }

    #[test]
    fn a_faulty_byte_costs_itself_and_not_the_page() {
        for head in ["<meta charset=utf-8>", "<meta charset=iso-8859-1>", "<p>"] {
            let page = [head.as_bytes(), "Straße<!-- ".as_bytes(), b"\xa0", " -->Öl".as_bytes()].concat();
            check(&page, None, &format!("{head}Straße<!-- \u{a0} -->Öl"));
        }
    }
}
