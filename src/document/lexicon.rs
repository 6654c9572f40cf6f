//! The `[document]` tables of `assets/lexicon`: labels, and phrases that no journalist wrote.

use std::sync::LazyLock;

use encoding_rs::Encoding;
use memchr::memchr;
use memchr::memmem::Finder;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::model::Language;

/// One language's words. Phrases are in lower case; a phrase with a trailing `…` is met by whatever begins with it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Words {
    /// Labels of paragraphs, without their colon.
    labels: Vec<String>,
    /// Beginnings of short paragraphs that advertise the outlet, ask for money or for a subscription.
    promos: Vec<String>,
    /// Beginnings of pointers to other articles.
    read_also: Vec<String>,
    /// Beginnings of links to the rest of an article, which end a teaser.
    more: Vec<String>,
    /// How feeds sign, `…` for the article's title: "the post … appeared first on".
    signatures: Vec<String>,
    /// What titles of live blogs say.
    live: Vec<String>,
    /// Whole lines of share bars and other furniture.
    furniture: Vec<String>,
    /// What outlets offer below a text, or own up to there: letters by mail, shares of sales.
    offers: Vec<String>,
    /// Beginnings of lines that say what those who send a form agree to, and words that such lines have.
    consents: Vec<String>,
    agreements: Vec<String>,
    /// Headings of what follows an article: who wrote it, whom to ask about it. Its sources are its own.
    endings: Vec<String>,
    /// Names of months and days, and words around dates.
    dates: Vec<String>,
    /// What stands before the day of publication.
    published: Vec<String>,
    /// What stands before the day of a change, to tell it from the day of publication.
    updated: Vec<String>,
    /// What stands before an author's name at the beginning of a line; with a colon where it would be a word like others without.
    bylines: Vec<String>,
    /// What stands before the name of whoever edited an article: no author of it.
    editors: Vec<String>,
    /// What joins two names.
    joiners: Vec<String>,
    /// Words of bylines that are part of no name: posts, and what the page has to say besides.
    posts: Vec<String>,
    /// Small words within names, as the finders of speakers have them, too.
    #[serde(skip)]
    particles: Vec<String>,
    /// The commonest words, to tell the language.
    common: Vec<String>,
}

/// Read when the first article is met, all of them: so the longer table of every file, for the finders of speakers, is passed over, but
/// for the small words within names, which cleaning has, too.
static FILES: LazyLock<Vec<(Language, Words)>> = LazyLock::new(|| {
    let read = |(language, text): &(Language, &'static str)| {
        let (speech, document) = text.split_once("\n[document]\n").unwrap_or(("", text));
        let mut words: Words = toml::from_str(document).expect("assets/lexicon is checked by a test");
        let particles = speech.lines().find_map(|line| line.strip_prefix("particles = \""));
        let particles = particles.unwrap_or_default().trim_end_matches('"').split(',');
        words.particles.extend(
            particles
                .map(|word| word.trim().to_owned())
                .filter(|word| !word.is_empty()),
        );
        (*language, words)
    };
    Language::LEXICONS.iter().map(read).collect()
});

/// All languages' words in one place: outlets mix them, and there are few.
pub(crate) struct Lexicon {
    pub(crate) promos: Openings,
    pub(crate) read_also: Openings,
    pub(crate) more: Openings,
    /// What stands before an article's title, with an ellipsis.
    pub(crate) signatures: Openings,
    pub(crate) live: Vec<&'static str>,
    pub(crate) furniture: FxHashSet<&'static str>,
    pub(crate) offers: Phrases,
    pub(crate) consents: Openings,
    pub(crate) agreements: Phrases,
    pub(crate) endings: FxHashSet<&'static str>,
    pub(crate) dates: FxHashSet<&'static str>,
    pub(crate) published: Openings,
    pub(crate) updated: Vec<&'static str>,
    pub(crate) bylines: Vec<&'static str>,
    /// Words of `bylines`, one by one.
    pub(crate) before_names: FxHashSet<&'static str>,
    pub(crate) editors: Vec<&'static str>,
    pub(crate) joiners: Vec<&'static str>,
    pub(crate) posts: FxHashSet<&'static str>,
    pub(crate) particles: FxHashSet<&'static str>,
}

