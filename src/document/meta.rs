//! What a page says of itself: JSON-LD (schema.org), OpenGraph, `<meta>`, `<time>`.

use dom_query::Document as Dom;
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use crate::document::byline::byline;
use crate::document::headline::{House, MAX_TITLE, headline};
use crate::document::json_ld::Described;
use crate::document::links::web_link;
use crate::document::live::Update;
use crate::model::{Clean, Image, Language, Published};

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
    /// The entries of a live blog.
    pub(crate) live: Vec<Update>,
    /// What the page says it is about: often its standfirst.
    pub(crate) description: Clean,
}

/// Reads it, JSON-LD before OpenGraph before the page's own words.
pub(crate) fn read_meta(dom: &Dom, json_ld: &[String], url: Option<&Url>) -> Meta {
    let described = Described::of(json_ld);
    let tags = MetaTags::of(dom);
    let article = &described.article;
    let tag = |names: &[&str]| names.iter().find_map(|name| tags.get(name));
    let publisher = described.follow(&article["publisher"]);
    let outlet = tag(&["og:site_name"])
        .or_else(|| name_of(publisher))
        .or_else(|| tag(&["application-name"]));
    let house = House {
        outlet: outlet.as_deref(),
        host: url.and_then(Url::host_str),
    };
    let free = described.field("isAccessibleForFree");
    Meta {
        title: headline(dom, &tags, article, &house),
        byline: byline(dom, &tags, &described, outlet.as_deref()),
        published: date(&tags, described.field("datePublished"), PUBLISHED).or_else(|| shown_date(dom)),
        modified: date(&tags, described.field("dateModified"), MODIFIED),
        language: language(dom, &tags, article),
        image: picture(described.field("image"))
            .or_else(|| tag(&["og:image", "twitter:image"]).map(Clean::into_string))
            .and_then(|address| web_link(&address, url))
            .map(|url| Image {
                url,
                alt: tag(&["og:image:alt", "twitter:image:alt"]).unwrap_or_default(),
            }),
        canonical: dom
            .select_single("link[rel=canonical]")
            .attr("href")
            .and_then(|address| web_link(&address, url)),
        body: article["articleBody"].as_str().map(unescape).unwrap_or_default(),
        live: updates(article),
        description: text_of(&article["description"])
            .or_else(|| tag(&["og:description", "description"]))
            .unwrap_or_default(),
        for_subscribers: matches!(free, Value::Bool(false))
            || free.as_str().is_some_and(|word| word.eq_ignore_ascii_case("false")),
        outlet,
    }
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
            at: update["datePublished"].as_str().and_then(read_date),
            headline: text_of(&update["headline"]).unwrap_or_default(),
            body,
        })
    };
    all.into_iter().flatten().filter_map(read).collect()
}

const PUBLISHED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "article:published",
    "parsely-pub-date",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "publish-date",
    "pubdate",
    "publishdate",
    "sailthru.date",
    "datePublished",
    "cXenseParse:recs:publishtime",
    "article.published",
    "published_at",
    "publication_date",
    "og:article:published_time",
    "last-modified",
];
const MODIFIED: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "article:modified",
    "dateModified",
    "last-modified",
];

fn date(tags: &MetaTags, value: &Value, names: &[&str]) -> Option<Published> {
    let tagged = || {
        names
            .iter()
            .find_map(|name| tags.get(name).and_then(|text| read_date(&text)))
    };
    value.as_str().and_then(read_date).or_else(tagged)
}

/// The first moment that the page shows as its own.
fn shown_date(dom: &Dom) -> Option<Published> {
    let times = dom.select("[itemprop=datePublished], article time, main time, header time, time");
    let read = |name: &'static str| {
        times
            .iter()
            .take(12)
            .find_map(move |time| time.attr(name).and_then(|text| read_date(&text)))
    };
    read("datetime")
        .or_else(|| read("content"))
        .or_else(|| times.iter().take(12).find_map(|time| read_date(&time.text())))
}

