//! The mouse: rows, panes, links, the wheel.

use ratatui::layout::{Position, Rect};

use crate::app::boxes::Met;
use crate::app::effect::Effect;
use crate::app::overlay::Overlay;
use crate::app::screen::Pane;
use crate::app::state::App;
use crate::input::{Code, Command, Gesture, Key, Mouse};
use crate::typeset::Target;

/// Lines, or rows, that a notch of the wheel moves.
const NOTCH: isize = 3;
/// The last column of the triangle before a folder's name.
const TRIANGLE: u16 = 2;

impl App {
    /// Takes what the mouse did.
    pub(crate) fn mouse(&mut self, mouse: Mouse) -> Vec<Effect> {
        let at = Position {
            x: mouse.column,
            y: mouse.row,
        };
        let pressed = mouse.gesture == Gesture::Press;
        if pressed && at.y + 1 == self.size.height {
            return self.click_hint(at.x);
        }
        match &self.overlay {
            Some(overlay) if pressed => {
                let met = overlay.met(at, self.size);
                return self.click_box(met);
            }
            Some(_) => return self.overlay_wheel(mouse),
            None => {}
        }
        let Some(panes) = self.panes() else { return Vec::new() };
        if pressed && panes.bar.contains(at) {
            return self.run(Command::Filter);
        }
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
        }
    }

    /// A row does what enter does on it, in the catalogue it is marked; beside the box the box closes.
    fn click_box(&mut self, met: Met) -> Vec<Effect> {
        let key = |code| Key::new(code, false, false, false);
        match (&mut self.overlay, met) {
            (_, Met::Nothing) => Vec::new(),
            (Some(Overlay::Help(_)), Met::Outside) => {
                self.overlay = None;
                Vec::new()
            }
            (_, Met::Outside) => self.overlay_key(&key(Code::Esc)),
            (Some(Overlay::Palette(palette)), Met::Row(row)) => {
                palette.cursor = row;
                self.overlay_key(&key(Code::Enter))
            }
            (Some(Overlay::Quotes(quotes)), Met::Row(row)) => {
                quotes.cursor = row;
                self.overlay_key(&key(Code::Enter))
            }
            (Some(Overlay::Welcome(welcome)), Met::Row(row)) => {
                welcome.mark_row(row);
                Vec::new()
            }
            (_, Met::Row(report)) => self.open_report(report),
        }
    }

    fn overlay_wheel(&mut self, mouse: Mouse) -> Vec<Effect> {
        let step = match mouse.gesture {
            Gesture::WheelDown => NOTCH,
            Gesture::WheelUp => -NOTCH,
            Gesture::Press => return Vec::new(),
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
            Some(Overlay::Help(_)) => self.scroll_help(step),
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
            Pane::Sources => self.click_sources(area, at.x - area.x, row),
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

    fn click_sources(&mut self, area: Rect, column: u16, row: u16) -> Vec<Effect> {
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
        if column <= TRIANGLE && self.toggle_folder() {
            return Vec::new();
        }
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

#[cfg(test)]
mod tests {
    use crate::app::fixture::{newsroom, press, type_text};
    use crate::app::{App, Choice, Effect, Event, Overlay, Pane, State, Which};
    use crate::input::{Gesture, Mouse};
    use crate::model::OutletId;

    fn click(app: &mut App, column: u16, row: u16) -> Vec<Effect> {
        app.update(Event::Mouse(Mouse {
            column,
            row,
            gesture: Gesture::Press,
        }))
    }

    /// Clicks on a word of the bottom line.
    fn click_word(app: &mut App, word: &str) -> Vec<Effect> {
        let hint = app.hints().into_iter().find(|hint| hint.word == word).unwrap();
        let row = app.size.height - 1;
        click(app, hint.x + 1, row)
    }

    #[test]
    fn a_row_of_the_palette_runs() {
        let mut app = newsroom(120, 36);
        press(&mut app, ":");
        type_text(&mut app, "refall");
        let Some(Overlay::Palette(palette)) = &app.overlay else {
            panic!("the palette is open")
        };
        let rows = palette.laid_out(app.size).rows;
        assert_eq!(
            click(&mut app, rows.x + 3, rows.bottom() - 1),
            [],
            "no command is there"
        );
        assert_eq!(click(&mut app, rows.x + 3, rows.y), [Effect::Refresh(Which::All)]);
        assert!(app.overlay.is_none());
    }

    #[test]
    fn a_click_beside_a_box_closes_it_and_does_no_more() {
        for keys in [":", "?", "? / x", "D", "enter ] q Q"] {
            let mut app = newsroom(120, 36);
            press(&mut app, keys);
            assert!(app.overlay.is_some(), "{keys}");
            assert_eq!(click(&mut app, 1, 4), [], "{keys}");
            assert!(app.overlay.is_none(), "{keys}");
        }
        let mut app = newsroom(120, 36);
        press(&mut app, "/ x");
        click(&mut app, 1, 4);
        assert!(app.overlay.is_some(), "what was typed stays");
    }

    #[test]
    fn what_the_bottom_line_names_is_pressed_by_a_click() {
        let mut app = newsroom(160, 36);
        click_word(&mut app, "help");
        assert!(matches!(app.overlay, Some(Overlay::Help(_))));
        click_word(&mut app, "back");
        assert!(app.overlay.is_none());
        let up = app.hints().remove(0);
        press(&mut app, "j");
        click(&mut app, up.x + 2, 35);
        assert_eq!(
            (up.keys.as_slice(), app.articles.cursor),
            (["j", "k"].map(String::from).as_slice(), 0)
        );
        press(&mut app, "D");
        assert_eq!(click_word(&mut app, "yes"), [Effect::RemoveOutlet(OutletId(1))]);
        // The first click takes a message away.
        press(&mut app, "u");
        let help = app.hints().pop().unwrap();
        for open in [false, true] {
            click(&mut app, help.x, 35);
            assert_eq!(app.overlay.is_some(), open);
        }
    }

    #[test]
    fn the_top_line_asks_for_a_filter() {
        let mut app = newsroom(120, 36);
        click(&mut app, 20, 0);
        assert!(matches!(app.overlay, Some(Overlay::Prompt(_))));
    }

    #[test]
    fn folders_open_and_close() {
        let mut app = newsroom(120, 36);
        let folder = Choice::Folder("Politics".to_owned());
        let at = app.sources.position(&folder).unwrap();
        let state = |app: &App| app.sources.items[at].state;
        let row = app.panes().unwrap().sources.unwrap().y + u16::try_from(at).unwrap();
        for wanted in [State::Folded, State::Unfolded] {
            assert_eq!(click(&mut app, 2, row), []);
            assert_eq!(state(&app), wanted);
        }
        app.sources.cursor = at;
        for (keys, wanted) in [
            ("h", State::Folded),
            ("h", State::Folded),
            ("+", State::Unfolded),
            ("+", State::Folded),
        ] {
            app.focus_on(Pane::Sources);
            press(&mut app, keys);
            assert_eq!(state(&app), wanted, "{keys}");
        }
        for keys in ["enter", "l", "space"] {
            app.focus_on(Pane::Sources);
            press(&mut app, "h");
            press(&mut app, keys);
            assert_eq!(
                (state(&app), app.articles.query.to_string().as_str()),
                (State::Unfolded, "folder:Politics")
            );
        }
    }
}
