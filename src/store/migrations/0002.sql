-- Segments of the index are merged sixteen at a time rather than four: saving many articles writes each word once or twice
-- instead of four times, and a search that has to look into a few more segments does not feel it.
INSERT INTO article_search (article_search, rank) VALUES ('automerge', 16);

-- What the reader wrote on articles, by their ident: it outlives them as marks do.
CREATE TABLE tag (
    ident  INTEGER NOT NULL,
    folded TEXT NOT NULL,
    name   TEXT NOT NULL,
    PRIMARY KEY (ident, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_folded ON tag (folded);

CREATE TABLE note (
    ident INTEGER PRIMARY KEY,
    text  TEXT NOT NULL
) STRICT;
