//! Bytes → text. What feeds and pages say of their own encoding is often wrong, so the order is by what can be checked: byte
//! order mark, the shape of UTF-16, valid UTF-8, UTF-8 with a few foreign bytes, then what the header and the text itself
//! declare, where that decodes without a fault, then where it does but for a few, then a guess by chardetng. Latin-1 is read
//! as windows-1252, as every browser does.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Signs beyond ASCII by which a script is told.
const MIN_BEYOND: usize = 20;

/// A body as text.
pub(crate) struct Decoded<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// What it was decoded with, in lower case.
    pub encoding: &'static str,
    /// Whether bytes had to be replaced, or what was declared was wrong.
    pub repaired: bool,
}

/// Decodes a body, of which its server says one thing and its own first lines another, the label of an encoding; total.
pub(crate) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>, declared: Option<&str>) -> Decoded<'a> {
    if let Some((text, encoding)) = utf32(bytes) {
        return Decoded {
            text: Cow::Owned(text),
            encoding,
            repaired: false,
        };
    }
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return whole(encoding, bytes.get(skip..).unwrap_or_default());
    }
    if let Some(encoding) = utf16_shape(bytes) {
        return whole(encoding, bytes);
    }
    let declared = [content_type.and_then(header_charset), declared.and_then(declaration)];
    if let Ok(text) = std::str::from_utf8(bytes) {
        // ISO-2022-JP is pure ASCII to a UTF-8 decoder, and nonsense to a reader.
        if text.contains('\u{1b}') && declared.contains(&Some(ISO_2022_JP)) {
            return whole(ISO_2022_JP, bytes);
        }
        let other = declared.iter().flatten().find(|encoding| **encoding != UTF_8);
        let shown = if text.is_ascii() {
            other.copied().unwrap_or(UTF_8)
        } else {
            UTF_8
        };
        return Decoded {
            text: Cow::Borrowed(text),
            encoding: label(shown),
            repaired: other.is_some() && !text.is_ascii(),
        };
    }
    faulty(bytes, declared)
}

/// Bytes that are no valid UTF-8 and have no mark.
fn faulty<'a>(bytes: &'a [u8], declared: [Option<&'static Encoding>; 2]) -> Decoded<'a> {
    // Servers say latin-1 of everything, and latin-1 never fails: the declaration is asked first where it says more.
    let [header, declaration] = declared;
    let order = match (header, declaration) {
        (Some(header), Some(declaration)) if header == WINDOWS_1252 => [Some(declaration), Some(header)],
        _ => declared,
    };
    if mostly_utf8(bytes) {
        return Decoded {
            text: Cow::Owned(mend_mixed(bytes)),
            encoding: "utf-8",
            repaired: true,
        };
    }
    // Every byte is a sign of latin-1: that it has no fault says nothing.
    let rank = |decoded: &Decoded<'_>| match decoded.repaired {
        false if decoded.encoding != "windows-1252" => 0,
        false if is_of_another_script(bytes) => 2,
        _ => 1 + u8::from(!has_few_faults(&decoded.text)),
    };
    let others = order.into_iter().flatten().filter(|encoding| *encoding != UTF_8);
    let best = others.map(|encoding| whole(encoding, bytes)).min_by_key(rank);
    if let Some(decoded) = best.filter(|decoded| rank(decoded) < 2) {
        return decoded;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = match detector.guess(None, Utf8Detection::Allow) {
        guess if guess == UTF_8 => WINDOWS_1252,
        guess => guess,
    };
    Decoded {
        repaired: true,
        ..whole(guess, bytes)
    }
}

fn whole<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, faults) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        text,
        encoding: label(encoding),
        repaired: faults,
    }
}

