//! Which leaves of a whole page are the article: `trafilatura` says which words are, those words are found again on the page's
//! own DOM, and what stands among them in the same boxes is judged anew. So links, lists, tables, quotes and pictures survive.

use std::collections::{HashMap, HashSet};

use crate::document::html::Reading;
use crate::document::known::{Known, hash, words_of};
use crate::document::line::{Line, PARAGRAPH_WORDS, common_marks};
use crate::document::marks::Marks;
use crate::document::tree::{Leaf, LeafKind};
use crate::model::Clean;

/// Marks of what stands beside an article's text.
const BESIDE: Marks = Marks::BAD
    .and(Marks::META)
    .and(Marks::CAPTION)
    .and(Marks::HIDDEN)
    .and(Marks::ASIDE)
    .and(Marks::FOOTER);

/// The share of a leaf's runs that must be known.
const COVERED: f32 = 0.6;
/// Words shown that are an article by themselves, whatever else is hidden.
const SHOWN_WORDS: usize = 200;
/// A paragraph of as many words belongs to the article even in a box at its side.
const BOXED_WORDS: usize = 60;
/// The share of links in a line that is nothing but one.
const HEADLINE: f32 = 0.85;
/// What others hold for the article: words that are its own, and words that the page says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence<'a> {
    /// The text that an extractor kept.
    pub(crate) extracted: &'a str,
    /// JSON-LD's `articleBody`.
    pub(crate) declared: &'a str,
    /// The page's description: often the standfirst.
    pub(crate) description: &'a str,
    /// The title of the article.
    pub(crate) title: &'a str,
    /// Who wrote it.
    pub(crate) byline: &'a [Clean],
}

/// Says of each leaf whether it is the article's.
pub(crate) fn choose(reading: &Reading, evidence: &Evidence<'_>) -> Vec<bool> {
    let leaves = reading.document.leaves();
    let mut lines: Vec<_> = leaves
        .iter()
        .zip(&reading.origins)
        .map(|(leaf, origin)| Line::of(leaf, *origin, reading))
        .collect();
    seed(&mut lines, evidence);
    rescue(&mut lines, reading);
    drop_repeated(&mut lines);
    let main = Main::of(&lines, reading);
    widen(&mut lines, &main);
    narrow(&mut lines, &main);
    drop_bylines(&mut lines, &leaves, evidence.byline);
    add_standfirst(&mut lines, evidence, &main);
    add_figures(&mut lines, &main);
    lines.iter().map(|line| line.keep).collect()
}

/// Words of leaves that read like paragraphs of prose, wherever they stand.
pub(crate) fn paragraph_words(reading: &Reading) -> usize {
    let leaves = reading.document.leaves();
    let lines = leaves
        .iter()
        .zip(&reading.origins)
        .filter(|(_, origin)| !origin.marks.any(Marks::BAD.and(Marks::HIDDEN)));
    lines
        .map(|(leaf, origin)| Line::of(leaf, *origin, reading))
        .filter(Line::is_paragraph)
        .map(|line| line.words.len())
        .sum()
}

/// Keeps what the extractor kept; where the page declares its body and that is the same article, it has a say too.
fn seed(lines: &mut [Line], evidence: &Evidence<'_>) {
    let extracted = Known::of(evidence.extracted);
    let declared = Known::of(evidence.declared);
    let mut both = 0;
    let mut kept = 0;
    let mut said = 0;
    for line in lines.iter_mut().filter(|line| line.is_text()) {
        line.keep = extracted.share(&line.words) >= COVERED;
        line.declared = declared.words > 40 && declared.share(&line.words) >= COVERED;
        kept += if line.keep { line.words.len() } else { 0 };
        said += if line.declared { line.words.len() } else { 0 };
        both += if line.keep && line.declared {
            line.words.len()
        } else {
            0
        };
    }
    // Whole bodies only: some outlets declare a teaser.
    let whole = said * 10 >= kept * 6 && said > 60;
    if !whole {
        lines.iter_mut().for_each(|line| line.declared = false);
        return;
    }
    let same_article = both * 2 >= said || kept * 3 < said;
    if !same_article {
        return;
    }
    let last = lines.iter().rposition(|line| line.declared && line.words.len() > 5);
    for (at, line) in lines.iter_mut().enumerate() {
        if line.declared && line.words.len() > 2 && !line.marks.any(Marks::BAD) {
            line.keep = true;
        } else if line.keep && !line.declared && last.is_some_and(|last| at > last) && both * 10 >= said * 8 {
            line.keep = false;
        }
    }
}

