//! The sources that sentences name: "told Reuters", "citing a police statement", "A reported", "in an interview with B".
//!
//! Door: [`spoken`]. What leads to a source is in the lexicon; here it is told where the source's words end, and whether they name one.

use crate::speech::cited::{Cited, describe};
use crate::speech::lexicon::{Classes, Lexicon};
use crate::speech::mentions::Sort;
use crate::speech::phrases::{HEADS, PRESS, Reader, Surnames, Wanted};
use crate::speech::scene::{Heard, Scene};
use crate::speech::tokens::Token;

/// How far around a preposition somebody has to say something, in tokens.
const FAR: usize = 40;

/// The sources that a paragraph names.
pub(super) fn spoken(scene: &Scene<'_>, heard: &Heard<'_>, surnames: &Surnames, found: &mut Vec<Cited>) {
    let reader = Reader { scene, heard, surnames };
    let tokens = &heard.paragraph.tokens;
    // Most paragraphs have none of what it takes.
    let all = tokens
        .iter()
        .fold(Classes::default(), |all, token| all.and(token.classes));
    let said = all.is(Classes::CUE.and(Classes::REPORT));
    let place = said && all.is(Classes::DOC.and(Classes::NOUN).and(Classes::PLATFORM));
    let leading = Classes::CITING
        .and(Classes::ACCORDING)
        .and(Classes::BEHIND)
        .and(Classes::REPORT)
        .and(Classes::LEAD)
        .and(if place { Classes::PREP } else { Classes::default() });
    for (at, token) in tokens.iter().enumerate() {
        if token.is(leading) && token.is_word() {
            reader.at(at, found);
        }
    }
    let names = |pair: &[Token]| pair[0].is(Classes::DET) && pair[0].capital && pair[1].capital;
    let names =
        |pair: &[Token]| names(pair) || heard.paragraph.nouns_capital && pair[0].is(Classes::DET) && pair[1].capital;
    if said
        && (all.is(PRESS)
            || (0..tokens.len()).any(|at| reader.is_broadcaster((at, at)))
            || tokens.windows(2).any(names)
            || tokens.iter().any(|token| reader.is_title(token)))
    {
        reader.told(found);
    }
}

