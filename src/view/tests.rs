//! What is painted.

use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;

use crate::app::fixture::{empty, newsroom, noon, opened_as, outlets, plain, press, row, type_text};
use crate::app::{App, Effect, Event};
use crate::model::{ArticleId, Clean, Failure, FeedId, Outcome, QuoteRow, QuotedBy, Refreshed};
use crate::speech::Speech;

fn painted(app: &App) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(app.size.width, app.size.height)).unwrap();
    terminal.draw(|frame| super::draw(frame, app)).unwrap();
    terminal.backend().buffer().clone()
}

fn shown(app: &App) -> String {
    let buf = painted(app);
    let width = usize::from(buf.area.width);
    let lines = buf.content.chunks(width).map(|cells| {
        let mut line = String::new();
        let mut skip = 0;
        for cell in cells {
            if skip == 0 {
                line.push_str(cell.symbol());
                skip = crate::typeset::width(cell.symbol());
            }
            skip = skip.saturating_sub(1);
        }
        line.trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn an_error_is_pointed_at_in_its_cell_however_wide_or_long_the_line_is() {
    use ratatui::style::Modifier;

    for typed in [
        "(storm",
        "東京 (storm",
        &format!("{} (storm", "海峡 ".repeat(30)),
        "'e\u{301}te\u{301}' (storm",
    ] {
        let mut app = newsroom(80, 24);
        press(&mut app, "F ctrl-u");
        type_text(&mut app, typed);
        press(&mut app, "enter");
        let cells = painted(&app);
        let pointed: String = (0..80)
            .filter(|column| cells[(*column, 23)].modifier.contains(Modifier::UNDERLINED))
            .map(|column| cells[(column, 23)].symbol())
            .collect();
        assert_eq!(pointed, "(", "{typed}");
    }
}

#[test]
fn list_and_article_at_every_size() {
    for (width, height) in [(80, 24), (40, 12), (200, 50)] {
        let mut app = newsroom(width, height);
        insta::assert_snapshot!(format!("list_{width}x{height}"), shown(&app));
        press(&mut app, "b j enter ] q");
        insta::assert_snapshot!(format!("article_{width}x{height}"), shown(&app));
    }
}

#[test]
fn a_long_message_is_there_to_its_end() {
    for keys in ["", "?"] {
        let mut app = newsroom(40, 12);
        press(&mut app, keys);
        app.update(Event::Failed {
            ticket: None,
            failure: Failure {
                tried: Clean::line("follow this address"),
                happened: Clean::line("cannot reach news.example: nobody listens there"),
                hint: Some(Clean::line("Look at the address, or try again later")),
            },
        });
        let cells = painted(&app);
        assert_eq!(
            cells[(0, 8)].style().bg,
            cells[(39, 11)].style().bg,
            "all rows are one bar"
        );
        assert!(
            cells[(0, 8)].style().bg != Some(ratatui::style::Color::Reset),
            "it is the theme's"
        );
        let shown = shown(&app);
        let last: Vec<_> = shown.lines().rev().take(4).collect();
        assert_eq!(
            last,
            [
                " again later",
                " there. Look at the address, or try",
                " reach news.example: nobody listens",
                " Could not follow this address: cannot",
            ],
            "{shown}"
        );
    }
}

#[test]
fn what_was_meant_is_there_on_a_narrow_screen() {
    let mut app = newsroom(40, 12);
    press(&mut app, "F");
    type_text(&mut app, " outlte:x");
    press(&mut app, "enter");
    let filter = shown(&app);
    assert!(
        filter.contains(" there is no outlte: to filter by; did\n you mean outlet:?\n Filter"),
        "{filter}"
    );
    press(&mut app, "esc :");
    type_text(&mut app, "zzzqq");
    assert!(shown(&app).contains("No command fits."), "{}", shown(&app));
}

#[test]
fn a_question_is_there_to_its_end_above_its_answers() {
    let mut app = newsroom(60, 20);
    press(&mut app, "D");
    let shown = shown(&app);
    let last: Vec<_> = shown.lines().rev().take(3).collect();
    assert_eq!(
        last,
        [
            " y yes   esc no",
            " u brings back what its feeds still have.",
            " Stop following Harbour Dispatch? Bookmarked articles stay;",
        ]
    );
}

#[test]
fn what_is_asked_for_is_there_to_its_end_above_the_line() {
    let mut app = newsroom(40, 12);
    press(&mut app, "T");
    type_text(&mut app, "grain");
    let shown = shown(&app);
    assert!(
        shown.ends_with(" Tags, with commas between them\n ▸ grain      tab complete   enter keep"),
        "{shown}"
    );
}

#[test]
fn an_outlet_whose_list_is_empty_says_why_and_is_still_meant() {
    let mut app = newsroom(120, 20);
    press(&mut app, "X F ctrl-u");
    type_text(&mut app, "outlet:the-valley-post");
    let effects = press(&mut app, "enter");
    assert!(effects.is_empty(), "the list followed as it was typed: {effects:?}");
    app.articles.rows.clear();
    let shown = shown(&app);
    assert!(shown.contains("the server answered 500"), "{shown}");
    assert!(shown.contains("R asks again."), "{shown}");
    assert!(!shown.contains("reads the selected article"), "{shown}");
    press(&mut app, "e");
    assert!(super::tests::shown(&app).contains("Name ▸ The Valley Post"));
}

#[test]
fn how_far_an_article_is_read_stands_on_a_narrow_screen_too() {
    let mut app = newsroom(40, 12);
    press(&mut app, "enter");
    let title = |app: &App| shown(app).lines().nth(1).unwrap().to_owned();
    assert!(!title(&app).ends_with(" 100 %"), "{}", title(&app));
    press(&mut app, "G");
    assert!(title(&app).ends_with(" 100 %"), "{}", title(&app));
}

#[test]
fn a_bar_is_not_part_of_the_quote_that_is_gone_to() {
    use ratatui::style::Modifier;

    let mut app = newsroom(120, 36);
    press(&mut app, "enter");
    for _ in 0..4 {
        press(&mut app, "] q");
        let cells = painted(&app);
        let turned = cells
            .content
            .iter()
            .filter(|cell| cell.modifier.contains(Modifier::REVERSED));
        let turned: String = turned.map(ratatui::buffer::Cell::symbol).collect();
        assert!(!turned.is_empty() && !turned.contains('▌'), "{turned}");
    }
}

#[test]
fn where_nothing_ever_came_nothing_was_read() {
    let (mut app, effects) = empty(80, 24);
    let Effect::List { ticket, .. } = &effects[0] else {
        panic!("a list is asked for")
    };
    app.update(Event::Outlets {
        outlets: outlets(),
        filters: Vec::new(),
    });
    app.update(Event::Listed {
        newest: ArticleId(6),
        ticket: *ticket,
        rows: Vec::new(),
        total: Some(0),
    });
    assert!(shown(&app).contains("Everything is read."), "{}", shown(&app));
    let feed = FeedId(10);
    app.update(Event::Asking(vec![feed]));
    let effects = app.update(Event::Refreshed(Refreshed {
        feed,
        url: String::new(),
        outcome: Outcome::Failed,
        new: 0,
        changed: 0,
        told: Vec::new(),
        status: None,
        why: Some(Clean::line("nobody listens there")),
        next: Some(noon()),
    }));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::List { .. })));
    assert!(shown(&app).contains("No article has come yet."), "{}", shown(&app));
}