/// UTF-32 by its mark or by the shape of a first `<`. The Encoding Standard has no such encoding.
fn utf32(bytes: &[u8]) -> Option<(String, &'static str)> {
    let big = match bytes.get(..4)? {
        [0, 0, 0xfe, 0xff] | [0, 0, 0, b'<' | b'{'] => true,
        [0xff, 0xfe, 0, 0] | [b'<' | b'{', 0, 0, 0] => false,
        _ => return None,
    };
    let text = bytes.chunks_exact(4).map(|unit| {
        let unit = [unit[0], unit[1], unit[2], unit[3]];
        let code = if big {
            u32::from_be_bytes(unit)
        } else {
            u32::from_le_bytes(unit)
        };
        char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
    });
    let label = if big { "utf-32be" } else { "utf-32le" };
    Some((text.filter(|sign| *sign != '\u{feff}').collect(), label))
}

/// UTF-16 without a mark shows a zero beside its first `<` or `{`.
fn utf16_shape(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.get(..4)? {
        [0, b'<' | b'{', 0, _] => Some(UTF_16BE),
        [b'<' | b'{', 0, _, 0] => Some(UTF_16LE),
        _ => None,
    }
}

fn header_charset(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let value = value.trim_start_matches(['"', '\'']);
    Encoding::for_label(value.split(['"', '\'', ';', ',', ' ']).next()?.as_bytes())
}

fn declaration(label: &str) -> Option<&'static Encoding> {
    let named = Encoding::for_label(label.as_bytes())?;
    // Whoever reads this has not met UTF-16, whatever the declaration says.
    (named != UTF_16LE && named != UTF_16BE).then_some(named)
}

/// Whether more of the bytes beyond ASCII form UTF-8 sequences than do not.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|sign| !sign.is_ascii()).count();
        bad += chunk.invalid().len();
    }
    good > bad
}

/// Text that was taken for latin-1 when it was UTF-8 already, and encoded again (`FÃ³rmula`), as it was; `None` where any of it was not.
pub(crate) fn once_encoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    // A sign like the lead of a sequence, before one like what follows it.
    let is_suspect = |at: usize| {
        matches!(
            bytes.get(at + 1..at + 3),
            Some([0x82..=0xb4, 0xc2 | 0xc5 | 0xc6 | 0xcb | 0xe2])
        )
    };
    if !memchr::memchr_iter(0xc3, bytes).any(is_suspect) {
        return None;
    }
    let latin = |text: &str| {
        let (bytes, _, unlike) = WINDOWS_1252.encode(text);
        String::from_utf8(bytes.into_owned()).ok().filter(|_| !unlike)
    };
    // Most texts tell by their first signs that they are sound.
    let (start, _) = text.char_indices().find(|(_, sign)| !sign.is_ascii())?;
    let rest = text.get(start..)?;
    let end = rest.find(|sign: char| sign.is_ascii()).unwrap_or(rest.len());
    latin(rest.get(..end)?)?;
    latin(text)
}

/// Whether signs beyond ASCII stand side by side, as they do where no word is written in Latin letters.
fn is_of_another_script(bytes: &[u8]) -> bool {
    let beyond = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let paired = bytes
        .windows(2)
        .filter(|pair| !pair[0].is_ascii() && !pair[1].is_ascii());
    beyond >= MIN_BEYOND && 10 * paired.count() > 7 * beyond
}

/// Whether of ten characters beyond ASCII fewer than one could not be read.
fn has_few_faults(text: &str) -> bool {
    let beyond = text.chars().filter(|sign| !sign.is_ascii()).count();
    10 * text.matches(char::REPLACEMENT_CHARACTER).count() < beyond
}

/// UTF-8 with foreign bytes in between, which are nearly always windows-1252 pasted from elsewhere.
fn mend_mixed(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    text
}

