//! The table of commands. From it come the default keys, help, the palette, `[keys]` of the config example and the README's table.

/// Where keys count. A key bound in a pane wins over one bound anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// In every pane.
    Anywhere,
    /// In the sources sidebar.
    Sources,
    /// In the article list.
    Articles,
    /// In the article pane.
    Reader,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// What to do.
    pub command: Command,
    /// Its name in the palette and in `[keys]`.
    pub name: &'static str,
    /// Where its default keys count.
    pub context: Context,
    /// Default keys; a sequence is parted by blanks.
    pub keys: &'static [&'static str],
    /// One line for help, palette and manual.
    pub help: &'static str,
}

macro_rules! commands {
    ($($variant:ident $name:literal $context:ident [$($key:literal),*] $help:literal;)*) => {
        /// What the reader can ask for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command { $(#[doc = $help] $variant,)* }

        impl Command {
            /// Every command, in the order of the help.
            pub const ALL: &[Spec] = &[$(Spec {
                command: Self::$variant, name: $name, context: Context::$context, keys: &[$($key),*], help: $help,
            }),*];
        }
    };
}

impl Command {
    /// The command of a name in `[keys]`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|spec| spec.name == name).map(|spec| spec.command)
    }

    /// Every name, in the order of the help.
    pub fn names() -> Vec<&'static str> {
        Self::ALL.iter().map(|spec| spec.name).collect()
    }

    /// Its row of the table.
    pub fn spec(self) -> &'static Spec {
        // The table and the enum are made from the same rows.
        &Self::ALL[self as usize]
    }
}

commands! {
    Down "down" Anywhere ["j", "down"] "Move down one row or line";
    Up "up" Anywhere ["k", "up"] "Move up one row or line";
    Top "top" Anywhere ["g g", "home"] "Go to the top";
    Bottom "bottom" Anywhere ["G", "end"] "Go to the end";
    HalfDown "half-down" Anywhere ["ctrl-d"] "Move down half a page";
    HalfUp "half-up" Anywhere ["ctrl-u"] "Move up half a page";
    PageDown "page-down" Anywhere ["pgdn"] "Move down a page";
    PageUp "page-up" Anywhere ["pgup"] "Move up a page";
    ReadOn "read-on" Anywhere ["space"] "Next page, then the next unread article";
    Open "open" Anywhere ["enter", "l", "right"] "Open what is under the cursor";
    Back "back" Anywhere ["h", "esc", "left"] "Go back";
    NextPane "next-pane" Anywhere ["tab"] "Go to the next pane";
    PreviousPane "previous-pane" Anywhere ["backtab"] "Go to the previous pane";
    NextUnread "next-unread" Anywhere ["n"] "Go to the next unread article";
    PreviousUnread "previous-unread" Anywhere ["N"] "Go to the previous unread article";
    Bookmark "bookmark" Anywhere ["b"] "Keep the article, or keep it no longer";
    Tag "tag" Anywhere ["T"] "Give the article tags, and keep it";
    Note "note" Anywhere ["M"] "Write a note on the article, and keep it";
    Highlight "highlight" Anywhere ["H"] "Highlight the current quote, or choose a passage";
    ToggleRead "toggle-read" Anywhere ["r"] "Mark the article read or unread";
    MarkAllRead "mark-all-read" Anywhere ["A"] "Mark every article in view read";
    Undo "undo" Anywhere ["u"] "Take back what was done last";
    Browse "browse" Anywhere ["o"] "Open the article in the browser";
    WholeText "whole-text" Anywhere ["f"] "Show the page's whole text, or the feed's own";
    Changes "changes" Anywhere ["v"] "Show what the outlet changed, or the text again";
    Clip "clip" Anywhere ["E"] "Try a clip: say what of its page is the article";
    CopyLink "copy-link" Anywhere ["y y"] "Copy the article's address";
    CopyQuote "copy-quote" Anywhere ["y q"] "Copy the quote with its attribution";
    CopyCitation "copy-citation" Anywhere ["y c"] "Copy a citation of the article";
    NextQuote "next-quote" Anywhere ["] q"] "Go to the next quote";
    PreviousQuote "previous-quote" Anywhere ["[ q"] "Go to the previous quote";
    NextSource "next-source" Anywhere ["] s"] "Go to the next cited source";
    PreviousSource "previous-source" Anywhere ["[ s"] "Go to the previous cited source";
    NextHighlight "next-highlight" Anywhere ["] h"] "Go to the next highlight";
    PreviousHighlight "previous-highlight" Anywhere ["[ h"] "Go to the previous highlight";
    NextHit "next-hit" Anywhere ["] /"] "Go to the next line with what was searched for";
    PreviousHit "previous-hit" Anywhere ["[ /"] "Go to the previous line with what was searched for";
    SpeakerQuotes "speaker-quotes" Anywhere ["Q"] "Show who else quotes this speaker, and with what";
    NameSpeaker "name-speaker" Anywhere ["W"] "Put right who said the quote";
    Story "story" Anywhere ["s"] "Show who else reports it, side by side";
    UnfoldStory "unfold-story" Anywhere ["+"] "Open a story's row or a folder in place, or close it";
    FollowStory "follow-story" Anywhere ["w"] "Follow the story, or follow it no longer";
    MuteStory "mute-story" Anywhere ["m"] "Mute the story, or mute it no longer";
    JoinStory "join-story" Anywhere ["J"] "Join two stories: choose one, then the other";
    SplitStory "split-story" Anywhere ["K"] "Take the article out of its story";
    Hide "hide" Anywhere ["-"] "Hide for a while what fits a filter";
    Rule "rule" Anywhere [] "Add a rule for articles as they arrive";
    ToggleOutlet "toggle-outlet" Anywhere ["x"] "Take the outlet into the filter, or out of it";
    OnlyOutlet "only-outlet" Anywhere ["X"] "Show this outlet alone, or all again";
    Search "search" Anywhere ["/"] "Search as you type";
    Filter "filter" Anywhere ["F"] "Edit the filter in force";
    SaveFilter "save-filter" Anywhere ["S"] "Save the filter in force under a name";
    AddOutlet "add-outlet" Anywhere ["a"] "Follow an outlet: the address of a site or a feed";
    Catalogue "catalogue" Anywhere [] "Choose outlets from the catalogue";
    Edit "edit" Anywhere ["e"] "Rename or file the outlet; change the saved filter";
    Remove "remove" Anywhere ["D"] "Stop following the outlet, or remove the saved filter";
    RefreshAll "refresh-all" Anywhere ["ctrl-r"] "Ask all outlets for news";
    Refresh "refresh" Anywhere ["R"] "Ask this outlet for news";
    Pause "pause" Anywhere [] "Pause the outlet's feeds, or go on";
    Zoom "zoom" Anywhere ["z"] "Show the article alone";
    Theme "theme" Anywhere ["t"] "Next theme";
    Setting "setting" Anywhere [] "Change a setting, and keep it in the settings file";
    Palette "palette" Anywhere [":"] "Find a command by name";
    Help "help" Anywhere ["?"] "Show the keys";
    Redraw "redraw" Anywhere ["ctrl-l"] "Paint the screen anew";
    Quit "quit" Anywhere ["q"] "Go back, then quit";
}
