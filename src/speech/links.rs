//! Which cue each mention of a paragraph belongs to: "Berg, the mayor, said", "said Berg".
//!
//! Door: [`links`].

use crate::speech::lexicon::Classes;
use crate::speech::mentions::{Mention, Sort, is_bearer};
use crate::speech::seats::is_told;
use crate::speech::tokens::{Kind, Paragraph, Token};

/// A cue and the mentions that stand where its subject may stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// The cue's token.
    pub(super) cue: usize,
    /// The mention before it: "Berg, the mayor, said".
    pub(super) pre: Option<usize>,
    /// The mention behind it: "said Berg".
    pub(super) post: Option<usize>,
    pub(super) classes: Classes,
}

/// Every cue of a paragraph, with the mentions beside it. Words before a cue that are no mention yet become one.
pub(super) fn links(paragraph: &Paragraph<'_>, mentions: &mut Vec<Mention>) -> Vec<Link> {
    add_bare(paragraph, mentions);
    let mut links = Vec::new();
    for (at, token) in paragraph.tokens.iter().enumerate() {
        if !is_cue(paragraph, at) {
            continue;
        }
        let pre = if token.is(Classes::ACCORDING) {
            None
        } else {
            subject_before(paragraph, mentions, at)
        };
        links.push(Link {
            cue: at,
            pre,
            post: mention_behind(paragraph, mentions, at),
            classes: token.classes,
        });
    }
    for link in &links {
        if let Some(pre) = link.pre {
            let first = mentions[pre].first;
            // ", with the minister saying": the preposition belongs to the clause.
            let apart = first
                .checked_sub(2)
                .and_then(|at| paragraph.token(at))
                .is_some_and(|token| token.is_sign(&[',']));
            let clause = paragraph.before(first).is_some_and(|token| token.is(Classes::CLAUSAL));
            if mentions[pre].after_prep && (apart || clause) && link.cue == mentions[pre].last + 1 {
                mentions[pre].after_prep = false;
            }
            mentions[pre].speaks |= link.classes.is(Classes::CUE);
        }
        if let Some(post) = link.post {
            mentions[post].told |= link.pre.is_some() && link.classes.is(Classes::TELL);
            // "…," said the designer
            let inverted = link.pre.is_none() && paragraph.before(link.cue).is_some_and(Token::is_quoted);
            mentions[post].speaks |= inverted && link.classes.is(Classes::CUE) && !link.classes.is(Classes::TELL);
        }
    }
    links
}

/// Whether a token says that somebody speaks: a verb, not the noun that looks like it.
pub(super) fn is_cue(paragraph: &Paragraph<'_>, at: usize) -> bool {
    let Some(token) = paragraph.token(at) else { return false };
    if token.is(Classes::ACCORDING) {
        return true;
    }
    if !token.is_word() || !token.is(Classes::ANY_CUE) {
        return false;
    }
    let noun_before = paragraph.before(at).is_some_and(|before| {
        before.is_word()
            && (before.possessive || before.is(Classes::DET) && !before.is(Classes::SUBJECT.and(Classes::PRONOUN)))
    });
    !(noun_before && token.is(Classes::NOUN.and(Classes::WEAK).and(Classes::GROUP).and(Classes::DOC)))
}

/// A word that may stand between a subject and its verb.
fn is_light(token: &Token) -> bool {
    token.is_word() && token.is(Classes::AUX.and(Classes::ADV)) && !token.is(Classes::SUBJECT)
        || token.is(Classes::NEVER) && token.is_word()
}

/// "jokingly": an adverb that no list has. "The assembly" is a mention, and asked for first.
fn is_adverb(paragraph: &Paragraph<'_>, token: &Token) -> bool {
    let plain = token.is_word() && !token.capital && !token.is(Classes::PERSON);
    plain && token.end - token.start > 5 && paragraph.slice(token.start, token.end).ends_with("ly")
}

/// The subject before a cue: the mention that ends right before it, or the one that an apposition or a clause is hung on.
fn subject_before(paragraph: &Paragraph<'_>, mentions: &[Mention], cue: usize) -> Option<usize> {
    let sentence = paragraph.token(cue)?.sentence;
    let mut at = cue;
    let mut steps = 0;
    let skipped = |at: usize| {
        let unknown = |before: &Token| is_adverb(paragraph, before) && ending_at(mentions, at - 1).is_none();
        paragraph
            .before(at)
            .is_some_and(|before| is_light(before) || unknown(before))
    };
    while skipped(at) {
        at -= 1;
        steps += 1;
        if steps > 5 {
            return None;
        }
    }
    let before = paragraph.before(at)?;
    if before.sentence != sentence {
        return None;
    }
    // "was told" has the one who is told for its subject.
    let passive = paragraph.before(cue).is_some_and(|token| token.is(Classes::PASSIVE));
    if passive && paragraph.tokens[cue].is(Classes::TELL) {
        return None;
    }
    // "Berg, who wrote": the name before the clause.
    if before.is(Classes::REL) && !before.is(Classes::DET.and(Classes::SUBJECT)) {
        let mut end = (at - 1).checked_sub(1)?;
        if paragraph.tokens[end].is_sign(&[',']) {
            end = end.checked_sub(1)?;
        }
        return ending_at(mentions, end).map(|index| chain_start(paragraph, mentions, index));
    }
    // "Berg, who had waited for hours, said"; "Berg (left) said"; "Berg — the mayor — said".
    if before.is_sign(&[',', ')', '—', '–', '-']) {
        return apposed(paragraph, mentions, at - 1).map(|index| borne(paragraph, mentions, index));
    }
    let index = ending_at(mentions, at - 1)?;
    // "she turned and said": the pronoun is found by its sentence. "the mayor of Berg said": the chain's first.
    let start = chain_start(paragraph, mentions, index);
    let subject = before_relative(paragraph, mentions, start).unwrap_or(start);
    // "Moss Ada, a kórház igazgatója mondta": no comma ends the apposition.
    Some(if paragraph.family_first {
        borne(paragraph, mentions, subject)
    } else {
        subject
    })
}

