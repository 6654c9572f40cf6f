//! The rules of ARCHITECTURE.md, held against the sources: who may name whom, which crate is at home where, what the pure
//! modules never touch, how long a file may be. Test modules are left out: they may name whatever they test.

#![expect(clippy::unwrap_used, reason = "what cannot be read has to fail the test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules without a clock, a file, the environment or a socket, and what would be one.
const PURE: &[&str] = &[
    "app",
    "typeset",
    "document",
    "speech",
    "story",
    "query",
    "feed",
    "input",
    "model",
    "bookmarks",
    "export",
];
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "File::",
    "Instant",
    "SystemTime",
    "TimeZone::system",
];

/// Lines of a file at most, its tests not counted.
const MAX_LINES: usize = 450;
/// Lines by which a file has to be shorter before it has to leave the list of long ones.
const LEEWAY: usize = 50;
/// Longer files, each with the reason why.
const LONG: &[(&str, &str)] = &[("app/run.rs", "one arm a command, and what each does in a few lines")];

/// A source file: its path under `src/`, its module, and its text without comments and tests.
struct Source {
    path: String,
    module: String,
    text: String,
    lines: usize,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    walk(&root().join("src"), &mut files);
    files.sort();
    let sources: Vec<Source> = files.iter().filter_map(|file| source(file)).collect();
    assert!(sources.len() > 20, "the sources are not where they are looked for");
    sources
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
}

/// Reads a file; `None` for one that only has tests.
fn source(file: &Path) -> Option<Source> {
    let path = file
        .strip_prefix(root().join("src"))
        .unwrap()
        .to_str()
        .unwrap()
        .replace('\\', "/");
    if path.ends_with("tests.rs") || path.contains("/tests/") {
        return None;
    }
    let module = path.split(['/', '.']).next().unwrap().to_owned();
    let whole = fs::read_to_string(file).unwrap();
    let own = without_tests(&whole);
    let text: Vec<&str> = own
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect();
    Some(Source {
        path,
        module,
        text: text.join("\n"),
        lines: own.lines().count(),
    })
}

/// A file's text up to the tests at its end; tests in a file of their own leave it whole.
fn without_tests(whole: &str) -> &str {
    let (mark, mut from) = ("\n#[cfg(test)]\nmod ", 0);
    while let Some((before, after)) = whole.get(from..).unwrap().split_once(mark) {
        let end = from + before.len();
        if after.lines().next().unwrap().ends_with('{') {
            return whole.get(..end).unwrap();
        }
        from = end + mark.len();
    }
    whole
}

/// The names that follow `prefix` wherever it begins a path: `crate::a` and `crate::{a, b::c}` give `a` and `b`.
fn named<'t>(text: &'t str, prefix: &str) -> Vec<&'t str> {
    let name = |text: &'t str| {
        text.split(|sign: char| !sign.is_alphanumeric() && sign != '_')
            .next()
            .unwrap_or_default()
    };
    let mut names = Vec::new();
    for (at, _) in text.match_indices(prefix) {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        if before.is_some_and(|sign| sign.is_alphanumeric() || matches!(sign, '_' | ':' | '$')) {
            continue;
        }
        let after = text.get(at + prefix.len()..).unwrap();
        match after.strip_prefix('{') {
            Some(group) => {
                let mut depth = 0;
                let end = group.find(|sign| {
                    depth += i32::from(sign == '{') - i32::from(sign == '}');
                    depth < 0
                });
                let mut depth = 0;
                let parts = group.get(..end.unwrap_or(group.len())).unwrap().split(move |sign| {
                    depth += i32::from(sign == '{') - i32::from(sign == '}');
                    sign == ',' && depth == 0
                });
                names.extend(parts.map(|part| name(part.trim())));
            }
            None => names.push(name(after)),
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

/// The layer table of ARCHITECTURE.md: module → floor and what it may name; `None` where that is all below.
fn layers() -> BTreeMap<String, (u32, Option<Vec<String>>)> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let table = text
        .split("| floor | module | may name |")
        .nth(1)
        .expect("ARCHITECTURE.md has the layer table");
    let mut layers = BTreeMap::new();
    for row in table.lines().skip(2).take_while(|row| row.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [floor, modules, names] = cells[..] else {
            panic!("{row} has not three cells")
        };
        let may = match names {
            "all below" => None,
            "nothing of ours" => Some(Vec::new()),
            names => Some(names.split(", ").map(str::to_owned).collect()),
        };
        for module in modules.split(", ") {
            layers.insert(
                module.trim_matches('`').to_owned(),
                (floor.parse().unwrap(), may.clone()),
            );
        }
    }
    layers
}

/// The table of ARCHITECTURE.md that gives foreign crates, or parts of them, their homes: modules and files.
fn homes() -> Vec<(String, Vec<String>)> {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let table = text
        .split("| crate | only in | | crate | only in |")
        .nth(1)
        .expect("ARCHITECTURE.md has the crates' table");
    let listed = |cell: &str| -> Vec<String> {
        let names = cell.split(',').map(|name| name.trim().trim_matches('`').to_owned());
        names.filter(|name| !name.is_empty()).collect()
    };
    let mut homes = Vec::new();
    for row in table.lines().skip(2).take_while(|row| row.starts_with('|')) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let [one, its, _, other, theirs] = cells[..] else {
            panic!("{row} has not five cells")
        };
        for (crates, places) in [(one, its), (other, theirs)] {
            homes.extend(listed(crates).into_iter().map(|krate| (krate, listed(places))));
        }
    }
    homes
}

