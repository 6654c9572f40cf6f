//! Bytes of a text → characters.

/// Counts characters before a byte without counting from the start each time.
pub(super) struct Ruler {
    /// Characters before every 64th byte; empty where a character is a byte.
    counts: Vec<u32>,
}

impl Ruler {
    const STEP: usize = 64;

    pub(super) fn new(text: &str) -> Self {
        let mut counts = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for chunk in text.as_bytes().chunks(Self::STEP) {
                counts.push(count);
                count += count_starts(chunk);
            }
            counts.push(count);
        }
        Self { counts }
    }

    /// Characters of the text before that byte.
    pub(super) fn chars(&self, text: &str, byte: usize) -> u32 {
        if self.counts.is_empty() {
            return u32::try_from(byte).unwrap_or(u32::MAX);
        }
        let chunk = byte / Self::STEP;
        let rest = text.as_bytes().get(chunk * Self::STEP..byte).unwrap_or_default();
        self.counts.get(chunk).copied().unwrap_or_default() + count_starts(rest)
    }
}

/// Characters that begin in these bytes.
fn count_starts(bytes: &[u8]) -> u32 {
    bytes.iter().map(|byte| u32::from(byte & 0xc0 != 0x80)).sum()
}
