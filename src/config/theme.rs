//! Themes: which role looks how. Built in: `assets/themes`; the reader's own: `NAME.toml` in the folder `themes` beside the settings.

use std::collections::BTreeMap;
use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::error::{ConfigError, Fault, unknown};
use crate::config::look::{Colour, Look};
use crate::model::Role;

/// The themes that ship, the usual one first.
const BUILT_IN: [(&str, &str); 4] = [
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    SIXTEEN,
    MONO,
];

/// In the colours that every terminal has.
const SIXTEEN: (&str, &str) = ("sixteen", include_str!("../../assets/themes/sixteen.toml"));

/// Told apart by faces alone.
const MONO: (&str, &str) = ("mono", include_str!("../../assets/themes/mono.toml"));

/// A theme file larger than this is none.
const MAX_BYTES: u64 = 256 * 1024;

/// Which role looks how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name: that of its file.
    pub name: String,
    /// What the whole screen is painted with before anything else.
    pub screen: Look,
    looks: Vec<Look>,
}

/// What a terminal says about itself, as far as it matters for what is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    /// `NO_COLOR` is set and not empty (<https://no-color.org>).
    pub colourless: bool,
    /// It has 16 colours and no more.
    pub sixteen: bool,
    /// It has 256 colours and no more.
    pub palette: bool,
    /// Its background is light.
    pub light: bool,
    /// It puts right-to-left words in order itself, and cannot be told to leave that.
    pub orders: bool,
    /// It is one that cannot place what it shows, or nobody says which it is.
    pub placeless: bool,
    /// It is not known to show more than ASCII.
    pub ascii: bool,
}

impl Surroundings {
    /// Reads `NO_COLOR`, `COLORTERM`, `TERM`, `COLORFGBG`, the locale and by what terminals that order words are known; `variable`
    /// gives an environment variable's value.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| variable(name).unwrap_or_default();
        let (depth, terminal) = (value("COLORTERM"), value("TERM"));
        let full = matches!(&*depth, "truecolor" | "24bit") || terminal.ends_with("-direct");
        let palette = !full && terminal.contains("256color");
        let modern = ["kitty", "alacritty", "foot", "ghostty", "wezterm"];
        let full = full || modern.iter().any(|name| terminal.contains(name));
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].map(|name| value(name).to_ascii_lowercase());
        let ascii = match locale.iter().find(|locale| !locale.is_empty()) {
            Some(locale) => !["utf-8", "utf8"].iter().any(|codes| locale.contains(codes)),
            // Terminals of today show UTF-8 unless they are told otherwise.
            None => terminal == "linux" || terminal.starts_with("vt1") || terminal.starts_with("vt2"),
        };
        let background = value("COLORFGBG");
        let background = background.rsplit(';').next().and_then(|last| last.parse::<u8>().ok());
        Self {
            colourless: !value("NO_COLOR").is_empty(),
            placeless: matches!(&*terminal, "" | "dumb"),
            ascii,
            sixteen: !full && !palette,
            palette: palette && !full,
            light: matches!(background, Some(7 | 9..=15)),
            orders: value("TERM_PROGRAM") == "Apple_Terminal"
                || !value("KONSOLE_VERSION").is_empty()
                || terminal.starts_with("mlterm")
                // Through a multiplexer GNOME's terminals cannot be told.
                || !value("VTE_VERSION").is_empty() && ["tmux", "screen"].iter().any(|name| terminal.starts_with(name)),
        }
    }
}

impl Theme {
    /// The theme's looks for a role.
    pub fn look(&self, role: Role) -> Look {
        self.looks[role as usize]
    }

    /// Every theme that ships, the usual one first.
    pub fn built_in() -> Vec<Self> {
        BUILT_IN.iter().map(|(name, text)| Self::shipped(name, text)).collect()
    }

    fn shipped(name: &str, text: &str) -> Self {
        let plain = Self {
            name: name.to_owned(),
            screen: Look::default(),
            looks: vec![Look::default(); Role::ALL.len()],
        };
        plain.changed(text, name).expect("a test reads every theme that ships")
    }

