//! Whom sentences cite.

use crate::document::passages;
use crate::model::Language;
use crate::speech::listen;

fn cited(language: &str, text: &str) -> Vec<String> {
    let language = Language::of(language);
    let speech = listen(&passages(text, language).0, language);
    let named = |source: &crate::speech::Source| match &source.described {
        Some(described) => format!("{} ({described})", source.name),
        None => source.name.to_string(),
    };
    speech.sources.iter().map(named).collect()
}

#[test]
fn names_what_leads_stand_before() {
    for (language, text, sources) in [
        (
            "en",
            "The road is open, Northwire reported, citing the coast guard.",
            &["Northwire", "the coast guard"][..],
        ),
        (
            "en",
            "In an interview with the Salt Herald, Ada Moss spoke of rain.",
            &["the Salt Herald"],
        ),
        (
            "en",
            "A study published on Friday in the Oram Review says so.",
            &["the Oram Review"],
        ),
        (
            "en",
            "The bridge is safe, according to a report by the harbour office.",
            &["a report by the harbour office"],
        ),
        ("en", "“It rained,” Moss wrote on Telegram.", &["Telegram"]),
        (
            "en",
            "According to shipping insurers, nothing sails.",
            &["shipping insurers"],
        ),
        ("en", "Haldane told OTV on Sunday that the bridge was safe.", &["OTV"]),
        ("en", "Haldane told reporters that all went according to plan.", &[]),
        (
            "uk",
            "Міст закрито, повідомляє «Північ» з посиланням на поліцію.",
            &["«Північ»", "поліцію"],
        ),
        (
            "ru",
            "Мост закрыт, говорится в отчёте управления порта.",
            &["отчёте управления порта"],
        ),
        (
            "de",
            "Das geht aus einem Gutachten des Instituts hervor.",
            &["einem Gutachten des Instituts"],
        ),
        (
            "fr",
            "Le pont est fermé, a annoncé lundi la préfecture.",
            &["la préfecture"],
        ),
        ("pl", "Most zamknięto, wynika z raportu.", &["raportu"]),
        ("es", "El puente está cerrado, informó la policía.", &["la policía"]),
    ] {
        assert_eq!(cited(language, text), sources, "{text}");
    }
}

#[test]
fn outlets_that_no_list_knows_are_told_by_their_place() {
    for (language, text, sources) in [
        (
            "en",
            "Northwire, citing two officials, reports that the ferry is late.",
            &["Northwire", "two officials"][..],
        ),
        (
            "en",
            "“It sails,” she said in an interview broadcast by Channel Nine.",
            &["Channel Nine"],
        ),
        (
            "en",
            "A survey by the Oram Institute showed that most walk.",
            &["A survey by the Oram Institute"],
        ),
        (
            "uk",
            "Про це агентству «Орбіта» розповів міністр Оскар Лен.",
            &["«Орбіта» (агентству)"],
        ),
        ("uk", "Як пише Northwire, пором продають.", &["Northwire"]),
        (
            "uk",
            "Видання «Берег» дізналося, що пором продають.",
            &["«Берег» (Видання)"],
        ),
        (
            "ru",
            "Это подтвердили в министерстве транспорта.",
            &["министерстве транспорта"],
        ),
        ("de", "Laut Nordfunk ist die Brücke gesperrt.", &["Nordfunk"]),
        (
            "de",
            "Der Minister sagte dem Hafenkurier, er gehe.",
            &["dem Hafenkurier"],
        ),
        (
            "de",
            "Das berichtet die Zeitung „Nordblick“.",
            &["„Nordblick“ (Zeitung)"],
        ),
        ("fr", "« Nous attendons », a-t-elle confié à La Rive.", &["La Rive"]),
        (
            "fr",
            "Le quotidien La Rive rapporte que le bac est vieux.",
            &["La Rive (quotidien)"],
        ),
        ("pl", "Minister powiedział „Brzegowi”, że odejdzie.", &["„Brzegowi”"]),
        ("pl", "O wypadku poinformowała straż pożarna.", &["straż pożarna"]),
        ("es", "El barco era viejo, publicó La Orilla.", &["La Orilla"]),
        (
            "es",
            "Citando fuentes policiales, La Orilla afirma que hubo tres heridos.",
            &["fuentes policiales", "La Orilla"],
        ),
    ] {
        assert_eq!(cited(language, text), sources, "{text}");
    }
}

#[test]
fn names_nobody_where_nothing_is_cited() {
    for (language, text) in [
        (
            "en",
            "She published a letter on Sunday evening in which she proposes a conference.",
        ),
        ("en", "“It rained,” the economist Hugo Brandt said."),
        ("en", "“It rained,” Moss told this newspaper."),
        (
            "en",
            "The safety of ships is not guaranteed, referring to work on the cables.",
        ),
        ("en", "They said it four times."),
        (
            "en",
            "The minister gave Berg a boat, Moss said, and Frell showed her the harbour.",
        ),
        ("uk", "За словами Ади Моссенко, човен старий."),
        ("de", "Laut Berg ist das Boot alt. Anna Berg leitet den Hafen."),
        ("pl", "Zdaniem Ady Moskal łódź jest stara."),
        ("es", "Según Ada Moss, el barco es viejo."),
    ] {
        assert_eq!(cited(language, text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_list_says_what_its_names_are() {
    let line = "Source: Orion and OTV, the state's news agency and public broadcaster";
    assert_eq!(
        cited("en", line),
        ["Orion (state's news agency)", "OTV (public broadcaster)"]
    );
}
