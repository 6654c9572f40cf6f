//! Whole web pages of the invented outlets: the article among all that a site puts around it.

use jiff::Timestamp;

use crate::demo::markup::{dirty, escape, fill, teaser, text};
use crate::demo::written::{Outlet, Piece};

/// An article's page.
pub(crate) fn whole(outlet: &Outlet, piece: &Piece, site: &str, now: Timestamp) -> String {
    let published = outlet.published(piece, now);
    let title = escape(&piece.title);
    let author = escape(&piece.author);
    let teaser = escape(&text(teaser(piece)));
    let picture = piece.picture.as_ref().map_or(String::new(), |(file, words)| {
        format!(
            "<meta property=\"og:image\" content=\"{site}pictures/{file}\">\n<meta property=\"og:image:alt\" content=\"{}\">\n",
            escape(words)
        )
    });
    let head = format!(
        "<title>{title} | {name}</title>\n<link rel=\"canonical\" href=\"{site}{slug}\">\n\
         <meta name=\"description\" content=\"{teaser}\">\n<meta name=\"author\" content=\"{author}\">\n\
         <meta property=\"og:type\" content=\"article\">\n<meta property=\"og:title\" content=\"{title}\">\n\
         <meta property=\"og:site_name\" content=\"{name}\">\n\
         <meta property=\"article:published_time\" content=\"{time}\">\n{picture}",
        name = escape(&outlet.name),
        slug = piece.slug,
        time = published.strftime("%Y-%m-%dT%H:%M:%S%:z"),
    );
    let body = format!(
        "<main><article>\n<header><h1>{title}</h1>\n<p class=\"byline\"><span rel=\"author\">{author}</span> \
         <time datetime=\"{time}\">{date}</time></p></header>\n\
         <div class=\"article-body\">\n{dirty}\n</div>\n</article>\n{around}</main>",
        time = published.strftime("%Y-%m-%dT%H:%M:%S%:z"),
        date = published.strftime(&outlet.date),
        dirty = dirty(outlet, piece, site, now),
        around = fill(&outlet.page, outlet, piece, site, now),
    );
    frame(outlet, site, &head, &body)
}

/// The home page: headlines with their teasers, and the feed for whoever discovers it.
pub(crate) fn front(outlet: &Outlet, site: &str) -> String {
    let mut body = format!(
        "<main><h1>{}</h1>\n<p>{}</p>\n",
        escape(&outlet.name),
        escape(&outlet.tagline)
    );
    for piece in &outlet.pieces {
        body += &format!(
            "<section><h2><a href=\"{site}{}\">{}</a></h2><p>{}</p></section>\n",
            piece.slug,
            escape(&piece.title),
            teaser(piece)
        );
    }
    let head = format!("<title>{}</title>\n", escape(&outlet.name));
    frame(outlet, site, &head, &(body + "</main>"))
}

fn frame(outlet: &Outlet, site: &str, head: &str, body: &str) -> String {
    let direction = if outlet.language.code() == "ar" {
        " dir=\"rtl\""
    } else {
        ""
    };
    let sections: String = outlet
        .nav
        .iter()
        .map(|section| format!("<li><a href=\"{site}\">{}</a></li>", escape(section)))
        .collect();
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\"{direction}>\n<head>\n<meta charset=\"{charset}\">\n{head}\
         <link rel=\"alternate\" type=\"{kind}\" href=\"/{feed}\" title=\"{name}\">\n\
         <script>window.dataLayer = window.dataLayer || [];</script>\n</head>\n<body>\n\
         <header class=\"site-header\"><a href=\"{site}\">{name}</a><nav><ul>{sections}</ul></nav></header>\n{body}\n\
         <footer class=\"site-footer\"><p>© {name}. {tagline}</p></footer>\n</body>\n</html>\n",
        language = outlet.language.code(),
        charset = outlet.charset.name(),
        kind = match outlet.format.file() {
            "feed.xml" => "application/rss+xml",
            "feed.json" => "application/feed+json",
            "atom.xml" => "application/atom+xml",
            _ => "application/rdf+xml",
        },
        feed = outlet.format.file(),
        name = escape(&outlet.name),
        tagline = escape(&outlet.tagline),
    )
}
