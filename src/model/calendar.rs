//! Names of months and time zones, as outlets write them.

/// Which month a word begins the name of.
pub(crate) fn month(word: &str) -> Option<i8> {
    let lower = word.to_lowercase();
    let lower = lower.trim_matches(|sign: char| !sign.is_alphabetic());
    // Hebrew says `in` with a letter before the name.
    let lower = lower.strip_prefix('ב').unwrap_or(lower);
    let table = if lower.is_ascii() { &[][..] } else { NOT_LATIN };
    MONTHS
        .iter()
        .chain(table)
        .find(|(start, _)| lower.starts_with(start))
        .map(|(_, month)| *month)
}

#[rustfmt::skip]
/// How the names of the months begin in English, German, Dutch, Scandinavian and Romance languages, Polish, Czech, Croatian, Hungarian,
/// Finnish, Turkish, Indonesian; the longer beginnings first where one begins like another.
const MONTHS: &[(&str, i8)] = &[
    ("jan", 1), ("jän", 1), ("ene", 1), ("gen", 1), ("ian", 1), ("sty", 1), ("led", 1), ("sij", 1), ("tam", 1),
    ("oca", 1), ("feb", 2), ("fev", 2), ("fév", 2), ("lut", 2), ("únor", 2), ("úno", 2), ("velj", 2), ("hel", 2),
    ("şub", 2), ("sub", 2), ("marras", 11), ("mar", 3), ("mär", 3), ("mrz", 3), ("maa", 3), ("márc", 3), ("már", 3),
    ("mrt", 3), ("maart", 3), ("břez", 3), ("bře", 3), ("ožuj", 3), ("apr", 4), ("abr", 4), ("avr", 4), ("ápr", 4),
    ("kwi", 4), ("dub", 4), ("tra", 4), ("huh", 4), ("nis", 4), ("may", 5), ("mai", 5), ("maj", 5), ("mei", 5),
    ("mag", 5), ("máj", 5), ("maggio", 5), ("květ", 5), ("kvě", 5), ("svi", 5), ("tou", 5), ("jun", 6), ("juin", 6),
    ("giu", 6), ("jún", 6), ("iun", 6), ("cze", 6), ("červenec", 7), ("červen", 6), ("lip", 7), ("kes", 6),
    ("haz", 6), ("jul", 7), ("juil", 7), ("lug", 7), ("júl", 7), ("iul", 7), ("čvc", 7), ("srp", 8), ("hei", 7),
    ("tem", 7), ("aug", 8), ("ago", 8), ("agu", 8), ("agt", 8), ("aoû", 8), ("aou", 8), ("sie", 8), ("kol", 8), ("elo", 8), ("ağu", 8),
    ("sep", 9), ("set", 9), ("sze", 9), ("wrz", 9), ("zář", 9), ("ruj", 9), ("syy", 9), ("eyl", 9), ("okt", 10),
    ("oct", 10), ("out", 10), ("ott", 10), ("paź", 10), ("říj", 10), ("lok", 10), ("eki", 10), ("nov", 11),
    ("noi", 11), ("lis", 11), ("stu", 11), ("kas", 11), ("dec", 12), ("dez", 12), ("dic", 12), ("déc", 12),
    ("des", 12), ("dét", 12), ("gru", 12), ("pro", 12), ("jou", 12), ("ara", 12),
];

