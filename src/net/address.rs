//! Which addresses may be connected to. The address that is connected to counts, not the name: a name's answers are
//! judged by [`Names`], literal addresses by [`check`], on every hop.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

/// Names with fixed addresses, in front of the system's resolver.
pub(crate) type Fixed = Arc<BTreeMap<String, IpAddr>>;

/// A name leads to a private address although it may not.
#[derive(Debug, thiserror::Error)]
#[error("{0} is an address of a private network")]
pub(crate) struct Private(pub(crate) String);

/// The system's resolver behind our rule.
pub(crate) struct Names {
    /// Whether private answers are taken.
    pub(crate) private_ok: bool,
    /// Names that are not looked up.
    pub(crate) fixed: Fixed,
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let private_ok = self.private_ok;
        let fixed = self.fixed.get(name.as_str()).copied();
        Box::pin(async move {
            let name = name.as_str();
            let found: Vec<SocketAddr> = match fixed {
                Some(address) => vec![SocketAddr::new(address, 0)],
                None => tokio::net::lookup_host((name, 0)).await?.collect(),
            };
            // One private answer among public ones is how rebinding begins: the name as a whole is refused.
            if !private_ok && found.iter().any(|address| is_private(address.ip())) {
                return Err(Private(name.to_owned()).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Refuses what is no http(s) address, and a literal private address unless it is allowed. The text is for people.
pub(crate) fn check(url: &Url, private_ok: bool) -> Result<(), String> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!(
            "{}: addresses are not followed, only http and https",
            url.scheme()
        ));
    }
    if url.host().is_none() {
        return Err("the address names no host".to_owned());
    }
    if is_inside(url) && !private_ok {
        return Err(format!(
            "{} is an address of a private network",
            url.host_str().unwrap_or_default()
        ));
    }
    Ok(())
}

/// Takes user and password out of an address, so that they cannot travel with it.
pub(crate) fn take_login(url: &mut Url) -> Option<(String, String)> {
    let login = (!url.username().is_empty() || url.password().is_some()).then(|| {
        (
            percent_decode(url.username()),
            percent_decode(url.password().unwrap_or_default()),
        )
    });
    // Both fail only for addresses that cannot have a login.
    let (_, _) = (url.set_username(""), url.set_password(None));
    login
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let hex = |digit: Option<u8>| digit.and_then(|digit| char::from(digit).to_digit(16));
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = ahead;
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Whether an address, as it is spelled, leads into a private network.
pub(crate) fn is_inside(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => is_private(address.into()),
        Some(Host::Ipv6(address)) => is_private(address.into()),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// Whether an address is anything but a public one: loopback, LAN, link-local (cloud metadata too), carrier NAT, ULA,
/// unspecified, multicast, reserved, and IPv4 inside IPv6 of those kinds (IANA's special-purpose registries).
pub(crate) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_private_v4(v4),
        IpAddr::V6(v6) => is_private_v6(v6),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    match (a, b) {
        (0 | 10 | 127 | 224..=255, _) | (169, 254) | (172, 16..=31) | (192, 168) | (198, 18 | 19) => true,
        (100, 64..=127) => true,
        (192, 0) => c == 0 || c == 2,
        (198, 51) => c == 100,
        (203, 0) => c == 113,
        _ => false,
    }
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let embedded = |high: u16, low: u16| {
        let [w, x] = high.to_be_bytes();
        let [y, z] = low.to_be_bytes();
        is_private_v4(Ipv4Addr::new(w, x, y, z))
    };
    match (a, b) {
        // Unspecified, loopback, IPv4-compatible and IPv4-mapped.
        (0, 0) if [c, d, e] == [0, 0, 0] => match f {
            0 | 0xffff => embedded(g, h),
            _ => true,
        },
        (0x64, 0xff9b) => embedded(g, h) || c != 0,
        (0x2002, _) => embedded(b, c),
        (0x2001, 0 | 0xdb8) => true,
        _ => matches!(a, 0xfc00..=0xfdff | 0xfe80..=0xfeff | 0xff00..=0xffff) || a == 0x100,
    }
}

#[cfg(test)]
mod tests {
    use super::{check, is_private, percent_decode, take_login};
    use url::Url;

    #[test]
    fn refuses_private_addresses_however_they_are_spelled() {
        for spelled in [
            "127.0.0.1",
            "127.1",
            "0",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "①②⑦.0.0.1",
            "127.0.0.1.",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "100.127.255.254",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "198.18.0.1",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:10.0.0.1]",
            "[::127.0.0.1]",
            "[fc00::1]",
            "[fd12:3456::1]",
            "[fe80::1]",
            "[ff02::1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "localhost",
            "feeds.localhost",
            "LOCALHOST",
            "0x7f000001",
            "017700000001",
            "[0:0:0:0:0:ffff:c0a8:1]",
            "192.168.0.1:8080",
            "user@127.0.0.1",
            "127.0.0.1%2e",
            "[fec0::1]",
        ] {
            // What does not even parse is refused, too.
            if let Ok(url) = Url::parse(&format!("http://{spelled}/feed")) {
                assert!(check(&url, false).is_err(), "{spelled} → {url}");
            }
        }
        for public in [
            "93.184.216.34",
            "[2606:2800:220:1::1]",
            "news.example",
            "172.32.0.1",
            "100.128.0.1",
            "[64:ff9b::808:808]",
        ] {
            let url = Url::parse(&format!("http://{public}/")).unwrap();
            assert_eq!(check(&url, false), Ok(()), "{public}");
        }
        assert!(is_private("::ffff:169.254.169.254".parse().unwrap()));
    }

    #[test]
    fn takes_the_login_out_of_an_address() {
        let mut url = Url::parse("https://ann:s%40fe@news.example/feed?x=1").unwrap();
        assert_eq!(take_login(&mut url), Some(("ann".to_owned(), "s@fe".to_owned())));
        assert_eq!(url.as_str(), "https://news.example/feed?x=1");
        assert_eq!(take_login(&mut url), None);
        assert_eq!(percent_decode("100%&%zz%41"), "100%&%zzA");
    }

    #[test]
    fn follows_web_addresses_only() {
        for bad in [
            "file:///etc/passwd",
            "data:text/plain,x",
            "gopher://news.example/",
            "javascript:alert(1)",
        ] {
            let said = check(&Url::parse(bad).unwrap(), true).unwrap_err();
            assert!(said.contains("not followed"), "{said}");
        }
    }
}
