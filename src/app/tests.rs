//! Keys in, effects and state out.

use ratatui::layout::Size;

use crate::app::fixture::{empty, newsroom, noon, opened, opened_as, outlets, press, row, rows, type_text};
use crate::app::{App, Choice, Effect, Event, Overlay, Pane, Ticket, Which};
use crate::input::{Gesture, Mouse};
use crate::model::{ArticleId, Clean, Complete, Failure, FeedId, Mark, Outcome, Refreshed, Seen, Terms, WholeText};
use crate::query::{Known, Names, Query};
use crate::speech::Speech;
use crate::typeset::Target;

/// Presses keys on a wide screen and says what is selected, what is open, and where the keys are.
fn check(keys: &str, expected: &str) {
    let mut app = newsroom(140, 40);
    press(&mut app, keys);
    let selected = app.articles.selected().map_or(0, |row| row.id.0);
    let open = app.reader.article().map_or(0, |article| article.0);
    let found = format!("row {selected} open {open} {:?}", app.focus);
    assert_eq!(found, expected, "{keys}");
}

#[test]
fn moves_and_opens() {
    check("", "row 1 open 0 Articles");
    check("j j", "row 3 open 0 Articles");
    check("j j k enter", "row 2 open 2 Reader");
    check("G", "row 6 open 0 Articles");
    check("G g g", "row 1 open 0 Articles");
    check("enter h", "row 1 open 1 Articles");
    check("enter n n", "row 3 open 3 Reader");
    check("enter n N", "row 2 open 2 Reader");
    check("h", "row 1 open 0 Sources");
    check("enter tab", "row 1 open 1 Sources");
    check("tab j j", "row 1 open 0 Sources");
    check("enter q", "row 1 open 1 Articles");
    check("enter j j q j l", "row 2 open 2 Reader");
}

#[test]
fn opening_marks_read_and_r_takes_it_back() {
    let mut app = newsroom(140, 40);
    let effects = press(&mut app, "enter");
    assert!(effects.contains(&Effect::Mark {
        articles: vec![ArticleId(1)],
        mark: Mark::Read
    }));
    assert!(app.articles.rows[0].read);
    assert_eq!(app.sources.counts.unread, 5);
    press(&mut app, "r");
    assert!(!app.articles.rows[0].read);
    assert_eq!(app.sources.counts.unread, 6);
}

#[test]
fn undo_takes_marks_back_one_by_one() {
    let mut app = newsroom(140, 40);
    press(&mut app, "b j b");
    assert!(app.articles.rows[0].bookmarked && app.articles.rows[1].bookmarked);
    let effects = press(&mut app, "u");
    assert_eq!(
        effects,
        [Effect::Unkeep(vec![ArticleId(2)])],
        "unless something is written there"
    );
    press(&mut app, "u");
    assert!(!app.articles.rows[0].bookmarked && !app.articles.rows[1].bookmarked);
    assert_eq!(app.sources.counts.bookmarks, 12);
    press(&mut app, "u");
    assert_eq!(
        app.notices.notice.as_ref().map(|notice| &*notice.text),
        Some("Nothing to undo")
    );
}

#[test]
fn a_mark_that_cannot_be_kept_is_taken_back() {
    let mut app = newsroom(140, 40);
    press(&mut app, "b");
    let failure = Failure {
        tried: Clean::line("keep the bookmark"),
        happened: Clean::line("the disk is full"),
        hint: None,
    };
    app.update(Event::Unmarked {
        articles: vec![ArticleId(1)],
        mark: Mark::Bookmarked,
        failure,
    });
    assert!(!app.articles.rows[0].bookmarked);
    assert!(app.notices.notice.as_ref().unwrap().wrong);
}

#[test]
fn one_key_takes_an_outlet_into_the_filter() {
    let mut app = newsroom(140, 40);
    press(&mut app, "x");
    assert_eq!(app.articles.query.to_string(), "is:unread outlet:harbour-dispatch");
    press(&mut app, "X");
    assert_eq!(app.articles.query.to_string(), "is:unread");
    // From the sidebar: the outlet under its cursor.
    press(&mut app, "tab G x k k x");
    assert_eq!(app.articles.query.outlets().len(), 2);
    assert_eq!(app.focus, Pane::Sources);
    press(&mut app, "X");
    assert_eq!(app.articles.query.outlets().len(), 1);
}

#[test]
fn choosing_in_the_sidebar_puts_its_filter_in_force() {
    let mut app = newsroom(140, 40);
    press(&mut app, "tab k enter");
    assert_eq!(app.articles.query, Query::default());
    assert_eq!((&*app.articles.title, app.focus), ("All articles", Pane::Articles));
    press(&mut app, "tab G enter");
    assert_eq!(app.articles.query.to_string(), "outlet:tidewater-science");
    assert_eq!(&*app.articles.title, "Tidewater Science");
}

