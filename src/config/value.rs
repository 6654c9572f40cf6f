//! Kinds of values that an option can have, how they are read from TOML and written to it.

use std::ops::RangeInclusive;

use toml::de::DeValue;

use crate::config::error::unknown;
use crate::model::{Icons, WholeText};

/// A kind of value. What is wrong with one is said as the end of a sentence that begins with the option's name.
pub(crate) trait Value: Sized {
    /// Reads it.
    fn read(raw: &DeValue<'_>) -> Result<Self, String>;
    /// Writes it as [`Self::read`] reads it.
    fn show(&self) -> String;
}

/// When an article counts as read without being marked by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkRead {
    /// When it is opened.
    Open,
    /// When its end has been on the screen.
    End,
    /// Never.
    ByHand,
}

/// Who puts right-to-left words in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RightToLeft {
    /// As the terminal's name tells.
    Auto,
    /// This program: the terminal draws cells as they come.
    Byline,
    /// The terminal.
    Terminal,
}

/// How text gets to the clipboard.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Clipboard {
    /// By the terminal itself (OSC 52): works over ssh, too.
    Osc52,
    /// By a program and its arguments, which gets the text on its standard input; never empty.
    Program(Vec<String>),
}

impl Value for bool {
    fn read(raw: &DeValue<'_>) -> Result<Self, String> {
        raw.as_bool().ok_or_else(|| "must be true or false".to_owned())
    }

    fn show(&self) -> String {
        self.to_string()
    }
}

macro_rules! numbers {
    ($($kind:ty)*) => {$(
        impl Value for $kind {
            fn read(raw: &DeValue<'_>) -> Result<Self, String> {
                let number = raw.as_integer().ok_or("must be a whole number")?;
                <$kind>::from_str_radix(number.as_str(), number.radix())
                    .map_err(|_odd| format!("must be a whole number from 0 to {}", <$kind>::MAX))
            }

            fn show(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

numbers! { u16 u32 }

impl Value for String {
    fn read(raw: &DeValue<'_>) -> Result<Self, String> {
        let text = raw.as_str().ok_or("must be a text in quotation marks")?;
        if text.chars().any(char::is_control) {
            return Err("must have no control characters".to_owned());
        }
        Ok(text.to_owned())
    }

    fn show(&self) -> String {
        toml::Value::String(self.clone()).to_string()
    }
}

/// A program and its arguments.
impl Value for Vec<String> {
    fn read(raw: &DeValue<'_>) -> Result<Self, String> {
        let items = raw
            .as_array()
            .ok_or("must be a list of texts, as in [\"firefox\", \"{url}\"]")?;
        items.iter().map(|item| String::read(item.get_ref())).collect()
    }

    fn show(&self) -> String {
        let items: Self = self.iter().map(Value::show).collect();
        format!("[{}]", items.join(", "))
    }
}

impl Value for Clipboard {
    fn read(raw: &DeValue<'_>) -> Result<Self, String> {
        match raw.as_str() {
            Some("osc52") => Ok(Self::Osc52),
            None if raw.as_array().is_some_and(|items| !items.is_empty()) => Vec::read(raw).map(Self::Program),
            _ => Err("must be \"osc52\", or a program as in [\"wl-copy\"]".to_owned()),
        }
    }

    fn show(&self) -> String {
        match self {
            Self::Osc52 => "\"osc52\"".to_owned(),
            Self::Program(arguments) => arguments.show(),
        }
    }
}

macro_rules! words {
    ($($kind:ident { $($word:literal $variant:ident),* })*) => {$(
        impl Value for $kind {
            fn read(raw: &DeValue<'_>) -> Result<Self, String> {
                match raw.as_str() {
                    $(Some($word) => Ok(Self::$variant),)*
                    Some(other) => Err(format!("has an {}", unknown("word", other, &[$($word),*]))),
                    None => Err(format!("must be one of {}", [$(concat!("\"", $word, "\"")),*].join(", "))),
                }
            }

            fn show(&self) -> String {
                match self {
                    $(Self::$variant => concat!("\"", $word, "\"").to_owned(),)*
                }
            }
        }
    )*};
}

words! {
    Icons { "ascii" Ascii, "unicode" Unicode, "nerd" Nerd }
    MarkRead { "open" Open, "end" End, "by-hand" ByHand }
    RightToLeft { "auto" Auto, "byline" Byline, "terminal" Terminal }
    WholeText { "always" Always, "open" Open, "by-hand" ByHand }
}

/// A number that was read, where its option allows it; whatever else was written there instead is told the same.
pub(crate) fn within<T: PartialOrd + std::fmt::Display>(
    read: Result<T, String>,
    range: &RangeInclusive<T>,
) -> Result<T, String> {
    let allowed = read.ok().filter(|number| range.contains(number));
    allowed.ok_or_else(|| format!("must be a whole number from {} to {}", range.start(), range.end()))
}
