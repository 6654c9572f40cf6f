-- Pictures of what the reader keeps, each once however many articles show it; hash names the bytes.
CREATE TABLE picture (
    id    INTEGER PRIMARY KEY,
    hash  INTEGER NOT NULL UNIQUE,
    bytes BLOB NOT NULL
) STRICT;

-- Which pictures an article shows. picture_id is null where its address has none to give: it is not asked again.
CREATE TABLE article_picture (
    article_id INTEGER NOT NULL,
    url        TEXT NOT NULL,
    picture_id INTEGER,
    PRIMARY KEY (article_id, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_picture_shown ON article_picture (picture_id) WHERE picture_id IS NOT NULL;
CREATE INDEX article_picture_url ON article_picture (url) WHERE picture_id IS NOT NULL;

-- Bookmarks whose page and pictures were looked for: due_at is null where nothing is left to ask, failures counts the times when
-- something was, and pictures says whether they were looked for, too.
CREATE TABLE gathering (
    article_id INTEGER PRIMARY KEY,
    pictures   INTEGER NOT NULL,
    failures   INTEGER NOT NULL DEFAULT 0,
    due_at     INTEGER
) STRICT;

-- Another text may show other pictures.
CREATE TRIGGER gathering_anew AFTER UPDATE OF html, page ON body BEGIN
    DELETE FROM gathering WHERE article_id = NEW.article_id;
END;

CREATE TRIGGER gathering_out AFTER DELETE ON article BEGIN
    DELETE FROM gathering WHERE article_id = OLD.id;
    DELETE FROM article_picture WHERE article_id = OLD.id;
END;
