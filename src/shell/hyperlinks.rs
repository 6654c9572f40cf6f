//! A backend that makes links real ones (OSC 8), that believes no terminal to be larger than is sound, and that shows a terminal
//! of ASCII nothing else.
//!
//! The view marks a link's cells by the colour of an underline that nobody sees; here the mark becomes a hyperlink. Only
//! addresses that `url` parsed and printed get this far: http or https, ASCII, without any control character.

use std::io::{self, Write};
use std::sync::Arc;

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::Color;
use url::Url;

use crate::document::Document;
use crate::typeset::in_ascii;
use crate::view::linked;

/// Longer addresses are not offered to the terminal (the limit of VTE and iTerm2).
const MAX_URL_BYTES: usize = 2_083;

/// The backend.
#[derive(Debug)]
pub(crate) struct Linking<W: Write> {
    inner: CrosstermBackend<W>,
    /// What a told size is taken for.
    believe: fn(Size) -> Size,
    /// The terminal knows ASCII alone.
    ascii: bool,
    document: Option<Arc<Document>>,
}

impl<W: Write> Linking<W> {
    pub(crate) fn new(writer: W, believe: fn(Size) -> Size, ascii: bool) -> Self {
        Self {
            inner: CrosstermBackend::new(writer),
            believe,
            ascii,
            document: None,
        }
    }

    /// Which document's links are on the screen.
    pub(crate) fn lead_to(&mut self, document: Option<Arc<Document>>) {
        self.document = document;
    }

    /// Where the terminal is written to.
    pub(crate) fn writer(&mut self) -> &mut impl Write {
        &mut self.inner
    }

    /// Where a cell leads, as the terminal may be told.
    fn address(&self, cell: &Cell) -> Option<String> {
        let index = linked(cell.underline_color)?;
        let raw = &self.document.as_ref()?.links.get(index as usize)?.url;
        let url = Url::parse(raw)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let sound = |text: &str| text.len() <= MAX_URL_BYTES && text.bytes().all(|byte| byte.is_ascii_graphic());
        Some(url.to_string()).filter(|text| sound(text))
    }

    fn link(&mut self, address: Option<&str>) -> io::Result<()> {
        write!(self.writer(), "\x1b]8;;{}\x1b\\", address.unwrap_or_default())
    }
}

impl<W: Write> Backend for Linking<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut cells: Vec<(u16, u16, Cell)> = content.map(|(x, y, cell)| (x, y, cell.clone())).collect();
        if self.ascii {
            for (_, _, cell) in &mut cells {
                let sign = in_ascii(cell.symbol());
                cell.set_symbol(&sign);
            }
        }
        let mut start = 0;
        while start < cells.len() {
            let mark = cells[start].2.underline_color;
            let len = cells[start..]
                .iter()
                .take_while(|(_, _, cell)| cell.underline_color == mark)
                .count();
            let run = &mut cells[start..start + len];
            let address = if mark == Color::Reset {
                None
            } else {
                self.address(&run[0].2)
            };
            run.iter_mut()
                .for_each(|(_, _, cell)| cell.underline_color = Color::Reset);
            if address.is_some() {
                self.link(address.as_deref())?;
            }
            self.inner.draw(run.iter().map(|(x, y, cell)| (*x, *y, cell)))?;
            if address.is_some() {
                self.link(None)?;
            }
            start += len;
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.inner.hide_cursor()
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        // Where this fails, so does the frame's end; but as ratatui's terminal is dropped it would print why, which panics where
        // the terminal is gone.
        drop(self.inner.show_cursor());
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        // Asking the terminal would wait for its answer, which may never come.
        Ok(Position::default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn size(&self) -> io::Result<Size> {
        Ok((self.believe)(self.inner.size()?))
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
    use super::Linking;
    use crate::document::{Document, Link};
    use crate::view::link_mark;
    use ratatui::backend::Backend;
    use ratatui::buffer::Cell;
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    /// Keeps what is written where a test can read it.
    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn written(url: &str) -> String {
        let paper = Paper::default();
        let mut backend = Linking::new(paper.clone(), |size| size, false);
        backend.lead_to(Some(Arc::new(Document {
            blocks: Vec::new(),
            links: vec![Link { url: url.into() }],
        })));
        let mut cell = Cell::new("a");
        cell.underline_color = link_mark(7, 0);
        let plain = Cell::new("b");
        backend.draw([(0, 0, &cell), (1, 0, &plain)].into_iter()).unwrap();
        let bytes = paper.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn links_are_real_ones() {
        let out = written("https://orion.test/a?b=c");
        assert!(out.contains("\x1b]8;;https://orion.test/a?b=c\x1b\\"));
        assert_eq!(out.matches("\x1b]8;;\x1b\\").count(), 1);
    }

    #[test]
    fn nothing_else_is_offered_to_the_terminal() {
        for url in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "no address",
            &format!("https://a.test/{}", "x".repeat(3_000)),
        ] {
            assert!(!written(url).contains("]8;;"), "{url}");
        }
        assert!(!written("https://a.test/\x1b]52;c;x\x07").contains("\x1b]52"));
    }
}
