-- The audit log: who did what, on whose behalf, and when. Append only, for the service as for everybody who is not the
-- owner of the table.
--
-- No personal data: a player is a keyed hash of issuer and user id, a phone number a keyed hash and its last two digits. So
-- an entry stays when the player is erased, and only who knows the player finds it.
CREATE TABLE audit.entry (
    id          bigint      GENERATED ALWAYS AS IDENTITY,
    occurred_at timestamptz NOT NULL DEFAULT now(),
    actor       text        NOT NULL, -- issuer:NAME, service:NAME, operator, node or unknown service
    action      text        NOT NULL,
    issuer      text,
    player_hash bytea, -- HMAC-SHA-256 of issuer and user id, 16 bytes of it
    request_id  text,
    details     jsonb       NOT NULL,
    CONSTRAINT entry_pkey PRIMARY KEY (id),
    CONSTRAINT entry_actor CHECK (length(actor) BETWEEN 1 AND 300),
    CONSTRAINT entry_action CHECK (length(action) BETWEEN 1 AND 64),
    CONSTRAINT entry_issuer CHECK (length(issuer) <= 256),
    CONSTRAINT entry_player_hash CHECK (length(player_hash) = 16),
    CONSTRAINT entry_request_id CHECK (length(request_id) <= 64),
    CONSTRAINT entry_details CHECK (jsonb_typeof(details) = 'object' AND length(details::text) <= 2000)
);

CREATE INDEX entry_of_player ON audit.entry (player_hash, id) WHERE player_hash IS NOT NULL;

-- The key of the hashes if the configuration has none: one row, made here out of random bits, the same for every node.
CREATE TABLE audit.hash_key (
    only_one boolean PRIMARY KEY DEFAULT TRUE CHECK (only_one),
    secret   bytea   NOT NULL
);

INSERT INTO audit.hash_key (secret) VALUES (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));

-- Refuses every change of what was written, but for delete_expired. For the owner, who needs no permission, too: a mistake
-- must not change the log.
CREATE FUNCTION audit.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('audit.deleting_expired', TRUE) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION USING ERRCODE = '42501', MESSAGE = 'audit.entry is append-only: ' || TG_OP || ' is refused';
END
$$;

CREATE TRIGGER refuse_change
    BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.entry
    FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();

-- Appends an entry with the time of the transaction; a part of the statement that it is about. Runs as the owner, so that a
-- service needs no permission to insert, and cannot give an entry another time.
CREATE FUNCTION audit.append(
    actor text, action text, issuer text, player_hash bytea, request_id text, details jsonb) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    INSERT INTO audit.entry (actor, action, issuer, player_hash, request_id, details)
    VALUES (actor, action, issuer, player_hash, request_id, jsonb_strip_nulls(details));
    RETURN TRUE;
END
$$;

-- Deletes so many of the oldest entries at most, if they are older than the retention by the clock of PostgreSQL and by that
-- of the calling node (E88), and returns how many. A month at least is kept, whoever calls.
CREATE FUNCTION audit.delete_expired(retention interval, node_time timestamptz, most int) RETURNS int
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    deleted int;
BEGIN
    IF retention IS NULL OR retention < interval '30 days' OR node_time IS NULL OR most IS NULL
            OR most NOT BETWEEN 1 AND 10000 THEN
        RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'audit.delete_expired: a retention of 30 days or more, a time and at most 10000 entries';
    END IF;
    PERFORM set_config('audit.deleting_expired', 'on', TRUE);
    DELETE FROM audit.entry
    WHERE id = ANY (ARRAY(SELECT oldest.id FROM audit.entry AS oldest ORDER BY oldest.id LIMIT most FOR UPDATE SKIP LOCKED))
      AND occurred_at < least(now(), node_time) - retention;
    GET DIAGNOSTICS deleted = ROW_COUNT;
    PERFORM set_config('audit.deleting_expired', 'off', TRUE);
    RETURN deleted;
END
$$;

REVOKE ALL ON FUNCTION audit.append(text, text, text, bytea, text, jsonb) FROM PUBLIC;
REVOKE ALL ON FUNCTION audit.delete_expired(interval, timestamptz, int) FROM PUBLIC;
