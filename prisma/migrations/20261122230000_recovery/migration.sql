-- Recovery: posts and their counters, every evaluation, recovery actions with their attempts and steps, connections.

CREATE TABLE post (
    no bigint GENERATED ALWAYS AS IDENTITY,
    account_id text NOT NULL,
    platform text NOT NULL,
    post_id text NOT NULL,
    title text,
    created_at timestamptz(3) NOT NULL,
    next_evaluation_at timestamptz(3),
    evaluated_at timestamptz(3),
    state text NOT NULL DEFAULT 'waiting',
    score double precision,
    intensity text,
    next_eligible_at timestamptz(3),
    last_healthy_at timestamptz(3),
    held_out boolean NOT NULL DEFAULT false,
    last_sample_at timestamptz(3),
    impressions bigint,
    engagements bigint,
    paused_at timestamptz(3),
    paused_by_id text,
    paused_by_name text,
    paused_reason text,
    CONSTRAINT post_pkey PRIMARY KEY (no),
    CONSTRAINT post_account_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT post_pause_whole CHECK (
        (paused_at IS NULL) = (paused_by_id IS NULL) AND (paused_at IS NULL) = (paused_reason IS NULL)
        AND (paused_at IS NULL) = (paused_by_name IS NULL)
    )
);
COMMENT ON CONSTRAINT post_pause_whole ON post IS 'A pause says who and why.';
CREATE UNIQUE INDEX post_identity_key ON post (account_id, platform, post_id);
CREATE INDEX post_due_idx ON post (next_evaluation_at) WHERE next_evaluation_at IS NOT NULL;
-- The list of posts opens with those that need help most.
CREATE INDEX post_worst_idx ON post (score DESC NULLS LAST, no);
CREATE INDEX post_state_idx ON post (state, score DESC NULLS LAST, no);

CREATE TABLE metric_sample (
    post_no bigint NOT NULL,
    captured_at timestamptz(3) NOT NULL,
    impressions bigint NOT NULL,
    engagements bigint NOT NULL,
    received bigint GENERATED ALWAYS AS IDENTITY,
    CONSTRAINT metric_sample_pkey PRIMARY KEY (post_no, captured_at, impressions, engagements),
    CONSTRAINT metric_sample_post_fkey FOREIGN KEY (post_no) REFERENCES post (no) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT metric_sample_counts CHECK (impressions >= 0 AND engagements >= 0)
);
COMMENT ON CONSTRAINT metric_sample_counts ON metric_sample IS 'Counters are never negative.';

CREATE TABLE evaluation (
    no bigint GENERATED ALWAYS AS IDENTITY,
    post_no bigint NOT NULL,
    due_at timestamptz(3),
    evaluated_at timestamptz(3) NOT NULL,
    eligible boolean NOT NULL,
    reason text,
    score double precision,
    intensity text,
    action_type text,
    idempotency_key text,
    episode integer,
    next_eligible_at timestamptz(3),
    inputs jsonb NOT NULL,
    CONSTRAINT evaluation_pkey PRIMARY KEY (no),
    CONSTRAINT evaluation_post_fkey FOREIGN KEY (post_no) REFERENCES post (no) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT evaluation_has_reason CHECK (eligible = (reason IS NULL))
);
COMMENT ON CONSTRAINT evaluation_has_reason ON evaluation IS 'What is not eligible says why.';
CREATE INDEX evaluation_post_idx ON evaluation (post_no, evaluated_at DESC);
-- No post is evaluated twice for one due time, whatever the workers do.
CREATE UNIQUE INDEX evaluation_due_key ON evaluation (post_no, due_at) WHERE due_at IS NOT NULL;

