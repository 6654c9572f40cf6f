//! What words can be, and the lists of `assets/lexicon` that say so.

use serde::Deserialize;

/// What a word can be, as a set of bits. A word may be several things: "read" is a cue, and what a label says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u64);

macro_rules! classes {
    ($($name:ident $key:ident $bit:literal;)*) => {
        impl Classes {
            $(pub(super) const $name: Self = Self(1 << $bit);)*
        }

        /// A language's lists as written: entries parted by commas.
        #[derive(Default, Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub(super) struct Lists {
            $(pub(super) $key: String,)*
            pub(super) elisions: String,
            pub(super) topics: String,
            pub(super) leads: String,
            pub(super) pointers: String,
            pub(super) outlet_endings: String,
            pub(super) female_endings: String,
            pub(super) seats: String,
            pub(super) genitives: String,
            pub(super) doubtful_genitives: String,
            pub(super) genitive_adjectives: String,
            pub(super) patronymics: String,
            pub(super) datives: String,
            pub(super) case_endings: String,
            pub(super) label_source: String,
            pub(super) label_quote: String,
            pub(super) label_other: String,
            pub(super) dash_speech: bool,
            pub(super) inversion: bool,
            pub(super) family_first: bool,
        }

        impl Lists {
            /// The lists of words, each with what its words are.
            pub(super) fn classes(&self) -> Vec<(&str, Classes)> {
                vec![$((self.$key.as_str(), Classes::$name)),*]
            }
        }
    };
}

classes! {
    CUE cues 0;
    WEAK weak 1;
    TELL tells 2;
    NOUN nouns 3;
    MALE male 4;
    FEMALE female 5;
    MANY many 6;
    OTHER others 7;
    SUBJECT subjects 8;
    DET determiners 9;
    PREP prepositions 10;
    CONJ conjunctions 11;
    REL relatives 12;
    AUX auxiliaries 13;
    ADV adverbs 14;
    THAT that 15;
    ROLE roles 16;
    HONOR honorifics 17;
    GROUP groups 18;
    AGENCY agencies 19;
    OUTLET outlets 20;
    OFFICIAL officials 21;
    DOC documents 22;
    WORK works 23;
    SCARE scare 24;
    PARTICLE particles 25;
    NEVER never 26;
    ABBR abbreviations 27;
    ACCORDING according 28;
    CITING citing 29;
    PASSIVE passives 31;
    REPORT reports 32;
    AGENT agents 33;
    PLATFORM platforms 34;
    PASS passes 36;
    OPENER openers 37;
    QUANTIFIER quantifiers 38;
    NEUTER neuters 39;
    CLAUSAL clausals 40;
    SURNAME surnames 41;
    GIVEN given 42;
    QUOTATIVE quotatives 43;
    BEHIND postpositions 44;
    SUBJUNCTIVE subjunctives 45;
    REALM realms 46;
}

impl Classes {
    /// The first word of some phrase.
    pub(super) const PHRASE: Self = Self(1 << 30);
    /// The first word of some phrase that leads to a source; the phrase stays several words.
    pub(super) const LEAD: Self = Self(1 << 35);
    /// In a case that no name has which speaks: "Ylelle", "Rádióban".
    pub(super) const CASED: Self = Self(1 << 45);
    /// Words that cannot be a name, however they are written.
    pub(super) const FUNCTION: Self = Self(
        Self::DET.0
            | Self::PREP.0
            | Self::CONJ.0
            | Self::REL.0
            | Self::AUX.0
            | Self::ADV.0
            | Self::MALE.0
            | Self::FEMALE.0
            | Self::MANY.0
            | Self::OTHER.0
            | Self::NEVER.0
            | Self::ACCORDING.0
            | Self::BEHIND.0
            | Self::CITING.0,
    );
    /// Words for somebody named before.
    pub(super) const PRONOUN: Self = Self(Self::MALE.0 | Self::FEMALE.0 | Self::MANY.0);
    /// Words that stand for people and bodies that speak.
    pub(super) const PERSON: Self = Self(Self::ROLE.0 | Self::GROUP.0);
    /// Words that say that somebody speaks, or quotes.
    pub(super) const ANY_CUE: Self = Self(Self::CUE.0 | Self::WEAK.0);

    /// Whether it is any of these.
    pub(super) fn is(self, any: Self) -> bool {
        self.0 & any.0 != 0
    }

    pub(super) const fn and(self, more: Self) -> Self {
        Self(self.0 | more.0)
    }

    pub(super) fn without(self, less: Self) -> Self {
        Self(self.0 & !less.0)
    }
}

/// How a language says what an office is of.
#[derive(Default)]
pub(super) struct Seats {
    /// Words between an office and what it is of: "della", "de la".
    pub(super) of: Vec<String>,
    /// What words in the genitive end with, and hardly any given name.
    pub(super) genitives: Vec<String>,
    /// What given names end with, too.
    pub(super) doubtful: Vec<String>,
    /// What adjectives in the genitive end with.
    pub(super) adjectives: Vec<String>,
    /// What the second of three names ends with.
    pub(super) patronymics: Vec<String>,
    /// What those end with who are told something.
    pub(super) datives: Vec<String>,
}

impl Seats {
    pub(super) fn read(lists: &Lists) -> Self {
        let read = |list: &str| {
            let entries = list.split(',').map(str::trim).filter(|entry| !entry.is_empty());
            entries.map(str::to_owned).collect()
        };
        Self {
            of: read(&lists.seats),
            genitives: read(&lists.genitives),
            doubtful: read(&lists.doubtful_genitives),
            adjectives: read(&lists.genitive_adjectives),
            patronymics: read(&lists.patronymics),
            datives: read(&lists.datives),
        }
    }
}
