//! newsboat's list of feeds, its `urls` file: an address a line, then tags, of which `"~Name"` is a title and `"!"` hides
//! the feed. Nothing in it is ever run: its `exec:` and `filter:` lines are programs.

use crate::feed::opml::{MAX_OUTLINES, Outline, too_many};
use crate::model::web_address;

/// A list as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// Its feeds; the first tag is the folder.
    pub outlines: Vec<Outline>,
    /// Names of its query feeds, which are searches.
    pub queries: Vec<String>,
    /// Lines that name neither: programs, files, what is no address.
    pub left_out: usize,
}

/// Reads a list; `None` when the text is none.
///
/// # Errors
/// A sentence, when it is one that cannot be taken whole.
pub fn read(text: &str) -> Result<Option<List>, String> {
    let mut list = List::default();
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    for (number, line) in lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .enumerate()
    {
        let mut words = words(line);
        let Some(address) = words.next() else { return Ok(None) };
        let (scheme, rest) = address.split_once(':').unwrap_or_default();
        let known = ["http", "https", "feed", "file", "exec", "filter", "query"].contains(&scheme);
        // What the first line tells, later ones cannot take back.
        if number == 0 && !known {
            return Ok(None);
        }
        if scheme == "query" {
            list.queries.push(rest.split(':').next().unwrap_or_default().to_owned());
            continue;
        }
        let Some(feed_url) = web_address(&address) else {
            list.left_out += 1;
            continue;
        };
        let (mut title, mut folder) = (None, None);
        for word in words.filter(|word| !word.starts_with('!')) {
            match word.strip_prefix('~') {
                Some(name) => title = Some(name.to_owned()),
                None => folder = folder.or(Some(word)),
            }
        }
        list.outlines.push(Outline {
            title: title.unwrap_or_default(),
            feed_url,
            site: None,
            folders: folder.into_iter().collect(),
        });
        if list.outlines.len() > MAX_OUTLINES {
            return Err(too_many("urls"));
        }
    }
    Ok((list != List::default()).then_some(list))
}

/// Words of a line; one in double quotes may have blanks, and a backslash takes the next sign as it is.
fn words(line: &str) -> impl Iterator<Item = String> {
    let mut signs = line.chars().peekable();
    std::iter::from_fn(move || {
        while signs.next_if(|sign| sign.is_whitespace()).is_some() {}
        let quoted = signs.next_if_eq(&'"').is_some();
        let mut word = String::new();
        let mut any = quoted;
        while let Some(sign) = signs.next() {
            match sign {
                '"' if quoted => break,
                '\\' if quoted => word.extend(signs.next()),
                sign if sign.is_whitespace() && !quoted => break,
                sign => word.push(sign),
            }
            any = true;
        }
        any.then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_feeds_with_tags_and_titles() {
        let text = "# mine\nhttps://dispatch.example/feed coast \"night ferries\" \"~The \\\"Dispatch\\\"\"\n\
            http://ledger.example/rss\n\n\"query:Unread:unread = \\\"yes\\\"\"\nexec:~/bin/x\n\"filter:cat:http://a.example/\" x\n\
            https://quiet.example/feed \"!\" \"~Quiet\" coast\nnonsense\n";
        let list = read(text).unwrap().unwrap();
        let shown: Vec<String> = list
            .outlines
            .iter()
            .map(|one| format!("{}|{}|{}", one.folders.join("/"), one.title, one.feed_url))
            .collect();
        assert_eq!(
            shown,
            [
                "coast|The \"Dispatch\"|https://dispatch.example/feed",
                "||http://ledger.example/rss",
                "coast|Quiet|https://quiet.example/feed",
            ]
        );
        assert_eq!((list.queries, list.left_out), (vec!["Unread".to_owned()], 3));
    }

    #[test]
    fn knows_what_is_no_list() {
        for text in [
            "",
            "# only a comment",
            "title,url\nA,https://a.example/",
            "hello there\nhttps://a.example/",
        ] {
            assert_eq!(read(text), Ok(None), "{text}");
        }
    }
}