/// Where the extractor came home with a side dish, the box with most of the page's prose is the article.
fn rescue(lines: &mut [Line], reading: &Reading) {
    /// Less prose than this may well be all in boxes.
    const MUCH_WORDS: usize = 150;
    let odd = Marks::BAD
        .and(Marks::HIDDEN)
        .and(Marks::FOOTER)
        .and(Marks::ASIDE)
        .and(Marks::FORM);
    // Marks on most of the page's prose say nothing. Items are often comments.
    let reads_like = |line: &&Line| line.is_paragraph() && line.ends_sentence && line.kind != LeafKind::Item;
    let common = common_marks(lines.iter().filter(reads_like));
    let frame = common.any(Marks::ARTICLE.and(Marks::BODY).and(Marks::MAIN));
    let telling = Marks::HIDDEN.and(Marks::COMMENTS).and(Marks::WALL);
    let telling = if frame { telling } else { telling.and(Marks::FOOTER) };
    let common = common.without(telling);
    let odd = odd.without(common);
    let is_prose = |line: &Line| reads_like(&line) && !line.marks.any(odd);
    let kept: usize = lines.iter().filter(|line| line.keep).map(|line| line.words.len()).sum();
    let mut prose = 0;
    let mut mass: HashMap<u32, usize> = HashMap::new();
    for line in lines.iter().filter(|line| is_prose(line)) {
        prose += line.words.len();
        for frame in reading.around(line.inside) {
            *mass.entry(frame).or_default() += line.words.len();
        }
    }
    if prose < MUCH_WORDS || kept * 2 > prose {
        return;
    }
    let strays = common_marks(lines.iter().filter(|line| line.keep));
    if kept * 3 > prose && strays.both(common) != common {
        return;
    }
    let depth = |frame: u32| reading.frames.get(frame as usize).map_or(0, |found| found.depth);
    let heavy = mass
        .iter()
        .filter(|(_, words)| **words * 10 >= prose * 8)
        .map(|(frame, _)| *frame);
    let Some(top) = heavy.max_by_key(|frame| depth(*frame)) else {
        return;
    };
    for line in lines.iter_mut() {
        line.keep = (line.keep || is_prose(line)) && reading.around(line.inside).any(|frame| frame == top);
    }
}

/// A text that stands twice on a page is told once: where its neighbours are kept as well, else the first time.
fn drop_repeated(lines: &mut [Line]) {
    let mut seen: HashMap<u64, usize> = HashMap::new();
    for at in 0..lines.len() {
        let Some(line) = lines.get(at).filter(|line| line.keep && line.words.len() >= 6) else {
            continue;
        };
        let key = hash(&line.words);
        match seen.get(&key).copied() {
            None => {
                seen.insert(key, at);
            }
            Some(first) => {
                let loser = if company(lines, first) >= company(lines, at) {
                    at
                } else {
                    first
                };
                if loser == first {
                    seen.insert(key, at);
                }
                if let Some(line) = lines.get_mut(loser) {
                    line.keep = false;
                }
            }
        }
    }
}

/// Words kept close to a line.
fn company(lines: &[Line], at: usize) -> usize {
    let near = lines.iter().skip(at.saturating_sub(3)).take(7);
    near.filter(|line| line.keep).map(|line| line.words.len()).sum()
}

/// The box that holds most of what was kept.
struct Main {
    /// Kept words in each box and all in it.
    mass: HashMap<u32, usize>,
    /// Kept words of paragraphs right in each box.
    own: HashMap<u32, usize>,
    frames: HashSet<u32>,
    /// Marks that lie on all of it and so say nothing.
    marks: Marks,
    first: usize,
    last: usize,
}

