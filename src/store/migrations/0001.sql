-- Times are whole seconds UTC, offsets minutes east of UTC, addresses text as the publisher wrote them.

-- articles and unread are kept by triggers, so that the sidebar counts nothing.
-- followed is 0 once only bookmarked articles are left of it.
CREATE TABLE outlet (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    slug     TEXT NOT NULL UNIQUE,
    folder   TEXT,
    site     TEXT,
    language TEXT NOT NULL DEFAULT '??',
    followed INTEGER NOT NULL DEFAULT 1,
    articles INTEGER NOT NULL DEFAULT 0,
    unread   INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE feed (
    id              INTEGER PRIMARY KEY,
    outlet_id       INTEGER NOT NULL REFERENCES outlet (id) ON DELETE CASCADE,
    url             TEXT NOT NULL UNIQUE,
    title           TEXT NOT NULL DEFAULT '',
    kind            TEXT,
    state           TEXT NOT NULL DEFAULT 'new',
    why             TEXT,
    last_success_at INTEGER,
    next_poll_at    INTEGER NOT NULL,
    failures        INTEGER NOT NULL DEFAULT 0,
    etag            TEXT,
    last_modified   TEXT,
    body_hash       INTEGER,
    schedule        TEXT NOT NULL DEFAULT '',
    per_week        REAL NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX feed_due ON feed (next_poll_at) WHERE state NOT IN ('gone', 'paused');
CREATE INDEX feed_outlet ON feed (outlet_id);

-- Where a feed was before it moved for good: following that address again means the feed as it is now.
CREATE TABLE former_address (
    url     TEXT PRIMARY KEY,
    feed_id INTEGER NOT NULL REFERENCES feed (id) ON DELETE CASCADE
) STRICT;

-- feed_id is null once the feed is no longer followed: what is bookmarked stays.
-- key is null where it is the address. ident is the hash of the address, or of feed and key where the address tells
-- nothing: what marks are kept by. key_hash is the hash of the key.
CREATE TABLE article (
    id               INTEGER PRIMARY KEY,
    outlet_id        INTEGER NOT NULL REFERENCES outlet (id),
    feed_id          INTEGER REFERENCES feed (id) ON DELETE SET NULL,
    read_at          INTEGER,
    bookmarked_at    INTEGER,
    sorted_at        INTEGER NOT NULL,
    fetched_at       INTEGER NOT NULL,
    key_hash         INTEGER NOT NULL,
    ident            INTEGER NOT NULL,
    fingerprint      INTEGER NOT NULL,
    quotes           INTEGER NOT NULL,
    words            INTEGER NOT NULL,
    language         TEXT NOT NULL,
    published_at     INTEGER,
    published_offset INTEGER NOT NULL DEFAULT 0,
    modified_at      INTEGER,
    modified_offset  INTEGER NOT NULL DEFAULT 0,
    place_leaf       INTEGER,
    place_offset     INTEGER,
    image_url        TEXT,
    url              TEXT,
    key              TEXT,
    title            TEXT NOT NULL,
    byline           TEXT NOT NULL,
    excerpt          TEXT NOT NULL,
    image_alt        TEXT NOT NULL,
    categories       TEXT NOT NULL
) STRICT;
CREATE INDEX article_key ON article (feed_id, key_hash);
CREATE INDEX article_ident ON article (ident);
CREATE INDEX article_sorted ON article (sorted_at);
CREATE INDEX article_outlet ON article (outlet_id, sorted_at);
-- With what filters mostly ask, so that counting their unread articles reads no article.
CREATE INDEX article_unread ON article (sorted_at, id, outlet_id, quotes, language) WHERE read_at IS NULL;
CREATE INDEX article_outlet_unread ON article (outlet_id, sorted_at) WHERE read_at IS NULL;
CREATE INDEX article_bookmarked ON article (sorted_at) WHERE bookmarked_at IS NOT NULL;

-- Bodies stand apart, so that no list ever reads them. Both blobs are compressed: html or page, then its plain text.
CREATE TABLE body (
    article_id INTEGER PRIMARY KEY,
    base       TEXT,
    page_url   TEXT,
    html       BLOB NOT NULL,
    page       BLOB
) STRICT;

-- What an edited article said before; html as in body.
CREATE TABLE revision (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL,
    until      INTEGER NOT NULL,
    title      TEXT NOT NULL,
    html       BLOB NOT NULL
) STRICT;
CREATE INDEX revision_article ON revision (article_id);

-- What is remembered of an article that is gone, by its ident: what the reader did, and that it is not new.
-- dropped_from is the outlet it was dropped from by retention: from there it does not come again.
CREATE TABLE mark (
    ident         INTEGER PRIMARY KEY,
    first_seen_at INTEGER NOT NULL,
    read_at       INTEGER,
    bookmarked_at INTEGER,
    place_leaf    INTEGER,
    place_offset  INTEGER,
    dropped_from  INTEGER
) STRICT;

-- Who is quoted anywhere, each name and role once.
CREATE TABLE speaker (
    id     INTEGER PRIMARY KEY,
    name   TEXT NOT NULL,
    role   TEXT NOT NULL,
    folded TEXT NOT NULL,
    UNIQUE (name, role)
) STRICT;

-- id is 1024 times the article's, plus the quote's number in it: found by article without an index.
CREATE TABLE quote (
    id         INTEGER PRIMARY KEY,
    speaker_id INTEGER,
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    cue        TEXT,
    confidence REAL NOT NULL
) STRICT;
CREATE INDEX quote_speaker ON quote (speaker_id) WHERE speaker_id IS NOT NULL;

-- What is cited anywhere, each once.
CREATE TABLE source (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL,
    described TEXT NOT NULL,
    kind      TEXT NOT NULL,
    folded    TEXT NOT NULL,
    UNIQUE (name, described, kind)
) STRICT;

CREATE TABLE citation (
    article_id INTEGER NOT NULL,
    source_id  INTEGER NOT NULL,
    PRIMARY KEY (article_id, source_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX citation_source ON citation (source_id);

CREATE TABLE saved_filter (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Takes text as query::index_form makes it: folded already, so the plainest tokenizer will do.
-- The body comes first: hits in the first column need no mark of their column, a fifth of the whole index.
CREATE VIRTUAL TABLE article_search USING fts5 (
    body, title, byline, content = '', contentless_delete = 1, tokenize = 'ascii'
);

INSERT INTO article_search (article_search, rank) VALUES ('pgsz', 4000);

CREATE TRIGGER article_in AFTER INSERT ON article BEGIN
    UPDATE outlet SET articles = articles + 1, unread = unread + (NEW.read_at IS NULL) WHERE id = NEW.outlet_id;
END;

CREATE TRIGGER article_read AFTER UPDATE OF read_at ON article WHEN (OLD.read_at IS NULL) <> (NEW.read_at IS NULL) BEGIN
    UPDATE outlet SET unread = unread + (NEW.read_at IS NULL) - (OLD.read_at IS NULL) WHERE id = NEW.outlet_id;
END;

-- Whoever deletes an article, nothing is left of it but its mark.
CREATE TRIGGER article_out AFTER DELETE ON article BEGIN
    UPDATE outlet SET articles = articles - 1, unread = unread - (OLD.read_at IS NULL) WHERE id = OLD.outlet_id;
    DELETE FROM body WHERE article_id = OLD.id;
    DELETE FROM revision WHERE article_id = OLD.id;
    DELETE FROM quote WHERE id BETWEEN OLD.id * 1024 AND OLD.id * 1024 + 1023;
    DELETE FROM citation WHERE article_id = OLD.id;
    DELETE FROM article_search WHERE rowid = OLD.id;
    INSERT INTO mark (ident, first_seen_at, read_at, bookmarked_at, place_leaf, place_offset, dropped_from)
        VALUES (OLD.ident, OLD.fetched_at, OLD.read_at, OLD.bookmarked_at, OLD.place_leaf, OLD.place_offset, OLD.outlet_id)
        ON CONFLICT (ident) DO UPDATE SET read_at = coalesce(excluded.read_at, read_at),
            bookmarked_at = coalesce(excluded.bookmarked_at, bookmarked_at), dropped_from = excluded.dropped_from;
END;
