//! Scripts that put no blanks between words: what words are parted by elsewhere says nothing there.

/// Whether a sign is of one: Han, kana, Thai, Lao, Burmese, Khmer. Full-text indexes are made by this: another answer is another index.
pub(crate) fn is_unspaced(sign: char) -> bool {
    // Most signs of most texts are done with by this alone.
    sign >= '\u{e01}'
        && matches!(sign, '\u{e01}'..='\u{e4e}' | '\u{e81}'..='\u{ecd}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17d3}'
            | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{3134f}')
}

#[cfg(test)]
mod tests {
    use super::is_unspaced;

    #[test]
    fn knows_scripts_without_blanks_from_others() {
        assert!("東京都でカワン々คาเຂົ້າမြန်ខ្មែរ𠀀".chars().all(is_unspaced));
        assert!(
            "Ägypten Київ 서울 القاهرة ・、 ๕"
                .chars()
                .all(|sign| !is_unspaced(sign))
        );
    }
}
