//! Any bytes, as a feed, as a page with feeds and as a list of feeds: no panic, no entry without a key.
#![no_main]

use byline::feed::{Hints, discover, opml, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let base = url::Url::parse("https://lantern.example/a/b").ok();
    let hints = Hints { content_type: None, base: base.as_ref() };
    if let Ok(feed) = parse(bytes, &hints) {
        assert!(feed.entries.iter().all(|entry| !entry.key.is_empty() && entry.key.len() <= 1000));
    }
    let text = String::from_utf8_lossy(bytes);
    if let Some(base) = &base {
        let _feeds = discover(&text, base);
    }
    let _list = opml::read(&text);
});
