-- The key that a dropped article had: another that has its address by now does not stay away for it.
ALTER TABLE mark ADD COLUMN key_hash INTEGER;

-- Authors go with their article, whatever its row says of them by then.
DROP TRIGGER author_out;
DELETE FROM author_search WHERE rowid NOT IN (SELECT id FROM article WHERE byline <> '');
DROP TRIGGER article_out;
CREATE TRIGGER article_out AFTER DELETE ON article BEGIN
    UPDATE outlet SET articles = articles - 1, unread = unread - (OLD.read_at IS NULL) WHERE id = OLD.outlet_id;
    DELETE FROM body WHERE article_id = OLD.id;
    DELETE FROM revision WHERE article_id = OLD.id;
    DELETE FROM quote WHERE id BETWEEN OLD.id * 1024 AND OLD.id * 1024 + 1023;
    DELETE FROM citation WHERE article_id = OLD.id;
    DELETE FROM article_search WHERE rowid = OLD.id;
    DELETE FROM author_search WHERE rowid = OLD.id;
    INSERT INTO mark (ident, first_seen_at, read_at, bookmarked_at, place_leaf, place_offset, dropped_from, key_hash)
        VALUES (OLD.ident, OLD.fetched_at, OLD.read_at, OLD.bookmarked_at, OLD.place_leaf, OLD.place_offset, OLD.outlet_id,
            OLD.key_hash)
        ON CONFLICT (ident) DO UPDATE SET read_at = coalesce(excluded.read_at, read_at),
            bookmarked_at = coalesce(excluded.bookmarked_at, bookmarked_at), dropped_from = excluded.dropped_from,
            key_hash = excluded.key_hash;
END;

-- The words of one transaction's articles go into the index in one piece, not in the three that fill a megabyte: fewer pieces
-- to be merged later.
INSERT INTO article_search (article_search, rank) VALUES ('hashsize', 4194304);

-- Whether it had been read before the mute hid it: then it stays so when that ends.
ALTER TABLE hidden ADD COLUMN was_read INTEGER NOT NULL DEFAULT 0;

-- A refresh that was under way when its outlet was removed let the feed be asked again, for ever.
UPDATE feed SET state = 'gone' WHERE outlet_id IN (SELECT id FROM outlet WHERE NOT followed);
