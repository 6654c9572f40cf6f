//! Languages, and the word lists that ship for some of them.

/// A language by its ISO 639-1 code in lower case, or "unknown" as two question marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 2]);

macro_rules! lexicons {
    ($($code:literal)*) => {
        /// Every language that has a word list, English first.
        pub const LEXICONS: &[(Language, &str)] =
            &[$((Language::of($code), include_str!(concat!("../../assets/lexicon/", $code, ".toml")))),*];
    };
}

impl Default for Language {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl Language {
    /// Nobody said, and nobody could tell.
    pub const UNKNOWN: Self = Self(*b"??");
    /// English.
    pub const ENGLISH: Self = Self(*b"en");

    /// From a tag such as `en`, `de-AT` or `uk_UA` (RFC 5646 §2.1: the first subtag); [`Self::UNKNOWN`] for anything else.
    /// The two ways in which Norwegian is written are one language.
    pub const fn of(tag: &str) -> Self {
        match tag.as_bytes() {
            [b'n' | b'N', b'b' | b'B' | b'n' | b'N'] | [b'n' | b'N', b'b' | b'B' | b'n' | b'N', b'-' | b'_', ..] => {
                Self(*b"no")
            }
            [a, b] | [a, b, b'-' | b'_', ..] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Self([a.to_ascii_lowercase(), b.to_ascii_lowercase()])
            }
            _ => Self::UNKNOWN,
        }
    }

    /// The two letters, or `??`.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The code where the language is known.
    pub fn known(&self) -> Option<&str> {
        (*self != Self::UNKNOWN).then(|| self.code())
    }

    /// The language whose word list serves this one, too: Croatian's is Bosnian's, Indonesian's is Malay's.
    #[must_use]
    pub const fn read_as(self) -> Self {
        match &self.0 {
            b"bs" => Self(*b"hr"),
            b"ms" => Self(*b"id"),
            _ => self,
        }
    }

    lexicons! {
        "en" "uk" "ru" "de" "fr" "pl" "es" "it" "pt" "nl" "sv" "ar" "ja" "zh" "cs" "bg" "sr" "hr" "sk" "id" "vi" "sl"
        "da" "no" "fi" "ro" "hu" "tr" "el" "ca" "he" "fa"
    }

    /// Languages with their own names and the English ones.
    pub const NAMES: &[(&str, &str, &str)] = &[
        ("en", "English", "English"),
        ("uk", "Українська", "Ukrainian"),
        ("ru", "Русский", "Russian"),
        ("de", "Deutsch", "German"),
        ("fr", "Français", "French"),
        ("pl", "Polski", "Polish"),
        ("es", "Español", "Spanish"),
        ("it", "Italiano", "Italian"),
        ("pt", "Português", "Portuguese"),
        ("nl", "Nederlands", "Dutch"),
        ("sv", "Svenska", "Swedish"),
        ("ar", "العربية", "Arabic"),
        ("ja", "日本語", "Japanese"),
        ("zh", "中文", "Chinese"),
        ("cs", "Čeština", "Czech"),
        ("tr", "Türkçe", "Turkish"),
        ("fi", "Suomi", "Finnish"),
        ("da", "Dansk", "Danish"),
        ("no", "Norsk", "Norwegian"),
        ("bg", "Български", "Bulgarian"),
        ("sr", "Српски", "Serbian"),
        ("hr", "Hrvatski", "Croatian"),
        ("sk", "Slovenčina", "Slovak"),
        ("id", "Bahasa Indonesia", "Indonesian"),
        ("vi", "Tiếng Việt", "Vietnamese"),
        ("sl", "Slovenščina", "Slovenian"),
        ("ro", "Română", "Romanian"),
        ("hu", "Magyar", "Hungarian"),
        ("el", "Ελληνικά", "Greek"),
        ("ca", "Català", "Catalan"),
        ("he", "עברית", "Hebrew"),
        ("fa", "فارسی", "Persian"),
        ("bs", "Bosanski", "Bosnian"),
        ("ms", "Bahasa Melayu", "Malay"),
    ];

    /// The language of this name, its own or the English one.
    pub fn called(name: &str) -> Option<Self> {
        let name = name.to_lowercase();
        let known = Self::NAMES
            .iter()
            .find(|(_, own, english)| own.to_lowercase() == name || english.to_lowercase() == name);
        known.map(|(code, ..)| Self::of(code))
    }

    /// The language's word list as TOML (`assets/lexicon`): `[document]` is read by `document`, `[speech]` by `speech`.
    pub fn lexicon(self) -> Option<&'static str> {
        Self::LEXICONS
            .iter()
            .find(|(language, _)| *language == self)
            .map(|(_, toml)| *toml)
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn reads_tags() {
        assert_eq!(Language::of("de-AT").code(), "de");
        assert_eq!(Language::of("UK_ua").code(), "uk");
        assert_eq!(Language::of("nb-NO"), Language::of("no"));
        assert_eq!(Language::of("nn"), Language::of("no"));
        assert_eq!(Language::of("x-klingon"), Language::UNKNOWN);
        assert_eq!(Language::of("").known(), None);
    }
}
