-- Recovery is recorded in its account's log: each step leads to the event that says so, and evaluations, which stay in
-- a table of their own, are kept as they were written.

ALTER TABLE recovery_step ADD COLUMN seq bigint;
ALTER TABLE recovery_step ADD CONSTRAINT recovery_step_seq_positive CHECK (seq > 0);
COMMENT ON CONSTRAINT recovery_step_seq_positive ON recovery_step IS 'A place in the account''s log, which counts from 1.';

CREATE TRIGGER evaluation_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON evaluation
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history();
ALTER TABLE evaluation ENABLE ALWAYS TRIGGER evaluation_append_only;