/// Fails with every fault at once.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn no_file_names_its_own_door() {
    let mut faults = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| source.path.contains('/') && !source.path.ends_with("mod.rs"))
        // What only tests build may go in by the door.
        .filter(|source| !source.path.ends_with("fixture.rs"))
    {
        for name in named(&source.text, &format!("crate::{}::", source.module)) {
            let file = root().join("src").join(&source.module).join(name);
            if !file.is_dir() && !file.with_extension("rs").is_file() {
                faults.push(format!("src/{}: names {name} of its own mod.rs", source.path));
            }
        }
    }
    none(&faults);
}

#[test]
fn no_files_of_a_module_need_each_other_in_a_circle() {
    let mut needs: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources() {
        let within = format!("crate::{}::", source.module);
        let own = |name: &&str| root().join(format!("src/{}/{name}.rs", source.module)).is_file();
        let named = named(&source.text, &within).into_iter().filter(own);
        let paths = named.map(|name| format!("{}/{name}.rs", source.module)).collect();
        needs.insert(source.path, paths);
    }
    // Whoever needs nobody that is left goes; those in a circle, and above one, stay.
    loop {
        let before = needs.len();
        let left = needs.clone();
        needs.retain(|path, needed| needed.iter().any(|needed| needed != path && left.contains_key(needed)));
        if needs.len() == before {
            break;
        }
    }
    let faults = needs
        .iter()
        .map(|(path, needed)| format!("src/{path}: needs {}", needed.join(", ")));
    none(&faults.collect::<Vec<_>>());
}

#[test]
fn modules_name_only_what_stands_below_them() {
    let layers = layers();
    let mut faults = Vec::new();
    for (module, (floor, may)) in &layers {
        for name in may.iter().flatten() {
            let below = layers.get(name).is_some_and(|(other, _)| other < floor);
            if !below {
                faults.push(format!(
                    "ARCHITECTURE.md: {module} may not name {name}, which is not below it"
                ));
            }
        }
    }
    for source in sources() {
        if matches!(&*source.module, "lib" | "main") {
            continue;
        }
        let Some((floor, may)) = layers.get(&source.module) else {
            faults.push(format!(
                "src/{}: {} is not in the layer table",
                source.path, source.module
            ));
            continue;
        };
        for name in named(&source.text, "crate::") {
            let allowed = match (may, layers.get(name)) {
                _ if name == source.module => true,
                (Some(may), Some(_)) => may.iter().any(|known| known == name),
                (None, Some((other, _))) => other < floor,
                // A macro or an item of the crate's root.
                (_, None) => false,
            };
            if !allowed {
                faults.push(format!("src/{}: names crate::{name}", source.path));
            }
        }
    }
    none(&faults);
}

#[test]
fn foreign_crates_stay_at_home() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let homes = homes();
    let mut faults = Vec::new();
    for (krate, _) in homes.iter().filter(|(krate, _)| !krate.contains("::")) {
        if !manifest.lines().any(|line| line.split(' ').next() == Some(krate)) {
            faults.push(format!("ARCHITECTURE.md: {krate} is no dependency"));
        }
    }
    for source in sources() {
        let at_home = |homes: &[String]| homes.iter().any(|home| *home == source.module || *home == source.path);
        for (krate, places) in homes.iter().filter(|(krate, _)| !krate.contains("::")) {
            if at_home(places) {
                continue;
            }
            let krate = krate.replace('-', "_");
            for name in named(&source.text, &format!("{krate}::")) {
                let part = format!("{krate}::{name}");
                if !homes.iter().any(|(known, places)| *known == part && at_home(places)) {
                    faults.push(format!("src/{}: names {part}", source.path));
                }
            }
        }
    }
    none(&faults);
}

#[test]
fn paths_are_written_from_the_root_and_in_full() {
    let mut faults = Vec::new();
    for source in sources() {
        if !named(&source.text, "super::").is_empty() {
            faults.push(format!("src/{}: names super::", source.path));
        }
        let globs = source
            .text
            .lines()
            .filter(|line| line.trim_start().starts_with("use ") || line.trim_start().starts_with("pub use "));
        if globs.into_iter().any(|line| line.contains("::*")) {
            faults.push(format!("src/{}: imports everything of a module", source.path));
        }
    }
    none(&faults);
}

#[test]
fn the_core_is_pure() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| PURE.contains(&&*source.module)) {
        for impure in IMPURE {
            if source.text.contains(impure) {
                faults.push(format!("src/{}: {} has {impure}", source.path, source.module));
            }
        }
    }
    none(&faults);
}

#[test]
fn no_shell_is_ever_started() {
    let mut faults = Vec::new();
    for source in sources() {
        for shell in ["sh -c", "new(\"sh\")", "new(\"bash\")", "new(\"cmd\")", "/bin/sh"] {
            if source.text.contains(shell) {
                faults.push(format!("src/{}: has {shell}", source.path));
            }
        }
    }
    none(&faults);
}

#[test]
fn files_are_short() {
    let mut faults = Vec::new();
    for source in sources() {
        let known = LONG.iter().any(|(path, _)| *path == source.path);
        if source.lines > MAX_LINES && !known {
            faults.push(format!("src/{}: {} lines", source.path, source.lines));
        }
        if source.lines + LEEWAY <= MAX_LINES && known {
            faults.push(format!("src/{}: is short enough to leave the list", source.path));
        }
    }
    none(&faults);
}
