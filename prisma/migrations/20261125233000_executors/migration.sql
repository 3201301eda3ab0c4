-- Executors: where escalations go, the outbox that takes them there, and every attempt.

CREATE TABLE executor (
    name text NOT NULL,
    url text NOT NULL,
    sealed_secret bytea NOT NULL,
    changed_at timestamptz(3) NOT NULL,
    changed_by_id text NOT NULL,
    changed_by_name text NOT NULL,
    CONSTRAINT executor_pkey PRIMARY KEY (name)
);

CREATE TABLE delivery (
    id text NOT NULL,
    account_id text NOT NULL,
    escalation_seq bigint NOT NULL,
    executor text NOT NULL,
    tier text NOT NULL,
    payload text NOT NULL,
    status text NOT NULL DEFAULT 'pending',
    created_at timestamptz(3) NOT NULL,
    due_at timestamptz(3),
    begun integer NOT NULL DEFAULT 0,
    settled_at timestamptz(3),
    detail text,
    resend_by_id text,
    resend_by_name text,
    CONSTRAINT delivery_pkey PRIMARY KEY (id),
    CONSTRAINT delivery_account_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT delivery_status_known CHECK (status IN ('pending', 'routed', 'no_handler', 'delivery_failed', 'shadow')),
    CONSTRAINT delivery_tier_routes CHECK (tier IN ('tier_1', 'tier_2')),
    CONSTRAINT delivery_pending_is_due CHECK (status <> 'pending' OR due_at IS NOT NULL),
    CONSTRAINT delivery_shadow_stays CHECK (status <> 'shadow' OR due_at IS NULL),
    CONSTRAINT delivery_settled_whole CHECK (
        (status IN ('pending', 'shadow')) = (settled_at IS NULL) AND (settled_at IS NULL) = (detail IS NULL)
    ),
    CONSTRAINT delivery_resend_whole CHECK ((resend_by_id IS NULL) = (resend_by_name IS NULL)),
    CONSTRAINT delivery_begun_not_negative CHECK (begun >= 0)
);
COMMENT ON CONSTRAINT delivery_status_known ON delivery IS 'It is on its way, or its outcome is known, or it was never to go.';
COMMENT ON CONSTRAINT delivery_tier_routes ON delivery IS 'Tiers 1 and 2 are routed; tier 3 locks out.';
COMMENT ON CONSTRAINT delivery_pending_is_due ON delivery IS 'What is pending has a time at which it is tried: none is forgotten.';
COMMENT ON CONSTRAINT delivery_shadow_stays ON delivery IS 'In shadow mode nothing is dispatched.';
COMMENT ON CONSTRAINT delivery_settled_whole ON delivery IS 'An outcome says when and why.';
COMMENT ON CONSTRAINT delivery_resend_whole ON delivery IS 'Who sends again is named whole.';
COMMENT ON CONSTRAINT delivery_begun_not_negative ON delivery IS 'A count.';
-- An escalation is dispatched once, whatever the processes do.
CREATE UNIQUE INDEX delivery_escalation_key ON delivery (account_id, escalation_seq);
-- What workers look for, each executor's own first, so that one which hangs keeps no other waiting.
CREATE INDEX delivery_due_idx ON delivery (executor, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX delivery_created_idx ON delivery (created_at DESC, id DESC);
CREATE INDEX delivery_executor_idx ON delivery (executor, created_at DESC);
-- What needs a person.
CREATE INDEX delivery_unrouted_idx ON delivery (settled_at DESC) WHERE status IN ('no_handler', 'delivery_failed');

CREATE TABLE delivery_attempt (
    delivery_id text NOT NULL,
    n integer NOT NULL,
    started_at timestamptz(3) NOT NULL,
    ended_at timestamptz(3) NOT NULL,
    handler text NOT NULL,
    result text NOT NULL,
    http_status integer,
    error_code text,
    detail text NOT NULL,
    by_id text,
    by_name text,
    CONSTRAINT delivery_attempt_pkey PRIMARY KEY (delivery_id, n),
    CONSTRAINT delivery_attempt_delivery_fkey FOREIGN KEY (delivery_id) REFERENCES delivery (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT delivery_attempt_n_positive CHECK (n >= 1),
    CONSTRAINT delivery_attempt_handler_known CHECK (handler IN ('built_in', 'webhook', 'none')),
    CONSTRAINT delivery_attempt_result_known CHECK (result IN ('accepted', 'failed', 'no_handler')),
    CONSTRAINT delivery_attempt_one_answer CHECK (http_status IS NULL OR error_code IS NULL),
    CONSTRAINT delivery_attempt_by_whole CHECK ((by_id IS NULL) = (by_name IS NULL))
);
COMMENT ON CONSTRAINT delivery_attempt_n_positive ON delivery_attempt IS 'Attempts count from 1.';
COMMENT ON CONSTRAINT delivery_attempt_handler_known ON delivery_attempt IS 'Interlock itself, a webhook, or nobody.';
COMMENT ON CONSTRAINT delivery_attempt_result_known ON delivery_attempt IS 'What may come of an attempt.';
COMMENT ON CONSTRAINT delivery_attempt_one_answer ON delivery_attempt IS 'There was an answer, or a reason why there was none.';
COMMENT ON CONSTRAINT delivery_attempt_by_whole ON delivery_attempt IS 'Who sent it again is named whole.';
CREATE TRIGGER delivery_attempt_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON delivery_attempt
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
ALTER TABLE delivery_attempt ENABLE ALWAYS TRIGGER delivery_attempt_append_only;
