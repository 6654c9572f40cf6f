//! `clips.toml`: the reader's own clips for articles, in a file of their own that can be shared.

use toml::Spanned;
use toml::de::{DeTable, DeValue};
use url::Url;

use crate::config::error::{ConfigError, Fault, unknown};
use crate::config::lines::{without_lines, without_table};
use crate::config::value::Value;
use crate::document::clip_fault;
use crate::model::{Clip, Clips};

/// What a table can say.
const OPTIONS: &[&str] = &["at", "take", "drop", "lines"];
/// What stands above a file that byline makes.
const HEAD: &str = "# Clips of your own for articles, an [[outlet]] for each address. They hold for every article at or below `at`, or whose\n\
     # feed is there. take: CSS selectors of what is the article; drop: of what is none of it; lines: texts of lines that are none\n\
     # of it, whatever their case, where a star stands for anything. Selectors see tags, id, class, itemprop, rel, role, data-testid\n\
     # and data-component.\n";

/// Reads a file of clips; `file` is how errors name it.
///
/// # Errors
/// The first thing that is wrong with it: nothing of such a file is used.
pub fn read_clips(text: &str, file: &str) -> Result<Vec<Clips>, ConfigError> {
    let (mut all, mut faults) = (Vec::new(), Vec::new());
    match DeTable::parse(text) {
        Ok(table) => take(table.get_ref(), &mut all, &mut faults),
        Err(error) => faults.push(error.into()),
    }
    Fault::first(faults, text, file).map_or(Ok(all), Err)
}

/// The text of a file of clips with one more, for the articles at an address, and what it then means. Everything else in it stays.
///
/// # Errors
/// As [`read_clips`], for the text before or after; nothing is to be written then.
pub fn add_clip(text: &str, file: &str, at: &Url, clip: &Clip) -> Result<(String, Vec<Clips>), ConfigError> {
    read_clips(text, file)?;
    let added = added(text, at, clip);
    let clips = read_clips(&added, file)?;
    Ok((added, clips))
}

/// The text of a file of clips without that one, where it stands, and what it then means. Everything else in it stays.
///
/// # Errors
/// As [`add_clip`], or when the clip stands in a form that byline does not write.
pub fn remove_clip(text: &str, file: &str, at: &Url, clip: &Clip) -> Result<(String, Vec<Clips>), ConfigError> {
    let before = read_clips(text, file)?;
    let Some(without) = without(text, at, clip) else {
        if before.iter().any(|clips| clips.at == *at && clips.has(clip)) {
            return Err(Fault::at(0..0, "take the clip out by hand: it has no lines of its own").of(text, file));
        }
        return Ok((text.to_owned(), before));
    };
    let clips = read_clips(&without, file)?;
    Ok((without, clips))
}

fn take(table: &DeTable<'_>, all: &mut Vec<Clips>, faults: &mut Vec<Fault>) {
    for (name, value) in table {
        match (&**name.get_ref(), value.get_ref()) {
            ("outlet", DeValue::Array(tables)) => {
                for table in tables {
                    match table.get_ref() {
                        DeValue::Table(options) => all.extend(one(options, table, faults)),
                        _ => faults.push(Fault::at(table.span(), "write [[outlet]] on a line of its own")),
                    }
                }
            }
            ("outlet", _) => faults.push(Fault::at(
                name.span(),
                "`outlet` is a table of its own each time: write [[outlet]]",
            )),
            (other, _) if OPTIONS.contains(&other) => faults.push(Fault::at(
                name.span(),
                format!("`{other}` belongs under [[outlet]], which stands on a line of its own"),
            )),
            (other, _) => faults.push(Fault::at(name.span(), unknown("section", other, &["outlet"]))),
        }
    }
}

fn one(options: &DeTable<'_>, table: &Spanned<DeValue<'_>>, faults: &mut Vec<Fault>) -> Option<Clips> {
    let Some((_, at)) = options.iter().find(|(name, _)| &**name.get_ref() == "at") else {
        let what = "[[outlet]] needs `at`, as in at = \"https://ledger.example/\"";
        faults.push(Fault::at(table.span(), what));
        return None;
    };
    let address = String::read(at.get_ref()).and_then(|text| {
        let url = Url::parse(&text).ok();
        url.filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| "must be an http or https address".to_owned())
    });
    let mut clips = match address {
        Ok(at) => Clips::at(at),
        Err(what) => {
            faults.push(Fault::at(at.span(), format!("`at` {what}")));
            return None;
        }
    };
    for (name, value) in options {
        match &**name.get_ref() {
            "at" => {}
            "take" => clips.take = texts(name, value, Clip::Take, faults),
            "drop" => clips.drop = texts(name, value, Clip::Drop, faults),
            "lines" => clips.lines = texts(name, value, Clip::Line, faults),
            other => faults.push(Fault::at(name.span(), unknown("option", other, OPTIONS))),
        }
    }
    Some(clips)
}

