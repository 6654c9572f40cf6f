//! The sources that sentences name: "told Reuters", "citing a police statement", "A reported", "in an interview with B".
//!
//! Door: [`spoken`]. What leads to a source is in the lexicon; here it is told where the source's words end, and whether they name one.

use crate::speech::lexicon::{Classes, Lexicon};
use crate::speech::mentions::Sort;
use crate::speech::phrases::{HEADS, PRESS, Reader, Surnames, Wanted};
use crate::speech::scene::{Heard, Scene};
use crate::speech::sources::{Cited, describe};
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
        .and(Classes::REPORT)
        .and(Classes::LEAD)
        .and(if place { Classes::PREP } else { Classes::default() });
    for (at, token) in tokens.iter().enumerate() {
        if token.is(leading) && token.is_word() {
            reader.at(at, found);
        }
    }
    if said && (all.is(PRESS) || tokens.iter().any(|token| reader.is_title(token))) {
        reader.told(found);
    }
}

impl Reader<'_> {
    fn at(&self, at: usize, found: &mut Vec<Cited>) {
        let token = &self.tokens()[at];
        if token.is(Classes::CITING) {
            self.behind(at + 1, Wanted::Any, found);
        } else if token.is(Classes::ACCORDING) {
            self.behind(at + 1, Wanted::Body, found);
            // "… zufolge" stands behind its source.
            if found.last().is_none_or(|cited| cited.first != at + 1) {
                self.push(self.ending(at).filter(|source| self.is(*source, Wanted::Body)), found);
            }
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
        found.extend(source.map(|(first, last)| describe(self.tokens(), first, last)));
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
        for source in [before, behind].into_iter().flatten() {
            let document = self.any(source, Classes::DOC) && self.is(source, Wanted::Body);
            let known = self.is(source, Wanted::Press) || document || self.titled(source);
            let trailing = || self.trails(source, verb) && (self.is(source, Wanted::Body) || self.is_lone_name(source));
            if known || trailing() {
                self.push(Some(source), found);
                return;
            }
        }
    }

    /// Whether a clause "X reported" stands behind what was reported, at the end of its sentence.
    fn trails(&self, (first, last): (usize, usize), verb: usize) -> bool {
        let tokens = self.tokens();
        let (start, end) = (first.min(verb), last.max(verb));
        let sentence = tokens[verb].sentence;
        let rest = tokens[end + 1..]
            .iter()
            .take(FAR)
            .take_while(|token| token.sentence == sentence);
        let over = rest
            .take_while(|token| !token.is_sign(&[',', '.']))
            .filter(|token| token.is_word() && !token.is(Classes::NEVER.and(Classes::PREP)))
            .count();
        let mut before = tokens[..start]
            .iter()
            .rev()
            .take_while(|token| token.sentence == sentence);
        let quoted = tokens[..start].iter().rev().take(3).any(Token::is_quoted);
        over <= 1 && !quoted && before.any(|token| token.is_sign(&[',']))
    }

    /// "said in a report", "in a statement, the ministry said", "wrote on Telegram".
    fn placed(&self, preposition: usize, found: &mut Vec<Cited>) {
        let tokens = self.tokens();
        let sentence = tokens[preposition].sentence;
        let same = |token: &&Token| token.sentence == sentence;
        let before = self.paragraph().before(preposition).filter(same);
        let follows = before.is_none_or(|before| {
            before.is_word()
                && (before.capital || before.is(Classes::ANY_CUE.and(Classes::DOC).and(Classes::NOUN).and(HEADS)))
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
        let beside = before.is_none_or(|before| before.is(Classes::CUE)) || {
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
        } else if beside && document() && !self.leads_on(last) {
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
                if self.is(whole, Wanted::Press) {
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
            let accepted = source.filter(|source| self.is(*source, Wanted::Press) || title && post.is_some());
            self.push(accepted, found);
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

#[cfg(test)]
mod tests {
    use crate::document::passages;
    use crate::model::Language;
    use crate::speech::listen;

    fn cited(language: &str, text: &str) -> Vec<String> {
        let language = Language::of(language);
        let speech = listen(&passages(text, language).0, language);
        let named = |source: &crate::speech::Source| match &source.described {
            Some(described) => format!("{} ({described})", source.name),
            None => source.name.to_string(),
        };
        speech.sources.iter().map(named).collect()
    }

    #[test]
    fn names_what_leads_stand_before() {
        for (language, text, sources) in [
            (
                "en",
                "The road is open, Northwire reported, citing the coast guard.",
                &["Northwire", "the coast guard"][..],
            ),
            (
                "en",
                "In an interview with the Salt Herald, Ada Moss spoke of rain.",
                &["the Salt Herald"],
            ),
            (
                "en",
                "A study published on Friday in the Oram Review says so.",
                &["the Oram Review"],
            ),
            (
                "en",
                "The bridge is safe, according to a report by the harbour office.",
                &["a report by the harbour office"],
            ),
            ("en", "“It rained,” Moss wrote on Telegram.", &["Telegram"]),
            (
                "uk",
                "Міст закрито, повідомляє «Північ» з посиланням на поліцію.",
                &["«Північ»", "поліцію"],
            ),
            (
                "ru",
                "Мост закрыт, говорится в отчёте управления порта.",
                &["отчёте управления порта"],
            ),
            (
                "de",
                "Das geht aus einem Gutachten des Instituts hervor.",
                &["einem Gutachten des Instituts"],
            ),
            (
                "fr",
                "Le pont est fermé, a annoncé lundi la préfecture.",
                &["la préfecture"],
            ),
            ("pl", "Most zamknięto, wynika z raportu.", &["raportu"]),
            ("es", "El puente está cerrado, informó la policía.", &["la policía"]),
        ] {
            assert_eq!(cited(language, text), sources, "{text}");
        }
    }

    #[test]
    fn names_nobody_where_nothing_is_cited() {
        for (language, text) in [
            (
                "en",
                "She published a letter on Sunday evening in which she proposes a conference.",
            ),
            ("en", "“It rained,” the economist Hugo Brandt said."),
            ("en", "“It rained,” Moss told this newspaper."),
            (
                "en",
                "The safety of ships is not guaranteed, referring to work on the cables.",
            ),
            ("en", "They said it four times."),
        ] {
            assert_eq!(cited(language, text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_list_says_what_its_names_are() {
        let line = "Source: Orion and OTV, the state's news agency and public broadcaster";
        assert_eq!(
            cited("en", line),
            ["Orion (state's news agency)", "OTV (public broadcaster)"]
        );
    }
}
