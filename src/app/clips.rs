//! A clip of the reader's own, tried on the open article while it is typed: the article shows at once what it would do.

use url::Url;

use crate::app::done::Done;
use crate::app::effect::Effect;
use crate::app::event::{Opened, Ticket};
use crate::app::overlay::Overlay;
use crate::app::prompt::Purpose;
use crate::app::state::App;
use crate::app::trial::{Trial, WORDS};
use crate::document::clip_fault;
use crate::model::{ArticleId, Clean, Clip};
use crate::query::QueryError;

/// Reads a clip as it is typed: `drop aside.promo`, `take div.story`, `line Read our app*`; `None` while there is nothing to try.
fn clip_of(text: &str) -> Result<Option<Clip>, QueryError> {
    let typed = text.trim_start();
    let (word, what) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
    let (what, begin) = (what.trim(), text.chars().count() - what.trim_start().chars().count());
    let clip = match word {
        "drop" => Clip::Drop(what.to_owned()),
        "take" => Clip::Take(what.to_owned()),
        "line" => Clip::Line(what.to_owned()),
        _ if what.is_empty() && WORDS.iter().any(|known| known.starts_with(word)) => {
            return Ok(None);
        }
        _ => {
            return Err(QueryError {
                at: 0,
                what: "begin with drop, take or line".to_owned(),
            });
        }
    };
    if what.is_empty() {
        return Ok(None);
    }
    match clip_fault(&clip) {
        Some(fault) => Err(QueryError {
            at: begin,
            what: format!("this {fault}"),
        }),
        None => Ok(Some(clip)),
    }
}

/// One on an open article; `None` where it has no address.
fn trial_on(opened: &Opened) -> Option<Trial> {
    let row = &opened.article.row;
    let address = row.url.as_ref().unwrap_or(&row.feed_url);
    Some(Trial {
        article: row.id,
        feed_text: opened.article.page.is_some() && !opened.from_page,
        at: Url::parse(address).and_then(|url| url.join("/")).ok()?,
        boxes: Vec::new(),
    })
}

impl App {
    /// Asks for a clip to try on the open article.
    pub(crate) fn ask_clip(&mut self) -> Vec<Effect> {
        let Some(opened) = self.reader.opened.as_ref().filter(|opened| !opened.changes) else {
            self.tell("Open an article first, to try a clip on it");
            return Vec::new();
        };
        let Some(trial) = trial_on(opened) else {
            self.tell("The article has no address that a clip could hold for");
            return Vec::new();
        };
        let (article, feed_text) = (trial.article, trial.feed_text);
        self.ask(Purpose::Clip(trial), "drop ");
        vec![Effect::Boxes { article, feed_text }]
    }

    /// Takes in which boxes there are on the page of an article, for the clip that is typed.
    pub(crate) fn know_boxes(&mut self, article: ArticleId, boxes: Vec<String>) {
        if let Some(Overlay::Prompt(line)) = &mut self.overlay
            && let Purpose::Clip(trial) = &mut line.purpose
            && trial.article == article
        {
            trial.boxes = boxes;
        }
    }

    /// Shows the article as it would be by the clip that is typed now.
    pub(crate) fn try_clip(&mut self) -> Vec<Effect> {
        let Some(Overlay::Prompt(line)) = &mut self.overlay else {
            return Vec::new();
        };
        let Purpose::Clip(trial) = line.purpose.clone() else {
            return Vec::new();
        };
        match clip_of(line.input.value()) {
            Ok(clip) => {
                line.error = None;
                self.show_trial(trial, clip)
            }
            Err(error) => {
                line.error = Some(error);
                Vec::new()
            }
        }
    }

    /// Shows the article without any trial again.
    pub(crate) fn end_trial(&mut self, trial: Trial) -> Vec<Effect> {
        self.show_trial(trial, None)
    }

    /// Keeps the clip that was typed; one that is none stays on the screen.
    pub(crate) fn keep_clip(&mut self, trial: Trial, typed: &str) -> Result<Vec<Effect>, QueryError> {
        let Some(clip) = clip_of(typed)? else {
            return Ok(self.end_trial(trial));
        };
        let ticket = self.ticket();
        self.reader.trying = Some(ticket);
        Ok(vec![Effect::KeepClip { ticket, trial, clip }])
    }

    fn show_trial(&mut self, trial: Trial, clip: Option<Clip>) -> Vec<Effect> {
        let ticket = self.ticket();
        self.reader.trying = Some(ticket);
        vec![Effect::TryClip { ticket, trial, clip }]
    }

