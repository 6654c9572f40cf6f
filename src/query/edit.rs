//! What the screen does to a query: outlets in and out, conditions on and off.

use crate::query::pattern::pattern;
use crate::query::tree::{Expr, Query};

impl Query {
    /// What holds for every article of it.
    pub fn terms(&self) -> &[Expr] {
        match &self.expr {
            Expr::All => &[],
            Expr::And(all) => all,
            one => std::slice::from_ref(one),
        }
    }

    /// Slugs of the outlets it is narrowed to; empty: all.
    pub fn outlets(&self) -> &[String] {
        let slugs = self.terms().iter().find_map(|expr| match expr {
            Expr::Outlet(slugs) => Some(slugs.as_slice()),
            _ => None,
        });
        slugs.unwrap_or_default()
    }

    /// The same, narrowed to these outlets; to all when there are none.
    #[must_use]
    pub fn with_outlets(&self, slugs: Vec<String>) -> Self {
        let mut all = self.terms().to_vec();
        match all.iter().position(|expr| matches!(expr, Expr::Outlet(_))) {
            Some(at) if slugs.is_empty() => drop(all.remove(at)),
            Some(at) => all[at] = Expr::Outlet(slugs),
            None if slugs.is_empty() => {}
            None => all.push(Expr::Outlet(slugs)),
        }
        self.of(all)
    }

    /// The same with this outlet taken in, or taken out where it is in; without the last it is narrowed to none.
    #[must_use]
    pub fn toggle_outlet(&self, slug: &str) -> Self {
        let mut slugs = self.outlets().to_vec();
        match slugs.iter().position(|known| known == slug) {
            Some(at) => drop(slugs.remove(at)),
            None => slugs.push(slug.to_owned()),
        }
        self.with_outlets(slugs)
    }

    /// The same with one more condition; nothing changes when it holds already.
    #[must_use]
    pub fn with(&self, condition: Expr) -> Self {
        let mut all = self.terms().to_vec();
        if condition != Expr::All && !all.contains(&condition) {
            all.push(condition);
        }
        self.of(all)
    }

    /// The same without this condition, where it stands alone.
    #[must_use]
    pub fn without(&self, condition: &Expr) -> Self {
        let all = self.terms().iter().filter(|expr| *expr != condition);
        self.of(all.cloned().collect())
    }

    /// Words and phrases that it looks for, which [`crate::query::Seeker`] finds; a trailing `*` stands for any ending.
    pub fn words(&self) -> Vec<&str> {
        let mut words = Vec::new();
        gather(&self.expr, &mut |expr| {
            if let Expr::Word(word) | Expr::Phrase(word) | Expr::Title(word) = expr {
                words.push(word.as_str());
            }
        });
        words
    }

    /// Regular expressions that it looks for, ready for use.
    pub fn patterns(&self) -> Vec<regex::Regex> {
        let mut patterns = Vec::new();
        gather(&self.expr, &mut |expr| {
            if let Expr::Pattern(source) = expr {
                patterns.extend(pattern(source));
            }
        });
        patterns
    }

    /// The speakers asked for.
    pub fn speakers(&self) -> Vec<&str> {
        let mut speakers = Vec::new();
        gather(&self.expr, &mut |expr| {
            if let Expr::Speaker(name) = expr {
                speakers.push(name.as_str());
            }
        });
        speakers
    }

    fn of(&self, mut all: Vec<Expr>) -> Self {
        let expr = match all.len() {
            0 => Expr::All,
            1 => all.remove(0),
            _ => Expr::And(all),
        };
        Self { expr, sort: self.sort }
    }
}

/// Every term that a fitting article fits, those within alternatives included.
fn gather<'q>(expr: &'q Expr, found: &mut impl FnMut(&'q Expr)) {
    match expr {
        Expr::And(inner) | Expr::Or(inner) => inner.iter().for_each(|expr| gather(expr, found)),
        Expr::Not(_) => {}
        other => found(other),
    }
}

#[cfg(test)]
mod tests {
    use crate::query::{Expr, Is, Query};

    #[test]
    fn takes_outlets_in_and_out() {
        let query = Query::parse("talks is:unread").unwrap();
        let two = query.toggle_outlet("ledger").toggle_outlet("post");
        assert_eq!(two.to_string(), "talks is:unread outlet:ledger,post");
        assert_eq!(two.toggle_outlet("ledger").outlets(), ["post"]);
        assert_eq!(
            two.with_outlets(vec!["mail".into()]).to_string(),
            "talks is:unread outlet:mail"
        );
        assert_eq!(two.toggle_outlet("post").toggle_outlet("ledger"), query);
        assert_eq!(Query::default().toggle_outlet("a").toggle_outlet("a"), Query::default());
    }

    #[test]
    fn puts_conditions_on_and_off() {
        let unread = Expr::Is(Is::Unread);
        let query = Query::default().with(unread.clone()).with(unread.clone());
        assert_eq!(query.to_string(), "is:unread");
        assert_eq!(query.without(&unread), Query::default());
        let either = Query::parse("a or b").unwrap().with(unread);
        assert_eq!(either.to_string(), "(a or b) is:unread");
    }

    #[test]
    fn tells_which_words_to_mark() {
        let query = Query::parse("talk* \"grain ships\" -storm (port or title:road) outlet:x").unwrap();
        assert_eq!(query.words(), ["talk*", "grain ships", "port", "road"]);
    }
}
