//! What the reader does to articles, outlets and filters, and takes back.

use crate::app::fixture::{newsroom, outlets, press};
use crate::app::{App, Effect, Event};
use crate::model::{ArticleId, Mark, OutletId};

#[track_caller]
fn said(app: &App) -> &str {
    &app.notices.notice.as_ref().unwrap().text
}

#[test]
fn a_removed_outlet_takes_its_articles_along_and_comes_back() {
    let mut app = newsroom(140, 40);
    press(&mut app, "x h G D");
    let tidewater = OutletId(4);
    assert!(press(&mut app, "y").contains(&Effect::RemoveOutlet(tidewater)));
    let effects = app.update(Event::Removed(tidewater));
    assert!(matches!(&effects[..], [Effect::List { .. }]), "{effects:?}");
    assert!(said(&app).starts_with("Tidewater Science is no longer followed"));
    let before = outlets().into_iter().find(|outlet| outlet.id == tidewater).unwrap();
    assert_eq!(press(&mut app, "u"), [Effect::FollowAgain(Box::new(before))]);
}

#[test]
fn a_removed_outlet_leaves_the_filter_in_force() {
    let mut app = newsroom(140, 40);
    press(&mut app, "x");
    assert_eq!(app.articles.query.to_string(), "is:unread outlet:harbour-dispatch");
    app.update(Event::Removed(OutletId(1)));
    assert_eq!(app.articles.query.to_string(), "is:unread");
}

#[test]
fn a_mark_on_an_article_that_is_gone_says_so() {
    let mut app = newsroom(140, 40);
    press(&mut app, "b");
    let effects = app.update(Event::Gone {
        articles: vec![ArticleId(1)],
        mark: Mark::Bookmarked,
    });
    assert!(matches!(&effects[..], [Effect::List { .. }]), "{effects:?}");
    assert!(!app.articles.rows[0].bookmarked);
    assert!(said(&app).contains("not there any more"));
    press(&mut app, "u");
    assert_eq!(said(&app), "Nothing to undo");
}
