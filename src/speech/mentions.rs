//! Who could be speaking: names, offices, bodies and pronouns outside of quotation marks, and which cue each belongs to.
//!
//! Doors: [`mentions`] and [`links`], both over one paragraph. Whether a mention speaks is weighed in `attribution`.

use crate::speech::lexicon::Classes;
use crate::speech::tokens::{Kind, Paragraph, Token};

/// What a mention is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// he, she, they
    Pronoun,
    /// I, we, it, who
    OtherPronoun,
    /// A proper name alone.
    Name,
    /// A name with an office or a title.
    NameWithRole,
    /// An office or a body: "the minister", "police".
    Role,
    /// Any other noun with an article before it.
    Nominal,
    /// A word before a cue that nothing else is known of.
    Bare,
}

/// Somebody, or something, that may speak.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    /// Its first and last token.
    pub(super) first: usize,
    pub(super) last: usize,
    /// The token that names it.
    pub(super) head: usize,
    /// Its first token that is part of a name, where there is one.
    pub(super) name: Option<usize>,
    pub(super) sort: Sort,
    /// Behind a preposition.
    pub(super) after_prep: bool,
    /// The first words of their sentence.
    pub(super) initial: bool,
    /// The subject of some strong cue.
    pub(super) speaks: bool,
    /// Behind a cue of telling that has a subject: who is told.
    pub(super) told: bool,
}

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

/// Longest mention, in tokens.
const MAX_TOKENS: usize = 12;

/// The mentions of a paragraph, in order.
pub(super) fn mentions(paragraph: &Paragraph<'_>) -> Vec<Mention> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < paragraph.tokens.len() {
        match mention(paragraph, at) {
            Some(mention) => {
                at = mention.last + 1;
                found.push(mention);
            }
            None => at += 1,
        }
    }
    found
}

fn is_function(token: &Token) -> bool {
    token.is(Classes::FUNCTION)
}

/// A word that may be part of a name.
fn names(token: &Token) -> bool {
    token.is_word() && token.capital && !is_function(token)
}

fn mention(paragraph: &Paragraph<'_>, at: usize) -> Option<Mention> {
    let token = paragraph.token(at)?;
    if !token.is_word() {
        return None;
    }
    let before = paragraph.before(at);
    let initial = before.is_none_or(|before| before.sentence != token.sentence);
    let after_prep = before.is_some_and(|before| before.is(Classes::PREP) && before.sentence == token.sentence);
    if token.is(Classes::SUBJECT) && token.is(Classes::PRONOUN.and(Classes::OTHER)) {
        let sort = if token.is(Classes::PRONOUN) {
            Sort::Pronoun
        } else {
            Sort::OtherPronoun
        };
        return Some(Mention {
            first: at,
            last: at,
            head: at,
            name: None,
            sort,
            after_prep,
            initial,
            speaks: false,
            told: false,
        });
    }
    let person = token.is(Classes::PERSON.and(Classes::HONOR));
    let is_cue = token.is(Classes::ANY_CUE) && !token.capital;
    let starts =
        names(token) || (token.is(Classes::DET) && !token.possessive) || (person && !is_cue && !is_function(token));
    if !starts {
        return None;
    }
    let last = extend(paragraph, at);
    describe(paragraph, at, last, initial, after_prep)
}

/// The last token of the noun phrase that begins at `first`.
fn extend(paragraph: &Paragraph<'_>, first: usize) -> usize {
    let tokens = &paragraph.tokens;
    let mut last = first;
    let mut at = first + 1;
    while at < tokens.len() && at - first < MAX_TOKENS {
        let token = &tokens[at];
        let previous = &tokens[last];
        let next = tokens.get(at + 1);
        let next_names = next.is_some_and(|next| names(next) && next.sentence == token.sentence);
        let next_person = next.is_some_and(|next| next.is(Classes::PERSON));
        let tight = token.start == tokens[at - 1].end;
        let goes_on = match token.kind {
            // "Mr. Cole", "J. Berg", "U.S. Sen."
            Kind::Sign('.') => tight && next.is_some_and(|next| next.is_word() && next.sentence == token.sentence),
            Kind::Sign('&') => next_names,
            Kind::Sign(_) => false,
            Kind::Quoted(span) => {
                paragraph.insides.get(span).is_some_and(|inside| inside.words <= 3) && previous.capital && next_names
            }
            Kind::Word if names(token) => true,
            Kind::Word if token.is(Classes::PARTICLE) && previous.capital && next_names && !token.is(Classes::CONJ) => {
                true
            }
            Kind::Word if is_function(token) => false,
            Kind::Word if token.is(Classes::PERSON) => {
                !token.is(Classes::CUE) || previous.is(Classes::DET) || next_person
            }
            Kind::Word if token.is(Classes::ANY_CUE) => previous.is(Classes::DET) && !previous.is(Classes::SUBJECT),
            // A plain word: part of "the former top aide", not of "Berg left".
            Kind::Word => {
                previous.possessive
                    || next_person
                    || !previous.is(Classes::PERSON) && (!previous.capital || previous.is(Classes::DET))
            }
        };
        if !goes_on {
            break;
        }
        if token.is_word() {
            last = at;
        }
        at += 1;
    }
    last
}

