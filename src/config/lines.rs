//! Taking lines out of a file that its owner writes, too.

use toml::de::DeTable;

/// The text without the lines from the one byte to the other. `None` where something else stands before them or behind them.
pub(crate) fn without_lines(text: &str, from: usize, to: usize) -> Option<String> {
    let begin = text.get(..from)?.rfind('\n').map_or(0, |at| at + 1);
    let rest = text.get(to..)?;
    let (last, after) = rest.split_once('\n').unwrap_or((rest, ""));
    let is_alone = text.get(begin..from)?.trim().is_empty() && (last.trim().is_empty() || last.trim().starts_with('#'));
    is_alone.then(|| format!("{}{after}", text.get(..begin).unwrap_or_default()))
}

/// The text without a table that has a header of its own at a byte, with the blank lines before it.
pub(crate) fn without_table(text: &str, header: usize, options: &DeTable<'_>) -> Option<String> {
    let end = options.values().map(|value| value.span().end).max()?;
    if !text.get(header..)?.starts_with("[[") {
        return None;
    }
    let cut = without_lines(text, header, end)?;
    let (before, after) = cut.split_at_checked(text.get(..header)?.trim_end().len())?;
    let kept = match (before, after.trim_start_matches(['\r', '\n'])) {
        ("", after) => after.to_owned(),
        (before, "") => format!("{before}\n"),
        (before, after) => format!("{before}\n\n{after}"),
    };
    Some(kept)
}
