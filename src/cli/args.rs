//! The command line as clap reads it. Completions and the manual page are made from the same definition.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use url::Url;

use crate::model::web_address;

/// A terminal newsroom: the news of the outlets you follow, cleaned, with who said what and where the outlet has it from.
#[derive(Debug, Parser)]
#[command(name = "byline", version, max_term_width = 100)]
#[command(after_help = "Without a command byline opens the screen; there, ? shows the keys.")]
pub(crate) struct Arguments {
    /// Show byline at work on a bundled edition of invented outlets: no network needed, nothing kept
    #[arg(long)]
    pub(crate) demo: bool,
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

impl Arguments {
    /// The same, unless somebody is asked for what they have not got.
    ///
    /// # Errors
    /// As clap's own.
    pub(crate) fn sound(self) -> Result<Self, clap::Error> {
        let why = match &self.command {
            Some(_) if self.demo => "--demo is for the screen alone; leave it out, or the command",
            None if self.common.json => {
                "--json is for commands, as in `byline list --json`; the screen has no such form"
            }
            Some(Command::Read(read)) if read.url.is_some() && !read.is_of_file() => {
                "--url says where the page in a file came from; an article knows its address"
            }
            _ => return Ok(self),
        };
        Err(Self::command().error(ErrorKind::ArgumentConflict, why))
    }
}

/// What every command takes.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Common {
    /// Keep database, state and logs in this folder
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Read the settings from this file, which must be there
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Print JSON, for scripts
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Ask no server anything; a command that would says so
    #[arg(long, global = true)]
    pub(crate) offline: bool,
    /// Log more
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Ask the outlets for news, and leave
    Fetch(Fetch),
    /// List articles
    List(List),
    /// Print an article: its id, a web address, or a file (-: standard input)
    Read(Read),
    /// List quotes with their speakers, of your articles or of a text
    Quotes(Quotes),
    /// Show who else reports what an article reports, and what they leave out
    Story(Story),
    /// Read a feed from a file and print what is in it
    Parse(Parse),
    /// Find the feeds that an address or a page leads to
    Discover(Discover),
    /// Follow an outlet: the address of a site or a feed
    Add(Add),
    /// Stop following an outlet
    Remove(Remove),
    /// Let outlets rest: their feeds are not asked until they go on
    Pause(Pause),
    /// List the outlets you follow and how their feeds fare
    Outlets,
    /// Keep articles, or keep them no longer
    Bookmark(Bookmark),
    /// Show what the rules of the settings file would have done with the last days' articles
    Rules(Rules),
    /// Hide for a while what fits a filter, or list what is hidden
    Mute(Mute),
    /// Follow the feeds of a list, or take in bookmarks of another program or another byline
    Import(Import),
    /// Print the feeds you follow as OPML, or your bookmarks
    Export(Export),
    /// Say what is wrong and how to mend it
    Doctor(Doctor),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
pub(crate) struct Fetch {
    /// Only these outlets, by their names or words of them, or the short names that `byline outlets` lists
    #[arg(value_name = "OUTLET", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) outlets: Vec<String>,
    /// Ask also those that are not due, as far as their servers allow
    #[arg(long)]
    pub(crate) all: bool,
    /// Keep asking until told to stop
    #[arg(long)]
    pub(crate) watch: bool,
    /// Follow the feeds of this OPML file first
    #[arg(long, value_name = "FILE")]
    pub(crate) opml: Option<PathBuf>,
}

/// A word of a filter, which may come with a blank before its minus.
#[expect(clippy::unnecessary_wraps, reason = "clap asks for it")]
fn term(word: &str) -> Result<String, std::convert::Infallible> {
    Ok(word.trim_start().to_owned())
}

/// An address from which others are told; an empty one says that it is not known.
fn address(text: &str) -> Result<String, &'static str> {
    match Url::parse(text) {
        Err(_) if !text.is_empty() => Err("write it whole, as in https://ledger.example/news"),
        _ => Ok(text.to_owned()),
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Which, in the filter language: talks -weather is:unread
    #[arg(value_name = "FILTER", value_parser = term)]
    pub(crate) filter: Vec<String>,
    /// At most so many
    #[arg(long, short = 'n', default_value_t = 100, value_name = "N")]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// An article's id, a web address, or a file (-: standard input)
    #[arg(required_unless_present = "batch", value_name = "WHAT")]
    pub(crate) what: Option<PathBuf>,
    /// Where the page in the file came from
    #[arg(long, value_name = "URL", value_parser = address)]
    pub(crate) url: Option<String>,
    /// Read lines PATH<TAB>URL from standard input and print one JSON object a line
    #[arg(long, conflicts_with = "what")]
    pub(crate) batch: bool,
    /// Characters a line may have; 0 does not wrap
    #[arg(long, default_value_t = 80, value_name = "N")]
    pub(crate) width: u16,
    /// Try the clips for articles in this file, in place of your own in clips.toml
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub(crate) clips: Option<PathBuf>,
}

impl Read {
    /// Whether a file is meant: neither an article's id nor a web address, unless there is such a file.
    pub(crate) fn is_of_file(&self) -> bool {
        let is_id = |what: &str| what.bytes().all(|byte| byte.is_ascii_digit());
        let is_elsewhere = |what: &str| is_id(what) || web_address(what).is_some();
        let what = self.what.as_deref();
        what.is_some_and(|what| !what.to_str().is_some_and(is_elsewhere) || what.is_file())
    }
}

#[derive(Debug, Args)]
pub(crate) struct Quotes {
    /// In which articles, in the filter language: speaker:lavrov date:2022-10
    #[arg(value_name = "FILTER", value_parser = term)]
    pub(crate) filter: Vec<String>,
    /// Of this text instead (-: standard input)
    #[arg(long, value_name = "FILE", conflicts_with = "filter")]
    pub(crate) text: Option<PathBuf>,
    /// Read JSON Lines {"id", "text", "lang"} from standard input and print one object a line
    #[arg(long, conflicts_with_all = ["filter", "text"])]
    pub(crate) batch: bool,
    /// Print them as this instead of a line each
    #[arg(long = "as", value_enum, value_name = "FORM", conflicts_with_all = ["text", "batch", "json"])]
    pub(crate) form: Option<QuoteForm>,
    /// At most so many
    #[arg(long, short = 'n', default_value_t = 100, value_name = "N")]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Story {
    /// An article of the story: its id or address
    #[arg(required_unless_present = "batch", value_name = "ID|URL", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) article: Option<String>,
    /// Read JSON Lines {"id", "lang", "outlet", "published", "title", "text"} in order of arrival and print each one's story
    #[arg(long, conflicts_with = "article")]
    pub(crate) batch: bool,
    /// Characters a line may have; from 84 on two reports stand side by side
    #[arg(long, default_value_t = 80, value_name = "N")]
    pub(crate) width: u16,
}

#[derive(Debug, Args)]
pub(crate) struct Parse {
    /// The feed (-: standard input)
    #[arg(required_unless_present = "batch", value_name = "FILE")]
    pub(crate) file: Option<PathBuf>,
    /// Where it came from
    #[arg(long, value_name = "URL", value_parser = address)]
    pub(crate) base_url: Option<String>,
    /// The Content-Type it came with
    #[arg(long, value_name = "TYPE")]
    pub(crate) content_type: Option<String>,
    /// Read lines PATH<TAB>BASE-URL<TAB>CONTENT-TYPE from standard input and print one object a line
    #[arg(long, conflicts_with = "file")]
    pub(crate) batch: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Discover {
    /// A page in a file (-: standard input), or a web address
    #[arg(value_name = "FILE|URL")]
    pub(crate) what: PathBuf,
    /// Where the page in the file came from
    #[arg(long, value_name = "URL", value_parser = address)]
    pub(crate) base_url: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Addresses of sites or feeds
    #[arg(required = true, value_name = "ADDRESS", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) addresses: Vec<String>,
    /// Put them into this folder
    #[arg(long, value_name = "NAME")]
    pub(crate) folder: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Their names or words of them, or the short names that `byline outlets` lists
    #[arg(required = true, value_name = "OUTLET", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) outlets: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Pause {
    /// Their names or words of them, or the short names that `byline outlets` lists
    #[arg(required = true, value_name = "OUTLET", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) outlets: Vec<String>,
    /// Go on asking
    #[arg(long)]
    pub(crate) resume: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Bookmark {
    /// Ids or addresses, as `byline list` shows them
    #[arg(required = true, value_name = "ID|URL", value_parser = NonEmptyStringValueParser::new())]
    pub(crate) articles: Vec<String>,
    /// Keep them no longer
    #[arg(long)]
    pub(crate) remove: bool,
    /// Give them these tags and no others, with commas between them
    #[arg(long, value_name = "TAGS", conflicts_with = "remove")]
    pub(crate) tags: Option<String>,
    /// Highlight this passage of their text, with --note as its note
    #[arg(long, value_name = "PASSAGE", conflicts_with = "remove")]
    pub(crate) highlight: Option<String>,
    /// Write a note on them; an empty one takes it away
    #[arg(long, value_name = "TEXT", conflicts_with = "remove")]
    pub(crate) note: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Rules {
    /// Try this filter instead
    #[arg(long, value_name = "FILTER", allow_hyphen_values = true)]
    pub(crate) when: Option<String>,
    /// How many days back
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=3650))]
    pub(crate) days: u32,
    /// How many of the newest to show
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    pub(crate) limit: u32,
}

#[derive(Debug, Args)]
pub(crate) struct Mute {
    /// For how long (a week, when it is left out; 0d: no longer), and what: 7d cup final
    #[arg(value_name = "TIME FILTER", value_parser = term)]
    pub(crate) what: Vec<String>,
    /// Show again what is hidden under this number
    #[arg(long, value_name = "NUMBER", conflicts_with = "what")]
    pub(crate) end: Option<i64>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// OPML, newsboat's urls or cache.db, an export of Pocket (CSV or HTML), Instapaper (CSV), Wallabag (JSON) or byline itself
    /// (JSON); byline tells which by what is in it (-: standard input)
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// As what
    #[arg(long = "as", value_enum, default_value_t = Form::Opml, value_name = "FORM")]
    pub(crate) form: Form,
    /// Into this file; Markdown into this folder, a file an article (default, and -: standard output)
    #[arg(long, value_name = "PATH")]
    pub(crate) to: Option<PathBuf>,
}

/// Forms of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    /// The feeds you follow
    Opml,
    /// Your bookmarks, with their texts
    Markdown,
    /// Your bookmarks, in one page
    Html,
    /// Your bookmarks, as `byline list --json` prints them, with note and text
    Json,
    /// Your bookmarks, as a book for e-readers
    Epub,
    /// Your bookmarks as CSL-JSON, for citation managers
    Csl,
}

/// Forms of quotes that are kept elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum QuoteForm {
    /// Block quotes with their attribution
    Markdown,
    /// CSL-JSON, for citation managers: an item an article, its quotes in the note
    Csl,
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Copy the database to this file
    #[arg(long, value_name = "FILE")]
    pub(crate) backup: Option<PathBuf>,
    /// Put a backup in the database's place, which is set aside: this file, or the newest good one of the daily backups
    #[arg(long, value_name = "FILE", num_args = 0..=1, conflicts_with = "backup")]
    pub(crate) restore: Option<Option<PathBuf>>,
    /// Write the database anew without the room that what went has left; takes as much room again meanwhile
    #[arg(long, conflicts_with_all = ["backup", "restore"])]
    pub(crate) compact: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// For which shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}
