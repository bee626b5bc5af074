-- Idempotency keys as digests: two columns of 16 bytes where there were three texts and 32 bytes, because writing a key and
-- its place in the index cost more than the event itself.
--
-- id is 8 bytes of a SHA-256 over the player and 8 of one over player and key (KeyDigest): so no key of one player is that of
-- another (E02), and all keys of a player lie side by side, to be erased. content is 16 bytes of the SHA-256 over event id,
-- attributes and occurred_at to the letter.
ALTER TABLE analytics.event_key RENAME TO event_key_in_full;
ALTER INDEX analytics.event_key_pkey RENAME TO event_key_in_full_pkey;
ALTER INDEX analytics.event_key_recorded_at RENAME TO event_key_in_full_recorded_at;

CREATE TABLE analytics.event_key (
    id          uuid        PRIMARY KEY,
    content     uuid        NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
);

-- For forgetting. All rows of a group have one value, the highest so far, so it costs an insert next to nothing.
CREATE INDEX event_key_recorded_at ON analytics.event_key (recorded_at);

INSERT INTO analytics.event_key (id, content, recorded_at)
SELECT encode(substr(sha256(convert_to(player, 'UTF8')), 1, 8)
              || substr(sha256(convert_to(player || E'\n' || key, 'UTF8')), 1, 8), 'hex')::uuid,
       encode(substr(content, 1, 16), 'hex')::uuid,
       recorded_at
FROM (SELECT issuer || E'\n' || user_id AS player, key, content, recorded_at FROM analytics.event_key_in_full) AS known;

DROP TABLE analytics.event_key_in_full;
