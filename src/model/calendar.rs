//! Names of months and time zones, as outlets write them.

use jiff::tz::{TimeZone, TimeZoneDatabase};

/// Which month a word begins the name of.
pub(crate) fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    let lower = lower.trim_matches(|sign: char| !sign.is_alphabetic());
    // Hebrew says `in`, Catalan `of` with a letter before the name.
    let before = ["ב", "d'", "d’"].iter().find_map(|before| lower.strip_prefix(before));
    let lower = before.unwrap_or(lower);
    let table = if lower.is_ascii() { &[][..] } else { NOT_LATIN };
    MONTHS
        .iter()
        .chain(table)
        .find(|(start, _)| lower.starts_with(start))
        .map(|(_, month)| *month)
}

#[rustfmt::skip]
/// How the names of the months begin in English, German, Dutch, Scandinavian and Romance languages, Polish, Czech, Croatian, Hungarian,
/// Finnish, Turkish, Indonesian, and some more; the longer beginnings first where one begins like another.
const MONTHS: &[(&str, i8)] = &[
    ("jan", 1), ("jän", 1), ("ene", 1), ("gen", 1), ("ian", 1), ("sty", 1), ("led", 1), ("sij", 1), ("tam", 1),
    ("oca", 1), ("feb", 2), ("fev", 2), ("fév", 2), ("lut", 2), ("únor", 2), ("úno", 2), ("velj", 2), ("hel", 2),
    ("şub", 2), ("sub", 2), ("marras", 11), ("mar", 3), ("mär", 3), ("mrz", 3), ("maa", 3), ("márc", 3), ("már", 3),
    ("mrt", 3), ("maart", 3), ("břez", 3), ("bře", 3), ("ožu", 3), ("apr", 4), ("abr", 4), ("avr", 4), ("ápr", 4),
    ("kwi", 4), ("dub", 4), ("tra", 4), ("huh", 4), ("nis", 4), ("may", 5), ("mai", 5), ("maj", 5), ("meith", 6), ("mei", 5),
    ("mag", 5), ("máj", 5), ("maggio", 5), ("květ", 5), ("kvě", 5), ("svi", 5), ("tou", 5), ("jun", 6), ("juin", 6),
    ("giu", 6), ("jún", 6), ("iun", 6), ("cze", 6), ("červenec", 7), ("červenc", 7), ("červ", 6), ("čvn", 6), ("lipanj", 6), ("lipnj", 6), ("lip", 7), ("kes", 6),
    ("haz", 6), ("jul", 7), ("juil", 7), ("lug", 7), ("júl", 7), ("iul", 7), ("čvc", 7), ("srpanj", 7), ("srpnj", 7), ("srp", 8), ("hei", 7),
    ("tem", 7), ("aug", 8), ("ago", 8), ("agu", 8), ("agt", 8), ("aoû", 8), ("aou", 8), ("sie", 8), ("kol", 8), ("elo", 8), ("ağu", 8),
    ("sep", 9), ("set", 9), ("szep", 9), ("wrz", 9), ("zář", 9), ("ruj", 9), ("syy", 9), ("eyl", 9), ("okt", 10),
    ("oct", 10), ("out", 10), ("ott", 10), ("paź", 10), ("říj", 10), ("lok", 10), ("eki", 10), ("nov", 11),
    ("noi", 11), ("lis", 11), ("stu", 11), ("kas", 11), ("dec", 12), ("dez", 12), ("dic", 12), ("déc", 12),
    ("des", 12), ("dét", 12), ("gru", 12), ("pro", 12), ("jou", 12), ("ara", 12),
    // Serbian and Slovene, Estonian, Lithuanian, Galician, Azerbaijani and Uzbek, Malay, Filipino, Basque: as much of each as begins
    // no common word.
    ("avg", 8), ("jaan", 1), ("veeb", 2), ("juuni", 6), ("juuli", 7), ("dets", 12), ("sausio", 1), ("vasario", 2), ("kovo", 3),
    ("baland", 4), ("gegu", 5), ("liepos", 7), ("rugpj", 8), ("spalio", 10), ("lapkr", 11), ("xanei", 1), ("xullo", 7),
    ("yanv", 1), ("iyn", 6), ("iyun", 6), ("iyl", 7), ("iyul", 7), ("avq", 8), ("senty", 9), ("senta", 9), ("noya", 11),
    ("dek", 12), ("ogos", 8), ("disem", 12), ("pebre", 2), ("hunyo", 6), ("hulyo", 7), ("nobye", 11), ("disye", 12),
    ("urtarr", 1), ("otsail", 2), ("apiril", 4), ("ekain", 6), ("uztail", 7), ("abuzt", 8), ("irail", 9), ("urria", 10),
    ("azaro", 11), ("abend", 12),
];

