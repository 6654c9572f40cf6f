//! The filter language: text → [`Query`], with errors that point; [`Query`] → text (its `Display`). One language for search,
//! saved filters, the command line and rules. Ages stay relative: who runs a query says when now is.

mod tree;

pub use tree::{Age, Days, Expr, Has, Is, Query, QueryError, Sort};

impl Query {
    /// Reads a query; an empty text is every article, newest first.
    ///
    /// # Errors
    /// Says at which character, and what was meant.
    pub fn parse(_text: &str) -> Result<Self, QueryError> {
        todo!()
    }
}
