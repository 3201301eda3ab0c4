-- Recovery claims the gate's grants. What became of one is kept here by the change that makes it known, until the gate
-- has it in the account's log.

CREATE TABLE owed_outcome (
    account_id text NOT NULL,
    ask_id text NOT NULL,
    status text NOT NULL,
    error_code text,
    reference text,
    owed_at timestamptz(3) NOT NULL,
    due_at timestamptz(3) NOT NULL,
    CONSTRAINT owed_outcome_pkey PRIMARY KEY (account_id, ask_id),
    CONSTRAINT owed_outcome_account_fkey FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE RESTRICT ON UPDATE RESTRICT,
    CONSTRAINT owed_outcome_status_known CHECK (status IN ('succeeded', 'failed')),
    CONSTRAINT owed_outcome_reference_of_effect CHECK (reference IS NULL OR status = 'succeeded')
);
COMMENT ON CONSTRAINT owed_outcome_status_known ON owed_outcome IS 'What is not known yet is not owed.';
COMMENT ON CONSTRAINT owed_outcome_reference_of_effect ON owed_outcome IS 'Only an effect has the platform''s name.';
CREATE INDEX owed_outcome_due_idx ON owed_outcome (due_at);