fn label(encoding: &'static Encoding) -> &'static str {
    const LABELS: &[&str] = &[
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1252",
        "windows-1251",
        "windows-1250",
        "windows-1253",
        "windows-1254",
        "windows-1255",
        "windows-1256",
        "windows-1257",
        "windows-1258",
        "windows-874",
        "koi8-r",
        "koi8-u",
        "shift_jis",
        "euc-jp",
        "iso-2022-jp",
        "gbk",
        "gb18030",
        "big5",
        "euc-kr",
        "macintosh",
        "x-mac-cyrillic",
        "ibm866",
        "iso-8859-2",
        "iso-8859-3",
        "iso-8859-4",
        "iso-8859-5",
        "iso-8859-6",
        "iso-8859-7",
        "iso-8859-8",
        "iso-8859-8-i",
        "iso-8859-10",
        "iso-8859-13",
        "iso-8859-14",
        "iso-8859-15",
        "iso-8859-16",
    ];
    LABELS
        .iter()
        .find(|label| label.eq_ignore_ascii_case(encoding.name()))
        .copied()
        .unwrap_or(encoding.name())
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_KR, GBK, SHIFT_JIS, WINDOWS_1253};

    use super::{decode, once_encoded};

    #[track_caller]
    fn check(bytes: &[u8], header: &str, declared: Option<&str>, encoding: &str, text: &str) {
        let decoded = decode(bytes, Some(header), declared);
        assert_eq!((decoded.encoding, &*decoded.text), (encoding, text));
    }

    #[test]
    fn what_was_encoded_twice_is_told_from_what_was_not() {
        for (text, mended) in [
            ("Grupo FÃ³rmula", Some("Grupo Fórmula")),
            ("Itâ€™s â€œhereâ€\u{9d}Â\u{a0}â€¦", Some("It’s “here”\u{a0}…")),
            ("ÐŸÑ€Ð¸Ð²ÐµÑ‚", Some("Привет")),
            ("Ferries", None),
            ("déjà vu, Straße", None),
            ("“AMANHÃ” NO PORTO", None),
            ("«Â» is a letter, Ã© is none", None),
            ("é is not Ã©", None),
            ("漢字 Ã©", None),
        ] {
            assert_eq!(once_encoded(text).as_deref(), mended, "{text}");
        }
    }

    #[test]
    fn a_faulty_byte_costs_itself_and_not_the_text() {
        let mut faulty = "Straße und Öl — überall \u{a0}".as_bytes().to_vec();
        faulty.extend(b"\xa0\xe9");
        let mended = "Straße und Öl — überall \u{a0}\u{a0}é";
        for header in ["text/html; charset=utf-8", "text/html; charset=iso-8859-1", "text/html"] {
            check(&faulty, header, None, "utf-8", mended);
            check(&faulty, header, Some("windows-1251"), "utf-8", mended);
        }
        for (encoding, text) in [
            (SHIFT_JIS, "港のフェリーは月曜日に再び出航する。"),
            (GBK, "渡轮将于星期一再次启航，港务长说。"),
            (BIG5, "渡輪將於星期一再次啟航，港務長說。"),
            (EUC_KR, "페리는 월요일에 다시 출항한다고 항만장이 말했다."),
            (WINDOWS_1253, "Τα πλοία αναχωρούν ξανά τη Δευτέρα."),
        ] {
            let mut bytes = encoding.encode(text).0.into_owned();
            let label = encoding.name().to_lowercase();
            let header = format!("text/html; charset={label}");
            check(&bytes, &header, None, &label, text);
            check(&bytes, "text/html; charset=iso-8859-1", Some(&label), &label, text);
            bytes.push(0xff);
            check(&bytes, &header, None, &label, &format!("{text}\u{fffd}"));
            check(
                &bytes,
                "text/html; charset=iso-8859-1",
                Some(&label),
                &label,
                &format!("{text}\u{fffd}"),
            );
        }
    }

    #[test]
    fn what_is_said_wrongly_is_not_believed() {
        let latin = b"Caf\xe9 \xe0 c\xf4t\xe9, \xe9t\xe9, no\xebl: d\xe9j\xe0 vu, tr\xe8s tr\xe8s bien.";
        let text = "Café à côté, été, noël: déjà vu, très très bien.";
        check(latin, "text/html; charset=utf-8", None, "windows-1252", text);
        check(latin, "text/html; charset=euc-kr", None, "windows-1252", text);
    }
}
