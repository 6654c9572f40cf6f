//! The same person under several names: "Foreign Minister Anna Berg", "Berg", "the minister" and "she" are one speaker.
//!
//! Door: [`People`]. What is heard of a person anywhere in the article counts, whether they are quoted there or not.

use std::collections::HashMap;

use crate::document::Extent;
use crate::model::Clean;
use crate::speech::found::Speaker;
use crate::speech::lexicon::Classes;
use crate::speech::mentions::{At, Sort, is_indefinite};
use crate::speech::offices::{Known, know, office_before, words};
use crate::speech::scene::Scene;
use crate::speech::unspaced::Titled;

/// Mentions looked back over for who was described before.
const LOOK_BACK: usize = 40;
/// Mentions of one article that names are gathered from.
const MAX_MENTIONS: usize = 4_000;

/// Everybody in an article, as far as they speak.
pub(super) struct People<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) known: Vec<Known<'a>>,
    speakers: Vec<Speaker>,
    /// Which person a mention was found to be.
    resolved: HashMap<At, usize>,
    /// Persons by their key: the surname, else the office.
    keys: Vec<String>,
}

impl<'a> People<'a> {
    pub(super) fn of(scene: &'a Scene<'a>) -> Self {
        Self {
            scene,
            known: Vec::new(),
            speakers: Vec::new(),
            resolved: HashMap::new(),
            keys: Vec::new(),
        }
    }

    /// Everybody that the article names: gathered when the first speaker is asked for, since most articles quote nobody.
    fn gather(&mut self) {
        for (paragraph, heard) in self.scene.heard.iter().enumerate() {
            for (index, mention) in heard.mentions.iter().enumerate() {
                if self.known.len() < MAX_MENTIONS && mention.name.is_some() {
                    self.known.push(know(self.scene, (paragraph, index), mention));
                }
            }
        }
    }

    /// The speaker that a mention names; the mention becomes one of theirs. "One", "another", "I" and "you" alone are nobody, nor is
    /// "it" where it stands for no body or document.
    pub(super) fn speaker(&mut self, at: At) -> Option<usize> {
        let heard = &self.scene.heard[at.0];
        let mention = &heard.mentions[at.1];
        let head = &heard.paragraph.tokens[mention.head];
        let who = if mention.sort != Sort::OtherPronoun {
            self.resolve(at)
        } else if head.is(Classes::NEUTER) {
            let body = self.body(at)?;
            self.resolve(body)
        } else {
            let counts = head.is(Classes::DET.and(Classes::QUANTIFIER));
            self.of_whom(at).filter(|_| counts)?;
            self.resolve(at)
        };
        let extent = self.scene.extent(at);
        let mentions = &mut self.speakers[who].mentions;
        if !mentions.contains(&extent) {
            mentions.push(extent);
        }
        Some(who)
    }

    /// "one of the fathers": the last token of those that a pronoun is one of.
    fn of_whom(&self, at: At) -> Option<usize> {
        let heard = &self.scene.heard[at.0];
        let last = heard.mentions[at.1].last;
        let token = |at: usize| heard.paragraph.token(at).filter(|token| token.is_word());
        token(last + 1).filter(|of| of.is(Classes::PREP))?;
        let whom = heard.mentions.get(at.1 + 1).filter(|whom| whom.first == last + 2);
        token(last + 2).map(|_| whom.map_or(last + 2, |whom| whom.last))
    }

    /// "one of the fathers, Anna Berg": the name behind the comma.
    fn one_named(&self, at: At) -> Option<At> {
        let last = self.of_whom(at)?;
        let heard = &self.scene.heard[at.0];
        let comma = heard.paragraph.token(last + 1)?.is_sign(&[',']);
        let behind = heard.mentions.partition_point(|mention| mention.first < last + 2);
        let name = heard.mentions.get(behind).filter(|name| name.first == last + 2)?;
        (comma && name.name.is_some()).then_some((at.0, behind))
    }

    /// The speaker of this name or office, mentioned here, in scripts that do not part words. Whoever is told by an office, or as the
    /// one from before, is whoever spoke last under it.
    pub(super) fn titled(&mut self, titled: &Titled<'_>, mention: Extent) -> Option<usize> {
        let when = |speaker: &Speaker| speaker.mentions.last().map(|at| (at.start.leaf, at.start.offset));
        let last = |fits: &dyn Fn(&Speaker) -> bool| {
            let known = (0..self.speakers.len()).filter(|who| fits(&self.speakers[*who]));
            known.max_by_key(|who| when(&self.speakers[*who]))
        };
        let known = match (titled.name, titled.role) {
            _ if titled.same => Some(last(&|_| true)?),
            (Some(name), _) => last(&|speaker| speaker.named && one_name(&speaker.name, name)),
            (None, Some(role)) => last(&|speaker| {
                let held = speaker.role.as_deref().unwrap_or(&speaker.name);
                held.ends_with(role) || role.ends_with(held)
            }),
            (None, None) => return None,
        };
        let who = known.unwrap_or_else(|| {
            let name = titled.name.or(titled.role).unwrap_or_default();
            self.keys.push(name.to_owned());
            self.speakers.push(Speaker {
                name: Clean::line(name),
                named: titled.name.is_some(),
                role: None,
                mentions: Vec::new(),
            });
            self.speakers.len() - 1
        });
        let speaker = &mut self.speakers[who];
        if !titled.same && speaker.named {
            if let Some(name) = titled.name.filter(|name| name.len() > speaker.name.len()) {
                speaker.name = Clean::line(name);
            }
            speaker.role = speaker.role.take().or_else(|| titled.role.map(Clean::line));
        }
        speaker.mentions.push(mention);
        Some(who)
    }

