//! The fields of the language: one table for reading, completing and suggesting.

/// A field's name and an example of its use.
pub struct Field {
    /// As typed before the colon.
    pub name: &'static str,
    /// A value to show in errors.
    pub example: &'static str,
    /// Every value it takes, where there are only so many.
    pub values: &'static [&'static str],
}

const fn field(name: &'static str, example: &'static str, values: &'static [&'static str]) -> Field {
    Field { name, example, values }
}

/// Every field.
pub const FIELDS: &[Field] = &[
    field("outlet", "dispatch,ledger", &[]),
    field("folder", "politics", &[]),
    field("author", "writer", &[]),
    field("speaker", "minister", &[]),
    field("cites", "ministry", &[]),
    field("title", "talks", &[]),
    field("re", "/talks?/", &[]),
    field("lang", "uk", &[]),
    field("is", "unread", &["unread", "read", "bookmarked", "new", "hidden"]),
    field("has", "quote", &["quote", "image", "note", "highlight"]),
    field("tag", "later", &[]),
    field("age", "<2d", &[]),
    field("date", "2022-10..2022-11", &["today", "yesterday"]),
    field("sort", "date", &["date", "rank", "outlet", "stories"]),
];

/// The field of this name.
pub(crate) fn named(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name.eq_ignore_ascii_case(name))
}

/// The candidate that was probably meant: the nearest within two slips (one in a short word), or the one it begins.
pub(crate) fn nearest<'c>(typed: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let typed = typed.to_lowercase();
    let most = if typed.chars().count() < 5 { 1 } else { 2 };
    candidates
        .map(|candidate| {
            let begun = !typed.is_empty() && (candidate.starts_with(&typed) || typed.starts_with(candidate));
            (
                if begun {
                    1
                } else {
                    crate::model::slips(&typed, candidate)
                },
                candidate,
            )
        })
        .filter(|(far, candidate)| *far <= most && *far < candidate.chars().count())
        .min_by_key(|(far, _)| *far)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{FIELDS, nearest};

    #[test]
    fn knows_what_was_meant() {
        let fields = || FIELDS.iter().map(|field| field.name);
        assert_eq!(nearest("outlte", fields()), Some("outlet"));
        assert_eq!(nearest("site", fields()), None);
        assert_eq!(nearest("lan", fields()), Some("lang"));
        assert_eq!(nearest("unraed", ["unread", "read"].into_iter()), Some("unread"));
        assert_eq!(nearest("", fields()), None);
    }
}
