-- Segments of the index are merged sixteen at a time rather than four: saving many articles writes each word once or twice
-- instead of four times, and a search that has to look into a few more segments does not feel it.
INSERT INTO article_search (article_search, rank) VALUES ('automerge', 16);
