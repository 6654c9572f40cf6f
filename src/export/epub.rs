//! A book: EPUB 3.3, an article a chapter (W3C Recommendation, <https://www.w3.org/TR/epub-33/>).

use std::io::{Cursor, Write};

use jiff::Timestamp;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::export::kept::Kept;
use crate::export::page::inside;
use crate::export::xhtml::{escape, language};
use crate::model::Language;

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"#;

const STYLE: &str = "body{margin:0 1em;line-height:1.4}h1 a{color:inherit;text-decoration:none}.origin{font-size:.85em}\n\
    .note{border-left:.2em solid;padding-left:.8em;font-style:italic}blockquote{margin:1em 1.5em}\n\
    td,th{border:1px solid;padding:.2em .5em}table{border-collapse:collapse}.picture{font-size:.85em}.highlights{list-style:none;padding-left:0}\n";

/// A book under way, in memory.
#[derive(Debug)]
pub struct Book {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    chapters: Vec<Chapter>,
    /// Of what the book's number is made: FNV-1a over addresses and titles.
    number: u128,
    modified: Timestamp,
}

#[derive(Debug)]
struct Chapter {
    title: String,
    language: Language,
}

impl Book {
    /// An empty book: the format's name stands first and uncompressed, so that it can be told by its bytes (OCF §4.3).
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn new() -> std::io::Result<Self> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file(
            "mimetype",
            SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Stored),
        )?;
        zip.write_all(b"application/epub+zip")?;
        let mut book = Self {
            zip,
            chapters: Vec::new(),
            number: 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d,
            modified: Timestamp::UNIX_EPOCH,
        };
        book.put("META-INF/container.xml", CONTAINER)?;
        book.put("EPUB/style.css", STYLE)?;
        Ok(book)
    }

    /// Adds an article.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn add(&mut self, kept: &Kept<'_>) -> std::io::Result<()> {
        let row = &kept.article.row;
        for byte in kept.address().bytes().chain(row.title.bytes()).chain([0xff]) {
            self.number = (self.number ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
        self.modified = self.modified.max(row.fetched_at);
        self.chapters.push(Chapter {
            title: escape(&row.title),
            language: kept.article.language,
        });
        let page = page(&escape(&row.title), &language(kept.article.language), &inside(kept));
        self.put(&format!("EPUB/{}", name(self.chapters.len())), &page)
    }

    /// The whole book.
    ///
    /// # Errors
    /// When there is no memory for it.
    pub fn finish(mut self) -> std::io::Result<Vec<u8>> {
        let (contents, package) = (self.contents(), self.package());
        self.put("EPUB/nav.xhtml", &contents)?;
        self.put("EPUB/package.opf", &package)?;
        Ok(self.zip.finish()?.into_inner())
    }

    fn put(&mut self, name: &str, text: &str) -> std::io::Result<()> {
        let options = SimpleFileOptions::DEFAULT.compression_method(CompressionMethod::Deflated);
        self.zip.start_file(name, options)?;
        self.zip.write_all(text.as_bytes())
    }

    fn contents(&self) -> String {
        let entry =
            |(at, chapter): (usize, &Chapter)| format!("<li><a href=\"{}\">{}</a></li>\n", name(at + 1), chapter.title);
        let entries: String = self.chapters.iter().enumerate().map(entry).collect();
        let inside = format!("<nav epub:type=\"toc\" role=\"doc-toc\"><h1>Bookmarks</h1>\n<ol>\n{entries}</ol></nav>");
        page("Bookmarks", "", &inside)
    }

    fn package(&self) -> String {
        let numbers = || 1..=self.chapters.len();
        let manifest: String = numbers()
            .map(|at| {
                format!(
                    "<item id=\"a{at}\" href=\"{}\" media-type=\"application/xhtml+xml\"/>\n",
                    name(at)
                )
            })
            .collect();
        let spine: String = numbers().map(|at| format!("<itemref idref=\"a{at}\"/>\n")).collect();
        let mut languages: Vec<&str> = Vec::new();
        for code in self.chapters.iter().filter_map(|chapter| chapter.language.known()) {
            if !languages.contains(&code) {
                languages.push(code);
            }
        }
        if languages.is_empty() {
            languages.push("und");
        }
        let languages: String = languages
            .iter()
            .map(|code| format!("<dc:language>{code}</dc:language>\n"))
            .collect();
        let modified = Timestamp::from_second(self.modified.as_second()).unwrap_or_default();
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n\
             <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
             <dc:identifier id=\"id\">urn:uuid:{}</dc:identifier>\n<dc:title>Bookmarks</dc:title>\n{languages}\
             <dc:creator>byline</dc:creator>\n<meta property=\"dcterms:modified\">{modified}</meta>\n</metadata>\n\
             <manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
             <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n{manifest}</manifest>\n\
             <spine>\n<itemref idref=\"nav\"/>\n{spine}</spine>\n</package>\n",
            uuid(self.number)
        )
    }
}

/// Where a chapter stands, counted from 1.
fn name(at: usize) -> String {
    format!("article-{at:05}.xhtml")
}

fn page(title: &str, attributes: &str, inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"{attributes}>\n\
         <head><title>{title}</title><link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>\n\
         <body>\n{inside}\n</body>\n</html>\n"
    )
}

/// A number as a UUID of one's own making (version 8, RFC 9562 §5.8).
fn uuid(number: u128) -> String {
    let number = number & !(0xf << 76) & !(0x3 << 62) | (0x8 << 76) | (0x2 << 62);
    let hex = format!("{number:032x}");
    let part = |range: std::ops::Range<usize>| hex.get(range).unwrap_or_default();
    [part(0..8), part(8..12), part(12..16), part(16..20), part(20..32)].join("-")
}

#[cfg(test)]
mod tests {
    use super::uuid;

    #[test]
    fn numbers_are_uuids_of_version_8() {
        assert_eq!(uuid(0), "00000000-0000-8000-8000-000000000000");
        assert_eq!(uuid(u128::MAX), "ffffffff-ffff-8fff-bfff-ffffffffffff");
    }
}
