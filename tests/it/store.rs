//! The database among processes: killed at any moment, shared by two, damaged on the disk.
//! `BYLINE_KILLS=1000 cargo test --release --test it store::` kills a thousand times.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use byline::model::{ArticleId, Clean, FeedState, Mark, Validators};
use byline::query::Query;
use byline::store::{
    Db, Delivery, Draft, Health, NewOutlet, Slice, StoreError, backup_folder, backups, newest_good, recover, restore,
};
use jiff::Timestamp;

/// What a child is told: the database, its first article, its step, and how many marks it makes (0: until it is killed).
const TASK: &str = "BYLINE_STORE_TASK";
const ARTICLES: i64 = 4000;

fn now() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

fn delivery(keys: impl Iterator<Item = i64>) -> Delivery {
    let draft = |key: i64| Draft {
        key: key.to_string(),
        url: Some(format!("https://ledger.example/{key}")),
        title: Clean::line(&format!("Report {key}")),
        html: format!("<p>{}</p>", "The harbour stays open. ".repeat(50)),
        text: "The harbour stays open. ".repeat(50),
        ..Draft::default()
    };
    Delivery {
        title: Clean::line("North Ledger"),
        kind: "rss20",
        site: None,
        drafts: keys.map(draft).collect(),
        unchanged: Vec::new(),
        health: Health {
            asked: None,
            state: FeedState::Ok,
            why: None,
            failures: 0,
            asked_at: now(),
            next_poll_at: now(),
            validators: Validators::default(),
            body_hash: None,
            moved_to: None,
            schedule: String::new(),
        },
    }
}

fn filled(path: &Path) {
    let mut db = Db::open(path).unwrap();
    let outlet = NewOutlet {
        feeds: vec!["https://ledger.example/rss".to_owned()],
        ..NewOutlet::default()
    };
    db.add_outlet(&outlet, now()).unwrap();
    let feed = db.due(now(), 1).unwrap()[0].id;
    db.save(feed, &delivery(1..=ARTICLES), now()).unwrap();
}

fn child(path: &Path, first: i64, step: i64, marks: i64) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::marks_until_it_is_killed", "--ignored", "--nocapture"])
        .env(TASK, format!("{first} {step} {marks} {}", path.display()))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "the other process of the tests below"]
fn marks_until_it_is_killed() {
    let Ok(task) = std::env::var(TASK) else { return };
    let mut parts = task.splitn(4, ' ');
    let mut number = || parts.next().and_then(|part| part.parse::<i64>().ok()).unwrap();
    let (first, step, marks) = (number(), number(), number());
    let mut db = Db::open(Path::new(parts.next().unwrap())).unwrap();
    let feed = db.due(now(), 1).unwrap()[0].id;
    let mut said = std::io::stdout();
    for n in 0.. {
        if marks > 0 && n == marks {
            break;
        }
        let id = first + n * step;
        db.mark(&[ArticleId(id)], Mark::Bookmarked, now()).unwrap();
        if n % 5 == 4 {
            let fresh = ARTICLES + id * 10;
            db.save(feed, &delivery(fresh..fresh + 9), now()).unwrap();
        }
        writeln!(said, "marked {id}").unwrap();
        said.flush().unwrap();
    }
}

/// The articles whose marks a child has acknowledged; after `enough` of them it is killed.
fn acknowledged(child: &mut Child, enough: usize) -> Vec<i64> {
    let mut lines = BufReader::new(child.stdout.take().unwrap());
    let mut marked = Vec::new();
    let mut line = String::new();
    while lines.read_line(&mut line).unwrap() > 0 {
        // A line cut off by the kill was not acknowledged.
        let whole = line.strip_suffix('\n').and_then(|line| line.strip_prefix("marked "));
        marked.extend(whole.and_then(|id| id.parse::<i64>().ok()));
        if marked.len() == enough {
            child.kill().unwrap();
        }
        line.clear();
    }
    marked
}

fn bookmarked(db: &Db) -> BTreeSet<i64> {
    let slice = Slice {
        after: None,
        limit: 100_000,
    };
    let rows = db.rows(&Query::parse("is:bookmarked").unwrap(), &slice, now()).unwrap();
    rows.into_iter().map(|row| row.id.0).collect()
}

