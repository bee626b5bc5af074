-- A clock that is wrong must not delete (E88), and maintenance must not try the same in vain for ever.
--
-- Functions of the version before keep their names and meaning, because its nodes call them during a rolling update. The new
-- ones take the time of the node that calls.

-- What maintenance takes for the time. A function of its own, so that a test can set it.
CREATE FUNCTION analytics.maintenance_time() RETURNS timestamptz
    LANGUAGE sql VOLATILE
    RETURN clock_timestamp();

-- What maintenance remembers: one row.
CREATE TABLE analytics.maintenance (
    only_one     boolean     PRIMARY KEY DEFAULT TRUE CHECK (only_one),
    seen_at      timestamptz NOT NULL, -- what the clock of PostgreSQL showed last
    steady_since timestamptz NOT NULL, -- when that clock was set last
    before_set   timestamptz NOT NULL, -- what it had shown before
    agreed_at    timestamptz NOT NULL, -- when it was steady, and agreed with the clock of a node, last
    dropped_at   timestamptz NOT NULL  -- when a day was dropped last
);

INSERT INTO analytics.maintenance (seen_at, steady_since, before_set, agreed_at, dropped_at)
VALUES (now(), '-infinity', '-infinity', now(), '-infinity');

-- Days whose partition was made late, and since when: what is in there may be newer than its time says, because a clock was
-- wrong. They are dropped a retention after that.
CREATE TABLE analytics.event_day_made_late (
    day     date        PRIMARY KEY,
    made_at timestamptz NOT NULL
);

-- Days that could not get a partition, and when that is tried again. Until then their events stay in the default partition.
CREATE TABLE analytics.event_day_blocked (
    day          date        PRIMARY KEY,
    try_again_at timestamptz NOT NULL
);

-- Compares the clock of PostgreSQL with that of the calling node and with what it showed before. A clock that was set
-- counts as steady again after an hour; so does one after a pause of the maintenance of more than a day, which looks alike.
CREATE FUNCTION analytics.check_clocks(
    node_time timestamptz, OUT server_time timestamptz, OUT agreed boolean, OUT steady boolean, OUT fault text)
    LANGUAGE plpgsql
    SET timezone = 'UTC'
AS $$
DECLARE
    state analytics.maintenance;
BEGIN
    SELECT * INTO state FROM analytics.maintenance FOR UPDATE;
    server_time := analytics.maintenance_time();
    IF server_time NOT BETWEEN state.seen_at - interval '1 hour' AND state.seen_at + interval '1 day' THEN
        state.steady_since := server_time;
        state.before_set := state.seen_at;
    END IF;
    agreed := server_time BETWEEN node_time - interval '1 day' AND node_time + interval '1 day';
    steady := server_time >= state.steady_since + interval '1 hour';
    UPDATE analytics.maintenance SET
        seen_at = server_time,
        steady_since = state.steady_since,
        before_set = state.before_set,
        agreed_at = CASE WHEN agreed AND steady THEN server_time ELSE agreed_at END;
    IF NOT agreed THEN
        fault := format('the clock of PostgreSQL shows %s and that of this node %s', server_time, node_time);
    ELSIF NOT steady THEN
        fault := format('the clock of PostgreSQL went from %s to %s', state.before_set, state.steady_since);
    END IF;
END
$$;

-- Keys age by a clock that was found to be right: if it is set, they are neither forgotten in bulk nor count as new.
CREATE OR REPLACE FUNCTION analytics.key_horizon() RETURNS timestamptz
    LANGUAGE sql STABLE
    RETURN least(now(), (SELECT agreed_at FROM analytics.maintenance) + interval '1 hour') - interval '7 days';

-- The days that have a partition.
CREATE FUNCTION analytics.event_days() RETURNS SETOF date
    LANGUAGE sql STABLE
AS $$
    SELECT to_date(relname, '"event_"YYYYMMDD')
    FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
    WHERE inhparent = 'analytics.event'::regclass AND relname ~ '^event_\d{8}$' AND NOT inhdetachpending
$$;

