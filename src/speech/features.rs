//! What holds for a candidate, as numbers of features; and what each weighs.
//!
//! Features are sparse and binary; each has a name, under which its weight stands in `assets/speech.toml`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::model::Language;

/// The features that hold for one candidate.
#[derive(Clone, Debug, Default)]
pub(super) struct Features(pub(super) Vec<u16>);

impl Features {
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    pub(super) fn add(&mut self, feature: usize) {
        self.0.push(u16::try_from(feature).unwrap_or(u16::MAX));
    }

    pub(super) fn add_if(&mut self, holds: bool, feature: usize) {
        if holds {
            self.add(feature);
        }
    }

    /// The sum of the weights.
    pub(super) fn score(&self, weights: &[f32]) -> f32 {
        self.0
            .iter()
            .filter_map(|feature| weights.get(usize::from(*feature)))
            .sum()
    }
}

/// Numbers features from one on, and keeps their names in that order; the last counts them.
macro_rules! features {
    ($list:ident $from:expr; $($name:ident $words:literal;)*) => {
        features!(@count $from; $($name;)*);
        const $list: &[&str] = &[$($words),*];
    };
    (@count $from:expr; $name:ident; $($rest:ident;)*) => {
        pub(super) const $name: usize = $from;
        features!(@count $name + 1; $($rest;)*);
    };
    (@count $from:expr;) => {};
}
pub(super) use features;

/// Languages that weights were learnt for.
pub(super) const LEARNT: [Language; 2] = [Language::ENGLISH, Language::of("de")];

/// Between the name of a row and the number of a column, in the names of features that stand in one row.
pub(super) const COLUMN: char = '#';

/// The weights as written, by the names of their features.
#[derive(Deserialize)]
pub(super) struct File {
    /// `any`, and by language what is added to it.
    pub(super) speaker: HashMap<String, Table>,
    /// By language: marks are set for other reasons in each.
    pub(super) speech: HashMap<String, Table>,
}

/// Weights by the names of features, or of rows of them.
pub(super) type Table = HashMap<String, Weight>;

/// A feature's weight, or those of a row up to the last that is not nothing, in hundredths.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Weight {
    One(i16),
    Row(Vec<i16>),
}

/// `assets/speech.toml`.
pub(super) static FILE: LazyLock<File> = LazyLock::new(|| {
    toml::from_str(include_str!("../../assets/speech.toml")).expect("assets/speech.toml is checked by a test")
});

/// The weights of so many features, by their names; nothing where none is known.
pub(super) fn weights(count: usize, name: fn(usize) -> String, known: &Table) -> Vec<f32> {
    let weight = |feature: usize| {
        let name = name(feature);
        let (row, column) = name.split_once(COLUMN).unwrap_or((&name, "0"));
        match known.get(row)? {
            Weight::One(weight) => Some(*weight),
            Weight::Row(weights) => weights.get(column.parse::<usize>().ok()?).copied(),
        }
    };
    let part = |feature: usize| f32::from(weight(feature).unwrap_or_default()) / 100.0;
    (0..count).map(part).collect()
}
