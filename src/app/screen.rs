//! Where the panes lie. Asked by `update` (widths, mouse) and by `view` (places), so that the two cannot disagree.

use ratatui::layout::{Rect, Size};

/// A pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The sidebar.
    Sources,
    /// The article list.
    #[default]
    Articles,
    /// The article.
    Reader,
}

/// What decides where panes lie.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// Which has the keys.
    pub focus: Pane,
    /// Which stands beside the sidebar where there is room for one only.
    pub beside: Pane,
    /// Whether the article stands alone.
    pub zoomed: bool,
}

/// The insides of the panes, lines around them excluded; `None` where one is not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The top line.
    pub bar: Rect,
    /// All panes with the lines around and between them.
    pub frame: Rect,
    /// The sidebar.
    pub sources: Option<Rect>,
    /// The article list.
    pub articles: Option<Rect>,
    /// The article.
    pub reader: Option<Rect>,
    /// The bottom line.
    pub hint: Rect,
    /// Whether lines stand at the sides; narrow screens have none to spare.
    pub sides: bool,
}

/// From so many columns on there are three panes.
const WIDE: u16 = 110;
/// From so many columns on there are two.
const MEDIUM: u16 = 70;
/// Below this nothing can be read.
const LEAST: Size = Size { width: 20, height: 5 };

/// Where the panes lie; `None` when the screen is too small for any.
pub fn panes(size: Size, wish: Wish) -> Option<Panes> {
    if size.width < LEAST.width || size.height < LEAST.height {
        return None;
    }
    let frame = Rect::new(0, 1, size.width, size.height - 2);
    let mut panes = Panes {
        bar: Rect::new(0, 0, size.width, 1),
        frame,
        hint: Rect::new(0, size.height - 1, size.width, 1),
        sides: size.width >= MEDIUM,
        ..Panes::default()
    };
    // The lines between panes stay where they are when the keys go from one to another.
    let sidebar = (size.width / 3).clamp(22, 28);
    let shown: &[(Pane, u16)] = match (size.width, wish) {
        (
            _,
            Wish {
                zoomed: true,
                focus: Pane::Reader,
                ..
            },
        ) => &[(Pane::Reader, 0)],
        (WIDE.., _) => &[
            (Pane::Sources, (size.width / 6).clamp(24, 30)),
            (Pane::Articles, (size.width * 3 / 10).clamp(34, 48)),
            (Pane::Reader, 0),
        ],
        (
            MEDIUM..,
            Wish {
                focus: Pane::Reader, ..
            },
        ) => &[(Pane::Reader, 0)],
        (
            MEDIUM..,
            Wish {
                focus: Pane::Sources,
                beside,
                ..
            },
        ) => &[(Pane::Sources, sidebar), (beside, 0)],
        (MEDIUM.., _) => &[(Pane::Sources, sidebar), (Pane::Articles, 0)],
        (_, Wish { focus, .. }) => &[(focus, 0)],
    };
    let side = u16::from(panes.sides);
    let mut left = side;
    let last_line = if panes.sides { 2 } else { 1 };
    for (pane, width) in shown {
        let width = if *width == 0 { size.width - left - side } else { *width };
        let inside = Rect::new(left, frame.y + 1, width, frame.height.saturating_sub(last_line));
        left += width + 1;
        match pane {
            Pane::Sources => panes.sources = Some(inside),
            Pane::Articles => panes.articles = Some(inside),
            Pane::Reader => panes.reader = Some(inside),
        }
    }
    Some(panes)
}

impl Panes {
    /// The pane's inside.
    pub fn area(&self, pane: Pane) -> Option<Rect> {
        match pane {
            Pane::Sources => self.sources,
            Pane::Articles => self.articles,
            Pane::Reader => self.reader,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Pane, Wish, panes};
    use ratatui::layout::Size;

    fn at(width: u16, height: u16, focus: Pane) -> Option<super::Panes> {
        panes(
            Size { width, height },
            Wish {
                focus,
                beside: Pane::Articles,
                zoomed: false,
            },
        )
    }

    #[test]
    fn shows_as_many_panes_as_fit() {
        for (width, focus, shown) in [
            (140, Pane::Reader, [true, true, true]),
            (110, Pane::Articles, [true, true, true]),
            (80, Pane::Articles, [true, true, false]),
            (80, Pane::Sources, [true, true, false]),
            (80, Pane::Reader, [false, false, true]),
            (40, Pane::Sources, [true, false, false]),
        ] {
            let panes = at(width, 24, focus).unwrap();
            let found = [panes.sources, panes.articles, panes.reader].map(|area| area.is_some());
            assert_eq!(found, shown, "{width} {focus:?}");
        }
    }

    #[test]
    fn panes_stay_where_they_are_when_the_keys_go_from_one_to_another() {
        for width in 70..=109 {
            let list = at(width, 24, Pane::Articles);
            assert_eq!(list, at(width, 24, Pane::Sources), "{width}");
        }
    }

    #[test]
    fn no_pane_leaves_the_screen_or_meets_another() {
        for width in 20..=220 {
            for focus in [Pane::Sources, Pane::Articles, Pane::Reader] {
                let panes = at(width, 12, focus).unwrap();
                let mut right = 0;
                for area in [panes.sources, panes.articles, panes.reader].into_iter().flatten() {
                    assert!(area.x >= right && area.right() <= width && area.bottom() < 12 && area.width > 10);
                    right = area.right() + 1;
                }
            }
        }
        assert!(at(19, 24, Pane::Reader).is_none() && at(80, 4, Pane::Reader).is_none());
    }
}
