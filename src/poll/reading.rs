//! A feed's answer → drafts for the store: parses it, leaves out what is known, picks each entry's body, cleans it, listens to it. Pure; runs off the async threads.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use url::Url;

use crate::document::{Context, Leaf, from_html, plain, plain_of, web_link, words_of};
use crate::feed::{Category, Content, Entry, Hints, ParsedFeed, Person, TextKind, Titled, parse};
use crate::model::{Clean, ClipBook, Image, Language, web_address};
use crate::net::Answer;
use crate::poll::memory::{Memory, hashes, is_known};
use crate::poll::verdict;
use crate::speech::listen;
use crate::store::Draft;

/// Newest entries that are kept of one answer (reliability.md (c)).
const MAX_ENTRIES: usize = 2000;
/// Characters of a title (reliability.md (c)).
const MAX_TITLE: usize = 1000;
/// Characters of the lead that stand for a missing title.
const MAX_LEAD: usize = 100;
/// Characters of an excerpt.
const MAX_EXCERPT: usize = 240;
/// People, subjects of one article.
const MAX_LISTED: usize = 20;
/// Words by which a language is told.
const SAMPLE_BYTES: usize = 4096;

/// What an answer held, read.
pub(crate) struct Reading {
    pub(crate) title: Clean,
    pub(crate) kind: &'static str,
    pub(crate) site: Option<String>,
    pub(crate) drafts: Vec<Draft>,
    /// Key and address of the entries that are as they were.
    pub(crate) unchanged: Vec<(String, Option<String>)>,
    pub(crate) known: BTreeMap<u32, u32>,
    /// Whether it is the feed that is remembered.
    pub(crate) is_same: bool,
    pub(crate) memory: Memory,
}

/// Why there is nothing to read.
pub(crate) struct Unread {
    pub(crate) why: Clean,
}

/// Reads a body; entries that are as they were last time are left out.
pub(crate) fn read_feed(
    answer: Answer,
    asked: &str,
    mut memory: Memory,
    clips: ClipBook,
    now: Timestamp,
) -> Result<Reading, Unread> {
    let base = url::Url::parse(&answer.url).ok();
    let hints = Hints {
        content_type: answer.content_type.as_deref(),
        base: base.as_ref(),
    };
    let parsed = parse(&answer.body, &hints);
    let mut feed = match parsed {
        Ok(feed) => feed,
        Err(error) => {
            return Err(Unread {
                why: verdict::of_parse(&error, &answer, asked),
            });
        }
    };
    let Answer { url, body, held, .. } = answer;
    drop((body, held));
    feed.entries.retain(says_anything);
    keep_newest(&mut feed);
    memory.learn(&feed, now);
    let known = hashes(&feed.entries);
    let is_same = memory.is_same_feed(&feed.entries);
    let common = Common::of(&feed, &url, asked, clips);
    let (old, new): (Vec<_>, Vec<_>) = std::mem::take(&mut feed.entries)
        .into_iter()
        .partition(|entry| is_known(&memory.known, entry));
    let unchanged = old
        .into_iter()
        .map(|entry| (entry.key.clone(), address(&entry)))
        .collect();
    let drafts = new.into_iter().map(|entry| draft(entry, &common)).collect();
    let site = feed.link.as_deref().and_then(web_address);
    Ok(Reading {
        title: title(&feed),
        kind: feed.format,
        site,
        drafts,
        unchanged,
        known,
        is_same,
        memory,
    })
}

/// Bounds what one answer can bring: the newest entries where they are dated, else the first.
fn keep_newest(feed: &mut ParsedFeed) {
    if feed.entries.len() > MAX_ENTRIES {
        feed.entries
            .sort_by_key(|entry| std::cmp::Reverse(entry.published.or(entry.updated).map(|date| date.at)));
        feed.entries.truncate(MAX_ENTRIES);
    }
}

/// `<item/>` is no article.
fn says_anything(entry: &Entry) -> bool {
    let said = entry.title.is_some() || entry.summary.is_some() || entry.link.is_some();
    said || !entry.content.is_empty() || !entry.enclosures.is_empty() || !entry.images.is_empty()
}

/// What the entries of a feed have in common.
pub(crate) struct Common {
    language: Language,
    site: Option<Url>,
    url: Option<Url>,
    /// As it is followed, which is what clips go by.
    feed_url: String,
    clips: ClipBook,
}

impl Common {
    /// Of a feed that came from `url` when it was asked for at `feed_url`.
    pub(crate) fn of(feed: &ParsedFeed, url: &str, feed_url: &str, clips: ClipBook) -> Self {
        let url = Url::parse(url).ok();
        let site = feed.link.as_deref().and_then(|link| Url::parse(link).ok());
        Self {
            language: feed.language.as_deref().map(Language::of).unwrap_or_default(),
            site,
            url,
            feed_url: feed_url.to_owned(),
            clips,
        }
    }
}

