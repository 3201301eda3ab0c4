-- Outcomes: what recovery actions came to, and posts that were held out.

ALTER TABLE recovery_action
    ADD COLUMN measured boolean NOT NULL DEFAULT false,
    ADD COLUMN measure_at timestamptz(3);
-- Only what is not yet final is ever looked at again.
CREATE INDEX recovery_action_unmeasured_idx ON recovery_action (COALESCE(measure_at, '-infinity'))
    WHERE status = 'succeeded' AND NOT measured;

CREATE TABLE holdout_start (
    evaluation_no bigint NOT NULL,
    post_no bigint NOT NULL,
    started_at timestamptz(3) NOT NULL,
    baseline_impressions bigint NOT NULL,
    baseline_engagements bigint NOT NULL,
    measured boolean NOT NULL DEFAULT false,
    measure_at timestamptz(3),
    CONSTRAINT holdout_start_pkey PRIMARY KEY (evaluation_no),
    CONSTRAINT holdout_start_evaluation_fkey FOREIGN KEY (evaluation_no) REFERENCES evaluation (no) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT holdout_start_post_fkey FOREIGN KEY (post_no) REFERENCES post (no) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE INDEX holdout_start_post_idx ON holdout_start (post_no, started_at DESC);
CREATE INDEX holdout_start_unmeasured_idx ON holdout_start (COALESCE(measure_at, '-infinity')) WHERE NOT measured;

CREATE TABLE recovery_outcome (
    evaluation_no bigint NOT NULL,
    post_no bigint NOT NULL,
    action_id text,
    episode integer,
    acted_at timestamptz(3) NOT NULL,
    ends_at timestamptz(3) NOT NULL,
    measured_at timestamptz(3) NOT NULL,
    verdict text NOT NULL,
    baseline_impressions bigint NOT NULL,
    baseline_engagements bigint NOT NULL,
    follow_up_impressions bigint NOT NULL,
    follow_up_engagements bigint NOT NULL,
    lift double precision,
    lift_low double precision,
    lift_high double precision,
    needed_impressions integer NOT NULL,
    CONSTRAINT recovery_outcome_pkey PRIMARY KEY (evaluation_no),
    CONSTRAINT recovery_outcome_evaluation_fkey FOREIGN KEY (evaluation_no) REFERENCES evaluation (no) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT recovery_outcome_post_fkey FOREIGN KEY (post_no) REFERENCES post (no) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT recovery_outcome_action_fkey FOREIGN KEY (action_id) REFERENCES recovery_action (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT recovery_outcome_verdict_final CHECK (verdict IN ('inconclusive', 'improved', 'worse', 'no_clear_change')),
    CONSTRAINT recovery_outcome_lift_whole CHECK (
        (verdict = 'inconclusive') = (lift IS NULL) AND (lift IS NULL) = (lift_low IS NULL)
        AND (lift IS NULL) = (lift_high IS NULL)
    ),
    CONSTRAINT recovery_outcome_episode_of_action CHECK ((action_id IS NULL) = (episode IS NULL))
);
COMMENT ON CONSTRAINT recovery_outcome_verdict_final ON recovery_outcome IS 'Measuring is never stored.';
COMMENT ON CONSTRAINT recovery_outcome_lift_whole ON recovery_outcome IS 'A lift never stands without its interval, and an inconclusive outcome has neither.';
COMMENT ON CONSTRAINT recovery_outcome_episode_of_action ON recovery_outcome IS 'An action has an episode; a post that was held out has none.';
CREATE UNIQUE INDEX recovery_outcome_action_key ON recovery_outcome (action_id);
CREATE INDEX recovery_outcome_post_idx ON recovery_outcome (post_no, acted_at);
CREATE TRIGGER recovery_outcome_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON recovery_outcome
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
ALTER TABLE recovery_outcome ENABLE ALWAYS TRIGGER recovery_outcome_append_only;
