//! The language by example.

use proptest::prelude::*;

use crate::query::{Expr, Is, Query};

#[track_caller]
fn check(text: &str, written: &str) {
    let query = Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    assert_eq!(query.to_string(), written);
    assert_eq!(Query::parse(written).unwrap(), query, "reads back");
}

#[test]
fn reads_and_writes() {
    check("", "");
    check("talks  sanctions", "talks sanctions");
    check("\"ready to talk\" -weather", "\"ready to talk\" -weather");
    check("a b or c", "a b or c");
    check("(a or b) AND c", "(a or b) c");
    check("-(a b)", "-(a b)");
    check("outlet:pravda,dispatch is:unread", "outlet:pravda,dispatch is:unread");
    check(
        "speaker:\"foreign minister\" cites:Orion",
        "speaker:\"foreign minister\" cites:Orion",
    );
    check("age:<2d age:>3w age:36h", "age:<2d age:>3w age:<36h");
    check(
        "date:2022-10..2022-11 sort:rank",
        "date:2022-10-01..2022-11-30 sort:rank",
    );
    check("date:2022-02 today", "date:2022-02-01..2022-02-28 date:today");
    check("10:30 c++ sanct*", "\"10:30\" c++ sanct*");
}

#[test]
fn errors_point_and_suggest() {
    for (text, at, says) in [
        ("talks oulet:pravda", 6, "did you mean `outlet:`"),
        ("is:unred", 0, "did you mean `unread`"),
        ("a (b", 2, "never closed"),
        ("a b)", 3, "closes nothing"),
        ("\"open", 0, "never closed"),
        ("or a", 0, "on its left"),
        ("age:soon", 0, "age:<2d"),
        ("date:yesteryear", 0, "2022-10"),
        ("outlet: a", 0, "needs a value"),
    ] {
        let error = Query::parse(text).expect_err(text);
        assert_eq!(error.at, at, "{text}");
        assert!(error.what.contains(says), "{text}: {}", error.what);
    }
}

#[test]
fn outlets_go_in_and_out() {
    let unread = Query {
        expr: Expr::Is(Is::Unread),
        sort: None,
    };
    let two = unread.toggle_outlet("ledger").toggle_outlet("dispatch");
    assert_eq!(two.to_string(), "is:unread outlet:ledger,dispatch");
    assert_eq!(two.toggle_outlet("ledger").outlets(), ["dispatch"]);
    assert_eq!(two.with_outlets(Vec::new()), unread);
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_and_reads_back(text in "[a-z\"():<>, .*-]{0,40}|\\PC{0,40}") {
        if let Ok(query) = Query::parse(&text) {
            let written = query.to_string();
            prop_assert_eq!(Query::parse(&written), Ok(query), "{}", written);
        }
    }
}
