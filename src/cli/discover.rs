//! `byline discover`: the feeds that a web page offers.

use std::process::ExitCode;

use anyhow::Context;
use serde_json::json;
use url::Url;

use crate::cli::parse::bytes_of;
use crate::cli::print;
use crate::feed;
use crate::model::{Clean, shown_address};

/// Prints the feeds of a page in a file (`-`: standard input).
///
/// # Errors
/// When the file cannot be read, `base_url` is no address, or nobody reads the output.
pub(crate) fn file(file: &str, base_url: Option<&str>, as_json: bool) -> anyhow::Result<ExitCode> {
    let base = Url::parse(base_url.unwrap_or("http://localhost/")).context("--base-url is no address")?;
    let bytes = bytes_of(file)?;
    page(&String::from_utf8_lossy(&bytes), &base, as_json)
}

/// Prints the feeds of a page that came from `base`.
///
/// # Errors
/// When nobody reads the output.
pub(crate) fn page(html: &str, base: &Url, as_json: bool) -> anyhow::Result<ExitCode> {
    let feeds: Vec<Clean> = feed::discover(html, base)
        .iter()
        .map(|feed| shown_address(feed))
        .collect();
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
