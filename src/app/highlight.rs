//! Highlights: the current quote at one key, or a passage that is chosen.

use crate::app::choosing::Choosing;
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::prompt::{Prompt, Purpose};
use crate::app::screen::Pane;
use crate::app::state::App;
use crate::document::{find_passage, passage_at};
use crate::input::{Code, Key};
use crate::model::{ArticleId, Passage};
use crate::typeset::Target;

impl App {
    /// Highlights the current quote; where there is none, or it is highlighted already, begins the choice of a passage.
    pub(crate) fn highlight(&mut self) -> Vec<Effect> {
        let Some(opened) = &self.reader.opened else {
            self.tell("Open an article first");
            return Vec::new();
        };
        if opened.changes {
            self.tell("‹changes› shows the article's text again; highlights belong to that");
            return Vec::new();
        }
        let (article, leaves) = (opened.article.row.id, opened.document.leaves());
        let current = match self.reader.current {
            Some(Target::Quote(index)) => opened.speech.quotes.get(index as usize).map(|quote| quote.at),
            Some(Target::Marked(index)) => self.reader.highlight_at(index),
            _ => None,
        };
        let quoted = matches!(self.reader.current, Some(Target::Quote(_)));
        if let Some(at) = current.filter(|at| quoted && self.reader.highlight_over(*at).is_none())
            && let Some(passage) = passage_at(&leaves, at)
        {
            self.tell("Highlighted, and the article is kept; ‹highlight› again: a note, or take it away");
            let note = String::new();
            return vec![Effect::Highlight { article, passage, note }];
        }
        let top = self.reader.page.place_at(self.reader.top);
        let Some(mut choosing) = Choosing::from(article, leaves, current.map_or(top, |at| at.start)) else {
            self.tell("There is no text here to highlight; ‹whole-text› asks the outlet's page");
            return Vec::new();
        };
        if let Some(at) = current {
            choosing.take(at);
        }
        self.focus_on(Pane::Reader);
        self.overlay = Some(Overlay::Passage(choosing));
        self.chosen();
        Vec::new()
    }

    /// Takes a key while a passage is being chosen.
    pub(crate) fn passage_key(&mut self, key: &Key) -> Vec<Effect> {
        let Some(Overlay::Passage(choosing)) = &mut self.overlay else {
            return Vec::new();
        };
        match (key.code, key.shift) {
            (Code::Down | Code::Right, true) | (Code::Char('J'), _) => choosing.stretch(true),
            (Code::Up | Code::Left, true) | (Code::Char('K'), _) => choosing.stretch(false),
            (Code::Down | Code::Right | Code::Char('j' | 'l'), _) => choosing.step(true),
            (Code::Up | Code::Left | Code::Char('k' | 'h'), _) => choosing.step(false),
            (Code::Tab, _) => choosing.change_unit(),
            (Code::Enter | Code::Char('H'), _) => return self.keep_chosen(),
            (Code::Char('n' | 'M'), _) => return self.ask_highlight_note(),
            (Code::Char('D') | Code::Delete, _) => return self.unhighlight(),
            (Code::Esc | Code::Char('q'), _) => self.leave_choice(),
            _ => {}
        }
        self.chosen();
        Vec::new()
    }

    /// Shows what is chosen now.
    fn chosen(&mut self) {
        let Some(Overlay::Passage(choosing)) = &mut self.overlay else {
            return;
        };
        let at = choosing.extent();
        choosing.highlighted = self.reader.highlight_over(at).is_some();
        self.reader.choose(Some(at));
        self.reader.show_stretch(at);
    }

    fn leave_choice(&mut self) {
        self.overlay = None;
        self.reader.choose(None);
    }

    /// Ends the choice; what was chosen, and the highlight that is there already.
    fn take_choice(&mut self) -> Option<(Choosing, Option<(Passage, String)>)> {
        let Some(Overlay::Passage(choosing)) = self.overlay.take() else {
            return None;
        };
        let here = self.reader.highlight_over(choosing.extent()).map(|highlight| {
            let note = highlight.note.as_deref().unwrap_or_default();
            (highlight.passage.clone(), note.to_owned())
        });
        self.reader.choose(None);
        Some((choosing, here))
    }