    /// Every theme that ships and the reader's own, which take the place of those of the same name; and by their names what is
    /// wrong with files that are none. A folder that is not there has none.
    pub fn all(folder: &Path) -> (Vec<Self>, Vec<(String, ConfigError)>) {
        let (mut themes, mut errors) = (Self::built_in(), Vec::new());
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        files.sort();
        for file in files
            .iter()
            .filter(|file| file.extension().is_some_and(|end| end == "toml"))
        {
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            let path = file.to_string_lossy();
            let read = text_of(file).map_err(|what| Fault::at(0..0, what).of("", &path));
            match read.and_then(|text| Self::read(&text, &name, &path)) {
                Ok(theme) => match themes.iter_mut().find(|known| known.name == theme.name) {
                    Some(known) => *known = theme,
                    None => themes.push(theme),
                },
                Err(error) => errors.push((name.into_owned(), error)),
            }
        }
        (themes, errors)
    }

    /// The name of the theme to begin with: the one that is wanted, or with `auto` what fits the terminal.
    pub fn wanted(wanted: &str, around: Surroundings) -> &str {
        match wanted {
            "auto" if around.colourless => "mono",
            "auto" if around.sixteen => "sixteen",
            "auto" if around.light => "light",
            "auto" => "dark",
            named => named,
        }
    }

    /// Where it is among all there are.
    ///
    /// # Errors
    /// A sentence with the nearest right name where there is none of that name.
    pub fn choose(themes: &[Self], wanted: &str, around: Surroundings) -> Result<usize, String> {
        let name = Self::wanted(wanted, around);
        let names: Vec<&str> = themes.iter().map(|theme| &*theme.name).collect();
        names
            .iter()
            .position(|known| *known == name)
            .ok_or_else(|| unknown("theme", name, &names))
    }

    /// The same in colours that the terminal has: the nearest of 256; where it has 16, as `sixteen` has it whatever is in others.
    #[must_use]
    pub fn fitted(self, around: Surroundings) -> Self {
        if around.sixteen {
            let sixteen = Self::shipped(SIXTEEN.0, SIXTEEN.1);
            let looks = self.looks.into_iter().zip(sixteen.looks);
            return Self {
                screen: self.screen.within_sixteen().unwrap_or(sixteen.screen),
                looks: looks
                    .map(|(own, other)| own.within_sixteen().unwrap_or(other))
                    .collect(),
                ..self
            };
        }
        if !around.palette {
            return self;
        }
        Self {
            screen: self.screen.reduced(),
            looks: self.looks.into_iter().map(Look::reduced).collect(),
            ..self
        }
    }

    /// Reads a theme; `file` is how errors name it. Roles that it leaves out look as in the shipped theme that it says it is
    /// `like`, else as in `mono`, which has no colours of its own to clash with.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn read(text: &str, name: &str, file: &str) -> Result<Self, ConfigError> {
        let like = DeTable::parse(text).ok().and_then(|table| {
            let like = table.get_ref().get("like")?.get_ref().as_str()?;
            BUILT_IN.iter().find(|(known, _)| *known == like).copied()
        });
        let (parent, parents_text) = like.unwrap_or(MONO);
        let parent = Self::shipped(parent, parents_text);
        Self {
            name: name.to_owned(),
            ..parent
        }
        .changed(text, file)
    }

    fn changed(mut self, text: &str, file: &str) -> Result<Self, ConfigError> {
        let mut faults = Vec::new();
        match DeTable::parse(text) {
            Ok(table) => self.take(table.get_ref(), &mut faults),
            Err(error) => faults.push(error.into()),
        }
        Fault::first(faults, text, file).map_or(Ok(self), Err)
    }

    fn take(&mut self, table: &DeTable<'_>, faults: &mut Vec<Fault>) {
        let mut palette = BTreeMap::new();
        if let Some(DeValue::Table(colours)) = table.get("palette").map(Spanned::get_ref) {
            for (name, value) in colours {
                match value
                    .get_ref()
                    .as_str()
                    .and_then(|text| Colour::read(text, &BTreeMap::new()))
                {
                    Some(colour) => drop(palette.insert(name.get_ref().to_string(), colour)),
                    None => faults.push(Fault::at(value.span(), "not a colour: write \"#rrggbb\"")),
                }
            }
        }
        for (name, value) in table {
            match (&**name.get_ref(), value.get_ref()) {
                ("palette", DeValue::Table(_)) => {}
                ("like", DeValue::String(like)) => {
                    let names = BUILT_IN.map(|(name, _)| name);
                    if !names.contains(&&**like) {
                        faults.push(Fault::at(value.span(), unknown("theme", like, &names)));
                    }
                }
                ("screen", DeValue::String(text)) => match Look::read(text, &palette) {
                    Ok(look) => self.screen = look,
                    Err(what) => faults.push(Fault::at(value.span(), what)),
                },
                ("roles", DeValue::Table(roles)) => self.fill(roles, &palette, faults),
                (part @ ("palette" | "roles"), _) => {
                    let what = format!("`{part}` is a section: write [{part}] on a line of its own");
                    faults.push(Fault::at(name.span(), what));
                }
                (part @ ("like" | "screen"), _) => {
                    faults.push(Fault::at(value.span(), format!("`{part}` must be a text")));
                }
                (other, _) => {
                    let parts = ["like", "screen", "palette", "roles"];
                    faults.push(Fault::at(name.span(), unknown("part of a theme", other, &parts)));
                }
            }
        }
    }

    fn fill(&mut self, roles: &DeTable<'_>, palette: &BTreeMap<String, Colour>, faults: &mut Vec<Fault>) {
        for (name, value) in roles {
            let Some((role, ..)) = Role::ALL.iter().find(|(_, word, _)| word == name.get_ref()) else {
                let names: Vec<&str> = Role::ALL.iter().map(|(_, word, _)| *word).collect();
                faults.push(Fault::at(name.span(), unknown("role", name.get_ref(), &names)));
                continue;
            };
            match value.get_ref().as_str().map(|text| Look::read(text, palette)) {
                Some(Ok(look)) => self.looks[*role as usize] = look,
                Some(Err(what)) => faults.push(Fault::at(value.span(), what)),
                None => faults.push(Fault::at(value.span(), "a role looks like a text: \"#rrggbb bold\"")),
            }
        }
    }
}

