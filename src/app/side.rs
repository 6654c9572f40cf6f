//! A story side by side: how its reports are set.

use jiff::Timestamp;

use crate::app::event::{Side, Ticket};
use crate::model::{Clean, OutletId};
use crate::story::{Carried, Comparison, Contradiction, Shared};
use crate::typeset::{self, Line, Sheet, Target};

/// A story over the whole screen.
#[derive(Clone, Debug, Default)]
pub struct SideBySide {
    /// The question whose answer fills it.
    pub(crate) asked: Option<Ticket>,
    pub(crate) side: Side,
    pub(crate) sheet: Sheet,
    /// As set, and at what width.
    pub(crate) lines: Vec<Line>,
    pub(crate) width: u16,
    pub(crate) height: u16,
    /// First line shown.
    pub(crate) top: usize,
}

impl SideBySide {
    /// Scrolls.
    pub(crate) fn step(&mut self, by: isize) {
        let last = self.lines.len().saturating_sub(usize::from(self.height.max(1)));
        self.top = self.top.saturating_add_signed(by).min(last);
    }

    /// The report under a cell of its inside.
    pub(crate) fn report_at(&self, column: u16, row: u16) -> Option<usize> {
        match self.lines.get(self.top + usize::from(row))?.target_at(column, false)? {
            Target::Report(report) => Some(report as usize),
            _ => None,
        }
    }
}

/// A story in words, moments as `moment` writes them.
pub fn sheet(side: &Side, moment: impl Fn(Timestamp) -> String) -> Sheet {
    let Some(first) = side.reports.first() else {
        return Sheet::default();
    };
    let reports = side.reports.iter().enumerate();
    let stance = first.row.story.as_ref().map_or("", |story| {
        if story.muted {
            " · muted"
        } else if story.followed_at.is_some() {
            " · followed"
        } else {
            ""
        }
    });
    let mut outlets: Vec<OutletId> = side.reports.iter().map(|report| report.row.outlet).collect();
    outlets.sort_unstable();
    outlets.dedup();
    let meta = format!(
        "{} · {}{stance}",
        many(outlets.len(), "outlet"),
        many(side.reports.len(), "article")
    );
    Sheet {
        title: first.row.title.clone(),
        meta: Clean::line(&meta),
        reports: reports
            .map(|(at, report)| typeset::Report {
                outlet: Clean::line(&format!("{} {}", at + 1, report.row.outlet_name)),
                when: Clean::line(&moment(
                    report
                        .row
                        .published
                        .map_or(report.row.sorted_at, |published| published.at),
                )),
                title: report.row.title.clone(),
                notes: notes(side, at),
            })
            .collect(),
        contradictions: side
            .comparison
            .contradictions
            .iter()
            .map(|one| claims(side, one))
            .collect(),
        quotes: side
            .comparison
            .quotes
            .iter()
            .filter_map(|quote| quoted(side, quote))
            .collect(),
    }
}

fn many(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// What is to be said of a report by itself.
fn notes(side: &Side, at: usize) -> Vec<(&'static str, Clean)> {
    let Comparison { alone, same_text, .. } = &side.comparison;
    let report = &side.reports[at];
    let mut notes = Vec::new();
    if !report.sources.is_empty() {
        let sources: Vec<&str> = report.sources.iter().map(|source| &**source).collect();
        notes.push(("cites", Clean::line(&sources.join(", "))));
    }
    if let Some(other) = same_text.get(at).copied().flatten() {
        notes.push(("same text as", side.reports[other].row.outlet_name.clone()));
    }
    for stretch in alone.get(at).into_iter().flatten() {
        let sentence = report.text.get(stretch.clone()).unwrap_or_default();
        notes.push(("only here", Clean::line(sentence)));
    }
    notes
}

fn claims(side: &Side, contradiction: &Contradiction) -> Vec<typeset::Claim> {
    let claims = contradiction.claims.iter().filter_map(|claim| {
        Some(typeset::Claim {
            outlet: side.reports.get(claim.account)?.row.outlet_name.clone(),
            words: Clean::line(&claim.words),
            context: Clean::line(&claim.context),
        })
    });
    claims.collect()
}

fn quoted(side: &Side, quote: &Shared) -> Option<typeset::Quoted> {
    let (report, place) = quote.fullest;
    let words = side.reports.get(report)?.quotes.get(place)?;
    let with = |how: Option<Carried>| {
        let mut names: Vec<&str> = Vec::new();
        for (report, carried) in side.reports.iter().zip(&quote.carried) {
            if *carried == how && !names.contains(&&*report.row.outlet_name) {
                names.push(&report.row.outlet_name);
            }
        }
        Clean::line(&names.join(", "))
    };
    let ways = [
        ("whole", with(Some(Carried::Whole))),
        ("shortened", with(Some(Carried::Shortened))),
        ("not", with(None)),
    ];
    Some(typeset::Quoted {
        words: words.words.clone(),
        speaker: words.speaker.clone(),
        carried: ways.into_iter().filter(|(_, outlets)| !outlets.is_empty()).collect(),
    })
}
