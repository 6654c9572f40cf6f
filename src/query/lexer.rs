//! Text → tokens with their places.

use crate::query::tree::QueryError;

/// A piece of a query and the character it begins at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) at: usize,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Open,
    Close,
    Minus,
    Or,
    And,
    /// A word, or `field:value`: `field` is what stands before the first colon.
    Word {
        field: Option<String>,
        value: String,
        quoted: bool,
    },
}

/// Cuts a query into tokens.
pub(crate) fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let signs: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&sign) = signs.get(at) {
        let start = at;
        let kind = match sign {
            _ if sign.is_whitespace() => {
                at += 1;
                continue;
            }
            '(' => Kind::Open,
            ')' => Kind::Close,
            '-' if signs.get(at + 1).is_some_and(|next| !next.is_whitespace()) => Kind::Minus,
            _ => {
                let (kind, end) = word(&signs, at)?;
                at = end;
                tokens.push(Token { at: start, kind });
                continue;
            }
        };
        at += 1;
        tokens.push(Token { at: start, kind });
    }
    Ok(tokens)
}

fn word(signs: &[char], start: usize) -> Result<(Kind, usize), QueryError> {
    let mut at = start;
    let mut field = None;
    let mut value = String::new();
    while let Some(&sign) = signs.get(at) {
        match sign {
            '"' if value.is_empty() => {
                let (phrase, end) = phrase(signs, at)?;
                return Ok((
                    Kind::Word {
                        field,
                        value: phrase,
                        quoted: true,
                    },
                    end,
                ));
            }
            ':' if field.is_none() && !value.is_empty() && value.chars().all(|sign| sign.is_ascii_alphabetic()) => {
                field = Some(std::mem::take(&mut value));
            }
            '(' | ')' => break,
            _ if sign.is_whitespace() => break,
            _ => value.push(sign),
        }
        at += 1;
    }
    let kind = match (field.is_none(), value.to_lowercase().as_str()) {
        (true, "or") => Kind::Or,
        (true, "and") => Kind::And,
        _ => Kind::Word {
            field,
            value,
            quoted: false,
        },
    };
    Ok((kind, at))
}

fn phrase(signs: &[char], start: usize) -> Result<(String, usize), QueryError> {
    let mut phrase = String::new();
    let mut at = start + 1;
    while let Some(&sign) = signs.get(at) {
        match (sign, signs.get(at + 1)) {
            ('"', _) => return Ok((phrase, at + 1)),
            ('\\', Some(&next @ ('"' | '\\'))) => {
                phrase.push(next);
                at += 1;
            }
            _ => phrase.push(sign),
        }
        at += 1;
    }
    Err(QueryError {
        at: start,
        what: "this quotation mark is never closed".to_owned(),
    })
}