#[test]
fn what_was_acknowledged_outlives_every_kill() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    filled(&path);
    let kills = std::env::var("BYLINE_KILLS").map_or(50, |kills| kills.parse().unwrap());
    let mut expected = BTreeSet::new();
    for kill in 0..kills {
        let mut child = child(&path, 1 + (kill * 31) % (ARTICLES - 100), 1, 0);
        let enough = usize::try_from(kill * 7 % 13 + 1).unwrap();
        let marked = acknowledged(&mut child, enough);
        child.wait().unwrap();
        assert!(marked.len() >= enough, "the child stopped by itself at kill {kill}");
        expected.extend(marked);
        let db = Db::open(&path).unwrap();
        if kill % 10 == 9 || kill + 1 == kills {
            assert_eq!(db.check().unwrap(), Vec::<String>::new(), "after kill {kill}");
        }
        let kept = bookmarked(&db);
        assert!(
            expected.is_subset(&kept),
            "lost after kill {kill}: {:?}",
            expected.difference(&kept)
        );
    }
}

#[test]
#[ignore = "the other process of the test below"]
fn opens_and_migrates() {
    let Ok(path) = std::env::var(TASK) else { return };
    drop(Db::open(Path::new(&path)).unwrap());
}

/// The newest version of the database.
const NEWEST: i64 = 12;
/// The one that [`take_back_migrations`] leaves.
const BEFORE: i64 = 10;

/// Gives a database back the form it had before the last migration that changed its form.
fn take_back_migrations(path: &Path) {
    let conn = rusqlite::Connection::open(path).unwrap();
    conn.execute_batch(
        "DROP TRIGGER article_out; CREATE TRIGGER article_out AFTER DELETE ON article BEGIN SELECT 1; END;
         CREATE TRIGGER author_out AFTER DELETE ON article BEGIN SELECT 1; END;
         ALTER TABLE hidden DROP COLUMN was_read; ALTER TABLE mark DROP COLUMN key_hash; PRAGMA user_version = 10;",
    )
    .unwrap();
}

#[test]
fn a_migration_that_is_killed_leaves_the_old_or_the_new_database_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    filled(&path);
    let size = |ending: &str| std::fs::metadata(path.with_extension(ending)).map_or(0, |file| file.len());
    let whole = std::fs::metadata(&path).unwrap().len();
    let copy = format!("before-{NEWEST}");
    for moment in 0..24 {
        take_back_migrations(&path);
        drop(std::fs::remove_file(path.with_extension(&copy)));
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "store::opens_and_migrates", "--ignored"])
            .env(TASK, &path)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Half of them while the copy from before is made, half while the migration itself is written.
        let (ending, enough) = if moment % 2 == 0 {
            (copy.as_str(), whole * moment / 24)
        } else {
            ("db-wal", 8192 * (moment + 1))
        };
        while size(ending) <= enough && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let conn = rusqlite::Connection::open(&path).unwrap();
        let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        let columns = "SELECT count(*) FROM pragma_table_info('mark') WHERE name = 'key_hash'";
        let parts: i64 = conn.query_row(columns, [], |row| row.get(0)).unwrap();
        assert_eq!(version, BEFORE + (NEWEST - BEFORE) * parts, "at moment {moment}");
        drop(conn);
        let db = Db::open(&path).unwrap();
        assert_eq!(db.check().unwrap(), Vec::<String>::new(), "at moment {moment}");
        assert_eq!(db.counts(now()).unwrap().all, ARTICLES.unsigned_abs());
    }
    let db = Db::open(&path).unwrap();
    assert!(size(&copy) > 0);
    let day = now().to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    assert!(db.back_up_daily(&path, day, 1, &|| false).unwrap());
    assert_eq!(size(&copy), 0, "a backup of the new form takes its place");
}

#[test]
fn two_processes_share_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    filled(&path);
    let mut children = [child(&path, 1, 2, 60), child(&path, 2, 2, 60)];
    let db = Db::open(&path).unwrap();
    for child in &mut children {
        // Reading never waits for those who write.
        assert!(db.counts(now()).unwrap().all >= ARTICLES.unsigned_abs());
        let marked = acknowledged(child, usize::MAX);
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert!(child.wait().unwrap().success(), "{said}");
        assert_eq!(marked.len(), 60);
    }
    assert_eq!(
        bookmarked(&db).into_iter().collect::<Vec<_>>(),
        (1..=120).collect::<Vec<_>>()
    );
}

