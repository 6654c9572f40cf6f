//! The built program in a terminal: start, first run, read, filter, bookmark, resize, quit, and every other way to end.

use std::path::Path;
use std::process::{Command, Stdio};

use byline::demo::{Edition, serve};

use crate::cli::{Byline, dispatch};
use crate::pictures::outlet;
use crate::pty::{Terminal, close_on};
use crate::web::Reply;

#[expect(
    clippy::disallowed_methods,
    reason = "the edition is dated back from now, as the program's own is"
)]
fn edition() -> Edition {
    serve(jiff::Timestamp::now()).unwrap()
}

/// The bundled edition on the screen, with its headlines in.
fn demo(columns: u16, rows: u16) -> (tempfile::TempDir, Terminal) {
    let home = tempfile::tempdir().unwrap();
    let terminal = Terminal::start(home.path(), &["--demo"], columns, rows);
    terminal.wait("Harbour Dispatch");
    terminal.wait("● ");
    (home, terminal)
}

#[test]
fn the_first_run_follows_a_typed_address_and_headlines_come_in() {
    let (home, edition) = (tempfile::tempdir().unwrap(), edition());
    let mut terminal = Terminal::start(home.path(), &[], 100, 30);
    terminal.wait("Welcome to byline");
    terminal.wait("space");
    terminal.press(&edition.outlets[0].feed_url);
    terminal.wait("enter follows");
    terminal.press("\r");
    terminal.wait(&edition.outlets[0].name);
    terminal.wait("● ");
    terminal.press("q");
    assert!(terminal.end().success());
    terminal.assert_whole();
    let mut files = std::fs::read_dir(home.path().join("byline"))
        .unwrap()
        .map(|file| file.unwrap().file_name());
    assert!(files.any(|name| name.to_string_lossy().starts_with("byline.log.")));
    // The next start opens on what was kept.
    let terminal = Terminal::start(home.path(), &["--offline"], 100, 30);
    terminal.wait(&edition.outlets[0].name);
}

#[test]
fn reads_filters_keeps_and_quits() {
    let (_home, mut terminal) = demo(140, 40);
    terminal.press("\r");
    terminal.wait("min ·");
    terminal.press("b");
    terminal.wait("Kept");
    terminal.wait("★");
    terminal.press("hx");
    terminal.wait("outlet:");
    terminal.press("x");
    terminal.wait_gone("outlet:");
    terminal.press("/zzzznothing");
    terminal.wait("No article fits");
    terminal.press("\x1b");
    terminal.wait("is:unread");
    terminal.press("?");
    terminal.wait("Move down one row or line");
    terminal.press("q");
    terminal.wait_gone("Move down one row or line");
    terminal.press("q");
    assert!(terminal.end().success());
    terminal.assert_whole();
}

#[test]
fn an_outlet_that_is_removed_goes_with_its_articles_and_comes_back() {
    let (_home, mut terminal) = demo(140, 40);
    terminal.press("hG");
    terminal.press("D");
    terminal.wait("Stop following");
    terminal.press("y");
    terminal.wait("is no longer followed");
    terminal.press("u");
    terminal.wait("is followed again; its articles are on their way");
}

#[test]
fn an_outlet_that_was_followed_by_mistake_goes_again() {
    let (home, byline, web) = (tempfile::tempdir().unwrap(), Byline::new(), dispatch());
    let mut terminal = Terminal::start(home.path(), &["--data-dir", &byline.path("")], 120, 30);
    terminal.wait("Welcome to byline");
    terminal.press(&web.url("/feed"));
    terminal.press("\r");
    terminal.wait("on their way; u takes it back");
    terminal.press("u");
    terminal.wait("Stop following Harbour Dispatch again?");
    terminal.press("y");
    terminal.wait("Undone: Harbour Dispatch is no longer followed");
    assert_eq!(byline.run(&["outlets"], 0).0, "");
}

