//! Who is meant by pronouns, offices and descriptions.

use crate::document::passages;
use crate::model::Language;
use crate::speech::{QuoteKind, Speech, listen};

fn heard(text: &str) -> Speech {
    listen(&passages(text, Language::ENGLISH).0, Language::ENGLISH)
}

/// Who says the last quote.
fn last(text: &str) -> Option<String> {
    last_in("en", text)
}

fn last_in(code: &str, text: &str) -> Option<String> {
    let language = Language::of(code);
    let speech = listen(&passages(text, language).0, language);
    let speaker = speech.quotes.last().and_then(|quote| quote.speaker);
    speaker.map(|at| speech.speakers[at].name.to_string())
}

#[test]
fn a_pronoun_stands_for_a_person_by_the_fullest_name() {
    for (text, name) in [
        // Whose country it is.
        (
            "Did Grigor Haldane say it or not? In the words that the agency attributes to its minister, his country wants proposals \
             “that treat both sides as equals”.",
            "Grigor Haldane",
        ),
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
        // Through "as" and an office.
        (
            "Welders are scarce. The Welders Board met; they are right, as Lucan Feyrer, the governor of the bank, remarked on \
             Thursday. “Prices are rising,” he said.",
            "Lucan Feyrer",
        ),
        // Through a trade, and without it.
        (
            "“We had no drawings,” says Cornelius Wye, a dentist. “We had a photograph,” the dentist adds.",
            "Cornelius Wye",
        ),
        (
            "“It rained,” Agronomist Wanda Reuss said. “Twice,” she added.",
            "Wanda Reuss",
        ),
        ("“It rained,” said Cllr Edmund Rusk.", "Edmund Rusk"),
        // Names that are trades, too.
        (
            "“It rained,” Billie Jean King said. “Twice,” King added.",
            "Billie Jean King",
        ),
        ("“It rained,” the Oram Dean said.", "the Oram Dean"),
        // Who is one of several may be named behind them.
        (
            "“We read until ten,” said one of the fathers, Emeric Stroud, a rigger.",
            "Emeric Stroud",
        ),
        ("“It was on three desks,” one of them said.", "one of them"),
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

#[test]
fn nobody_is_called_one_or_another() {
    for text in [
        "“We waited for hours,” said another.",
        "Behind the table, one reads: “Wipe your feet here, please.”",
    ] {
        let speech = heard(text);
        assert_eq!((speech.quotes.len(), last(text)), (1, None), "{text}");
    }
}

/// Who reports the last thing that is reported without marks; `None`: nothing is, or nobody is named.
fn reporter(text: &str) -> Option<String> {
    let speech = heard(text);
    let report = speech.quotes.iter().rfind(|quote| quote.kind == QuoteKind::Indirect)?;
    report.speaker.map(|at| speech.speakers[at].name.to_string())
}

#[test]
fn it_stands_for_a_body_or_nobody() {
    for (text, name) in [
        (
            "The harbour council met for nine hours. It said that the ferry would stop.",
            Some("The harbour council"),
        ),
        (
            "The harbour council in Brask is tired, the Orion agency reported. It did not say what it would do next year.",
            Some("The harbour council"),
        ),
        (
            "The harbour council met for nine hours. It is expected that the ferry will stop.",
            None,
        ),
        ("The pump is old. It says that nobody may touch the lever.", None),
        ("I think that everybody should have a pump like this.", None),
        ("We said that the ferry would stop.", None),
    ] {
        assert_eq!(reporter(text).as_deref(), name, "{text}");
    }
    assert_eq!(last("It begins: “This pump lifts water. It lifts nothing else.”"), None);
}

#[test]
fn whoever_a_clause_is_hung_on_speaks() {
    for (text, name) in [
        (
            "A person who was in the room told this newspaper that thirty minutes were spent on the table.",
            "A person",
        ),
        (
            "That is the view of the Weather Institute, which met on Friday and asked that it not be believed too firmly.",
            "Weather Institute",
        ),
    ] {
        assert_eq!(reporter(text).as_deref(), Some(name), "{text}");
    }
    let text = "Ships left the port, the first to take the eastern channel since Tolmark warned that it would “not guarantee” a thing.";
    assert_eq!(last(text).as_deref(), Some("Tolmark"));
    let text = "It took a year to obtain the permit, and a councillor, Edmund Rusk, warned of “darkness for the benefit of vermin”.";
    assert_eq!(last(text).as_deref(), Some("Edmund Rusk"));
}

#[test]
fn what_no_cue_belongs_to_is_nobody_unless_that_is_likely() {
    let text = "The two were compared. Orion’s text is eleven words longer in that place and, in another, four words shorter: the \
                remark about an envelope that was returned “because of insufficient postage” is missing.";
    assert!(last(text).is_none_or(|name| name != "four words shorter"));
}

#[test]
fn somebody_is_found_by_the_place_in_the_clause() {
    for (text, name) in [
        // A verb that no list knows, and what hangs on it.
        (
            "Perry Tarr, who hugged Mina Lund at noon, yodelled, “Home at last!”",
            "Perry Tarr",
        ),
        (
            "Anna Berg aimed at the council, saying the mayor “wants to play golf” all day.",
            "Anna Berg",
        ),
        // Whoever stands behind the words with a verb says them, whatever stands before.
        (
            "The striker said nothing, but “We go again,” his coach said.",
            "his coach",
        ),
        // An adverb that no list has is nobody.
        (
            "Perry Tarr jokingly said, “I will take all the harbours.”",
            "Perry Tarr",
        ),
        // A noun of doing and a source are somebody.
        (
            "“It never opened,” said one former campaign staffer, who asked for no name.",
            "one former campaign staffer",
        ),
        ("“It never opened,” a source at the station said.", "a source"),
    ] {
        assert_eq!(last(text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn whoever_hands_words_on_is_not_their_speaker() {
    for (text, name) in [
        (
            "“We will not protest,” Ada Moss said, according to Northwire.",
            "Ada Moss",
        ),
        (
            "“We can win this,” she told her aides afterward, according to Emeric Stroud, a former adviser.",
            "she",
        ),
        (
            "Ada Moss said she was “happy to see” it, according to the Harbour Dispatch.",
            "Ada Moss",
        ),
        // Nobody else is there to have said it.
        (
            "The hull was “as thin as paper”, according to Emeric Stroud.",
            "Emeric Stroud",
        ),
    ] {
        assert_eq!(last(text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn a_line_below_a_quote_signs_it() {
    for (text, name) in [
        (
            "Critics asked for more.\n\n“We paid for every plank.”\n\n— Moss",
            "Moss",
        ),
        (
            "Ada Moss was tired.\n\n“I have not seen the like of it.”\n\nEmeric Stroud, a scholar of harbours",
            "Emeric Stroud",
        ),
        // A sentence is no signature.
        (
            "“I have not seen the like of it,” said Ada Moss. “Never.”\n\nEmeric Stroud, a scholar, disagreed.",
            "Ada Moss",
        ),
    ] {
        assert_eq!(last(text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn names_are_whole_and_offices_hang_on_them() {
    for (text, name) in [
        ("“I have not heard that,” de Valmy said.", "de Valmy"),
        (
            "Jan de Valmy came late. “I have not heard that,” de Valmy said.",
            "Jan de Valmy",
        ),
        (
            "In a statement to the Dispatch, her senior adviser, Jan Sull, said: “We agree.”",
            "Jan Sull",
        ),
        (
            "“It is hard,” said the designer. “But returning to a place that does not want you is harder.”",
            "the designer",
        ),
    ] {
        assert_eq!(last(text).as_deref(), Some(name), "{text}");
    }
}

#[test]
fn a_verb_without_its_subject_leaves_it_to_the_sentence_before() {
    for (language, text, name) in [
        (
            "pl",
            "„Liczyliśmy dwa razy” – powiedziała Ada Moskal.\n\nKapitan Jonasz Frel zaprzeczył. „To pielęgniarki” – dodał.",
            "Jonasz Frel",
        ),
        (
            "es",
            "El conservador Samir Dal encontró el error el primer día. “La lámpara es eléctrica”, explicó.",
            "Samir Dal",
        ),
    ] {
        let language = Language::of(language);
        let speech = listen(&passages(text, language).0, language);
        let speaker = speech.quotes.last().and_then(|quote| quote.speaker);
        assert_eq!(speaker.map(|at| &*speech.speakers[at].name), Some(name), "{text}");
    }
}

#[test]
fn a_mention_reaches_to_the_pronoun_of_its_clause() {
    let text = "The plan pleased Ada Moss, who called it “a gift to the harbour”.";
    let speech = heard(text);
    let mention = speech.quotes[0].mention.unwrap();
    let words = text.chars().skip(mention.start.offset as usize);
    let words: String = words
        .take((mention.end.offset - mention.start.offset) as usize)
        .collect();
    assert_eq!(words, "Ada Moss, who");
    assert_eq!(last(text).as_deref(), Some("Ada Moss"));
}

#[test]
fn a_sentence_of_its_own_between_marks_is_speech_without_a_cue() {
    let text = "‘It began because I missed the boat,’ Karin Molde says. The water was cold.\n\nThat was years ago. She takes the \
                ferry back. ‘In the evening I am tired, and besides, one wants to talk to somebody.’";
    assert_eq!(heard(text).quotes.len(), 2);
    assert_eq!(last(text).as_deref(), Some("Karin Molde"));
}

#[test]
fn german_offices_lead_to_their_holders() {
    let speaker = |text: &str| last_in("de", text);
    let minister = "Der Außenminister von Tolmark, Grigor Haldane, hat Gespräche angeboten.\n\n";
    for (text, name) in [
        // Through the short word for an office that is put together, and past the place behind it.
        ("„Wir sind bereit“, sagte der Minister.", "Grigor Haldane"),
        // "Er" is no woman, however near she spoke.
        (
            "Kestrias Außenministerin Edda Morn sagte dazu: „Das lasen wir schon.“\n\nOffen ließ Haldane, was folgt. \
             Er nannte die Maut „von anderen erfunden“.",
            "Grigor Haldane",
        ),
        (
            "Edda Morn ist Außenministerin. „Das lasen wir“, sagte die Außenministerin Edda Morn.\n\nHaldane schwieg. \
             Später sagte Morn: „Nein.“ „Doch“, sagte er.",
            "Grigor Haldane",
        ),
        (
            "Die Ministerin Edda Morn sprach. „Das lasen wir“, sagte sie.",
            "Edda Morn",
        ),
        // A description ends with its noun.
        (
            "Ein Sprecher wollte das nicht bestätigen: „Niemand rief an.“",
            "Ein Sprecher",
        ),
        ("Ein Fluggast eilte zu Hilfe: „Lasst mich hinaus!“", "Ein Fluggast"),
    ] {
        assert_eq!(speaker(&format!("{minister}{text}")).as_deref(), Some(name), "{text}");
    }
    let noble = "Der Präsident von Falkenau, Sohn eines Arztes, kam. „Wir sind bereit“, sagte Präsident von Falkenau.";
    assert_eq!(speaker(noble).as_deref(), Some("von Falkenau"));
}

#[test]
fn without_capitals_an_office_reaches_to_its_holders_name() {
    for (text, name) in [
        (
            "وقالت وزيرة خارجية كستريا إيدا مورن للصحفيين: «قرأنا هذه الجمل من قبل».",
            "إيدا مورن",
        ),
        ("وقال القبطان أنسل برودي: «لم يركض أحد من الركاب».", "أنسل برودي"),
        ("وأضاف الوزير أن القيادة «ما زالت مستعدة للتفاوض مع الجميع».", "الوزير"),
        // A small word ends it.
        ("قال الوزير الذي وصل أمس: «لا تعليق لدينا اليوم».", "الوزير"),
    ] {
        assert_eq!(last_in("ar", text).as_deref(), Some(name), "{text}");
    }
}