#[test]
fn a_damaged_file_is_told_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    filled(&path);
    let whole = std::fs::read(&path).unwrap();
    for (name, bytes) in [
        ("cut off", whole[..whole.len() / 3].to_vec()),
        ("its head gone", [vec![b'x'; 4096], whole[4096..].to_vec()].concat()),
        ("a stretch overwritten", {
            let mut bytes = whole.clone();
            let end = bytes.len();
            bytes[8192 + 100..end].fill(0x5a);
            bytes
        }),
    ] {
        let path = folder.path().join("damaged.db");
        std::fs::write(&path, &bytes).unwrap();
        let told = match Db::open(&path) {
            Err(StoreError::Corrupt(_)) => true,
            Err(other) => panic!("{name}: {other}"),
            Ok(db) => db.check().map_or(true, |said| !said.is_empty()),
        };
        assert!(told, "{name}");
        assert!(std::fs::read(&path).unwrap() == bytes, "{name}: it was changed");
    }
}

#[test]
fn nothing_is_a_new_database_and_nowhere_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    let missing = folder.path().join("nowhere").join("byline.db");
    assert!(matches!(Db::open(&missing), Err(StoreError::ReadOnly(_))));
    // A file of nothing is a new database.
    std::fs::write(&path, "").unwrap();
    assert_eq!(Db::open(&path).unwrap().outlets().unwrap().len(), 0);
}

#[test]
fn a_backup_is_a_whole_database() {
    let folder = tempfile::tempdir().unwrap();
    let (path, copy) = (folder.path().join("byline.db"), folder.path().join("copy.db"));
    filled(&path);
    let mut db = Db::open(&path).unwrap();
    db.mark(&[ArticleId(7)], Mark::Bookmarked, now()).unwrap();
    db.backup(&copy).unwrap();
    let copy = Db::open(&copy).unwrap();
    assert_eq!(copy.check().unwrap(), Vec::<String>::new());
    assert_eq!(bookmarked(&copy).into_iter().collect::<Vec<_>>(), [7]);
    assert_eq!(
        copy.count(&Query::parse("harbour").unwrap(), now()).unwrap(),
        ARTICLES.unsigned_abs()
    );
}

#[test]
fn a_backup_a_day_is_kept_and_the_newest_good_one_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    filled(&path);
    let mut db = Db::open(&path).unwrap();
    let go_on = || false;
    for number in 1..=9 {
        db.mark(&[ArticleId(number)], Mark::Bookmarked, now()).unwrap();
        let day = jiff::civil::date(2022, 10, i8::try_from(number).unwrap());
        assert!(db.back_up_daily(&path, day, 7, &go_on).unwrap());
        assert!(!db.back_up_daily(&path, day, 7, &go_on).unwrap(), "twice on {day}");
    }
    let day = jiff::civil::date(2022, 10, 10);
    assert!(!db.back_up_daily(&path, day, 7, &|| true).unwrap(), "stopped half way");
    let made = backups(&path);
    assert_eq!(made.len(), 7);
    assert!(made[0].ends_with("backups/byline-2022-10-09.db") && made[6].ends_with("backups/byline-2022-10-03.db"));
    assert_eq!(std::fs::read_dir(folder.path().join("backups")).unwrap().count(), 7);

    assert!(
        matches!(restore(&made[1], &path), Err(StoreError::Locked)),
        "it is open"
    );
    drop(db);
    // Damage: the newest backup and the database itself.
    let mut bytes = std::fs::read(&made[0]).unwrap();
    let end = bytes.len();
    bytes[8192 + 100..end].fill(0x5a);
    std::fs::write(&made[0], &bytes).unwrap();
    std::fs::write(&path, &bytes).unwrap();
    assert!(matches!(restore(&made[0], &path), Err(StoreError::BadBackup { .. })));
    assert!(std::fs::read(&path).unwrap() == bytes, "a bad backup changed something");

    let good = newest_good(&path).unwrap();
    assert_eq!(good, made[1]);
    let aside = restore(&good, &path).unwrap().unwrap();
    assert!(std::fs::read(aside).unwrap() == bytes, "what is set aside is as it was");
    let restored = Db::open(&path).unwrap();
    assert_eq!(restored.check().unwrap(), Vec::<String>::new());
    assert_eq!(
        bookmarked(&restored).into_iter().collect::<Vec<_>>(),
        (1..=8).collect::<Vec<_>>()
    );
}

