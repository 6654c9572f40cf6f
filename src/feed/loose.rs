//! JSON as servers send it, whatever is wrong with it: escapes that are none, quotes within quotes, a comma too few or too many,
//! an end that was cut off, markup behind it. A fault costs what it stands in; the items before and behind it are kept.

use memchr::memchr2;
use serde_json::{Map, Value};

/// Elements within elements that are read; deeper ones say nothing to a news reader.
const MAX_DEPTH: usize = 64;
/// Elements of one list that are kept: `{` alone begins one.
const MAX_ELEMENTS: usize = 20_000;
/// The longest name of a member.
const MAX_NAME_BYTES: usize = 64;

/// Reads a feed's text as an object; total.
pub(in crate::feed) fn read(text: &str) -> Value {
    let mut reader = Reader {
        text,
        at: text.find('{').map_or(text.len(), |at| at + 1),
    };
    let mut feed = Map::new();
    while let Some(sign) = reader.next_sign() {
        if let Some((name, value)) = reader.member(0) {
            feed.entry(name).or_insert(value);
        } else if sign != '{' {
            reader.at += sign.len_utf8();
        } else {
            // Behind a fault that seemed to end the list of items.
            let item = reader.value(0, false);
            if let Some(items) = feed.get_mut("items").and_then(Value::as_array_mut) {
                items.push(item);
            }
        }
    }
    Value::Object(feed)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Goes on to the next sign that is no blank.
    fn next_sign(&mut self) -> Option<char> {
        self.at = self.text.len() - self.rest().trim_start().len();
        self.rest().chars().next()
    }

    /// The member that begins here, if one does.
    fn member(&mut self, depth: usize) -> Option<(String, Value)> {
        let (name, after) = name_of(self.rest())?;
        let after = after.strip_prefix('"')?.trim_start().strip_prefix(':')?;
        self.at = self.text.len() - after.len();
        Some((name.to_owned(), self.value(depth, true)))
    }

    fn value(&mut self, depth: usize, in_object: bool) -> Value {
        match self.next_sign() {
            Some('{' | '[') if depth >= MAX_DEPTH => self.skip_nested(),
            Some('{') => self.object(depth + 1),
            Some('[') => self.array(depth + 1),
            Some('"') => Value::String(self.string(in_object)),
            Some(_) => {
                let rest = self.rest();
                let end = rest.find(|sign: char| sign.is_whitespace() || ",:{}[]\"".contains(sign));
                let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
                self.at += word.len();
                serde_json::from_str(word).unwrap_or_default()
            }
            None => Value::Null,
        }
    }

    fn object(&mut self, depth: usize) -> Value {
        let mut members = Map::new();
        self.at += 1;
        while let Some(sign) = self.next_sign() {
            if let Some((name, value)) = self.member(depth) {
                members.insert(name, value);
                continue;
            }
            // Where another begins, this one was never ended.
            if sign == '{' {
                break;
            }
            self.at += sign.len_utf8();
            if sign == '}' {
                break;
            }
        }
        Value::Object(members)
    }

    fn array(&mut self, depth: usize) -> Value {
        let mut elements = Vec::new();
        self.at += 1;
        while let Some(sign) = self.next_sign() {
            if sign == ']' {
                self.at += 1;
                break;
            }
            // Where what is around it ends or goes on, this one was never ended.
            if sign == '}' || name_of(self.rest()).is_some_and(|(_, after)| is_name_end(after)) {
                break;
            }
            let before = self.at;
            let value = self.value(depth, false);
            if self.at == before {
                self.at += sign.len_utf8();
            } else if elements.len() < MAX_ELEMENTS {
                elements.push(value);
            }
        }
        Value::Array(elements)
    }

    fn skip_nested(&mut self) -> Value {
        let mut open = 0_usize;
        let mut quoted = false;
        let mut bytes = self.rest().bytes().enumerate();
        let mut end = self.rest().len();
        while let Some((at, byte)) = bytes.next() {
            match byte {
                b'\\' if quoted => drop(bytes.next()),
                b'"' => quoted = !quoted,
                b'{' | b'[' if !quoted => open += 1,
                b'}' | b']' if !quoted => open -= 1,
                _ => {}
            }
            if open == 0 {
                end = at + 1;
                break;
            }
        }
        self.at += end;
        Value::Null
    }

    fn string(&mut self, in_object: bool) -> String {
        let mut value = String::new();
        self.at += 1;
        loop {
            let rest = self.rest();
            let Some(end) = memchr2(b'"', b'\\', rest.as_bytes()) else {
                push_raw(rest, &mut value);
                self.at = self.text.len();
                break;
            };
            push_raw(rest.get(..end).unwrap_or_default(), &mut value);
            self.at += end;
            if rest.as_bytes().get(end) == Some(&b'\\') {
                self.escape(&mut value);
                continue;
            }
            self.at += 1;
            if ends_string(self.rest(), in_object) {
                break;
            }
            value.push('"');
        }
        value
    }

    /// Reads what begins with a backslash. What is no escape stays as written.
    fn escape(&mut self, value: &mut String) {
        let rest = self.rest();
        let mut signs = rest.chars().skip(1);
        let Some(sign) = signs.next() else {
            self.at = self.text.len();
            return;
        };
        self.at += 1 + sign.len_utf8();
        match sign {
            'n' => value.push('\n'),
            't' => value.push('\t'),
            'r' => value.push('\r'),
            'b' | 'f' => value.push(' '),
            'u' if let Some(first) = unit(rest) => {
                self.at += 4;
                let second = rest.get(6..).and_then(unit);
                let pair = second.and_then(|second| char::decode_utf16([first, second]).next()?.ok());
                if let Some(sign) = char::from_u32(first.into()) {
                    value.push(sign);
                } else if let Some(sign) = pair {
                    value.push(sign);
                    self.at += 6;
                } else {
                    value.push(char::REPLACEMENT_CHARACTER);
                }
            }
            _ if sign.is_alphanumeric() => value.extend(['\\', sign]),
            _ => value.push(sign),
        }
    }
}

