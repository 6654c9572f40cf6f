//! An outlet's whole page → the article in it: what is body, and what the page says of itself.

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document as Dom;
use trafilatura::{ExtractionFocus, Options};
use url::Url;

use crate::document::boilerplate;
use crate::document::bounds::{PAGE, bound};
use crate::document::meta::{Meta, read_meta};
use crate::document::tree::Document;
use crate::document::{Context, detect, html, plain};
use crate::model::{Clean, Complete, Image, Language, Published};

/// A page that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The article.
    pub document: Document,
    /// Its title, without the outlet's name.
    pub title: Clean,
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
/// Words below which there is no article.
const NOTHING_WORDS: u32 = 25;

/// Reads a whole page. Any text gives a page; what is missing is said in [`Page::complete`].
pub fn from_page(markup: &str, url: Option<&Url>) -> Page {
    let bounded = bound(markup, PAGE);
    let dom = Dom::from(bounded.markup.as_str());
    let meta = read_meta(&dom, &bounded.json_ld, url);
    let context = Context {
        base: url,
        title: &meta.title,
        language: meta.language,
    };
    let document = body(&bounded.markup, &context).unwrap_or_default();
    let language = match meta.language {
        Language::UNKNOWN => detect(&plain(&document).text),
        known => known,
    };
    let complete = judge(&document, &meta, markup);
    Page {
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

/// What trafilatura holds for the article, as blocks. The crate is known to panic on odd input.
fn body(markup: &str, context: &Context<'_>) -> Option<Document> {
    let mut options = Options::default();
    options.enable_fallback = true;
    options.include_links = true;
    options.include_images = true;
    options.exclude_comments = true;
    options.focus = ExtractionFocus::FavorPrecision;
    options.original_url = context.base.cloned();
    let found = catch_unwind(AssertUnwindSafe(|| trafilatura::extract(markup, &options)))
        .ok()?
        .ok()?;
    Some(boilerplate::clean(
        html::read(&found.content_html, context.base),
        context,
    ))
}

fn judge(document: &Document, meta: &Meta, markup: &str) -> Complete {
    let words = document.words();
    let head: String = markup.chars().take(200_000).collect::<String>().to_lowercase();
    let says = |signs: &[&str]| signs.iter().any(|sign| head.contains(sign));
    if words < NOTHING_WORDS {
        return match () {
            () if says(BOTWALL) => Complete::Botwall,
            () if says(CONSENT) => Complete::Consent,
            () if meta.for_subscribers || says(PAYWALL) => Complete::Paywall,
            () => Complete::Empty,
        };
    }
    match words < TEASER_WORDS && (meta.for_subscribers || says(PAYWALL)) {
        true => Complete::Paywall,
        false => Complete::Whole,
    }
}

/// Pages that ask whether a person is asking.
const BOTWALL: &[&str] = &[
    "checking your browser",
    "just a moment...",
    "cf-challenge",
    "cf_chl_",
    "verify you are human",
    "are you a robot",
    "captcha-delivery",
    "enable javascript and cookies to continue",
    "px-captcha",
    "attention required! | cloudflare",
    "access denied",
];
/// Pages that ask for consent first.
const CONSENT: &[&str] = &[
    "consent.",
    "cookie consent",
    "accept all cookies",
    "alle akzeptieren",
    "tout accepter",
    "before you continue",
];
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
