//! The reports of one story stand as one row, until the reader opens it. Rows once shown never change their places.

use std::collections::HashMap;

use crate::model::{ArticleId, Clean, OutletId, Row, Story, StoryId};

/// How a row stands in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// For itself.
    Alone,
    /// For a story of several articles.
    Closed,
    /// The same, with the others below it.
    Open,
    /// Below one that is open.
    Below,
}

/// What stands behind and below the rows of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folds {
    /// The row that stands for each story.
    heads: HashMap<StoryId, ArticleId>,
    /// Rows of the list that are not shown, by the row that stands for them.
    behind: HashMap<ArticleId, Vec<Row>>,
    /// Rows below one that is open, each with that one.
    below: HashMap<ArticleId, ArticleId>,
    /// Outlets that carry the very text of a row.
    copies: HashMap<ArticleId, Vec<Clean>>,
}

/// The story of a row that has company in it.
fn story(row: &Row) -> Option<&Story> {
    row.story.as_ref().filter(|story| story.articles.len() > 1)
}

impl Folds {
    /// The rows to show of those that came: the first of each story, or that of the outlet the reader likes best.
    pub(crate) fn fold(&mut self, came: Vec<Row>, prefer: &[OutletId]) -> Vec<Row> {
        let rank = |row: &Row| {
            prefer
                .iter()
                .position(|outlet| *outlet == row.outlet)
                .unwrap_or(usize::MAX)
        };
        let mut shown: Vec<Row> = Vec::with_capacity(came.len());
        let mut fresh: HashMap<StoryId, usize> = HashMap::new();
        for mut row in came {
            let Some(id) = story(&row).map(|story| story.id) else {
                shown.push(row);
                continue;
            };
            let Some(head) = self.heads.get(&id).copied() else {
                self.heads.insert(id, row.id);
                fresh.insert(id, shown.len());
                shown.push(row);
                continue;
            };
            let mut behind = self.behind.remove(&head).unwrap_or_default();
            let mut leads = head;
            // One that was shown before keeps its place: only among those that come now the better liked one leads.
            if let Some(first) = fresh.get(&id).and_then(|at| shown.get_mut(*at))
                && rank(&row) < rank(first)
            {
                std::mem::swap(first, &mut row);
                leads = first.id;
                self.heads.insert(id, leads);
            }
            behind.push(row);
            self.behind.insert(leads, behind);
        }
        shown
    }

    /// Whether an article stands behind or below a row.
    pub(crate) fn has(&self, article: ArticleId) -> bool {
        self.below.contains_key(&article) || self.behind.values().flatten().any(|row| row.id == article)
    }

    /// How a row stands.
    pub(crate) fn standing(&self, row: &Row) -> Standing {
        if self.below.contains_key(&row.id) {
            Standing::Below
        } else if story(row).is_none_or(|story| self.heads.get(&story.id) != Some(&row.id)) {
            Standing::Alone
        } else if self.below.values().any(|head| *head == row.id) {
            Standing::Open
        } else {
            Standing::Closed
        }
    }

    /// Whether a row, or one that it stands for, is unread.
    pub(crate) fn is_unread(&self, row: &Row) -> bool {
        let behind = self.behind.get(&row.id).into_iter().flatten();
        !row.read || (self.standing(row) == Standing::Closed && behind.into_iter().any(|row| !row.read))
    }

    /// Rows that are not shown.
    pub(crate) fn hidden(&mut self) -> impl Iterator<Item = &mut Row> {
        self.behind.values_mut().flatten()
    }

    /// The outlets that carry the very text of a row.
    pub(crate) fn copies(&self, article: ArticleId) -> &[Clean] {
        self.copies.get(&article).map(Vec::as_slice).unwrap_or_default()
    }

    /// Opens a row: the other articles of its story, copies of one text as one row.
    pub(crate) fn open(&mut self, head: &Row, members: Vec<Row>) -> Vec<Row> {
        let mut shown: Vec<Row> = Vec::new();
        for row in members.into_iter().filter(|row| row.id != head.id) {
            let copied = std::iter::once(head).chain(&shown).find(|other| is_copy(&row, other));
            if let Some(other) = copied {
                self.copies.entry(other.id).or_default().push(row.outlet_name);
            } else {
                self.below.insert(row.id, head.id);
                shown.push(row);
            }
        }
        shown
    }

