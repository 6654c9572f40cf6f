//! The reports of a story side by side: who carries which quote, what only one of them says, where they contradict each other.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::model::slips;
use crate::story::figures::{Figure, figures};
use crate::story::quotes::{Carried, Spoken, quotes_the_other, same_words};
use crate::story::words::{sentences, stem, words};

/// Reports that are compared, and quotes of each.
const MAX_ACCOUNTS: usize = 24;
const MAX_QUOTES: usize = 60;
/// Numbers of a report: tables have thousands, which tell nothing.
const MAX_FIGURES: usize = 100;
/// Bytes of a text that are compared.
const MAX_TEXT: usize = 60_000;
/// What only one report says: so many sentences of it at most.
const MAX_ALONE: usize = 3;
/// A sentence that only one has: terms in it at least, and the part of them that nobody else has.
const TERMS: usize = 6;
const NOVEL: f32 = 0.6;
/// Two texts that share such a part of their terms are one.
const SAME_TEXT: f32 = 0.9;

/// A report to compare.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Account<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its text.
    pub text: &'a str,
    /// What is quoted in it.
    pub quotes: Vec<Said<'a>>,
}

/// A quote of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said<'a> {
    /// The words.
    pub words: &'a str,
    /// Who said them, by the report's account.
    pub speaker: Option<&'a str>,
    /// What the speaker is.
    pub role: Option<&'a str>,
}

/// What a comparison finds. Reports and quotes are named by their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Comparison {
    /// Each quote once: those that most reports carry first, then in the order of reporting.
    pub quotes: Vec<Shared>,
    /// What each report says alone: stretches of its text, in order.
    pub alone: Vec<Vec<Range<usize>>>,
    /// Where both cannot be right.
    pub contradictions: Vec<Contradiction>,
    /// The earlier report whose text each one repeats.
    pub same_text: Vec<Option<usize>>,
}

/// A quote and who carries it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    /// The report that has the most of it, and the quote's place in it.
    pub fullest: (usize, usize),
    /// How each report carries it; `None`: not at all.
    pub carried: Vec<Option<Carried>>,
}

/// A number or a name that reports differ in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// What they differ in.
    pub about: Difference,
    /// Each report's word for it, with the sentence that it stands in.
    pub claims: Vec<Claim>,
}

/// What reports differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Difference {
    /// A number.
    Number,
    /// A name.
    Name,
}

/// What one report says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The report's place.
    pub account: usize,
    /// What it says: "214 passengers".
    pub words: String,
    /// The sentence, or the quote.
    pub context: String,
}

/// An account made ready.
struct Read<'a> {
    text: &'a str,
    sentences: Vec<Range<usize>>,
    /// Stems of each sentence that tell what it is about.
    terms: Vec<HashSet<String>>,
    all: HashSet<String>,
    figures: Vec<Figure>,
    quotes: Vec<Spoken>,
}

impl<'a> Read<'a> {
    fn of(account: &Account<'a>) -> Self {
        let end = account.text.floor_char_boundary(MAX_TEXT);
        let text = account.text.get(..end).unwrap_or_default();
        let mut read = Self {
            text,
            sentences: sentences(text),
            terms: Vec::new(),
            all: HashSet::new(),
            figures: Vec::new(),
            quotes: account
                .quotes
                .iter()
                .take(MAX_QUOTES)
                .map(|said| Spoken::of(said.words))
                .collect(),
        };
        for (number, at) in read.sentences.iter().enumerate() {
            let mut words = words(text.get(at.clone()).unwrap_or_default());
            for word in &mut words {
                word.at = word.at.start + at.start..word.at.end + at.start;
            }
            if read.figures.len() < MAX_FIGURES {
                read.figures.extend(figures(number, &words));
            }
            let terms: HashSet<String> = words
                .iter()
                .filter(|word| word.tells() || word.is_number())
                .map(|word| word.stem().to_owned())
                .collect();
            read.all.extend(terms.iter().cloned());
            read.terms.push(terms);
        }
        read.all
            .extend(words(account.title).iter().map(|word| word.stem().to_owned()));
        read
    }

    fn sentence(&self, number: usize) -> &'a str {
        let at = self.sentences.get(number).cloned().unwrap_or_default();
        self.text.get(at).unwrap_or_default()
    }

    fn repeats(&self, other: &Self) -> bool {
        let shared = self.all.intersection(&other.all).count() as f32;
        let least = self.all.len().min(other.all.len()) as f32;
        let most = self.all.len().max(other.all.len()) as f32;
        least > 0.0 && shared / most >= SAME_TEXT
    }
}

