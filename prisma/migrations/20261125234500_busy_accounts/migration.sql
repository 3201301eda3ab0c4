-- Which accounts were busy lately, over all of them: the overview looks for the closest to a lockout among those.
CREATE INDEX velocity_minute_minute_idx ON velocity_minute (minute);