#[test]
fn searches_as_typed_and_esc_goes_back() {
    let mut app = newsroom(140, 40);
    press(&mut app, "/");
    type_text(&mut app, "grain ships");
    assert_eq!(app.articles.query.to_string(), "grain ships");
    press(&mut app, "enter");
    assert!(app.overlay.is_none());
    assert_eq!(app.focus, Pane::Articles);
    press(&mut app, "esc");
    assert_eq!(app.articles.query.to_string(), "is:unread");
    press(&mut app, "/ x y esc");
    assert_eq!(app.articles.query.to_string(), "is:unread");
}

#[test]
fn the_cursor_is_where_it_was_before_the_search() {
    let mut app = newsroom(140, 40);
    press(&mut app, "j j j");
    let selected = |app: &App| app.articles.selected().map(|row| row.id);
    let before = selected(&app);
    for keys in ["/", "F ctrl-u"] {
        press(&mut app, keys);
        type_text(&mut app, "grain");
        press(&mut app, "esc");
        assert_eq!(selected(&app), before, "{keys}");
    }
    // From a filter within what was found back to that, and then to where the search began.
    press(&mut app, "/");
    type_text(&mut app, "grain");
    press(&mut app, "enter F");
    type_text(&mut app, " ships");
    press(&mut app, "esc");
    assert_eq!(app.articles.query.to_string(), "grain");
    press(&mut app, "esc");
    assert_eq!(app.articles.query.to_string(), "is:unread");
    assert_eq!(selected(&app), before);
    press(&mut app, "X");
    assert_eq!(selected(&app), before);
    press(&mut app, "enter / esc");
    assert_eq!(app.focus, Pane::Reader, "who was reading goes on");
    press(&mut app, "esc");
    press(&mut app, "X");
    assert_eq!(selected(&app), before);
}

#[test]
fn a_wrong_filter_points_at_its_fault_and_keeps_the_list() {
    let mut app = newsroom(140, 40);
    press(&mut app, "F");
    type_text(&mut app, " nonsense:x");
    press(&mut app, "enter");
    let Some(Overlay::Prompt(prompt)) = &app.overlay else {
        panic!("the line is still there")
    };
    assert!(prompt.error.is_some());
    assert_eq!(app.articles.rows.len(), 6);
}

#[test]
fn late_answers_to_older_questions_are_dropped() {
    let mut app = newsroom(140, 40);
    let first = app.update(Event::Key("x".parse().unwrap()));
    let Effect::List { ticket, .. } = &first[0] else {
        panic!("a list is asked for")
    };
    app.update(Event::Key("X".parse().unwrap()));
    app.update(Event::Listed {
        newest: ArticleId(6),
        ticket: *ticket,
        rows: Vec::new(),
        total: None,
    });
    assert_eq!(app.articles.rows.len(), 6);
}

fn refreshed(new: u32) -> Refreshed {
    Refreshed {
        feed: FeedId(10),
        url: String::new(),
        outcome: Outcome::New,
        new,
        changed: 0,
        told: Vec::new(),
        status: Some(200),
        why: None,
        next: Some(noon()),
    }
}

#[test]
fn what_arrives_waits_and_moves_nothing() {
    let mut app = newsroom(140, 40);
    press(&mut app, "j");
    app.update(Event::Asking(vec![FeedId(10)]));
    let effects = app.update(Event::Refreshed(refreshed(2)));
    let ticket = effects
        .iter()
        .find_map(|effect| {
            if let Effect::List { ticket, .. } = effect {
                Some(*ticket)
            } else {
                None
            }
        })
        .unwrap();
    let mut now = vec![row(-1, "Arrived", &outlets()[0]), row(-2, "Arrived too", &outlets()[0])];
    now.extend(rows());
    app.update(Event::Listed {
        newest: ArticleId(6),
        ticket,
        rows: now,
        total: None,
    });
    assert_eq!((app.articles.fresh, app.articles.rows.len()), (2, 6));
    assert_eq!(app.articles.selected().map(|row| row.id), Some(ArticleId(2)));
    press(&mut app, "k k enter");
    assert_eq!((app.articles.fresh, app.articles.rows.len()), (0, 8));
    assert_eq!(app.articles.selected().map(|row| row.id), Some(ArticleId(-1)));
}

#[test]
fn all_in_view_is_what_the_list_shows_or_would_show() {
    let mut app = newsroom(140, 40);
    let seen = |effects: &[Effect]| match effects {
        [Effect::MarkAll { seen, .. }] => *seen,
        other => panic!("{other:?}"),
    };
    let whole = Seen {
        newest: ArticleId(6),
        last: None,
    };
    assert_eq!(seen(&press(&mut app, "A")), whole);
    assert!(app.articles.rows.iter().all(|row| row.read));
    // More that waits is not in view before it is shown.
    let ticket = Ticket(99);
    app.articles.peek = Some(ticket);
    let mut now = vec![row(9, "Arrived", &outlets()[0])];
    now[0].sorted_at = noon();
    now.extend(rows());
    app.update(Event::Listed {
        newest: ArticleId(10),
        ticket,
        rows: now,
        total: None,
    });
    assert_eq!(app.articles.fresh, 1);
    assert_eq!(seen(&press(&mut app, "A")), whole);
    press(&mut app, "k enter");
    assert_eq!(seen(&press(&mut app, "A")).newest, ArticleId(10));
}

