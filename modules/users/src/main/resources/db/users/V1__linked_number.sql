-- Orders the changes of a player's link, deletions included. Drawn while the player's row is locked, so it must not be
-- handed out to sessions in advance.
CREATE SEQUENCE users.linked_number_version CACHE 1;

CREATE TABLE users.linked_number (
    issuer                         text        NOT NULL,
    user_id                        text        NOT NULL,
    phone                          text        NOT NULL, -- as the player wrote it
    e164                           text        NOT NULL, -- what it means; decides whether two numbers are one
    namespaced_third_party_user_id text,
    wallet_address                 text,
    indigg_wallet_address          text,
    kgen_id                        text,
    version                        bigint      NOT NULL,
    linked_at                      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT linked_number_pkey PRIMARY KEY (issuer, user_id),
    CONSTRAINT linked_number_of_one_player UNIQUE (issuer, e164)
);
