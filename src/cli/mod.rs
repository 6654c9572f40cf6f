//! The command line: arguments, dispatch, exit codes. Only this folder prints. One file a noun.

mod args;
mod manual;
mod parse;
mod print;
mod read;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};

/// Runs byline with a command line (the program's name first). Exit codes: 0 done, 1 some part failed, 2 wrong use.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    let json = arguments.common.json;
    dispatch(arguments).unwrap_or_else(|error| {
        report(&error, json);
        ExitCode::FAILURE
    })
}

fn dispatch(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let Some(command) = arguments.command else {
        anyhow::bail!("the screen is not built yet")
    };
    match command {
        Command::Completions(shell) => manual::completions(shell.shell),
        Command::Parse(args::Parse { batch: true, .. }) => parse::batch(),
        Command::Parse(parse) => parse::run(
            parse.file.as_deref().unwrap_or("-"),
            parse.base_url.as_deref(),
            parse.content_type.as_deref(),
        ),
        Command::Man => manual::page(),
        Command::Read(asked) if asked.batch => read::batch(),
        Command::Read(asked) => {
            let what = asked.what.as_deref().unwrap_or("-");
            read::file(what, asked.url.as_deref(), asked.width, arguments.common.json)
        }
        other => anyhow::bail!("not wired yet: {other:?}"),
    }
}

/// Prints what clap has to say: help and version are no errors, anything else is wrong use.
fn refuse(error: &clap::Error) -> ExitCode {
    let said = error.print();
    if error.use_stderr() || said.is_err() {
        ExitCode::from(2)
    } else {
        ExitCode::SUCCESS
    }
}

/// Says what went wrong, cleaned: errors quote file names, addresses and feeds.
#[expect(clippy::print_stderr, reason = "this is where the command line reports errors")]
fn report(error: &anyhow::Error, json: bool) {
    let sentence = crate::model::Clean::line(&format!("{error:#}"));
    if json {
        eprintln!("{}", serde_json::json!({"error": sentence, "hint": null}));
    } else {
        eprintln!("byline: {sentence}");
    }
}
