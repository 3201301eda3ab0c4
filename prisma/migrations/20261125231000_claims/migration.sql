-- What a claim came to. Both indexes are small: the one holds claims alone, the other refused claims alone.

-- Claims by their time, for the sweep of those whose outcome nobody reported.
CREATE INDEX event_claim_at_idx ON event (at, stream, seq) INCLUDE (action_id) WHERE type = 'action_claimed';
-- The refused claims of an action, which its approval shows; there may be any number of them.
CREATE INDEX event_claim_refused_idx ON event (stream, action_id) WHERE type = 'claim_refused';
