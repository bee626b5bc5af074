-- Erasing a player. Events have no index by which to find them (V1), so their partitions are read from end to end, in
-- strides that each are a short transaction: nothing waits for one of them longer than it takes to read some pages.

-- The partitions and how many pages each of them has: either what holds events that are in no day's partition, or the
-- days. Stranded events move to the days and never back, so whoever reads the former first and then asks for the latter
-- misses none of them.
CREATE FUNCTION analytics.event_partitions(of_days boolean) RETURNS TABLE (part oid, pages bigint)
    LANGUAGE sql VOLATILE
AS $$
    SELECT pg_class.oid, pg_relation_size(pg_class.oid) / current_setting('block_size')::bigint
    FROM pg_class
    WHERE relnamespace = 'analytics'::regnamespace
      AND relkind = 'r'
      AND CASE WHEN of_days THEN relname ~ '^event_\d{8}$' ELSE relname IN ('event_default', 'event_stranded') END
    ORDER BY relname
$$;

-- Erases what a player has in so many pages of a partition, beginning with one, and returns how many events that was; none
-- if the partition was dropped in the meantime.
CREATE FUNCTION analytics.erase_events(of_part oid, first bigint, pages bigint, of_issuer text, of_user text) RETURNS bigint
    LANGUAGE plpgsql
AS $$
DECLARE
    name   text;
    erased bigint;
BEGIN
    SELECT relname INTO name FROM pg_class WHERE oid = of_part;
    IF name IN ('event_default', 'event_stranded') THEN
        -- Whoever moves stranded events holds it: what is being moved is in one place or in the other.
        PERFORM analytics.lock_event_days();
        SELECT relname INTO name FROM pg_class WHERE oid = of_part;
    END IF;
    IF name IS NULL THEN
        RETURN 0;
    END IF;
    EXECUTE format('DELETE FROM analytics.%I WHERE ctid >= $1 AND ctid < $2 AND issuer = $3 AND user_id = $4', name)
        USING format('(%s,0)', first)::tid, format('(%s,0)', first + pages)::tid, of_issuer, of_user;
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN erased;
EXCEPTION WHEN undefined_table THEN
    RETURN 0;
END
$$;
