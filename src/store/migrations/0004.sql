-- Which articles a transaction added, changed, marked or dropped, as a serialised bitmap of their ids; null: any may have been.
-- Whoever keeps counts brings them up to date by what is newer here. Only the newest few are kept.
CREATE TABLE touched (
    seq INTEGER PRIMARY KEY,
    ids BLOB
) STRICT;
