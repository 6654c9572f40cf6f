//! Addresses in a document: absolute, http or https, without what only serves to follow the reader.

use memchr::memchr;
use url::Url;

/// Longer addresses are no addresses (reliability: at most 8 KB).
const MAX_BYTES: usize = 8 * 1024;

/// Parameters that tell the outlet, or its advertisers, where a reader came from.
const TRACKERS: &[&str] = &[
    "fbclid",
    "gclid",
    "dclid",
    "gbraid",
    "wbraid",
    "msclkid",
    "yclid",
    "twclid",
    "igshid",
    "igsh",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "ga_source",
    "ga_medium",
    "ga_campaign",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "__hssc",
    "__hstc",
    "hsCtaTracking",
    "vero_id",
    "oly_enc_id",
    "oly_anon_id",
    "wickedid",
    "s_cid",
    "ncid",
    "cmpid",
    "ICID",
    "ito",
    "xtor",
    "at_medium",
    "at_campaign",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_link_id",
    "at_link_type",
    "at_format",
    "at_ptr_name",
    "at_bbc_team",
    "ref_src",
    "ref_url",
    "smid",
    "smtyp",
    "ns_mchannel",
    "ns_source",
    "ns_campaign",
    "ns_linkname",
    "ns_fee",
    "wt_mc",
    "wt.mc_id",
    "pk_campaign",
    "pk_kwd",
    "matomo_campaign",
    "mtm_campaign",
    "mtm_source",
    "mtm_medium",
    "soc_src",
    "soc_trk",
    "trk",
    "srsltid",
];

/// The address a link leads to: absolute, http or https, without trackers and logins; `None` when there is none such.
pub fn web_link(href: &str, base: Option<&Url>) -> Option<String> {
    let href = href.trim();
    if href.is_empty() || href.starts_with('#') || href.len() > MAX_BYTES {
        return None;
    }
    if let Some(normal) = normal(href) {
        return Some(normal);
    }
    let url = match base {
        Some(base) => base.join(href),
        None => Url::parse(href),
    };
    let mut url = url.ok()?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
        return None;
    }
    // Credentials in a link only serve to disguise its host. Both fail only for addresses without a host.
    let _cleared = url.set_username("").and(url.set_password(None));
    untrack(&mut url);
    (url.as_str().len() <= MAX_BYTES).then(|| url.into())
}

/// An absolute address without trackers, where it has nothing else that parsing would change; most are so, and parsing takes ten
/// times as long.
fn normal(address: &str) -> Option<String> {
    let start = ["https://", "http://"]
        .into_iter()
        .find(|start| address.starts_with(start))?;
    let rest = address.get(start.len()..)?.as_bytes();
    let (host, behind) = rest.split_at_checked(memchr(b'/', rest)?)?;
    let (path, query) = behind.split_at_checked(memchr(b'?', behind).unwrap_or(behind.len()))?;
    let kept = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/' | b'.');
    let asks = |byte: &u8| kept(byte) || matches!(byte, b'=' | b'&' | b'+' | b',' | b':' | b';');
    // A segment of dots alone is a step within the path.
    let steps = path.windows(2).any(|two| two == b"/.");
    let query = query.split_first().map(|(_, query)| query);
    let plain = path.iter().all(kept) && query.is_none_or(|query| !query.is_empty() && query.iter().all(asks));
    if steps || !plain || !is_host(host, start) {
        return None;
    }
    let asked = address.len() - query.map_or(0, <[u8]>::len);
    let (bare, query) = address.split_at_checked(asked)?;
    let Some(kept) = untracked(query) else {
        return Some(address.to_owned());
    };
    let bare = if kept.is_empty() {
        bare.trim_end_matches('?')
    } else {
        bare
    };
    Some([bare, &kept].concat())
}

