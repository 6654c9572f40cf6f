//! Passages of a document: taken down so that they are found again after the article was cleaned anew, or edited.

use crate::document::tree::{Extent, Leaf};
use crate::model::{Clean, Passage, Place};

/// Characters of a passage at most.
const MAX_TEXT: usize = 20_000;
/// Characters that are taken down before and after it.
const AROUND: usize = 40;
/// Characters at a passage's ends, or around it, by which it is found when it was edited.
const ENDS: usize = 20;

/// The words of a document as one line, each character with its place.
struct Line {
    text: String,
    /// Where each character begins in `text`, and where it stands in the document.
    places: Vec<(usize, Place)>,
}

/// Takes a stretch of a document down in its own words; `None` when there are none in it.
pub fn passage_at(leaves: &[Leaf], at: Extent) -> Option<Passage> {
    let line = Line::of(leaves, |sign| sign);
    let first = line.places.partition_point(|(_, place)| *place < at.start);
    let end = line.places.partition_point(|(_, place)| *place < at.end);
    let text = |from: usize, to: usize| Clean::line(line.between(from, to));
    let passage = Passage {
        text: text(first, end.min(first + MAX_TEXT)),
        before: text(first.saturating_sub(AROUND), first),
        after: text(end, end + AROUND),
    };
    (!passage.text.is_empty()).then_some(passage)
}

/// Where a passage stands now: where its words do, and of several places where what is around them fits best. Of an edited
/// one its ends count, else what was around it.
pub fn find_passage(leaves: &[Leaf], passage: &Passage) -> Option<Extent> {
    let line = Line::of(leaves, alike);
    let (text, before, after) = (sight(&passage.text), sight(&passage.before), sight(&passage.after));
    if text.is_empty() {
        return None;
    }
    let exact = line.text.match_indices(&text).max_by_key(|(at, found)| {
        let fits = common(
            line.text.get(..*at).unwrap_or_default().trim_end().chars().rev(),
            before.chars().rev(),
        ) + common(
            line.text
                .get(at + found.len()..)
                .unwrap_or_default()
                .trim_start()
                .chars(),
            after.chars(),
        );
        // Of places that fit alike the first.
        (fits, std::cmp::Reverse(*at))
    });
    let (start, end) = exact
        .map(|(at, found)| (at, at + found.len()))
        .or_else(|| by_ends(&line.text, &text))
        .or_else(|| by_surroundings(&line.text, &text, &before, &after))?;
    line.extent(start, end)
}

/// Of an edited passage: its first and its last words, in this order and not much further apart than they were.
fn by_ends(line: &str, text: &str) -> Option<(usize, usize)> {
    if text.chars().count() < 2 * ENDS {
        return None;
    }
    let (head, tail) = (first_chars(text, ENDS), last_chars(text, ENDS));
    line.match_indices(head).find_map(|(at, _)| {
        let after = at + head.len();
        let reach = line.ceil_char_boundary((at + 2 * text.len()).min(line.len()));
        let found = line.get(after..reach)?.find(tail)?;
        Some((at, after + found + tail.len()))
    })
}

/// Of one that was written anew: what was before and after it.
fn by_surroundings(line: &str, text: &str, before: &str, after: &str) -> Option<(usize, usize)> {
    let (before, after) = (last_chars(before, ENDS), first_chars(after, ENDS));
    if before.chars().count() < ENDS || after.chars().count() < ENDS {
        return None;
    }
    let start = line.find(before)? + before.len();
    let reach = line.ceil_char_boundary((start + 2 * text.len() + ENDS).min(line.len()));
    let between = line.get(start..reach)?;
    let end = between.find(after)?;
    let words = between.get(..end)?;
    let skipped = words.len() - words.trim_start().len();
    (!words.trim().is_empty()).then(|| (start + skipped, start + words.trim_end().len()))
}

impl Line {
    fn of(leaves: &[Leaf], written: impl Fn(char) -> char) -> Self {
        let mut line = Self {
            text: String::new(),
            places: Vec::new(),
        };
        for (leaf, words) in (0..).zip(leaves) {
            // A leaf's end parts words.
            for (offset, sign) in (0..).zip(words.text.chars().chain([' '])) {
                let sign = written(sign);
                if sign != ' ' || !(line.text.is_empty() || line.text.ends_with(' ')) {
                    line.places.push((line.text.len(), Place { leaf, offset }));
                    line.text.push(sign);
                }
            }
        }
        line
    }

    fn between(&self, from: usize, to: usize) -> &str {
        let byte = |at: usize| self.places.get(at).map_or(self.text.len(), |(byte, _)| *byte);
        self.text.get(byte(from)..byte(to)).unwrap_or_default()
    }

    fn extent(&self, start: usize, end: usize) -> Option<Extent> {
        let at = |byte: usize| self.places.partition_point(|(known, _)| *known < byte);
        let (_, first) = self.places.get(at(start))?;
        let (_, last) = self.places.get(at(end).checked_sub(1)?)?;
        Some(Extent {
            start: *first,
            end: Place {
                offset: last.offset + 1,
                ..*last
            },
        })
    }
}

/// A text as passages are compared.
fn sight(text: &str) -> String {
    text.chars()
        .map(alike)
        .collect::<String>()
        .split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Signs that one cleaning writes so and another otherwise.
fn alike(sign: char) -> char {
    match sign {
        '‘' | '’' | '‚' | '‛' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‐' | '‑' | '–' | '—' => '-',
        sign if sign.is_whitespace() => ' ',
        sign => sign,
    }
}

fn common(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other).take_while(|(one, other)| one == other).count()
}

