//! How a role looks: plain values that the view turns into its own, and their spelling in theme files:
//! `#c0a36e on #1d1f21 bold italic`.

use std::collections::BTreeMap;

/// A colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Colour {
    /// Red, green, blue.
    Rgb(u8, u8, u8),
    /// One of the terminal's own 256; the first 16 are as its user chose.
    Indexed(u8),
    /// The terminal's own for text or background.
    Default,
}

/// How a role looks. `None` and `false` leave what is already there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Look {
    /// The colour of the text.
    pub fg: Option<Colour>,
    /// The colour behind it.
    pub bg: Option<Colour>,
    /// Bold.
    pub bold: bool,
    /// Faint.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Text and background exchanged.
    pub reverse: bool,
    /// Struck out.
    pub struck: bool,
}

/// The 16 colours that every terminal has, by name.
const NAMED: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// The levels of the colour cube that terminals have at indices 16 to 231.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl Colour {
    /// Reads `#rrggbb`, a number up to 255, one of 16 names, `default`, or a name from the theme's own palette.
    pub(crate) fn read(text: &str, palette: &BTreeMap<String, Self>) -> Option<Self> {
        if let Some(own) = palette.get(text) {
            return Some(*own);
        }
        if text == "default" {
            return Some(Self::Default);
        }
        if let Some(index) = NAMED.iter().position(|name| *name == text) {
            return u8::try_from(index).ok().map(Self::Indexed);
        }
        if let Some(hex) = text.strip_prefix('#') {
            let plain = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
            let number = u32::from_str_radix(hex, 16).ok().filter(|_| plain)?;
            let [_, red, green, blue] = number.to_be_bytes();
            return Some(Self::Rgb(red, green, blue));
        }
        text.parse().ok().map(Self::Indexed)
    }

    /// The nearest of the 256 that a terminal without more has.
    pub(crate) fn reduced(self) -> Self {
        let Self::Rgb(red, green, blue) = self else { return self };
        let cell = |level: u8| (0..CUBE.len()).min_by_key(|at| CUBE[*at].abs_diff(level)).unwrap_or(0);
        let cube = [cell(red), cell(green), cell(blue)];
        let average = (u16::from(red) + u16::from(green) + u16::from(blue)) / 3;
        let step = (average.saturating_sub(3) / 10).min(23);
        let grey = u8::try_from(8 + step * 10).unwrap_or(u8::MAX);
        let far = |r: u8, g: u8, b: u8| {
            let one = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
            one(r, red) + one(g, green) + one(b, blue)
        };
        let index = if far(grey, grey, grey) < far(CUBE[cube[0]], CUBE[cube[1]], CUBE[cube[2]]) {
            232 + usize::from(step)
        } else {
            16 + 36 * cube[0] + 6 * cube[1] + cube[2]
        };
        u8::try_from(index).map_or(self, Self::Indexed)
    }
}

impl Look {
    /// Reads a theme's line: a colour, `on` and a colour, and words for faces; all of them may be missing.
    pub(crate) fn read(text: &str, palette: &BTreeMap<String, Colour>) -> Result<Self, String> {
        let mut look = Self::default();
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            match word {
                "bold" => look.bold = true,
                "dim" => look.dim = true,
                "italic" => look.italic = true,
                "underline" => look.underline = true,
                "reverse" => look.reverse = true,
                "struck" => look.struck = true,
                "on" => {
                    let name = words.next().ok_or("a colour is missing after `on`")?;
                    look.bg = Some(Colour::read(name, palette).ok_or_else(|| wrong(name))?);
                }
                name if look.fg.is_none() => {
                    look.fg = Some(Colour::read(name, palette).ok_or_else(|| wrong(name))?);
                }
                name => return Err(wrong(name)),
            }
        }
        Ok(look)
    }

    /// The same, unless it has a colour beyond those that every terminal has.
    pub(crate) fn within_sixteen(self) -> Option<Self> {
        let is_one = |colour: &Colour| matches!(colour, Colour::Indexed(0..=15) | Colour::Default);
        [self.fg, self.bg].iter().flatten().all(is_one).then_some(self)
    }

    /// The same for a terminal of 256 colours.
    pub(crate) fn reduced(self) -> Self {
        Self {
            fg: self.fg.map(Colour::reduced),
            bg: self.bg.map(Colour::reduced),
            ..self
        }
    }
}

fn wrong(word: &str) -> String {
    format!(
        "`{word}` is neither a colour (#rrggbb, a name of the theme's palette, red, bright-blue, 0 to 255, default) nor a face \
         (bold, dim, italic, underline, reverse, struck)"
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Colour, Look};

    #[test]
    fn reads_looks() {
        let palette = BTreeMap::from([("ink".to_owned(), Colour::Rgb(1, 2, 3))]);
        let look = Look::read("ink on bright-blue bold", &palette).unwrap();
        assert_eq!(look.fg, Some(Colour::Rgb(1, 2, 3)));
        assert_eq!(look.bg, Some(Colour::Indexed(12)));
        assert!(look.bold && !look.italic);
        assert_eq!(Look::read("", &palette), Ok(Look::default()));
        assert_eq!(
            Look::read("#ff0080", &palette).unwrap().fg,
            Some(Colour::Rgb(255, 0, 128))
        );
        for wrong in ["inc", "red blue", "red on", "#12345", "#+12345", "256", "on bold"] {
            assert!(Look::read(wrong, &palette).is_err(), "{wrong}");
        }
    }

    #[test]
    fn finds_near_colours() {
        for (colour, index) in [
            (Colour::Rgb(255, 0, 0), 196),
            (Colour::Rgb(95, 135, 175), 67),
            (Colour::Rgb(40, 40, 41), 235),
            (Colour::Rgb(255, 255, 255), 231),
            (Colour::Rgb(0, 0, 0), 16),
            (Colour::Indexed(3), 3),
        ] {
            assert_eq!(colour.reduced(), Colour::Indexed(index), "{colour:?}");
        }
    }
}
