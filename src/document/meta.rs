//! What a page says of itself: JSON-LD (schema.org), OpenGraph, `<meta>`, `<time>`.

use dom_query::Document as Dom;
use serde_json::Value;
use url::Url;

use crate::document::byline::byline;
use crate::document::dated::{modified, published};
use crate::document::days::Style;
use crate::document::declared::{MetaTags, text_of, unescape};
use crate::document::headline::{House, headline, tab};
use crate::document::json_ld::Described;
use crate::document::links::web_link;
use crate::document::live::Update;
use crate::document::near::Surroundings;
use crate::model::{Clean, Image, Language, Published, read_day};

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pub(crate) title: Clean,
    pub(crate) byline: Vec<Clean>,
    pub(crate) outlet: Option<Clean>,
    pub(crate) published: Option<Published>,
    pub(crate) modified: Option<Published>,
    pub(crate) language: Language,
    pub(crate) image: Option<Image>,
    pub(crate) for_subscribers: bool,
    pub(crate) canonical: Option<String>,
    /// JSON-LD's `articleBody`; evidence, not the answer.
    pub(crate) body: String,
    /// Questions and answers that JSON-LD declares apart from it; markup in them is left as it is.
    pub(crate) answers: String,
    /// The entries of a live blog.
    pub(crate) live: Vec<Update>,
    /// What the page says it is about: often its standfirst.
    pub(crate) description: Clean,
    /// The part of the outlet that it is in.
    pub(crate) section: Option<Clean>,
}

/// Reads it, JSON-LD before OpenGraph before the page's own words.
pub(crate) fn read_meta(dom: &Dom, json_ld: &[String], url: Option<&Url>) -> Meta {
    let tags = MetaTags::of(dom);
    let tab = tab(dom);
    let titles: Vec<_> = tags.get("og:title").into_iter().chain([tab.clone()]).collect();
    let described = Described::of(json_ld, &titles);
    let article = &described.article;
    let tag = |names: &[&str]| names.iter().find_map(|name| tags.get(name));
    let publisher = described.follow(&article["publisher"]);
    let host = url.and_then(Url::host_str);
    let is_name = |name: &Clean| !name.contains("://");
    let outlet = tag(&["og:site_name"])
        .filter(is_name)
        .or_else(|| name_of(publisher).filter(is_name))
        .or_else(|| tag(&["application-name"]).filter(is_name))
        .or_else(|| House { outlet: None, host }.name_in(&tab));
    let house = House {
        outlet: outlet.as_deref(),
        host,
    };
    let title = headline(dom, &tags, tab, article, &house);
    let declared = dom.select_single("html").attr("lang").unwrap_or_default();
    let language = language(&declared, &tags, article);
    let around = Surroundings::of(dom, &title);
    let style = Style {
        language,
        day_first: day_first(&declared, language, house.host),
    };
    let published_by = name_of(publisher);
    let names = [
        outlet.as_deref(),
        published_by.as_deref(),
        house.host.map(|host| host.trim_start_matches("www.")),
    ];
    let outlets: Vec<_> = names.into_iter().flatten().collect();
    let free = described.field("isAccessibleForFree");
    Meta {
        byline: byline(dom, &tags, &described, &outlets, &around, style),
        published: published(dom, &tags, &described, url, &around, style),
        modified: modified(&tags, &described),
        language,
        image: image(&described, &tags, url),
        canonical: dom
            .select_single("link[rel=canonical]")
            .attr("href")
            .and_then(|address| web_link(&address, url)),
        body: article["articleBody"].as_str().map(unescape).unwrap_or_default(),
        answers: described.answers(),
        live: updates(article),
        description: text_of(&article["description"])
            .or_else(|| tag(&["og:description", "description"]))
            .map(|text| untagged(&text))
            .unwrap_or_default(),
        section: section(article, &tags),
        for_subscribers: matches!(free, Value::Bool(false))
            || free.as_str().is_some_and(|word| word.eq_ignore_ascii_case("false")),
        outlet,
        title,
    }
}

/// The picture that stands for the article.
fn image(described: &Described, tags: &MetaTags, base: Option<&Url>) -> Option<Image> {
    let tag = |names: [&str; 2]| names.iter().find_map(|name| tags.get(name));
    let address = picture(described.field("image"));
    let address = address.or_else(|| tag(["og:image", "twitter:image"]).map(Clean::into_string));
    Some(Image {
        url: web_link(&address?, base)?,
        alt: tag(["og:image:alt", "twitter:image:alt"]).unwrap_or_default(),
    })
}

/// The entries that JSON-LD has of a live blog, in its order.
fn updates(article: &Value) -> Vec<Update> {
    let all = article["liveBlogUpdate"].as_array();
    let read = |update: &Value| {
        let body = update["articleBody"]
            .as_str()
            .map(unescape)
            .filter(|body| !body.trim().is_empty())?;
        Some(Update {
            at: update["datePublished"].as_str().and_then(|text| read_day(text, false)),
            headline: text_of(&update["headline"]).unwrap_or_default(),
            body,
        })
    };
    all.into_iter().flatten().filter_map(read).collect()
}

/// The first section that the page names: of a list its first, of a path such as "News/World" its last part.
fn section(article: &Value, tags: &MetaTags) -> Option<Clean> {
    const NAMES: [&str; 5] = [
        "article:section",
        "og:article:section",
        "parsely-section",
        "articlesection",
        "sailthru.section",
    ];
    let declared = name_of(&article["articleSection"]);
    let named = declared.or_else(|| NAMES.iter().find_map(|name| tags.get(name)))?;
    let first = named.split(',').next().unwrap_or(&named);
    let last = first.rsplit(['/', '>', '|']).find(|part| !part.trim().is_empty())?;
    Some(Clean::line(last))
}

fn language(declared: &str, tags: &MetaTags, article: &Value) -> Language {
    Some(Language::of(declared))
        .filter(|language| *language != Language::UNKNOWN)
        .or_else(|| article["inLanguage"].as_str().map(Language::of))
        .or_else(|| tags.get("og:locale").map(|tag| Language::of(&tag)))
        .unwrap_or_default()
}

/// Whether the day stands first where slashes part a date: everywhere but in the United States.
fn day_first(declared: &str, language: Language, host: Option<&str>) -> bool {
    let others = ["gb", "au", "nz", "ie", "in", "za"];
    let region = declared.to_lowercase();
    let of = |text: &str, mark: &[char]| {
        text.rsplit_once(mark)
            .is_some_and(|(_, end)| end == "uk" || others.contains(&end))
    };
    !matches!(language, Language::ENGLISH | Language::UNKNOWN)
        || of(&region, &['-', '_'])
        || host.is_some_and(|host| of(host, &['.']))
}

/// Words that are markup, perhaps escaped, without it.
fn untagged(text: &Clean) -> Clean {
    let is_markup = |text: &str| text.contains("</") || text.contains("<br");
    let unescaped = unescape(text);
    if is_markup(&unescaped) {
        return Clean::line(&unescape(&Dom::fragment(unescaped).text()));
    }
    Clean::line(&unescaped)
}

fn name_of(value: &Value) -> Option<Clean> {
    text_of(value)
        .or_else(|| text_of(&value["name"]))
        .or_else(|| value.get(0).and_then(name_of))
}

fn picture(value: &Value) -> Option<String> {
    match value {
        Value::String(url) => Some(url.clone()),
        Value::Array(pictures) => pictures.iter().find_map(picture),
        Value::Object(fields) => fields.get("url").and_then(picture),
        _ => None,
    }
}