/// Compares the reports of a story, in the order in which they came out. Total, in time that is bounded.
pub fn compare(accounts: &[Account<'_>]) -> Comparison {
    let accounts = accounts.get(..MAX_ACCOUNTS).unwrap_or(accounts);
    let read: Vec<Read<'_>> = accounts.iter().map(Read::of).collect();
    let same_text: Vec<Option<usize>> = (0..read.len())
        .map(|at| (0..at).find(|before| read[at].repeats(&read[*before])))
        .collect();
    let mut contradictions = numbers(&read);
    let groups = groups(&read);
    contradictions.extend(names(accounts, &groups));
    Comparison {
        quotes: shared(&read, &groups),
        alone: (0..read.len()).map(|at| alone(&read, at, &same_text)).collect(),
        contradictions,
        same_text,
    }
}

/// A quote in all its forms: report and place, the fullest first.
type Group = Vec<((usize, usize), Carried)>;

fn groups(read: &[Read<'_>]) -> Vec<Group> {
    let mut places: Vec<(usize, usize)> = read
        .iter()
        .enumerate()
        .flat_map(|(account, read)| (0..read.quotes.len()).map(move |quote| (account, quote)))
        .collect();
    let spoken = |(account, quote): (usize, usize)| &read[account].quotes[quote];
    places.sort_by_key(|place| (std::cmp::Reverse(spoken(*place).len()), *place));
    let mut groups: Vec<Group> = Vec::new();
    for place in places.into_iter().filter(|place| spoken(*place).len() > 0) {
        let near = groups.iter_mut().find_map(|group| {
            let carried = same_words(spoken(group[0].0), spoken(place))?;
            Some((group, carried))
        });
        match near {
            Some((group, carried)) => group.push((place, carried)),
            None => groups.push(vec![(place, Carried::Whole)]),
        }
    }
    groups
}

/// Quotes of one or two words are worth showing only where several carry them.
fn shared(read: &[Read<'_>], groups: &[Group]) -> Vec<Shared> {
    let mut quotes: Vec<Shared> = groups
        .iter()
        .map(|group| {
            let mut carried = vec![None; read.len()];
            for ((account, _), how) in group {
                carried[*account] = carried[*account].max(Some(*how));
            }
            Shared {
                fullest: group[0].0,
                carried,
            }
        })
        .collect();
    let carriers = |quote: &Shared| quote.carried.iter().flatten().count();
    quotes.retain(|quote| carriers(quote) > 1 || read[quote.fullest.0].quotes[quote.fullest.1].len() > 2);
    quotes.sort_by_key(|quote| (std::cmp::Reverse(carriers(quote)), quote.fullest));
    quotes
}

/// The sentences of a report of which the others have least.
fn alone(read: &[Read<'_>], at: usize, same_text: &[Option<usize>]) -> Vec<Range<usize>> {
    let is_copy = |other: usize| same_text[other] == Some(at) || same_text[at] == Some(other);
    let others: Vec<usize> = (0..read.len())
        .filter(|other| *other != at && !is_copy(*other))
        .collect();
    if others.is_empty() {
        return Vec::new();
    }
    let known = |stem: &String| others.iter().any(|other| read[*other].all.contains(stem));
    let mut novel: Vec<(usize, usize)> = Vec::new();
    let tells = |terms: &HashSet<String>| {
        let numbers = terms
            .iter()
            .filter(|stem| stem.starts_with(|sign: char| sign.is_numeric()));
        // Mostly numbers: a dateline, a score.
        terms.len() >= TERMS && numbers.count() * 2 < terms.len()
    };
    for (sentence, terms) in read[at].terms.iter().enumerate().filter(|(_, terms)| tells(terms)) {
        let new = terms.iter().filter(|stem| !known(stem)).count();
        if new as f32 / terms.len() as f32 >= NOVEL {
            novel.push((new, sentence));
        }
    }
    novel.sort_by_key(|(new, sentence)| (std::cmp::Reverse(*new), *sentence));
    novel.truncate(MAX_ALONE);
    novel.sort_by_key(|(_, sentence)| *sentence);
    novel
        .into_iter()
        .map(|(_, sentence)| read[at].sentences[sentence].clone())
        .collect()
}

/// Numbers of the same thing that are not the same.
fn numbers(read: &[Read<'_>]) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut used: HashSet<(usize, usize)> = HashSet::new();
    for (account, mine) in read.iter().enumerate() {
        for (number, figure) in mine.figures.iter().enumerate() {
            if used.contains(&(account, number)) {
                continue;
            }
            let mut claims = vec![(account, number)];
            for (other, theirs) in read.iter().enumerate().skip(account + 1) {
                // Whoever has the same number somewhere does not contradict it by another.
                let agreed = theirs.figures.iter().position(|claimed| claimed.agrees(figure));
                let met = theirs.figures.iter().position(|claimed| {
                    claimed.meets(figure)
                        && claimed.contradicts(figure)
                        && !mine.figures.iter().any(|own| own.agrees(claimed))
                });
                claims.extend(agreed.or(met).map(|number| (other, number)));
            }
            let differ = claims
                .iter()
                .any(|(other, number)| !read[*other].figures[*number].agrees(figure));
            if differ {
                used.extend(claims.iter().copied());
                let claims = claims
                    .iter()
                    .map(|(account, number)| claim(&read[*account], *account, *number));
                found.push(Contradiction {
                    about: Difference::Number,
                    claims: claims.collect(),
                });
            }
        }
    }
    found
}

fn claim(read: &Read<'_>, account: usize, number: usize) -> Claim {
    let figure = &read.figures[number];
    Claim {
        account,
        words: read.text.get(figure.at.clone()).unwrap_or_default().to_owned(),
        context: read.sentence(figure.sentence).to_owned(),
    }
}

/// One quote with two names, and one person with two.
fn names(accounts: &[Account<'_>], groups: &[Group]) -> Vec<Contradiction> {
    let mut found: Vec<Contradiction> = Vec::new();
    let mut seen: HashMap<usize, Vec<(usize, &str, Said<'_>)>> = HashMap::new();
    for (number, group) in groups.iter().enumerate() {
        for ((account, quote), _) in group {
            let said = accounts[*account].quotes[*quote];
            if let Some(name) = said.speaker.filter(|name| is_name(name)) {
                seen.entry(number).or_default().push((*account, name, said));
            }
        }
    }
    let mut everybody: Vec<(usize, &str, Said<'_>)> = seen.values().flatten().copied().collect();
    everybody.sort_by_key(|(account, name, _)| (*account, *name));
    let claim = |(account, name, said): (usize, &str, Said<'_>)| Claim {
        account,
        words: name.to_owned(),
        context: said.words.to_owned(),
    };
    let mut tell = |one: (usize, &str, Said<'_>), other: (usize, &str, Said<'_>)| {
        let known = |contradiction: &Contradiction| {
            let has = |name: &str| contradiction.claims.iter().any(|claim| claim.words == name);
            has(one.1) && has(other.1)
        };
        if !found.iter().any(known) {
            found.push(Contradiction {
                about: Difference::Name,
                claims: vec![claim(one), claim(other)],
            });
        }
    };
    let mut numbers: Vec<usize> = seen.keys().copied().collect();
    numbers.sort_unstable();
    for number in numbers {
        let said = &seen[&number];
        for (at, one) in said.iter().enumerate() {
            for other in said.iter().skip(at + 1).filter(|other| other.0 != one.0) {
                if !shares_a_name(one.1, other.1) && !quotes_the_other(one.2.words, other.2.words) {
                    tell(*one, *other);
                }
            }
        }
    }
    for (at, one) in everybody.iter().enumerate() {
        for other in everybody.iter().skip(at + 1).filter(|other| other.0 != one.0) {
            let role = |said: Said<'_>| said.role.unwrap_or_default().to_lowercase();
            if is_almost(one.1, other.1) && (role(one.2) == role(other.2) || one.2.words == other.2.words) {
                tell(*one, *other);
            }
        }
    }
    found
}

/// Names, not roles: every longer word of it begins with a capital.
fn is_name(name: &str) -> bool {
    let words = words(name);
    !words.is_empty() && words.iter().all(|word| word.capital || word.text.chars().count() < 4)
}

fn shares_a_name(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    one.iter().any(|word| {
        other
            .iter()
            .any(|theirs| theirs.stem() == word.stem() || (word.text.len() > 4 && slips(&theirs.text, &word.text) <= 1))
    })
}

/// Two words each, one of them the same, the other nearly: Ansel Brody and Anders Brody, Edda Morn and Edda Moran.
fn is_almost(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let [[first, last], [their_first, their_last]] = [&one[..], &other[..]].map(|words| match words {
        [first, last] => [first.text.as_str(), last.text.as_str()],
        _ => ["", ""],
    });
    let differ = |one: &str, other: &str| {
        let letters = one.chars().count().min(other.chars().count());
        let begin = one.chars().next() == other.chars().next();
        letters > 2 && begin && stem(one) != stem(other) && slips(one, other) <= 3
    };
    !first.is_empty()
        && !their_first.is_empty()
        && ((last == their_last && differ(first, their_first)) || (first == their_first && differ(last, their_last)))
}

#[cfg(test)]
mod tests {
    use super::{Account, Difference, Said, compare};
    use crate::story::quotes::Carried;

    fn said<'a>(words: &'a str, speaker: &'a str) -> Said<'a> {
        Said {
            words,
            speaker: Some(speaker),
            role: Some("captain"),
        }
    }

    const DRILLED: &str = "The crew did what they have drilled every Thursday for eleven years. Nobody ran.";

    fn accounts() -> Vec<Account<'static>> {
        vec![
            Account {
                title: "Fire on island ferry",
                text: "All 214 passengers of the ferry Sister Maud were brought ashore in Almery. The fire broke out in the engine room \
                    before dawn. The seafarers' union has asked for new fuel lines since spring, in three letters to the company.",
                quotes: vec![
                    said(DRILLED, "Ansel Brody"),
                    said("We wrote in April, in May and in August", "Halloran Vane"),
                ],
            },
            Account {
                title: "Ferry burns in Grey Strait",
                text: "The coast guard brought 241 passengers of the ferry Sister Maud ashore in Almery. The fire broke out in the \
                    engine room before dawn.",
                quotes: vec![
                    said("The crew did what they have drilled", "Anders Brody"),
                    said("We wrote in April, in May and in August", "Ione Pratt"),
                ],
            },
            Account {
                title: "Ferry burns in the Grey Strait",
                text: "The coast guard brought 241 passengers of the ferry Sister Maud ashore in Almery. The fire broke out in the \
                    engine room before dawn.",
                quotes: Vec::new(),
            },
        ]
    }

    #[test]
    fn whoever_quotes_another_does_not_contradict_whom() {
        let told = "My colleague in Almery said, 'What we have not read is a date.' That is still so.";
        let account = |title, text, words, speaker| Account {
            title,
            text,
            quotes: vec![said(words, speaker)],
        };
        let both = compare(&[
            account(
                "A date",
                "VASHENT, 26 Nov 2026, 11:10 /ORION/.",
                told,
                "Jorunn Askeland",
            ),
            account(
                "No date",
                "Nobody has read one.",
                "What we have not read is a date.",
                "Edda Morn",
            ),
        ]);
        assert!(both.quotes[0].carried.iter().all(Option::is_some));
        assert_eq!(both.contradictions, []);
        assert!(both.alone[0].is_empty());
    }

    #[test]
    fn tells_who_carries_which_quote() {
        let comparison = compare(&accounts());
        let carried: Vec<_> = comparison
            .quotes
            .iter()
            .map(|quote| (quote.fullest, quote.carried.clone()))
            .collect();
        assert_eq!(
            carried,
            [
                ((0, 0), vec![Some(Carried::Whole), Some(Carried::Shortened), None]),
                ((0, 1), vec![Some(Carried::Whole), Some(Carried::Whole), None]),
            ]
        );
    }

    #[test]
    fn tells_what_only_one_says_and_who_repeats_whom() {
        let accounts = accounts();
        let comparison = compare(&accounts);
        let alone: Vec<_> = comparison.alone[0]
            .iter()
            .map(|at| accounts[0].text.get(at.clone()).unwrap())
            .collect();
        assert!(
            alone.len() == 1 && alone[0].starts_with("The seafarers' union"),
            "{alone:?}"
        );
        assert!(comparison.alone[1].is_empty());
        assert_eq!(comparison.same_text, [None, None, Some(1)]);
    }

    #[test]
    fn tells_contradictions_in_numbers_and_names() {
        let found = compare(&accounts()).contradictions;
        let told: Vec<(Difference, Vec<&str>)> = found
            .iter()
            .map(|one| (one.about, one.claims.iter().map(|claim| claim.words.as_str()).collect()))
            .collect();
        assert_eq!(
            told,
            [
                (
                    Difference::Number,
                    vec!["214 passengers", "241 passengers", "241 passengers"]
                ),
                (Difference::Name, vec!["Halloran Vane", "Ione Pratt"]),
                (Difference::Name, vec!["Ansel Brody", "Anders Brody"]),
            ]
        );
        assert_eq!(compare(&[]).quotes, []);
        assert_eq!(compare(&accounts()[..1]).contradictions, []);
    }
}
