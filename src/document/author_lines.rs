//! Lines around a headline that say who wrote the article.

use crate::document::boilerplate::fold;
use crate::document::days::{Style, days_in};
use crate::document::lexicon::{is_common, lexicon};
use crate::document::names::{
    is_initials, is_named, is_person, is_phrase, is_whole, names_in, says_more, signed_names, without_small_end,
};
use crate::document::near::{AUTHORS_OWN, Line, Near};
use crate::model::Clean;

/// Lines after the headline in which its author may stand, and before.
const AFTER: usize = 16;
const BEFORE: usize = 8;
/// Lines in which it may stand where there is no headline.
const TOP: usize = 150;

/// What the lines around the headline say: "By Ada Moss", a name in an element that is marked as the author's, or a name alone over
/// the text.
pub(crate) fn signed(near: &Near<'_>, style: Style) -> Option<Vec<Clean>> {
    let Some(headline) = near.headline else {
        // All lines are there then, comments, too, and those of menus are marked as anything, and begin with any word.
        let is_others = |line: &Line<'_>| line.pieces().iter().any(|piece| piece.commented);
        let in_menu = |line: &Line<'_>| {
            line.pieces()
                .iter()
                .all(|piece| piece.link.is_some() && piece.authored == 0)
        };
        let lines = near
            .lines
            .iter()
            .take(TOP)
            .enumerate()
            .filter(|(_, line)| !in_menu(line) && !is_others(line));
        return lines.into_iter().find_map(|(at, _)| introduced(near, at, style));
    };
    let after = || headline..near.lines.len().min(headline + AFTER);
    let before = || (headline.saturating_sub(BEFORE)..headline).rev();
    after()
        .find_map(|at| introduced(near, at, style))
        .or_else(|| after().find_map(|at| credits(near, at, style)))
        .or_else(|| before().find_map(|at| introduced(near, at, style)))
        .or_else(|| before().find_map(|at| authored(near.lines.get(at)?, style)))
        .or_else(|| heading_text(near, headline))
}

/// A name in bold type, alone in the line before the text begins.
fn heading_text(near: &Near<'_>, headline: usize) -> Option<Vec<Clean>> {
    /// Shorter lines may be labels.
    const PROSE: usize = 120;
    let lines = near.lines.get(headline + 1..)?;
    let text = lines.iter().position(|line| line.text.len() >= PROSE)?;
    let line = lines.get(text.checked_sub(1)?)?;
    let names = names_in(&line.text);
    let named = |name: &Clean| is_person(name) && (2..=4).contains(&name.split(' ').count()) && !is_phrase(name);
    let title = near
        .lines
        .get(headline)
        .map(|line| fold(&line.text))
        .unwrap_or_default();
    let apart = |name: &Clean| {
        !fold(name)
            .split(' ')
            .any(|word| title.split(' ').any(|other| other == word))
    };
    let bold = line.pieces().iter().all(|piece| piece.bold);
    (bold && !names.is_empty() && names.iter().all(|name| named(name) && apart(name))).then_some(names)
}

/// "by ada": somebody who signs with one word, in a line of its own.
pub(crate) fn nickname(near: &Near<'_>, style: Style) -> Option<Vec<Clean>> {
    const LONGEST: usize = 60;
    let headline = near.headline?;
    let lines = near.lines.get(headline + 1..)?.iter().take(AFTER);
    lines.filter(|line| line.text.len() <= LONGEST).find_map(|line| {
        let names = signed_names(&first_part(&line.text, style))?;
        let names: Vec<_> = names.iter().map(without_small_end).collect();
        let is_word = |name: &str| !name.contains(' ') && name.starts_with(char::is_alphabetic);
        let is_name = |lower: &str| !is_common(lower) && !lexicon().dates.contains(lower);
        let one = |name: &Clean| is_word(name) && !says_more(name) && is_name(&name.to_lowercase());
        (names.len() == 1 && names.iter().all(one)).then_some(names)
    })
}

/// What the first line says that does, anywhere on the page.
pub(crate) fn below(all: &Near<'_>, style: Style) -> Option<Vec<Clean>> {
    let whole = |names: &Vec<Clean>| names.iter().all(|name| name.contains(' '));
    (0..all.lines.len()).find_map(|at| introduced(all, at, style).filter(whole))
}

