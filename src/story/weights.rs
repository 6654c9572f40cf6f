//! What a term weighs: the rarer among the articles of its language, the more.

/// The power that rarity is raised to.
const POWER: f32 = 0.65;
/// Quarters of a mention; [`Weights::of`] takes them.
pub(crate) const MENTION: f32 = 4.0;

/// Weights for one language.
#[derive(Default)]
pub(crate) struct Weights {
    articles: u32,
    /// Articles when the table was made.
    made_at: u32,
    /// Rarity by the bucket of how many articles have a term.
    rarity: Vec<f32>,
    /// How much a term counts by how often it stands in an article, in quarters.
    times: Vec<f32>,
}

impl Weights {
    /// One more article.
    pub(crate) fn count(&mut self) {
        self.articles += 1;
    }

    /// One less.
    pub(crate) fn discount(&mut self) {
        self.articles = self.articles.saturating_sub(1);
    }

    /// Makes the table anew, once the number of articles has changed by enough.
    pub(crate) fn refresh(&mut self) {
        if self.articles.abs_diff(self.made_at) * 50 <= self.made_at && !self.rarity.is_empty() {
            return;
        }
        self.made_at = self.articles;
        let all = self.articles as f32 + 1.0;
        let rarity = |bucket: usize| (all / (count_of(bucket) + 1.0)).max(1.0).ln().powf(POWER);
        self.rarity = (0..=bucket(self.articles.max(1)) + 1).map(rarity).collect();
        if self.times.is_empty() {
            self.times = (0..=255)
                .map(|times| 1.0 + (times as f32 / MENTION).max(1.0).ln())
                .collect();
        }
    }

    /// The weight of a term that `count` articles have and that stands so many quarters of times in this one.
    pub(crate) fn of(&self, count: u32, times: u8) -> f32 {
        let rarity = self.rarity.get(bucket(count)).or(self.rarity.last());
        rarity.copied().unwrap_or_default() * self.times.get(usize::from(times)).copied().unwrap_or(1.0)
    }
}

/// Counts up to 64 each by itself, larger ones by their first six bits.
fn bucket(count: u32) -> usize {
    if count < 64 {
        return count as usize;
    }
    let shift = 26 - count.leading_zeros();
    (shift * 32 + (count >> shift)) as usize
}

/// The least count of a bucket.
fn count_of(bucket: usize) -> f32 {
    if bucket < 64 {
        return bucket as f32;
    }
    let shift = bucket / 32 - 1;
    ((bucket - shift * 32) as f32) * (shift as f32).exp2()
}

#[cfg(test)]
mod tests {
    use super::{Weights, bucket, count_of};

    #[test]
    fn buckets_are_in_order_and_near_their_counts() {
        let mut before = 0;
        for count in 0..200_000 {
            let here = bucket(count);
            assert!(here == before || here == before + 1, "{count}");
            let least = count_of(here);
            assert!(
                least <= count as f32 && count as f32 <= least * 1.04 + 0.1,
                "{count} {least}"
            );
            before = here;
        }
    }

    #[test]
    fn rare_terms_weigh_more() {
        let mut weights = Weights::default();
        for _ in 0..1000 {
            weights.count();
        }
        weights.refresh();
        assert!(weights.of(1, 4) > weights.of(20, 4) && weights.of(20, 4) > weights.of(900, 4));
        assert!(weights.of(5, 12) > weights.of(5, 4));
    }
}
