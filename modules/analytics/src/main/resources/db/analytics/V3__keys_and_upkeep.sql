-- When the client says that it took place: the text as it was sent. Which partition a row is in, and its place in the order
-- of things, is a matter of received_at alone.
ALTER TABLE analytics.event ADD COLUMN occurred_at text;

-- The idempotency keys of the last seven days. Not partitioned: a unique index of a partitioned table must contain the
-- partition's column, so a key would be unique within its day only and a retry past midnight a second event.
--
-- content is a SHA-256 over what the key stands for, as text: event id, attributes and occurred_at to the letter. So
-- {"a":1} and { "a": 1 } are two contents, as a client that retries sends the same bytes.
--
-- Collated by byte, because an index in the order of a language compares many times slower.
CREATE TABLE analytics.event_key (
    issuer      text COLLATE "C" NOT NULL,
    user_id     text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL,
    content     bytea            NOT NULL,
    recorded_at timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (issuer, user_id, key)
);

-- For forgetting. All rows of a group have one value, the highest so far, so it costs an insert next to nothing.
CREATE INDEX event_key_recorded_at ON analytics.event_key (recorded_at);

-- How long a key lives: one that is older counts as new even while it is still there.
CREATE FUNCTION analytics.key_horizon() RETURNS timestamptz
    LANGUAGE sql STABLE
    RETURN now() - interval '7 days';

-- Everything below is called over and over by every node. Each call is one bounded transaction, and who finds another
-- node at it does nothing.
CREATE FUNCTION analytics.try_upkeep() RETURNS boolean
    LANGUAGE sql VOLATILE
    RETURN pg_try_advisory_xact_lock(hashtextextended('analytics.upkeep', 0));

-- Forgets so many of the keys that are over at most, and returns how many.
CREATE FUNCTION analytics.forget_event_keys(most int) RETURNS int
    LANGUAGE plpgsql
AS $$
DECLARE
    forgotten int := 0;
BEGIN
    IF analytics.try_upkeep() THEN
        -- A key that a retry renews at this moment is locked, and no longer over once it is not.
        DELETE FROM analytics.event_key
        WHERE ctid = ANY (ARRAY(SELECT ctid FROM analytics.event_key
                                WHERE recorded_at < analytics.key_horizon()
                                ORDER BY recorded_at LIMIT most FOR UPDATE SKIP LOCKED));
        GET DIAGNOSTICS forgotten = ROW_COUNT;
    END IF;
    RETURN forgotten;
END
$$;

-- Drops the oldest day that has been over for longer than the retention, and returns it; null if there is none.
CREATE FUNCTION analytics.drop_event_day(retention interval) RETURNS date
    LANGUAGE plpgsql
    SET lock_timeout = '500ms' -- inserts queue behind a lock that is waited for
    SET timezone = 'UTC'
AS $$
DECLARE
    oldest date;
BEGIN
    IF analytics.try_upkeep() THEN
        SELECT min(to_date(relname, '"event_"YYYYMMDD')) INTO oldest
        FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
        WHERE inhparent = 'analytics.event'::regclass AND relname ~ '^event_\d{8}$';
        IF oldest + 1 <= now() - retention THEN
            EXECUTE format('DROP TABLE analytics.%I', to_char(oldest, '"event_"YYYYMMDD'));
            RETURN oldest;
        END IF;
    END IF;
    RETURN NULL;
END
$$;

-- Waited for: who starts to serve relies on the days being there.
CREATE FUNCTION analytics.lock_event_days() RETURNS void
    LANGUAGE sql VOLATILE
    RETURN pg_advisory_xact_lock(hashtextextended('analytics.make_event_days', 0));

-- Makes the partition of a day unless it is there, and returns whether it is; it cannot be while the default partition
-- holds rows of that day. For who holds the lock of the days.
CREATE FUNCTION analytics.make_event_day(day date) RETURNS boolean
    LANGUAGE plpgsql
    SET timezone = 'UTC'
AS $$
DECLARE
    name text := to_char(day, '"event_"YYYYMMDD');
