-- The two ways in which Norwegian is written are one language to filters, and to whoever hears who speaks.
UPDATE article SET language = 'no' WHERE language IN ('nb', 'nn');
UPDATE outlet SET language = 'no' WHERE language IN ('nb', 'nn');
