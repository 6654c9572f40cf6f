//! Which signs the screen is drawn with.

/// Sets of signs; none but `Nerd` needs a special font.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Icons {
    /// Letters and punctuation only.
    Ascii,
    /// Plain Unicode.
    #[default]
    Unicode,
    /// A Nerd Font's pictograms.
    Nerd,
}
