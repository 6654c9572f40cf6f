//! What a file is that is no text to read, though it stands where a feed or page was to be.

use crate::model::decode::decode;
use crate::model::picture::PictureKind;

/// Bytes in which text can be told from other files.
const HEAD_BYTES: usize = 1024;

/// What a file is that is no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// Sound.
    Sound,
    /// Moving pictures.
    Video,
    /// A compressed file, or many in one; office documents and books are, too.
    Packed,
    /// Anything else.
    Other,
}

impl FileKind {
    const ALL: [Self; 6] = [
        Self::Pdf,
        Self::Picture,
        Self::Sound,
        Self::Video,
        Self::Packed,
        Self::Other,
    ];

    /// What a file is that came with this `Content-Type`, if any; `None`: it may be text. Its first bytes go before what it is called.
    pub fn of(bytes: &[u8], content_type: Option<&str>) -> Option<Self> {
        Self::known(bytes)
            .or_else(|| content_type.and_then(Self::called))
            .or_else(|| is_binary(bytes).then_some(Self::Other))
    }

    /// What a file is whose first bytes are well known.
    pub fn known(bytes: &[u8]) -> Option<Self> {
        const SIGNS: &[(&[u8], FileKind)] = &[
            (b"%PDF-", FileKind::Pdf),
            (b"GIF8", FileKind::Picture),
            (b"\x89PNG", FileKind::Picture),
            (b"ID3", FileKind::Sound),
            (b"OggS", FileKind::Sound),
            (b"fLaC", FileKind::Sound),
            (b"\x1aE\xdf\xa3", FileKind::Video),
            (b"\x1f\x8b", FileKind::Packed),
            (b"PK\x03\x04", FileKind::Packed),
        ];
        let known = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign));
        let picture = || PictureKind::of(bytes).map(|_| Self::Picture);
        known.map(|(_, kind)| *kind).or_else(picture)
    }

    /// By its media type.
    pub fn called(content_type: &str) -> Option<Self> {
        let media_type = content_type.trim_start().to_ascii_lowercase();
        let (family, rest) = media_type.split_once('/')?;
        match family {
            "image" => Some(Self::Picture),
            "audio" => Some(Self::Sound),
            "video" => Some(Self::Video),
            "application" if rest.starts_with("pdf") => Some(Self::Pdf),
            _ => None,
        }
    }

    /// The word that it is kept by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Picture => "picture",
            Self::Sound => "sound",
            Self::Video => "video",
            Self::Packed => "packed",
            Self::Other => "file",
        }
    }

    /// The one with this word.
    pub(in crate::model) fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// For people.
    pub fn said(self) -> &'static str {
        match self {
            Self::Pdf => "a PDF",
            Self::Picture => "a picture",
            Self::Sound => "a sound file",
            Self::Video => "a video",
            Self::Packed => "a packed file",
            Self::Other => "a file that is no text",
        }
    }
}

/// Whether its first bytes hold signs that no text has. Pages may have some by mistake.
fn is_binary(bytes: &[u8]) -> bool {
    let head = decode(bytes.get(..HEAD_BYTES).unwrap_or(bytes), None, None).text;
    let odd = |sign: char| sign.is_control() && sign < '\u{7f}' && !"\t\n\u{c}\r\u{1b}".contains(sign);
    !head.trim_start().starts_with('<') && head.contains(odd)
}

#[cfg(test)]
mod tests {
    use super::FileKind;

    #[test]
    fn tells_text_from_other_files() {
        let utf16: Vec<u8> = "\u{feff}Ferries run"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for (bytes, content_type, kind) in [
            (b"%PDF-1.7\n1 0 obj".as_slice(), Some("text/html"), Some(FileKind::Pdf)),
            (b"", Some("Application/PDF; x=1"), Some(FileKind::Pdf)),
            (b"\xff\xd8\xff\xe0", None, Some(FileKind::Picture)),
            (b"<svg/>", Some("image/svg+xml"), Some(FileKind::Picture)),
            (b"RIFF\x10\0\0\0WAVEfmt ", Some("audio/wav"), Some(FileKind::Sound)),
            (b"PK\x03\x04", None, Some(FileKind::Packed)),
            (
                b"\x7fELF\x02\x01\x01\0",
                Some("application/octet-stream"),
                Some(FileKind::Other),
            ),
            (b" <html>a\0b", Some("text/html"), None),
            (b"<\0p\0>\0a\0", None, None),
            (&utf16, None, None),
            ("Straße\r\n\t\u{c}2".as_bytes(), Some("text/plain"), None),
            (b"\x1b$B%U%'%j!<\x1b(B", None, None),
            (b"Stra\xdfe \x96 ja", Some("application/octet-stream"), None),
            (b"", None, None),
        ] {
            assert_eq!(FileKind::of(bytes, content_type), kind, "{bytes:?} {content_type:?}");
        }
    }
}
