//! `[[rule]]`: what is done with articles that fit a filter as they arrive.

use toml::de::{DeTable, DeValue};

use crate::config::error::{Fault, unknown};
use crate::config::lines::without_table;
use crate::config::value::Value;
use crate::query::{Action, Rule};

/// What a table can say.
const OPTIONS: &[&str] = &["when", "then"];

/// What stands above the example.
pub(crate) const ABOUT: &str = "Rules for articles as they arrive: a table [[rule]] for each, as many as you need, at the end of \
     the file. `when` is a filter, `then` one thing to do or a list: \"read\", \"bookmark\", \"tag NAME\" (which keeps the article), \
     \"hide\" (found by is:hidden alone), \"notify\". They are done in the order in which they stand here. `byline rules` shows what each \
     would have done with the articles of the last days.";

/// The example, each line with what it means.
pub(crate) const EXAMPLE: &[(&str, &str)] = &[
    ("[[rule]]", ""),
    ("when = \"outlet:ledger title:results\"", ""),
    ("then = \"hide\"", ""),
    ("", ""),
    ("[[rule]]", ""),
    ("when = \"speaker:vale or cites:\\\"port authority\\\"\"", ""),
    ("then = [\"tag harbour\", \"notify\"]", ""),
];

/// Reads the tables under `[[rule]]`.
pub(crate) fn read(tables: &[toml::Spanned<DeValue<'_>>], faults: &mut Vec<Fault>) -> Vec<Rule> {
    let mut rules = Vec::new();
    for table in tables {
        match table.get_ref() {
            DeValue::Table(options) => {
                if let (Some(when), Some(then)) = (options.get("when"), options.get("then")) {
                    rules.extend(one(when, then, faults));
                } else {
                    let what = "[[rule]] needs `when` and `then`, as in when = \"title:results\" and then = \"hide\"";
                    faults.push(Fault::at(table.span(), what));
                }
                for (name, _) in options {
                    if !OPTIONS.contains(&&**name.get_ref()) {
                        faults.push(Fault::at(name.span(), unknown("option", name.get_ref(), OPTIONS)));
                    }
                }
            }
            _ => faults.push(Fault::at(table.span(), "write [[rule]] on a line of its own")),
        }
    }
    rules
}

fn one(when: &toml::Spanned<DeValue<'_>>, then: &toml::Spanned<DeValue<'_>>, faults: &mut Vec<Fault>) -> Option<Rule> {
    let actions = actions(then.get_ref()).unwrap_or_else(|what| {
        faults.push(Fault::at(then.span(), format!("`then` {what}")));
        vec![Action::Read]
    });
    let read = String::read(when.get_ref());
    let rule = read.and_then(|filter| Rule::new(&filter, actions).map_err(|error| error.to_string()));
    rule.map_err(|what| faults.push(Fault::at(when.span(), format!("`when`: {what}"))))
        .ok()
}

fn actions(value: &DeValue<'_>) -> Result<Vec<Action>, String> {
    let words = match value {
        DeValue::Array(_) => Vec::<String>::read(value)?,
        _ => vec![String::read(value)?],
    };
    words.iter().map(|word| Action::parse(word)).collect()
}

/// A settings file's text with a rule added at its end.
pub(crate) fn added(text: &str, rule: &Rule) -> String {
    let gap = match text {
        "" => "",
        text if text.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let then: Vec<String> = rule.then.iter().map(|action| action.to_string().show()).collect();
    let then = match then.as_slice() {
        [one] => one.clone(),
        many => format!("[{}]", many.join(", ")),
    };
    format!(
        "{text}{gap}[[rule]]\nwhen = {}\nthen = {then}\n",
        rule.when.to_string().show()
    )
}

/// A settings file's text without the last rule that is this one; `None` where there is none that stands in a table of its own.
pub(crate) fn without(text: &str, rule: &Rule) -> Option<String> {
    let file = DeTable::parse(text).ok()?;
    let tables = file.get_ref().get("rule")?.get_ref().as_array()?;
    let table = tables
        .iter()
        .rfind(|table| read(&[(*table).clone()], &mut Vec::new()) == [rule.clone()])?;
    without_table(text, table.span().start, table.get_ref().as_table()?)
}

#[cfg(test)]
mod tests {
    use crate::config::settings::Config;
    use crate::query::Rule;

    use super::{added, without};

    #[test]
    fn rules_are_read_in_their_order() {
        let text = "[[rule]]\nwhen = \"title:results\"\nthen = \"hide\"\n\
                    [[rule]]\nwhen = \"speaker:vale\"\nthen = [\"tag harbour\", \"notify\"]\n";
        let config = Config::read(text, "c.toml").unwrap();
        let rules: Vec<String> = config.rules.iter().map(ToString::to_string).collect();
        assert_eq!(rules, ["title:results: hide", "speaker:vale: tag harbour, notify"]);
    }

    #[test]
    fn what_is_wrong_with_a_rule_is_said_at_its_line() {
        for (text, error) in [
            (
                "[[rule]]\nwhen = \"storm\"\n",
                "c.toml:1: [[rule]] needs `when` and `then`",
            ),
            (
                "[[rule]]\nwhen = \"colour:red\"\nthen = \"hide\"\n",
                "c.toml:2: `when`: ",
            ),
            (
                "[[rule]]\nwhen = \"storm\"\nthen = \"vanish\"\n",
                "c.toml:3: `then` after the filter comes read, bookmark",
            ),
            (
                "[[rule]]\nwhen = \"storm\"\nthan = \"hide\"\nthen = \"hide\"\n",
                "c.toml:3: unknown option `than`; did you mean `then`?",
            ),
            (
                "rule = 3\n",
                "c.toml:1: `rule` is a table of its own each time: write [[rule]]",
            ),
        ] {
            let said = Config::read(text, "c.toml").unwrap_err().to_string();
            assert!(said.starts_with(error), "{said}");
        }
    }

    #[test]
    fn a_rule_that_is_added_is_read_back() {
        let rule = Rule::parse("\"the end\" speaker:vale: tag harbour, notify", None).unwrap();
        for before in ["", "# mine", "[reading]\ncolumn = 70\n"] {
            let text = added(before, &rule);
            assert!(text.starts_with(before));
            assert_eq!(
                Config::read(&text, "c.toml").unwrap().rules,
                std::slice::from_ref(&rule),
                "{text}"
            );
        }
    }

    #[test]
    fn a_rule_that_goes_leaves_the_file_as_it_was() {
        let rule = Rule::parse("speaker:vale: tag harbour, notify", None).unwrap();
        let mine = "[[rule]] # mine\nwhen = \"storm\"\n# out of sight\nthen = \"hide\"\n";
        for before in ["# mine\n", "[reading]\ncolumn = 70\n", mine] {
            let text = added(before, &rule);
            assert_eq!(without(&text, &rule).as_deref(), Some(before));
            let twice = added(&text, &rule);
            assert_eq!(without(&twice, &rule), Some(text), "the last one");
            assert_eq!(without(before, &rule), None);
        }
        let storm = Rule::parse("storm: hide", None).unwrap();
        let around = format!("{}\n[keys]\nw = \"open\"\n", added(mine, &rule));
        assert_eq!(
            without(&around, &rule).as_deref(),
            Some(&*format!("{mine}\n[keys]\nw = \"open\"\n"))
        );
        assert!(
            without(&around, &storm)
                .unwrap()
                .starts_with("[[rule]]\nwhen = \"speaker:vale\"")
        );
    }
}
