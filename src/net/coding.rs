//! What servers pack their answers with (RFC 9110 §8.4), taken off as the bytes come. The first bytes count more than the
//! header: servers name codings that they have not used, and send packed files without naming any.

use std::io::{self, Cursor};

use async_compression::tokio::bufread::{BrotliDecoder, DeflateDecoder, GzipDecoder, ZlibDecoder, ZstdDecoder};
use futures_util::TryStreamExt as _;
use reqwest::header::{CONTENT_ENCODING, HeaderMap};
use tokio::io::{AsyncBufRead, AsyncReadExt as _, BufReader};
use tokio_util::io::StreamReader;

/// `Accept-Encoding`: what [`unpacked`] can take off.
pub(crate) const ACCEPTED: &str = "zstd, gzip, deflate, br";

/// Bytes as they were before they were packed.
pub(crate) type Body = Box<dyn AsyncBufRead + Send + Unpin>;

/// Codings that are taken off because the header names them.
const MOST_NAMED: usize = 2;
/// Bytes by which a coding is known.
const HEAD_BYTES: u64 = 4;

/// An answer's body without the codings that its header names, and, once, without gzip that it does not name.
pub(crate) async fn unpacked(response: reqwest::Response) -> io::Result<Body> {
    let named = named(response.headers());
    let mut body: Body = Box::new(StreamReader::new(response.bytes_stream().map_err(io::Error::other)));
    for coding in named.iter().rev().take(MOST_NAMED) {
        body = without(coding, body).await?;
    }
    without("gzip", body).await
}

/// In the order in which they were applied, in lower case.
fn named(headers: &HeaderMap) -> Vec<String> {
    let said = headers
        .get_all(CONTENT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(','))
        .map(|coding| coding.trim().to_ascii_lowercase())
        .collect()
}

/// Takes a coding off where the bytes may be of it.
async fn without(coding: &str, body: Body) -> io::Result<Body> {
    let (head, body) = peeked(body).await?;
    Ok(match coding {
        "gzip" | "x-gzip" if head.starts_with(b"\x1f\x8b") => {
            let mut decoder = GzipDecoder::new(body);
            decoder.multiple_members(true);
            Box::new(BufReader::new(decoder))
        }
        "deflate" if is_zlib(&head) => Box::new(BufReader::new(ZlibDecoder::new(body))),
        "deflate" if !head.is_empty() => Box::new(BufReader::new(DeflateDecoder::new(body))),
        "br" if !head.is_empty() => Box::new(BufReader::new(BrotliDecoder::new(body))),
        "zstd" if head.starts_with(b"\x28\xb5\x2f\xfd") => {
            let mut decoder = ZstdDecoder::new(body);
            decoder.multiple_members(true);
            Box::new(BufReader::new(decoder))
        }
        _ => body,
    })
}

async fn peeked(mut body: Body) -> io::Result<(Vec<u8>, Body)> {
    let mut head = Vec::new();
    (&mut body).take(HEAD_BYTES).read_to_end(&mut head).await?;
    Ok((head.clone(), Box::new(Cursor::new(head).chain(body))))
}

/// RFC 1950 §2.2; many servers leave this header out.
fn is_zlib(head: &[u8]) -> bool {
    matches!(head, [method, flags, ..] if method & 15 == 8 && u16::from_be_bytes([*method, *flags]) % 31 == 0)
}
