//! The mouse: rows, panes, links, the wheel.

use ratatui::layout::{Position, Rect};

use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::screen::Pane;
use crate::app::state::App;
use crate::input::{Gesture, Mouse};
use crate::typeset::Target;

/// Lines, or rows, that a notch of the wheel moves.
const NOTCH: isize = 3;

impl App {
    /// Takes what the mouse did.
    pub(crate) fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        if self.overlay.is_some() {
            return self.overlay_mouse(mouse);
        }
        let Some(panes) = self.panes() else { return Vec::new() };
        let at = Position {
            x: mouse.column,
            y: mouse.row,
        };
        let hit = [Pane::Sources, Pane::Articles, Pane::Reader]
            .into_iter()
            .find_map(|pane| {
                panes
                    .area(pane)
                    .filter(|area| area.contains(at))
                    .map(|area| (pane, area))
            });
        let Some((pane, area)) = hit else { return Vec::new() };
        self.articles.flowing = false;
        match mouse.gesture {
            Gesture::WheelDown => self.wheel(pane, NOTCH),
            Gesture::WheelUp => self.wheel(pane, -NOTCH),
            Gesture::Press => self.click(pane, area, at),
            _ => Vec::new(),
        }
    }

    fn overlay_mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        let step = match mouse.gesture {
            Gesture::WheelDown => NOTCH,
            Gesture::WheelUp => -NOTCH,
            _ => return Vec::new(),
        };
        match &mut self.overlay {
            Some(Overlay::Welcome(welcome)) => welcome.step(step),
            Some(Overlay::Quotes(quotes)) => {
                quotes.cursor = quotes
                    .cursor
                    .saturating_add_signed(step)
                    .min(quotes.quotes.len().saturating_sub(1));
            }
            Some(Overlay::Story(story)) => story.step(step),
            Some(Overlay::Help(top)) => *top = top.saturating_add_signed(step).min(crate::input::Command::ALL.len()),
            Some(Overlay::Palette(palette)) => {
                palette.cursor = palette
                    .cursor
                    .saturating_add_signed(step)
                    .min(palette.found.len().saturating_sub(1));
            }
            _ => {}
        }
        Vec::new()
    }

    /// The wheel moves what it is over, and leaves the keys where they are.
    fn wheel(&mut self, pane: Pane, by: isize) -> Vec<Effect> {
        match pane {
            Pane::Sources => self.sources.step(by),
            Pane::Articles => self.articles.step(by.signum()),
            Pane::Reader => {
                self.reader.scroll(by);
            }
        }
        Vec::new()
    }

    fn click(&mut self, pane: Pane, area: Rect, at: Position) -> Vec<Effect> {
        let row = at.y - area.y;
        match pane {
            Pane::Sources => self.click_sources(area, row),
            Pane::Articles => self.click_articles(row),
            Pane::Reader => {
                self.focus_on(Pane::Reader);
                match self.reader.target_at(at.x - area.x, row, self.orders()) {
                    Some(Target::Link(index)) => self.open_link(index + 1),
                    Some(target) => {
                        self.reader.current = Some(target);
                        Vec::new()
                    }
                    None => Vec::new(),
                }
            }
        }
    }

    fn click_sources(&mut self, area: Rect, row: u16) -> Vec<Effect> {
        let [above, _] = self.sources.heights(area.height);
        let index = if row < above {
            self.sources.tops[0] + usize::from(row)
        } else {
            self.sources.items.len() + self.sources.tops[1] + usize::from(row - above)
        };
        let part_end = if row < above {
            self.sources.items.len()
        } else {
            self.sources.items.len() + self.sources.found.len()
        };
        if index >= part_end {
            return Vec::new();
        }
        self.sources.cursor = index;
        self.focus_on(Pane::Sources);
        if matches!(
            self.sources.under_cursor().map(|item| &item.choice),
            Some(crate::app::sources::Choice::Heading)
        ) {
            self.sources.step(0);
            return Vec::new();
        }
        self.choose()
    }

    fn click_articles(&mut self, row: u16) -> Vec<Effect> {
        self.focus_on(Pane::Articles);
        let head = u16::from(self.articles.fresh > 0);
        if row < head {
            self.articles.show_waiting();
            return Vec::new();
        }
        let index = self.articles.top + usize::from((row - head) / self.articles.row_height());
        match self.articles.rows.get(index).map(|row| row.id) {
            Some(article) => {
                self.articles.cursor = index;
                self.articles.on_waiting = false;
                self.open_article(article)
            }
            None => Vec::new(),
        }
    }
}