fn describe(paragraph: &Paragraph<'_>, first: usize, last: usize, initial: bool, after_prep: bool) -> Option<Mention> {
    let tokens = paragraph.tokens.get(first..=last)?;
    let determined = tokens.first()?.is(Classes::DET);
    let plain = |token: &Token| names(token) && !token.is(Classes::ROLE) && !token.is(Classes::HONOR);
    // A name is the last run of capitals; what stands before it is the office.
    let name_end = tokens.iter().rposition(plain);
    let role = tokens.iter().rposition(|token| token.is(Classes::ROLE));
    let group = tokens.iter().rposition(|token| token.is(Classes::GROUP));
    let person = role.max(group);
    let (head, name, sort) = match (name_end, person) {
        (Some(end), person) if person.is_none_or(|person| person <= end) => {
            let mut start = end;
            while start > 0 && (plain(&tokens[start - 1]) && !tokens[start - 1].possessive || joins(tokens, start - 1))
            {
                start -= 1;
            }
            let titled = tokens.get(..start).is_some_and(|head| {
                head.iter()
                    .any(|token| token.is(Classes::ROLE) || token.is(Classes::HONOR))
            });
            (end, Some(start), if titled { Sort::NameWithRole } else { Sort::Name })
        }
        (_, Some(person)) => (person, None, Sort::Role),
        (None, None) if determined && last > first => (last - first, None, Sort::Nominal),
        (None, None) => {
            let honour = tokens.iter().rposition(|token| token.is(Classes::HONOR))?;
            (honour, None, Sort::Role)
        }
        (Some(end), None) => (end, Some(end), Sort::Name),
    };
    Some(Mention {
        first,
        last,
        head: first + head,
        name: name.map(|name| first + name),
        sort,
        after_prep,
        initial,
        speaks: false,
        told: false,
    })
}

/// Whether a token stands between the parts of one name: an initial's full stop, a particle, a nickname.
fn joins(tokens: &[Token], at: usize) -> bool {
    let inner = at > 0 && names(&tokens[at - 1]);
    match tokens[at].kind {
        Kind::Sign('.' | '&') | Kind::Quoted(_) => inner && !tokens[at - 1].is(Classes::HONOR.and(Classes::ROLE)),
        Kind::Word => inner && tokens[at].is(Classes::PARTICLE),
        Kind::Sign(_) => false,
    }
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
            mentions[pre].speaks |= link.classes.is(Classes::CUE);
        }
        if let Some(post) = link.post {
            mentions[post].told |= link.pre.is_some() && link.classes.is(Classes::TELL);
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

/// The subject before a cue: the mention that ends right before it, or the one that an apposition or a clause is hung on.
fn subject_before(paragraph: &Paragraph<'_>, mentions: &[Mention], cue: usize) -> Option<usize> {
    let sentence = paragraph.token(cue)?.sentence;
    let mut at = cue;
    let mut steps = 0;
    while let Some(before) = paragraph.before(at).filter(|before| is_light(before)) {
        debug_assert!(before.is_word());
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
        return apposed(paragraph, mentions, at - 1);
    }
    let index = ending_at(mentions, at - 1)?;
    // "she turned and said": the pronoun is found by its sentence. "the mayor of Berg said": the chain's first.
    Some(chain_start(paragraph, mentions, index))
}

/// Back over "of", "for", "at" to the mention that the others hang on.
fn chain_start(paragraph: &Paragraph<'_>, mentions: &[Mention], index: usize) -> usize {
    let mut index = index;
    for _ in 0..4 {
        let mention = &mentions[index];
        let Some(before) = index.checked_sub(1) else { break };
        let link = paragraph.before(mention.first);
        let linked = mention.after_prep
            && mentions[before].last + 2 == mention.first
            && link.is_some_and(|link| link.sentence == paragraph.tokens[mentions[before].last].sentence);
        let joined = link.is_some_and(|link| link.is(Classes::CONJ) && mentions[before].last + 2 == mention.first)
            && matches!(mention.sort, Sort::Role | Sort::Nominal)
            && mentions[before].sort == Sort::Role;
        if !(linked || joined) {
            break;
        }
        index = before;
    }
    index
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
            best = Some(start);
            let first = &mentions[start];
            // A list of places or offices goes further back to the name it hangs on.
            if first.initial || matches!(first.sort, Sort::Name | Sort::NameWithRole) && !first.after_prep {
                break;
            }
        }
    }
    best
}

fn ending_at(mentions: &[Mention], last: usize) -> Option<usize> {
    let after = mentions.partition_point(|mention| mention.first <= last);
    let index = after.checked_sub(1)?;
    (mentions.get(index)?.last == last).then_some(index)
}

/// The mention right behind a cue, over light words: "said on Friday" has none.
fn mention_behind(paragraph: &Paragraph<'_>, mentions: &[Mention], cue: usize) -> Option<usize> {
    let sentence = paragraph.token(cue)?.sentence;
    for at in cue + 1..cue + 4 {
        let token = paragraph.token(at).filter(|token| token.sentence == sentence)?;
        let index = mentions.partition_point(|mention| mention.first < at);
        if mentions.get(index).is_some_and(|mention| mention.first == at) {
            return Some(index);
        }
        if !is_light(token) {
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
            && !is_function(token)
            && !token.is(Classes::ANY_CUE)
            && token.sentence == paragraph.tokens[at].sentence;
        let known = mentions.partition_point(|mention| mention.first <= last);
        let covered = known.checked_sub(1).is_some_and(|index| last <= mentions[index].last);
        if plain && !covered {
            let before = paragraph.before(last);
            bare.push(Mention {
                first: last,
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
