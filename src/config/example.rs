//! What is generated from the tables of options and commands: `config.example.toml` and the README's table of keys.

use crate::config::bindings::PANES;
use crate::config::settings::Config;
use crate::config::value::Value;
use crate::config::{rules, terms};
use crate::input::Command;

/// Columns of a comment in the example.
const COLUMNS: usize = 100;

/// What stands above everything.
const INTRODUCTION: &str = "byline's settings. Lines that begin with #name show the defaults: take the # away to change them. \
     byline reads the file config.toml in your platform's folder for settings, on Linux ~/.config/byline, or the one that \
     --config names. What it does not know it refuses, with the line and the nearest right name.";

/// What stands above the keys.
const KEYS: &str = "What keys mean: a command, a list of commands that are done in turn, or \"\" for nothing. Sequences are \
     parted by blanks. Keys under [keys.sources], [keys.articles] and [keys.reader] count in that pane only, and win there. \
     Digits open links and are never bound.";

/// `config.example.toml`: every option with its default and a sentence, every command with its keys.
pub fn example() -> String {
    let mut lines = comment(INTRODUCTION);
    for (section, about, options) in Config::default().table() {
        lines.push(String::new());
        lines.extend(comment(about));
        lines.push(format!("[{section}]"));
        for (option, value, help) in options {
            lines.push(String::new());
            lines.extend(comment(help));
            lines.push(format!("#{option} = {value}"));
        }
    }
    lines.push(String::new());
    lines.extend(comment(KEYS));
    lines.push("[keys]".to_owned());
    for spec in Command::ALL {
        lines.push(String::new());
        lines.extend(comment(&format!("{}: {}.", spec.name, spec.help)));
        for keys in spec.keys {
            lines.push(format!("#{} = \"{}\"", (*keys).to_owned().show(), spec.name));
        }
    }
    for (pane, _) in PANES {
        lines.push(format!("\n[keys.{pane}]"));
    }
    for (about, example) in [(terms::ABOUT, terms::EXAMPLE), (rules::ABOUT, rules::EXAMPLE)] {
        lines.push(String::new());
        lines.extend(comment(about));
        lines.push("#".to_owned());
        for (line, means) in example {
            let means = if means.is_empty() {
                String::new()
            } else {
                format!("  # {means}")
            };
            lines.push(format!("#     {line}{means}").trim_end().to_owned());
        }
    }
    lines.push(String::new());
    lines.join("\n")
}

/// The README's table of keys, in Markdown.
pub fn key_table() -> String {
    let mut lines = vec![
        "| keys | command | what it does |".to_owned(),
        "|---|---|---|".to_owned(),
    ];
    for spec in Command::ALL {
        let keys: Vec<String> = spec.keys.iter().map(|keys| format!("`{keys}`")).collect();
        lines.push(format!("| {} | {} | {} |", keys.join(" "), spec.name, spec.help));
    }
    lines.push(String::new());
    lines.join("\n")
}

/// A sentence as lines of a comment.
fn comment(sentence: &str) -> Vec<String> {
    let mut lines = vec!["#".to_owned()];
    for word in sentence.split_whitespace() {
        if lines.last().is_some_and(|line| line.len() + 1 + word.len() > COLUMNS) {
            lines.push("#".to_owned());
        }
        if let Some(line) = lines.last_mut() {
            line.push(' ');
            line.push_str(word);
        }
    }
    lines
}
