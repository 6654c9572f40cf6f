//! The outlets' feeds, one function a format, each with the habits that its format has out there.

use jiff::{Timestamp, ZonedDateTime};
use serde_json::json;

use crate::demo::markup::{dirty, escape, teaser, text};
use crate::demo::written::{Bodies, Outlet, Piece};

/// Links in feeds carry tracking parameters, as they do out there.
fn tracked(outlet: &Outlet, piece: &Piece, site: &str) -> String {
    match outlet.bodies {
        Bodies::Full => format!("{site}{}", piece.slug),
        Bodies::Summary => format!("{site}{}?utm_source=rss&utm_medium=feed&utm_campaign=demo", piece.slug),
    }
}

/// What stands for the article in the feed, as HTML.
fn body(outlet: &Outlet, piece: &Piece, site: &str, now: Timestamp) -> String {
    match outlet.bodies {
        Bodies::Full => dirty(outlet, piece, site, now),
        Bodies::Summary => format!(
            "<p>{}</p>\n<p><a href=\"{}\">{}</a></p>",
            teaser(piece),
            escape(&tracked(outlet, piece, site)),
            escape(&outlet.more)
        ),
    }
}

fn rfc2822(time: &ZonedDateTime) -> String {
    time.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

fn rfc3339(time: &ZonedDateTime) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// RSS 2.0: a description, and the whole body in `content:encoded` where the feed carries bodies.
pub(crate) fn rss20(outlet: &Outlet, site: &str, now: Timestamp) -> String {
    let items: String = outlet
        .pieces
        .iter()
        .map(|piece| rss20_item(outlet, piece, site, now))
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"{charset}\"?>\n\
         <rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n\
         <title>{name}</title>\n<link>{site}</link>\n<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{site}feed.xml\"/>\n\
         <description>{tagline}</description>\n<language>{language}</language>\n<ttl>15</ttl>\n{items}</channel>\n</rss>\n",
        charset = outlet.charset.name(),
        name = escape(&outlet.name),
        tagline = escape(&outlet.tagline),
        language = outlet.language.code(),
    )
}

fn rss20_item(outlet: &Outlet, piece: &Piece, site: &str, now: Timestamp) -> String {
    let body = body(outlet, piece, site, now);
    let body = match outlet.bodies {
        Bodies::Summary => format!("<description>{}</description>", escape(&body)),
        Bodies::Full => format!(
            "<description>{}</description>\n<content:encoded><![CDATA[{body}]]></content:encoded>",
            escape(&text(teaser(piece)))
        ),
    };
    format!(
        "<item>\n<title>{title}</title>\n<link>{link}</link>\n<guid isPermaLink=\"true\">{site}{slug}</guid>\n\
         <dc:creator>{author}</dc:creator>\n<pubDate>{date}</pubDate>\n{tags}{picture}{body}\n</item>\n",
        title = escape(&piece.title),
        link = escape(&tracked(outlet, piece, site)),
        slug = piece.slug,
        author = escape(&piece.author),
        date = rfc2822(&outlet.published(piece, now)),
        tags = piece
            .tags
            .iter()
            .map(|tag| element("category", tag))
            .collect::<String>(),
        picture = piece.picture.as_ref().map_or(String::new(), |(file, words)| format!(
            "<media:content url=\"{site}pictures/{file}\" medium=\"image\">{}</media:content>\n",
            element("media:description", words)
        )),
    )
}

fn element(name: &str, text: &str) -> String {
    format!("<{name}>{}</{name}>\n", escape(text))
}

/// RSS 1.0 (RDF): items beside the channel, dates and authors by Dublin Core.
pub(crate) fn rss10(outlet: &Outlet, site: &str, now: Timestamp) -> String {
    let listed = |piece: &Piece| format!("<rdf:li rdf:resource=\"{site}{}\"/>\n", piece.slug);
    format!(
        "<?xml version=\"1.0\" encoding=\"{charset}\"?>\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n\
         <channel rdf:about=\"{site}\">\n<title>{name}</title>\n<link>{site}</link>\n<description>{tagline}</description>\n\
         <dc:language>{language}</dc:language>\n<items><rdf:Seq>\n{list}</rdf:Seq></items>\n</channel>\n{items}</rdf:RDF>\n",
        charset = outlet.charset.name(),
        name = escape(&outlet.name),
        tagline = escape(&outlet.tagline),
        language = outlet.language.code(),
        list = outlet.pieces.iter().map(listed).collect::<String>(),
        items = outlet
            .pieces
            .iter()
            .map(|piece| rss10_item(outlet, piece, site, now))
            .collect::<String>(),
    )
}

