-- Metrics that connectors fetch: which posts are watched and when each is due, and how each connection fares.

ALTER TABLE connection
    ADD COLUMN next_fetch_at timestamptz(3),
    ADD COLUMN fetched_at timestamptz(3),
    ADD COLUMN fetch_failures integer NOT NULL DEFAULT 0,
    ADD COLUMN fetch_failed_at timestamptz(3),
    ADD COLUMN fetch_error text,
    ADD CONSTRAINT connection_failure_whole CHECK (
        (fetch_failed_at IS NULL) = (fetch_error IS NULL) AND (fetch_failures = 0 OR fetch_error IS NOT NULL)
    );
COMMENT ON CONSTRAINT connection_failure_whole ON connection IS 'A failure says when and why.';

CREATE TABLE post_watch (
    post_no bigint NOT NULL,
    account_id text NOT NULL,
    platform text NOT NULL,
    next_fetch_at timestamptz(3),
    watched_until timestamptz(3) NOT NULL,
    CONSTRAINT post_watch_pkey PRIMARY KEY (post_no),
    CONSTRAINT post_watch_post_fkey FOREIGN KEY (post_no) REFERENCES post (no) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX post_watch_due_idx ON post_watch (account_id, platform, next_fetch_at);

-- Posts that there are were named by a sample.
INSERT INTO post_watch (post_no, account_id, platform, next_fetch_at, watched_until)
SELECT no, account_id, platform, created_at, created_at + interval '30 days' FROM post;
