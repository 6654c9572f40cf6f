//! An outlet's whole page → the article in it: what is body, and what the page says of itself.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document as Dom;
use memchr::memchr_iter;
use trafilatura::{ExtractionFocus, Options};
use url::Url;

use crate::document::body::from_html;
use crate::document::boilerplate::fold;
use crate::document::bounds::{PAGE, bound};
use crate::document::clips::{prune, taken};
use crate::document::context::Context;
use crate::document::extract::{Evidence, choose, paragraph_words};
use crate::document::lean::lean;
use crate::document::lexicon::detect;
use crate::document::line::BESIDE;
use crate::document::marks::Marks;
use crate::document::meta::{Meta, read_meta};
use crate::document::pages::{append, pages_of};
use crate::document::plain::plain;
use crate::document::tree::Document;
use crate::document::words::count_words;
use crate::document::{boilerplate, html, live};
use crate::model::{Clean, Clips, Complete, Image, Language, Published, Wall};

/// A page that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The article.
    pub document: Document,
    /// Its title, without the outlet's name.
    pub title: Clean,
    /// The lines below the title that say what it is about, as the page shows them, else as it declares them.
    pub standfirst: Option<Clean>,
    /// The part of the outlet that it is in.
    pub section: Option<Clean>,
    /// Who wrote it.
    pub byline: Vec<Clean>,
    /// Who publishes it.
    pub outlet: Option<Clean>,
    /// When.
    pub published: Option<Published>,
    /// When it last changed.
    pub modified: Option<Published>,
    /// Declared, else detected.
    pub language: Language,
    /// The picture of the whole article.
    pub image: Option<Image>,
    /// How much of it was found.
    pub complete: Complete,
    /// The address that the page gives itself.
    pub canonical: Option<String>,
}

/// Words below which a page that says it is for subscribers is taken to hold a teaser only.
const TEASER_WORDS: u32 = 220;
/// A page beyond these is no article's, and extraction would cost seconds: then the box with most of the prose has to do.
const HEAVY_BYTES: usize = 640 << 10;
const HEAVY_TAGS: usize = 30_000;
/// Words below which an extraction is tried again with more effort.
const LITTLE_WORDS: usize = 120;
/// Pages of one article that are read.
const MAX_PAGES: usize = 10;
/// Words below which there is no article.
const NOTHING_WORDS: u32 = 25;

/// Reads a whole page, or several of one article that were joined. Any text gives a page; what is missing is said in [`Page::complete`].
pub fn from_page(markup: &str, url: Option<&Url>) -> Page {
    from_page_by(markup, url, None)
}

/// The same by the reader's own clips: what they drop is not there, what they take is the article.
pub fn from_page_by(markup: &str, url: Option<&Url>, clips: Option<&Clips>) -> Page {
    let work = || {
        let (first, further) = pages_of(markup);
        let mut page = read_page(first, url, clips);
        for (own, next) in further.take(MAX_PAGES) {
            let next = read_page(next, own.as_ref().or(url), clips);
            if page.complete == Complete::Whole && next.complete == Complete::Cut {
                page.complete = Complete::Cut;
            }
            append(&mut page.document, next.document);
        }
        page
    };
    // A parser that panics costs this page, not the program.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Page {
        document: Document::default(),
        title: Clean::default(),
        standfirst: None,
        section: None,
        byline: Vec::new(),
        outlet: None,
        published: None,
        modified: None,
        language: Language::UNKNOWN,
        image: None,
        complete: Complete::Empty,
        canonical: None,
    })
}

fn read_page(markup: &str, url: Option<&Url>, clips: Option<&Clips>) -> Page {
    let mut bounded = bound(markup, PAGE);
    let dom = Dom::from(bounded.markup.as_str());
    let meta = read_meta(&dom, &bounded.json_ld, url);
    if clips.is_some_and(|clips| prune(&dom, clips)) {
        bounded.markup = dom.html().to_string();
    }
    let context = Context {
        base: url,
        title: &meta.title,
        byline: &meta.byline,
        language: meta.language,
        clips,
    };
    let document = body(&bounded.markup, &dom, &meta, &context);
    let language = match meta.language {
        Language::UNKNOWN => detect(&plain(&document).text),
        known => known,
    };
    let complete = match judge(&document, &meta, markup) {
        Complete::Whole if bounded.cut => Complete::Cut,
        complete => complete,
    };
    Page {
        standfirst: standfirst(&document, &meta.description),
        section: meta.section,
        document,
        title: meta.title,
        byline: meta.byline,
        outlet: meta.outlet,
        published: meta.published,
        modified: meta.modified,
        language,
        image: meta.image,
        complete,
        canonical: meta.canonical,
    }
}

