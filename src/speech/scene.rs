//! An article as it is listened to: paragraphs with their words, mentions and cues.

use std::cell::OnceCell;

use crate::document::{Extent, Leaf, LeafKind, detect};
use crate::model::Language;
use crate::speech::dashes;
use crate::speech::incises;
use crate::speech::lexicon::{Label, Lexicon};
use crate::speech::links::{self, Link};
use crate::speech::marks;
use crate::speech::mentions::{self, Mention};
use crate::speech::persons::Persons;
use crate::speech::shapes::{Open, Span};
use crate::speech::standing::Standing;
use crate::speech::tokens::{Kind, Paragraph, Token, possessor};

/// A paragraph with everything that may matter in it.
pub(super) struct Heard<'a> {
    pub(super) paragraph: Paragraph<'a>,
    pub(super) mentions: Vec<Mention>,
    pub(super) links: Vec<Link>,
    standings: OnceCell<Vec<Standing>>,
    /// What its label announces; with the label's bytes, and those of the words that announce it.
    pub(super) label: Option<(Label, usize, usize)>,
    /// Whether its spans are set with dashes.
    pub(super) dashed: bool,
    /// Stretches between marks that the narrator breaks into, whole.
    pub(super) broken: Vec<Span>,
}

impl Heard<'_> {
    /// How each mention stands in its clause: found out when somebody is first looked for here, since most paragraphs quote nobody.
    pub(super) fn standings(&self) -> &[Standing] {
        self.standings.get_or_init(|| {
            let mentions = self.mentions.iter();
            mentions.map(|mention| Standing::of(&self.paragraph, mention)).collect()
        })
    }
}

/// The whole article.
pub(super) struct Scene<'a> {
    pub(super) heard: Vec<Heard<'a>>,
    pub(super) lexicon: &'static Lexicon,
    persons: OnceCell<Persons>,
}

impl<'a> Scene<'a> {
    /// Reads everything once. An unknown language is guessed.
    pub(super) fn set(leaves: &'a [Leaf], language: Language) -> Self {
        let lexicon = lexicon_for(leaves, language);
        let mut open = Open::default();
        let heard = leaves
            .iter()
            .zip(0_u32..)
            .filter(|(leaf, _)| !matches!(leaf.kind, LeafKind::Code | LeafKind::Table))
            .map(|(leaf, at)| hear(leaf, at, lexicon, &mut open))
            .collect();
        Self {
            heard,
            lexicon,
            persons: OnceCell::new(),
        }
    }

    /// Who is named in it: found out when somebody is first looked for.
    pub(super) fn persons(&self) -> &Persons {
        let read = self
            .heard
            .iter()
            .map(|heard| (&heard.paragraph, heard.mentions.as_slice()));
        self.persons.get_or_init(|| Persons::of(read))
    }

    /// Every stretch between marks: its paragraph and token, in reading order.
    pub(super) fn quoted(&self) -> Vec<Spot> {
        let mut spots = Vec::new();
        for (paragraph, heard) in self.heard.iter().enumerate() {
            for (token, read) in heard.paragraph.tokens.iter().enumerate() {
                if let Kind::Quoted(span) = read.kind {
                    spots.push(Spot { paragraph, token, span });
                }
            }
        }
        spots
    }
}

fn lexicon_for(leaves: &[Leaf], language: Language) -> &'static Lexicon {
    if language.lexicon().is_some() {
        return Lexicon::of(language);
    }
    // The longest paragraph tells best.
    let longest = leaves
        .iter()
        .map(|leaf| leaf.text.as_str())
        .max_by_key(|text| text.len());
    let detected = longest.map_or(Language::ENGLISH, detect);
    Lexicon::of(if detected == Language::UNKNOWN {
        language
    } else {
        detected
    })
}

/// Where a quoted stretch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    /// Index into [`Scene::heard`].
    pub(super) paragraph: usize,
    /// Its token.
    pub(super) token: usize,
    /// Its span.
    pub(super) span: usize,
}

