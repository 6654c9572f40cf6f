//! What stands around a quote before any mention is weighed.

use crate::speech::attribution::At;
use crate::speech::lexicon::Classes;
use crate::speech::links::Link;
use crate::speech::mentions::Sort;
use crate::speech::scene::{Scene, Spot};
use crate::speech::tokens::Inside;

/// What is known around a quote before any mention is weighed.
pub(super) struct Around {
    pub(super) spot: Spot,
    pub(super) former: Option<(Spot, At)>,
    pub(super) inside: Inside,
    pub(super) sentence: u32,
    /// Links near the quote.
    pub(super) near: Vec<Link>,
    /// Whether one stands beside it.
    pub(super) linked: bool,
    pub(super) nearest: Option<At>,
    pub(super) nearest_name: Option<At>,
    pub(super) nearest_linked: Option<At>,
    pub(super) lead_in: bool,
    pub(super) head: bool,
    /// The subject of the first strong cue of its sentence, where it stands before the quote.
    pub(super) outer: Option<usize>,
}

impl Around {
    pub(super) fn of(scene: &Scene<'_>, spot: Spot, former: Option<(Spot, At)>) -> Self {
        let heard = &scene.heard[spot.paragraph];
        let paragraph = &heard.paragraph;
        let inside = paragraph.insides.get(spot.span).copied().unwrap_or_default();
        let sentence = paragraph.tokens[spot.token].sentence;
        let mut near: Vec<Link> = Vec::new();
        // Cues further off have nothing to do with it.
        const REACH: usize = 60;
        let start = heard.links.partition_point(|link| link.cue + REACH < spot.token);
        for link in heard
            .links
            .iter()
            .skip(start)
            .take_while(|link| link.cue < spot.token + REACH)
        {
            near.push(*link);
        }
        let mut around = Self {
            spot,
            former,
            inside,
            sentence,
            near: Vec::new(),
            linked: false,
            nearest: None,
            nearest_name: None,
            nearest_linked: None,
            lead_in: false,
            outer: near
                .iter()
                .find(|link| {
                    link.cue < spot.token
                        && paragraph.tokens[link.cue].sentence == sentence
                        && link.classes.is(Classes::CUE)
                        && link.pre.is_some()
                })
                .and_then(|link| link.pre),
            head: heard
                .paragraph
                .tokens
                .iter()
                .take(spot.token)
                .all(|token| token.is_quoted() || !token.is_word()),
        };
        around.linked = near.iter().any(|link| {
            let beside = (link.cue.abs_diff(spot.token) <= 14) && paragraph.tokens[link.cue].sentence == sentence;
            beside
                && link.classes.is(Classes::CUE.and(Classes::ACCORDING))
                && (link.pre.is_some() || link.post.is_some())
        });
        around.near = near;
        around.find_nearest(scene);
        let former_paragraph = spot
            .paragraph
            .checked_sub(1)
            .map(|before| &scene.heard[before].paragraph);
        around.lead_in = around.head
            && former_paragraph
                .is_some_and(|before| before.tokens.last().is_some_and(|last| last.is_sign(&[':', '：'])));
        around
    }

    fn find_nearest(&mut self, scene: &Scene<'_>) {
        let first = self.spot.paragraph.saturating_sub(2);
        for at in (first..=self.spot.paragraph).rev() {
            let heard = &scene.heard[at];
            let end = if at == self.spot.paragraph {
                heard
                    .mentions
                    .partition_point(|mention| mention.first < self.spot.token)
            } else {
                heard.mentions.len()
            };
            for index in (0..end).rev().take(40) {
                let mention = &heard.mentions[index];
                self.nearest.get_or_insert((at, index));
                if matches!(mention.sort, Sort::Name | Sort::NameWithRole) && !mention.after_prep {
                    self.nearest_name.get_or_insert((at, index));
                }
            }
            if self.nearest_linked.is_none() {
                let limit = if at == self.spot.paragraph {
                    self.spot.token
                } else {
                    usize::MAX
                };
                let end = heard.links.partition_point(|link| link.cue < limit);
                let speaks = |link: &&Link| link.classes.is(Classes::CUE) && link.pre.is_some();
                self.nearest_linked = heard.links[..end]
                    .iter()
                    .rev()
                    .take(20)
                    .find(speaks)
                    .and_then(|link| link.pre)
                    .map(|index| (at, index));
            }
        }
    }
}