/// "A person who was in the room said": whoever the clause is hung on that ends in what stands behind a preposition.
fn before_relative(paragraph: &Paragraph<'_>, mentions: &[Mention], index: usize) -> Option<usize> {
    /// Longest such clause, in tokens.
    const MAX_CLAUSE: usize = 12;
    let inner = &mentions[index];
    let sentence = paragraph.tokens[inner.first].sentence;
    if !inner.after_prep || inner.sort == Sort::Bare {
        return None;
    }
    let relative = (inner.first.saturating_sub(MAX_CLAUSE)..inner.first)
        .rev()
        .take_while(|at| paragraph.tokens[*at].is_word() && paragraph.tokens[*at].sentence == sentence)
        .find(|at| paragraph.tokens[*at].is(Classes::REL))?;
    ending_at(mentions, relative.checked_sub(1)?).map(|index| chain_start(paragraph, mentions, index))
}

/// Back over "of", "for", "at" to the mention that the others hang on.
fn chain_start(paragraph: &Paragraph<'_>, mentions: &[Mention], index: usize) -> usize {
    let mut index = index;
    for _ in 0..4 {
        let mention = &mentions[index];
        let Some(before) = index.checked_sub(1) else { break };
        let link = paragraph.before(mention.first);
        // "since Berg warned": a clause of its own.
        let linked = mention.after_prep
            && mentions[before].last + 2 == mention.first
            && link.is_some_and(|link| !link.is(Classes::CLAUSAL))
            && link.is_some_and(|link| link.sentence == paragraph.tokens[mentions[before].last].sentence);
        let joined = link.is_some_and(|link| link.is(Classes::CONJ) && mentions[before].last + 2 == mention.first)
            && matches!(mention.sort, Sort::Role | Sort::Nominal)
            && mentions[before].sort == Sort::Role;
        // "Berg and Cole said": both, and Berg is named first.
        let both = link.is_some_and(|link| link.is(Classes::CONJ) && mentions[before].last + 2 == mention.first)
            && matches!(mention.sort, Sort::Name | Sort::NameWithRole)
            && matches!(mentions[before].sort, Sort::Name | Sort::NameWithRole)
            && (mentions[before].initial
                || paragraph
                    .before(mentions[before].first)
                    .is_some_and(|token| token.is_sign(&[','])));
        if !(linked || joined || both) {
            break;
        }
        index = before;
    }
    index
}

/// "Berg, the head of the bank — the largest —": the name that an office is hung on with a comma.
fn borne(paragraph: &Paragraph<'_>, mentions: &[Mention], index: usize) -> usize {
    let office = &mentions[index];
    let comma = |at: &usize| paragraph.tokens[*at].is_sign(&[',']);
    let bearer = office
        .first
        .checked_sub(1)
        .filter(comma)
        .and_then(|comma| comma.checked_sub(1));
    let hung = office.name.is_none() && !office.after_prep;
    bearer
        .filter(|_| hung)
        .and_then(|last| ending_at(mentions, last))
        .filter(|name| matches!(mentions[*name].sort, Sort::Name | Sort::NameWithRole))
        .unwrap_or(index)
}

