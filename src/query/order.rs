//! The order of names.

use std::cmp::Ordering;

use crate::query::fold::index_form;

/// As people look names up: whatever their case and accents, and numbers in them by their value.
pub fn by_name(one: &str, other: &str) -> Ordering {
    if one.is_ascii() && other.is_ascii() {
        compare(one.as_bytes(), other.as_bytes())
    } else {
        // A script without blanks begins with one there.
        compare(
            index_form(one).trim_start().as_bytes(),
            index_form(other).trim_start().as_bytes(),
        )
    }
}

fn compare(mut one: &[u8], mut other: &[u8]) -> Ordering {
    loop {
        let order = match (one, other) {
            ([sign, ..], [other_sign, ..]) if sign.is_ascii_digit() && other_sign.is_ascii_digit() => {
                let (digits, other_digits) = (number(&mut one), number(&mut other));
                digits.len().cmp(&other_digits.len()).then(digits.cmp(other_digits))
            }
            ([sign, rest @ ..], [other_sign, other_rest @ ..]) => {
                (one, other) = (rest, other_rest);
                sign.to_ascii_lowercase().cmp(&other_sign.to_ascii_lowercase())
            }
            (one, other) => return one.len().cmp(&other.len()),
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Takes the digits off the beginning of a text; those that count.
fn number<'t>(text: &mut &'t [u8]) -> &'t [u8] {
    let end = text.iter().take_while(|sign| sign.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(end);
    *text = rest;
    let zeros = digits.iter().take_while(|sign| **sign == b'0').count();
    digits.split_at(zeros).1
}

#[cfg(test)]
mod tests {
    use super::by_name;

    #[test]
    fn orders_names_as_people_look_them_up() {
        let names = [
            "",
            "2 Minuten",
            "10 Minuten",
            "Ärzteblatt",
            "arzt 7",
            "Arzt 08",
            "Arzt 8b",
            "Arzt 12",
            "Øst",
            "Zeitung",
            "Журнал",
            "新聞",
        ];
        let mut sorted = names;
        sorted.reverse();
        sorted.sort_by(|one, other| by_name(one, other));
        let expected = [
            "",
            "2 Minuten",
            "10 Minuten",
            "arzt 7",
            "Arzt 08",
            "Arzt 8b",
            "Arzt 12",
            "Ärzteblatt",
            "Øst",
            "Zeitung",
            "Журнал",
            "新聞",
        ];
        assert_eq!(sorted, expected);
        assert!(by_name("News 000", "news 0").is_eq());
    }
}