#[test]
fn the_cursor_finds_its_article_again_far_down_the_list() {
    let mut app = newsroom(140, 40);
    let all: Vec<_> = (1..=450)
        .map(|id| row(id, "Wind", &outlets()[usize::from(id % 2 == 0)]))
        .collect();
    // Answers the questions for the list, and those that follow from that; tells how many there were.
    let list = |app: &mut App, mut effects: Vec<Effect>| {
        let mut asked = 0;
        while let Some(effect) = effects.pop() {
            let Effect::List {
                ticket,
                query,
                after,
                limit,
            } = effect
            else {
                continue;
            };
            asked += 1;
            let slugs = query.outlets();
            let fits = |row: &&crate::model::Row| {
                let slug = &outlets()[usize::from(row.id.0 % 2 == 0)].slug;
                (slugs.is_empty() || slugs.contains(slug)) && after.is_none_or(|(_, last)| row.id > last)
            };
            let rows = all.iter().filter(fits).take(limit as usize).cloned().collect();
            let newest = ArticleId(450);
            effects.extend(app.update(Event::Listed {
                newest,
                ticket,
                rows,
                total: None,
            }));
        }
        asked
    };
    let key = |app: &mut App, key: &str| app.update(Event::Key(key.parse().unwrap()));
    let effects = app.update(Event::PutBack);
    list(&mut app, effects);
    for _ in 0..3 {
        let effects = key(&mut app, "end");
        list(&mut app, effects);
    }
    press(&mut app, "k k");
    let (cursor, article) = (app.articles.cursor, app.articles.selected().unwrap().id);
    assert!(cursor > 400, "{cursor}");
    for asked in [2, 3] {
        let effects = key(&mut app, "x");
        assert_eq!(list(&mut app, effects), asked);
        assert_eq!(app.articles.selected().unwrap().id, article);
    }
    assert_eq!(app.articles.cursor, cursor);
}

#[test]
fn a_list_that_comes_whole_is_marked_as_it_is() {
    let mut app = newsroom(140, 40);
    press(&mut app, "r /");
    type_text(&mut app, "harbour");
    press(&mut app, "enter");
    app.articles.rows[0].read = true;
    let effects = press(&mut app, "A");
    let unread: Vec<_> = (2..=6).map(ArticleId).collect();
    let articles = unread.clone();
    let mark = Mark::Read;
    assert_eq!(effects, [Effect::Mark { articles, mark }]);
    assert_eq!(press(&mut app, "A"), [], "all are read already");
    let effects = press(&mut app, "u");
    let (articles, mark) = (unread, Mark::Unread);
    assert_eq!(effects, [Effect::Mark { articles, mark }]);
}

#[test]
fn a_full_disk_ends_the_round_with_one_sentence() {
    let mut app = newsroom(140, 40);
    app.update(Event::Asking(vec![FeedId(10), FeedId(11), FeedId(12)]));
    let state = |app: &App| app.sources.outlets[0].feeds[0].state;
    let before = state(&app);
    app.update(Event::Refreshed(Refreshed {
        outcome: Outcome::Unsaved,
        ..refreshed(0)
    }));
    let notice = app.notices.notice.clone().unwrap();
    assert!(
        notice.wrong && notice.text.starts_with("The disk is full"),
        "{notice:?}"
    );
    assert!(app.notices.asking.is_empty(), "nobody else is waited for");
    assert_eq!(state(&app), before, "not the feed is at fault");
}

#[test]
fn where_nothing_can_be_kept_nobody_is_waited_for() {
    let mut app = newsroom(140, 40);
    press(&mut app, "ctrl-r");
    assert!(!app.notices.asking.is_empty());
    app.update(Event::Unasked(Clean::line("the database cannot be written")));
    let notice = app.notices.notice.clone().unwrap();
    assert_eq!(&*notice.text, "No feed is asked: the database cannot be written");
    assert!(notice.wrong && app.notices.asking.is_empty());
}

#[test]
fn an_empty_list_fills_by_itself() {
    let (mut app, effects) = empty(140, 40);
    let Effect::List { ticket, .. } = &effects[0] else {
        panic!("a list is asked for")
    };
    app.update(Event::Listed {
        newest: ArticleId(6),
        ticket: *ticket,
        rows: Vec::new(),
        total: Some(0),
    });
    app.update(Event::Outlets {
        outlets: outlets(),
        filters: Vec::new(),
    });
    app.update(Event::Asking(vec![FeedId(10)]));
    let effects = app.update(Event::Refreshed(refreshed(6)));
    let Effect::List { ticket, .. } = &effects[0] else {
        panic!("a list is asked for")
    };
    app.update(Event::Listed {
        newest: ArticleId(6),
        ticket: *ticket,
        rows: rows(),
        total: None,
    });
    assert_eq!(app.articles.rows.len(), 6);
}