fn first_chars(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

fn last_chars(text: &str, count: usize) -> &str {
    let skipped = text.chars().count().saturating_sub(count);
    let start = text.char_indices().nth(skipped).map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{find_passage, passage_at};
    use crate::document::{Context, Extent, Leaf, from_html};
    use crate::model::{Clean, Passage, Place};

    fn leaves(html: &str) -> Vec<Leaf> {
        from_html(html, &Context::default()).leaves()
    }

    fn words(leaves: &[Leaf], at: Extent) -> String {
        passage_at(leaves, at).unwrap().text.to_string()
    }

    /// Takes the `nth` hit of `text` down in one article, and says what is found in the other.
    #[track_caller]
    fn check(html: &str, text: &str, nth: usize, later: &str, expected: Option<&str>) {
        let before = leaves(html);
        let (leaf, at) = (0..)
            .zip(&before)
            .flat_map(|(leaf, words)| words.text.match_indices(text).map(move |(at, _)| (leaf, at)))
            .nth(nth)
            .unwrap();
        let offset = before[leaf as usize].text.get(..at).unwrap().chars().count() as u32;
        let extent = Extent {
            start: Place { leaf, offset },
            end: Place {
                leaf,
                offset: offset + text.chars().count() as u32,
            },
        };
        let passage = passage_at(&before, extent).unwrap();
        assert_eq!(find_passage(&before, &passage), Some(extent), "{passage:?}");
        let after = leaves(later);
        let found = find_passage(&after, &passage).map(|at| words(&after, at));
        assert_eq!(found.as_deref(), expected, "{later}");
    }

    #[test]
    fn finds_what_it_took_down_after_another_cleaning() {
        let html = "<p>The crews said no.</p><p>Größe “counts”, the crews said no. Twice.</p>";
        check(
            html,
            "the crews",
            0,
            "<h2>New</h2><p>x</p><p>Größe \"counts\", <b>the</b> crews said no. Twice.</p>",
            Some("the crews"),
        );
        check(
            html,
            "said no",
            1,
            "<p>The crews said no.</p><p>More.</p><p>Größe “counts”, the crews said no. Twice.</p>",
            Some("said no"),
        );
        check(html, "said no", 1, "<p>Something else.</p>", None);
    }

    #[test]
    fn of_the_same_words_those_count_that_stand_where_they_stood() {
        let html = "<p>Ada Moss left early. He agreed.</p><p>Bo Lind came late. He agreed.</p>";
        let taken = leaves(html);
        let second = Extent {
            start: Place { leaf: 1, offset: 19 },
            end: Place { leaf: 1, offset: 29 },
        };
        let passage = passage_at(&taken, second).unwrap();
        assert_eq!(&*passage.text, "He agreed.");
        let later = leaves("<p>New.</p><p>Ada Moss left early. He agreed.</p><p>Bo Lind came late. He agreed.</p>");
        assert_eq!(
            find_passage(&later, &passage).unwrap().start,
            Place { leaf: 2, offset: 19 }
        );
    }

    #[test]
    fn finds_an_edited_passage_by_its_ends_or_by_what_is_around() {
        let html = "<p>Before it there are these words here. The ferries between the islands will sail again on Monday morning. And then other words follow it.</p>";
        let passage = "The ferries between the islands will sail again on Monday morning.";
        check(
            html,
            passage,
            0,
            "<p>The ferries between the islands and the mainland will sail again on Monday morning.</p>",
            Some("The ferries between the islands and the mainland will sail again on Monday morning."),
        );
        check(
            html,
            passage,
            0,
            "<p>Before it there are these words here. Boats sail. And then other words follow it.</p>",
            Some("Boats sail."),
        );
    }

    #[test]
    fn passages_go_over_several_leaves_and_come_from_elsewhere() {
        let taken = leaves("<p>One two.</p><ul><li>three</li><li>four five</li></ul>");
        let at = Extent {
            start: Place { leaf: 0, offset: 4 },
            end: Place { leaf: 2, offset: 4 },
        };
        assert_eq!(words(&taken, at), "two. three four");
        assert_eq!(find_passage(&taken, &passage_at(&taken, at).unwrap()), Some(at));
        let elsewhere = Passage {
            text: Clean::line("three\nfour"),
            ..Passage::default()
        };
        assert!(find_passage(&taken, &elsewhere).is_some());
        assert_eq!(find_passage(&taken, &Passage::default()), None);
    }

    #[test]
    fn a_passage_is_in_the_articles_own_words() {
        let said = "« Nous\u{a0}attendons — dit-elle – l’aube »";
        let taken = leaves(&format!("<p>Avant l’heure.\n{said} et “rien” de plus.</p>"));
        let at = Extent {
            start: Place { leaf: 0, offset: 15 },
            end: Place {
                leaf: 0,
                offset: 15 + said.chars().count() as u32,
            },
        };
        let passage = passage_at(&taken, at).unwrap();
        let own = Passage {
            text: Clean::line(said),
            before: Clean::line("Avant l’heure."),
            after: Clean::line("et “rien” de plus."),
        };
        assert_eq!(passage, own);
        // As it was taken down before.
        let plain = Passage {
            text: Clean::line("\" Nous attendons - dit-elle - l'aube \""),
            before: Clean::line("Avant l'heure."),
            after: Clean::line("et \"rien\" de plus."),
        };
        assert_eq!(find_passage(&taken, &plain), Some(at));
    }
}
