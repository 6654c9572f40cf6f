//! Wrong use and odd input: what the built program says of it, and with which status it ends.

use serde_json::Value;

use crate::cli::{Byline, dispatch};
use crate::web::{Reply, Web, feed};

#[track_caller]
fn refused(arguments: &[&str], says: &str) {
    let (out, said) = Byline::new().run(arguments, 2);
    assert!(out.is_empty() && said.contains(says), "{arguments:?}: {out}{said}");
}

fn objects(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn the_demo_takes_no_command_and_the_screen_prints_no_json() {
    refused(&["--demo", "list"], "--demo is for the screen alone");
    refused(&["--json"], "--json is for commands");
    let (_, said) = Byline::new().run(&["--demo", "fetch", "--json"], 2);
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["error"], "--demo is for the screen alone");
    assert_eq!(said["hint"], "leave it out, or the command");
}

#[test]
fn nothing_that_a_terminal_obeys_comes_back_from_arguments() {
    const ODD: &str = "a\u{9b}2J\u{202e}REV";
    let byline = Byline::new();
    let folder = byline.path(ODD);
    let (out, said) = byline.run(&["doctor", "--data-dir", &folder], 0);
    assert!(said.is_empty(), "{said}");
    for (text, code) in [
        (byline.run(&[ODD], 2).1, 2),
        (byline.run(&["list", &format!("--{ODD}")], 2).1, 2),
        (out, 0),
    ] {
        assert!(text.contains("a2JREV"), "{text}");
        assert!(!text.contains(['\u{9b}', '\u{202e}', '\u{1b}']), "{code}: {text:?}");
    }
}

#[test]
fn what_to_do_stands_apart_in_json() {
    let (_, said) = Byline::new().run(&["read", "99999", "--json"], 1);
    let said: Value = serde_json::from_str(&said).unwrap();
    assert_eq!(said["error"], "there is no article 99999");
    assert_eq!(said["hint"], "`byline list` shows their ids");
}

#[test]
fn a_line_of_a_batch_costs_only_itself() {
    let byline = Byline::new();
    let lines = b"{\"id\":\"a\",\"text\":\"One.\"}\n\xff\xfe\n\n{\"id\":\"d\",\"text\":5}\n[]\n{\"id\":\"f\",\"text\":\"Two.\"}\r\n";
    for command in ["quotes", "story"] {
        let told = objects(&byline.run_with(&[command, "--batch"], lines, 1));
        let ids: Vec<_> = told.iter().map(|line| line["id"].as_str()).collect();
        assert_eq!(ids, [Some("a"), None, Some("d"), None, Some("f")], "{command}");
        let wrong: Vec<_> = told.iter().filter_map(|line| line["line"].as_u64()).collect();
        assert_eq!(wrong, [2, 4, 5], "{command}");
        assert_eq!(told[2]["error"], "its \"text\" is no text");
    }
    let page = byline.write("page.html", "<p>The ferries sail again.</p>");
    let lines = [b"\xff\n".as_slice(), page.as_bytes(), b"\n/nowhere\n"].concat();
    let told = objects(&byline.run_with(&["read", "--batch"], &lines, 1));
    assert_eq!((&told[0]["line"], &told[1]["file"]), (&1.into(), &page.into()));
    assert_eq!((&told[2]["line"], &told[2]["file"]), (&3.into(), &"/nowhere".into()));
    assert_eq!(objects(&byline.run_with(&["parse", "--batch"], &lines, 1)).len(), 3);
    for command in ["read", "parse"] {
        let told = objects(&byline.run_with(&[command, "--batch"], b"-\n/nowhere\n", 1));
        assert_eq!(told.len(), 2, "{command}");
        assert!(told[0]["error"].as_str().unwrap().contains("name a file"), "{command}");
    }
}

#[test]
fn files_that_were_written_are_told_as_json() {
    let byline = Byline::new();
    let (book, copy) = (byline.path("list.html"), byline.path("copy.db"));
    let told = byline.json(&["export", "--as", "html", "--to", &book]);
    assert_eq!(told, [serde_json::json!({"bookmarks": 0, "to": book})]);
    let told = byline.json(&["doctor", "--backup", &copy]);
    assert_eq!(told, [serde_json::json!({"backup": copy})]);
}

