-- One-time codes. Neither a code nor a phone number is stored: whoever reads this table can redeem nothing.
CREATE TABLE kstore.code (
    code_hash  bytea       NOT NULL, -- SHA-256 of the code
    number     bigint      NOT NULL GENERATED ALWAYS AS IDENTITY, -- the order in which codes were made
    issuer     text        NOT NULL,
    user_id    text        NOT NULL,
    store      text        NOT NULL, -- the only one that can redeem it
    seal       bytea       NOT NULL, -- HMAC-SHA-256, keyed by the code, of the number linked when it was made
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    CONSTRAINT code_pkey PRIMARY KEY (code_hash)
);

CREATE INDEX code_of_player ON kstore.code (issuer, user_id, number);
CREATE INDEX code_by_expiry ON kstore.code (expires_at);
