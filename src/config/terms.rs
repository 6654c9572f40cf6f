//! `[[outlet]]`: addresses that are asked in a way of their own.

use toml::de::{DeTable, DeValue};
use url::Url;

use crate::config::error::{Fault, unknown};
use crate::config::value::{Value, within};
use crate::model::{Password, Route, Secret, Terms, WholeText};

/// What a table can say.
const OPTIONS: &[&str] = &[
    "at",
    "every_minutes",
    "whole_text",
    "user_agent",
    "headers",
    "user",
    "password",
    "password_env",
    "password_command",
    "proxy",
];
/// Headers that are byline's own business: what HTTP itself, the cache and the limits stand on.
const OWN: &[&str] = &[
    "host",
    "connection",
    "content-length",
    "transfer-encoding",
    "te",
    "upgrade",
    "accept-encoding",
    "if-none-match",
    "if-modified-since",
    "range",
    "user-agent",
];

/// What stands above the example.
pub(crate) const ABOUT: &str = "Outlets that are asked in a way of their own: a table [[outlet]] for each, as many as you need, \
     at the end of the file. It holds for every address that begins with `at`: one feed, or a whole site with its pages. Logins and \
     headers are sent to those addresses alone, also after redirects, and are never shown, logged or exported. To rest an outlet, \
     pause it on the screen, or with `byline pause`.";

/// The example, each line with what it means.
pub(crate) const EXAMPLE: &[(&str, &str)] = &[
    ("[[outlet]]", ""),
    ("at = \"https://ledger.example/feeds/\"", ""),
    ("every_minutes = 60", "15 to 10080; its server may still ask for more"),
    (
        "whole_text = \"always\"",
        "or \"open\", \"by-hand\": in place of what holds for all feeds",
    ),
    ("user_agent = \"byline (ann@home.example)\"", "in place of byline's own"),
    ("headers = [\"X-Key: 7\", \"Authorization: Bearer {password}\"]", ""),
    ("user = \"ann\"", "HTTP's basic login, with one of:"),
    (
        "password_command = [\"pass\", \"ledger\"]",
        "the first line that it prints",
    ),
    ("password_env = \"LEDGER_PASSWORD\"", "an environment variable"),
    ("password = \"…\"", "then let nobody else read this file"),
    (
        "proxy = \"http://127.0.0.1:3128\"",
        "or \"none\", whatever the environment says",
    ),
];

/// Reads the tables under `[[outlet]]`.
pub(crate) fn read(tables: &[toml::Spanned<DeValue<'_>>], faults: &mut Vec<Fault>) -> Vec<Terms> {
    let mut all = Vec::new();
    for table in tables {
        match table.get_ref() {
            DeValue::Table(options) => match one(options, faults) {
                Some(terms) => all.push(terms),
                None => faults.push(Fault::at(
                    table.span(),
                    "[[outlet]] needs `at`, as in at = \"https://ledger.example/\"",
                )),
            },
            _ => faults.push(Fault::at(table.span(), "write [[outlet]] on a line of its own")),
        }
    }
    all
}

fn one(options: &DeTable<'_>, faults: &mut Vec<Fault>) -> Option<Terms> {
    let (_, at) = options.iter().find(|(name, _)| &**name.get_ref() == "at")?;
    let at_is_wrong = |what: String| Fault::at(at.span(), format!("`at` {what}"));
    let mut terms = match String::read(at.get_ref()).and_then(|text| address(&text)) {
        Ok(at) => Terms::at(at),
        Err(what) => {
            faults.push(at_is_wrong(what));
            // It is there, though wrong: one fault is enough.
            return Some(Terms::at(Url::parse("http://invalid.invalid").ok()?));
        }
    };
    for (name, value) in options {
        let option = &**name.get_ref();
        if let Err(what) = set(&mut terms, option, value.get_ref()) {
            let what = if OPTIONS.contains(&option) {
                format!("`{option}` {what}")
            } else {
                what
            };
            faults.push(Fault::at(name.span(), what));
        }
    }
    let names_it = |(_, value): &(String, Secret)| value.reveal().contains("{password}");
    if terms.password.is_none() && (terms.user.is_some() || terms.headers.iter().any(names_it)) {
        faults.push(at_is_wrong(
            "has no password: add `password_command`, `password_env` or `password`".to_owned(),
        ));
    }
    Some(terms)
}

fn set(terms: &mut Terms, option: &str, raw: &DeValue<'_>) -> Result<(), String> {
    match option {
        "at" => {}
        "every_minutes" => {
            terms.every_minutes = Some(within(u32::read(raw), &(15..=7 * 24 * 60))?);
        }
        "whole_text" => terms.whole_text = Some(WholeText::read(raw)?),
        "user_agent" => terms.user_agent = Some(sendable(String::read(raw)?)?),
        "headers" => {
            let lines = Vec::<String>::read(raw).map_err(|_other| FORM.to_owned())?;
            terms.headers = lines.iter().map(|line| header(line)).collect::<Result<_, _>>()?;
        }
        "user" => terms.user = Some(String::read(raw)?),
        "password" | "password_env" | "password_command" if terms.password.is_some() => {
            return Err("is one too many: say the password once".to_owned());
        }
        "password" => terms.password = Some(Password::Text(Secret::new(String::read(raw)?))),
        "password_env" => terms.password = Some(Password::Variable(String::read(raw)?)),
        "password_command" => {
            let program = Vec::<String>::read(raw).ok().filter(|program| !program.is_empty());
            let program = program.ok_or("must be a program with its arguments, as in [\"pass\", \"ledger\"]")?;
            terms.password = Some(Password::Program(program));
        }
        "proxy" => terms.route = Some(route(String::read(raw)?)?),
        other => return Err(unknown("option", other, OPTIONS)),
    }
    Ok(())
}

fn address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https"));
    let url = url.ok_or("must be an http or https address")?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must be without a login: say `user` and a password on lines of their own".to_owned());
    }
    Ok(url)
}