/// The paragraph at the head of a document that says what the page declares of itself, else the declared words: search engines
/// and friends are often told a part of it.
fn standfirst(document: &Document, declared: &Clean) -> Option<Clean> {
    /// Leaves in which it may stand, and bytes of it that have to be the same.
    const FIRST: usize = 4;
    const SAME: usize = 30;
    let said = fold(declared.trim_end_matches(['…', '.', ' ']));
    let start = said
        .get(..said.floor_char_boundary(SAME))
        .filter(|start| !start.is_empty())?;
    let first = document.leaves().into_iter().take(FIRST);
    let shown = first.map(|leaf| leaf.text).find(|text| fold(text).starts_with(start));
    Some(shown.map_or_else(|| declared.clone(), |text| Clean::line(&text)))
}

/// The article on the page, as blocks of the page's own DOM.
fn body(markup: &str, dom: &Dom, meta: &Meta, context: &Context<'_>) -> Document {
    let Some(root) = dom.body() else {
        return Document::default();
    };
    let taken = context.clips.map(|clips| taken(dom, clips)).unwrap_or_default();
    if !taken.is_empty() {
        return boilerplate::clean(html::walk_these(&taken, context.base), context);
    }
    let mut reading = html::walk(&root, context.base);
    let extracted = extracted(markup, paragraph_words(&reading));
    let answers = plain(&from_html(&meta.answers, &Context::default())).text;
    let evidence = Evidence {
        extracted: &extracted,
        declared: &meta.body,
        answers: &answers,
        description: &meta.description,
        title: &meta.title,
        byline: &meta.byline,
    };
    let mut keep = choose(&reading, &evidence);
    if extracted.is_empty() && is_heavy(markup) && !keep.contains(&true) {
        // A transcript of short lines: nothing in it reads like prose.
        keep = reading.origins.iter().map(|origin| !origin.marks.any(BESIDE)).collect();
    }
    reading.retain(&keep);
    // They have been judged against the article's own; what is left is the words' turn.
    reading
        .origins
        .iter_mut()
        .for_each(|origin| origin.marks = Marks::default());
    let mut document = boilerplate::clean(reading, context);
    if document.words() < TEASER_WORDS && count_words(&meta.body) as u32 > 2 * document.words() {
        document = from_html(&meta.body, context);
    }
    live::sections(markup, dom, &meta.live, context, &document).unwrap_or(document)
}

fn is_heavy(markup: &str) -> bool {
    markup.len() > HEAVY_BYTES || memchr_iter(b'<', markup.as_bytes()).count() > HEAVY_TAGS
}

/// The words that trafilatura holds for the article: without its own fallbacks, which cost as much again, unless it comes home
/// with little of what reads like paragraphs.
fn extracted(markup: &str, paragraph_words: usize) -> String {
    if is_heavy(markup) {
        return String::new();
    }
    let found = run(&lean(markup), false);
    let words = count_words(&found);
    if words >= LITTLE_WORDS && words * 2 >= paragraph_words {
        return found;
    }
    run(markup, true)
}

/// The crate is known to panic on odd input.
fn run(markup: &str, fallback: bool) -> String {
    let mut options = Options::default();
    options.enable_fallback = fallback;
    options.exclude_comments = true;
    // It need not look for the date; nobody asks it.
    options.html_date_override = "1970-01-01".parse().ok();
    options.focus = ExtractionFocus::FavorPrecision;
    let work = || trafilatura::extract(markup, &options);
    let Ok(Ok(found)) = catch_unwind(AssertUnwindSafe(work)) else {
        return String::new();
    };
    let reading = html::read(&found.content_html, None);
    let lines: Vec<_> = reading.document.leaves().into_iter().map(|leaf| leaf.text).collect();
    lines.join("\n")
}

fn judge(document: &Document, meta: &Meta, markup: &str) -> Complete {
    /// Characters of the page in which it says so.
    const HEAD: usize = 200_000;
    let words = document.words();
    if words >= TEASER_WORDS {
        return Complete::Whole;
    }
    let head: String = markup.chars().take(HEAD).collect::<String>().to_lowercase();
    let says = |signs: &[&str]| signs.iter().any(|sign| head.contains(sign));
    let wall = (words < NOTHING_WORDS).then(|| Wall::of(markup)).flatten();
    match wall {
        Some(Wall::BotCheck) => return Complete::Botwall,
        Some(Wall::Consent) => return Complete::Consent,
        Some(Wall::Portal) | None => {}
    }
    match () {
        () if meta.for_subscribers || says(PAYWALL) => Complete::Paywall,
        () if words < NOTHING_WORDS => Complete::Empty,
        () => Complete::Whole,
    }
}

