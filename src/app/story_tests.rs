//! Stories on the screen: keys in, effects and state out.

use crate::app::fixture::{self, press};
use crate::app::held::Held;
use crate::app::{App, Effect, Event, Overlay, Reported, Side};
use crate::model::{ArticleId, Clean, Grouped, Mark, Row, Stance, Story, StoryId};

/// A screen whose first, third and fourth article are one story.
fn newsroom_with_story(width: u16, height: u16) -> App {
    let (mut app, effects) = fixture::empty(width, height);
    app.update(Event::Outlets {
        outlets: fixture::outlets(),
        filters: Vec::new(),
    });
    list(&mut app, &effects);
    app
}

fn story_rows() -> Vec<Row> {
    let story = Story {
        id: StoryId(1),
        articles: vec![ArticleId(1), ArticleId(3), ArticleId(4)],
        outlets: 3,
        followed_at: None,
        muted: false,
    };
    let mut rows = fixture::rows();
    for row in &mut rows {
        row.story = story.articles.contains(&row.id).then(|| story.clone());
    }
    rows
}

/// Answers the question for the list.
fn list(app: &mut App, effects: &[Effect]) {
    for effect in effects {
        if let Effect::List { ticket, .. } = effect {
            app.update(Event::Listed {
                newest: ArticleId(6),
                ticket: *ticket,
                rows: story_rows(),
                total: None,
            });
        }
    }
}

#[test]
fn the_cursor_stays_at_a_story_whose_row_closes() {
    let mut app = newsroom_with_story(120, 36);
    let effects = app.update(Event::PutBack);
    app.articles.hold = Some(Held::on(ArticleId(4)));
    list(&mut app, &effects);
    assert_eq!(app.articles.cursor, 0, "its row stands for it");
    let effects = app.update(Event::PutBack);
    app.articles.hold = Some(Held {
        at: 2,
        ..Held::on(ArticleId(99))
    });
    list(&mut app, &effects);
    assert_eq!(app.articles.cursor, 2, "it is gone: nothing jumps");
}

fn listed(app: &App) -> Vec<i64> {
    app.articles.rows.iter().map(|row| row.id.0).collect()
}

fn answer_members(app: &mut App, effects: &[Effect]) {
    for effect in effects {
        if let Effect::Members { ticket, .. } = effect {
            let rows = story_rows().into_iter().filter(|row| row.story.is_some()).collect();
            app.update(Event::Members { ticket: *ticket, rows });
        }
    }
}

#[test]
fn a_story_is_one_row_that_opens_in_place() {
    let mut app = newsroom_with_story(120, 30);
    assert_eq!(listed(&app), [1, 2, 5, 6]);
    let asked = press(&mut app, "+");
    answer_members(&mut app, &asked);
    assert_eq!(listed(&app), [1, 3, 4, 2, 5, 6]);
    press(&mut app, "j +");
    assert_eq!(listed(&app), [1, 2, 5, 6]);
    assert_eq!(app.articles.cursor, 0, "the cursor goes back to the row that was open");
    press(&mut app, "j +");
    assert_eq!(
        app.notices.notice.as_ref().unwrap().text.to_string(),
        "Nobody else reports it so far"
    );
}

#[test]
fn a_story_is_read_together_and_kept_apart() {
    let mut app = newsroom_with_story(120, 30);
    let read = press(&mut app, "r");
    assert!(read.contains(&Effect::Mark {
        articles: vec![ArticleId(1), ArticleId(3), ArticleId(4)],
        mark: Mark::Read,
    }));
    let kept = press(&mut app, "b");
    assert!(kept.contains(&Effect::Mark {
        articles: vec![ArticleId(1)],
        mark: Mark::Bookmarked,
    }));
    // Once it is open its articles are read one by one.
    let asked = press(&mut app, "u u +");
    answer_members(&mut app, &asked);
    let read = press(&mut app, "j r");
    assert!(read.contains(&Effect::Mark {
        articles: vec![ArticleId(3)],
        mark: Mark::Read,
    }));
}

