//! What the reader does to articles, outlets and filters, and takes back.

use jiff::SignedDuration;

use crate::app::fixture::{newsroom, noon, outlets, press, row, type_text};
use crate::app::{App, Effect, Event, Overlay};
use crate::model::{ArticleId, Clean, FilterId, Mark, OutletId, SavedFilter};

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
    app.update(Event::Removed(tidewater));
    assert!(said(&app).starts_with("Tidewater Science is no longer followed"));
    let before = outlets().into_iter().find(|outlet| outlet.id == tidewater).unwrap();
    let effects = app.update(left());
    assert!(matches!(&effects[..], [Effect::List { .. }]), "{effects:?}");
    assert_eq!(press(&mut app, "u"), [Effect::FollowAgain(Box::new(before))]);
}

#[test]
fn outlets_that_were_followed_go_again_unless_they_were_there_before() {
    let mut app = newsroom(140, 40);
    let [ledger, valley] = [OutletId(2), OutletId(3)];
    let followed = |new: &[OutletId], known: &[OutletId]| Event::Followed {
        new: new.to_vec(),
        known: known.to_vec(),
    };
    app.update(followed(&[], &[ledger]));
    assert_eq!(said(&app), "North Ledger is followed already; D removes it");
    press(&mut app, "u");
    assert_eq!(said(&app), "Nothing to undo");
    app.update(followed(&[valley], &[ledger]));
    app.update(followed(&[OutletId(9)], &[]));
    press(&mut app, "u");
    let Some(Overlay::Confirm(confirm)) = &app.overlay else {
        panic!("who is gone already is passed over: {:?}", app.overlay);
    };
    assert_eq!(
        &*confirm.question,
        "Stop following The Valley Post again? What came goes, but for bookmarks."
    );
    assert_eq!(press(&mut app, "y"), [Effect::Unfollow(vec![valley])]);
    app.update(Event::Unfollowed(valley));
    assert_eq!(said(&app), "Undone: The Valley Post is no longer followed");
    press(&mut app, "u");
    assert_eq!(said(&app), "Nothing to undo");
}

/// The outlets but for the last.
fn left() -> Event {
    let mut outlets = outlets();
    outlets.pop();
    Event::Outlets {
        outlets,
        filters: Vec::new(),
    }
}

#[test]
fn an_outlet_gets_its_name_and_folder_back_and_wakes() {
    let mut app = newsroom(140, 40);
    press(&mut app, "h G e ctrl-u");
    type_text(&mut app, "Tides");
    press(&mut app, "enter ctrl-u");
    type_text(&mut app, "sea");
    let tidewater = outlets().pop().unwrap();
    let edit = |name: &str, folder: Option<&str>| Effect::EditOutlet {
        outlet: tidewater.id,
        name: name.to_owned(),
        folder: folder.map(str::to_owned),
    };
    assert_eq!(press(&mut app, "enter"), [edit("Tides", Some("sea"))]);
    let pause = |paused| Effect::Pause {
        outlet: tidewater.id,
        paused,
    };
    press(&mut app, ":");
    type_text(&mut app, "pause");
    assert_eq!(press(&mut app, "enter"), [pause(true)]);
    assert_eq!(press(&mut app, "u"), [pause(false)]);
    assert_eq!(
        press(&mut app, "u"),
        [edit(&tidewater.name, tidewater.folder.as_deref())]
    );
}

#[test]
fn what_another_program_changes_is_read_again() {
    let mut app = newsroom(140, 40);
    let soon = app.update(Event::Tick(noon() + SignedDuration::from_secs(1)));
    assert!(!soon.contains(&Effect::LookOutside));
    assert_eq!(app.ages(), Some(std::time::Duration::from_secs(1)), "but soon");
    press(&mut app, "ctrl-r");
    assert_eq!(app.notices.asking.len(), 4);
    let later = Event::Tick(noon() + SignedDuration::from_secs(2));
    assert!(app.update(later.clone()).contains(&Effect::LookOutside));
    assert!(!app.update(later).contains(&Effect::LookOutside), "not with every key");
    let effects = app.update(Event::ChangedOutside);
    assert!(
        effects.contains(&Effect::Outlets) && effects.contains(&Effect::Count),
        "{effects:?}"
    );
    let effects = app.update(left());
    assert!(matches!(&effects[..], [Effect::List { .. }]), "{effects:?}");
    assert_eq!(app.notices.asking.len(), 3, "nobody answers for who is gone");
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

#[test]
fn a_saved_filter_is_changed_removed_and_brought_back() {
    let mut app = newsroom(140, 40);
    let id = FilterId(1);
    let before = app.sources.filters[0].clone();
    press(&mut app, "h G g g j j j j enter h e ctrl-u");
    type_text(&mut app, "Talks");
    press(&mut app, "enter ctrl-u");
    app.update(Event::Paste("talks (storm".to_owned()));
    press(&mut app, "enter");
    assert!(matches!(&app.overlay, Some(Overlay::Prompt(line)) if line.error.is_some()));
    app.update(Event::Paste(")".to_owned()));
    let effects = press(&mut app, "enter");
    let changed = SavedFilter {
        id,
        name: Clean::line("Talks"),
        query: "talks storm".to_owned(),
    };
    assert!(effects.contains(&Effect::EditFilter(changed.clone())), "{effects:?}");
    assert_eq!(
        (&*app.articles.title, &*app.articles.query.to_string()),
        ("Talks", "talks storm")
    );

    for (before, there, says) in [
        (None, true, "Saved"),
        (
            Some(before),
            true,
            "u makes it \"talks + sanctions\", talks or sanctions, again",
        ),
        (Some(changed), false, "u brings \"Talks\" back"),
    ] {
        app.update(Event::FilterChanged {
            filter: id,
            before: before.clone(),
            there,
        });
        assert!(said(&app).contains(says), "{}", said(&app));
        assert_eq!(press(&mut app, "u"), [Effect::PutFilterBack { filter: id, before }]);
    }
}

#[test]
fn a_saved_filter_of_an_outlet_that_is_gone_can_be_renamed() {
    let mut app = newsroom(140, 40);
    app.sources.filters[0].query = "outlet:gone".to_owned();
    app.names.known.outlets = vec![("north-ledger".to_owned(), "North Ledger".to_owned())];
    press(&mut app, "h G g g j j j j e ctrl-u");
    type_text(&mut app, "Former");
    let effects = press(&mut app, "enter enter");
    let renamed = |effect: &Effect| matches!(effect, Effect::EditFilter(filter) if *filter.name == *"Former");
    assert!(effects.iter().any(renamed), "{effects:?}");
}

#[test]
fn a_long_list_is_marked_at_once() {
    let outlet = &outlets()[0];
    let mut app = newsroom(140, 40);
    app.articles.rows = (1..=40_000).map(|id| row(id, "Ferry", outlet)).collect();
    let begun = std::time::Instant::now();
    let effects = app.update(Event::Key("A".parse().unwrap()));
    assert!(begun.elapsed() < std::time::Duration::from_secs(3));
    assert!(matches!(&effects[..], [Effect::MarkAll { shown, .. }] if shown.len() == 40_000));
}
