//! What a value may name: outlets and folders as the reader sees them.

use crate::query::field::nearest;
use crate::query::fold::needle;
use crate::query::tree::{Expr, QueryError, fault};

/// The outlets and folders that there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Each outlet's slug and name.
    pub outlets: Vec<(String, String)>,
    /// Folders.
    pub folders: Vec<String>,
}

impl Known {
    /// Slugs of the outlets that are called so: by their slug, their name, or words of it.
    ///
    /// # Errors
    /// The one that was probably meant, where none is.
    pub fn called(&self, typed: &str) -> Result<Vec<String>, Option<&str>> {
        let all: Vec<(&str, &str)> = self.outlets.iter().map(|(slug, name)| (&**slug, &**name)).collect();
        called(typed, &all)
    }

    /// The same of a value at a place in a filter.
    pub(crate) fn outlets(&self, at: usize, typed: &str) -> Result<Vec<String>, QueryError> {
        self.called(typed).map_err(|meant| {
            nobody(
                at,
                "outlet",
                typed,
                meant.map(|slug| Expr::Outlet(vec![slug.to_owned()])),
            )
        })
    }

    /// The condition for the folders that are called so.
    pub(crate) fn folder(&self, at: usize, typed: &str) -> Result<Expr, QueryError> {
        let all: Vec<(&str, &str)> = self.folders.iter().map(|name| (&**name, &**name)).collect();
        let found = called(typed, &all)
            .map_err(|meant| nobody(at, "folder", typed, meant.map(|name| Expr::Folder(name.to_owned()))))?;
        Ok(Expr::Or(found.into_iter().map(Expr::Folder).collect()).flat())
    }
}

/// That nothing of a kind is called so, with what was probably meant.
fn nobody(at: usize, kind: &str, typed: &str, meant: Option<Expr>) -> QueryError {
    let hint = meant.map_or_else(
        || "`byline outlets` and the sidebar show their names".to_owned(),
        |meant| format!("did you mean {meant}?"),
    );
    fault(at, format!("no {kind} is called {typed}; {hint}"))
}

/// Whether a thing of this short and this full name is meant.
type Fits<'f> = &'f dyn Fn(&str, &str) -> bool;

/// Of things with a short and a full name, those whose short name this is, else those whose full name it is, else those in
/// whose name it stands as whole words; by their short names. Case and accents do not count. None: the one that was
/// probably meant.
fn called<'k>(typed: &str, all: &[(&'k str, &'k str)]) -> Result<Vec<String>, Option<&'k str>> {
    let wanted = words(typed);
    let among = |fits: Fits<'_>| -> Vec<String> {
        let found = all.iter().filter(|(short, full)| fits(short, full));
        found.map(|(short, _)| (*short).to_owned()).collect()
    };
    let ways: [Fits<'_>; 4] = [
        &|short, _| short == typed,
        &|short, _| words(short) == wanted,
        &|_, full| words(full) == wanted,
        &|short, full| has(full, &wanted) || has(short, &wanted),
    ];
    let found = ways.iter().map(|way| among(way)).find(|found| !found.is_empty());
    found.filter(|_| !wanted.is_empty()).ok_or_else(|| {
        let names = all.iter().flat_map(|(short, full)| {
            let parts = words(full).into_iter().map(|word| (word, *short));
            std::iter::once(((*short).to_owned(), *short)).chain(parts)
        });
        let names: Vec<(String, &str)> = names.collect();
        let meant = nearest(typed, names.iter().map(|(name, _)| name.as_str()));
        meant.and_then(|meant| names.iter().find(|(name, _)| name == meant).map(|(_, short)| *short))
    })
}

/// A name's words as they are compared.
fn words(name: &str) -> Vec<String> {
    let form = needle(name).map(|(form, _)| form).unwrap_or_default();
    form.split_ascii_whitespace().map(str::to_owned).collect()
}

