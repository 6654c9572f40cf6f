//! The filter language: text → [`Query`], with errors that point; [`Query`] → text (its `Display`). One language for search,
//! saved filters, the command line and rules. Ages stay relative: who runs a query says when now is.

mod lexer;
mod parser;
mod tree;
mod write;

pub use parser::FIELDS;
pub use tree::{Age, Days, Expr, Has, Is, Query, QueryError, Sort};

impl Query {
    /// Reads a query; an empty text is every article, newest first.
    ///
    /// # Errors
    /// Says at which character, and what was meant.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        parser::parse(text)
    }

    /// The terms that must all hold.
    pub fn terms(&self) -> &[Expr] {
        match &self.expr {
            Expr::All => &[],
            Expr::And(terms) => terms,
            other => std::slice::from_ref(other),
        }
    }

    /// Words and phrases that a fitting article holds, for marking hits.
    pub fn words(&self) -> Vec<&str> {
        let mut words = Vec::new();
        gather(&self.expr, &mut |term| match term {
            Expr::Word(word) | Expr::Phrase(word) | Expr::Title(word) => words.push(word.as_str()),
            _ => {}
        });
        words
    }

    /// The speakers asked for.
    pub fn speakers(&self) -> Vec<&str> {
        let mut speakers = Vec::new();
        gather(&self.expr, &mut |term| {
            if let Expr::Speaker(name) = term {
                speakers.push(name.as_str());
            }
        });
        speakers
    }

    /// The outlets that the query is narrowed to, by slug; empty: all.
    pub fn outlets(&self) -> &[String] {
        self.terms()
            .iter()
            .find_map(|term| {
                if let Expr::Outlet(slugs) = term {
                    Some(slugs.as_slice())
                } else {
                    None
                }
            })
            .unwrap_or_default()
    }

    /// The same query narrowed to these outlets; to all when there are none.
    #[must_use]
    pub fn with_outlets(&self, slugs: Vec<String>) -> Self {
        let others = self
            .terms()
            .iter()
            .filter(|term| !matches!(term, Expr::Outlet(_)))
            .cloned();
        let mut terms: Vec<_> = others.collect();
        if !slugs.is_empty() {
            terms.push(Expr::Outlet(slugs));
        }
        Self {
            expr: Expr::And(terms).flat(),
            sort: self.sort,
        }
    }

    /// The same query with one outlet more, or one less.
    #[must_use]
    pub fn toggle_outlet(&self, slug: &str) -> Self {
        let mut slugs = self.outlets().to_vec();
        match slugs.iter().position(|known| known == slug) {
            Some(at) => drop(slugs.remove(at)),
            None => slugs.push(slug.to_owned()),
        }
        self.with_outlets(slugs)
    }
}

/// Every term that must hold for an article to fit, those within alternatives included.
fn gather<'a>(expr: &'a Expr, found: &mut impl FnMut(&'a Expr)) {
    match expr {
        Expr::And(terms) | Expr::Or(terms) => terms.iter().for_each(|term| gather(term, found)),
        Expr::Not(_) => {}
        other => found(other),
    }
}

#[cfg(test)]
mod tests;
