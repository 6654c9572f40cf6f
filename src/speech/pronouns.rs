//! Whom pronouns stand for.

use crate::speech::lexicon::Classes;
use crate::speech::mentions::{At, Mention, Sort};
use crate::speech::offices::know;
use crate::speech::speakers::People;
use crate::speech::tokens::{Kind, Token};

/// Mentions looked back over for whom a pronoun stands for.
const LOOK_BACK: usize = 40;
/// Names that a word at the head of a sentence is compared with.
const MAX_COMPARED: usize = 500;

impl People<'_> {
    /// Whom or what "it" stands for: a body or document that begins a sentence of this paragraph or the one before, or speaks there.
    pub(super) fn body(&self, at: At) -> Option<At> {
        let heard = &self.scene.heard[at.0];
        let mut behind = heard.paragraph.tokens[heard.mentions[at.1].last + 1..]
            .iter()
            .skip_while(|token| token.is(Classes::ADV) && !token.is(Classes::PASSIVE));
        // "It is expected that …"
        let passive = behind.next().is_some_and(|token| token.is(Classes::PASSIVE));
        if passive && behind.next().is_some_and(|token| token.is(Classes::ANY_CUE)) {
            return None;
        }
        let fits = |&(paragraph, index): &At| {
            let heard = &self.scene.heard[paragraph];
            let mention = &heard.mentions[index];
            let head = &heard.paragraph.tokens[mention.head];
            let body = Classes::GROUP
                .and(Classes::AGENCY)
                .and(Classes::OUTLET)
                .and(Classes::OFFICIAL)
                .and(Classes::DOC);
            head.is(body) && !head.is(Classes::ROLE)
        };
        let initial = |&(paragraph, index): &At| self.scene.heard[paragraph].mentions[index].initial;
        let nearest = |paragraph: usize, end: usize| {
            let known = (0..end)
                .rev()
                .take(LOOK_BACK)
                .map(|index| (paragraph, index))
                .filter(fits);
            let mut first = known.clone().filter(initial);
            first.next().or_else(|| known.clone().find(|at| self.spoke(*at)))
        };
        nearest(at.0, at.1).or_else(|| {
            let former = at.0.checked_sub(1)?;
            nearest(former, self.scene.heard[former].mentions.len())
        })
    }

    /// Whom a pronoun stands for: the last who spoke and fits, else the last name that begins its sentence, else the last name.
    pub(super) fn antecedent(&self, at: At) -> Option<At> {
        let classes = {
            let heard = &self.scene.heard[at.0];
            // "his country": whose it is.
            heard.paragraph.tokens[heard.mentions[at.1].first].classes
        };
        let mut steps = 0;
        let mut fallback: Option<(u8, At)> = None;
        for paragraph in (at.0.saturating_sub(6)..=at.0).rev() {
            let heard = &self.scene.heard[paragraph];
            let end = if paragraph == at.0 { at.1 } else { heard.mentions.len() };
            for index in (0..end).rev() {
                steps += 1;
                if steps > LOOK_BACK {
                    return fallback.map(|(_, at)| at);
                }
                let mention = &heard.mentions[index];
                let same_pronoun =
                    mention.sort == Sort::Pronoun && heard.paragraph.tokens[mention.head].classes == classes;
                if same_pronoun {
                    if let Some(who) = self.antecedent((paragraph, index)).filter(|_| steps < 6) {
                        return Some(who);
                    }
                    continue;
                }
                if !self.fits((paragraph, index), mention, classes) {
                    continue;
                }
                let rank = if mention.initial || self.spoke((paragraph, index)) {
                    2
                } else {
                    u8::from(!mention.after_prep)
                };
                if rank == 2 {
                    return Some((paragraph, index));
                }
                if fallback.is_none_or(|(old, _)| rank > old) {
                    fallback = Some((rank, (paragraph, index)));
                }
            }
            // Somebody of its own paragraph is nearer than whoever spoke in one before.
            if fallback.is_some_and(|(rank, _)| rank > 0) && !self.scene.lexicon.nouns_capital() {
                break;
            }
        }
        fallback.map(|(_, at)| at)
    }

    /// Whether a mention is the subject of somebody's saying, before the verb or behind it: "said Berg".
    fn spoke(&self, at: At) -> bool {
        let heard = &self.scene.heard[at.0];
        let mention = &heard.mentions[at.1];
        let from = heard.links.partition_point(|link| link.cue + 4 < mention.first);
        let mut near = heard.links[from..].iter().take_while(|link| link.cue < mention.first);
        // "«…», – сказала Морн": right behind somebody's words nobody else is told.
        let inverted = |cue: usize| {
            let tokens = &heard.paragraph.tokens[..cue];
            tokens
                .iter()
                .rev()
                .find(|token| !matches!(token.kind, Kind::Sign(_)))
                .is_some_and(Token::is_quoted)
        };
        mention.speaks
            || near.any(|link| {
                link.post == Some(at.1)
                    && link.pre.is_none()
                    && link.classes.is(Classes::CUE)
                    && (!link.classes.is(Classes::TELL) || inverted(link.cue))
            })
    }

    /// Whether a word at the head of a sentence is a name for all that is known: it stands elsewhere with a capital, too.
    pub(super) fn is_proper(&self, at: At) -> bool {
        let mention = &self.scene.heard[at.0].mentions[at.1];
        if !mention.initial || mention.first != mention.last {
            return true;
        }
        let word = self.scene.words(at);
        let elsewhere = self.known.iter().take(MAX_COMPARED).any(|known| {
            let other = &self.scene.heard[known.at.0].mentions[known.at.1];
            known.at != at
                && (!other.initial || other.first != other.last)
                && known.name.is_some_and(|name| name.split(' ').any(|part| part == word))
        });
        elsewhere || mention.speaks
    }

    /// Whether somebody can be meant by a pronoun of these classes.
    fn fits(&self, at: At, mention: &Mention, pronoun: Classes) -> bool {
        let heard = &self.scene.heard[at.0];
        let head = &heard.paragraph.tokens[mention.head];
        let one = pronoun.is(Classes::MALE.and(Classes::FEMALE));
        let first = self.scene.token(at.0, mention.first).to_lowercase();
        let title = first.trim_end_matches('.');
        if one && !pronoun.is(Classes::FEMALE) && matches!(title, "mrs" | "ms" | "miss" | "frau" | "mme" | "пані") {
            return false;
        }
        if one && !pronoun.is(Classes::MALE) && matches!(title, "mr" | "herr" | "пан") {
            return false;
        }
        if one && !pronoun.is(Classes::FEMALE) && self.is_woman(at, mention) {
            return false;
        }
        match mention.sort {
            Sort::Name if one => self.is_proper(at),
            Sort::Name | Sort::NameWithRole => one || !mention.after_prep && head.is(Classes::GROUP),
            Sort::Role => !one || head.is(Classes::ROLE),
            _ => false,
        }
    }

    /// Whether somebody's office, here or where they are named else, is a woman's.
    fn is_woman(&self, at: At, mention: &Mention) -> bool {
        let office = |office: &Option<String>| {
            office
                .as_ref()
                .is_some_and(|office| self.scene.lexicon.is_womans(office))
        };
        let own = know(self.scene, at, mention);
        match own.name {
            None => {
                self.scene.heard[at.0].paragraph.tokens[mention.head].is(Classes::ROLE) && office(&Some(own.surname))
            }
            Some(_) if own.role_head.is_some() => office(&own.role_head),
            Some(_) => {
                let mut known = self.known.iter().take(MAX_COMPARED);
                known.any(|known| known.surname == own.surname && office(&known.role_head))
            }
        }
    }
}