impl Main {
    fn of(lines: &[Line], reading: &Reading) -> Self {
        let mut mass: HashMap<u32, usize> = HashMap::new();
        let mut own: HashMap<u32, usize> = HashMap::new();
        let mut total = 0;
        for line in lines.iter().filter(|line| line.keep) {
            total += line.words.len();
            if line.is_paragraph() {
                *own.entry(line.inside).or_default() += line.words.len();
            }
            for frame in reading.around(line.inside) {
                *mass.entry(frame).or_default() += line.words.len();
            }
        }
        let depth = |frame: u32| reading.frames.get(frame as usize).map_or(0, |found| found.depth);
        let heavy = mass
            .iter()
            .filter(|(_, words)| **words * 10 >= total * 8)
            .map(|(frame, _)| *frame);
        let top = heavy.max_by_key(|frame| depth(*frame)).unwrap_or(0);
        let frames = lines.iter().flat_map(|line| {
            let mut around: Vec<_> = reading.around(line.inside).collect();
            let within = around.contains(&top);
            around.retain(|frame| depth(*frame) >= depth(top));
            if within { around } else { Vec::new() }
        });
        let frames = frames.collect();
        let heaviest = lines.iter().filter(|line| line.keep && line.is_paragraph());
        // What lies on most of the text lies on the article; but a hidden copy beside what is shown is none.
        let marks = common_marks(heaviest);
        let shown = lines.iter().filter(|line| line.keep && !line.marks.any(Marks::HIDDEN));
        let shown: usize = shown.map(|line| line.words.len()).sum();
        let marks = if shown >= SHOWN_WORDS {
            marks.without(Marks::HIDDEN)
        } else {
            marks
        };
        let kept = |line: &Line| line.keep && line.words.len() > 3;
        Self {
            mass,
            own,
            frames,
            marks,
            first: lines.iter().position(kept).unwrap_or(0),
            last: lines.iter().rposition(kept).unwrap_or(0),
        }
    }

    fn holds(&self, line: &Line) -> bool {
        self.frames.contains(&line.inside)
    }
}

/// Takes in what stands among kept lines in the same boxes and reads like them.
fn widen(lines: &mut [Line], main: &Main) {
    /// A box with so many kept words is the article's.
    const BOX_WORDS: usize = 20;
    let odd = BESIDE.and(Marks::TEASER);
    let told: HashSet<u64> = lines
        .iter()
        .filter(|line| line.keep)
        .map(|line| hash(&line.words))
        .collect();
    for at in 0..lines.len() {
        let Some(line) = lines.get(at) else { break };
        let marks = line.marks.without(main.marks);
        let folded = line.marks.any(Marks::BODY) && line.is_paragraph() && !told.contains(&hash(&line.words));
        let marks = if folded { marks.without(Marks::HIDDEN) } else { marks };
        if line.keep || !line.is_text() || !main.holds(line) || marks.any(odd) {
            continue;
        }
        let own = main.own.get(&line.inside).copied().unwrap_or(0);
        let among = at > main.first && at < main.last;
        let close = at + 4 > main.first && at < main.last + 4;
        let fits = match line.kind {
            LeafKind::Heading => false,
            LeafKind::Item if among => line.linked < HEADLINE && line.words.len() > 1,
            LeafKind::Item => {
                at + 8 > main.first
                    && at < main.last + 8
                    && line.is_paragraph()
                    && line.linked < 0.2
                    && line.ends_sentence
            }
            LeafKind::Table | LeafKind::Code => among,
            _ if among && own >= BOX_WORDS => line.linked < 0.5 && (line.words.len() >= 4 || line.ends_sentence),
            _ if among => line.is_paragraph() && line.ends_sentence,
            _ => close && own >= BOX_WORDS && line.is_paragraph() && line.ends_sentence,
        };
        if fits && let Some(line) = lines.get_mut(at) {
            line.keep = true;
            line.folded = folded;
        }
    }
    take_headings(lines, main, odd);
}

/// A heading belongs to the text that follows it.
fn take_headings(lines: &mut [Line], main: &Main, odd: Marks) {
    let linked_heads = linked_heads(lines, main);
    for at in 0..lines.len() {
        let follows = lines
            .iter()
            .skip(at + 1)
            .find(|line| line.is_text())
            .is_some_and(|line| line.keep && line.kind != LeafKind::Heading);
        let Some(line) = lines.get_mut(at) else { break };
        if line.kind == LeafKind::Heading
            && at > main.first
            && (line.linked < 0.5 || linked_heads.contains(&at))
            && main.holds(line)
            && !line.marks.without(main.marks).any(odd)
        {
            line.keep = line.keep || follows;
        }
    }
}

