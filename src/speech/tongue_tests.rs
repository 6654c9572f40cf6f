//! Who says what in languages that have word lists of their own, as their newspapers write it.

use crate::document::passages;
use crate::model::Language;
use crate::speech::{Speech, listen};

fn heard(code: &str, text: &str) -> Speech {
    let language = Language::of(code);
    listen(&passages(text, language).0, language)
}

/// Language, text, who speaks.
const SPOKEN: &[(&str, &str, &[&str])] = &[
    (
        "da",
        "»Vi er klar til at forhandle«, siger statsminister Karla Damgaard.",
        &["Karla Damgaard"],
    ),
    (
        "da",
        "- Broen er lukket, oplyser vagtchef Jens Holm fra Nordby Politi.",
        &["Jens Holm"],
    ),
    (
        "da",
        "Udenrigsminister Lars Birk siger, at aftalen er på plads.",
        &["Lars Birk"],
    ),
    (
        "da",
        "»Det er trist,« siger Mette Kolding. »Vi havde håbet på mere,« tilføjer hun.",
        &["Mette Kolding", "Mette Kolding"],
    ),
    (
        "no",
        "– Vi er klare til å forhandle, sier statsminister Kari Dahle.",
        &["Kari Dahle"],
    ),
    (
        "no",
        "– Det er trist, sier Mette Kolding.\n\n– Vi hadde håpet på mer, legger hun til.",
        &["Mette Kolding", "Mette Kolding"],
    ),
    (
        "nn",
        "– Vi kjem att, seier leiaren Ola Haug i kulturlaget.",
        &["Ola Haug"],
    ),
    (
        "nb",
        "Utenriksminister Lars Birk sier at avtalen er på plass.",
        &["Lars Birk"],
    ),
    (
        "fi",
        "”Olemme valmiita neuvottelemaan”, sanoi ulkoministeri Aino Rautio.",
        &["Aino Rautio"],
    ),
    (
        "fi",
        "– Se oli pitkä yö. Emme nukkuneet, kertoo Helmi Rautio.",
        &["Helmi Rautio"],
    ),
    (
        "fi",
        "”Olemme valmiita”, sanoo Helmi Rautio. ”Odotimme enemmän”, hän lisää.",
        &["Helmi Rautio", "Helmi Rautio"],
    ),
    (
        "fi",
        "Pääministeri Veikko Lahti kertoo, että sopimus on valmis.",
        &["Veikko Lahti"],
    ),
    (
        "ro",
        "„Suntem gata să negociem”, a declarat ministra Ana Lupu.",
        &["Ana Lupu"],
    ),
    (
        "ro",
        "„Suntem gata”, a declarat preşedintele Mihai Codru.",
        &["Mihai Codru"],
    ),
    (
        "ro",
        "„Nu plecăm”, a spus Elena Vlad. „Rămânem aici”, a adăugat ea.",
        &["Elena Vlad", "Elena Vlad"],
    ),
    (
        "ro",
        "Premierul Mihai Codru a anunțat că acordul este semnat.",
        &["Mihai Codru"],
    ),
    (
        "hu",
        "„Készen állunk a tárgyalásokra” – mondta Kovács Márta miniszterelnök.",
        &["Kovács Márta"],
    ),
    (
        "hu",
        "Szabó Péter külügyminiszter közölte, hogy a megállapodás készen van.",
        &["Szabó Péter"],
    ),
    (
        "fi",
        "”Tilanne on vakava”, sanoi poliisin tiedottaja Helmi Rautio Ylelle.",
        &["Helmi Rautio"],
    ),
    (
        "fi",
        "– Ei meillä ole kiire. Odotamme, Helmi Rautio sanoo.",
        &["Helmi Rautio"],
    ),
    (
        "hu",
        "A Kossuth Rádióban Nagy Pál rendőrségi szóvivő azt mondta: „nincs sérült”.",
        &["Nagy Pál"],
    ),
    (
        "hu",
        "Varga Anna, a kórház főigazgatója hangsúlyozta: „a betegek jól vannak”.",
        &["Varga Anna"],
    ),
    (
        "hu",
        "„Várunk” – mondta Tóth Ilona. „Reggelig maradunk” – tette hozzá.",
        &["Tóth Ilona", "Tóth Ilona"],
    ),
    ("hu", "Király András mondta: „Maradunk.”", &["Király András"]),
    (
        "tr",
        "\"Görüşmelere hazırız\" dedi Dışişleri Bakanı Selin Kaya.",
        &["Selin Kaya"],
    ),
    (
        "tr",
        "İçişleri Bakanı Orhan Tekin, \"Yaralı yok\" açıklamasını yaptı.",
        &["Orhan Tekin"],
    ),
    (
        "tr",
        "“Bu karar yanlış” diyen Selin Kaya, “Mahkemeye gideceğiz” dedi.",
        &["Selin Kaya", "Selin Kaya"],
    ),
    (
        "el",
        "«Είμαστε έτοιμοι για διαπραγματεύσεις», δήλωσε ο πρωθυπουργός Νίκος Αλεξίου.",
        &["Νίκος Αλεξίου"],
    ),
    ("el", "— Δεν φεύγουμε, είπε ο Πέτρος Λάμπρου.", &["Πέτρος Λάμπρου"]),
    (
        "el",
        "«Μένουμε εδώ», είπε η Μαρία Ράπτη. «Ως το πρωί», πρόσθεσε η ίδια.",
        &["Μαρία Ράπτη", "Μαρία Ράπτη"],
    ),
    (
        "ca",
        "«Estem preparats per negociar», va dir la consellera Núria Vidal.",
        &["Núria Vidal"],
    ),
    (
        "ca",
        "L'alcalde de Vallfosca, Oriol Camps, ha assegurat que el pont és segur.",
        &["Oriol Camps"],
    ),
    (
        "ca",
        "«No marxem», va dir Marta Serra. «Ens quedem aquí», va afegir ella.",
        &["Marta Serra", "Marta Serra"],
    ),
];