#[rustfmt::skip]
/// The same, in other scripts.
const NOT_LATIN: &[(&str, i8)] = &[
    // Russian, Ukrainian, Bulgarian.
    ("янв", 1), ("яну", 1), ("січ", 1), ("фев", 2), ("лют", 2), ("мар", 3), ("бер", 3), ("апр", 4), ("кві", 4),
    ("май", 5), ("мая", 5), ("тра", 5), ("июн", 6), ("юни", 6), ("чер", 6), ("июл", 7), ("юли", 7), ("лип", 7),
    ("авг", 8), ("сер", 8), ("сен", 9), ("сеп", 9), ("вер", 9), ("окт", 10), ("жов", 10), ("ноя", 11), ("ное", 11),
    ("лис", 11), ("дек", 12), ("гру", 12),
    // Serbian and Macedonian, Belarusian, Kazakh.
    ("јан", 1), ("феб", 2), ("мај", 5), ("јун", 6), ("јул", 7), ("нов", 11), ("дец", 12), ("сту", 1), ("сак", 3),
    ("кра", 4), ("чэр", 6), ("ліп", 7), ("жні", 8), ("кас", 10), ("ліс", 11), ("сне", 12), ("қаң", 1), ("ақп", 2),
    ("нау", 3), ("сәу", 4), ("мам", 5), ("мау", 6), ("шіл", 7), ("там", 8), ("қыр", 9), ("қаз", 10), ("қар", 11),
    ("жел", 12),
    // Latvian, Lithuanian, Icelandic, Galician.
    ("birž", 6), ("rugsė", 9),
    ("jūn", 6), ("jūl", 7), ("maí", 5), ("ágú", 8), ("nóv", 11), ("xuñ", 6),
    // Greek.
    ("ιαν", 1), ("φεβ", 2), ("μάρ", 3), ("μαρ", 3), ("μαρτ", 3), ("απρ", 4), ("μάι", 5), ("μαϊ", 5), ("μαΐ", 5),
    ("μαι", 5), ("ιουν", 6), ("ιούν", 6), ("ιον", 6), ("ιουλ", 7), ("ιούλ", 7), ("ιολ", 7), ("αυγ", 8), ("αύγ", 8),
    ("σεπ", 9), ("οκτ", 10), ("νοε", 11), ("νοέ", 11), ("δεκ", 12),
    // Arabic.
    ("يناير", 1), ("فبراير", 2), ("مارس", 3), ("أبريل", 4), ("مايو", 5), ("يونيو", 6), ("يوليو", 7), ("أغسطس", 8),
    ("سبتمبر", 9), ("أكتوبر", 10), ("نوفمبر", 11), ("ديسمبر", 12),
    // The Levant, as far as one word says it.
    ("شباط", 2), ("آذار", 3), ("نيسان", 4), ("أيار", 5), ("حزيران", 6), ("تموز", 7), ("أيلول", 9),
    // Urdu and Persian, by the same calendar.
    ("جنوری", 1), ("فروری", 2), ("مارچ", 3), ("اپریل", 4), ("مئی", 5), ("جون", 6), ("جولائی", 7), ("اگست", 8),
    ("ستمبر", 9), ("اکتوبر", 10), ("نومبر", 11), ("دسمبر", 12), ("ژانویه", 1), ("فوریه", 2), ("آوریل", 4), ("ژوئن", 6),
    ("ژوئیه", 7), ("اوت", 8), ("سپتامبر", 9), ("اکتبر", 10), ("نوامبر", 11), ("دسامبر", 12),
    // Georgian, Armenian.
    ("იან", 1), ("თებ", 2), ("მარ", 3), ("აპრ", 4), ("მაი", 5), ("ივნ", 6), ("ივლ", 7), ("აგვ", 8), ("სექ", 9), ("ოქტ", 10),
    ("ნოე", 11), ("დეკ", 12), ("հունվ", 1), ("փետ", 2), ("մար", 3), ("ապր", 4), ("մայ", 5), ("հունիս", 6), ("հուլ", 7),
    ("օգոս", 8), ("սեպ", 9), ("հոկ", 10), ("նոյ", 11), ("դեկ", 12), ("հնվ", 1), ("փտվ", 2), ("մրտ", 3), ("մյս", 5), ("հնս", 6), ("հլս", 7), ("օգս", 8),
    // Hebrew.
    ("ינו", 1), ("פבר", 2), ("מרץ", 3), ("אפר", 4), ("מאי", 5), ("יוני", 6), ("יולי", 7), ("אוג", 8), ("ספט", 9), ("אוק", 10),
    ("נוב", 11), ("דצמ", 12),
    // Hindi and Marathi.
    ("जनवरी", 1), ("जन", 1), ("फ़र", 2), ("फर", 2), ("जाने", 1), ("फेब्रु", 2), ("एप्रि", 4), ("मे", 5), ("जुलै", 7), ("ऑग", 8), ("सप्टें", 9), ("ऑक्टो", 10),
    ("नोव्हें", 11), ("डिसें", 12), ("मार्च", 3), ("अप्र", 4), ("मई", 5), ("जून", 6), ("जुल", 7), ("अग", 8),
    ("सित", 9), ("अक्टू", 10), ("अक्तू", 10), ("नव", 11), ("दिस", 12),
    // Bengali.
    ("জানু", 1), ("ফেব", 2), ("মার্চ", 3), ("এপ্রি", 4), ("মে", 5), ("জুন", 6), ("জুল", 7), ("আগ", 8), ("সেপ", 9),
    ("অক্টো", 10), ("নভে", 11), ("ডিসে", 12),
    // Tamil, Telugu.
    ("ஜன", 1), ("பிப", 2), ("மார", 3), ("ஏப", 4), ("மே", 5), ("ஜூன", 6), ("ஜூலை", 7), ("ஆக", 8), ("செப", 9), ("அக", 10),
    ("நவ", 11), ("டிச", 12), ("జన", 1), ("ఫిబ్ర", 2), ("మార్చి", 3), ("ఏప్రి", 4), ("మే", 5), ("జూన", 6), ("జులై", 7), ("ఆగ", 8),
    ("సెప్టెం", 9), ("అక్టో", 10), ("నవం", 11), ("డిసెం", 12),
    // Thai.
    ("มกรา", 1), ("ม.ค", 1), ("กุมภา", 2), ("ก.พ", 2), ("มีนา", 3), ("มี.ค", 3), ("เมษา", 4), ("เม.ย", 4), ("พฤษภา", 5), ("พ.ค", 5),
    ("มิถุนา", 6), ("มิ.ย", 6), ("กรกฎา", 7), ("ก.ค", 7), ("สิงหา", 8), ("ส.ค", 8), ("กันยา", 9), ("ก.ย", 9), ("ตุลา", 10), ("ต.ค", 10),
    ("พฤศจิกา", 11), ("พ.ย", 11), ("ธันวา", 12), ("ธ.ค", 12),
];