    /// Takes an article in that was opened to try a clip on; what was on top of the screen stays there.
    pub(crate) fn tried(&mut self, ticket: Ticket, opened: Opened) {
        if self.reader.trying != Some(ticket) || self.reader.article() != Some(opened.article.row.id) {
            return;
        }
        self.reader.trying = None;
        self.sources.found_in(Some(&opened.speech));
        self.reader.replace(opened);
    }

    /// Says that a clip was kept.
    pub(crate) fn kept_clip(&mut self, at: Url, clip: Clip) {
        let said = format!(
            "Kept for {}; clips.toml beside the settings has it, ‹undo› takes it back",
            at.host_str().unwrap_or_default()
        );
        self.tell(&Clean::line(&said));
        self.remember(Done::Clipped { at, clip });
    }

    /// Takes a clip back, and shows the open article as it is then.
    pub(crate) fn unclip(&mut self, at: Url, clip: Clip) -> Vec<Effect> {
        let ticket = self.ticket();
        let opened = self.reader.opened.as_ref().filter(|opened| !opened.changes);
        let shown = opened.and_then(trial_on);
        self.reader.trying = shown.as_ref().map(|_| ticket);
        vec![Effect::TakeClipBack {
            ticket,
            at,
            clip,
            shown,
        }]
    }
}

#[cfg(test)]
mod tests {
    use super::clip_of;
    use crate::app::effect::Effect;
    use crate::app::event::Event;
    use crate::app::fixture::{newsroom, press};
    use crate::app::state::App;
    use crate::model::Clip;

    #[test]
    fn reads_what_is_typed() {
        assert_eq!(
            clip_of("drop aside.x > p"),
            Ok(Some(Clip::Drop("aside.x > p".to_owned())))
        );
        assert_eq!(clip_of("take  main "), Ok(Some(Clip::Take("main".to_owned()))));
        assert_eq!(clip_of("line Our app *"), Ok(Some(Clip::Line("Our app *".to_owned()))));
        for unfinished in ["", "dr", "drop", "drop "] {
            assert_eq!(clip_of(unfinished), Ok(None), "{unfinished}");
        }
        assert_eq!(clip_of("drop p, div[").unwrap_err().at, 5);
        assert_eq!(clip_of("keep p").unwrap_err().at, 0);
        assert!(clip_of("line *").is_err());
    }

    /// An open article, and the command.
    fn asked() -> App {
        let mut app = newsroom(140, 40);
        press(&mut app, "enter");
        press(&mut app, "E");
        app
    }

    #[test]
    fn a_clip_is_tried_as_it_is_typed_and_kept_by_enter() {
        let mut app = asked();
        assert!(
            app.update(Event::Key("d".parse().unwrap()))
                .iter()
                .any(|effect| matches!(
                    effect,
                    Effect::TryClip { clip: Some(Clip::Drop(selector)), .. } if selector == "d"
                ))
        );
        let kept = app.update(Event::Key("enter".parse().unwrap()));
        let [Effect::KeepClip { trial, clip, .. }] = &kept[..] else {
            panic!("{kept:?}");
        };
        assert_eq!(*clip, Clip::Drop("d".to_owned()));
        assert!(app.overlay.is_none());
        let (at, clip) = (trial.at.clone(), clip.clone());
        app.update(Event::ClipKept { at, clip });
        let back = press(&mut app, "u");
        let [Effect::TakeClipBack { at, clip, shown, .. }] = &back[..] else {
            panic!("{back:?}");
        };
        assert_eq!(
            (at, clip, shown.as_ref()),
            (&trial.at, &Clip::Drop("d".to_owned()), Some(trial))
        );
    }

    #[test]
    fn tab_leads_through_the_boxes_of_the_page() {
        let mut app = asked();
        let article = app.reader.article().unwrap();
        let boxes = ["p.promo", "#story"].map(str::to_owned).to_vec();
        app.update(Event::Boxes { article, boxes });
        let tried = app.update(Event::Key("tab".parse().unwrap()));
        assert!(matches!(&tried[..], [Effect::TryClip { clip: Some(Clip::Drop(name)), .. }] if name == "p.promo"));
        let tried = app.update(Event::Key("tab".parse().unwrap()));
        assert!(matches!(&tried[..], [Effect::TryClip { clip: Some(Clip::Drop(name)), .. }] if name == "#story"));
    }

    #[test]
    fn a_wrong_clip_stays_and_esc_takes_the_trial_back() {
        let mut app = asked();
        assert!(
            app.update(Event::Key("[".parse().unwrap())).is_empty(),
            "nothing is tried"
        );
        assert!(app.update(Event::Key("enter".parse().unwrap())).is_empty());
        assert!(app.overlay.is_some());
        let back = app.update(Event::Key("esc".parse().unwrap()));
        assert!(matches!(&back[..], [Effect::TryClip { clip: None, .. }]));
    }
}
