-- story_id names the first article of a story of several; it is null while an article stands alone.
ALTER TABLE article ADD COLUMN story_id INTEGER;
CREATE INDEX article_story ON article (story_id, outlet_id) WHERE story_id IS NOT NULL;

-- What the reader did to a story, by its id, which is that of an article where it has only one yet.
CREATE TABLE story (
    id          INTEGER PRIMARY KEY,
    followed_at INTEGER,
    muted_at    INTEGER
) STRICT;
