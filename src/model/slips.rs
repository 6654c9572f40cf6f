//! How far apart two words are, for "did you mean".

/// Letters to insert, drop, change, or swap with their neighbour (Damerau and Levenshtein, restricted).
pub fn slips(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().take(64).collect(), to.chars().take(64).collect());
    let mut rows = vec![vec![0; to.len() + 1]; from.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=to.len()).collect();
    for i in 1..=from.len() {
        for j in 1..=to.len() {
            let change = rows[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
            let mut least = change.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[from.len()][to.len()]
}

#[cfg(test)]
mod tests {
    use super::slips;

    #[test]
    fn counts_slips() {
        for (from, to, count) in [
            ("outlet", "outlet", 0),
            ("oulet", "outlet", 1),
            ("otulet", "outlet", 1),
            ("", "is", 2),
        ] {
            assert_eq!(slips(from, to), count, "{from} {to}");
        }
    }
}