#[test]
fn walks_through_quotes_and_speakers() {
    let mut app = newsroom(140, 40);
    press(&mut app, "enter ] q");
    assert_eq!(app.reader.current, Some(Target::Quote(0)));
    press(&mut app, "] q");
    assert_eq!(app.reader.current, Some(Target::Quote(1)));
    press(&mut app, "[ q");
    assert_eq!(app.reader.current, Some(Target::Quote(0)));
    // The sidebar: the first speaker stands below the outlets.
    let at = app.sources.position(&Choice::Speaker(1)).unwrap();
    press(&mut app, "tab");
    app.sources.cursor = at;
    press(&mut app, "enter");
    assert_eq!(app.reader.current, Some(Target::Quote(1)));
    let effects = press(&mut app, "Q");
    assert!(matches!(&effects[..], [Effect::Quotes { query, .. }] if query.to_string() == "speaker:\"Marek Dunn\""));
}

#[test]
fn copies_a_quote_with_its_attribution() {
    let mut app = newsroom(140, 40);
    let effects = press(&mut app, "enter ] q y q");
    let Some(Effect::Copy { text, .. }) = effects.last() else {
        panic!("something is copied")
    };
    assert_eq!(
        text,
        "\"We are ready to talk, but only if there are realistic proposals,\" \
         (Lena Orlova, foreign minister; Harbour Dispatch, 30 October 2022, https://harbour-dispatch.test/1)"
    );
}

#[test]
fn a_digit_opens_a_link_and_only_http_is_ever_opened() {
    let mut app = newsroom(140, 40);
    let effects = press(&mut app, "enter 1");
    assert!(matches!(effects.last(), Some(Effect::Browse(url)) if url.as_str() == "https://orion.test/news"));
    for url in [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "--help",
        "ftp://orion.test/",
    ] {
        assert_eq!(app.browse_to(url), [], "{url}");
    }
}

#[test]
fn enter_opens_a_link_whose_number_could_go_on() {
    let mut app = newsroom(140, 40);
    press(&mut app, "enter");
    let opened = app.reader.opened.as_mut().unwrap();
    let link = |number| crate::document::Link {
        url: format!("https://orion.test/{number}"),
    };
    std::sync::Arc::make_mut(&mut opened.document).links = (1..=29).map(link).collect();
    let went = |effects: &[Effect]| match effects {
        [Effect::Browse(url)] => url.path().to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(went(&press(&mut app, "2 enter")), "/2");
    assert_eq!(went(&press(&mut app, "2 9")), "/29");
    assert_eq!(went(&press(&mut app, "3")), "/3");
    assert_eq!(press(&mut app, "2 esc"), []);
    assert_eq!(app.focus, Pane::Reader, "only the number is left");
}

#[test]
fn the_same_words_stay_on_top_after_a_resize() {
    let mut app = newsroom(140, 40);
    press(&mut app, "enter z ctrl-d ctrl-d");
    let before = app.reader.page.lines[app.reader.top].place;
    for width in [90, 45, 140] {
        app.update(Event::Resize(Size { width, height: 40 }));
        assert_eq!(app.reader.page.lines[app.reader.top].place.leaf, before.leaf, "{width}");
    }
    assert_eq!(app.reader.page.lines[app.reader.top].place, before);
}

#[test]
fn where_the_reader_stopped_is_kept_once() {
    let mut app = newsroom(140, 40);
    let effects = press(&mut app, "enter ctrl-d h");
    assert!(effects.iter().any(|effect| matches!(
        effect,
        Effect::KeepPlace {
            article: ArticleId(1),
            ..
        }
    )));
    assert_eq!(press(&mut app, "q"), [Effect::Quit]);
}

#[test]
fn the_place_is_kept_while_reading_once_the_reader_rests() {
    let mut app = newsroom(140, 20);
    press(&mut app, "enter");
    let idle = app.ages();
    let kept = |app: &mut App, seconds: i64| {
        let effects = app.update(Event::Tick(noon() + jiff::SignedDuration::from_secs(seconds)));
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::KeepPlace { article, .. } if *article == ArticleId(1)))
    };
    press(&mut app, "pgdn");
    assert!(!kept(&mut app, 2));
    press(&mut app, "pgdn");
    assert!(!kept(&mut app, 4), "it moved two seconds ago");
    assert_eq!(app.ages(), Some(std::time::Duration::from_secs(1)));
    assert!(kept(&mut app, 5));
    assert!(!kept(&mut app, 60));
    assert!(app.ages() >= idle, "nothing more to wake up for");
    press(&mut app, "g g");
    assert!(kept(&mut app, 70), "the top is a place, too");
}

#[test]
fn every_page_is_counted_as_it_is_turned() {
    let mut app = newsroom(80, 24);
    press(&mut app, "enter");
    let (_, all) = app.reader.screens();
    assert!(all > 3);
    for now in 1..=all {
        assert_eq!(app.reader.screens(), (now, all));
        press(&mut app, "pgdn");
    }
    assert_eq!(app.reader.percent(), 100);
}

#[test]
fn space_pages_on_to_the_next_unread_article() {
    let mut app = newsroom(80, 24);
    press(&mut app, "space");
    assert_eq!(app.reader.article(), Some(ArticleId(1)));
    for _ in 0..40 {
        press(&mut app, "space");
        if app.reader.article() == Some(ArticleId(2)) {
            return;
        }
    }
    panic!("the next article was never reached");
}

