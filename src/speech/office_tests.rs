//! Whose name stands behind an office, and what the office is of.

use crate::document::passages;
use crate::model::Language;
use crate::speech::listen;

/// Who says the last quote, and the office.
fn last(code: &str, text: &str) -> Option<(String, Option<String>)> {
    let language = Language::of(code);
    let speech = listen(&passages(text, language).0, language);
    let speaker = speech.quotes.last().and_then(|quote| quote.speaker);
    let speaker = speaker.map(|at| &speech.speakers[at]);
    speaker.map(|speaker| (speaker.name.to_string(), speaker.role.as_deref().map(str::to_owned)))
}

/// Asserts who speaks: language, words, name and office, parted by bars.
fn assert_all(cases: &[&str]) {
    for case in cases {
        let parts: Vec<&str> = case.split('|').collect();
        let found = last(parts[0], parts[1]);
        let (name, role) = found.map_or((None, None), |(name, role)| (Some(name), role));
        assert_eq!(name.as_deref(), Some(parts[2]), "{case}");
        assert_eq!(role.as_deref(), parts.get(3).copied(), "{case}");
    }
}

#[test]
fn what_an_office_is_of_is_no_part_of_a_slavic_name() {
    assert_all(&[
        "uk|«Ми готові до розмови», – сказав президент Кестрії Орен Савік.|Орен Савік|президент Кестрії",
        "uk|«Ми готові до розмови», – сказав президент Кестрії Савік.|Савік|президент Кестрії",
        "uk|«Ми готові до розмови», – сказала мер Толмарка Едда Морн.|Едда Морн|мер Толмарка",
        "uk|«Ми готові до розмови», – сказав глава ОВА Орен Савік.|Орен Савік|глава ОВА",
        "uk|Міністр закордонних справ Кестрії Орен Савік заявив: «Ми готові».|Орен Савік|Міністр закордонних справ Кестрії",
        "uk|«Ми готові», – сказав голова Верховної Ради Орен Савік.|Орен Савік|голова Верховної Ради",
        "ru|«Мы готовы», — заявил мэр Нижнего Толмарка Орен Савик.|Орен Савик|мэр Нижнего Толмарка",
        "ru|«Мы готовы», — заявил губернатор Заречной области Орен Савик.|Орен Савик|губернатор Заречной области",
        "ru|«Мы готовы», — заявил глава МИД РФ Орен Савик.|Орен Савик|глава МИД РФ",
        "pl|„Jesteśmy gotowi” – powiedział prezydent Kestrii Jonasz Frel.|Jonasz Frel|prezydent Kestrii",
        "pl|„Jesteśmy gotowi” – powiedział prezydent Portów Zjednoczonych Jonasz Frel.|Jonasz Frel|prezydent Portów Zjednoczonych",
        "pl|„Jesteśmy gotowi” – powiedziała szefowa Rady Portowej Ada von der Moor.|Ada von der Moor|szefowa Rady Portowej",
        "cs|„Jsme připraveni jednat,“ řekl prezident Tolmarska Jonáš Frel.|Jonáš Frel|prezident Tolmarska",
        "cs|Ministr obrany Tolmarska Jonáš Frel uvedl: „Jsme připraveni jednat.“|Jonáš Frel|Ministr obrany Tolmarska",
    ]);
}

#[test]
fn given_names_stay_with_their_surname() {
    assert_all(&[
        "uk|«Ми готові», – сказала міністерка Анна Марія Морн.|Анна Марія Морн|міністерка",
        "uk|«Ми готові», – сказав президент Лі Чже Мун.|Лі Чже Мун|президент",
        "ru|«Мы готовы», — сказала губернатор области Анна Петровна Савик.|Анна Петровна Савик|губернатор области",
        "ru|«Мы готовы», — заявил министр Орен Викторович Савик.|Орен Викторович Савик|министр",
        "ru|«Мы готовы», — заявил режиссёр Генри Морн.|Генри Морн|режиссёр",
        "pl|„Jesteśmy gotowi” – powiedział poseł Jan Maria Frel.|Jan Maria Frel|poseł",
        "pl|„Jesteśmy gotowi” – powiedział minister Antoni Frel.|Antoni Frel|minister",
        "de|„Wir sind bereit“, sagte der Minister Hans Peter Frell.|Hans Peter Frell|Minister",
        "it|«Siamo pronti», ha detto l'avvocato di Mario Rossi Moro.|l'avvocato",
        "es|«Estamos listos», dijo el abogado de Juan Dal García.|el abogado",
    ]);
}

#[test]
fn a_surname_alone_joins_whoever_was_named_with_an_office_of_a_country() {
    let text = "Прем'єр Великої Кестрії Орен Савік приїхав. «Ми готові», – сказав прем'єр Кестрії Савік. «Ми чекаємо», – додав Савік.";
    let language = Language::of("uk");
    let speech = listen(&passages(text, language).0, language);
    let names: Vec<&str> = speech.speakers.iter().map(|speaker| &*speaker.name).collect();
    assert_eq!((speech.quotes.len(), names), (2, vec!["Орен Савік"]));
}

#[test]
fn whom_it_is_told_to_is_no_part_of_the_office() {
    assert_all(&[
        "uk|«Це була довга ніч», – розповіла журналістам мер Толмарка Едда Морн.|Едда Морн|мер Толмарка",
        "ru|«Мы готовы», — заявил журналистам Орен Савик.|Орен Савик",
    ]);
}

