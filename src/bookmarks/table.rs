//! Bookmarks in a table: Pocket's `title,url,time_added,tags,status` and Instapaper's
//! `URL,Title,Selection,Folder,Timestamp`, to which it later added `Tags`. Columns are found by their names.

use csv::{ReaderBuilder, StringRecord};

use crate::bookmarks::clock::seconds;
use crate::model::Bookmark;

pub(super) fn read(text: &str) -> Result<Vec<Bookmark>, String> {
    let damaged = |error: csv::Error| format!("the table is damaged: {error}");
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let columns = Columns::of(reader.headers().map_err(damaged)?).ok_or(
        "its first line is neither Pocket's (title,url,time_added,tags,status) \
         nor Instapaper's (URL,Title,Selection,Folder,Timestamp)",
    )?;
    reader
        .records()
        .map(|record| Ok(columns.bookmark(&record.map_err(damaged)?)))
        .collect()
}

/// Where the columns stand.
struct Columns {
    url: usize,
    title: Option<usize>,
    added: usize,
    tags: Option<usize>,
    status: Option<usize>,
    folder: Option<usize>,
    selection: Option<usize>,
}

impl Columns {
    fn of(names: &StringRecord) -> Option<Self> {
        let at = |wanted: &str| names.iter().position(|name| name.trim().eq_ignore_ascii_case(wanted));
        Some(Self {
            url: at("url")?,
            title: at("title"),
            added: at("time_added").or_else(|| at("timestamp"))?,
            tags: at("tags"),
            status: at("status"),
            folder: at("folder"),
            selection: at("selection"),
        })
    }

    fn bookmark(&self, record: &StringRecord) -> Bookmark {
        let cell = |column: Option<usize>| column.and_then(|column| record.get(column)).unwrap_or_default().trim();
        let folder = cell(self.folder);
        let mut tags = tags(cell(self.tags));
        // Instapaper's own folders are states.
        match folder.to_ascii_lowercase().as_str() {
            "" | "unread" | "archive" => {}
            "starred" => tags.push("starred".to_owned()),
            _ => tags.push(folder.to_owned()),
        }
        Bookmark {
            url: cell(Some(self.url)).to_owned(),
            title: cell(self.title).to_owned(),
            added: seconds(cell(Some(self.added))),
            read: cell(self.status).eq_ignore_ascii_case("archive") || folder.eq_ignore_ascii_case("archive"),
            tags,
            highlights: Some(cell(self.selection))
                .filter(|selection| !selection.is_empty())
                .map(|selection| (selection.to_owned(), String::new()))
                .into_iter()
                .collect(),
            ..Bookmark::default()
        }
    }
}

/// Pocket's are joined by bars, Instapaper's are a JSON list.
fn tags(cell: &str) -> Vec<String> {
    serde_json::from_str(cell).unwrap_or_else(|_| {
        let tags = cell.split('|').map(str::trim).filter(|tag| !tag.is_empty());
        tags.map(str::to_owned).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_pockets() {
        let text = "title,url,time_added,tags,status\n\
            \"Ferry talks, again\",https://dispatch.example/ferry,1667126940,sea|trade talks,unread\n\
            https://ledger.example/x,https://ledger.example/x,1667000000,,archive\n";
        let read = read(text).unwrap();
        assert_eq!(read[0].title, "Ferry talks, again");
        assert_eq!(read[0].added.unwrap().as_second(), 1_667_126_940);
        assert_eq!(read[0].tags, ["sea", "trade talks"]);
        assert_eq!((read[0].read, read[1].read), (false, true));
    }

    #[test]
    fn reads_instapapers_with_and_without_tags() {
        let text = "URL,Title,Selection,Folder,Timestamp\n\
            https://dispatch.example/1,One,\"He said \"\"no\"\".\nTwice.\",Unread,1667126940\n\
            https://dispatch.example/2,Two,,Long reads,1667126941\n\
            https://dispatch.example/3,Three,,Archive,soon\n";
        let plain = read(text).unwrap();
        assert_eq!(plain[0].highlights[0].0, "He said \"no\".\nTwice.");
        assert_eq!(plain[1].tags, ["Long reads"]);
        assert_eq!((plain[2].read, plain[2].added), (true, None));
        let tagged = "URL,Title,Selection,Folder,Timestamp,Tags\n\
            https://dispatch.example/1,One,,Starred,1667126940,\"[\"\"sea\"\",\"\"trade\"\"]\"\n\
            https://dispatch.example/2,Two,,Unread,1667126940,[]\n";
        let tagged = read(tagged).unwrap();
        assert_eq!(tagged[0].tags, ["sea", "trade", "starred"]);
        assert!(tagged[1].tags.is_empty());
    }
}
