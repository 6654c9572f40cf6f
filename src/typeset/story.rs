//! A story set at a width: its reports, side by side where there is room, what they contradict each other in, who carries
//! which quote.

use crate::model::{Clean, Icons, Role};
use crate::typeset::cells::width;
use crate::typeset::page::{Line, Piece, Target};
use crate::typeset::wrap::Paragraph;

/// From so many cells on there are two columns.
const TWO: usize = 84;
/// What one column is set in from the left.
const INDENT: usize = 2;

/// A story in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it is called: the title of its first report.
    pub title: Clean,
    /// "4 outlets · 5 articles".
    pub meta: Clean,
    /// In the order of reporting.
    pub reports: Vec<Report>,
    /// Where both cannot be right: each claim of each.
    pub contradictions: Vec<Vec<Claim>>,
    /// Those that most carry first.
    pub quotes: Vec<Quoted>,
}

/// A report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// "1 Harbour Dispatch".
    pub outlet: Clean,
    /// When it came out.
    pub when: Clean,
    /// Its title.
    pub title: Clean,
    /// What is to be said of it, each with what it is: "cites", "only here".
    pub notes: Vec<(&'static str, Clean)>,
}

/// What a report claims.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// Who claims it.
    pub outlet: Clean,
    /// The number or the name.
    pub words: Clean,
    /// The sentence that it stands in.
    pub context: Clean,
}

/// A quote and who carries it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quoted {
    /// The words.
    pub words: Clean,
    /// Who said them.
    pub speaker: Option<Clean>,
    /// Outlets by how they carry it: "whole", "shortened", "not".
    pub carried: Vec<(&'static str, Clean)>,
}

/// Sets a story at a width of 8 cells and more. No line is wider.
pub fn lay_out_story(sheet: &Sheet, cells: usize, icons: Icons) -> Vec<Line> {
    let mut setter = Setter {
        cells: cells.max(8),
        signs: if icons == Icons::Ascii {
            ["|", "!", "-"]
        } else {
            ["│", "≠", "─"]
        },
        lines: Vec::new(),
    };
    setter.text(0, &[(&sheet.title, Role::Title)]);
    setter.text(0, &[(&sheet.meta, Role::Meta)]);
    setter.reports(&sheet.reports);
    setter.contradictions(&sheet.contradictions);
    setter.quotes(&sheet.quotes);
    setter.lines
}

struct Setter {
    cells: usize,
    /// Between columns, before a contradiction, under a heading.
    signs: [&'static str; 3],
    lines: Vec<Line>,
}

impl Setter {
    fn gap(&mut self) {
        self.lines.push(Line::default());
    }

    fn text(&mut self, indent: usize, parts: &[(&str, Role)]) {
        let lines = wrapped(parts, self.cells, indent, indent);
        self.lines.extend(lines);
    }

    fn heading(&mut self, text: &str) {
        self.gap();
        let rest = self.cells.saturating_sub(width(text) + 1);
        let rule = format!(" {}", self.signs[2].repeat(rest));
        let rule = if rest > 1 { rule.as_str() } else { "" };
        self.text(0, &[(text, Role::Heading), (rule, Role::Rule)]);
    }

    fn reports(&mut self, reports: &[Report]) {
        self.heading("Who reports it");
        if self.cells < TWO {
            for (number, report) in reports.iter().enumerate() {
                if number > 0 {
                    self.gap();
                }
                self.lines.extend(column(report, number, self.cells));
            }
            return;
        }
        let left_cells = (self.cells - 3) / 2;
        let right_cells = self.cells - 3 - left_cells;
        for (number, pair) in reports.chunks(2).enumerate() {
            if number > 0 {
                self.gap();
            }
            let left = column(&pair[0], 2 * number, left_cells);
            let right = pair
                .get(1)
                .map(|report| column(report, 2 * number + 1, right_cells))
                .unwrap_or_default();
            for at in 0..left.len().max(right.len()) {
                let mut pieces = left.get(at).map(|line| line.pieces.clone()).unwrap_or_default();
                let used: usize = pieces.iter().map(|piece| width(&piece.text)).sum();
                pieces.push(piece(" ".repeat(left_cells.saturating_sub(used) + 1), Role::Body));
                if pair.len() > 1 {
                    pieces.push(piece(format!("{} ", self.signs[0]), Role::Rule));
                }
                pieces.extend(right.get(at).into_iter().flat_map(|line| line.pieces.clone()));
                self.lines.push(line(pieces));
            }
        }
    }