#[test]
fn overlays() {
    let mut app = newsroom(80, 24);
    press(&mut app, ":");
    type_text(&mut app, "quote");
    insta::assert_snapshot!("palette_80x24", shown(&app));
    press(&mut app, "esc ?");
    insta::assert_snapshot!("help_80x24", shown(&app));
    press(&mut app, "esc F");
    type_text(&mut app, " outlte:x");
    insta::assert_snapshot!("filter_error_80x24", shown(&app));
    press(&mut app, "esc ]");
    insta::assert_snapshot!("prefix_80x24", shown(&app));
}

#[test]
fn a_speakers_page() {
    for (width, height) in [(80, 24), (40, 12)] {
        let mut app = newsroom(width, height);
        let asked = press(&mut app, "enter ] q Q");
        let Some(crate::app::Effect::Quotes { ticket, .. }) = asked.last() else {
            panic!("{asked:?}")
        };
        let by = |outlet: &str, quotes, articles| QuotedBy {
            outlet: Clean::line(outlet),
            quotes,
            articles,
            last: noon(),
        };
        let quote = QuoteRow {
            article: ArticleId(1),
            text: Clean::line("We are ready to talk, but only if there are realistic proposals,"),
            kind: "direct".to_owned(),
            speaker: Some(Clean::line("Lena Orlova")),
            role: None,
            cue: None,
            confidence: 0.9,
            title: Clean::line("Minister \"ready to talk\""),
            outlet: Clean::line("Harbour Dispatch"),
            url: None,
            published: None,
        };
        app.update(Event::Quoted {
            ticket: *ticket,
            quotes: vec![quote.clone(), quote],
            by: (1..=9)
                .rev()
                .map(|count| by(&format!("Outlet {count}"), count * 3, count))
                .collect(),
        });
        insta::assert_snapshot!(format!("speaker_{width}x{height}"), shown(&app));
    }
}

