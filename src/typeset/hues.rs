//! Which colour each speaker of an article has.
//!
//! Door: [`speaker_roles`].

use crate::model::Role;
use crate::speech::{QuoteKind, Speech};

/// A role for each speaker: different ones while there are any, then the one that was not quoted for longest. Whoever is quoted in
/// no words of their own is drawn as [`Role::Indirect`] and takes none away.
pub fn speaker_roles(speech: &Speech) -> Vec<Role> {
    let mut roles = vec![None; speech.speakers.len()];
    let mut quoted = [0; Role::SPEAKERS.len()];
    let direct = speech.quotes.iter().filter(|quote| quote.kind != QuoteKind::Indirect);
    for (speaker, at) in direct.filter_map(|quote| quote.speaker).zip(1_usize..) {
        let Some(role) = roles.get_mut(speaker) else { continue };
        let hue = *role.get_or_insert_with(|| {
            let oldest = (0..quoted.len()).min_by_key(|hue| quoted[*hue]);
            oldest.unwrap_or_default()
        });
        quoted[hue] = at;
    }
    let role = |hue: Option<usize>| hue.map_or(Role::Indirect, |hue| Role::SPEAKERS[hue]);
    roles.into_iter().map(role).collect()
}

#[cfg(test)]
mod tests {
    use crate::document::passages;
    use crate::model::{Language, Role};
    use crate::speech::listen;
    use crate::typeset::hues::speaker_roles;

    fn roles(text: &str) -> Vec<Role> {
        speaker_roles(&listen(&passages(text, Language::ENGLISH).0, Language::ENGLISH))
    }

    #[test]
    fn speakers_share_no_colour_while_there_are_any() {
        // Whoever is only reported has none.
        let text = "“We met,” said Ada Moss.\n\nJonas Frell said that the boat was full.\n\n“We wait,” said Mira Tal.";
        assert_eq!(roles(text), [Role::Speaker1, Role::Indirect, Role::Speaker2]);
    }

    #[test]
    fn the_seventh_takes_the_colour_that_was_not_seen_for_longest() {
        let names = ["Moss", "Frell", "Tal", "Berg", "Corvo", "Lund", "Stroud"];
        let mut text = String::new();
        for name in names {
            text.push_str(&format!(
                "“We waited for hours,” said {name}.\n\n“We met,” said Moss.\n\n"
            ));
        }
        let roles = roles(&text);
        assert_eq!(
            (roles[0], roles[5], roles[6]),
            (Role::Speaker1, Role::Speaker6, Role::Speaker2)
        );
    }
}
