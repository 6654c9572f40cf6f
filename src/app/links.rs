//! What the reader does with the open article: quotes, sources, links, copies, the outlet's page.

use tui_input::Input;
use url::Url;

use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::prompt::Purpose;
use crate::app::reader::Walk;
use crate::app::screen::Pane;
use crate::app::sources::Choice;
use crate::app::state::App;
use crate::app::wording;
use crate::input::Command;
use crate::model::{ArticleId, Complete, Row, WholeText};
use crate::speech::Speaker;
use crate::typeset::Target;

/// A longer address is none that somebody wrote (reliability: L2).
const MAX_URL_BYTES: usize = 8_192;

impl App {
    /// Goes to the next quote or source, or to the one before.
    pub(crate) fn walk(&mut self, forward: bool, walk: Walk) -> Vec<Effect> {
        if self.reader.opened.is_none() {
            self.tell("Open an article first");
        } else {
            if self.focus != Pane::Reader {
                self.focus_on(Pane::Reader);
                self.settle();
            }
            if !self.reader.walk(forward, walk) {
                let none = self.reader.spots(walk).is_empty();
                let what = match walk {
                    Walk::Quotes => "quote",
                    Walk::Sources => "cited source",
                    Walk::Highlights => "highlight",
                };
                self.tell(&match (none, forward) {
                    (true, _) if walk == Walk::Highlights => {
                        "Nothing is highlighted here; ‹highlight› does it".to_owned()
                    }
                    (true, _) => format!("No {what} was found in this article"),
                    (false, true) => format!("This was the last {what}"),
                    (false, false) => format!("This was the first {what}"),
                });
            }
        }
        Vec::new()
    }

    /// Goes to the next line with what was searched for, or the one before.
    pub(crate) fn walk_hits(&mut self, forward: bool) -> Vec<Effect> {
        if self.reader.opened.is_some() {
            self.focus_on(Pane::Reader);
            self.settle();
        }
        if !self.reader.walk_hits(forward) {
            self.tell(match (self.reader.page.hits.is_empty(), forward) {
                (true, _) => "Nothing here was searched for; ‹search› looks for words",
                (false, true) => "This was the last line with what was searched for",
                (false, false) => "This was the first line with what was searched for",
            });
        }
        Vec::new()
    }

    /// Indices of a speaker's quotes.
    pub(crate) fn quotes_of(&self, speaker: usize) -> Vec<u32> {
        let Some(opened) = &self.reader.opened else {
            return Vec::new();
        };
        let indexed = (0_u32..).zip(&opened.speech.quotes);
        indexed
            .filter(|(_, quote)| quote.speaker == Some(speaker))
            .map(|(index, _)| index)
            .collect()
    }

    /// The speaker under the sidebar's cursor, else of the current quote or the first in view.
    pub(crate) fn speaker_meant(&self) -> Option<&Speaker> {
        let opened = self.reader.opened.as_ref()?;
        let index = match (self.focus, self.sources.under_cursor().map(|item| &item.choice)) {
            (Pane::Sources, Some(Choice::Speaker(index))) => *index,
            _ => opened.speech.quotes.get(self.reader.quote_in_view()?)?.speaker?,
        };
        opened.speech.speakers.get(index)
    }

    /// Opens what the reader went to: a source's link, else nothing.
    pub(crate) fn open_target(&mut self) -> Vec<Effect> {
        let link = match (self.reader.current, &self.reader.opened) {
            (Some(Target::Source(index)), Some(opened)) => opened
                .speech
                .sources
                .get(index as usize)
                .and_then(|source| source.link)
                .map(|link| link.0),
            (Some(Target::Link(index)), _) => Some(index),
            _ => None,
        };
        match link {
            Some(index) => self.open_link(index + 1),
            None => Vec::new(),
        }
    }

    /// Opens a link by its number as shown.
    pub(crate) fn open_link(&mut self, number: u32) -> Vec<Effect> {
        match self.reader.link(number).map(str::to_owned) {
            Some(url) => self.browse_to(&url),
            None => {
                self.tell(&format!("There is no link {number}"));
                Vec::new()
            }
        }
    }

    /// A digit: opens a link as soon as no longer number can be meant.
    pub(crate) fn digit(&mut self, digit: u32) -> Vec<Effect> {
        let number = self.number * 10 + digit;
        self.number = 0;
        if number == 0 {
            return Vec::new();
        }
        if number * 10 <= self.reader.links() {
            self.number = number;
            return Vec::new();
        }
        self.open_link(number)
    }