/// Phrases that lines begin with, by their first two letters: every line of every article is held against all of them.
pub(crate) struct Openings(FxHashMap<(Option<char>, Option<char>), Vec<Opening>>);

struct Opening {
    start: &'static str,
    /// What must come later in the line.
    later: &'static str,
    /// Whether it may end within a word.
    open: bool,
}

impl Openings {
    fn of(phrases: impl Iterator<Item = &'static str>) -> Self {
        let mut by_first: FxHashMap<_, Vec<_>> = FxHashMap::default();
        for phrase in phrases {
            let (start, later) = phrase
                .split_once('…')
                .map_or((phrase, None), |(start, later)| (start, Some(later)));
            let unspaced =
                start.ends_with(|sign: char| matches!(sign, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
            let mut signs = start.chars();
            by_first.entry((signs.next(), signs.next())).or_default().push(Opening {
                start,
                later: later.unwrap_or_default().trim(),
                open: later.is_some() || unspaced,
            });
        }
        Self(by_first)
    }

    /// What follows each of the phrases that a text begins with; only whole words count, where a language parts words.
    pub(crate) fn rests<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> {
        let mut signs = text.chars();
        let (first, second) = (signs.next(), signs.next());
        // Some begin with the title, and so with anything.
        let keys = [(first, second), (first, None), (None, None)];
        let ways = 1 + usize::from(first.is_some()) + usize::from(second.is_some());
        let known = keys.into_iter().skip(3 - ways).filter_map(|key| self.0.get(&key));
        known.flatten().filter_map(|opening| {
            let rest = text.strip_prefix(opening.start)?;
            let whole = opening.open || !rest.starts_with(char::is_alphanumeric);
            (whole && rest.contains(opening.later)).then_some(rest)
        })
    }
}

/// Phrases that stand anywhere in a line.
pub(crate) struct Phrases(Vec<Finder<'static>>);

impl Phrases {
    fn of(phrases: impl Iterator<Item = &'static str>) -> Self {
        Self(phrases.map(Finder::new).collect())
    }

    /// Whether a text has one of them.
    pub(crate) fn any_in(&self, text: &str) -> bool {
        self.0.iter().any(|phrase| phrase.find(text.as_bytes()).is_some())
    }
}

/// The words of every language.
pub(crate) fn lexicon() -> &'static Lexicon {
    static ALL: LazyLock<Lexicon> = LazyLock::new(|| {
        let all =
            |pick: fn(&Words) -> &Vec<String>| FILES.iter().flat_map(move |(_, words)| pick(words)).map(String::as_str);
        Lexicon {
            promos: Openings::of(all(|words| &words.promos)),
            read_also: Openings::of(all(|words| &words.read_also)),
            more: Openings::of(all(|words| &words.more)),
            signatures: Openings::of(all(|words| &words.signatures)),
            live: all(|words| &words.live).collect(),
            furniture: all(|words| &words.furniture).collect(),
            offers: Phrases::of(all(|words| &words.offers)),
            consents: Openings::of(all(|words| &words.consents)),
            agreements: Phrases::of(all(|words| &words.agreements)),
            endings: all(|words| &words.endings).collect(),
            dates: all(|words| &words.dates).collect(),
            published: Openings::of(all(|words| &words.published)),
            updated: all(|words| &words.updated).collect(),
            bylines: all(|words| &words.bylines).collect(),
            before_names: all(|words| &words.bylines)
                .flat_map(|phrase| phrase.split([' ', ':', '：', '/', '／']))
                .filter(|word| !word.is_empty())
                .collect(),
            editors: all(|words| &words.editors).collect(),
            joiners: all(|words| &words.joiners).collect(),
            posts: all(|words| &words.posts).collect(),
            particles: all(|words| &words.particles).collect(),
        }
    });
    &ALL
}

/// Longer labels are sentences.
pub(crate) const MAX_LABEL_BYTES: usize = 80;

/// Characters of a paragraph's label with its colon, 0 where it has none. A language that is not known tries them all.
pub(crate) fn label_chars(text: &str, language: Language) -> usize {
    let head = text.get(..text.ceil_char_boundary(MAX_LABEL_BYTES)).unwrap_or(text);
    let colon = memchr(b':', head.as_bytes());
    let wide = if head.is_ascii() { None } else { head.find('：') };
    let Some(head) = colon.into_iter().chain(wide).min().and_then(|at| text.get(..at)) else {
        return 0;
    };
    let label = head.trim().to_lowercase();
    let words = language.read_as();
    let known = FILES
        .iter()
        .filter(|(other, _)| language == Language::UNKNOWN || *other == words || *other == Language::ENGLISH);
    let is_label = known
        .flat_map(|(_, words)| &words.labels)
        .any(|known| match known.strip_suffix('…') {
            Some(start) => label.starts_with(start),
            None => label == *known,
        });
    if is_label { head.chars().count() + 1 } else { 0 }
}

/// The language of a text, by its script and its commonest words; unknown where neither tells.
pub fn detect(text: &str) -> Language {
    /// Enough to tell, and little enough to cost nothing.
    const WORDS: usize = 200;
    /// After so many it is mostly clear.
    const FIRST_WORDS: usize = 50;
    if let Some(language) = by_script(text) {
        return language;
    }
    let mut hits = vec![0_usize; FILES.len()];
    let mut count = 0;
    let mut lower = String::new();
    let words = text.split(|sign: char| !(sign.is_ascii_alphabetic() || !sign.is_ascii() && sign.is_alphabetic()));
    for word in words.filter(|word| !word.is_empty()).take(WORDS) {
        count += 1;
        // Longer words are never among the commonest.
        if word.len() > 16 {
            continue;
        }
        lower.clear();
        if word.is_ascii() {
            lower.push_str(word);
            lower.make_ascii_lowercase();
        } else {
            lower.extend(word.chars().flat_map(char::to_lowercase));
        }
        let mut languages = COMMON.get(lower.as_str()).copied().unwrap_or_default();
        while languages != 0 {
            if let Some(hits) = hits.get_mut(languages.trailing_zeros() as usize) {
                *hits += 1;
            }
            languages &= languages - 1;
        }
        if count == FIRST_WORDS && is_clear(&hits, count) {
            break;
        }
    }
    let mut scores: Vec<_> = hits
        .into_iter()
        .zip(FILES.iter().map(|(language, _)| *language))
        .collect();
    scores.sort_unstable_by_key(|(hits, _)| std::cmp::Reverse(*hits));
    match scores.as_slice() {
        [(best, language), (second, _), ..] if *best > *second && *best * 12 >= count && *best > 1 => *language,
        _ => Language::UNKNOWN,
    }
}

/// The language of a text in a script that one language has, or two that its letters tell apart.
fn by_script(text: &str) -> Option<Language> {
    /// Enough to tell, and little enough to cost nothing.
    const BYTES: usize = 6_000;
    /// What a quoted name in another script has at most.
    const FEW: usize = 10;
    let text = text.get(..text.floor_char_boundary(BYTES)).unwrap_or(text);
    let [mut kana, mut han, mut hangul, mut greek, mut hebrew, mut thai] = [0; 6];
    let [mut arabic, mut persian, mut neither] = [0; 3];
    for sign in foreign(text) {
        match sign {
            '\u{3040}'..='\u{30ff}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' => han += 1,
            '\u{ac00}'..='\u{d7a3}' => hangul += 1,
            '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => greek += 1,
            '\u{5d0}'..='\u{5ea}' => hebrew += 1,
            '\u{e01}'..='\u{e5b}' => thai += 1,
            'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک' => persian += 1,
            // Urdu, Kurdish, Pashto and more have letters of their own.
            '\u{671}'..='\u{6d3}' => neither += 1,
            '\u{600}'..='\u{6ff}' => arabic += 1,
            _ => {}
        }
    }
    let arabic = arabic + persian + neither;
    let (most, code) = [
        (kana + han, if kana * 10 > han { "ja" } else { "zh" }),
        (hangul, "ko"),
        (greek, "el"),
        (hebrew, "he"),
        (thai, "th"),
        (
            arabic,
            match (neither * 50 > arabic, persian * 50 > arabic) {
                (true, _) => "",
                (false, true) => "fa",
                (false, false) => "ar",
            },
        ),
    ]
    .into_iter()
    .max_by_key(|(signs, _)| *signs)?;
    // A sign of these says at least as much as three letters of Latin, which outlets' and firms' names are written in.
    let latin = || text.bytes().filter(u8::is_ascii_alphabetic).count();
    (most > FEW && most * 3 > latin()).then(|| Language::of(code))
}

/// A text's characters that are not ASCII.
fn foreign(text: &str) -> impl Iterator<Item = char> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = Encoding::ascii_valid_up_to(rest.as_bytes());
        let mut signs = rest.get(at..)?.chars();
        let sign = signs.next();
        rest = signs.as_str();
        sign
    })
}