/// How far east of UTC a named zone is, in minutes.
pub(crate) fn zone(name: &str) -> Option<i32> {
    ZONES.iter().find(|(own, _)| *own == name).map(|(_, minutes)| *minutes)
}

/// The zone of a place, `Europe/Berlin`, and what Americans call theirs in summer and winter alike: how far east it is, its own
/// rules say for each day.
pub(crate) fn region(name: &str) -> Option<TimeZone> {
    let place = match name {
        "ET" => "America/New_York",
        "CT" => "America/Chicago",
        "MT" => "America/Denver",
        "PT" => "America/Los_Angeles",
        _ if name.contains('/') => name,
        _ => return None,
    };
    TimeZoneDatabase::bundled().get(place).ok()
}

#[rustfmt::skip]
/// Named zones, in minutes. RFC 822 knows the American ones; the military letters were written with both signs and mean nothing (RFC 2822 §4.3).
const ZONES: &[(&str, i32)] = &[
    ("Z", 0), ("UT", 0), ("UTC", 0), ("GMT", 0), ("WET", 0), ("EST", -300), ("EDT", -240),
    ("CST", -360), ("CDT", -300), ("MST", -420), ("MDT", -360), ("PST", -480),
    ("PDT", -420), ("AKST", -540), ("AKDT", -480), ("HST", -600), ("AST", -240), ("ADT", -180),
    ("NST", -210), ("NDT", -150), ("BRT", -180), ("ART", -180), ("CLT", -240), ("COT", -300), ("BST", 60),
    ("IST", 330), ("WEST", 60), ("CET", 60), ("MEZ", 60), ("MET", 60), ("CEST", 120), ("MESZ", 120), ("MEST", 120),
    ("EET", 120), ("EEST", 180), ("SAST", 120), ("MSK", 180), ("MSD", 240), ("TRT", 180), ("AST+3", 180),
    ("GST", 240), ("PKT", 300), ("NPT", 345), ("ICT", 420), ("WIB", 420), ("HKT", 480), ("SGT", 480), ("PHT", 480),
    ("AWST", 480), ("JST", 540), ("KST", 540), ("ACST", 570), ("ACDT", 630), ("AEST", 600), ("AEDT", 660),
    ("NZST", 720), ("NZDT", 780), ("YST", -540), ("YDT", -480),
    ("BRST", -120), ("UYT", -180), ("CLST", -180), ("BOT", -240), ("VET", -240), ("PYT", -240), ("PET", -300), ("ECT", -300),
    ("WAT", 60), ("CAT", 120), ("EAT", 180), ("IDT", 180), ("IRST", 210), ("AZT", 240), ("GET", 240), ("SAMT", 240),
    ("AFT", 270), ("UZT", 300), ("YEKT", 300), ("OMST", 360), ("MMT", 390), ("KRAT", 420), ("MYT", 480), ("WITA", 480),
    ("IRKT", 480), ("WIT", 540), ("YAKT", 540), ("VLAT", 600), ("MAGT", 660), ("PETT", 720),
];
