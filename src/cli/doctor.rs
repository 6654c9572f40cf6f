//! `byline doctor`: what is wrong and how to mend it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::json;

use crate::cli::args::Common;
use crate::cli::files::named;
use crate::cli::log::logs;
use crate::cli::print::{counted, line, object};
use crate::config::{Config, Paths, Surroundings, Theme};
use crate::files::is_open_to_others;
use crate::model::{Clean, Clips, FeedState, Outlet, Password, Terms, shown_address};
use crate::services::Services;
use crate::store::{self, Db, Room, Store, StoreError};

/// Outlets named in the list of what the space goes to.
const LARGEST: usize = 5;
/// Unused bytes from which on they are worth a word.
const WORTH_COMPACTING: u64 = 16 * 1024 * 1024;
/// Environment variables that decide how servers are reached.
const PROXIES: &[&str] = &[
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
];

/// Looks at the settings' place, the database and every feed; says what it found, troubles last.
pub(crate) async fn examine(
    paths: &Paths,
    config: &Config,
    services: &Services,
    as_json: bool,
) -> anyhow::Result<ExitCode> {
    let store = &services.store;
    let clips = services.clips.all();
    let (faults, bytes, space, outlets) = store
        .read(|db| Ok((db.check()?, db.size_bytes()?, Space::of(db)?, db.outlets()?)))
        .await?;
    let troubles: Vec<_> = outlets.iter().flat_map(troubles).collect();
    let terms: Vec<_> = config
        .outlets
        .iter()
        .map(|terms| (terms, covered(terms, &outlets)))
        .collect();
    let readable = told_to_others(paths, config);
    let (_, themes) = Theme::all(&paths.themes());
    let themes: Vec<_> = themes.iter().map(|(_, error)| error.to_string()).collect();
    let room = Room::of(&paths.database(), bytes, config.retention.backups > 0);
    let is_short = room.is_some_and(|room| room.is_short());
    let unwritable = store.writable().err();
    let is_sound = faults.is_empty() && !is_short && unwritable.is_none();
    let proxies: Vec<_> = PROXIES.iter().filter(|name| std::env::var_os(name).is_some()).collect();
    if as_json {
        object(&json!({
            "config": named(&paths.config), "database": named(paths.database()), "log": logs(&paths.state).first().map(named), "bytes": bytes, "faults": faults,
            "backups": store::backups(&paths.database()).iter().map(named).collect::<Vec<_>>(), "unused": space.unused,
            "room": room.map(|room| json!({"free": room.free, "wanted": room.wanted, "short": is_short})),
            "pictures": {"number": space.pictures.0, "bytes": space.pictures.1},
            "feeds": outlets.iter().map(|outlet| outlet.feeds.len()).sum::<usize>(), "proxies": proxies,
            "outlets": terms.iter().map(|(terms, feeds)| json!({"at": terms.at, "settings": terms.said(), "feeds": feeds})).collect::<Vec<_>>(),
            "clips": clips.iter().map(|clips| json!({"at": clips.at, "take": clips.take, "drop": clips.drop, "lines": clips.lines})).collect::<Vec<_>>(),
            "writable": unwritable.is_none(),
            "themes": themes,
            "passwords_readable": !readable.is_empty(), "readable_by_others": readable.iter().map(named).collect::<Vec<_>>(),
            "troubles": troubles.iter().map(|(feed, why)| json!({"feed": feed, "why": why})).collect::<Vec<_>>(),
        }))?;
    } else {
        say_settings(paths, bytes, &proxies, &terms, &readable)?;
        for clips in &clips {
            line(&say_clips(clips))?;
        }
        say_screen(&themes)?;
        say_space(&space, bytes)?;
        if let Some(room) = &room {
            // What is written anew stands beside what is given back until it is whole.
            let compacts = room.free >= bytes.saturating_sub(space.unused);
            line(&say_room(room, if compacts { space.unused } else { 0 }, &paths.data))?;
        }
        say_what_is_wrong(unwritable.as_ref(), &faults, &troubles)?;
        if is_sound && troubles.is_empty() && themes.is_empty() && readable.is_empty() {
            line("all is well")?;
        }
    }
    Ok(if is_sound { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn say_what_is_wrong(
    unwritable: Option<&StoreError>,
    faults: &[String],
    troubles: &[(Clean, String)],
) -> std::io::Result<()> {
    if let Some(error) = unwritable {
        line(&format!("read-only  {error}"))?;
    }
    for fault in faults {
        line(&format!(
            "damaged    {fault}: byline doctor --restore puts a backup in its place"
        ))?;
    }
    for (feed, why) in troubles {
        line(&format!("feed       {feed}: {why}"))?;
    }
    Ok(())
}

/// What the space goes to.
struct Space {
    /// Outlets with their articles and bytes, largest first.
    outlets: Vec<(Clean, u64, u64)>,
    /// How many, and their bytes.
    pictures: (u64, u64),
    unused: u64,
}

impl Space {
    fn of(db: &Db) -> Result<Self, StoreError> {
        Ok(Self {
            outlets: db.sizes()?,
            pictures: db.picture_sizes()?,
            unused: db.unused_bytes()?,
        })
    }
}

fn say_space(space: &Space, whole: u64) -> std::io::Result<()> {
    for (outlet, articles, bytes) in space.outlets.iter().take(LARGEST) {
        line(&format!(
            "space      {outlet}: {}, {}",
            counted(*articles, "article"),
            size(*bytes)
        ))?;
    }
    let (number, bytes) = space.pictures;
    if number > 0 {
        line(&format!("space      pictures of bookmarks: {number}, {}", size(bytes)))?;
    }
    if space.unused >= WORTH_COMPACTING.max(whole / 10) {
        line(&format!(
            "space      unused: {}; byline doctor --compact gives it back",
            size(space.unused)
        ))?;
    }
    Ok(())
}

/// How much room the disk has, and where it is too little, what may be done about it.
fn say_room(room: &Room, unused: u64, data: &Path) -> String {
    let free = size(room.free);
    if !room.is_short() {
        return format!("room       {free} free in {}", data.display());
    }
    let mut said = format!(
        "room       {free} free in {}, too little: a day's news with a copy of the database may take {}; free some space there, or name a folder on another disk with --data-dir",
        data.display(),
        size(room.wanted)
    );
    if room.backups > 0 {
        said.push_str(&format!(
            "; the daily copies take {}, and `[retention] backups` keeps fewer",
            size(room.backups)
        ));
    }
    if unused >= WORTH_COMPACTING {
        said.push_str(&format!("; `byline doctor --compact` gives {} back", size(unused)));
    }
    said
}

fn size(bytes: u64) -> String {
    match bytes >> 10 {
        kib @ 10_485_760.. => format!("{} GiB", kib >> 20),
        kib @ 1_024.. => format!("{} MiB", kib >> 10),
        kib => format!("{kib} KiB"),
    }
}

/// `byline doctor --compact`: the database without what it does not use.
pub(crate) async fn compact(store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    let sizes = |db: &mut Db| {
        let before = db.size_bytes()?;
        db.compact()?;
        Ok((before, db.size_bytes()?))
    };
    let (before, after) = store.write(sizes).await?;
    if as_json {
        object(&json!({"before": before, "bytes": after}))?;
    } else {
        line(&format!(
            "the database takes {} now; it was {}",
            size(after),
            size(before)
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn say_clips(clips: &Clips) -> String {
    format!(
        "clips      {}: {} selectors to take, {} to drop, {} lines to drop",
        clips.at,
        clips.take.len(),
        clips.drop.len(),
        clips.lines.len()
    )
}

fn say_settings(
    paths: &Paths,
    bytes: u64,
    proxies: &[&&str],
    terms: &[(&Terms, usize)],
    readable: &[PathBuf],
) -> std::io::Result<()> {
    line(&format!(
        "settings   {}{}",
        paths.config.display(),
        if paths.config.exists() {
            ""
        } else {
            " (not there: defaults)"
        }
    ))?;
    line(&format!("database   {} ({})", paths.database().display(), size(bytes)))?;
    let backups = store::backups(&paths.database());
    line(&match backups.first() {
        Some(newest) => format!("backups    {}, the newest {}", backups.len(), newest.display()),
        None => "backups    none yet: byline makes one a day".to_owned(),
    })?;
    if let Some(newest) = logs(&paths.state).first() {
        line(&format!("log        {}", newest.display()))?;
    }
    for name in proxies {
        line(&format!("proxy      {name} is set and is used"))?;
    }
    for (terms, feeds) in terms {
        line(&format!("outlet     {}: {} ({feeds} feeds)", terms.at, terms.said()))?;
    }
    for file in readable {
        line(&format!(
            "passwords  others on this computer can read them in {0}: chmod 600 {0}",
            file.display()
        ))?;
    }
    Ok(())
}

/// How the screen is shown, and what is wrong with the reader's own themes.
fn say_screen(themes: &[String]) -> std::io::Result<()> {
    if Surroundings::read(|name| std::env::var(name).ok()).ascii {
        line("screen     in ASCII, as the locale names no other signs: LANG=C.UTF-8 shows them all")?;
    }
    themes.iter().try_for_each(|wrong| line(&format!("theme      {wrong}")))
}

/// `byline doctor --backup FILE`: a copy of the database, made while it is in use.
pub(crate) async fn back_up(to: &Path, store: &Store, as_json: bool) -> anyhow::Result<ExitCode> {
    anyhow::ensure!(!to.exists(), "{} is there already; name a new file", to.display());
    let target = to.to_owned();
    match store.read(move |db| db.backup(&target)).await {
        // It is not the database that cannot be written.
        Err(StoreError::ReadOnly(why)) => anyhow::bail!("cannot write {why}; name another file"),
        copied => copied?,
    }
    if as_json {
        object(&json!({"backup": named(to)}))?;
        return Ok(ExitCode::SUCCESS);
    }
    line(&format!(
        "the database was copied to {}; byline doctor --restore with that name puts it in the database's place",
        to.display()
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// `byline doctor --restore [FILE]`: a backup in the database's place. Needs neither database nor settings to be sound.
pub(crate) fn restore(file: Option<&Path>, common: &Common) -> anyhow::Result<ExitCode> {
    let database = Paths::find(common.data_dir.as_deref(), common.config.as_deref())?.database();
    let newest = || {
        store::newest_good(&database).with_context(|| {
            let folder = store::backup_folder(&database);
            format!("there is no good backup in {}; name a file", folder.display())
        })
    };
    let backup = file.map_or_else(newest, |file| Ok(file.to_owned()))?;
    let aside = store::restore(&backup, &database)?;
    if common.json {
        object(&json!({"restored": named(backup), "database": named(database), "aside": aside.map(named)}))?;
        return Ok(ExitCode::SUCCESS);
    }
    line(&format!("{} is the database now", backup.display()))?;
    if let Some(aside) = aside {
        line(&format!("what was in its place is {}", aside.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// How many feeds the reader's terms hold for.
fn covered(terms: &Terms, outlets: &[Outlet]) -> usize {
    let feeds = outlets.iter().flat_map(|outlet| &outlet.feeds);
    let covers = |url: &str| url::Url::parse(url).is_ok_and(|url| terms.covers(&url));
    feeds.filter(|feed| covers(&feed.url)).count()
}

/// Files that not their owner alone can read though passwords may stand in them: the settings where one does, the database and
/// its copies, for the addresses of feeds, and the logs.
fn told_to_others(paths: &Paths, config: &Config) -> Vec<PathBuf> {
    let tells = |terms: &Terms| matches!(terms.password, Some(Password::Text(_))) || !terms.headers.is_empty();
    let settings = config.outlets.iter().any(tells).then(|| paths.config.clone());
    let kept = store::files_of(&paths.database()).into_iter().chain(logs(&paths.state));
    settings
        .into_iter()
        .chain(kept)
        .filter(|file| is_open_to_others(file))
        .collect()
}

fn troubles(outlet: &Outlet) -> Vec<(Clean, String)> {
    // One that rests does so by the reader's own wish.
    let ill = |state| matches!(state, FeedState::Failing | FeedState::Gone);
    let word = |feed: &crate::model::Feed| feed.why.as_deref().unwrap_or(feed.state.word()).to_owned();
    outlet
        .feeds
        .iter()
        .filter(|feed| ill(feed.state) || feed.why.is_some())
        .map(|feed| (shown_address(&feed.url), word(feed)))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::say_room;
    use crate::store::Room;

    fn said(free: u64, wanted: u64, backups: u64, unused: u64) -> String {
        let room = Room { free, wanted, backups };
        say_room(&room, unused << 20, Path::new("/news"))
    }

    #[test]
    fn too_little_room_is_said_with_what_helps() {
        const MIB: u64 = 1 << 20;
        assert_eq!(said(900 * MIB, 45 * MIB, 0, 20), "room       900 MiB free in /news");
        assert_eq!(said(45 * MIB, 45 * MIB, 0, 0), "room       45 MiB free in /news");
        assert_eq!(said(31 << 30, 45 * MIB, 0, 0), "room       31 GiB free in /news");
        let short = said(3 * MIB, 45 * MIB, 0, 15);
        assert_eq!(
            short,
            "room       3 MiB free in /news, too little: a day's news with a copy of the database may take 45 MiB; \
             free some space there, or name a folder on another disk with --data-dir"
        );
        assert_eq!(
            said(3 * MIB, 45 * MIB, 90 * MIB, 20),
            format!(
                "{short}; the daily copies take 90 MiB, and `[retention] backups` keeps fewer; \
                 `byline doctor --compact` gives 20 MiB back"
            )
        );
    }
}