#[test]
fn the_first_start_offers_outlets() {
    let (mut app, _) = empty(80, 24);
    let effects = app.update(Event::Outlets {
        outlets: Vec::new(),
        filters: Vec::new(),
    });
    assert_eq!(effects, [Effect::Offers]);
    let offer = |name: &str| crate::app::Offer {
        name: Clean::line(name),
        language: "en".into(),
        feeds: vec!["https://a.test/feed".into()],
        ..Default::default()
    };
    app.update(Event::Offered(vec![offer("Harbour Dispatch"), offer("North Ledger")]));
    let effects = press(&mut app, "down space enter");
    assert!(
        matches!(&effects[..], [Effect::FollowOffers(chosen)] if chosen.len() == 1 && &*chosen[0].name == "North Ledger")
    );
    press(&mut app, "a");
    type_text(&mut app, "valley.test");
    assert_eq!(press(&mut app, "enter"), [Effect::Follow("valley.test".into())]);
}

#[test]
fn the_palette_finds_commands_by_a_few_letters() {
    let mut app = newsroom(80, 24);
    press(&mut app, ":");
    type_text(&mut app, "refall");
    assert_eq!(press(&mut app, "enter"), [Effect::Refresh(Which::All)]);
}

#[test]
fn pasted_text_never_acts_as_keys() {
    let mut app = newsroom(80, 24);
    assert_eq!(app.update(Event::Paste("q\nD\ny".into())), []);
    assert!(app.overlay.is_none());
}

#[test]
fn the_mouse_opens_rows_and_scrolls_what_it_is_over() {
    let mut app = newsroom(140, 40);
    let list = app.panes().unwrap().articles.unwrap();
    let effects = app.update(Event::Mouse(Mouse {
        column: list.x + 3,
        row: list.y + 4,
        gesture: Gesture::Press,
    }));
    assert!(effects.iter().any(|effect| matches!(
        effect,
        Effect::Open {
            article: ArticleId(3),
            ..
        }
    )));
    app.update(Event::Mouse(Mouse {
        column: 1,
        row: 4,
        gesture: Gesture::Press,
    }));
    assert_eq!(app.focus, Pane::Articles);
}

#[test]
fn a_click_meets_what_is_drawn_there() {
    let mut app = newsroom(140, 40);
    app.update(Event::Key("enter".parse().unwrap()));
    let (ticket, _) = app.reader.asked.unwrap();
    let html = "<p>שלום <a href=\"https://brask.example/\">קישור</a></p>";
    let document = crate::document::from_html(html, &crate::document::Context::default());
    let opened = Box::new(opened_as(rows().remove(0), document, Speech::default()));
    app.update(Event::Opened { ticket, opened });
    let line = |line: &crate::typeset::Line| line.pieces.iter().any(|piece| piece.target.is_some());
    let row = app.reader.page.lines.iter().position(line).unwrap() as u16;
    let link = Some(Target::Link(0));
    let met = |ordered| -> Vec<u16> {
        (0..200)
            .filter(|column| app.reader.target_at(*column, row, ordered) == link)
            .collect()
    };
    let (drawn, read) = (met(true), met(false));
    assert!(!drawn.is_empty());
    // "[1]רושיק םולש": the link stands five cells further left than it is read.
    assert_eq!(drawn, read.iter().map(|column| column - 5).collect::<Vec<_>>());
}

#[test]
fn no_key_in_any_order_breaks_it() {
    let keys: Vec<&str> = crate::input::Command::ALL
        .iter()
        .flat_map(|spec| spec.keys.iter().copied())
        .collect();
    for (width, height) in [(140, 40), (80, 24), (40, 12), (20, 5), (10, 3)] {
        let mut app = newsroom(width, height);
        let mut seed: usize = 7;
        for _ in 0..400 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            press(&mut app, keys[(seed >> 33) % keys.len()]);
            app.update(Event::Tick(noon()));
        }
    }
}

/// Opens the first article as a summary whose page has not been fetched; what its opening leads to.
fn open_summary(app: &mut App) -> Vec<Effect> {
    app.update(Event::Key("enter".parse().unwrap()));
    let (ticket, _) = app.reader.asked.unwrap();
    let mut opened = opened(rows().remove(0));
    opened.complete = Complete::Summary;
    let opened = Box::new(opened);
    app.update(Event::Opened { ticket, opened })
}

/// The page of the first article arrives.
fn page_arrives(app: &mut App, ticket: Ticket) {
    let mut opened = opened(rows().remove(0));
    opened.from_page = true;
    let written = app.now - jiff::SignedDuration::from_hours(72);
    let row = &mut std::sync::Arc::make_mut(&mut opened.article).row;
    (row.published, row.sorted_at, row.words) = (None, written, 900);
    let opened = Box::new(opened);
    app.update(Event::Opened { ticket, opened });
}