/// The feed's own title as one line.
pub(crate) fn title(feed: &ParsedFeed) -> Clean {
    feed.title.as_ref().map(line).unwrap_or_default()
}

/// One entry as an article.
pub(crate) fn draft(mut entry: Entry, common: &Common) -> Draft {
    let body = body(&mut entry);
    let url = address(&entry);
    let parsed = url.as_deref().and_then(|url| Url::parse(url).ok());
    let base = body.base.as_deref().and_then(|base| Url::parse(base).ok());
    let base = base
        .or(parsed)
        .or_else(|| common.site.clone())
        .or_else(|| common.url.clone());
    let title = entry.title.as_ref().map(line).unwrap_or_default();
    let declared =
        [body.language.as_deref(), entry.language.as_deref()].map(|tag| tag.map(Language::of).unwrap_or_default());
    let declared = declared
        .into_iter()
        .chain([common.language])
        .find(|language| language.known().is_some());
    let language = declared.unwrap_or_default();
    let clips = common.clips.of(&[url.as_deref(), Some(&common.feed_url)]);
    let byline = names(&entry.authors);
    let document = from_html(
        &body.html,
        &Context {
            base: base.as_ref(),
            title: &title,
            byline: &byline,
            language,
            clips: clips.as_ref(),
        },
    );
    let leaves = document.leaves();
    let text = plain_of(&document, &leaves).text;
    let language = declared.unwrap_or_else(|| detect(&title, &text));
    Draft {
        title: if title.is_empty() {
            lead(&text, url.as_deref())
        } else {
            title
        },
        named: entry.id.as_deref().is_some_and(|id| !id.trim().is_empty()),
        url,
        byline,
        published: entry.published,
        modified: entry.updated,
        base: base.map(String::from),
        image: image(&entry),
        key: entry.key,
        categories: entry
            .categories
            .iter()
            .map(subject)
            .filter(|word| !word.is_empty())
            .take(MAX_LISTED)
            .collect(),
        html: body.html,
        ..found(&leaves, text, language)
    }
}

fn address(entry: &Entry) -> Option<String> {
    entry.link.as_deref().and_then(|link| web_link(link, None))
}

/// What is found in a document's leaves: its words, excerpt and speech; with its text. The rest of the draft is empty.
pub(crate) fn found(leaves: &[Leaf], text: String, language: Language) -> Draft {
    Draft {
        words: words_of(leaves),
        excerpt: Clean::title(&text, MAX_EXCERPT),
        speech: listen(leaves, language),
        language,
        text,
        ..Draft::default()
    }
}

/// The language of an article that declares none.
pub(crate) fn detect(title: &str, text: &str) -> Language {
    let end = (0..=SAMPLE_BYTES.min(text.len()))
        .rev()
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(0);
    crate::document::detect(&format!("{title}\n{}", text.get(..end).unwrap_or_default()))
}

#[derive(Default)]
struct Body {
    html: String,
    base: Option<String>,
    language: Option<String>,
}

/// Takes the longest of what the entry offers as its body; plain text becomes paragraphs.
fn body(entry: &mut Entry) -> Body {
    let readable = |content: &Content| {
        content.src.is_none()
            && content
                .media_type
                .as_deref()
                .is_none_or(|kind| kind.starts_with("text/"))
    };
    let offered = entry.content.iter_mut().filter(|content| readable(content));
    let content = offered.max_by_key(|content| content.value.len());
    let least = content.as_ref().map(|content| content.value.len());
    let summary = entry.summary.as_mut();
    let summary = summary.filter(|summary| least.is_none_or(|least| least < summary.value.len()));
    match (content, summary) {
        (_, Some(summary)) => Body {
            html: markup(std::mem::take(&mut summary.value), summary.kind),
            ..Body::default()
        },
        (Some(content), None) => Body {
            html: markup(std::mem::take(&mut content.value), content.kind),
            base: content.base.take(),
            language: content.language.take(),
        },
        (None, None) => Body::default(),
    }
}

/// Markup as it is; text with its own line breaks kept.
fn markup(value: String, kind: TextKind) -> String {
    match kind {
        // Escaped, but no more than words: its own breaks say where paragraphs are. Tags may be escaped once more.
        TextKind::Html if value.contains("\n\n") && !["<", "&lt;", "&#"].iter().any(|tag| value.contains(tag)) => {
            paragraphs(&value)
        }
        TextKind::Html | TextKind::Xhtml => value,
        TextKind::Text => paragraphs(&value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")),
    }
}

fn paragraphs(escaped: &str) -> String {
    let parts = escaped.split("\n\n").map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| format!("<p>{}</p>\n", part.replace('\n', "<br>")))
        .collect()
}

