//! Who is meant by pronouns, offices and descriptions.

use crate::document::passages;
use crate::model::Language;
use crate::speech::{Speech, listen};

fn heard(text: &str) -> Speech {
    listen(&passages(text, Language::ENGLISH).0, Language::ENGLISH)
}

/// Who says the last quote.
fn last(text: &str) -> Option<String> {
    let speech = heard(text);
    let speaker = speech.quotes.last().and_then(|quote| quote.speaker);
    speaker.map(|at| speech.speakers[at].name.to_string())
}

#[test]
fn a_pronoun_stands_for_a_person_by_the_fullest_name() {
    for (text, name) in [
        // Through an office to its holder.
        (
            "The mayor, Wilma Stokes, counted the beds again. “There were twelve empty,” she said.",
            "Wilma Stokes",
        ),
        // A word that has a capital for its place alone is nobody's name.
        (
            "The smith, Torvald Eames, is tired. Welders are scarce. “I train cooks,” he explained.",
            "Torvald Eames",
        ),
        // Who spoke behind the verb spoke, too.
        (
            "A former editor waited, he said.\n\n“We read it,” said Edda Morn. “Twice,” she added.",
            "Edda Morn",
        ),
    ] {
        assert_eq!(last(text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn a_description_is_what_the_article_calls_somebody_and_no_name() {
    let speech = heard("Then a girl of about ten stood up. “That is sad,” the girl said, and sat down.");
    assert_eq!((&*speech.speakers[0].name, speech.speakers[0].named), ("a girl", false));
    let speech = heard("“That is sad,” Mina Tarr said.");
    assert_eq!(
        (&*speech.speakers[0].name, speech.speakers[0].named),
        ("Mina Tarr", true)
    );
}

#[test]
fn an_agency_that_gives_somebodys_words_does_not_speak_them() {
    let text = "Grigor Haldane told reporters that he was “ready to talk”. The state agency Orion gives a longer version, \
                which ends: “and not as landlord and tenant”.";
    assert_eq!(last(text).as_deref(), Some("Grigor Haldane"));
    assert_eq!(
        last("“We were not asked,” the state agency Orion said.").as_deref(),
        Some("Orion")
    );
}