#[test]
fn an_address_is_known_in_any_letters_and_named_when_it_fails() {
    let (byline, web) = (Byline::new(), dispatch());
    let loud = |path: &str| web.url(path).replacen("http", "HTTP", 1);
    byline.run(&["add", &loud("/feed")], 0);
    assert_eq!(byline.json(&["read", &loud("/ferry")])[0]["title"], "Ferry talks end");
    assert!(byline.json(&["list", "is:unread"]).len() > 1);
    let (gone, gone_too) = (web.url("/gone"), web.url("/gone-too"));
    let (_, said) = byline.run(&["add", &gone, &gone_too], 1);
    for address in [gone, gone_too] {
        assert!(
            said.contains(&format!("could not follow {address}: the server answered 404")),
            "{said}"
        );
    }
}

#[test]
fn a_list_that_is_imported_again_brings_nothing_new() {
    let byline = Byline::new();
    let one = "<outline text='A' xmlUrl='https://a.example/feed'/>";
    let list = |feeds: &str| byline.write("list.opml", &format!("<opml>{feeds}</opml>"));
    let (said, _) = byline.run(&["import", &list(one)], 0);
    assert!(said.starts_with("1 feed is followed now\n"), "{said}");
    let (said, _) = byline.run(&["import", &list(one)], 0);
    assert_eq!(said, "0 feeds are new, 1 was followed already\n");
    let two = format!("{one}<outline text='B' xmlUrl='https://b.example/feed'/>");
    let (said, _) = byline.run(&["import", &list(&two)], 0);
    assert!(said.starts_with("1 feed is new, 1 was followed already\n"), "{said}");
}

#[test]
fn the_manual_has_the_options_of_every_command_and_names_no_other_page() {
    let byline = Byline::new();
    let (page, _) = byline.run(&["man"], 0);
    for told in [".SS byline fetch", "watch", "batch", "restore", ".SH EXIT STATUS"] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(!page.contains("(1)"), "{page}");
    assert_eq!(byline.run(&["help", "list"], 0), byline.run(&["list", "--help"], 0));
}

#[test]
fn a_note_of_several_lines_becomes_one_and_that_is_said() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let url = web.url("/ferry");
    let (_, said) = byline.run(&["bookmark", &url, "--note", "first\n\n- second\n"], 0);
    assert!(said.contains("its line breaks are blanks now"), "{said}");
    let (_, said) = byline.run(&["bookmark", &url, "--note", " one line\n"], 0);
    assert!(said.is_empty(), "{said}");
}

#[test]
fn a_feeds_body_that_was_cut_is_no_whole_text() {
    const WORDS: &str = "The council of the invented town of Ostervik met. ";
    let web = Web::serve(|asked| {
        let body = WORDS.repeat(if asked.path == "/long" { 6_000 } else { 600 });
        let own = format!("http://127.0.0.1{}/", asked.path);
        let feed = feed(&asked.path, &["Ferries run"]).replace("http://127.0.0.1/", &own);
        Reply::ok(feed.replace("The council met on Monday. ", &body))
    });
    let byline = Byline::new();
    byline.run(&["add", &web.url("/long"), &web.url("/short")], 0);
    let mut complete: Vec<_> = byline
        .json(&["list"])
        .iter()
        .map(|row| byline.json(&["read", &row["id"].to_string()])[0]["complete"].clone())
        .collect();
    complete.sort_by_key(|word| word.to_string());
    assert_eq!(complete, ["summary", "whole"]);
}

#[test]
fn faults_of_the_settings_are_wrong_use_in_words() {
    let byline = Byline::new();
    let says = |settings: &[u8], says: &str| {
        std::fs::write(byline.path("config.toml"), settings).unwrap();
        let (_, said) = byline.run(&["list"], 2);
        assert!(said.ends_with(&format!("config.toml:{says}\n")), "{said}");
    };
    says(b"# K\n# \xf6ln", "2: this is not UTF-8; save the file as UTF-8");
    says(
        b"[reading]\ncolumn = 99999999999999999999",
        "2: `column` must be a whole number from 20 to 400",
    );
    says(
        b"[retention]\ndays = -1",
        "2: `days` must be a whole number from 0 to 4294967295",
    );
}

