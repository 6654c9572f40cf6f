//! Whole pages are deflated on the disk: they are large, and read one at a time.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

/// A page that was kept is never larger than this; anything more is not ours.
const MAX_PAGE_BYTES: u64 = 16 * 1024 * 1024;

pub(crate) fn deflate(page: &str) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder
        .write_all(page.as_bytes())
        .and_then(|()| encoder.finish())
        .unwrap_or_default()
}

pub(crate) fn inflate(bytes: &[u8]) -> Option<String> {
    let mut page = String::new();
    ZlibDecoder::new(bytes)
        .take(MAX_PAGE_BYTES)
        .read_to_string(&mut page)
        .ok()?;
    Some(page)
}
