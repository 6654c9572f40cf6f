-- Who wrote an article, apart from its words: looked for by how a name begins, a name in the other index would stand among
-- all the bodies' words that begin so.
CREATE VIRTUAL TABLE author_search USING fts5 (byline, content = '', contentless_delete = 1, tokenize = 'ascii');
INSERT INTO author_search (author_search, rank) VALUES ('automerge', 16);
INSERT INTO author_search (rowid, byline) SELECT id, folded(byline) FROM article WHERE byline <> '';
CREATE TRIGGER author_out AFTER DELETE ON article WHEN OLD.byline <> '' BEGIN
    DELETE FROM author_search WHERE rowid = OLD.id;
END;
