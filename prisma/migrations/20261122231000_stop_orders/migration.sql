-- Stop orders: set and lifted by people, read by every process together with the control epoch.

CREATE TABLE stop_order (
    id text NOT NULL,
    scope_kind text NOT NULL,
    scope_value text,
    reason text NOT NULL,
    set_at timestamptz(3) NOT NULL,
    set_by_id text NOT NULL,
    set_by_name text NOT NULL,
    expires_at timestamptz(3),
    lifted_at timestamptz(3),
    lifted_by_id text,
    lifted_by_name text,
    lift_reason text,
    CONSTRAINT stop_order_pkey PRIMARY KEY (id),
    CONSTRAINT stop_order_scope_known CHECK (
        scope_kind IN ('everything', 'account', 'agent', 'action_type', 'platform')
    ),
    CONSTRAINT stop_order_scope_named CHECK ((scope_kind = 'everything') = (scope_value IS NULL)),
    CONSTRAINT stop_order_expires_later CHECK (expires_at > set_at),
    CONSTRAINT stop_order_lift_whole CHECK (
        (lifted_at IS NULL) = (lifted_by_id IS NULL) AND (lifted_at IS NULL) = (lifted_by_name IS NULL)
        AND (lifted_at IS NULL) = (lift_reason IS NULL)
    )
);
COMMENT ON CONSTRAINT stop_order_scope_known ON stop_order IS 'What an order may stop.';
COMMENT ON CONSTRAINT stop_order_scope_named ON stop_order IS 'Everything needs no name; every other scope has one.';
COMMENT ON CONSTRAINT stop_order_expires_later ON stop_order IS 'An order that has already ended is none.';
COMMENT ON CONSTRAINT stop_order_lift_whole ON stop_order IS 'A lift names who, when and why, or there is none.';
-- What every process reads when the control epoch has moved.
CREATE INDEX stop_order_standing_idx ON stop_order (set_at) WHERE lifted_at IS NULL;