fn line(titled: &Titled) -> Clean {
    match titled.kind {
        TextKind::Html | TextKind::Xhtml if titled.value.contains(['<', '&']) => {
            let mut markup = Cow::Borrowed(&*titled.value);
            // In an element nothing is taken for markup that was escaped once too often.
            if titled.declared && !markup.contains('<') {
                markup = format!("<p>{markup}</p>").into();
            }
            if !titled.declared && names_tags(&markup) {
                markup = markup.replace('<', "&lt;").into();
            }
            Clean::title(&plain(&from_html(&markup, &Context::default())).text, MAX_TITLE)
        }
        _ => Clean::title(&titled.value, MAX_TITLE),
    }
}

/// Whether what looks like tags is what a title speaks of, "The <table> element": open, bare and never closed.
fn names_tags(title: &str) -> bool {
    const NEVER_CLOSED: [&str; 6] = ["br", "hr", "img", "wbr", "p", "li"];
    let mut tags = title.split('<').skip(1).peekable();
    tags.peek().is_some()
        && tags.all(|tag| {
            let name = tag.split_once('>').map_or("", |(name, _)| name);
            !name.is_empty()
                && name.bytes().all(|sign| sign.is_ascii_alphanumeric())
                && !NEVER_CLOSED.contains(&name)
                && !title.contains(&format!("</{name}>"))
        })
}

/// What stands for a title that is missing: the first words, else the address.
fn lead(text: &str, url: Option<&str>) -> Clean {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let sentence = first
        .split_inclusive(['.', '!', '?', '…', '。'])
        .next()
        .unwrap_or_default();
    let lead = Clean::title(if sentence.chars().count() < 15 { first } else { sentence }, MAX_LEAD);
    if lead.is_empty() {
        Clean::title(url.unwrap_or("(untitled)"), MAX_TITLE)
    } else {
        lead
    }
}

fn names(people: &[Person]) -> Vec<Clean> {
    let named = people
        .iter()
        .filter_map(|person| person.name.as_deref().or(person.email.as_deref()));
    named
        .map(|name| word(name, 200))
        .filter(|name| !name.is_empty())
        .take(MAX_LISTED)
        .collect()
}

fn subject(category: &Category) -> Clean {
    word(category.label.as_ref().unwrap_or(&category.term), 100)
}

/// A name, of which some feeds make a link, or escape it once too often.
fn word(said: &str, most: usize) -> Clean {
    if said.contains('&') || said.contains("</") {
        return Clean::title(&plain(&from_html(said, &Context::default())).text, most);
    }
    Clean::title(said, most)
}

/// The first picture that is named as one, else the first that is attached.
fn image(entry: &Entry) -> Option<Image> {
    let is_picture = |kind: &str| kind.trim_start().to_ascii_lowercase().starts_with("image/");
    let attached = entry.enclosures.iter();
    let attached = attached.filter(|file| file.media_type.as_deref().is_some_and(is_picture));
    let named = entry.images.iter().map(|(url, alt)| (url, alt.as_deref()));
    let mut all = named.chain(attached.map(|file| (&file.url, None)));
    let (url, alt) = all.find_map(|(url, alt)| Some((web_address(url)?, alt)))?;
    Some(Image {
        url,
        alt: Clean::title(alt.unwrap_or_default(), MAX_TITLE),
    })
}

#[cfg(test)]
mod tests {
    use super::{Common, draft, image};
    use crate::feed::{Content, Enclosure, Entry, ParsedFeed, TextKind, Titled};
    use crate::model::ClipBook;

    fn common() -> Common {
        Common::of(
            &ParsedFeed {
                language: Some("en-GB".to_owned()),
                ..ParsedFeed::default()
            },
            "https://news.example/feed",
            "https://news.example/feed",
            ClipBook::default(),
        )
    }

    #[expect(clippy::unnecessary_wraps, reason = "as entries hold it")]
    fn titled(value: &str, kind: TextKind) -> Option<Titled> {
        Some(Titled {
            value: value.to_owned(),
            kind,
            declared: false,
        })
    }

    #[test]
    fn an_attached_picture_is_the_articles_where_no_other_is_named() {
        let file = |url: &str, kind: &str| Enclosure {
            url: url.to_owned(),
            media_type: Some(kind.to_owned()),
            length: None,
        };
        let mut entry = Entry {
            enclosures: vec![
                file("https://news.example/talk.mp3", "audio/mpeg"),
                file("https://news.example/harbour.jpg", "image/jpeg"),
            ],
            ..Entry::default()
        };
        assert_eq!(image(&entry).unwrap().url, "https://news.example/harbour.jpg");
        entry.images = vec![("https://news.example/named.jpg".to_owned(), Some("A boat".to_owned()))];
        assert_eq!(image(&entry).unwrap().url, "https://news.example/named.jpg");
    }

