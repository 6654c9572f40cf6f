//! What the screen does when something goes wrong.

use crate::app::fixture::{newsroom, noon, outlets, press, row};
use crate::app::{App, Effect, Event, Ticket};
use crate::model::{ArticleId, Clean, Failure};

fn failure() -> Failure {
    Failure {
        tried: Clean::line("read the list"),
        happened: Clean::line("the database is damaged"),
        hint: None,
    }
}

/// The number of the list that is asked for.
fn asked(effects: &[Effect]) -> Option<Ticket> {
    effects.iter().find_map(|effect| match effect {
        Effect::List { ticket, .. } => Some(*ticket),
        _ => None,
    })
}

/// A screen whose list has more rows than were read.
fn long_list() -> App {
    let mut app = newsroom(140, 40);
    let ticket = asked(&app.update(Event::Key("x".parse().unwrap()))).unwrap();
    let rows = (1..=200).map(|id| row(id, "Ferry", &outlets()[0])).collect();
    app.update(Event::Listed {
        ticket,
        rows,
        total: None,
        newest: ArticleId(200),
    });
    app
}

#[test]
fn a_page_that_cannot_be_read_is_not_asked_for_again_before_another_list() {
    let mut app = long_list();
    let ticket = asked(&app.update(Event::Key("G".parse().unwrap()))).unwrap();
    let failed = Event::Failed {
        ticket: Some(ticket),
        failure: failure(),
    };
    assert_eq!(app.update(failed), []);
    assert!(app.notices.notice.as_ref().unwrap().wrong);
    assert_eq!(asked(&app.update(Event::Tick(noon()))), None);
    assert!(asked(&press(&mut app, "x")).is_some());
}