    /// Whoever spoke last in a leaf, in scripts that do not part words.
    pub(super) fn last_in(&self, leaf: u32) -> Option<usize> {
        let spoke = |who: usize| {
            let last = self.speakers[who].mentions.last()?;
            (last.start.leaf == leaf).then_some((last.start.offset, who))
        };
        (0..self.speakers.len()).filter_map(spoke).max().map(|(_, who)| who)
    }

    /// Everybody who was asked for, in that order.
    pub(super) fn into_speakers(self) -> Vec<Speaker> {
        self.speakers
    }

    /// Everybody who is named, whether they speak or not.
    pub(super) fn named_anywhere(mut self) -> Vec<Clean> {
        self.gather();
        let mut found: Vec<Clean> = Vec::new();
        for known in &self.known {
            let Some(name) = known.name else { continue };
            let (_, name, role) = self.fullest(known, name);
            let speaks = self.scene.heard[known.at.0].mentions[known.at.1].speaks;
            // A single word that holds no office and never speaks is a place more often than a person.
            if one_word(&name) && role.is_none() && !speaks {
                continue;
            }
            let name = Clean::line(&name);
            if !found.contains(&name) {
                found.push(name);
            }
        }
        found
    }

    fn resolve(&mut self, at: At) -> usize {
        if let Some(who) = self.resolved.get(&at) {
            return *who;
        }
        if self.resolved.is_empty() {
            self.gather();
        }
        let mention = self.scene.heard[at.0].mentions[at.1];
        let meant = match mention.sort {
            _ if self.is_own_realm(at) => self.antecedent(at).unwrap_or(at),
            Sort::Pronoun => self.antecedent(at).unwrap_or(at),
            Sort::OtherPronoun => self.one_named(at).unwrap_or(at),
            _ => at,
        };
        let meant = self.holder_of(meant).unwrap_or(meant);
        let who = self.person(meant);
        self.resolved.insert(at, who);
        who
    }

    /// "his country wants …": the person's own words for those they speak for.
    fn is_own_realm(&self, at: At) -> bool {
        let heard = &self.scene.heard[at.0];
        let mention = &heard.mentions[at.1];
        let token = |at: usize| &heard.paragraph.tokens[at];
        mention.name.is_none() && token(mention.head).is(Classes::REALM) && token(mention.first).is(Classes::PRONOUN)
    }

    fn person(&mut self, at: At) -> usize {
        let mention = self.scene.heard[at.0].mentions[at.1];
        let own = know(self.scene, at, &mention);
        let (key, name, role) = match own.name {
            Some(name) => self.fullest(&own, name),
            None => {
                let words = self.described_as(at);
                (words.to_lowercase(), words.to_owned(), None)
            }
        };
        if let Some(who) = self.keys.iter().position(|known| same_word(known, &key)) {
            if self.speakers[who].role.is_none() {
                self.speakers[who].role = role.map(|role| Clean::line(&role));
            }
            return who;
        }
        self.keys.push(key);
        self.speakers.push(Speaker {
            name: Clean::line(&name),
            named: own.name.is_some() && self.is_proper(at),
            role: role.map(|role| Clean::line(&role)),
            mentions: Vec::new(),
        });
        self.speakers.len() - 1
    }

    /// What the article calls somebody without a name: "the minister", "one of them".
    fn described_as(&self, at: At) -> &str {
        let paragraph = &self.scene.heard[at.0].paragraph;
        let mention = &self.scene.heard[at.0].mentions[at.1];
        let (start, end) = self.scene.bytes(at);
        match self.of_whom(at).filter(|_| mention.sort == Sort::OtherPronoun) {
            Some(last) => paragraph.slice(start, paragraph.tokens[last].end),
            None => paragraph.slice(start, end),
        }
    }

    /// The key, the fullest name and the fullest office of whoever bears this surname.
    fn fullest(&self, own: &Known<'_>, name: &str) -> (String, String, Option<String>) {
        let mut full = name;
        let mut length = words(name);
        let single = length == 1;
        let mut role = own.role;
        for known in &self.known {
            let Some(other) = known.name else { continue };
            // "Berg" may be "Anna Berg"; "Anna Berg" is not "Jan Berg".
            let fits = (single || known.words == 1 || other == name) && same_word(&known.surname, &own.surname);
            if fits {
                if length == 1 && known.words > 1 {
                    (full, length) = (other, known.words);
                }
                if role.is_none() {
                    role = known.role;
                }
            }
        }
        let key = if length == 1 {
            own.surname.clone()
        } else {
            full.to_lowercase()
        };
        (key, full.to_owned(), role.map(str::to_owned))
    }