#[test]
fn what_was_read_with_an_article_or_muted_is_taken_back() {
    let mut app = newsroom_with_story(120, 30);
    press(&mut app, "j enter u");
    assert_eq!(
        app.notices.notice.as_ref().unwrap().text.to_string(),
        "Nothing to undo",
        "reading one article is no slip"
    );
    press(&mut app, "h g g");
    let effects = app.update(Event::Key("enter".parse().unwrap()));
    let [Effect::Open { ticket, .. }] = effects[..] else {
        panic!("{effects:?}");
    };
    let opened = Box::new(fixture::opened(story_rows().remove(0)));
    let together = [1, 3, 4].map(ArticleId).to_vec();
    let read = Effect::Mark {
        articles: together.clone(),
        mark: Mark::Read,
    };
    assert_eq!(app.update(Event::Opened { ticket, opened }), [read]);
    app.update(Event::Changed {
        articles: together.clone(),
        changed: vec![ArticleId(1), ArticleId(3)],
        mark: Mark::Read,
    });
    let only = Effect::Mark {
        articles: vec![ArticleId(3)],
        mark: Mark::Unread,
    };
    assert_eq!(press(&mut app, "u"), [only], "the other was read before");

    press(&mut app, "h m");
    let before = Grouped {
        stances: vec![(StoryId(1), None, None)],
        unread: together,
        ..Grouped::default()
    };
    app.update(Event::StanceTaken(before.clone()));
    assert_eq!(press(&mut app, "u"), [Effect::PutBack(before)]);
    assert!(app.articles.is_unread(&app.articles.rows[0]));
    assert!(!app.articles.rows[0].story.as_ref().unwrap().muted);
}

#[test]
fn bookmarks_stand_apart_and_today_begins_with_what_most_report() {
    let mut app = newsroom_with_story(120, 30);
    press(&mut app, "h g g j j");
    let effects = app.update(Event::Key("enter".parse().unwrap()));
    list(&mut app, &effects);
    assert_eq!(app.articles.query.to_string(), "is:bookmarked");
    assert_eq!(listed(&app), [1, 2, 3, 4, 5, 6]);
    press(&mut app, "h j enter");
    assert_eq!(app.articles.query.to_string(), "date:today sort:stories");
}

#[test]
fn the_outlet_liked_best_leads_a_story() {
    let (mut app, effects) = fixture::empty(120, 30);
    app.config.stories.prefer = vec!["the-valley-post".to_owned()];
    app.update(Event::Outlets {
        outlets: fixture::outlets(),
        filters: Vec::new(),
    });
    list(&mut app, &effects);
    assert_eq!(listed(&app), [3, 2, 5, 6]);
}

#[test]
fn stories_are_followed_muted_joined_and_split() {
    let mut app = newsroom_with_story(120, 30);
    let is_taken = |app: &mut App, key: &str, wanted: Stance| {
        let taken = |effect: &Effect| matches!(effect, Effect::Stance { article, stance, .. } if (*article, *stance) == (ArticleId(1), wanted));
        press(app, key).iter().any(taken)
    };
    assert!(is_taken(&mut app, "w", Stance::Follow));
    assert!(app.articles.rows[0].story.as_ref().unwrap().followed_at.is_some());
    assert!(is_taken(&mut app, "w", Stance::Neither));
    assert!(is_taken(&mut app, "m", Stance::Mute));
    assert!(!app.articles.is_unread(&app.articles.rows[0]));
    assert!(is_taken(&mut app, "m", Stance::Neither));
    assert!(press(&mut app, "K").contains(&Effect::SplitStory(ArticleId(1))));
    let joined = press(&mut app, "J j J");
    assert!(joined.contains(&Effect::JoinStories {
        article: ArticleId(1),
        with: ArticleId(2),
    }));
    // The list is read anew, and the cursor stays where it was.
    let before = Grouped {
        articles: vec![(ArticleId(1), None), (ArticleId(2), None)],
        ..Grouped::default()
    };
    let effects = app.update(Event::Regrouped {
        article: ArticleId(2),
        before: before.clone(),
    });
    list(&mut app, &effects);
    assert_eq!(app.articles.selected().unwrap().id, ArticleId(2));
    assert!(press(&mut app, "u").contains(&Effect::PutBack(before)));
    let effects = app.update(Event::PutBack);
    list(&mut app, &effects);
    assert_eq!(app.articles.selected().unwrap().id, ArticleId(2));
    // One that stands alone can be followed, too.
    press(&mut app, "w");
    assert_eq!(
        app.articles.selected().unwrap().story.as_ref().unwrap().articles,
        [ArticleId(2)]
    );
}