    fn contradictions(&mut self, contradictions: &[Vec<Claim>]) {
        if contradictions.is_empty() {
            return;
        }
        self.heading("Where they contradict each other");
        for (number, claims) in contradictions.iter().enumerate() {
            if number > 0 {
                self.gap();
            }
            for claim in claims {
                let sign = format!("{} ", self.signs[1]);
                let mut parts = vec![
                    (sign.as_str(), Role::Error),
                    (&*claim.outlet, Role::Strong),
                    (": ", Role::Body),
                ];
                match claim.context.split_once(&*claim.words) {
                    Some((before, after)) if !claim.words.is_empty() => {
                        parts.extend([(before, Role::Body), (&*claim.words, Role::Error), (after, Role::Body)]);
                    }
                    _ => parts.extend([
                        (&*claim.words, Role::Error),
                        (": ", Role::Body),
                        (&*claim.context, Role::Quote),
                    ]),
                }
                self.lines.extend(wrapped(&parts, self.cells, 0, INDENT));
            }
        }
    }

    fn quotes(&mut self, quotes: &[Quoted]) {
        if quotes.is_empty() {
            return;
        }
        self.heading("Quotes, and who carries them");
        for (number, quote) in quotes.iter().enumerate() {
            if number > 0 {
                self.gap();
            }
            let words = format!("“{}”", &*quote.words);
            let speaker = quote
                .speaker
                .as_ref()
                .map(|speaker| format!(" — {speaker}"))
                .unwrap_or_default();
            self.text(0, &[(words.as_str(), Role::Quote), (speaker.as_str(), Role::Speaker1)]);
            let mut parts: Vec<(&str, Role)> = Vec::new();
            for (how, outlets) in &quote.carried {
                let look = if *how == "not" { Role::Meta } else { Role::Strong };
                let gap = if parts.is_empty() { "" } else { "  " };
                parts.extend([
                    (gap, Role::Body),
                    (*how, Role::Label),
                    (" ", Role::Body),
                    (&**outlets, look),
                ]);
            }
            self.lines.extend(wrapped(&parts, self.cells, INDENT, INDENT));
        }
    }
}

/// A report as a column of its own.
fn column(report: &Report, number: usize, cells: usize) -> Vec<Line> {
    let head = [
        (&*report.outlet, Role::Strong),
        ("  ", Role::Body),
        (&*report.when, Role::Meta),
    ];
    let mut lines = wrapped(&head, cells, 0, INDENT);
    lines.extend(wrapped(&[(&report.title, Role::Unread)], cells, INDENT, INDENT));
    for (label, text) in &report.notes {
        let look = if *label == "cites" { Role::Source } else { Role::Body };
        let parts = [(*label, Role::Label), (" ", Role::Body), (&**text, look)];
        lines.extend(wrapped(&parts, cells, INDENT, INDENT + 2));
    }
    let target = u32::try_from(number).ok().map(Target::Report);
    for piece in lines.iter_mut().flat_map(|line| &mut line.pieces) {
        piece.target = target;
    }
    lines
}

/// Text in lines of so many cells, the first and the others set in.
fn wrapped(parts: &[(&str, Role)], cells: usize, first: usize, rest: usize) -> Vec<Line> {
    let room = cells.saturating_sub(first.max(rest)).max(1);
    let mut paragraph = Paragraph::default();
    for (text, role) in parts {
        paragraph.push(text, 0, (*role, None));
    }
    let lines = paragraph.lines(room).into_iter().enumerate().map(|(number, stretch)| {
        let indent = if number == 0 { first } else { rest };
        let mut pieces = Vec::new();
        if indent > 0 {
            pieces.push(piece(" ".repeat(indent), Role::Body));
        }
        paragraph.pieces(&stretch, &mut pieces);
        line(pieces)
    });
    lines.collect()
}

fn piece(text: String, role: Role) -> Piece {
    Piece {
        text,
        role,
        target: None,
    }
}

fn line(pieces: Vec<Piece>) -> Line {
    Line {
        pieces,
        ..Line::default()
    }
}

#[cfg(test)]
mod tests {
    use super::{Claim, Quoted, Report, Sheet, lay_out_story};
    use crate::model::{Clean, Icons};
    use crate::typeset::cells::width;
    use crate::typeset::page::Line;