#[test]
fn a_summary_is_completed_as_it_is_opened_but_once() {
    let mut app = newsroom(140, 40);
    let asked = open_summary(&mut app).into_iter().find_map(|effect| match effect {
        Effect::WholeText { ticket, .. } => Some(ticket),
        _ => None,
    });
    page_arrives(&mut app, asked.unwrap());
    assert!(app.reader.opened.as_ref().unwrap().from_page);
    let row = &app.articles.rows[0];
    let opened = &app.reader.opened.as_ref().unwrap().article.row;
    assert_eq!((row.id, row.sorted_at, row.words), (opened.id, opened.sorted_at, 900));
    press(&mut app, "q");
    let again = open_summary(&mut app);
    assert!(!again.iter().any(|effect| matches!(effect, Effect::WholeText { .. })));
}

#[test]
fn the_whole_text_tears_nobody_out_of_the_summary() {
    let mut app = newsroom(140, 12);
    open_summary(&mut app);
    let ticket = app.reader.page_asked.unwrap();
    press(&mut app, "j j");
    assert!(app.reader.top > 0);
    page_arrives(&mut app, ticket);
    assert!(!app.reader.opened.as_ref().unwrap().from_page);
}

#[test]
fn nothing_is_asked_unasked_offline_or_by_hand() {
    let mut app = newsroom(140, 40);
    app.offline = true;
    let effects = open_summary(&mut app);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::WholeText { .. })));
    let effects = press(&mut app, "R");
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Refresh(_))));
    let mut app = newsroom(140, 40);
    app.config.reading.whole_text = WholeText::ByHand;
    let effects = open_summary(&mut app);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::WholeText { .. })));
    press(&mut app, "f");
    assert!(app.reader.page_asked.is_some());
    let mut app = newsroom(140, 40);
    let feed = rows().remove(0).feed_url;
    let mut terms = Terms::at(feed.parse().unwrap());
    terms.whole_text = Some(WholeText::ByHand);
    app.config.outlets = vec![terms];
    let effects = open_summary(&mut app);
    assert!(
        !effects.iter().any(|effect| matches!(effect, Effect::WholeText { .. })),
        "by its own terms"
    );
}

#[test]
fn v_shows_what_changed_and_the_article_again() {
    let mut app = newsroom(140, 40);
    press(&mut app, "enter v");
    assert_eq!(
        app.notices.notice.as_ref().map(|notice| &*notice.text),
        Some("Its outlet has not changed it since byline first saw it")
    );
    let mut edited = rows().remove(0);
    edited.edited = true;
    let show = |app: &mut App, changes: bool| {
        let (ticket, _) = app.reader.asked.unwrap();
        let mut opened = opened(edited.clone());
        opened.changes = changes;
        let opened = Box::new(opened);
        app.update(Event::Opened { ticket, opened });
    };
    press(&mut app, "q");
    app.update(Event::Key("enter".parse().unwrap()));
    show(&mut app, false);
    let asked = app.update(Event::Key("v".parse().unwrap()));
    assert!(matches!(asked.as_slice(), [Effect::Changes { .. }]), "{asked:?}");
    show(&mut app, true);
    let back = app.update(Event::Key("v".parse().unwrap()));
    assert!(matches!(back.as_slice(), [Effect::Open { .. }]), "{back:?}");
}

#[test]
fn tags_and_a_note_are_typed_and_shown() {
    let mut app = newsroom(140, 40);
    press(&mut app, "T");
    type_text(&mut app, "later, ferry talks");
    let effects = press(&mut app, "enter");
    let tags = ["later", "ferry talks"].map(str::to_owned).to_vec();
    let article = ArticleId(1);
    assert!(effects.contains(&Effect::Tag { article, tags }), "{effects:?}");
    press(&mut app, "enter M");
    type_text(&mut app, "ask");
    let effects = press(&mut app, "enter");
    let (note, behind) = ("ask".to_owned(), false);
    assert!(effects.contains(&Effect::Note { article, note, behind }), "{effects:?}");
    let mut kept = app.reader.opened.as_ref().unwrap().article.as_ref().clone();
    kept.note = Some(Clean::line("ask"));
    kept.row.tags = vec![Clean::line("later")];
    app.update(Event::Kept {
        article: Box::new(kept),
        before: None,
    });
    assert!(
        app.reader.head.meta.ends_with("#later · Your note: ask"),
        "{:?}",
        app.reader.head.meta
    );
    assert_eq!(app.articles.rows[0].tags, [Clean::line("later")]);
}

#[test]
fn a_note_is_for_the_selected_article() {
    let mut app = newsroom(140, 40);
    let effects = press(&mut app, "enter h j M");
    assert_eq!(effects.last(), Some(&Effect::ReadNote(ArticleId(2))));
    // Who types at once loses nothing of what stands there.
    type_text(&mut app, "!");
    app.update(Event::NoteRead {
        article: ArticleId(2),
        note: Clean::line("ask"),
    });
    let (article, note, behind) = (ArticleId(2), "ask!".to_owned(), false);
    assert_eq!(press(&mut app, "enter"), [Effect::Note { article, note, behind }]);
    // Nor who is quicker than the store.
    press(&mut app, "M");
    type_text(&mut app, "!");
    let (note, behind) = ("!".to_owned(), true);
    assert_eq!(press(&mut app, "enter"), [Effect::Note { article, note, behind }]);
}

