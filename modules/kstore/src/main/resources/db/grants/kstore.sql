GRANT USAGE ON SCHEMA kstore TO ${role};
GRANT SELECT ON kstore.flyway_schema_history TO ${role};
GRANT SELECT, INSERT, UPDATE, DELETE ON kstore.code TO ${role};
GRANT EXECUTE ON FUNCTION kstore.check_deadline(timestamptz) TO ${role};
