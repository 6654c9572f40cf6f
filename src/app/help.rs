//! The help: every command with its keys, and the search among them.

use crate::app::effect::Effect;
use crate::app::overlay::{Help, Overlay};
use crate::app::state::App;
use crate::app::steps::{free_step_of, step_of};
use crate::app::typing;
use crate::input::{Code, Command, Key, Resolution, Spec};

impl App {
    /// The commands that the help lists: those with every word that is looked for in their keys, name or description.
    pub fn explained(&self, help: &Help) -> Vec<&'static Spec> {
        let fits = |spec: &&Spec| {
            let keys = self.config.keymap.keys_of(spec.command).join("  ");
            typing::fits(&help.input, &format!("{keys} {} {}", spec.name, spec.help))
        };
        Command::ALL.iter().filter(fits).collect()
    }

    /// Scrolls the help.
    pub(crate) fn scroll_help(&mut self, by: isize) {
        let Some(Overlay::Help(help)) = &self.overlay else {
            return;
        };
        let rows = usize::from(help.laid_out(self.size).rows.height);
        let last = self.explained(help).len().saturating_sub(rows);
        if let Some(Overlay::Help(help)) = &mut self.overlay {
            help.top = help.top.saturating_add_signed(by).min(last);
        }
    }

    /// Keys while the help is shown: those that mean nothing there do nothing.
    pub(crate) fn help_key(&mut self, key: &Key) -> Vec<Effect> {
        let command = match self.config.keymap.resolve(self.context(), &[*key]) {
            Resolution::Commands([command]) => Some(*command),
            _ => None,
        };
        let Some(Overlay::Help(help)) = &mut self.overlay else {
            return Vec::new();
        };
        let step = if help.typing { step_of(key) } else { free_step_of(key) };
        match (key.code, command) {
            _ if step.is_some() => self.scroll_help(step.unwrap_or_default()),
            (Code::Esc, _) if help.typing || !help.input.value().is_empty() => help.clear(),
            (Code::Enter, _) if help.typing => help.typing = false,
            _ if help.typing => help.edit(key),
            (_, Some(Command::Search)) => help.typing = true,
            (Code::Esc | Code::Char('q'), _) | (_, Some(Command::Help | Command::Back | Command::Quit)) => {
                self.overlay = None;
            }
            _ => {}
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use crate::app::fixture::{newsroom, press, type_text};
    use crate::app::overlay::Help;
    use crate::app::{App, Overlay};

    fn help(app: &App) -> &Help {
        match &app.overlay {
            Some(Overlay::Help(help)) => help,
            other => panic!("{other:?}"),
        }
    }

    fn names(app: &App) -> Vec<&'static str> {
        app.explained(help(app)).iter().map(|spec| spec.name).collect()
    }

    #[test]
    fn what_is_looked_for_is_found_and_no_key_acts_on_what_lies_behind() {
        let mut app = newsroom(80, 24);
        press(&mut app, "? /");
        type_text(&mut app, "keep longer");
        assert_eq!(names(&app), ["bookmark"]);
        assert_eq!(press(&mut app, "enter b D A x"), []);
        assert_eq!(names(&app), ["bookmark"]);
        press(&mut app, "esc");
        assert_eq!(names(&app).len(), crate::input::Command::ALL.len());
        press(&mut app, "esc");
        assert!(app.overlay.is_none() && !app.articles.rows[0].bookmarked);
        press(&mut app, "? q");
        assert!(app.overlay.is_none());
    }

    #[test]
    fn scrolls_to_its_last_row_and_no_further() {
        let mut app = newsroom(80, 24);
        press(&mut app, "? G");
        let rows = usize::from(help(&app).laid_out(app.size).rows.height);
        assert_eq!(help(&app).top + rows, names(&app).len());
        press(&mut app, "k");
        assert_eq!(help(&app).top + rows + 1, names(&app).len());
    }
}
