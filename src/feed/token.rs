//! Text → tokens of markup, whatever is wrong with it. Never fails, never looks at a byte more than a few times.
//!
//! XML as people write it: bare `&` and `<`, comments and CDATA that never end, attributes without quotes or with one
//! only, tags that are cut off. Names and entities are left as written; [`crate::feed::entity`] decodes text.
//! Absent by design: external entities, and entities within entities.

use memchr::{memchr, memchr2, memchr3, memmem};

use crate::feed::entity::Entities;

/// How far the end of an entity's value is looked for.
const MAX_ENTITY_BYTES: usize = 1000;

/// A piece of markup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::feed) enum Token<'a> {
    /// `<name attributes>` or `<name attributes/>`.
    Start {
        name: &'a str,
        attributes: Attributes<'a>,
        empty: bool,
    },
    /// `</name>`.
    End { name: &'a str },
    /// Text with its entities.
    Text(&'a str),
    /// A CDATA section's text.
    Data(&'a str),
}

/// The tokens of a text.
pub(in crate::feed) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    /// Where the next end of a CDATA section, comment, instruction is, once looked for: looking again and again would be quadratic.
    ends: [Option<usize>; 3],
    open: &'a str,
    /// Entities of the document type.
    pub entities: Entities<'a>,
    /// Whether anything broke the rules.
    pub damaged: bool,
}

impl<'a> Tokens<'a> {
    /// Tokens from the start of `text`.
    pub(in crate::feed) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            ends: [None; 3],
            open: "",
            entities: Entities::default(),
            damaged: false,
        }
    }

    /// Where the next token starts.
    pub(in crate::feed) fn position(&self) -> usize {
        self.at
    }

    /// Goes back to a place that [`Self::position`] gave.
    pub(in crate::feed) fn rewind(&mut self, position: usize) {
        self.at = position;
    }

    /// The text between two places.
    pub(in crate::feed) fn between(&self, start: usize, end: usize) -> &'a str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn text_run(&mut self) -> &'a str {
        let rest = self.rest();
        let mut end = 0;
        loop {
            let Some(found) = rest.as_bytes().get(end..).and_then(|bytes| memchr(b'<', bytes)) else {
                end = rest.len();
                break;
            };
            end += found;
            if begins_markup(rest.as_bytes().get(end + 1).copied()) {
                break;
            }
            self.damaged = true;
            end += 1;
        }
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// The place behind the next `mark`, searched for once only.
    fn end_of(&mut self, kind: usize, mark: &str, from: usize) -> Option<usize> {
        let known = self.ends[kind].filter(|end| *end >= from);
        let end = known.unwrap_or_else(|| {
            let rest = self.text.as_bytes().get(from..).unwrap_or_default();
            memmem::find(rest, mark.as_bytes()).map_or(usize::MAX, |found| from + found)
        });
        self.ends[kind] = Some(end);
        self.damaged |= end == usize::MAX;
        (end != usize::MAX).then_some(end)
    }

    fn cdata(&mut self, skip: usize) -> &'a str {
        let start = self.at + skip;
        let end = self.end_of(0, "]]>", start);
        let inside = self.between(start, end.unwrap_or(self.text.len()));
        // Another section that begins before this one ends, or no end at all: the end was lost. Then the element's own end counts.
        let lost = match memmem::find(inside.as_bytes(), b"<![CDATA[") {
            Some(next) => inside.get(..next),
            None if end.is_none() => Some(inside),
            None => None,
        };
        if let Some(lost) = lost
            && let Some(close) = find_close(lost, self.open)
        {
            self.damaged = true;
            self.at = start + close;
            return lost.get(..close).unwrap_or_default();
        }
        self.at = end.map_or(self.text.len(), |end| end + 3);
        inside
    }

    /// Skips a comment, an instruction or a declaration.
    fn skip_other(&mut self) {
        let rest = self.rest();
        let start = self.at;
        let end = if rest.starts_with("<!--") {
            self.end_of(1, "-->", start + 4).map(|end| end + 3)
        } else if rest.starts_with("<?") {
            let end = self.end_of(2, "?>", start + 2).map(|end| end + 2);
            // `<?xml version="1.0">` without its second mark.
            let close = memchr(b'>', rest.as_bytes()).map(|found| start + found + 1);
            let line = memchr2(b'>', b'<', rest.get(1..).unwrap_or_default().as_bytes()).map(|found| start + found + 2);
            if line == close { close } else { end.or(close) }
        } else if rest.get(..9).is_some_and(|head| head.eq_ignore_ascii_case("<!doctype")) {
            return self.doctype();
        } else {
            None
        };
        let fallback = memchr(b'>', rest.as_bytes()).map(|found| start + found + 1);
        self.at = end.or(fallback).unwrap_or(self.text.len());
    }

    fn doctype(&mut self) {
        let rest = self.rest();
        let start = self.at;
        let Some(first) = memchr2(b'[', b'>', rest.as_bytes()) else {
            self.at = self.text.len();
            return;
        };
        if rest.as_bytes()[first] == b'>' {
            self.at = start + first + 1;
            return;
        }
        let mut at = first + 1;
        loop {
            let tail = rest.get(at..).unwrap_or_default();
            let inner = tail.trim_start();
            at += tail.len() - inner.len();
            if inner.starts_with("<!") || inner.starts_with("<?") {
                at += self.declared(inner);
            } else if inner.starts_with(['%', ';']) || inner.starts_with(|sign: char| sign.is_alphanumeric()) {
                at += inner
                    .find(|sign: char| sign.is_whitespace() || matches!(sign, ']' | '<' | '>'))
                    .unwrap_or(inner.len());
            } else {
                // `]>`, or the subset was never closed and the document begins.
                let close = inner
                    .strip_prefix(']')
                    .map(str::trim_start)
                    .and_then(|inner| inner.strip_prefix('>'));
                at = close.map_or(at, |after| rest.len() - after.len());
                if close.is_none() {
                    at += usize::from(inner.starts_with(']')) + usize::from(inner.starts_with('>'));
                    self.damaged = true;
                }
                break;
            }
        }
        self.at = start + at;
    }

    /// Notes a declared entity; gives the declaration's length.
    fn declared(&mut self, inner: &'a str) -> usize {
        let mut end = 2;
        loop {
            let bytes = inner.as_bytes().get(end..).unwrap_or_default();
            match memchr3(b'"', b'\'', b'>', bytes) {
                Some(found) if bytes[found] == b'>' => {
                    end += found + 1;
                    break;
                }
                Some(found) => {
                    let quote = bytes[found];
                    end += found + 1;
                    // A value may hold markup; a quote that is not closed soon was lost.
                    let value = inner.as_bytes().get(end..).unwrap_or_default();
                    let near = value.get(..value.len().min(MAX_ENTITY_BYTES)).unwrap_or_default();
                    end += memchr(quote, near).map_or(0, |close| close + 1);
                }
                None => {
                    end = inner.len();
                    break;
                }
            }
        }
        let declaration = inner.get(..end).unwrap_or_default();
        if let Some(body) = declaration.strip_prefix("<!ENTITY")
            && let Some((name, value)) = body.trim_start().split_once(char::is_whitespace)
            && let value = value.trim_start()
            && let Some(quote) = value.chars().next().filter(|sign| matches!(sign, '"' | '\''))
            && let Some(value) = value.trim_start_matches(quote).split(quote).next()
        {
            self.entities.declare(name, value);
        }
        end
    }

    fn tag(&mut self) -> Token<'a> {
        let rest = self.rest();
        let closing = rest.starts_with("</");
        let name_at = 1 + usize::from(closing);
        let body = rest.get(name_at..).unwrap_or_default();
        let name_len = body
            .bytes()
            .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'<'));
        let name = body.get(..name_len.unwrap_or(body.len())).unwrap_or_default();
        let after = body.get(name.len()..).unwrap_or_default();
        let inside = after.get(..self.tag_end(after)).unwrap_or_default();
        let closed = after.as_bytes().get(inside.len()) == Some(&b'>');
        self.damaged |= !closed;
        self.at += name_at + name.len() + inside.len() + usize::from(closed);
        if closing {
            return Token::End { name };
        }
        let trimmed = inside.trim_end();
        let empty = trimmed.ends_with('/') && !unquoted_value_ends_in_slash(trimmed);
        self.open = name;
        Token::Start {
            name,
            attributes: Attributes(inside),
            empty,
        }
    }

    /// Where a tag's attributes end: at its `>`, or at a `<` that should not be there.
    fn tag_end(&mut self, after: &str) -> usize {
        let bytes = after.as_bytes();
        let mut at = 0;
        let mut value_next = false;
        while let Some(byte) = bytes.get(at).copied() {
            match byte {
                b'>' | b'<' => return at,
                b'"' | b'\'' if value_next => {
                    let value = bytes.get(at + 1..).unwrap_or_default();
                    let Some(stop) = memchr2(byte, b'<', value) else {
                        // The quote is never closed: the tag ends at its first `>`.
                        return memchr(b'>', bytes.get(at..).unwrap_or_default()).map_or(bytes.len(), |end| at + end);
                    };
                    if value[stop] == b'<' {
                        self.damaged = true;
                        let lost = memchr(b'>', value.get(..stop).unwrap_or_default()).map(|end| at + 1 + end);
                        let close = || memchr(byte, value).filter(|close| !value[..*close].contains(&b'\n'));
                        match lost.map_or_else(|| Err(close()), Ok) {
                            Ok(end) => return end,
                            Err(Some(close)) => at += close + 2,
                            Err(None) => return at + 1 + stop,
                        }
                    } else {
                        at += stop + 2;
                    }
                    value_next = false;
                    continue;
                }
                b'=' => value_next = true,
                _ if byte.is_ascii_whitespace() => {}
                _ => value_next = false,
            }
            at += 1;
        }
        bytes.len()
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let rest = self.rest().as_bytes();
            let first = *rest.first()?;
            if first != b'<' || !begins_markup(rest.get(1).copied()) {
                return Some(Token::Text(self.text_run()));
            }
            if matches!(rest[1], b'!' | b'?') {
                if rest
                    .get(..9)
                    .is_some_and(|head| head.eq_ignore_ascii_case(b"<![CDATA["))
                {
                    return Some(Token::Data(self.cdata(9)));
                }
                self.skip_other();
                continue;
            }
            if rest[1] == b'/' && !rest.get(2).is_some_and(|byte| begins_name(*byte)) {
                // `</>` and `</ name>`: nothing that can be matched.
                self.damaged = true;
                self.at += memchr(b'>', rest).map_or(rest.len(), |end| end + 1);
                continue;
            }
            return Some(self.tag());
        }
    }
}