-- The newest day, up to one, with an event; null if there is none. Days after it are left out: a clock that was ahead made them.
CREATE FUNCTION analytics.newest_event_day(until date) RETURNS date
    LANGUAGE plpgsql STABLE
    SET timezone = 'UTC'
AS $$
DECLARE
    newest date;
    day    date;
    filled boolean;
BEGIN
    SELECT max(received_at)::date INTO newest FROM analytics.event_default WHERE received_at < until + 1;
    FOR day IN SELECT d FROM analytics.event_days() AS d WHERE d <= until ORDER BY d DESC LOOP
        EXIT WHEN day <= newest;
        EXECUTE format('SELECT EXISTS (SELECT FROM analytics.%I)', to_char(day, '"event_"YYYYMMDD')) INTO filled;
        IF filled THEN
            RETURN day;
        END IF;
    END LOOP;
    RETURN newest;
END
$$;

-- Drops the oldest day that has been over for longer than the retention: one an hour at most, whatever the number of nodes
-- and however often they start, and only if the clocks of PostgreSQL and of the calling node and the newest event agree to a day.
-- Gives the day and how many events it had (null if counting is not cheap), or why a day was not dropped.
CREATE FUNCTION analytics.drop_event_day(
    retention interval, node_time timestamptz, OUT dropped date, OUT events bigint, OUT refused text)
    LANGUAGE plpgsql
    SET lock_timeout = '500ms' -- inserts queue behind a lock that is waited for
    SET timezone = 'UTC'
AS $$
DECLARE
    clocks     record;
    oldest     date;
    newest     date;
    name       text;
    last_drop  timestamptz;
    cheap_size constant bigint := 8 * 1024 * 1024;
BEGIN
    IF NOT analytics.try_upkeep() THEN
        RETURN;
    END IF;
    SELECT * INTO clocks FROM analytics.check_clocks(node_time);
    IF NOT clocks.agreed THEN
        refused := clocks.fault;
        RETURN;
    END IF;
    SELECT min(had.day) INTO oldest FROM analytics.event_days() AS had (day)
    WHERE NOT EXISTS (SELECT FROM analytics.event_day_made_late AS late
                      WHERE late.day = had.day AND late.made_at > clocks.server_time - retention);
    IF oldest IS NULL OR oldest + 1 > clocks.server_time - retention THEN
        RETURN;
    END IF;
    -- A time in the future is of a clock that was ahead: the hour begins anew.
    UPDATE analytics.maintenance SET dropped_at = least(dropped_at, clocks.server_time) RETURNING dropped_at INTO last_drop;
    IF last_drop > clocks.server_time - interval '1 hour' THEN
        RETURN;
    END IF;
    IF NOT clocks.steady THEN
        refused := clocks.fault;
        RETURN;
    END IF;
    newest := analytics.newest_event_day(clocks.server_time::date + 1);
    IF newest + 1 < clocks.server_time - interval '1 day' THEN
        refused := format('the newest event is of %s and the clock of PostgreSQL shows %s', newest, clocks.server_time);
        RETURN;
    END IF;
    name := to_char(oldest, '"event_"YYYYMMDD');
    IF pg_relation_size(format('analytics.%I', name)::regclass) <= cheap_size THEN
        EXECUTE format('SELECT count(*) FROM analytics.%I', name) INTO events;
    ELSE
        SELECT nullif(reltuples, -1)::bigint INTO events FROM pg_class WHERE oid = format('analytics.%I', name)::regclass;
    END IF;
    EXECUTE format('DROP TABLE analytics.%I', name);
    DELETE FROM analytics.event_day_made_late WHERE day = oldest;
    UPDATE analytics.maintenance SET dropped_at = clocks.server_time;
    dropped := oldest;
END
$$;

-- For nodes of the version before, which do not tell their time: as long as a newer one finds the clocks right.
CREATE OR REPLACE FUNCTION analytics.drop_event_day(retention interval) RETURNS date
    LANGUAGE sql VOLATILE