    fn sheet() -> Sheet {
        let report = |outlet: &str, title: &str, note: &str| Report {
            outlet: Clean::line(outlet),
            when: Clean::line("Sun 30 Oct, 10:49"),
            title: Clean::line(title),
            notes: vec![
                ("cites", Clean::line("Orion (agency)")),
                ("only here", Clean::line(note)),
            ],
        };
        let claim = |outlet: &str, words: &str, context: &str| Claim {
            outlet: Clean::line(outlet),
            words: Clean::line(words),
            context: Clean::line(context),
        };
        Sheet {
            title: Clean::line("Fire on island ferry"),
            meta: Clean::line("3 outlets · 3 articles"),
            reports: vec![
                report(
                    "1 Harbour Dispatch",
                    "Fire on island ferry",
                    "The union has asked for new fuel lines since spring.",
                ),
                report(
                    "2 OTV",
                    "More than 200 people saved from burning ferry",
                    "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
                ),
                report(
                    "3 The Valley Post",
                    "Valley family was aboard",
                    "The boys counted along.",
                ),
            ],
            contradictions: vec![vec![
                claim("OTV", "241 passengers", "All 241 passengers were brought ashore."),
                claim("Orion", "Ansel Brody", "Nobody ran."),
            ]],
            quotes: vec![Quoted {
                words: Clean::line("The crew did what they have drilled every Thursday for eleven years"),
                speaker: Some(Clean::line("Ansel Brody")),
                carried: vec![
                    ("whole", Clean::line("Harbour Dispatch")),
                    ("not", Clean::line("OTV, The Valley Post")),
                ],
            }],
        }
    }

    fn text(lines: &[Line]) -> Vec<String> {
        let text = |line: &Line| line.pieces.iter().map(|piece| &*piece.text).collect::<String>();
        lines.iter().map(|line| text(line).trim_end().to_owned()).collect()
    }

    #[test]
    fn stands_in_two_columns_where_there_is_room() {
        let wide = text(&lay_out_story(&sheet(), 100, Icons::Unicode));
        assert!(
            wide.iter()
                .any(|line| line.starts_with("1 Harbour Dispatch") && line.contains("│ 2 OTV")),
            "{wide:#?}"
        );
        let narrow = text(&lay_out_story(&sheet(), 60, Icons::Unicode));
        assert!(narrow.iter().all(|line| !line.contains('│')), "{narrow:#?}");
        let ascii = text(&lay_out_story(&sheet(), 100, Icons::Ascii));
        assert!(ascii.iter().any(|line| line.contains("| 2 OTV")), "{ascii:#?}");
    }

    #[test]
    fn no_line_is_wider_than_asked_and_nothing_is_lost() {
        for cells in 8..=140 {
            let lines = text(&lay_out_story(&sheet(), cells, Icons::Unicode));
            assert!(lines.iter().all(|line| width(line) <= cells), "{cells}: {lines:#?}");
            let all: String = lines.concat().split_whitespace().collect();
            for word in ["Orion(agency)", "241", "Thursday"] {
                assert!(!(30..84).contains(&cells) || all.contains(word), "{cells} {word} {all}");
            }
        }
        assert_eq!(lay_out_story(&Sheet::default(), 40, Icons::Unicode).len(), 2);
    }
}
