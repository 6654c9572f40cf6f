//! How text is compared: case, accents and the like folded away, scripts without blanks cut into pairs of signs.
//! What the index is made from and what marks hits on the screen ([`crate::query::Seeker`]) must agree, so both are folded here.

use encoding_rs::Encoding;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::model::is_unspaced;

/// What the index stores of a text, and of names: folded words parted by blanks; scripts that put no blanks between words
/// as overlapping pairs of signs, each run's last sign once more alone.
pub fn index_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    write_form(text, &mut form, false);
    form
}

/// What to look for in an index made by [`index_form`]: the words in order, and whether the last stands for its
/// beginning only. `None` when there is nothing to look for.
pub fn needle(text: &str) -> Option<(String, bool)> {
    let text = text.replace('\0', " ");
    let (stem, cut) = match text.strip_suffix('*') {
        Some(stem) => (stem, true),
        None => (text.as_str(), false),
    };
    let mut form = String::with_capacity(stem.len());
    let lone = write_form(stem, &mut form, true);
    let words: Vec<&str> = form
        .split(|sign: char| sign.is_ascii() && !sign.is_ascii_alphanumeric())
        .collect();
    let mut form = String::with_capacity(form.len());
    for word in words.into_iter().filter(|word| !word.is_empty()) {
        if !form.is_empty() {
            form.push(' ');
        }
        form.push_str(word);
    }
    (!form.is_empty()).then_some((form, cut || lone))
}

/// What stands in the [`index_form`] of every text that the given one is part of.
pub fn part_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    if write_form(text, &mut form, true) {
        form.pop();
    }
    form
}

/// Writes the index form; with `open` a run of unspaced signs at the very end is left open. Returns whether it is a lone sign.
fn write_form(text: &str, into: &mut String, open: bool) -> bool {
    let mut run: Vec<char> = Vec::new();
    let mut rest = text;
    loop {
        let (plain, other) = rest.split_at(Encoding::ascii_valid_up_to(rest.as_bytes()));
        if !plain.is_empty() {
            close_run(&mut run, into, true);
            into.push_str(plain);
        }
        let mut signs = other.chars();
        let Some(sign) = signs.next() else { break };
        rest = signs.as_str();
        if is_unspaced(sign) {
            run.push(sign);
        } else {
            close_run(&mut run, into, true);
            if !fold_sign(sign, into) {
                into.push(' ');
            }
        }
    }
    let lone = open && run.len() == 1;
    let whole = !open || lone;
    close_run(&mut run, into, whole);
    into.make_ascii_lowercase();
    lone
}

fn close_run(run: &mut Vec<char>, into: &mut String, whole: bool) {
    if run.is_empty() {
        return;
    }
    into.push(' ');
    for pair in run.windows(2) {
        into.extend(pair);
        into.push(' ');
    }
    if let Some(&last) = run.last().filter(|_| whole) {
        into.push(last);
        into.push(' ');
    }
    run.clear();
}

/// Writes what a sign is compared as; `false` when it parts words.
pub(super) fn fold_sign(sign: char, into: &mut String) -> bool {
    match sign {
        '\0'..='\x7f' => {
            if sign.is_ascii_alphanumeric() {
                into.push(sign.to_ascii_lowercase());
            }
            return sign.is_ascii_alphanumeric();
        }
        // Letters that Unicode does not take apart, as people type them without.
        'ß' | 'ẞ' => into.push_str("ss"),
        'æ' | 'Æ' => into.push_str("ae"),
        'œ' | 'Œ' => into.push_str("oe"),
        'ø' | 'Ø' => into.push('o'),
        'ł' | 'Ł' => into.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => into.push('d'),
        'ı' | 'İ' => into.push('i'),
        'ς' => into.push('σ'),
        // Letters of their own, although Unicode takes them apart.
        'й' | 'Й' => into.push('й'),
        'ї' | 'Ї' => into.push('ї'),
        'ў' | 'Ў' => into.push('ў'),
        // Full-width forms.
        '\u{ff01}'..='\u{ff5e}' => {
            let narrow = char::from_u32(u32::from(sign) - 0xfee0).unwrap_or(' ');
            return fold_sign(narrow, into);
        }
        // What is written or left out at will: accents typed apart, Arabic and Hebrew vowel points, joiners, tatweel.
        '\u{300}'..='\u{36f}'
        | '\u{591}'..='\u{5c7}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{640}'
        | '\u{200c}'
        | '\u{200d}' => {}
        _ if !sign.is_alphanumeric() && !is_combining_mark(sign) => return false,
        '\u{c0}'..='\u{6ff}' | '\u{1e00}'..='\u{1fff}' | '\u{2126}'..='\u{212b}' => decompose_canonical(sign, |part| {
            if !is_combining_mark(part) {
                into.extend(part.to_lowercase());
            }
        }),
        _ => into.extend(sign.to_lowercase()),
    }
    true
}

#[cfg(test)]
mod tests {
    use super::{index_form, needle, part_form};

    #[test]
    fn folds_what_people_leave_out() {
        for (text, form) in [
            ("Überfahrt", "uberfahrt"),
            ("ŁÓDŹ Straße", "lodz strasse"),
            ("Ёлка й Їжак", "елка й їжак"),
            ("“ready” — to", "ready to"),
            ("أحْمَد", "احمد"),
            ("ﬁ １２", "ﬁ 12"),
            ("東京都で", "東京 京都 都で で"),
        ] {
            let written = index_form(text);
            let words: Vec<&str> = written.split_ascii_whitespace().collect();
            assert_eq!(words.join(" "), form, "{text}");
        }
    }

    #[test]
    fn a_part_is_in_the_form_of_the_whole() {
        let form = index_form("Dr. 山田太郎 (Ада Мосс)");
        for part in [
            "山田",
            "太郎",
            "田",
            "郎",
            "山田太郎",
            "dr. 山",
            "田太郎 (ада",
            "мос",
            "",
        ] {
            assert!(form.contains(&part_form(part)), "{part}");
        }
        for other in ["山太", "田郎", "太郎山", "dr 山"] {
            assert!(!form.contains(&part_form(other)), "{other}");
        }
    }

    #[test]
    fn makes_needles() {
        let needle = |text| needle(text).map(|(form, cut)| format!("{form}{}", if cut { "*" } else { "" }));
        assert_eq!(needle("Don't").as_deref(), Some("don t"));
        assert_eq!(needle("talk*").as_deref(), Some("talk*"));
        assert_eq!(needle("東京都").as_deref(), Some("東京 京都"));
        assert_eq!(needle("京").as_deref(), Some("京*"));
        assert_eq!(needle("2024年").as_deref(), Some("2024 年*"));
        assert_eq!(needle("\"*\0--"), None);
    }
}