fn rss10_item(outlet: &Outlet, piece: &Piece, site: &str, now: Timestamp) -> String {
    let body = body(outlet, piece, site, now);
    let body = match outlet.bodies {
        Bodies::Summary => element("description", &body),
        Bodies::Full => element("description", &text(teaser(piece))) + &element("content:encoded", &body),
    };
    format!(
        "<item rdf:about=\"{site}{slug}\">\n<title>{title}</title>\n<link>{link}</link>\n<dc:creator>{author}</dc:creator>\n\
         <dc:date>{date}</dc:date>\n{body}</item>\n",
        slug = piece.slug,
        title = escape(&piece.title),
        link = escape(&tracked(outlet, piece, site)),
        author = escape(&piece.author),
        date = rfc3339(&outlet.published(piece, now)),
    )
}

/// Atom 1.0: ids that are no addresses, escaped HTML.
pub(crate) fn atom(outlet: &Outlet, site: &str, now: Timestamp) -> String {
    let newest = outlet
        .pieces
        .first()
        .map(|piece| rfc3339(&outlet.published(piece, now)));
    format!(
        "<?xml version=\"1.0\" encoding=\"{charset}\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">\n<id>tag:demo.example,2026:{feed}</id>\n\
         <title>{name}</title>\n<subtitle>{tagline}</subtitle>\n<updated>{newest}</updated>\n\
         <link rel=\"self\" href=\"{site}atom.xml\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{site}\"/>\n{entries}</feed>\n",
        charset = outlet.charset.name(),
        language = outlet.language.code(),
        feed = escape(&outlet.name.replace(' ', "-")),
        name = escape(&outlet.name),
        tagline = escape(&outlet.tagline),
        newest = newest.unwrap_or_default(),
        entries = outlet
            .pieces
            .iter()
            .map(|piece| atom_entry(outlet, piece, site, now))
            .collect::<String>(),
    )
}

fn atom_entry(outlet: &Outlet, piece: &Piece, site: &str, now: Timestamp) -> String {
    let category = |tag: &String| format!("<category term=\"{}\"/>\n", escape(tag));
    format!(
        "<entry>\n<id>tag:demo.example,2026:{slug}</id>\n<title type=\"html\">{title}</title>\n\
         <link rel=\"alternate\" href=\"{link}\"/>\n<published>{date}</published>\n<updated>{date}</updated>\n\
         <author><name>{author}</name></author>\n{tags}<{element} type=\"html\">{body}</{element}>\n</entry>\n",
        slug = piece.slug,
        title = escape(&escape(&piece.title)),
        link = escape(&tracked(outlet, piece, site)),
        date = rfc3339(&outlet.published(piece, now)),
        author = escape(&piece.author),
        tags = piece.tags.iter().map(category).collect::<String>(),
        element = if outlet.bodies == Bodies::Full {
            "content"
        } else {
            "summary"
        },
        body = escape(&body(outlet, piece, site, now)),
    )
}

/// JSON Feed 1.1.
pub(crate) fn json(outlet: &Outlet, site: &str, now: Timestamp) -> String {
    let items: Vec<_> = outlet
        .pieces
        .iter()
        .map(|piece| {
            json!({
                "id": piece.slug,
                "url": format!("{site}{}", piece.slug),
                "title": piece.title,
                "content_html": body(outlet, piece, site, now),
                "summary": text(teaser(piece)),
                "image": piece.picture.as_ref().map(|(file, _)| format!("{site}pictures/{file}")),
                "date_published": rfc3339(&outlet.published(piece, now)),
                "authors": [{ "name": piece.author }],
                "tags": piece.tags,
            })
        })
        .collect();
    json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": outlet.name,
        "home_page_url": site,
        "feed_url": format!("{site}feed.json"),
        "description": outlet.tagline,
        "language": outlet.language.code(),
        "items": items,
    })
    .to_string()
}
