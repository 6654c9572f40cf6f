//! What is wrong with a settings file, said so that it can be mended.

use std::ops::Range;

use crate::model::{Clean, slips};

/// Slips beyond which a name is not taken for another one misspelt.
const MAX_SLIPS: usize = 3;

/// A settings or theme file that is not used: `config.toml:12: …`, or a line for one that is not written: `…`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{what}", if *line > 0 { format!("{file}:{line}: ") } else { String::new() })]
pub struct ConfigError {
    /// The file, as its reader named it.
    pub file: Clean,
    /// The line, counted from 1; 0 for what stands in no file.
    pub line: usize,
    /// What is wrong, and the nearest right name where there is one.
    pub what: Clean,
}

/// A fault at a stretch of bytes, before it is known which file they are of.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    /// Where.
    pub(crate) span: Range<usize>,
    /// What is wrong.
    pub(crate) what: String,
}

impl Fault {
    /// A fault at a place in the text.
    pub(crate) fn at(span: Range<usize>, what: impl Into<String>) -> Self {
        Self {
            span,
            what: what.into(),
        }
    }

    /// The first of some faults, said of a file.
    pub(crate) fn first(faults: Vec<Self>, text: &str, file: &str) -> Option<ConfigError> {
        let first = faults.into_iter().min_by_key(|fault| fault.span.start)?;
        Some(first.of(text, file))
    }

    /// Says it of a file.
    pub(crate) fn of(self, text: &str, file: &str) -> ConfigError {
        let before = text.as_bytes().get(..self.span.start).unwrap_or(text.as_bytes());
        ConfigError {
            file: Clean::line(file),
            line: before.split(|byte| *byte == b'\n').count(),
            what: Clean::title(&self.what, 400),
        }
    }
}

impl From<toml::de::Error> for Fault {
    fn from(error: toml::de::Error) -> Self {
        Self::at(error.span().unwrap_or_default(), error.message())
    }
}

/// "unknown option `colum`; did you mean `column`?", or the names there are.
pub(crate) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let near = known.iter().min_by_key(|right| slips(name, right));
    match near {
        Some(right) if slips(name, right) <= MAX_SLIPS.min(right.chars().count() / 2) => {
            format!("unknown {what} `{name}`; did you mean `{right}`?")
        }
        _ if known.len() <= 12 => format!("unknown {what} `{name}`; there are {}", known.join(", ")),
        _ => format!("unknown {what} `{name}`"),
    }
}