fn language(dom: &Dom, tags: &MetaTags, article: &Value) -> Language {
    let declared = dom
        .select_single("html")
        .attr("lang")
        .map(|tag| Language::of(&tag))
        .filter(|language| *language != Language::UNKNOWN);
    declared
        .or_else(|| article["inLanguage"].as_str().map(Language::of))
        .or_else(|| tags.get("og:locale").map(|tag| Language::of(&tag)))
        .unwrap_or_default()
}

/// A page's `<meta>` elements with what they are called and say, read once.
pub(crate) struct MetaTags(Vec<(String, Clean)>);

impl MetaTags {
    pub(crate) fn of(dom: &Dom) -> Self {
        let mut tags = Vec::new();
        for node in dom.select("meta[content]").nodes() {
            let Some(content) = node.attr("content").map(|content| Clean::line(&content)) else {
                continue;
            };
            let names = ["property", "name", "itemprop"];
            for name in names.into_iter().filter_map(|attribute| node.attr(attribute)) {
                tags.push((name.to_ascii_lowercase(), content.clone()));
            }
        }
        Self(tags)
    }

    /// What the first of that name says.
    pub(crate) fn get(&self, name: &str) -> Option<Clean> {
        let found = self.0.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found
            .map(|(_, content)| content.clone())
            .filter(|content| !content.is_empty())
    }
}

pub(crate) fn text_of(value: &Value) -> Option<Clean> {
    value
        .as_str()
        .map(|text| Clean::title(&unescape(text), MAX_TITLE))
        .filter(|text| !text.is_empty())
}

/// JSON-LD is often escaped as if it were HTML.
pub(crate) fn unescape(text: &str) -> String {
    if text.contains('&') {
        Dom::fragment(text).text().to_string()
    } else {
        text.to_owned()
    }
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

/// RFC 3339 and its looser relatives (ISO 8601): a zone may be missing, then it is UTC; so may the time.
pub(crate) fn read_date(text: &str) -> Option<Published> {
    let text = text.trim();
    let offset = |text: &str| -> i32 {
        let Some((at, sign)) = text.char_indices().skip(11).find(|(_, sign)| matches!(sign, '+' | '-')) else {
            return 0;
        };
        let digits: String = text.chars().skip(at + 1).filter(char::is_ascii_digit).collect();
        let number = |range: std::ops::Range<usize>| {
            digits
                .get(range)
                .and_then(|digits| digits.parse::<i32>().ok())
                .unwrap_or(0)
        };
        let minutes = number(0..2) * 60 + number(2..4);
        if sign == '-' { -minutes } else { minutes }
    };
    if let Ok(at) = text.parse::<Timestamp>() {
        return Some(Published {
            at,
            offset_minutes: offset(text),
        });
    }
    if let Ok(time) = text.trim_end_matches('Z').parse::<jiff::civil::DateTime>() {
        let at = jiff::tz::TimeZone::UTC.to_timestamp(time).ok()?;
        return Some(Published { at, offset_minutes: 0 });
    }
    let day = text.get(..10)?.parse::<jiff::civil::Date>().ok()?;
    Some(Published {
        at: jiff::tz::TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)).ok()?,
        offset_minutes: 0,
    })
}

#[cfg(test)]
mod tests {
    use super::read_date;

    #[test]
    fn reads_dates() {
        for (text, at, offset) in [
            ("2022-10-30T10:49:00+02:00", "2022-10-30T08:49:00Z", 120),
            ("2022-10-30T10:49:00-0530", "2022-10-30T16:19:00Z", -330),
            ("2022-10-30T10:49:00Z", "2022-10-30T10:49:00Z", 0),
            ("2022-10-30 10:49", "2022-10-30T10:49:00Z", 0),
            ("2022-10-30", "2022-10-30T00:00:00Z", 0),
        ] {
            let read = read_date(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(
                (read.at.to_string().as_str(), read.offset_minutes),
                (at, offset),
                "{text}"
            );
        }
        assert!(read_date("soon").is_none());
    }
}
