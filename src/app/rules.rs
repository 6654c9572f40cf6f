//! What the reader does not wish to see for a while, and rules for what arrives.

use jiff::Timestamp;

use crate::app::done::Done;
use crate::app::effect::Effect;
use crate::app::event::{Event, TRIAL_DAYS};
use crate::app::overlay::Overlay;
use crate::app::prompt::{Prompt, Purpose};
use crate::app::state::App;
use crate::input::Command;
use crate::model::{Clean, MuteId};
use crate::query::{Expr, Is, Query, Rule, for_a_while};

impl App {
    /// Asks what to hide, or for a rule; what the filter in force shows is the first guess.
    pub(crate) fn ask_rule(&mut self, command: Command) -> Vec<Effect> {
        let filter = self.narrowed().to_string();
        match command {
            Command::Hide => self.ask(Purpose::Hide, &format!("7d {filter}")),
            _ if filter.is_empty() => self.ask(Purpose::Rule, ""),
            _ => self.ask(Purpose::Rule, &format!("{filter}: ")),
        }
    }

    /// Takes what was answered.
    pub(crate) fn about_rules(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Hidden { mute, articles, until } => return self.hidden(mute, articles, until),
            Event::Shown(0) => self.tell("Nothing is hidden by that filter"),
            Event::Shown(_) => {
                self.tell("What was hidden is shown again");
                return self.list_anew(None);
            }
            Event::Tried {
                rule,
                fitting,
                of,
                newest,
            } => self.rule_tried(rule, (fitting, of), newest),
            Event::Ruled { config, added } => {
                self.configured(*config);
                self.tell(match added {
                    Some(_) => "The rule stands in the settings file; it holds for what arrives from now on; ‹undo› takes it back",
                    None => "Undone: the rule is gone; what it did to articles stays",
                });
                added.into_iter().for_each(|rule| self.remember(Done::Ruled(rule)));
            }
            _ => {}
        }
        Vec::new()
    }

    /// The filter in force without what says nothing of an article itself.
    fn narrowed(&self) -> Query {
        let query = self.articles.query.without(&Expr::Is(Is::Unread));
        Query { sort: None, ..query }
    }

    pub(crate) fn enter_hide(&mut self, mut line: Prompt) -> Vec<Effect> {
        match for_a_while(line.input.value(), self.names.known()) {
            Ok((seconds, query)) => vec![Effect::Hide { query, seconds }],
            Err(error) => {
                line.error = Some(error);
                self.overlay = Some(Overlay::Prompt(line));
                Vec::new()
            }
        }
    }

    /// The first time a rule is tried, the second time it is kept.
    pub(crate) fn enter_rule(&mut self, mut line: Prompt) -> Vec<Effect> {
        let effects = match Rule::parse(line.input.value().trim_end(), self.names.known()) {
            Ok(rule) if line.tried.as_ref().is_some_and(|(tried, _)| *tried == rule) => {
                return vec![Effect::AddRule(rule)];
            }
            Ok(rule) => vec![Effect::TryRule(rule)],
            Err(error) => {
                line.error = Some(error);
                Vec::new()
            }
        };
        self.overlay = Some(Overlay::Prompt(line));
        effects
    }

    fn rule_tried(&mut self, rule: Rule, (fitting, of): (u64, u64), newest: Option<Clean>) {
        let Some(Overlay::Prompt(line)) = &mut self.overlay else {
            return;
        };
        let newest = newest.map_or_else(String::new, |title| format!(" Last: \"{title}\""));
        // What to do comes first: in a narrow window the title is cut.
        let said =
            format!("Fits {fitting} of {of} articles of the last {TRIAL_DAYS} days; enter keeps the rule.{newest}");
        if line.purpose == Purpose::Rule {
            line.tried = Some((rule, Clean::line(&said)));
        }
    }

    fn hidden(&mut self, mute: MuteId, hidden: u64, until: Timestamp) -> Vec<Effect> {
        let day = until.to_zoned_datetime(self.zone.clone()).strftime("%-d %b %H:%M");
        let articles = if hidden == 1 { "article" } else { "articles" };
        self.tell(&format!(
            "{hidden} {articles} hidden until {day}; ‹undo› shows them again"
        ));
        self.remember(Done::Hidden(mute));
        self.list_anew(None)
    }

    /// Says which articles came that a rule tells of.
    pub(crate) fn told(&mut self, titles: &[Clean]) -> Vec<Effect> {
        let Some(first) = titles.first() else {
            return Vec::new();
        };
        match titles.len() - 1 {
            0 => self.tell(&format!("New: {first}")),
            more => self.tell(&format!("New: {first}, and {more} more")),
        }
        vec![Effect::Ring]
    }
}

