//! Generated documents are as the program would write them. `UPDATE=1 cargo test docs` writes them anew.

#![expect(clippy::unwrap_used, reason = "what cannot be read has to fail the test")]

use std::fs;
use std::path::{Path, PathBuf};

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Holds a file against what it should say; writes it where that is wished.
fn check(name: &str, should: &str) {
    let path = file(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, should).unwrap();
    }
    let says = fs::read_to_string(&path).unwrap_or_default();
    let wrong = says
        .lines()
        .zip(should.lines())
        .position(|(says, should)| says != should);
    assert!(
        says == should,
        "{name} is out of date from line {} on: run `UPDATE=1 cargo test docs`",
        wrong.unwrap_or(says.lines().count().min(should.lines().count())) + 1
    );
}

#[test]
fn docs_example_has_every_option() {
    check("config.example.toml", &byline::config::example());
}

#[test]
fn docs_readme_has_every_key() {
    const MARKERS: [&str; 2] = ["<!-- keys:start -->\n", "<!-- keys:end -->"];
    let says = fs::read_to_string(file("README.md")).unwrap();
    let (before, rest) = says
        .split_once(MARKERS[0])
        .expect("the README has a mark where keys begin");
    let (_, after) = rest
        .split_once(MARKERS[1])
        .expect("the README has a mark where keys end");
    let table = byline::config::key_table();
    check(
        "README.md",
        &format!("{before}{}{table}{}{after}", MARKERS[0], MARKERS[1]),
    );
}
