//! Who could be speaking: names, offices, bodies and pronouns outside of quotation marks.
//!
//! Door: [`mentions`], over one paragraph. Which cue each belongs to is told in `links`, whether it speaks is weighed in `attribution`.

use crate::speech::lexicon::Classes;
use crate::speech::seats::{is_of, is_told, name_behind, name_in};
use crate::speech::tokens::{Kind, Paragraph, Token};

/// A mention: its paragraph and index.
pub(super) type At = (usize, usize);

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

/// Longest mention, in tokens.
const MAX_TOKENS: usize = 12;

/// The mentions of a paragraph, in order.
pub(super) fn mentions(paragraph: &Paragraph<'_>) -> Vec<Mention> {
    let mut found = Vec::with_capacity(paragraph.tokens.len() / 4);
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

fn mention(paragraph: &Paragraph<'_>, at: usize) -> Option<Mention> {
    let token = paragraph.token(at)?;
    let begins = Classes::DET
        .and(Classes::PERSON)
        .and(Classes::HONOR)
        .and(Classes::SUBJECT)
        .and(Classes::ACCORDING);
    if !(token.capital || token.is(begins.and(Classes::PARTICLE))) || !token.is_word() {
        return None;
    }
    let before = paragraph.before(at);
    let initial = before.is_none_or(|before| before.sentence != token.sentence);
    let after_prep = before.is_some_and(|before| before.is(Classes::PREP) && before.sentence == token.sentence);
    // "one strategist" is no pronoun.
    let counts = token.is(Classes::DET)
        && paragraph.token(at + 1).is_some_and(|next| {
            next.is_word() && !next.is_function() && !next.is(Classes::ANY_CUE) && next.sentence == token.sentence
        });
    // "another said", "said another"
    let stands_alone = token.is(Classes::QUANTIFIER) && stands_alone(paragraph, at);
    // "according to him" in languages that say it in one breath: "за її словами".
    let by_pronoun = token.is(Classes::ACCORDING) && token.is(Classes::PRONOUN);
    if by_pronoun
        || stands_alone
        || token.is(Classes::SUBJECT) && token.is(Classes::PRONOUN.and(Classes::OTHER)) && !counts
    {
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
    // "suggested that Mr. Cole"
    if token.is(Classes::THAT) && paragraph.token(at + 1).is_some_and(Token::may_name) {
        return None;
    }
    if is_told(paragraph, at) {
        return None;
    }
    let person = token.is(Classes::PERSON.and(Classes::HONOR));
    let is_cue = token.is(Classes::ANY_CUE) && !token.capital;
    let starts = token.may_name()
        || is_particle(paragraph, at)
        || (token.is(Classes::DET) && !token.possessive)
        || (person && !is_cue && !token.is_function());
    if !starts {
        return None;
    }
    let last = extend(paragraph, at);
    describe(paragraph, at, last, initial, after_prep)
}

/// "de Blasio": a small word that begins a name.
fn is_particle(paragraph: &Paragraph<'_>, at: usize) -> bool {
    let token = &paragraph.tokens[at];
    let named = || {
        paragraph
            .token(at + 1)
            .is_some_and(|next| next.may_name() && next.sentence == token.sentence)
    };
    token.is(Classes::PARTICLE) && !token.is_function() && named()
}

/// Whether "another", "most" or "few" stands without a noun beside a verb of saying.
fn stands_alone(paragraph: &Paragraph<'_>, at: usize) -> bool {
    let sentence = paragraph.tokens[at].sentence;
    let same = |token: Option<&Token>| token.filter(|token| token.sentence == sentence).copied();
    let cue = |token: Token| token.is_word() && token.is(Classes::CUE) && !token.is(Classes::NOUN);
    let before = same(paragraph.before(at));
    let behind = same(paragraph.token(at + 1));
    let open =
        behind.is_none_or(|next| !next.is_word() || next.is(Classes::PREP.and(Classes::NEVER).and(Classes::REL)));
    let first = before.is_none_or(|before| !before.is(Classes::DET));
    first && (behind.is_some_and(cue) || open && before.is_some_and(cue))
}

/// The last token of the noun phrase that begins at `first`.
fn extend(paragraph: &Paragraph<'_>, first: usize) -> usize {
    let tokens = &paragraph.tokens;
    let mut last = first;
    let mut at = first + 1;
    while at < tokens.len() && at - first < MAX_TOKENS {
        if let Some(name) = name_behind(paragraph, at - 1) {
            (last, at) = (name, name + 1);
            continue;
        }
        let token = &tokens[at];
        let previous = &tokens[last];
        let next = tokens.get(at + 1);
        let next_names = next.is_some_and(|next| next.may_name() && next.sentence == token.sentence);
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
            Kind::Word if token.may_name() => true,
            Kind::Word if token.is(Classes::PARTICLE) && previous.capital && next_names && !token.is(Classes::CONJ) => {
                true
            }
            Kind::Word if token.is_function() => false,
            Kind::Word if token.is(Classes::PERSON) => {
                !token.is(Classes::CUE) || previous.is(Classes::DET) || next_person
            }
            Kind::Word if token.is(Classes::ANY_CUE) => previous.is(Classes::DET) && !previous.is(Classes::SUBJECT),
            Kind::Word if is_behind_cue(paragraph, first) => is_borne(paragraph, first, at),
            Kind::Word if leads_to_cue(paragraph, first, at) => true,
            Kind::Word => is_plain_part(paragraph, (first, last), at),
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

/// Whether a plain word is part of the phrase: of "the former top aide", not of "Berg left".
fn is_plain_part(paragraph: &Paragraph<'_>, (first, last): (usize, usize), at: usize) -> bool {
    let (token, previous, next) = (&paragraph.tokens[at], &paragraph.tokens[last], paragraph.token(at + 1));
    let next_names = next.is_some_and(|next| next.may_name() && next.sentence == token.sentence);
    let determined = paragraph.tokens[first].is(Classes::DET);
    let verb = || !paragraph.nouns_capital && is_verb(paragraph, token);
    // "the plan pleased Berg", "the impostor gushed about it"
    if !previous.is(Classes::DET) && !previous.possessive && !is_noun(next) && verb() {
        return false;
    }
    // "a Democratic staffer": an article that no name bears wants its noun, which "ein Sprecher" has.
    let lacks_noun = || {
        let article = &paragraph.tokens[first];
        let has_noun = paragraph.nouns_capital && last > first && previous.capital;
        determined
            && !has_noun
            && (article.is(Classes::THAT) || is_indefinite(paragraph.slice(article.start, article.end)))
    };
    // "said party boss Anna Berg": the name is still to come.
    let behind_cue = || paragraph.before(first).is_some_and(|token| token.is(Classes::CUE));
    let plain = !previous.is(Classes::PERSON) && (!previous.capital || previous.is(Classes::DET));
    plain
        || previous.possessive
        || next.is_some_and(|next| next.is(Classes::PERSON))
        || next_names && !paragraph.nouns_capital && behind_cue()
        || previous.capital && (determined || next_names) && is_agent(paragraph, token)
        || previous.capital && !verb() && lacks_noun()
        || previous.is(Classes::GROUP) && ends_phrase(next, token) && !verb() && lacks_noun()
}

/// Whether an office stands right behind its cue in a script without capitals: "قالت وزيرة".
fn is_behind_cue(paragraph: &Paragraph<'_>, office: usize) -> bool {
    let cue = paragraph.before(office).is_some_and(|before| before.is(Classes::CUE));
    cue && !paragraph.has_capitals && paragraph.tokens[office].is(Classes::PERSON)
}

/// "قالت وزيرة الخارجية إيدا مورن إن": all words between such an office and the next sign or small word say whose it is and who holds
/// it, where they are few.
fn is_borne(paragraph: &Paragraph<'_>, office: usize, at: usize) -> bool {
    let rest = &paragraph.tokens[at..];
    let words = rest
        .iter()
        .take(MOST_BORNE)
        .take_while(|token| is_bearer(token))
        .count();
    let said = rest.get(words).is_some_and(|end| end.is(Classes::ANY_CUE));
    words > 0 && at + words <= office + MOST_BORNE && !said
}

/// "ראש המועצה נעמה שלו אמרה", "وزیر راه کامران دلیری گفت": the same where the cue stands behind.
fn leads_to_cue(paragraph: &Paragraph<'_>, office: usize, at: usize) -> bool {
    let known = !paragraph.has_capitals && paragraph.tokens[office].is(Classes::PERSON);
    known
        && paragraph.tokens[at..]
            .iter()
            .take(MOST_BORNE)
            .find(|token| !is_bearer(token))
            .is_some_and(|end| {
                end.is(Classes::ANY_CUE) && end.is_word() && end.sentence == paragraph.tokens[office].sentence
            })
}

/// Words of an office with its holder's name, in scripts without capitals.
const MOST_BORNE: usize = 7;

/// Whether a word can say whose an office is, or who holds it.
pub(super) fn is_bearer(token: &Token) -> bool {
    token.is_word() && !token.is_function() && !token.is(Classes::ANY_CUE.and(Classes::THAT))
}

/// Whether an article means somebody who was not named before.
pub(super) fn is_indefinite(article: &str) -> bool {
    const ARTICLES: [&str; 11] = [
        "a", "an", "one", "another", "ein", "eine", "un", "une", "una", "two", "some",
    ];
    ARTICLES.iter().any(|known| article.eq_ignore_ascii_case(known))
}

/// Whether a plain word is made like one for somebody who does something: blogger, novelist, front-runner.
fn is_agent(paragraph: &Paragraph<'_>, token: &Token) -> bool {
    const ENDINGS: [&str; 6] = ["er", "or", "ist", "man", "woman", "ian"];
    let word = paragraph.slice(token.start, token.end);
    !paragraph.nouns_capital
        && word.len() > 5
        && !token.is(Classes::ANY_CUE)
        && ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether what stands behind a noun leaves it the last word of its phrase.
fn ends_phrase(next: Option<&Token>, noun: &Token) -> bool {
    next.is_none_or(|next| {
        !next.is_word()
            || next.sentence != noun.sentence
            || next.is(Classes::CUE.and(Classes::REL).and(Classes::PREP).and(Classes::AUX))
    })
}

/// Whether a token may be the noun of the words before it.
fn is_noun(token: Option<&Token>) -> bool {
    token.is_some_and(|token| token.is_word() && !token.capital && !token.is_function())
}

/// Whether a plain word looks like the verb of the words before it.
fn is_verb(paragraph: &Paragraph<'_>, token: &Token) -> bool {
    let word = paragraph.slice(token.start, token.end);
    token.is(Classes::ANY_CUE) || word.ends_with("ed") || word.ends_with("ing")
}

/// "Stephen King": no king.
fn is_surname(paragraph: &Paragraph<'_>, tokens: &[Token], at: usize) -> bool {
    let given = if paragraph.family_first {
        tokens.get(at + 1)
    } else {
        at.checked_sub(1).and_then(|before| tokens.get(before))
    };
    tokens[at].is(Classes::SURNAME)
        && tokens[at].capital
        && given.is_some_and(|given| given.may_name() && !given.is(Classes::ROLE.and(Classes::HONOR)))
}

fn describe(paragraph: &Paragraph<'_>, first: usize, last: usize, initial: bool, after_prep: bool) -> Option<Mention> {
    let tokens = paragraph.tokens.get(first..=last)?;
    let determined = tokens.first()?.is(Classes::DET);
    let titles = Classes::ROLE.and(Classes::HONOR);
    let surname = |at: usize| !determined && is_surname(paragraph, tokens, at);
    let plain = |at: usize| tokens[at].may_name() && (!tokens[at].is(titles) || surname(at));
    // A name is the last run of capitals; what stands before it is the office.
    let name_end = (0..tokens.len()).rposition(plain);
    let role = (0..tokens.len()).rposition(|at| tokens[at].is(Classes::ROLE) && !surname(at));
    let group = tokens.iter().rposition(|token| token.is(Classes::GROUP));
    let person = role.max(group);
    let (head, name, sort) = match (name_end, person) {
        // "die Fraktion": a noun with an article is no name where all nouns have capitals.
        (Some(end), None) if determined && end > 0 && paragraph.nouns_capital => (end, None, Sort::Nominal),
        // "Moss Ada polgármester" is a name with its office, "a Moss Ada utcai iskola" is neither.
        (Some(end), person) if person.is_none_or(|person| person <= end || paragraph.family_first && end > 0) => {
            let mut start = end;
            while start > 0 && (plain(start - 1) && !tokens[start - 1].possessive || joins(tokens, start - 1)) {
                start -= 1;
            }
            let (first_name, end) = without_cases(tokens, start, end);
            start = first_name;
            // "de Blasio"
            start -= usize::from(start == 1 && tokens[0].is(Classes::PARTICLE) && !tokens[0].is_function());
            start = past_seat(paragraph, first, (start, end));
            let mut around = tokens[..start].iter().chain(&tokens[end + 1..]);
            let titled = around.any(|token| token.is(titles));
            match start
                .checked_sub(1)
                .filter(|office| is_seat(paragraph, (first + office, last)))
            {
                Some(office) => (office, None, Sort::Role),
                None => (end, Some(start), if titled { Sort::NameWithRole } else { Sort::Name }),
            }
        }
        (_, Some(person)) => (person, None, Sort::Role),
        (None, None) if determined && last > first => (last - first, None, Sort::Nominal),
        (None, None) => {
            let honour = tokens.iter().rposition(|token| token.is(Classes::HONOR))?;
            (honour, None, Sort::Role)
        }
        (Some(end), None) => (end, Some(end), Sort::Name),
    };
    let held = name.is_none().then(|| name_in(paragraph, (first, last))).flatten();
    let (head, name, sort) = match held {
        Some(start) => (last - first, Some(start - first), Sort::NameWithRole),
        None => (head, name, sort),
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

/// Where the name begins behind what an office is of, both counted from the mention's first token.
fn past_seat(paragraph: &Paragraph<'_>, first: usize, (start, end): (usize, usize)) -> usize {
    let mut behind = (0..=start).filter_map(|office| name_behind(paragraph, first + office));
    let name = behind.find(|name| *name <= first + end);
    name.map_or(start, |name| start.max(name - first))
}

/// "Der Außenminister von Tolmark, Grigor Haldane", "Der Präsident Tolmarks, Grigor Haldane": what stands behind the office is no name, since a whole one follows.
fn is_seat(paragraph: &Paragraph<'_>, (office, last): (usize, usize)) -> bool {
    let next = &paragraph.tokens[office + 1];
    let comma = paragraph.token(last + 1);
    let follows = (2..=3).all(|behind| paragraph.token(last + behind).is_some_and(Token::may_name));
    paragraph.tokens[office].is(Classes::ROLE)
        && (next.is(Classes::PARTICLE) && !next.capital || office + 1 == last && is_of(paragraph, last))
        && follows
        && comma.is_some_and(|comma| comma.is_sign(&[',']) && comma.sentence == next.sentence)
}

/// Where a name of at least two words begins and ends, without whom and where beside it: "Kossuth Rádióban Nagy Pál", "Helmi Rautio Ylelle".
fn without_cases(tokens: &[Token], start: usize, mut end: usize) -> (usize, usize) {
    while end >= start + 2 && tokens[end].is(Classes::CASED) {
        end -= 1;
    }
    let beside = |at: &usize| tokens[*at].is(Classes::CASED) && at + 2 <= end;
    let start = (start..end).rev().find(beside).map_or(start, |at| at + 1);
    (start, end)
}

/// Whether a token stands between the parts of one name: an initial's full stop, a particle, a nickname.
fn joins(tokens: &[Token], at: usize) -> bool {
    let inner = at > 0 && tokens[at - 1].may_name();
    match tokens[at].kind {
        Kind::Sign('.' | '&') | Kind::Quoted(_) => inner && !tokens[at - 1].is(Classes::HONOR.and(Classes::ROLE)),
        Kind::Word => inner && tokens[at].is(Classes::PARTICLE),
        Kind::Sign(_) => false,
    }
}
