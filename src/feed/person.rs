//! People as feeds name them: `name (address)`, `address (name)`, `name <address>`, either alone.

use crate::feed::entry::Person;

/// Reads what an RSS author element says; `None` where it says nothing.
pub(in crate::feed) fn read(text: &str) -> Option<Person> {
    let text = text.trim();
    let Some((start, end)) = address(text) else {
        return (!text.is_empty()).then(|| Person {
            name: Some(text.to_owned()),
            ..Person::default()
        });
    };
    let email = text.get(start..end)?.trim_start_matches("mailto:");
    let around = format!("{} {}", text.get(..start)?, text.get(end..)?);
    let name = around.replace("mailto:", "");
    let name = name.trim_matches(|sign: char| {
        sign.is_whitespace() || matches!(sign, '(' | ')' | '<' | '>' | '[' | ']' | ',' | ';' | '"' | ':')
    });
    Some(Person {
        name: (!name.is_empty()).then(|| name.to_owned()),
        email: Some(email.to_owned()),
        uri: None,
    })
}

/// Where a mail address stands in a text.
fn address(text: &str) -> Option<(usize, usize)> {
    let apart =
        |sign: char| sign.is_whitespace() || matches!(sign, '(' | ')' | '<' | '>' | '[' | ']' | ',' | ';' | '"');
    let at = text.find('@')?;
    let start = text.get(..at)?.rfind(apart).map_or(0, |found| {
        found
            + text
                .get(found..)
                .and_then(|rest| rest.chars().next())
                .map_or(1, char::len_utf8)
    });
    let end = text.get(at..)?.find(apart).map_or(text.len(), |found| at + found);
    let (user, host) = (text.get(start..at)?, text.get(at + 1..end)?);
    (!user.is_empty() && host.contains('.') && !host.contains('@')).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[track_caller]
    fn check(text: &str, name: Option<&str>, email: Option<&str>) {
        let person = read(text).unwrap_or_default();
        assert_eq!(
            (person.name.as_deref(), person.email.as_deref()),
            (name, email),
            "{text}"
        );
    }

    #[test]
    fn tells_names_from_addresses() {
        let both = (Some("Ida Holm"), Some("ida@paper.test"));
        for text in [
            "ida@paper.test (Ida Holm)",
            "Ida Holm <ida@paper.test>",
            "Ida Holm (ida@paper.test)",
            "mailto:ida@paper.test (Ida Holm)",
        ] {
            check(text, both.0, both.1);
        }
        check(" Ida Holm ", both.0, None);
        check("ida@paper.test", None, both.1);
        check("@ida", Some("@ida"), None);
        check("", None, None);
    }
}
