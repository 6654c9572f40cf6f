//! The document of an article as it is kept: of its outlet's page, else of its feed's body.

use std::panic::{AssertUnwindSafe, catch_unwind};

use url::Url;

use crate::document::body::{from_html, is_cut};
use crate::document::context::Context;
use crate::document::page::from_page_by;
use crate::document::plain::plain;
use crate::document::summary::is_summary;
use crate::document::tree::Document;
use crate::model::{Article, ClipBook, Clips, Complete, Image};

/// The clips that hold for an article.
pub fn clips_for(article: &Article, book: &ClipBook) -> Option<Clips> {
    let page = article.page.as_ref().map(|(_, url)| &**url);
    book.of(&[article.row.url.as_deref(), Some(&article.row.feed_url), page])
}

/// An article's document by the reader's own clips, and how much of it that is: of the outlet's page where it is kept, else, or
/// with `feed_text`, of the feed's own body.
pub fn document_of(article: &Article, feed_text: bool, clips: Option<&Clips>) -> (Document, Complete) {
    if let Some((html, url)) = article.page.as_ref().filter(|_| !feed_text) {
        let page = contained(|| from_page_by(html, Url::parse(url).ok().as_ref(), clips));
        return page.map_or((Document::default(), Complete::Empty), |page| {
            (page.document, page.complete)
        });
    }
    let document = contained(|| body(article, clips)).unwrap_or_default();
    let complete = judge(&document, article);
    (document, complete)
}

fn body(article: &Article, clips: Option<&Clips>) -> Document {
    let base = article.base.as_deref().or(article.row.url.as_deref());
    let base = base.and_then(|base| Url::parse(base).ok());
    from_html(
        &article.html,
        &Context {
            base: base.as_ref(),
            title: &article.row.title,
            byline: &article.row.byline,
            language: article.language,
            clips,
        },
    )
}

/// Addresses of the pictures in a text, in its order; the article's own picture where the text has none.
pub fn pictures_of(document: &Document, own: Option<&Image>) -> Vec<String> {
    let mut pictures = document.pictures();
    if pictures.is_empty() {
        pictures.extend(own.map(|image| image.url.clone()));
    }
    pictures
}

/// How much a feed's body holds, by its own look, and by what its page had to say when it was asked.
fn judge(document: &Document, article: &Article) -> Complete {
    let words = document.words();
    let has_page = article.row.url.is_some();
    let page_said = article.page_said.filter(|said| *said != Complete::Empty);
    match words {
        0 => page_said.unwrap_or(Complete::Empty),
        _ if is_cut(&article.html) => page_said.unwrap_or(Complete::Summary),
        _ if has_page && is_summary(&article.html, &plain(document).text, words) => {
            page_said.unwrap_or(Complete::Summary)
        }
        _ => Complete::Whole,
    }
}

/// What stumbles over an article gives nothing, and harms nothing.
fn contained<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}

#[cfg(test)]
mod tests {
    use super::pictures_of;
    use crate::document::{Context, from_html};
    use crate::model::{Clean, Image};

    #[test]
    fn pictures_are_those_of_the_text_or_the_articles_own() {
        let own = Image {
            url: "https://x.example/lead.jpg".to_owned(),
            alt: Clean::default(),
        };
        for (html, expected) in [
            (
                "<figure><img src='https://x.example/a.jpg'></figure><ul><li><p>a</p><img src='https://x.example/b.jpg'></ul>\
                 <p>a</p><img src='https://x.example/a.jpg'><iframe src='https://tube.example/1'></iframe>",
                ["https://x.example/a.jpg", "https://x.example/b.jpg"].as_slice(),
            ),
            (
                "<p>a</p><iframe src='https://tube.example/1'></iframe>",
                &["https://x.example/lead.jpg"],
            ),
        ] {
            let document = from_html(html, &Context::default());
            assert_eq!(pictures_of(&document, Some(&own)), expected, "{html}");
        }
    }
}
