//! The media and itunes modules, as far as a news reader shows them: pictures, files, and words where the item has none.

use url::Url;

use crate::feed::capture::{Source, local_of};
use crate::feed::entry::{Enclosure, Entry, Titled};
use crate::feed::fields::add_subjects;
use crate::feed::links::resolve;
use crate::feed::names::Vocabulary::{self, Itunes};
use crate::feed::person;
use crate::feed::token::Attributes;

/// Pictures and files of one entry that are kept.
const MAX_FILES: usize = 100;
/// Narrower than so many pixels a picture is a face or a badge.
const TINY: u32 = 50;
/// Narrower than so many pixels a picture is its own preview.
const SMALL: u32 = 300;
/// How deep groups within groups are followed.
const MAX_DEPTH: usize = 8;

/// Reads one element of either module; gives a text that may serve as the summary.
pub(in crate::feed) fn read<'a>(
    entry: &mut Entry,
    source: &mut Source<'a>,
    (vocabulary, local, name): (Vocabulary, &str, &'a str),
    attributes: Attributes<'a>,
    empty: bool,
    base: Option<&Url>,
) -> Option<Titled> {
    if vocabulary != Itunes {
        return element(entry, source, name, attributes, empty, (base, 0));
    }
    match local {
        "author" => {
            if let Some(author) = source
                .text(name, empty)
                .filter(|_| entry.authors.is_empty())
                .and_then(|text| person::read(&text))
            {
                entry.authors.push(author);
            }
        }
        "image" => {
            let href = source
                .attribute(attributes, "href")
                .or_else(|| source.attribute(attributes, "url"));
            let text = source.text(name, empty);
            entry
                .images
                .extend(href.or(text).map(|url| (resolve(&url, base), None)));
        }
        "category" | "keywords" => {
            add_subjects(&mut entry.categories, source.itunes_subjects(name, attributes, empty));
        }
        "summary" | "subtitle" | "description" => return source.titled(name, attributes, empty, false, base),
        "title" => {
            let title = source.titled(name, attributes, empty, false, base);
            entry.title = entry.title.take().or(title);
        }
        _ if empty => {}
        _ => source.skip(name),
    }
    None
}

fn element<'a>(
    entry: &mut Entry,
    source: &mut Source<'a>,
    name: &'a str,
    attributes: Attributes<'a>,
    empty: bool,
    (base, depth): (Option<&Url>, usize),
) -> Option<Titled> {
    let mut summary = None;
    match local_of(name).to_ascii_lowercase().as_str() {
        "group" | "content" | "peerlink" | "backlinks" | "player" if depth < MAX_DEPTH => {
            let pictured = file(entry, source, attributes, local_of(name), base);
            if !empty {
                source.children(name, |source, inner, attributes, empty| {
                    let found = element(entry, source, inner, attributes, empty, (base, depth + 1));
                    summary = summary.take().or(found);
                    true
                });
            }
            if let Some(at) = pictured
                && let Some((_, words)) = entry.images.get_mut(at)
                && words.is_none()
            {
                *words = summary.as_ref().map(|said| said.value.clone());
            }
        }
        "thumbnail" => {
            let url = source.attribute(attributes, "url");
            let text = source.text(name, empty);
            picture(entry, url.or(text), None, width(source, attributes), base);
        }
        "title" => {
            let title = source.titled(name, attributes, empty, false, base);
            entry.title = entry.title.take().or(title);
        }
        "description" => return source.titled(name, attributes, empty, false, base),
        "category" => add_subjects(&mut entry.categories, source.category(name, attributes, empty)),
        _ if empty => {}
        _ => source.skip(name),
    }
    summary
}

/// Where it stands among the pictures, if it is one.
fn file(
    entry: &mut Entry,
    source: &Source<'_>,
    attributes: Attributes<'_>,
    local: &str,
    base: Option<&Url>,
) -> Option<usize> {
    let get = |name: &str| source.attribute(attributes, name);
    let url = get("url").or_else(|| get("href"))?;
    if !local.eq_ignore_ascii_case("content") && !local.eq_ignore_ascii_case("peerlink") {
        return None;
    }
    let media_type = get("type");
    let medium = get("medium").unwrap_or_default();
    let path = url.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    let pictured = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"]
        .iter()
        .any(|ending| path.ends_with(ending));
    let is_picture = medium == "image"
        || media_type.as_deref().is_some_and(|kind| kind.starts_with("image/"))
        || (media_type.is_none() && medium.is_empty() && pictured);
    if is_picture {
        let words = get("title").or_else(|| get("alt"));
        picture(entry, Some(url.clone()), words, width(source, attributes), base);
    }
    let file = resolve(&url, base);
    if entry.enclosures.len() < MAX_FILES && entry.enclosures.iter().all(|known| known.url != file) {
        entry.enclosures.push(Enclosure {
            url: file.clone(),
            media_type,
            length: get("filesize"),
        });
    }
    entry.images.iter().position(|(known, _)| is_picture && *known == file)
}

fn width(source: &Source<'_>, attributes: Attributes<'_>) -> Option<u32> {
    source.attribute(attributes, "width")?.parse().ok()
}

fn picture(entry: &mut Entry, url: Option<String>, words: Option<String>, width: Option<u32>, base: Option<&Url>) {
    let Some(url) = url.map(|url| resolve(&url, base)) else {
        return;
    };
    let is_tiny = width.is_some_and(|width| width < TINY);
    if is_tiny || entry.images.len() >= MAX_FILES || entry.images.iter().any(|(known, _)| *known == url) {
        return;
    }
    let first = entry.first_width.unwrap_or(u32::MAX);
    if entry.images.is_empty() || first < SMALL && width.is_some_and(|width| width > first) {
        entry.images.insert(0, (url, words));
        entry.first_width = width;
    } else {
        entry.images.push((url, words));
    }
}
