//! The filter language: text → [`Query`], with errors that point; [`Query`] → text (its `Display`). One language for search,
//! saved filters, the command line and rules. Ages stay relative: who runs a query says when now is.
//!
//! Also here, because search and screen must agree on it: how words are compared ([`index_form`], [`needle`], [`Seeker`]).
//! Absent by design: SQL (`store` makes it from the tree).

mod complete;
mod edit;
mod field;
mod fold;
mod known;
mod order;
mod parse;
mod pattern;
mod print;
mod rule;
mod seeker;
mod tree;
mod value;

pub use complete::{Names, complete, last_term};
pub use field::{FIELDS, Field};
pub use fold::{index_form, needle, part_form};
pub use known::Known;
pub use order::by_name;
pub use pattern::pattern;
pub use rule::{Action, Rule, for_a_while};
pub use seeker::Seeker;
pub use tree::{Age, Days, Expr, Has, Is, Query, QueryError, Sort};

impl Query {
    /// Reads a query; an empty text is every article, newest first.
    ///
    /// # Errors
    /// Says at which character, and what was meant.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parse::parse(text, None)
    }

    /// Reads what a reader types: outlets and folders may be called by any words of their names, and what names none of
    /// those there are is an error. `None`: nobody knows yet which there are.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn parse_among(text: &str, known: Option<&Known>) -> Result<Self, QueryError> {
        parse::parse(text, known)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::{Age, Days, Expr, Has, Is, Query, Sort};

    #[test]
    fn reads_and_prints() {
        for (text, printed) in [
            ("", ""),
            ("  talks  \"ready to\" ", "talks \"ready to\""),
            ("a b or c d", "a b or c d"),
            ("a (b or c) -d", "a (b or c) -d"),
            ("-(a b)", "-(a b)"),
            ("a and b | c", "a b or c"),
            ("((a))", "a"),
            ("outlet:a,b,\"c d\" is:unread", "outlet:a,b,\"c d\" is:unread"),
            ("outlet:é,b,é,b", "outlet:é,b"),
            ("speaker:\"the minister\"", "speaker:\"the minister\""),
            ("age:2d age:>1w age:<90m", "age:<2d age:>7d age:<90m"),
            ("date:2022-10..2022-11", "date:2022-10-01..2022-11-30"),
            ("date:2024", "date:2024-01-01..2024-12-31"),
            ("date:..2024-02", "date:..2024-02-29"),
            ("date:2022-10-30", "date:2022-10-30"),
            ("date:2022-10..", "date:2022-10-01.."),
            ("today", "date:today"),
            ("-yesterday", "-date:yesterday"),
            ("\"today\" \"or\"", "\"today\" \"or\""),
            ("sort:outlet a", "a sort:outlet"),
            ("sort:date", "sort:date"),
            ("10:30 http://a.test/x note: a-b", "10:30 http://a.test/x note: a-b"),
            (
                "LANG:UK has:image tag:later title:talks",
                "lang:uk has:image tag:later title:talks",
            ),
            (
                r"re:/^Talks? (in|at) \w+/ -RE:/a\/b[\/]\\/",
                r"re:/^Talks? (in|at) \w+/ -re:/a\/b[\/]\\/",
            ),
            (r#"(re:/"a b" c/ or x)"#, r#"re:/"a b" c/ or x"#),
        ] {
            let query = Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(query.to_string(), printed);
            assert_eq!(Query::parse(printed).as_ref(), Ok(&query), "{printed}");
        }
    }

    #[test]
    fn points_at_what_is_wrong() {
        for (text, at, says) in [
            ("talks outlte:a", 6, "did you mean outlet:?"),
            ("is:unraed", 3, "did you mean is:unread?"),
            ("é \"open", 2, "never closed"),
            ("a (b", 2, "never closed"),
            ("a) b", 1, "never opened"),
            ("()", 0, "nothing between"),
            ("a or", 4, "both sides"),
            ("or a", 0, "both sides"),
            ("outlet:", 7, "outlet:dispatch"),
            ("outlet:a,", 9, "needs a value"),
            ("age:2 weeks", 4, "age:<2d"),
            ("age:<99999999999999y", 4, "age:<2d"),
            ("date:2022-13", 5, "2022-10-30"),
            ("date:2023..2022", 5, "ends before"),
            ("(sort:date)", 1, "whole list"),
            ("sort:size", 5, "date, rank, outlet"),
            ("foo:bar", 0, "quotation marks"),
            ("a - b", 2, "right before"),
            ("-", 0, "right behind"),
            ("talks re:/a(b/", 11, "unclosed group"),
            (r"re:/a\/[z-a]/", 8, "invalid character class range"),
            ("re:/(é)\\1/", 7, "backreferences"),
            ("re:/a", 0, "never closed: re:/…/"),
            ("re://", 0, "nothing between"),
            ("re:/a/i", 6, "nothing may stand"),
            ("re:talks", 3, "between slashes"),
            ("re:/(a{1000}){1000}/", 4, "too large"),
        ] {
            let error = Query::parse(text).expect_err(text);
            assert!(error.what.contains(says), "{text}: {error}");
            assert_eq!(error.at, at, "{text}: {error}");
        }
    }

    #[test]
    fn bounds_what_it_reads() {
        assert!(Query::parse(&"(".repeat(5000)).is_err());
        assert!(Query::parse(&"-".repeat(5000)).is_err());
        assert!(Query::parse(&"a ".repeat(5000)).is_err());
        assert!(Query::parse(&"a".repeat(1_000_000)).is_err());
        assert!(Query::parse(&"a".repeat(9_000)).is_ok());
    }

    fn leaf() -> impl Strategy<Value = Expr> {
        let text = "[a-zé漢/*.-][a-zé漢0-9*:.'/-]{0,8}( [a-z(),:/-]{1,5})?";
        prop_oneof![
            "[a-zé漢][a-z0-9*.'-]{2,8}z".prop_map(Expr::Word),
            text.prop_map(Expr::Phrase),
            proptest::collection::vec(text, 1..4).prop_map(|mut slugs: Vec<String>| {
                let mut seen = HashSet::new();
                slugs.retain(|slug| seen.insert(slug.clone()));
                Expr::Outlet(slugs)
            }),
            text.prop_map(Expr::Folder),
            text.prop_map(Expr::Speaker),
            text.prop_map(Expr::Cites),
            text.prop_map(Expr::Title),
            r#"[a-zé /"(]{1,6}"#.prop_map(|text| Expr::Pattern(regex_syntax::escape(&text))),
            Just(Expr::Is(Is::Bookmarked)),
            Just(Expr::Has(Has::Note)),
            Just(Expr::Has(Has::Highlight)),
            (any::<bool>(), 0i64..100_000_000).prop_map(|(older, seconds)| Expr::Age(Age { older, seconds })),
            (1i16..9999, 1i8..=12, 1i8..=28).prop_map(|(year, month, day)| {
                let first = Some(jiff::civil::date(year, month, day));
                Expr::Date(Days::Range { first, last: None })
            }),
            Just(Expr::Date(Days::Today)),
        ]
    }

    fn tree() -> impl Strategy<Value = Expr> {
        leaf().prop_recursive(4, 32, 4, |inner| {
            let many = proptest::collection::vec(inner.clone(), 2..4);
            prop_oneof![
                many.clone().prop_map(|all| {
                    let flat = all.into_iter().flat_map(|expr| match expr {
                        Expr::And(inner) => inner,
                        other => vec![other],
                    });
                    Expr::And(flat.collect())
                }),
                many.prop_map(|any| {
                    let flat = any.into_iter().flat_map(|expr| match expr {
                        Expr::Or(inner) => inner,
                        other => vec![other],
                    });
                    Expr::Or(flat.collect())
                }),
                inner.prop_map(|expr| Expr::Not(Box::new(expr))),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_back_what_it_prints(expr in tree(), sort in proptest::option::of(Just(Sort::Rank))) {
            let query = Query { expr, sort };
            let text = query.to_string();
            prop_assert_eq!(Query::parse(&text), Ok(query), "{}", text);
        }

        #[test]
        fn reads_anything_without_panic(text in "\\PC{0,60}", odd in "[-()\":|a or.,<>0-9\\x00]{0,60}") {
            for text in [text, odd] {
                if let Ok(query) = Query::parse(&text) {
                    let printed = query.to_string();
                    prop_assert_eq!(Query::parse(&printed).map(|again| again.to_string()), Ok(printed.clone()), "{}", printed);
                }
                let _names = super::complete(&text, 9, &super::Names::default());
                let _hits = super::Seeker::of(&Query::parse("a o* re:/o+|/").unwrap()).hits(&text);
            }
        }
    }
}
