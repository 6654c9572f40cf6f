//! Bytes of a page → text (WHATWG encoding): byte order mark, header, `<meta>`, valid UTF-8, detection.

use encoding_rs::{Encoding, UTF_8};

/// How far into a page its declaration may stand.
const HEAD_BYTES: usize = 4096;

/// A page's bytes as text without NULs, which no parser keeps; never fails.
pub fn decode_page(bytes: &[u8], content_type: Option<&str>) -> String {
    let mut text = decoded(bytes, content_type);
    if text.contains('\0') {
        text.retain(|sign| sign != '\0');
    }
    text
}

fn decoded(bytes: &[u8], content_type: Option<&str>) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if std::str::from_utf8(bytes).is_ok() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let head = String::from_utf8_lossy(bytes.get(..HEAD_BYTES).unwrap_or(bytes)).to_lowercase();
    let declared = content_type.and_then(charset).or_else(|| charset(&head));
    let encoding = declared.filter(|encoding| *encoding != UTF_8).unwrap_or_else(|| {
        let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
        detector.feed(bytes, true);
        detector.guess(None, chardetng::Utf8Detection::Allow)
    });
    encoding.decode(bytes).0.into_owned()
}

fn charset(text: &str) -> Option<&'static Encoding> {
    let lower = text.to_ascii_lowercase();
    let (_, label) = lower.split_once("charset=")?;
    let label = label
        .trim_start_matches(['"', '\''])
        .split(|sign: char| !(sign.is_ascii_alphanumeric() || "-_:".contains(sign)))
        .next()?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::decode_page;

    #[test]
    fn decodes() {
        assert_eq!(decode_page("Straße".as_bytes(), None), "Straße");
        assert_eq!(
            decode_page(b"Stra\xdfe", Some("text/html; charset=ISO-8859-1")),
            "Straße"
        );
        assert_eq!(
            decode_page(b"<meta charset=windows-1251>\xcf\xf0\xe8", None),
            "<meta charset=windows-1251>При"
        );
    }
}
