//! A table of words that is asked once for every word of an article. `rustc_hash`'s map, which wants each word in lower case, made
//! listening to plain prose 14 % slower, and to quotes 3 %.

use crate::speech::classes::Classes;

/// What words can be. They are known by 64 bits of each alone: two of a language's few thousand that shared them would be one word to
/// us, and a stranger that shares them with one of ours is one in 10¹⁵.
#[derive(Default)]
pub(super) struct Words {
    /// A power of two, at most half full: the fewer they are, the more of them stay near.
    slots: Vec<Slot>,
    count: usize,
}

/// A word's bits, 0 where it is free.
#[derive(Clone, Copy, Default)]
struct Slot {
    word: u64,
    classes: Classes,
}

impl Words {
    /// What a word in lower case can be so far, to be added to.
    pub(super) fn entry(&mut self, word: &str) -> &mut Classes {
        if (self.count + 1) * 2 > self.slots.len() {
            self.spread();
        }
        let word = bits(word);
        let at = self.place(word);
        self.count += usize::from(self.slots[at].word == 0);
        self.slots[at].word = word;
        &mut self.slots[at].classes
    }

    /// What a word can be. Letters beyond ASCII must be in lower case.
    pub(super) fn get(&self, word: &str) -> Classes {
        if self.slots.is_empty() {
            return Classes::default();
        }
        self.slots[self.place(bits(word))].classes
    }

    /// The slot of a word, or the free one where it belongs.
    fn place(&self, word: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = (word >> 32) as usize & mask;
        while self.slots[at].word != word && self.slots[at].word != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    fn spread(&mut self) {
        let wider = vec![Slot::default(); (self.slots.len() * 2).max(64)];
        for slot in std::mem::replace(&mut self.slots, wider) {
            if slot.word != 0 {
                let at = self.place(slot.word);
                self.slots[at] = slot;
            }
        }
    }
}

/// A word as 64 bits, the same for capitals and small letters of ASCII; never 0. Up to eight bytes no two words share them.
fn bits(word: &str) -> u64 {
    let bytes = word.as_bytes();
    let length = bytes.len();
    let mut bits = length as u64;
    let mut mix = |part: u64| {
        // ASCII in lower case; what is beyond has its highest bit set and stays.
        let small = part | 0x2020_2020_2020_2020 & !((part & 0x8080_8080_8080_8080) >> 2);
        bits = (bits.rotate_left(5) ^ small).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    };
    if let (Some(first), Some(last)) = (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        mix(u64::from_le_bytes(*first));
        for chunk in bytes[8..].chunks_exact(8) {
            mix(u64::from_le_bytes(chunk.try_into().unwrap_or_default()));
        }
        mix(u64::from_le_bytes(*last));
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        mix(u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)));
    } else if let (Some(first), Some(last)) = (bytes.first(), bytes.last()) {
        mix(u64::from(*first) << 16 | u64::from(bytes[length / 2]) << 8 | u64::from(*last));
    }
    bits.max(1)
}

#[cfg(test)]
mod tests {
    use super::Words;
    use crate::speech::classes::Classes;

    #[test]
    fn finds_what_was_put_in_however_it_is_written() {
        let mut words = Words::default();
        assert_eq!(words.get("said"), Classes::default());
        let many: Vec<String> = (0..500).map(|at| format!("word{at}-of-many")).collect();
        let known = ["said", "a", "an", "the", "міністр", "o'clock", "over-the-counter"];
        for word in many.iter().map(String::as_str).chain(known) {
            *words.entry(word) = Classes::CUE;
        }
        let written = [
            "Said",
            "SAID",
            "said",
            "A",
            "An",
            "THE",
            "міністр",
            "O'Clock",
            "Over-The-Counter",
        ];
        for word in many.iter().map(String::as_str).chain(written) {
            assert_eq!(words.get(word), Classes::CUE, "{word}");
        }
        for word in [
            "",
            "sai",
            "saidd",
            "na",
            "Міністр",
            "word500-of-many",
            "over-the-countes",
        ] {
            assert_eq!(words.get(word), Classes::default(), "{word}");
        }
    }
}