fn text_of(file: &Path) -> Result<String, String> {
    let read = || {
        let about = std::fs::metadata(file)?;
        if !about.is_file() || about.len() > MAX_BYTES {
            return Ok(None);
        }
        std::fs::read_to_string(file).map(Some)
    };
    let text = read().map_err(|error| format!("it cannot be read: {error}"))?;
    text.ok_or_else(|| format!("a theme is a file of at most {} KiB", MAX_BYTES / 1024))
}

#[cfg(test)]
mod tests {
    use super::{BUILT_IN, Surroundings, Theme};
    use crate::config::look::{Colour, Look};
    use crate::model::Role;

    /// Lines, not words: they may be fainter.
    const LINES: [Role; 3] = [Role::Rule, Role::Border, Role::BorderFocus];
    /// What stands in rows that may be under the cursor.
    const ROWS: [Role; 9] = [
        Role::Unread,
        Role::Read,
        Role::Outlet,
        Role::Age,
        Role::Bookmark,
        Role::Count,
        Role::Quote,
        Role::Source,
        Role::Error,
    ];

    fn rgb(colour: Option<Colour>) -> [f64; 3] {
        let Some(Colour::Rgb(red, green, blue)) = colour else {
            panic!("{colour:?} is no colour of its own")
        };
        [red, green, blue].map(f64::from)
    }

