//! What the screen does when something goes wrong.

use jiff::SignedDuration;

use crate::app::fixture::{newsroom, noon, outlets, press, row};
use crate::app::{App, Effect, Event, Ticket};
use crate::model::{ArticleId, Clean, Failure, FeedState, Outcome, Refreshed, Row};

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

#[test]
fn what_cannot_be_marked_is_unread_as_before() {
    let mut app = newsroom(140, 40);
    press(&mut app, "r");
    let unread = |app: &App| app.articles.rows.iter().filter(|row| !row.read).count();
    let effects = press(&mut app, "A");
    let [Effect::MarkAll { shown, mark, .. }] = &effects[..] else {
        panic!("{effects:?}");
    };
    assert_eq!((unread(&app), app.sources.counts.unread), (0, 0));
    app.update(Event::Unmarked {
        articles: shown.clone(),
        mark: *mark,
        failure: failure(),
    });
    assert_eq!((unread(&app), app.sources.counts.unread), (5, 5), "one was read before");
}

#[test]
fn what_cannot_be_done_to_a_story_is_as_before() {
    let mut app = newsroom(140, 40);
    press(&mut app, "r w m");
    let muted = |row: &Row| row.story.as_ref().unwrap().muted;
    assert!(muted(&app.articles.rows[0]) && app.articles.rows[0].read);
    press(&mut app, "r");
    let mute = |app: &mut App| match press(app, "m").pop() {
        Some(Effect::Stance { before, .. }) => before,
        other => panic!("{other:?}"),
    };
    let (first, before) = (mute(&mut app), mute(&mut app));
    assert!(app.articles.rows[0].read);
    for (before, is_muted, is_read) in [(before, false, false), (first, true, false)] {
        app.update(Event::StanceLost {
            before,
            failure: failure(),
        });
        assert_eq!(
            (muted(&app.articles.rows[0]), app.articles.rows[0].read),
            (is_muted, is_read)
        );
        assert!(app.notices.notice.as_ref().unwrap().wrong);
    }
}

#[test]
fn a_clock_that_is_set_back_stops_nothing() {
    let mut app = newsroom(140, 40);
    press(&mut app, "b");
    assert!(app.notices.notice.is_some());
    app.articles.stale = true;
    let effects = app.update(Event::Tick(noon() - SignedDuration::from_hours(1)));
    assert!(asked(&effects).is_some() && app.notices.notice.is_none(), "{effects:?}");
}

#[test]
fn a_feed_that_may_not_be_asked_yet_says_why() {
    let said = |app: &App| app.notices.notice.as_ref().unwrap().text.to_string();
    let waits = |app: &mut App, outlet: usize| {
        let feed = app.sources.outlets[outlet].feeds[0].clone();
        app.update(Event::Refreshed(Refreshed {
            feed: feed.id,
            url: feed.url,
            outcome: Outcome::Skipped,
            new: 0,
            changed: 0,
            told: Vec::new(),
            status: None,
            why: Some(Clean::line("its server asks to wait")),
            next: Some(noon() + SignedDuration::from_hours(2)),
        }));
    };
    let mut app = newsroom(140, 40);
    let again = crate::app::moment(noon() + SignedDuration::from_hours(2), noon(), &app.zone);
    press(&mut app, "R");
    waits(&mut app, 0);
    assert_eq!(
        said(&app),
        format!("Not asked: its server asks to wait; it is asked again {again}")
    );
    press(&mut app, "ctrl-r");
    (0..4).for_each(|outlet| waits(&mut app, outlet));
    assert_eq!(said(&app), "Nothing new; 4 of 4 feeds may not be asked yet");
    assert!(
        app.sources.outlets[2].feeds[0].why.is_some(),
        "what is wrong with it still is"
    );
}

#[test]
fn nobody_waits_for_feeds_that_are_not_asked() {
    let mut app = newsroom(140, 40);
    for feed in app.sources.outlets.iter_mut().flat_map(|outlet| &mut outlet.feeds) {
        feed.state = FeedState::Paused;
    }
    for (key, says) in [
        ("R", "It is paused; :pause wakes it"),
        ("ctrl-r", "No feed is asked: all are paused or gone"),
    ] {
        assert_eq!(press(&mut app, key), []);
        assert_eq!(&*app.notices.notice.as_ref().unwrap().text, says);
        assert!(!app.notices.wished);
    }
    app.sources.outlets[0].feeds[0].state = FeedState::Gone;
    press(&mut app, "R");
    assert_eq!(app.notices.asking.len(), 1, "who is gone may be back");
}