    #[test]
    fn takes_the_longer_body_and_cleans_the_title() {
        let entry = Entry {
            key: "1".to_owned(),
            title: titled("Ferries &amp; <b>trams</b>", TextKind::Html),
            link: Some("https://news.example/1".to_owned()),
            summary: titled("Short.", TextKind::Text),
            content: vec![Content {
                value: "<p>The ferries will run again on Monday.</p>".to_owned(),
                kind: TextKind::Html,
                ..Content::default()
            }],
            ..Entry::default()
        };
        let draft = draft(entry, &common());
        assert_eq!(&*draft.title, "Ferries & trams");
        assert_eq!(draft.words, 7);
        assert_eq!(draft.language.code(), "en");
        assert!(draft.excerpt.starts_with("The ferries"));
        assert_eq!(draft.base.as_deref(), Some("https://news.example/1"));
    }

    #[test]
    fn escaped_words_without_tags_keep_their_paragraphs() {
        let markup = super::markup("Ferries &amp; trams\nrun.\n\nAgain.".to_owned(), TextKind::Html);
        assert_eq!(markup, "<p>Ferries &amp; trams<br>run.</p>\n<p>Again.</p>\n");
        let tagged = "<i>Ferries</i>\n\nrun.";
        assert_eq!(super::markup(tagged.to_owned(), TextKind::Html), tagged);
        let twice = "&lt;p&gt;Ferries&lt;/p&gt;\n\n&lt;p&gt;run.&lt;/p&gt;";
        assert_eq!(super::markup(twice.to_owned(), TextKind::Html), twice);
    }

    #[test]
    fn names_are_read_as_what_they_say() {
        for (said, shown) in [
            ("<a href=\"https://news.example/ada\">Ada Moss</a>", "Ada Moss"),
            ("O&#8217;Neil &amp; Co", "O’Neil & Co"),
            ("Ada Moss <ada@news.example>", "Ada Moss <ada@news.example>"),
            ("Moss & Lind", "Moss & Lind"),
        ] {
            assert_eq!(&*super::word(said, 200), shown);
        }
    }

    #[test]
    fn a_title_may_speak_of_tags() {
        for (said, declared, shown) in [
            ("Using the &lt;div&gt; tag", false, "Using the <div> tag"),
            (
                "Why &#60;b&#62; is not &lt;strong&gt;",
                false,
                "Why <b> is not <strong>",
            ),
            ("&lt;b&gt;Ferries&lt;/b&gt; &amp;amp; trams", false, "Ferries & trams"),
            ("&lt;b&gt;Ferries&lt;/b&gt; &amp; trams", true, "<b>Ferries</b> & trams"),
            ("<i>Ferries</i> &lt;b&gt;", true, "Ferries <b>"),
            (
                "The <table> and <a> elements &amp; more",
                false,
                "The <table> and <a> elements & more",
            ),
            ("The <b>table", true, "The table"),
            ("<b>The</b> table <br> of <i>", false, "The table of"),
        ] {
            let title = Titled {
                value: said.to_owned(),
                kind: TextKind::Html,
                declared,
            };
            assert_eq!(&*super::line(&title), shown, "{said}");
        }
        for (attributes, shown) in [("", "Ferries"), (" type='html'", "<b>Ferries</b>")] {
            let text = format!("<rss><title{attributes}>&amp;lt;b&amp;gt;Ferries&amp;lt;/b&amp;gt;</title></rss>");
            let feed = crate::feed::parse(text.as_bytes(), &crate::feed::Hints::default()).unwrap();
            assert_eq!(&*super::title(&feed), shown, "{attributes}");
        }
    }

    #[test]
    fn what_says_nothing_is_no_article() {
        let text = "<rss><channel><title>T</title><item/><item><guid>1</guid></item><item><title>x</title></item></channel></rss>";
        let mut feed = crate::feed::parse(text.as_bytes(), &crate::feed::Hints::default()).unwrap();
        feed.entries.retain(super::says_anything);
        assert_eq!(feed.entries.len(), 1);
    }

    #[test]
    fn the_lead_stands_for_a_missing_title() {
        let summary = "The harbour master said no. Nobody else was asked.";
        let entry = Entry {
            key: "2".to_owned(),
            summary: titled(summary, TextKind::Text),
            ..Entry::default()
        };
        assert_eq!(&*draft(entry, &common()).title, "The harbour master said no.");
        let bare = Entry {
            key: "3".to_owned(),
            link: Some("https://news.example/3".to_owned()),
            ..Entry::default()
        };
        assert_eq!(&*draft(bare, &common()).title, "https://news.example/3");
        let script = Entry {
            key: "4".to_owned(),
            link: Some("javascript:alert(1)".to_owned()),
            ..Entry::default()
        };
        assert_eq!(draft(script, &common()).url, None);
    }
}
