-- With what filters mostly ask, so that a list of what is rare is found by walking this index alone, without any article.
DROP INDEX article_sorted;
CREATE INDEX article_sorted ON article (sorted_at, id, outlet_id, quotes, language, read_at);
CREATE INDEX article_image ON article (sorted_at) WHERE image_url IS NOT NULL;

-- A new article is counted by whoever puts it in: for a statement whose trigger changes another row, every page that it
-- changes is copied first.
DROP TRIGGER article_in;