/// Whether one language has a quarter of the words, and three times as many as any other.
fn is_clear(hits: &[usize], words: usize) -> bool {
    let best = hits.iter().copied().max().unwrap_or_default();
    best * 4 >= words && hits.iter().filter(|hits| **hits * 3 >= best).count() == 1
}

/// The commonest words, with a bit for each language (by its place in [`FILES`]) that has them.
static COMMON: LazyLock<FxHashMap<&'static str, u64>> = LazyLock::new(|| {
    let mut common = FxHashMap::default();
    for (at, (_, words)) in FILES.iter().enumerate() {
        for word in &words.common {
            *common.entry(word.as_str()).or_default() |= 1_u64 << at;
        }
    }
    common
});

/// Whether a word in lower case is among the commonest of any language.
pub(crate) fn is_common(word: &str) -> bool {
    COMMON.contains_key(word)
}

#[cfg(test)]
mod tests {
    use super::{FILES, detect, label_chars};
    use crate::model::Language;

    #[test]
    fn the_small_words_within_names_are_those_of_the_finders_of_speakers() {
        for ((language, text), (_, words)) in Language::LEXICONS.iter().zip(FILES.iter()) {
            let file: toml::Table = toml::from_str(text).unwrap();
            let speech = file["speech"].as_table().unwrap();
            let listed = speech
                .get("particles")
                .and_then(toml::Value::as_str)
                .unwrap_or_default();
            let listed = listed.split(',').map(str::trim).filter(|word| !word.is_empty());
            let missing: Vec<_> = listed
                .filter(|word| !words.particles.iter().any(|known| known == word))
                .collect();
            assert!(missing.is_empty(), "{language:?}: {missing:?}");
        }
    }