fn hear<'a>(leaf: &'a Leaf, at: u32, lexicon: &'static Lexicon, open: &mut Open) -> Heard<'a> {
    let mut spans = marks::spans(&leaf.text, lexicon, open);
    let mut dashed = false;
    let mut broken = Vec::new();
    if lexicon.dash_speech {
        (spans, broken) = incises::split(&leaf.text, &spans, lexicon);
        let said = dashes::spans(&leaf.text, lexicon);
        if !said.is_empty() {
            dashed = true;
            spans.retain(|span| said.iter().all(|said| span.end <= said.start || said.end <= span.start));
            spans.extend(said);
            spans.sort_by_key(|span| span.start);
        }
    }
    if leaf.kind == LeafKind::Quoted && spans.is_empty() {
        spans = whole(&leaf.text);
    }
    let label = label(&leaf.text, leaf.label, &spans, lexicon);
    let paragraph = Paragraph::read(leaf, at, spans, lexicon);
    let mut mentions = mentions::mentions(&paragraph);
    if let Some((kind, end, announced)) = label {
        // What announces is nobody's name.
        let from = if kind == Label::Quote { announced } else { end };
        mentions.retain(|mention| paragraph.tokens[mention.first].start >= from);
    }
    let links = links::links(&paragraph, &mut mentions);
    Heard {
        paragraph,
        mentions,
        links,
        standings: OnceCell::new(),
        label,
        dashed,
        broken,
    }
}

/// A paragraph of a block quote is quoted from end to end, but for a dash with a name: "— Anna Berg".
fn whole(text: &str) -> Vec<Span> {
    let end = text.trim_end().len();
    if text.trim_start().starts_with(['—', '–', '―', '~']) || end == 0 {
        return Vec::new();
    }
    vec![Span {
        start: 0,
        end,
        opening: 0,
        closing: 0,
        single: false,
    }]
}

/// The label at the head of a paragraph: what it announces, the bytes up to its colon, the bytes of what announces.
fn label(text: &str, chars: usize, spans: &[Span], lexicon: &Lexicon) -> Option<(Label, usize, usize)> {
    /// Longer ones are sentences.
    const MAX_BYTES: usize = 120;
    let head = text
        .bytes()
        .take(MAX_BYTES)
        .position(|byte| byte == b':' || byte == 0xef);
    let colon = match head {
        Some(colon) if text.get(colon..).is_some_and(|rest| rest.starts_with([':', '：'])) => colon,
        _ if chars > 0 => text.char_indices().nth(chars - 1).map(|(at, _)| at)?,
        _ => return None,
    };
    if spans.first().is_some_and(|span| span.start < colon) {
        return None;
    }
    let words = text.get(..colon)?;
    let indent = words.len() - words.trim_start().len();
    let (kind, bytes) = lexicon.label(words.trim_start())?;
    Some((kind, colon, (indent + bytes).min(colon)))
}

impl Scene<'_> {
    /// A stretch's paragraph, and the tokens right before and behind it in its sentence.
    pub(super) fn neighbours(&self, spot: Spot) -> (&Paragraph<'_>, Option<&Token>, Option<&Token>) {
        let paragraph = &self.heard[spot.paragraph].paragraph;
        let sentence = paragraph.tokens[spot.token].sentence;
        let same = |token: &&Token| token.sentence == sentence;
        let before = paragraph.before(spot.token).filter(same);
        let behind = paragraph.token(spot.token + 1).filter(same);
        (paragraph, before, behind)
    }

    /// The words of a token.
    pub(super) fn token(&self, paragraph: usize, token: usize) -> &str {
        let paragraph = &self.heard[paragraph].paragraph;
        paragraph
            .token(token)
            .map_or("", |token| paragraph.slice(token.start, token.end))
    }

    /// The words of a mention.
    pub(super) fn words(&self, at: (usize, usize)) -> &str {
        let (start, end) = self.bytes(at);
        self.heard[at.0].paragraph.slice(start, end)
    }

    /// Where a mention stands, in bytes of its paragraph, without 's.
    pub(super) fn bytes(&self, at: (usize, usize)) -> (usize, usize) {
        let heard = &self.heard[at.0];
        let mention = &heard.mentions[at.1];
        let last = &heard.paragraph.tokens[mention.last];
        let word = heard.paragraph.slice(last.start, last.end);
        let bare = possessor(word).unwrap_or(word);
        (heard.paragraph.tokens[mention.first].start, last.start + bare.len())
    }

    /// Where a mention stands.
    pub(super) fn extent(&self, at: (usize, usize)) -> Extent {
        let (start, end) = self.bytes(at);
        let paragraph = &self.heard[at.0].paragraph;
        Extent {
            start: paragraph.place(start),
            end: paragraph.place(end),
        }
    }
}