#[test]
fn nothing_to_show() {
    let (mut app, effects) = empty(80, 24);
    if let Some(crate::app::Effect::List { ticket, .. }) = effects.first() {
        app.update(Event::Listed {
            newest: ArticleId(6),
            ticket: *ticket,
            rows: Vec::new(),
            total: Some(0),
        });
    }
    app.update(Event::Outlets {
        outlets: outlets(),
        filters: Vec::new(),
    });
    insta::assert_snapshot!("empty_80x24", shown(&app));
    let (app, _) = empty(19, 4);
    assert_eq!(shown(&app).trim(), "byline needs 20×5…");
}

fn open(app: &mut App, title: &str, texts: &[&str]) {
    let effects = app.update(Event::Key("enter".parse().unwrap()));
    let ticket = effects.iter().find_map(|effect| match effect {
        crate::app::Effect::Open { ticket, .. } => Some(*ticket),
        _ => None,
    });
    let opened = opened_as(row(1, title, &outlets()[0]), plain(texts), Speech::default());
    app.update(Event::Opened {
        ticket: ticket.unwrap(),
        opened: Box::new(opened),
    });
}

#[test]
fn scripts_of_every_direction_and_width() {
    for (name, title, text) in [
        (
            "rtl",
            "السلام عليكم يا جيران الميناء",
            "قال الوزير إن المحادثات ممكنة، لكن بشروط لم يقبلها أحد حتى الآن.",
        ),
        (
            "cjk",
            "港の知事「話し合う用意がある」",
            "外務大臣は日曜日、協議は可能だと述べた。ただし条件がある。漢字とｶﾀｶﾅﾊﾞが混ざる。",
        ),
    ] {
        for (width, height) in [(80, 24), (40, 12)] {
            let mut app = newsroom(width, height);
            open(&mut app, title, &[text, text]);
            insta::assert_snapshot!(format!("{name}_{width}x{height}"), shown(&app));
        }
    }
}

#[test]
fn lines_stand_in_the_same_column_beside_any_script() {
    for title in [
        "السلام عليكم",
        "漢字かなｶﾞｷﾞ",
        "नमस्ते दुनिया",
        "กำลังทดสอบ",
        "👨‍👩‍👧‍👦 family 🇩🇪",
        "e\u{301}e\u{301}",
    ] {
        let mut app = newsroom(140, 20);
        app.articles.rows[0].title = crate::model::Clean::line(title);
        let buf = painted(&app);
        let right = app.panes().unwrap().articles.unwrap().right();
        assert_eq!(buf[(right, 3)].symbol(), "│", "{title}");
        assert_eq!(buf[(right, 2)].symbol(), "│", "{title}");
    }
}

