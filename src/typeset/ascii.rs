//! What terminals are shown that know ASCII alone: of each sign the nearest one, else a question mark.

use unicode_normalization::char::decompose_canonical;

use crate::typeset::cells::cells;

/// A sign, as a terminal shows it in one place, in ASCII and in as many cells.
pub fn in_ascii(sign: &str) -> String {
    if sign.is_ascii() {
        return sign.to_owned();
    }
    let near = sign.chars().next().map_or(' ', near);
    near.to_string().repeat(cells(sign))
}

fn near(sign: char) -> char {
    match sign {
        '\0'..='\x7f' => sign,
        '─' | '━' | '‐'..='―' | '−' => '-',
        '│' | '┃' | '▌' | '‖' => '|',
        '\u{2500}'..='\u{257f}' => '+',
        '\u{2580}'..='\u{259f}' => '#',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '❝' | '❞' => '"',
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' => '\'',
        '‹' | '◂' | '←' => '<',
        '›' | '▸' | '→' | '⇢' => '>',
        '▾' | '↓' => 'v',
        '▴' | '↑' => '^',
        '•' | '●' | '★' | '◆' | '▣' | '·' => '*',
        '◦' | '○' | '◇' => 'o',
        '…' => '.',
        '×' => 'x',
        '↻' => '~',
        'Æ' => 'A',
        'æ' => 'a',
        'Ø' | 'Œ' => 'O',
        'ø' | 'œ' => 'o',
        'Ł' => 'L',
        'ł' => 'l',
        'Đ' => 'D',
        'đ' => 'd',
        'ı' => 'i',
        'ß' => 's',
        _ if sign.is_whitespace() => ' ',
        _ => {
            let mut base = '?';
            // The first part of a letter with an accent is the letter.
            decompose_canonical(sign, |part| {
                if base == '?' && part.is_ascii() {
                    base = part;
                }
            });
            base
        }
    }
}

#[cfg(test)]
mod tests {
    use unicode_segmentation::UnicodeSegmentation as _;

    use super::in_ascii;
    use crate::typeset::width;

    #[test]
    fn every_sign_has_one_that_is_near_or_a_question_mark_in_as_many_cells() {
        for (text, shown) in [
            ("“Málaga – Łódź”…", "\"Malaga - Lodz\"."),
            ("┌──┤│❝ l’été ›", "+--+|\" l'ete >"),
            ("½ € m²", "? ? m?"),
            ("Ранок 東京 👨\u{200d}👩\u{200d}👧", "????? ???? ??"),
            ("e\u{301}n\u{a0}route", "en route"),
            ("plain", "plain"),
        ] {
            let found: String = text.graphemes(true).map(in_ascii).collect();
            assert_eq!(found, shown);
            assert_eq!(found.len(), width(text), "{text}");
        }
    }
}
