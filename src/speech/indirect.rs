//! Reported speech without marks: "Berg said that …", "…, the minister said", "According to the bank, …".
//!
//! Door: [`reported`]. Only where the sentence says plainly what is reported: behind a that, before or behind a comma.

use crate::model::Language;
use crate::speech::lexicon::Classes;
use crate::speech::links::Link;
use crate::speech::mentions::Sort;
use crate::speech::scene::{Heard, Scene, Spot};
use crate::speech::tokens::Token;

/// What is reported, in bytes of its paragraph; by whom, and the cue's token.
#[derive(Clone, Copy, Debug)]
pub(super) struct Report {
    pub(super) paragraph: usize,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) mention: usize,
    pub(super) cue: usize,
}

/// Fewer words are no report; behind a that, one less where there are no articles, or where they are part of a word.
const MIN_WORDS: usize = 3;
/// Fewer words before a quote only lead up to it.
const LONG: usize = 15;

/// Tokens on either side of a cue that are looked at. No sentence has so many; what has is a list, or is meant to take time.
const AROUND: usize = 250;

/// Everything that is reported without marks, in order; never overlapping within a paragraph, nor reaching into `speech`.
pub(super) fn reported(scene: &Scene<'_>, speech: &[Spot]) -> Vec<Report> {
    let language = scene.lexicon.language;
    let mut reports: Vec<Report> = Vec::new();
    for (at, heard) in scene.heard.iter().enumerate() {
        let first = speech.partition_point(|spot| spot.paragraph < at);
        let quoted: Vec<usize> = speech[first..]
            .iter()
            .take_while(|spot| spot.paragraph == at)
            .map(|spot| spot.token)
            .collect();
        let mut end = 0;
        for link in &heard.links {
            let Some((mention, from, to)) = Saying::of(heard, link).content(language) else {
                continue;
            };
            let that = (heard.paragraph.before(from)).is_some_and(|token| token.is(Classes::THAT));
            let least = MIN_WORDS - usize::from(that && language != Language::ENGLISH);
            let Some((start, stop)) = trimmed(heard, &quoted, (from, to), least) else {
                continue;
            };
            if start < end {
                continue;
            }
            end = stop;
            reports.push(Report {
                paragraph: at,
                start,
                end: stop,
                mention,
                cue: link.cue,
            });
        }
    }
    reports
}

/// A cue in its sentence.
struct Saying<'a> {
    heard: &'a Heard<'a>,
    link: &'a Link,
    tokens: &'a [Token],
    sentence: u32,
    /// The first and last token of the sentence, as far as it is looked at.
    start: usize,
    end: usize,
    /// What stands behind the cue.
    tail: &'a [Token],
}

/// Whose it is, with the first and last token of what is reported.
type Content = (usize, usize, usize);

impl<'a> Saying<'a> {
    fn of(heard: &'a Heard<'a>, link: &'a Link) -> Self {
        let tokens = heard.paragraph.tokens.as_slice();
        let end = last_of(tokens, link.cue).min(link.cue + AROUND);
        Self {
            heard,
            link,
            tokens,
            sentence: tokens[link.cue].sentence,
            start: first_of(tokens, link.cue).max(link.cue.saturating_sub(AROUND)),
            end,
            tail: tokens.get(link.cue + 1..=end).unwrap_or_default(),
        }
    }

    fn content(&self, language: Language) -> Option<Content> {
        if self.link.classes.is(Classes::ACCORDING) {
            return self.according();
        }
        if let Some(content) = self.announced(language) {
            return Some(content);
        }
        if !self.link.classes.is(Classes::CUE) || self.link.classes.is(Classes::OPENER) {
            return None;
        }
        let unannounced = || self.unannounced().filter(|_| language == Language::ENGLISH);
        self.parted().or_else(|| self.in_subjunctive()).or_else(unannounced)
    }

    /// "Der Präsident sagte am Montag, man sei bereit": where no that stands behind the comma, the verb tells of another's words.
    fn in_subjunctive(&self) -> Option<Content> {
        /// Words between the cue and the comma.
        const NEAR: usize = 4;
        let near = self.tail.iter().take(NEAR + 1);
        let comma = near
            .take_while(|token| !token.is_quoted())
            .position(|token| !token.is_word())?;
        let said = self
            .tail
            .get(comma + 1..)
            .filter(|_| self.tail[comma].is_sign(&[',']))?;
        let at = self.link.cue + 1 + comma;
        let inverted = || self.link.post.filter(|post| self.heard.mentions[*post].last + 1 == at);
        let subject = |who: &usize| !self.heard.mentions[*who].after_prep;
        let who = self.link.pre.or_else(inverted).filter(subject)?;
        // "sagte Ada Moss, die …": who she is, and not what she says.
        let next = said.first()?;
        let plain = !next.is(Classes::CONJ) && (self.link.pre.is_some() || !next.is(Classes::REL));
        let mut clause = said.iter().take(REACH).take_while(|token| token.is_word());
        let told = clause.any(|token| token.is(Classes::SUBJUNCTIVE));
        (plain && told).then(|| (who, at + 1, clause_end(self.tokens, at + 1, self.end)))
    }