    /// Closes it again; the articles that stood below it.
    pub(crate) fn close(&mut self, head: ArticleId) -> Vec<ArticleId> {
        let gone: Vec<ArticleId> = self
            .below
            .iter()
            .filter(|(_, above)| **above == head)
            .map(|(row, _)| *row)
            .collect();
        for row in gone.iter().chain([&head]) {
            self.below.remove(row);
            self.copies.remove(row);
        }
        gone
    }

    /// The row that a row stands below.
    pub(crate) fn head_of(&self, article: ArticleId) -> Option<ArticleId> {
        self.below.get(&article).copied()
    }
}

/// Two outlets carry one text, as an agency sent it.
fn is_copy(row: &Row, other: &Row) -> bool {
    row.outlet != other.outlet && row.excerpt.chars().count() > 60 && row.excerpt == other.excerpt
}

#[cfg(test)]
mod tests {
    use super::{Folds, Standing};
    use crate::app::fixture;
    use crate::model::{ArticleId, Clean, OutletId, Row, Story, StoryId};

    /// An article of an outlet, in a story of so many.
    fn row(id: i64, outlet: i64, story: i64) -> Row {
        let outlets = fixture::outlets();
        let outlet = outlets.iter().find(|known| known.id == OutletId(outlet)).unwrap();
        Row {
            story: (story > 0).then(|| Story {
                id: StoryId(story),
                articles: vec![ArticleId(1), ArticleId(3), ArticleId(4)],
                outlets: 3,
                followed_at: None,
                muted: false,
            }),
            excerpt: Clean::line(&format!(
                "Article {id} tells of the fire on the ferry, and of everybody who was aboard it."
            )),
            ..fixture::row(id, "Ferry", outlet)
        }
    }

    fn ids(rows: &[Row]) -> Vec<i64> {
        rows.iter().map(|row| row.id.0).collect()
    }

    #[test]
    fn a_story_is_one_row_and_keeps_its_place() {
        let mut folds = Folds::default();
        let shown = folds.fold(vec![row(1, 1, 1), row(2, 2, 0), row(3, 3, 1)], &[]);
        assert_eq!(ids(&shown), [1, 2]);
        assert_eq!(folds.standing(&shown[0]), Standing::Closed);
        assert_eq!(folds.standing(&shown[1]), Standing::Alone);
        assert!(folds.has(ArticleId(3)));
        // A page that comes later moves nothing, whoever is liked best.
        assert_eq!(ids(&folds.fold(vec![row(4, 4, 1), row(5, 1, 0)], &[OutletId(4)])), [5]);
    }

    #[test]
    fn the_outlet_liked_best_leads() {
        let mut folds = Folds::default();
        let came = vec![row(1, 1, 1), row(2, 2, 0), row(3, 3, 1), row(4, 4, 1)];
        let shown = folds.fold(came, &[OutletId(4), OutletId(3)]);
        assert_eq!(ids(&shown), [4, 2]);
        assert!(folds.has(ArticleId(1)) && folds.has(ArticleId(3)) && !folds.has(ArticleId(4)));
    }

    #[test]
    fn a_row_is_unread_while_one_behind_it_is() {
        let mut folds = Folds::default();
        let mut shown = folds.fold(vec![row(1, 1, 1), row(3, 3, 1)], &[]);
        shown[0].read = true;
        assert!(folds.is_unread(&shown[0]));
        folds.hidden().for_each(|row| row.read = true);
        assert!(!folds.is_unread(&shown[0]));
    }

    #[test]
    fn opens_in_place_with_copies_as_one_row() {
        let mut folds = Folds::default();
        let head = folds.fold(vec![row(1, 1, 1)], &[]).remove(0);
        let copy = Row {
            excerpt: row(3, 3, 1).excerpt,
            ..row(4, 4, 1)
        };
        let below = folds.open(&head, vec![row(1, 1, 1), row(3, 3, 1), copy]);
        assert_eq!(ids(&below), [3]);
        assert_eq!(folds.copies(ArticleId(3)).len(), 1);
        assert_eq!(
            (folds.standing(&head), folds.standing(&below[0])),
            (Standing::Open, Standing::Below)
        );
        assert_eq!(folds.close(ArticleId(1)), [ArticleId(3)]);
        assert_eq!(folds.standing(&head), Standing::Closed);
        assert!(folds.copies(ArticleId(3)).is_empty());
    }
}
