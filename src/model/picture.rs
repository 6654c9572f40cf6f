//! Pictures as they are kept.

use crate::model::fnv::fnv;

/// What a picture is, told by its first bytes: what a server calls it counts for nothing. None of these can carry a script, as
/// SVG can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PictureKind {
    /// `image/jpeg`
    Jpeg,
    /// `image/png`
    Png,
    /// `image/gif`
    Gif,
    /// `image/webp`
    Webp,
    /// `image/avif`
    Avif,
}

impl PictureKind {
    const ALL: [Self; 5] = [Self::Jpeg, Self::Png, Self::Gif, Self::Webp, Self::Avif];

    /// That of a picture's bytes; `None` where they are no picture.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let at = |from: usize, magic: &[u8]| bytes.get(from..).is_some_and(|rest| rest.starts_with(magic));
        Self::ALL.into_iter().find(|kind| match kind {
            Self::Jpeg => at(0, b"\xff\xd8\xff"),
            Self::Png => at(0, b"\x89PNG\r\n\x1a\n"),
            Self::Gif => at(0, b"GIF87a") || at(0, b"GIF89a"),
            Self::Webp => at(0, b"RIFF") && at(8, b"WEBP"),
            Self::Avif => at(4, b"ftypavif") || at(4, b"ftypavis"),
        })
    }

    /// How files of it end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Avif => "avif",
        }
    }

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
            Self::Webp => "image/webp",
            Self::Avif => "image/avif",
        }
    }
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// What it is.
    pub kind: PictureKind,
    /// Names its bytes for good (FNV-1a, 64 bits): of two kept pictures never the same.
    pub hash: u64,
    /// The picture as it came.
    pub bytes: Vec<u8>,
}

impl Picture {
    /// That of some bytes; `None` where they are no picture.
    pub fn of(bytes: Vec<u8>) -> Option<Self> {
        let kind = PictureKind::of(&bytes)?;
        let hash = fnv(bytes.iter().copied());
        Some(Self { kind, hash, bytes })
    }

    /// The name of its file.
    pub fn file_name(&self) -> String {
        format!("{:016x}.{}", self.hash, self.kind.ending())
    }
}

#[cfg(test)]
mod tests {
    use super::{Picture, PictureKind};

    #[test]
    fn are_told_by_their_bytes() {
        for (bytes, kind) in [
            (b"\xff\xd8\xff\xe0..".as_slice(), Some(PictureKind::Jpeg)),
            (b"\x89PNG\r\n\x1a\n..", Some(PictureKind::Png)),
            (b"GIF89a..", Some(PictureKind::Gif)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(PictureKind::Webp)),
            (b"\0\0\0\x20ftypavif....", Some(PictureKind::Avif)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
            (b"<html>\xff\xd8\xff", None),
            (b"", None),
        ] {
            assert_eq!(PictureKind::of(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn have_a_name_for_good() {
        let picture = Picture::of(b"GIF89a".to_vec()).unwrap();
        assert_eq!(picture.file_name(), "a97a61408bb73e85.gif");
    }
}
