//! A document → who says what, and where the outlet has it from.
//!
//! Door: [`listen`]. Its findings are annotations over the text: they can be wrong without harming it. No clock, no disk, no network.
//!
//! Paragraphs are read once (`marks`, `tokens`, `mentions`), what stands between marks is judged (`judgement`) and tied to whoever is
//! likeliest to have said it (`attribution`); `speakers` knows a person under several names, `sources` whom the article cites.

mod around;
mod attribution;
mod beside;
mod candidate;
mod citations;
mod cited;
mod classes;
mod clause;
mod corrections;
mod dashes;
mod features;
mod found;
mod incises;
mod indirect;
mod judgement;
mod lexicon;
mod links;
mod marks;
mod mentions;
mod offices;
mod pairing;
mod persons;
mod phrases;
mod pronouns;
mod ruler;
mod scene;
mod seats;
mod shapes;
mod sources;
mod speaker_features;
mod speakers;
mod standing;
mod stretch;
mod tokens;
pub mod training;
mod unspaced;
mod words;

#[cfg(test)]
mod office_tests;
#[cfg(test)]
mod source_tests;
#[cfg(test)]
mod speaker_tests;
#[cfg(test)]
mod tongue_tests;

use crate::document::{Extent, Leaf, LeafKind};
use crate::model::{Clean, Language};

use attribution::Verdict;
use mentions::At;
use scene::{Scene, Spot};
use speakers::People;
use tokens::Paragraph;

pub use corrections::{Corrections, one_person, same_words};
pub use found::{Quote, QuoteKind, Source, SourceKind, Speaker, Speech};

/// Leaves beyond these are not listened to: no article has as many.
const MAX_LEAVES: usize = 5_000;
/// Quotes of one article.
const MAX_QUOTES: usize = 2_000;

/// Who says what in these leaves, and whom they cite. An unknown language is guessed.
/// Total: any text gives an answer, in time that grows with its length.
pub fn listen(leaves: &[Leaf], language: Language) -> Speech {
    let leaves = leaves.get(..MAX_LEAVES).unwrap_or(leaves);
    let scene = Scene::set(leaves, language);
    let mut spots = judgement::judge(&scene);
    spots.truncate(MAX_QUOTES);
    let verdicts = attribution::attribute(&scene, &spots);
    let reports = indirect::reported(&scene, &spots);
    let mut writer = Writer {
        scene: &scene,
        people: People::of(&scene),
        quotes: Vec::with_capacity(spots.len() + reports.len()),
    };
    for (spot, verdict) in spots.iter().zip(&verdicts) {
        writer.quote(*spot, verdict);
    }
    for report in reports.iter().take(MAX_QUOTES) {
        writer.report(report);
    }
    let Writer { people, mut quotes, .. } = writer;
    quotes.sort_by_key(|quote| (quote.at.start, quote.at.end));
    Speech {
        quotes,
        speakers: people.into_speakers(),
        sources: sources::cited(&scene, leaves),
    }
    .in_order()
}

/// How many stretches these leaves have between marks, whether they are speech or not: the first pass of [`listen`] alone.
pub fn stretches(leaves: &[Leaf], language: Language) -> usize {
    let lexicon = lexicon::Lexicon::of(language);
    let mut open = shapes::Open::default();
    let spans = leaves
        .iter()
        .map(|leaf| marks::spans(&leaf.text, lexicon, &mut open).len());
    spans.sum()
}

/// Everybody whom these leaves name as far as can be told, each once by the fullest name, in reading order.
pub fn people(leaves: &[Leaf], language: Language) -> Vec<Clean> {
    let leaves = leaves.get(..MAX_LEAVES).unwrap_or(leaves);
    People::of(&Scene::set(leaves, language)).named_anywhere()
}

struct Writer<'a> {
    scene: &'a Scene<'a>,
    people: People<'a>,
    quotes: Vec<Quote>,
}

