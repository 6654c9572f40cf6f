//! What the elements around a text say about it: tags, roles and the words that web designers use in class names. General words
//! only, as many sites use them; no site's own.

use std::sync::LazyLock;

use dom_query::{NodeData, NodeRef};
use rustc_hash::FxHashMap;

/// A set of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks(u32);

macro_rules! marks {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)*) => {
        impl Marks { $($(#[$doc])* pub(crate) const $name: Self = Self(1 << $bit);)* }
    };
}

marks! {
    /// `nav`, menus, breadcrumbs.
    NAVIGATION = 0;
    /// `aside`, sidebars, boxes.
    ASIDE = 1;
    /// `footer`.
    FOOTER = 2;
    /// `header`.
    HEADER = 3;
    /// `form`.
    FORM = 4;
    /// Not shown.
    HIDDEN = 5;
    /// Lists of other articles.
    RELATED = 6;
    /// Share bars.
    SHARE = 7;
    /// Boxes that ask for an address or for money.
    NEWSLETTER = 8;
    /// Readers' comments.
    COMMENTS = 9;
    /// Advertisements.
    ADVERT = 10;
    /// Byline, date, reading time.
    META = 11;
    /// Lists of subjects.
    TAGS = 12;
    /// Captions and credits.
    CAPTION = 13;
    /// Who the author is.
    BIO = 14;
    /// Picture shows.
    GALLERY = 15;
    /// What the page itself calls the body.
    BODY = 16;
    /// `article`.
    ARTICLE = 17;
    /// `main`.
    MAIN = 18;
    /// Standfirsts.
    LEAD = 19;
    /// Consent, registration and payment walls.
    WALL = 20;
    /// Teasers, cards, promos.
    TEASER = 21;
    /// Posts of other sites.
    EMBED = 22;
}

impl Marks {
    /// Text under these is hardly ever the article's.
    pub(crate) const BAD: Self = Self(
        Self::NAVIGATION.0
            | Self::RELATED.0
            | Self::SHARE.0
            | Self::NEWSLETTER.0
            | Self::COMMENTS.0
            | Self::ADVERT.0
            | Self::TAGS.0
            | Self::BIO.0
            | Self::WALL.0,
    );

    /// Whether any of `others` is set.
    pub(crate) fn any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Both sets.
    pub(crate) const fn and(self, others: Self) -> Self {
        Self(self.0 | others.0)
    }

    /// Those in both sets.
    pub(crate) fn both(self, others: Self) -> Self {
        Self(self.0 & others.0)
    }

    /// Whether the mark of a bit is set.
    pub(crate) fn has(self, bit: usize) -> bool {
        self.0 >> bit & 1 == 1
    }

    /// The marks of some bits.
    pub(crate) fn of_bits(bits: impl Iterator<Item = usize>) -> Self {
        Self(bits.fold(0, |marks, bit| marks | 1 << bit))
    }

    /// Without these.
    pub(crate) fn without(self, others: Self) -> Self {
        Self(self.0 & !others.0)
    }
}

/// Words of class names and ids, parted by `|`. A blank parts words that must follow each other.
const WORDS: &[(Marks, &str)] = &[
    (
        Marks::NAVIGATION,
        "nav|navbar|navigation|menu|breadcrumb|breadcrumbs|pagination|pager|sitemap|skip link|toolbar|\
         masthead|toc|table of contents|subnav",
    ),
    (
        Marks::ASIDE,
        "sidebar|aside|widget|infobox|factbox|rail|side bar|fact box|info box",
    ),
    (Marks::FOOTER, "footer|colophon|foot"),
    (
        Marks::RELATED,
        "related|relatedposts|recommended|recommendation|recommendations|recirc|recirculation|outbrain|\
         taboola|trending|popular|mostread|most read|more news|read more|readmore|more stories|\
         read next|up next|latest news|latest|yarpp|zergnet|more from|morefrom|also read|readalso|\
         read also|see also|seealso|similar|onward|lees ook|mehr zum thema|linkbox|link box|topstories|\
         top stories|most popular|mostpopular|further reading|relacionadas|relacionados|relacionada|\
         correlati|voir aussi|lire aussi|verwandt|crosslinks",
    ),
    (
        Marks::SHARE,
        "share|sharing|sharedaddy|addtoany|addthis|sharebar|sharethis|shariff|socialshare|social|\
         socials|follow|followus|feedflare|shares|sharetools|share bar|heateor|ssba",
    ),
    (
        Marks::NEWSLETTER,
        "newsletter|newsletters|subscribe|subscription|signup|sign up|optin|mailchimp|mc4wp|mailing|\
         donate|donation|patreon|support us|membership|cta|appeal|call to action|epic",
    ),
    (
        Marks::COMMENTS,
        "comments|comment|disqus|respond|commentlist|kommentare|comentarios|commentaires",
    ),
    (
        Marks::ADVERT,
        "ad|ads|advert|adverts|advertisement|advertising|adsense|sponsor|sponsored|dfp|adslot|adunit|\
         anzeige|publicidad|reklama|adbox|advertorial|affiliate|banner|adcontainer|google auto placed",
    ),
    (
        Marks::META,
        "byline|bylines|author|authors|timestamp|datetime|dateline|pubdate|published|publish date|\
         post meta|entry meta|article meta|postmeta|posted on|date|reading time|readtime|read time|\
         kicker|article info|meta info|byline wrapper|articleinfo|metadata",
    ),
    (
        Marks::TAGS,
        "tags|taglist|tag list|topics|keywords|tagcloud|post tags|hashtags|entry tags|categories",
    ),
    (
        Marks::CAPTION,
        "caption|captions|figcaption|credit|credits|copyright|photo credit|image caption|legend|\
         bildunterschrift|wp caption text",
    ),
    (
        Marks::BIO,
        "bio|author bio|author box|authorbox|about author|author info|author description|author card|\
         about the author|authorinfo|author profile|author block",
    ),
    (
        Marks::GALLERY,
        "gallery|slideshow|carousel|slider|swiper|slick|lightbox",
    ),
    (
        Marks::BODY,
        "article body|articlebody|entry content|post content|story body|storybody|article content|\
         article text|articletext|body text|post body|body content|article main|rich text|richtext|\
         story content|content body|body copy|bodycopy|storytext|story text|articlecontent|news text|\
         text body|post text|textbody|single content|paywall content|entrytext|maintext|main text",
    ),
    (
        Marks::LEAD,
        "standfirst|lead|lede|subtitle|deck|dek|intro|teaser text|subheadline|subhead|chapeau|sommario|\
         entradilla|ingress|summary|description|excerpt|vorspann|article summary|sub title",
    ),
    (
        Marks::WALL,
        "cookie|cookies|consent|gdpr|modal|popup|overlay|regwall|login|register|registration|\
         paywall message|subscriber only|cmp|onetrust|paywall banner|paywall offer|piano",
    ),
    (
        Marks::TEASER,
        "teaser|teasers|card|cards|promo|promos|promobox|tease|listing",
    ),
    (
        Marks::EMBED,
        "twitter tweet|tweet|instagram media|embed|fb post|tiktok embed",
    ),
];

static BY_FIRST: LazyLock<FxHashMap<&'static str, Vec<(&'static str, Marks)>>> = LazyLock::new(|| {
    let mut words: FxHashMap<_, Vec<_>> = FxHashMap::default();
    for (marks, phrases) in WORDS {
        for phrase in phrases.split('|') {
            let (first, rest) = phrase.split_once(' ').unwrap_or((phrase, ""));
            words.entry(first).or_default().push((rest, *marks));
        }
    }
    words
});

/// What an element says about the text in it.
pub(crate) fn marks_of(node: &NodeRef<'_>, name: &str) -> Marks {
    let mut marks = match name {
        "nav" => Marks::NAVIGATION,
        "aside" => Marks::ASIDE,
        "footer" => Marks::FOOTER,
        "header" => Marks::HEADER,
        "form" => Marks::FORM,
        "article" => Marks::ARTICLE,
        "main" => Marks::MAIN,
        "figcaption" => Marks::CAPTION,
        "time" | "address" => Marks::META,
        _ => Marks::default(),
    };
    let attributes = node.query(|inner| {
        let NodeData::Element(element) = &inner.data else {
            return;
        };
        for attr in &element.attrs {
            let value = &*attr.value;
            marks = marks.and(match &*attr.name.local {
                "class" | "id" | "data-testid" | "data-component" => named(value),
                "hidden" | "style" => Marks::HIDDEN,
                "aria-hidden" if value == "true" => Marks::HIDDEN,
                "role" => role(value),
                "itemprop" => property(value),
                "rel" if value.contains("author") => Marks::META,
                _ => Marks::default(),
            });
        }
    });
    attributes.map_or(marks, |()| marks)
}

fn role(value: &str) -> Marks {
    match value {
        "navigation" | "menu" | "menubar" | "search" => Marks::NAVIGATION,
        "complementary" => Marks::ASIDE,
        "contentinfo" => Marks::FOOTER,
        "main" => Marks::MAIN,
        "article" => Marks::ARTICLE,
        "dialog" | "alertdialog" => Marks::WALL,
        _ => Marks::default(),
    }
}

fn property(value: &str) -> Marks {
    match value {
        "articleBody" | "reviewBody" => Marks::BODY,
        "author" | "datePublished" | "dateModified" | "publisher" => Marks::META,
        "keywords" => Marks::TAGS,
        "caption" | "copyrightHolder" => Marks::CAPTION,
        "description" | "abstract" => Marks::LEAD,
        "comment" => Marks::COMMENTS,
        _ => Marks::default(),
    }
}

/// The marks of a class attribute or an id.
fn named(value: &str) -> Marks {
    /// Sites with generated class names write thousands of them.
    const MAX_BYTES: usize = 400;
    let value = value.get(..MAX_BYTES).unwrap_or(value);
    let mut marks = Marks::default();
    let mut words = String::new();
    for class in value.split_ascii_whitespace() {
        words.clear();
        write_words(class, &mut words);
        let mut rest = words.as_str();
        while !rest.is_empty() {
            let (first, behind) = rest.split_once(' ').unwrap_or((rest, ""));
            for (phrase, mark) in BY_FIRST.get(first).into_iter().flatten() {
                let follows = behind.strip_prefix(phrase);
                if phrase.is_empty() || follows.is_some_and(|after| after.is_empty() || after.starts_with(' ')) {
                    marks = marks.and(*mark);
                }
            }
            rest = behind;
        }
    }
    marks
}

/// "article-bodyText__2x" as "article body text x".
fn write_words(class: &str, words: &mut String) {
    let mut lower_before = false;
    let mut apart = false;
    for sign in class.chars() {
        let (letter, upper) = if sign.is_ascii() {
            (sign.is_ascii_alphabetic(), sign.is_ascii_uppercase())
        } else {
            (sign.is_alphabetic(), sign.is_uppercase())
        };
        apart |= !letter || upper && lower_before;
        if letter {
            if std::mem::take(&mut apart) && !words.is_empty() {
                words.push(' ');
            }
            if sign.is_ascii() {
                words.push(sign.to_ascii_lowercase());
            } else {
                words.extend(sign.to_lowercase());
            }
        }
        lower_before = sign.is_lowercase();
    }
}

#[cfg(test)]
mod tests {
    use super::{Marks, named};

    #[test]
    fn reads_class_names() {
        for (class, mark) in [
            ("article-body", Marks::BODY),
            ("c-ArticleBody__text", Marks::BODY),
            ("share-bar", Marks::SHARE),
            ("SocialShare x", Marks::SHARE),
            ("relatedPosts", Marks::RELATED),
            ("related-posts", Marks::RELATED),
            ("post_newsletter_2", Marks::NEWSLETTER),
            ("header", Marks::default()),
        ] {
            assert_eq!(named(class), mark, "{class}");
        }
    }
}
