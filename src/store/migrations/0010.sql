-- What an article's page says of it besides its text: the sentence under its title, and the part of the outlet that it is in.
ALTER TABLE body ADD COLUMN standfirst TEXT;
ALTER TABLE body ADD COLUMN section TEXT;