    /// WCAG 2.2, "relative luminance".
    fn luminance(colour: Option<Colour>) -> f64 {
        let linear = |level: f64| {
            let level = level / 255.0;
            if level <= 0.04045 {
                level / 12.92
            } else {
                ((level + 0.055) / 1.055).powf(2.4)
            }
        };
        let [red, green, blue] = rgb(colour).map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(one: Option<Colour>, other: Option<Colour>) -> f64 {
        let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
        one.max(other) / one.min(other)
    }

    fn shipped(name: &str) -> Theme {
        Theme::built_in().into_iter().find(|theme| theme.name == name).unwrap()
    }

    #[test]
    fn can_be_read_for_an_hour() {
        for theme in [shipped("dark"), shipped("light")] {
            for (role, word, _) in Role::ALL.iter().filter(|(role, ..)| !LINES.contains(role)) {
                let look = theme.look(*role);
                let found = contrast(look.fg.or(theme.screen.fg), look.bg.or(theme.screen.bg));
                assert!(found >= 4.5, "{} {word}: {found:.2}", theme.name);
            }
            for role in ROWS.iter().chain(&Role::SPEAKERS) {
                for cursor in [Role::Selected, Role::Chosen] {
                    let found = contrast(theme.look(*role).fg, theme.look(cursor).bg);
                    assert!(found >= 4.5, "{} {role:?} on {cursor:?}: {found:.2}", theme.name);
                }
            }
        }
    }

    #[test]
    fn speakers_are_told_apart() {
        for theme in Theme::built_in() {
            for (at, one) in Role::SPEAKERS.iter().enumerate() {
                let one = theme.look(*one);
                assert_ne!(one, theme.look(Role::Body), "{}", theme.name);
                for other in Role::SPEAKERS.iter().skip(at + 1).map(|other| theme.look(*other)) {
                    assert_ne!(one, other, "{}", theme.name);
                    if let Some(Colour::Rgb(..)) = one.fg {
                        let (a, b) = (rgb(one.fg), rgb(other.fg));
                        let far: f64 = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum();
                        assert!(far.sqrt() >= 48.0, "{}: {a:?} {b:?}", theme.name);
                    }
                }
            }
        }
    }

    fn colours(theme: &Theme) -> Vec<Colour> {
        let looks = Role::ALL.iter().map(|(role, ..)| theme.look(*role));
        let looks = looks.chain([theme.screen]);
        looks.flat_map(|look| [look.fg, look.bg]).flatten().collect()
    }

    fn is_one_of_sixteen(colour: Colour) -> bool {
        matches!(colour, Colour::Indexed(0..=15) | Colour::Default)
    }

    #[test]
    fn mono_has_no_colours_and_sixteen_no_more_than_that() {
        assert_eq!(colours(&shipped("mono")), []);
        assert!(colours(&shipped("sixteen")).into_iter().all(is_one_of_sixteen));
    }

    #[test]
    fn shipped_themes_say_everything() {
        for (name, text) in BUILT_IN {
            for (_, word, what) in Role::ALL {
                assert!(
                    text.contains(&format!("\n{word} = \"")),
                    "{name}: {word} ({what}) is missing"
                );
            }
        }
    }

    #[test]
    fn own_themes_change_what_they_are_like() {
        let own = Theme::read("like = \"light\"\n[roles]\nquote = \"red italic\"", "mine", "mine.toml").unwrap();
        assert_eq!(own.look(Role::Link), shipped("light").look(Role::Link));
        assert_eq!(
            own.look(Role::Quote),
            Look {
                fg: Some(Colour::Indexed(1)),
                italic: true,
                ..Look::default()
            }
        );
        let bare = Theme::read("", "bare", "bare.toml").unwrap();
        assert_eq!(bare.look(Role::Selected), shipped("mono").look(Role::Selected));
    }

    #[test]
    fn faults_are_named_with_the_nearest_right_name() {
        for (text, error) in [
            (
                "[roles]\nqoute = \"red\"",
                "t.toml:2: unknown role `qoute`; did you mean `quote`?",
            ),
            (
                "like = \"drak\"",
                "t.toml:1: unknown theme `drak`; did you mean `dark`?",
            ),
            (
                "\n[role]\nquote = \"red\"",
                "t.toml:2: unknown part of a theme `role`; did you mean `roles`?",
            ),
            (
                "like = \"dark\"\nroles = 1",
                "t.toml:2: `roles` is a section: write [roles] on a line of its own",
            ),
            ("screen = 3", "t.toml:1: `screen` must be a text"),
            ("[palette]\nink = \"blu\"", "t.toml:2: not a colour: write \"#rrggbb\""),
        ] {
            assert_eq!(Theme::read(text, "t", "t.toml").unwrap_err().to_string(), error);
        }
    }

    #[test]
    fn the_terminal_says_which_theme_fits() {
        for (variables, name) in [
            (&[("TERM", "xterm-256color")][..], "dark"),
            (&[("TERM", "xterm-256color"), ("COLORFGBG", "0;15")], "light"),
            (&[("TERM", "xterm-kitty"), ("COLORFGBG", "15;0")], "dark"),
            (&[("TERM", "linux")], "sixteen"),
            (&[("TERM", "linux"), ("NO_COLOR", "1")], "mono"),
            (&[("COLORTERM", "truecolor"), ("NO_COLOR", "")], "dark"),
        ] {
            let lookup = |wanted: &str| {
                variables
                    .iter()
                    .find(|(name, _)| *name == wanted)
                    .map(|(_, value)| (*value).to_owned())
            };
            let around = Surroundings::read(lookup);
            let themes = Theme::built_in();
            assert_eq!(
                Theme::choose(&themes, "auto", around).map(|at| &*themes[at].name),
                Ok(name),
                "{variables:?}"
            );
        }
        let wrong = Theme::choose(&Theme::built_in(), "lihgt", Surroundings::default());
        assert_eq!(wrong.unwrap_err(), "unknown theme `lihgt`; did you mean `light`?");
    }

    #[test]
    fn terminals_that_order_words_are_known() {
        let orders = |variables: &[(&str, &str)]| {
            let find = |wanted: &str| variables.iter().find(|(name, _)| *name == wanted);
            Surroundings::read(|wanted| find(wanted).map(|(_, value)| (*value).to_owned())).orders
        };
        assert!(!orders(&[("TERM", "xterm-kitty")]));
        assert!(!orders(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")]));
        assert!(orders(&[("TERM", "tmux-256color"), ("VTE_VERSION", "7600")]));
        assert!(orders(&[("TERM", "xterm-256color"), ("KONSOLE_VERSION", "240800")]));
        assert!(orders(&[("TERM_PROGRAM", "Apple_Terminal")]));
    }

    #[test]
    fn the_locale_says_which_signs_there_are() {
        for (variables, ascii) in [
            (&[("LANG", "de_AT.UTF-8")][..], false),
            (&[("LC_ALL", "C"), ("LANG", "de_AT.UTF-8")], true),
            (&[("LC_CTYPE", "UTF-8"), ("LANG", "C")], false),
            (&[("LC_ALL", ""), ("LANG", "C.utf8"), ("TERM", "linux")], false),
            (&[("LANG", "de_AT.ISO-8859-1")], true),
            (&[("LANG", "POSIX"), ("TERM", "xterm-256color")], true),
            (&[("TERM", "xterm")], false),
            (&[("TERM", "vte-256color")], false),
            (&[("TERM", "linux")], true),
            (&[("TERM", "vt100")], true),
            (&[], false),
        ] {
            let find = |wanted: &str| variables.iter().find(|(name, _)| *name == wanted);
            let around = Surroundings::read(|wanted| find(wanted).map(|(_, value)| (*value).to_owned()));
            assert_eq!(around.ascii, ascii, "{variables:?}");
        }
    }

    #[test]
    fn fewer_colours_are_the_nearest() {
        let around = Surroundings {
            palette: true,
            ..Surroundings::default()
        };
        let theme = shipped("dark").fitted(around);
        assert!(matches!(theme.look(Role::Speaker1).fg, Some(Colour::Indexed(16..))));
    }

    #[test]
    fn where_there_are_sixteen_colours_there_are_no_others() {
        let around = Surroundings::read(|name| (name == "TERM").then(|| "linux".to_owned()));
        for theme in Theme::built_in() {
            let found = colours(&theme.fitted(around));
            assert!(found.iter().copied().all(is_one_of_sixteen), "{found:?}");
        }
        let text =
            "screen = \"#c5c8c6 on #1d1f21\"\n[roles]\nquote = \"red\"\nlink = \"200\"\nsource = \"cyan on #1d1f21\"";
        let own = Theme::read(text, "mine", "mine.toml").unwrap().fitted(around);
        let sixteen = shipped("sixteen");
        assert_eq!((&*own.name, own.screen), ("mine", sixteen.screen));
        assert_eq!(own.look(Role::Quote).fg, Some(Colour::Indexed(1)));
        for role in [Role::Link, Role::Source] {
            assert_eq!(own.look(role), sixteen.look(role));
        }
    }

    #[test]
    fn own_themes_are_found_and_faulty_ones_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("dark.toml"), "[roles]\nquote = \"red\"").unwrap();
        std::fs::write(folder.path().join("mine.toml"), "").unwrap();
        std::fs::write(folder.path().join("bad.toml"), "roles = 1").unwrap();
        std::fs::write(folder.path().join("notes.txt"), "no theme").unwrap();
        std::fs::write(folder.path().join("bytes.toml"), b"# \xff").unwrap();
        std::fs::write(folder.path().join("vast.toml"), "#".repeat(300 << 10)).unwrap();
        std::fs::create_dir(folder.path().join("deep.toml")).unwrap();
        let (themes, errors) = Theme::all(folder.path());
        let names: Vec<&str> = themes.iter().map(|theme| &*theme.name).collect();
        assert_eq!(names, ["dark", "light", "sixteen", "mono", "mine"]);
        assert_eq!(themes[0].look(Role::Quote).fg, Some(Colour::Indexed(1)));
        let said: Vec<_> = errors.iter().map(|(name, error)| (&**name, &*error.what)).collect();
        let kinds = [
            "it cannot be read",
            "`roles` ",
            "a theme is a file",
            "a theme is a file",
        ];
        assert_eq!(said.len(), 4, "{said:?}");
        for (part, name) in kinds.into_iter().zip(["bytes", "bad", "deep", "vast"]) {
            let found = said.iter().find(|(theme, _)| *theme == name);
            assert!(found.is_some_and(|(_, what)| what.contains(part)), "{name}: {said:?}");
        }
        assert!(Theme::all(std::path::Path::new("/nowhere/at/all")).1.is_empty());
    }
}
