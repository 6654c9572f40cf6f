//! The command line: arguments, dispatch, exit codes. Only this folder prints. One file a noun.

mod args;
mod articles;
mod batch;
mod csl;
mod demo;
mod discover;
mod doctor;
mod fetch;
mod files;
mod import;
mod keep;
mod log;
mod manual;
mod minus;
mod open;
mod opml;
mod outlets;
mod parse;
mod print;
mod quotes;
mod read;
mod rules;
mod said;
mod screen;
mod setup;
mod story;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::config::{ConfigError, Paths};
use crate::query::QueryError;
use crate::store::StoreError;

use args::{Arguments, Command, Common, Form};
use files::is_standard;
use print::report;
use setup::{NoSettings, build, settings};

/// Exit status of wrong use, and of settings that cannot be read.
const WRONG_USE: u8 = 2;

/// Runs byline with a command line (the program's name first). Exit codes: 0 done, 1 some part failed, 2 wrong use.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = minus::shielded(arguments.into_iter().collect());
    // What cannot be read as arguments does not say whether it was to be JSON.
    let json = arguments
        .iter()
        .take_while(|word| *word != "--")
        .any(|word| word == "--json");
    let arguments = match Arguments::try_parse_from(arguments).and_then(Arguments::sound) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error, json),
    };
    dispatch(arguments).unwrap_or_else(|error| {
        report(&error, json);
        let is_wrong_use = error.is::<QueryError>() || error.is::<ConfigError>() || error.is::<NoSettings>();
        if is_wrong_use {
            ExitCode::from(WRONG_USE)
        } else {
            ExitCode::FAILURE
        }
    })
}

fn dispatch(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let common = arguments.common;
    let Some(command) = arguments.command else {
        return if arguments.demo {
            screen::run_demo(&common)
        } else {
            screen::run(&common)
        };
    };
    match command {
        Command::Completions(args) => manual::completions(args.shell),
        Command::Parse(args::Parse { batch: true, .. }) => parse::batch(),
        Command::Parse(parse) => parse::run(
            parse.file.as_deref().unwrap_or(Path::new("-")),
            parse.base_url.as_deref(),
            parse.content_type.as_deref(),
        ),
        Command::Discover(asked) if is_page(&asked.what) => {
            discover::file(&asked.what, asked.base_url.as_deref(), common.json)
        }
        Command::Man => manual::page(),
        Command::Doctor(args::Doctor {
            restore: Some(file), ..
        }) => doctor::restore(file.as_deref(), &common),
        Command::Quotes(args::Quotes { batch: true, .. }) => quotes::batch(),
        Command::Quotes(args::Quotes { text: Some(text), .. }) => quotes::text(&text, common.json),
        Command::Story(args::Story { batch: true, .. }) => story::batch(),
        Command::Read(asked) if asked.batch => read::batch(),
        Command::Read(asked) if asked.is_of_file() => read::file(&asked, common.json),
        other => on_services(other, &common),
    }
}

/// Whether a file is meant where an address needs no scheme: it is there, or is written as no address is.
fn is_page(what: &Path) -> bool {
    let is_path = what.is_absolute() || what.starts_with(".") || what.starts_with("..");
    is_path || what.is_file() || is_standard(what) || what.to_str().is_none()
}

/// Commands that need the database.
fn on_services(command: Command, common: &Common) -> anyhow::Result<ExitCode> {
    let paths = Paths::find(common.data_dir.as_deref(), common.config.as_deref())?;
    let config = settings(&paths, common)?;
    let _log = log::start(&paths, common.verbose);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let json = common.json;
    runtime.block_on(async {
        let services = build(&paths, &config, common.offline)?;
        if let Some(recovered) = &services.recovered {
            print::note(recovered, json);
        }
        if let Err(error) = services.end_mutes(setup::now()).await {
            tracing::warn!(%error, "what was hidden for a while is not shown again");
        }
        let store = &services.store;
        let code = match command {
            Command::Fetch(args) => fetch::run(&args, &services, common.offline, json).await,
            Command::List(args) => articles::list(args, store, json).await,
            Command::Outlets => outlets::list(&services, json).await,
            Command::Pause(args) => outlets::pause(args, store, json).await,
            Command::Add(args) => outlets::add(args, &services, json).await,
            Command::Remove(args) => outlets::remove(args, store, json).await,
            Command::Bookmark(args) => articles::bookmark(args, &services, json).await,
            Command::Rules(args) => rules::show(args, &config.rules, store, json).await,
            Command::Mute(args) => rules::mute(args, store, json).await,
            Command::Quotes(args) => said::list(args, store, json).await,
            Command::Import(args) => import::run(&args.file, store, json).await,
            Command::Export(args) => {
                let to = args.to.as_deref().filter(|to| !is_standard(to));
                match args.form {
                    Form::Opml => opml::export(to, store, json).await,
                    form => keep::export(form, to, &services, json).await,
                }
            }
            Command::Doctor(args) => match args.backup {
                Some(file) => doctor::back_up(&file, store, json).await,
                None if args.compact => doctor::compact(store, json).await,
                None => doctor::examine(&paths, &config, &services, json).await,
            },
            Command::Read(args) => open::run(&args, &services, common.offline, json).await,
            Command::Discover(args) => open::discover(&args.what.to_string_lossy(), &services, json).await,
            Command::Story(args) => story::show(args, &services, json).await,
            Command::Parse(_) | Command::Completions(_) | Command::Man => Ok(ExitCode::SUCCESS),
        };
        match services.store.close().await {
            // The log waits for the next time, and what may only be read has none; what the command has to say counts.
            Err(StoreError::Full | StoreError::ReadOnly(_)) => {}
            closed => closed?,
        }
        code
    })
}

/// Prints what clap has to say: help and version are no errors, anything else is wrong use.
fn refuse(error: &clap::Error, json: bool) -> ExitCode {
    if error.use_stderr() {
        print::misuse(error, json);
        return ExitCode::from(WRONG_USE);
    }
    match error.print() {
        Ok(()) => ExitCode::SUCCESS,
        Err(unread) => {
            report(&unread.into(), json);
            ExitCode::FAILURE
        }
    }
}