BEGIN
    IF to_regclass('analytics.' || name) IS NULL THEN
        EXECUTE format('CREATE TABLE analytics.%I (LIKE analytics.event INCLUDING DEFAULTS)', name);
        EXECUTE format('ALTER TABLE analytics.event ATTACH PARTITION analytics.%I FOR VALUES FROM (%L) TO (%L)',
                       name, day::timestamptz, (day + 1)::timestamptz);
    END IF;
    RETURN TRUE;
EXCEPTION WHEN check_violation THEN
    RETURN FALSE;
END
$$;

-- As before, by way of make_event_day.
CREATE OR REPLACE FUNCTION analytics.make_event_days(ahead int) RETURNS SETOF date
    LANGUAGE plpgsql
    SET lock_timeout = '1s'
    SET timezone = 'UTC'
AS $$
BEGIN
    PERFORM analytics.lock_event_days();
    RETURN QUERY SELECT day
                 FROM (SELECT current_date + n AS day FROM generate_series(0, ahead) AS n) AS days
                 WHERE NOT analytics.make_event_day(day);
END
$$;

-- Moves so many stranded events at most to the partitions of their days, and returns how many.
--
-- The default partition is put aside as event_stranded and an empty one takes its place, which moves no row and lasts
-- milliseconds: from then on new events find partitions of their days, and the old ones follow group by group, each in one
-- transaction. What is put aside is not seen in analytics.event until it has moved; up to a group's worth moves in the very
-- transaction that puts it aside, so that a few events are never out of sight.
CREATE FUNCTION analytics.move_stranded_events(most int) RETURNS int
    LANGUAGE plpgsql
    SET lock_timeout = '500ms'
    SET timezone = 'UTC'
AS $$
DECLARE
    places tid[];
    days   date[];
    moved  int;
BEGIN
    IF NOT analytics.try_upkeep() THEN
        RETURN 0;
    END IF;
    IF to_regclass('analytics.event_stranded') IS NULL THEN
        IF NOT EXISTS (SELECT FROM analytics.event_default) THEN
            RETURN 0;
        END IF;
        -- Before the table, because who makes days comes in this order, too.
        PERFORM analytics.lock_event_days();
        ALTER TABLE analytics.event DETACH PARTITION analytics.event_default;
        ALTER TABLE analytics.event_default RENAME TO event_stranded;
        CREATE TABLE analytics.event_default PARTITION OF analytics.event DEFAULT;
        -- Before an event of today can come into the new default and be in the way of it.
        PERFORM analytics.make_event_day(current_date);
    END IF;
    PERFORM analytics.lock_event_days();
    SELECT array_agg(place), array_agg(DISTINCT day) INTO places, days
    FROM (SELECT ctid AS place, received_at::date AS day FROM analytics.event_stranded LIMIT most) AS first;
    PERFORM analytics.make_event_day(day) FROM unnest(days) AS day;
    WITH moving AS (
        DELETE FROM analytics.event_stranded WHERE ctid = ANY (places)
        RETURNING id, received_at, issuer, user_id, event_id, attributes, occurred_at
    )
    INSERT INTO analytics.event (id, received_at, issuer, user_id, event_id, attributes, occurred_at)
    OVERRIDING SYSTEM VALUE
    SELECT id, received_at, issuer, user_id, event_id, attributes, occurred_at FROM moving;
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF NOT EXISTS (SELECT FROM analytics.event_stranded) THEN
        DROP TABLE analytics.event_stranded;
    END IF;
    RETURN moved;
END
$$;

-- How many of the coming days in a row have a partition, and whether events are in none of a day's.
CREATE FUNCTION analytics.event_storage(ahead int, OUT days_ahead int, OUT stranded boolean)
    LANGUAGE plpgsql STABLE
    SET timezone = 'UTC'
AS $$
BEGIN
    SELECT coalesce(min(n) - 1, ahead) INTO days_ahead
    FROM generate_series(1, ahead) AS n
    WHERE NOT EXISTS (SELECT FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
                      WHERE inhparent = 'analytics.event'::regclass
                        AND relname = to_char(current_date + n, '"event_"YYYYMMDD'));
    stranded := to_regclass('analytics.event_stranded') IS NOT NULL
        OR EXISTS (SELECT FROM analytics.event_default);
END
$$;
