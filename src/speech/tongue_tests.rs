//! Who says what in languages that have word lists of their own, as their newspapers write it.

use crate::document::passages;
use crate::model::Language;
use crate::speech::{Speech, listen};

fn heard(code: &str, text: &str) -> Speech {
    let language = Language::of(code);
    listen(&passages(text, language).0, language)
}

/// Language, text, who says each of its quotes.
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
    (
        "bg",
        "„Готови сме за преговори“, каза президентът на България Асен Дилов.",
        &["Асен Дилов"],
    ),
    (
        "bs",
        "„Most je siguran“, rekao je ministar prometa Milan Drobić.",
        &["Milan Drobić"],
    ),
    (
        "ms",
        "“Jambatan ini selamat untuk semua,” kata Menteri Kesihatan Budi Santika.",
        &["Budi Santika"],
    ),
    (
        "bg",
        "„Мостът е безопасен“, каза кметът на Враново Асен Дилов.",
        &["Асен Дилов"],
    ),
    (
        "bg",
        "„Мостът е безопасен“, заяви министърът на транспорта Румяна Калева пред журналисти.",
        &["Румяна Калева"],
    ),
    (
        "bg",
        "Министърката на здравеопазването Ана Крумова заяви, че болницата ще отвори през май.",
        &["Ана Крумова"],
    ),
    (
        "bg",
        "– Чакахме цяла нощ – каза Мария Тонева. – Никой не дойде.",
        &["Мария Тонева", "Мария Тонева"],
    ),
    (
        "bg",
        "„Няма да се откажем“, категоричен е лидерът на партията Петър Дилов.",
        &["Петър Дилов"],
    ),
    (
        "bg",
        "Председателят на парламента Лена Ганева обясни: „Ще гласуваме утре“.",
        &["Лена Ганева"],
    ),
    (
        "bg",
        "Кметът Асен Дилов пристигна късно. „Мостът е стар“, каза той.",
        &["Асен Дилов"],
    ),
    ("bg", "Според министъра Асен Дилов водата е чиста.", &["Асен Дилов"]),
    (
        "bg",
        "По думите на директора Асен Дилов водата е чиста.",
        &["Асен Дилов"],
    ),
    (
        "bg",
        "„Това е краят“, добави Дилов, като подчерта, че няма да подаде оставка.",
        &["Дилов", "Дилов"],
    ),
    (
        "bg",
        "„Ще чакаме“, каза Дилов в интервю за вестник „Хоризонт“.",
        &["Дилов"],
    ),
    (
        "sr",
        "„Мост је безбедан“, рекао је министар саобраћаја Милан Дробић.",
        &["Милан Дробић"],
    ),
    (
        "sr",
        "Градоначелник Милан Дробић изјавио је да ће мост бити отворен у мају.",
        &["Милан Дробић"],
    ),
    (
        "sr",
        "Министарка здравља Ана Крстовић рекла је да болница ради.",
        &["Ана Крстовић"],
    ),
    ("sr", "„Чекали смо целу ноћ“, каже Марија Тодић.", &["Марија Тодић"]),
    (
        "sr",
        "Председница скупштине Лена Гајић поручила је: „Гласаћемо сутра“.",
        &["Лена Гајић"],
    ),
    (
        "sr",
        "Градоначелник Милан Дробић стигао је касно. „Мост је стар“, рекао је он.",
        &["Милан Дробић"],
    ),
    (
        "sr",
        "– Чекали смо целу ноћ – рекао је Милан Дробић. – Нико није дошао.",
        &["Милан Дробић", "Милан Дробић"],
    ),
    (
        "sr",
        "Према речима директора Милана Дробића, вода је чиста.",
        &["Милана Дробића"],
    ),
    (
        "sr",
        "„Most je bezbedan“, rekao je ministar saobraćaja Milan Drobić.",
        &["Milan Drobić"],
    ),
    (
        "sr",
        "„Spremni smo“, izjavila je predsednica opštine Jelena Marić za Tanjug.",
        &["Jelena Marić"],
    ),
    (
        "hr",
        "„Most je siguran”, rekao je ministar prometa Milan Drobić.",
        &["Milan Drobić"],
    ),
    (
        "hr",
        "Gradonačelnica Ana Krstulić izjavila je da će most biti otvoren u svibnju.",
        &["Ana Krstulić"],
    ),
    (
        "hr",
        "\"Čekali smo cijelu noć\", ispričala je Marija Todić.",
        &["Marija Todić"],
    ),
    (
        "hr",
        "- Čekali smo cijelu noć - rekao je Milan Drobić. - Nitko nije došao.",
        &["Milan Drobić", "Milan Drobić"],
    ),
    ("hr", "– Most je star – kaže županica Lena Gajić.", &["Lena Gajić"]),
    (
        "hr",
        "Glasnogovornica policije Lena Gajić poručila je: \"Nitko nije ozlijeđen.\"",
        &["Lena Gajić"],
    ),
    (
        "hr",
        "Gradonačelnik Milan Drobić stigao je kasno. \"Most je star\", dodao je.",
        &["Milan Drobić"],
    ),
    (
        "hr",
        "Milan Drobić, ravnatelj bolnice, istaknuo je kako je zgrada stara.",
        &["Milan Drobić"],
    ),
    (
        "hr",
        "Prema riječima ravnatelja Milana Drobića, voda je čista.",
        &["Milana Drobića"],
    ),
    (
        "hr",
        "\"Nećemo odustati\", rekao je Drobić za Obalni list.",
        &["Drobić"],
    ),
    (
        "sk",
        "„Most je bezpečný,“ povedal minister dopravy Milan Dubec.",
        &["Milan Dubec"],
    ),
    (
        "sk",
        "Starostka Anna Krstová uviedla, že most otvoria v máji.",
        &["Anna Krstová"],
    ),
    ("sk", "„Čakali sme celú noc,“ spomína Mária Todová.", &["Mária Todová"]),
    (
        "sk",
        "– Čakali sme celú noc, – povedal Milan Dubec. – Nikto neprišiel.",
        &["Milan Dubec", "Milan Dubec"],
    ),
    (
        "sk",
        "Hovorkyňa polície Lena Gajová informovala: „Nikto sa nezranil.“",
        &["Lena Gajová"],
    ),
    (
        "sk",
        "Primátor Milan Dubec prišiel neskoro. „Most je starý,“ dodal.",
        &["Milan Dubec"],
    ),
    (
        "sk",
        "Primátor Milan Dubec prišiel neskoro. „Most je starý,“ povedal on.",
        &["Milan Dubec"],
    ),
    ("sk", "Podľa riaditeľa Milana Dubca je voda čistá.", &["Milana Dubca"]),
    (
        "sl",
        "»Most je varen,« je dejal minister za promet Milan Dobnik.",
        &["Milan Dobnik"],
    ),
    (
        "sl",
        "\"Most je varen,\" je povedala županja Ana Krstnik.",
        &["Ana Krstnik"],
    ),
    (
        "sl",
        "»Čakali smo vso noč,« pripoveduje Marija Todnik.",
        &["Marija Todnik"],
    ),
    (
        "sl",
        "Predsednica stranke Lena Gajnik je poudarila: »Glasovali bomo jutri.«",
        &["Lena Gajnik"],
    ),
    (
        "sl",
        "Direktor Milan Dobnik je prišel pozno. »Most je star,« je dodal.",
        &["Milan Dobnik"],
    ),
    (
        "sl",
        "– Čakali smo vso noč, – je rekel Milan Dobnik.",
        &["Milan Dobnik"],
    ),
    (
        "sl",
        "Po besedah direktorja Milana Dobnika je voda čista.",
        &["Milana Dobnika"],
    ),
    (
        "id",
        "\"Jembatan ini aman,\" kata Menteri Perhubungan Budi Santika di Jakarta, Senin.",
        &["Budi Santika"],
    ),
    ("id", "\"Jembatan ini aman,\" ujar Budi.", &["Budi"]),
    (
        "id",
        "Gubernur Ratna Dewanti mengatakan bahwa jembatan akan dibuka pada Mei.",
        &["Ratna Dewanti"],
    ),
    (
        "id",
        "Juru bicara kepolisian Andi Wirata menyebutkan, \"Tidak ada korban.\"",
        &["Andi Wirata"],
    ),
    (
        "id",
        "Wali Kota Ratna Dewanti tiba terlambat. \"Jembatan ini tua,\" katanya.",
        &["Ratna Dewanti"],
    ),
    (
        "id",
        "Wali Kota Ratna Dewanti tiba terlambat. \"Jembatan ini tua,\" kata dia.",
        &["Ratna Dewanti"],
    ),
    (
        "id",
        "\"Kami menunggu semalaman,\" tutur Siti Marlina, warga Desa Sukarasa.",
        &["Siti Marlina"],
    ),
    (
        "id",
        "Menurut Direktur Budi Santika, air itu bersih.",
        &["Budi Santika"],
    ),
    (
        "vi",
        "“Cây cầu an toàn”, Bộ trưởng Trần Văn Lâm nói.",
        &["Trần Văn Lâm"],
    ),
    ("vi", "“Cây cầu an toàn”, ông Trần Văn Lâm cho biết.", &["Trần Văn Lâm"]),
    (
        "vi",
        "Chủ tịch tỉnh Nguyễn Thị Hoa cho biết: “Không có ai bị thương”.",
        &["Nguyễn Thị Hoa"],
    ),
    (
        "vi",
        "Giám đốc bệnh viện Lê Minh Khôi nói rằng tòa nhà đã cũ.",
        &["Lê Minh Khôi"],
    ),
    (
        "vi",
        "Bà Nguyễn Thị Hoa nhấn mạnh: “Chúng tôi sẽ bỏ phiếu ngày mai”.",
        &["Nguyễn Thị Hoa"],
    ),
    ("vi", "\"Chúng tôi đã chờ cả đêm\", chị Lan kể.", &["Lan"]),
    (
        "vi",
        "Ông Trần Văn Lâm đến muộn. “Cây cầu đã cũ”, ông nói.",
        &["Trần Văn Lâm"],
    ),
    (
        "vi",
        "Theo Bộ trưởng Trần Văn Lâm, nước sạch sẽ được cấp.",
        &["Trần Văn Lâm"],
    ),
    (
        "vi",
        "“Chúng tôi sẵn sàng”, Tổng thống Pháp Jean Valmont phát biểu.",
        &["Jean Valmont"],
    ),
    (
        "sk",
        "„Nevzdáme sa v tejto veci,“ vyhlásila predsedníčka strany Eva Horná.",
        &["Eva Horná"],
    ),
    ("vi", "Theo ông Trần Văn Lâm, nước sạch sẽ được cấp.", &["Trần Văn Lâm"]),
    (
        "id",
        "\"Kami siap berangkat,\" kata Menteri Kesehatan Budi Santika.",
        &["Budi Santika"],
    ),
    (
        "hr",
        "Ministar prometa Milan Drobić izjavio je da će most biti otvoren.",
        &["Milan Drobić"],
    ),
    (
        "hr",
        "Ministrica zdravstva Ana Krstulić rekla je da je bolnica stara.",
        &["Ana Krstulić"],
    ),
    (
        "hr",
        "Predsjednica Uprave Marija Horvat rekla je: \"Most je star.\"",
        &["Marija Horvat"],
    ),
    (
        "hr",
        "\"Most je star\", rekla je ministrica Marija Horvat Kos.",
        &["Marija Horvat Kos"],
    ),
    (
        "hr",
        "\"Most je star\", rekla je Emilija Horvat Kos.",
        &["Emilija Horvat Kos"],
    ),
    (
        "hr",
        "\"Most je star\", rekao je ministar vanjskih poslova Njemačke Jan Brand.",
        &["Jan Brand"],
    ),
    (
        "hr",
        "\"Most je star\", rekao je gradonačelnik Zagreba Milan Drobić.",
        &["Milan Drobić"],
    ),
    (
        "sr",
        "„Мост је стар“, рекао је министар спољних послова Русије Иван Дробов.",
        &["Иван Дробов"],
    ),
    (
        "sr",
        "Министар одбране Немачке Јан Бранд изјавио је да ће мост бити отворен.",
        &["Јан Бранд"],
    ),
    (
        "sk",
        "Minister obrany Nemecka Jan Brand povedal, že most otvoria.",
        &["Jan Brand"],
    ),
    (
        "sk",
        "„Most je starý,“ povedal primátor Bratislavy Milan Dubec.",
        &["Milan Dubec"],
    ),
    (
        "sk",
        "„Most je starý,“ povedala ministerka zdravotníctva Zuzana Horná.",
        &["Zuzana Horná"],
    ),
    (
        "sk",
        "Hovorca ministerstva vnútra Milan Dubec potvrdil, že most zatvorili.",
        &["Milan Dubec"],
    ),
    (
        "sl",
        "\"Most je star,\" je dejal predsednik Slovenije Milan Dobnik.",
        &["Milan Dobnik"],
    ),
    (
        "bg",
        "„Готови сме за преговори“, каза министърът на външните работи на Германия Ян Бранд.",
        &["Ян Бранд"],
    ),
    (
        "bg",
        "Президентът на България Асен Дилов каза, че мостът е стар.",
        &["Асен Дилов"],
    ),
    (
        "bg",
        "„Мостът е стар“, заяви пред БТА директорът на болницата Асен Дилов.",
        &["Асен Дилов"],
    ),
];