    #[test]
    fn every_file_reads_and_has_common_words() {
        for (language, words) in FILES.iter() {
            let spaced = !matches!(language.code(), "ja" | "zh" | "ar");
            assert!(!spaced || words.common.len() >= 20, "{language:?}");
        }
    }

    #[test]
    fn finds_labels() {
        for (text, language, chars) in [
            ("Source: Orion", "en", 7),
            ("Quote from Marek: \"Yes\"", "en", 17),
            ("Джерело: агентство", "uk", 8),
            ("He said: no", "en", 0),
            ("At 10:30 it rained", "en", 0),
            ("no colon", "en", 0),
        ] {
            assert_eq!(label_chars(text, Language::of(language)), chars, "{text}");
        }
    }

    #[test]
    fn tells_languages() {
        for (text, code) in [
            (
                "The minister said on Sunday that the talks would go on and that he was ready for them.",
                "en",
            ),
            (
                "Der Minister sagte am Sonntag, dass die Gespräche weitergehen und er bereit sei.",
                "de",
            ),
            (
                "Le ministre a déclaré dimanche que les discussions se poursuivent et qu'il est prêt pour une rencontre.",
                "fr",
            ),
            (
                "Міністр сказав у неділю, що переговори тривають і що він до них готовий, але не на таких умовах.",
                "uk",
            ),
            (
                "Министр сказал в воскресенье, что переговоры продолжаются и что он к ним готов, но не так.",
                "ru",
            ),
            ("大臣は日曜日に、協議は続くと述べた。", "ja"),
            ("قال الوزير يوم الأحد إن المحادثات ستستمر وإنه مستعد لها", "ar"),
        ] {
            assert_eq!(detect(text).code(), code, "{text}");
        }
        assert_eq!(detect("12345"), Language::UNKNOWN);
    }