#[rustfmt::skip]
/// The same, in other scripts.
const NOT_LATIN: &[(&str, i8)] = &[
    // Russian, Ukrainian, Bulgarian.
    ("янв", 1), ("яну", 1), ("січ", 1), ("фев", 2), ("лют", 2), ("мар", 3), ("бер", 3), ("апр", 4), ("кві", 4),
    ("май", 5), ("мая", 5), ("тра", 5), ("июн", 6), ("юни", 6), ("чер", 6), ("июл", 7), ("юли", 7), ("лип", 7),
    ("авг", 8), ("сер", 8), ("сен", 9), ("сеп", 9), ("вер", 9), ("окт", 10), ("жов", 10), ("ноя", 11), ("ное", 11),
    ("лис", 11), ("дек", 12), ("гру", 12),
    // Greek.
    ("ιαν", 1), ("φεβ", 2), ("μάρ", 3), ("μαρ", 3), ("μαρτ", 3), ("απρ", 4), ("μάι", 5), ("μαϊ", 5), ("μαΐ", 5),
    ("μαι", 5), ("ιουν", 6), ("ιούν", 6), ("ιον", 6), ("ιουλ", 7), ("ιούλ", 7), ("ιολ", 7), ("αυγ", 8), ("αύγ", 8),
    ("σεπ", 9), ("οκτ", 10), ("νοε", 11), ("νοέ", 11), ("δεκ", 12),
    // Arabic.
    ("يناير", 1), ("فبراير", 2), ("مارس", 3), ("أبريل", 4), ("مايو", 5), ("يونيو", 6), ("يوليو", 7), ("أغسطس", 8),
    ("سبتمبر", 9), ("أكتوبر", 10), ("نوفمبر", 11), ("ديسمبر", 12),
    // Hebrew.
    ("ינואר", 1), ("פברואר", 2), ("מרץ", 3), ("אפריל", 4), ("מאי", 5), ("יוני", 6), ("יולי", 7), ("אוגוסט", 8),
    ("ספטמבר", 9), ("אוקטובר", 10), ("נובמבר", 11), ("דצמבר", 12),
    // Hindi.
    ("जनवरी", 1), ("जन", 1), ("फ़रवरी", 2), ("फरवरी", 2), ("मार्च", 3), ("अप्रैल", 4), ("मई", 5), ("जून", 6), ("जुलाई", 7), ("अगस्त", 8),
    ("सितंबर", 9), ("सितम्बर", 9), ("अक्टूबर", 10), ("नवंबर", 11), ("नवम्बर", 11), ("दिसंबर", 12), ("दिसम्बर", 12),
    // Thai.
    ("มกรา", 1), ("ม.ค", 1), ("กุมภา", 2), ("ก.พ", 2), ("มีนา", 3), ("มี.ค", 3), ("เมษา", 4), ("เม.ย", 4), ("พฤษภา", 5), ("พ.ค", 5),
    ("มิถุนา", 6), ("มิ.ย", 6), ("กรกฎา", 7), ("ก.ค", 7), ("สิงหา", 8), ("ส.ค", 8), ("กันยา", 9), ("ก.ย", 9), ("ตุลา", 10), ("ต.ค", 10),
    ("พฤศจิกา", 11), ("พ.ย", 11), ("ธันวา", 12), ("ธ.ค", 12),
];

/// How far east of UTC a named zone is, in minutes.
pub(crate) fn zone(name: &str) -> Option<i32> {
    ZONES.iter().find(|(own, _)| *own == name).map(|(_, minutes)| *minutes)
}

#[rustfmt::skip]
/// Named zones, in minutes. RFC 822 knows the American ones; the military letters were written with both signs and mean nothing (RFC 2822 §4.3).
const ZONES: &[(&str, i32)] = &[
    ("Z", 0), ("UT", 0), ("UTC", 0), ("GMT", 0), ("WET", 0), ("EST", -300), ("EDT", -240), ("ET", -300),
    ("CST", -360), ("CDT", -300), ("CT", -360), ("MST", -420), ("MDT", -360), ("MT", -420), ("PST", -480),
    ("PDT", -420), ("PT", -480), ("AKST", -540), ("AKDT", -480), ("HST", -600), ("AST", -240), ("ADT", -180),
    ("NST", -210), ("NDT", -150), ("BRT", -180), ("ART", -180), ("CLT", -240), ("COT", -300), ("BST", 60),
    ("IST", 330), ("WEST", 60), ("CET", 60), ("MEZ", 60), ("MET", 60), ("CEST", 120), ("MESZ", 120), ("MEST", 120),
    ("EET", 120), ("EEST", 180), ("SAST", 120), ("MSK", 180), ("MSD", 240), ("TRT", 180), ("AST+3", 180),
    ("GST", 240), ("PKT", 300), ("NPT", 345), ("ICT", 420), ("WIB", 420), ("HKT", 480), ("SGT", 480), ("PHT", 480),
    ("AWST", 480), ("JST", 540), ("KST", 540), ("ACST", 570), ("ACDT", 630), ("AEST", 600), ("AEDT", 660),
    ("NZST", 720), ("NZDT", 780), ("YST", -540), ("YDT", -480),
];