    fn keep_chosen(&mut self) -> Vec<Effect> {
        let Some((choosing, here)) = self.take_choice() else {
            return Vec::new();
        };
        let Some(passage) = passage_at(&choosing.leaves, choosing.extent()) else {
            return Vec::new();
        };
        let place = |passage: &Passage| find_passage(&choosing.leaves, passage);
        if here.is_some_and(|(known, _)| place(&known) == place(&passage)) {
            return Vec::new();
        }
        self.tell("Highlighted, and the article is kept");
        vec![Effect::Highlight {
            article: choosing.article,
            passage,
            note: String::new(),
        }]
    }

    /// Asks for a note on the highlight that is there, or on the one that is to be.
    fn ask_highlight_note(&mut self) -> Vec<Effect> {
        let Some((choosing, here)) = self.take_choice() else {
            return Vec::new();
        };
        let at = choosing.extent();
        let new = || passage_at(&choosing.leaves, at).map(|passage| (passage, String::new()));
        if let Some((passage, note)) = here.or_else(new) {
            let purpose = Purpose::HighlightNote(choosing.article, passage);
            self.overlay = Some(Overlay::Prompt(Prompt::new(purpose, &note)));
            self.reader.choose(Some(at));
        }
        Vec::new()
    }

    /// Takes a note that was typed.
    pub(crate) fn keep_highlight_note(&mut self, article: ArticleId, passage: Passage, note: String) -> Vec<Effect> {
        self.reader.choose(None);
        if self.reader.has_highlight(&passage) {
            return vec![Effect::NoteHighlight { article, passage, note }];
        }
        vec![Effect::Highlight { article, passage, note }]
    }

    fn unhighlight(&mut self) -> Vec<Effect> {
        let Some((choosing, Some((passage, _)))) = self.take_choice() else {
            self.tell("Nothing is highlighted there");
            return Vec::new();
        };
        let article = choosing.article;
        self.reader.current = None;
        self.tell("No longer highlighted; ‹undo› takes it back");
        vec![Effect::Unhighlight { article, passage }]
    }
}

#[cfg(test)]
mod tests {
    use crate::app::fixture::{newsroom, noon, press, type_text};
    use crate::app::{App, Effect, Event, Overlay};
    use crate::model::{Article, ArticleId, Clean, Highlight, Passage, Role, Written};

    const QUOTE: &str = "\"We are ready to talk, but only if there are realistic proposals,\"";
    const FIRST: &str = "The foreign minister said on Sunday that talks were possible.";

    /// The passage that was asked to be highlighted, and its note.
    #[track_caller]
    fn highlighted(effects: &[Effect]) -> (Passage, String) {
        match effects {
            [Effect::Highlight { article, passage, note }] if *article == ArticleId(1) => {
                (passage.clone(), note.clone())
            }
            other => panic!("{other:?}"),
        }
    }

    /// The answer of the store.
    fn kept(app: &mut App, passage: &Passage, note: &str) {
        let mut article = app.reader.opened.as_ref().unwrap().article.as_ref().clone();
        article.highlights.push(Highlight {
            passage: passage.clone(),
            note: Some(Clean::line(note)).filter(|note| !note.is_empty()),
            made_at: noon(),
        });
        article.row.bookmarked = true;
        keep(app, article);
    }

    fn keep(app: &mut App, article: Article) {
        let before = Written::on(&app.reader.opened.as_ref().unwrap().article);
        app.update(Event::Kept {
            article: Box::new(article),
            before: Some(before),
        });
    }

