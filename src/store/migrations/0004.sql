-- Which articles a transaction added, changed, marked or dropped, as a serialised bitmap of their ids; null: any may have been.
-- Whoever keeps counts brings them up to date by what is newer here. Only the newest few are kept.
CREATE TABLE touched (
    seq INTEGER PRIMARY KEY,
    ids BLOB
) STRICT;

-- What the reader does not wish to see until then.
CREATE TABLE mute (
    id    INTEGER PRIMARY KEY,
    query TEXT NOT NULL,
    until INTEGER NOT NULL
) STRICT;

-- Articles that are in no list but that of is:hidden, all of them read and none of them bookmarked.
-- mute_id is null where a rule hid them.
CREATE TABLE hidden (
    article_id INTEGER PRIMARY KEY,
    mute_id    INTEGER
) STRICT;

-- What the reader keeps, or wants unread again, is to be seen.
CREATE TRIGGER hidden_wanted AFTER UPDATE OF read_at, bookmarked_at ON article
    WHEN NEW.read_at IS NULL OR NEW.bookmarked_at IS NOT NULL BEGIN
    DELETE FROM hidden WHERE article_id = NEW.id;
END;

CREATE TRIGGER hidden_out AFTER DELETE ON article BEGIN
    DELETE FROM hidden WHERE article_id = OLD.id;
END;
