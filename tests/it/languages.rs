//! Which language a text is in.

use byline::document::detect;

/// A few sentences of each language that has a word list, or a script of its own.
const TEXTS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "The council said on Monday that the bridge would be closed until the end of the month.",
            "Nobody was hurt, but it took the crews more than four hours to put out the fire.",
            "She has lived in the village for thirty years and has never seen such a storm.",
        ],
    ),
    (
        "uk",
        &[
            "Міська рада повідомила, що міст буде закрито до кінця місяця, але не для пішоходів.",
            "Вона живе в селі тридцять років, і такої бурі ще не було за цей час.",
            "За даними поліції, ніхто не постраждав, проте рятувальники працювали до ранку.",
        ],
    ),
    (
        "ru",
        &[
            "Городской совет сообщил, что мост будет закрыт до конца месяца, но не для пешеходов.",
            "Она живёт в деревне тридцать лет, и такой бури ещё не было за это время.",
            "По данным полиции, никто не пострадал, однако спасатели работали до утра.",
        ],
    ),
    (
        "de",
        &[
            "Der Stadtrat teilte am Montag mit, dass die Brücke bis zum Ende des Monats gesperrt bleibt.",
            "Sie lebt seit dreißig Jahren in dem Dorf und hat einen solchen Sturm noch nicht gesehen.",
            "Verletzt wurde niemand, aber die Feuerwehr war mehr als vier Stunden im Einsatz.",
        ],
    ),
    (
        "fr",
        &[
            "Le conseil municipal a annoncé lundi que le pont serait fermé jusqu'à la fin du mois.",
            "Elle vit dans le village depuis trente ans et n'a jamais vu une telle tempête.",
            "Personne n'a été blessé, mais les pompiers ont mis plus de quatre heures à éteindre le feu.",
        ],
    ),
    (
        "pl",
        &[
            "Rada miasta poinformowała w poniedziałek, że most będzie zamknięty do końca miesiąca.",
            "Mieszka we wsi od trzydziestu lat i nie widziała jeszcze takiej burzy.",
            "Nikt nie został ranny, ale strażacy gasili pożar przez ponad cztery godziny.",
        ],
    ),
    (
        "es",
        &[
            "El ayuntamiento anunció el lunes que el puente estará cerrado hasta el final del mes.",
            "Ella vive en el pueblo desde hace treinta años y no había visto una tormenta así.",
            "No hubo heridos, pero los bomberos tardaron más de cuatro horas en apagar el fuego.",
        ],
    ),
    (
        "it",
        &[
            "Il comune ha annunciato lunedì che il ponte sarà chiuso fino alla fine del mese.",
            "Vive nel paese da trent'anni e non ha mai visto una tempesta come questa.",
            "Nessuno è rimasto ferito, ma i pompieri hanno impiegato più di quattro ore per spegnere il fuoco.",
        ],
    ),
    (
        "pt",
        &[
            "A câmara anunciou na segunda-feira que a ponte vai ficar fechada até ao fim do mês.",
            "Ela vive na aldeia há trinta anos e não tinha visto uma tempestade como esta.",
            "Ninguém ficou ferido, mas os bombeiros levaram mais de quatro horas para apagar o fogo.",
        ],
    ),
    (
        "nl",
        &[
            "De gemeenteraad maakte maandag bekend dat de brug tot het einde van de maand dicht blijft.",
            "Zij woont al dertig jaar in het dorp en heeft nog nooit zo'n storm gezien.",
            "Er raakte niemand gewond, maar de brandweer was meer dan vier uur met het vuur bezig.",
        ],
    ),
    (
        "sv",
        &[
            "Kommunen meddelade i måndags att bron ska vara stängd till slutet av månaden.",
            "Hon har bott i byn i trettio år och har inte sett en sådan storm.",
            "Ingen skadades, men det tog mer än fyra timmar för räddningstjänsten att släcka elden.",
        ],
    ),
    (
        "da",
        &[
            "Kommunen oplyste mandag, at broen bliver lukket indtil slutningen af måneden.",
            "Hun har boet i landsbyen i tredive år og har ikke set sådan en storm før, siger hun.",
            "Ingen kom noget til, men det tog mere end fire timer for brandfolkene at slukke ilden.",
            "Det er blevet dyrere at købe ind, og mange må nu spare op i flere måneder.",
        ],
    ),
    (
        "no",
        &[
            "Kommunen opplyste mandag at broen blir stengt ut måneden, men ikke for fotgjengere.",
            "Hun har bodd i bygda i tretti år og har ikke sett en slik storm før, sier hun.",
            "Ingen ble skadet, men det tok mer enn fire timer for brannfolkene å slukke brannen.",
            "Det har blitt dyrere å handle, og mange må nå spare opp i flere måneder.",
            "Ho har budd i bygda i tretti år og har ikkje sett ein slik storm før, seier ho.",
        ],
    ),
    (
        "fi",
        &[
            "Kaupunki kertoi maanantaina, että silta on suljettu kuukauden loppuun, mutta ei jalankulkijoilta.",
            "Hän on asunut kylässä kolmekymmentä vuotta, eikä ole nähnyt vielä tällaista myrskyä.",
            "Poliisin mukaan kukaan ei loukkaantunut, mutta sammutus kesti yli neljä tuntia.",
        ],
    ),
    (
        "ro",
        &[
            "Primăria a anunțat luni că podul va fi închis până la sfârșitul lunii, dar nu pentru pietoni.",
            "Ea locuiește în sat de treizeci de ani și nu a văzut o asemenea furtună.",
            "Nimeni nu a fost rănit, dar pompierii au avut nevoie de mai mult de patru ore.",
            "Primaria a anuntat ca podul este inchis si ca nu se stie cand va fi deschis din nou.",
        ],
    ),
    (
        "hu",
        &[
            "Az önkormányzat hétfőn közölte, hogy a híd a hónap végéig zárva lesz, de nem a gyalogosoknak.",
            "Harminc éve él a faluban, és még nem látott ilyen vihart.",
            "A rendőrség szerint senki sem sérült meg, a tűzoltók azonban csak négy óra után végeztek.",
        ],
    ),
    (
        "tr",
        &[
            "Belediye pazartesi günü köprünün ay sonuna kadar kapalı olacağını, ancak yayalar için açık kalacağını duyurdu.",
            "Otuz yıldır bu köyde yaşıyor ve daha önce böyle bir fırtına görmedi.",
            "Polise göre kimse yaralanmadı, ama itfaiye yangını dört saat sonra söndürdü.",
        ],
    ),
    (
        "ca",
        &[
            "L'ajuntament ha anunciat aquest dilluns que el pont estarà tancat fins a final de mes.",
            "Fa trenta anys que viu al poble i no havia vist mai una tempesta com aquesta, amb tanta pluja.",
            "No hi ha hagut ferits, però els bombers van trigar més de quatre hores a apagar el foc.",
        ],
    ),
    (
        "cs",
        &[
            "Město v pondělí oznámilo, že most bude uzavřen do konce měsíce, ale ne pro pěší.",
            "Ve vesnici žije třicet let a takovou bouři ještě nezažila, jen o ní slyšela od matky.",
            "Podle policie se nikomu nic nestalo, hasiči však oheň hasili více než čtyři hodiny.",
        ],
    ),
    (
        "el",
        &[
            "Ο δήμος ανακοίνωσε τη Δευτέρα ότι η γέφυρα θα μείνει κλειστή έως το τέλος του μήνα.",
            "Κανείς δεν τραυματίστηκε.",
        ],
    ),
    (
        "ar",
        &[
            "أعلنت البلدية يوم الاثنين أن الجسر سيبقى مغلقا حتى نهاية الشهر",
            "لم يصب أحد بأذى",
        ],
    ),
    (
        "fa",
        &[
            "شهرداری روز دوشنبه اعلام کرد که پل تا پایان ماه بسته خواهد بود",
            "به گفته پلیس کسی زخمی نشد",
        ],
    ),
    (
        "he",
        &[
            "העירייה הודיעה ביום שני כי הגשר יהיה סגור עד סוף החודש",
            "איש לא נפגע בשריפה",
        ],
    ),
    (
        "ko",
        &[
            "시는 월요일에 다리를 이달 말까지 폐쇄한다고 밝혔다",
            "경찰에 따르면 다친 사람은 없다",
        ],
    ),
    ("th", &["เทศบาลประกาศเมื่อวันจันทร์ว่าสะพานจะปิดจนถึงสิ้นเดือน"]),
    ("ja", &["市は月曜日に、橋を月末まで閉鎖すると発表した。"]),
    ("zh", &["市政府星期一宣布，大桥将关闭至月底。"]),
    // Tongues that share a script with those above.
    (
        "??",
        &[
            "بلدیہ نے پیر کو اعلان کیا ہے کہ پل مہینے کے آخر تک بند رہے گا",
            "12 345",
            "",
        ],
    ),
    // Other people's names and words.
    (
        "en",
        &[
            "The ferry “Ελευθερία” (Ελευθερία) is not the only one that was late on the way to the island this week.",
            "In the museum there is a scroll on which is written 我們的橋樑在河上已經有一千年, and nobody has read it for years.",
        ],
    ),
];