/// Pages that keep the rest for subscribers.
const PAYWALL: &[&str] = &[
    "\"isaccessibleforfree\":false",
    "\"isaccessibleforfree\": false",
    "\"isaccessibleforfree\":\"false\"",
    "class=\"paywall",
    "id=\"paywall",
    "subscribe to continue reading",
    "subscribers only",
    "réservé aux abonnés",
    "nur für abonnenten",
    "article-paywall",
];

#[cfg(test)]
mod tests {
    use url::Url;

    use super::from_page;
    use crate::model::Complete;

    #[test]
    fn a_page_too_large_for_extraction_shows_what_it_has() {
        let lines = "<p>\u{201c}Not that I know,\u{201d} she said.</p>".repeat(25_000);
        for body in [
            lines,
            format!("<p>{}", "The council met on Monday, and talked. ".repeat(30_000)),
        ] {
            let page = from_page(&format!("<article><h1>Council minutes</h1>{body}</article>"), None);
            assert!(page.document.words() > 80_000, "{}", page.document.words());
            let complete = if body.len() > 1 << 20 {
                Complete::Cut
            } else {
                Complete::Whole
            };
            assert_eq!(page.complete, complete, "{}", body.len());
        }
    }

    #[test]
    fn says_what_a_page_says_of_itself() {
        let markup = r#"<html lang="de-AT"><head><title>Fähre gesunken | Talpost</title>
            <link rel=canonical href="/a/1"><meta property="og:site_name" content="Talpost">
            <meta property="og:image" content="/bild.jpg"><meta property="og:image:alt" content="Die Fähre">
            <meta property="og:description" content="&lt;p&gt;Vor Brask ist am Montag eine Fähre gesunken, …&lt;/p&gt;">
            <meta property="article:modified_time" content="2025-12-20T08:00:00+01:00">
            <script type="application/ld+json">{"@type":"NewsArticle","headline":"Fähre gesunken","articleSection":["Inland/Küste","Meer"],
            "author":[{"@type":"Person","name":"Ada Moss"}],"datePublished":"2025-12-19T10:15:00+01:00"}</script></head>
            <body><article><h1>Fähre gesunken</h1>
            <p class=lead>Vor Brask ist am Montag eine Fähre gesunken, verletzt wurde niemand. Der Hafen blieb den ganzen Tag lang zu.</p>
            <p>Die Besatzung hatte das Schiff am Morgen verlassen und wurde von zwei Booten aufgenommen, sagte der Hafenmeister Bo Lind.
            Erst am Abend konnte die Küstenwache mit der Bergung beginnen, die nach ihren Angaben noch Tage dauern wird.</p>
            </article></body></html>"#;
        let page = from_page(markup, Url::parse("https://talpost.test/x").ok().as_ref());
        let moment = |moment: Option<crate::model::Published>| {
            moment.map(|moment| moment.at.display_with_offset(moment.offset()).to_string())
        };
        assert_eq!(&*page.title, "Fähre gesunken");
        assert_eq!(
            page.standfirst.as_deref(),
            Some(
                "Vor Brask ist am Montag eine Fähre gesunken, verletzt wurde niemand. Der Hafen blieb den ganzen Tag lang zu."
            )
        );
        assert_eq!(page.section.as_deref(), Some("Küste"));
        assert_eq!(page.byline.first().map(|name| &**name), Some("Ada Moss"));
        assert_eq!(page.outlet.as_deref(), Some("Talpost"));
        assert_eq!(moment(page.published).as_deref(), Some("2025-12-19T10:15:00+01:00"));
        assert_eq!(moment(page.modified).as_deref(), Some("2025-12-20T08:00:00+01:00"));
        assert_eq!(page.language.code(), "de");
        assert_eq!(page.canonical.as_deref(), Some("https://talpost.test/a/1"));
        let image = page.image.map(|image| (image.url, image.alt.to_string()));
        assert_eq!(
            image,
            Some(("https://talpost.test/bild.jpg".to_owned(), "Die Fähre".to_owned()))
        );
    }
}
