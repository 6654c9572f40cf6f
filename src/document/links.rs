//! Addresses in a document: absolute, http or https, without what only serves to follow the reader.

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
    if is_normal(href) {
        return Some(href.to_owned());
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

/// Whether an address is absolute and has nothing that parsing would change; most are, and parsing takes ten times as long.
fn is_normal(address: &str) -> bool {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    let Some((host, path)) = rest.and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let named = |label: &str| {
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        label.len() <= 63 && label.starts_with(|sign: char| sign.is_ascii_lowercase()) && label.bytes().all(plain)
    };
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/' | b'.');
    // A segment of dots alone is a step within the path.
    let steps = path.starts_with('.') || path.contains("/.");
    host.len() <= 253 && host.split('.').all(named) && path.bytes().all(kept) && !steps
}

fn untrack(url: &mut Url) {
    let tracks =
        |name: &str| name.starts_with("utm_") || TRACKERS.iter().any(|tracker| tracker.eq_ignore_ascii_case(name));
    let Some(query) = url.query() else { return };
    let name = |pair: &&str| pair.split('=').next().is_some_and(&tracks);
    if !query.split('&').any(|pair| name(&pair)) {
        return;
    }
    let kept: Vec<_> = query.split('&').filter(|pair| !name(pair)).collect();
    let kept = kept.join("&");
    url.set_query((!kept.is_empty()).then_some(&kept));
}

#[cfg(test)]
mod tests {
    use proptest::{prop_assert_eq, proptest};
    use url::Url;

    use super::{is_normal, web_link};

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

    proptest! {
        #[test]
        fn takes_no_short_cut_that_parsing_would_not(address in "https?:/{1,3}[a-z0-9A-Z.:-]{0,9}(/[a-zA-Z0-9._%-]{0,4}){0,4}[?#]?") {
            if is_normal(&address) {
                let parsed = Url::parse(&address);
                prop_assert_eq!(parsed.as_ref().map(Url::as_str), Ok(&*address));
            }
        }
    }

    #[test]
    fn knows_normal_addresses() {
        for (address, normal) in [
            ("https://news.example/world/2026/a-b_c.html", true),
            ("https://news.example/", true),
            ("https://news.example", false),
            ("https://news.example/a?b", false),
            ("https://news.example/a/../b", false),
            ("https://News.example/a", false),
            ("https://10.0.0.1/a", false),
            ("https://a.0x1/a", false),
            ("ftp://news.example/a", false),
        ] {
            assert_eq!(is_normal(address), normal, "{address}");
        }
    }
}
