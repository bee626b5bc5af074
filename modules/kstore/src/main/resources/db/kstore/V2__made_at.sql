-- When a code was made: a change of the player's number kills those that were made before it, and no other.
ALTER TABLE kstore.code ADD COLUMN made_at timestamptz NOT NULL DEFAULT now();
