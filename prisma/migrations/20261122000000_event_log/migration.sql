-- The event log (the truth), the control row that every append checks, and the read models of the guard.

CREATE TABLE event (
    stream text NOT NULL,
    seq bigint NOT NULL,
    type text NOT NULL,
    at timestamptz(3) NOT NULL,
    action_id text,
    body text NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT event_pkey PRIMARY KEY (stream, seq),
    CONSTRAINT event_stream_known CHECK (stream = 'organisation' OR stream LIKE 'account:_%'),
    CONSTRAINT event_seq_positive CHECK (seq >= 1),
    CONSTRAINT event_hash_is_sha256 CHECK (octet_length(hash) = 32),
    CONSTRAINT event_action_id_on_decisions CHECK ((type = 'action_decided') = (action_id IS NOT NULL))
);
COMMENT ON CONSTRAINT event_stream_known ON event IS 'A stream is the organisation''s or an account''s.';
COMMENT ON CONSTRAINT event_seq_positive ON event IS 'Sequences are gapless and start at 1.';
COMMENT ON CONSTRAINT event_hash_is_sha256 ON event IS 'Each hash is 32 bytes, chained to the one before.';
COMMENT ON CONSTRAINT event_action_id_on_decisions ON event IS 'Decisions, and nothing else, carry the id of their action.';

-- A repeated action id is refused here, so that of two processes one decides and the other answers from the first.
CREATE UNIQUE INDEX event_action_key ON event (stream, action_id) WHERE action_id IS NOT NULL;
-- Finds policies, transitions and lockouts of a stream without reading its decisions; plain decisions never touch it.
CREATE INDEX event_transition_idx ON event (stream, seq) WHERE type <> 'action_decided';

-- Append-only, by trigger (for every role, in every replication mode) and by rights (for the owner as well).
CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the event log is append-only: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
ALTER TABLE event ENABLE ALWAYS TRIGGER event_append_only;
REVOKE UPDATE, DELETE, TRUNCATE ON event FROM PUBLIC, CURRENT_USER;

CREATE TABLE control (
    id smallint NOT NULL DEFAULT 1,
    epoch bigint NOT NULL DEFAULT 1,
    CONSTRAINT control_pkey PRIMARY KEY (id),
    CONSTRAINT control_single_row CHECK (id = 1),
    CONSTRAINT control_epoch_positive CHECK (epoch >= 1)
);
COMMENT ON CONSTRAINT control_single_row ON control IS 'There is one control row.';
COMMENT ON CONSTRAINT control_epoch_positive ON control IS 'The epoch only rises, from 1.';
INSERT INTO control DEFAULT VALUES;

CREATE TABLE stream_snapshot (
    stream text NOT NULL,
    seq bigint NOT NULL,
    engine_version text NOT NULL,
    state text NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT stream_snapshot_pkey PRIMARY KEY (stream),
    CONSTRAINT stream_snapshot_hash_is_sha256 CHECK (octet_length(hash) = 32)
);
COMMENT ON CONSTRAINT stream_snapshot_hash_is_sha256 ON stream_snapshot IS 'The hash of the event at seq.';

CREATE TABLE account (
    id text NOT NULL,
    name text NOT NULL,
    handle text NOT NULL,
    recorded boolean NOT NULL,
    policy_name text,
    policy_version text,
    policy_mode text,
    tier text NOT NULL DEFAULT 'none',
    lockout_id text,
    probation_ends_at timestamptz(3),
    last_decided_at timestamptz(3),
    created_at timestamptz(3) NOT NULL,
    CONSTRAINT account_pkey PRIMARY KEY (id),
    CONSTRAINT account_tier_known CHECK (tier IN ('none', 'tier_1', 'tier_2', 'tier_3')),
    CONSTRAINT account_policy_whole CHECK (
        (policy_name IS NULL) = (policy_version IS NULL) AND (policy_name IS NULL) = (policy_mode IS NULL)
    )
);
COMMENT ON CONSTRAINT account_tier_known ON account IS 'The tiers of velocity, and none.';
COMMENT ON CONSTRAINT account_policy_whole ON account IS 'A policy is named with its version and mode, or there is none.';

