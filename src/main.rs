//! The program: command line in, exit code out.

use std::process::ExitCode;

fn main() -> ExitCode {
    byline::cli::run(std::env::args_os())
}
