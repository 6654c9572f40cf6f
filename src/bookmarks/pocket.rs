//! The page that Pocket used to export, `ril_export.html`: two headings, each with a list of links.

use dom_query::Document;

use crate::bookmarks::clock::seconds;
use crate::model::Bookmark;

pub(super) fn read(text: &str) -> Result<Vec<Bookmark>, String> {
    let page = Document::from(text);
    let mut bookmarks = Vec::new();
    let mut read = false;
    for node in &page.select("h1, a[time_added]") {
        if node.is("h1") {
            read = node.text().contains("Archive");
            continue;
        }
        let attribute = |name: &str| node.attr_or(name, "");
        bookmarks.push(Bookmark {
            url: attribute("href").trim().to_owned(),
            title: node.text().trim().to_owned(),
            added: seconds(&attribute("time_added")),
            read,
            tags: attribute("tags")
                .split(',')
                .map(str::trim)
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect(),
            ..Bookmark::default()
        });
    }
    if bookmarks.is_empty() {
        return Err("there is no bookmark in it: of web pages, only Pocket's ril_export.html can be read".to_owned());
    }
    Ok(bookmarks)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_both_lists() {
        let text = "<!DOCTYPE html><html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>\
            <li><a href=\"https://dispatch.example/1?a=1&amp;b=2\" time_added=\"1404143312\" tags=\"sea,night ferry\">One &amp; two</a></li></ul>\
            <h1>Read Archive</h1><ul><li><a href=\"https://dispatch.example/2\" time_added=\"1404143313\" tags=\"\">Three</a></li></ul>";
        let read = read(text).unwrap();
        assert_eq!(read[0].url, "https://dispatch.example/1?a=1&b=2");
        assert_eq!((read[0].title.as_str(), read[0].read), ("One & two", false));
        assert_eq!(read[0].tags, ["sea", "night ferry"]);
        assert_eq!((read[1].read, read[1].tags.len()), (true, 0));
        assert_eq!(read[1].added.unwrap().as_second(), 1_404_143_313);
    }
}