    /// "According to the bank, …" and "…, according to the bank."
    fn according(&self) -> Option<Content> {
        let (tokens, end) = (self.tokens, self.end);
        let who = self.link.post?;
        let last = self.heard.mentions[who].last;
        // "according to the accounts that hang in the mill, …"
        let hung = tokens.get(last + 1).is_some_and(|token| token.is(Classes::REL));
        let last = if hung {
            let comma = (last + 1..end).find(|at| tokens[*at].is_sign(&[',']));
            comma.map_or(last, |comma| comma - 1)
        } else {
            last
        };
        let closes = tokens.get(last + 1).filter(|token| token.sentence == self.sentence);
        if self.link.cue == self.start {
            return match closes {
                Some(token) if token.is_sign(&[',']) => Some((who, last + 2, end)),
                Some(token) if token.is_word() => {
                    let comma = (last + 1..end).take(12).find(|at| tokens[*at].is_sign(&[',']));
                    Some((who, comma.map_or(last + 1, |comma| comma + 1), end))
                }
                _ => None,
            };
        }
        // "In all, according to the memo, it cost more."
        let aside = closes.is_some_and(|token| token.is_sign(&[','])) && last + 1 + MIN_WORDS < end;
        let until = if aside { end } else { self.link.cue.checked_sub(1)? };
        Some((who, self.start, until))
    }

    /// "The minister said on Friday that …"
    fn announced(&self, language: Language) -> Option<Content> {
        // "adaptations that go further": a that without a subject behind it belongs to the noun before.
        let that = behind_cue(self.tokens, self.link).filter(|at| {
            let next = self.tokens.get(at + 1);
            (self.link.cue + 1..*at).all(|at| self.tokens[at].is_sign(&[',']))
                || next.is_some_and(|next| !next.is(Classes::AUX.and(Classes::ANY_CUE)) || next.capital)
        })?;
        let told = self.link.post.filter(|post| self.heard.mentions[*post].last < that);
        let dropped = || self.dropped_subject().filter(|_| drops_subjects(language));
        let who = self
            .link
            .pre
            .or(told)
            .or_else(|| self.shared_subject())
            .or_else(dropped)?;
        Some((who, that + 1, clause_end(self.tokens, that + 1, self.end)))
    }

    /// "…, the minister said", "…, said the minister" and "The trouble, the minister said, began early".
    fn parted(&self) -> Option<Content> {
        let (link, tail) = (self.link, self.tail);
        let who = link.pre.or(link.post)?;
        let subject = link
            .pre
            .map_or(link.cue, |pre| self.heard.mentions[pre].first.min(link.cue));
        // "…, as Berg noted"
        let as_well = self
            .heard
            .paragraph
            .before(subject)
            .is_some_and(|token| token.is(Classes::PREP) && token.sentence == self.sentence);
        let comma = |at: usize| {
            self.heard
                .paragraph
                .before(at)
                .is_some_and(|token| token.is_sign(&[',']))
        };
        let unit = if as_well && comma(subject - 1) {
            subject - 1
        } else {
            subject
        };
        let parted = self
            .heard
            .paragraph
            .before(unit)
            .is_some_and(|token| token.is_sign(&[',', '—', '–']) && token.sentence == self.sentence);
        if !parted || unit <= self.start {
            return None;
        }
        let plain =
            |token: &Token| token.is_word() && !token.is(Classes::AUX.and(Classes::SUBJECT)) || token.is_sign(&['.']);
        // "…, said Berg, who runs the post office."
        let named = |post: usize| {
            let mention = &self.heard.mentions[post];
            mention.first == link.cue + 1 && matches!(mention.sort, Sort::Name | Sort::NameWithRole)
        };
        let inverted = link.cue == subject && link.pre.is_none() && link.post.is_some_and(named);
        let closes = tail.len() <= 10 && tail.iter().all(plain);
        if unit > self.start + MIN_WORDS && (closes || inverted) {
            return Some((who, self.start, unit - 1));
        }
        let pre = link.pre.filter(|pre| self.heard.mentions[*pre].last < link.cue)?;
        let comma = tail.iter().position(|token| !token.is_word())?;
        let aside = tail[comma].is_sign(&[',']) && comma <= 4 && tail.iter().take(comma).all(plain);
        let words = tail.iter().skip(comma).filter(|token| token.is_word()).count();
        (aside && words >= MIN_WORDS).then_some((pre, self.start, self.end))
    }

