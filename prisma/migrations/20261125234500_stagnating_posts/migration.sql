-- The list of posts opens with those that stagnate most. A score says so only where an intensity is known: a post with
-- too few impressions has one too.

CREATE INDEX post_stagnating_idx ON post ((intensity IS NULL), score DESC NULLS LAST, no);
DROP INDEX post_worst_idx;