/// The mention before the comma, dash or bracket that closes at `close`.
fn apposed(paragraph: &Paragraph<'_>, mentions: &[Mention], close: usize) -> Option<usize> {
    /// Longest clause between a subject and its verb, in tokens.
    const MAX_CLAUSE: usize = 40;
    let sign = paragraph.token(close)?;
    let sentence = sign.sentence;
    let signs: &[char] = match sign.kind {
        Kind::Sign(')') => &['('],
        Kind::Sign(',') => &[','],
        _ => &['—', '–', '-'],
    };
    let mut best = None;
    let mut at = close;
    while at > 0 && close - at < MAX_CLAUSE {
        at -= 1;
        let token = paragraph.token(at)?;
        if token.sentence != sentence || token.is_quoted() && best.is_some() {
            break;
        }
        if token.is_quoted() {
            return None;
        }
        if token.is_sign(signs)
            && let Some(index) = at.checked_sub(1).and_then(|end| ending_at(mentions, end))
        {
            let start = chain_start(paragraph, mentions, index);
            let first = &mentions[start];
            // "In a statement to the paper, her adviser, Anna Berg, said": the clause before is no part of the subject, nor is
            // the one before an "and".
            let joined = paragraph.token(at + 1).is_some_and(|next| next.is(Classes::CONJ));
            if best.is_some() && (first.after_prep || joined) {
                break;
            }
            best = Some(start);
            // A list of places or offices goes further back to the name it hangs on.
            // ", as Berg, the head of the bank, remarked"
            let apart = first
                .first
                .checked_sub(2)
                .is_some_and(|at| paragraph.tokens[at].is_sign(&[',']));
            let named = matches!(first.sort, Sort::Name | Sort::NameWithRole);
            if first.initial || named && (!first.after_prep || apart) {
                break;
            }
        }
    }
    // "Le ministre des affaires étrangères du Tolmark, Grigor Haldane, a dit": no place says anything where somebody is named behind it.
    let named =
        |index: &usize| mentions[*index].sort == Sort::Name && mentions[*index].name < Some(mentions[*index].head);
    let inner = ending_at(mentions, close.checked_sub(1)?).filter(named);
    let of = |name: usize| {
        paragraph
            .before(name)
            .is_some_and(|of| of.is(Classes::PREP.and(Classes::PARTICLE)) && !of.capital)
    };
    let place = |index: usize| mentions[index].sort == Sort::Name && mentions[index].name.is_some_and(of);
    match (best, inner) {
        (Some(index), Some(inner)) if place(index) && mentions[index].last + 2 == mentions[inner].first => Some(inner),
        _ => best,
    }
}

fn ending_at(mentions: &[Mention], last: usize) -> Option<usize> {
    let after = mentions.partition_point(|mention| mention.first <= last);
    let index = after.checked_sub(1)?;
    (mentions.get(index)?.last == last).then_some(index)
}

/// The mention right behind a cue, over light words: "said on Friday" has none.
fn mention_behind(paragraph: &Paragraph<'_>, mentions: &[Mention], cue: usize) -> Option<usize> {
    let sentence = paragraph.token(cue)?.sentence;
    let own = mentions.partition_point(|mention| mention.first < cue);
    if mentions
        .get(own)
        .is_some_and(|mention| mention.first == cue && mention.sort == Sort::Pronoun)
    {
        return Some(own);
    }
    for at in cue + 1..cue + 4 {
        let token = paragraph.token(at).filter(|token| token.sentence == sentence)?;
        let index = mentions.partition_point(|mention| mention.first < at);
        if mentions.get(index).is_some_and(|mention| mention.first == at) {
            return Some(index);
        }
        if !is_light(token) && !is_told(paragraph, at) {
            return None;
        }
    }
    None
}

/// Makes a mention of a plain word before a cue: "survivors describe", "fans say".
fn add_bare(paragraph: &Paragraph<'_>, mentions: &mut Vec<Mention>) {
    let mut bare = Vec::new();
    for at in 1..paragraph.tokens.len() {
        if !(is_cue(paragraph, at) && paragraph.tokens[at].is(Classes::CUE)) {
            continue;
        }
        let mut last = at - 1;
        while last > 0 && is_light(&paragraph.tokens[last]) {
            last -= 1;
        }
        let token = &paragraph.tokens[last];
        let plain = token.is_word()
            && !paragraph
                .slice(token.start, token.end)
                .starts_with(|sign: char| sign.is_ascii_digit())
            && !token.is_function()
            && !token.is(Classes::ANY_CUE)
            && !is_adverb(paragraph, token)
            && token.sentence == paragraph.tokens[at].sentence;
        let known = mentions.partition_point(|mention| mention.first <= last);
        let covered = known.checked_sub(1).is_some_and(|index| last <= mentions[index].last);
        if plain && !covered {
            let first = first_bare(paragraph, mentions, last);
            let before = paragraph.before(first);
            bare.push(Mention {
                first,
                last,
                head: last,
                name: None,
                sort: Sort::Bare,
                after_prep: before.is_some_and(|before| before.is(Classes::PREP)),
                initial: before.is_none_or(|before| before.sentence != token.sentence),
                speaks: false,
                told: false,
            });
        }
    }
    if !bare.is_empty() {
        mentions.extend(bare);
        mentions.sort_by_key(|mention| mention.first);
        mentions.dedup_by_key(|mention| mention.first);
    }
}

/// Where the words before a cue begin: a name has several, in scripts without capitals.
fn first_bare(paragraph: &Paragraph<'_>, mentions: &[Mention], last: usize) -> usize {
    /// Words of a name.
    const MOST: usize = 4;
    let sentence = paragraph.tokens[last].sentence;
    let plain = |at: &usize| {
        let token = &paragraph.tokens[*at];
        is_bearer(token) && token.sentence == sentence && ending_at(mentions, *at).is_none()
    };
    let words = (0..=last).rev().take_while(plain).take(MOST + 1).count();
    let whole = !paragraph.has_capitals && words <= MOST;
    if whole { last + 1 - words } else { last }
}
