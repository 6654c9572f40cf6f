//! `byline read`: an article from a file, and what any article looks like as JSON or as text.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use serde_json::{Value, json};
use url::Url;

use crate::cli::args::Read;
use crate::cli::articles::written;
use crate::cli::batch::{answer_lines, named_file, wrong};
use crate::cli::files::{ONE, contents};
use crate::cli::print::{line, object};
use crate::cli::setup::clips_in;
use crate::document::{self, Block, Document, Extent, Leaf, LeafKind, Page, Plain};
use crate::model::{Clean, ClipBook, Clips, Complete, FileKind, Image, Language, Place, Published};
use crate::speech::{Quote, Source, Speaker, Speech, listen};

/// What is known about an article beside its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts {
    /// Its address.
    pub(crate) url: Option<String>,
    /// Its title.
    pub(crate) title: Clean,
    /// What its outlet says it is about.
    pub(crate) standfirst: Option<Clean>,
    /// The part of the outlet that it is in.
    pub(crate) section: Option<Clean>,
    /// Who wrote it.
    pub(crate) byline: Vec<Clean>,
    /// Who publishes it.
    pub(crate) outlet: Option<Clean>,
    /// When.
    pub(crate) published: Option<Published>,
    /// When it last changed.
    pub(crate) modified: Option<Published>,
    /// What it is written in.
    pub(crate) language: Language,
    /// Its picture.
    pub(crate) image: Option<Image>,
    /// How much of it is there.
    pub(crate) complete: Option<Complete>,
}

/// A page in a file (`-`: standard input): as JSON or as text.
///
/// # Errors
/// When the file cannot be read or nobody reads the output.
pub(crate) fn file(asked: &Read, as_json: bool) -> anyhow::Result<ExitCode> {
    let path = asked.what.as_deref().unwrap_or(Path::new("-"));
    let url = asked.url.as_deref().filter(|url| !url.is_empty());
    let clips = ClipBook::default();
    if let Some(file) = &asked.clips {
        anyhow::ensure!(
            url.is_some(),
            "clips go by addresses; say with --url where the page came from"
        );
        clips.replace(clips_in(file, false)?);
    }
    let bytes = contents(path, ONE)?;
    let page =
        page_of(&bytes, url, clips.of(&[url]).as_ref()).with_context(|| format!("cannot read {}", path.display()))?;
    if as_json {
        object(&page_json(page, url))?;
    } else {
        line(&article_text(&page.title, &page.byline, &page.document, asked.width))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Lines `PATH<TAB>URL` from standard input, one object a line. A file that cannot be read is told in its line.
///
/// # Errors
/// When nobody reads the output.
pub(crate) fn batch() -> anyhow::Result<ExitCode> {
    answer_lines(|asked| {
        let (path, url) = asked.split_once('\t').unwrap_or((asked, ""));
        let url = Some(url.trim()).filter(|url| !url.is_empty());
        let named = |mut answer: Value| {
            answer["file"] = json!(path);
            answer
        };
        let page = named_file(path).and_then(|bytes| page_of(&bytes, url, None));
        page.map(|page| named(page_json(page, url)))
            .map_err(|error| named(wrong(&format!("{error:#}"), None)))
    })
}

fn page_of(bytes: &[u8], url: Option<&str>, clips: Option<&Clips>) -> anyhow::Result<Page> {
    if let Some(kind) = FileKind::of(bytes, None) {
        anyhow::bail!("it is {}, not a page", kind.said());
    }
    let url = url.and_then(|url| Url::parse(url).ok());
    Ok(document::from_page_by(
        &document::decode_page(bytes, None),
        url.as_ref(),
        clips,
    ))
}

pub(crate) fn page_json(page: Page, url: Option<&str>) -> Value {
    let speech = listened(&page.document, page.language);
    let facts = Facts {
        url: url.map(str::to_owned).or(page.canonical),
        title: page.title,
        standfirst: page.standfirst,
        section: page.section,
        byline: page.byline,
        outlet: page.outlet,
        published: page.published,
        modified: page.modified,
        language: page.language,
        image: page.image,
        complete: Some(page.complete),
    };
    article_json(&facts, &page.document, &speech)
}

/// Who says what in a document.
pub(crate) fn listened(document: &Document, language: Language) -> Speech {
    listen(&document.leaves(), language)
}

/// An article as text for pipes: title, byline, body.
pub(crate) fn article_text(title: &Clean, byline: &[Clean], document: &Document, width: u16) -> String {
    let mut text = String::new();
    for head in [
        title.to_string(),
        byline.iter().map(|name| &**name).collect::<Vec<_>>().join(", "),
    ] {
        if !head.is_empty() {
            text.push_str(&head);
            text.push_str("\n\n");
        }
    }
    text.push_str(document::text_for_pipes(document, usize::from(width)).trim_end());
    text
}

/// An article as `byline read --json` prints it (interfaces.md, "Article").
pub(crate) fn article_json(facts: &Facts, document: &Document, speech: &Speech) -> Value {
    let leaves = document.leaves();
    let plain = document::plain_of(document, &leaves);
    let spoken = |place: Place| {
        leaves
            .get(place.leaf as usize)
            .is_none_or(|leaf| leaf.kind != LeafKind::Caption)
    };
    let at = |place: Place| plain.offset_of(place);
    let quote = |it: &Quote| quote_json(it, &plain.text, &at);
    let quotes: Vec<_> = speech
        .quotes
        .iter()
        .filter(|quote| spoken(quote.at.start))
        .map(quote)
        .collect();
    let speakers: Vec<_> = speech.speakers.iter().map(|it| speaker_json(it, &at)).collect();
    let source = |it: &Source| source_json(it, document, &at);
    let sources: Vec<_> = speech
        .sources
        .iter()
        .filter(|source| spoken(source.at.start))
        .map(source)
        .collect();
    json!({
        "url": facts.url, "title": facts.title, "standfirst": facts.standfirst, "section": facts.section, "byline": facts.byline, "outlet": facts.outlet,
        "published": facts.published.map(written), "modified": facts.modified.map(written),
        "language": facts.language.known(),
        "image": facts.image.as_ref().map(|image| json!({"url": image.url, "alt": image.alt})),
        "words": document.words(), "complete": facts.complete.map(|complete| found_of(complete, document)),
        "blocks": blocks_json(document, &plain), "links": links_json(document, &leaves, &plain),
        "quotes": quotes, "speakers": speakers, "sources": sources, "text": plain.text,
    })
}

/// How much was found, in the words that scripts know: what was cut, and what stands for a file, is a summary.
fn found_of(complete: Complete, document: &Document) -> &'static str {
    let is_empty = document.words() == 0;
    match complete {
        Complete::File(_) if is_empty => Complete::Empty.word(),
        Complete::File(_) | Complete::Cut => Complete::Summary.word(),
        complete => complete.word(),
    }
}

fn blocks_json(document: &Document, plain: &Plain) -> Vec<Value> {
    let described = document.blocks.iter().zip(&plain.blocks).map(|(block, (start, end))| {
        let text: String = match block {
            Block::Figure { caption, .. } => caption.iter().map(|span| &*span.text).collect(),
            _ => plain.text.chars().skip(*start).take(end - start).collect(),
        };
        let label = match block {
            Block::Paragraph { label, .. } if *label > 0 => {
                let words: String = text.chars().take(*label).collect();
                Some(words.trim_end_matches([':', '：', ' ']).to_owned())
            }
            _ => None,
        };
        let level = match block {
            Block::Heading { level, .. } => Some(*level),
            _ => None,
        };
        json!({"kind": kind(block), "label": label, "level": level, "text": text, "start": start, "end": end})
    });
    described.collect()
}

fn kind(block: &Block) -> &'static str {
    match block {
        Block::Heading { .. } => "heading",
        Block::Paragraph { .. } => "paragraph",
        Block::BlockQuote(_) => "quote",
        Block::List { .. } => "list",
        Block::Code { .. } => "code",
        Block::Table { .. } => "table",
        Block::Figure { .. } => "figure",
        Block::Rule => "rule",
    }
}