#[test]
fn the_newest_backup_is_the_one_made_last_whatever_the_clock_said() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    filled(&path);
    let mut db = Db::open(&path).unwrap();
    // The clock is ahead, right, behind for two days, and right again; each day the reader keeps one article more.
    let days = [
        "2022-10-07",
        "2022-10-08",
        "2023-11-12",
        "2022-10-09",
        "1970-01-01",
        "1970-01-02",
        "2022-10-10",
        "2022-10-11",
    ];
    for (number, day) in (1..).zip(days) {
        db.mark(&[ArticleId(number)], Mark::Bookmarked, now()).unwrap();
        assert!(
            db.back_up_daily(&path, day.parse().unwrap(), 7, &|| false).unwrap(),
            "{day}"
        );
        let kept: Vec<usize> = backups(&path)
            .iter()
            .map(|copy| bookmarked(&Db::open_reader(copy).unwrap()).len())
            .collect();
        let newest_first: Vec<usize> = (1..=usize::try_from(number).unwrap()).rev().take(7).collect();
        assert_eq!(kept, newest_first, "{day}");
    }
    drop(db);
    std::fs::write(&path, "").unwrap();
    assert!(recover(&path).unwrap().unwrap().ends_with("byline-2022-10-11.db"));
    assert_eq!(bookmarked(&Db::open(&path).unwrap()).len(), days.len());
}

#[test]
fn of_two_programs_one_makes_the_backup_of_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    filled(&path);
    let day = jiff::civil::date(2022, 10, 9);
    let made = backup_folder(&path);
    std::fs::create_dir(&made).unwrap();
    let half = made.join("byline-2022-10-09.db.part");
    std::fs::write(&half, "half a copy").unwrap();
    // As the other program does.
    let held = std::fs::File::open(&made).unwrap();
    held.lock().unwrap();
    let db = Db::open(&path).unwrap();
    assert!(!db.back_up_daily(&path, day, 7, &|| false).unwrap());
    assert_eq!(std::fs::read_to_string(&half).unwrap(), "half a copy");
    drop(held);
    // It was killed.
    assert!(db.back_up_daily(&path, day, 7, &|| false).unwrap());
    assert!(!half.exists() && newest_good(&path).is_some());
}

#[test]
fn a_database_that_is_lost_comes_back_from_its_newest_good_backup() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("byline.db");
    assert_eq!(recover(&path).unwrap(), None, "it never was");
    filled(&path);
    let mut db = Db::open(&path).unwrap();
    for number in 1..=2 {
        db.mark(&[ArticleId(number)], Mark::Bookmarked, now()).unwrap();
        let day = jiff::civil::date(2022, 10, i8::try_from(number).unwrap());
        assert!(db.back_up_daily(&path, day, 7, &|| false).unwrap());
    }
    drop(db);
    assert_eq!(recover(&path).unwrap(), None, "nothing is lost");
    let newest = backups(&path).remove(0);
    std::fs::write(&path, "").unwrap();
    assert_eq!(recover(&path).unwrap().as_ref(), Some(&newest));
    assert_eq!(bookmarked(&Db::open(&path).unwrap()).len(), 2);
    std::fs::remove_file(&path).unwrap();
    std::fs::write(&newest, "damaged, too").unwrap();
    assert!(recover(&path).unwrap().unwrap().ends_with("byline-2022-10-01.db"));
    assert_eq!(bookmarked(&Db::open(&path).unwrap()).len(), 1);
    std::fs::remove_file(&path).unwrap();
    std::os::unix::fs::symlink(folder.path().join("away/byline.db"), &path).unwrap();
    assert_eq!(recover(&path).unwrap(), None, "it is on a disk that is away");
}
