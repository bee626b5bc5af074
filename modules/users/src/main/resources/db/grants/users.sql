GRANT USAGE ON SCHEMA users TO ${role};
GRANT SELECT ON users.flyway_schema_history TO ${role};
GRANT SELECT, INSERT, UPDATE, DELETE ON users.linked_number TO ${role};
-- The trigger inserts; the update is for SELECT ... FOR UPDATE, which deletes old rows.
GRANT SELECT, INSERT, DELETE, UPDATE (position) ON users.invalidation TO ${role};
GRANT USAGE ON SEQUENCE users.linked_number_version TO ${role};
GRANT EXECUTE ON FUNCTION users.check_deadline(timestamptz), users.player_hash(text, text) TO ${role};
