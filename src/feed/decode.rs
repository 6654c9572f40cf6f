//! A feed's bytes → text, with what its XML declares.

use crate::model::{Decoded, decode as decoded};

/// How far into the bytes a declaration is looked for.
const HEAD_BYTES: usize = 1024;

/// Decodes a body; total.
pub(in crate::feed) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Decoded<'a> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD_BYTES).unwrap_or(bytes));
    decoded(bytes, content_type, declaration(&head))
}

/// What the XML declaration says.
fn declaration(head: &str) -> Option<&str> {
    let (_, after) = head.split_once("<?xml")?;
    let (inside, _) = after.split_once('>')?;
    let (_, value) = inside.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))?;
    Some(value.trim_start_matches(quote).split(quote).next()?.trim())
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[track_caller]
    fn check(bytes: &[u8], content_type: Option<&str>, encoding: &str, text: &str) {
        let decoded = decode(bytes, content_type);
        assert_eq!((decoded.encoding, &*decoded.text), (encoding, text));
    }

    #[test]
    fn trusts_what_can_be_checked_before_what_is_said() {
        check(
            "\u{feff}<a>ü".as_bytes(),
            Some("text/xml; charset=koi8-r"),
            "utf-8",
            "<a>ü",
        );
        check(
            "<?xml encoding='latin1'?>ü".as_bytes(),
            None,
            "utf-8",
            "<?xml encoding='latin1'?>ü",
        );
        check(b"\xcf\xd2", Some("text/xml;charset=\"KOI8-R\""), "koi8-r", "ор");
        check(
            b"<?xml encoding=\"koi8-r\"?>\xcf",
            Some("text/xml; charset=iso-8859-1"),
            "koi8-r",
            "<?xml encoding=\"koi8-r\"?>о",
        );
        check(
            b"<?xml encoding='iso-8859-1'?>\x93a\x94",
            None,
            "windows-1252",
            "<?xml encoding='iso-8859-1'?>“a”",
        );
        check(b"<\0a\0>\0\xfc\0", None, "utf-16le", "<a>ü");
        check(b"\0<\0a\0>\0\xfc", None, "utf-16be", "<a>ü");
        check(b"\0\0\0<\0\0\0a", None, "utf-32be", "<a");
        check(
            b"<?xml encoding='iso-2022-jp'?>\x1b$BF|\x1b(B",
            None,
            "iso-2022-jp",
            "<?xml encoding='iso-2022-jp'?>日",
        );
    }

    #[test]
    fn mends_mixed_bytes_and_guesses_the_rest() {
        check(
            b"<?xml encoding='utf-8'?>\xc3\xbc\xc3\xa9 \x93",
            None,
            "utf-8",
            "<?xml encoding='utf-8'?>üé “",
        );
        let russian =
            b"\xcf\xf0\xe8\xe2\xe5\xf2, \xec\xe8\xf0! \xdd\xf2\xee \xed\xee\xe2\xee\xf1\xf2\xe8 \xe4\xed\xff.";
        check(russian, None, "windows-1251", "Привет, мир! Это новости дня.");
        // What servers say of everything.
        let header = Some("text/xml; charset=iso-8859-1");
        check(russian, header, "windows-1251", "Привет, мир! Это новости дня.");
        check(
            b"d\xe9j\xe0 vu: Stra\xdfe \xab\xc9t\xe9\xbb",
            header,
            "windows-1252",
            "déjà vu: Straße «Été»",
        );
        check(b"", None, "utf-8", "");
    }
}