/// Whether a host, perhaps with a port, is written as parsing would write it.
fn is_host(host: &[u8], start: &str) -> bool {
    let (host, port) = match memchr(b':', host) {
        Some(at) => (&host[..at], Some(&host[at + 1..])),
        None => (host, None),
    };
    let number = |digits: &[u8], most: u32| {
        let fold = |number: u32, digit: &u8| {
            let digit = char::from(*digit).to_digit(10)?;
            number.checked_mul(10)?.checked_add(digit)
        };
        let read = digits.iter().try_fold(0, fold);
        read.is_some_and(|number| {
            number <= most && (digits == b"0" || digits.first().is_some_and(|first| *first != b'0'))
        })
    };
    let named = |label: &[u8]| {
        let plain = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'-';
        label.len() <= 63 && label.first().is_some_and(u8::is_ascii_lowercase) && label.iter().all(plain)
    };
    let labels = || host.split(|byte| *byte == b'.');
    // Behind "xn--" stand other scripts.
    let is_name = || host.len() <= 253 && !host.windows(2).any(|two| two == b"--") && labels().all(named);
    // Four numbers (RFC 3986, section 3.2.2).
    let is_address = || labels().count() == 4 && labels().all(|part| number(part, 255));
    let usual: &[u8] = if start == "https://" { b"443" } else { b"80" };
    port.is_none_or(|port| port != usual && number(port, 65_535)) && (is_name() || is_address())
}

fn untrack(url: &mut Url) {
    if let Some(kept) = url.query().and_then(untracked) {
        url.set_query((!kept.is_empty()).then_some(&kept));
    }
}

/// A query without trackers; `None` where it has none.
fn untracked(query: &str) -> Option<String> {
    let mut kept = String::new();
    let mut found = false;
    for pair in query.split('&') {
        let name = pair.split('=').next().unwrap_or(pair);
        if tracks(name) {
            found = true;
            continue;
        }
        kept.reserve(query.len());
        if !kept.is_empty() {
            kept.push('&');
        }
        kept.push_str(pair);
    }
    found.then_some(kept)
}

fn tracks(name: &str) -> bool {
    /// The shortest of them.
    const LEAST: usize = 3;
    name.len() >= LEAST
        && (name.starts_with("utm_") || TRACKERS.iter().any(|tracker| tracker.eq_ignore_ascii_case(name)))
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};
    use url::Url;

    use super::{normal, untrack, web_link};

    #[test]
    fn resolves_and_refuses() {
        let base = Url::parse("https://news.example/world/story").unwrap();
        for (href, address) in [
            ("/a?utm_source=x&id=1", Some("https://news.example/a?id=1")),
            ("b?utm_source=rss", Some("https://news.example/world/b")),
            ("//cdn.example/c", Some("https://cdn.example/c")),
            ("https://bank.example@evil.example/", Some("https://evil.example/")),
            ("javascript:alert(1)", None),
            ("file:///etc/passwd", None),
            ("mailto:a@b.example", None),
            ("#top", None),
            ("", None),
        ] {
            assert_eq!(web_link(href, Some(&base)).as_deref(), address, "{href}");
        }
        assert_eq!(web_link("relative", None), None);
    }

    /// What parsing makes of an address.
    fn parsed(address: &str) -> Option<String> {
        let mut url = Url::parse(address).ok()?;
        untrack(&mut url);
        Some(url.into())
    }

    proptest! {
        #[test]
        fn takes_no_short_cut_that_parsing_would_not(
            address in "https?:/{1,3}[a-z0-9A-Z.-]{0,9}(:[0-9]{0,5})?(/[a-zA-Z0-9._%-]{0,4}){0,4}[?#]?((&|utm_|fbclid|[a-b=,;:+'%])){0,6}",
        ) {
            if let Some(normal) = normal(&address) {
                prop_assert_eq!(Some(normal), parsed(&address));
            }
        }

        #[test]
        fn takes_no_short_cut_with_numbers(host in "([0-9]{1,3}\\.){3}[0-9]{1,3}(:(80|443|[0-9]{1,5}))?", start in "https?") {
            let address = format!("{start}://{host}/");
            if let Some(normal) = normal(&address) {
                prop_assert_eq!(Some(normal), parsed(&address));
            }
        }
    }

    #[test]
    fn knows_normal_addresses() {
        for (address, is_normal) in [
            ("https://news.example/world/2026/a-b_c.html", true),
            ("https://my-news.example/", true),
            ("https://xn--nws-bma.example/", false),
            ("https://news.example/a?id=1&utm_source=x", true),
            ("http://10.0.0.1:8080/a", true),
            ("https://news.example", false),
            ("https://news.example/a?b'c", false),
            ("https://news.example/a?", false),
            ("https://news.example:443/a", false),
            ("https://news.example/a/../b", false),
            ("https://News.example/a", false),
            ("https://10.0.0.256/a", false),
            ("https://10.0.0.01/a", false),
            ("https://10.0.1/a", false),
            ("https://a.0x1/a", false),
            ("ftp://news.example/a", false),
        ] {
            assert_eq!(normal(address).is_some(), is_normal, "{address}");
        }
    }
}