#[test]
fn a_rule_and_a_clip_are_taken_back() {
    let (home, byline, web) = (tempfile::tempdir().unwrap(), Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let settings = byline.write("config.toml", "# mine\n");
    let arguments = ["--data-dir", &byline.path(""), "--config", &settings, "--offline"];
    let mut terminal = Terminal::start(home.path(), &arguments, 120, 30);
    terminal.wait("Ferry talks end");
    terminal.press(":rule\r");
    terminal.wait("Rule, as in");
    terminal.press("\u{15}title:results: hide\r");
    terminal.wait("enter keeps the rule");
    terminal.press("\r");
    terminal.wait("u takes it back");
    assert!(std::fs::read_to_string(&settings).unwrap().contains("[[rule]]"));
    terminal.press("u");
    terminal.wait("Undone: the rule is gone");
    assert_eq!(std::fs::read_to_string(&settings).unwrap(), "# mine\n");
    terminal.press("\r");
    terminal.wait("minister Ada Moss");
    terminal.press("E");
    terminal.wait("Clip (drop, take, line)");
    terminal.press("p\r");
    terminal.wait("clips.toml beside the settings has it, u takes it back");
    terminal.wait_gone("minister Ada Moss");
    terminal.press("u");
    terminal.wait("Undone: the clip is gone");
    terminal.wait("minister Ada Moss");
    let clips = std::fs::read_to_string(byline.path("clips.toml")).unwrap();
    assert!(!clips.contains("[[outlet]]\n"), "{clips}");
}

#[test]
fn what_the_command_line_changes_shows_on_the_open_screen() {
    let (home, byline, web) = (tempfile::tempdir().unwrap(), Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let mut terminal = Terminal::start(home.path(), &["--data-dir", &byline.path(""), "--offline"], 120, 30);
    terminal.wait("Outlets");
    byline.run(&["remove", "harbour-dispatch"], 0);
    terminal.press("j");
    terminal.wait_gone("Harbour Dispatch");
}

#[test]
fn what_is_hidden_for_a_while_is_shown_on_the_open_screen_when_that_is_over() {
    let (home, byline, web) = (tempfile::tempdir().unwrap(), Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    byline.run(&["mute", "5s", "ferry", "or", "storm"], 0);
    let terminal = Terminal::start(home.path(), &["--data-dir", &byline.path(""), "--offline"], 120, 30);
    terminal.wait("Ferry talks end");
}

#[test]
fn a_bookmark_whose_page_was_on_its_way_as_the_screen_was_left_is_gone_on_with_at_the_next_start() {
    let (home, byline) = (tempfile::tempdir().unwrap(), Byline::new());
    let web = outlet(vec!["<p>A summary of a line.</p>".to_owned()], |_, _| Reply::Silent);
    byline.run(&["add", &web.url("/feed")], 0);
    let before = web.asked().len();
    let screen = || {
        let terminal = Terminal::start(home.path(), &["--data-dir", &byline.path("")], 120, 30);
        terminal.wait("Ferry 0");
        terminal
    };
    let mut terminal = screen();
    terminal.press("b");
    web.wait_for(before + 1);
    terminal.press("q");
    assert!(terminal.end().success());
    let _terminal = screen();
    web.wait_for(before + 2);
    assert_eq!(web.paths()[before..], ["/0", "/0"]);
}

#[test]
fn what_the_reader_has_just_said_to_keep_is_kept_as_the_screen_is_left() {
    for (setting, left) in [("reading.column = 70", 1), ("retention.days = 0", 2)] {
        let (home, byline, web) = (tempfile::tempdir().unwrap(), Byline::new(), dispatch());
        byline.run(&["add", &web.url("/feed")], 0);
        let (data, config) = (byline.path(""), byline.path("config.toml"));
        let arguments = ["--data-dir", &data, "--config", &config, "--offline"];
        let mut terminal = Terminal::start(home.path(), &arguments, 140, 40);
        terminal.wait("Ferry talks end");
        terminal.press("\r");
        terminal.wait("min ·");
        terminal.press(":setting\r");
        terminal.wait("Setting, as in");
        terminal.press(&format!("{setting}\r"));
        terminal.wait_gone("Setting, as in");
        terminal.press("qq");
        assert!(terminal.end().success());
        assert_eq!(byline.json(&["list"]).len(), left, "{setting}");
    }
}

#[test]
fn a_lost_database_is_told_on_the_screen_that_opens_on_its_backup() {
    let (home, byline, web) = (tempfile::tempdir().unwrap(), Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    byline.run(&["fetch"], 0);
    byline.write("byline.db", "");
    let terminal = Terminal::start(home.path(), &["--data-dir", &byline.path(""), "--offline"], 120, 30);
    terminal.wait("was empty or gone");
    terminal.wait("Harbour Dispatch");
}

#[test]
fn every_size_shows_what_it_can() {
    let (_home, mut terminal) = demo(140, 40);
    terminal.resize(80, 24);
    terminal.wait("Sources");
    terminal.resize(40, 12);
    terminal.wait_gone("Sources");
    terminal.wait("● ");
    terminal.resize(15, 4);
    terminal.wait("byline needs");
    terminal.resize(120, 30);
    terminal.wait("Sources");
    terminal.press("q");
    assert!(terminal.end().success());
}

#[test]
fn a_terminal_of_ascii_is_shown_nothing_else() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start_as(&[("LC_ALL", "C")], home.path(), &["--demo"], 120, 30);
    terminal.wait("Harbour Dispatch");
    terminal.wait("| * ");
    terminal.press("\r");
    terminal.wait(" min - ");
    assert!(terminal.raw().is_ascii());
}

#[test]
fn a_terminal_that_cannot_place_what_it_shows_is_left_alone() {
    for name in ["dumb", ""] {
        let home = tempfile::tempdir().unwrap();
        let mut terminal = Terminal::start_as(&[("TERM", name)], home.path(), &[], 80, 24);
        terminal.wait("set TERM to what it is");
        assert_eq!(terminal.end().exit_code(), 2);
        assert!(!terminal.raw().contains(&0x1b));
    }
}

#[test]
fn signals_leave_the_terminal_whole_and_end_the_program_by_themselves() {
    for name in ["TERM", "HUP", "INT", "QUIT"] {
        let (home, mut terminal) = demo(80, 24);
        terminal.signal(name);
        let status = terminal.end();
        assert!(
            status.signal().is_some() || status.exit_code() > 128,
            "{name}: {status:?}"
        );
        terminal.assert_whole();
        assert_eq!(demo_folders(home.path()), 0, "{name}: the demo's folder is still there");
    }
}

fn demo_folders(home: &Path) -> usize {
    let left = std::fs::read_dir(home).unwrap().flatten();
    left.filter(|entry| entry.file_name().to_string_lossy().starts_with("byline-demo"))
        .count()
}

#[test]
fn a_terminal_that_is_closed_ends_the_program_by_its_signal() {
    for _ in 0..3 {
        let home = tempfile::tempdir().unwrap();
        let status = close_on(home.path(), &["--demo"], "Harbour Dispatch");
        assert_eq!(status.signal(), Some("Hangup"), "{status:?}");
        assert_eq!(demo_folders(home.path()), 0, "the demo's folder is still there");
    }
}

#[test]
fn a_stopped_program_gives_the_terminal_back_and_takes_it_again() {
    let (_home, mut terminal) = demo(80, 24);
    terminal.press("\x1a");
    terminal.assert_whole();
    terminal.signal_until("CONT", "● ");
    terminal.press("q");
    assert!(terminal.end().success());
    terminal.assert_whole();
}

#[test]
fn pasted_text_is_no_command() {
    let (_home, mut terminal) = demo(80, 24);
    terminal.press("\x1b[200~q\nD\ny\x1b[201~");
    terminal.press("/");
    terminal.wait("Search");
    terminal.press("\x1b[200~harbour\x1b[201~");
    terminal.wait("harbour");
    assert!(
        !terminal.raw().windows(4).any(|bytes| bytes == b"\x1b]0;"),
        "the title is never set"
    );
}

#[test]
fn what_a_terminal_answers_late_is_no_key() {
    let (_home, mut terminal) = demo(140, 40);
    for answer in [
        "\x1b]11;rgb:ffff/ffff/ffff\x07",
        "\x1b]11;rgb:dada/baba/abab\x1b\\",
        "\x1bP>|xterm(370)\x1b\\",
        "\x1bP1$r0m\x1b\\",
        "\x1b_Gi=31;OK\x1b\\",
        "\x1b[>0;276;0c",
        "\x1b]52;c;cQ==\x07",
        "\x1b[?62;22c",
        "\x1b[12;40R",
    ] {
        terminal.press(answer);
        terminal.press("?");
        terminal.wait("Move down one row or line");
        terminal.press("q");
        terminal.wait_gone("Move down one row or line");
    }
    // Nothing was marked, muted or typed.
    terminal.press("u");
    terminal.wait("Nothing to undo");
}

#[test]
fn without_a_terminal_there_is_one_sentence() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_byline"))
        .arg("--data-dir")
        .arg(home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(output.stdout, b"");
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(
        said.lines().count() == 1 && said.contains("terminal") && !said.contains('\x1b'),
        "{said}"
    );
    // Nor is it a fault when nobody hears it.
    let (nobody, closed) = std::io::pipe().unwrap();
    drop(nobody);
    let mut unheard = Command::new(env!("CARGO_BIN_EXE_byline"));
    unheard.arg("--data-dir").arg(home.path());
    let status = unheard
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(closed)
        .status();
    assert_eq!(status.unwrap().code(), Some(2));
}