impl Reader<'_> {
    fn at(&self, at: usize, found: &mut Vec<Cited>) {
        let token = &self.tokens()[at];
        if token.is(Classes::CITING) {
            // "the Courier, citing police, said"
            if at > 1 && self.tokens()[at - 1].is_sign(&[',']) {
                let named =
                    |&(first, last): &(usize, usize)| self.tokens()[first..=last].iter().any(|token| token.capital);
                let press = |source: &(usize, usize)| self.is(*source, Wanted::Press) && named(source);
                self.push(
                    self.ending(at - 1)
                        .filter(|source| press(source) || self.titled(*source)),
                    found,
                );
            }
            self.behind(at + 1, Wanted::Any, found);
        } else if token.is(Classes::ACCORDING) {
            // "как сообщили в пресс-службе"
            let place = self
                .tokens()
                .get(at + 1)
                .is_some_and(|token| token.is(Classes::PREP) && !token.is(Classes::PARTICLE));
            let first = at + 1 + usize::from(place);
            let source = self.phrase(first);
            self.push(
                source.filter(|source| self.is(*source, Wanted::Named) || self.is_several(at, *source)),
                found,
            );
            // "… zufolge" stands behind its source.
            if found.last().is_none_or(|cited| cited.first != at + 1) {
                self.push(self.ending(at).filter(|source| self.is(*source, Wanted::Body)), found);
            }
        } else if token.is(Classes::BEHIND) {
            self.push(self.ending(at).filter(|source| self.is(*source, Wanted::Named)), found);
        } else if token.is(Classes::REPORT) && !token.capital {
            self.reported(at, found);
        } else if token.is(Classes::PREP) {
            self.placed(at, found);
        }
        if token.is(Classes::LEAD)
            && let Some(behind) = self.lead(at)
        {
            self.behind(behind, Wanted::Medium, found);
        }
    }

    /// "According to shipping insurers, …", "…, according to witnesses": people of a kind, in English.
    fn is_several(&self, according: usize, (first, last): (usize, usize)) -> bool {
        const WORDS: usize = 3;
        let tokens = self.tokens();
        let apart = according == self.start_of_sentence(according) || tokens[according - 1].is_sign(&[',']);
        let plain = |at: usize| {
            let token = &tokens[at];
            token.is_word() && !token.capital && !token.is(Classes::PRONOUN.and(Classes::OTHER).and(Classes::DOC))
        };
        apart
            && self.lexicon().language.code() == "en"
            && last - first < WORDS
            && (first..=last).all(plain)
            && self
                .lower(last)
                .is_some_and(|word| word.ends_with('s') && !word.ends_with("ss"))
    }

    /// "told OTV": capitals that name neither an office nor a body that the lists know.
    fn is_broadcaster(&self, (first, last): (usize, usize)) -> bool {
        const LETTERS: usize = 3;
        let token = &self.tokens()[first];
        let word = self.paragraph().slice(token.start, token.end);
        first == last
            && token.capital
            && token.is_word()
            && !token.is(Classes::OFFICIAL.and(Classes::GROUP).and(Classes::ROLE))
            && word.chars().count() >= LETTERS
            && word
                .chars()
                .all(|sign| sign.is_ascii_uppercase() || sign.is_ascii_digit())
    }

    /// The token behind a phrase that leads to a source; a day may stand within it: "published on Thursday in".
    fn lead(&self, at: usize) -> Option<usize> {
        let word = |at: usize| {
            let token = self.tokens().get(at).filter(|token| token.is_word())?;
            Some(self.paragraph().slice(token.start, token.end))
        };
        let ends = |rest: &[String]| {
            let mut at = at + 1;
            for known in rest {
                if !word(at).is_some_and(|word| Lexicon::fits(known, word)) {
                    while self.is_day(at) {
                        at += 1;
                    }
                    if !word(at).is_some_and(|word| Lexicon::fits(known, word)) {
                        return None;
                    }
                }
                at += 1;
            }
            while self.is_day(at) {
                at += 1;
            }
            Some(at)
        };
        self.lexicon()
            .leads(word(at)?)
            .iter()
            .filter_map(|rest| ends(rest))
            .max()
    }

    /// A word of a date, with what leads to it: "on Thursday", "el jueves".
    fn is_day(&self, at: usize) -> bool {
        let day = |at: usize| {
            let token = self.tokens().get(at);
            token.is_some_and(|token| token.is(Classes::NEVER) && !token.is(Classes::PLATFORM))
        };
        let leads = |at: usize| {
            let token = self.tokens().get(at);
            token.is_some_and(|token| token.is(Classes::PREP.and(Classes::DET)))
        };
        day(at) || leads(at) && (day(at + 1) || leads(at + 1) && day(at + 2))
    }

    fn push(&self, source: Option<(usize, usize)>, found: &mut Vec<Cited>) {
        found.extend(source.map(|(first, last)| describe(self.paragraph(), first, last)));
    }

    fn behind(&self, first: usize, wanted: Wanted, found: &mut Vec<Cited>) {
        let source = self.phrase(first).filter(|source| self.is(*source, wanted));
        self.push(source, found);
    }

    /// "A reported", ", reported A"; and bodies where what they announce stands before: "…, the observatory announced."
    fn reported(&self, verb: usize, found: &mut Vec<Cited>) {
        let behind = (verb + 1..verb + 4)
            .take_while(|at| {
                self.tokens()
                    .get(at - 1)
                    .is_some_and(|token| *at == verb + 1 || is_light(token))
            })
            .find_map(|at| self.phrase(at));
        let before = (verb.saturating_sub(3)..=verb)
            .rev()
            .take_while(|end| *end == verb || self.tokens().get(*end).is_some_and(is_light))
            .find_map(|end| self.ending(end));
        let cites = self.cites(verb);
        // "Northwire, citing two officials, said"
        let parted = cites.and_then(|(start, _)| self.ending(start));
        for source in [before, behind, parted].into_iter().flatten() {
            let document = self.any(source, Classes::DOC) && self.is(source, Wanted::Body);
            let cites = cites.is_some_and(|(start, end)| source.1 < start || source.0 > end) && self.is_medium(source);
            let known = self.is(source, Wanted::Press) || document || self.titled(source) || cites;
            let trailing = || self.trails(source, verb) && (self.is(source, Wanted::Body) || self.is_lone_name(source));
            if known || trailing() {
                self.push(Some(source), found);
                return;
            }
        }
    }

    /// Whether words may be an outlet's name although no list knows it.
    fn is_medium(&self, source: (usize, usize)) -> bool {
        (self.is(source, Wanted::Medium) || self.is_lone_name(source)) && !self.any(source, Classes::ROLE) && {
            let (first, last) = source;
            self.tokens()[first..=last]
                .iter()
                .any(|token| token.capital || token.is_quoted())
        }
    }

    /// The clause before a verb that says whom its subject cites: its first token, with a comma before it, and its last.
    fn cites(&self, verb: usize) -> Option<(usize, usize)> {
        let tokens = self.tokens();
        let start = self.start_of_sentence(verb);
        let citing = (start..verb)
            .rev()
            .take(FAR)
            .find(|at| tokens[*at].is(Classes::CITING))?;
        let last = self.phrase(citing + 1).map_or(citing, |(_, last)| last);
        let comma = citing > start && tokens[citing - 1].is_sign(&[',']);
        Some((citing - usize::from(comma), last))
    }

    /// Whether a clause "X reported" stands behind what was reported, at the end of its sentence.
    fn trails(&self, (first, last): (usize, usize), verb: usize) -> bool {
        let tokens = self.tokens();
        let (start, end) = (first.min(verb), last.max(verb));
        let sentence = tokens[verb].sentence;
        let rest = (end + 1..(end + FAR).min(tokens.len())).take_while(|at| tokens[*at].sentence == sentence);
        // "on Friday", "in a statement"
        let aside = Classes::NEVER.and(Classes::PREP).and(Classes::DOC).and(Classes::NOUN);
        let is_aside = |at: usize| {
            let next = tokens
                .get(at + 1)
                .is_some_and(|next| next.is(Classes::DOC.and(Classes::NOUN)));
            tokens[at].is(aside) || next && tokens[at].is(Classes::DET)
        };
        let over = rest
            .take_while(|at| !tokens[*at].is_sign(&[',', '.']))
            .filter(|at| tokens[*at].is_word() && !is_aside(*at))
            .count();
        let mut before = tokens[..start]
            .iter()
            .rev()
            .take_while(|token| token.sentence == sentence);
        let quoted = tokens[..start].iter().rev().take(3).any(Token::is_quoted);
        // "Das teilte die Polizei mit", "O wypadku poinformowała straż"
        let inverted = first > verb && verb > self.start_of_sentence(verb) && self.lexicon().language.code() != "en";
        over <= 1 && !quoted && (inverted || before.any(|token| token.is_sign(&[','])))
    }

    /// "said in a report", "in a statement, the ministry said", "wrote on Telegram".
    fn placed(&self, preposition: usize, found: &mut Vec<Cited>) {
        let tokens = self.tokens();
        let sentence = tokens[preposition].sentence;
        let same = |token: &&Token| token.sentence == sentence;
        let before = self.paragraph().before(preposition).filter(same);
        let follows = before.is_none_or(|before| {
            before.is_word()
                && (before.capital
                    || before.is(Classes::ANY_CUE
                        .and(Classes::REPORT)
                        .and(Classes::DOC)
                        .and(Classes::NOUN)
                        .and(HEADS)))
        });
        let (start, end) = (preposition.saturating_sub(FAR), (preposition + FAR).min(tokens.len()));
        let says = |token: &Token| token.sentence == sentence && token.is(Classes::CUE.and(Classes::REPORT));
        if !follows || !tokens[start..end].iter().any(says) {
            return;
        }
        let Some(source) = self.phrase(preposition + 1) else {
            return;
        };
        let (first, last) = source;
        let platform = tokens[first].is(Classes::PLATFORM) && (tokens[first].capital || first < last);
        let document = || {
            let head = (first..=last).find(|at| tokens[*at].is(Classes::DOC.and(Classes::NOUN)));
            head.is_some_and(|head| tokens[head].is(Classes::DOC)) && !self.any(source, Classes::ROLE)
        };
        let beside = before.is_none_or(|before| before.is(Classes::CUE.and(Classes::REPORT))) || {
            let links = &self.heard.links;
            let from = links.partition_point(|link| link.cue + FAR < preposition);
            let near = links[from..].iter().take_while(|link| link.cue < preposition);
            near.filter(|link| link.classes.is(Classes::CUE)).any(|link| {
                let subject = link.post.map(|post| self.heard.mentions[post].last);
                subject.is_some() && subject == preposition.checked_sub(1)
            })
        };
        let behind_document = before.is_some_and(|before| before.is(Classes::DOC.and(Classes::NOUN)));
        if platform && (beside || behind_document || before.is_some_and(|before| before.is(Classes::ANY_CUE))) {
            let described = behind_document.then(|| (preposition - 1, preposition - 1));
            found.push(Cited {
                first,
                last: first,
                described,
            });
        } else if beside && document() && !self.leads_on(last) && self.lead(last + 1).is_none() {
            self.push(Some(source), found);
        }
    }

    /// "a statement on Telegram", "an interview with the Herald": what follows says more.
    fn leads_on(&self, last: usize) -> bool {
        let on = |token: &&Token| token.is(Classes::PREP) && !token.is(Classes::PARTICLE);
        let behind = self
            .tokens()
            .get(last + 1)
            .filter(on)
            .and_then(|_| self.phrase(last + 2));
        behind.is_some_and(|behind| {
            let named = self.tokens()[behind.0..=behind.1]
                .iter()
                .any(|token| token.capital || token.is_quoted());
            named && (self.is(behind, Wanted::Medium) || self.any(behind, Classes::PLATFORM))
        })
    }

    /// Outlets that somebody told: "told Radio Halm", "said Berg to the Courier", "sagte Berg dem Sender".
    fn told(&self, found: &mut Vec<Cited>) {
        let tokens = self.tokens();
        for link in self.heard.links.iter().filter(|link| link.classes.is(Classes::CUE)) {
            let post = link.post.map(|post| &self.heard.mentions[post]);
            if let Some(post) = post
                && post.sort != Sort::Pronoun
            {
                let whole = (post.first, post.last);
                let whole = self.phrase(post.first).unwrap_or(whole);
                if self.is(whole, Wanted::Press) || link.pre.is_some() && self.is_broadcaster(whole) {
                    self.push(Some(whole), found);
                    continue;
                }
            }
            let mut at = post.map_or(link.cue, |post| post.last) + 1;
            let to = tokens
                .get(at)
                .is_some_and(|token| token.is(Classes::PREP) && !token.is(Classes::PARTICLE));
            at += usize::from(to);
            let title = tokens.get(at).is_some_and(|token| self.is_title(token));
            let source = self.phrase(at);
            // Right behind the speaker's name a title can be nothing but an outlet's.
            // Right before a that, too: "powiedział „Brzegowi”, że …"
            let that = title && {
                let next = |step: usize| tokens.get(at + step);
                next(1).is_some_and(|sign| sign.is_sign(&[','])) && next(2).is_some_and(|that| that.is(Classes::THAT))
            };
            let accepted = source.filter(|source| self.is(*source, Wanted::Press) || title && post.is_some() || that);
            self.push(accepted, found);
            // "агентству «Орбита» рассказал министр"
            let named = post.is_some_and(|post| post.name.is_some());
            let dative = self.ending(link.cue).filter(|_| named).map(|(first, last)| {
                let heads = |at: &usize| tokens[*at].is(HEADS) || tokens[*at].capital || tokens[*at].is_quoted();
                ((first..last).find(heads).unwrap_or(last), last)
            });
            self.push(
                dative.filter(|source| self.is(*source, Wanted::Press) || self.titled(*source)),
                found,
            );
            // "Der „Zeitung“ sagte er": the sentence begins with whom it was told.
            let start = self.start_of_sentence(link.cue);
            let pronoun = post.is_some_and(|post| matches!(post.sort, Sort::Pronoun | Sort::OtherPronoun));
            let opening = self.phrase(start).filter(|(_, last)| last + 1 == link.cue);
            let dative = opening.filter(|source| (pronoun || link.pre.is_none()) && self.is(*source, Wanted::Medium));
            self.push(
                dative.filter(|source| self.any(*source, PRESS) || self.titled(*source)),
                found,
            );
        }
    }
}

/// A word that may stand between a verb and its subject.
fn is_light(token: &Token) -> bool {
    token.is_word() && token.is(Classes::AUX.and(Classes::ADV).and(Classes::NEVER)) && !token.capital
        || token.is_word() && token.is(Classes::NEVER)
}