#[test]
fn a_filter_may_begin_with_a_minus_and_options_stand_anywhere() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    let titles = |arguments: &[&str]| -> Vec<String> {
        let rows = byline.json(arguments);
        rows.iter()
            .map(|row| row["title"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(titles(&["list", "-ferry", "-n", "5"]), ["Storm ]0;xcloses roads"]);
    assert_eq!(
        titles(&["list", "-hockey", "-title:ferry", "-n5"]),
        ["Storm ]0;xcloses roads"]
    );
    assert_eq!(titles(&["quotes", "-outlet:dispatch"]), [""; 0]);
    assert_eq!(byline.json(&["mute", "7d", "-title:ferry"])[0]["hidden"], 1);
    refused(&["list", "storm", "-outlet:dispach"], "(at character 15)");
    refused(&["list", "-j"], "use '-- -j'");
    assert!(byline.run(&["list", "-h"], 0).0.contains("Usage"));
}

#[test]
fn what_cannot_be_meant_is_wrong_use() {
    for arguments in [
        ["remove", ""],
        ["bookmark", ""],
        ["add", ""],
        ["fetch", ""],
        ["story", ""],
        ["read", ""],
        ["discover", ""],
    ] {
        refused(&arguments, "a value is required");
    }
    for arguments in [
        ["read", "-", "--url", "ledger"],
        ["discover", "-", "--base-url", "ledger"],
        ["parse", "-", "--base-url", "/feed"],
    ] {
        refused(&arguments, "write it whole, as in https://ledger.example/news");
    }
    refused(
        &["read", "17", "--url", "https://ledger.example/"],
        "an article knows its address",
    );
    let (_, said) = Byline::new().run(&["read", "99999999999999999999"], 1);
    assert!(said.contains("there is no article 99999999999999999999"), "{said}");
}

#[test]
fn lists_of_feeds_go_where_they_are_wanted_and_that_is_told() {
    let byline = Byline::new();
    let one = "<opml><outline text='A' xmlUrl='https://a.example/feed'/></opml>";
    byline.run(&["import", &byline.write("in.opml", one)], 0);
    let file = byline.path("out.opml");
    assert_eq!(
        byline.json(&["export", "--to", &file]),
        [serde_json::json!({"feeds": 1, "to": file})]
    );
    assert_eq!(
        byline.run(&["export", "--to", &file], 0).0,
        format!("1 feed is in {file}\n")
    );
    let there = std::fs::read_to_string(&file).unwrap();
    assert_eq!(byline.run(&["export", "--to", "-"], 0).0, there);
    let (_, said) = byline.run(&["doctor", "--backup", &byline.path("nowhere/copy.db")], 1);
    assert!(
        said.starts_with("byline: cannot write ") && said.ends_with("; name another file\n"),
        "{said}"
    );
}

#[test]
fn help_that_nobody_reads_is_no_wrong_use() {
    for arguments in [["--help"], ["--version"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = Byline::new().command(&arguments);
        assert_eq!(command.stdout(writer).status().unwrap().code(), Some(1));
    }
}

#[test]
fn what_is_hidden_is_shown_again_by_its_filter_and_an_outlet_that_is_known_is_called_so() {
    let (byline, web) = (Byline::new(), dispatch());
    assert_eq!(byline.json(&["add", &web.url("/feed")])[0]["known"], false);
    assert_eq!(byline.json(&["add", &web.url("/feed")])[0]["known"], true);
    let (said, _) = byline.run(&["add", &web.url("/feed")], 0);
    assert_eq!(said, "Harbour Dispatch is followed already: 2 articles\n");
    byline.run(&["mute", "7d", "title:ferry"], 0);
    assert_eq!(byline.json(&["list"]).len(), 1);
    byline.run(&["mute", "0d", "title:ferry"], 0);
    assert_eq!(byline.json(&["list", "is:unread"]).len(), 2);
    let (_, said) = byline.run(&["mute", "0d", "title:ferry"], 1);
    assert!(said.contains("nothing is hidden by that filter"), "{said}");
}

#[test]
fn settings_that_cannot_be_read_are_wrong_use() {
    let byline = Byline::new();
    std::fs::remove_file(byline.path("config.toml")).unwrap();
    std::fs::create_dir(byline.path("config.toml")).unwrap();
    let (_, said) = byline.run(&["list"], 2);
    assert!(
        said.ends_with("; mend that, or name another file with --config\n"),
        "{said}"
    );
}

#[test]
fn an_outlet_that_is_named_twice_is_told_once_and_its_rest_is_no_trouble() {
    let (byline, web) = (Byline::new(), dispatch());
    byline.run(&["add", &web.url("/feed")], 0);
    assert_eq!(byline.json(&["pause", "harbour", "dispatch"]).len(), 1);
    let (said, _) = byline.run(&["doctor"], 0);
    assert!(said.ends_with("all is well\n") && said.contains(" KiB)\n"), "{said}");
    assert_eq!(
        byline.json(&["remove", "harbour-dispatch", "Harbour Dispatch"]).len(),
        1
    );
}
