//! What the reader put right: who said a quote, and whom an outlet means by a name.

use crate::model::{Clean, Language};
use crate::speech::found::{Speaker, Speech};
use crate::speech::lexicon::{Classes, Lexicon};

/// What the reader put right, as far as it matters to one article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Corrections {
    /// Words of quotes, and who said them; an empty name is nobody.
    pub quotes: Vec<(Clean, Clean)>,
    /// Names as the outlet has them, and whom it means.
    pub names: Vec<(Clean, Clean)>,
}

impl Corrections {
    /// Who said a quote that `heard` was heard to say; `None`: nobody.
    pub fn speaker<'a>(&'a self, words: &str, heard: Option<&'a Clean>) -> Option<&'a Clean> {
        if let Some((_, name)) = self.quotes.iter().find(|(known, _)| same_words(known, words)) {
            return Some(name).filter(|name| !name.is_empty());
        }
        let meant = self.names.iter().find(|(name, _)| Some(name) == heard);
        meant.map(|(_, speaker)| speaker).or(heard)
    }
}

impl Speech {
    /// The same as the reader has put it right.
    #[must_use]
    pub fn corrected(mut self, corrections: &Corrections) -> Self {
        if *corrections == Corrections::default() {
            return self;
        }
        for at in 0..self.quotes.len() {
            let quote = &self.quotes[at];
            let speaker = quote.speaker.and_then(|speaker| self.speakers.get(speaker));
            let heard = speaker.map(|speaker| &speaker.name);
            let name = corrections.speaker(&quote.text, heard);
            if name == heard {
                continue;
            }
            let renamed = |speaker: &&Speaker| corrections.names.iter().any(|(called, _)| *called == speaker.name);
            let same = speaker.filter(renamed).cloned();
            let name = name.cloned();
            let speaker = name.map(|name| self.person(&name, same));
            let quote = &mut self.quotes[at];
            quote.speaker = speaker;
            quote.confidence = 1.0;
            if let Some(mention) = quote.mention
                && !speaker.is_some_and(|speaker| self.speakers[speaker].mentions.contains(&mention))
            {
                (quote.mention, quote.cue, quote.cue_text) = (None, None, None);
            }
        }
        self.in_order()
    }

    /// The speaker of a name; one who is not there yet is what `same`, the same person under another name, is.
    fn person(&mut self, name: &Clean, same: Option<Speaker>) -> usize {
        let known = self.speakers.iter().position(|speaker| speaker.name == *name);
        let at = known.unwrap_or_else(|| {
            self.speakers.push(Speaker {
                name: name.clone(),
                named: true,
                role: None,
                mentions: Vec::new(),
            });
            self.speakers.len() - 1
        });
        if let Some(same) = same {
            let speaker = &mut self.speakers[at];
            speaker.role = speaker.role.take().or(same.role);
            for mention in same.mentions {
                if !speaker.mentions.contains(&mention) {
                    speaker.mentions.push(mention);
                }
            }
        }
        at
    }
}

/// Whether two quotes are the same words, whatever signs and blanks they are set with.
pub fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| -> String {
        let mut last = ' ';
        let signs = text.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' });
        let kept = signs.filter(|sign| std::mem::replace(&mut last, *sign) != ' ' || *sign != ' ');
        kept.flat_map(char::to_lowercase)
            .collect::<String>()
            .trim_end()
            .to_owned()
    };
    one == other || words(one) == words(other)
}

/// Whether a name that an outlet uses and the one that a reader puts in its place are one person's: all words of the one are
/// in the other, and one of them is a name of somebody, not what somebody is: "Haldane" and "Mara Haldane".
pub fn one_person(heard: &str, name: &str, language: Language) -> bool {
    let lexicon = Lexicon::of(language);
    let words = |text: &str| -> Vec<String> {
        let parts = text.split(|sign: char| !sign.is_alphanumeric());
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let (heard, name) = (words(heard), words(name));
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    let names = |word: &String| {
        let classes = lexicon.classes(&word.to_lowercase());
        let common = Classes::PERSON.and(Classes::FUNCTION).and(Classes::HONOR);
        word.starts_with(char::is_uppercase) && !classes.is(common)
    };
    (within(&heard, &name) || within(&name, &heard)) && heard.iter().any(|word| name.contains(word) && names(word))
}

#[cfg(test)]
mod tests {
    use super::{Corrections, one_person, same_words};
    use crate::document::passages;
    use crate::model::{Clean, Language};
    use crate::speech::listen;

    #[test]
    fn knows_a_person_by_a_part_of_the_name_alone() {
        let same = |heard, name| one_person(heard, name, Language::ENGLISH);
        assert!(same("Haldane", "Mara Haldane"));
        assert!(same("Foreign Minister Haldane", "Haldane"));
        assert!(!same("Orion", "Mara Haldane"));
        assert!(!same("Jan Haldane", "Mara Haldane"));
        assert!(!same("minister", "Minister Mara Haldane"));
        assert!(!same("Minister", "Minister Mara Haldane"));
        assert!(!same("", "Mara Haldane"));
    }

    #[test]
    fn knows_words_again_however_they_are_set() {
        assert!(same_words("We won\u{2019}t, he said…", "we won't he  said"));
        assert!(!same_words("We will", "We won't"));
    }

    #[test]
    fn puts_right_one_quote_and_a_name_wherever_it_stands() {
        let text = "“We are ready,” Haldane said. “We wait,” she said.\n\n“Nobody asked us,” Orion said.";
        let (leaves, _) = passages(text, Language::ENGLISH);
        let heard = listen(&leaves, Language::ENGLISH);
        let corrections = Corrections {
            quotes: vec![(Clean::line("Nobody asked us"), Clean::line("Mara Haldane"))],
            names: vec![(Clean::line("Haldane"), Clean::line("Mara Haldane"))],
        };
        let speech = heard.clone().corrected(&corrections);
        let names: Vec<&str> = speech.speakers.iter().map(|speaker| &*speaker.name).collect();
        assert_eq!(names, ["Mara Haldane"]);
        assert!(speech.quotes.iter().all(|quote| quote.speaker == Some(0)));
        assert_eq!(speech.quotes[0].mention, heard.quotes[0].mention);
        assert_eq!((speech.quotes[2].mention, speech.quotes[2].confidence), (None, 1.0));
        let nobody = Corrections {
            quotes: vec![(Clean::line("We wait,"), Clean::default())],
            names: Vec::new(),
        };
        let speech = heard.corrected(&nobody);
        assert_eq!(speech.quotes[1].speaker, None);
        assert_eq!(speech.speakers.len(), 2);
    }
}