AS $$
    SELECT dropped
    FROM (SELECT FROM analytics.maintenance
          WHERE agreed_at BETWEEN analytics.maintenance_time() - interval '10 minutes' AND analytics.maintenance_time()) AS right_clock
    CROSS JOIN LATERAL analytics.drop_event_day(retention, analytics.maintenance_time())
$$;

-- Makes the partition of a day unless it is there, or attaches it again if somebody detached it, and returns whether it is
-- there; it cannot be while the default partition holds rows of that day, or if what has its name does not fit. For who
-- holds the lock of the days.
CREATE OR REPLACE FUNCTION analytics.make_event_day(day date) RETURNS boolean
    LANGUAGE plpgsql
    SET timezone = 'UTC'
AS $$
DECLARE
    name text := to_char(day, '"event_"YYYYMMDD');
BEGIN
    IF day NOT BETWEEN '1000-01-01' AND '9999-12-31' THEN
        RETURN FALSE; -- has no name of eight digits
    END IF;
    IF day IN (SELECT analytics.event_days()) THEN
        RETURN TRUE;
    END IF;
    IF to_regclass('analytics.' || name) IS NULL THEN
        EXECUTE format('CREATE TABLE analytics.%I (LIKE analytics.event INCLUDING DEFAULTS)', name);
    ELSIF EXISTS (SELECT FROM pg_inherits WHERE inhrelid = to_regclass('analytics.' || name) AND inhdetachpending) THEN
        EXECUTE format('ALTER TABLE analytics.event DETACH PARTITION analytics.%I FINALIZE', name);
    END IF;
    EXECUTE format('ALTER TABLE analytics.event ATTACH PARTITION analytics.%I FOR VALUES FROM (%L) TO (%L)',
                   name, day::timestamptz, (day + 1)::timestamptz);
    RETURN TRUE;
EXCEPTION WHEN OTHERS THEN
    IF left(SQLSTATE, 2) IN ('40', '53', '54', '55', '57', '58') THEN
        RAISE; -- says nothing about the day
    END IF;
    RETURN FALSE;
END
$$;

-- Notes that a day which has a partition now was over when it got it. While the clock was set recently, the time before that
-- counts as well: both clocks may have been set back.
CREATE FUNCTION analytics.note_late_day(made date, server_time timestamptz) RETURNS void
    LANGUAGE sql VOLATILE
    SET timezone = 'UTC'
AS $$
    INSERT INTO analytics.event_day_made_late (day, made_at)
    SELECT made, latest
    FROM analytics.maintenance
    CROSS JOIN LATERAL greatest(
        server_time, CASE WHEN server_time < steady_since + interval '1 hour' THEN before_set END) AS latest
    WHERE made + 1 < latest - interval '1 day'
    ON CONFLICT DO NOTHING
$$;

-- Makes the partitions of today and of the days ahead, unless the clocks disagree: then events go to the partitions that are
-- there, or to the default. Gives the days whose table was attached again.
CREATE FUNCTION analytics.make_event_days(ahead int, node_time timestamptz) RETURNS SETOF date
    LANGUAGE plpgsql
    SET lock_timeout = '1s'
    SET timezone = 'UTC'
AS $$
DECLARE
    clocks   record;
    day      date;
    detached boolean;
BEGIN
    PERFORM analytics.lock_event_days();
    SELECT * INTO clocks FROM analytics.check_clocks(node_time);
    IF NOT clocks.agreed THEN
        RETURN;
    END IF;
    FOR day IN SELECT d FROM (SELECT clocks.server_time::date + n AS d FROM generate_series(0, ahead) AS n) AS days
               WHERE d NOT IN (SELECT analytics.event_days()) LOOP
        detached := to_regclass('analytics.' || to_char(day, '"event_"YYYYMMDD')) IS NOT NULL;
        CONTINUE WHEN NOT analytics.make_event_day(day);
        PERFORM analytics.note_late_day(day, clocks.server_time);
        IF detached THEN
            RETURN NEXT day;
        END IF;
    END LOOP;
END
$$;