fn texts(
    name: &Spanned<std::borrow::Cow<'_, str>>,
    value: &Spanned<DeValue<'_>>,
    clip: impl Fn(String) -> Clip,
    faults: &mut Vec<Fault>,
) -> Vec<String> {
    let Some(items) = value.get_ref().as_array() else {
        let what = format!("`{}` must be a list of texts, as in [\"…\", \"…\"]", name.get_ref());
        faults.push(Fault::at(value.span(), what));
        return Vec::new();
    };
    let mut texts = Vec::new();
    for item in items {
        let read = String::read(item.get_ref()).map_err(|what| format!("a text in `{}` {what}", name.get_ref()));
        let sound = |text: String| match clip_fault(&clip(text.clone())) {
            Some(fault) => Err(format!("`{text}` {fault}")),
            None => Ok(text),
        };
        match read.and_then(sound) {
            Ok(text) => texts.push(text),
            Err(what) => faults.push(Fault::at(item.span(), what)),
        }
    }
    texts
}

/// The option that a clip belongs to, and what it says there.
fn option_of(clip: &Clip) -> (&'static str, &String) {
    match clip {
        Clip::Take(selector) => ("take", selector),
        Clip::Drop(selector) => ("drop", selector),
        Clip::Line(line) => ("lines", line),
    }
}

/// The tables for an address, each with where it begins.
fn tables_for<'t, 'd>(file: &'t DeTable<'d>, at: &Url) -> impl DoubleEndedIterator<Item = (usize, &'t DeTable<'d>)> {
    let tables = file.get("outlet").and_then(|tables| tables.get_ref().as_array());
    let tables = tables.into_iter().flatten();
    let tables = tables.filter_map(|table| Some((table.span().start, table.get_ref().as_table()?)));
    tables.filter(move |(_, options)| {
        let own = options.get("at").and_then(|own| own.get_ref().as_str());
        own.and_then(|own| Url::parse(own).ok()).as_ref() == Some(at)
    })
}

/// The text with the clip in the table of its address, or with a table of its own at the end.
fn added(text: &str, at: &Url, clip: &Clip) -> String {
    let (option, value) = option_of(clip);
    let value = value.show();
    let parsed = DeTable::parse(text).ok();
    let table = parsed.as_ref().and_then(|file| tables_for(file.get_ref(), at).next());
    if let Some((_, options)) = table {
        let list = options
            .get(option)
            .and_then(|list| Some((list, list.get_ref().as_array()?)));
        let (until, from, put) = match list {
            Some((list, items)) => match items.last() {
                Some(last) => (last.span().end, last.span().end, format!(", {value}")),
                None => (list.span().start, list.span().end, format!("[{value}]")),
            },
            None => {
                let end = options.get("at").map_or(text.len(), |own| own.span().end);
                (end, end, format!("\n{option} = [{value}]"))
            }
        };
        if let (Some(before), Some(after)) = (text.get(..until), text.get(from..)) {
            return format!("{before}{put}{after}");
        }
    }
    let head = if text.trim().is_empty() { HEAD } else { text.trim_end() };
    format!(
        "{}\n\n[[outlet]]\nat = {}\n{option} = [{value}]\n",
        head.trim_end(),
        at.to_string().show()
    )
}

/// The text without the last clip that says so for its address, and without what is left empty then; `None` where there is none.
fn without(text: &str, at: &Url, clip: &Clip) -> Option<String> {
    let (option, value) = option_of(clip);
    let file = DeTable::parse(text).ok()?;
    let (start, options, list, place) = tables_for(file.get_ref(), at).rev().find_map(|(start, options)| {
        let list = options.get(option)?;
        let is_it = |item: &Spanned<DeValue<'_>>| item.get_ref().as_str() == Some(value);
        Some((
            start,
            options,
            list,
            list.get_ref().as_array()?.iter().rposition(is_it)?,
        ))
    })?;
    let items = list.get_ref().as_array()?;
    let cut = |from: usize, to: usize| Some(format!("{}{}", text.get(..from)?, text.get(to..)?));
    let item = items.get(place)?.span();
    if let Some(before) = place.checked_sub(1).and_then(|before| items.get(before)) {
        return cut(before.span().end, item.end);
    }
    if let Some(after) = items.get(place + 1) {
        return cut(item.start, after.span().start);
    }
    let name = options.iter().find(|(name, _)| &**name.get_ref() == option)?.0.span();
    match options.len() {
        2 => without_table(text, start, options),
        _ => without_lines(text, name.start, list.span().end),
    }
}

#[cfg(test)]
mod tests {
    use super::{add_clip, read_clips, remove_clip};
    use crate::model::Clip;

