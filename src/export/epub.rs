//! A book: EPUB 3.3, an article a chapter (W3C Recommendation, <https://www.w3.org/TR/epub-33/>).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Seek, SeekFrom, Write};
use std::rc::Rc;

use jiff::Timestamp;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::export::kept::Kept;
use crate::export::page::inside;
use crate::export::xhtml::{escape, language};
use crate::model::{Language, Picture, PictureKind};

const CONTAINER: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"#;

const STYLE: &str = "body{margin:0 1em;line-height:1.4}h1 a{color:inherit;text-decoration:none}.origin{font-size:.85em}\n\
    .note{border-left:.2em solid;padding-left:.8em;font-style:italic}blockquote{margin:1em 1.5em}\n\
    td,th{border:1px solid;padding:.2em .5em}table{border-collapse:collapse}.picture,figcaption{font-size:.85em}\n\
    figure{margin:1em 0}img{max-width:100%}.highlights{list-style:none;padding-left:0}\n";

/// A book under way, written as it goes.
#[derive(Debug)]
pub struct Book<W: Write + Seek> {
    zip: ZipWriter<Place<W>>,
    failure: Rc<RefCell<Option<io::Error>>>,
    chapters: Vec<Chapter>,
    /// Media types of the pictures in it, by their names.
    pictures: BTreeMap<String, &'static str>,
    /// Of what the book's number is made: FNV-1a over addresses and titles.
    number: u128,
    modified: Timestamp,
}

/// Where a book is written to, from its beginning. A [`ZipWriter`] never hears that it failed: dropped then, it would try again
/// and complain on standard error.
#[derive(Debug)]
struct Place<W> {
    to: W,
    failure: Rc<RefCell<Option<io::Error>>>,
    /// Nothing goes there any more.
    failed: bool,
    /// Where the next byte stands, and the last one behind it.
    at: u64,
    end: u64,
}

impl<W> Place<W> {
    fn work<T>(&mut self, work: impl FnOnce(&mut W) -> io::Result<T>) {
        if !self.failed
            && let Err(error) = work(&mut self.to)
        {
            self.failed = true;
            self.failure.replace(Some(error));
        }
    }
}

impl<W: Write> Write for Place<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.work(|to| to.write_all(bytes));
        self.at += bytes.len() as u64;
        self.end = self.end.max(self.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.work(Write::flush);
        Ok(())
    }
}

impl<W: Seek> Seek for Place<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
            SeekFrom::End(by) => self.end.saturating_add_signed(by),
        };
        self.work(|place| place.seek(to));
        Ok(self.at)
    }
}

#[derive(Debug)]
struct Chapter {
    title: String,
    language: Language,
}

impl<W: Write + Seek> Book<W> {
    /// An empty book: the format's name stands first and uncompressed, so that it can be told by its bytes (OCF §4.3).
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(to: W) -> io::Result<Self> {
        let failure = Rc::default();
        let mut book = Self {
            zip: ZipWriter::new(Place {
                to,
                failure: Rc::clone(&failure),
                failed: false,
                at: 0,
                end: 0,
            }),
            failure,
            chapters: Vec::new(),
            pictures: BTreeMap::new(),
            number: 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d,
            modified: Timestamp::UNIX_EPOCH,
        };
        book.store("mimetype", b"application/epub+zip")?;
        book.put("META-INF/container.xml", CONTAINER.as_bytes())?;
        book.put("EPUB/style.css", STYLE.as_bytes())?;
        Ok(book)
    }