-- Moves so many stranded events at most to the partitions of their days, and returns how many. As before, but events whose
-- day cannot get a partition return to the default partition, where they are seen, and are left alone for an hour.
CREATE FUNCTION analytics.move_stranded_events(most int, node_time timestamptz) RETURNS int
    LANGUAGE plpgsql
    SET lock_timeout = '500ms'
    SET timezone = 'UTC'
AS $$
DECLARE
    clocks record;
    places tid[];
    days   date[];
    of_day date;
    moved  int;
BEGIN
    IF NOT analytics.try_upkeep() THEN
        RETURN 0;
    END IF;
    -- Before the row of the maintenance and before the table, because who makes days comes in this order, too.
    IF to_regclass('analytics.event_stranded') IS NOT NULL OR EXISTS (SELECT FROM analytics.event_default) THEN
        PERFORM analytics.lock_event_days();
    END IF;
    SELECT * INTO clocks FROM analytics.check_clocks(node_time);
    IF NOT clocks.agreed THEN
        RETURN 0;
    END IF;
    IF to_regclass('analytics.event_stranded') IS NULL THEN
        IF NOT EXISTS (SELECT FROM analytics.event_default
                       WHERE received_at::date NOT IN (SELECT day FROM analytics.event_day_blocked
                                                       WHERE try_again_at > clocks.server_time)) THEN
            RETURN 0;
        END IF;
        PERFORM analytics.lock_event_days();
        ALTER TABLE analytics.event DETACH PARTITION analytics.event_default;
        ALTER TABLE analytics.event_default RENAME TO event_stranded;
        CREATE TABLE analytics.event_default PARTITION OF analytics.event DEFAULT;
        -- Before an event of today can come into the new default and be in the way of it.
        PERFORM analytics.make_event_day(clocks.server_time::date);
    END IF;
    SELECT array_agg(place), array_agg(DISTINCT day) INTO places, days
    FROM (SELECT ctid AS place, received_at::date AS day FROM analytics.event_stranded LIMIT most) AS first;
    FOREACH of_day IN ARRAY coalesce(days, '{}') LOOP
        IF NOT analytics.make_event_day(of_day) THEN
            INSERT INTO analytics.event_day_blocked (day, try_again_at)
            VALUES (of_day, clocks.server_time + interval '1 hour')
            ON CONFLICT (day) DO UPDATE SET try_again_at = excluded.try_again_at;
        ELSE
            PERFORM analytics.note_late_day(of_day, clocks.server_time);
        END IF;
    END LOOP;
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

CREATE OR REPLACE FUNCTION analytics.move_stranded_events(most int) RETURNS int
    LANGUAGE sql VOLATILE
    RETURN analytics.move_stranded_events(most, analytics.maintenance_time());

-- As before, but today counts, too: without it there are no days ahead.
CREATE OR REPLACE FUNCTION analytics.event_storage(ahead int, OUT days_ahead int, OUT stranded boolean)
    LANGUAGE plpgsql STABLE
    SET timezone = 'UTC'
AS $$
BEGIN
    SELECT greatest(coalesce(min(n) - 1, ahead), 0) INTO days_ahead
    FROM generate_series(0, ahead) AS n
    WHERE analytics.maintenance_time()::date + n NOT IN (SELECT analytics.event_days());
    stranded := to_regclass('analytics.event_stranded') IS NOT NULL
        OR EXISTS (SELECT FROM analytics.event_default);
END
$$;

-- Tables of today and of the days ahead that are there and not attached: somebody detached them, and they could not be
-- attached again.
CREATE FUNCTION analytics.detached_event_days(ahead int) RETURNS text
    LANGUAGE sql VOLATILE
    SET timezone = 'UTC'
AS $$
    SELECT string_agg(name, ', ' ORDER BY name)
    FROM (SELECT analytics.maintenance_time()::date + n AS day FROM generate_series(0, ahead) AS n) AS days
    CROSS JOIN LATERAL to_char(day, '"event_"YYYYMMDD') AS name
    WHERE to_regclass('analytics.' || name) IS NOT NULL AND day NOT IN (SELECT analytics.event_days())
$$;