#[test]
fn what_an_office_is_of_may_stand_behind_a_small_word() {
    assert_all(&[
        "it|«Siamo pronti», ha detto il presidente della Repubblica Ada Moro.|Ada Moro|presidente della Repubblica",
        "it|«Siamo pronti», ha detto il ministro dell'Interno Ada Moro.|Ada Moro|ministro dell'Interno",
        "fr|« Nous sommes prêts », a déclaré la maire de Vaubrune Ada Moreau.|Ada Moreau|maire de Vaubrune",
        "fr|« Nous sommes prêts », a déclaré le ministre de l’Intérieur Samir Moreau.|Samir Moreau|ministre de l’Intérieur",
        "fr|Le ministre des affaires étrangères du Tolmark, Samir Moreau, a assuré que son pays restait prêt.|Samir Moreau|ministre des affaires étrangères du Tolmark",
        "fr|« Nous sommes prêts », a déclaré l'entomologiste Ada Moreau.|Ada Moreau|entomologiste",
        "es|«Estamos listos», dijo el presidente de la República Samir Dal.|Samir Dal|presidente de la República",
        "pt|“Estamos prontos”, disse o presidente da República Samir Dal de Moura.|Samir Dal de Moura|presidente da República",
        "de|„Wir sind bereit“, sagte der Präsident Tolmarks Samir Frell.|Samir Frell|Präsident Tolmarks",
        "de|„Wir sind bereit“, sagte der Präsident Tolmarks, Samir Frell.|Samir Frell|Präsident Tolmarks",
    ]);
}

#[test]
fn names_and_offices_are_told_apart_where_words_are_not_parted() {
    assert_all(&[
        "ja|「交渉の用意がある」と浜口茂首相は述べた。|浜口茂|首相",
        "ja|浜口太郎外相は「準備はできている」と語った。|浜口太郎|外相",
        "ja|首相の浜口茂氏は「準備はできている」と述べた。|浜口茂|首相",
        "ja|ケストリアのエッダ・モーン外相は首都で記者団に「前にも読んだ」と述べ、席を立った。|エッダ・モーン|外相",
        "ja|外務省報道官は「準備はできている」と述べた。|外務省報道官",
        "zh|外交部发言人林潮表示：“我们已准备好谈判。”|林潮|外交部发言人",
        "zh|“我们准备好了，”总理林潮说。|林潮|总理",
        "zh|林潮总理在会上说：“我们准备好了。”|林潮|总理",
        "zh|外交部发言人表示：“我们已准备好谈判。”|外交部发言人",
        // Whoever was named before, by less.
        "ja|浜口太郎外相は「準備はできている」と語った。浜口氏は「明日も待つ」と述べた。|浜口太郎|外相",
        "ja|浜口太郎外相は「準備はできている」と語った。さらに同氏は「明日も待つ」と述べた。|浜口太郎|外相",
        "ja|浜口太郎外相は「準備はできている」と語った。さらに「明日も待つ」と付け加えた。|浜口太郎|外相",
        "ja|浜口太郎外相は「準備はできている」と語った。外相は「明日も待つ」と述べた。|浜口太郎|外相",
        "zh|外交部发言人林潮表示：“我们已准备好谈判。”她说：“我们等着。”|林潮|外交部发言人",
    ]);
    // Whom it is told to says nothing.
    assert_eq!(last("ja", "「準備はできている」と記者団に述べた。"), None);
}

#[test]
fn arabic_names_are_told_from_the_office_before_them() {
    assert_all(&[
        "ar|«نحن مستعدون للتفاوض»، قال الرئيس الكستري عبد الله الرملي.|عبد الله الرملي|الرئيس الكستري",
        "ar|وقالت وزيرة خارجية كستريا إيدا مورن للصحفيين: «قرأنا هذه الجمل من قبل».|إيدا مورن|وزيرة خارجية كستريا",
        "ar|وقال القبطان أنسل برودي: «لم يركض أحد من الركاب».|أنسل برودي|القبطان",
        "ar|وقال رئيس الوزراء الكستري أنسل برودي: «لم يركض أحد من الركاب».|أنسل برودي|رئيس الوزراء الكستري",
        "ar|وقالت رئيسة قسم الأسواق سعاد الرملي: «لم يركض أحد من الركاب».|سعاد الرملي|رئيسة قسم الأسواق",
        "ar|وقال رئيس كستريا عبد الله الرملي: «لم يركض أحد من الركاب».|عبد الله الرملي|رئيس كستريا",
        "ar|وقال رئيس هيئة أركان الجيش: «لم يركض أحد من الركاب».|رئيس هيئة أركان الجيش",
        "ar|وقال رئيس مجلس الوزراء: «لم يركض أحد من الركاب».|رئيس مجلس الوزراء",
        "ar|وقال المتحدث باسم الحكومة محمد الرملي: «لم يركض أحد من الركاب».|محمد الرملي|المتحدث باسم الحكومة",
        "ar|وقال الرئيس الكستري: «لم يركض أحد من الركاب».|الرئيس الكستري",
    ]);
}

#[test]
fn what_is_told_may_begin_with_its_verb() {
    assert_all(&[
        "ru|Министр Ада Мохова заявила, что будет ждать ответа до среды.|Ада Мохова|Министр",
        "cs|Ministryně Ada Mochová uvedla, že bude čekat na odpověď do středy.|Ada Mochová|Ministryně",
    ]);
}

#[test]
fn what_an_office_is_of_is_no_part_of_a_romanian_catalan_or_greek_name() {
    assert_all(&[
        "ro|„Suntem gata să negociem”, a declarat președintele Kestriei Oren Savu.|Oren Savu|președintele Kestriei",
        "ca|«Estem a punt per negociar», va dir el president de la Generalitat, Oren Savic.|Oren Savic|president de la Generalitat",
        "el|«Είμαστε έτοιμοι για συνομιλίες», είπε ο πρόεδρος της Κεστρίας Όρεν Σαβίκης.|Όρεν Σαβίκης|πρόεδρος της Κεστρίας",
    ]);
}
