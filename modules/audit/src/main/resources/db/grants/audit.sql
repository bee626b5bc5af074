-- The log can be read, and be written by functions that run as the owner: an entry cannot be changed, deleted or back-dated.
GRANT USAGE ON SCHEMA audit TO ${role};
GRANT SELECT ON audit.flyway_schema_history, audit.entry, audit.hash_key TO ${role};
GRANT EXECUTE ON FUNCTION
    audit.append(text, text, text, bytea, text, jsonb),
    audit.delete_expired(interval, timestamptz, int) TO ${role};