    /// "The minister said the tax would rise": English leaves the that out.
    fn unannounced(&self) -> Option<Content> {
        let link = self.link;
        // "said Wednesday he agrees", "said on Wednesday the tax would rise"
        let day = |at: usize| {
            self.tail
                .get(at)
                .is_some_and(|token| token.is(Classes::NEVER) && token.capital)
        };
        let leads = self.tail.first().is_some_and(|token| token.is(Classes::PREP)) && day(1);
        let skipped = if leads { 2 } else { usize::from(day(0)) };
        let tail = self.tail.get(skipped..)?;
        let first = link.cue + 1 + skipped;
        let paragraph = &self.heard.paragraph;
        // "Democrats who hope to win the Senate say they have …"
        let far = || {
            let again = tail
                .first()
                .is_some_and(|token| token.is(Classes::PRONOUN) && token.is(Classes::SUBJECT));
            self.opening_subject().filter(|_| again)
        };
        let pre = link.pre.or_else(|| self.shared_subject()).or_else(far)?;
        let next = tail.first().filter(|token| token.is_word())?;
        let is_to = |token: &Token| paragraph.slice(token.start, token.end) == "to";
        if link.classes.is(Classes::TELL) || paragraph.before(link.cue).is_some_and(is_to) {
            return None;
        }
        let content = (pre, first, clause_end(self.tokens, first, self.end));
        // "said he arrived", "said there were", "said they're"
        // "say it or not", "reported it on Friday", "confirmed this and explained": what is said is not told.
        let object = |token: &Token| !token.is_word() || token.is(Classes::CONJ.and(Classes::PREP).and(Classes::NEVER));
        let points = next.is(Classes::OTHER.and(Classes::THAT)) || next.is(Classes::DET);
        if points && !next.capital && tail.get(1).is_none_or(object) {
            return None;
        }
        let pronoun = next.is(Classes::SUBJECT) && !next.is(Classes::DET.and(Classes::AUX));
        let second = tail.get(1).is_some_and(|token| token.is(Classes::AUX) && !is_to(token));
        let short = next.is(Classes::AUX) && paragraph.slice(next.start, next.end).contains(['\'', '’']);
        if pronoun || short || next.is(Classes::ADV) && second {
            return Some(content);
        }
        let noun = next.is(Classes::DET) || next.capital || !next.is(Classes::FUNCTION.and(Classes::ANY_CUE));
        let finite = |token: &Token| {
            token.is(Classes::AUX) && !is_to(token)
                || !token.capital && paragraph.slice(token.start, token.end).ends_with("ed")
        };
        let verb = tail
            .iter()
            .skip(1)
            .take(REACH)
            .take_while(|token| token.is_word())
            .any(finite);
        // "said if it rained, they would stay"
        let condition = next.is(Classes::CONJ) && !next.is(Classes::THAT.and(Classes::REL)) && verb;
        (noun && verb || condition).then_some(content)
    }

    /// The subject of a sentence before, of which this one speaks on.
    fn dropped_subject(&self) -> Option<usize> {
        /// Mentions looked back over.
        const BACK: usize = 12;
        let mentions = &self.heard.mentions;
        let before = mentions.partition_point(|mention| mention.first < self.start);
        let subject = |index: &usize| {
            let mention = &mentions[*index];
            let person = matches!(mention.sort, Sort::Name | Sort::NameWithRole | Sort::Role);
            person && (mention.speaks || mention.initial) && !mention.after_prep
        };
        (before.saturating_sub(BACK)..before).rev().find(subject)
    }

    /// Whoever the sentence begins with, if it says so before the cue.
    fn opening_subject(&self) -> Option<usize> {
        let mentions = &self.heard.mentions;
        let first = mentions.partition_point(|mention| mention.first < self.start);
        let subject = mentions.get(first)?;
        let fits = subject.first == self.start && subject.last < self.link.cue && subject.sort != Sort::Bare;
        fits.then_some(first)
    }

