-- How players fared: once for each participation that a source reports, the highest revision winning.
CREATE TABLE analytics.participation (
    issuer         text        NOT NULL,
    source         text        NOT NULL,
    source_id      text        NOT NULL,
    user_id        text        NOT NULL,
    revision       bigint      NOT NULL,
    type           text        NOT NULL,
    type_value     numeric     NOT NULL,
    result         text        NOT NULL,
    occurred_at    timestamptz,
    mode           text        NOT NULL,
    buy_in_stake   numeric     NOT NULL,
    amount_won     numeric     NOT NULL,
    recorded_at    timestamptz NOT NULL DEFAULT now(),
    id             bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    -- Puts a participation without a time last, in a form that an index and a keyset comparison understand.
    sort_at        timestamptz NOT NULL GENERATED ALWAYS AS (coalesce(occurred_at, '-infinity'::timestamptz)) STORED,
    PRIMARY KEY (issuer, source, source_id)
);

-- The order of the history: a page is read from one place of it, however long the history is.
CREATE INDEX participation_history ON analytics.participation (issuer, user_id, sort_at DESC, id DESC);

-- What a cursor is sealed with, the same on every node: one row, made here out of random bits.
CREATE TABLE analytics.cursor_key (
    only_one boolean PRIMARY KEY DEFAULT TRUE CHECK (only_one),
    secret   bytea   NOT NULL
);

INSERT INTO analytics.cursor_key (secret) VALUES (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
