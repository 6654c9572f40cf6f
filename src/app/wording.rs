//! Ages, dates, lines above articles, citations: how things are put into words.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::app::event::Opened;
use crate::model::{Clean, Complete, FeedState, Highlight, Outlet, Published, Row};
use crate::speech::{Quote, Speech};
use crate::typeset::Head;

/// Words that a person reads in a minute.
const WORDS_A_MINUTE: u32 = 220;

/// How old something is: `now`, `5m`, `2h`, `3d`, `6w`, `2y`. Never negative.
pub fn age(at: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(at).as_secs().max(0);
    match seconds {
        0..60 => "now".to_owned(),
        60..3_600 => format!("{}m", seconds / 60),
        3_600..86_400 => format!("{}h", seconds / 3_600),
        86_400..1_209_600 => format!("{}d", seconds / 86_400),
        1_209_600..31_536_000 => format!("{}w", seconds / 604_800),
        _ => format!("{}y", seconds / 31_536_000),
    }
}

/// A moment in the reader's own time: `Sun 30 Oct, 10:49`, with the year where it is another.
pub fn moment(at: Timestamp, now: Timestamp, zone: &TimeZone) -> String {
    let there = at.to_zoned_datetime(zone.clone());
    let form = if there.year() == now.to_zoned_datetime(zone.clone()).year() {
        "%a %-d %b, %H:%M"
    } else {
        "%-d %b %Y, %H:%M"
    };
    there.strftime(form).to_string()
}

/// The hour alone.
pub fn hour(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned_datetime(zone.clone()).strftime("%H:%M").to_string()
}

/// When the age of something this old changes next, while it is shown in minutes.
pub(crate) fn ages_in(at: Timestamp, now: Timestamp) -> Option<SignedDuration> {
    let old = now.duration_since(at).as_secs();
    (0..3_600)
        .contains(&old)
        .then(|| SignedDuration::from_secs(60 - old % 60))
}

/// How an outlet's feeds fare, in a line: what is wrong first, then when it was read, when it is asked again, how much it
/// publishes.
pub(crate) fn fares(outlet: &Outlet, now: Timestamp, zone: &TimeZone) -> String {
    let feeds = || outlet.feeds.iter();
    let mut parts: Vec<String> = feeds()
        .find_map(|feed| feed.why.as_ref())
        .map(ToString::to_string)
        .into_iter()
        .collect();
    match feeds().filter_map(|feed| feed.last_success_at).max() {
        Some(at) if age(at, now) == "now" => parts.push("read just now".to_owned()),
        Some(at) => parts.push(format!("read {} ago", age(at, now))),
        None => parts.push("never read yet".to_owned()),
    }
    let asked = feeds().filter(|feed| !matches!(feed.state, FeedState::Gone | FeedState::Paused));
    parts.push(match asked.map(|feed| feed.next_poll_at).min() {
        Some(next) if next <= now => "asked again now".to_owned(),
        Some(next) => format!("asked again {}", moment(next, now, zone)),
        None if feeds().all(|feed| feed.state == FeedState::Gone) => "gone".to_owned(),
        None => "paused".to_owned(),
    });
    let weekly: f64 = feeds().map(|feed| feed.per_week).sum();
    parts.push(format!("{} a week", weekly.ceil()));
    parts.join(" · ")
}

/// What stands above an article; `lost`: highlights that its text has no more, which stand with what is said about it.
pub(crate) fn head<'a>(opened: &Opened, lost: impl Iterator<Item = &'a Highlight>) -> Head {
    let row = &opened.article.row;
    let mut parts = Vec::new();
    if opened.changes {
        return Head {
            title: row.title.clone(),
            meta: Clean::line(
                "What its outlet changed: struck out what went, strong what came · ‹changes› shows the article",
            ),
        };
    }
    if !row.byline.is_empty() {
        let names: Vec<&str> = row.byline.iter().map(|name| &**name).collect();
        parts.push(format!("By {}", names.join(", ")));
    }
    if row.words > 0 {
        parts.push(format!("{} min", row.words.div_ceil(WORDS_A_MINUTE)));
    }
    parts.push(match opened.complete {
        Complete::Whole => "whole text".to_owned(),
        Complete::Cut => "the beginning of a very long page, ‹browse› opens it".to_owned(),
        Complete::Summary => "summary, ‹whole-text› brings the whole text".to_owned(),
        Complete::Paywall => "the rest is for subscribers".to_owned(),
        Complete::Consent => "the page asks for consent first, ‹browse› opens it".to_owned(),
        Complete::Botwall => "the page asks whether a person is asking, ‹browse› opens it".to_owned(),
        Complete::File(kind) => format!("the page is {}, ‹browse› opens it", kind.said()),
        Complete::Empty => "nothing here, ‹whole-text› asks the outlet's page".to_owned(),
    });
    if opened.from_page {
        parts.push("from the page".to_owned());
    }
    if row.edited {
        parts.push("edited, ‹changes› shows what changed".to_owned());
    }
    parts.extend(row.tags.iter().map(|tag| format!("#{tag}")));
    parts.extend(opened.article.note.iter().map(|note| format!("Your note: {note}")));
    parts.extend(lost.map(gone));
    Head {
        title: row.title.clone(),
        meta: Clean::line(&parts.join(" · ")),
    }
}