/// Texts with the sources that they cite.
const SOURCES: &[(&str, &str, &[&str])] = &[
    (
        "bg",
        "Мостът е затворен, съобщава БТА, като се позовава на полицията.",
        &["БТА", "полицията"],
    ),
    ("bg", "Мостът е затворен, съобщиха от МВР.", &["МВР"]),
    (
        "bg",
        "„Ще чакаме“, каза Дилов в интервю за вестник „Хоризонт“.",
        &["„Хоризонт“ (вестник)"],
    ),
    ("bg", "Според Ройтерс преговорите са спрели.", &["Ройтерс"]),
    (
        "sr",
        "Мост је затворен, јавља Танјуг, позивајући се на полицију.",
        &["Танјуг", "полицију"],
    ),
    ("sr", "Како преноси Ројтерс, преговори су прекинути.", &["Ројтерс"]),
    (
        "sr",
        "„Spremni smo“, izjavila je predsednica opštine Jelena Marić za Tanjug.",
        &["Tanjug"],
    ),
    (
        "hr",
        "Most je zatvoren, javlja Hina, pozivajući se na policiju.",
        &["Hina", "policiju"],
    ),
    (
        "hr",
        "Most je zatvoren, priopćilo je Ministarstvo prometa.",
        &["Ministarstvo prometa"],
    ),
    (
        "sk",
        "„Nevzdáme sa,“ vyhlásila predsedníčka strany Eva Horná pre TASR.",
        &["TASR"],
    ),
    (
        "sk",
        "Most zatvorili, informuje TASR s odvolaním sa na políciu.",
        &["TASR", "políciu"],
    ),
    ("sk", "Most zatvorili, oznámila polícia.", &["polícia"]),
    (
        "sk",
        "Podľa denníka Horizont sú rokovania na konci.",
        &["Horizont (denníka)"],
    ),
    (
        "sl",
        "Most je zaprt, poroča STA, ki se sklicuje na policijo.",
        &["STA", "policijo"],
    ),
    ("sl", "Kot poroča Reuters, so pogajanja prekinjena.", &["Reuters"]),
    ("sl", "Most je zaprt, so sporočili s policije.", &["policije"]),
    (
        "id",
        "\"Kami siap,\" kata Budi seperti dikutip dari Reuters.",
        &["Reuters"],
    ),
    ("id", "\"Kami siap,\" katanya kepada Kompas.", &["Kompas"]),
    ("vi", "Theo Reuters, đàm phán đã dừng lại.", &["Reuters"]),
    ("vi", "Cây cầu bị đóng, TTXVN đưa tin.", &["TTXVN"]),
];