#[test]
fn the_line_of_a_box_cuts_signs_of_two_cells() {
    for title in [
        "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
        "x漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
    ] {
        let mut app = newsroom(140, 30);
        for row in &mut app.articles.rows {
            row.title = Clean::line(title);
        }
        press(&mut app, "?");
        let (cells, left) = (painted(&app), (140 - 76) / 2);
        for y in 2..28 {
            let (beside, line) = (cells[(left - 1, y)].symbol(), cells[(left, y)].symbol());
            assert_eq!((crate::typeset::width(beside), line), (1, "│"), "{y}: {beside}");
        }
    }
}

#[test]
fn signs_stand_before_titles_that_are_read_from_right_to_left() {
    for icons in [crate::model::Icons::Ascii, crate::model::Icons::Unicode] {
        let mut app = newsroom(140, 20);
        app.config.reading.icons = icons;
        app.articles.rows[0].title = Clean::line("السلام عليكم");
        let mut outlets = outlets();
        outlets[2].name = Clean::line("أنباء سهيل");
        app.update(Event::Outlets {
            outlets,
            filters: Vec::new(),
        });
        let shown = shown(&app);
        let unread = shown.lines().nth(2).unwrap();
        assert!(unread.contains("● ﻢﻜﻴﻠﻋ") || unread.contains("* ﻢﻜﻴﻠﻋ"), "{shown}");
        assert!(shown.contains("! ﻞﻴﻬﺳ"), "{shown}");
    }
}

#[test]
fn a_huge_article_costs_what_the_window_costs() {
    let text = "The ships lay at anchor. ".repeat(40);
    let texts: Vec<&str> = (0..2_000).map(|_| text.as_str()).collect();
    let mut app = newsroom(140, 40);
    open(&mut app, "Long", &texts);
    press(&mut app, "G");
    assert!(shown(&app).contains("100 %"));
}

#[test]
fn no_cell_is_ever_obeyed() {
    let mut buf = Buffer::empty(ratatui::layout::Rect::new(0, 0, 8, 1));
    for (x, raw) in (0..).zip(["\u{1b}]52;c;x\u{7}", "\u{202e}", "a\u{2066}", "\u{9b}2J", "ok", "é"]) {
        buf[(x, 0)].set_symbol(raw);
    }
    super::sweep(&mut buf);
    let symbols: Vec<&str> = buf.content.iter().map(ratatui::buffer::Cell::symbol).collect();
    assert_eq!(
        symbols,
        ["\u{fffd}", "\u{fffd}", "\u{fffd}", "\u{fffd}", "ok", "é", " ", " "]
    );
}

#[test]
fn paints_at_every_size() {
    for width in [1, 19, 20, 33, 40, 69, 70, 80, 109, 110, 140, 200] {
        for height in [1, 4, 5, 9, 12, 24, 50] {
            for keys in ["", "enter", "tab", ":", "?", "/", "enter tab"] {
                let mut app = newsroom(width, height);
                press(&mut app, keys);
                painted(&app);
            }
        }
    }
}

#[test]
fn the_choice_of_outlets_fits_a_small_screen() {
    let (mut app, _) = empty(30, 8);
    app.update(Event::Outlets {
        outlets: Vec::new(),
        filters: Vec::new(),
    });
    let offer = |name: &str| crate::app::Offer {
        name: Clean::line(name),
        language: "en".into(),
        ..Default::default()
    };
    app.update(Event::Offered(vec![offer("Harbour Dispatch"), offer("North Ledger")]));
    insta::assert_snapshot!("welcome_30x8", shown(&app));
    press(&mut app, "space");
    insta::assert_snapshot!("welcome_marked_30x8", shown(&app));
}

#[test]
fn the_set_without_signs_has_none() {
    let mut app = newsroom(120, 20);
    app.config.reading.icons = crate::model::Icons::Ascii;
    app.articles.rows[0].title = Clean::line(&"A long title ".repeat(9));
    open(&mut app, "Talks", &["“Wait … and see,” she said."]);
    let own = "“Wait … and see,”";
    let shown = shown(&app);
    assert!(shown.contains(own), "{shown}");
    assert!(shown.replace(own, "").is_ascii(), "{shown}");
    press(&mut app, "?");
    let help = painted(&app);
    assert!(!help.content.iter().any(|cell| matches!(cell.symbol(), "…" | "·")));
}