    /// The subject that a cue shares with the verb before it: "Berg rose and said", "Berg rose, saying".
    fn shared_subject(&self) -> Option<usize> {
        let tokens = self.tokens;
        let mut before = self.link.cue.checked_sub(1)?;
        while before > self.start && tokens[before].is(Classes::ADV) {
            before -= 1;
        }
        let joined = tokens[before].is(Classes::CONJ.and(Classes::PREP)) || tokens[before].is_sign(&[',']);
        let mentions = &self.heard.mentions;
        // "the view of the institute, which met on Friday and said": whoever the clause is hung on.
        let relative = |at: &usize| {
            tokens[*at].is(Classes::REL) && tokens[*at - 1].is_sign(&[',']) && !tokens[*at].is(Classes::THAT)
        };
        let clause = (self.start + 2..before)
            .rev()
            .take_while(|at| !tokens[*at].is_sign(&[',']))
            .find(relative);
        if let Some(hung) = clause.filter(|_| joined) {
            return mentions.iter().position(|mention| mention.last + 2 == hung);
        }
        let first = mentions.partition_point(|mention| mention.first < self.start);
        let subject = mentions.get(first)?;
        let fits = !subject.after_prep && subject.last < self.link.cue && subject.sort != Sort::Bare;
        (joined && fits).then_some(first)
    }
}

/// Whether a verb may stand without the pronoun of whoever was named before: "dijo que …", "powiedział, że …".
fn drops_subjects(language: Language) -> bool {
    matches!(
        language.code(),
        "es" | "it" | "pt" | "pl" | "cs" | "uk" | "ru" | "bg" | "sr" | "hr" | "sk" | "sl"
    )
}

/// Words among which the verb of what is said must stand, where no that announces it.
const REACH: usize = 12;

/// Where what is reported ends before its sentence does: at a semicolon, a dash, a comma with but, another cue behind
/// and, or who reports all of it.
fn clause_end(tokens: &[Token], from: usize, end: usize) -> usize {
    let stops = |at: usize| {
        let token = &tokens[at];
        let next = tokens.get(at + 1);
        token.is_sign(&[';', '—', '–'])
            || token.is_sign(&['-']) && tokens[at - 1].end < token.start
            || token.is(Classes::CONJ) && next.is_some_and(|next| next.is(Classes::CUE) && !next.capital)
            || token.is_sign(&[','])
                && next.is_some_and(|next| {
                    let but = next.is(Classes::CONJ) && !next.is(Classes::REL.and(Classes::THAT));
                    // "…, reported Northwire", "…, according to the bank"
                    but || next.is(Classes::REPORT.and(Classes::ACCORDING)) && !next.capital
                })
    };
    let first = (from + MIN_WORDS - 1).max(1);
    (first..end).find(|at| stops(*at)).map_or(end, |at| at - 1)
}

/// The first token behind a cue that is not "on Friday", "also", or who is told.
fn behind_cue(tokens: &[Token], link: &Link) -> Option<usize> {
    let sentence = tokens[link.cue].sentence;
    let end = (link.cue + 9).min(tokens.len());
    (link.cue + 1..end)
        .take_while(|at| tokens[*at].sentence == sentence && !tokens[*at].is_quoted())
        .find(|at| tokens[*at].is(Classes::THAT) && tokens[*at].is_word())
        .filter(|at| (link.cue + 1..*at).all(|between| !tokens[between].is(Classes::ANY_CUE)))
}

fn first_of(tokens: &[Token], at: usize) -> usize {
    let sentence = tokens[at].sentence;
    tokens.partition_point(|token| token.sentence < sentence)
}

fn last_of(tokens: &[Token], at: usize) -> usize {
    let sentence = tokens[at].sentence;
    tokens
        .partition_point(|token| token.sentence <= sentence)
        .saturating_sub(1)
        .max(at)
}

/// The longest part between two tokens that no quoted speech stands in, without signs at its ends.
fn trimmed(heard: &Heard<'_>, quoted: &[usize], (from, to): (usize, usize), least: usize) -> Option<(usize, usize)> {
    let tokens = &heard.paragraph.tokens;
    let mut to = to.min(tokens.len().saturating_sub(1));
    let cut = quoted
        .get(quoted.partition_point(|quote| *quote < from))
        .filter(|quote| **quote <= to);
    if let Some(quote) = cut {
        to = quote.checked_sub(1)?;
    }
    let mut from = from;
    let is_edge = |token: &Token| !token.is_word() && !token.is_quoted();
    while from < to && is_edge(tokens.get(from)?) {
        from += 1;
    }
    while to > from && is_edge(tokens.get(to)?) {
        to -= 1;
    }
    let part = tokens.get(from..=to)?;
    let words = part.iter().filter(|token| !is_edge(token)).count();
    // Before a quoted fragment only a long clause of its own is a report.
    let leads_up = cut.is_some_and(|quote| tokens[quote - 1].is_sign(&[':']));
    if leads_up || cut.is_some() && (words < LONG || !part.iter().any(|token| token.is(Classes::AUX))) {
        return None;
    }
    let label_end = heard.label.map_or(0, |(_, colon, _)| colon);
    (words >= least && part.first()?.start >= label_end).then(|| (part[0].start, part[part.len() - 1].end))
}