    fn text_in(app: &App, role: Role) -> String {
        let pieces = app.reader.page.lines.iter().flat_map(|line| &line.pieces);
        let of_role = pieces
            .filter(|piece| piece.role == role)
            .map(|piece| piece.text.as_str());
        of_role.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn the_current_quote_is_highlighted_at_one_key_and_gets_a_note_at_the_next() {
        let mut app = newsroom(140, 40);
        press(&mut app, "enter ] q");
        let (passage, note) = highlighted(&press(&mut app, "H"));
        assert_eq!((&*passage.text, &*note), (QUOTE, ""));
        kept(&mut app, &passage, "");
        assert!(text_in(&app, Role::Highlight).starts_with("\"We are ready"));
        assert!(app.articles.rows[0].bookmarked);

        press(&mut app, "H n");
        type_text(&mut app, "when?");
        let effects = press(&mut app, "enter");
        assert!(
            matches!(&effects[..], [Effect::NoteHighlight { passage: known, note, .. }] if *known == passage && note == "when?"),
            "{effects:?}"
        );
    }

    #[test]
    fn a_passage_is_chosen_by_paragraphs_sentences_and_words() {
        for (keys, chosen) in [
            ("enter", FIRST.to_owned()),
            ("j k enter", FIRST.to_owned()),
            ("J enter", format!("{FIRST} {QUOTE} Lena Orlova said.")),
            ("J K enter", FIRST.to_owned()),
            ("tab enter", FIRST.to_owned()),
            ("tab tab j J J enter", "foreign minister said".to_owned()),
            ("tab tab j J tab enter", FIRST.to_owned()),
        ] {
            let mut app = newsroom(140, 40);
            press(&mut app, "enter H");
            let (passage, _) = highlighted(&press(&mut app, keys));
            assert_eq!(&*passage.text, chosen, "{keys}");
            assert!(app.overlay.is_none() && text_in(&app, Role::Selected).is_empty());
        }
    }

    #[test]
    fn what_is_chosen_is_shown_and_followed() {
        let mut app = newsroom(140, 20);
        press(&mut app, "enter H");
        assert_eq!(
            text_in(&app, Role::Selected)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" "),
            FIRST
        );
        press(&mut app, &"j ".repeat(12));
        assert!(app.reader.top > 0, "the page follows");
        press(&mut app, "esc");
        assert!(app.overlay.is_none() && text_in(&app, Role::Selected).is_empty());
    }

    #[test]
    fn highlights_are_walked_through_taken_away_and_brought_back() {
        let mut app = newsroom(140, 40);
        press(&mut app, "enter H");
        press(&mut app, "n");
        type_text(&mut app, "ask");
        let (passage, note) = highlighted(&press(&mut app, "enter"));
        assert_eq!(note, "ask");
        kept(&mut app, &passage, &note);
        assert!(text_in(&app, Role::Note).contains("ask"), "its note stands under it");

        press(&mut app, "] h H");
        assert!(matches!(app.overlay, Some(Overlay::Passage(_))));
        let effects = press(&mut app, "D");
        assert!(matches!(&effects[..], [Effect::Unhighlight { passage: gone, .. }] if *gone == passage));
        let highlighted = app.reader.opened.as_ref().unwrap().article.as_ref().clone();
        let mut without = highlighted.clone();
        without.highlights.clear();
        keep(&mut app, without.clone());
        let back = |before: &Written, after: &Written| Effect::WriteBack {
            article: ArticleId(1),
            before: before.clone(),
            after: after.clone(),
        };
        let (full, less) = (Written::on(&highlighted), Written::on(&without));
        assert_eq!(press(&mut app, "u"), [back(&full, &less)]);
        assert_eq!(press(&mut app, "u"), [back(&Written::default(), &full)], "nor kept");
    }

    #[test]
    fn what_is_highlighted_is_not_highlighted_again_however_it_was_written_down() {
        let mut app = newsroom(140, 40);
        press(&mut app, "enter ] q");
        let (mut passage, _) = highlighted(&press(&mut app, "H"));
        passage.text = Clean::line(&QUOTE.replace('"', "“"));
        passage.before = Clean::default();
        kept(&mut app, &passage, "");
        assert_eq!(press(&mut app, "] h H enter"), []);
        highlighted(&press(&mut app, "] h H J enter"));
    }

    #[test]
    fn a_highlight_that_the_text_has_no_more_stands_above_it() {
        let mut app = newsroom(140, 40);
        press(&mut app, "enter");
        let lost = Passage {
            text: Clean::line("words that went"),
            ..Passage::default()
        };
        kept(&mut app, &lost, "pity");
        let meta = &app.reader.head.meta;
        assert!(meta.contains("not in this text: \"words that went\" (pity)"), "{meta}");
        press(&mut app, "] h");
        assert!(app.notices.notice.as_ref().unwrap().text.contains("H does it"));
    }
}