#[test]
fn what_was_typed_in_vain_can_be_put_right() {
    let mut app = newsroom(140, 40);
    press(&mut app, "a");
    type_text(&mut app, "valley.tst");
    let effects = press(&mut app, "enter");
    assert_eq!(effects, [Effect::Follow("valley.tst".into())]);
    let failure = Failure {
        tried: Clean::line("follow this address"),
        happened: Clean::line("there is no valley.tst"),
        hint: None,
    };
    app.update(Event::Refused {
        purpose: crate::app::Purpose::Address,
        text: "valley.tst".into(),
        failure,
    });
    assert!(app.notices.notice.as_ref().unwrap().wrong && app.overlay.is_none());
    press(&mut app, "a backspace backspace");
    type_text(&mut app, "est");
    assert_eq!(press(&mut app, "enter"), [Effect::Follow("valley.test".into())]);
    // Once.
    press(&mut app, "a");
    assert_eq!(press(&mut app, "enter"), []);
}

#[test]
fn a_terminal_of_ascii_has_no_signs_whatever_is_set() {
    let mut app = newsroom(140, 40);
    app.around.ascii = true;
    assert_eq!(app.icons(), crate::model::Icons::Ascii);
    let (_, config) = crate::config::Config::change("", "config.toml", "reading.column = 70").unwrap();
    app.update(Event::Configured {
        config: Box::new(config),
        undoes: false,
    });
    assert_eq!(app.icons(), crate::model::Icons::Ascii);
    let back = Effect::Configure {
        assignment: "reading.column = 66".to_owned(),
        undoes: true,
    };
    assert_eq!(press(&mut app, "u"), [back]);
}

#[test]
fn settings_are_changed_from_within() {
    let set = |assignment: &str, undoes| Effect::Configure {
        assignment: assignment.to_owned(),
        undoes,
    };
    let configured = |config, undoes| Event::Configured {
        config: Box::new(config),
        undoes,
    };
    let mut app = newsroom(140, 40);
    press(&mut app, ":");
    type_text(&mut app, "setting");
    press(&mut app, "enter");
    type_text(&mut app, "reading.theme = \"light\"");
    let effects = press(&mut app, "enter");
    assert_eq!(effects, [set("reading.theme = \"light\"", false)]);
    let (_, config) = crate::config::Config::change("", "config.toml", "reading.theme = \"light\"").unwrap();
    app.update(configured(config, false));
    assert_eq!(app.theme().name, "light");
    assert_eq!(press(&mut app, "u"), [set("reading.theme = \"auto\"", true)]);
    app.update(configured(crate::config::Config::default(), true));
    assert_eq!(app.theme().name, "dark", "what fits the terminal");
    press(&mut app, "u");
    assert_eq!(&*app.notices.notice.as_ref().unwrap().text, "Nothing to undo");
    for (assignment, said) in [
        ("retention.days = 0", "Set: retention.days = 0"),
        ("reading.column = 66", "It is set so already"),
        (
            "retention.backups = 3",
            "Set: retention.backups = 3; it holds from the next start on",
        ),
        (
            "reading.whole_text = \"always\"",
            "Set: reading.whole_text = \"always\"; in the background it holds from the next start on",
        ),
    ] {
        app.config = crate::config::Config::default();
        let (_, config) = crate::config::Config::change("", "config.toml", assignment).unwrap();
        app.update(configured(config, false));
        assert_eq!(&*app.notices.notice.as_ref().unwrap().text, said, "{assignment}");
    }
}

#[test]
fn what_is_said_names_the_keys_that_are_bound() {
    let mut app = newsroom(140, 40);
    let text = "[keys]\n\"u\" = \"toggle-read\"\n\"U\" = \"undo\"\n\"f\" = \"\"\n\"ctrl-f\" = \"whole-text\"\n";
    app.config = crate::config::Config::read(text, "config.toml").unwrap();
    press(&mut app, "b b");
    assert_eq!(
        &*app.notices.notice.as_ref().unwrap().text,
        "No longer kept; U takes it back"
    );
    press(&mut app, "n");
    press(&mut app, "enter");
    let opened = app.reader.opened.as_mut().unwrap();
    opened.complete = crate::model::Complete::Summary;
    let opened = opened.clone();
    app.reader.hear_anew(opened);
    press(&mut app, "j");
    let head: String = app.reader.page.lines[1]
        .pieces
        .iter()
        .map(|piece| &*piece.text)
        .collect();
    assert!(head.contains("summary, ctrl-f brings the whole text"), "{head}");
    assert_eq!(app.config.keymap.spelt("‹no› ‹undo"), "‹no› ‹undo");
}

