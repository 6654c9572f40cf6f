//! What servers and networks put in an answer's place, told by general signs: headers, marks in the markup, words that are
//! shown. The one list of them.

/// What stands in an answer's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wall {
    /// It asks whether a person is asking.
    BotCheck,
    /// It asks for consent first.
    Consent,
    /// A network that wants a login.
    Portal,
}

/// Headers of the services that check for bots; `with_all`: they come with answers that went through, too.
struct Header {
    name: &'static str,
    value: &'static str,
    with_all: bool,
}

/// Signs of a wall on a page that shows no more than so many letters.
struct Signs {
    wall: Wall,
    most_letters: usize,
    /// In tags and scripts.
    marks: &'static [&'static str],
    /// In what is shown.
    words: &'static [&'static str],
}

#[rustfmt::skip]
const HEADERS: &[Header] = &[
    Header { name: "cf-mitigated", value: "challenge", with_all: false },
    Header { name: "x-vercel-mitigated", value: "challenge", with_all: false },
    Header { name: "x-amzn-waf-action", value: "challenge", with_all: false },
    Header { name: "x-amzn-waf-action", value: "captcha", with_all: false },
    Header { name: "x-datadome", value: "protected", with_all: true },
    Header { name: "server", value: "ddos-guard", with_all: true },
];

/// Most letters of a page that says its sentence, and of one that explains itself.
const TINY: usize = 600;
const LITTLE: usize = 3000;
/// A wall leads hardly anywhere.
const MOST_LINKS: usize = 10;

const SIGNS: &[Signs] = &[
    Signs {
        wall: Wall::BotCheck,
        most_letters: LITTLE,
        marks: &[
            "cf_chl_",
            "cf-challenge",
            "cf-browser-verification",
            "/cdn-cgi/challenge-platform/h/",
            "captcha-delivery.com",
            "px-captcha",
            "anubis_challenge",
            "/.within.website/x/cmd/anubis",
            "sucuri_cloudproxy_js",
            "gokuprops",
        ],
        words: &["attention required! | cloudflare", "protected by anubis"],
    },
    // Sound pages carry these marks, too, and articles these words.
    Signs {
        wall: Wall::BotCheck,
        most_letters: TINY,
        marks: &["_incapsula_resource", ".awswaf.com/", "errors.edgesuite.net"],
        words: &[
            "just a moment...",
            "checking your browser",
            "verify you are human",
            "verify you are a human",
            "verify that you are human",
            "are you a robot",
            "not a bot",
            "not a robot",
            "enable javascript and cookies to continue",
            "enable js and disable any ad blocker",
            "complete the captcha",
            "solve the captcha",
            "ddos protection by",
            "security checkpoint",
            "incapsula incident",
            "on this server. reference #",
        ],
    },
    Signs {
        wall: Wall::Consent,
        most_letters: LITTLE / 2,
        marks: &[],
        words: &[
            "before you continue",
            "we value your privacy",
            "your privacy choices",
            "cookie consent",
            "accept all cookies",
            "wir schätzen ihre privatsphäre",
            "alle akzeptieren",
            "le respect de votre vie privée",
            "tout accepter",
            "tu privacidad es importante",
        ],
    },
    Signs {
        wall: Wall::Consent,
        most_letters: TINY,
        marks: &["privacy-mgmt.com"],
        words: &[],
    },
    Signs {
        wall: Wall::Portal,
        most_letters: LITTLE / 2,
        marks: &["wispaccessgateway"],
        words: &[
            "captive portal",
            "captiveportal",
            "hotspot",
            "wlan login",
            "wi-fi login",
            "wifi login",
            "guest wi-fi",
            "guest wifi",
            "guest wlan",
            "free wi-fi",
            "free wifi",
            "wi-fi access",
            "wifi access",
            "gäste-wlan",
            "wifi gratuit",
            "wifi gratis",
            "connect to the internet",
        ],
    },
];

impl Wall {
    /// What a page is besides which there is nothing on it; `None` for one that shows more, whatever it is about.
    pub fn of(markup: &str) -> Option<Self> {
        let page = Shown::of(&markup.to_lowercase())?;
        let has = |text: &str, signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
        let signs = SIGNS.iter().find(|signs| {
            page.letters <= signs.most_letters && (has(&page.hidden, signs.marks) || has(&page.text, signs.words))
        });
        signs.map(|signs| signs.wall)
    }