fn links_json(document: &Document, leaves: &[Leaf], plain: &Plain) -> Vec<Value> {
    let mut links = Vec::new();
    for (leaf, start) in leaves
        .iter()
        .zip(&plain.starts)
        .filter(|(leaf, _)| leaf.kind != LeafKind::Caption)
    {
        for (range, link) in &leaf.links {
            let url = document.links.get(link.0 as usize).map(|link| &link.url);
            links.push(json!({"start": start + range.start, "end": start + range.end, "url": url}));
        }
    }
    links
}

/// A quote as JSON, its places turned into offsets in `text` by `at`.
pub(crate) fn quote_json(quote: &Quote, text: &str, at: &impl Fn(Place) -> usize) -> Value {
    let words = |cue: Extent| -> String {
        let start = at(cue.start);
        text.chars()
            .skip(start)
            .take(at(cue.end).saturating_sub(start))
            .collect()
    };
    json!({
        "start": at(quote.at.start), "end": at(quote.at.end), "kind": quote.kind.word(), "text": quote.text,
        "speaker": quote.speaker,
        "speaker_start": quote.mention.map(|mention| at(mention.start)),
        "speaker_end": quote.mention.map(|mention| at(mention.end)),
        "cue": quote.cue.map(words), "cue_start": quote.cue.map(|cue| at(cue.start)), "cue_end": quote.cue.map(|cue| at(cue.end)),
        "confidence": rounded(quote.confidence.into()),
    })
}

/// How sure a speaker is, as far as that means anything.
pub(crate) fn rounded(confidence: f64) -> f64 {
    (confidence * 1000.0).round() / 1000.0
}

/// A speaker as JSON.
pub(crate) fn speaker_json(speaker: &Speaker, at: &impl Fn(Place) -> usize) -> Value {
    let mentions: Vec<_> = speaker
        .mentions
        .iter()
        .map(|mention| json!([at(mention.start), at(mention.end)]))
        .collect();
    json!({"name": speaker.name, "role": speaker.role, "mentions": mentions})
}

/// A cited source as JSON.
pub(crate) fn source_json(source: &Source, document: &Document, at: &impl Fn(Place) -> usize) -> Value {
    let url = source
        .link
        .and_then(|link| document.links.get(link.0 as usize))
        .map(|link| &link.url);
    json!({
        "start": at(source.at.start), "end": at(source.at.end), "name": source.name, "described": source.described,
        "kind": source.kind.word(), "url": url,
    })
}