#[test]
fn tells_every_language_by_a_few_sentences_and_none_for_another() {
    for (code, texts) in TEXTS {
        assert_eq!(detect(&texts.join(" ")).code(), *code, "{texts:?}");
        for text in *texts {
            let found = detect(text);
            assert!(
                found.code() == *code || found.known().is_none(),
                "{found:?} for {code}: {text}"
            );
        }
    }
}

#[test]
fn mostly_tells_a_language_by_one_sentence() {
    let texts = || {
        TEXTS
            .iter()
            .flat_map(|(code, texts)| texts.iter().map(move |text| (code, text)))
    };
    let missed: Vec<_> = texts().filter(|(code, text)| detect(text).code() != **code).collect();
    assert!(missed.len() * 10 <= texts().count(), "{missed:?}");
}

#[test]
fn takes_headlines_that_several_languages_could_have_for_none_rather_than_another() {
    for (text, codes) in [
        ("Statsministeren: Vi er klar", &["da", "no"][..]),
        ("Regeringen er klar med ny plan for skoler", &["da", "no"]),
        ("Han har ikke tid", &["da", "no"]),
        ("Bro stengt etter ulykke", &["no"]),
        ("Noua lege a fost votată", &["ro"]),
        ("El pont continua tancat", &["ca"]),
        ("La ministra visita l'hospital", &["ca", "it", "fr"]),
        ("Un nou pont per a la ciutat", &["ca"]),
        ("Köprü kapandı", &["tr"]),
        ("Lezárták a hidat", &["hu"]),
    ] {
        let found = detect(text);
        assert!(
            found.known().is_none() || codes.contains(&found.code()),
            "{found:?}: {text}"
        );
    }
}