/// Who says each quote.
fn voices(speech: &Speech) -> Vec<Option<&str>> {
    let named = |at: usize| &*speech.speakers[at].name;
    speech.quotes.iter().map(|quote| quote.speaker.map(named)).collect()
}

#[test]
fn names_who_speaks() {
    for (language, text, speakers) in SPOKEN {
        let expected: Vec<_> = speakers.iter().copied().map(Some).collect();
        assert_eq!(voices(&heard(language, text)), expected, "{text}");
    }
}

#[test]
fn quotes_stand_out_in_languages_without_words_too() {
    let katla: &[Option<&str>] = &[Some("Katla Orradóttir")];
    for (language, text, speakers) in [
        (
            "is",
            "“Við erum tilbúin að semja við alla aðila um frið,” sagði Katla Orradóttir.",
            katla,
        ),
        (
            "ko",
            "\"우리는 며칠 동안 대답을 기다릴 것이다. 아무도 문을 닫지 않았다\"고 장관은 말했다.",
            &[None],
        ),
        ("is", "Hún las “Tinna” í gær.", &[]),
    ] {
        let speech = heard(language, text);
        assert_eq!(voices(&speech), speakers, "{text}");
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

#[test]
fn knows_whom_texts_cite() {
    for (language, text, sources) in SOURCES {
        let speech = heard(language, text);
        let named = |source: &crate::speech::Source| match &source.described {
            Some(described) => format!("{} ({described})", source.name),
            None => source.name.to_string(),
        };
        let found: Vec<_> = speech.sources.iter().map(named).collect();
        assert_eq!(found, *sources, "{text}");
    }
}

#[test]
fn names_speakers_without_capitals_before_and_behind_their_verbs() {
    for (language, text, name) in [
        ("he", "\"אנחנו מוכנים למשא ומתן\", אמר ראש הממשלה דן אורבן.", "דן אורבן"),
        (
            "he",
            "\"הגשר בטוח\", אמר שר התחבורה יואב כרמיאל לעיתונאים.",
            "יואב כרמיאל",
        ),
        ("he", "ראש העיר נעמה שלוי אמרה כי הגשר ייפתח בחודש הבא.", "נעמה שלוי"),
        ("he", "השרה נעמה שלוי הוסיפה: \"איש לא נפגע בתאונה הזאת\".", "נעמה שלוי"),
        (
            "fa",
            "وزیر راه کامران دلیری گفت: «این پل ایمن است و باز می‌ماند.»",
            "کامران دلیری",
        ),
        (
            "fa",
            "سخنگوی پلیس نادر شایان اعلام کرد: «کسی زخمی نشده است.»",
            "نادر شایان",
        ),
        ("fa", "«ما تمام شب منتظر ماندیم»، کامران دلیری گفت.", "کامران دلیری"),
    ] {
        let speech = heard(language, text);
        let found = voices(&speech).first().copied().flatten();
        // With or without the office.
        assert!(found.is_some_and(|found| found.ends_with(name)), "{text}: {found:?}");
    }
}