#[test]
fn a_story_side_by_side_scrolls_opens_a_report_and_closes() {
    let mut app = newsroom_with_story(120, 12);
    let asked = press(&mut app, "s");
    let Some(Effect::Side { ticket, article }) = asked.last().cloned() else {
        panic!("{asked:?}")
    };
    assert_eq!(article, ArticleId(1));
    let reports = story_rows().into_iter().filter(|row| row.story.is_some());
    let reports: Vec<Reported> = reports
        .map(|row| Reported {
            row,
            text: Clean::text("The fire broke out before dawn."),
            quotes: Vec::new(),
            sources: vec![Clean::line("Orion")],
        })
        .collect();
    let side = Box::new(Side {
        reports,
        ..Side::default()
    });
    app.update(Event::Sided { ticket, side });
    let top = |app: &App| match &app.overlay {
        Some(Overlay::Story(story)) => Some(story.top),
        _ => None,
    };
    assert_eq!(top(&app), Some(0));
    press(&mut app, "j j");
    assert_eq!(top(&app), Some(2));
    press(&mut app, "s");
    assert_eq!(top(&app), None);
    let asked = press(&mut app, "s");
    let Some(Effect::Side { ticket, .. }) = asked.last().cloned() else {
        panic!("{asked:?}")
    };
    let reports: Vec<Reported> = story_rows()
        .into_iter()
        .map(|row| Reported {
            row,
            text: Clean::default(),
            quotes: Vec::new(),
            sources: Vec::new(),
        })
        .collect();
    let side = Box::new(Side {
        reports,
        ..Side::default()
    });
    app.update(Event::Sided { ticket, side });
    // What lies under the mouse: two columns below the title, how many there are, and a heading.
    let Some(Overlay::Story(story)) = &app.overlay else {
        panic!("the story is shown")
    };
    let met = [(0, 0), (0, 4), (60, 4), (60, 5)].map(|(column, row)| story.report_at(column, row));
    assert_eq!(met, [None, Some(0), Some(1), Some(1)]);
    assert!(press(&mut app, "3").iter().any(|effect| matches!(
        effect,
        Effect::Open {
            article: ArticleId(3),
            ..
        }
    )));
}

#[test]
fn what_comes_to_a_story_waits_like_everything_else() {
    let mut app = newsroom_with_story(120, 30);
    press(&mut app, "j");
    let before = listed(&app);
    app.update(Event::Refreshed(crate::model::Refreshed {
        feed: crate::model::FeedId(10),
        url: String::new(),
        outcome: crate::model::Outcome::New,
        new: 1,
        changed: 0,
        told: Vec::new(),
        status: None,
        why: None,
        next: Some(fixture::noon()),
    }));
    let effects = app.update(Event::Tick(fixture::noon() + jiff::SignedDuration::from_secs(2)));
    let Some(Effect::List { ticket, .. }) = effects
        .iter()
        .find(|effect| matches!(effect, Effect::List { .. }))
        .cloned()
    else {
        panic!("{effects:?}")
    };
    let mut rows = story_rows();
    let mut late = fixture::row(0, "Ferry: the company answers", &fixture::outlets()[3]);
    late.id = ArticleId(9);
    late.story = rows[0].story.clone();
    rows.insert(0, late);
    app.update(Event::Listed {
        newest: ArticleId(6),
        ticket,
        rows,
        total: None,
    });
    assert_eq!((listed(&app), app.articles.fresh), (before, 1));
}