/// Headings that are links, where they are a series over text of their own boxes: products, places, books. A single one points
/// to another article.
fn linked_heads(lines: &[Line], main: &Main) -> HashSet<usize> {
    const SERIES: usize = 3;
    let texts = lines.iter().enumerate().filter(|(_, line)| line.is_text());
    let below = texts.clone().skip(1);
    let heads = |(at, head): (usize, &Line), below: &Line| {
        let linked = head.kind == LeafKind::Heading && head.linked >= 0.5;
        let text = below.keep && below.linked < 0.5 && below.kind != LeafKind::Heading;
        linked && text && below.inside == head.inside && at > main.first && at < main.last
    };
    let found = texts.zip(below).filter(|(head, (_, below))| heads(*head, below));
    let found: HashSet<usize> = found.map(|((at, _), _)| at).collect();
    if found.len() < SERIES { HashSet::new() } else { found }
}

/// Takes out what the extractor kept although its surroundings speak against it.
fn narrow(lines: &mut [Line], main: &Main) {
    let end = lines.iter().rposition(|line| line.keep && main.holds(line));
    let teased = teased(lines, main);
    let linked_heads = linked_heads(lines, main);
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.keep) {
        let marks = line.marks.without(main.marks);
        let words = line.words.len();
        let bad = marks.any(Marks::BAD) && (words < 60 || marks.any(Marks::COMMENTS.and(Marks::RELATED)));
        let aside = marks.any(Marks::ASIDE.and(Marks::FOOTER).and(Marks::TEASER))
            && (words < PARAGRAPH_WORDS || line.linked > 0.3 || marks.any(Marks::ASIDE) && words < BOXED_WORDS);
        let credit =
            marks.any(Marks::CAPTION.and(Marks::META)) && words < 40 || marks.any(Marks::CAPTION) && words < 80;
        let headline =
            line.linked > HEADLINE && words > 2 && line.kind != LeafKind::Table && !linked_heads.contains(&at);
        // Before the article they may well be its standfirst.
        let after = !main.holds(line) && end.is_some_and(|end| at > end);
        let own = line.marks.any(Marks::BODY) && line.is_paragraph() && line.ends_sentence;
        let elsewhere = after && (marks.any(Marks::TEASER) || !own);
        if (bad
            || aside
            || elsewhere
            || teased.contains(&at)
            || credit
            || headline
            || marks.any(Marks::HIDDEN) && !line.folded)
            && !line.declared
        {
            line.keep = false;
        }
    }
    drop_bare_headings(lines);
}

/// Summaries of other articles: short lines right below a linked headline in a card. A page of cards is another matter.
fn teased(lines: &[Line], main: &Main) -> HashSet<usize> {
    const CARD_TENTHS: usize = 2;
    let in_card = |line: &Line| line.marks.without(main.marks).any(Marks::TEASER);
    let (mut headed, mut words) = (false, 0);
    let mut found = HashSet::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.is_text()) {
        if in_card(line) && line.keep && headed && line.words.len() < BOXED_WORDS {
            words += line.words.len();
            found.insert(at);
        }
        headed = in_card(line) && line.kind == LeafKind::Heading && line.linked > HEADLINE;
    }
    let kept: usize = lines.iter().filter(|line| line.keep).map(|line| line.words.len()).sum();
    if words * 10 > kept * CARD_TENTHS {
        HashSet::new()
    } else {
        found
    }
}

/// "By Ada Moss": lines above the text with hardly more than the authors' names; "Ada Moss writes about …": below it.
fn drop_bylines(lines: &mut [Line], leaves: &[Leaf], byline: &[Clean]) {
    const MORE_WORDS: usize = 3;
    /// Lines below the text that may be about its authors, and their words.
    const LAST_LINES: usize = 4;
    const ABOUT_WORDS: usize = 120;
    let names: Vec<_> = byline
        .iter()
        .map(|name| words_of(name))
        .filter(|name| name.len() > 1)
        .collect();
    let all: HashSet<u64> = names.iter().flatten().copied().collect();
    let head = lines.iter_mut().take_while(|line| !(line.keep && line.is_paragraph()));
    for line in head.filter(|line| line.keep && line.is_text()) {
        let named = line.words.iter().filter(|word| all.contains(word)).count();
        line.keep = named < 2 || line.words.len() > named + MORE_WORDS;
    }
    let last = lines.iter_mut().zip(leaves).rev();
    for (line, leaf) in last.filter(|(line, _)| line.keep && line.is_text()).take(LAST_LINES) {
        // "Ada Moss: …" is an answer.
        let speaks = leaf.text.chars().take(40).any(|sign| matches!(sign, ':' | '：'));
        let about = !speaks && names.iter().any(|name| line.words.starts_with(name));
        line.keep = !about || line.words.len() > ABOUT_WORDS;
    }
}