fn gone(highlight: &Highlight) -> String {
    let note = highlight.note.as_ref();
    let note = note.map_or_else(String::new, |note| format!(" ({note})"));
    format!(
        "Highlight that is not in this text: \"{}\"{note}",
        &*highlight.passage.text
    )
}

fn day(published: Option<Published>, zone: &TimeZone) -> Option<String> {
    published.map(|published| {
        published
            .at
            .to_zoned_datetime(zone.clone())
            .strftime("%-d %B %Y")
            .to_string()
    })
}

/// `A. Writer, "Title", Outlet, 30 October 2022, https://…`
pub(crate) fn citation(row: &Row, zone: &TimeZone) -> String {
    let mut parts: Vec<String> = row.byline.iter().map(ToString::to_string).collect();
    parts.push(format!("\"{}\"", &*row.title));
    parts.push(row.outlet_name.to_string());
    parts.extend(day(row.published, zone));
    parts.extend(row.url.clone());
    parts.join(", ")
}

/// `"Words" (Name, role; Outlet, 30 October 2022, https://…)`
pub(crate) fn quotation(quote: &Quote, speech: &Speech, row: &Row, zone: &TimeZone) -> String {
    let mut who = String::new();
    if let Some(speaker) = quote.speaker.and_then(|at| speech.speakers.get(at)) {
        who.push_str(&speaker.name);
        if let Some(role) = speaker.role.as_ref().filter(|role| **role != speaker.name) {
            who.push_str(", ");
            who.push_str(role);
        }
        who.push_str("; ");
    }
    let mut place = vec![row.outlet_name.to_string()];
    place.extend(day(row.published, zone));
    place.extend(row.url.clone());
    format!("\"{}\" ({who}{})", &*quote.text, place.join(", "))
}

#[cfg(test)]
mod tests {
    use super::{age, fares, head, moment};
    use crate::app::fixture::{noon, opened, outlets, rows};
    use crate::model::{Complete, FeedState, FileKind};
    use jiff::{SignedDuration, Timestamp, tz::TimeZone};

    #[test]
    fn says_how_an_outlet_fares() {
        let mut outlets = outlets();
        let later = noon() + SignedDuration::from_mins(90);
        let said = |outlet| fares(outlet, later, &TimeZone::UTC);
        assert_eq!(said(&outlets[0]), "read 1h ago · asked again now · 20 a week");
        assert!(said(&outlets[2]).starts_with("the server answered 500; asked again in an hour · read 1h ago"));
        outlets[0].feeds[0].state = FeedState::Paused;
        outlets[0].feeds[0].last_success_at = None;
        assert_eq!(
            fares(&outlets[0], later, &TimeZone::UTC),
            "never read yet · paused · 20 a week"
        );
    }

    #[test]
    fn says_above_an_article_how_much_of_it_is_there() {
        let mut opened = opened(rows().remove(0));
        for (complete, said) in [
            (Complete::Whole, " · whole text"),
            (Complete::Cut, " · the beginning of a very long page, ‹browse› opens it"),
            (Complete::File(FileKind::Pdf), " · the page is a PDF, ‹browse› opens it"),
        ] {
            opened.complete = complete;
            let head = head(&opened, std::iter::empty());
            assert!(head.meta.contains(said), "{}", &*head.meta);
        }
    }

    #[test]
    fn ages_are_short_and_never_negative() {
        let now = Timestamp::from_second(100_000_000).unwrap();
        for (ago, shown) in [
            (-50, "now"),
            (59, "now"),
            (61, "1m"),
            (7_300, "2h"),
            (90_000, "1d"),
            (2_000_000, "3w"),
            (70_000_000, "2y"),
        ] {
            assert_eq!(age(Timestamp::from_second(100_000_000 - ago).unwrap(), now), shown);
        }
    }

    #[test]
    fn moments_name_the_year_only_when_it_is_another() {
        let at: Timestamp = "2022-10-30T10:49:00Z".parse().unwrap();
        let now: Timestamp = "2022-11-01T00:00:00Z".parse().unwrap();
        let later: Timestamp = "2024-11-01T00:00:00Z".parse().unwrap();
        assert_eq!(moment(at, now, &TimeZone::UTC), "Sun 30 Oct, 10:49");
        assert_eq!(moment(at, later, &TimeZone::UTC), "30 Oct 2022, 10:49");
    }
}
