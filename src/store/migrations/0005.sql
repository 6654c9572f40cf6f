-- Passages that the reader highlighted, by their article's ident: they outlive it as marks do. A passage is found again by
-- its words and by what stands before and after it, so that it outlives another cleaning of the article, too.
CREATE TABLE highlight (
    id      INTEGER PRIMARY KEY,
    ident   INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    text    TEXT NOT NULL,
    before  TEXT NOT NULL,
    after   TEXT NOT NULL,
    note    TEXT,
    UNIQUE (ident, text, before)
) STRICT;