/// "By Ada Moss and Bo Lind | 12 May", or "Written by" with the name in the next line.
fn introduced(near: &Near<'_>, at: usize, style: Style) -> Option<Vec<Clean>> {
    const LONGEST: usize = 160;
    let line = near.lines.get(at).filter(|line| line.text.len() <= LONGEST)?;
    let names = signed_names(&line.text)?;
    if names.is_empty() {
        let next = near.lines.get(at + 1).filter(|next| next.text.len() <= LONGEST)?;
        let names = names_in(&first_part(&next.text, style));
        return names
            .first()
            .is_some_and(|first| is_whole(first) && !is_phrase(first))
            .then_some(names);
    }
    let mut names = signed_names(&first_part(&line.text, style))?;
    // "Ada Moss in Brask": the name alone is a link.
    let own = line
        .pieces()
        .iter()
        .filter(|piece| piece.link.is_some() || piece.authored == AUTHORS_OWN)
        .map(|piece| Clean::line(&piece.text))
        .find(|own| is_named(own) && names.first().is_some_and(|first| first.starts_with(&**own)));
    if let (Some(own), Some(first)) = (&own, names.first_mut()) {
        *first = own.clone();
    }
    let mut people = Vec::new();
    for name in &names {
        let bare = without_small_end(name);
        // "Extension horticulture educators" is a post.
        if !is_named(&bare) || name.contains(' ') && !bare.contains(' ') && !people.is_empty() {
            break;
        }
        people.push(bare);
    }
    let outfit = |name: &Clean| is_initials(name) && line.text.contains(|sign: char| sign.is_lowercase());
    let named = people
        .first()
        .is_some_and(|first| (is_whole(first) || own.is_some() || outfit(first)) && !is_phrase(first));
    named.then_some(people)
}

/// A line up to its first date or bar: what stands behind is no name.
fn first_part(line: &str, style: Style) -> String {
    let end = days_in(line, style)
        .first()
        .map_or(line.len(), |(range, _)| range.start);
    let head = line.get(..end).unwrap_or(line);
    let introduced = head.trim_start_matches(|sign: char| sign.is_whitespace() || MARKS.contains(&sign));
    introduced.split(MARKS).next().unwrap_or(introduced).to_owned()
}

const MARKS: [char; 6] = ['|', '•', '·', '⋅', '∙', '●'];

/// The names that a line marks as the author's, and those in the lines after it that do nothing but link to further ones.
fn credits(near: &Near<'_>, at: usize, style: Style) -> Option<Vec<Clean>> {
    let mut names = authored(near.lines.get(at)?, style)?;
    let nearness = |line: &Line<'_>| line.pieces().iter().map(|piece| piece.authored).max();
    let own = near.lines.get(at).and_then(nearness);
    let linked = |line: &&Line<'_>| {
        let mut pieces = line
            .pieces()
            .iter()
            .filter(|piece| piece.text.contains(char::is_alphabetic));
        nearness(line) == own && pieces.all(|piece| piece.link.is_some() && piece.authored > 0)
    };
    let first = near.lines.get(at).filter(linked);
    let further = near.lines.get(at + 1..)?.iter().take_while(linked).take(6);
    if first.is_some() {
        names.extend(further.map_while(|line| authored(line, style)).flatten());
    }
    Some(names)
}

/// The names in elements that are marked as the author's, the nearest marked ones.
fn authored(line: &Line<'_>, style: Style) -> Option<Vec<Clean>> {
    const LONGEST: usize = 200;
    let nearest = line.pieces().iter().map(|piece| piece.authored).max()?;
    if line.text.len() > LONGEST || nearest == 0 {
        return None;
    }
    let mut found = Vec::new();
    let mut all = true;
    // First and last name may stand in elements of their own.
    for pieces in line
        .pieces()
        .chunk_by(|one, other| one.link.is_some() && one.link == other.link)
    {
        let marked = pieces.iter().filter(|piece| piece.authored + 1 >= nearest);
        let mut texts: Vec<_> = marked.map(|piece| piece.text.trim()).collect();
        // Some say it again for those who listen.
        texts.dedup();
        if pieces.iter().all(|piece| piece.authored < nearest) && texts.len() < 2 {
            continue;
        }
        let text = Clean::line(&texts.join(" "));
        let linked = pieces.iter().any(|piece| piece.link.is_some());
        let names = names_in(&first_part(&text, style));
        let named = |name: &Clean| is_person(name) && (name.contains(' ') || linked);
        let named = !names.is_empty() && names.iter().all(named);
        all &= named || !text.contains(char::is_alphabetic);
        if named {
            found.push((linked, names));
        }
    }
    // What follows a name in an element of its own may be a post, unless it is a link, too, or there is nothing but names.
    let mut first = true;
    found.retain(|(linked, _)| std::mem::take(&mut first) || *linked || all);
    (!found.is_empty()).then(|| found.into_iter().flat_map(|(_, names)| names).collect())
}
