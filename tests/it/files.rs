//! The files that byline makes: who may read them, and what it replaces.

mod modes {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use crate::cli::{Byline, dispatch};

    fn mode(path: &Path) -> u32 {
        metadata(path).unwrap().permissions().mode() & 0o777
    }

    /// Everything in a folder and below it, with the folder.
    fn all(folder: &Path) -> Vec<PathBuf> {
        let mut found = vec![folder.to_owned()];
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(all(&path));
            } else {
                found.push(path);
            }
        }
        found
    }

    #[test]
    fn what_is_kept_is_for_its_owner_alone() {
        let (home, web) = (tempfile::tempdir().unwrap(), dispatch());
        let config = home.path().join("config.toml");
        std::fs::write(&config, "").unwrap();
        let data = home.path().join("deep/data");
        let run = |arguments: &[&str]| {
            let mut command = Command::new(env!("CARGO_BIN_EXE_byline"));
            command.arg("--data-dir").arg(&data).arg("--config").arg(&config);
            assert!(command.args(arguments).output().unwrap().status.success());
        };
        let with_login = web.url("/feed").replace("http://", "http://ann:hush@");
        run(&["add", &with_login]);
        run(&["fetch", "--all"]);
        run(&["doctor", "--backup", data.join("mine.db").to_str().unwrap()]);
        let made = all(&data.join(".."));
        assert!(
            made.len() >= 7,
            "folders, database, backup, copy, lock and log: {made:?}"
        );
        for path in made {
            let wanted = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode(&path), wanted, "{}", path.display());
        }
    }

    #[test]
    fn files_may_have_names_that_are_no_text() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt as _;
        let home = tempfile::tempdir().unwrap();
        let odd = |name: &[u8]| home.path().join(OsStr::from_bytes(name));
        let page = odd(b"page\xff.html");
        std::fs::write(
            &page,
            "<title>Ferry talks end</title><link rel=feed href=/news.xml><p>Ferries sail.",
        )
        .unwrap();
        let feed = odd(b"feed\xff.xml");
        std::fs::write(
            &feed,
            "<rss><channel><item><title>Ferry talks end</title></item></channel></rss>",
        )
        .unwrap();
        let list = odd(b"list\xff.opml");
        std::fs::write(&list, "<opml><outline xmlUrl='https://ledger.example/feed'/></opml>").unwrap();
        let run = |command: &str, file: &Path| {
            let mut byline = Command::new(env!("CARGO_BIN_EXE_byline"));
            byline
                .arg("--data-dir")
                .arg(odd(b"data\xff"))
                .args(["--json", command])
                .arg(file);
            let output = byline.env("HOME", home.path()).output().unwrap();
            let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
            assert!(output.status.success(), "{command}: {said}");
            said
        };
        assert!(run("read", &page).contains("Ferry talks end"));
        assert!(run("discover", &page).contains("/news.xml"));
        assert!(run("parse", &feed).contains("Ferry talks end"));
        assert!(run("import", &list).contains("\"feeds\":1"));
        assert!(run("doctor", Path::new("--offline")).contains("data\u{fffd}/byline.db"));
    }

    #[test]
    fn what_earlier_versions_left_open_is_closed_and_a_shared_folder_stays_so() {
        let (byline, web) = (Byline::new(), dispatch());
        byline.run(&["add", &web.url("/feed")], 0);
        byline.run(&["fetch"], 0);
        byline.write("byline.before-2", "a copy from before a migration");
        byline.write("byline.txt", "somebody's own");
        let home = PathBuf::from(byline.path(""));
        let opened: Vec<PathBuf> = all(&home).into_iter().filter(|path| path.is_file()).collect();
        let open = |path: &Path, mode: u32| set_permissions(path, Permissions::from_mode(mode)).unwrap();
        opened.iter().for_each(|path| open(path, 0o644));
        open(&home, 0o755);
        let (said, _) = byline.run(&["doctor"], 0);
        assert!(said.contains("all is well"), "{said}");
        assert_eq!(mode(&home), 0o755);
        for path in &opened {
            let name = path.file_name().unwrap().to_str().unwrap();
            let is_others = matches!(name, "byline.txt" | "config.toml" | "poll.lock");
            assert_eq!(mode(path), if is_others { 0o644 } else { 0o600 }, "{name}");
        }
        let backup = opened.iter().find(|path| path.parent() != Some(&home)).unwrap();
        open(backup, 0o640);
        let found = &byline.json(&["doctor"])[0];
        assert_eq!(found["passwords_readable"], true);
        assert_eq!(found["readable_by_others"][0], backup.to_str().unwrap());
        let (said, _) = byline.run(&["doctor"], 0);
        assert!(said.contains(&format!("chmod 600 {}", backup.display())), "{said}");
    }
}