fn has(name: &str, wanted: &[String]) -> bool {
    words(name).windows(wanted.len().max(1)).any(|run| run == wanted)
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::query::{Expr, Query};

    fn known() -> Known {
        let outlet = |slug: &str, name: &str| (slug.to_owned(), name.to_owned());
        Known {
            outlets: vec![
                outlet("harbour-dispatch", "Harbour Dispatch"),
                outlet("north-ledger", "North Ledger"),
                outlet("post", "The Post"),
                outlet("valley-post", "The Valley Post"),
                outlet("obchodni-list", "Obchodní list"),
                outlet("ranok", "Ранок"),
                outlet("東都新報", "東都新報"),
                outlet("ledger-weekly", "Ledger Weekly"),
            ],
            folders: vec![
                "Ports and ships".to_owned(),
                "Città".to_owned(),
                "World".to_owned(),
                "Old World".to_owned(),
            ],
        }
    }

    #[test]
    fn outlets_and_folders_are_called_by_what_is_on_the_screen() {
        for (typed, read) in [
            ("outlet:harbour-dispatch", "outlet:harbour-dispatch"),
            ("outlet:\"Harbour Dispatch\"", "outlet:harbour-dispatch"),
            ("outlet:HARBOUR", "outlet:harbour-dispatch"),
            ("outlet:ledger", "outlet:north-ledger,ledger-weekly"),
            (
                "outlet:ledger,dispatch",
                "outlet:north-ledger,ledger-weekly,harbour-dispatch",
            ),
            ("outlet:north,ledger", "outlet:north-ledger,ledger-weekly"),
            ("outlet:post", "outlet:post"),
            ("outlet:\"the post\"", "outlet:post"),
            ("outlet:\"valley post\"", "outlet:valley-post"),
            ("outlet:obchodni", "outlet:obchodni-list"),
            ("-outlet:ранок", "-outlet:ranok"),
            ("outlet:新報", "outlet:東都新報"),
            ("folder:ships", "folder:\"Ports and ships\""),
            ("folder:citta", "folder:Città"),
            ("folder:world", "folder:World"),
            ("(folder:old or a)", "folder:\"Old World\" or a"),
            ("lang:english lang:German lang:УКРАЇНСЬКА", "lang:en lang:de lang:uk"),
            ("lang:de-AT lang:nb lang:xy", "lang:de lang:no lang:xy"),
        ] {
            let query = Query::parse_among(typed, Some(&known())).unwrap_or_else(|error| panic!("{typed}: {error}"));
            assert_eq!(query.to_string(), read, "{typed}");
        }
    }

    #[test]
    fn a_name_of_nothing_is_an_error_that_names_the_closest() {
        for (typed, at, says) in [
            ("talks outlet:ledgre", 13, "did you mean outlet:north-ledger?"),
            ("outlet:post,harbor", 12, "did you mean outlet:harbour-dispatch?"),
            ("outlet:edger", 7, "did you mean outlet:north-ledger?"),
            ("outlet:zzzz", 7, "no outlet is called zzzz; `byline outlets`"),
            ("outlet:\"!\"", 7, "no outlet is called !"),
            ("folder:shops", 7, "did you mean folder:\"Ports and ships\"?"),
            ("lang:englsh", 5, "did you mean lang:English?"),
        ] {
            let error = Query::parse_among(typed, Some(&known())).expect_err(typed);
            assert!(error.what.contains(says), "{typed}: {error}");
            assert_eq!(error.at, at, "{typed}: {error}");
            // What was saved is read whoever is there.
            assert!(Query::parse(typed).is_ok(), "{typed}");
        }
    }

    #[test]
    fn several_folders_are_alternatives() {
        let query = Query::parse_among(
            "folder:world",
            Some(&Known {
                folders: vec!["Old World".to_owned(), "New World".to_owned()],
                ..Known::default()
            }),
        );
        let folder = |name: &str| Expr::Folder(name.to_owned());
        assert_eq!(
            query.unwrap().expr,
            Expr::Or(vec![folder("Old World"), folder("New World")])
        );
    }
}