#[cfg(test)]
mod tests {
    use crate::document::passages;
    use crate::model::Language;
    use crate::speech::{QuoteKind, listen};

    #[test]
    fn a_sentence_without_an_end_is_heard_as_far_as_a_sentence_goes() {
        let endless = format!("Ada Moss said that {}.", "the ferry sails and ".repeat(500));
        let leaves = passages(&endless, Language::ENGLISH).0;
        let speech = listen(&leaves, Language::ENGLISH);
        let words = speech.quotes[0].text.split(' ').count();
        assert!((200..=super::AROUND).contains(&words), "{words}");
    }

    /// Asserts what is reported, and by whom: language, text, name and words.
    fn assert_reports(cases: &[(&str, &str, &str, &str)]) {
        for (language, text, name, words) in cases {
            let language = Language::of(language);
            let speech = listen(&passages(text, language).0, language);
            let reports: Vec<_> = (speech.quotes.iter().filter(|quote| quote.kind == QuoteKind::Indirect))
                .map(|quote| (&*speech.speakers[quote.speaker.unwrap()].name, &*quote.text))
                .collect();
            assert_eq!(reports, [(*name, *words)], "{text}");
        }
    }

    #[test]
    fn hears_what_is_reported_and_by_whom() {
        assert_reports(&[
            (
                "en",
                "Ada Moss said Wednesday she agrees with the plan.",
                "Ada Moss",
                "she agrees with the plan",
            ),
            (
                "en",
                "Voters trying to win it back in November say they have a plan.",
                "Voters",
                "they have a plan",
            ),
            (
                "en",
                "The sea is warmer than ever, as Ada Moss noted on Monday.",
                "Ada Moss",
                "The sea is warmer than ever",
            ),
            (
                "en",
                "Ada Moss warned that the dam was leaking, according to a paper.",
                "Ada Moss",
                "the dam was leaking",
            ),
            (
                "uk",
                "Директорка Ада Моссенко пішла. За її словами, човен був порожній.",
                "Ада Моссенко",
                "човен був порожній",
            ),
            (
                "ru",
                "Инженеры предупреждали, что плотина течёт.",
                "Инженеры",
                "плотина течёт",
            ),
            (
                "es",
                "El alcalde Ben Adar salió tarde. Dijo que el límite llegará en mayo.",
                "Ben Adar",
                "el límite llegará en mayo",
            ),
        ]);
    }

    #[test]
    fn hears_what_is_reported_in_the_subjunctive_or_behind_a_pronoun() {
        assert_reports(&[
            (
                "de",
                "Der Präsident Tolmarks, Samir Frell, sagte am Montag, die Fähre werde nicht fahren.",
                "Samir Frell",
                "die Fähre werde nicht fahren",
            ),
            (
                "de",
                "Am Montag sagte Ada Moss, man sei bereit.",
                "Ada Moss",
                "man sei bereit",
            ),
            (
                "uk",
                "«Озеро замерзло», – сказала керівниця Ада Мох з обсерваторії островів Сунд. За її словами, лід зберігся під пилом.",
                "Ада Мох",
                "лід зберігся під пилом",
            ),
        ]);
    }

    #[test]
    fn what_somebody_is_named_for_is_theirs() {
        for (text, name, words) in [
            (
                "The rest, according to the accounts that hang in the mill, was paid in cake.",
                "the accounts",
                "The rest, according to the accounts that hang in the mill, was paid in cake",
            ),
            (
                "The wall was leaking for a decade, according to the engineers.",
                "the engineers",
                "The wall was leaking for a decade",
            ),
        ] {
            let speech = listen(&passages(text, Language::ENGLISH).0, Language::ENGLISH);
            let report = &speech.quotes[0];
            let who = &speech.speakers[report.speaker.unwrap()].name;
            assert_eq!((&**who, &*report.text), (name, words), "{text}");
        }
    }

    #[test]
    fn what_is_not_told_is_no_report() {
        for text in [
            "Did Ada Moss say it or not? She reported it on Friday.",
            "Ada Moss confirmed this and left the room.",
        ] {
            let speech = listen(&passages(text, Language::ENGLISH).0, Language::ENGLISH);
            assert!(speech.quotes.is_empty(), "{text}: {:?}", speech.quotes);
        }
    }
}
