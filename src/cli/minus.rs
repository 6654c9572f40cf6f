//! Terms of a filter that begin with a minus, as in `byline list -outlet:ledger --json`: clap would take them for options.

use std::ffi::OsString;

use clap::{Arg, Command, CommandFactory};

use crate::cli::args::Arguments;

/// The command line with a blank before each such term, for which clap takes it as it is; the arguments take that away again.
pub(crate) fn shielded(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let may_be = |word: &OsString| match word.as_encoded_bytes() {
        [b'-', next, _, ..] => *next != b'-',
        _ => false,
    };
    if !arguments.iter().any(may_be) {
        return arguments;
    }
    let mut whole = Arguments::command();
    whole.build();
    let mut command = &whole;
    let mut is_value = true;
    for word in &mut arguments {
        let Some(text) = word.to_str() else {
            is_value = false;
            continue;
        };
        if text == "--" {
            break;
        }
        if std::mem::replace(&mut is_value, awaits_value(command, text)) {
            continue;
        }
        if let Some(chosen) = command.find_subcommand(text) {
            command = chosen;
        } else if takes_filter(command) && is_term(command, text) {
            *word = format!(" {text}").into();
        }
    }
    arguments
}

fn takes_filter(command: &Command) -> bool {
    let says = |arg: &Arg| {
        let mut names = arg.get_value_names().unwrap_or_default().iter();
        names.any(|name| name.ends_with("FILTER"))
    };
    command.get_positionals().any(says)
}

/// Whether a word is an option whose value is the next one.
fn awaits_value(command: &Command, word: &str) -> bool {
    let is_it = |arg: &&Arg| match (word.strip_prefix("--"), word.strip_prefix('-')) {
        (Some(long), _) => arg.get_long() == Some(long),
        (None, Some(short)) => short.chars().last() == arg.get_short() && arg.get_short().is_some(),
        (None, None) => false,
    };
    let found = command.get_arguments().find(is_it);
    found.is_some_and(|arg| arg.get_action().takes_values())
}

/// Whether a word with a minus cannot be meant as options: it has a letter that is none, or words where a number is due.
fn is_term(command: &Command, word: &str) -> bool {
    let Some(letters) = word.strip_prefix('-').filter(|rest| rest.chars().nth(1).is_some()) else {
        return false;
    };
    for (at, letter) in letters.char_indices() {
        let known = command.get_arguments().find(|arg| arg.get_short() == Some(letter));
        let rest = letters.get(at + letter.len_utf8()..).unwrap_or_default();
        match known {
            _ if letter == '-' && at == 0 => return false,
            None => return true,
            Some(arg) if arg.get_action().takes_values() => {
                return !rest.is_empty() && !rest.starts_with(|sign: char| sign == '=' || sign.is_ascii_digit());
            }
            Some(_) => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::shielded;

    #[track_caller]
    fn check(line: &str, expected: &str) {
        let words = line.split(' ').map(Into::into).collect();
        let words = shielded(words);
        let words: Vec<_> = words
            .iter()
            .map(|word| word.to_str().unwrap().replace(' ', "_"))
            .collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn terms_are_told_from_options() {
        check("byline list -outlet:x --json", "byline list _-outlet:x --json");
        check(
            "byline --data-dir list -v mute 7d -(a",
            "byline --data-dir list -v mute 7d _-(a",
        );
        check(
            "byline quotes talks -weather -hockey -nato -n 5",
            "byline quotes talks _-weather _-hockey _-nato -n 5",
        );
        for options in [
            "byline list -vv -vn5 -n=5 -n5 -h --limit -weather",
            "byline list -j -- -weather",
            "byline list --weather -vn -weather",
            "byline read -weather",
            "byline -weather list",
        ] {
            check(options, options);
        }
    }
}