/// The UTF-16 unit of a leading `\uXXXX`.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    u16::from_str_radix(digits, 16).ok()
}

/// A member's name in quotes, and what follows it, its closing quote first.
fn name_of(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('"')?;
    let end = inside.find(|sign: char| sign.is_ascii_control() || ",:{}[]\"\\".contains(sign));
    let (name, after) = inside.split_at_checked(end.unwrap_or(inside.len()))?;
    (name.len() <= MAX_NAME_BYTES).then_some((name, after))
}

/// Whether what follows a name shows it to be a member's, cut off or not.
fn is_name_end(after: &str) -> bool {
    let behind = after.strip_prefix('"').unwrap_or(after).trim_start();
    behind.is_empty() || after.starts_with('"') && behind.starts_with(':')
}

/// Whether the quote before `rest` ends a string, or is one that the string says.
fn ends_string(rest: &str, in_object: bool) -> bool {
    let rest = rest.trim_start();
    let begins_member = |text: &str| name_of(text).is_some_and(|(_, after)| is_name_end(after));
    let mut signs = rest.chars();
    let sign = signs.next();
    let behind = signs
        .as_str()
        .trim_start_matches(|sign: char| sign.is_whitespace() || sign == ',');
    match sign {
        None => true,
        Some(',') => !in_object || behind.is_empty() || behind.starts_with(['{', '}', ']']) || begins_member(behind),
        Some('}' | ']') => behind.is_empty() || behind.starts_with([',', '{', '}', ']', '"', '<']),
        // A comma was lost.
        Some('"') => begins_member(rest),
        _ => false,
    }
}

/// Line breaks and other controls have no place in a string but as escapes.
fn push_raw(raw: &str, value: &mut String) {
    value.extend(raw.chars().map(|sign| if sign.is_ascii_control() { ' ' } else { sign }));
}

#[cfg(test)]
mod tests {
    use super::read;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const SOUND: &str = r#"{"id":"1","title":"One"}"#;

    #[track_caller]
    fn check(item: &str, title: &Value) {
        for text in [
            format!("{{\"items\":[{SOUND},{item},{SOUND}],\"title\":\"Lantern\"}}"),
            format!("{{\"title\":\"Lantern\",\"items\":[{SOUND},{item},{SOUND}]}} <!-- cached -->"),
        ] {
            let feed = read(&text);
            let items = feed["items"].as_array().unwrap();
            assert_eq!(feed["title"], "Lantern", "{text}");
            assert_eq!(items.iter().filter(|item| item["title"] == "One").count(), 2, "{text}");
            assert!(
                items.iter().any(|item| item["id"] == "2" && item["title"] == *title),
                "{items:?}"
            );
        }
    }

    #[test]
    fn a_fault_costs_what_it_stands_in() {
        check(r#"{"id":"2","title":"emoji \ud83d"}"#, &json!("emoji \u{fffd}"));
        check(
            r#"{"id":"2","title":"emoji \ud83d\ude00, a\xb \'c\'"}"#,
            &json!("emoji 😀, a\\xb 'c'"),
        );
        check(r#"{"id":"2","title":NaN,"size":}"#, &json!(null));
        check(r#"{"id":"2" "title":"x"}"#, &json!("x"));
        check("{\"id\":\"2\"\n\"title\":\"x\ny\",}", &json!("x y"));
        check(
            r#"{"id":"2","title":"He said "hi", "bye" and {"no"} again","url":"u"}"#,
            &json!("He said \"hi\", \"bye\" and {\"no\"} again"),
        );
        check(r#"{"id":"2","tags":["a","b","title":"x"}"#, &json!("x"));
        check(r#"{"id":"2","tags":["a","b"]],"title":"x"}}"#, &json!("x"));
        check(r#"{"id":"2","title":"x","#, &json!("x"));
        let deep = format!(
            r#"{{"id":"2","deep":{}"]"{},"title":"x"}}"#,
            "[".repeat(300),
            "]".repeat(300)
        );
        check(&deep, &json!("x"));
    }

    #[test]
    fn an_end_that_was_cut_off_costs_no_more_than_that() {
        let whole = format!("{{\"items\":[{SOUND},{SOUND},{{\"id\":\"3\",\"title\":\"Three\"}}]}}");
        for end in whole.len() - 25..whole.len() {
            let feed = read(whole.get(..end).unwrap());
            let items = feed["items"].as_array().unwrap();
            assert_eq!(
                (items.len(), &items[1]["title"]),
                (3, &json!("One")),
                "{}",
                whole.get(..end).unwrap()
            );
            assert!(
                "Three".starts_with(items[2]["title"].as_str().unwrap_or_default()),
                "{items:?}"
            );
            assert!(
                items[2]["id"].is_null() || items[2]["id"] == "3" || items[2]["id"] == "",
                "{items:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn sound_json_is_read_as_it_is(title in any::<String>(), text in "[ -~\n]{0,60}", number in any::<i32>()) {
            let feed = json!({"title": title, "items": [
                {"id": "1", "content_text": text, "tags": [text, title], "size": number, "x": {"y": [{}, [true, null]]}},
                {"id": "2", "title": title},
            ]});
            let expected = |text: String| text.replace(['\u{8}', '\u{c}'], " ");
            prop_assume!(expected(title.clone()) == title);
            prop_assert_eq!(read(&feed.to_string()), feed);
        }
    }
}