/// A heading that no text follows headed something else.
fn drop_bare_headings(lines: &mut [Line]) {
    let mut follows = false;
    for line in lines.iter_mut().rev().filter(|line| line.is_text()) {
        if line.kind == LeafKind::Heading && line.keep && !follows {
            line.keep = false;
        }
        if line.keep {
            follows = true;
        } else if line.kind == LeafKind::Heading {
            follows = false;
        }
    }
}

/// The page's description, where it stands on the page before the article, or what stands between title and article and reads
/// like one.
fn add_standfirst(lines: &mut [Line], evidence: &Evidence<'_>, main: &Main) {
    const MIN_WORDS: usize = 6;
    let known = Known::of(evidence.description);
    let first = lines
        .iter()
        .position(|line| line.keep && line.words.len() > 3 && line.kind != LeafKind::Heading)
        .unwrap_or(0);
    let described = |line: &Line| known.words >= MIN_WORDS && known.share(&line.words) > 0.8;
    if lines.iter().any(|line| line.keep && described(line)) {
        return;
    }
    let fits = |line: &Line| line.is_text() && line.words.len() >= MIN_WORDS && line.linked < 0.3;
    let found = lines.iter().take(first).rposition(|line| fits(line) && described(line));
    let found = found.or_else(|| below_title(lines.get(..first)?, evidence.title, main));
    if let Some(line) = found.and_then(|at| lines.get_mut(at)) {
        line.keep = true;
    }
}

/// The first line under the title that is a sentence or two.
fn below_title(head: &[Line], title: &str, main: &Main) -> Option<usize> {
    const WORDS: std::ops::Range<usize> = 10..70;
    let title = words_of(title);
    let known: HashSet<u64> = title.iter().copied().collect();
    // The heading may say more, and a little less.
    let is_title = |line: &Line| {
        let shared = line.words.iter().filter(|word| known.contains(word)).count();
        line.kind == LeafKind::Heading && shared > 2 && shared * 10 >= title.len() * 8
    };
    let at = head.iter().rposition(is_title)?;
    let odd = BESIDE.and(Marks::GALLERY).and(Marks::FORM);
    let fits = |line: &Line| {
        line.kind == LeafKind::Paragraph
            && WORDS.contains(&line.words.len())
            && line.linked < 0.3
            && line.ends_sentence
            && !line.marks.without(main.marks).any(odd)
            && !line.marks.any(Marks::WALL.and(Marks::NEWSLETTER))
    };
    let near = |line: &Line, after: usize| line.marks.any(Marks::LEAD) || after < 2;
    let mut below = head.iter().enumerate().skip(at + 1).filter(|(_, line)| line.is_text());
    let found = below.find(|(_, line)| line.keep || fits(line))?;
    (!found.1.keep && near(found.1, found.0 - at - 1)).then_some(found.0)
}

/// Pictures among the article's text are the article's.
fn add_figures(lines: &mut [Line], main: &Main) {
    let first = lines.iter().position(|line| line.keep).unwrap_or(usize::MAX);
    let last = lines.iter().rposition(|line| line.keep).unwrap_or(0);
    for (at, line) in lines
        .iter_mut()
        .enumerate()
        .filter(|(_, line)| line.kind == LeafKind::Caption)
    {
        let odd = Marks::BAD.and(Marks::HIDDEN).and(Marks::TEASER);
        let near = at.saturating_add(3) > first && at <= last;
        let own = main.mass.get(&line.inside).copied().unwrap_or(0) > 0;
        line.keep = near && (own || main.holds(line)) && !line.marks.without(main.marks).any(odd);
    }
}
