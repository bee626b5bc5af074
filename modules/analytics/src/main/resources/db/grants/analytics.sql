-- Nothing on the partitions: they are written through analytics.event, and made, dropped and erased by functions that run as
-- the owner.
GRANT USAGE ON SCHEMA analytics TO ${role};
GRANT SELECT ON analytics.flyway_schema_history, analytics.cursor_key, analytics.maintenance TO ${role};
GRANT SELECT, INSERT ON analytics.event TO ${role};
GRANT SELECT, INSERT, UPDATE, DELETE ON analytics.event_key, analytics.participation TO ${role};
GRANT EXECUTE ON FUNCTION
    analytics.check_deadline(timestamptz),
    analytics.append_events(text[], text[], text[], text[], text[], timestamptz),
    analytics.append_events_once(text[], text[], text[], text[], text[], uuid[], uuid[], timestamptz),
    analytics.key_horizon(),
    analytics.try_upkeep(),
    analytics.forget_event_keys(int),
    analytics.create_days(int, timestamptz),
    analytics.move_stranded(int, timestamptz),
    analytics.drop_expired_day(interval, timestamptz),
    analytics.inspect_days(int),
    analytics.partitions(boolean),
    analytics.erase_events_of_player(oid, bigint, bigint, text, text) TO ${role};
