-- Times rise with the sequence of a stream, so a range of time is a range of the primary key: found by halving, in
-- some twenty steps over the index however long the stream is, and without an index on time that each decision would pay for.
CREATE FUNCTION event_seq_at_or_after(wanted_stream text, wanted_at timestamptz) RETURNS bigint
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    low bigint := 1;
    high bigint;
    middle bigint;
    middle_at timestamptz;
BEGIN
    SELECT coalesce(max(seq), 0) + 1 INTO high FROM event WHERE stream = wanted_stream;
    WHILE low < high LOOP
        middle := (low + high) / 2;
        SELECT at INTO middle_at FROM event WHERE stream = wanted_stream AND seq = middle;
        IF middle_at < wanted_at THEN
            low := middle + 1;
        ELSE
            high := middle;
        END IF;
    END LOOP;
    RETURN low;
END
$$;
COMMENT ON FUNCTION event_seq_at_or_after IS 'The first sequence of a stream at or after a time; one past its end when there is none.';