const FORM: &str = "must be a list of headers, as in [\"X-Key: 7\"]";

/// What is wrong with a header is said without its value.
fn header(line: &str) -> Result<(String, Secret), String> {
    let (name, value) = line.split_once(':').ok_or(FORM)?;
    let (name, value) = (name.trim(), value.trim().to_owned());
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!#$%&'*+^`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(is_name) {
        return Err(FORM.to_owned());
    }
    if OWN.contains(&name.to_ascii_lowercase().as_str()) {
        return Err(format!("cannot set {name}: that is byline's own business"));
    }
    Ok((name.to_owned(), Secret::new(sendable(value)?)))
}

fn sendable(text: String) -> Result<String, String> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        Ok(text)
    } else {
        Err("must have plain letters, digits and signs only".to_owned())
    }
}

fn route(text: String) -> Result<Route, String> {
    if text == "none" {
        return Ok(Route::Direct);
    }
    let url = Url::parse(&text).ok();
    let is_proxy = url.is_some_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if is_proxy {
        Ok(Route::Proxy(Secret::new(text)))
    } else {
        Err("must be \"none\", or a proxy's http or https address".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use crate::config::settings::Config;
    use crate::model::{Password, Route, Secret, WholeText};

    const AT: &str = "[[outlet]]\nat = \"https://ledger.example/\"\n";

    #[test]
    fn reads_how_an_outlet_is_to_be_asked() {
        let text = format!(
            "{AT}every_minutes = 90\nwhole_text = \"always\"\nuser_agent = \"ann\"\nheaders = [\"X-Key: a: b\"]\nuser = \"ann\"\n\
             password_env = \"PW\"\nproxy = \"http://p.example:1\"\n[[outlet]]\nat = \"http://b.example/x\"\nproxy = \"none\"\n"
        );
        let config = Config::read(&text, "c.toml").unwrap();
        let [first, second] = &config.outlets[..] else {
            panic!("{config:?}")
        };
        assert_eq!(
            (first.at.as_str(), first.every_minutes),
            ("https://ledger.example/", Some(90))
        );
        assert_eq!(first.whole_text, Some(WholeText::Always));
        assert_eq!(first.headers, [("X-Key".to_owned(), Secret::new("a: b"))]);
        assert_eq!(first.password, Some(Password::Variable("PW".to_owned())));
        assert!(matches!(&first.route, Some(Route::Proxy(to)) if to.reveal() == "http://p.example:1"));
        assert_eq!(second.route, Some(Route::Direct));
    }

    #[test]
    fn says_what_is_wrong_without_telling_secrets() {
        for (text, error) in [
            (
                "[[outlet]]\n",
                "c.toml:1: [[outlet]] needs `at`, as in at = \"https://ledger.example/\"",
            ),
            (
                "[outlet]\n",
                "c.toml:1: `outlet` is a table of its own each time: write [[outlet]]",
            ),
            (
                "[[outlet]]\nat = \"https://ann:hush@b.example/\"",
                "c.toml:2: `at` must be without a login: say `user` and a password on lines of their own",
            ),
            (
                "every_minutes = 5",
                "c.toml:3: `every_minutes` must be a whole number from 15 to 10080",
            ),
            (
                "headers = [\"hush\"]",
                "c.toml:3: `headers` must be a list of headers, as in [\"X-Key: 7\"]",
            ),
            (
                "headers = [\"Host: hush\"]",
                "c.toml:3: `headers` cannot set Host: that is byline's own business",
            ),
            (
                "headers = [\"X-Key: hush\u{e9}\"]",
                "c.toml:3: `headers` must have plain letters, digits and signs only",
            ),
            (
                "user = \"ann\"",
                "c.toml:2: `at` has no password: add `password_command`, `password_env` or `password`",
            ),
            (
                "password = \"hush\"\npassword_env = \"X\"",
                "c.toml:4: `password_env` is one too many: say the password once",
            ),
            (
                "pasword = \"hush\"",
                "c.toml:3: unknown option `pasword`; did you mean `password`?",
            ),
            (
                "proxy = \"socks5://hush\"",
                "c.toml:3: `proxy` must be \"none\", or a proxy's http or https address",
            ),
        ] {
            let text = if text.starts_with('[') {
                text.to_owned()
            } else {
                format!("{AT}{text}\n")
            };
            assert_eq!(Config::read(&text, "c.toml").unwrap_err().to_string(), error);
        }
    }
}
