//! Tags as bounding reads them: how elements behave, and which attributes are worth keeping.

/// Attributes a tag may keep.
const MAX_ATTRIBUTES: usize = 64;
/// Bytes of an attribute's value: longer ones are pictures in disguise.
const MAX_VALUE: usize = 8 << 10;

/// How an element behaves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No end tag: `br`, `img`.
    Void,
    /// Within a line: `b`, `span`, and whatever is unknown.
    Inline,
    /// Ends a paragraph that is open: `div`, `ul`.
    Block,
    Paragraph,
    Item,
    Term,
    Row,
    Cell,
    Group,
    Table,
    /// Goes with all that is in it.
    Dropped,
    /// Its content is text, and goes.
    Hollow,
}

/// How an element of that name behaves.
pub(crate) fn kind(name: &str) -> Kind {
    match name {
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param" | "source"
        | "track" | "wbr" => Kind::Void,
        "p" => Kind::Paragraph,
        "li" => Kind::Item,
        "dt" | "dd" => Kind::Term,
        "tr" => Kind::Row,
        "td" | "th" | "caption" => Kind::Cell,
        "thead" | "tbody" | "tfoot" | "colgroup" => Kind::Group,
        "table" => Kind::Table,
        "script" | "style" | "svg" | "math" | "template" | "textarea" | "noembed" | "noframes" | "select"
        | "canvas" => Kind::Dropped,
        "iframe" => Kind::Hollow,
        "address" | "article" | "aside" | "blockquote" | "body" | "center" | "details" | "dialog" | "dir" | "div"
        | "dl" | "fieldset" | "figcaption" | "figure" | "footer" | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
        | "head" | "header" | "hgroup" | "html" | "main" | "menu" | "nav" | "ol" | "pre" | "section" | "summary"
        | "ul" | "title" => Kind::Block,
        _ => Kind::Inline,
    }
}

/// What a tag's attributes say, and where it ends.
#[derive(Default)]
pub(crate) struct Attributes {
    /// Whether there is a `>`.
    pub(crate) closed: bool,
    /// Whether it is `/>`.
    pub(crate) self_closing: bool,
    /// Whether its type is JSON-LD.
    pub(crate) json_ld: bool,
    /// The byte after it.
    pub(crate) end: usize,
}

/// An attribute's name, value, and where it ends.
fn attribute(html: &str, from: usize) -> (&str, &str, usize) {
    let bytes = html.as_bytes();
    let until = |from: usize, stops: fn(u8) -> bool| {
        bytes
            .iter()
            .skip(from)
            .position(|byte| stops(*byte))
            .map_or(bytes.len(), |length| from + length)
    };
    let name_end = until(from + 1, |byte| {
        byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/')
    });
    let name = html.get(from..name_end).unwrap_or_default();
    let equals = until(name_end, |byte| !byte.is_ascii_whitespace());
    if bytes.get(equals) != Some(&b'=') {
        return (name, "", name_end);
    }
    let start = until(equals + 1, |byte| !byte.is_ascii_whitespace());
    match bytes.get(start) {
        Some(b'"') => quoted(html, name, start, '"'),
        Some(b'\'') => quoted(html, name, start, '\''),
        _ => {
            let end = until(start, |byte| byte.is_ascii_whitespace() || byte == b'>');
            (name, html.get(start..end).unwrap_or_default(), end)
        }
    }
}

fn quoted<'a>(html: &'a str, name: &'a str, start: usize, mark: char) -> (&'a str, &'a str, usize) {
    let rest = html.get(start + 1..).unwrap_or_default();
    let length = rest.find(mark).unwrap_or(rest.len());
    (name, rest.get(..length).unwrap_or_default(), start + length + 2)
}

/// What later steps read; what only styles or scripts read goes.
fn wanted(name: &str, value: &str) -> bool {
    let lower = lowered(name);
    match &*lower {
        "id" | "class" | "href" | "alt" | "title" | "width" | "height" | "itemprop" | "itemtype" | "itemscope"
        | "rel" | "name" | "property" | "content" | "datetime" | "lang" | "role" | "aria-hidden" | "aria-label"
        | "hidden" | "start" | "type" | "http-equiv" | "data-testid" | "data-component" | "poster" | "pubdate"
        | "cite" => true,
        "src" | "data-src" | "data-original" | "data-lazy-src" | "srcset" | "data-srcset" => {
            !value.starts_with("data:")
        }
        "colspan" | "rowspan" => value.trim().parse::<u8>().is_ok_and(|span| (1..=100).contains(&span)),
        "style" => {
            let style: String = value.chars().filter(|sign| !sign.is_whitespace()).collect();
            style.contains("display:none") || style.contains("visibility:hidden") || style.contains("clip:rect(0")
        }
        _ => false,
    }
}

fn write_attribute(markup: &mut String, name: &str, value: &str) {
    markup.push(' ');
    push_lower(markup, name);
    markup.push_str("=\"");
    if value.contains('"') {
        markup.push_str(&value.replace('"', "&quot;"));
    } else {
        markup.push_str(value);
    }
    markup.push('"');
}

/// Writes the attributes that later steps read, of a tag whose name ended at `from`.
pub(crate) fn write_attributes(html: &str, from: usize, markup: &mut String) -> Attributes {
    let bytes = html.as_bytes();
    let mut found = Attributes::default();
    let mut at = from;
    let mut kept = 0;
    loop {
        while bytes.get(at).is_some_and(|byte| byte.is_ascii_whitespace()) {
            at += 1;
        }
        match bytes.get(at) {
            None => break,
            Some(b'>') => {
                found.closed = true;
                at += 1;
                break;
            }
            Some(b'/') => {
                found.self_closing = bytes.get(at + 1) == Some(&b'>');
                at += 1;
                continue;
            }
            Some(_) => {}
        }
        let (name, value, end) = attribute(html, at);
        at = end.max(at + 1);
        found.json_ld |= name.eq_ignore_ascii_case("type") && value.to_ascii_lowercase().contains("ld+json");
        if kept < MAX_ATTRIBUTES && value.len() <= MAX_VALUE && wanted(name, value) {
            kept += 1;
            write_attribute(markup, name, value);
        }
    }
    found.end = at;
    found
}

/// The name that a text begins with, where it stands behind the `<` or `</` of a tag.
pub(crate) fn name_in(text: &str) -> &str {
    let named = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_');
    let length = text.bytes().take_while(named).count();
    text.get(..length).unwrap_or_default()
}

/// A name in lower case.
pub(crate) fn lowered(name: &str) -> std::borrow::Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        name.to_ascii_lowercase().into()
    } else {
        name.into()
    }
}

/// Writes a name in lower case.
pub(crate) fn push_lower(markup: &mut String, name: &str) {
    markup.push_str(&lowered(name));
}
