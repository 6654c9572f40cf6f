//! The filter in force, changed by what the reader does to it.

use crate::query::{Expr, Query};

/// Shows an outlet alone, or all again when it is alone already.
pub(crate) fn only_outlet(query: &Query, slug: &str) -> Query {
    let alone = query.outlets() == [slug];
    query.with_outlets(if alone { Vec::new() } else { vec![slug.to_owned()] })
}

/// What a search keeps of the filter in force: where to look, not in which state.
pub(crate) fn scope(query: &Query) -> Query {
    let places = query
        .terms()
        .iter()
        .filter(|term| matches!(term, Expr::Outlet(_) | Expr::Folder(_) | Expr::Lang(_)));
    places.fold(Query::default(), |scope, place| scope.with(place.clone()))
}

/// Both at once: `typed`'s order wins.
pub(crate) fn both(base: &Query, typed: &Query) -> Query {
    let all = typed
        .terms()
        .iter()
        .fold(base.clone(), |all, term| all.with(term.clone()));
    Query {
        sort: typed.sort.or(base.sort),
        ..all
    }
}

#[cfg(test)]
mod tests {
    use super::{both, only_outlet, scope};
    use crate::query::Query;

    fn query(text: &str) -> Query {
        Query::parse(text).unwrap()
    }

    #[test]
    fn shows_one_alone_and_all_again() {
        let alone = only_outlet(&query("is:unread outlet:ledger,dispatch"), "dispatch");
        assert_eq!(alone, query("is:unread outlet:dispatch"));
        assert_eq!(only_outlet(&alone, "dispatch"), query("is:unread"));
    }

    #[test]
    fn a_search_keeps_the_outlets_and_not_the_state() {
        let scope = scope(&query("is:unread outlet:ledger"));
        assert_eq!(both(&scope, &query("grain ships")), query("outlet:ledger grain ships"));
    }
}
