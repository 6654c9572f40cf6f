//! What speakers are quoted with anywhere; and who said a quote, put right by hand.

use crate::app::asked::Asked;
use crate::app::done::Done;
use crate::app::effect::Effect;
use crate::app::event::Opened;
use crate::app::overlay::{Overlay, Quotes};
use crate::app::prompt::Purpose;
use crate::app::state::App;
use crate::input::Command;
use crate::model::Correction;
use crate::query::{Expr, Query};
use crate::speech::people;
use crate::typeset::Target;

impl App {
    /// Lists what a speaker is quoted with, or asks who said the current quote.
    pub(crate) fn about_speaker(&mut self, command: Command) -> Vec<Effect> {
        if command == Command::NameSpeaker {
            return self.ask_speaker();
        }
        self.speaker_quotes()
    }

    fn speaker_quotes(&mut self) -> Vec<Effect> {
        let speaker = match self.speaker_meant() {
            Some(speaker) if speaker.named => speaker.name.clone(),
            Some(speaker) => {
                let said = format!(
                    "The article has no name for \"{}\"; ‹name-speaker› gives one",
                    speaker.name
                );
                self.tell(&said);
                return Vec::new();
            }
            None => {
                self.tell("No speaker is known here");
                return Vec::new();
            }
        };
        let ticket = self.ticket();
        let query = Query {
            expr: Expr::Speaker(speaker.to_string()),
            sort: None,
        };
        self.overlay = Some(Overlay::Quotes(Quotes {
            speaker,
            asked: Some(ticket),
            quotes: Vec::new(),
            by: Vec::new(),
            cursor: 0,
        }));
        vec![Effect::Quotes { ticket, query }]
    }

    /// Asks who said the current quote, else the first in view.
    fn ask_speaker(&mut self) -> Vec<Effect> {
        let Some(opened) = &self.reader.opened else {
            self.tell("Open an article first");
            return Vec::new();
        };
        let speech = &opened.speech;
        let found = self.reader.quote_in_view();
        let Some((index, quote)) = found.and_then(|index| Some((index, speech.quotes.get(index)?))) else {
            self.tell("No quote was found in this article");
            return Vec::new();
        };
        let name = |at: usize| speech.speakers.get(at).map(|speaker| speaker.name.to_string());
        let now = quote.speaker.and_then(name).unwrap_or_default();
        let mut known: Vec<String> = speech.speakers.iter().map(|speaker| speaker.name.to_string()).collect();
        for person in people(&opened.document.leaves(), opened.article.language) {
            let person = person.into_string();
            if !known.contains(&person) {
                known.push(person);
            }
        }
        known.retain(|name| *name != now);
        let asked = Asked {
            article: opened.article.row.id,
            words: quote.text.clone(),
            people: known,
            now: now.clone(),
        };
        self.reader.current = u32::try_from(index).ok().map(Target::Quote);
        self.ask(Purpose::Speaker(Box::new(asked)), &now)
    }

    /// Takes the answer.
    pub(crate) fn name_speaker(&mut self, asked: &Asked, name: String) -> Vec<Effect> {
        if name == asked.now {
            return Vec::new();
        }
        vec![Effect::NameSpeaker {
            article: asked.article,
            words: asked.words.clone(),
            name,
            feed_text: self.shows_feed_text(),
        }]
    }

    /// Takes an attribution back that was put right.
    pub(crate) fn unname_speaker(&mut self, before: Correction) -> Vec<Effect> {
        self.tell("Undone: the quote is whose it was");
        vec![Effect::TakeNameBack {
            before,
            feed_text: self.shows_feed_text(),
        }]
    }

    /// The reader's word is kept: the article as it is heard now. `before`: how it was, unless that is what came back.
    pub(crate) fn attributed(&mut self, opened: Opened, before: Option<Correction>) -> Vec<Effect> {
        if let Some(before) = before {
            self.tell(&said(&before, &opened));
            self.remember(Done::Attributed(before));
        }
        if self.reader.article() == Some(opened.article.row.id) && !self.shows_changes() {
            self.sources.found_in(Some(&opened.speech));
            self.reader.hear_anew(opened);
        }
        Vec::new()
    }

    /// Whether the open article shows the feed's text although the outlet's page is kept.
    fn shows_feed_text(&self) -> bool {
        let opened = self.reader.opened.as_ref();
        opened.is_some_and(|opened| !opened.from_page && opened.article.page.is_some())
    }

    fn shows_changes(&self) -> bool {
        self.reader.opened.as_ref().is_some_and(|opened| opened.changes)
    }
}

/// What was put right, and for how much it holds.
fn said(before: &Correction, opened: &Opened) -> String {
    let speech = &opened.speech;
    let quote = speech.quotes.iter().find(|quote| quote.text == before.words);
    let speaker = quote.and_then(|quote| speech.speakers.get(quote.speaker?));
    match (speaker, &before.called) {
        (Some(speaker), Some((name, _))) if speaker.name != *name => {
            let outlet = &opened.article.row.outlet_name;
            format!(
                "{outlet}'s {name} is {} from now on; ‹undo› takes it back",
                speaker.name
            )
        }
        (Some(speaker), _) => format!("{} said it; ‹undo› takes it back", speaker.name),
        (None, _) => "Nobody is named; ‹undo› takes it back".to_owned(),
    }
}