    /// Adds an article.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn add(&mut self, kept: &Kept<'_>) -> io::Result<()> {
        let row = &kept.article.row;
        for byte in kept.address().bytes().chain(row.title.bytes()).chain([0xff]) {
            self.number = (self.number ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
        self.modified = self.modified.max(row.fetched_at);
        self.chapters.push(Chapter {
            title: escape(&row.title),
            language: kept.article.language,
        });
        for picture in kept.shown().into_iter().filter(|picture| is_for_books(picture)) {
            let name = place(picture);
            if !self.pictures.contains_key(&name) {
                self.store(&format!("EPUB/{name}"), &picture.bytes)?;
                self.pictures.insert(name, picture.kind.media_type());
            }
        }
        let within = |url: &str| kept.picture(url).filter(|picture| is_for_books(picture)).map(place);
        let inside = inside(kept, &within);
        let page = page(&escape(&row.title), &language(kept.article.language), &inside);
        self.put(&format!("EPUB/{}", name(self.chapters.len())), page.as_bytes())
    }

    /// Writes what is left of it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        let (contents, package) = (self.contents(), self.package());
        self.put("EPUB/nav.xhtml", contents.as_bytes())?;
        self.put("EPUB/package.opf", package.as_bytes())?;
        let Self { zip, failure, .. } = self;
        let to = zip.finish()?.to;
        failure.take().map_or(Ok(to), Err)
    }

    fn put(&mut self, name: &str, text: &[u8]) -> io::Result<()> {
        self.write(name, CompressionMethod::Deflated, text)
    }

    /// As it is: pictures are small already.
    fn store(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        self.write(name, CompressionMethod::Stored, bytes)
    }

    fn write(&mut self, name: &str, method: CompressionMethod, bytes: &[u8]) -> io::Result<()> {
        self.zip.start_file(name, options(method))?;
        self.zip.write_all(bytes)?;
        self.failure.take().map_or(Ok(()), Err)
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
        let picture = |(at, (name, kind)): (usize, (&String, &&str))| {
            format!("<item id=\"p{}\" href=\"{name}\" media-type=\"{kind}\"/>\n", at + 1)
        };
        let pictures: String = self.pictures.iter().enumerate().map(picture).collect();
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
             <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n{manifest}{pictures}</manifest>\n\
             <spine>\n<itemref idref=\"nav\"/>\n{spine}</spine>\n</package>\n",
            uuid(self.number)
        )
    }
}

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::DEFAULT.compression_method(method)
}

/// Whether every reader of books shows it (EPUB 3.3 §3.2).
fn is_for_books(picture: &Picture) -> bool {
    picture.kind != PictureKind::Avif
}

/// Where a picture stands.
fn place(picture: &Picture) -> String {
    format!("pictures/{}", picture.file_name())
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
    use std::cell::Cell;
    use std::io::{self, Cursor, Seek, SeekFrom, Write};

    use super::{Book, uuid};

    /// A disk with room for so many bytes.
    struct Disk<'a> {
        bytes: Cursor<Vec<u8>>,
        room: usize,
        refused: &'a Cell<u32>,
    }

    impl Write for Disk<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if self.bytes.get_ref().len() + bytes.len() > self.room {
                self.refused.set(self.refused.get() + 1);
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.bytes.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Disk<'_> {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.bytes.seek(to)
        }
    }

    #[test]
    fn a_full_disk_is_told_once_and_tried_once() {
        let whole = Book::new(Cursor::new(Vec::new())).unwrap().finish().unwrap();
        for room in (0..whole.get_ref().len()).step_by(7) {
            let refused = Cell::new(0);
            let disk = Disk {
                bytes: Cursor::default(),
                room,
                refused: &refused,
            };
            let error = Book::new(disk).and_then(Book::finish).err().unwrap();
            assert_eq!((error.kind(), refused.get()), (io::ErrorKind::StorageFull, 1), "{room}");
            assert!(std::error::Error::source(&error).is_none(), "{error:?}");
        }
    }

    #[test]
    fn numbers_are_uuids_of_version_8() {
        assert_eq!(uuid(0), "00000000-0000-8000-8000-000000000000");
        assert_eq!(uuid(u128::MAX), "ffffffff-ffff-8fff-bfff-ffffffffffff");
    }
}
