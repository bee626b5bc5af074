-- The invalidation log of the cache, a transactional outbox: one row for each change of a link. A trigger writes it, so
-- it is in the statement of the change whoever executes that: this version of the service, an older one, or an
-- operator. Nodes read it and remove from Redis what is older than the change. Rows are deleted when no cache entry can
-- be older.
CREATE TABLE users.invalidation (
    position    bigint      GENERATED ALWAYS AS IDENTITY,
    version     bigint      NOT NULL, -- of the link after the change
    -- As in the key of the cache entry: the log must not name a player, also not after the player was erased.
    player_hash bytea       NOT NULL,
    -- Rows become visible in the order of commits, which neither positions nor times follow. A reader compares the
    -- transaction with its previous snapshot instead, and so misses no row however late its transaction commits.
    transaction xid8        NOT NULL DEFAULT pg_current_xact_id(),
    written_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT invalidation_pkey PRIMARY KEY (position)
);

CREATE INDEX invalidation_by_transaction ON users.invalidation (transaction);

-- 128 bits of the SHA-256 of issuer, NUL, user id. Neither can contain NUL.
CREATE FUNCTION users.player_hash(issuer text, user_id text) RETURNS bytea
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN substring(sha256(convert_to(issuer, 'UTF8') || '\x00'::bytea || convert_to(user_id, 'UTF8')) FROM 1 FOR 16);

CREATE FUNCTION users.log_invalidation() RETURNS trigger
    LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        INSERT INTO users.invalidation (version, player_hash)
        VALUES (nextval('users.linked_number_version'), users.player_hash(OLD.issuer, OLD.user_id));
    ELSIF TG_OP = 'UPDATE' AND NEW.version <= OLD.version THEN
        -- By hand: the entry in Redis has the row's version, so the log needs a newer one.
        INSERT INTO users.invalidation (version, player_hash)
        VALUES (nextval('users.linked_number_version'), users.player_hash(NEW.issuer, NEW.user_id));
    ELSE
        INSERT INTO users.invalidation (version, player_hash)
        VALUES (NEW.version, users.player_hash(NEW.issuer, NEW.user_id));
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER log_invalidation
    AFTER INSERT OR UPDATE OR DELETE ON users.linked_number
    FOR EACH ROW EXECUTE FUNCTION users.log_invalidation();
