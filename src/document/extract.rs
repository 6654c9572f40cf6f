//! Which leaves of a whole page are the article: `trafilatura` says which words are, those words are found again on the page's
//! own DOM, and what stands among them in the same boxes is judged anew. So links, lists, tables, quotes and pictures survive.

use std::collections::{HashMap, HashSet};

use crate::document::html::Reading;
use crate::document::known::{Known, hash, words_of};
use crate::document::line::{BESIDE, Line, common_marks};
use crate::document::main_box::Main;
use crate::document::marks::Marks;
use crate::document::narrow::{drop_bylines, drop_pulled, drop_repeated, narrow};
use crate::document::tree::LeafKind;
use crate::document::widen::{clear_headings, widen};
use crate::model::Clean;

/// The share of a leaf's runs that must be known.
const COVERED: f32 = 0.6;
/// What others hold for the article: words that are its own, and words that the page says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence<'a> {
    /// The text that an extractor kept.
    pub(crate) extracted: &'a str,
    /// JSON-LD's `articleBody`.
    pub(crate) declared: &'a str,
    /// Questions and answers that JSON-LD declares apart from it.
    pub(crate) answers: &'a str,
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
    clear_headings(&mut lines);
    widen(&mut lines, &main);
    narrow(&mut lines, &main);
    add_answers(&mut lines, evidence.answers);
    drop_pulled(&mut lines);
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

/// Questions that the page says it answers stay with their answers, even folded or in boxes of their own.
fn add_answers(lines: &mut [Line], answers: &str) {
    if answers.is_empty() {
        return;
    }
    let known = Known::of(answers);
    let kept = lines.iter().filter(|line| line.keep);
    let mut told: HashSet<u64> = kept.map(|line| hash(&line.words)).collect();
    for line in lines.iter_mut().filter(|line| line.is_text() && !line.keep) {
        line.keep = known.share(&line.words) > 0.8 && told.insert(hash(&line.words));
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

/// Pictures among the article's text are the article's; right below it, where they say what they show: others are authors' and
/// the outlet's own.
fn add_figures(lines: &mut [Line], main: &Main) {
    const TELLING_WORDS: usize = 3;
    let first = lines.iter().position(|line| line.keep).unwrap_or(usize::MAX);
    let last = lines.iter().rposition(|line| line.keep).unwrap_or(0);
    let below = lines.iter().skip(last + 1).take_while(|line| !line.is_text()).count();
    for (at, line) in lines
        .iter_mut()
        .enumerate()
        .filter(|(_, line)| line.kind == LeafKind::Caption)
    {
        let marks = line.marks.without(main.marks);
        let odd = Marks::BAD.and(Marks::HIDDEN).and(Marks::TEASER);
        let telling = line.words.len() >= TELLING_WORDS && !marks.any(Marks::META);
        let near = at.saturating_add(3) > first && (at <= last || at <= last + below && telling);
        let own = main.mass.get(&line.inside).copied().unwrap_or(0) > 0;
        line.keep = near && (own || main.holds(line)) && !marks.any(odd);
    }
}