    /// Languages that have neighbours, with sentences of theirs.
    const NEIGHBOURS: &[(&str, [&str; 3])] = &[
        (
            "bg",
            [
                "Кметът каза в неделя, че мостът ще бъде отворен през май, но работата още не е свършила.",
                "Пътят към селото е затворен заради снега и колите са спрени при гарата.",
                "Той не знае кога ще се върне, а майка му го чака от три дни.",
            ],
        ),
        (
            "sr",
            [
                "Градоначелник је рекао у недељу да ће мост бити отворен у мају, али радови још нису завршени.",
                "Пут до села је затворен због снега и аутомобили су заустављени код станице.",
                "Predsednica opštine kaže da će most biti otvoren posle zime, ali da još ne zna ko će da plati radove.",
            ],
        ),
        (
            "hr",
            [
                "Gradonačelnik je u nedjelju rekao da će most biti otvoren u svibnju, ali radovi još nisu završeni.",
                "Cesta do sela zatvorena je zbog snijega, a automobili su zaustavljeni kod kolodvora, gdje čekaju već tri sata.",
                "Također ne zna tko će platiti radove koji traju tijekom cijele zime.",
            ],
        ),
        (
            "sk",
            [
                "Starosta v nedeľu povedal, že most otvoria v máji, ale práce sa ešte neskončili.",
                "Cesta do dediny je pre sneh zatvorená a autá sú zastavené pri stanici, kde čakajú už tri hodiny.",
                "Nevie, kto zaplatí za práce, ktoré budú trvať aj celú zimu.",
            ],
        ),
        (
            "sl",
            [
                "Župan je v nedeljo dejal, da bo most odprt maja, a dela še niso končana.",
                "Cesta do vasi je zaradi snega zaprta in avtomobili so ustavljeni pri postaji, kjer čakajo že tri ure.",
                "Ne ve, kdo bo plačal za dela, ki lahko trajajo tudi vso zimo.",
            ],
        ),
        (
            "id",
            [
                "Wali kota mengatakan pada hari Minggu bahwa jembatan akan dibuka pada bulan Mei.",
                "Jalan ke desa itu ditutup karena salju dan mobil tidak bisa lewat.",
                "Dia belum tahu siapa yang akan membayar untuk pekerjaan tersebut.",
            ],
        ),
        (
            "vi",
            [
                "Thị trưởng nói hôm chủ nhật rằng cây cầu sẽ được mở vào tháng năm.",
                "Con đường đến làng đã bị đóng vì tuyết và các xe không đi được.",
                "Ông không biết ai sẽ trả tiền cho những việc này.",
            ],
        ),
        (
            "cs",
            [
                "Starosta v neděli řekl, že most otevřou v květnu, ale práce se ještě neskončily.",
                "Silnice do vesnice je kvůli sněhu zavřená a auta jsou zastavená u nádraží, kde čekají už tři hodiny.",
                "Neví, kdo zaplatí za práce, které budou trvat i přes zimu, ale doufá, že to bude jeho obec.",
            ],
        ),
        (
            "ru",
            [
                "Мэр сказал в воскресенье, что мост откроют в мае, но работы ещё не закончены.",
                "Дорога в село закрыта из-за снега, и машины стоят у станции, где они ждут уже три часа.",
                "Он не знает, кто заплатит за работы, которые продлятся всю зиму.",
            ],
        ),
        (
            "uk",
            [
                "Мер сказав у неділю, що міст відкриють у травні, але роботи ще не закінчені.",
                "Дорога до села закрита через сніг, і машини стоять біля станції, де вони чекають уже три години.",
                "Він не знає, хто заплатить за роботи, які триватимуть усю зиму.",
            ],
        ),
        (
            "pl",
            [
                "Burmistrz powiedział w niedzielę, że most zostanie otwarty w maju, ale prace jeszcze się nie skończyły.",
                "Droga do wsi jest zamknięta z powodu śniegu, a samochody stoją przy stacji.",
                "Nie wie, kto zapłaci za prace, które potrwają przez całą zimę.",
            ],
        ),
    ];

    #[test]
    fn tells_neighbours_apart() {
        for (code, texts) in NEIGHBOURS {
            for text in texts {
                assert_eq!(detect(text).code(), *code, "{text}");
            }
        }
    }
}