#[test]
fn names_who_speaks() {
    for (language, text, speakers) in SPOKEN {
        let speech = heard(language, text);
        let named = |at: Option<usize>| at.map(|at| &*speech.speakers[at].name);
        let found: Vec<_> = speech.quotes.iter().filter_map(|quote| named(quote.speaker)).collect();
        assert_eq!(found, *speakers, "{text}");
        assert_eq!(speech.quotes.len(), speakers.len(), "{text}");
    }
}

#[test]
fn knows_the_office_behind_a_name_where_the_family_comes_first() {
    for (text, office) in [
        ("„Várunk” – mondta Kovács Márta miniszterelnök.", "miniszterelnök"),
        (
            "Varga Anna magyar nagykövet közölte, hogy a híd áll.",
            "magyar nagykövet",
        ),
        (
            "„Nem megyünk sehová” – hangsúlyozta Nagy Pál, a rendőrség szóvivője.",
            "rendőrség szóvivője",
        ),
    ] {
        let speech = heard("hu", text);
        assert_eq!(speech.speakers[0].role.as_deref(), Some(office), "{text}");
    }
}

#[test]
fn names_whom_sentences_cite() {
    for (language, text, source) in [
        ("da", "Det skriver Ritzau.", "Ritzau"),
        (
            "da",
            "»Vi kommer igen,« siger han til Nordby Tidende.",
            "Nordby Tidende",
        ),
        ("no", "Ifølge politiet er ingen skadd.", "politiet"),
        (
            "no",
            "– Vi kommer tilbake, sier hun til Nordby Tidende.",
            "Nordby Tidende",
        ),
        ("fi", "Poliisin mukaan kukaan ei loukkaantunut.", "Poliisin"),
        (
            "fi",
            "Rantakylän Sanomien mukaan Aino Rautio eroaa.",
            "Rantakylän Sanomien",
        ),
        ("ro", "Podul este închis, transmite Agerpres.", "Agerpres"),
        ("hu", "A rendőrség szerint senki sem sérült meg.", "A rendőrség"),
        ("tr", "Polise göre kimse yaralanmadı.", "Polise"),
        (
            "el",
            "Σύμφωνα με την αστυνομία, κανείς δεν τραυματίστηκε.",
            "την αστυνομία",
        ),
        ("ca", "Segons la policia, ningú no ha resultat ferit.", "la policia"),
    ] {
        let speech = heard(language, text);
        let found: Vec<_> = speech.sources.iter().map(|source| &*source.name).collect();
        assert_eq!(found, [source], "{text}");
    }
}
