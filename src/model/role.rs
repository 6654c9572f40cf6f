//! What a piece of the screen is. The theme says how it looks.

macro_rules! roles {
    ($($name:ident $word:literal $what:literal;)*) => {
        /// What a piece of the screen is; `assets/themes` say how it looks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Role { $(#[doc = $what] $name,)* }

        impl Role {
            /// Every role with its name in themes and what it is for.
            pub const ALL: &[(Self, &str, &str)] = &[$((Self::$name, $word, $what)),*];
        }
    };
}

roles! {
    Body "body" "The text of an article";
    Strong "strong" "Text that the outlet stressed";
    Emphasis "emphasis" "Text that the outlet set in italics";
    Struck "struck" "Text that the outlet struck out";
    Code "code" "Code and fixed text";
    Heading "heading" "Headings within an article";
    Label "label" "The label of a paragraph: Source, Details, Background";
    Quote "quote" "Words somebody is quoted with, where no speaker is known";
    Speaker1 "speaker1" "The first speaker of an article";
    Speaker2 "speaker2" "The second speaker";
    Speaker3 "speaker3" "The third speaker";
    Speaker4 "speaker4" "The fourth speaker";
    Speaker5 "speaker5" "The fifth speaker";
    Speaker6 "speaker6" "The sixth speaker";
    Indirect "indirect" "What somebody is reported to have said, not in their words";
    Highlight "highlight" "A passage that the reader highlighted";
    Note "note" "The line beside a highlight, and what the reader wrote on it";
    Cue "cue" "The word that says who speaks";
    Source "source" "Whom the article cites";
    Link "link" "A link";
    LinkNumber "link-number" "The number to press for a link";
    Caption "caption" "What a picture shows";
    Bullet "bullet" "Marks of list items and quotation bars";
    Rule "rule" "Lines between parts";
    Title "title" "The title of the open article";
    Meta "meta" "Byline, outlet, date, reading time";
    Unread "unread" "The title of an unread article in a list";
    Read "read" "The title of a read article in a list";
    Outlet "outlet" "The name of an outlet in a list";
    Age "age" "How old an article is";
    Bookmark "bookmark" "The mark of a bookmark";
    Count "count" "Numbers beside names";
    Group "group" "Headings within the sidebar";
    Selected "selected" "The row under the cursor in the pane that has the keys";
    Chosen "chosen" "The row under the cursor in a pane that has not";
    Border "border" "Lines around panes";
    BorderFocus "border-focus" "Lines around the pane that has the keys";
    Bar "bar" "The top line";
    Hint "hint" "The bottom line";
    Key "key" "A key in help and hints";
    Prompt "prompt" "A line that is being typed";
    Hit "hit" "A search hit";
    Notice "notice" "A message";
    Error "error" "What is wrong";
}

impl Role {
    /// The roles of speakers, in turn.
    pub const SPEAKERS: [Self; 6] = [
        Self::Speaker1,
        Self::Speaker2,
        Self::Speaker3,
        Self::Speaker4,
        Self::Speaker5,
        Self::Speaker6,
    ];
}
