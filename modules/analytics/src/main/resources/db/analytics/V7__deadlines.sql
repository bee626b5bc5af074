-- The last thing that a write does, after all locks were waited for: past the deadline of its caller, who was told that it
-- failed, it changes nothing. By the clock of PostgreSQL; the caller knows how far that is from its own.
CREATE FUNCTION analytics.check_deadline(deadline timestamptz) RETURNS boolean
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    IF clock_timestamp() >= deadline THEN
        RAISE EXCEPTION USING ERRCODE = 'PD001', MESSAGE = 'the deadline of the statement has passed';
    END IF;
    RETURN TRUE;
END
$$;

-- Appends a group of events, each array a column of it. A function, because checking the deadline after the INSERT in one
-- statement of plain SQL would send all rows through a second node of the plan, which costs a tenth.
CREATE FUNCTION analytics.append_events(
    issuers text[], user_ids text[], event_ids text[], attribute_texts text[], occurred text[], deadline timestamptz)
    RETURNS boolean
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    INSERT INTO analytics.event (issuer, user_id, event_id, attributes, occurred_at)
    SELECT e.issuer, e.user_id, e.event_id, e.attributes::json, e.occurred_at
    FROM unnest(issuers, user_ids, event_ids, attribute_texts, occurred)
        AS e (issuer, user_id, event_id, attributes, occurred_at);
    RETURN analytics.check_deadline(deadline);
END
$$;

-- The same for a group in which some have a key, and gives the places, from one, of the events whose key is taken. Key and
-- event in one statement, so that there is never one without the other. A key that another transaction is writing is waited
-- for; in one order, so that two groups with the same keys do not wait for each other.
CREATE FUNCTION analytics.append_events_once(
    issuers text[], user_ids text[], event_ids text[], attribute_texts text[], occurred text[], keys uuid[], contents uuid[],
    deadline timestamptz)
    RETURNS SETOF bigint
    LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
    RETURN QUERY
        WITH sent AS (
            SELECT *
            FROM unnest(issuers, user_ids, event_ids, attribute_texts, occurred, keys, contents)
                WITH ORDINALITY AS e (issuer, user_id, event_id, attributes, occurred_at, key, content, place)
        ), claimed AS (
            INSERT INTO analytics.event_key AS known (id, content)
            SELECT sent.key, sent.content FROM sent WHERE sent.key IS NOT NULL ORDER BY sent.key
            ON CONFLICT (id) DO UPDATE SET
                content = excluded.content,
                recorded_at = excluded.recorded_at
            WHERE known.recorded_at < analytics.key_horizon()
            RETURNING known.id
        ), judged AS (
            SELECT sent.*, sent.key IS NOT NULL AND claimed.id IS NULL AS taken
            FROM sent LEFT JOIN claimed ON claimed.id = sent.key
        ), stored AS (
            INSERT INTO analytics.event (issuer, user_id, event_id, attributes, occurred_at)
            SELECT judged.issuer, judged.user_id, judged.event_id, judged.attributes::json, judged.occurred_at
            FROM judged WHERE NOT judged.taken ORDER BY judged.place
        )
        SELECT judged.place FROM judged WHERE judged.taken;
    PERFORM analytics.check_deadline(deadline);
END
$$;
