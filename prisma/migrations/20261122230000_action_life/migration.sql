-- The life of an action after its decision: answers, claims and outcomes carry the action's id as well, and the
-- database lets each step happen once, however many processes try.

ALTER TABLE event DROP CONSTRAINT event_action_id_on_decisions;
ALTER TABLE event ADD CONSTRAINT event_action_id_on_actions CHECK (
    (type IN ('action_decided', 'action_approved', 'action_rejected', 'action_expired', 'action_claimed',
              'claim_refused', 'action_settled')) = (action_id IS NOT NULL)
);
COMMENT ON CONSTRAINT event_action_id_on_actions ON event IS 'The events of an action, and no others, carry its id.';

DROP INDEX event_action_key;
CREATE UNIQUE INDEX event_action_key ON event (stream, action_id) WHERE type = 'action_decided';
CREATE UNIQUE INDEX event_action_answer_key ON event (stream, action_id)
    WHERE type IN ('action_approved', 'action_rejected', 'action_expired');
CREATE UNIQUE INDEX event_action_claim_key ON event (stream, action_id) WHERE type = 'action_claimed';
CREATE UNIQUE INDEX event_action_settled_key ON event (stream, action_id) WHERE type = 'action_settled';

CREATE TABLE approval (
    id text NOT NULL,
    account_id text NOT NULL,
    action_id text NOT NULL,
    agent_id text NOT NULL,
    action_type text NOT NULL,
    target_id text NOT NULL,
    reason_codes text[] NOT NULL,
    risk_level text NOT NULL,
    policy_version text NOT NULL,
    asked_at timestamptz(3) NOT NULL,
    asked_seq bigint NOT NULL,
    expires_at timestamptz(3) NOT NULL,
    status text NOT NULL DEFAULT 'waiting',
    answered_at timestamptz(3),
    answered_by_id text,
    answered_by_name text,
    answer_reason text,
    CONSTRAINT approval_pkey PRIMARY KEY (id),
    CONSTRAINT approval_account_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT approval_status_known CHECK (status IN ('waiting', 'approved', 'rejected', 'expired')),
    CONSTRAINT approval_answer_whole CHECK ((status = 'waiting') = (answered_at IS NULL))
);
COMMENT ON CONSTRAINT approval_status_known ON approval IS 'A held action waits, or has been answered, or has run out.';
COMMENT ON CONSTRAINT approval_answer_whole ON approval IS 'Only what waits has no time of its answer.';
CREATE UNIQUE INDEX approval_action_key ON approval (account_id, action_id);
CREATE INDEX approval_waiting_idx ON approval (expires_at) WHERE status = 'waiting';
CREATE INDEX approval_account_idx ON approval (account_id, asked_at DESC);