CREATE TABLE lockout (
    id text NOT NULL,
    account_id text NOT NULL,
    status text NOT NULL,
    cause text NOT NULL,
    version integer NOT NULL,
    policy_version text NOT NULL,
    parent_lockout_id text,
    opened_at timestamptz(3) NOT NULL,
    opened_seq bigint NOT NULL,
    opened_by_id text,
    opened_by_name text,
    brief_digest text NOT NULL,
    claimed_by_id text,
    claimed_by_name text,
    claimed_until timestamptz(3),
    upheld_at timestamptz(3),
    upheld_by_id text,
    upheld_by_name text,
    upheld_note text,
    review_at timestamptz(3),
    closed_at timestamptz(3),
    closed_seq bigint,
    reset_by_id text,
    reset_by_name text,
    reset_reason_code text,
    CONSTRAINT lockout_pkey PRIMARY KEY (id),
    CONSTRAINT lockout_account_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT lockout_status_known CHECK (status IN ('active', 'reset')),
    CONSTRAINT lockout_cause_known CHECK (cause IN ('velocity_tier_3', 'probation_breached', 'kill_switch')),
    CONSTRAINT lockout_version_positive CHECK (version >= 1),
    CONSTRAINT lockout_claim_whole CHECK (
        (claimed_by_id IS NULL) = (claimed_by_name IS NULL) AND (claimed_by_id IS NULL) = (claimed_until IS NULL)
    ),
    CONSTRAINT lockout_closed_when_reset CHECK (
        (status = 'reset') = (closed_at IS NOT NULL) AND (status = 'reset') = (closed_seq IS NOT NULL)
        AND (status = 'reset') = (reset_by_id IS NOT NULL)
    )
);
COMMENT ON CONSTRAINT lockout_status_known ON lockout IS 'A lockout is active until a person resets it.';
COMMENT ON CONSTRAINT lockout_cause_known ON lockout IS 'What may open a lockout.';
COMMENT ON CONSTRAINT lockout_version_positive ON lockout IS 'The version starts at 1 and rises with every change.';
COMMENT ON CONSTRAINT lockout_claim_whole ON lockout IS 'A claim has a holder and an end, or there is none.';
COMMENT ON CONSTRAINT lockout_closed_when_reset ON lockout IS 'Nothing unlocks without a person: a reset names who and when.';
CREATE INDEX lockout_account_idx ON lockout (account_id, opened_seq DESC);
-- One active lockout per account, whatever the processes do.
CREATE UNIQUE INDEX lockout_active_key ON lockout (account_id) WHERE status = 'active';

CREATE TABLE brief (
    lockout_id text NOT NULL,
    version integer NOT NULL,
    account_id text NOT NULL,
    digest text NOT NULL,
    document jsonb NOT NULL,
    written_at timestamptz(3) NOT NULL,
    written_by_id text,
    written_by_name text,
    CONSTRAINT brief_pkey PRIMARY KEY (lockout_id, version),
    CONSTRAINT brief_lockout_fkey FOREIGN KEY (lockout_id) REFERENCES lockout (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT brief_version_positive CHECK (version >= 1)
);
COMMENT ON CONSTRAINT brief_version_positive ON brief IS 'Versions count from 1, the one written with the lockout.';

CREATE TABLE tier_transition (
    account_id text NOT NULL,
    seq bigint NOT NULL,
    at timestamptz(3) NOT NULL,
    from_tier text NOT NULL,
    to_tier text NOT NULL,
    action text NOT NULL,
    executor text,
    risk_class text NOT NULL,
    confidence double precision NOT NULL,
    rationale text NOT NULL,
    policy_version text NOT NULL,
    CONSTRAINT tier_transition_pkey PRIMARY KEY (account_id, seq),
    CONSTRAINT tier_transition_tiers_known CHECK (
        from_tier IN ('none', 'tier_1', 'tier_2', 'tier_3') AND to_tier IN ('none', 'tier_1', 'tier_2', 'tier_3')
    )
);
COMMENT ON CONSTRAINT tier_transition_tiers_known ON tier_transition IS 'The tiers of velocity, and none.';
CREATE INDEX tier_transition_at_idx ON tier_transition (at DESC);

CREATE TABLE agent_key (
    id text NOT NULL,
    agent_id text NOT NULL,
    secret_hash bytea NOT NULL,
    all_accounts boolean NOT NULL,
    account_ids text[] NOT NULL,
    may_say_human boolean NOT NULL,
    created_at timestamptz(3) NOT NULL,
    expires_at timestamptz(3),
    revoked_at timestamptz(3),
    CONSTRAINT agent_key_pkey PRIMARY KEY (id),
    CONSTRAINT agent_key_hash_is_sha256 CHECK (octet_length(secret_hash) = 32),
    CONSTRAINT agent_key_scope_said CHECK (all_accounts = (cardinality(account_ids) = 0))
);
COMMENT ON CONSTRAINT agent_key_hash_is_sha256 ON agent_key IS 'Only a hash of the secret is kept.';
COMMENT ON CONSTRAINT agent_key_scope_said ON agent_key IS 'A key names its accounts, or says that it is good for all.';

CREATE TABLE velocity_minute (
    stream text NOT NULL,
    minute timestamptz(3) NOT NULL,
    admitted integer NOT NULL,
    held integer NOT NULL,
    paced integer NOT NULL,
    blocked integer NOT NULL,
    refused_by_lockout integer NOT NULL,
    counted integer NOT NULL,
    peak_tier_1 integer NOT NULL,
    peak_tier_2 integer NOT NULL,
    peak_tier_3 integer NOT NULL,
    CONSTRAINT velocity_minute_pkey PRIMARY KEY (stream, minute),
    CONSTRAINT velocity_minute_not_negative CHECK (
        LEAST(admitted, held, paced, blocked, refused_by_lockout, counted, peak_tier_1, peak_tier_2, peak_tier_3) >= 0
    )
);
COMMENT ON CONSTRAINT velocity_minute_not_negative ON velocity_minute IS 'Counts.';

CREATE TABLE velocity_watermark (
    stream text NOT NULL,
    seq bigint NOT NULL,
    CONSTRAINT velocity_watermark_pkey PRIMARY KEY (stream),
    CONSTRAINT velocity_watermark_not_negative CHECK (seq >= 0)
);
COMMENT ON CONSTRAINT velocity_watermark_not_negative ON velocity_watermark IS 'Events up to and with this sequence are in velocity_minute.';
