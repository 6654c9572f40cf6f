//! The one way to standard output. Text from outside is [`crate::model::Clean`] before it comes here.

use std::io::Write;

/// A line of text.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn line(text: &str) -> std::io::Result<()> {
    writeln!(std::io::stdout().lock(), "{text}")
}

/// A JSON object on a line of its own.
///
/// # Errors
/// When nobody reads any more.
pub(crate) fn object(value: &serde_json::Value) -> std::io::Result<()> {
    line(&value.to_string())
}
