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
    use url::Url;

    use super::web_link;

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
}