    /// Whether an answer's headers say that it is a bot check. `refused`: whether its status does not let anybody in.
    pub fn is_bot_check<'h>(refused: bool, header: impl Fn(&str) -> Option<&'h [u8]>) -> bool {
        let came = |known: &&Header| {
            header(known.name).is_some_and(|value| value.eq_ignore_ascii_case(known.value.as_bytes()))
        };
        HEADERS.iter().any(|known| (refused || !known.with_all) && came(&known))
    }
}

/// A page apart: what it shows, and its tags and scripts.
#[derive(Default)]
struct Shown {
    text: String,
    letters: usize,
    hidden: String,
}

impl Shown {
    /// `None` when it shows or leads to more than a wall does.
    fn of(lower: &str) -> Option<Self> {
        let mut page = Self::default();
        let mut links = 0;
        let mut raw: Option<&str> = None;
        for piece in lower.split('<') {
            if raw.is_some_and(|name| !piece.strip_prefix('/').is_some_and(|end| end.starts_with(name))) {
                page.hidden.push_str(piece);
                continue;
            }
            let (tag, after) = piece.split_once('>').unwrap_or(("", piece));
            raw = ["script", "style"].into_iter().find(|name| tag.starts_with(name));
            links += usize::from(tag.split_whitespace().next() == Some("a"));
            page.hidden.push_str(tag);
            if raw.is_some() {
                page.hidden.push_str(after);
                continue;
            }
            for word in after.split_whitespace() {
                page.letters += word.chars().filter(|sign| sign.is_alphanumeric()).count();
                page.text.push_str(word);
                page.text.push(' ');
            }
            if page.letters > LITTLE || links > MOST_LINKS || tag.starts_with("article") {
                return None;
            }
        }
        Some(page)
    }
}

#[cfg(test)]
mod tests {
    use super::Wall;

    #[test]
    fn names_walls() {
        for (page, wall) in [
            (
                "<title>Making sure you&#39;re not a bot!</title><p>Loading...</p>",
                Wall::BotCheck,
            ),
            (
                "<script src='/_Incapsula_Resource?x=1'></script><iframe>Request unsuccessful. Incapsula incident ID: 7</iframe>",
                Wall::BotCheck,
            ),
            (
                "<title>Human Verification</title><p>Let us verify that\n you&#39;re not a robot</p>",
                Wall::BotCheck,
            ),
            ("<title>Just a moment...</title>", Wall::BotCheck),
            (
                "<p>One second</p><script>window._cf_chl_opt={}</script>",
                Wall::BotCheck,
            ),
            (
                "<script src=https://ct.captcha-delivery.com/c.js></script>Please wait",
                Wall::BotCheck,
            ),
            (
                "<title>Your paper</title><h2>We value your privacy</h2><button>Accept all</button><button>Reject all</button>",
                Wall::Consent,
            ),
            (
                "<title>Paper</title><iframe src=https://cdn.privacy-mgmt.com/index.html></iframe>",
                Wall::Consent,
            ),
            (
                "<title>Hotel Brask</title><p>Welcome to our guest Wi-Fi. Room number: <input name=room>",
                Wall::Portal,
            ),
        ] {
            assert_eq!(Wall::of(page), Some(wall), "{page}");
        }
    }

    #[test]
    fn calls_nothing_a_wall_that_shows_more() {
        let prose = "The makers of captchas say that people solve one in ten seconds. ".repeat(12);
        let links = "<a href=/x>Older</a>".repeat(12);
        for page in [
            format!("<h1>Are you a robot?</h1><p>Verify you are human, says the page. {prose}"),
            "<article><h1>Verify you are human</h1><p>Why pages ask.</article>".to_owned(),
            format!("<script src=/_Incapsula_Resource></script><p>{prose}"),
            format!("<title>Harbour notes</title><div>We value your privacy <button>Accept all</button></div>{links}"),
            format!("<p>{}<div class=px-captcha>", prose.repeat(5)),
            "<p>Harbour notes</p>".to_owned(),
            String::new(),
        ] {
            assert_eq!(Wall::of(&page), None, "{page}");
        }
    }

    #[test]
    fn knows_headers() {
        let is = |refused, name: &'static str, value: &'static [u8]| {
            Wall::is_bot_check(refused, |asked| (asked == name).then_some(value))
        };
        assert!(is(false, "x-amzn-waf-action", b"challenge") && is(true, "cf-mitigated", b"Challenge"));
        assert!(is(true, "x-datadome", b"protected") && !is(false, "x-datadome", b"protected"));
        assert!(!is(true, "server", b"nginx"));
    }
}