impl Writer<'_> {
    fn quote(&mut self, spot: Spot, verdict: &Verdict) {
        let heard = &self.scene.heard[spot.paragraph];
        let part = heard.paragraph.spans[spot.span];
        let whole = heard.broken.partition_point(|whole| whole.end <= part.start);
        let span = match heard.broken.get(whole).filter(|whole| whole.start <= part.start) {
            Some(whole) if whole.start == part.start => *whole,
            // The rest of what is one quote already.
            Some(_) => return,
            None => part,
        };
        let text = heard
            .paragraph
            .slice(span.start + span.opening, span.end - span.closing);
        let kind = kind(&heard.paragraph, spot);
        let mut quote = Quote {
            at: extent(&heard.paragraph, span.start, span.end),
            text: Clean::line(text.trim()),
            kind,
            speaker: None,
            mention: None,
            cue: None,
            cue_text: None,
            confidence: verdict.confidence,
        };
        if self.scene.lexicon.is_unspaced() {
            if let Some(said) = unspaced::speaker(self.scene, spot) {
                let mention = extent(&heard.paragraph, said.mention.0, said.mention.1);
                let name = heard.paragraph.slice(said.mention.0, said.mention.1);
                quote.speaker = self.people.titled(&unspaced::titled(self.scene.lexicon, name), mention);
                quote.mention = Some(mention);
                quote.cue = said.cue.map(|(start, end)| extent(&heard.paragraph, start, end));
                quote.cue_text = said
                    .cue
                    .map(|(start, end)| Clean::line(heard.paragraph.slice(start, end)));
                quote.confidence = 0.8;
            } else if unspaced::goes_on(self.scene, spot) {
                quote.speaker = self.people.last_in(heard.paragraph.leaf);
                quote.confidence = 0.5;
            }
        } else if let Some(at) = verdict.mention {
            quote.speaker = self.people.speaker(at);
            let mut mention = self.scene.extent(at);
            if let Some(pronoun) = clause::relative_of(self.scene, spot, at) {
                let end = heard.paragraph.tokens[pronoun].end;
                mention.end = heard.paragraph.place(end);
            }
            quote.mention = Some(mention);
            if let Some((paragraph, start, end)) = self.cue(spot, at) {
                quote.cue = Some(extent(paragraph, start, end));
                quote.cue_text = Some(Clean::line(paragraph.slice(start, end)));
            }
        }
        self.quotes.push(quote);
    }

    fn report(&mut self, report: &indirect::Report) {
        let paragraph = &self.scene.heard[report.paragraph].paragraph;
        let at = (report.paragraph, report.mention);
        let cue = paragraph.tokens[report.cue];
        self.quotes.push(Quote {
            at: extent(paragraph, report.start, report.end),
            text: Clean::line(paragraph.slice(report.start, report.end)),
            kind: QuoteKind::Indirect,
            speaker: self.people.speaker(at),
            mention: Some(self.scene.extent(at)),
            cue: Some(extent(paragraph, cue.start, cue.end)),
            cue_text: Some(Clean::line(paragraph.slice(cue.start, cue.end))),
            confidence: 0.75,
        });
    }

    /// The cue that ties a mention to a quote: the nearest one of the mention's own.
    fn cue(&self, spot: Spot, at: At) -> Option<(&Paragraph<'_>, usize, usize)> {
        let here = &self.scene.heard[spot.paragraph];
        if let Some((lexicon::Label::Quote, _, end)) = here.label {
            return Some((&here.paragraph, 0, end));
        }
        let heard = &self.scene.heard[at.0];
        let near = if at.0 == spot.paragraph {
            spot.token
        } else {
            heard.paragraph.tokens.len()
        };
        let link = heard
            .links
            .iter()
            .filter(|link| link.pre == Some(at.1) || link.post == Some(at.1))
            .min_by_key(|link| link.cue.abs_diff(near))?;
        let token = heard.paragraph.tokens[link.cue];
        Some((&heard.paragraph, token.start, token.end))
    }
}

fn extent(paragraph: &Paragraph<'_>, start: usize, end: usize) -> Extent {
    Extent {
        start: paragraph.place(start),
        end: paragraph.place(end),
    }
}

/// Whole sentences, or a fragment that goes on from the words before it.
fn kind(paragraph: &Paragraph<'_>, spot: Spot) -> QuoteKind {
    let span = paragraph.spans[spot.span];
    if paragraph.kind == LeafKind::Quoted && span.opening == 0 {
        return QuoteKind::Block;
    }
    let inside = paragraph.insides.get(spot.span).copied().unwrap_or_default();
    let sentence = paragraph.tokens[spot.token].sentence;
    let before = paragraph.before(spot.token).filter(|token| token.sentence == sentence);
    let goes_on = before.is_some_and(|token| token.is_word() && !token.is(lexicon::Classes::CUE));
    let small = before.is_some_and(tokens::Token::is_word) && !inside.first_capital;
    let whole = inside.first_capital
        && inside.ends_with.is_some()
        && !before.is_some_and(|token| token.is(lexicon::Classes::THAT));
    if (goes_on || small) && !whole {
        QuoteKind::Mixed
    } else {
        QuoteKind::Direct
    }
}
