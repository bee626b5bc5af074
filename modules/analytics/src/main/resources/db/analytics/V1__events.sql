-- What players did, as they come in. Append only, a partition for each UTC day of the database's own clock, so that a
-- client's clock never decides where a row goes, and retention drops a table instead of deleting rows.
--
-- attributes is json and not jsonb: the text comes back to the letter (0.1000000000000000055, -0.0, the order of the
-- names), and writing it costs a fifth less.
--
-- There is no index and no primary key. Each index costs an insert about as much as the row itself, and nothing looks an
-- event up by id; id only gives the events of one moment an order. Whoever has to read or erase one player's events finds
-- them partition by partition, and a day that is over can be given an index on (issuer, user_id) without costing a drop
-- anything, because nothing is inserted into it any more.
CREATE TABLE analytics.event (
    id          bigint      NOT NULL GENERATED ALWAYS AS IDENTITY (CACHE 100),
    received_at timestamptz NOT NULL DEFAULT now(),
    issuer      text        NOT NULL,
    user_id     text        NOT NULL,
    event_id    text        NOT NULL,
    attributes  json        NOT NULL
) PARTITION BY RANGE (received_at);

-- Takes what no day's partition takes, so that a drop never fails for want of one.
CREATE TABLE analytics.event_default PARTITION OF analytics.event DEFAULT;

-- Makes the partitions of today and of the days ahead, and returns the days that it had to leave out because the default
-- partition already holds rows of theirs.
--
-- A table is made and then attached: unlike CREATE TABLE ... PARTITION OF, that lets inserts into the other partitions go
-- on. The advisory lock lets one caller in at a time; the next one finds the work done.
CREATE FUNCTION analytics.make_event_days(ahead int) RETURNS SETOF date
    LANGUAGE plpgsql
    SET lock_timeout = '1s'
    SET timezone = 'UTC'
AS $$
DECLARE
    day  date;
    name text;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('analytics.make_event_days', 0));
    FOR day IN SELECT current_date + n FROM generate_series(0, ahead) AS n LOOP
        name := 'event_' || to_char(day, 'YYYYMMDD');
        CONTINUE WHEN to_regclass('analytics.' || name) IS NOT NULL;
        BEGIN
            EXECUTE format('CREATE TABLE analytics.%I (LIKE analytics.event INCLUDING DEFAULTS)', name);
            EXECUTE format('ALTER TABLE analytics.event ATTACH PARTITION analytics.%I FOR VALUES FROM (%L) TO (%L)',
                           name, day::timestamptz, (day + 1)::timestamptz);
        EXCEPTION WHEN check_violation THEN
            RETURN NEXT day;
        END;
    END LOOP;
END
$$;