mod written {
    use std::fs::{Permissions, metadata, read_to_string, set_permissions, symlink_metadata};
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _, symlink};
    use std::process::Command;

    use crate::cli::{Byline, dispatch};

    #[test]
    fn a_pipe_is_written_to_and_stays_one() {
        let (byline, web) = (Byline::new(), dispatch());
        byline.run(&["add", &web.url("/feed")], 0);
        let id = byline.json(&["list"])[0]["id"].to_string();
        byline.run(&["bookmark", &id], 0);
        let pipe = byline.path("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        for (form, begins) in [
            ("opml", &b"<?xml"[..]),
            ("html", b"<!doctype"),
            ("epub", b"PK"),
            ("csl", b"["),
        ] {
            let reading = pipe.clone();
            let read = std::thread::spawn(move || std::fs::read(reading).unwrap());
            byline.run(&["export", "--as", form, "--to", &pipe], 0);
            let read = read.join().unwrap();
            assert!(read.len() > 40 && read.starts_with(begins), "{form}: {read:?}");
        }
        assert!(symlink_metadata(&pipe).unwrap().file_type().is_fifo());
    }

    #[test]
    fn what_a_link_leads_to_is_replaced_and_nothing_else() {
        let byline = Byline::new();
        byline.write(
            "feeds.opml",
            "<opml><body><outline text='A' xmlUrl='https://a.example/feed'/></body></opml>",
        );
        byline.run(&["import", &byline.path("feeds.opml")], 0);
        let old = byline.write("old.opml", "as it was");
        set_permissions(&old, Permissions::from_mode(0o640)).unwrap();
        let own = ["old.opml.part", "link.opml.part"].map(|name| byline.write(name, "my own"));
        symlink("old.opml", byline.path("link.opml")).unwrap();
        symlink("link.opml", byline.path("far.opml")).unwrap();
        symlink("new.opml", byline.path("dangling.opml")).unwrap();
        for (name, written) in [("far.opml", "old.opml"), ("dangling.opml", "new.opml")] {
            byline.run(&["export", "--to", &byline.path(name)], 0);
            assert!(symlink_metadata(byline.path(name)).unwrap().is_symlink(), "{name}");
            assert!(
                read_to_string(byline.path(written)).unwrap().contains("a.example"),
                "{written}"
            );
        }
        assert!(symlink_metadata(byline.path("link.opml")).unwrap().is_symlink());
        assert_eq!(metadata(&old).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(own.iter().all(|file| read_to_string(file).unwrap() == "my own"));
        let left = std::fs::read_dir(byline.path("")).unwrap();
        assert!(
            left.flatten()
                .all(|file| !file.file_name().to_string_lossy().starts_with(".byline"))
        );
        symlink("round.opml", byline.path("round.opml")).unwrap();
        let (_, said) = byline.run(&["export", "--to", &byline.path("round.opml")], 1);
        assert!(said.contains("cannot write"), "{said}");
        let (_, said) = byline.run(&["export", "--to", &byline.path("")], 1);
        assert!(said.contains("cannot write"), "{said}");
    }
}

mod read_only {
    use std::fs::{Permissions, metadata, read_dir, set_permissions};
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
    use std::os::unix::process::CommandExt as _;
    use std::path::{Path, PathBuf};

    use crate::cli::{Byline, dispatch};

    /// Somebody who may not do everything, as the system's manager may.
    const NOBODY: u32 = 65_534;

    /// A home that may only be read, and whether that holds for who runs this test.
    struct Shut(Byline, bool);

    impl Shut {
        fn new(byline: Byline) -> Self {
            let home = PathBuf::from(byline.path(""));
            let is_managers = metadata(&home).unwrap().uid() == 0;
            for entry in read_dir(&home).unwrap() {
                shut(&entry.unwrap().path(), is_managers);
            }
            shut(&home, is_managers);
            Self(byline, is_managers)
        }

        /// The exit code, and what was said on both outputs.
        fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
            let mut command = self.0.command(arguments);
            if self.1 {
                command.uid(NOBODY).gid(NOBODY);
            }
            let output = command.output().unwrap();
            let text = |bytes| String::from_utf8(bytes).unwrap();
            (output.status.code(), text(output.stdout), text(output.stderr))
        }
    }

    impl Drop for Shut {
        fn drop(&mut self) {
            // So that it can go.
            drop(set_permissions(self.0.path(""), Permissions::from_mode(0o700)));
        }
    }

    fn shut(path: &Path, is_managers: bool) {
        if is_managers {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        set_permissions(path, Permissions::from_mode(if path.is_dir() { 0o500 } else { 0o400 })).unwrap();
    }

    #[test]
    fn what_may_only_be_read_is_read_and_nobody_is_asked() {
        let (byline, web) = (Byline::new(), dispatch());
        byline.run(&["add", &web.url("/feed")], 0);
        let (listed, _) = byline.run(&["list"], 0);
        let asked = web.asked().len();
        let shut = Shut::new(byline);
        assert_eq!(shut.run(&["list"]), (Some(0), listed, String::new()));
        for reads in [
            &["outlets"][..],
            &["quotes"],
            &["read", "1"],
            &["export"],
            &["rules"],
            &["mute"],
        ] {
            let (code, _, wrong) = shut.run(reads);
            assert_eq!((code, &*wrong), (Some(0), ""), "{reads:?}");
        }
        for asks in [&["fetch", "--all"][..], &["fetch", "--watch"], &["add", &web.url("/")]] {
            let (code, said, wrong) = shut.run(asks);
            assert_eq!(
                (code, &*said, wrong.lines().count()),
                (Some(1), "", 1),
                "{asks:?}: {wrong}"
            );
            assert!(
                wrong.contains("the database cannot be written (it is read-only); look at"),
                "{wrong}"
            );
        }
        assert_eq!(web.asked().len(), asked, "{:?}", web.paths());
        let (code, said, _) = shut.run(&["doctor"]);
        assert_eq!(code, Some(1));
        assert!(
            said.contains("\nread-only  the database cannot be written") && !said.contains("all is well"),
            "{said}"
        );
    }
}
