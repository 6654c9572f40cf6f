//! Any bytes, as a feed's body and as a whole page: no panic, nothing that a terminal obeys.
#![no_main]

use byline::document::{Context, decode_page, from_html, from_page, markdown, plain, text_for_pipes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let html = decode_page(bytes, None);
    let document = from_html(&html, &Context::default());
    let text = plain(&document).text;
    assert!(!text.contains(|sign: char| sign.is_control() && sign != '\n' && sign != '\t'));
    let _lines = text_for_pipes(&document, 40);
    let _markdown = markdown(&document);
    let _page = from_page(&html, None);
});
