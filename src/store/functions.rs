//! What SQLite is taught: functions that the conditions of searches call, and the order of names.

use std::sync::Arc;

use regex::Regex;
use rusqlite::Connection;
use rusqlite::functions::{Context as Asked, FunctionFlags};

use crate::query::{by_name, index_form, pattern};
use crate::store::body::unpack;

/// Gives a connection the functions by which conditions look for regular expressions, `folded` for migrations, and the collation
/// `names`.
pub(crate) fn add_functions(conn: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    conn.create_scalar_function("title_fits", 2, flags, |asked| {
        let title = asked.get_raw(1).as_str().unwrap_or_default();
        Ok(prepared(asked)?.is_match(title))
    })?;
    conn.create_scalar_function("folded", 1, flags, |asked| {
        Ok(index_form(asked.get_raw(0).as_str().unwrap_or_default()))
    })?;
    conn.create_scalar_function("body_fits", 2, flags, |asked| {
        let text = asked.get_raw(1).as_blob().ok().and_then(unpack).map(|(_, text)| text);
        Ok(prepared(asked)?.is_match(&text.unwrap_or_default()))
    })?;
    conn.create_collation("names", by_name)
}

/// The expression that a function was asked with, compiled once a statement.
fn prepared(asked: &Asked<'_>) -> rusqlite::Result<Arc<Regex>> {
    asked.get_or_create_aux(0, |source| {
        let source = source
            .as_str()
            .map_err(|error| rusqlite::Error::UserFunctionError(error.into()))?;
        pattern(source).ok_or_else(|| rusqlite::Error::UserFunctionError("an expression that cannot be read".into()))
    })
}
