//! `byline discover`: the feeds that a web page offers.

use std::path::Path;
use std::process::ExitCode;

use serde_json::json;
use url::Url;

use crate::cli::files::{ONE, contents};
use crate::cli::print;
use crate::document::decode_page;
use crate::feed;
use crate::model::{Clean, Failure, shown_address};

/// Prints the feeds that a page in a file (`-`: standard input) declares.
///
/// # Errors
/// When the file cannot be read, `base_url` is no address, or nobody reads the output.
pub(crate) fn file(file: &Path, base_url: Option<&str>, as_json: bool) -> anyhow::Result<ExitCode> {
    let base_url = base_url.filter(|url| !url.is_empty());
    let base = Url::parse(base_url.unwrap_or("http://localhost/"))?;
    let feeds = feed::discover(&decode_page(&contents(file, ONE)?, None), &base);
    if feeds.is_empty() {
        let failure = Failure {
            tried: Clean::line("look for feeds"),
            happened: Clean::line("this page declares none"),
            hint: Some(Clean::line(
                "give its address instead, to look at the usual places, too",
            )),
        };
        print::fail(&failure, as_json);
    }
    found(&feeds, as_json)
}

/// Prints feeds; that there are none was said before.
///
/// # Errors
/// When nobody reads the output.
pub(crate) fn found(feeds: &[String], as_json: bool) -> anyhow::Result<ExitCode> {
    let feeds: Vec<Clean> = feeds.iter().map(|feed| shown_address(feed)).collect();
    if as_json {
        print::object(&json!({"feeds": feeds}))?;
    } else {
        for feed in &feeds {
            print::line(feed)?;
        }
    }
    Ok(if feeds.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