CREATE TABLE recovery_action (
    id text NOT NULL,
    post_no bigint NOT NULL,
    account_id text NOT NULL,
    evaluation_no bigint NOT NULL,
    action_type text NOT NULL,
    intensity text NOT NULL,
    episode integer NOT NULL,
    idempotency_key text NOT NULL,
    text text NOT NULL,
    baseline_impressions bigint NOT NULL,
    baseline_engagements bigint NOT NULL,
    status text NOT NULL,
    life jsonb NOT NULL,
    version integer NOT NULL DEFAULT 1,
    due_at timestamptz(3),
    reserved_at timestamptz(3) NOT NULL,
    first_attempt_at timestamptz(3),
    lockout_id text,
    settled_by_id text,
    settled_by_name text,
    settled_reason text,
    CONSTRAINT recovery_action_pkey PRIMARY KEY (id),
    CONSTRAINT recovery_action_post_fkey FOREIGN KEY (post_no) REFERENCES post (no) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT recovery_action_evaluation_fkey FOREIGN KEY (evaluation_no) REFERENCES evaluation (no) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT recovery_action_lockout_fkey FOREIGN KEY (lockout_id) REFERENCES lockout (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT recovery_action_status_known CHECK (status IN (
        'reserved', 'running', 'succeeded', 'failed', 'unknown', 'retry_scheduled', 'needs_human', 'exhausted', 'cancelled'
    )),
    CONSTRAINT recovery_action_life_agrees CHECK (life ->> 'status' = status),
    CONSTRAINT recovery_action_lockout_cancels CHECK (lockout_id IS NULL OR status = 'cancelled')
);
COMMENT ON CONSTRAINT recovery_action_status_known ON recovery_action IS 'The states of the engine.';
COMMENT ON CONSTRAINT recovery_action_life_agrees ON recovery_action IS 'The column repeats the document for indexes.';
COMMENT ON CONSTRAINT recovery_action_lockout_cancels ON recovery_action IS 'A lockout is named by what it called off.';
-- Of two planners one gets the key; it is free again once the action surely had no effect and is over.
CREATE UNIQUE INDEX recovery_action_live_key ON recovery_action (account_id, idempotency_key)
    WHERE status NOT IN ('failed', 'cancelled');
CREATE INDEX recovery_action_due_idx ON recovery_action (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX recovery_action_post_idx ON recovery_action (post_no, reserved_at DESC);
CREATE INDEX recovery_action_account_idx ON recovery_action (account_id, reserved_at DESC);
CREATE INDEX recovery_action_human_idx ON recovery_action (reserved_at) WHERE status = 'needs_human';

CREATE TABLE recovery_step (
    action_id text NOT NULL,
    n integer NOT NULL,
    status text NOT NULL,
    at timestamptz(3) NOT NULL,
    attempt integer NOT NULL,
    cause text,
    reference text,
    CONSTRAINT recovery_step_pkey PRIMARY KEY (action_id, n),
    CONSTRAINT recovery_step_action_fkey FOREIGN KEY (action_id) REFERENCES recovery_action (id) ON DELETE RESTRICT ON UPDATE RESTRICT
);
CREATE TRIGGER recovery_step_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON recovery_step
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
ALTER TABLE recovery_step ENABLE ALWAYS TRIGGER recovery_step_append_only;

CREATE TABLE dispatch_turn (
    account_id text NOT NULL,
    next_at timestamptz(3) NOT NULL,
    CONSTRAINT dispatch_turn_pkey PRIMARY KEY (account_id)
);

CREATE TABLE connection (
    account_id text NOT NULL,
    platform text NOT NULL,
    connector text NOT NULL,
    sealed_credential bytea NOT NULL,
    templates jsonb NOT NULL,
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT connection_pkey PRIMARY KEY (account_id, platform),
    CONSTRAINT connection_account_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT connection_connector_known CHECK (connector IN ('recorded', 'webhook', 'mastodon', 'bluesky'))
);
COMMENT ON CONSTRAINT connection_connector_known ON connection IS 'The connectors that there are.';

CREATE TABLE recorded_effect (
    account_id text NOT NULL,
    platform text NOT NULL,
    idempotency_key text NOT NULL,
    post_id text NOT NULL,
    action_type text NOT NULL,
    text text NOT NULL,
    at timestamptz(3) NOT NULL,
    CONSTRAINT recorded_effect_pkey PRIMARY KEY (account_id, platform, idempotency_key)
);