#[cfg(test)]
mod tests {
    use crate::app::fixture::{newsroom, noon, press, type_text};
    use crate::app::prompt::Prompt;
    use crate::app::{App, Effect, Event, Overlay};
    use crate::model::{Clean, MuteId};
    use crate::query::{Query, Rule};

    fn prompt(app: &App) -> &Prompt {
        match &app.overlay {
            Some(Overlay::Prompt(prompt)) => prompt,
            other => panic!("no prompt: {other:?}"),
        }
    }

    #[test]
    fn what_is_hidden_for_a_while_goes_and_comes_back() {
        let mut app = newsroom(140, 40);
        assert_eq!(press(&mut app, "-"), [Effect::Names], "tab completes what is hidden");
        type_text(&mut app, "colour:red");
        press(&mut app, "enter");
        assert!(prompt(&app).error.is_some(), "it stays, and says what is wrong");
        press(&mut app, "ctrl-u");
        type_text(&mut app, "3d cup final");
        let query = Query::parse("cup final").unwrap();
        assert_eq!(
            press(&mut app, "enter"),
            [Effect::Hide {
                query,
                seconds: 259_200
            }]
        );
        let effects = app.update(Event::Hidden {
            mute: MuteId(4),
            articles: 2,
            until: noon(),
        });
        assert!(matches!(effects.as_slice(), [Effect::List { .. }, ..]), "{effects:?}");
        assert_eq!(press(&mut app, "u"), [Effect::Show(MuteId(4))]);
    }

    #[test]
    fn a_rule_is_tried_before_it_is_kept() {
        let mut app = newsroom(140, 40);
        press(&mut app, ":");
        type_text(&mut app, "rule");
        press(&mut app, "enter");
        type_text(&mut app, "title:results: hide");
        let rule = Rule::parse("title:results: hide", None).unwrap();
        assert_eq!(press(&mut app, "enter"), [Effect::TryRule(rule.clone())]);
        app.update(Event::Tried {
            rule: rule.clone(),
            fitting: 3,
            of: 40,
            newest: Some(Clean::line("Match results")),
        });
        let said = prompt(&app).tried.as_ref().unwrap().1.to_string();
        assert_eq!(
            said,
            "Fits 3 of 40 articles of the last 30 days; enter keeps the rule. Last: \"Match results\""
        );
        type_text(&mut app, ", notify");
        assert!(prompt(&app).tried.is_none(), "it says another thing now");
        let other = Rule::parse("title:results: hide, notify", None).unwrap();
        assert_eq!(press(&mut app, "enter"), [Effect::TryRule(other.clone())]);
        app.update(Event::Tried {
            rule: other.clone(),
            fitting: 0,
            of: 40,
            newest: None,
        });
        assert_eq!(press(&mut app, "enter"), [Effect::AddRule(other.clone())]);
        let ruled = |added| Event::Ruled {
            config: Box::default(),
            added,
        };
        app.update(ruled(Some(other.clone())));
        assert_eq!(press(&mut app, "u"), [Effect::RemoveRule(other)]);
        app.update(ruled(None));
        assert!(press(&mut app, "u").is_empty(), "it is undone once");
    }
}
