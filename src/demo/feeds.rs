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
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"{charset}\"?>\n\
         <rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:media=\"http://search.yahoo.com/mrss/\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n\
         <title>{name}</title>\n<link>{site}</link>\n<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{site}feed.xml\"/>\n\
         <description>{tagline}</description>\n<language>{language}</language>\n<ttl>15</ttl>\n",
        charset = outlet.charset.name(),
        name = escape(&outlet.name),
        tagline = escape(&outlet.tagline),
        language = outlet.language.code(),
    );
    for piece in &outlet.pieces {
        let link = escape(&tracked(outlet, piece, site));
        xml += &format!(
            "<item>\n<title>{title}</title>\n<link>{link}</link>\n<guid isPermaLink=\"true\">{site}{slug}</guid>\n\
             <dc:creator>{author}</dc:creator>\n<pubDate>{date}</pubDate>\n",
            title = escape(&piece.title),
            slug = piece.slug,
            author = escape(&piece.author),
            date = rfc2822(&outlet.published(piece, now)),
        );
        for tag in &piece.tags {
            xml += &format!("<category>{}</category>\n", escape(tag));
        }
        if let Some((file, words)) = &piece.picture {
            xml += &format!(
                "<media:content url=\"{site}pictures/{file}\" medium=\"image\"><media:description>{}</media:description></media:content>\n",
                escape(words)
            );
        }
        let body = body(outlet, piece, site, now);
        xml += &match outlet.bodies {
            Bodies::Summary => format!("<description>{}</description>\n</item>\n", escape(&body)),
            Bodies::Full => format!(
                "<description>{}</description>\n<content:encoded><![CDATA[{body}]]></content:encoded>\n</item>\n",
                escape(&text(teaser(piece)))
            ),
        };
    }
    xml + "</channel>\n</rss>\n"
}

/// RSS 1.0 (RDF): items beside the channel, dates and authors by Dublin Core.
pub(crate) fn rss10(outlet: &Outlet, site: &str, now: Timestamp) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"{charset}\"?>\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\">\n\
         <channel rdf:about=\"{site}\">\n<title>{name}</title>\n<link>{site}</link>\n<description>{tagline}</description>\n\
         <dc:language>{language}</dc:language>\n<items><rdf:Seq>\n",
        charset = outlet.charset.name(),
        name = escape(&outlet.name),
        tagline = escape(&outlet.tagline),
        language = outlet.language.code(),
    );
    for piece in &outlet.pieces {
        xml += &format!("<rdf:li rdf:resource=\"{site}{}\"/>\n", piece.slug);
    }
    xml += "</rdf:Seq></items>\n</channel>\n";
    for piece in &outlet.pieces {
        let body = escape(&body(outlet, piece, site, now));
        let (description, content) = match outlet.bodies {
            Bodies::Summary => (body, String::new()),
            Bodies::Full => (
                escape(&text(teaser(piece))),
                format!("<content:encoded>{body}</content:encoded>\n"),
            ),
        };
        xml += &format!(
            "<item rdf:about=\"{site}{slug}\">\n<title>{title}</title>\n<link>{link}</link>\n<dc:creator>{author}</dc:creator>\n\
             <dc:date>{date}</dc:date>\n<description>{description}</description>\n{content}</item>\n",
            slug = piece.slug,
            title = escape(&piece.title),
            link = escape(&tracked(outlet, piece, site)),
            author = escape(&piece.author),
            date = rfc3339(&outlet.published(piece, now)),
        );
    }
    xml + "</rdf:RDF>\n"
}

/// Atom 1.0: ids that are no addresses, escaped HTML.
pub(crate) fn atom(outlet: &Outlet, site: &str, now: Timestamp) -> String {
    let newest = outlet
        .pieces
        .first()
        .map_or_else(|| now.to_string(), |piece| rfc3339(&outlet.published(piece, now)));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"{charset}\"?>\n\
         <feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">\n<id>tag:demo.example,2026:{feed}</id>\n\
         <title>{name}</title>\n<subtitle>{tagline}</subtitle>\n<updated>{newest}</updated>\n\
         <link rel=\"self\" href=\"{site}atom.xml\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{site}\"/>\n",
        charset = outlet.charset.name(),
        language = outlet.language.code(),
        feed = escape(&outlet.name.replace(' ', "-")),
        name = escape(&outlet.name),
        tagline = escape(&outlet.tagline),
    );
    for piece in &outlet.pieces {
        let date = rfc3339(&outlet.published(piece, now));
        let element = if outlet.bodies == Bodies::Full {
            "content"
        } else {
            "summary"
        };
        xml += &format!(
            "<entry>\n<id>tag:demo.example,2026:{slug}</id>\n<title type=\"html\">{title}</title>\n\
             <link rel=\"alternate\" href=\"{link}\"/>\n<published>{date}</published>\n<updated>{date}</updated>\n\
             <author><name>{author}</name></author>\n{tags}<{element} type=\"html\">{body}</{element}>\n</entry>\n",
            slug = piece.slug,
            title = escape(&escape(&piece.title)),
            link = escape(&tracked(outlet, piece, site)),
            author = escape(&piece.author),
            tags = piece
                .tags
                .iter()
                .map(|tag| format!("<category term=\"{}\"/>\n", escape(tag)))
                .collect::<String>(),
            body = escape(&body(outlet, piece, site, now)),
        );
    }
    xml + "</feed>\n"
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