    #[test]
    fn says_what_is_wrong_and_where() {
        let at = "[[outlet]]\nat = \"https://ledger.example/\"\n";
        for (text, error) in [
            (
                "[[outlet]]\n",
                "r.toml:1: [[outlet]] needs `at`, as in at = \"https://ledger.example/\"",
            ),
            (
                "[outlet]\n",
                "r.toml:1: `outlet` is a table of its own each time: write [[outlet]]",
            ),
            (
                "drop = []\n",
                "r.toml:1: `drop` belongs under [[outlet]], which stands on a line of its own",
            ),
            (
                "[[outlet]]\nat = \"ledger\"\n",
                "r.toml:2: `at` must be an http or https address",
            ),
            (
                &format!("{at}dorp = []\n"),
                "r.toml:3: unknown option `dorp`; did you mean `drop`?",
            ),
            (
                &format!("{at}drop = \"p\"\n"),
                "r.toml:3: `drop` must be a list of texts, as in [\"…\", \"…\"]",
            ),
            (
                &format!("{at}drop = [\n\"p\",\n\"div[\",\n]\n"),
                "r.toml:5: `div[` is no CSS selector; write it as in div.promo, #newsletter, aside > p or [itemprop=keywords]",
            ),
            (
                &format!("{at}lines = [\"*\"]\n"),
                "r.toml:3: `*` would drop every line: write some words of the line",
            ),
        ] {
            assert_eq!(read_clips(text, "r.toml").unwrap_err().to_string(), error);
        }
    }

    #[test]
    fn keeps_a_clip_where_it_belongs() {
        let at = "https://ledger.example/".parse().unwrap();
        let add = |text: &str, clip: Clip| add_clip(text, "r.toml", &at, &clip).unwrap();
        let (text, clips) = add("", Clip::Drop("div.promo".to_owned()));
        assert!(text.starts_with("# Clips of your own"));
        assert!(
            text.ends_with("\n\n[[outlet]]\nat = \"https://ledger.example/\"\ndrop = [\"div.promo\"]\n"),
            "{text}"
        );
        assert_eq!(clips.len(), 1);
        let (text, _) = add(&text, Clip::Drop("aside".to_owned()));
        let (text, clips) = add(&text, Clip::Line("Say \"hello\" *".to_owned()));
        assert!(
            text.ends_with(
                "at = \"https://ledger.example/\"\nlines = ['Say \"hello\" *']\ndrop = [\"div.promo\", \"aside\"]\n"
            ),
            "{text}"
        );
        assert_eq!((clips[0].drop.len(), clips[0].lines.len()), (2, 1));
        let mine = "# mine\n[[outlet]]\nat = \"https://b.example/\" # b\ntake = [] # none\n";
        let (text, _) = add(mine, Clip::Take("main".to_owned()));
        assert!(text.starts_with(mine) && text.ends_with("take = [\"main\"]\n"));
        let other = "https://b.example/".parse().unwrap();
        let (text, _) = add_clip(mine, "r.toml", &other, &Clip::Take("main".to_owned())).unwrap();
        assert_eq!(text, mine.replace("[] #", "[\"main\"] #"));
        assert!(add_clip("[[outlet]]\n", "r.toml", &other, &Clip::Line("x".to_owned())).is_err());
    }

    #[test]
    fn a_clip_that_goes_leaves_the_file_as_it_was() {
        let at = "https://ledger.example/".parse().unwrap();
        let (aside, line) = (Clip::Drop("aside".to_owned()), Clip::Line("Our app *".to_owned()));
        let mine = "# mine\n[[outlet]]\nat = \"https://b.example/\"\ntake = [\"main\"]\n";
        let one =
            format!("{mine}\n[[outlet]] # the ledger\nat = \"https://ledger.example/\"\ndrop = [ \"p\" ] # promo\n");
        for before in [mine, &one, &format!("{one}\n[[outlet]]\nat = \"https://c.example/\"\n")] {
            let (with_aside, _) = add_clip(before, "r.toml", &at, &aside).unwrap();
            let (with_both, clips) = add_clip(&with_aside, "r.toml", &at, &line).unwrap();
            assert_eq!(clips.len(), read_clips(&with_aside, "r.toml").unwrap().len());
            let (text, _) = remove_clip(&with_both, "r.toml", &at, &line).unwrap();
            assert_eq!(text, with_aside);
            let (text, clips) = remove_clip(&with_aside, "r.toml", &at, &aside).unwrap();
            assert_eq!((&*text, clips), (before, read_clips(before, "r.toml").unwrap()));
            let (text, _) = remove_clip(before, "r.toml", &at, &aside).unwrap();
            assert_eq!(text, before, "what is gone already");
        }
        let lists = "[[outlet]]\nat = \"https://ledger.example/\"\ndrop = [\"aside\", \"p\"]\n";
        let (text, _) = remove_clip(lists, "r.toml", &at, &aside).unwrap();
        assert_eq!(text, lists.replace("\"aside\", ", ""));
        let inline = "outlet = [{ at = \"https://ledger.example/\", drop = [\"aside\"] }]\n";
        let said = remove_clip(inline, "r.toml", &at, &aside).unwrap_err().to_string();
        assert!(
            said.contains("by hand"),
            "a form of its own is left to its owner: {said}"
        );
    }
}
