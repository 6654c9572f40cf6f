-- Who said a quote, as the reader put it right: by the ident of the article and the quote's words, so that it outlives both.
-- speaker is empty where nobody is to be named.
CREATE TABLE attribution (
    ident   INTEGER NOT NULL,
    words   TEXT NOT NULL,
    speaker TEXT NOT NULL,
    PRIMARY KEY (ident, words)
) STRICT, WITHOUT ROWID;

-- Whom an outlet (by its slug) means by a name, as the reader put it right.
CREATE TABLE alias (
    outlet  TEXT NOT NULL,
    name    TEXT NOT NULL,
    speaker TEXT NOT NULL,
    PRIMARY KEY (outlet, name)
) STRICT, WITHOUT ROWID;

-- The speaker that byline heard, where the reader put another in its place; 0: nobody.
ALTER TABLE quote ADD COLUMN heard_id INTEGER;
CREATE INDEX quote_heard ON quote (heard_id) WHERE heard_id IS NOT NULL;

-- Whether a speaker has a name; by "a girl" or "the owner" nobody is known again in another article.
ALTER TABLE speaker ADD COLUMN named INTEGER NOT NULL DEFAULT 1;
