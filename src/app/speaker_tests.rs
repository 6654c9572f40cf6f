//! Putting right who said a quote.

use crate::app::fixture::{newsroom, opened, press, rows, type_text};
use crate::app::{App, Effect, Event, Opened, Overlay};
use crate::model::{ArticleId, Clean, Correction};
use crate::query::Names;
use crate::speech::Corrections;
use crate::typeset::Target;

fn line(app: &App) -> Option<&str> {
    match &app.overlay {
        Some(Overlay::Prompt(prompt)) => Some(prompt.input.value()),
        _ => None,
    }
}

fn speakers(app: &App) -> Vec<&str> {
    app.sources.found.iter().map(|item| &*item.label).collect()
}

fn corrected(name: &str) -> Opened {
    let mut opened = opened(rows().remove(0));
    let quotes = vec![(opened.speech.quotes[1].text.clone(), Clean::line(name))];
    let names = Vec::new();
    let speech = (*opened.speech).clone().corrected(&Corrections { quotes, names });
    opened.speech = speech.into();
    opened
}

#[test]
fn the_speaker_of_the_current_quote_is_asked_for_and_shown_at_once() {
    let mut app = newsroom(120, 30);
    press(&mut app, "enter ] q ] q W");
    assert_eq!(line(&app), Some("Marek Dunn"));
    // The article's people come first, by one key; then whoever was quoted anywhere.
    press(&mut app, "tab");
    assert_eq!(line(&app), Some("Lena Orlova"));
    let Some(Overlay::Prompt(prompt)) = &app.overlay else {
        panic!()
    };
    assert!(
        prompt
            .completion
            .as_ref()
            .is_none_or(|shown| shown.ahead().next() == Some("Lena Orlova"))
    );
    press(&mut app, "ctrl-u");
    app.update(Event::Named(Box::new(Names {
        speakers: vec!["Ada Moss".to_owned()],
        ..Names::default()
    })));
    type_text(&mut app, "mo");
    press(&mut app, "tab");
    assert_eq!(line(&app), Some("Ada Moss"));
    let asked = press(&mut app, "enter");
    let words = Clean::line("There is nothing new in this,");
    assert!(asked.contains(&Effect::NameSpeaker {
        article: ArticleId(1),
        words: words.clone(),
        name: "Ada Moss".to_owned(),
        feed_text: false,
    }));
    let before = Correction {
        article: ArticleId(1),
        words,
        speaker: None,
        called: None,
    };
    app.update(Event::Attributed {
        opened: Box::new(corrected("Ada Moss")),
        before: Some(before.clone()),
    });
    assert!(speakers(&app).contains(&"Ada Moss") && !speakers(&app).contains(&"Marek Dunn"));
    assert_eq!(
        app.reader.current,
        Some(Target::Quote(1)),
        "the reader stays at the quote"
    );
    let undone = press(&mut app, "u");
    assert!(undone.contains(&Effect::TakeNameBack {
        before,
        feed_text: false,
    }));
    app.update(Event::Attributed {
        opened: Box::new(opened(rows().remove(0))),
        before: None,
    });
    assert!(speakers(&app).contains(&"Marek Dunn"));
    assert!(press(&mut app, "u").is_empty(), "it is undone once");
}

#[test]
fn nobody_can_be_named_and_the_same_name_changes_nothing() {
    let mut app = newsroom(120, 30);
    assert!(
        press(&mut app, "W").is_empty() && line(&app).is_none(),
        "no article is open"
    );
    press(&mut app, "enter ] q W");
    assert!(press(&mut app, "enter").is_empty());
    press(&mut app, "W ctrl-u");
    let asked = press(&mut app, "enter");
    assert!(matches!(&asked[..], [Effect::NameSpeaker { name, .. }] if name.is_empty()));
    // An answer that comes when another article is open changes nothing there.
    press(&mut app, "n");
    let shown = speakers(&app).len();
    app.update(Event::Attributed {
        opened: Box::new(corrected("")),
        before: None,
    });
    assert_eq!(speakers(&app).len(), shown);
}