    pub(crate) fn browse(&mut self) -> Vec<Effect> {
        match self.subject().map(|row| row.url) {
            Some(Some(url)) => self.browse_to(&url),
            Some(None) => {
                self.tell("This article has no address");
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Opens an address in the browser: http and https only, as it was parsed.
    pub(crate) fn browse_to(&mut self, url: &str) -> Vec<Effect> {
        match Url::parse(url) {
            Ok(url) if matches!(url.scheme(), "http" | "https") && url.as_str().len() <= MAX_URL_BYTES => {
                self.tell(&format!("Opening it at {} …", url.host_str().unwrap_or_default()));
                vec![Effect::Browse(url)]
            }
            _ => {
                self.notices
                    .complain("Not opened: only http and https addresses are", self.now);
                Vec::new()
            }
        }
    }

    /// The whole text from the outlet's page; the feed's own where that is shown already.
    pub(crate) fn whole_text(&mut self) -> Vec<Effect> {
        let Some(opened) = &self.reader.opened else {
            self.tell("Open an article first");
            return Vec::new();
        };
        let (article, feed_text) = (opened.article.row.id, opened.from_page);
        let kept = opened.article.page.is_some();
        let ticket = self.ticket();
        if feed_text || kept {
            self.reader.asked = Some((ticket, article));
            self.tell(if feed_text {
                "The feed's own text; ‹whole-text› for the page's"
            } else {
                "The whole text, from the outlet's page"
            });
            return vec![Effect::Open {
                ticket,
                article,
                feed_text,
            }];
        }
        if self.offline {
            self.tell("byline was started with --offline: the outlet's page is not asked");
            return Vec::new();
        }
        self.reader.page_asked = Some(ticket);
        self.reader.page_unasked = false;
        self.tell("Asking the outlet's page …");
        vec![Effect::WholeText { ticket, article }]
    }

    /// What the outlet changed in the open article; its text again where that is shown already.
    pub(crate) fn changes(&mut self) -> Vec<Effect> {
        let Some(opened) = &self.reader.opened else {
            self.tell("Open an article first");
            return Vec::new();
        };
        let (article, shown) = (opened.article.row.id, opened.changes);
        if !shown && !opened.article.row.edited {
            self.tell("Its outlet has not changed it since byline first saw it");
            return Vec::new();
        }
        let ticket = self.ticket();
        self.reader.asked = Some((ticket, article));
        vec![if shown {
            let feed_text = false;
            Effect::Open {
                ticket,
                article,
                feed_text,
            }
        } else {
            Effect::Changes { ticket, article }
        }]
    }

    /// Lets the reader write on the article: tags, a note, a highlight.
    pub(crate) fn write_on(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Tag => self.ask_tags(),
            Command::Note => self.ask_note(),
            _ => self.highlight(),
        }
    }

    /// Asks for the tags of the article in question.
    fn ask_tags(&mut self) -> Vec<Effect> {
        let Some(row) = self.subject() else {
            self.tell("Choose an article first");
            return Vec::new();
        };
        let tags: Vec<_> = row.tags.iter().map(|tag| &**tag).collect();
        self.ask(Purpose::Tags(row.id), &tags.join(", "))
    }

    /// Asks for a note on the article in question. What stands on one that is not open comes after.
    fn ask_note(&mut self) -> Vec<Effect> {
        let Some(Row { id, .. }) = self.subject() else {
            self.tell("Choose an article first");
            return Vec::new();
        };
        let opened = self.reader.opened.as_ref().filter(|opened| opened.article.row.id == id);
        let (article, unread) = (id, opened.is_none());
        let note = opened.and_then(|opened| opened.article.note.as_deref());
        let note = note.unwrap_or_default().to_owned();
        let mut effects = self.ask(Purpose::Note { article, unread }, &note);
        effects.extend(unread.then_some(Effect::ReadNote(id)));
        effects
    }

    /// The note came that stands on an article: what is being typed goes on behind it.
    pub(crate) fn note_read(&mut self, article: ArticleId, note: &str) {
        if let Some(Overlay::Prompt(line)) = &mut self.overlay
            && line.purpose == (Purpose::Note { article, unread: true })
        {
            line.purpose = Purpose::Note { article, unread: false };
            line.input = Input::new(format!("{note}{}", line.input.value()));
        }
    }

    /// Asks for the page of an article that was just opened, where the feed brings no more than a summary.
    pub(crate) fn complete_summary(&mut self) -> Vec<Effect> {
        let Some(opened) = &self.reader.opened else {
            return Vec::new();
        };
        let (article, url) = (opened.article.row.id, &opened.article.row.url);
        let when = self.config.whole_text(&opened.article.row.feed_url);
        let wanted = when != WholeText::ByHand
            && !opened.changes
            && opened.complete == Complete::Summary
            && opened.article.page.is_none()
            && opened.article.page_said.is_none()
            && url.is_some();
        if self.offline || !wanted || !self.pages_tried.insert(article) {
            return Vec::new();
        }
        let ticket = self.ticket();
        self.reader.page_asked = Some(ticket);
        self.reader.page_unasked = true;
        self.tell("A summary; asking the outlet's page …");
        vec![Effect::WholeText { ticket, article }]
    }

    pub(crate) fn copy_link(&mut self) -> Vec<Effect> {
        match self.subject().and_then(|row| row.url) {
            Some(text) => copy(text, "The address"),
            None => self.copy_nothing("No address to copy"),
        }
    }

    pub(crate) fn copy_quote(&mut self) -> Vec<Effect> {
        let text = self.reader.opened.as_ref().and_then(|opened| {
            let quote = opened.speech.quotes.get(self.reader.quote_in_view()?)?;
            Some(wording::quotation(
                quote,
                &opened.speech,
                &opened.article.row,
                &self.zone,
            ))
        });
        match text {
            Some(text) => copy(text, "The quote"),
            None => self.copy_nothing("No quote to copy"),
        }
    }

    pub(crate) fn copy_citation(&mut self) -> Vec<Effect> {
        match self.subject() {
            Some(row) => copy(wording::citation(&row, &self.zone), "The citation"),
            None => self.copy_nothing("No article to cite"),
        }
    }

    fn copy_nothing(&mut self, why: &str) -> Vec<Effect> {
        self.tell(why);
        Vec::new()
    }
}

fn copy(text: String, what: &'static str) -> Vec<Effect> {
    vec![Effect::Copy { text, what }]
}
