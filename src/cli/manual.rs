//! Shell completions and the manual page, made from the definition of the command line.

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Arg, Command, CommandFactory};
use clap_mangen::Man;

use crate::cli::args::Arguments;

/// `byline completions SHELL`.
pub(crate) fn completions(shell: clap_complete::Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "byline", &mut script);
    std::io::stdout().write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

/// `byline man`: one page, every command with its options in it.
pub(crate) fn page() -> anyhow::Result<ExitCode> {
    let mut command = Arguments::command();
    command.build();
    let commands: Vec<Command> = command.get_subcommands().cloned().collect();
    let man = Man::new(command);
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    writeln!(page, ".SH COMMANDS")?;
    for command in commands {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        writeln!(page, ".SS byline {}\n{about}.\n.PP", command.get_name())?;
        // What every command takes was said above.
        let own = |arg: Arg| {
            let is_common = arg.is_global_set() || arg.get_id() == "help";
            arg.hide(is_common)
        };
        let man = Man::new(command.mut_args(own));
        page.extend(inside(|page| man.render_synopsis_section(page))?);
        page.extend(inside(|page| man.render_options_section(page))?);
    }
    writeln!(
        page,
        ".SH EXIT STATUS\n0: done. 1: some part failed. 2: wrong use, or settings that cannot be read."
    )?;
    man.render_extra_section(&mut page)?;
    man.render_version_section(&mut page)?;
    std::io::stdout().write_all(&page)?;
    Ok(ExitCode::SUCCESS)
}

/// A section without its heading, and what stands before that.
fn inside(render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut section = Vec::new();
    render(&mut section)?;
    let lines = section.split_inclusive(|byte| *byte == b'\n');
    let inside = lines.skip_while(|line| !line.starts_with(b".SH")).skip(1);
    Ok(inside.flatten().copied().collect())
}
