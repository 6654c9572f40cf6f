//! Bodies on the disk: markup and its plain text in one compressed blob. The text repeats the markup's words, so that
//! next to it it costs almost nothing.

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};

use crate::model::fnv;

/// Fast: a cold refresh compresses every body, and levels above gain a tenth.
const LEVEL: i32 = 1;

/// A page that was kept is never larger than this; anything more is not ours.
const MAX_BYTES: usize = 32 * 1024 * 1024;

thread_local! {
    // Setting a compressor up costs more than a body.
    static COMPRESSOR: RefCell<Option<Compressor<'static>>> = RefCell::new(Compressor::new(LEVEL).ok());
    static DECOMPRESSOR: RefCell<Option<Decompressor<'static>>> = RefCell::new(Decompressor::new().ok());
}

/// Markup and text as one blob; empty when there is no memory for it.
pub(crate) fn pack(html: &str, text: &str) -> Vec<u8> {
    let mut plain = Vec::with_capacity(html.len() + text.len() + 4);
    plain.extend_from_slice(&u32::try_from(html.len()).unwrap_or(u32::MAX).to_le_bytes());
    plain.extend_from_slice(html.as_bytes());
    plain.extend_from_slice(text.as_bytes());
    COMPRESSOR.with_borrow_mut(|zstd| {
        zstd.as_mut()
            .and_then(|zstd| zstd.compress(&plain).ok())
            .unwrap_or_default()
    })
}

/// Markup and text of a blob; `None` when it is none of ours.
pub(crate) fn unpack(blob: &[u8]) -> Option<(String, String)> {
    let size = usize::try_from(zstd::zstd_safe::get_frame_content_size(blob).ok()??).ok()?;
    if size > MAX_BYTES {
        return None;
    }
    let mut plain = DECOMPRESSOR.with_borrow_mut(|zstd| zstd.as_mut()?.decompress(blob, size).ok())?;
    let length: [u8; 4] = plain.get(..4)?.try_into().ok()?;
    let length = usize::try_from(u32::from_le_bytes(length)).ok()?;
    if plain.len() < length + 4 {
        return None;
    }
    let text = String::from_utf8(plain.split_off(length + 4)).ok()?;
    plain.drain(..4);
    Some((String::from_utf8(plain).ok()?, text))
}

/// A hash that stays the same for good: it is kept in the database (FNV-1a, 64 bits).
pub(crate) fn hash(parts: &[&str]) -> i64 {
    fnv(parts.iter().flat_map(|part| part.bytes().chain([0xff]))).cast_signed()
}

/// Tells whether a title or markup changed; stays the same for good, too, and reads eight bytes at a time (FxHash's step).
pub(crate) fn fingerprint(title: &str, html: &str) -> i64 {
    let mut hash: u64 = 0;
    for text in [title, html] {
        let (chunks, rest) = text.as_bytes().as_chunks::<8>();
        let rest = rest
            .iter()
            .fold(rest.len() as u64, |word, byte| word << 8 | u64::from(*byte));
        for word in chunks.iter().map(|chunk| u64::from_le_bytes(*chunk)).chain([rest]) {
            hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
    hash.cast_signed()
}

#[cfg(test)]
mod tests {
    use super::{fingerprint, hash, pack, unpack};

    #[test]
    fn unpacks_what_it_packed() {
        let (html, text) = ("<p>größer</p>".repeat(100), "größer\n\n".repeat(100));
        let blob = pack(&html, &text);
        assert!(blob.len() < 100, "{}", blob.len());
        assert_eq!(unpack(&blob), Some((html, text)));
        assert_eq!(unpack(&pack("", "")), Some((String::new(), String::new())));
        assert_eq!(unpack(b"rubbish"), None);
        assert_eq!(unpack(blob.get(..20).unwrap()), None);
    }

    #[test]
    fn hashes_alike_for_good() {
        assert_eq!(hash(&["a", "b"]), -3_264_140_503_589_324_406);
        assert_ne!(hash(&["ab", ""]), hash(&["a", "b"]));
        assert_ne!(fingerprint("ab", ""), fingerprint("a", "b"));
        assert_ne!(fingerprint("a", "<p>12345678"), fingerprint("a", "<p>12345679"));
    }
}
