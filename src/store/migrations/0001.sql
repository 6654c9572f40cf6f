-- Times are whole seconds UTC, offsets minutes east of UTC, addresses text as the publisher wrote them.

CREATE TABLE outlet (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL,
    slug     TEXT NOT NULL UNIQUE,
    folder   TEXT,
    site     TEXT,
    language TEXT NOT NULL DEFAULT '??',
    followed INTEGER NOT NULL DEFAULT 1
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
    schedule        TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX feed_due ON feed (next_poll_at) WHERE state NOT IN ('gone', 'paused');
CREATE INDEX feed_outlet ON feed (outlet_id);

-- feed_id is null once the feed is no longer followed: what is bookmarked stays.
CREATE TABLE article (
    id               INTEGER PRIMARY KEY,
    outlet_id        INTEGER NOT NULL REFERENCES outlet (id),
    feed_id          INTEGER REFERENCES feed (id) ON DELETE SET NULL,
    feed_url         TEXT NOT NULL,
    key              TEXT NOT NULL,
    url              TEXT,
    title            TEXT NOT NULL,
    byline           TEXT NOT NULL DEFAULT '',
    published_at     INTEGER,
    published_offset INTEGER NOT NULL DEFAULT 0,
    modified_at      INTEGER,
    modified_offset  INTEGER NOT NULL DEFAULT 0,
    sorted_at        INTEGER NOT NULL,
    fetched_at       INTEGER NOT NULL,
    language         TEXT NOT NULL,
    image_url        TEXT,
    image_alt        TEXT NOT NULL DEFAULT '',
    categories       TEXT NOT NULL DEFAULT '',
    quotes           INTEGER NOT NULL,
    words            INTEGER NOT NULL,
    excerpt          TEXT NOT NULL,
    fingerprint      INTEGER NOT NULL,
    read             INTEGER NOT NULL DEFAULT 0,
    bookmarked       INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX article_key ON article (feed_id, key);
CREATE INDEX article_url ON article (url) WHERE url IS NOT NULL;
CREATE INDEX article_sorted ON article (sorted_at, id);
CREATE INDEX article_outlet ON article (outlet_id, sorted_at, id);
CREATE INDEX article_unread ON article (sorted_at, id, outlet_id) WHERE read = 0;
CREATE INDEX article_outlet_unread ON article (outlet_id, sorted_at, id) WHERE read = 0;
CREATE INDEX article_bookmarked ON article (sorted_at, id) WHERE bookmarked = 1;

-- Bodies stand apart, so that no list ever reads them. page is deflated.
CREATE TABLE body (
    article_id INTEGER PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE,
    html       TEXT NOT NULL,
    base       TEXT,
    page       BLOB,
    page_url   TEXT
) STRICT;

-- What an edited article said before.
CREATE TABLE revision (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    until      INTEGER NOT NULL,
    title      TEXT NOT NULL,
    html       TEXT NOT NULL
) STRICT;
CREATE INDEX revision_article ON revision (article_id);

-- What the reader did, by the article's address (else its feed and key): outlives the article and the subscription.
CREATE TABLE mark (
    key           TEXT PRIMARY KEY,
    first_seen_at INTEGER NOT NULL,
    read_at       INTEGER,
    bookmarked_at INTEGER,
    place_leaf    INTEGER,
    place_offset  INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE speaker (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    role       TEXT,
    folded     TEXT NOT NULL
) STRICT;
CREATE INDEX speaker_article ON speaker (article_id);

CREATE TABLE quote (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    speaker_id INTEGER REFERENCES speaker (id) ON DELETE SET NULL,
    kind       TEXT NOT NULL,
    text       TEXT NOT NULL,
    cue        TEXT,
    confidence REAL NOT NULL
) STRICT;
CREATE INDEX quote_article ON quote (article_id);
CREATE INDEX quote_speaker ON quote (speaker_id) WHERE speaker_id IS NOT NULL;

CREATE TABLE source (
    id         INTEGER PRIMARY KEY,
    article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    name       TEXT NOT NULL,
    described  TEXT,
    kind       TEXT NOT NULL,
    folded     TEXT NOT NULL
) STRICT;
CREATE INDEX source_article ON source (article_id);

CREATE TABLE saved_filter (
    id    INTEGER PRIMARY KEY,
    name  TEXT NOT NULL UNIQUE,
    query TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE article_search USING fts5 (
    title, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