    /// Who is meant by an office or a description without a name: its holder, else whoever was described so first.
    fn holder_of(&self, at: At) -> Option<At> {
        let mention = &self.scene.heard[at.0].mentions[at.1];
        if mention.sort != Sort::Role || mention.name.is_some() {
            return None;
        }
        self.borne(at)
            .or_else(|| self.holder(at))
            .or_else(|| self.described(at))
    }

    /// "Stephen King … King added": a surname that is an office, too.
    fn borne(&self, at: At) -> Option<At> {
        let heard = &self.scene.heard[at.0];
        let mention = &heard.mentions[at.1];
        let token = &heard.paragraph.tokens[mention.head];
        let alone = mention.first == mention.last && token.capital && token.is(Classes::SURNAME);
        let word = self.scene.words(at).to_lowercase();
        let known = || self.known.iter().find(|known| known.surname == word);
        known().filter(|_| alone).map(|known| known.at)
    }

    /// "a girl of about ten … the girl": the nearest mention before that is the same but for its article.
    fn described(&self, at: At) -> Option<At> {
        let definite = self.definite(at)?;
        if !definite {
            return None;
        }
        let head = self
            .scene
            .token(at.0, self.scene.heard[at.0].mentions[at.1].head)
            .to_lowercase();
        let mut steps = 0;
        for paragraph in (at.0.saturating_sub(3)..=at.0).rev() {
            let heard = &self.scene.heard[paragraph];
            let end = if paragraph == at.0 { at.1 } else { heard.mentions.len() };
            for index in (0..end).rev() {
                steps += 1;
                if steps > LOOK_BACK {
                    return None;
                }
                let mention = &heard.mentions[index];
                let same = mention.sort == Sort::Role && mention.name.is_none();
                if same
                    && self.definite((paragraph, index)) == Some(false)
                    && same_word(&self.scene.token(paragraph, mention.head).to_lowercase(), &head)
                {
                    return Some((paragraph, index));
                }
            }
        }
        None
    }

    /// Whether a mention begins with an article that means somebody known; `None`: it has no article.
    fn definite(&self, at: At) -> Option<bool> {
        let heard = &self.scene.heard[at.0];
        let first = heard.mentions[at.1].first;
        heard.paragraph.tokens[first]
            .is(Classes::DET)
            .then(|| !is_indefinite(self.scene.token(at.0, first)))
    }

    /// Who holds the office: the nearest name before with an office that ends in the same word, else the first behind.
    fn holder(&self, at: At) -> Option<At> {
        let heard = &self.scene.heard[at.0];
        let mention = &heard.mentions[at.1];
        let bearer = (at.1 + 1..heard.mentions.len()).take(3).find(|name| {
            let named = &heard.mentions[*name];
            let behind = named
                .name
                .is_some()
                .then(|| office_before(self.scene, (at.0, *name), named));
            behind.flatten().is_some_and(|(office, _)| office == at.1)
        });
        if let Some(name) = bearer {
            return Some((at.0, name));
        }
        if heard.paragraph.tokens[mention.head].is(Classes::GROUP)
            && !heard.paragraph.tokens[mention.head].is(Classes::ROLE)
        {
            return None;
        }
        let first = &heard.paragraph.tokens[mention.first];
        let definite = self.definite(at);
        if definite == Some(false) || definite.is_none() && first.is_word() && mention.first != mention.head {
            return None;
        }
        let head = self.scene.token(at.0, mention.head).to_lowercase();
        let after = self.known.partition_point(|known| known.at < at);
        let before = |fits: &dyn Fn(&str) -> bool| {
            let mut nearest = self.known[..after].iter().rev().take(200);
            let held = |known: &&Known<'_>| known.role_head.as_deref().is_some_and(fits);
            nearest.find(held).map(|known| known.at)
        };
        // Where words are put together, "der Minister" may be the "Außenminister".
        let short = |role: &str| head.chars().count() >= 4 && role.ends_with(&head);
        before(&|role| same_word(role, &head)).or_else(|| before(&short).filter(|_| self.scene.lexicon.nouns_capital()))
    }
}

/// Whether a name has one word, particles not counted.
fn one_word(name: &str) -> bool {
    words(name) == 1
}

/// Whether one name is the other or its surname, which stands first, or behind a dot in names from elsewhere: "浜口茂", "浜口".
fn one_name(a: &str, b: &str) -> bool {
    let (long, short) = if a.len() < b.len() { (b, a) } else { (a, b) };
    let dotted = long.strip_suffix(short).is_some_and(|rest| rest.ends_with(['・', '·']));
    long == short || dotted || short.chars().count() > 1 && long.starts_with(short)
}

/// Whether two words are one but for their ending: Slavic names are declined.
fn same_word(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    if a.is_ascii() && b.is_ascii() {
        return false;
    }
    let common = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let (long, short) = {
        let (a, b) = (a.chars().count(), b.chars().count());
        (a.max(b), a.min(b))
    };
    common >= 4 && common + 2 >= short && common + 3 >= long
}
