-- What only the owner of the partitions may do, for a role that owns nothing: each function runs as the owner, with a fixed
-- search path, and checks its arguments, because its caller has less rights than it has. Nodes always use these; the functions
-- that they call keep their names for nodes of the version before, which run as the owner.

CREATE FUNCTION analytics.require_argument(valid boolean, rule text) RETURNS void
    LANGUAGE plpgsql IMMUTABLE
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF valid IS NOT TRUE THEN
        RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = rule;
    END IF;
END
$$;

-- As make_event_days.
CREATE FUNCTION analytics.create_days(ahead int, node_time timestamptz) RETURNS SETOF date
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM analytics.require_argument(ahead BETWEEN 0 AND 31, 'up to 31 days ahead can be created');
    PERFORM analytics.require_argument(isfinite(node_time), 'the time of the node is needed');
    RETURN QUERY SELECT analytics.make_event_days(ahead, node_time);
END
$$;

-- As move_stranded_events.
CREATE FUNCTION analytics.move_stranded(most int, node_time timestamptz) RETURNS int
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM analytics.require_argument(most BETWEEN 1 AND 100000, '1 to 100000 events can be moved at a time');
    PERFORM analytics.require_argument(isfinite(node_time), 'the time of the node is needed');
    RETURN analytics.move_stranded_events(most, node_time);
END
$$;

-- As drop_event_day.
CREATE FUNCTION analytics.drop_expired_day(
    retention interval, node_time timestamptz, OUT dropped date, OUT events bigint, OUT refused text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM analytics.require_argument(retention >= interval '1 day', 'events are kept for a day or longer');
    PERFORM analytics.require_argument(isfinite(node_time), 'the time of the node is needed');
    SELECT day.dropped, day.events, day.refused INTO dropped, events, refused
    FROM analytics.drop_event_day(retention, node_time) AS day;
END
$$;

-- The state of the partitions: as event_storage and detached_event_days.
CREATE FUNCTION analytics.inspect_days(ahead int, OUT days_ahead int, OUT stranded boolean, OUT detached text)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM analytics.require_argument(ahead BETWEEN 0 AND 31, 'up to 31 days ahead can be inspected');
    SELECT storage.days_ahead, storage.stranded, analytics.detached_event_days(ahead)
    INTO days_ahead, stranded, detached
    FROM analytics.event_storage(ahead) AS storage;
END
$$;

-- As event_partitions.
CREATE FUNCTION analytics.partitions(of_days boolean) RETURNS TABLE (part oid, pages bigint)
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN QUERY SELECT * FROM analytics.event_partitions(of_days);
END
$$;

-- As erase_events, of a partition of the events and of nothing else.
CREATE FUNCTION analytics.erase_events_of_player(
    of_part oid, first bigint, page_count bigint, of_issuer text, of_user text) RETURNS bigint
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    PERFORM analytics.require_argument(first >= 0 AND page_count BETWEEN 1 AND 100000, '1 to 100000 pages are read at a time');
    PERFORM analytics.require_argument(of_issuer <> '' AND of_user <> '', 'a player has an issuer and a user id');
    -- It may have been dropped; then there is nothing to erase.
    PERFORM analytics.require_argument(
        relnamespace = 'analytics'::regnamespace AND relkind = 'r'
            AND relname ~ '^event_([0-9]{8}|default|stranded)$',
        'only events are erased')
    FROM pg_class WHERE oid = of_part;
    RETURN analytics.erase_events(of_part, first, page_count, of_issuer, of_user);
END
$$;

REVOKE ALL ON FUNCTION analytics.create_days(int, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION analytics.move_stranded(int, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION analytics.drop_expired_day(interval, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION analytics.inspect_days(int) FROM PUBLIC;
REVOKE ALL ON FUNCTION analytics.partitions(boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION analytics.erase_events_of_player(oid, bigint, bigint, text, text) FROM PUBLIC;