/// What stands in the line that is being typed.
fn typed(app: &App) -> String {
    match &app.overlay {
        Some(Overlay::Prompt(line)) => line.input.value().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn tab_leads_through_settings_and_folders() {
    let mut app = newsroom(140, 40);
    press(&mut app, ":");
    type_text(&mut app, "setting");
    press(&mut app, "enter");
    type_text(&mut app, "colu");
    press(&mut app, "tab");
    assert_eq!(typed(&app), "reading.column = 66");
    press(&mut app, "esc e enter");
    assert_eq!(typed(&app), "Politics");
    app.update(Event::Named(Box::new(Names {
        known: crate::query::Known {
            folders: vec!["Ports and ships".to_owned()],
            ..Default::default()
        },
        ..Names::default()
    })));
    press(&mut app, "ctrl-u p tab");
    assert_eq!(typed(&app), "Ports and ships");
}

#[test]
fn what_was_searched_for_is_marked_in_the_article() {
    for query in ["minister", "re:/minist(er|ry)/"] {
        let mut app = newsroom(140, 40);
        press(&mut app, "/");
        type_text(&mut app, query);
        press(&mut app, "enter enter");
        assert_eq!(app.focus, Pane::Reader);
        let pieces = app.reader.page.lines.iter().flat_map(|line| &line.pieces);
        let marked = pieces.filter(|piece| piece.role == crate::model::Role::Hit);
        let marked: Vec<_> = marked.map(|piece| piece.text.to_lowercase()).collect();
        assert!(
            !marked.is_empty() && marked.iter().all(|hit| hit == "minister"),
            "{query}: {marked:?}"
        );
    }
}

#[test]
fn one_line_with_what_was_searched_for_leads_to_the_next() {
    let mut app = newsroom(60, 8);
    press(&mut app, "enter ] /");
    assert!(
        app.notices
            .notice
            .as_ref()
            .unwrap()
            .text
            .starts_with("Nothing here was searched for")
    );
    press(&mut app, "/");
    type_text(&mut app, "the");
    press(&mut app, "enter enter");
    let hits = app.reader.page.hits.clone();
    assert!(hits.len() > 2, "{hits:?}");
    for hit in &hits {
        press(&mut app, "] /");
        assert_eq!(app.reader.hit, Some(*hit));
        assert!((app.reader.top..app.reader.top + 6).contains(hit), "it is in view");
    }
    press(&mut app, "] /");
    assert!(
        app.notices
            .notice
            .as_ref()
            .unwrap()
            .text
            .starts_with("This was the last line")
    );
    press(&mut app, "[ /");
    assert_eq!(app.reader.hit, hits.get(hits.len() - 2).copied());
    press(&mut app, "g g ] /");
    assert_eq!(app.reader.hit, Some(hits[0]), "from where the reader is");
}

#[test]
fn a_filter_names_outlets_as_the_screen_does() {
    let mut app = newsroom(140, 40);
    press(&mut app, "F ctrl-u");
    // Typed before the names are there.
    type_text(&mut app, "outlet:harbour");
    let outlet = |outlet: crate::model::Outlet| (outlet.slug, outlet.name.into_string());
    app.update(Event::Named(Box::new(Names {
        known: Known {
            outlets: outlets().into_iter().map(outlet).collect(),
            folders: vec!["Politics".to_owned()],
        },
        ..Names::default()
    })));
    assert_eq!(app.articles.query.to_string(), "outlet:harbour-dispatch");
    press(&mut app, "enter F ctrl-u");
    app.update(Event::Paste("outlet:ledgre".to_owned()));
    press(&mut app, "enter");
    let Some(Overlay::Prompt(line)) = &app.overlay else {
        panic!("{:?}", app.overlay);
    };
    let error = line.error.as_ref().unwrap();
    assert!(error.what.contains("did you mean outlet:north-ledger?"), "{error}");
    assert_eq!(app.articles.query, Query::default(), "the list stays");
}

#[test]
fn tab_completes_fields_names_and_tags() {
    let mut app = newsroom(140, 40);
    let effects = press(&mut app, "F");
    assert!(effects.contains(&Effect::Names), "{effects:?}");
    app.update(Event::Named(Box::new(Names {
        tags: vec!["later".into(), "Ferry-talks".into(), "ferries".into()],
        speakers: vec!["Ana Lis".into()],
        ..Names::default()
    })));
    press(&mut app, "ctrl-u");
    type_text(&mut app, "spe");
    press(&mut app, "tab");
    type_text(&mut app, "ana");
    press(&mut app, "tab");
    assert_eq!(typed(&app), "speaker:\"Ana Lis\"");
    type_text(&mut app, " tag:fer");
    let mut seen = Vec::new();
    for key in ["tab", "tab", "tab", "backtab"] {
        press(&mut app, key);
        seen.push(typed(&app).split_off(18));
    }
    assert_eq!(
        seen,
        ["tag:Ferry-talks", "tag:ferries", "tag:Ferry-talks", "tag:ferries"]
    );
    assert_eq!(app.articles.query.to_string(), typed(&app));
    type_text(&mut app, "x");
    press(&mut app, "tab");
    assert_eq!(
        typed(&app),
        "speaker:\"Ana Lis\" tag:ferriesx",
        "nothing begins like this"
    );
    press(&mut app, "esc T");
    type_text(&mut app, "new, fer");
    press(&mut app, "tab tab");
    assert_eq!(typed(&app), "new, ferries");
}
