//! What words can be, and the lists of `assets/lexicon` that say so.

use serde::Deserialize;

/// What a word can be, as a set of bits. A word may be several things: "read" is a cue, and what a label says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Classes(u64);

macro_rules! classes {
    ($($name:ident $key:ident;)* $(#[$doc:meta] $other:ident;)*) => {
        /// The place of each class's bit.
        #[expect(clippy::upper_case_acronyms, reason = "named as the classes are")]
        enum Bit {
            $($name,)*
            $($other,)*
        }

        impl Classes {
            $(pub(super) const $name: Self = Self(1 << Bit::$name as u64);)*
            $(#[$doc] pub(super) const $other: Self = Self(1 << Bit::$other as u64);)*
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
            pub(super) names_before_cues: bool,
            pub(super) ends_subjects: bool,
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
    CUE cues;
    WEAK weak;
    TELL tells;
    NOUN nouns;
    MALE male;
    FEMALE female;
    MANY many;
    OTHER others;
    SUBJECT subjects;
    DET determiners;
    PREP prepositions;
    CONJ conjunctions;
    REL relatives;
    AUX auxiliaries;
    ADV adverbs;
    THAT that;
    ROLE roles;
    HONOR honorifics;
    GROUP groups;
    AGENCY agencies;
    OUTLET outlets;
    OFFICIAL officials;
    DOC documents;
    WORK works;
    SCARE scare;
    PARTICLE particles;
    NEVER never;
    ABBR abbreviations;
    ACCORDING according;
    CITING citing;
    PASSIVE passives;
    REPORT reports;
    AGENT agents;
    PLATFORM platforms;
    PASS passes;
    OPENER openers;
    QUANTIFIER quantifiers;
    NEUTER neuters;
    CLAUSAL clausals;
    SURNAME surnames;
    GIVEN given;
    QUOTATIVE quotatives;
    BEHIND postpositions;
    SUBJUNCTIVE subjunctives;
    REALM realms;
    /// The first word of some phrase.
    PHRASE;
    /// The first word of some phrase that leads to a source; the phrase stays several words.
    LEAD;
    /// In a case that no name has which speaks: "Ylelle", "Rádióban".
    CASED;
}

impl Classes {
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
        Self {
            of: listed(&lists.seats),
            genitives: listed(&lists.genitives),
            doubtful: listed(&lists.doubtful_genitives),
            adjectives: listed(&lists.genitive_adjectives),
            patronymics: listed(&lists.patronymics),
            datives: listed(&lists.datives),
        }
    }
}

/// The entries of a list.
pub(super) fn entries(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|entry| !entry.is_empty())
}

/// The same to keep.
pub(super) fn listed(list: &str) -> Vec<String> {
    entries(list).map(str::to_owned).collect()
}