fn begins_markup(after: Option<u8>) -> bool {
    after.is_some_and(|byte| begins_name(byte) || matches!(byte, b'/' | b'!' | b'?'))
}

fn begins_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80 || matches!(byte, b'_' | b':')
}

/// Where `</name` stands in `text`.
fn find_close(text: &str, name: &str) -> Option<usize> {
    if name.is_empty() {
        return None;
    }
    memmem::find_iter(text.as_bytes(), b"</").find(|at| {
        let tail = text.as_bytes().get(at + 2..).unwrap_or_default();
        tail.get(..name.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(name.as_bytes()))
            && tail
                .get(name.len())
                .is_none_or(|byte| matches!(byte, b'>' | b' ' | b'\n' | b'\r' | b'\t'))
    })
}

/// `<a href=http://a.test/>`: the slash belongs to the address.
fn unquoted_value_ends_in_slash(inside: &str) -> bool {
    let last = inside
        .rsplit(|sign: char| sign.is_ascii_whitespace())
        .next()
        .unwrap_or_default();
    last.split_once('=')
        .is_some_and(|(_, value)| !value.starts_with(['"', '\'']) && value.len() > 1)
}

/// A tag's attributes as written, read when asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::feed) struct Attributes<'a>(&'a str);

impl<'a> Attributes<'a> {
    /// Whether there are none.
    pub(in crate::feed) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The attributes as written.
    pub(in crate::feed) fn raw(self) -> &'a str {
        self.0
    }

    /// The raw value of an attribute, its name in any case; `name` as given, prefix and all.
    pub(in crate::feed) fn get(self, name: &str) -> Option<&'a str> {
        self.iter()
            .find(|(own, _)| own.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    /// Names and raw values in order.
    pub(in crate::feed) fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|sign: char| sign.is_whitespace() || matches!(sign, '/' | '"' | '\'' | '='));
            if rest.is_empty() {
                return None;
            }
            let name_len = rest
                .find(|sign: char| sign.is_whitespace() || sign == '=')
                .unwrap_or(rest.len());
            let (name, after) = rest.split_at_checked(name_len)?;
            rest = after.trim_start();
            let Some(value) = rest.strip_prefix('=').map(str::trim_start) else {
                return Some((name, ""));
            };
            let quoted = value.chars().next().filter(|sign| matches!(sign, '"' | '\''));
            let value = quoted.map_or(value, |quote| value.strip_prefix(quote).unwrap_or(value));
            let end = match quoted {
                Some(quote) => value.find(quote),
                None => value.find(char::is_whitespace),
            };
            let (value, after) = value.split_at_checked(end.unwrap_or(value.len()))?;
            rest = after;
            Some((name, value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Token, Tokens};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let shown: Vec<String> = Tokens::new(text)
            .map(|token| match token {
                Token::Start {
                    name,
                    attributes,
                    empty,
                } => {
                    let attributes: String = attributes
                        .iter()
                        .map(|(name, value)| format!(" {name}={value}"))
                        .collect();
                    format!("<{name}{attributes}{}>", if empty { "/" } else { "" })
                }
                Token::End { name } => format!("</{name}>"),
                Token::Text(text) => text.to_owned(),
                Token::Data(text) => format!("[{text}]"),
            })
            .collect();
        assert_eq!(shown.join("|"), expected, "{text}");
    }

    #[test]
    fn reads_sound_markup() {
        check(
            "<?xml version='1.0'?><!-- a > b --><a b='c>d' e = \"f\"/>x",
            "<a b=c>d e=f/>|x",
        );
        check("<a><![CDATA[<b>&]]></a >", "<a>|[<b>&]|</a>");
        check("<!DOCTYPE a [<!ENTITY b '<c>'>]><a/>", "<a/>");
    }

    #[test]
    fn keeps_what_is_no_markup_as_text() {
        check("a < b <3 <> & c", "a < b <3 <> & c");
        check("<a>1<2</a>", "<a>|1<2|</a>");
        check("x</>y</ a>z", "x|y|z");
    }

    #[test]
    fn ends_what_was_never_ended() {
        check("<a b='c>d</a>", "<a b=c>|d|</a>");
        check("<a <b>x", "<a>|<b>|x");
        check("<a><![CDATA[x</a><b><![CDATA[y]]></b>", "<a>|[x]|</a>|<b>|[y]|</b>");
        check("<a><![CDATA[x</a>", "<a>|[x]|</a>");
        check("<a><![CDATA[x", "<a>|[x]");
        check("<!-- x ><a>y", "<a>|y");
        check("<?xml version='1.0'><a>", "<a>");
        check("<!DOCTYPE a [<!ENTITY b 'c'><a>x", "<a>|x");
        check("<a href=http://a.test/>", "<a href=http://a.test/>");
        check("<item", "<item>");
    }
}
