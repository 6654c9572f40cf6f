//! Makes a database of any size, the same each time: `cargo run --release --example generate -- DIR ARTICLES OUTLETS`.
//! `cargo run --release --example measure -- DIR` then measures it.

mod news;

use byline::model::{Mark, Seen};
use byline::query::Query;
use byline::store::Db;
use jiff::Timestamp;

/// Articles of one answer of a feed: one transaction.
const BATCH: u64 = 30;

#[expect(clippy::print_stdout, reason = "a program for the command line")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(dir), Some(articles), Some(outlets)) = (args.next(), args.next(), args.next()) else {
        return Err("usage: generate DIR ARTICLES OUTLETS".into());
    };
    let (articles, outlets): (u64, u64) = (articles.parse()?, outlets.parse()?);
    std::fs::create_dir_all(&dir)?;
    let path = std::path::Path::new(&dir).join("byline.db");
    let mut db = Db::open(&path)?;
    let now = Timestamp::from_second(news::NOW_SECS)?;
    let all: Vec<_> = (0..outlets).map(news::outlet).collect();
    db.add_outlets(&all, now)?;
    let feeds = db.due(now, u32::MAX)?;
    let each = articles / outlets;
    let (mut text_bytes, mut saving) = (0, std::time::Duration::ZERO);
    for first in (0..each).step_by(BATCH as usize) {
        for (outlet, feed) in (0..).zip(&feeds) {
            let delivery = news::delivery(outlet, first, BATCH.min(each - first), each);
            text_bytes += delivery.drafts.iter().map(|draft| draft.text.len()).sum::<usize>();
            let start = std::time::Instant::now();
            db.save(feed.id, &delivery, now)?;
            saving += start.elapsed();
        }
    }
    // As in life: most is read, some of it is kept.
    db.mark_all(&Query::parse("age:>60d")?, Mark::Read, Seen::ALL, now)?;
    db.mark_all(&Query::parse("date:2023-10-14")?, Mark::Bookmarked, Seen::ALL, now)?;
    db.settle_down()?;
    let size = db.size_bytes()?;
    println!(
        "{articles} articles, {} MB of text, saved in {saving:.1?}; {} MB on disk, {:.2} × the text",
        text_bytes / 1_000_000,
        size / 1_000_000,
        size as f64 / text_bytes as f64
    );
    Ok(())
}
